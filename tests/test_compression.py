"""Streamlit's scripts and styles over the wire: the real server, plain HTTP."""

import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pyarrow
import pytest
import streamlit
import uvicorn
from ports import free_port
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from across.web import compression
from across.web.compression import ENCODERS, SUFFIXES, CompressedFiles, best_encoding

TOP = Path(__file__).parent.parent
STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))
FONT = next((STATIC / "static" / "media").glob("*.woff2"))
GZIP = {"Accept-Encoding": "gzip, deflate"}
BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> bytes:
        """The file, as a browser reads it."""
        if self.headers["Content-Encoding"] == "br":
            with pyarrow.CompressedInputStream(pyarrow.py_buffer(self.body), "brotli") as stream:
                return stream.read()
        return gzip.decompress(self.body)


def ask(port: int, path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers or {})
        got = connection.getresponse()
        return Answer(got.status, got.headers, got.read())
    finally:
        connection.close()


def address(file: Path) -> str:
    return f"/{file.relative_to(STATIC).as_posix()}"


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """The product's own server, as people start it."""
    free = free_port()
    folder = tmp_path_factory.mktemp("server")
    environment = {**os.environ, "ACROSS_DATA_FOLDER": str(folder), "ACROSS_DATABASE_URL": ""}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free)]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: is_up(free) or server.poll() is not None)
        yield free
    finally:
        server.kill()
        server.wait(20)


def is_up(port: int) -> bool:
    try:
        return ask(port, "/healthz").status == 200
    except OSError:
        return False


def wait_until(true) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """A server whose own files are these, compressed as Streamlit's are; what is no file, its app answers."""

    async def events(_request) -> StreamingResponse:
        return StreamingResponse(iter(["data: 1\n\n"] * 1000), media_type="text/event-stream")

    async def other(_request) -> PlainTextResponse:
        return PlainTextResponse("answered by the app", 404)

    routes = [Route("/static/events.txt", events), Route("/{path:path}", other)]
    app = Starlette(routes=routes, middleware=[Middleware(CompressedFiles, folder=folder)])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            wait_until(lambda: running.started)
            yield listener.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join()


@pytest.fixture
def files(tmp_path) -> Path:
    """The folder of a server's own files, in which Streamlit has another of the name under which they are asked for."""
    folder = tmp_path / "streamlit" / "static"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(("accepted", "encoding"), [(GZIP, "gzip"), (BROTLI, "br")])
def test_script_travels_compressed_and_is_the_same_script(port, accepted, encoding):
    plain = SCRIPT.read_bytes()

    answer = ask(port, address(SCRIPT), accepted)

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == encoding
    assert int(answer.headers["Content-Length"]) == len(answer.body) < len(plain) / 2
    assert answer.text == plain
    assert "javascript" in answer.headers["Content-Type"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("accepted", [{}, {"Accept-Encoding": "zstd"}, {"Accept-Encoding": "gzip;q=0"}])
def test_browser_that_reads_neither_gzip_nor_brotli_gets_the_file_as_it_is(port, accepted):
    answer = ask(port, address(SCRIPT), accepted)

    assert answer.body == SCRIPT.read_bytes()
    assert "Content-Encoding" not in answer.headers
    assert not answer.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("headers", [{}, GZIP, BROTLI, {**GZIP, "Range": "bytes=0-9"}])
def test_every_answer_for_a_text_file_says_that_it_varies(port, headers):
    for path in ("/", address(SCRIPT)):
        assert ask(port, path, headers).headers.get_all("Vary") == ["Accept-Encoding"]


def test_head_says_what_get_would_say(port):
    get, head = (ask(port, address(SCRIPT), GZIP, method) for method in ("GET", "HEAD"))

    assert head.status == 200
    assert head.body == b""
    for name in ("Content-Length", "Content-Encoding", "ETag", "Content-Type", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_browser_that_has_the_file_is_told_so(port):
    zipped = ask(port, address(SCRIPT), GZIP).headers["ETag"]
    plain = ask(port, address(SCRIPT)).headers["ETag"]

    assert zipped == f"W/{plain}"
    for known in (zipped, plain, f'"other", {zipped}', "*"):
        answer = ask(port, address(SCRIPT), {**GZIP, "If-None-Match": known})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == zipped
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in answer.headers
    assert ask(port, address(SCRIPT), {**GZIP, "If-None-Match": '"other"'}).text == SCRIPT.read_bytes()


def test_file_is_compressed_in_full_even_if_first_asked_for_with_a_condition(port):
    other = max((STATIC / "static" / "css").glob("*.css"), key=lambda file: file.stat().st_size)

    assert ask(port, address(other), {**GZIP, "If-None-Match": '"other"'}).text == other.read_bytes()


def test_pieces_are_pieces_of_the_plain_file(port):
    answer = ask(port, address(SCRIPT), {**GZIP, "Range": "bytes=100-199"})

    assert answer.status == 206
    assert answer.body == SCRIPT.read_bytes()[100:200]
    assert "Content-Encoding" not in answer.headers


def test_font_passes_as_it_is(port):
    answer = ask(port, address(FONT), GZIP)

    assert answer.body == FONT.read_bytes()
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_name_that_does_not_exist_is_not_kept(port):
    answer = ask(port, "/static/js/no-such-file.js", GZIP)

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Content-Encoding" not in answer.headers


def test_phones_pages_travel_compressed_and_once(port):
    answer = ask(port, "/join", GZIP)

    assert answer.headers.get_all("Content-Encoding") == ["gzip"]
    assert b"Join code" in answer.text
    assert answer.headers.get_all("Vary") == ["Accept-Encoding"]


def test_phones_style_and_script_travel_compressed_and_once(port):
    for path in re.findall(rb'="(/phone/[^"]+)"', ask(port, "/join").body):
        answer = ask(port, path.decode(), GZIP)
        assert answer.headers.get_all("Content-Encoding") == ["gzip"]
        assert answer.headers.get_all("Vary") == ["Accept-Encoding"]
        assert answer.text == ask(port, path.decode()).body


def test_health_page_and_event_stream_address_are_not_touched(port):
    assert "Content-Encoding" not in ask(port, "/healthz", GZIP).headers
    assert ask(port, "/live/NOSUCH", GZIP).status == 404


def test_file_is_compressed_once_however_many_ask_at_once(files, monkeypatch):
    (files / "big.js").write_bytes(b"const a = 1;\n" * 100_000)
    made = []

    def counted(plain: bytes) -> bytes:
        made.append(len(plain))
        return gzip.compress(plain)

    monkeypatch.setitem(ENCODERS, "gzip", counted)
    with serving(files.parent) as port, ThreadPoolExecutor(12) as people:
        answers = list(people.map(lambda _: ask(port, "/static/big.js", GZIP), range(24)))

    assert {answer.text for answer in answers} == {b"const a = 1;\n" * 100_000}
    assert made == [1_300_000]


def test_file_that_could_not_be_compressed_is_tried_again(files, monkeypatch):
    (files / "a.js").write_bytes(b"a" * 2_000)

    def broken(_plain: bytes) -> bytes:
        raise MemoryError

    with serving(files.parent) as port:
        with monkeypatch.context() as for_a_moment:
            for_a_moment.setitem(ENCODERS, "gzip", broken)
            assert ask(port, "/static/a.js", GZIP).status == 500
        assert ask(port, "/static/a.js", GZIP).text == b"a" * 2_000


def test_file_that_changed_is_compressed_anew(files):
    with serving(files.parent) as port:
        for text in (b"first " * 1000, b"second " * 1000):
            (files / "a.css").write_bytes(text)
            assert ask(port, "/static/a.css", GZIP).text == text


def test_small_and_huge_files_and_streams_of_events_pass_as_they_are(files, monkeypatch):
    monkeypatch.setattr(compression, "LARGEST_FILE", 5_000)
    (files / "small.js").write_bytes(b"a" * 999)
    (files / "huge.js").write_bytes(b"a" * 5_001)

    with serving(files.parent) as port:
        for name in ("small.js", "huge.js"):
            answer = ask(port, f"/static/{name}", GZIP)
            assert "Content-Encoding" not in answer.headers
            assert answer.body == b"answered by the app"
        events = ask(port, "/static/events.txt", GZIP)
        assert events.status == 200
        assert "Content-Encoding" not in events.headers


def test_what_is_no_file_and_other_methods_go_on_to_the_app(files):
    (files / "a.js").write_bytes(b"a" * 2_000)
    (files.parent.parent / "secret.js").write_bytes(b"s" * 2_000)
    outside = ("/static/../../secret.js", "/static/%2e%2e/%2e%2e/secret.js", "/static//../../secret.js")

    with serving(files.parent) as port:
        for path in (*outside, "/static/none.js", "/static/%00.js", "/static", "/static/", "/secret.js"):
            assert ask(port, path, GZIP).body == b"answered by the app"
        assert ask(port, "/static/a.js", GZIP, "POST").status == 405


def test_all_of_streamlits_files_kept_in_every_encoding_take_no_more_than_16_megabytes():
    plain = [file.read_bytes() for file in STATIC.rglob("*") if file.suffix in SUFFIXES]

    with ThreadPoolExecutor() as makers:
        made = [body for encode in ENCODERS.values() for body in makers.map(encode, plain)]

    assert sum(map(len, made)) <= 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, GZIP ; q=0.5", "gzip"),
        ("gzip;q=1.0", "gzip"),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("br; q=0.000, gzip;q=0, *", ""),
        ("*;q=0", ""),
    ],
)
def test_what_a_browser_accepts_is_read_as_the_standard_says(accepted, encoding):
    assert best_encoding(accepted) == encoding

"""Streamlit's scripts and styles over the wire: the real server, plain HTTP."""

import gzip
import http.client
import os
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
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from across.web import compression as compressed
from across.web.compression import Compressed, Shelf, best_encoding

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
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


class Counted:
    """Files from a folder, and which of them were read to be sent."""

    def __init__(self, folder: Path) -> None:
        self.files = StaticFiles(directory=folder)
        self.read: list[str] = []

    async def __call__(self, scope, receive, send) -> None:
        if scope["method"] == "GET":
            self.read.append(scope["path"])
        await self.files(scope, receive, send)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, Counted]]:
    """A server of these files, compressed as Streamlit's are."""

    async def events(_request) -> StreamingResponse:
        return StreamingResponse(iter(["data: 1\n\n"] * 1000), media_type="text/event-stream")

    counted = Counted(folder)
    routes = [Route("/static/events.txt", events), Mount("/static", counted)]
    app = Starlette(routes=routes, middleware=[Middleware(Compressed)])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            wait_until(lambda: running.started)
            yield listener.getsockname()[1], counted
        finally:
            running.should_exit = True
            thread.join()


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


def test_start_page_travels_compressed_and_is_asked_for_each_time(port):
    answer = ask(port, "/", GZIP)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.text == (STATIC / "index.html").read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"]


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


def test_health_page_and_event_stream_address_are_not_touched(port):
    assert "Content-Encoding" not in ask(port, "/healthz", GZIP).headers
    assert ask(port, "/live/NOSUCH", GZIP).status == 404


def test_file_is_read_and_compressed_once_however_many_ask_at_once(tmp_path):
    (tmp_path / "big.js").write_bytes(b"const a = 1;\n" * 100_000)

    with serving(tmp_path) as (port, counted), ThreadPoolExecutor(12) as people:
        answers = list(people.map(lambda _: ask(port, "/static/big.js", GZIP), range(24)))

    assert {answer.text for answer in answers} == {b"const a = 1;\n" * 100_000}
    assert counted.read == ["/static/big.js"]


def test_file_that_changed_is_compressed_anew(tmp_path):
    with serving(tmp_path) as (port, _):
        for text in (b"first " * 1000, b"second " * 1000):
            (tmp_path / "a.css").write_bytes(text)
            assert ask(port, "/static/a.css", GZIP).text == text


def test_small_and_huge_files_and_streams_of_events_pass_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr(compressed, "LARGEST_FILE", 5_000)
    (tmp_path / "small.js").write_bytes(b"a" * 999)
    (tmp_path / "huge.js").write_bytes(b"a" * 5_001)

    with serving(tmp_path) as (port, _):
        for name in ("small.js", "huge.js", "events.txt"):
            answer = ask(port, f"/static/{name}", GZIP)
            assert answer.status == 200
            assert "Content-Encoding" not in answer.headers


def test_refusals_and_other_methods_pass_as_they_are(tmp_path):
    with serving(tmp_path) as (port, _):
        assert ask(port, "/static/none.js", GZIP).status == 404
        assert ask(port, "/static/none.js", GZIP, "POST").status == 405


def test_shelf_keeps_no_more_than_it_may_and_the_longest_unused_leave_first():
    shelf = Shelf(10)
    shelf.put("a", "1", b"aaaa")
    shelf.put("b", "1", b"bbbb")
    assert shelf.get("a", "1") == b"aaaa"

    shelf.put("c", "1", b"cccc")

    assert shelf.get("b", "1") is None
    assert shelf.get("a", "1") == b"aaaa"
    shelf.put("a", "2", b"aa")
    assert shelf.get("a", "1") is None
    shelf.put("d", "1", b"dddd")
    assert [shelf.get(name, version) for name, version in (("a", "2"), ("c", "1"), ("d", "1"))] == [
        b"aa",
        b"cccc",
        b"dddd",
    ]
    shelf.put("e", "1", b"e" * 11)
    assert shelf.get("e", "1") is None


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

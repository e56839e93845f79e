"""What one stranger, or many, may take of the server: nobody else is shut out by it."""

import itertools
import logging
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from http_requests import Answer, as_cookies, ask, served
from people import a_plan, settings_for
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from test_server import (
    WAYS,
    Server,
    drawn,
    joined,
    listening,
    next_bulletin,
    running,
    screen_opened,
    session_of,
    start_workshop,
    tap,
    wait_until,
)
from websockets.exceptions import InvalidStatus

from across.live.feed import MOST_STREAMS
from across.room.allowance import Allowance
from across.room.application import MOST_FAILED_ATTEMPTS, MOST_REHEARSALS, MOST_STARTS, Application, open_application
from across.room.attempts import FailedAttempts, network_of
from across.web.deadlines import HEAD_SECONDS, BodyInTime, WithHeadInTime
from across.web.limits import BYTES_IN_ALL, SCREENS_EACH, Places, drop_what_is_too_much
from across.web.repeated_lines import CountRepeated
from across.workshop.errors import NoSuchWorkshop, TextMissing, TooManyTries, TooManyWorkshops

WRONG = [f"AAAA{number:02}" for number in range(MOST_FAILED_ATTEMPTS + 1)]


@pytest.fixture(scope="module", params=WAYS)
def server(request, tmp_path_factory) -> Iterator[Server]:
    """A server behind a proxy on the same machine, with nothing said of it."""
    with running(tmp_path_factory.mktemp("server"), request.param, FORWARDED_ALLOW_IPS="") as started:
        yield started


def join(port: int, code: str, address: str) -> int:
    return ask(port, f"/join/{code}", {"X-Forwarded-For": address}).status


@pytest.mark.parametrize(
    ("guesser", "same", "other"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.8"),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"),
    ],
)
def test_whoever_guesses_through_a_proxy_is_slowed_down_alone_and_a_right_code_always_works(
    server, guesser, same, other
):
    code, _ = start_workshop(server.store)
    for wrong in WRONG[:-1]:
        assert join(server.port, wrong, guesser) == 404

    assert join(server.port, WRONG[-1], same) == 429
    assert join(server.port, WRONG[-1], other) == 404
    assert join(server.port, code, same) == 303


def test_a_phone_that_asks_for_a_deleted_workshop_is_no_guesser(server):
    code, key = start_workshop(server.store)
    phone = joined(server.port, code)
    application = open_application(settings_for(server.store))
    application.delete_by_key(key)
    application.store.close()
    polling = {"Cookie": as_cookies(phone), "X-Forwarded-For": "198.51.100.1"}

    answers = {ask(server.port, "/take-part/state", polling).status for _ in range(MOST_FAILED_ATTEMPTS * 3)}

    assert answers == {404}
    assert join(server.port, WRONG[0], "198.51.100.1") == 404


def test_one_address_takes_so_many_screens_and_a_facilitator_comes_in_all_the_same(server):
    _, key = start_workshop(server.store)
    stranger = {"X-Forwarded-For": "203.0.113.99"}
    with ExitStack() as screens:
        for _ in range(SCREENS_EACH):
            screens.enter_context(screen_opened(server.port, **stranger))

        with pytest.raises(InvalidStatus) as refused:
            screen_opened(server.port, **stranger)
        assert refused.value.response.status_code == 403
        with screen_opened(server.port, **{"X-Forwarded-For": "203.0.113.100"}) as other:
            drawn(other)
        with screen_opened(server.port, Cookie=f"across_facilitator={key}", **stranger) as facilitator:
            drawn(facilitator)

    wait_until(lambda: can_open(server.port, stranger))


def can_open(port: int, headers: dict[str, str]) -> bool:
    try:
        with screen_opened(port, **headers):
            return True
    except InvalidStatus:
        return False


def test_a_phone_has_a_few_streams_and_a_further_one_ends_the_oldest(server):
    code, _ = start_workshop(server.store)
    phone, other = joined(server.port, code), joined(server.port, code)
    with ExitStack() as streams:
        somebody_else = streams.enter_context(listening(server.port, code, other))
        opened = [streams.enter_context(listening(server.port, code, phone)) for _ in range(MOST_STREAMS)]
        for stream in opened:
            next_bulletin(stream)

        newest = streams.enter_context(listening(server.port, code, phone))

        assert next_bulletin(newest)["joined"] == 2
        assert b"event: gone" not in opened[0].read()  # to its end
        tap(server.port, phone, "trust-1", 4)
        for stream in (somebody_else, *opened[1:], newest):
            wait_until(lambda stream=stream: next_bulletin(stream)["started"] == 1)


def test_places_are_for_each_and_in_all_and_come_back():
    places = Places(each=2, in_all=3)

    assert [places.take("a"), places.take("a"), places.take("a")] == [True, True, False]
    assert [places.take("b"), places.take("c")] == [True, False]
    places.leave("a")
    assert [places.take("c"), places.take("a")] == [True, False]


def files_of(*sizes: int, session: str, files: MemoryUploadedFileManager) -> None:
    for number, size in enumerate(sizes):
        files.add_file(session, UploadedFileRec(f"{session}-{number}", "file", "text/csv", bytes(size)))
        drop_what_is_too_much(files)


def test_a_session_that_sends_file_after_file_keeps_its_newest():
    files = MemoryUploadedFileManager("/upload")

    files_of(1, 2, 3, session="many", files=files)
    files_of(20_000_000, 20_000_000, session="large", files=files)

    assert list(files.file_storage["many"]) == ["many-1", "many-2"]
    assert list(files.file_storage["large"]) == ["large-1"]


def test_many_sessions_fill_the_memory_so_far_and_a_small_file_stays():
    files = MemoryUploadedFileManager("/upload")
    files_of(1000, session="facilitator", files=files)

    for number in range(40):
        files_of(20_000_000, session=f"stranger-{number}", files=files)

    held = sum(len(file.data) for kept in files.file_storage.values() for file in kept.values())
    assert held <= BYTES_IN_ALL
    assert list(files.file_storage["facilitator"]) == ["facilitator-0"]


def upload(port: int, session: str) -> Answer:
    """Send a file as a page of Streamlit's sends it."""
    token = SimpleCookie(ask(port, "/_stcore/health").cookies[0])["_streamlit_xsrf"].value
    headers = {
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
        "Content-Type": "multipart/form-data; boundary=edge",
        "Origin": f"http://127.0.0.1:{port}",
    }
    body = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nx\r\n--edge--\r\n'
    return ask(port, f"/_stcore/upload_file/{session}/a", headers, method="PUT", body=body)


def test_a_file_that_a_page_asks_for_comes_through(server):
    with screen_opened(server.port) as screen:
        session = session_of(screen)
        drawn(screen)

        sent = upload(server.port, session)

    assert sent.status == 204, sent.text


def test_a_file_that_no_page_asks_for_is_refused(server):
    _, key = start_workshop(server.store)
    with screen_opened(server.port, Cookie=f"across_facilitator={key}") as screen:
        session = session_of(screen)
        drawn(screen)
        drawn(screen, "welcome")
        sent = upload(server.port, session)
    made_up = upload(server.port, "11111111-2222-4333-8444-555555555555")

    assert [sent.status, made_up.status] == [403, 403]
    assert "asks for no file" in sent.text


@pytest.fixture
def own_server(tmp_path) -> Iterator[Server]:
    with running(tmp_path, "python app.py") as started:
        yield started


def seconds_until_closed(port: int, *pieces: bytes) -> float:
    """How long a connection lasts that sends these pieces, a moment between them, and then nothing."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=0.2) as connection:
        for piece in itertools.chain(pieces, itertools.repeat(b"")):
            with suppress(TimeoutError, BrokenPipeError):
                connection.sendall(piece)
                if connection.recv(1000) == b"":
                    break
            assert time.monotonic() - began < HEAD_SECONDS * 3
    return time.monotonic() - began


def test_whoever_sends_a_head_drop_by_drop_is_closed_and_screens_and_streams_stay(own_server):
    port = own_server.port
    code, _ = start_workshop(own_server.store)
    phone = joined(port, code)
    with listening(port, code, phone) as stream, screen_opened(port) as screen:
        next_bulletin(stream)

        lasted = seconds_until_closed(port, b"GET /join HTTP/1.1\r\n", *[b"X-More: 1\r\n"] * 200)

        assert lasted >= HEAD_SECONDS - 1
        drawn(screen)
        tap(port, phone, "trust-1", 4)
        wait_until(lambda: next_bulletin(stream)["started"] == 1)


class InASecond(WithHeadInTime):
    head_seconds = 1.0


async def hello(_request: Request) -> Response:
    return Response("hello")


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"GET / HTTP/1.1\r\n", *[b"a: b\r\n"] * 30],
        [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n", *[b"a: b\r\n"] * 30],
    ],
    ids=["nothing", "half a head", "half a second one"],
)
def test_a_connection_without_a_whole_head_is_closed_in_time(pieces):
    with served(Starlette(routes=[Route("/", hello)]), http=InASecond, timeout_keep_alive=60) as port:
        lasted = seconds_until_closed(port, *pieces)

        assert 0.9 <= lasted < HEAD_SECONDS


def test_a_head_without_end_is_closed_at_once():
    with (
        served(Starlette(routes=[Route("/", hello)]), http=WithHeadInTime) as port,
        socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
        suppress(ConnectionError),
    ):
        connection.sendall(b"GET / HTTP/1.1\r\n")
        for _ in range(100):
            connection.sendall(b"X: " + b"a" * 5000 + b"\r\n")
        assert connection.recv(1) == b""


def test_whoever_sends_a_form_drop_by_drop_is_taken_for_gone():
    async def takes(request: Request) -> Response:
        try:
            return Response(await request.body())
        except ClientDisconnect:
            return Response("gone", 400)

    app = BodyInTime(Starlette(routes=[Route("/", takes, methods=["POST"])]), seconds=0.5)
    with served(app) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")

        assert slow.recv(1000).startswith(b"HTTP/1.1 400")
        assert ask(port, "/", method="POST", body=b"whole").text == "whole"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(("way", "hard", "says"), [("python app.py", 256, True), ("streamlit run app.py", 4096, False)])
def test_the_limit_of_open_files_is_raised_and_one_too_low_is_said(tmp_path, way, hard, says):
    with limited_to(256, hard), running(tmp_path, way) as server:
        pass

    assert ("lets the server have 256 files and connections open" in server.log) is says


@contextmanager
def limited_to(soft: int, hard: int) -> Iterator[None]:
    """What is started meanwhile may open so many files, and raise that so far."""
    folder = tempfile.mkdtemp()
    (Path(folder) / "sitecustomize.py").write_text(
        f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
    )
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, before]))
    try:
        yield
    finally:
        os.environ["PYTHONPATH"] = before


def test_lines_that_repeat_are_counted(caplog):
    log = logging.getLogger("test-of-lines")
    log.addFilter(CountRepeated(seconds=0.5))

    for _ in range(1000):
        log.warning("socket.accept() out of %s\nof socket", "files")
    log.warning("something else")
    time.sleep(0.6)
    log.warning("socket.accept() out of %s\nof socket", "files")

    assert [record.getMessage() for record in caplog.records] == [
        "socket.accept() out of files\nof socket",
        "something else",
        "socket.accept() out of files\nof socket (999 more like this since)",
    ]


@pytest.fixture
def application(tmp_path) -> Iterator[Application]:
    opened = open_application(settings_for(f"sqlite:///{tmp_path}/store.sqlite3"))
    yield opened
    opened.store.close()


def test_a_right_code_opens_though_the_address_has_used_up_its_tries(application):
    code, _ = application.start(a_plan())
    for wrong in WRONG[:-1]:
        with pytest.raises(NoSuchWorkshop):
            application.workshop_for_visitor(wrong, "10.0.0.9")

    with pytest.raises(TooManyTries):
        application.workshop_for_visitor(WRONG[-1], "10.0.0.9")
    assert application.workshop_for_visitor(code, "10.0.0.9").code == code


@pytest.mark.parametrize(("rehearsal", "most"), [(False, MOST_STARTS), (True, MOST_REHEARSALS)])
def test_one_address_starts_so_many_workshops_within_an_hour_and_others_go_on(application, rehearsal, most):
    plan = replace(a_plan(), rehearsal=rehearsal)
    for number in range(most):
        application.start(plan, f"2001:db8:0:1::{number}")
    with pytest.raises(TextMissing):
        application.start(replace(plan, name=" "), "10.0.0.9")

    with pytest.raises(TooManyWorkshops, match="try again in a while"):
        application.start(plan, "2001:db8:0:1::ffff")
    assert application.start(plan, "10.0.0.9")
    assert application.start(replace(plan, rehearsal=not rehearsal), "2001:db8:0:1::ffff")


def test_what_was_started_is_forgotten_after_a_while():
    starts = Allowance(most=1, seconds=0)

    starts.use("10.0.0.9")
    starts.use("10.0.0.9")


def test_a_code_that_failed_is_counted_once():
    tries = FailedAttempts(most=2, seconds=60)
    for code in ["A", "A", "A", "B"]:
        tries.failed("room", code)

    tries.failed("room", "A")
    with pytest.raises(TooManyTries):
        tries.failed("room", "C")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_stands_for_whoever_has_it(address, network):
    assert network_of(address) == network

"""The server as people start it, in a process of its own, both ways: what it serves, how it stops, what survives."""

import ctypes
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import websockets.sync.client
from http_requests import FORM, JSON, Answer, as_cookies, as_form, ask
from people import a_plan, settings_for
from ports import free_port
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from across.room.application import open_application
from across.settings import SettingsError, read

TOP = Path(__file__).parent.parent
PUBLIC = "https://workshop.example.org"
PATIENCE_SECONDS = 60
# Long enough for a busy machine, and far from the 60 seconds and more that an open stream lives.
STOPS_WITHIN_SECONDS = 20
LINUX = sys.platform == "linux"
WAYS = {
    "python app.py": ["app.py"],
    "streamlit run app.py": ["-m", "streamlit", "run", "app.py", "--server.port"],
}


class Server:
    """A server process on a port and a store of its own."""

    def __init__(self, folder: Path, way: str, **environment: str) -> None:
        self.folder = folder
        self.way = way
        self.environment = environment
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        """How people start it: with a setting that names the port, or with a flag of Streamlit's."""
        flag = [str(self.port)] if self.way.startswith("streamlit") else []
        return [sys.executable, *WAYS[self.way], *flag]

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def start(self) -> None:
        mine = {"ACROSS_DATABASE_URL": self.store, "PORT": str(self.port), "ACROSS_PUBLIC_URL": ""}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=TOP,
                env={**os.environ, **mine, **self.environment},
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: self.answers() or self.process.poll() is not None)
        assert self.process.poll() is None, self.log

    @property
    def store(self) -> str:
        return f"sqlite:///{self.folder}/store.sqlite3"

    def answers(self) -> bool:
        with suppress(OSError, http.client.HTTPException):
            return ask(self.port, "/healthz").status == 200
        return False

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(STOPS_WITHIN_SECONDS)


def wait_until(true, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def running(folder: Path, way: str, **environment: str) -> Iterator[Server]:
    server = Server(folder, way, **environment)
    try:
        server.start()
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.process.kill()
            server.process.wait(PATIENCE_SECONDS)


def start_workshop(store: str) -> tuple[str, str]:
    """The join code and the facilitator's key of a workshop that the server will find in its store."""
    application = open_application(settings_for(store))
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("questionnaire")
    room.open_scoring()
    application.store.close()
    return code, key


@pytest.fixture(scope="module", params=WAYS)
def server(request, tmp_path_factory) -> Iterator[Server]:
    """A server behind a proxy, started one way and the other."""
    trusted = "127.0.0.1,::1,::ffff:127.0.0.1"
    folder = tmp_path_factory.mktemp("server")
    with running(folder, request.param, ACROSS_PUBLIC_URL=PUBLIC, FORWARDED_ALLOW_IPS=trusted) as started:
        yield started


@pytest.fixture(scope="module")
def workshop(server) -> tuple[str, str]:
    return start_workshop(server.store)


def joined(port: int, code: str) -> dict[str, str]:
    """The cookies of somebody who has joined."""
    cookies = {}
    for line in ask(port, f"/join/{code}").cookies:
        cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
    assert ask(port, "/take-part", {"Cookie": as_cookies(cookies)}).status == 200
    return cookies


def tap(port: int, cookies: dict[str, str], item: str, point: int) -> Answer:
    headers = {"Cookie": as_cookies(cookies), "Content-Type": FORM, "Accept": JSON}
    body = as_form({"item": item, "point": point, "tap": 1})
    return ask(port, "/take-part/response", headers, method="POST", body=body)


@contextmanager
def listening(port: int, code: str, cookies: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
    """The stream of events, as a browser opens it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    connection.request("GET", f"/live/{code}", headers={"Cookie": as_cookies(cookies), "Accept-Encoding": "gzip, br"})
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def next_bulletin(stream: http.client.HTTPResponse) -> dict[str, object]:
    while line := stream.readline():
        if line.startswith(b"data: "):
            return json.loads(line.removeprefix(b"data: "))
    raise AssertionError("the stream ended")


def screen_opened(port: int, *, host: str = "", origin: str = "", **headers: str) -> ClientConnection:
    """The web socket of a projected screen; a proxy asks for it at another host than the browser did."""
    address = f"ws://{host or f'127.0.0.1:{port}'}/_stcore/stream"
    return websockets.sync.client.connect(
        address,
        sock=socket.create_connection(("127.0.0.1", port)),
        origin=origin or f"http://127.0.0.1:{port}",
        subprotocols=["streamlit"],
        additional_headers=headers,
        max_queue=None,  # with messages left unread, its end is not seen and is waited for in vain
    )


def session_of(screen: ClientConnection) -> str:
    ask_for = BackMsg()
    ask_for.rerun_script.page_name = ""
    screen.send(ask_for.SerializeToString())
    while (message := ForwardMsg.FromString(screen.recv(60))).WhichOneof("type") != "new_session":
        pass
    return message.new_session.initialize.session_id


def drawn(screen: ClientConnection, page: str = "") -> set[str]:
    """Ask for the page to be drawn; the kinds of messages until it is."""
    ask_for = BackMsg()
    ask_for.rerun_script.page_name = page
    screen.send(ask_for.SerializeToString())
    kinds = set()
    while "script_finished" not in kinds:
        kinds.add(ForwardMsg.FromString(screen.recv(PATIENCE_SECONDS)).WhichOneof("type"))
    return kinds


def test_pages_sockets_and_events_are_served(server, workshop):
    code, key = workshop
    page, phone = ask(server.port, "/"), joined(server.port, code)
    with screen_opened(server.port, Cookie=f"across_facilitator={key}") as screen:
        kinds = drawn(screen)
    with listening(server.port, code, phone) as stream:
        first = next_bulletin(stream)
        saved = tap(server.port, phone, "trust-1", 4)
        wait_until(lambda: next_bulletin(stream)["started"] == 1)

    assert page.status == 200
    assert b"<title>" in page.body
    assert {"new_session", "delta"} <= kinds
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert "Content-Encoding" not in stream.headers
    assert (first["joined"], first["started"]) == (1, 0)
    assert saved.json == {"saved": True}
    assert "Traceback" not in server.log
    assert f"This machine: http://localhost:{server.port}\n" in server.log


def test_behind_a_proxy_that_rewrites_the_host_the_facilitator_comes_in_and_draws(server, workshop):
    _code, key = workshop
    encrypted = {"X-Forwarded-Proto": "https"}
    sent = {**encrypted, "Host": "app:8501", "Origin": PUBLIC, "Content-Type": FORM}
    entered = ask(server.port, "/facilitate", sent, method="POST", body=as_form({"key": key}))
    cookie = f"across_facilitator={key}"
    with screen_opened(server.port, host="app:8501", origin=PUBLIC, Cookie=cookie, **encrypted) as screen:
        kinds = drawn(screen, "questionnaire")

    assert entered.status == 303
    assert all("Secure" in line for line in entered.cookies)
    assert "delta" in kinds


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://[", "null", "http://127.0.0.1:1"])
def test_no_other_website_opens_a_screen(server, origin):
    with pytest.raises(InvalidStatus) as refused:
        screen_opened(server.port, origin=origin)

    assert refused.value.response.status_code == 403
    assert "Traceback" not in server.log


def test_what_a_phone_leaves_half_sent_is_no_fault_of_ours(server):
    with socket.create_connection(("127.0.0.1", server.port)) as phone:
        phone.sendall(b"POST /take-part/note HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ntext=half")
    wait_until(server.answers)

    assert "A request failed" not in server.log
    assert "Traceback" not in server.log


@pytest.mark.skipif(not LINUX, reason="looks into the process as Linux shows it")
def test_uvloop_and_httptools_do_the_work_and_no_tap_waits_for_the_next(server):
    loaded = Path(f"/proc/{server.process.pid}/maps").read_text()

    assert "/uvloop/" in loaded
    assert "/httptools/" in loaded
    for host in ("127.0.0.1", "::1"):
        with socket.create_connection((host, server.port)) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(15) == b"HTTP/1.1 200 OK"
            assert sends_at_once(server.process.pid, client.getsockname()[1])


def sends_at_once(pid: int, port: int) -> bool:
    """Whether the server sends small pieces to this port of ours at once (TCP_NODELAY)."""
    process = os.pidfd_open(pid)
    for opened in Path(f"/proc/{pid}/fd").iterdir():
        copied = ctypes.CDLL(None).syscall(438, process, int(opened.name), 0)  # pidfd_getfd
        if copied < 0:
            continue
        with suppress(OSError), socket.socket(fileno=copied) as found:
            if found.family in (socket.AF_INET, socket.AF_INET6) and found.getpeername()[1] == port:
                return bool(found.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    raise AssertionError("no such connection")


@pytest.mark.parametrize("way", WAYS)
def test_a_power_cut_loses_nothing_and_a_stop_comes_soon_though_streams_and_screens_are_open(tmp_path, way):
    with running(tmp_path, way) as server:
        code, key = start_workshop(server.store)
        phone = joined(server.port, code)
        with listening(server.port, code, phone):
            assert tap(server.port, phone, "trust-1", 4).json == {"saved": True}
            server.end(signal.SIGKILL)

        server.start()

        assert "1 of 18 answered" in ask(server.port, "/take-part", {"Cookie": as_cookies(phone)}).text
        with (
            listening(server.port, code, phone) as one_stream,
            listening(server.port, code, phone) as another,
            screen_opened(server.port, Cookie=f"across_facilitator={key}") as screen,
        ):
            assert (next_bulletin(one_stream)["started"], next_bulletin(another)["started"]) == (1, 1)
            drawn(screen)

            status = server.end(signal.SIGTERM)

            # To their end, and without a further bulletin: a stream that is cut off would raise.
            assert [stream.read().strip() for stream in (one_stream, another)] == [b"", b""]
    assert status in (0, -signal.SIGTERM)
    for complaint in ("Traceback", "without completing", "timeout"):
        assert complaint not in server.log


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PORT": "none"}, "PORT must be a whole number"),
        (
            {"ACROSS_DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/none", "ACROSS_WAIT_SECONDS": "1"},
            "The store cannot be opened",
        ),
        ({"ACROSS_PUBLIC_URL": "https://example.org/across/"}, "works at the top of a host only"),
        ({"ACROSS_LISTEN": "localhost"}, "ACROSS_LISTEN must be an address of this machine in numbers"),
    ],
)
def test_what_stops_the_start_is_said_in_plain_words(tmp_path, changes, said):
    ended = start_in_vain(tmp_path, **changes)

    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr + ended.stdout


def test_streamlit_told_to_serve_in_a_folder_stops_the_start(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nbaseUrlPath = "across"\n')

    ended = start_in_vain(tmp_path, HOME=str(tmp_path), PORT=str(free_port()))

    assert "server.baseUrlPath is 'across'. Across Boundaries works at the top of a host only" in ended.stderr
    assert "ready" not in ended.stdout


def test_a_server_that_listens_on_one_address_is_not_reached_by_another(tmp_path):
    with running(tmp_path, "python app.py", ACROSS_LISTEN="127.0.0.1") as server, pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.2", server.port), timeout=10)


def test_a_port_that_is_taken_stops_the_start_before_it_says_to_be_ready(tmp_path):
    with socket.create_server(("0.0.0.0", 0)) as other:
        ended = start_in_vain(tmp_path, PORT=str(other.getsockname()[1]))

    assert re.search(r"Port \d+ cannot be used \(Address already in use\)", ended.stderr)
    assert "ready" not in ended.stdout


def start_in_vain(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ACROSS_DATA_FOLDER": str(folder), "ACROSS_DATABASE_URL": "", **changes}
    ended = subprocess.run(
        [sys.executable, "app.py"], cwd=TOP, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    return ended


@pytest.mark.parametrize(
    "wrong",
    [
        *("workshop.example.org", "http://[", "https://", "https://:8443", "http://a:port", "http://a:0"),
        *("https://user:secret@a.example", "http://192.168.1.300", "https://a b.example", "https://a.example\\across"),
    ],
)
def test_a_public_address_that_is_none_is_refused_by_name(wrong):
    with pytest.raises(SettingsError, match="ACROSS_PUBLIC_URL"):
        read({"ACROSS_PUBLIC_URL": wrong})


@pytest.mark.parametrize("wrong", ["https://a.example/across", "https://a.example/across/", "https://a.example?b"])
def test_a_public_address_in_a_folder_of_its_host_is_refused(wrong):
    with pytest.raises(SettingsError, match=r"names more than a host.*docs/deploy\.md"):
        read({"ACROSS_PUBLIC_URL": wrong})


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Workshop.example.org/", "workshop.example.org"),
        ("HTTPS://a.example", "a.example"),
        ("http://10.0.0.2:8501", "10.0.0.2"),
        ("", None),
    ],
)
def test_the_public_address_names_its_host(url, host):
    assert read({"ACROSS_PUBLIC_URL": url}).public_host == host

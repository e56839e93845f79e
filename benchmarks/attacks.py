"""What one stranger may do to the server: each attack that once stopped it, and how everybody else fares meanwhile.

`python benchmarks/attacks.py`, on Linux, in about a minute and a half. Each attack has a fresh server, started as
people start it; `/healthz`, asked ten times a second, stands for everybody else.
"""

import http.client
import json
import os
import resource
import secrets
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import websockets.sync.client
from servers import Server, Started, served_by_script, start_workshop
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.sync.client import ClientConnection

from across import settings
from across.room.application import open_application
from across.workshop.errors import WorkshopError

UPLOAD = "/_stcore/upload_file"
MEGABYTES_20 = 20_000_000
FILES_LIMIT = 256
NEVER_SECONDS = 30
PHONES, PHONES_AT_ONCE = 1000, 8
REFUSED = (OSError, http.client.HTTPException, WebSocketException, TimeoutError)


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    """Send one request; the answer is read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body or None, {name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def screen(port: int, origin: str | None = None, host: str | None = None, **headers: str) -> ClientConnection:
    """The web socket of a screen."""
    return websockets.sync.client.connect(
        f"ws://{host or f'127.0.0.1:{port}'}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port), timeout=10),
        origin=origin or f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
        additional_headers=headers,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_queue=None,  # with messages left unread, its end is not seen and is waited for in vain
    )


def drawn(shown: ClientConnection) -> str:
    """Have the first page drawn; the name of its session."""
    question = BackMsg()
    question.rerun_script.page_name = ""
    shown.send(question.SerializeToString())
    session = ""
    while True:
        message = ForwardMsg.FromString(shown.recv(30))
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return session


@contextmanager
def meanwhile(port: int) -> Iterator[list[float]]:
    """How long everybody else waits, in seconds, asked ten times a second."""
    waits: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            began = time.perf_counter()
            with suppress(*REFUSED):
                ask(port, "/healthz")
                waits.append(time.perf_counter() - began)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield waits
    finally:
        over.set()
        looking.join()


def say(what: str, found: object) -> None:
    """One line."""
    sys.stdout.write(f"{what:<76}{found}\n")
    sys.stdout.flush()


def status(attempt: Callable[[], object]) -> object:
    """The status of an answer, or how it was refused."""
    try:
        return getattr(attempt(), "status", "let in")
    except (OSError, http.client.HTTPException):
        return "locked out"
    except InvalidHandshake as refused:
        response = getattr(refused, "response", None)
        return response.status_code if response else "refused"


def foreign_pages(server: Server) -> None:
    """Other websites, other ports, and names pointed at this machine."""
    port, other = server.port, f"http://127.0.0.1:{server.port + 1}"
    say("a name pointed at us (DNS rebinding): page", status(lambda: ask(port, "/", Host="evil.example")))
    say("  its socket", status(lambda: screen(port, "http://evil.example", "evil.example")))
    say("another port of the same host: socket", status(lambda: screen(port, other)))
    say("  its upload", status(lambda: ask(port, f"{UPLOAD}/a/b", "PUT", b"x", Origin=other)))
    with meanwhile(port) as waits:
        began = time.perf_counter()
        for number in range(20):
            with suppress(*REFUSED):
                screen(port, f"https://elsewhere-{number}.example", **{"Sec-Fetch-Site": "none"})
        took = time.perf_counter() - began
        time.sleep(1)
    say("20 foreign sockets said to be ours: seconds for each", f"{took / 20:.3f}")
    say("  longest wait of others, s", f"{max(waits, default=0):.3f}")


def uploads(server: Server) -> None:
    """40 files of 20 MB from one stranger's screen."""
    port = server.port
    with screen(port) as shown:
        session = drawn(shown)
        token = (ask(port, "/_stcore/health").getheader("Set-Cookie") or "").partition(";")[0].partition("=")[2]
        body = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
        body += bytes(MEGABYTES_20) + b"\r\n--edge--\r\n"
        headers = {
            "Cookie": f"_streamlit_xsrf={token}",
            "X_Xsrftoken": token,
            "Content_Type": "multipart/form-data; boundary=edge",
        }
        before = server.kilobytes()
        with meanwhile(port) as waits:
            taken = [ask(port, f"{UPLOAD}/{session}/{number}", "PUT", body, **headers).status for number in range(40)]
        say("40 files of 20 MB: answered", {answer: taken.count(answer) for answer in set(taken)})
        say("  memory more than before, MB", round((server.kilobytes() - before) / 1024))
        say("  longest wait of others, s", f"{max(waits, default=0):.3f}")


def guesses(server: Server) -> None:
    """Wrong codes from the address of the room."""
    started = start_workshop(server.folder)
    answers = [ask(server.port, f"/join/AAA{number:03}").status for number in range(100)]
    say("100 wrong codes from one address: answered", {answer: answers.count(answer) for answer in set(answers)})
    say("  the right code after them", ask(server.port, f"/join/{started.code}").status)


def many_phones(server: Server) -> None:
    """A thousand phones of one person: with tokens that they have made up, and by the join link again and again."""

    def made_up(code: str) -> int:
        return take_part(server.port, f"across_at={code}; across_participant_{code}={secrets.token_urlsafe(32)}")

    def by_link(code: str) -> int:
        given = ask(server.port, f"/join/{code}").headers.get_all("Set-Cookie", [])
        return take_part(server.port, "; ".join(cookie.partition(";")[0] for cookie in given))

    for how, come in (("made-up tokens", made_up), ("the join link", by_link)):
        started, began = start_workshop(server.folder, in_room=None), time.perf_counter()
        with meanwhile(server.port) as waits, ThreadPoolExecutor(PHONES_AT_ONCE) as phones:
            for _ in phones.map(come, [started.code] * PHONES):
                pass
            took = time.perf_counter() - began
        say(f"{PHONES:,} phones by {how}: how many are in", f"{joined(server, started)} after {took:.0f} s")
        say("  longest wait of others, s", f"{max(waits, default=0):.3f}")


def beside_one(server: Server) -> None:
    """Four phones of one person beside an honest one, where the facilitator has said that one is in the room."""
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(server.folder)}))
    started = start_workshop(server.folder, in_room=1)
    room = application.facilitator(started.key)
    items = [item.id for item in room.content.questionnaire.items]
    for number in range(5):
        phone = application.participant(started.code, application.token(started.code))
        phone.join("192.0.2.1")
        for tap, item in enumerate(items, 1):
            phone.respond(item, 1 + (number + tap) % 5, tap)
    with suppress(WorkshopError):
        room.reveal()
    with room.reading() as reading:
        scores = reading.results.profile.dimensions if reading.results and reading.results.profile else ()
    say("four phones beside one honest one: its scores that are told", sum(score.mean is not None for score in scores))
    application.store.close()


def joined(server: Server, started: Started) -> int:
    """How many have joined."""
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(server.folder)}))
    with application.facilitator_reading(started.key) as (_, reading):
        number = reading.counts.joined
    application.store.close()
    return number


def take_part(port: int, cookies: str) -> int:
    """Ask for the participant's page; how it was answered."""
    return ask(port, "/take-part", Cookie=cookies).status


def slow_heads(server: Server) -> None:
    """A head that never ends."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", server.port), timeout=1) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        while time.perf_counter() - began < NEVER_SECONDS:
            with suppress(TimeoutError):
                if slow.recv(1) == b"":
                    break
            with suppress(OSError):
                slow.sendall(b"a: b\r\n")
    say("a head sent drop by drop: seconds until it is closed (30: never)", round(time.perf_counter() - began))


def opened_files(server: Server) -> int:
    """How many files and connections the server has open."""
    return len(list(Path(f"/proc/{server.pid}/fd").iterdir()))


def files(server: Server) -> None:
    """Page loads and phones, where the system begins with 256 open files for each program."""
    before = opened_files(server)
    with ExitStack() as screens:
        for _ in range(10):
            drawn(screens.enter_context(screen(server.port)))
        say("files for each open screen", (opened_files(server) - before) / 10)
    time.sleep(1)
    say("  and after it is closed, until a quarter of an hour later", (opened_files(server) - before) / 10)
    with ExitStack() as screens:
        loads = 0
        with suppress(*REFUSED):
            for _ in range(120):
                drawn(screens.enter_context(screen(server.port)))
                loads += 1
        say("screens that one address opens of 120", loads)
        say("  everybody else meanwhile", status(lambda: ask(server.port, "/healthz")))


def connections(server: Server) -> None:
    """300 phones that stay connected, where 256 files are all there may be or not."""
    held: list[socket.socket] = []
    for _ in range(300):
        with suppress(OSError):
            held.append(socket.create_connection(("127.0.0.1", server.port), timeout=2))
    time.sleep(1)
    try:
        found: object = ask(server.port, "/healthz").status
    except REFUSED:
        found = "locked out"
    say("300 connections: everybody else meanwhile", found)
    time.sleep(20)
    say("  20 seconds later", status(lambda: ask(server.port, "/healthz")))
    say("  the log, in bytes", sum(file.stat().st_size for file in server.folder.glob("*.log")))
    for connection in held:
        connection.close()


def main() -> None:
    """Every attack, each on a server of its own."""
    os.environ["ACROSS_PUBLIC_URL"] = ""
    for attack in (foreign_pages, uploads, guesses, many_phones, beside_one, slow_heads):
        run(attack)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(2048, hard), hard))
    for most in (hard, FILES_LIMIT):
        say(f"\nwith {FILES_LIMIT} open files at first and at most {most}", "")
        with started_with(FILES_LIMIT, most):
            run(files if most == hard else connections)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def started_with(soft: int, hard: int) -> Iterator[None]:
    """Servers that are started meanwhile may have so many files open."""
    with tempfile.TemporaryDirectory() as folder:
        line = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, {json.dumps([soft, hard])})\n"
        (Path(folder) / "sitecustomize.py").write_text(line, encoding="utf-8")
        os.environ["PYTHONPATH"] = folder
        try:
            yield
        finally:
            del os.environ["PYTHONPATH"]


def run(attack: Callable[[Server], None]) -> None:
    """One attack on a fresh server."""
    with tempfile.TemporaryDirectory() as folder, served_by_script(Path(folder)) as server:
        attack(server)


if __name__ == "__main__":
    main()

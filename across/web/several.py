"""Several processes of the server on one machine: started, started again where one ends, ended together.

Each is the server as it is, on a port of its own: PORT and those after it. A proxy before them sends all who are in one
room to the same (docs/deploy-server.md); the store tells the others what each of them changes.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from across.settings import HIGHEST_PORT, LOOPBACK, Settings, SettingsError
from across.web.server import say
from across.workshop.patience import pause

OPTION, LED = "--processes", "--led"
MOST = 64
LOOK_SECONDS = 0.1
# So long one may take to its first answer; it waits for a database that is coming up as well.
READY_SECONDS = 120.0
ASK_SECONDS = 5.0
# Longer than the server itself lets the last answers take.
END_SECONDS = 25.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 30.0
HOLDS_SECONDS = 60.0
NEEDS_POSTGRESQL = (
    "Several processes need PostgreSQL, for an SQLite file has one alone: name a database in ACROSS_DATABASE_URL, or "
    f"leave {OPTION} out."
)


def asked_for(arguments: Sequence[str], settings: Settings) -> int:
    """How many processes are asked for, 1 where nothing is said. Raises SettingsError for what cannot be."""
    if not arguments:
        return 1
    name, _, value = arguments[0].partition("=")
    number = value or "".join(arguments[1:2])
    if name != OPTION or len(arguments) > (1 if value else 2):
        raise SettingsError(f"The server takes one option alone, such as {OPTION} 2.")
    if not (number.isdecimal() and len(number) <= len(str(MOST)) and 1 <= int(number) <= MOST):
        raise SettingsError(f"{OPTION} must be a whole number from 1 to {MOST}.")
    if int(number) > 1:
        _must_have_room(int(number), settings)
    return int(number)


def _must_have_room(number: int, settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        raise SettingsError(NEEDS_POSTGRESQL)
    ports = range(settings.port, settings.port + number)
    if ports[-1] > HIGHEST_PORT:
        raise SettingsError(f"PORT must leave room for {number} ports up to {HIGHEST_PORT}.")
    if settings.metrics and set(ports) & {settings.metrics[1] + place for place in range(number)}:
        raise SettingsError(f"ACROSS_METRICS must leave the ports {ports[0]} to {ports[-1]} to the workshops.")


def follow_whoever_leads() -> None:
    """End when the process that has started this one does, however it ends: its end of our input closes then."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="led", daemon=True).start()


@dataclass
class _Process:
    """One place: the port, the environment of what runs there, and the process that does now."""

    port: int
    environment: Mapping[str, str]
    running: subprocess.Popen[bytes]
    began: float = field(default_factory=time.monotonic)
    failures: int = 0
    due: float | None = None

    def start(self, command: Sequence[str]) -> None:
        """Begin it anew."""
        self.running, self.began, self.due = _started(command, self.environment), time.monotonic(), None


class Several:
    """So many processes of a command. `lead` returns the status to end with."""

    def __init__(self, number: int, settings: Settings, command: Sequence[str]) -> None:
        self._number = number
        self._settings = settings
        self._command = command
        self._processes: list[_Process] = []
        self._ends = False
        self._renews = False

    def lead(self) -> int:
        """Start them and stay with them until told to end.

        The first one starts alone: it brings the tables up to date, and says what is wrong where anything is.
        """
        self._hear_signals()
        for places in (range(1), range(1, self._number)):
            begun = [self._begin(place) for place in places]
            if not all(self._is_ready(process) for process in begun):
                return self._ended(1)
        say(f"{self._number} processes serve, on the ports {', '.join(str(found.port) for found in self._processes)}.")
        while not self._ends:
            for process in self._processes:
                self._look_at(process)
            if self._renews:
                self._renew_each()
            time.sleep(LOOK_SECONDS)
        return self._ended(0)

    def _hear_signals(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self._end_soon())
        signal.signal(signal.SIGINT, lambda *_: self._end_soon())
        if hasattr(signal, "SIGHUP"):
            # A terminal says by it that it is closed.
            in_a_terminal = sys.stdin is not None and sys.stdin.isatty()
            signal.signal(signal.SIGHUP, lambda *_: self._end_soon() if in_a_terminal else self._renew_soon())

    def _end_soon(self) -> None:
        self._ends = True

    def _renew_soon(self) -> None:
        self._renews = True

    def _begin(self, place: int) -> _Process:
        port, environment = self._settings.port + place, dict(os.environ)
        environment["PORT"] = str(port)
        if self._settings.metrics:
            host, numbers = self._settings.metrics
            shown = f"[{host}]" if ":" in host else host
            environment["ACROSS_METRICS"] = f"{shown}:{numbers + place}"
        process = _Process(port, environment, _started(self._command, environment))
        self._processes.append(process)
        return process

    def _look_at(self, process: _Process) -> None:
        """Start a process again that has ended; later each time in a row that it does so soon."""
        now = time.monotonic()
        if process.due is not None:
            if now >= process.due:
                process.start(self._command)
        elif (status := process.running.poll()) is not None:
            process.failures = 1 if now - process.began >= HOLDS_SECONDS else process.failures + 1
            process.due = now + pause(process.failures, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)
            say(f"The process on port {process.port} has ended ({status}). Another one takes its place.")

    def _renew_each(self) -> None:
        """One after the other: each has ended and answers again before the next is told to end."""
        self._renews = False
        for process in self._processes:
            if self._ends:
                return
            _told_to_end(process)
            _has_ended(process)
            process.start(self._command)
            if not self._is_ready(process):
                say(f"The new process on port {process.port} does not answer, so the others stay as they are.")
                return
        say("Every process was started anew.")

    def _is_ready(self, process: _Process) -> bool:
        """Wait until a process is well; False where it ends, where it takes too long, or where all shall end."""
        until = time.monotonic() + READY_SECONDS + self._settings.wait_seconds
        while time.monotonic() < until and process.running.poll() is None and not self._ends:
            if _is_well(self._settings.listen or LOOPBACK, process.port):
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def _ended(self, status: int) -> int:
        for process in self._processes:
            _told_to_end(process)
        for process in self._processes:
            _has_ended(process)
        return 0 if self._ends else status


def _started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A signal that a terminal sends goes to us alone: we end them.
    return subprocess.Popen(  # noqa: S603 - our own server
        [*command], env={**environment}, stdin=subprocess.PIPE, start_new_session=True
    )


def _told_to_end(process: _Process) -> None:
    if process.running.poll() is None:
        process.running.terminate()


def _has_ended(process: _Process) -> None:
    """Wait for it, and no longer than it may take."""
    try:
        process.running.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.running.kill()
        process.running.wait()
    if process.running.stdin:
        process.running.stdin.close()


def _is_well(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=ASK_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == HTTPStatus.OK
    return False


def lead(number: int, settings: Settings, entry: Path) -> int:
    """Serve by so many processes, until told to stop; the status to end with."""
    return Several(number, settings, [sys.executable, str(entry), LED]).lead()

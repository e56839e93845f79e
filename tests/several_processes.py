"""A server of two processes as people start it, on ports in a row."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ports import free_port

TOP = Path(__file__).parent.parent
PATIENCE_SECONDS = 90


@dataclass
class Two:
    """The process that leads two others, their ports, and what they say."""

    ports: tuple[int, int]
    leader: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def boot(self, port: int) -> str:
        """The name that the process on a port has given itself, empty while none answers."""
        with suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            asked.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            return asked.getresponse().headers["Across-Boot"]
        return ""

    def renew(self) -> None:
        """Have each replaced, one after the other."""
        self.leader.send_signal(signal.SIGHUP)

    def process_on(self, port: int) -> int:
        """The id of the process on a port."""
        children = Path(f"/proc/{self.leader.pid}/task/{self.leader.pid}/children").read_text().split()
        [found] = [pid for pid in children if f"PORT={port}".encode() in _environment_of(pid)]
        return int(found)


@contextmanager
def two_processes(folder: Path, database_url: str, **settings: str) -> Iterator[Two]:
    """Two processes that answer, until the block ends."""
    ports, log = _two_ports(), folder / "server.log"
    told = {"ACROSS_DATABASE_URL": database_url.replace("+psycopg", ""), "ACROSS_DATA_FOLDER": str(folder)}
    told |= {"PORT": str(ports[0]), "ACROSS_LISTEN": "127.0.0.1", "ACROSS_PUBLIC_URL": "", **settings}
    command = [sys.executable, "app.py", "--processes", "2"]
    with log.open("ab") as said:
        leader = subprocess.Popen(
            command, cwd=TOP, env=os.environ | told, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    try:
        two = Two(ports, leader, log)
        wait_for(lambda: "processes serve" in two.log or leader.poll() is not None)
        assert leader.poll() is None, two.log
        yield two
    finally:
        leader.terminate()
        leader.wait(PATIENCE_SECONDS)


def wait_for(true: Callable[[], object]) -> None:
    """Wait for what must come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "what was waited for has not come"
        time.sleep(0.05)


def _environment_of(pid: str) -> list[bytes]:
    return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")


def _two_ports() -> tuple[int, int]:
    while True:
        first = free_port()
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", first + 1))
            return first, first + 1

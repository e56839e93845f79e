"""The server as people start it, in a process of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ports import free_port

TOP = Path(__file__).parent.parent.parent
# How long a state is waited for that must come: much longer than a busy machine takes.
PATIENCE_SECONDS = 90


class Server:
    """A server on a port and a store of its own: a file in its folder, or the database at this address."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def start(self) -> None:
        environment = {**os.environ, "ACROSS_DATA_FOLDER": str(self.folder)}
        environment["ACROSS_DATABASE_URL"] = self.database_url
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


@contextmanager
def running(folder: Path, database_url: str = "") -> Iterator[Server]:
    """A server that keeps its log and, without a database elsewhere, its store in this folder, until the block ends."""
    server = Server(folder, database_url)
    server.start()
    try:
        yield server
    finally:
        server.kill()

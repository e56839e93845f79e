"""The servers that are measured: the real one as people start it, fresh and on a store of its own, and the floor."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP))

from across import settings  # noqa: E402 (found by the line above)
from across.room.application import open_application  # noqa: E402
from across.workshop.steps import full_agenda  # noqa: E402
from across.workshop.values import Plan  # noqa: E402

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A server that runs, and where its data is; of several processes, the one that leads, and the first port."""

    port: int
    pid: int
    folder: Path
    processes: int = 1

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """The CPU time it has used, all its processes together."""
        return sum(map(cpu_seconds, self._pids()))

    @property
    def ports(self) -> range:
        """Where its processes listen."""
        return range(self.port, self.port + self.processes)

    def kilobytes(self) -> int:
        """The memory it holds (resident), all its processes together."""
        lines = [line for pid in self._pids() for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def _pids(self) -> list[int]:
        if self.processes == 1:
            return [self.pid]
        return [self.pid, *map(int, Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split())]


@dataclass(frozen=True)
class Started:
    """A workshop that was started: what phones need to join, and what its facilitator holds."""

    code: str
    key: str


def start_workshop(folder: Path, name: str = "The room, live", in_room: int | None = 1000) -> Started:
    """Start a workshop in this store, take it to the questionnaire and open scoring.

    All phones come from this machine: as many may within a minute as are said to be in the room.
    """
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(folder)}))
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    plan = Plan(name, "Eastside", datetime.now(UTC).date(), minutes, smallest_group=5, asks_sector=False)
    code, key = application.start(plan)
    room = application.facilitator(key)
    room.move_to("questionnaire")
    room.open_scoring()
    room.say_in_room(in_room)
    application.store.close()
    return Started(code, key)


def items(folder: Path) -> list[str]:
    """The ids of the questionnaire's items."""
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(folder)}))
    application.store.close()
    return [item.id for item in application.content.questionnaire.items]


@contextmanager
def served(folder: Path, options: Sequence[str] = ()) -> Iterator[Server]:
    """The real server, started as people start it, with further options of Streamlit where they are given."""
    port = free_port()
    yield from _running(["-m", "streamlit", "run", "app.py", "--server.port", str(port), *options], port, folder)


@contextmanager
def served_by_script(folder: Path, store: str = "", processes: int = 1) -> Iterator[Server]:
    """The real server, started as `script/server` starts it; on the store of this address, if one is given."""
    port = free_port()
    os.environ["PORT"] = str(port)
    several = ["--processes", str(processes)] if processes > 1 else []
    yield from _running(["app.py", *several], port, folder, store, processes)


@contextmanager
def uncompressed(folder: Path) -> Iterator[Server]:
    """The real server with compression switched off."""
    port = free_port()
    yield from _running(["benchmarks/uncompressed.py", str(port)], port, folder)


@contextmanager
def uploading(folder: Path) -> Iterator[Server]:
    """The real server with one visitor who uploads attack files while `uploads` lies in the folder."""
    port = free_port()
    yield from _running(["benchmarks/uploading.py", str(port), str(folder)], port, folder)


@contextmanager
def floor(folder: Path) -> Iterator[Server]:
    """The least that a durable tap can cost with this web server and this store."""
    port = free_port()
    yield from _running(["benchmarks/floor.py", str(port), str(folder / "floor.sqlite3")], port, folder)


def _running(arguments: list[str], port: int, folder: Path, store: str = "", processes: int = 1) -> Iterator[Server]:
    environment = {**os.environ, "ACROSS_DATA_FOLDER": str(folder), "ACROSS_DATABASE_URL": store}
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *arguments], cwd=TOP, env=environment, stdout=log, stderr=log)
    try:
        here = Server(port, process.pid, folder, processes)
        for one_port in here.ports:
            _wait_until_up(one_port, process)
        yield here
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def cpu_seconds(pid: int) -> float:
    """The CPU time a process has used, in seconds."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


class Others:
    """What other programs on this machine take while something is measured: it belongs to the result."""

    def __init__(self) -> None:
        self._before = self._now()

    def share(self) -> float:
        """The share of all cores that went to others since this was made."""
        everybody, ours, seconds = (now - before for now, before in zip(self._now(), self._before, strict=True))
        return max(0.0, everybody - ours) / (seconds * (os.cpu_count() or 1))

    @staticmethod
    def _now() -> tuple[float, float, float]:
        ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        busy = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
        return busy, sum(map(_seconds_if_there, _family())), time.monotonic()


def _family() -> list[int]:
    """The process that measures, and all that it and its children have started."""
    parents = {}
    for pid in (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()):
        with suppress(OSError):
            parents[pid] = int(_stat(pid)[1])
    family = [os.getpid()]
    for process in family:
        family += [pid for pid, parent in parents.items() if parent == process]
    return family


def _seconds_if_there(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except OSError:
        return 0.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

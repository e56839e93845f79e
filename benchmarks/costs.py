"""What it costs to make a document: told by a process of its own, so that each begins cold. Linux only."""

import json
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RUNS = 5
LOOK_EVERY_SECONDS = 0.003
PROCESS = Path("/proc")


def tell(make: Callable[[], bytes], began: float) -> None:
    """Make the document once and five times more; print seconds, peak memory in MiB, pages and size in KB.

    `began` is when this process was started (`time.time()`). The memory is that of the processes it starts to make
    the document, or its own where it starts none.
    """
    with _watched() as peaks:
        made = make()
        cold = time.time() - began
        warm = statistics.median(_seconds(make) for _ in range(RUNS))
    memory = (max(peaks, default=0) or _peak("self")) // 1024
    pages = made.count(b"/Type/Page") - made.count(b"/Type/Pages")
    print(json.dumps({"cold": cold, "warm": warm, "memory": memory, "pages": pages, "size": len(made) // 1000}))


def _seconds(make: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


@contextmanager
def _watched() -> Iterator[list[int]]:
    """The peak memory, in KiB, of every process started meanwhile, as last seen before it ended."""
    peaks: list[int] = []
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peaks, done))
    watcher.start()
    try:
        yield peaks
    finally:
        done.set()
        watcher.join()


def _watch(peaks: list[int], done: threading.Event) -> None:
    while not done.wait(LOOK_EVERY_SECONDS):
        for children in PROCESS.glob("self/task/*/children"):
            with suppress(OSError):
                peaks += [_peak(child) for child in children.read_text().split()]


def _peak(process: str) -> int:
    """The most memory a process has had since its program began, in KiB; 0 where it has just ended."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", (PROCESS / process / "status").read_text())
        return int(found[1]) if found and _is_ours(process) else 0
    return 0


def _is_ours(process: str) -> bool:
    """Whether a process runs its own program yet: between fork and exec it still counts its parent's memory."""
    commands = [(PROCESS / number / "cmdline").read_bytes() for number in (process, "self")]
    return process == "self" or commands[0] != commands[1]

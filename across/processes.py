"""Work that may go wrong, in a process of its own: a module of ours gets bytes, and answers with bytes."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]


class TookTooLong(Exception):
    """A process was killed because its time was over."""


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it wrote."""

    code: int
    written: bytes


def run(
    module: str,
    *arguments: str,
    given: Iterable[bytes],
    seconds: float,
    environment: Mapping[str, str],
    aside: bool = False,
) -> Ended:
    """Run a module of ours, until it ends or is killed after so many seconds.

    What it says of itself on the way is thrown away: it may quote what people wrote. `aside` lets others go first
    where that has to be said at the start (Windows); elsewhere the module says it itself. Raises OSError where it does
    not start, TookTooLong where it was killed.
    """
    python = sys.executable or shutil.which("python3") or "python"
    with subprocess.Popen(  # noqa: S603 - a module of our own
        [python, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, **_where_modules_are()},
        creationflags=int(getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)) if aside else 0,
    ) as process:
        return _ended(process, given, seconds)


def _ended(process: subprocess.Popen[bytes], given: Iterable[bytes], seconds: float) -> Ended:
    """Give it what it needs and take what it writes, each in one go: in small pieces, other threads would feel it."""
    over = threading.Event()

    def kill() -> None:
        over.set()
        process.kill()

    clock = threading.Timer(seconds, kill)
    giver = threading.Thread(target=_give, args=(process.stdin, given), daemon=True)
    clock.start()
    giver.start()
    try:
        written = process.stdout.read() if process.stdout else b""
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    finally:
        clock.cancel()
        giver.join()
    if over.is_set():
        raise TookTooLong
    return Ended(code, written)


def _give(pipe: IO[bytes] | None, given: Iterable[bytes]) -> None:
    """Write it all; a process that has ended takes no more."""
    if pipe:
        with suppress(OSError), pipe:
            pipe.writelines(given)


def _where_modules_are() -> dict[str, str]:
    """Our own folder and packages, where the process looks for them."""
    paths = [str(ROOT), *(str(Path(path).resolve()) for path in sys.path if path)]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}

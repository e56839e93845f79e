"""Have one file read by a process of its own: a few at once for the whole server, the next ones in a short queue."""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from across import metrics, processes
from across.archive.reading import LARGEST_MEGABYTES
from across.uploads.limits import MEGABYTE, TOO_MUCH, Limits
from across.workshop.errors import WorkshopError

Kind = Literal["forms", "saved"]

LIMITS = Limits()
AT_ONCE, MOST_WAITING = 2, 4
MEGABYTES: dict[Kind, int] = {"forms": 2, "saved": LARGEST_MEGABYTES}
# What a process needs to start; what else the server was told, such as where its store is, is not for this one.
NEEDED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
# Libraries for numbers ask for memory for every core at once.
ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

_log = logging.getLogger(__name__)


class FileNotRead(WorkshopError):
    """A file was not read, whatever is in it; the message says why."""

    sentence = "This file could not be read just now. Nothing was changed. Try again in a minute."


class TooBusy(FileNotRead):
    """More files came at once than are read at once and may wait, or the machine had too much else to do."""

    sentence = "Other files are being read just now. Nothing was changed. Try again in a minute."


class TookTooMuch(FileNotRead):
    """Reading the file would have taken more time or memory than any file of this kind needs."""

    sentence = (
        "This file takes too much time or memory to read. Nothing was changed. Keep only what is needed in it, save it "
        "again and try once more; a file that was downloaded here and not changed since always opens."
    )


class Turns:
    """So many at once, a few more that wait for them, and nobody else."""

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + most_waiting)

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for a turn, no longer than this. Raises TooBusy where too many wait, or it takes too long."""
        if not self._places.acquire(blocking=False):
            raise TooBusy
        try:
            if not self._free.acquire(timeout=seconds):
                raise TooBusy
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()


class TooLarge(FileNotRead):
    """A file is larger than any of its kind has to be."""


NO_TIME = "This server has too much to do to read a file just now. Nothing was changed. Try again in a minute."

TURNS = Turns(AT_ONCE, MOST_WAITING)
REFUSED = {
    TooLarge: metrics.TOO_LARGE,
    TooBusy: metrics.TOO_BUSY,
    TookTooMuch: metrics.TOOK_TOO_MUCH,
    FileNotRead: metrics.NOT_READABLE,
}


def read(kind: Kind, order: dict[str, Any], body: bytes, limits: Limits = LIMITS, turns: Turns = TURNS) -> list[bytes]:
    """What a file holds, as lines of JSON. Raises FileNotRead: too large, too busy, refused, or it took too much."""
    try:
        return _read(kind, order, body, limits, turns)
    except FileNotRead as error:
        REFUSED[type(error)].inc()
        raise


def _read(kind: Kind, order: dict[str, Any], body: bytes, limits: Limits, turns: Turns) -> list[bytes]:
    if len(body) > MEGABYTES[kind] * MEGABYTE:
        raise TooLarge(
            f"This file is larger than {MEGABYTES[kind]} MB: too large to read. Nothing was changed. Keep only what is "
            "needed in it and save it again."
        )
    with turns.turn(limits.seconds):
        answered = _answer(kind, [json.dumps(order).encode(), b"\n", body], limits)
    refused, *lines = answered.split(b"\n")
    if why := json.loads(refused):
        raise FileNotRead(why)
    return lines


def _answer(kind: Kind, given: Iterable[bytes], limits: Limits) -> bytes:
    try:
        done = processes.run(
            "across.uploads.child",
            kind,
            str(limits.core_seconds),
            str(limits.megabytes),
            given=given,
            seconds=limits.seconds,
            environment={**{name: os.environ[name] for name in NEEDED if name in os.environ}, **ONE_CORE},
            aside=True,
        )
    except processes.TookTooLong:
        _log.warning("reading a file took more than %s seconds", limits.seconds)
        # Where the seconds of a core hold, a file that takes too many has ended by them: this one did not get its turn.
        if sys.platform != "win32":
            raise TooBusy(NO_TIME) from None
        raise TookTooMuch from None
    except OSError as error:
        _log.warning("no process could be started to read a file: %s", type(error).__name__)
        raise FileNotRead from None
    if done.code:
        _log.warning("the process that read a file ended with code %s", done.code)
        raise TookTooMuch if done.code < 0 or done.code == TOO_MUCH else FileNotRead
    return done.written

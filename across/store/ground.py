"""The SQLite file: held by one server alone, and looked at while it runs, since a file can go from under a server.

What is written to a file that was deleted or replaced is written nowhere, and SQLite does not notice.
"""

import errno
import math
import os
import secrets
import sqlite3
import sys
import time
from pathlib import Path
from typing import IO

from across.store.causes import CANNOT_LOCK, StoreUnreachable

LOCK, WAL, SHM = "-lock", "-wal", "-shm"
OURS_ALONE = 0o600
TAKEN = (
    "Another Across Boundaries server runs on the same data folder. Stop it, or give this one a folder of its own in "
    "ACROSS_DATA_FOLDER."
)
GONE = (
    "The file of the store was deleted, moved or replaced while the server ran, so nothing is saved. Put the same file "
    "back, or stop the server and restore a backup (script/restore)."
)
WRITTEN_OVER = (
    "The file of the store was written over while the server ran, so nothing is saved. Stop the server, move the data "
    "folder away and restore a backup (script/restore)."
)
# Of the first page: how often it was written, and a number that a program may put there.
_HEADER, _WRITTEN, _STAMP = 100, slice(24, 28), slice(60, 64)
_WOULD_WAIT = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)

Identity = tuple[int, int]


class Ground:
    """One SQLite file and what SQLite keeps beside it, as they were when the store was opened."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._known: dict[str, Identity | None] = {}
        self._keeps: sqlite3.Connection | None = None
        self._lock: IO[bytes] | None = None
        self._opened: IO[bytes] | None = None
        self._stamp = b""
        self._stamped = False
        self._written = 0
        self._written_over = False
        self._well_at = -math.inf

    def hold(self) -> None:
        """Let no other server have this file while this process lives. Raises StoreUnreachable.

        The system lets go of it when the process ends, however it ends.
        """
        path = self.file.parent / f"{self.file.name}{LOCK}"
        lock = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, OURS_ALONE), "r+b")
        try:
            _lock(lock.fileno())
        except OSError as error:
            lock.close()
            raise StoreUnreachable(TAKEN if error.errno in _WOULD_WAIT else CANNOT_LOCK) from None
        self._lock = lock

    def settle(self) -> None:
        """Remember which files these are. One connection stays open, so that none of them is made anew meanwhile."""
        keeps = sqlite3.connect(f"{self.file.as_uri()}?mode=rw", uri=True, check_same_thread=False)
        keeps.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._keeps = keeps
        beside = [self.file.parent / f"{self.file.name}{ending}" for ending in (WAL, SHM)]
        self._known = {str(path): _identity(str(path)) for path in (self.file, *beside) if path.exists()}
        if self._lock and sys.platform != "win32":  # there, nobody can write over a file that is open
            self._put_a_stamp(keeps)

    def look(self) -> None:
        """Raise StoreUnreachable unless everything is where it was."""
        self._well_at = -math.inf
        if any(_identity(path) != known for path, known in self._known.items()):
            raise StoreUnreachable(GONE)
        if self._opened and not self._written_over:
            self._written_over = self._is_written_over(os.pread(self._opened.fileno(), _HEADER, 0))
        if self._written_over:
            raise StoreUnreachable(WRITTEN_OVER)
        self._well_at = time.monotonic()

    def is_well_for(self, seconds: float) -> bool:
        """Whether the last look found everything in its place, and no longer ago than this."""
        return time.monotonic() - self._well_at < seconds

    def log_bytes(self) -> int:
        """How long SQLite's log is."""
        try:
            return (self.file.parent / f"{self.file.name}{WAL}").stat().st_size
        except FileNotFoundError:
            return 0

    def leave(self) -> None:
        """Let go of everything. The connections of the store are closed before."""
        self._known = {}
        for kept in (self._keeps, self._opened, self._lock):
            if kept:
                kept.close()
        self._keeps = self._opened = self._lock = None

    def _put_a_stamp(self, connection: sqlite3.Connection) -> None:
        """Put another number into the first page at each start: a copy of the file from before has not got it."""
        number = 1 + secrets.randbelow(2**31 - 1)
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._stamp = number.to_bytes(4, "big")
        # Stays open: closing it would give up the locks that SQLite has on the file.
        self._opened = self.file.open("rb", buffering=0)

    def _is_written_over(self, header: bytes) -> bool:
        stamped, written = header[_STAMP] == self._stamp, int.from_bytes(header[_WRITTEN], "big")
        if not stamped and not self._stamped:
            return False  # somebody was reading, so the stamp is in the log still
        is_older, self._written, self._stamped = written < self._written, written, True
        return is_older or not stamped


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116 (before and after each save)
    except OSError:
        return None
    return found.st_dev, found.st_ino


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # SQLite locks in this way, which some shares cannot

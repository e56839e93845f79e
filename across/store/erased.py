"""A record, outside the store, of what was deleted: a backup that is restored must not bring it back.

It holds random ids of workshops, notes and forms that are gone, and nothing about people.
"""

import os
import re
import threading
from collections.abc import Iterable
from pathlib import Path

from across.store.erasures import Deletion

OURS_ALONE = 0o600
_LINE = re.compile(r"([0-9a-f]{32}) ([a-z]+(?: [\w:.-]+)?)")


class Record:
    """One file, a line for each deletion; without a file nothing is recorded."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: set[Deletion] = set()
        self._lock = threading.Lock()

    def lacks(self, deletions: Iterable[Deletion]) -> bool:
        """Whether any of these was not added by this process."""
        return self._file is not None and not self._known.issuperset(deletions)

    def add(self, deletions: Iterable[Deletion]) -> None:
        """Record deletions, and return once they are on the disk. Those added by this process before are there."""
        with self._lock:
            new = sorted(set(deletions) - self._known)
            if not (new and self._file):
                return
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OURS_ALONE), "ab") as opened:
                # Where a line was torn by a power cut, this begins another one.
                opened.write(("\n" + "".join(f"{one.workshop_id} {one.what}\n" for one in new)).encode())
                opened.flush()
                os.fsync(opened.fileno())
            self._known.update(new)

    def read(self) -> tuple[Deletion, ...]:
        """What was deleted, in the order in which it was recorded."""
        if self._file is None or not self._file.exists():
            return ()
        lines = self._file.read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(Deletion(*found.groups()) for line in lines if (found := _LINE.fullmatch(line)))

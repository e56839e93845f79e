"""Which devices know how things stand: one that asks again while nothing has changed needs no reading of the store."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from across.store.workshops import hashed
from across.workshop.values import Bulletin

# Who may look no longer is told nothing but what everybody is, or that nothing is new, and that for so long at most.
GOOD_SECONDS = 5.0
MOST_SCREENS, MOST_PHONES = 1000, 5000


@dataclass(frozen=True)
class _Seen:
    """The version of the picture that was told at a revision of the workshop, and the moment, by the calendar."""

    version: str
    revision: int
    at: float


class Unchanged:
    """What was told last for each key, with a reading that let it in. Kept by the keys' hashes, in memory alone."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def told(self, key: str, code: str, version: str, revision: int, now: float) -> None:
        """Note that a reading at this revision has told this version."""
        with self._lock:
            self._seen[hashed(key), code] = _Seen(version, revision, now)
            self._seen.move_to_end((hashed(key), code))
            while len(self._seen) > MOST_SCREENS:
                self._seen.popitem(last=False)

    def is_still(self, key: str, code: str, version: str, latest: Bulletin | None, now: float) -> bool:
        """Whether who has this version would be told that nothing is new, as far as the `latest` bulletin says."""
        with self._lock:
            seen = self._seen.get((hashed(key), code))
        if not (seen and latest):
            return False
        return (seen.version, seen.revision) == (version, latest.revision) and 0 <= now - seen.at < GOOD_SECONDS


class LetIn:
    """Which phones a reading has let in lately: where nothing is new, one that asks again needs no other.

    Kept by the tokens' hashes, in memory alone. Once somebody has been taken out, each is read anew.
    """

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, token: str, code: str, taken_out: int, now: float) -> None:
        """Note that a reading has let this phone in, when phones were last taken out, and the calendar's moment."""
        with self._lock:
            self._seen[hashed(token), code] = (taken_out, now)
            self._seen.move_to_end((hashed(token), code))
            while len(self._seen) > MOST_PHONES:
                self._seen.popitem(last=False)

    def is_still(self, token: str, code: str, latest: Bulletin, now: float) -> bool:
        """Whether it would be let in again, as far as the `latest` bulletin says."""
        with self._lock:
            taken_out, at = self._seen.get((hashed(token), code), (-1, 0.0))
        return taken_out == latest.taken_out and 0 <= now - at < GOOD_SECONDS

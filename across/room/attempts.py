"""Slow down guessing: so many unknown codes or keys from one address in a while, and no more."""

import threading
import time
from collections import OrderedDict

from across.workshop.errors import TooManyTries

MOST_ADDRESSES = 10_000
KNOWN_SECONDS, KNOWN_FACTOR = 3600.0, 20


class FailedAttempts:
    """Counts failed attempts per address in a sliding window. Forgets the oldest address when too many are kept."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._known: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Raise TooManyTries if this address has failed too often of late."""
        with self._lock:
            if len(self._recent(address)) >= self._allowed(address):
                raise TooManyTries

    def succeeded(self, address: str) -> None:
        """Remember that somebody at this address knew a code: for an hour it may fail more often.

        Everybody on a venue's Wi-Fi comes from one address; one who mistypes must not shut the others out.
        """
        with self._lock:
            self._known[address] = time.monotonic()
            self._known.move_to_end(address)
            while len(self._known) > MOST_ADDRESSES:
                self._known.popitem(last=False)

    def failed(self, address: str) -> None:
        """Remember a failed attempt of this address."""
        with self._lock:
            recent = [*self._recent(address)[-self._allowed(address) :], time.monotonic()]
            self._failures[address] = recent
            self._failures.move_to_end(address)
            while len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def _allowed(self, address: str) -> int:
        known = time.monotonic() - self._known.get(address, -KNOWN_SECONDS) < KNOWN_SECONDS
        return self._most * KNOWN_FACTOR if known else self._most

    def _recent(self, address: str) -> list[float]:
        since = time.monotonic() - self._seconds
        return [moment for moment in self._failures.get(address, []) if moment > since]

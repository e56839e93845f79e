"""Slow down guessing: so many unknown codes or keys from one address in a while, and no more."""

import threading
import time
from collections import OrderedDict

from workshop.errors import TooManyTries

MOST_ADDRESSES = 10_000


class Tries:
    """Counts failed tries per address in a sliding window. Forgets the oldest address when too many are kept."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._failures: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Raise TooManyTries if this address has failed too often of late."""
        with self._lock:
            if len(self._recent(address)) >= self._most:
                raise TooManyTries

    def failed(self, address: str) -> None:
        """Remember a failed try of this address."""
        with self._lock:
            recent = [*self._recent(address)[-self._most :], time.monotonic()]
            self._failures[address] = recent
            self._failures.move_to_end(address)
            while len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)

    def _recent(self, address: str) -> list[float]:
        since = time.monotonic() - self._seconds
        return [moment for moment in self._failures.get(address, []) if moment > since]

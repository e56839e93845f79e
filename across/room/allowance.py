"""So many workshops from one address within an hour: far beyond what people start, and nothing to a script."""

import threading
import time
from collections import OrderedDict

from across.room.attempts import MOST_ADDRESSES, network_of
from across.workshop.errors import TooManyWorkshops


class Allowance:
    """Counts per address in a sliding window. Forgets the oldest address when too many are kept."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._used: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def use(self, address: str) -> None:
        """Count one more. Raises TooManyWorkshops where the address has used up what it may in this time."""
        network, now = network_of(address), time.monotonic()
        with self._lock:
            recent = [moment for moment in self._used.get(network, []) if now - moment < self._seconds]
            if len(recent) >= self._most:
                raise TooManyWorkshops
            self._used[network] = [*recent, now]
            self._used.move_to_end(network)
            while len(self._used) > MOST_ADDRESSES:
                self._used.popitem(last=False)

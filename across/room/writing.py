"""On how many phones somebody is writing a note: signs of the last seconds, in memory alone, nothing of them stored."""

import threading
from collections import OrderedDict

WRITING_SECONDS = 20.0
MOST_WORKSHOPS, MOST_EACH = 200, 1000


class Writing:
    """The latest sign of each phone, by workshop. Moments are in seconds, of one and the same clock."""

    def __init__(self) -> None:
        self._signs: OrderedDict[str, OrderedDict[str, tuple[str, float]]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, code: str, token: str, step: str, now: float) -> bool:
        """Keep that the phone with this token writes on a step; whether it did not a moment ago."""
        with self._lock:
            signs = self._signs.setdefault(code, OrderedDict())
            self._signs.move_to_end(code)
            before = signs.pop(token, None)
            signs[token] = (step, now)
            while len(signs) > MOST_EACH:
                signs.popitem(last=False)
            while len(self._signs) > MOST_WORKSHOPS:
                self._signs.popitem(last=False)
        return before is None or before[0] != step or now - before[1] >= WRITING_SECONDS

    def end(self, code: str, token: str) -> None:
        """The phone has sent what was written there."""
        with self._lock:
            signs = self._signs.get(code)
            if signs is not None:
                signs.pop(token, None)

    def count(self, code: str, step: str, now: float) -> int:
        """On how many phones somebody writes on this step."""
        with self._lock:
            signs = self._signs.get(code, OrderedDict())
            return sum(there == step and now - moment < WRITING_SECONDS for there, moment in signs.values())

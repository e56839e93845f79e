"""On how many phones somebody is writing a note: signs of the last seconds, in memory alone, nothing of them stored."""

import threading
from collections import OrderedDict

WRITING_SECONDS = 20.0
# A sign may be overtaken by the note that it tells of.
OVERTAKEN_SECONDS = 2.0
SENT = ""
MOST_WORKSHOPS, MOST_EACH = 200, 1000


class Writing:
    """The latest sign of each phone, by workshop. Moments are in seconds, of one and the same clock."""

    def __init__(self) -> None:
        self._signs: OrderedDict[str, OrderedDict[str, tuple[str, float]]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, code: str, token: str, step: str, now: float) -> bool:
        """Keep that the phone with this token writes on a step; whether it did not a moment ago."""
        before = self._replaced(code, token, step, now)
        return before is None or before[0] != step or not 0 <= now - before[1] < WRITING_SECONDS

    def end(self, code: str, token: str, now: float) -> None:
        """The phone has sent what was written there: a sign that comes right after it tells of that."""
        with self._lock:
            self._keep(code, token, (SENT, now))

    def _replaced(self, code: str, token: str, step: str, now: float) -> tuple[str, float] | None:
        """The sign that the new one takes the place of; one that came late is left out, as if it were known."""
        with self._lock:
            signs = self._signs.get(code)
            before = signs.get(token) if signs else None
            late = before is not None and before[0] == SENT and 0 <= now - before[1] < OVERTAKEN_SECONDS
            if not late:
                self._keep(code, token, (step, now))
        return (step, now) if late else before

    def _keep(self, code: str, token: str, sign: tuple[str, float]) -> None:
        """Keep it as the latest, and let go of the oldest where there are too many."""
        signs = self._signs.setdefault(code, OrderedDict())
        self._signs.move_to_end(code)
        signs[token] = sign
        signs.move_to_end(token)
        while len(signs) > MOST_EACH:
            signs.popitem(last=False)
        while len(self._signs) > MOST_WORKSHOPS:
            self._signs.popitem(last=False)

    def count(self, code: str, step: str, now: float) -> int:
        """On how many phones somebody writes on this step."""
        with self._lock:
            signs = self._signs.get(code, OrderedDict())
            return sum(there == step and 0 <= now - moment < WRITING_SECONDS for there, moment in signs.values())

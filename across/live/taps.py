"""Answers as they come in: those that wait while others are being written share the next transaction.

One thread writes for every workshop: a database has one writer at a time, and each hand-over costs.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from across.workshop.values import Tap

MOST_TOGETHER = 200
# Longer than the pauses of a room that answers.
IDLE_SECONDS = 30.0
Outcomes = list[Exception | None]
Sent = tuple[str, Tap]


@dataclass(frozen=True, eq=False)
class _Waiting:
    """A tap at the workshop of this join code, and who waits for it on which loop."""

    code: str
    tap: Tap
    kept: asyncio.Future[None]
    loop: asyncio.AbstractEventLoop


class Taps:
    """One line for all. `write` keeps many taps at once and says for each why it was not kept, if so.

    The thread that writes ends where no tap has come for `idle_seconds`; the next one begins another.
    """

    def __init__(self, write: Callable[[Sequence[Sent]], Outcomes], idle_seconds: float = IDLE_SECONDS) -> None:
        self._write = write
        self._idle_seconds = idle_seconds
        self._line: queue.SimpleQueue[_Waiting] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._writes = False

    async def keep(self, code: str, tap: Tap) -> None:
        """Return once the tap is kept for good. Raises what `write` says or raises."""
        loop = asyncio.get_running_loop()
        kept = loop.create_future()
        with self._lock:
            self._line.put(_Waiting(code, tap, kept, loop))
            begin, self._writes = not self._writes, True
        if begin:
            threading.Thread(target=self._empty, name="taps", daemon=True).start()
        await kept

    def _empty(self) -> None:
        while together := self._next():
            outcomes = self._written(together)
            for loop in {waiting.loop for waiting in together}:
                theirs = [
                    (waiting.kept, outcome)
                    for waiting, outcome in zip(together, outcomes, strict=True)
                    if waiting.loop is loop
                ]
                _tell(loop, theirs)

    def _next(self) -> list[_Waiting]:
        """Those who wait; none where nobody came for a while, and then the next to come begins anew."""
        try:
            together = [self._line.get(timeout=self._idle_seconds)]
        except queue.Empty:
            with self._lock:
                self._writes = not self._line.empty()
            return self._next() if self._writes else []
        while len(together) < MOST_TOGETHER and not self._line.empty():
            together.append(self._line.get())  # nobody else takes from the line
        return together

    def _written(self, together: list[_Waiting]) -> Outcomes:
        try:
            return self._write([(waiting.code, waiting.tap) for waiting in together])
        except Exception as error:  # noqa: BLE001 (each sender gets it, and its own answer)
            return [error] * len(together)


def _tell(loop: asyncio.AbstractEventLoop, outcomes: list[tuple[asyncio.Future[None], Exception | None]]) -> None:
    try:
        loop.call_soon_threadsafe(_settle, outcomes)
    except RuntimeError:  # the loop has ended: nobody waits there any more
        return


def _settle(outcomes: list[tuple[asyncio.Future[None], Exception | None]]) -> None:
    for kept, outcome in outcomes:
        if kept.done():  # whoever sent it has gone
            continue
        if outcome is None:
            kept.set_result(None)
        else:
            kept.set_exception(outcome)

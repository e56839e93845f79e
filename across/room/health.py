"""Whether the parts of the server are well: asked by many, looked at once at a time, and never waited for long."""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

WELL = "ok"
# Screens that have lost the server ask and wait no longer than 1.5 seconds.
WAIT_SECONDS, FIRST_WAIT_SECONDS = 1.0, 5.0
# So long an answer stands for those who ask next, and for those who would have to wait.
FRESH_SECONDS, OLD_SECONDS = 1.0, 10.0
SILENT = "It has not answered for {seconds} seconds."


class NotWell(Exception):
    """A part is not well; the message says why, without an address or anybody's words."""


@dataclass
class _Part:
    """One part, and the last time it was looked at. `look` raises NotWell."""

    look: Callable[[], None]
    began: float = 0.0
    ended: float | None = None
    said: str = WELL
    looking: Future[None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Health:
    """The parts by name, each with what raises NotWell where it is not. `clock` gives seconds since some moment."""

    def __init__(self, parts: Mapping[str, Callable[[], None]], clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = {name: _Part(look) for name, look in parts.items()}
        self._clock = clock

    async def found(self) -> dict[str, str]:
        """Of each part, that it is well or why it is not. One that does not answer is not waited for."""
        looking = [found for part in self._parts.values() if (found := self._looked_at(part))]
        first = any(part.ended is None for part in self._parts.values())
        if looking:
            wrapped = [asyncio.wrap_future(found) for found in looking]
            await asyncio.wait(wrapped, timeout=FIRST_WAIT_SECONDS if first else WAIT_SECONDS)
        return {name: self._verdict(part) for name, part in self._parts.items()}

    def _looked_at(self, part: _Part) -> Future[None] | None:
        """The look at a part that is under way, a new one if none is; None where the last is fresh."""
        now = self._clock()
        with part.lock:
            if part.looking:
                return part.looking
            if part.ended is not None and now - part.ended < FRESH_SECONDS:
                return None
            part.began, part.looking = now, Future()
            threading.Thread(target=self._look, args=(part, part.looking), name="health", daemon=True).start()
            return part.looking

    def _look(self, part: _Part, done: Future[None]) -> None:
        said = WELL
        try:
            part.look()
        except NotWell as error:
            said = str(error)
        except Exception as error:  # noqa: BLE001 (whatever it is, the part is not well)
            said = f"It fails ({type(error).__name__})."
        with part.lock:
            part.said, part.ended, part.looking = said, self._clock(), None
        done.set_result(None)

    def _verdict(self, part: _Part) -> str:
        """What is known of a part; while it does not answer, what it said last as long as that is not old."""
        with part.lock:
            waited = self._clock() - part.began
            if part.looking and (part.ended is None or waited >= OLD_SECONDS):
                return SILENT.format(seconds=round(waited))
            return part.said

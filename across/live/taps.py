"""Answers as they come in: those that wait while others are being written share the next transaction."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from across.workshop.values import Tap

MOST_TOGETHER = 200
Outcomes = list[Exception | None]
Waiting = list[tuple[Tap, asyncio.Future[None]]]


@dataclass
class _Line:
    """The taps of one workshop that are not yet written, and the loop whose task writes them."""

    loop: asyncio.AbstractEventLoop
    waiting: Waiting = field(default_factory=list)
    writer: asyncio.Task[None] | None = None


class Taps:
    """One line per join code. `write` keeps many taps at once and says for each why it was not kept, if so."""

    def __init__(self, write: Callable[[str, list[Tap]], Outcomes]) -> None:
        self._write = write
        self._lines: dict[str, _Line] = {}

    async def keep(self, code: str, tap: Tap) -> None:
        """Return once the tap is kept for good. Raises what `write` says or raises."""
        loop = asyncio.get_running_loop()
        line = self._lines.get(code)
        if line is None or line.loop is not loop:
            line = self._lines[code] = _Line(loop)
            line.writer = asyncio.create_task(self._empty(code, line))
        kept = loop.create_future()
        line.waiting.append((tap, kept))
        await kept

    async def _empty(self, code: str, line: _Line) -> None:
        try:
            while line.waiting:
                together, line.waiting = line.waiting[:MOST_TOGETHER], line.waiting[MOST_TOGETHER:]
                await self._write_together(code, together)
        finally:
            if self._lines.get(code) is line:
                del self._lines[code]

    async def _write_together(self, code: str, together: Waiting) -> None:
        try:
            outcomes = await asyncio.to_thread(self._write, code, [tap for tap, _ in together])
        except Exception as error:  # noqa: BLE001 (each sender gets it, and its own answer)
            outcomes = [error] * len(together)
        for (_, kept), outcome in zip(together, outcomes, strict=True):
            if kept.done():  # whoever sent it has gone
                continue
            if outcome is None:
                kept.set_result(None)
            else:
                kept.set_exception(outcome)

"""Tell every listening device that a workshop has changed: once per change, never one by one from the store."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field, replace

from across.workshop.errors import WorkshopError
from across.workshop.values import Bulletin

GATHER_SECONDS = 0.2
PATIENCE_SECONDS = 2.0
HEARTBEAT_SECONDS = 20.0
BEAT_SECONDS = 0.5
AT_ONCE = 20


class Clock:
    """The time that passes. Where it shall not be waited for, as in tests, another one takes its place."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        await asyncio.sleep(seconds)


@dataclass(eq=False)
class _Listener:
    """One device: what it was told last, and when; `patient` if mere counts may reach it a little later."""

    patient: bool
    news: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = 0
    at: float = 0.0


@dataclass
class _Channel:
    """The listeners of one workshop and the latest bulletin they share."""

    loop: asyncio.AbstractEventLoop
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: set[_Listener] = field(default_factory=set)
    latest: Bulletin | None = None
    gone: bool = False
    tasks: tuple[asyncio.Task[None], ...] = ()


class Feed:
    """Bulletins per join code. `read_bulletin` reads one from the store, and raises WorkshopError when it is gone."""

    def __init__(self, read_bulletin: Callable[[str], Bulletin], clock: Clock | None = None) -> None:
        self._read_bulletin = read_bulletin
        self._clock = clock or Clock()
        self._channels: dict[str, _Channel] = {}
        self._lock = threading.Lock()

    def tell(self, code: str) -> None:
        """Say that a change to this workshop is committed. May be called from any thread."""
        with self._lock:
            channel = self._channels.get(code)
        if channel:
            with contextlib.suppress(RuntimeError):  # the server is stopping: nobody listens any more
                channel.loop.call_soon_threadsafe(channel.changed.set)

    def close(self) -> None:
        """End every stream, so that the server can stop. Devices come back by themselves."""
        with self._lock:
            channels = list(self._channels.values())
        for channel in channels:
            channel.gone = True
            for listener in list(channel.listeners):
                listener.news.set()

    def listening(self, code: str) -> int:
        """How many devices listen to this workshop."""
        with self._lock:
            channel = self._channels.get(code)
        return len(channel.listeners) if channel else 0

    async def listen(self, code: str, *, patient: bool = False) -> AsyncGenerator[Bulletin, None]:
        """Yield a bulletin at once and after each change, and the same one again as a sign of life.

        Ends when the workshop is gone or the server stops. A `patient` listener hears of new counts within
        a few seconds, of everything else at once.

        A slow listener gets the newest bulletin only: nothing piles up for it.
        """
        listener = _Listener(patient)
        channel = self._enter(code, listener)
        try:
            if channel.latest is None:
                first = await asyncio.to_thread(self._read_bulletin, code)
                channel.latest = max(first, channel.latest or first, key=lambda bulletin: bulletin.revision)
            while not channel.gone:
                listener.told, listener.at = channel.latest.revision, self._clock.now()
                yield channel.latest
                await listener.news.wait()
                listener.news.clear()
        finally:
            self._leave(code, channel, listener)

    def _enter(self, code: str, listener: _Listener) -> _Channel:
        with self._lock:
            channel = self._channels.get(code)
            if channel is None:
                channel = self._channels[code] = _Channel(asyncio.get_running_loop())
                channel.tasks = tuple(
                    asyncio.create_task(work) for work in (self._pump(code, channel), self._beat(channel))
                )
            channel.listeners.add(listener)
        return channel

    def _leave(self, code: str, channel: _Channel, listener: _Listener) -> None:
        with self._lock:
            channel.listeners.discard(listener)
            if not channel.listeners and self._channels.get(code) is channel:
                del self._channels[code]
                for task in channel.tasks:
                    task.cancel()

    async def _pump(self, code: str, channel: _Channel) -> None:
        """After each change, read what it made of the workshop and wake those who wait for it."""
        while not channel.gone:
            await channel.changed.wait()
            await self._clock.sleep(GATHER_SECONDS)
            channel.changed.clear()
            before = now = channel.latest
            try:
                channel.latest = now = await asyncio.to_thread(self._read_bulletin, code)
            except WorkshopError:
                channel.gone = True
            urgent = channel.gone or before is None or now is None or not _only_counts(before, now)
            await _wake(listener for listener in list(channel.listeners) if urgent or not listener.patient)

    async def _beat(self, channel: _Channel) -> None:
        """Wake those who have waited long enough, for news that can wait or for a sign of life."""
        while not channel.gone:
            await self._clock.sleep(BEAT_SECONDS)
            now, newest = self._clock.now(), channel.latest.revision if channel.latest else 0
            listeners = list(channel.listeners)
            await _wake(listener for listener in listeners if now - listener.at >= _patience(listener, newest))


def _patience(listener: _Listener, newest: int) -> float:
    return PATIENCE_SECONDS if listener.told < newest else HEARTBEAT_SECONDS


async def _wake(listeners: Iterable[_Listener]) -> None:
    """A few at a time: between them, the taps that come in are read."""
    for number, listener in enumerate(listeners, 1):
        listener.news.set()
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


def _only_counts(before: Bulletin, after: Bulletin) -> bool:
    counts = {name: getattr(before, name) for name in ("revision", "joined", "started", "finished", "on_paper")}
    return replace(after, **counts) == before

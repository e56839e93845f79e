"""Tell every listening device that a workshop has changed: once per change, never one by one from the store."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from workshop.errors import WorkshopError
from workshop.values import Bulletin

GATHER_SECONDS = 0.15
HEARTBEAT_SECONDS = 25.0


@dataclass
class _Channel:
    """The listeners of one workshop and the latest bulletin they share."""

    loop: asyncio.AbstractEventLoop
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: set[asyncio.Event] = field(default_factory=set)
    latest: Bulletin | None = None
    task: asyncio.Task[None] | None = None


class Feed:
    """Bulletins per join code. `read_bulletin` reads one from the store, and raises WorkshopError when it is gone."""

    def __init__(self, read_bulletin: Callable[[str], Bulletin]) -> None:
        self._read_bulletin = read_bulletin
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
            channel.latest = None
            for news in list(channel.listeners):
                news.set()

    def listening(self, code: str) -> int:
        """How many devices listen to this workshop."""
        with self._lock:
            channel = self._channels.get(code)
        return len(channel.listeners) if channel else 0

    async def listen(self, code: str) -> AsyncGenerator[Bulletin | None, None]:
        """Yield a bulletin at once and after each change, None as a heartbeat.

        Ends when the workshop is gone or the server stops.

        A slow listener gets the newest bulletin only: nothing piles up for it.
        """
        news = asyncio.Event()
        channel = self._enter(code, news)
        try:
            last = await asyncio.to_thread(self._read_bulletin, code)
            yield last
            while True:
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                news.clear()
                if channel.latest is None:
                    return
                if channel.latest.revision > last.revision:
                    last = channel.latest
                    yield last
        finally:
            self._leave(code, channel, news)

    def _enter(self, code: str, news: asyncio.Event) -> _Channel:
        with self._lock:
            channel = self._channels.get(code)
            if channel is None:
                channel = self._channels[code] = _Channel(asyncio.get_running_loop())
                channel.task = asyncio.create_task(self._pump(code, channel))
            channel.listeners.add(news)
        return channel

    def _leave(self, code: str, channel: _Channel, news: asyncio.Event) -> None:
        with self._lock:
            channel.listeners.discard(news)
            if not channel.listeners and self._channels.get(code) is channel:
                del self._channels[code]
                if channel.task:
                    channel.task.cancel()

    async def _pump(self, code: str, channel: _Channel) -> None:
        while True:
            await channel.changed.wait()
            await asyncio.sleep(GATHER_SECONDS)
            channel.changed.clear()
            try:
                channel.latest = await asyncio.to_thread(self._read_bulletin, code)
            except WorkshopError:
                channel.latest = None
            for news in list(channel.listeners):
                news.set()

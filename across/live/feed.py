"""Tell every listening device that a workshop has changed: once per change, never one by one from the store.

Where several processes serve, each tells its own devices: the store lets it hear what the others have changed.

No error of the store ends it: what failed is tried again, and how old the bulletins are is told with them.
"""

import asyncio
import contextlib
import itertools
import logging
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace

from across.workshop.errors import WorkshopError
from across.workshop.patience import pause
from across.workshop.values import Bulletin

log = logging.getLogger("across_boundaries")

# A change after a quiet spell is told this soon: what comes with it is told with it.
SOON_SECONDS = 0.02
# Two readings are this far apart: what changes meanwhile is told together.
GATHER_SECONDS = 0.2
# After an answer, of which counts alone tell, they are this far apart.
COUNTS_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
# A device takes a stream that is silent some seconds longer for one that is held back, and asks instead.
HEARTBEAT_SECONDS = 5.0
BEAT_SECONDS = 0.5
# What is not told here, such as a change by another process that could not be heard, is noticed this late.
READ_AGAIN_SECONDS = 10.0
# So old a bulletin is when the store has not answered twice: devices and whoever watches the server shall notice.
OLD_SECONDS = 25.0
FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS = 0.5, 8.0
AT_ONCE = 20
# What no phone shows: it is told with what comes next, or with a sign of life.
COUNTS = ("revision", "joined", "started", "finished", "on_paper", "writing")
# What may reach a phone a little later, too: what others have written.
CAN_WAIT = (*COUNTS, "picture")
# A phone has one, and another for each tab; one whose network has changed may leave some behind.
MOST_STREAMS = 4


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
    """One device: what it was told last, and when; `patient` if it shows no counts, and notes a little later.

    `ended` once a newer stream of the same device has taken its place.
    """

    patient: bool
    whose: str = ""
    number: int = field(default_factory=itertools.count().__next__)
    ended: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = 0
    at: float = 0.0


@dataclass(frozen=True)
class Listened:
    """To how many workshops devices listen, how many those are, how many people have joined there.

    `age` is that of the oldest of the bulletins they are told, in seconds.
    """

    workshops: int
    devices: int
    people: int
    age: float


@dataclass
class _Channel:
    """The listeners of one workshop and the latest bulletin they share."""

    loop: asyncio.AbstractEventLoop
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    urgent: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: set[_Listener] = field(default_factory=set)
    latest: Bulletin | None = None
    # The revision at which something that phones show last changed.
    shown: int = 0
    read_at: float = 0.0
    # How many changes were told, and of how many the latest bulletin knows: one that is being read is not known yet.
    told: int = 0
    known: int = 0
    gone: bool = False
    tasks: tuple[asyncio.Task[None], ...] = ()


class Feed:
    """Bulletins per join code. `read_bulletin` reads one from the store, and raises WorkshopError when it is gone."""

    def __init__(self, read_bulletin: Callable[[str], Bulletin], clock: Clock | None = None) -> None:
        self._read_bulletin = read_bulletin
        self._clock = clock or Clock()
        self._channels: dict[str, _Channel] = {}
        self._later: set[str] = set()
        self._lock = threading.Lock()

    def tell(self, code: str) -> None:
        """Say that a change to this workshop is committed. May be called from any thread."""
        self._set(code, lambda channel: (channel.urgent, channel.changed))

    def tell_counts(self, code: str) -> None:
        """As `tell`, for a change that counts alone tell of: many come in a second, and one reading serves them all."""
        self._set(code, lambda channel: (channel.changed,))

    def heard(self, code: str, revision: int, counts_alone: bool) -> None:  # noqa: FBT001 (as the store says it)
        """As `tell` or `tell_counts`, for a change to this revision that any process has made.

        What was read here since then, as after a change of our own, is not read again.
        """
        with self._lock:
            channel = self._channels.get(code)
        if channel and not (channel.latest and revision <= channel.latest.revision):
            (self.tell_counts if counts_alone else self.tell)(code)

    def missed(self) -> None:
        """Say that changes may have been missed, of whichever workshop: each is read again, and told if it is newer."""
        with self._lock:
            codes = list(self._channels)
        for code in codes:
            self.tell(code)

    def _set(self, code: str, which: Callable[[_Channel], tuple[asyncio.Event, ...]]) -> None:
        with self._lock:
            channel = self._channels.get(code)
        if channel is None:
            return
        with self._lock:
            channel.told += 1
        for event in which(channel):
            if not event.is_set():
                with contextlib.suppress(RuntimeError):  # the server is stopping: nobody listens any more
                    channel.loop.call_soon_threadsafe(event.set)

    def tell_after(self, code: str, seconds: float) -> None:
        """Say so once more after this time, for what a bulletin says then. May be called from any thread.

        Once for each workshop: who asks while that is still to come is told with it.
        """
        with self._lock:
            if code in self._later:
                return
            self._later.add(code)
        later = threading.Timer(seconds, self._tell_now, (code,))
        later.daemon = True
        later.start()

    def _tell_now(self, code: str) -> None:
        with self._lock:
            self._later.discard(code)
        self.tell(code)

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

    def latest(self, code: str) -> Bulletin | None:
        """The bulletin of this workshop, if nothing has been told since it was read and it has not grown old."""
        with self._lock:
            channel = self._channels.get(code)
        if channel is None or channel.known < channel.told or channel.gone:
            return None
        return channel.latest if self._clock.now() - channel.read_at < READ_AGAIN_SECONDS else None

    def age(self, code: str) -> float:
        """How many seconds ago the store said what listeners of this workshop are told; 0 where nobody listens."""
        with self._lock:
            channel = self._channels.get(code)
        return self._clock.now() - channel.read_at if channel and channel.latest else 0.0

    def listened(self) -> Listened:
        """What is listened to at this moment, in numbers."""
        with self._lock:
            channels = {code: (len(channel.listeners), channel.latest) for code, channel in self._channels.items()}
        return Listened(
            workshops=len(channels),
            devices=sum(devices for devices, _ in channels.values()),
            people=sum(latest.joined for _, latest in channels.values() if latest),
            age=max((self.age(code) for code in channels), default=0.0),
        )

    def is_behind(self) -> bool:
        """Whether anybody is told of a workshop what has grown old, for the store does not answer."""
        with self._lock:
            codes = list(self._channels)
        return any(self.age(code) > OLD_SECONDS for code in codes)

    async def listen(self, code: str, *, patient: bool = False, whose: str = "") -> AsyncGenerator[Bulletin, None]:
        """Yield a bulletin at once and after each change, and the same one again as a sign of life.

        Ends when the workshop is gone or the server stops. A `patient` listener hears of what others wrote within
        a few seconds, of counts with the next sign of life, of everything else at once.

        A slow listener gets the newest bulletin only: nothing piles up for it. `whose` names the device: the oldest
        of its streams ends where it opens more than a few.
        """
        listener = _Listener(patient, whose)
        channel = self._enter(code, listener)
        try:
            if channel.latest is None:
                await self._read_first(code, channel)
            while not (channel.gone or listener.ended):
                if channel.latest:
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
                    asyncio.create_task(self._keep_at(work, channel))
                    for work in (lambda: self._pump(code, channel), lambda: self._beat(channel))
                )
            channel.listeners.add(listener)
        if listener.whose:
            _end_oldest(channel, listener.whose)
        return channel

    def _leave(self, code: str, channel: _Channel, listener: _Listener) -> None:
        with self._lock:
            channel.listeners.discard(listener)
            if not channel.listeners and self._channels.get(code) is channel:
                del self._channels[code]
                for task in channel.tasks:
                    task.cancel()

    async def _keep_at(self, work: Callable[[], Awaitable[None]], channel: _Channel) -> None:
        """Do the same again and again until the workshop is gone, later each time in a row that it fails."""
        failures = 0
        while not channel.gone:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 (whatever the store raises, devices wait for the next try)
                channel.changed.set()
                failures += 1
                if failures == 1:
                    log.error("A bulletin could not be read, so it is tried again: %s", type(error).__name__)  # noqa: TRY400
                await self._clock.sleep(pause(failures, FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS))
            else:
                if failures:
                    log.warning("Bulletins can be read again after %s tries that failed", failures)
                failures = 0

    async def _pump(self, code: str, channel: _Channel) -> None:
        """After a change, read what it made of the workshop and wake those who wait for it."""
        await channel.changed.wait()
        await self._gather(channel)
        channel.urgent.clear()
        channel.changed.clear()
        before = channel.latest
        try:
            now = await self._read(code, channel)
        except WorkshopError:
            channel.gone = True
            await _wake(list(channel.listeners))
            return
        if now != before:
            at_once = before is None or not _same_but(CAN_WAIT, before, now)
            await _wake(listener for listener in list(channel.listeners) if at_once or not listener.patient)

    async def _gather(self, channel: _Channel) -> None:
        """Wait for what is told together with a change: longer for counts, until something else changes."""

        def left(seconds: float) -> float:
            return max(SOON_SECONDS, channel.read_at + seconds - self._clock.now())

        if not channel.urgent.is_set():
            enough = asyncio.ensure_future(self._clock.sleep(left(COUNTS_SECONDS)))
            more = asyncio.ensure_future(channel.urgent.wait())
            try:
                await asyncio.wait((enough, more), return_when=asyncio.FIRST_COMPLETED)
            finally:
                enough.cancel()
                more.cancel()
        if channel.urgent.is_set():
            await self._clock.sleep(left(GATHER_SECONDS))

    async def _read_first(self, code: str, channel: _Channel) -> None:
        """Read a bulletin for the first to listen; where the store does not answer, leave it to the pump."""
        try:
            await self._read(code, channel)
        except WorkshopError:
            raise
        except Exception:  # noqa: BLE001 (the pump tries again, and says so)
            channel.changed.set()

    async def _read(self, code: str, channel: _Channel) -> Bulletin:
        asked_at, told = self._clock.now(), channel.told
        try:
            found = await asyncio.to_thread(self._read_bulletin, code)
        except BaseException:
            with self._lock:
                channel.told += 1  # what is known is not to be relied on
            raise
        before = channel.latest
        channel.latest = max(found, before or found, key=lambda bulletin: bulletin.revision)
        if before is None or not _same_but(COUNTS, before, channel.latest):
            channel.shown = channel.latest.revision
        channel.read_at = max(channel.read_at, asked_at)
        channel.known = max(channel.known, told)
        return channel.latest

    async def _beat(self, channel: _Channel) -> None:
        """Wake those who have waited long enough, for news that can wait or for a sign of life."""
        await self._clock.sleep(BEAT_SECONDS)
        now = self._clock.now()
        if channel.latest and now - channel.read_at >= READ_AGAIN_SECONDS:
            channel.changed.set()
        listeners = list(channel.listeners)
        await _wake(listener for listener in listeners if now - listener.at >= _patience(listener, channel))


def _end_oldest(channel: _Channel, whose: str) -> None:
    """End the oldest streams of a device that has too many."""
    streams = [listener for listener in channel.listeners if listener.whose == whose and not listener.ended]
    streams.sort(key=lambda listener: listener.number)
    for listener in streams[:-MOST_STREAMS]:
        listener.ended = True
        listener.news.set()


def _patience(listener: _Listener, channel: _Channel) -> float:
    newest = channel.latest.revision if channel.latest else 0
    return PATIENCE_SECONDS if listener.told < (channel.shown if listener.patient else newest) else HEARTBEAT_SECONDS


async def _wake(listeners: Iterable[_Listener]) -> None:
    """A few at a time: between them, the taps that come in are read."""
    for number, listener in enumerate(listeners, 1):
        listener.news.set()
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)


def _same_but(names: tuple[str, ...], before: Bulletin, after: Bulletin) -> bool:
    """Whether two bulletins tell the same, apart from what is named."""
    return replace(after, **{name: getattr(before, name) for name in names}) == before

"""Many workshops at once, as a process of its own: phones that listen and tap, and screens that follow.

`workshops.py` starts it and sends one order in JSON a line; each is answered by one line of JSON. A screen is what its
browser asks for, without the browser: the stream, and the state when a bulletin says that the picture has changed.
Every workshop asks from another address of this machine, for each is at a venue of its own.
"""

import asyncio
import gzip
import itertools
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from phones import Answer, NotAnswered, Phone, Wire, at_a_rate, at_saturation

MOST_FILES = 20_000
JOIN_AT_ONCE = 30
AGAIN_SECONDS, SETTLED_SECONDS = 2.0, 1.0


class Bulletins(Wire):
    """A stream whose bulletins are read: the latest of them, and a sign that there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.news = asyncio.Event()
        self.latest: dict[str, int] = {}
        self._rest = b""

    def _hear(self, data: bytes) -> None:
        super()._hear(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data: {"):
                self.latest = json.loads(line[6:])
                self.news.set()


@dataclass
class Screen(Phone):
    """A projected screen, by what it asks for (across/web/facilitator/stage/state.js)."""

    version: str = ""
    shows_results: bool = False
    asked: int = 0
    unchanged: int = 0
    bulletins: Bulletins | None = None

    async def follow(self) -> None:
        """Listen, and ask for the state whenever there is something to draw, until the stream ends."""
        self.bulletins = await Bulletins.connect(self.port, self.source)
        await self.bulletins.ask(self._request("GET", f"/live/{self.code}", Accept="text/event-stream"))
        heard = 0
        while self.bulletins.open:
            await self.bulletins.news.wait()
            self.bulletins.news.clear()
            now, before, heard = self.bulletins.latest, heard, self.bulletins.latest["revision"]
            if not self.version or now["picture"] > int(self.version.partition("-")[2]):
                await self._look()
            elif self.shows_results and heard != before:
                await asyncio.sleep(SETTLED_SECONDS)
                await self._look()

    async def _look(self) -> None:
        since = f"&since={self.version}" if self.version else ""
        got = await self.ask(self._request("GET", f"/stage/state?code={self.code}{since}"))
        self.asked += 1
        if got.status == HTTPStatus.NOT_MODIFIED:
            self.unchanged += 1
        elif got.status == HTTPStatus.OK:
            told = json.loads(_plain(got))
            self.version = told["version"]
            self.shows_results = self.shows_results or bool(told.get("results"))
        else:
            await asyncio.sleep(AGAIN_SECONDS)
            self.bulletins.news.set()


def _plain(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if b"content-encoding: gzip" in answer.head.lower() else answer.body


@dataclass
class Venues:
    """All phones and screens that have come until now, those of each workshop together."""

    items: list[str]
    phones: list[list[Phone]] = field(default_factory=list)
    screens: list[Screen] = field(default_factory=list)
    running: list[asyncio.Task[None]] = field(default_factory=list)

    async def join(self, port: int, workshops: list[tuple[str, str]], phones: int, screens: int) -> dict[str, object]:
        """So many phones and screens of each further workshop come, given by its join code and key."""
        turns = asyncio.Semaphore(JOIN_AT_ONCE)

        async def one(phone: Phone) -> None:
            async with turns:
                await phone.join()

        for code, key in workshops:
            source = f"127.0.1.{len(self.phones) + 1}"
            self.phones.append([Phone(port, code, source=source) for _ in range(phones)])
            theirs = [Screen(port, code, f"across_facilitator={key}", source=source) for _ in range(screens)]
            self.running += [asyncio.create_task(screen.follow()) for screen in theirs]
            self.screens += theirs
        come = [phone for theirs in self.phones[-len(workshops) :] for phone in theirs]
        await asyncio.gather(*(one(phone) for phone in come))
        return {"joined": len(come)}

    async def strangers(self, port: int, workshops: int, phones: int) -> dict[str, object]:
        """Phones of nobody, for the floor: it knows no workshop and opens no stream."""
        numbers = itertools.count()
        self.phones = [
            [Phone(port, "", f"stranger={next(numbers):043d}") for _ in range(phones)] for _ in range(workshops)
        ]
        return {}

    async def tap(self, workshops: int, phones: int, rate: float, seconds: float) -> dict[str, object]:
        """So many phones of so many workshops tap in turn, at a rate for all together; what each tap took."""
        turn = [phone for together in zip(*self.phones[:workshops], strict=True) for phone in together]
        turn = turn[: workshops * phones]
        before, asked = time.process_time(), self._asked()
        taps = (
            (phone, random.choice(self.items), random.randint(1, 5))  # noqa: S311 (no secret)
            for phone, _ in zip(itertools.cycle(turn), range(int(rate * seconds)), strict=False)
        )
        began = time.monotonic()
        took = await at_a_rate(taps, rate)
        spent = time.monotonic() - began
        states, unchanged = (now - then for now, then in zip(self._asked(), asked, strict=True))
        cpu = time.process_time() - before
        return {"took": took, "spent": spent, "cpu": cpu, "states": states, "unchanged": unchanged}

    async def saturate(self, first: int, workshops: int, at_once: int, seconds: float) -> dict[str, object]:
        """So many phones, of so many workshops from the `first` on, tap as fast as they are answered."""
        turn = [phone for together in zip(*self.phones[first : first + workshops], strict=True) for phone in together]
        began = time.monotonic()
        taps = await at_saturation(turn, self.items, at_once, seconds)
        return {"per_second": taps / (time.monotonic() - began)}

    async def tell(self) -> dict[str, object]:
        """How many streams were lost since, and how many screens failed."""
        lost = sum(1 for theirs in self.phones for phone in theirs if phone.stream and not phone.stream.open)
        return {"lost": lost, "failed": sum(task.done() for task in self.running)}

    def _asked(self) -> tuple[int, int]:
        return sum(screen.asked for screen in self.screens), sum(screen.unchanged for screen in self.screens)


class Ordered:
    """The process, from where it is started."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def do(self, what: str, **how: object) -> dict[str, object]:
        """Have something done; what came of it. Raises NotAnswered where it could not be."""
        self.process.stdin.write(json.dumps([what, how]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise NotAnswered(f"what was asked for could not be done: {what}")
        return json.loads(line)


@contextmanager
def venues(items: list[str]) -> Iterator[Ordered]:
    """Phones and screens in a process of their own, until the block ends."""
    command = [sys.executable, str(Path(__file__)), *items]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Ordered(process)
        finally:
            process.stdin.close()
            process.wait(20)


async def _obey(items: list[str]) -> None:
    here = Venues(items)
    while line := await asyncio.to_thread(sys.stdin.readline):
        what, how = json.loads(line)
        print(json.dumps(await getattr(here, what)(**how)), flush=True)


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, MOST_FILES), hard))
    asyncio.run(_obey(sys.argv[1:]))

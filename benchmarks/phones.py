"""Phones as a program: each joins, opens the event stream and taps over connections of its own, as a browser does.

`room.py` starts this file a second time, as a process that joins and then holds the event streams open, so that
reading them does not delay the taps that are measured.
"""

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

HOST = "127.0.0.1"
ANSWER_SECONDS = 30
# As phone.js does it: look every 5 s whether the stream was silent for 30 s, and if so, ask.
LOOK_SECONDS, SILENCE_SECONDS = 5, 30
# What the browser of a phone sends with each request, apart from cookies.
BROWSER = (
    f"Host: {HOST}\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36\r\n"
    'sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"\r\nsec-ch-ua-mobile: ?1\r\nsec-ch-ua-platform: "Android"\r\n'
    "Accept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nSec-Fetch-Site: same-origin\r\n"
)


class NotAnswered(Exception):
    """A request that got no answer, or another one than it should."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes


class Wire(asyncio.Protocol):
    """One connection: a request and its answer at a time, or a stream of events that is only counted."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._buffer = b""
        self.open = False
        self.streaming = False
        self.bulletins = 0
        self.heard = 0.0

    @classmethod
    async def connect(cls, port: int, source: str = HOST) -> Self:
        """A new connection, from this address of the machine."""
        _, wire = await asyncio.get_running_loop().create_connection(cls, HOST, port, local_addr=(source, 0))
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        self._transport, self.open = transport, True

    def connection_lost(self, _error: Exception | None) -> None:
        """Called by asyncio."""
        self.open = False
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(NotAnswered("the connection was closed"))

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        if self.streaming:
            self._hear(data)
            return
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if length is None and int(head[9:12]) != HTTPStatus.NOT_MODIFIED:
            self.streaming = True
            self._hear(body)
        elif length and len(body) < int(length[1]):
            return
        self._buffer = b""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(Answer(int(head[9:12]), head, body))

    def _hear(self, data: bytes) -> None:
        told = data.count(b"data: ")
        if told:
            self.bulletins += told
            self.heard = time.monotonic()

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer; for a stream, for its beginning."""
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await self._waiting

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()


@dataclass
class Phone:
    """One phone: its cookies, its connection for taps, and the number of its latest tap."""

    port: int
    code: str
    cookies: str = ""
    taps: int = 0
    wire: Wire | None = None
    stream: Wire | None = None
    again: int = 0
    source: str = HOST
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def join(self) -> None:
        """Follow the join link, load the page with its style and script, open the stream, as a browser does."""
        self.stream = await Wire.connect(self.port, self.source)
        joined = await self.stream.ask(self._request("GET", f"/join/{self.code}"))
        _must(joined.status == HTTPStatus.SEE_OTHER, joined)
        self.cookies = "; ".join(cookie.decode() for cookie in re.findall(rb"(?i)\r\nset-cookie: ([^;]+)", joined.head))
        page = await self.stream.ask(self._request("GET", "/take-part"))
        _must(page.status == HTTPStatus.OK, page)
        for file in ("phone.css", "phone.js"):
            got = await self.stream.ask(self._request("GET", f"/phone/{file}"))
            _must(got.status == HTTPStatus.OK, got)
        await self.listen()

    async def listen(self) -> None:
        """Open the stream of events and keep it."""
        if self.stream is None or not self.stream.open:
            self.stream = await Wire.connect(self.port, self.source)
        got = await self.stream.ask(self._request("GET", f"/live/{self.code}", Accept="text/event-stream"))
        _must(self.stream.streaming, got)
        self.stream.heard = time.monotonic()

    async def follow(self) -> None:
        """Do what the script does besides: ask for the state when the stream was silent for long."""
        await asyncio.sleep(random.uniform(0, LOOK_SECONDS))  # noqa: S311 (no secret)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if time.monotonic() - self.stream.heard > SILENCE_SECONDS:
                got = await self.ask(self._request("GET", f"/take-part/state?code={self.code}"))
                _must(got.status == HTTPStatus.OK, got)
                self.stream.heard = time.monotonic()

    async def tap(self, item: str, point: int) -> float:
        """Answer an item; return the seconds until the server said that it is kept. A phone sends one at a time."""
        self.taps += 1
        form = urlencode({"code": self.code, "item": item, "point": point, "tap": self.taps})
        request = self._request("POST", "/take-part/response", form)
        before = time.perf_counter()
        async with self.turn:
            got = await self.ask(request)
        seconds = time.perf_counter() - before
        _must(got.status == HTTPStatus.OK and b'"saved":true' in got.body, got)
        return seconds

    async def send_note(self, note: str, step: str, text: str) -> float:
        """Send a note under an id of 32 hex digits; the moment, by the machine's clock, when it was accepted."""
        form = urlencode({"code": self.code, "id": note, "question": step, "text": text})
        request = self._request("POST", "/take-part/note", form)
        async with self.turn:
            got = await self.ask(request)
        _must(got.status == HTTPStatus.OK and b'"saved":true' in got.body, got)
        return time.time()

    async def ask(self, request: bytes) -> Answer:
        """Over the connection for requests; once more where the server had closed it meanwhile, as browsers do."""
        if self.wire and self.wire.open:
            try:
                return await self.wire.ask(request)
            except NotAnswered:
                self.again += 1
        self.wire = await Wire.connect(self.port, self.source)
        return await self.wire.ask(request)

    def _request(self, method: str, path: str, form: str = "", **headers: str) -> bytes:
        lines = f"{method} {path} HTTP/1.1\r\n{BROWSER}"
        for name, value in ({"Accept": "application/json"} | headers).items():
            lines += f"{name}: {value}\r\n"
        if self.cookies:
            lines += f"Cookie: {self.cookies}\r\n"
        if form:
            lines += f"Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nContent-Length: {len(form)}\r\n"
        return f"{lines}\r\n{form}".encode()


def _must(condition: bool, answer: Answer) -> None:  # noqa: FBT001 (reads as a sentence)
    if not condition:
        raise NotAnswered(f"{answer.status} {answer.body[:200]!r}")


Tap = tuple[Phone, str, int]


async def at_a_rate(taps: Iterator[Tap], rate: float) -> list[float]:
    """Tap at fixed moments, whether or not the ones before were answered; the seconds each took."""
    start = time.perf_counter()
    running: list[asyncio.Task[float]] = []
    for number, (phone, item, point) in enumerate(taps):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        running.append(asyncio.create_task(phone.tap(item, point)))
    return list(await asyncio.gather(*running))


async def at_saturation(phones: list[Phone], items: list[str], at_once: int, seconds: float) -> int:
    """So many phones at a time tap as fast as they are answered; how many taps that made."""
    end = time.perf_counter() + seconds

    async def one(phone: Phone) -> int:
        number = 0
        while time.perf_counter() < end:
            await phone.tap(random.choice(items), random.randint(1, 5))  # noqa: S311 (no secret)
            number += 1
        return number

    return sum(await asyncio.gather(*(one(phone) for phone in phones[:at_once])))


# The process that joins and holds the streams


@dataclass(frozen=True)
class Joined:
    """What the process that holds the streams tells: the phones' cookies, and how joining went."""

    cookies: list[str]
    seconds: list[float]
    all_seconds: float
    tell: Callable[[], dict[str, int]]


@contextmanager
def joined(port: int, code: str, number: int, *, follow: bool = False) -> Iterator[Joined]:
    """So many phones that have joined and listen, in a process of their own, until the block ends."""
    arguments = ["--port", str(port), "--code", code, "--phones", str(number), *(["--follow"] if follow else [])]
    command = [sys.executable, str(Path(__file__)), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:

        def ask() -> dict[str, object]:
            line = holder.stdout.readline()
            if not line:
                raise NotAnswered("the phones could not join or lost their streams")
            return json.loads(line)

        def tell() -> dict[str, int]:
            holder.stdin.write("how is it?\n")
            holder.stdin.flush()
            return ask()

        try:
            yield Joined(**ask(), tell=tell)
        finally:
            holder.stdin.close()
            holder.wait(20)


async def _hold(port: int, code: str, number: int, *, follow: bool) -> None:
    phones = [Phone(port, code) for _ in range(number)]
    began = time.perf_counter()
    seconds: list[float] = []

    async def one(phone: Phone) -> None:
        await phone.join()
        seconds.append(time.perf_counter() - began)

    await asyncio.gather(*(one(phone) for phone in phones))
    every = [phone.cookies for phone in phones]
    print(json.dumps({"cookies": every, "seconds": seconds, "all_seconds": max(seconds)}), flush=True)
    following = [asyncio.create_task(phone.follow()) for phone in phones] if follow else []
    while await asyncio.to_thread(sys.stdin.readline):
        lost = sum(1 for phone in phones if not phone.stream.open)
        failed = sum(1 for task in following if task.done())
        told = sum(phone.stream.bulletins for phone in phones)
        print(json.dumps({"lost": lost, "failed": failed, "bulletins": told}), flush=True)
    for task in following:
        task.cancel()


def main() -> None:
    """Join and hold the streams until the standard input ends."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--port", type=int, required=True)
    reader.add_argument("--code", required=True)
    reader.add_argument("--phones", type=int, required=True)
    reader.add_argument("--follow", action="store_true")
    given = reader.parse_args()
    asyncio.run(_hold(given.port, given.code, given.phones, follow=given.follow))


if __name__ == "__main__":
    main()

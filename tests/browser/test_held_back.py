"""Streams of events that something holds back on their way, as buffering proxies and virus scanners do."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from people import a_participant, a_plan
from playwright.sync_api import expect
from screens import facilitate, join, wait_until
from watched import stop_the_clock, watch

END_OF_HEAD = b"\r\n\r\n"
# One turn of the phone's asking and a bit.
TURN_MILLISECONDS = 2500


class HoldingBack:
    """A proxy before a server that passes everything on but the body of a stream of events, or all of its answer."""

    def __init__(self, port: int, *, head_too: bool) -> None:
        self.held = 0
        self._upstream = port
        self._head_too = head_too
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._ready = threading.Event()
        self.address = ""

    def __enter__(self) -> "HoldingBack":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(task)
        self._loop.close()

    async def _serve(self, browser: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """One request on each connection, so that each is seen."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await browser.readuntil(END_OF_HEAD)
            server, requests = await asyncio.open_connection("127.0.0.1", self._upstream)
            requests.write(_closing(head))
            there = asyncio.create_task(_pass_on(browser, requests))
            if head.startswith(b"GET /live/") and b"?now" not in head.partition(b"\r\n")[0]:
                await self._hold(server, answers)
            else:
                await _pass_on(server, answers)
            there.cancel()
            requests.close()
        answers.close()

    async def _hold(self, server: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        self.held += 1
        head = await server.readuntil(END_OF_HEAD)
        if not self._head_too:
            answers.write(head)
        while await server.read(65536):
            pass


def _closing(head: bytes) -> bytes:
    """The head of a request after whose answer the connection ends; a web socket's is left as it is."""
    lines = head.removesuffix(END_OF_HEAD).split(b"\r\n")
    if any(line.lower().startswith(b"upgrade:") for line in lines):
        return head
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close"]) + END_OF_HEAD


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()


@pytest.fixture(params=["the body", "the whole answer"])
def proxy(request, server) -> Iterator[HoldingBack]:
    with HoldingBack(server.port, head_too=request.param == "the whole answer") as started:
        yield started


def test_a_phone_whose_stream_is_held_back_follows_the_group_and_says_nothing_of_it(browser, application, proxy):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    phone = join(browser, proxy.address, code)
    wait_until(phone, lambda: proxy.held)
    watch(phone)
    phone.reload()
    wait_until(phone, lambda: proxy.held > 1)
    stop_the_clock(phone)

    room.move_to("question-1")
    phone.clock.run_for(TURN_MILLISECONDS)

    def follows() -> bool:
        # What is fetched is put in place in its own turn. While an answer is on its way nothing is asked: where one
        # was at that turn, another has to come, and not so fast that the answer would be taken for lost.
        phone.clock.run_for(10)
        return phone.locator("h1").inner_text() == "Question 1"

    wait_until(phone, follows)
    assert phone.locator("#status").inner_text() == ""
    assert phone.evaluate("heard") == 0


def test_a_screen_whose_stream_is_held_back_counts_those_who_join(browser, application, proxy):
    _code, key = application.start(a_plan())
    room = application.facilitator(key)
    screen = facilitate(browser, proxy.address, key, "welcome")
    wait_until(screen, lambda: proxy.held)
    expect(screen.locator(".welcome .joined b")).to_have_text("0")

    a_participant(room)
    expect(screen.locator(".welcome .joined b")).to_have_text("1")

    room.move_to("question-1")
    expect(screen.get_by_role("heading", name="Question 1", exact=True)).to_be_visible()

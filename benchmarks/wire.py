"""A wire between a browser and a server that counts what comes over it, whatever it is."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

HOST = "127.0.0.1"
PIECE = 65_536


@dataclass
class Wire:
    """The bytes that have come to the browser, those that went from it, and the port it asks."""

    port: int = 0
    down: int = 0
    up: int = 0

    def now(self) -> "Wire":
        """A copy of what was counted until now."""
        return replace(self)


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire to the server at a port of this machine, until the block ends."""
    wire, loop, ready = Wire(), asyncio.new_event_loop(), threading.Event()
    thread = threading.Thread(
        target=loop.run_until_complete, args=(_serve(wire, port, ready, stop := asyncio.Event()),)
    )
    thread.start()
    ready.wait()
    try:
        yield wire
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _serve(wire: Wire, port: int, ready: threading.Event, stop: asyncio.Event) -> None:
    tasks: set[asyncio.Task[None]] = set()

    async def connected(browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())
        server, to_server = await asyncio.open_connection(HOST, port)
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(_pass(browser, to_server, wire, "up"), _pass(server, to_browser, wire, "down"))

    listener = await asyncio.start_server(connected, HOST, 0)
    wire.port = listener.sockets[0].getsockname()[1]
    ready.set()
    await stop.wait()
    listener.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _pass(from_: asyncio.StreamReader, to: asyncio.StreamWriter, wire: Wire, way: str) -> None:
    try:
        while piece := await from_.read(PIECE):
            setattr(wire, way, getattr(wire, way) + len(piece))
            to.write(piece)
            await to.drain()
    finally:
        to.close()

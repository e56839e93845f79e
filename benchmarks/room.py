"""The room, live: real phones over HTTP and real projected screens, measured beside the floor.

Run it with `.venv/bin/python benchmarks/room.py`, or name the parts: `taps idle pixels pages day`. It starts the
real server fresh, on a store of its own, and a floor (benchmarks/floor.py) for comparison. Client and server share
the machine. The screens need what requirements-dev.txt names, and a Chromium.
"""

import argparse
import asyncio
import http.client
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import phones
import servers
from phones import Phone, joined
from servers import Others, Server, floor, served, uncompressed

try:
    import screens
except ImportError:  # the requirements of the product alone: everything but the screens can be measured
    screens = None

MOST_FILES = 20_000
ITEMS_IN_A_TURN = 6
# The targets
JOIN_SECONDS, MOST_TIMES_THE_FLOOR, LEAST_SHARE = 15, 3, 0.5
IDLE_CPU, IDLE_KILOBYTES = 0.10, 100
PIXEL_SECONDS = 0.4
PHONE_BYTES, PHONE_SECONDS, SCREEN_SHARE = 30 * 1024, 1.5, 0.4
GROWTH = 0.1


@dataclass(frozen=True)
class Size:
    """How much to do. The targets are for the full size; a small one shows whether the programs work."""

    phones: int = 300
    idle_phones: int = 1000
    idle_seconds: int = 60
    screens: int = 3
    taps_per_second: float = 50
    saturated_seconds: float = 5
    at_once: int = 32
    pixels: int = 100
    loads: int = 5
    first_loads: int = 40
    workshops: int = 10
    people: int = 30


SMALL = Size(60, 200, 35, 1, 50, 2, 32, 30, 2, 5, 3, 10)


@dataclass
class Table:
    """What was measured, with what it should be."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: str, target: str = "", *, holds: bool | None = None) -> None:
        """Add a row, and show it at once."""
        verdict = "" if holds is None else ("holds" if holds else "MISSED")
        self.rows.append((what, measured, target, verdict))
        print(f"  {what:<62} {measured:>20}   {target:<26} {verdict}", flush=True)

    def others(self, others: Others) -> None:
        """Say how much of the machine other programs took meanwhile."""
        self.add("(other programs took, of all cores)", f"{others.share():.0%}")

    def title(self, text: str) -> None:
        """Begin a part."""
        print(f"\n{text}", flush=True)


def part_of(values: list[float], share: float) -> float:
    """The value below which this share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median_and_p95(values: list[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    return f"{part_of(values, 0.5) * 1000:.1f} / {part_of(values, 0.95) * 1000:.1f} ms"


def in_a_thread(work: Callable[[], object]) -> object:
    """Run asyncio beside the browser, which has an event loop in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def every_answer(of: list[Phone], items: list[str]) -> Iterator[phones.Tap]:
    """Every phone answers every item, all phones in turn."""
    for item in items:
        for phone in of:
            yield phone, item, random.randint(1, 5)  # noqa: S311 (no secret)


def _phones(server: Server, code: str, cookies: list[str], taps: int = 0) -> list[Phone]:
    return [Phone(server.port, code, own, taps) for own in cookies]


# Taps


@dataclass
class Tapped:
    """Taps at a rate, and as many as can be, on one server."""

    phones: list[Phone]
    seconds: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)


def taps(table: Table, size: Size) -> None:
    """Everybody joins and answers everything, with streams and screens open, in turns with the floor."""
    table.title(f"Taps: {size.phones} phones with their streams, {size.screens} projected screens")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        workshop, items = servers.start_workshop(folder), servers.items(folder)
        bare, server = stack.enter_context(floor(folder)), stack.enter_context(served(folder))
        pages = _open_screens(stack, server, workshop.key, size.screens)
        everyone = stack.enter_context(joined(server.port, workshop.code, size.phones))
        seconds = everyone.all_seconds
        table.add(
            "all join at once, load the page and listen", f"{seconds:.1f} s", "15 s", holds=seconds <= JOIN_SECONDS
        )
        strangers = [f"stranger={number:043d}" for number in range(size.phones)]
        least = Tapped(_phones(bare, workshop.code, strangers))
        ours = Tapped(_phones(server, workshop.code, everyone.cookies))
        others = Others()
        in_a_thread(lambda: _in_turns([least, ours], items, size))
        table.others(others)
        for page in pages:
            screens.wait_for(page, f"{size.phones} of {size.phones} finished")
        _compare(table, ours, least)
        kept, lost = _kept(folder), everyone.tell()["lost"]
        right = (kept, lost) == (size.phones * len(items), 0)
        table.add("answers kept; streams lost", f"{kept}; {lost}", "all; 0", holds=right)


def _open_screens(stack: ExitStack, server: Server, key: str, number: int) -> list[object]:
    if not (screens and number):
        return []
    browser = stack.enter_context(screens.chromium(aside=True))
    return [screens.projector(browser, server.address, key) for _ in range(number)]


async def _in_turns(servers_: list[Tapped], items: list[str], size: Size) -> None:
    """A third of the items on one server, then on the other, and so on: what else the machine does hits both."""
    for server in servers_:
        for phone in server.phones[: size.at_once]:  # the first of all is slow: everything is loaded
            await phone.tap(items[0], 1)
    for begin in range(0, len(items), ITEMS_IN_A_TURN):
        for server in servers_:
            some = items[begin : begin + ITEMS_IN_A_TURN]
            server.seconds += await phones.at_a_rate(every_answer(server.phones, some), size.taps_per_second)
        for server in servers_:
            before = time.perf_counter()
            number = await phones.at_saturation(server.phones, items, size.at_once, size.saturated_seconds)
            server.per_second.append(number / (time.perf_counter() - before))


def _compare(table: Table, ours: Tapped, least: Tapped) -> None:
    for name, server in (("floor", least), ("room", ours)):
        table.add(f"{name}: tap -> saved at {len(server.seconds)} taps, median / p95", median_and_p95(server.seconds))
    slower = part_of(ours.seconds, 0.95) / part_of(least.seconds, 0.95)
    table.add("room: p95 as a multiple of the floor's", f"{slower:.1f} x", "3 x", holds=slower <= MOST_TIMES_THE_FLOOR)
    for name, server in (("floor", least), ("room", ours)):
        table.add(f"{name}: taps per second at saturation, in turns", " / ".join(f"{n:.0f}" for n in server.per_second))
    share = part_of(ours.per_second, 0.5) / part_of(least.per_second, 0.5)
    table.add("room: median as a share of the floor's", f"{share:.0%}", "50%", holds=share >= LEAST_SHARE)


def _kept(folder: Path) -> int:
    with sqlite3.connect(folder / "across-boundaries.sqlite3") as store:
        return store.execute("SELECT count(*) FROM response").fetchone()[0]


# Phones that only listen


def idle(table: Table, size: Size) -> None:
    """Phones that have joined and lie on the table: what each costs."""
    table.title(f"Idle: {size.idle_phones} phones that listen, for {size.idle_seconds} s")
    with tempfile.TemporaryDirectory() as folder:
        workshop = servers.start_workshop(Path(folder))
        with served(Path(folder)) as server:
            with joined(server.port, workshop.code, min(size.idle_phones, 30)):
                pass  # what the first visitors make the server load is not the phones'
            time.sleep(2)
            before = server.kilobytes()
            number = size.idle_phones - min(size.idle_phones, 30)
            with joined(server.port, workshop.code, number, follow=True) as everyone:
                time.sleep(10)
                began, others = server.cpu_seconds(), Others()
                time.sleep(size.idle_seconds)
                cpu = (server.cpu_seconds() - began) / size.idle_seconds
                table.others(others)
                each = (server.kilobytes() - before) / number
                told = everyone.tell()
    table.add("server CPU", f"{cpu:.1%} of a core", "10%", holds=cpu < IDLE_CPU)
    table.add("memory for each phone", f"{each:.0f} KB", "100 KB", holds=each <= IDLE_KILOBYTES)
    trouble = told["lost"] + told["failed"]
    table.add("phones that lost their stream or were refused", str(trouble), "0", holds=trouble == 0)


# From a tap to the projected screen


def pixels(table: Table, size: Size) -> None:
    """From the acknowledgement of a person's last tap to "N of M finished" on the projected screen."""
    table.title(f"Pixels: {size.pixels} people finish, 5 taps per second")
    with tempfile.TemporaryDirectory() as folder, screens.chromium() as browser:
        workshop, items = servers.start_workshop(Path(folder)), servers.items(Path(folder))
        with served(Path(folder)) as server, joined(server.port, workshop.code, size.pixels) as everyone:
            of = _phones(server, workshop.code, everyone.cookies)
            in_a_thread(lambda: phones.at_a_rate(every_answer(of, items[:-1]), 100))
            page = screens.projector(browser, server.address, workshop.key)
            screens.wait_for(page, f"0 of {size.pixels} finished")
            screens.watch(page)
            same = _phones(server, workshop.code, everyone.cookies, taps=len(items))
            others = Others()
            acknowledged = in_a_thread(lambda: _finish(same, items[-1]))
            table.others(others)
            screens.wait_for(page, f"{size.pixels} of {size.pixels} finished")
            page.wait_for_timeout(300)
            painted = screens.seen(page)
    waits = [
        min(moment for number, moment in painted if number >= finished) - when
        for finished, when in enumerate(acknowledged, start=1)
    ]
    late = part_of(waits, 0.95)
    table.add("tap saved -> painted, median / p95", median_and_p95(waits), "p95 400 ms", holds=late <= PIXEL_SECONDS)


async def _finish(of: list[Phone], item: str) -> list[float]:
    """Each phone gives its last answer, five a second; the moments, by the machine's clock, of "saved"."""
    moments = []
    for phone in of:
        began = time.perf_counter()
        await phone.tap(item, 3)
        moments.append(time.time())
        await asyncio.sleep(max(0.0, 0.2 - (time.perf_counter() - began)))
    return moments


# What travels


def pages(table: Table, size: Size) -> None:
    """The phone's page on Fast 3G, and the first load of the projected screen, compressed and not."""
    table.title("Pages: what travels, and how long it takes")
    with tempfile.TemporaryDirectory() as folder, screens.chromium() as browser:
        workshop = servers.start_workshop(Path(folder))
        with served(Path(folder)) as server:
            link = f"{server.address}/join/{workshop.code}"
            loads = [screens.load_phone(browser, link) for _ in range(size.loads)]
            ours = [screens.load_screen(browser, server.address, workshop.key) for _ in range(2)]
            our_cpu = _first_loads(server, ours[0].files, size.first_loads)
        with uncompressed(Path(folder)) as server:
            theirs = screens.load_screen(browser, server.address, workshop.key)
            their_cpu = _first_loads(server, theirs.files, size.first_loads)
    bytes_, seconds = max(load.total for load in loads), [load.seconds for load in loads]
    small, quick = bytes_ <= PHONE_BYTES, max(seconds) < PHONE_SECONDS
    table.add("phone: join link, page, style and script", f"{bytes_ / 1024:.1f} KB", "30 KB", holds=small)
    table.add(
        "phone: the same on Fast 3G, median / slowest",
        f"{part_of(seconds, 0.5):.2f} / {max(seconds):.2f} s",
        "1.5 s",
        holds=quick,
    )
    share = ours[0].total / theirs.total
    table.add("screen: first load, as Streamlit sends it", f"{theirs.total / 1024:.0f} KB, {len(theirs.wire)} files")
    table.add("screen: first load, compressed", f"{ours[0].total / 1024:.0f} KB, {len(ours[0].wire)} files")
    table.add("screen: share", f"{share:.0%}", "under 40%", holds=share < SCREEN_SHARE)
    table.add(
        "screen: loopback, the first visitor / the second / uncompressed",
        f"{ours[0].seconds:.1f} / {ours[1].seconds:.1f} / {theirs.seconds:.1f} s",
    )
    table.add(
        f"screen: CPU of the server for the files of {size.first_loads} first loads / uncompressed",
        f"{our_cpu:.2f} / {their_cpu:.2f} s",
    )


def _first_loads(server: Server, files: list[str], loads: int) -> float:
    """CPU seconds that the server takes to send these files to so many browsers that have none of them."""
    before = server.cpu_seconds()
    for _ in range(loads):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for file in files:
            connection.request("GET", file, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
            connection.getresponse().read()
        connection.close()
    return server.cpu_seconds() - before


# A day


def day(table: Table, size: Size) -> None:
    """Workshops one after another: the memory of the server after each."""
    table.title(f"A day: {size.workshops} workshops of {size.people} people, one after another")
    held = []
    with tempfile.TemporaryDirectory() as folder, screens.chromium() as browser:
        items = servers.items(Path(folder))
        with served(Path(folder)) as server:
            start = server.kilobytes()
            for number in range(size.workshops):
                _one_workshop(server, browser, items, size, f"Workshop {number + 1}")
                time.sleep(2)
                held.append(server.kilobytes())
                print(f"    after workshop {number + 1}: {held[-1] / 1024:.0f} MB", flush=True)
    table.add("memory of the server before the first", f"{start / 1024:.0f} MB")
    table.add("after the first, the second, the last", " / ".join(f"{held[n] / 1024:.0f}" for n in (0, 1, -1)) + " MB")
    growth = max(held[1:]) / held[1] - 1
    table.add("most after the second, compared with it", f"{growth:+.1%}", "within 10%", holds=growth <= GROWTH)


def _one_workshop(server: Server, browser: object, items: list[str], size: Size, name: str) -> None:
    workshop = servers.start_workshop(server.folder, name)
    page = screens.projector(browser, server.address, workshop.key)
    with joined(server.port, workshop.code, size.people) as everyone:
        of = _phones(server, workshop.code, everyone.cookies)
        in_a_thread(lambda: phones.at_a_rate(every_answer(of, items), 100))
        screens.wait_for(page, f"{size.people} of {size.people} finished")
        screens.show_results(page)
    page.context.close()


PARTS = {"taps": taps, "idle": idle, "pixels": pixels, "pages": pages, "day": day}
NEED_SCREENS = {"pixels", "pages", "day"}


def main() -> None:
    """Run the parts that were asked for and print their table."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which parts; all of them if none is named")
    reader.add_argument("--small", action="store_true", help="a size that shows in two minutes whether it works")
    given = reader.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(MOST_FILES, hard)), hard))
    table = Table()
    for name in given.parts or PARTS:
        if name in NEED_SCREENS and screens is None:
            print(f"\n{name}: left out, it needs what requirements-dev.txt names, and a Chromium")
        else:
            PARTS[name](table, SMALL if given.small else Size())
    missed = [row for row in table.rows if row[3] == "MISSED"]
    print(f"\n{len(missed)} of {sum(1 for row in table.rows if row[3])} targets missed" if table.rows else "")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""The stage: what can be read on it, what a note and a tap cost the server, and how soon each is seen.

Run it with `.venv/bin/python benchmarks/stage.py`, or name the parts: `whole cost painted taps moves bytes`. It starts
the real server on a store of its own, with real phones over HTTP and real screens in a Chromium, all on this machine.
`--quick` does less of each, in about five minutes. It ends with 1 where a target is missed.
"""

import argparse
import asyncio
import itertools
import secrets
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import phones
import screens
from phones import Phone, joined
from pictures import Room, new_room
from playwright.sync_api import Page
from room import Table, every_answer, in_a_thread, median_and_p95, part_of
from sample_notes import NOTES
from servers import Others, Server, floor, open_application, served, settings
from wire import wire_to

STEP, NEXT_STEP = "question-2", "question-3"
LAST_PAGE = 999
SENDERS, TAPPERS = 6, 30
NOTE_SECONDS, TAPS_PER_SECOND = 0.5, 15
SHORTEST, LONGEST = 20, 130
# The targets
WHOLE = {(1920, 1080): 24, (1280, 720): 20}
NOTE_CPU = {1: 0.015, 3: 0.025}
PAINTED_SECONDS, MOVE_SECONDS, TIMES_THE_FLOOR, NOTE_BYTES = 0.35, 0.3, 2, 2_000


@dataclass(frozen=True)
class Size:
    """How much of each: notes that arrive, taps of each phone, presses of a button."""

    notes: int
    items: int
    presses: int


FULL, QUICK = Size(60, 18, 60), Size(12, 3, 10)
TEXTS = [note.body for note in NOTES if SHORTEST <= len(note.body) <= LONGEST]
MIXED = [note for note in NOTES if SHORTEST <= len(note.body) <= LONGEST][:24]


@contextmanager
def room_with(notes: int) -> Iterator[tuple[Server, Room]]:
    """A server with one workshop at a question with so many notes, the last page of its wall shown."""
    with tempfile.TemporaryDirectory() as name:
        application = open_application(settings.read({"ACROSS_DATA_FOLDER": name}))
        room = new_room(application)
        room.write(STEP, notes)
        room.facilitator.turn_wall(LAST_PAGE)
        application.store.close()
        with served(Path(name)) as server:
            yield server, room


async def arrive(of: list[Phone], number: int, moments: dict[str, float]) -> None:
    """So many notes arrive, two a second; each id gets the moment when it was accepted."""
    for phone in of:
        phone.wire = None  # a connection belongs to the event loop that made it
    for place in range(number):
        began = time.perf_counter()
        note = secrets.token_hex(16)
        moments[note] = await of[place % len(of)].send_note(note, STEP, TEXTS[place % len(TEXTS)])
        await asyncio.sleep(max(0.0, NOTE_SECONDS - (time.perf_counter() - began)))


@contextmanager
def senders(server: Server, code: str, number: int = SENDERS) -> Iterator[list[Phone]]:
    """Phones that have joined, whose streams another process holds."""
    with joined(server.port, code, number) as everyone:
        yield [Phone(server.port, code, own) for own in everyone.cookies]


@contextmanager
def meanwhile(work: Callable[[], Awaitable[None]]) -> Iterator[Future[None]]:
    """Do this beside the browser, whose events are read in this thread."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(lambda: asyncio.run(work()))


# What can be read


def whole(table: Table, _size: Size) -> None:
    """How many of 24 notes are read whole, at two sizes of the window, under a short question and under a long one."""
    table.title("Notes read whole of 24: of 20 to 130 characters, and the first of the mock-up (6 to 214)")
    with tempfile.TemporaryDirectory() as name, screens.chromium() as browser:
        application = open_application(settings.read({"ACROSS_DATA_FOLDER": name}))
        rooms = []
        for (said, sample), step in itertools.product((("20 to 130", MIXED), ("mock-up", NOTES)), (STEP, "question-4")):
            room = new_room(application)
            room.write(step, 24, sample)
            rooms.append((said, step, room))
        application.store.close()
        with served(Path(name)) as server:
            for said, step, room in rooms:
                for pixels, least in WHOLE.items():
                    page = screens.projector(browser, server.address, room.key, step, pixels)
                    read, shown, type_size = _read(page)
                    page.context.close()
                    told = f"{read} of {shown} shown, type {type_size}"
                    holds = read >= least if said != "mock-up" else None
                    table.add(f"{said}, {step}, {pixels[0]}x{pixels[1]}", told, f"{least} of 24", holds=holds)


def _read(page: Page) -> tuple[int, int, int]:
    page.locator(".sheet .card").first.wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.mouse.move(1, 1)
    page.wait_for_selector(".stage:not(.awake)", state="attached")
    page.wait_for_timeout(1_000)  # the last fonts have been measured with
    return screens.read_whole(page)


# What a note costs


def cost(table: Table, size: Size) -> None:
    """The server's CPU for each note that arrives, with 60 on the wall and no, one and three screens."""
    table.title(f"CPU of the server per arriving note, 60 on the wall, two a second, {SENDERS} phones listening")
    for number in (0, *NOTE_CPU):
        with room_with(60) as (server, room), screens.chromium(aside=True) as browser:
            pages = [screens.projector(browser, server.address, room.key, STEP) for _ in range(number)]
            with senders(server, room.facilitator.code) as of:
                each = _cpu_of_notes(table, server, pages, of, size.notes)
        least = NOTE_CPU.get(number)
        target = f"{least * 1000:.0f} ms" if least else ""
        table.add(f"{number} screens", f"{each * 1000:.1f} ms", target, holds=each <= least if least else None)


def _cpu_of_notes(table: Table, server: Server, pages: list[Page], of: list[Phone], number: int) -> float:
    """CPU seconds for each note, beyond what the server takes while nothing happens."""
    _let_pass(pages, 3)
    before = server.cpu_seconds()
    _let_pass(pages, 4)
    idle = (server.cpu_seconds() - before) / 4
    moments: dict[str, float] = {}
    in_a_thread(lambda: arrive(of, 4, moments))  # the first of all is slow: everything is loaded
    others, before, began = Others(), server.cpu_seconds(), time.perf_counter()
    in_a_thread(lambda: arrive(of, number, moments))
    _let_pass(pages, 1)
    spent = server.cpu_seconds() - before - idle * (time.perf_counter() - began)
    table.others(others)
    return spent / number


def _let_pass(pages: list[Page], seconds: float) -> None:
    if pages:
        pages[0].wait_for_timeout(seconds * 1000)
    else:
        time.sleep(seconds)


# How soon a note is seen


def painted(table: Table, size: Size) -> None:
    """From a note's acceptance to its card, painted: with 60 notes on three screens, and with 300 on one."""
    table.title("Note accepted -> painted, two a second, median / p95")
    for notes, number in ((60, 3), (300, 1)):
        with room_with(notes) as (server, room), screens.chromium() as browser:
            pages = [screens.projector(browser, server.address, room.key, STEP) for _ in range(number)]
            for page in pages:
                page.locator(".sheet .card").first.wait_for()
                screens.watch(page, screens.CARDS)
            with senders(server, room.facilitator.code) as of:
                waits = _waits(table, pages, of, size.notes)
        late = part_of(waits, 0.95)
        what = f"{notes} notes, {number} screens"
        table.add(what, median_and_p95(waits), "p95 350 ms", holds=late <= PAINTED_SECONDS)


def _waits(table: Table, pages: list[Page], of: list[Phone], number: int) -> list[float]:
    _let_pass(pages, 3)
    moments: dict[str, float] = {}
    in_a_thread(lambda: arrive(of, 2, {}))  # the first of all is slow: everything is loaded
    others = Others()
    in_a_thread(lambda: arrive(of, number, moments))
    table.others(others)
    _let_pass(pages, 3)
    found = [screens.cards_seen(page) for page in pages]
    missing = sum(1 for seen in found for note in moments if note not in seen)
    table.add("notes that were never painted", str(missing), "0", holds=missing == 0)
    return [seen[note] - moment for seen in found for note, moment in moments.items() if note in seen]


# What a tap costs


def taps(table: Table, size: Size) -> None:
    """The server's CPU for each tap, three screens open at the questionnaire, beside that of the bare floor."""
    table.title(f"CPU per tap at {TAPS_PER_SECOND} a second, {TAPPERS} phones with their streams")
    costs = {"the floor": 0.0}
    for what, number in (("no screen", 0), ("three screens", 3)):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            room, items = _asked(folder, size)
            bare, server = stack.enter_context(floor(folder)), stack.enter_context(served(folder))
            browser = stack.enter_context(screens.chromium(aside=True))
            pages = [screens.projector(browser, server.address, room.key) for _ in range(number)]
            of = stack.enter_context(senders(server, room.facilitator.code, TAPPERS))
            _let_pass(pages, 3)
            costs[what] = _cpu_of_taps(table, server, of, items)
            strangers = [Phone(bare.port, room.facilitator.code, f"stranger={n:043d}") for n in range(TAPPERS)]
            costs["the floor"] = _cpu_of_taps(table, bare, strangers, items)
    for what, each in costs.items():
        times = each / costs["the floor"]
        holds = times <= TIMES_THE_FLOOR if what == "three screens" else None
        told = f"{each * 1000:.2f} ms, {times:.1f} x"
        table.add(what, told, f"{TIMES_THE_FLOOR} x the floor's" if holds is not None else "", holds=holds)


def _asked(folder: Path, size: Size) -> tuple[Room, list[str]]:
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(folder)}))
    room = new_room(application)
    room.facilitator.move_to("questionnaire")
    room.facilitator.open_scoring()
    application.store.close()
    return room, [item.id for item in application.content.questionnaire.items][: size.items]


def _cpu_of_taps(table: Table, server: Server, of: list[Phone], items: list[str]) -> float:
    before = server.cpu_seconds()
    time.sleep(4)
    idle = (server.cpu_seconds() - before) / 4
    others, before, began = Others(), server.cpu_seconds(), time.perf_counter()
    in_a_thread(lambda: phones.at_a_rate(every_answer(of, items), TAPS_PER_SECOND))
    spent = server.cpu_seconds() - before - idle * (time.perf_counter() - began)
    table.others(others)
    return spent / (len(of) * len(items))


# How soon the next step is seen


def moves(table: Table, size: Size) -> None:
    """From a press of "Next" or "Back" to the step, painted, while notes arrive on three screens."""
    table.title("Next pressed -> drawn, 60 notes, three screens, notes arriving two a second, median / p95")
    with room_with(60) as (server, room), screens.chromium() as browser:
        pages = [screens.projector(browser, server.address, room.key, STEP) for _ in range(3)]
        screens.watch_presses(pages[0])
        with senders(server, room.facilitator.code) as of:
            others = Others()
            with meanwhile(lambda: arrive(of, size.presses * 2, {})) as arriving:
                for _ in range(size.presses // 2):
                    _press(pages[0], "Next")
                    _press(pages[0], "Back")
                arriving.result()
            table.others(others)
        waits = screens.presses(pages[0])
    missing = size.presses // 2 * 2 - len(waits)
    table.add("presses that led nowhere", str(missing), "0", holds=missing == 0)
    late = part_of(waits, 0.95)
    table.add("next pressed -> drawn", median_and_p95(waits), "p95 300 ms", holds=late <= MOVE_SECONDS)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(900)


# What travels


def bytes_(table: Table, size: Size) -> None:
    """What comes over the wire to one screen for each note that arrives, whatever it is."""
    table.title("Bytes per note and screen, 60 notes on the wall, two a second")
    with room_with(60) as (server, room), screens.chromium() as browser, wire_to(server.port) as wire:
        page = screens.projector(browser, f"http://127.0.0.1:{wire.port}", room.key, STEP)
        page.locator(".sheet .card").first.wait_for()
        with senders(server, room.facilitator.code) as of:
            _let_pass([page], 6)
            before = wire.now()
            in_a_thread(lambda: arrive(of, size.notes, {}))
            _let_pass([page], 1)
            down, up = ((now - then) / size.notes for now, then in ((wire.down, before.down), (wire.up, before.up)))
    table.add("down to the screen", f"{down:,.0f} bytes", "2 kB", holds=down <= NOTE_BYTES)
    table.add("up from it", f"{up:,.0f} bytes")


PARTS = {"whole": whole, "cost": cost, "painted": painted, "taps": taps, "moves": moves, "bytes": bytes_}


def main() -> None:
    """Run the parts that were asked for and print their table."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which parts; all of them if none is named")
    reader.add_argument("--quick", action="store_true", help="less of each")
    given = reader.parse_args()
    table = Table()
    for name in given.parts or PARTS:
        PARTS[name](table, QUICK if given.quick else FULL)
    missed = [row for row in table.rows if row[3] == "MISSED"]
    print(f"\n{len(missed)} of {sum(1 for row in table.rows if row[3])} targets missed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""Many workshops on one machine: how soon taps are saved, what they cost, and how much memory a workshop takes.

Run it with `.venv/bin/python benchmarks/workshops.py [--store sqlite|postgresql]`; about five minutes for each store.
With `--store postgresql --processes 2`, two processes share the workshops, as behind a proxy that goes by rooms.
12 phones a workshop listen and tap every 4 seconds, and a screen follows; beside it, in the same run, the floor
(benchmarks/floor.py) at the same rates. Phones and screens are a process of their own (benchmarks/venues.py), whose
CPU is told. `--quick` does little of each: it shows that the program works. It ends with 1 where a target is missed.
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kills import a_store
from room import Table, median_and_p95, part_of
from servers import Others, Server, cpu_seconds, floor, open_application, served_by_script, settings
from venues import MOST_FILES, Ordered, venues

from across.room.application import Application  # isort: skip (`servers` says where the packages are)
from across.workshop.steps import full_agenda
from across.workshop.values import Plan

STORES = ["sqlite", "postgresql"]
SECONDS_BETWEEN_TAPS, TAPS_PER_SECOND = 4, 15
# The targets
P95_SECONDS = {40: 0.05, 80: 0.2}
TIMES_THE_FLOOR_CPU, TIMES_THE_FLOOR_P95, LEAST_OF_ONE = 1.6, 3, 0.5
MEGABYTES_EACH, TIMES_SQLITE = 1.5, 2


@dataclass(frozen=True)
class Size:
    """How much: workshops at once, phones of each, seconds of each part; phones and screens of the large one."""

    workshops: tuple[int, ...] = (20, 40, 80)
    phones: int = 12
    seconds: float = 20
    warm_seconds: float = 10
    steady_seconds: float = 60
    saturated_workshops: int = 40
    saturated_seconds: float = 5
    listeners: int = 30
    large: int = 300
    screens: int = 3


FULL, QUICK = Size(), Size((1, 2), 4, 3, 1, 3, 2, 0.5, 4, 8, 1)


@dataclass
class Ran:
    """What one run of taps showed: seconds each took, the server's and the client's cores, CPU seconds for a tap.

    `store` is what a PostgreSQL server took besides, in cores; `states` is how often screens asked what to draw, and
    `unchanged` how often there was nothing.
    """

    took: list[float]
    server: float
    client: float
    per_tap: float
    store: float
    states: int
    unchanged: int

    @property
    def p95(self) -> float:
        """In seconds."""
        return part_of(self.took, 0.95)


@dataclass
class House:
    """The server with its store, and those who come to it."""

    server: Server
    application: Application
    people: Ordered
    items: list[str]
    started: list[tuple[str, str]] = field(default_factory=list)

    def start(self, number: int, phones: int, screens: int, *, live: bool = False) -> None:
        """Start so many more workshops, each with scoring open and its phones and screens there."""
        new = [self._one(phones, live=live) for _ in range(number)]
        self.started += new
        for number_of_port, port in enumerate(self.server.ports):
            if theirs := new[number_of_port :: self.server.processes]:
                self.people.do("join", port=port, workshops=theirs, phones=phones, screens=screens)

    def _one(self, phones: int, *, live: bool) -> tuple[str, str]:
        minutes = {step.id: step.minutes for step in full_agenda(self.application.content)}
        today = datetime.now(UTC).date()
        code, key = self.application.start(Plan("One of many", "Eastside", today, minutes, 5, asks_sector=False))
        room = self.application.facilitator(key)
        if live:
            room.choose_results_mode("live")
        room.move_to("questionnaire")
        room.open_scoring()
        room.say_in_room(phones + 5)
        if live:
            room.move_to("results")
        return code, key


@contextmanager
def house(kind: str, processes: int = 1) -> Iterator[House]:
    """A fresh server on a fresh store of this kind; of several processes, each has its share of the workshops."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        address = stack.enter_context(a_store(kind, folder))
        given = {"ACROSS_DATA_FOLDER": name, "ACROSS_DATABASE_URL": address}
        server = stack.enter_context(served_by_script(folder, address, processes))
        application = open_application(settings.read(given))
        items = [item.id for item in application.content.questionnaire.items]
        yield House(server, application, stack.enter_context(venues(items)), items)
        application.store.close()


def tapped(people: Ordered, server: Server, **how: float) -> Ran:
    """Let people tap, and see what it took of the server and of its store."""
    before, besides = server.cpu_seconds(), _postgresql_seconds(server.folder)
    ran = people.do("tap", **how)
    cpu, besides = server.cpu_seconds() - before, _postgresql_seconds(server.folder) - besides
    took, spent = ran["took"], ran["spent"]
    return Ran(took, cpu / spent, ran["cpu"] / spent, cpu / len(took), besides / spent, ran["states"], ran["unchanged"])


def _postgresql_seconds(folder: Path) -> float:
    """The CPU time of the processes of a PostgreSQL that keeps its files in this folder, 0 where there is none."""
    total = 0.0
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdecimal() and (process / "cwd").readlink().is_relative_to(folder.resolve()):
                total += cpu_seconds(int(process.name))
    return total


@contextmanager
def bare(items: list[str], workshops: int, phones: int) -> Iterator[tuple[Ordered, Server]]:
    """The floor, with as many phones."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        server = stack.enter_context(floor(Path(name)))
        people = stack.enter_context(venues(items))
        people.do("strangers", port=server.port, workshops=workshops, phones=phones)
        yield people, server


def ran(table: Table, what: str, found: Ran) -> None:
    """Show what one run took."""
    table.add(f"{what}: tap to saved, median / p95", median_and_p95(found.took))
    besides = f" + {found.store:.2f}" if found.store else ""
    table.add(
        "    cores: server (+ PostgreSQL) / phones and screens", f"{found.server:.2f}{besides} / {found.client:.2f}"
    )
    if found.states:
        table.add("    screens asked what to draw / nothing was new", f"{found.states} / {found.unchanged}")


def many(table: Table, size: Size, here: House) -> None:
    """More and more workshops at once, a tap of each phone every few seconds."""
    memory: dict[int, int] = {}
    for number in size.workshops:
        table.title(f"{number} workshops at once, {size.phones} phones and a screen each")
        here.start(number - len(here.started), size.phones, 1)
        rate, others = number * size.phones / SECONDS_BETWEEN_TAPS, Others()
        how = {"workshops": number, "phones": size.phones, "rate": rate, "seconds": size.seconds}
        ours = tapped(here.people, here.server, **how)
        with bare(here.items, number, size.phones) as (people, server):
            least = tapped(people, server, **how)
        ran(table, "ours", ours)
        ran(table, "the floor", least)
        if number in P95_SECONDS:
            wanted = P95_SECONDS[number]
            table.add("p95", f"{ours.p95 * 1000:.1f} ms", f"{wanted * 1000:.0f} ms", holds=ours.p95 <= wanted)
        if number == size.saturated_workshops:
            _times_p95(table, ours, least)
        table.others(others)
        memory[number] = here.server.kilobytes()
    first, last = min(memory), max(memory)
    each = (memory[last] - memory[first]) / (last - first) / 1024
    table.add("memory for each workshop", f"{each:.2f} MB", f"{MEGABYTES_EACH} MB", holds=each <= MEGABYTES_EACH)


def full(table: Table, size: Size, here: House) -> None:
    """As many taps as can be, of phones of one workshop and of phones that each are at another one, in turns."""
    many_of_them, own = size.saturated_workshops, len(here.started)
    table.title(f"Saturation: {many_of_them} phones tap as fast as they are answered")
    others, found = Others(), {1: 0.0, many_of_them: 0.0}
    here.start(1, many_of_them, 1)
    for number, first in ((1, own), (many_of_them, 0)) * 2:
        how = {"first": first, "workshops": number, "at_once": many_of_them, "seconds": size.saturated_seconds}
        found[number] = max(found[number], here.people.do("saturate", **how)["per_second"])
    share = found[many_of_them] / found[1]
    table.add("taps a second, all of one workshop", f"{found[1]:.0f}")
    table.add(f"taps a second, each of another of {many_of_them}", f"{found[many_of_them]:.0f}")
    table.add("share", f"{share:.0%}", f"{LEAST_OF_ONE:.0%}", holds=share >= LEAST_OF_ONE)
    table.others(others)


def each_tap(table: Table, size: Size, kind: str) -> float:
    """What a tap costs the server at 15 a second while phones listen; in seconds of CPU, PostgreSQL's apart.

    Both have been tapped at for some seconds before: what a server does once is not what a tap costs.
    """
    table.title(f"CPU for a tap, {TAPS_PER_SECOND} taps a second, {size.listeners} phones that listen and a screen")
    others = Others()
    how = {"workshops": 1, "phones": size.listeners, "rate": TAPS_PER_SECOND}
    with house(kind) as here:
        here.start(1, size.listeners, 1)
        with bare(here.items, 1, size.listeners) as (people, server):
            for whom, there in ((here.people, here.server), (people, server)):
                tapped(whom, there, **how, seconds=size.warm_seconds)
            ours = tapped(here.people, here.server, **how, seconds=size.steady_seconds)
            least = tapped(people, server, **how, seconds=size.steady_seconds)
    times = ours.per_tap / least.per_tap
    table.add("ours / the floor", f"{ours.per_tap * 1000:.2f} / {least.per_tap * 1000:.2f} ms")
    if kind == "sqlite":
        table.add("of the floor's", f"{times:.2f}", f"{TIMES_THE_FLOOR_CPU}", holds=times <= TIMES_THE_FLOOR_CPU)
    else:
        table.add("of the floor's, which keeps its taps in SQLite", f"{times:.2f}")
        table.add("PostgreSQL besides, for a tap", f"{ours.store / TAPS_PER_SECOND * 1000:.2f} ms")
    table.others(others)
    return ours.per_tap


def large(table: Table, size: Size, kind: str) -> None:
    """One large room with several screens, while it answers and while its results are shown live."""
    rate = size.large / SECONDS_BETWEEN_TAPS
    how = {"workshops": 1, "phones": size.large, "rate": rate, "seconds": size.seconds}
    for live in (False, True):
        shown = "results shown live" if live else "at the questionnaire"
        table.title(f"{size.large} phones and {size.screens} screens, {shown}")
        others = Others()
        with house(kind) as here:
            here.start(1, size.large, size.screens, live=live)
            ours = tapped(here.people, here.server, **how)
            with bare(here.items, 1, size.large) as (people, server):
                least = tapped(people, server, **how)
        ran(table, "ours", ours)
        ran(table, "the floor", least)
        table.add("CPU for a tap", f"{ours.per_tap * 1000:.2f} ms")
        _times_p95(table, ours, least)
        table.others(others)


def _times_p95(table: Table, ours: Ran, least: Ran) -> None:
    times = ours.p95 / least.p95
    table.add(
        "p95 as a multiple of the floor's", f"{times:.1f}", f"{TIMES_THE_FLOOR_P95}", holds=times <= TIMES_THE_FLOOR_P95
    )


def on(table: Table, size: Size, kind: str, processes: int) -> float:
    """Everything on one kind of store; seconds of CPU that a tap costs the server.

    With several processes, what is about many workshops: a workshop is in one of them.
    """
    table.title(f"== {kind}{f', {processes} processes' if processes > 1 else ''} ==")
    with house(kind, processes) as here:
        many(table, size, here)
        full(table, size, here)
        lost = here.people.do("tell")
        well = lost == {"lost": 0, "failed": 0}
        table.add("streams lost / screens failed", f"{lost['lost']} / {lost['failed']}", "none", holds=well)
    if processes > 1:
        return 0.0
    per_tap = each_tap(table, size, kind)
    large(table, size, kind)
    return per_tap


def main() -> None:
    """Print the table, and end with 1 where a target is missed."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--store", choices=[*STORES, "both"], default="both")
    reader.add_argument("--quick", action="store_true", help="little of each")
    reader.add_argument("--processes", type=int, default=1, help="of the server; several on PostgreSQL alone")
    given = reader.parse_args()
    if given.processes > 1 and given.store != "postgresql":
        reader.error("several processes need --store postgresql")
    size, table = QUICK if given.quick else FULL, Table()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, MOST_FILES), most))
    costs = [on(table, size, kind, given.processes) for kind in (STORES if given.store == "both" else [given.store])]
    if len(costs) == len(STORES):
        times = costs[1] / costs[0]
        table.add(
            "PostgreSQL, CPU for a tap, of SQLite's", f"{times:.2f}", f"{TIMES_SQLITE}", holds=times <= TIMES_SQLITE
        )
    missed = [row for row in table.rows if row[3] == "MISSED"]
    print(f"\n{len(missed)} of {sum(1 for row in table.rows if row[3])} targets missed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""Files made to keep the server busy: how long each takes to read, and what other people notice meanwhile.

Run it with `.venv/bin/python benchmarks/uploads.py`, or name the parts: `files taps`. The first reads each file in a
process of its own, as the pages do, and says how long the same file kept the whole server before (where that was
measured). The second starts the real server and taps as phones do, in turns with and without somebody who uploads one
such file after the other. Client, server and readers share the machine.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import phones
import servers
from attack_files import FORMS, SAVED
from phones import Phone
from room import Table, every_answer, median_and_p95, part_of
from servers import Others

from across.uploads.forms import find_forms
from across.uploads.process import LIMITS, TooBusy, TookTooMuch
from across.uploads.saved import tell
from across.workshop.errors import WorkshopError
from content.reader import own

PEOPLE, TAPS_PER_SECOND, TURNS, ITEMS_IN_A_TURN = 60, 50, 4, 18
MOST_TIMES_USUAL = 2
# Seconds of the whole server, and what came of it, before files were read in processes of their own.
BEFORE = {
    "CSV: 206 bytes of quotes": "2.2 s",
    "CSV: a kilobyte of quotes": "half an hour",
    "XLSX: a million empty cells": "2.1 s",
    "XLSX: empty shared texts": "4.5 s",
    "XLSX: empty styles": "3.0 s",
    "JSON: 600 KB of empty actions": "4.3 s, 0.9 GB",
    "JSON: 20 MB of empty actions": "8 GB",
}


def files(table: Table) -> None:
    """How long each file takes, from the moment it is there until it is refused or told."""
    table.title(
        f"Files: seconds by the clock (of a core) until answered, at most {LIMITS.seconds} ({LIMITS.core_seconds})"
    )
    content = own()
    others = Others()
    for name, make in {**FORMS, **SAVED}.items():
        body = make()
        began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        read: Callable[[], object] = (
            (lambda body=body: find_forms(body, content, asks_sector=True))
            if name in FORMS
            else (lambda body=body: tell(body, {content.version: content}))
        )
        outcome = _outcome(read)
        seconds, core = time.perf_counter() - began, _core_seconds(used)
        before = f", before {BEFORE[name]}" if name in BEFORE else ""
        table.add(
            f"{name} ({len(body):,} B{before})",
            f"{seconds:.1f} s ({core:.1f}), {outcome}",
            holds=outcome != "took too much",
        )
    table.others(others)


def _core_seconds(before: resource.struct_rusage) -> float:
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime


def _outcome(read: Callable[[], object]) -> str:
    try:
        read()
    except (TookTooMuch, TooBusy):  # a core's seconds, or the clock's
        return "took too much"
    except WorkshopError:
        return "refused"
    return "told"


def taps(table: Table) -> None:
    """What somebody who answers notices while others upload."""
    table.title(f"Taps: {PEOPLE} phones, {TAPS_PER_SECOND} taps a second, in {TURNS} turns without and with uploads")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workshop, items = servers.start_workshop(folder), servers.items(folder)
        with servers.uploading(folder) as server:
            usual, meanwhile = asyncio.run(_in_turns(folder, server.port, workshop.code, items, table))
            number = int((folder / "uploaded").read_text(encoding="ascii"))
    table.add("tap -> saved, nobody uploads: median / p95", median_and_p95(usual))
    table.add(f"tap -> saved, {number} attack files meanwhile: median / p95", median_and_p95(meanwhile))
    times = part_of(meanwhile, 0.95) / part_of(usual, 0.95)
    table.add(
        "p95 as a multiple of the usual", f"{times:.2f} x", f"{MOST_TIMES_USUAL} x", holds=times < MOST_TIMES_USUAL
    )


def _wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.1)


async def _in_turns(
    folder: Path, port: int, code: str, items: list[str], table: Table
) -> tuple[list[float], list[float]]:
    """The seconds that taps took while nobody uploaded, and while somebody did."""
    everybody = [Phone(port, code) for _ in range(PEOPLE)]
    for phone in everybody:
        await phone.join()
    await asyncio.to_thread(_wait_for, folder / "ready")
    await phones.at_a_rate(every_answer(everybody, items[:2]), TAPS_PER_SECOND)  # what loads at first is not measured
    seconds: dict[bool, list[float]] = {False: [], True: []}
    others = Others()
    for turn in range(2 * TURNS):
        uploads = bool(turn % 2)
        if uploads:
            (folder / "uploads").touch()
            await asyncio.sleep(1)
        seconds[uploads] += await phones.at_a_rate(every_answer(everybody, items[:ITEMS_IN_A_TURN]), TAPS_PER_SECOND)
        if uploads:
            (folder / "uploads").unlink()
            await asyncio.sleep(LIMITS.seconds / 4)
    table.others(others)
    return seconds[False], seconds[True]


PARTS = {"files": files, "taps": taps}


def main() -> None:
    """Run the parts that were asked for and print their table."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which parts; all of them if none is named")
    table = Table()
    for name in reader.parse_args().parts or PARTS:
        PARTS[name](table)
    missed = [row for row in table.rows if row[3] == "MISSED"]
    print(f"\n{len(missed)} of {sum(1 for row in table.rows if row[3])} targets missed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""The first load of the picture: what travels to a browser that was never here, and how soon Next can be pressed.

    .venv/bin/python benchmarks/first_load.py [--loads N, 6 without] [--files]

The real server on a store of its own, a workshop at Welcome, a real Chromium with nothing kept, as the machine is and
four times slower. `--files` names what came, the largest first. Seconds are by the clock and depend on what else the
machine does; the processor time of the page's own thread until then, of the server, and what travels depend on it less.
Over plain http and another name than localhost browsers read gzip; here, as on the facilitator's own machine, Brotli.
It ends with 1 where a target is missed.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import screens
from playwright.sync_api import Browser
from room import Table
from servers import Others, Server, open_application, served_by_script, settings

from across.workshop.steps import full_agenda  # isort: skip (`servers` says where the packages are)
from across.workshop.values import Plan

SLOWER = (1, 4)
SETTLED_MS = 3_000
# The moment, in milliseconds from the navigation, at which a frame has been painted with a Next that can be pressed.
WATCH = """
window.usable = 0;
const pressable = (node) => node.textContent.includes("Next") && !node.disabled;
const look = () => {
  const host = [...document.querySelectorAll(".st-key-picture *")].find((node) => node.shadowRoot);
  const next = host && [...host.shadowRoot.querySelectorAll("button")].find(pressable);
  const box = next && next.getBoundingClientRect();
  if (!(box && box.width)) return requestAnimationFrame(look);
  setTimeout(() => { window.usable = performance.now(); });
};
requestAnimationFrame(look);
"""
# The targets
MOST_BYTES, MOST_SECONDS = 900_000, 1.5


@dataclass(frozen=True)
class Loaded:
    """One load: what came, seconds until Next could be pressed, of those the page's own thread's, the server's."""

    wire: dict[str, int]
    usable: float
    script: float
    server: float


def load(browser: Browser, server: Server, key: str, slower: float) -> Loaded:
    """A browser that was never here opens Welcome."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": screens.FACILITATOR, "value": key, "url": server.address}])
    page = context.new_page()
    page.set_default_timeout(screens.PATIENCE_MS)
    page.add_init_script(WATCH)
    wires, came = context.new_cdp_session(page), screens.Load()
    wires.send("Network.enable")
    wires.send("Performance.enable", {"timeDomain": "threadTicks"})
    wires.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    screens.count(wires, came)
    before = server.cpu_seconds()
    page.goto(f"{server.address}/welcome", wait_until="commit")
    page.wait_for_function("window.usable")
    metrics = {found["name"]: found["value"] for found in wires.send("Performance.getMetrics")["metrics"]}
    usable, spent = page.evaluate("window.usable") / 1000, server.cpu_seconds() - before
    page.wait_for_timeout(SETTLED_MS)  # what comes later belongs to the first load as well
    context.close()
    return Loaded(came.wire, usable, metrics["TaskDuration"], spent)


def middle(values: list[float]) -> float:
    """The median."""
    return sorted(values)[len(values) // 2]


def start(folder: str) -> str:
    """Start a workshop in this store; its key."""
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": folder}))
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    _, key = application.start(Plan("First load", "Eastside", datetime.now(UTC).date(), minutes, 5, asks_sector=False))
    application.store.close()
    return key


def show(table: Table, slower: int, found: list[Loaded]) -> None:
    """The rows of one speed."""
    table.title("As the machine is" if slower == 1 else f"{slower} times slower")
    sizes = [sum(one_load.wire.values()) for one_load in found]
    seconds = [one_load.usable for one_load in found]
    most, usual = max(sizes), middle(seconds)
    at_full_speed = slower == 1
    table.add(
        "bytes over the wire, fewest / most", f"{min(sizes):,} / {most:,}", f"{MOST_BYTES:,}", holds=most <= MOST_BYTES
    )
    table.add("files", f"{middle([len(one_load.wire) for one_load in found])}")
    wanted = (f"{MOST_SECONDS} s", usual <= MOST_SECONDS) if at_full_speed else ("", None)
    spread = f"{min(seconds):.2f} / {usual:.2f} / {max(seconds):.2f} s"
    table.add("Next can be pressed, least / median / most", spread, wanted[0], holds=wanted[1])
    table.add("of that, processor of the page's thread, least / median", _least(one_load.script for one_load in found))
    table.add("processor of the server until then, least / median", _least(one_load.server for one_load in found))


def _least(values: object) -> str:
    each = list(values)
    return f"{min(each):.2f} / {middle(each):.2f} s"


def main() -> None:
    """Measure, print, and end with 1 where a target is missed."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--loads", type=int, default=6)
    reader.add_argument("--files", action="store_true", help="name what came")
    given, table = reader.parse_args(), Table()
    with tempfile.TemporaryDirectory() as folder:
        key = start(folder)
        with served_by_script(Path(folder)) as server, screens.chromium() as browser:
            began = time.monotonic()
            first = load(browser, server, key, 1)
            table.add("(the very first after a start, usable after)", f"{first.usable:.2f} s")
            for slower in SLOWER:
                others = Others()
                found = [load(browser, server, key, slower) for _ in range(given.loads)]
                show(table, slower, found)
                table.others(others)
            print(f"({time.monotonic() - began:.0f} s in all)")
    if given.files:
        for address, size in sorted(found[-1].wire.items(), key=lambda item: -item[1]):
            print(f"{size:>10,}  {urlsplit(address).path}")
    missed = sum(row[3] == "MISSED" for row in table.rows)
    print(f"\n{missed} of {sum(1 for row in table.rows if row[3])} targets missed")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""The reveal on a slow machine: what travels for it, and how late the finished figure is.

    python benchmarks/reveal.py [TIMES SLOWER, 4 without]

Two screens of one browser, each slowed down, are at the questionnaire while twelve people answer; the facilitator
moves to Results and reveals. The figure is due 5.2 s after the reveal by the server's clock, on every screen.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import screens
from playwright.sync_api import Browser, CDPSession, Page
from servers import Server, served_by_script, settings

from made_up import People  # isort: skip (`servers` says where the packages are)

import numpy as np

from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.workshop.steps import full_agenda
from across.workshop.values import REVEAL_SECONDS, Plan
from content.reader import own

PEOPLE = 12
VIEWS = (3.6, 4.0, 3.2, 3.4, 2.2, 3.4, 3.3, 2.8, 4.4)
SLOWER = 4.0
# The moment at which each phase of the reveal was first painted, by the machine's clock.
WATCH = """() => {
  %(stage)s
  window.phases = {};
  const look = () => {
    const results = stage.querySelector(".results");
    if (!results) return;
    const drawn = results.querySelector(".labels .numbers") ? "said" : results.dataset.moment;
    if (drawn in window.phases) return;
    window.phases[drawn] = null;
    requestAnimationFrame(() => setTimeout(() => { window.phases[drawn] = Date.now(); }));
  };
  new MutationObserver(look).observe(stage, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def main() -> None:
    """Measure, and print."""
    slower = float(sys.argv[1]) if len(sys.argv) > 1 else SLOWER
    with tempfile.TemporaryDirectory() as data, served_by_script(Path(data)) as server, screens.chromium() as browser:
        application = open_application(settings.read({"ACROSS_DATA_FOLDER": data}))
        print(f"A machine {slower:g} times slower, {PEOPLE} people; milliseconds after the reveal, due 5,200:")
        _measure(application, server, browser, slower)
        application.store.close()


def _measure(application: Application, server: Server, browser: Browser, slower: float) -> None:
    key, facilitator = _answered(application)
    load = screens.Load()
    pages = [_slow(screens.projector(browser, server.address, key), slower)[0] for _ in range(2)]
    wires = pages[0].context.new_cdp_session(pages[0])
    wires.send("Network.enable")
    facilitator.move_to("results")
    for page in pages:
        screens.wait_for(page, "Then we look together.")
        page.evaluate(WATCH % {"stage": screens.STAGE})
    ahead = _fetched(pages[0])
    screens.count(wires, load)
    pages[0].get_by_role("button", name="Reveal results").click()
    while not (revealed := facilitator.workshop().revealed_at):
        time.sleep(0.05)
    for number, page in enumerate(pages, start=1):
        page.wait_for_function("window.phases.said", timeout=screens.PATIENCE_MS)
        found = page.evaluate("window.phases")
        told = ", ".join(f"{name} {moment - revealed:,.0f}" for name, moment in found.items() if moment)
        print(f"  screen {number}: {told}; late by {found['said'] - revealed - 1000 * REVEAL_SECONDS:,.0f}")
    print(f"Fetched before the reveal {ahead / 1000:,.0f} kB in all, Plotly among it; at it {load.total:,} bytes")


def _answered(application: Application) -> tuple[str, Facilitator]:
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    _, key = application.start(Plan("Reveal", "", datetime.now(UTC).date(), minutes, 5, asks_sector=False))
    facilitator = application.facilitator(key)
    facilitator.move_to("questionnaire")
    facilitator.open_scoring()
    answers = People(np.random.default_rng(PEOPLE), PEOPLE, len(VIEWS)).answers(np.array(VIEWS))
    items = [item.id for item in own().questionnaire.items]
    for person in range(PEOPLE):
        phone = application.participant(facilitator.code, f"{person:043}")
        phone.join()
        for place, item in enumerate(items):
            phone.respond(item, int(answers[person, place]) or None, 1)
    return key, facilitator


def _slow(page: Page, slower: float) -> tuple[Page, CDPSession]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page, session


def _fetched(page: Page) -> int:
    """What this page has fetched, in bytes as they travelled."""
    return int(
        page.evaluate("performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)")
    )


if __name__ == "__main__":
    main()

"""Projected screens, and phones, in a real Chromium: when something is seen, and what travels to show it."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FACILITATOR = "across_facilitator"
PATIENCE_MS = 60_000
# "Fast 3G" as Chromium's own tools have it: 150 ms to and fro, 1.6 Mbit/s down, 750 kbit/s up.
FAST_3G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# The stage draws itself in a tree of its own, which the document's text and selectors do not reach.
STAGE = (
    """const stage = [...document.querySelectorAll(".st-key-picture *")].find((node) => node.shadowRoot).shadowRoot;"""
)
# Notes each new thing that `look` finds on the stage, with the moment, by the machine's clock, when it was painted.
WATCH = """() => {
  %(stage)s
  window.seen = [];
  const known = new Set();
  const note = (thing) => requestAnimationFrame(() => setTimeout(() => window.seen.push([thing, Date.now() / 1000])));
  const look = () => {
    for (const thing of (%(look)s)(stage)) {
      if (known.has(thing)) continue;
      known.add(thing);
      note(thing);
    }
  };
  new MutationObserver(look).observe(stage, { subtree: true, childList: true, characterData: true });
  look();
}"""
FINISHED = r"""(stage) => {
  const found = stage.querySelector(".finished")?.textContent.match(/(\d+) of \d+ finished/);
  return found ? [Number(found[1])] : [];
}"""
CARDS = """(stage) => [...stage.querySelectorAll(".sheet .card")].map((card) => card.dataset.id)"""
# Each press of a button below, and when the next step was painted after it, in milliseconds.
PRESSES = """() => {
  %(stage)s
  window.pressed = [];
  const step = () => stage.querySelector(".rail [aria-current]")?.textContent;
  let begun = null;
  stage.addEventListener("click", (event) => {
    if (event.target.closest(".do button")) begun = { at: performance.now(), step: step() };
  }, true);
  new MutationObserver(() => {
    if (!begun || step() === begun.step) return;
    const { at } = begun;
    begun = null;
    requestAnimationFrame(() => setTimeout(() => window.pressed.push(performance.now() - at)));
  }).observe(stage, { subtree: true, childList: true, attributes: true });
}"""
# How many cards can be read whole: inside the window and the wall, uncut, nothing over their corners or their middle.
WHOLE = """() => {
  %(stage)s
  const wall = stage.querySelector(".wall").getBoundingClientRect();
  const whole = (card) => {
    const text = card.querySelector("p");
    const { left, top, right, bottom } = card.getBoundingClientRect();
    const inside = left >= wall.left - 1 && right <= wall.right + 1 && top >= wall.top - 1 && bottom <= wall.bottom + 1;
    const ends = text.getBoundingClientRect().top + text.scrollHeight;
    const uncut = ends <= bottom && card.scrollHeight <= card.clientHeight + 1;
    const points = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
      [(left + right) / 2, (top + bottom) / 2]];
    const seen = points.every(([x, y]) => card.contains(stage.elementFromPoint(x, y)));
    return inside && uncut && seen && bottom <= innerHeight && right <= innerWidth;
  };
  const cards = [...stage.querySelectorAll(".sheet .card")];
  return { whole: cards.filter(whole).length, shown: cards.length,
    size: Math.round(parseFloat(getComputedStyle(cards[0]).fontSize) * 1080 / innerHeight) };
}"""


@dataclass
class Load:
    """What travelled to load a page, and how long it took."""

    seconds: float = 0.0
    wire: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Every byte, headers included."""
        return sum(self.wire.values())

    @property
    def files(self) -> list[str]:
        """The paths of Streamlit's own files among it."""
        paths = [urlsplit(address).path for address in self.wire]
        return [path for path in paths if path.startswith("/static/")]


@contextmanager
def chromium(*, aside: bool = False) -> Iterator[Browser]:
    """A Chromium without a window; `aside` lets everything else on the machine go first.

    On the day the screens draw on other machines: where not their drawing but the server is measured, it should
    not have to wait for them. (A mere "nice" is taken back by Chromium where it runs as root.)
    """
    found = os.environ.get("ACROSS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program = found or playwright.chromium.executable_path
        if aside:
            start = Path(folder) / "chromium-aside"
            start.write_text(f'#!/bin/sh\nexec chrt --idle 0 "{program}" "$@"\n', encoding="utf-8")
            start.chmod(0o700)
            program = str(start)
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


def projector(
    browser: Browser, address: str, key: str, step: str = "questionnaire", size: tuple[int, int] = (1920, 1080)
) -> Page:
    """A projected screen of the workshop that this key opens, at a step."""
    page = _screen(browser, address, key, size)
    page.goto(f"{address}/{step}")
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    return page


def _screen(browser: Browser, address: str, key: str, size: tuple[int, int] = (1920, 1080)) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": FACILITATOR, "value": key, "url": address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def wait_for(page: Page, text: str) -> None:
    """Wait until a text is on the screen."""
    expect(page.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)


def watch(page: Page, look: str = FINISHED) -> None:
    """Begin to note when something is painted: the number of those who have finished, or the CARDS of notes."""
    page.evaluate(WATCH % {"stage": STAGE, "look": look})


def seen(page: Page) -> list[tuple[int, float]]:
    """The numbers that were painted, each with its moment."""
    return [(number, moment) for number, moment in page.evaluate("window.seen")]


def cards_seen(page: Page) -> dict[str, float]:
    """The notes whose cards were painted, each with its moment."""
    return dict(page.evaluate("window.seen"))


def watch_presses(page: Page) -> None:
    """Begin to measure from a press of "Back" or "Next" to the step that was painted."""
    page.evaluate(PRESSES % {"stage": STAGE})


def presses(page: Page) -> list[float]:
    """The seconds that each press took."""
    return [milliseconds / 1000 for milliseconds in page.evaluate("window.pressed")]


def read_whole(page: Page) -> tuple[int, int, int]:
    """How many notes of the wall are read whole, how many cards are drawn, and their type in lines of 1080."""
    found = page.evaluate(WHOLE % {"stage": STAGE})
    return found["whole"], found["shown"], found["size"]


def load_phone(browser: Browser, link: str) -> Load:
    """A new phone follows the join link on Fast 3G: until style and script are there and the page is drawn."""
    page = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True).new_page()
    wires = _wires(page)
    wires.send("Network.emulateNetworkConditions", FAST_3G)
    load = _load(page, wires, link)
    page.context.close()
    return load


def load_screen(browser: Browser, address: str, key: str, step: str = "welcome") -> Load:
    """A browser that was never here opens the projected screen: until it is drawn and nothing more is fetched."""
    page = _screen(browser, address, key)
    load = Load()
    wires = _wires(page)
    count(wires, load)
    began = time.perf_counter()
    page.goto(f"{address}/{step}")
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    load.seconds = time.perf_counter() - began
    page.wait_for_timeout(3_000)
    page.context.close()
    return load


def _load(page: Page, wires: CDPSession, link: str) -> Load:
    load = Load()
    count(wires, load)
    began = time.perf_counter()
    page.goto(link, wait_until="load")
    load.seconds = time.perf_counter() - began
    page.wait_for_timeout(500)
    return load


def _wires(page: Page) -> CDPSession:
    wires = page.context.new_cdp_session(page)
    wires.send("Network.enable")
    return wires


def count(wires: CDPSession, load: Load) -> None:
    """Count what each request brings over the wire; redirects and their headers too."""
    addresses: dict[str, str] = {}

    def asked(event: dict[str, object]) -> None:
        redirected = event.get("redirectResponse")
        if redirected:
            _add(load, redirected["url"], redirected["encodedDataLength"])
        addresses[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, object]) -> None:
        _add(load, addresses.get(event["requestId"], "?"), event["encodedDataLength"])

    wires.on("Network.requestWillBeSent", asked)
    wires.on("Network.loadingFinished", came)


def _add(load: Load, address: str, size: int) -> None:
    if not address.startswith("data:"):
        load.wire[address] = load.wire.get(address, 0) + int(size)


def show_results(page: Page) -> None:
    """Close scoring, go to the results and reveal them, as a facilitator does."""
    page.get_by_role("button", name="Close scoring", exact=True).click()
    page.get_by_role("link", name="Results", exact=True).click()
    page.get_by_role("button", name="Reveal results").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()

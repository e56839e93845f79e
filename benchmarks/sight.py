"""What sight and the keyboard meet: room at 400%, Next in sight, contrasts, names, presses of Tab, text twice as large.

`.venv/bin/python benchmarks/sight.py`; ends with 1 where a target is missed. Counts do not depend on the machine.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

TOP = Path(__file__).parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests"), str(TOP / "tests" / "browser")]

from people import ITEMS, a_participant, answer  # noqa: E402 (found by the line above)
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402 (found by the line above)
from server_process import running  # noqa: E402 (found by the line above)
from test_large_text import SIDEWAYS, SIZES, TWICE  # noqa: E402 (found by the line above)
from test_nothing_cut import COVERED, CUT, IN_SIGHT, drawn  # noqa: E402 (found by the line above)
from test_tokens import OF_LINES, contrast, themes  # noqa: E402 (found by the line above)
from test_told import ALIKE  # noqa: E402 (found by the line above)
from test_whole_stage import Hall  # noqa: E402 (found by the line above)

from across.room.application import open_application  # noqa: E402 (found by the line above)
from across.settings import read  # noqa: E402 (found by the line above)
from across.workshop.values import Action  # noqa: E402 (found by the line above)

STEPS = ("welcome", "question-1", "questionnaire", "results", "actions", "close")
PAGES = (*STEPS, "paper-forms", "score-together")
AT_400, PROJECTOR = {"width": 320, "height": 256}, {"width": 1024, "height": 768}
NONE = "none"
NOTES, MOST_PRESSES, LOST = 16, 8, 99
# WCAG 2.2: what text, and what parts of a graphic that are needed to understand it, differ by from their ground.
OF_TEXT, OF_GRAPHICS = 4.5, 3
Found = TypeVar("Found")
ON_NEXT = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return Boolean(at && at.matches('.do > .btn:last-child'));
}"""


def main() -> int:
    """Print a row for each measure; 1 where one is missed."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ACROSS_CHROMIUM"), args=["--no-sandbox", "--disable-gpu"]
        )
        application = open_application(read({"ACROSS_DATA_FOLDER": folder}))
        at = _hall(Hall(server, browser, application, "question-1", asks_sector=True))
        missed = [*_contrasts(), *_of_screens(at), *_of_phones(at, browser)]
        application.store.close()
        browser.close()
    return int(any(missed))


def _hall(at: Hall) -> Hall:
    """With notes, answers, actions and proposals; the results are revealed."""
    at.sends(*(f"A note of some length, the {number}." for number in range(NOTES)))
    at.room.open_scoring()
    for number in range(8):
        token = a_participant(at.room)
        token.choose_sector("health" if number % 2 else "social-care")
        answer(token, [1 + (number + place) % 5 for place in range(len(ITEMS))])
    at.room.move_to("results")
    at.room.reveal()
    at.room.move_to("actions")
    at.sends("Ring first", "Share a diary", "Eat together", step="actions")
    for what in ("Meet", "Call"):
        at.room.add_action(Action("", what, "Ann", "June", None, "Alone", 0))
    return at


def _row(what: str, found: str, *, holds: bool) -> bool:
    """Print one measure; whether it is missed."""
    print(f"{what:58} {found:34} {'holds' if holds else 'MISSED'}", flush=True)
    return not holds


def _contrasts() -> list[bool]:
    known = themes().values()
    counts = min(contrast(theme[f"on-p{point}"], theme[f"p{point}"]) for theme in known for point in range(1, 6))
    edges = min(contrast(theme[line], theme["paper"]) for theme in known for line in OF_LINES)
    grid = min(contrast(theme["line-strong"], theme["paper"]) for theme in known)
    return [
        _row("counts in bars, least of every theme", f"{counts:.1f}:1", holds=counts >= OF_TEXT),
        _row("edge of the spread", f"{edges:.1f}:1", holds=edges >= OF_GRAPHICS),
        _row("grid of the radar", f"{grid:.1f}:1", holds=grid >= OF_GRAPHICS),
    ]


def _each(at: Hall, page: Page, measure: Callable[[], Found], pages: tuple[str, ...]) -> dict[str, Found]:
    """What is measured on each of these pages, opened anew."""
    found = {}
    for name in pages:
        at.room.move_to(name if name in STEPS else "questionnaire")
        page.goto(f"{at.server.address}/{name}")
        expect(page.get_by_role("button", name="Next")).to_be_attached()
        drawn(page)
        page.evaluate(CUT)  # fonts and the picture are there
        found[name] = measure()
    return found


def _of_screens(at: Hall) -> list[bool]:
    page = at.screen()
    page.set_viewport_size(AT_400)
    covered = max(_each(at, page, lambda: page.evaluate(COVERED), PAGES).values())
    page.set_viewport_size(PROJECTOR)
    cut = _named(_each(at, page, lambda: page.evaluate(CUT), PAGES))
    hidden = _named(_each(at, page, lambda: not _next_is_seen(page), PAGES))
    alike = _named(_each(at, page, lambda: page.evaluate(ALIKE), (*STEPS, "facilitator")))
    skipped = max(_each(at, page, lambda: _by_skip(page), STEPS).values())
    tabbed = sorted(_each(at, page, lambda: _by_tab(page), STEPS).values())
    pixels, presses = f"{256 * covered:.0f} of 256 px", f"{skipped} ({tabbed[0]} to {tabbed[-1]} by Tab alone)"
    return [
        _row("head and foot at 320 x 256, scrolled half-way, at most", pixels, holds=covered < 1 / 2),
        _row("pages at 1024 x 768 on which anything is cut", cut, holds=cut == NONE),
        _row("pages at 1024 x 768 on which Next is not whole in sight", hidden, holds=hidden == NONE),
        _row("pages on which two controls have one name", alike, holds=alike == NONE),
        _row("presses until Next has the focus, by Skip", presses, holds=skipped <= MOST_PRESSES),
    ]


def _named(found: dict[str, object]) -> str:
    """The pages on which something is found."""
    return ", ".join(name for name, what in found.items() if what) or NONE


def _next_is_seen(page: Page) -> bool:
    page.get_by_role("button", name="Next").last.focus()
    return bool(page.evaluate(IN_SIGHT))


def _by_skip(page: Page) -> int:
    """How many keys from the top of a page to Next, by "Skip to the controls"."""
    _begin(page)
    page.keyboard.press("Enter")
    return 2 if page.evaluate(ON_NEXT) else LOST


def _by_tab(page: Page) -> int:
    """How many presses of Tab it takes without that."""
    _begin(page)
    for presses in range(1, LOST):
        if page.evaluate(ON_NEXT):
            return presses
        page.keyboard.press("Tab")
    return LOST


def _begin(page: Page) -> None:
    """The first press of Tab on a page."""
    page.evaluate("() => document.activeElement && document.activeElement.blur()")
    page.locator("body").press("Tab")


def _of_phones(at: Hall, browser: Browser) -> list[bool]:
    over = {}
    for size, viewport in SIZES.items():
        page = browser.new_context(viewport=viewport).new_page()
        page.goto(f"{at.server.address}/join/{at.code}")
        for step in STEPS:
            at.room.move_to(step)
            page.goto(f"{at.server.address}/take-part?step={step}")
            page.evaluate(TWICE)
            over[f"{step}, {size}"] = max(page.evaluate(SIDEWAYS), len(page.evaluate(CUT)))
    wrong = _named({name: by > 0 for name, by in over.items()})
    return [_row("phones, text twice as large: pages with anything cut", wrong, holds=wrong == NONE)]


if __name__ == "__main__":
    sys.exit(main())

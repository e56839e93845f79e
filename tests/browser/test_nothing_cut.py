"""Nothing is cut: on every page, at every size, tables and text are read by scrolling down alone."""

import random
from collections.abc import Callable
from time import monotonic
from uuid import uuid4

import pytest
from people import ITEMS, a_participant, answer
from playwright.sync_api import Page, expect
from screens import PHONE, in_a_dialog, join, pressed, wait_until
from test_large_text import TWICE
from test_whole_stage import Hall

from across.workshop.values import Action, Look

WIDE = {"1280": (1280, 720), "1024": (1024, 768)}
PHONES = {"390": (390, 844), "320": (320, 640)}
# 400% of a projector of 1280 by 720.
LOW = {"400%": (320, 180)}
# What goes by its own size is drawn anew some frames after that has changed, and none of it takes longer than this.
SETTLED_SECONDS = 10
LONG = "Agree on one page that every organisation signs before the winter"
# What cannot be read without scrolling sideways: the page, what scrolls within it, tables, lines of text. What is there
# for screen readers alone is cut to nothing on purpose; the chart to explore is wider than its room and drawn smaller.
CUT = r"""async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await document.fonts.ready;
    await frame();
    await frame();
    const found = [], up = node => node.parentElement || node.getRootNode().host;
    const unseen = node => {
        for (let at = node; at; at = up(at)) {
            if (getComputedStyle(at).clipPath !== 'none') return true;
            if (at.matches('.st-key-radar, .measuring, .rail, [inert]')) return true;
        }
        return false;
    };
    const seen = node => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !unseen(node);
    const called = node => `${node.tagName} ${node.id || node.dataset.testid || node.getAttribute('class') || ''}`;
    const across = document.scrollingElement.scrollWidth - innerWidth;
    if (across > 1) found.push(`the page scrolls sideways by ${across}`);
    const look = root => {
        for (const node of root.querySelectorAll('*')) {
            if (node.shadowRoot) look(node.shadowRoot);
            const over = node.scrollWidth - node.clientWidth, style = getComputedStyle(node);
            if (over > 1 && node.clientWidth > 1 && /auto|scroll/.test(style.overflowX) && seen(node))
                found.push(`${called(node)} scrolls sideways by ${over}`);
            if (over > 1 && node.clientWidth > 1 && style.textOverflow === 'ellipsis' && seen(node))
                found.push(`${called(node)} ends in dots: ${node.textContent.trim().slice(0, 40)}`);
        }
        const texts = document.createTreeWalker(root.body || root, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode, at = text.parentElement;
            if (!at || !text.textContent.trim() || at.matches('style, script, noscript') || !seen(at)) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            for (const { left, right, width } of range.getClientRects())
                if (width > 1 && (left < -1 || right > innerWidth + 1))
                    found.push(`${text.textContent.trim().slice(0, 40)}: ${Math.round(left)} to ${Math.round(right)}`);
        }
    };
    look(document);
    return [...new Set(found)];
}"""
# The share of the window that head and foot cover, where the page is scrolled half-way.
COVERED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const inside = selector => [...document.querySelectorAll('*')].filter(node => node.shadowRoot)
        .map(node => node.shadowRoot.querySelector(selector)).find(Boolean);
    const page = document.querySelector('[data-testid="stMain"]'), plain = inside('.stage.plain');
    const box = plain ? page : inside('.picture');
    box.scrollTop = (box.scrollHeight - box.clientHeight) / 2;
    await frame();
    await frame();
    const held = [inside('.head'), inside('.foot')].map(node => node.getBoundingClientRect());
    if (plain) held.push(page.getBoundingClientRect());
    const seen = ({ top, bottom }) => Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
    const [head, foot, room] = held.map(seen);
    return (room === undefined ? head + foot : innerHeight - (room - head - foot)) / innerHeight;
}"""
# Whether what has the focus is in sight, whole and with nothing over it.
IN_SIGHT = """() => {
    let root = document, at = root.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) {
        root = at.shadowRoot;
        at = root.activeElement;
    }
    const { left, right, top, bottom } = at.getBoundingClientRect();
    const whole = left >= 0 && right <= innerWidth + 1 && top >= 0 && bottom <= innerHeight + 1;
    return whole && at.contains(root.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}"""


@pytest.fixture(scope="module")
def at(server, browser, application) -> Hall:
    """A hall whose every page has something on it."""
    made = Hall(server, browser, application, "question-1", asks_sector=True)
    made.sends(*(f"{LONG}, note {number}" for number in range(12)))
    made.room.open_scoring()
    chance = random.Random(1)
    for number in range(16):
        token = a_participant(made.room)
        token.choose_sector("health" if number % 2 else "social-care")
        answer(token, [chance.choice([None, 1, 2, 3, 4, 5]) for _ in ITEMS])
        if number < 3:
            token.send_note(uuid4().hex, "actions", LONG, None)
            token.comment(uuid4().hex, "trust", LONG)
    made.room.move_to("results")
    made.room.reveal()
    for what in (LONG, "Meet"):
        made.room.add_action(Action("", what, "The whole discharge team", "the end of the year", None, "Alone", 0))
    return made


def sized(page: Page, sizes: dict[str, tuple[int, int]], check: Callable[[], list[str]], name: str) -> list[str]:
    """What is found at each of these sizes."""
    found = []
    for size, (width, height) in sizes.items():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{name} at {size}: {fault}" for fault in settled(page, check)]
    return found


def settled(page: Page, check: Callable[[], list[str]]) -> list[str]:
    """What is still found once the page has drawn itself for its size."""
    deadline = monotonic() + SETTLED_SECONDS
    while (found := check()) and monotonic() < deadline:
        page.wait_for_timeout(50)
    return found


def drawn(page: Page) -> None:
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")


def cut(page: Page) -> list[str]:
    drawn(page)
    return page.evaluate(CUT)


def low(page: Page) -> list[str]:
    """At 400%: nothing is cut, there is room to read in, and Next comes into sight by keys."""
    page.evaluate("() => document.activeElement && document.activeElement.blur()")
    found = cut(page)
    covered = page.evaluate(COVERED)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Skip to the controls").press("Enter")
    page.evaluate("() => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))")
    hidden = not page.evaluate(IN_SIGHT)
    return found + [f"covered: {covered:.2f}"] * (covered > 0.5) + ["Next is not in sight"] * hidden


VIEWS = {
    "radar": (Look("radar", "dots"), ".results[data-moment=done] .js-plotly-plot"),
    "sectors": (Look("sectors"), ".sec svg"),
    "one by one": (Look("items", dimension="trust"), ".dimension .comments li"),
    "where to talk": (Look("talk"), ".talk article"),
}
PICTURES = {
    "welcome": ".welcome .code",
    "question-1": ".wall .card",
    "question-4": ".question",
    "questionnaire": ".questionnaire .finished",
    "results": ".results",
    "actions": ".action",
    "close": ".close .does",
}


def test_no_picture_is_cut_at_any_size_and_next_is_reached_at_400_percent(at):
    page = at.screen("results")
    found: list[str] = []

    def looked_at(name: str, sign: str) -> None:
        expect(page.locator(sign).first).to_be_visible()
        found.extend(sized(page, {**WIDE, **PHONES}, lambda: cut(page), name))
        found.extend(sized(page, LOW, lambda: low(page), name))

    for view, (look, sign) in VIEWS.items():
        at.room.show_results_as(look)
        looked_at(view, sign)
    for step, sign in PICTURES.items():
        at.moves_to(page, step)
        if step != "results":
            looked_at(step, sign)

    assert found == []


def test_no_page_beside_the_picture_is_cut_at_any_size(at):
    at.room.move_to("results")
    page = at.screen("facilitator")
    found: list[str] = []

    for step, sign in (("results", "Comments on dimensions"), ("actions", "Proposed by participants")):
        at.room.move_to(step)
        page.goto(f"{at.server.address}/facilitator")
        expect(page.get_by_role("heading", name=sign)).to_be_visible()
        drawn(page)
        closed = page.locator("details:not([open]) > summary:visible")
        while lids := closed.element_handles():
            # Without the mouse, as all of it grows: a press that begins on one would end elsewhere.
            lid = lids[0]
            lid.evaluate("lid => lid.click()")
            # A page that is drawn anew meanwhile has others.
            wait_until(page, lambda lid=lid: lid.evaluate("lid => !lid.isConnected || lid.parentElement.open"))
        expect(page.get_by_role("button", name="Print a discussion sheet (PDF)")).to_be_visible()
        found += sized(page, {**WIDE, **PHONES, **LOW}, lambda: cut(page), f"own view of {step}")
    page.goto(at.server.address)
    expect(page.get_by_role("button", name="Start workshop")).to_be_visible()
    found += sized(page, {**WIDE, **PHONES, **LOW}, lambda: cut(page), "start page")
    for path, sign in (("paper-forms", "Save forms"), ("score-together", "Back to the questionnaire")):
        page.goto(f"{at.server.address}/{path}")
        expect(page.get_by_text(sign, exact=True)).to_be_visible()
        found += sized(page, {**WIDE, **PHONES}, lambda: cut(page), path)
        found += sized(page, LOW, lambda: low(page), path)

    assert found == []


def test_no_table_of_numbers_and_no_preview_is_cut_in_a_dialog(at):
    at.room.move_to("results")
    at.room.show_results_as(Look("radar"))
    page = at.screen("results")
    sizes = {**WIDE, **PHONES, **LOW}
    page.get_by_role("button", name="Numbers", exact=True).press("Enter")
    expect(page.get_by_role("dialog").get_by_role("table").first).to_be_visible()
    found = sized(page, sizes, lambda: cut(page), "numbers")

    at.room.move_to("close")
    page.goto(f"{at.server.address}/close")
    page.get_by_role("button", name="Downloads", exact=True).press("Enter")
    dialog = page.get_by_role("dialog")
    in_a_dialog(page)
    pressed(dialog.get_by_role("button", name="Preview the report"))
    expect(dialog.locator("img").first).to_be_visible()
    found += sized(page, sizes, lambda: cut(page), "preview of the report")

    assert found == []


def test_no_page_of_a_phone_is_cut_with_text_as_it_is_or_twice_as_large(at):
    phone = join(at.browser, at.server.address, at.code, is_mobile=False, has_touch=False, viewport=PHONE)
    found: list[str] = []
    for step in ("welcome", "question-1", "questionnaire", "results", "actions", "close"):
        at.room.move_to(step)  # phones cannot look ahead
        phone.goto(f"{at.server.address}/take-part?step={step}")
        found += sized(phone, {**PHONES, **LOW}, lambda: phone.evaluate(CUT), step)
        phone.evaluate(TWICE)
        found += sized(phone, PHONES, lambda: phone.evaluate(CUT), f"{step}, twice as large,")

    assert found == []

"""The facilitator's own view in a real browser: notes to oneself, and nothing cut at any size."""

from uuid import uuid4

import pytest
from people import a_participant, a_plan, answer_all
from playwright.sync_api import Browser, Page, expect
from screens import PHONE, PROJECTOR, drawn, facilitate, join, opened, send_note
from server_process import Server

from across.room.application import Application
from across.room.facilitator import Facilitator
from across.workshop.values import Action

SECRET = "Ask Ann first"
BOX = "Notes to yourself"
# What is wider than the window, or has more in it than can be seen or scrolled to.
CUT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const tables = [...document.querySelectorAll('[data-testid="stTable"] table')];
  const cut = tables.filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1);
  return [main.scrollWidth > main.clientWidth + 1, cut.length];
}"""
# The chart fills the room that it leaves: none of its letters lies outside, and what follows it is near.
CHART = """() => {
  const room = document.querySelector('.st-key-radar').parentElement.getBoundingClientRect();
  const drawn = document.querySelector('.st-key-radar .js-plotly-plot').getBoundingClientRect();
  const letters = [...document.querySelectorAll('.st-key-radar .annotation-text')];
  const boxes = letters.map((text) => text.getBoundingClientRect());
  const outside = boxes.filter(({ left, right }) => left < drawn.left - 1 || right > drawn.right + 1).length;
  return [outside, drawn.width > room.width * 0.9, drawn.right <= room.right + 1];
}"""


@pytest.fixture
def started(application: Application) -> tuple[Facilitator, str]:
    """A workshop, and its facilitator's key."""
    _, key = application.start(a_plan(smallest_group=3, asks_sector=True))
    return application.facilitator(key), key


def own_view(browser: Browser, server: Server, key: str, **options: object) -> Page:
    page = facilitate(browser, server.address, key, "facilitator", **options)
    expect(page.get_by_label(BOX)).to_be_enabled()
    return page


def test_notes_to_oneself_are_there_after_a_reload_and_nowhere_else(server, browser, started):
    room, key = started
    room.move_to("question-1")
    phone = join(browser, server.address, room.code)
    page = own_view(browser, server, key)

    page.get_by_label(BOX).press_sequentially(f"{SECRET} <b>c r</b>")
    page.reload()

    expect(page.get_by_label(BOX)).to_have_value(f"{SECRET} <b>c r</b>")
    expect(page.get_by_text("Kept in this browser only; not part of the report.")).to_be_visible()
    shown = page.context.new_page()
    for address in ("present", "question-1"):
        shown.goto(f"{server.address}/{address}")
        expect(shown.get_by_role("heading", level=1)).to_be_visible()
        expect(shown.get_by_label(BOX)).to_have_count(0)
        expect(shown.get_by_text(SECRET)).to_have_count(0)
    phone.reload()
    expect(phone.get_by_text(SECRET)).to_have_count(0)
    elsewhere = own_view(browser, server, key)
    expect(elsewhere.get_by_label(BOX)).to_have_value("")


def test_notes_to_oneself_belong_to_one_workshop_and_follow_in_another_tab(server, browser, application, started):
    room, key = started
    _, other = application.start(a_plan())
    page = own_view(browser, server, key)
    tab = page.context.new_page()
    tab.goto(f"{server.address}/facilitator")
    expect(tab.get_by_label(BOX)).to_have_value("")

    page.get_by_label(BOX).fill(SECRET)

    expect(tab.get_by_label(BOX)).to_have_value(SECRET)
    page.context.add_cookies([{"name": "across_facilitator", "value": other, "url": server.address}])
    page.reload()
    expect(page.get_by_label(BOX)).to_be_enabled()
    expect(page.get_by_label(BOX)).to_have_value("")
    assert room.code in page.evaluate("Object.keys(localStorage).join()")


@pytest.mark.parametrize("size", [PROJECTOR, {"width": 1280, "height": 720}, PHONE], ids=["1920", "1280", "390"])
def test_results_and_actions_are_read_without_anything_cut(server, browser, started, size):
    room, key = started
    room.open_scoring()
    for _ in range(8):
        answer_all(room, 4)
    room.move_to("results")
    room.reveal()
    page = own_view(browser, server, key, viewport=size)

    opened(page, "Explore the results")
    expect(page.locator(".st-key-radar .annotation-text").first).to_be_visible()

    page.wait_for_function(f"JSON.stringify(({CHART})()) === '[0,true,true]'")
    expect(page.get_by_test_id("stTable").first).to_be_visible()
    drawn(page)
    page.wait_for_function(f"JSON.stringify(({CUT})()) === '[false,0]'")
    long = "Agree on one page that every organisation signs before the winter"
    room.add_action(Action("", long, "The whole discharge team", "the end of the financial year", None, "Alone", 0))
    a_participant(room).send_note(uuid4().hex, "actions", "Meet monthly", None)
    room.move_to("actions")
    expect(page.get_by_text(long).first).to_be_visible()
    expect(page.get_by_text("By when: the end of the financial year")).to_be_visible()
    drawn(page)
    page.wait_for_function(f"JSON.stringify(({CUT})()) === '[false,0]'")


def test_what_is_written_from_right_to_left_is_read_from_the_right(server, browser, started):
    room, key = started
    room.move_to("question-1")
    phone = join(browser, server.address, room.code)
    send_note(phone, "\u0646\u062d\u0646 \u0646\u0633\u062a\u0645\u0639.")
    send_note(phone, "We listen.")
    page = own_view(browser, server, key)
    from_the_right = """text => {
        const range = document.createRange();
        range.selectNodeContents(document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode());
        const words = range.getBoundingClientRect();
        const box = text.closest('[data-testid="stVerticalBlock"]').getBoundingClientRect();
        return box.right - words.right < words.left - box.left;
    }"""

    notes = page.locator('[class*="st-key-own-"] [data-testid="stText"]')
    assert notes.filter(has_text="\u0646\u0633\u062a\u0645\u0639").evaluate(from_the_right)
    assert not notes.filter(has_text="We listen.").evaluate(from_the_right)

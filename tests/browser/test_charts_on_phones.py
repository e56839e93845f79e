"""The results on real phones: the chart can be read, moves where it stands, and the report arrives."""

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from people import ITEMS, a_participant, a_plan, answer, migrated_sqlite, settings_for, start
from phones import Server, served
from playwright.sync_api import Browser, Page, expect
from screens import PHONE, a_browser, join, wait_until
from watched import fetched, has_heard, stop_the_clock, watch

from across.room.application import open_application
from across.room.facilitator import Facilitator
from across.room.newer_answers import LIVE_SECONDS
from across.workshop.values import Edition, Look

SMALL = {"width": 320, "height": 640}
# Text as it is drawn: its box on the screen, and how high its letters are.
DRAWN = """() => {
    const chart = document.querySelector('figure > svg');
    const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
    return [...chart.querySelectorAll('text')].map(text => {
        const { left, top, right, bottom } = text.getBoundingClientRect();
        const high = scale * parseFloat(getComputedStyle(text).fontSize);
        return { name: text.textContent, left, top, right, bottom, high };
    });
}"""
CONTRASTS = """() => {
    const luminance = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(one => one / 255)
            .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = luminance(getComputedStyle(document.querySelector('figure')).backgroundColor);
    const inks = [...document.querySelectorAll('figure g[class^=look], figure text')];
    return inks.map(ink => luminance(getComputedStyle(ink).color)).map(ink =>
        (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """The phones' routes, in this process: what tests change of the application holds for them, too."""
    with served(open_application(settings_for(migrated_sqlite(tmp_path_factory.mktemp("charts"))))) as running:
        yield running


def started(server: Server, **changes) -> Facilitator:
    _, key = server.application.start(a_plan(**changes))
    return server.application.facilitator(key)


def answered(room: Facilitator, people: int, *, sectors: int = 0, rated_by_few: tuple[int, ...] = ()) -> None:
    """So many people answer all items, most of them differently."""
    chance = random.Random(people)
    known = [sector.id for sector in room.content.choices.sectors]
    for person in range(people):
        token = a_participant(room)
        if sectors:
            token.choose_sector(known[person % sectors])
        unknown = [person > 1 and place // 2 in rated_by_few for place in range(len(ITEMS))]
        points = [None if place else chance.randint(1, 5) for place in unknown]
        answer(token, points)


def open_phone(browser: Browser, server: Server, room: Facilitator, **options) -> Page:
    return join(browser, f"http://127.0.0.1:{server.port}", room.code, is_mobile=False, has_touch=False, **options)


def open_watched_phone(browser: Browser, server: Server, room: Facilitator) -> Page:
    page = a_browser(browser, viewport=PHONE).new_page()
    watch(page)
    page.goto(f"http://127.0.0.1:{server.port}/join/{room.code}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    has_heard(page, room)
    return page


CASES = {
    "withheld": ({"people": 12, "rated_by_few": (1, 2, 6)}, Look()),
    "all withheld": ({"people": 5, "rated_by_few": tuple(range(9))}, Look()),
    "five": ({"people": 5}, Look()),
    "thirty": ({"people": 30}, Look(spread="dots")),
    "four sectors": ({"people": 32, "sectors": 4}, Look(sectors=True)),
}


@pytest.fixture(scope="module")
def revealed(server) -> Callable[[str], Facilitator]:
    """The workshop of a case, whose results are shown. Phones only look at it: there is one for all of them."""

    @cache
    def of(case: str) -> Facilitator:
        how, look = CASES[case]
        room = started(server, asks_sector=True)
        room.open_scoring()
        answered(room, **how)
        room.move_to("results")
        room.reveal()
        room.show_results_as(look)
        return room

    return of


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_chart_can_be_read_on_a_phone(browser, server, revealed, case, scheme, scripts):
    phone = open_phone(browser, server, revealed(case), color_scheme=scheme, java_script_enabled=scripts)
    expect(phone.get_by_role("img", name=re.compile("people answered|no dimension can be shown"))).to_be_visible()
    expect(phone.locator("figure > svg")).to_have_css("display", "block")
    expect(phone.get_by_role("table")).to_have_count(2 if CASES[case][1].sectors else 1)
    if not scripts:  # without them nothing can be measured either: what is there is what was measured with them
        return
    texts = phone.evaluate(DRAWN)
    names = [text for text in texts if not text["name"].isdecimal()]

    assert len(names) == 9
    assert min(text["high"] for text in texts) >= 13
    assert all(text["left"] >= 0 and text["right"] <= PHONE["width"] for text in texts)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] + 2 or other["bottom"] <= one["top"] + 2, (one, other)
    assert min(phone.evaluate(CONTRASTS)) >= 4
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.set_viewport_size(SMALL)
    phone.wait_for_function("width => innerWidth === width", arg=SMALL["width"])
    assert phone.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


def test_the_reveal_reaches_a_phone_by_itself_and_says_so(browser, server):
    room = started(server)
    room.open_scoring()
    answered(room, 6)
    phone = open_phone(browser, server, room)
    room.move_to("results")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Results")
    expect(phone.get_by_role("table")).to_have_count(0)
    room.reveal()

    expect(phone.get_by_role("table", name="The same as numbers")).to_be_visible()
    expect(phone.locator("#news")).to_have_text("The results are shown")
    expect(phone.locator("figure > svg")).to_have_css("display", "block")


def test_results_that_are_shown_live_move_where_they_stand_and_are_not_fetched_at_each_tap(browser, server):
    looks_at = itertools.count(1_800_000_000, LIVE_SECONDS)
    application = replace(server.application, clock=lambda: next(looks_at))
    room = start(application, results_mode="live", smallest_group=3)
    room.open_scoring()
    room.move_to("results")
    answered(room, 3)
    room.refresh()
    phone = open_watched_phone(browser, server, room)
    first = phone.locator("#results").inner_text()
    phone.get_by_role("link", name=room.content.questionnaire.link_name).focus()
    phone.evaluate("scrollTo(0, 250)")
    stop_the_clock(phone)
    looks = 0
    for _ in range(3):
        answered(room, 3)
        looks += room.refresh()
        has_heard(phone, room)
        phone.clock.run_for(4200)
    wait_until(phone, lambda: phone.clock.run_for(100) or "n = 12" in phone.locator("#results").inner_text())

    assert looks == 3
    assert "n = 3" in first
    moments = [at for _, at in fetched(phone, "part")]
    assert 1 <= len(moments) <= 3
    assert all(later - earlier >= 4900 for earlier, later in itertools.pairwise(moments))
    expect(phone.get_by_role("link", name=room.content.questionnaire.link_name)).to_be_focused()
    assert phone.evaluate("scrollY") == 250


def test_a_way_of_showing_results_that_is_chosen_late_reaches_a_phone_that_waits_at_the_start(browser, server):
    room = started(server)
    phone = open_watched_phone(browser, server, room)
    expect(phone.get_by_text("Results stay hidden until")).to_be_visible()
    phone.route("**/take-part/state?*", lambda route: route.abort())  # it is told, and cannot look by itself
    room.choose_results_mode("live")

    expect(phone.get_by_text("Results are shown as they come in")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_participant_takes_the_report_home_once_it_is_shared(browser, server, scripts):
    room = started(server, name="Winter pressures")
    room.move_to("close")
    phone = open_phone(browser, server, room, java_script_enabled=scripts, accept_downloads=True)
    link = phone.get_by_role("link", name="Download the report (PDF)")
    expect(link).to_have_count(0)
    room.share_report(Edition())
    if not scripts:
        phone.goto(f"http://127.0.0.1:{server.port}/take-part")
    expect(link).to_be_visible()
    with phone.expect_download() as taken:
        link.click()

    assert taken.value.suggested_filename == f"Winter-pressures-{room.workshop().held_on.isoformat()}.pdf"
    assert taken.value.path().read_bytes().startswith(b"%PDF")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Close")

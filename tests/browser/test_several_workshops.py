"""Several workshops in one browser: opened in turn, a link over another workshop, a new link, forgetting, a call."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from people import a_plan
from playwright.sync_api import Page, expect
from screens import (
    PHONE,
    a_browser,
    drawn,
    facilitate,
    go_to,
    in_a_dialog,
    open_projector,
    opened,
    pressed,
    start_workshop,
)

HALF_A_SCREEN = {"width": 1280, "height": 720}


def today(there: str) -> date:
    """The day it is in a time zone."""
    return datetime.now(ZoneInfo(there)).date()


def frame_of(page: Page, code: str):
    """The frame of a workshop on the start page."""
    return page.locator(f".st-key-your-{code}")


def opened_at(page: Page, address: str, code: str) -> None:
    """Open a workshop from the start page."""
    page.goto(address)
    pressed(frame_of(page, code).get_by_role("button", name=re.compile("^(Open|Back to it)$")))
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(page.locator(".welcome .code")).to_have_text(code)
    drawn(page)


def forget(page: Page, code: str) -> None:
    """Forget a workshop, as the start page asks it."""
    pressed(frame_of(page, code).get_by_role("button", name="Forget", exact=True))
    pressed(page.get_by_role("button", name="Forget it in this browser"))


def test_two_workshops_are_opened_in_turn_and_the_presenting_window_goes_along(server, browser):
    screen = open_projector(browser, server.address)
    first = start_workshop(screen, name="First")
    presenting = screen.context.new_page()
    presenting.goto(f"{server.address}/present")
    expect(presenting.locator(".welcome .code")).to_have_text(first)

    screen.goto(server.address)
    second = start_workshop(screen, name="Second")
    expect(presenting.locator(".welcome .code")).to_have_text(second)
    opened_at(screen, server.address, first)

    expect(presenting.locator(".welcome .code")).to_have_text(first)
    opened_at(screen, server.address, second)
    expect(presenting.locator(".welcome .code")).to_have_text(second)


def test_a_link_over_another_workshop_asks_first_and_loses_neither(server, browser, application):
    other, key = application.start(a_plan(name="Of a colleague"))
    screen = open_projector(browser, server.address)
    ours = start_workshop(screen, name="Ours")
    tab = screen.context.new_page()

    tab.goto(f"{server.address}/facilitate#{key}")

    expect(tab.get_by_text("“Ours” is not lost")).to_be_visible()
    expect(tab).to_have_url(f"{server.address}/facilitate")
    go_to(screen, "Question 1")
    tab.get_by_role("button", name="Open workshop").click()
    expect(tab.locator(".welcome .code")).to_have_text(other)
    tab.goto(server.address)
    expect(frame_of(tab, ours)).to_be_visible()
    expect(frame_of(tab, other)).to_be_visible()
    assert key not in server.log


def test_the_old_link_is_refused_once_a_new_one_is_made(server, browser, application, tmp_path: Path):
    _code, old = application.start(a_plan(name="Winter pressures"))
    elsewhere = facilitate(browser, server.address, old, "facilitator")
    projected = facilitate(browser, server.address, old, "welcome")
    mine = facilitate(browser, server.address, old, "facilitator")
    expect(mine.locator(".stage .head h1")).to_have_text("Welcome")

    opened(mine, "Joining and the facilitator link")
    pressed(mine.get_by_role("button", name="Make a new link"))
    expect(mine.get_by_text("The old link stops working at once")).to_be_visible()
    mine.get_by_role("button", name="Make the new link").click()

    expect(mine.get_by_text("The new link is made")).to_be_visible()
    with mine.expect_download() as loading:
        pressed(mine.get_by_role("button", name="Save facilitator link").first)
    loading.value.save_as(tmp_path / "link.txt")
    new = re.search(r"facilitate#(\S+)", (tmp_path / "link.txt").read_text()).group(1)
    assert new != old
    pressed(mine.get_by_role("button", name="Next: Question 1"))
    expect(mine.get_by_role("heading", name="Everyone is at Question 1")).to_be_visible()
    expect(elsewhere.get_by_role("heading", name="Only the facilitator can do this")).to_be_visible()
    revision = application.facilitator(new).workshop().revision
    pressed(elsewhere.get_by_role("button", name="Next: Question 1"))
    expect(elsewhere.get_by_role("heading", name="Across Boundaries")).to_be_visible()
    assert application.facilitator(new).workshop().revision == revision
    expect(projected.locator(".ended")).to_be_visible()
    stranger = open_projector(browser, f"{server.address}/facilitate#{old}")
    expect(stranger.get_by_text("This key opens no workshop")).to_be_visible()
    owner = open_projector(browser, f"{server.address}/facilitate#{new}")
    expect(owner.get_by_role("heading", name="Question 1", exact=True, level=1)).to_be_visible()
    assert not [key for key in (old, new) if key in server.log + owner.content() + mine.content()]


def test_forgetting_asks_and_takes_a_workshop_from_this_browser_alone(server, browser, application):
    code, key = application.start(a_plan(name="Winter pressures"))
    page = facilitate(browser, server.address, key, "welcome")
    page.goto(server.address)

    forget(page, code)

    expect(page.get_by_text("None in this browser yet")).to_be_visible()
    expect(page).to_have_url(f"{server.address}/")
    assert application.facilitates(key)
    page.goto(f"{server.address}/welcome")
    expect(page.get_by_text("This page belongs to a workshop")).to_be_visible()


def test_the_join_link_is_copied_at_one_press_on_welcome_and_beside_the_picture(server, browser, application):
    code, key = application.start(a_plan())
    application.facilitator(key).correct_address("https://workshop.example.org")
    page = facilitate(browser, server.address, key, "welcome", viewport=HALF_A_SCREEN)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.address)
    copied = "navigator.clipboard.readText()"

    page.get_by_role("button", name="Copy join link").click()
    expect(page.get_by_role("button", name="Join link copied")).to_be_visible()
    assert page.evaluate(copied) == f"https://workshop.example.org/join/{code}"

    page.evaluate("navigator.clipboard.writeText('')")
    page.goto(f"{server.address}/facilitator")
    opened(page, "Joining and the facilitator link")
    pressed(page.get_by_role("button", name="Copy join link"))
    expect(page.get_by_text("Copied. Paste it into the chat of the call.")).to_be_visible()
    assert page.evaluate(copied) == f"https://workshop.example.org/join/{code}"


def test_four_workshops_fit_a_phone(server, browser, application):
    keys = [application.start(a_plan(name=f"Workshop {number}"))[1] for number in range(4)]
    context = a_browser(browser, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "across_facilitator", "value": ".".join(keys), "url": server.address}])
    page = context.new_page()
    page.goto(server.address)

    expect(page.get_by_text("Workshop 3")).to_be_visible()
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    assert not [key for key in keys if key in page.content()]


def test_a_workshop_is_held_on_the_day_it_is_where_its_facilitator_stands(server, browser, application):
    """Kiritimati is 25 hours ahead of Pago Pago: one of them is always on another day than the server."""
    for there in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        screen = a_browser(browser, viewport=HALF_A_SCREEN, timezone_id=there).new_page()
        before = today(there)
        screen.goto(server.address)
        code = start_workshop(screen, name=there)

        # twice, should midnight have passed meanwhile
        assert application.workshop(code).held_on in (before, today(there))


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 740), (320, 640)])
def test_a_phone_on_the_start_page_sees_where_to_join_before_it_scrolls(server, browser, width, height):
    page = a_browser(browser, viewport={"width": width, "height": height}, is_mobile=True, has_touch=True).new_page()
    page.goto(server.address)

    expect(page.get_by_role("button", name="Join", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Join code")).to_be_in_viewport(ratio=1)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_facilitators_phone_leads_the_workshop_by_the_link_that_is_shown_for_it(server, browser):
    screen = open_projector(browser, server.address)
    start_workshop(screen, name="From my phone")
    screen.get_by_role("button", name="Set up").click()
    in_a_dialog(screen)
    pressed(screen.get_by_role("dialog").get_by_role("button", name="Show it for my phone"))
    expect(screen.get_by_role("heading", name="Your facilitator link")).to_be_visible()
    assert screen.get_by_label("Or copy it").is_hidden()

    screen.get_by_text("Show it: nobody else sees this screen").click()
    link = screen.get_by_label("Or copy it").input_value()
    phone = a_browser(browser, viewport=PHONE).new_page()
    phone.goto(f"{server.address}/facilitate#{link.partition('#')[2]}")

    expect(phone.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(phone).to_have_url(re.compile("^[^#]*$"))
    screen.goto(f"{server.address}/welcome")
    # An address that is typed takes the room there: before it is drawn, that may come after what the phone presses.
    expect(screen.get_by_role("heading", name="Welcome")).to_be_visible()
    phone.get_by_role("button", name="Next").click()
    expect(screen.get_by_role("heading", name="Question 1")).to_be_visible()

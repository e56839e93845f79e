"""One tablet for two people, in a real browser: nothing of the first is sent, kept or shown for the second."""

import re

from people import a_plan
from playwright.sync_api import Page, Route, expect
from screens import join, wait_until


def hand_on(tablet: Page) -> None:
    """Hand it on by the button, once the script that looks after what is unsent is there."""
    tablet.get_by_role("link", name="Next person").click()
    tablet.wait_for_url("**/take-part/next")
    tablet.get_by_role("button", name="Hand it on").click()


def test_nothing_of_the_last_person_is_in_sight_or_sent_for_the_next(browser, server, application):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    tablet = join(browser, server.address, f"{code}?shared")
    room.move_to("question-1")
    expect(tablet.get_by_role("heading", name="Question 1")).to_be_visible()
    tablet.get_by_label("Your note").fill("Half a thought")
    wait_until(tablet, lambda: "Half a thought" in str(tablet.evaluate("Object.values(localStorage)")))

    hand_on(tablet)

    expect(tablet).to_have_url(re.compile("/take-part$"))
    expect(tablet.get_by_label("Your note")).to_have_value("")
    assert "Half a thought" not in str(tablet.evaluate("Object.values(localStorage)"))
    tablet.go_back()
    tablet.go_back()
    expect(tablet.get_by_role("heading", name="Question 1")).to_be_visible()
    expect(tablet.get_by_label("Your note")).to_have_value("")
    with room.reading() as reading:
        assert reading.bulletin.joined == 2


def test_a_device_is_not_handed_on_while_something_is_unsent(browser, server, application):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("question-1")
    tablet = join(browser, server.address, f"{code}?shared")
    tablet.route("**/take-part/note", lambda route: route.abort())
    tablet.get_by_label("Your note").fill("On its way")
    tablet.get_by_role("button", name="Send note").click()
    expect(tablet.locator("#status")).to_have_text("Not saved yet")
    mine = [cookie for cookie in tablet.context.cookies() if "participant" in cookie["name"]]

    hand_on(tablet)

    expect(tablet.get_by_role("alert")).to_contain_text("not saved yet")
    assert [cookie for cookie in tablet.context.cookies() if "participant" in cookie["name"]] == mine
    tablet.unroute("**/take-part/note")
    tablet.get_by_role("link", name="Back to the workshop").click()
    expect(tablet.locator("#status")).to_have_text("Saved")


def test_the_button_is_there_once_the_script_is_that_takes_away_what_was_typed(browser, server, application):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("question-1")
    tablet = join(browser, server.address, f"{code}?shared")
    held: list[Route] = []
    tablet.route("**/phone/next.js*", lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks what it is given)
    tablet.get_by_label("Your note").fill("Half a thought")
    wait_until(tablet, lambda: "Half a thought" in str(tablet.evaluate("Object.values(localStorage)")))

    tablet.get_by_role("link", name="Next person").click(no_wait_after=True)
    wait_until(tablet, lambda: held)
    expect(tablet.get_by_role("button", name="Hand it on")).to_have_count(0)
    held[0].continue_()
    tablet.get_by_role("button", name="Hand it on").click()

    expect(tablet).to_have_url(re.compile("/take-part$"))
    expect(tablet.get_by_label("Your note")).to_have_value("")
    assert "Half a thought" not in str(tablet.evaluate("Object.values(localStorage)"))

"""The second press of a double click, on Streamlit's own pages: what the first has done is done once."""

import pytest
from people import a_plan, counts_of
from playwright.sync_api import Page, expect
from screens import facilitate


@pytest.fixture
def workshop(server, browser, application):
    """A workshop at its first question, and a way to open a page of it."""
    _, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("question-1")
    return room, lambda page: facilitate(browser, server.address, key, page)


def saved(page: Page, so_far: str) -> None:
    page.get_by_label("Form 1, item 1:").fill("4")
    page.get_by_role("button", name="Save forms").dblclick()
    expect(page.get_by_text(so_far)).to_be_visible()
    expect(page.get_by_label("Form 1, item 1:")).to_have_value("")


def test_paper_forms_are_saved_once(workshop):
    room, opens = workshop
    room.move_to("questionnaire")
    page = opens("paper-forms")

    # A page does one thing after the other: what is saved later comes after every press before it.
    saved(page, "1 form entered so far.")
    saved(page, "2 forms entered so far.")

    assert counts_of(room).on_paper == 2


def test_the_room_moves_one_step(workshop):
    room, opens = workshop
    page = opens("facilitator")
    button = page.locator("[data-testid^='stBaseButton']")

    button.filter(has_text="Next: Question 2").dblclick()
    expect(page.get_by_role("heading", name="Everyone is at Question 2")).to_be_visible()
    button.filter(has_text="Back: Question 1").click()
    expect(page.get_by_role("heading", name="Everyone is at Question 1")).to_be_visible()

    assert room.workshop().step == "question-1"

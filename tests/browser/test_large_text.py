"""Text twice as large on a phone: every page of a participant is read by scrolling down alone."""

import pytest
from people import ITEMS, a_participant, answer
from screens import join
from test_whole_stage import Hall

SIZES = {"390 wide": {"width": 390, "height": 844}, "320 wide": {"width": 320, "height": 640}}
# As a browser's setting does it: what is said in rem and em grows with it.
TWICE = """() => {
    const page = document.documentElement;
    page.style.fontSize = `${2 * parseFloat(getComputedStyle(page).fontSize)}px`;
}"""
SIDEWAYS = "() => document.scrollingElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("size", SIZES)
def test_no_page_of_a_phone_scrolls_sideways_with_text_twice_as_large(server, browser, application, size):
    at = Hall(server, browser, application, "welcome")
    phone = join(browser, server.address, at.code, viewport=SIZES[size])
    at.room.open_scoring()
    for _ in range(6):
        answer(a_participant(at.room), [4] * len(ITEMS))

    over = {}
    for step in ("welcome", "question-1", "questionnaire", "results", "actions", "close"):
        at.room.move_to(step)  # phones cannot look ahead
        if step == "results":
            at.room.reveal()
        phone.goto(f"{server.address}/take-part?step={step}")
        phone.evaluate(TWICE)
        over[step] = phone.evaluate(SIDEWAYS)

    assert {step: by for step, by in over.items() if by > 0} == {}

"""The results on the projected screen and in the presenting window."""

import pytest
from playwright.sync_api import expect
from screens import PROJECTOR, answer_dimension, go_to, join, started_at

ANSWERS = (["Agree", "Disagree"], ["Disagree", "Agree"], ["Agree", "Strongly agree"])


@pytest.fixture
def screen(server, browser, application):
    """The results of a workshop that three people have just taken part in, by their phones."""
    screen, code = started_at(browser, server.address, application, "questionnaire")
    screen.get_by_role("button", name="Open scoring").click()
    for answers in ANSWERS:
        phone = join(browser, server.address, code)
        answer_dimension(phone, answers)
        phone.context.close()
    screen.get_by_role("button", name="Close scoring").click()
    go_to(screen, "Results")
    screen.get_by_role("button", name="Reveal results").click()
    expect(screen.get_by_role("radio", name="Where to talk")).to_be_visible()
    return screen


def test_what_the_facilitator_chooses_is_shown_in_the_presenting_window_too(server, screen):
    window = screen.context.new_page()
    window.set_viewport_size(PROJECTOR)
    window.goto(f"{server.address}/present")
    expect(window.get_by_text("3 people answered")).to_be_visible()

    screen.get_by_role("radio", name="Where to talk").click()

    expect(window.get_by_text("Too few to say how far we agree")).to_be_visible()
    assert window.get_by_role("radio").count() == 0
    assert window.get_by_text("Make it an action").count() == 0


def test_a_proposal_from_a_phone_is_made_an_action(server, browser, application):
    screen, code = started_at(browser, server.address, application, "actions")
    phone = join(browser, server.address, code)
    phone.get_by_label("What could we do?").fill("One shared list")
    phone.get_by_role("button", name="Send proposal").click()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()

    screen.get_by_role("button", name="Make it an action").click()
    box = screen.get_by_role("dialog")
    expect(box.get_by_label("What", exact=True)).to_have_value("One shared list")
    box.get_by_label("Who").fill("Ann")
    box.get_by_role("button", name="Add action").click()

    expect(screen.get_by_text("Made an action")).to_be_visible()
    expect(screen.get_by_text("Ann", exact=True)).to_be_visible()
    expect(screen.get_by_role("button", name="Make it an action")).to_have_count(0)


def test_a_talking_point_is_made_an_action_without_leaving_the_results(screen):
    screen.get_by_role("radio", name="Where to talk").click()

    screen.get_by_text("Make it an action").first.click()
    what = screen.get_by_label("What", exact=True).first
    expect(what).to_be_visible()
    screen.keyboard.press("Tab")
    expect(what).to_be_focused()
    what.fill("Ask everybody in June")
    what.press("Enter")

    expect(screen.get_by_text("Saved as an action.")).to_be_visible()
    go_to(screen, "Actions")
    expect(screen.get_by_text("Ask everybody in June")).to_be_visible()


def test_what_a_reveal_would_withhold_follows_each_answer(server, browser, application):
    screen, code = started_at(browser, server.address, application, "questionnaire")
    screen.get_by_role("button", name="Open scoring").click()
    phones = [join(browser, server.address, code) for _ in ANSWERS]
    for phone in phones:
        answer_dimension(phone, ["Agree", "Agree"])
    go_to(screen, "Results")
    expect(screen.get_by_text("3 of 3 are still answering. After the reveal they count only if")).to_be_visible()
    expect(screen.get_by_text("Revealed now, 8 of 9 dimensions would be withheld")).to_be_visible()

    for phone in phones:
        phone.goto(f"{server.address}/take-part?step=questionnaire&dimension=2")
        answer_dimension(phone, ["Agree", "Disagree"])

    expect(screen.get_by_text("Revealed now, 7 of 9 dimensions would be withheld")).to_be_visible()


def test_a_reveal_that_would_show_nothing_is_refused_where_the_button_is(server, browser, application):
    screen, _ = started_at(browser, server.address, application, "results")

    screen.get_by_role("button", name="Reveal results").click()

    why = screen.get_by_role("alert").get_by_text("So far, no dimension has been answered in full by 3 people.")
    expect(why).to_be_visible()
    box, after = (found.bounding_box() for found in (why, screen.get_by_role("button", name="Next")))
    assert box["x"] + box["width"] <= after["x"]

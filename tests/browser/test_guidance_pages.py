"""The facilitator's guide and the accessibility statement in a real browser: reached, read, without a known barrier."""

import pytest
from people import ITEMS, a_participant, a_plan
from playwright.sync_api import Page, expect
from screens import PHONE, a_browser, facilitate, in_a_dialog, join, open_projector
from test_accessible import AXE, MAY_BE_CHECKED, RULES

PAGES = {
    "facilitator-guide": "The facilitator's guide",
    "accessibility": "Accessibility statement for Across Boundaries",
}
MOST_TABS = 60
HOLDS_FOCUS = "node => node.contains(document.activeElement)"
OVERFLOWS = "document.scrollingElement.scrollWidth > innerWidth"


def opened_by(page: Page, name: str) -> Page:
    """The window that a link opens beside this one."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name=name).press("Enter")
    return opened.value


def test_the_start_page_opens_both_beside_itself(server, browser):
    page = open_projector(browser, server.address)

    for name, heading in zip(("Facilitator's guide", "Accessibility"), PAGES.values(), strict=True):
        expect(opened_by(page, name).get_by_role("heading", level=1)).to_have_text(heading)
    expect(page).to_have_url(f"{server.address}/")


@pytest.mark.parametrize("step", ["welcome", "questionnaire"])
def test_set_up_leads_to_the_guide_and_leaves_the_picture_where_it_is(server, browser, application, step):
    _, key = application.start(a_plan())
    application.facilitator(key).move_to(step)
    page = facilitate(browser, server.address, key, step)
    page.get_by_role("button", name="Set up", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    in_a_dialog(page)

    guide = opened_by(page, "Facilitator's guide")

    expect(guide.get_by_role("heading", level=1)).to_have_text(PAGES["facilitator-guide"])
    expect(page).to_have_url(f"{server.address}/{step}")


def test_a_participant_reads_the_statement_and_comes_back(server, browser, application):
    code, _ = application.start(a_plan())
    page = join(browser, server.address, code)

    page.get_by_role("link", name="Accessibility").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES["accessibility"])
    page.go_back()

    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def tab_to(page: Page, role: str, name: str) -> None:
    """Go on by Tab until the focus is on this, as somebody without a mouse would."""
    wanted = page.get_by_role(role, name=name, exact=True)
    expect(wanted).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"{name} is not reached by Tab")


def test_the_statement_is_right_that_participants_can_do_everything_by_keys(server, browser, application):
    code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.open_scoring()
    room.move_to("question-1")
    a_participant(room).send_note("a" * 32, "question-1", "Somebody's", None)
    page = join(browser, server.address, code)

    tab_to(page, "textbox", "Your note")
    page.keyboard.type("By keys alone")
    tab_to(page, "button", "Send note")
    page.keyboard.press("Enter")
    expect(page.get_by_text("By keys alone")).to_be_visible()
    room.move_to("questionnaire")
    page.goto(f"{server.address}/take-part")
    dimensions = application.content.questionnaire.dimensions
    for number, dimension in enumerate(dimensions, start=1):
        heading = page.get_by_role("heading", name=dimension.name)
        expect(heading).to_be_visible() if number == 1 else expect(heading).to_be_focused()
        for item in dimension.items:
            group = page.get_by_role("radiogroup", name=item.text)
            while not group.evaluate(HOLDS_FOCUS):
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
        expect(page.get_by_text(f"{number * len(dimension.items)} of {len(ITEMS)} answered")).to_be_visible()
        tab_to(page, "button", "Next dimension" if number < len(dimensions) else "Finish")
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_have_no_known_barrier_and_fit_wherever_they_are_read(server, browser, name, scheme):
    page = a_browser(browser, viewport=PHONE, color_scheme=scheme, **MAY_BE_CHECKED).new_page()
    page.goto(f"{server.address}/{name}")
    found = AXE.run(page, options=RULES).response["violations"]
    too_wide = []
    for width, height in ((1280, 720), (390, 844), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        too_wide.append(page.evaluate(OVERFLOWS))
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    too_wide.append(page.evaluate(OVERFLOWS))

    assert found == []
    assert too_wide == [False] * 4

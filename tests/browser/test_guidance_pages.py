"""The facilitator's guide and the accessibility statement in a real browser: reached, read, without a known barrier."""

import pytest
from people import a_plan
from playwright.sync_api import Page, expect
from screens import PHONE, a_browser, facilitate, join, open_projector
from test_accessible import AXE, MAY_BE_CHECKED, RULES

PAGES = {
    "facilitator-guide": "The facilitator's guide",
    "accessibility": "Accessibility statement for Across Boundaries",
}
OVERFLOWS = "document.scrollingElement.scrollWidth > innerWidth"


def opened_by(page: Page, name: str) -> Page:
    """The window that a link opens beside this one."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name=name).click()
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

"""What a facilitator does on the projected screen and a participant on a phone, by the names people see."""

from playwright.sync_api import Browser, Page, expect

PROJECTOR = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


def open_projector(browser: Browser, address: str) -> Page:
    """A facilitator's browser at the start page."""
    page = browser.new_context(viewport=PROJECTOR, accept_downloads=True).new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


def start_workshop(page: Page, *, name: str = "Winter pressures", smallest_group: int = 3) -> str:
    """Start a workshop as a facilitator would; returns its join code."""
    page.get_by_label("Workshop name").fill(name)
    page.get_by_label("Partnership").fill("Eastside")
    page.get_by_text("Anonymity and results", exact=True).click()
    page.get_by_label("Smallest group whose scores are shown").fill(str(smallest_group))
    page.get_by_role("button", name="Start workshop").click()
    page.wait_for_url("**/welcome")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    return page.locator(".st-key-code").inner_text().strip()


def go_to(page: Page, step: str) -> None:
    """Go to a step by its name in the navigation."""
    page.get_by_role("link", name=step, exact=True).click()
    expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()


def join(browser: Browser, address: str, code: str) -> Page:
    """A participant who has joined with a phone of their own."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{address}/join/{code}")
    expect(page).to_have_url(f"{address}/take-part")
    return page


def answer_dimension(phone: Page, points: list[str]) -> None:
    """Answer the items of the dimension that is shown, each with the point of that name."""
    items = phone.locator("fieldset:has(input[type=radio]):visible")
    expect(items).to_have_count(len(points))
    for number, point in enumerate(points):
        items.nth(number).get_by_label(point, exact=True).check()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()

"""What a facilitator does on the projected screen and a participant on a phone, by the names people see."""

from collections.abc import Iterator
from contextlib import contextmanager

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


def tap(phone: Page, number: int, point: str) -> None:
    """Choose a point for one of the items that are shown, counted from 0, whether or not it can be sent."""
    phone.locator("fieldset:has(input[type=radio]):visible").nth(number).get_by_label(point, exact=True).check()


def points_shown(phone: Page) -> dict[str, str]:
    """What the phone shows as chosen in every dimension, by the names and values of the radio buttons."""
    phone.bring_to_front()
    phone.goto(phone.url.partition("?")[0] + "?step=questionnaire&dimension=1")
    shown: dict[str, str] = {}
    while phone.locator("#dimension").is_visible():
        chosen = "all => all.map(one => [one.name, one.value])"
        shown |= dict(phone.locator("#items input:checked").evaluate_all(chosen))
        phone.locator("#next").click()
    return shown


@contextmanager
def asleep(phone: Page) -> Iterator[None]:
    """The phone is locked: its page is told that it is hidden, and then nothing in it runs until it is woken."""
    told = """hidden => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    phone.evaluate(told, True)  # noqa: FBT003 (an argument of the script)
    hand = phone.context.new_cdp_session(phone)
    hand.send("Debugger.enable")
    hand.send("Debugger.pause")
    yield
    hand.send("Debugger.disable")
    hand.detach()
    phone.evaluate(told, False)  # noqa: FBT003 (an argument of the script)

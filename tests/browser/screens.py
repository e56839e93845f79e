"""What a facilitator does on the projected screen and a participant on a phone, by the names people see."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from people import a_plan
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from server_process import PATIENCE_SECONDS

from across.room.application import Application

PROJECTOR = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
# Where among the controls of the foot the focus is: "in", "last", or "" for elsewhere.
IN_THE_FOOT = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    const bar = at && at.closest('[role=toolbar]');
    return !bar || at.closest('.menu') ? '' : at === bar.lastElementChild ? 'last' : 'in';
}"""
# Whether what this folds away is open, and no longer grows.
OPENED = "lid => lid.parentElement.open && !lid.parentElement.getAnimations().length"
# Whether the picture, if there is one, has its styles and its letters, and has drawn itself in them.
DRAWN = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const pictures = [...document.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot);
    const styles = pictures.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('link')]);
    const styled = styles.every(({ sheet }) => sheet);
    document.body.getBoundingClientRect();  // letters are asked for once something is laid out in them
    await document.fonts.ready;
    await frame();
    await frame();
    return styled;
}"""


def a_browser(browser: Browser, **options: object) -> BrowserContext:
    """A browser of somebody's own, which waits for what must come."""
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * PATIENCE_SECONDS)
    return context


def wait_until(page: Page, state: Callable[[], object]) -> None:
    """Wait for something that no page shows; the page goes on meanwhile."""
    deadline = monotonic() + PATIENCE_SECONDS
    while not state():
        assert monotonic() < deadline, "what was waited for has not come"
        page.wait_for_timeout(20)


def drawn(page: Page) -> None:
    """Wait until what stands on this page has its place and its size: the picture is there before its styles are."""
    page.wait_for_function(DRAWN)


def opened(page: Page, name: str) -> None:
    """Open what is folded away under this name, and wait until it is as tall as what is in it.

    By keys: what stands above it may still grow, and a press of the mouse that begins on it would end elsewhere.
    """
    lid = page.locator("summary", has_text=name).first
    lid.press("Enter")
    wait_until(page, lambda: lid.evaluate(OPENED))


def pressed(control: Locator) -> None:
    """Press a control of Streamlit's by keys: what is above it may still grow, and a click would be lost."""
    expect(control).to_be_visible()
    expect(control).to_be_enabled()  # a key is pressed on what is out of use, too, and does nothing there
    control.press("Enter")


def in_a_dialog(page: Page) -> None:
    """Wait until the focus is in a dialog: it is there before it has the focus, and Escape closes it only then."""
    wait_until(page, lambda: page.evaluate("Boolean(document.activeElement.closest('[role=dialog]'))"))


def walked(page: Page) -> None:
    """Go to the next thing by keys alone: by Tab, and from one control of the foot to the next by an arrow key."""
    if page.evaluate(IN_THE_FOOT) == "in":
        page.keyboard.press("ArrowRight")
        return
    page.keyboard.press("Tab")
    if page.evaluate(IN_THE_FOOT):
        page.keyboard.press("Home")


def open_projector(browser: Browser, address: str) -> Page:
    """A facilitator's browser at this address, with no workshop of its own."""
    page = a_browser(browser, viewport=PROJECTOR).new_page()
    page.goto(address)
    return page


def start_workshop(page: Page, *, name: str = "Winter pressures", smallest_group: int = 3) -> str:
    """Start a workshop as a facilitator would; returns its join code."""
    page.get_by_label("Workshop name").fill(name)
    page.get_by_label("Partnership").fill("Eastside")
    opened(page, "Anonymity and results")
    page.get_by_label("Smallest group whose scores are shown").fill(str(smallest_group))
    # by the keyboard: the button still moves while what is above it opens
    page.get_by_role("button", name="Start workshop").press("Enter")
    expect(page).to_have_url(re.compile("/welcome$"))
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    drawn(page)
    return page.locator(".welcome .code").inner_text().strip()


def facilitate(browser: Browser, address: str, key: str, step: str, **options: object) -> Page:
    """The browser of the facilitator with this key, at a step of the workshop or another page of it."""
    context = a_browser(browser, **{"viewport": PROJECTOR, **options})
    context.add_cookies([{"name": "across_facilitator", "value": key, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/{step}")
    # The small picture beside the facilitator's controls has one, too, whose level is told as 2 and taken for 1 here.
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    drawn(page)
    return page


def started_at(browser: Browser, address: str, application: Application, step: str, **plan: object) -> tuple[Page, str]:
    """A new workshop at a step: its facilitator's screen, and its join code."""
    code, key = application.start(a_plan(**{"smallest_group": 3, **plan}))
    application.facilitator(key).move_to(step)
    return facilitate(browser, address, key, step), code


def go_to(page: Page, step: str) -> None:
    """Go to a step by its name in the navigation."""
    page.get_by_role("link", name=step, exact=True).click()
    expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()


def step_on(page: Page, step: str) -> None:
    """Press Next, through all there is of a step, until the next one is there."""
    following = page.get_by_role("button", name="Next: ")
    while (name := following.get_attribute("aria-label")) != f"Next: {step}":
        following.click()
        expect(following).not_to_have_attribute("aria-label", str(name))
    following.click()
    expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()


def join(browser: Browser, address: str, code: str, **options: object) -> Page:
    """A participant who has joined with a phone of their own."""
    page = a_browser(browser, **{"viewport": PHONE, "is_mobile": True, "has_touch": True, **options}).new_page()
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


def send_note(phone: Page, text: str, *, label: str = "Your note", button: str = "Send note") -> None:
    """Send a note from the page of a question, or a proposal from that of the actions, and see that it is saved."""
    phone.get_by_label(label, exact=True).fill(text)
    phone.get_by_role("button", name=button).click()
    expect(phone.get_by_role("status")).to_have_text("Saved")


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

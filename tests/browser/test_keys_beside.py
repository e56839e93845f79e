"""The start page, the own view and paper forms by keys alone: what has the focus is seen, named and kept."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from people import a_participant, actions_of
from playwright.sync_api import Locator, Page, expect
from screens import PROJECTOR, a_browser, in_a_dialog, opened, wait_until
from test_keys_only import Keys
from test_whole_stage import Hall

from across.workshop.values import ACTION_TITLES, Action

ALL_AROUND = 150
# What has the focus: the role and name it has for who hears it, where it belongs to a group, and whether it has a ring.
STOP = r"""() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    const labels = [...(at.labels || [])].map(label => label.textContent).join(' ');
    const name = (at.getAttribute('aria-label') || labels || at.innerText).trim().replace(/\s+/g, ' ');
    const around = at.type === 'radio' ? at.closest('label') : at;
    const { outlineStyle, outlineWidth } = getComputedStyle(around);
    return [`${at.tagName} ${name}`, outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2];
}"""


@pytest.fixture(params=["none", "active"])
def colours(request):
    """As the device has them, or forced."""
    return {"forced_colors": request.param}


def all_around(page: Page) -> list[tuple[str, bool]]:
    """Everything that Tab leads to, until it leaves the page."""
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
    found: list[tuple[str, bool]] = []
    while page.evaluate(STOP):
        page.keyboard.press("Tab")
    for _ in range(ALL_AROUND):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        found.append(tuple(stop))
    pytest.fail("the focus does not get around the page")


def seen_and_told_apart(page: Page, expected: set[str]) -> None:
    for name in expected:  # a component's controls can be used once its script has come
        named = [page.get_by_role(role, name=name, exact=True) for role in ("button", "textbox")]
        expect(named[0].or_(named[1]).first).to_be_enabled()
    found = all_around(page)
    names = [name for name, _ in found]
    assert expected <= {name.split(" ", 1)[1] for name in names}
    assert [name for name, ring in found if not ring] == []
    assert sorted(names) == sorted(set(names))


def test_the_start_page_has_a_ring_around_what_has_the_focus(server, browser, colours):
    page = a_browser(browser, viewport=PROJECTOR, **colours).new_page()
    page.goto(server.address)
    expect(page.get_by_role("button", name="Start workshop")).to_be_visible()
    for closed in ("Anonymity and results", "Steps and minutes"):
        opened(page, closed)
    expect(page.get_by_label("Smallest group whose scores are shown")).to_be_visible()

    seen_and_told_apart(page, {"Join code", "Workshop name", "Partnership", "Start workshop"})


def test_the_own_view_and_paper_forms_have_a_ring_around_what_has_the_focus(server, browser, application, colours):
    at = Hall(server, browser, application, "actions", asks_sector=True)
    at.room.add_action(Action("", "Meet", "Ann", "June", None, "Alone", 0))
    for body in ("Meet monthly", "Ring first"):
        a_participant(at.room).send_note(uuid4().hex, "actions", body, None)
    page = at.screen("facilitator", **colours)
    expect(page.get_by_role("button", name="Hide proposal 2")).to_be_visible()

    seen_and_told_apart(page, {"Next: Close", "Notes to yourself", "Hide proposal 1", "Remove action 1"})
    page.goto(f"{server.address}/paper-forms")
    expect(page.get_by_label("Form 1, item 1:")).to_be_visible()

    seen_and_told_apart(page, {"Save forms", "Add a form"})


def test_the_own_view_is_led_by_keys_alone_and_never_loses_the_focus(server, browser, application):
    at = Hall(server, browser, application, "question-1")
    at.sends("First", "Second")
    page = at.screen("facilitator")
    keys = Keys(page)
    everyone = page.get_by_role("heading", level=2).first
    expect(page.get_by_role("button", name="Hide note 2")).to_be_visible()

    keys.presses("Hide note 1", lambda: wait_until(page, lambda: len(at.room.report().notes) == 1))
    keys.presses("Close the door", lambda: expect(page.get_by_role("button", name="Open the door")).to_be_visible())
    keys.presses("Open the door", lambda: expect(page.get_by_role("button", name="Close the door")).to_be_visible())
    keys.presses("Next", lambda: expect(everyone).to_have_text("Everyone is at Question 2"))
    keys.presses("Back", lambda: expect(everyone).to_have_text("Everyone is at Question 1"))


@pytest.fixture
def at_actions(server, browser, application):
    """The room at Actions, with an action and three proposals."""
    at = Hall(server, browser, application, "actions", asks_sector=True)
    at.room.add_action(Action("", "Meet", "Ann", "June", None, "Alone", 0))
    for body in ("Ring first", "Share a diary", "Eat together"):
        a_participant(at.room).send_note(uuid4().hex, "actions", body, None)
    return at


def test_actions_and_proposals_of_the_own_view_are_used_by_keys_alone_and_the_focus_stays(at_actions):
    room, page = at_actions.room, at_actions.screen("facilitator")
    keys = Keys(page)
    dialog = page.get_by_role("dialog")
    said = lambda: [action.what for action in actions_of(room)]  # noqa: E731 (what is looked at again and again)
    note = lambda body: next(found for found in room.report().notes if found.body == body)  # noqa: E731

    def comes(state: Callable[[], object]) -> Callable[[], None]:
        return lambda: wait_until(page, state)

    def there() -> None:
        expect(dialog).to_be_visible()
        in_a_dialog(page)

    def gone() -> None:
        expect(dialog).to_have_count(0)

    expect(page.get_by_role("button", name="Hide proposal 3")).to_be_visible()
    keys.goes_to(ACTION_TITLES["what"])
    page.keyboard.type("Call weekly")
    keys.presses("Add action", comes(lambda: "Call weekly" in said()))
    keys.opens("Change action 1", "Change action")
    keys.presses("Change action 1", there)
    keys.goes_to(ACTION_TITLES["what"])
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Meet monthly")
    keys.presses("Save", comes(lambda: "Meet monthly" in said()))
    keys.sees(gone)
    keys.opens("Remove action 2", "Remove this action?")
    keys.presses("Remove action 2", there)
    keys.presses("Remove it", comes(lambda: said() == ["Meet monthly"]))
    keys.sees(gone)

    keys.presses("Pin proposal 1", lambda: expect(page.get_by_role("button", name="Unpin proposal 1")).to_be_visible())
    keys.presses("Unpin proposal 1", comes(lambda: not any(found.pinned for found in room.report().notes)))
    keys.opens("Group proposal 2", "Put this note in a group")
    keys.presses("Group proposal 2", there)
    keys.goes_to("Or a new group")
    page.keyboard.type("Contact")
    keys.presses("Save", comes(lambda: note("Share a diary").heading == "Contact"))
    keys.sees(gone)
    keys.presses("Make it an action proposal 1", there)
    keys.presses("Add action", comes(lambda: "Ring first" in said()))
    keys.sees(gone)
    keys.presses("Hide proposal 3", lambda: expect(page.get_by_text("Hidden notes (1)")).to_be_visible())
    keys.presses("Hidden notes", lambda: expect(page.get_by_role("button", name="Show again")).to_be_visible())
    keys.presses("Show again", lambda: expect(page.get_by_text("Hidden notes (1)")).to_have_count(0))


def test_settings_of_the_own_view_are_used_by_keys_alone_and_the_focus_stays(at_actions):
    room, page = at_actions.room, at_actions.screen("facilitator")
    keys = Keys(page)
    at = lambda fact: lambda: wait_until(page, lambda: fact(room.workshop()))  # noqa: E731

    def lid(name: str, inside: Locator) -> None:
        keys.presses(name, lambda: expect(inside).to_be_visible())

    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name, exact=True)

    lid("Scoring and paper forms", page.get_by_role("link", name="Enter paper forms"))
    keys.presses("Finish scoring", lambda: expect(button("Close scoring for good")).to_be_visible())
    page.keyboard.press("Escape")
    keys.sees(lambda: expect(button("Close scoring for good")).to_have_count(0))
    lid("Joining and the facilitator link", page.get_by_label("Correct the join address"))
    keys.goes_to("Correct the join address")
    page.keyboard.type("192.0.2.7")
    page.keyboard.press("Enter")
    keys.sees(at(lambda workshop: "192.0.2.7" in (workshop.join_address or "")))
    keys.goes_to("Name of the Wi-Fi here")
    page.keyboard.type("Hall")
    keys.presses("Show a QR code for the Wi-Fi", at(lambda workshop: workshop.wifi))
    lid("Phones", page.get_by_text("Phones to take out"))
    lid("Colours of the picture", page.get_by_role("radio", name="As each device is set"))
    keys.goes_to("As each device is set")
    page.keyboard.press("ArrowRight")
    keys.sees(at(lambda workshop: workshop.theme == "light"))
    wait_until(page, lambda: keys.has() == "Light")
    lid("Downloads", page.get_by_text("Share the report with participants"))
    keys.goes_to("Share the report with participants")
    page.keyboard.press(" ")
    keys.sees(at(lambda workshop: workshop.report_shared))
    keys.presses("Preview the report", lambda: expect(page.get_by_alt_text("Page 1 of").first).to_be_visible())
    lid("Delete", button("Delete workshop"))
    keys.opens("Delete workshop", "Delete this workshop?")


def test_a_wrong_code_on_the_start_page_is_said_and_the_field_is_near(server, browser):
    page = a_browser(browser, viewport=PROJECTOR).new_page()
    page.goto(server.address)
    expect(page.get_by_role("button", name="Start workshop")).to_be_visible()
    keys = Keys(page)
    keys.goes_to("Join code")
    page.keyboard.type("WRONG1")
    keys.presses("Join", lambda: expect(page.get_by_role("alert")).to_be_visible())

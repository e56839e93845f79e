"""Both roles by keys alone, from the first step to the last: the focus is never lost, nor far from what is next."""

import random
import re
from collections.abc import Callable

import pytest
from people import CONTENT, ITEMS, a_participant, answer
from playwright.sync_api import Page, expect
from screens import PHONE, a_browser, in_a_dialog, open_projector, wait_until, walked
from test_whole_stage import Hall, cards, title

SECTORS = ("health", "social-care")
# As many presses as no page of ours takes to go all around.
ALL_AROUND = 150
# What has the focus: its name, or nothing where that is the body or a page that nobody sees.
FOCUSED = r"""() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body || !at.checkVisibility()) return null;
    const labels = [...(at.labels || [])].map(label => label.textContent).join(' ');
    const icons = [...at.querySelectorAll('[data-testid="stIconMaterial"]')].map(icon => icon.innerText);
    const written = icons.reduce((text, icon) => text.replace(icon, ''), at.innerText);
    const name = at.getAttribute('aria-label') || labels || written;
    return (name || at.getAttribute('data-testid') || at.tagName).trim().replace(/\s+/g, ' ');
}"""


@pytest.fixture
def hall(server, browser, application):
    """A hall at a step, of people from two sectors."""
    return lambda step="welcome": Hall(server, browser, application, step, asks_sector=True)


class Keys:
    """A screen whose facilitator has no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def has(self) -> str | None:
        """The name of what has the focus."""
        return self.page.evaluate(FOCUSED)

    def goes_to(self, name: str) -> None:
        """Go to what has this name, or one that begins so, by Tab and the arrow keys of the foot."""
        for _ in range(ALL_AROUND):
            if (self.has() or "").startswith(name):
                return
            walked(self.page)
        pytest.fail(f"{name} is not reached by keys; the last is {self.has()}")

    def presses(self, name: str, then: Callable[[], object], key: str = "Enter") -> None:
        """Press what has this name, wait for what comes of it, and see that the focus is somewhere."""
        self.goes_to(name)
        self.page.keyboard.press(key)
        self.sees(then)

    def closes(self, then: Callable[[], object], back_at: str) -> None:
        """Escape leads back to what opened it."""
        self.page.keyboard.press("Escape")
        self.sees(then)
        wait_until(self.page, lambda: (self.has() or "").startswith(back_at))

    def sees(self, then: Callable[[], object]) -> None:
        then()
        expect(self.page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
        wait_until(self.page, self.has)

    def opens(self, name: str, heading: str) -> None:
        """What opens over the picture, and Escape from there."""
        dialog = self.page.get_by_role("dialog").filter(has=self.page.get_by_role("heading", name=heading))

        def there() -> None:
            expect(dialog).to_be_visible()
            in_a_dialog(self.page)

        self.presses(name, there)
        self.closes(lambda: expect(dialog).to_have_count(0), name)


def is_there(page: Page, name: str, *, role: str = "button") -> Callable[[], object]:
    return lambda: expect(page.get_by_role(role, name=name, exact=True)).to_be_visible()


def pressed(page: Page, name: str, *, on: bool = True) -> Callable[[], object]:
    button = page.get_by_role("button", name=name, exact=True)
    return lambda: expect(button).to_have_attribute("aria-pressed", str(on).lower())


def notes(keys: Keys, at: Hall) -> None:
    page, spotlight = keys.page, keys.page.locator(".spotlight figure").locator("visible=true")
    at.sends("First", "Second", "Third", "Fourth")
    expect(cards(page)).to_have_count(4)
    keys.presses("Start timer", lambda: expect(page.get_by_role("timer").locator("visible=true")).to_have_count(1))
    keys.presses("Timer", is_there(page, "One more minute"))
    keys.presses("Stop timer", is_there(page, "Start timer"))
    keys.presses("Cover notes", lambda: expect(page.locator(".covered")).to_be_visible())
    keys.presses("Show notes", lambda: expect(cards(page)).to_have_count(4))
    keys.presses("Whole question", lambda: expect(page.locator(".side")).to_be_visible())
    keys.presses("Show notes", lambda: expect(cards(page).first).to_be_visible())
    keys.presses("Five ways", lambda: expect(page.locator(".five-ways")).to_be_visible())
    keys.closes(lambda: expect(page.locator(".five-ways")).to_be_hidden(), "Five ways")
    keys.presses("Spotlight", lambda: expect(spotlight).to_be_visible())
    keys.presses("Pin", is_there(page, "Unpin"))
    keys.presses("Unpin", is_there(page, "Pin"))
    keys.presses("All notes", lambda: expect(cards(page).first).to_be_visible())
    keys.presses("First", lambda: expect(spotlight).to_contain_text("First"))
    assert keys.has() == "First"
    page.keyboard.press("ArrowRight")
    keys.sees(lambda: expect(spotlight).to_contain_text("Second"))
    keys.closes(lambda: expect(cards(page).first).to_be_visible(), "First")
    keys.presses("Hide", lambda: expect(cards(page)).to_have_count(3))
    assert keys.has().startswith("Second")
    keys.presses("Pin", lambda: wait_until(page, lambda: any(note.pinned for note in at.room.report().notes)))
    keys.presses("Group", lambda: expect(page.locator(".gather")).to_be_visible())
    page.keyboard.type("Together")
    page.keyboard.press("Enter")
    keys.sees(lambda: wait_until(page, lambda: any(note.heading for note in at.room.report().notes)))
    keys.presses("Group note", lambda: expect(page.get_by_role("textbox", name="Group note")).to_be_focused())
    page.keyboard.type("We agree")
    keys.sees(lambda: expect(page.locator("#group-note-status")).to_have_text("Saved"))


def scores(keys: Keys, at: Hall) -> None:
    page, chance = keys.page, random.Random(1)
    keys.presses("Open scoring", is_there(page, "Close scoring"))
    for person in range(16):
        token = a_participant(at.room)
        token.choose_sector(SECTORS[person % 2])
        answer(token, [chance.choice([None, 1, 2, 3, 4, 5]) for _ in ITEMS])
    keys.presses("Score together", pressed(page, "Score together"))
    keys.presses("1 Strongly", lambda: expect(page.locator(".together .point.is")).to_have_count(1))
    keys.presses("Score together", pressed(page, "Score together", on=False))
    keys.presses("Close scoring", is_there(page, "Open scoring"))


def results(keys: Keys) -> None:
    page = keys.page
    keys.opens("Set up", "Scoring")
    keys.presses("Reveal results", pressed(page, "Radar"))
    for view in ("Sectors", "Where to talk", "One by one"):
        keys.presses(view, pressed(page, view))
    keys.presses("Make it an action", lambda: expect(page.locator(".add-action")).to_be_visible())
    page.keyboard.type("Meet every month")
    page.keyboard.press("Enter")
    keys.sees(lambda: expect(page.locator(".add-action .said")).not_to_be_empty())
    keys.closes(lambda: expect(page.locator(".add-action")).to_be_hidden(), "Make it an action")
    keys.presses("Radar", pressed(page, "Radar"))
    keys.presses("Dots", pressed(page, "Dots"))
    keys.opens("Numbers", "All the numbers")


def test_a_facilitator_leads_a_workshop_by_keys_alone_and_never_loses_the_focus(hall):
    at = hall()
    page = at.screen()
    keys = Keys(page)

    keys.opens("Set up", "Joining")
    keys.presses("Next", lambda: title(page, "Question 1"))
    notes(keys, at)
    keys.presses("Questionnaire", lambda: title(page, "Questionnaire"))
    scores(keys, at)
    keys.presses("Next", lambda: title(page, "Results"))
    results(keys)
    keys.presses("Actions", lambda: title(page, "Actions"))
    keys.presses("Proposals", pressed(page, "Proposals"))
    keys.presses("Proposals", pressed(page, "Proposals", on=False))
    keys.opens("Change action 1", "Change action")
    keys.presses("Next", lambda: title(page, "Close"))
    assert keys.has() == "Next", "at the last step the focus stays on Next, which says that it leads nowhere"
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_disabled()
    keys.presses("Share the report", is_there(page, "Stop sharing the report"))
    keys.opens("Downloads", "Take the workshop home")
    keys.opens("Websites and videos", "Websites and videos")
    keys.opens("Delete workshop", "Delete this workshop?")
    keys.presses("More", is_there(page, "Keys"))
    keys.presses("Keys", is_there(page, "Done"))
    keys.closes(lambda: expect(page.locator(".keys")).to_be_hidden(), "More")


def test_after_start_the_focus_is_on_the_name_of_the_step(server, browser):
    page = open_projector(browser, server.address)
    keys = Keys(page)
    expect(page.get_by_role("button", name="Start workshop")).to_be_visible()

    keys.goes_to("Workshop name")
    page.keyboard.type("By keys alone")
    keys.goes_to("Start workshop")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/welcome$"))
    wait_until(page, lambda: keys.has() == "Welcome")


@pytest.mark.parametrize("step", ["welcome", "question-1"])
def test_next_is_three_presses_away_however_much_is_on_the_page(hall, step):
    at = hall(step)
    page = at.screen()
    if step != "welcome":
        at.sends(*(f"Note {number}" for number in range(12)))
        expect(cards(page)).to_have_count(12)
    after = at.room.workshop().agenda[1 if step == "welcome" else 2].title

    page.keyboard.press("Tab")
    assert Keys(page).has() == "Skip to the controls"
    page.keyboard.press("Enter")
    assert str(Keys(page).has()).startswith("Next: ")
    page.keyboard.press("Enter")

    title(page, after)


def test_arrow_keys_go_through_the_foot_where_tab_led_there_and_go_on_where_a_pointer_pressed_it(hall):
    at = hall("question-1")
    page = at.screen()
    keys = Keys(page)

    keys.goes_to("Next")
    page.keyboard.press("ArrowRight")
    assert str(keys.has()).startswith("Back: ")
    page.keyboard.press("End")
    assert str(keys.has()).startswith("Next: ")
    title(page, "Question 1")

    page.get_by_role("button", name="Five ways", exact=True).click()
    expect(page.locator(".five-ways")).to_be_visible()
    page.get_by_role("button", name="Five ways", exact=True).click()
    expect(page.locator(".five-ways")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".head .beside")).to_contain_text("sentence 1 of")


def test_keys_of_one_character_can_be_turned_off_for_every_window_and_on_again(hall):
    at = hall("question-1")
    page = at.screen()
    keys = Keys(page)
    character = "5, B, F and ? do something when pressed alone"

    def turned(*, on: bool) -> None:
        keys.presses("More", is_there(page, "Keys"))
        keys.presses("Keys", pressed(page, character, on=not on))
        keys.presses(character, pressed(page, character, on=on))
        keys.closes(lambda: expect(page.locator(".keys")).to_be_hidden(), "More")

    turned(on=False)
    window = at.window(page)
    for sentence, picture in enumerate((window, page), start=1):
        picture.bring_to_front()
        for key in ("5", "b", "f", "?"):
            picture.keyboard.press(key)
        assert picture.locator(".five-ways, .blank, .keys").locator("visible=true").count() == 0
        picture.keyboard.press("PageDown")
        # A press means what its picture shows: the next one is made where this one has been heard of.
        expect(page.locator(".head .beside")).to_contain_text(f"sentence {sentence} of")

    turned(on=True)
    page.keyboard.press("b")
    expect(page.locator(".blank")).to_be_visible()


def test_a_participant_takes_part_by_keys_alone_from_the_code_to_the_results(server, browser, application):
    at = Hall(server, browser, application, "question-1")
    phone = a_browser(browser, viewport=PHONE).new_page()
    keys = Keys(phone)
    phone.goto(f"{server.address}/join")
    heading = phone.get_by_role("heading", level=1)

    keys.goes_to("Join code")
    phone.keyboard.type("WRONG1")
    phone.keyboard.press("Enter")
    expect(heading).to_have_text("No workshop here")
    expect(phone).to_have_title(re.compile("^No workshop here "))
    keys.goes_to("Join code")
    phone.keyboard.type(at.code)
    phone.keyboard.press("Enter")
    expect(heading).to_have_text("Question 1")
    phone.wait_for_load_state()  # without its script, what is sent takes the phone to another page

    keys.goes_to("Your note")
    phone.keyboard.type("By keys alone")
    keys.goes_to("Send note")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_have_text("Saved")
    assert keys.has()

    at.room.open_scoring()
    at.room.move_to("questionnaire")
    expect(heading).to_have_text("Questionnaire")
    wait_until(phone, lambda: keys.has() == "Questionnaire")
    dimensions = CONTENT.questionnaire.dimensions
    for number, dimension in enumerate(dimensions):
        if number:
            wait_until(phone, lambda name=dimension.name: keys.has() == name)
        for place in range(len(dimension.items)):
            one = phone.locator("#items fieldset").nth(place).get_by_role("radio").first
            wait_until(phone, lambda one=one: one.evaluate("one => one.matches(':focus')") or walked(phone))
            phone.keyboard.press(" ")
            phone.keyboard.press("ArrowDown")
        keys.goes_to("Next dimension" if number + 1 < len(dimensions) else "Finish")
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    wait_until(phone, lambda: keys.has() == "Thank you")
    expect(phone.get_by_text(f"{len(ITEMS)} of {len(ITEMS)} answered")).to_be_visible()

    for _ in range(4):
        answer(a_participant(at.room), [4] * len(ITEMS))
    at.room.move_to("results")
    at.room.reveal()
    expect(phone.get_by_role("img", name=re.compile("."))).to_be_visible()
    assert keys.has() == "Results"

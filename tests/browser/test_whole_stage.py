"""The stage as a whole, on a real server: keys, what is done on it, the presenting window, faults, moves, zoom."""

import re
from collections.abc import Iterator

import pytest
from http_requests import FORM, JSON, as_cookies, as_form, ask
from people import CONTENT, a_participant, a_plan, answer_all
from playwright.sync_api import Browser, Locator, Page, Request, expect
from screens import (
    PHONE,
    PROJECTOR,
    drawn,
    facilitate,
    go_to,
    in_a_dialog,
    join,
    opened,
    pressed,
    start_workshop,
    wait_until,
    walked,
)
from server_process import Server, running
from sqlalchemy import text
from watched import streams_of

from across.room.application import Application, open_application
from across.room.cookies import FACILITATOR, open_key
from across.settings import read
from across.workshop.dates import date_in_full
from across.workshop.values import Wifi

SECOND_PRESS_AFTER = 600
# A place in a card that is words or margin, whatever is open in it.
CORNER = {"x": 20, "y": 14}
# Keys pressed within one moment, sooner than any clicker can.
BURST = """keys => keys.forEach(key => document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true })))"""
# A key that stays down: the browser repeats it until it is let go.
HELD = """key => [1, 2, 3].forEach(() => document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, repeat: true, bubbles: true, composed: true, cancelable: true })))"""
MOVE = """([code, step]) => fetch('/stage/deeds', { method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, deed: 'move', step }) })"""
SENTENCES = len(CONTENT.question("question-4").sentences)
AWAKE = re.compile("awake")


class Hall:
    """A workshop at one of its steps, in its facilitator's hands, and the screens that show it."""

    def __init__(self, server: Server, browser: Browser, application: Application, step: str, **plan: object) -> None:
        self.server, self.browser, self.application = server, browser, application
        self.code, self.key = application.start(a_plan(**{"smallest_group": 3, **plan}))
        self.room = application.facilitator(self.key)
        self.room.move_to(step)

    def screen(self, page: str = "", **options: object) -> Page:
        """A browser of the facilitator's, at the step that everyone is at or at another page."""
        return facilitate(self.browser, self.server.address, self.key, page or self.room.workshop().step, **options)

    def window(self, screen: Page) -> Page:
        """The presenting window, opened in the browser of a screen."""
        window = screen.context.new_page()
        window.set_viewport_size(PROJECTOR)
        window.goto(f"{self.server.address}/present")
        expect(window.get_by_role("heading", level=1)).to_be_visible()
        return window

    def sends(self, *bodies: str, step: str = "question-1") -> None:
        """Somebody sends notes from a phone."""
        token = a_participant(self.room).token
        cookies = as_cookies({"across_at": self.code, f"across_participant_{self.code}": token})
        for body in bodies:
            headers = {"Content-Type": FORM, "Accept": JSON, "Cookie": cookies}
            form = as_form({"question": step, "text": body})
            sent = ask(self.server.port, "/take-part/note", headers, method="POST", body=form)
            assert sent.json == {"saved": True}, sent.text

    def moves_to(self, page: Page, step: str) -> None:
        """Move the room as this screen would, and wait until it is there."""
        page.evaluate(MOVE, [self.code, step])
        title(page, {planned.id: planned.title for planned in self.room.workshop().agenda}[step])

    def is_at(self, page: Page, step: str) -> None:
        """Wait until the room is at this step."""
        wait_until(page, lambda: self.room.workshop().step == step)


@pytest.fixture
def hall(server, browser, application):
    """A hall at a step."""
    return lambda step="question-1", **plan: Hall(server, browser, application, step, **plan)


def title(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def cards(page: Page):
    return page.locator(".wall .sheet .card")


def deeds(page: Page) -> list[Request]:
    """The deeds that this page asks for from now on, kept up to date."""
    asked: list[Request] = []
    page.on("request", lambda sent: asked.append(sent) if sent.url.endswith("/stage/deeds") else None)
    return asked


def second_press(page: Page, key: str) -> None:
    """Press a key again, as late as leaves a step."""
    page.wait_for_timeout(SECOND_PRESS_AFTER + 50)
    page.keyboard.press(key)


@pytest.fixture(params=["stage", "present"])
def shown(request):
    """How to open the screen of a hall that keys are pressed in: the facilitator's own, or the presenting window."""

    def open_it(at: Hall) -> Page:
        screen = at.screen()
        return screen if request.param == "stage" else at.window(screen)

    return open_it


# Keys


def test_a_second_press_goes_to_the_next_step_which_the_foot_names(hall, shown):
    at = hall("welcome")
    page = shown(at)

    page.evaluate(BURST, ["PageDown"] * 5)
    expect(page.get_by_text("Press again for Question 1")).to_be_attached()
    assert at.room.workshop().step == "welcome"
    second_press(page, "PageDown")
    title(page, "Question 1")
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Press again for Welcome")).to_be_attached()
    second_press(page, "ArrowLeft")

    title(page, "Welcome")
    at.is_at(page, "welcome")


def test_five_presses_within_a_moment_are_all_counted(hall, shown):
    at = hall("question-4")
    at.sends("A note", step="question-4")
    at.room.ask("large", 1)
    page = shown(at)
    expect(page.get_by_text(f"sentence 1 of {SENTENCES}")).to_be_visible()

    page.evaluate(BURST, ["PageDown"] * SENTENCES)

    expect(cards(page)).to_have_count(1)
    wait_until(page, lambda: at.room.workshop().asking == "wall")
    page.evaluate(BURST, ["PageUp"] * (SENTENCES - 1))
    expect(page.get_by_text(f"sentence 2 of {SENTENCES}")).to_be_visible()
    wait_until(page, lambda: (at.room.workshop().asking, at.room.workshop().sentence) == ("large", 2))
    assert at.room.workshop().step == "question-4"


def test_keys_rest_while_somebody_types(hall):
    at = hall()
    page = at.screen()
    note = page.get_by_label("Group note")
    note.focus()

    page.keyboard.type("b ? 5 f")
    for key in ("PageDown", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)

    expect(note).to_have_value("b ? 5 f")
    expect(page.locator(".blank")).to_be_hidden()
    expect(page.locator(".keys")).to_be_hidden()
    expect(page.get_by_text("Press again")).to_have_count(0)
    # A sentence is shown at once, and asked for on the server only then.
    expect(page.locator(".head").get_by_text("sentence")).to_have_count(0)
    assert at.room.workshop().asking == "auto"


def test_space_presses_the_button_that_has_the_focus(hall):
    at = hall("question-4")
    page = at.screen()
    ways = page.get_by_role("button", name="Five ways")
    ways.focus()

    page.keyboard.press(" ")
    expect(ways).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(" ")

    expect(ways).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".head").get_by_text("sentence")).to_have_count(0)
    assert (at.room.workshop().asking, at.room.workshop().sentence) == ("auto", 0)


def test_b_blanks_the_picture_and_question_mark_shows_the_keys(hall, shown):
    at = hall("welcome")
    page = shown(at)
    blank, keys = page.locator(".blank"), page.get_by_role("dialog", name="Keys")

    page.keyboard.press("b")
    expect(blank).to_be_visible()
    page.keyboard.press("b")
    expect(blank).to_be_hidden()
    page.keyboard.press("b")
    page.keyboard.press("PageDown")  # what is blank is shown first, where it was
    expect(blank).to_be_hidden()
    expect(page.get_by_text("Press again")).to_have_count(0)
    page.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("Escape")

    expect(keys).to_be_hidden()
    assert at.room.workshop().step == "welcome"


def test_a_blank_picture_says_how_it_comes_back_and_a_press_that_brings_it_back_does_nothing_else(hall, shown):
    at = hall("question-4")
    page = shown(at)
    blank = page.locator(".blank")
    middle = (PROJECTOR["width"] // 2, PROJECTOR["height"] // 2)
    foot = (PROJECTOR["width"] - 120, PROJECTOR["height"] - 34)

    for press in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.keyboard.press("5"),
        lambda: page.mouse.click(*middle),
        lambda: page.mouse.click(*foot),
        lambda: page.mouse.click(*middle, button="right"),
    ):
        page.keyboard.press("b")
        expect(blank.get_by_text("Any key, click or touch brings it back.")).to_be_visible()
        press()
        expect(blank).to_be_hidden()

    expect(page.get_by_role("region", name="The five ways")).to_be_hidden()
    expect(page.locator(".head").get_by_text("sentence")).to_have_count(0)
    assert at.room.workshop().step == "question-4"


NAMED = ["Enter", "Delete", "Backspace", "Insert", "Home", "End", "Escape", "F2", "F9", "ContextMenu"]
MOVING = [" ", "PageDown", "PageUp", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]


def test_no_key_reveals_closes_or_deletes(hall, shown):
    at = hall("questionnaire")
    at.room.open_scoring()
    for _ in range(3):
        answer_all(at.room, 4)
    at.room.move_to("results")
    page = shown(at)
    title(page, "Results")
    asked = deeds(page)
    letters = [chr(code) for code in range(ord("!"), ord("~") + 1)]

    page.evaluate(BURST, [*letters, *NAMED, *MOVING])
    for key in [*letters, *NAMED]:
        if key not in "fF":  # the browser's window stays as large as it is
            page.keyboard.press(key)
            page.keyboard.press("Escape")
    # Back first: a press forward so long after the last one would go on to the next step, as it should.
    page.evaluate(BURST, ["PageUp", *MOVING])
    page.keyboard.press("Escape")

    now = at.room.workshop()
    assert (now.step, now.revealed, now.scoring) == ("results", False, "open")
    assert asked == []


def test_next_and_back_do_what_the_keys_do_and_say_what_comes(hall):
    at = hall("question-4")
    page = at.screen()
    following, before = page.get_by_role("button", name="Next: "), page.get_by_role("button", name="Back: ")

    for number in range(1, SENTENCES + 1):
        expect(following).to_have_text(f"Next: sentence {number} →")
        following.click()
        expect(page.get_by_text(f"sentence {number} of {SENTENCES}")).to_be_visible()
    expect(before).to_have_accessible_name(f"Back: sentence {SENTENCES - 1}")
    expect(following).to_have_accessible_name("Next: notes")
    following.click()
    expect(page.get_by_text("No notes yet.")).to_be_visible()
    expect(following).to_have_accessible_name("Next: Question 5")
    before.click()
    expect(page.get_by_text(f"sentence {SENTENCES} of {SENTENCES}")).to_be_visible()
    wait_until(page, lambda: (at.room.workshop().asking, at.room.workshop().sentence) == ("large", SENTENCES))
    assert at.room.workshop().step == "question-4"
    following.click()
    following.click()

    title(page, "Question 5")
    expect(before).to_have_accessible_name("Back: Question 4")


def test_the_bar_of_steps_covers_nothing_of_the_head(hall):
    at = hall("question-1")
    at.room.start_timer(5, "think")
    at.room.ask("wall", 0)
    page = at.screen()
    expect(page.locator(".head .clock .left")).to_be_visible()

    page.mouse.move(300, 300)
    expect(page.locator(".stage")).to_have_class(AWAKE)
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")

    bar = page.get_by_role("link", name="Question 2").bounding_box()
    for part in (".mark", "h1", ".clock .left", ".join b"):
        assert page.locator(f".head {part}").bounding_box()["y"] >= bar["y"] + bar["height"], part


def test_only_the_last_step_is_called_close(hall):
    at = hall("question-1")
    page = at.screen()

    page.get_by_role("button", name="Five ways").click()
    named = page.locator(".stage").get_by_text("Close", exact=True)
    expect(named).to_have_count(1)
    page.locator(".five-ways").get_by_role("button", name="Done").click()
    expect(page.locator(".five-ways")).to_be_hidden()
    page.keyboard.press("?")
    expect(named).to_have_count(1)

    assert at.room.workshop().step == "question-1"


@pytest.mark.parametrize("touch", [False, True], ids=["pointer", "touch"])
def test_a_press_on_the_sleeping_bar_of_steps_counts_or_wakes_it_in_sight(hall, touch):
    at = hall("question-1")
    page = at.screen(has_touch=touch)
    expect(page.locator(".stage")).not_to_have_class(AWAKE)
    place = page.get_by_role("link", name="Question 3").bounding_box()
    there = (place["x"] + place["width"] / 2, 22)

    if touch:
        # What still fades is in sight, and a touch on it counts.
        expect(page.locator(".foot .do")).to_have_css("opacity", "0")
        asked = deeds(page)
        page.evaluate("addEventListener('click', () => (window.clicked = true), { capture: true })")
        page.touchscreen.tap(*there)
        page.wait_for_function("window.clicked")  # the browser makes a click of a touch after it
        expect(page.locator(".stage")).to_have_class(AWAKE)
        assert asked == []
        assert at.room.workshop().step == "question-1"
        page.keyboard.press("Shift")  # awake still, or again
        page.touchscreen.tap(*there)
    else:
        page.mouse.click(*there)

    title(page, "Question 3")


def test_a_key_that_is_held_down_leaves_no_step(hall, shown):
    at = hall("welcome")
    page = shown(at)

    page.keyboard.press("PageDown")
    expect(page.get_by_text("Press again for Question 1")).to_be_attached()
    page.wait_for_timeout(SECOND_PRESS_AFTER + 50)
    page.evaluate(HELD, "PageDown")
    expect(page.get_by_text("Press again for Question 1")).to_be_attached()
    second_press(page, "PageDown")

    title(page, "Question 1")


def clicked_again(page: Page) -> None:
    """Click once more where the pointer is, as the second press of a double click."""
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def test_the_second_press_of_a_double_click_does_nothing_where_the_first_changed_the_button(hall):
    at = hall("questionnaire")
    page = at.screen()
    scoring = page.get_by_role("button", name="Open scoring")
    closes = page.get_by_role("button", name="Close scoring")

    scoring.click()
    expect(closes).to_be_visible()
    clicked_again(page)
    closes.click()
    expect(scoring).to_be_visible()
    clicked_again(page)
    scoring.click()
    expect(closes).to_be_visible()
    page.get_by_role("button", name="Next: Results").dblclick()
    title(page, "Results")
    expect(page.get_by_role("button", name="Next: Actions")).to_be_visible()
    page.get_by_role("button", name="Back: Questionnaire").click()
    title(page, "Questionnaire")

    assert at.room.workshop().scoring == "open"


# What is done on it


def test_covered_notes_are_nowhere_until_they_are_shown(hall):
    at = hall()
    at.sends("Before it is covered", "Also before")
    page = at.screen()
    window = at.window(page)
    phone = join(at.browser, at.server.address, at.code)
    expect(cards(window)).to_have_count(2)

    page.get_by_role("button", name="Cover notes").click()
    expect(page.get_by_role("heading", name="2 notes are in")).to_be_visible()
    at.sends("While it is covered")
    for picture in (page, window):
        expect(picture.get_by_role("heading", name="3 notes are in")).to_be_visible()
        assert "covered" not in picture.locator(".wall").inner_html()
        assert "it is covered" not in picture.content() + str(picture.locator(".stage").inner_html())
    phone.goto(f"{at.server.address}/take-part?others")
    expect(phone.get_by_text("Notes are collected now").first).to_be_visible()
    assert "it is covered" not in phone.content()
    page.get_by_role("button", name="Show notes").click()

    for picture in (page, window):
        expect(cards(picture)).to_have_count(3)
    expect(phone.get_by_text("While it is covered")).to_be_attached()


def test_one_note_is_shown_large_in_the_presenting_window_too_and_gone_back_from(hall):
    at = hall()
    at.sends("One of many", "Another of many")
    page = at.screen()
    window = at.window(page)
    card = cards(page).filter(has_text="Another of many")

    card.click(position=CORNER)
    card.get_by_role("button", name="Spotlight").click()
    for picture in (page, window):
        expect(picture.locator(".spotlight blockquote")).to_have_text("Another of many")
    page.get_by_role("button", name="Make an action").click()
    wait_until(page, lambda: len(at.room.report().actions) == 1)
    page.keyboard.press("Escape")

    for picture in (page, window):
        expect(picture.locator(".spotlight")).to_be_hidden()
        expect(cards(picture)).to_have_count(2)


def test_notes_are_pinned_hidden_and_put_into_a_group_by_keyboard_alone(hall):
    at = hall()
    at.sends("To be pinned", "To be hidden", "Into a group", "Into a group, too")
    page = at.screen()
    window = at.window(page)
    page.bring_to_front()
    expect(cards(page)).to_have_count(4)

    def tabs_to(locator) -> None:
        wait_until(page, lambda: walked(page) or locator.evaluate("one => one.matches(':focus')"))

    def on(body: str, name: str) -> None:
        """Go to a card by Tab and the arrows, then to one of its controls."""
        card = cards(page).filter(has=page.get_by_text(body, exact=True))
        wait_until(page, lambda: page.evaluate(AT_A_CARD) or page.keyboard.press("Tab"))
        page.keyboard.press("Home")
        wait_until(page, lambda: card.evaluate("one => one.matches(':focus')") or page.keyboard.press("ArrowDown"))
        if name == "Select":
            page.keyboard.press(" ")
            return
        tabs_to(card.get_by_role("button", name=f"{name}, note"))
        page.keyboard.press("Enter")

    on("To be hidden", "Hide")
    expect(cards(page)).to_have_count(3)
    on("To be pinned", "Pin")
    expect(page.locator(".card.pin")).to_have_count(1)
    for body in ("Into a group", "Into a group, too"):
        on(body, "Select")
    tabs_to(page.get_by_role("button", name="Group 2 notes"))
    page.keyboard.press("Enter")
    page.keyboard.type("Together")
    page.keyboard.press("Enter")

    for picture in (page, window):
        expect(picture.locator(".lane", has_text="Together")).to_be_visible()
        expect(cards(picture)).to_have_count(3)
    notes = {note.body: note for note in at.room.report().notes}
    assert {body: (note.pinned, note.heading) for body, note in notes.items()} == {
        "To be pinned": (True, ""),
        "Into a group": (False, "Together"),
        "Into a group, too": (False, "Together"),
    }


AT_A_CARD = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot) at = at.shadowRoot.activeElement;
    return Boolean(at && at.matches('.card'));
}"""


def test_a_name_of_markup_is_text_on_the_picture(hall):
    at = hall("welcome", name="<b>Bold</b> & *stars*", partnership="<i>East</i>")
    page = at.screen()

    expect(page.locator(".welcome .name")).to_have_text("<b>Bold</b> & *stars*")
    expect(page.locator(".welcome .when")).to_contain_text("<i>East</i>")


# The presenting window


def test_the_presenting_window_follows_everything_and_has_no_control(hall):
    at = hall()
    at.sends(*[f"Note {number}: " + "a few words that take their room " * 6 for number in range(60)])
    at.room.show_wifi(Wifi("Riverside Guest", "secret"))
    page = at.screen()
    window = at.window(page)
    for picture in (page, window):
        expect(picture.get_by_text("page 1 of")).to_be_attached()

    page.keyboard.press("PageDown")
    expect(window.get_by_text("page 2 of")).to_be_attached()
    page.get_by_role("button", name="Start timer").click()
    expect(window.get_by_role("timer").locator("visible=true")).to_have_count(1)
    page.get_by_role("button", name="Whole question").click()
    expect(window.get_by_role("heading", level=2)).to_have_text(CONTENT.question("question-1").text)
    page.get_by_label("Group note").fill("We agree on this")
    expect(window.get_by_text("We agree on this")).to_be_visible()
    go_to(page, "Welcome")
    title(window, "Welcome")
    expect(window.get_by_role("img", name="QR code to join the Wi-Fi")).to_be_visible()

    for number, step in enumerate(("Question 1", "Questionnaire", "Results", "Actions", "Close")):
        go_to(page, step)
        title(window, step)
        window.bring_to_front()
        window.mouse.move(500, 500 + number)
        expect(window.locator(".stage")).to_have_class(AWAKE)
        controls = window.locator("button, input, textarea, select").locator("visible=true")
        expect(controls).to_have_count(0)


def test_the_words_at_the_foot_of_the_presenting_window_stay_when_a_pointer_moves_over_it(hall):
    at = hall("close")
    window = at.window(at.screen(reduced_motion="reduce"))
    window.bring_to_front()
    words = window.locator(".foot .say")
    expect(words).to_contain_text("Thank you for today.")

    window.mouse.move(500, 500)

    expect(window.locator(".stage")).to_have_class(AWAKE)
    # Looked at in one moment: it rests again after a while, and is called again by a key.
    seen = "say => [Boolean(say.closest('.awake')), getComputedStyle(say).opacity]"
    wait_until(window, lambda: window.keyboard.press("Shift") or words.evaluate(seen) == [True, "1"])


def test_colours_chosen_in_the_room_are_those_of_every_screen_whatever_its_device_is_set_to(hall):
    at = hall("results")
    page = at.screen(color_scheme="dark")
    window = at.window(page)
    own = page.context.new_page()
    own.goto(f"{at.server.address}/facilitator")
    screens = [page, window, own]
    for screen in screens:
        expect(screen.locator(".stage")).to_have_attribute("data-theme", "dark")

    page.bring_to_front()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Bright room").click()

    for screen in screens:
        expect(screen.locator(".stage")).to_have_attribute("data-theme", "bright")
        expect(screen.locator(".stage")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.reload()
    expect(page.locator(".stage")).to_have_attribute("data-theme", "bright")
    own.bring_to_front()
    opened(own, "Colours of the picture")
    own.get_by_role("radio", name="As each device is set").press(" ")
    for screen in screens:
        expect(screen.locator(".stage")).to_have_attribute("data-theme", "dark")


def test_windows_of_a_browser_without_shared_workers_have_one_stream_and_all_stay_live(hall):
    at = hall("welcome")
    page = at.screen()
    page.context.add_init_script("delete globalThis.SharedWorker")
    listening = streams_of(page.context)
    page.reload()
    title(page, "Welcome")
    windows = [page, *(at.window(page) for _ in range(7))]

    def one() -> bool:
        """One of the windows that are open listens: a stream of one that was closed may still be going."""
        return sum(window in windows for window in listening.values()) == 1

    wait_until(page, one)
    at.room.move_to("question-2")

    for window in windows:
        title(window, "Question 2")
    wait_until(page, one)
    listens = next(window for window in listening.values() if window in windows)
    listens.close()
    windows.remove(listens)
    wait_until(windows[0], one)
    at.room.move_to("question-3")
    for window in windows:
        title(window, "Question 3")


def test_the_presenting_window_goes_to_a_workshop_started_in_this_browser_and_says_when_one_is_deleted(hall):
    at = hall("welcome", name="The first")
    page = at.screen()
    window = at.window(page)
    expect(window.get_by_text("The first")).to_be_visible()
    other = page.context.new_page()
    other.goto(at.server.address)

    start_workshop(other, name="The second")
    expect(window.get_by_text("The second")).to_be_visible()
    cookie = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == FACILITATOR)
    at.application.facilitator(open_key(cookie)).delete()

    expect(window.get_by_text("This workshop has been deleted.")).to_be_visible()
    assert "The second" not in window.locator(".stage").inner_text()


# When something fails


def boot(page: Page) -> str:
    """The name of the server's process."""
    return page.evaluate("fetch('/healthz').then(answer => answer.headers.get('Across-Boot'))")


def restarted(at: Hall, page: Page, words: str) -> None:
    """Write a group note, open the page anew, then lose the server in the middle of a word and get it back."""
    note = page.get_by_label("Group note")
    note.press_sequentially(words)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    expect(note).to_have_value(words)

    before = boot(page)

    at.server.kill()
    note.press_sequentially(" and more")
    away = page.locator(".across-away")
    expect(away).to_be_visible()
    expect(away).to_contain_text("The server cannot be reached.")
    note.press_sequentially(", still typed")
    expect(note).to_have_value(f"{words} and more, still typed")
    at.server.start()

    expect(away).to_be_hidden()
    expect(note).to_have_value(f"{words} and more, still typed")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert boot(page) != before
    at.sends(f"Sent after {words}")
    expect(page.get_by_text(f"Sent after {words}", exact=True)).to_be_visible()
    note.fill("")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


@pytest.fixture
def on_its_own(tmp_path, browser) -> Iterator[Hall]:
    """A hall on a server that may be ended."""
    with running(tmp_path) as server:
        application = open_application(read({"ACROSS_DATA_FOLDER": str(tmp_path)}))
        yield Hall(server, browser, application, "question-1")
        application.store.close()


def test_the_picture_comes_back_by_itself_each_time_that_the_server_was_ended(on_its_own):
    page = on_its_own.screen()
    for time in range(3):  # it once failed five times of five
        restarted(on_its_own, page, f"We agree {time}")


def test_a_fault_of_the_store_is_said_and_the_next_deed_works(on_its_own):
    at = on_its_own
    at.sends("A note that stays")
    page = at.screen()
    expect(cards(page)).to_have_count(1)

    rename(at.application, "note", "note_that_is_away")
    pin(page, cards(page).first)
    expect(page.get_by_role("alert").filter(has_text="Nothing has changed")).to_be_visible()
    expect(cards(page).get_by_text("A note that stays")).to_be_visible()
    expect(page.locator(".card.pin")).to_have_count(0)
    rename(at.application, "note_that_is_away", "note")
    pin(page, cards(page).first)

    expect(page.locator(".card.pin")).to_have_count(1)


def pin(page: Page, card: Locator) -> None:
    """Pin a note. Its controls go while nothing moves; any key calls them again."""
    button = card.get_by_role("button", name="Pin")

    def reached() -> bool:
        page.keyboard.press("Shift")
        if not button.is_visible():
            card.click(position=CORNER)
        return button.is_visible()

    wait_until(page, reached)
    button.click()


REFUSES = "CREATE TRIGGER refuses BEFORE UPDATE OF sentence ON workshop BEGIN SELECT RAISE(ABORT, 'refused'); END"


def test_a_press_that_is_refused_leaves_true_what_next_is_called(on_its_own):
    at = on_its_own
    page = at.screen()
    following, whole = page.get_by_role("button", name="Next: "), CONTENT.question("question-1").text
    expect(page.locator(".question .q")).to_have_text(whole)
    change(at.application, REFUSES)

    following.click()
    expect(page.get_by_role("alert").filter(has_text="Nothing has changed")).to_be_visible()

    # at once, not with the next news: a press would seem to do nothing until then
    expect(page.locator(".question .q")).to_have_text(whole)
    assert following.inner_text() == "Next: sentence 1 →"
    assert page.get_by_text("sentence 1 of").count() == 0
    change(at.application, "DROP TRIGGER refuses")
    following.click()
    expect(page.get_by_text("sentence 1 of")).to_be_visible()
    expect(following).to_have_text("Next: sentence 2 →")


def rename(application: Application, table: str, name: str) -> None:
    change(application, f"ALTER TABLE {table} RENAME TO {name}")


def change(application: Application, statement: str) -> None:
    with application.store.write() as connection:
        connection.execute(text(statement))


def test_eight_tabs_share_one_stream_and_stay_live(hall):
    at = hall()
    first = at.screen()
    tabs = [first, *[first.context.new_page() for _ in range(7)]]
    for tab in tabs[1:]:
        tab.goto(f"{at.server.address}/question-1")
        title(tab, "Question 1")

    at.sends("To all of you")
    for tab in tabs:
        expect(cards(tab)).to_have_text(["To all of you"])
    wait_until(first, lambda: workers(at.browser) == 1)  # one of a browser that was closed may still be going
    for tab in tabs[:3]:
        tab.close()
    at.sends("To those who are left")

    for tab in tabs[3:]:
        expect(cards(tab)).to_have_count(2)
    wait_until(tabs[3], lambda: workers(at.browser) == 1)


def workers(browser: Browser) -> int:
    """How many shared workers run for the pages of the browser that is open last."""
    session = browser.new_browser_cdp_session()
    found = session.send("Target.getTargets")["targetInfos"]
    session.detach()
    return sum(target["type"] == "shared_worker" for target in found)


# Moves


def test_an_address_that_is_typed_takes_the_room_there_and_a_reload_does_not(hall):
    at = hall("welcome")
    page, old = at.screen(), at.screen()

    page.goto(f"{at.server.address}/question-2")
    title(page, "Question 2")
    at.is_at(page, "question-2")
    title(old, "Question 2")
    page.context.set_offline(True)
    at.moves_to(old, "question-4")
    page.context.set_offline(False)
    page.reload()
    title(page, "Question 4")
    # The page has gone along with the room: one whose address takes the room there does not.
    expect(page).to_have_url(f"{at.server.address}/question-4")

    assert at.room.workshop().step == "question-4"


def test_what_is_set_up_opens_once_its_page_is_there(hall):
    at = hall()
    page = at.screen()

    page.get_by_role("link", name="Welcome", exact=True).click()
    page.get_by_role("button", name="Set up").click()
    dialog = page.get_by_role("dialog", name="Joining")
    expect(dialog.get_by_label("Correct the join address")).to_be_visible()
    in_a_dialog(page)
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)


def test_escape_closes_a_dialog_after_a_download_too(hall):
    """The button is out of use while the file is made, and Streamlit lets the focus fall."""
    at = hall("close")
    page = at.screen()
    page.get_by_role("button", name="Downloads").click()
    button = page.get_by_role("dialog").get_by_role("button", name="Download report (PDF)")
    expect(page.get_by_role("dialog").get_by_role("button", name="Download workshop (JSON)")).to_be_visible()
    expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")

    with page.expect_download():
        button.press("Enter")

    expect(button).to_be_enabled()
    in_a_dialog(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_workshop_is_ended_calmly_and_is_still_there(hall):
    at = hall("close")
    page = at.screen()
    last = date_in_full(at.room.workshop().delete_on)
    page.get_by_role("button", name="End workshop").click()
    dialog = page.get_by_role("dialog", name="End of the workshop")
    expect(dialog.get_by_text("Phones cannot take the report yet.")).to_be_visible()
    in_a_dialog(page)
    pressed(dialog.get_by_role("button", name="Share the report with everybody"))
    expect(dialog.get_by_text(f"phones can take it until {last}")).to_be_visible()

    pressed(dialog.get_by_role("button", name="End it here"))

    expect(page.get_by_text(f"“Your workshops”, and on the phones, until {last}.")).to_be_visible()
    expect(page.get_by_role("heading", name="Across Boundaries")).to_be_visible()
    assert at.room.workshop().report_shared
    pressed(page.get_by_role("button", name="Back to it"))
    title(page, "Close")


def test_deleting_a_workshop_can_be_thought_over(hall):
    at = hall("close")
    page = at.screen()
    page.get_by_role("button", name="Delete workshop").click()
    expect(page.get_by_role("dialog").get_by_text("There is no need to")).to_be_visible()

    in_a_dialog(page)
    pressed(page.get_by_role("dialog").get_by_role("button", name="Keep it"))

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert at.room.workshop().code == at.code


@pytest.mark.parametrize("wifi", [None, Wifi("Riverside Guest", "x")], ids=["alone", "beside the Wi-Fi"])
@pytest.mark.parametrize(("width", "height"), [(911, 512), (800, 600), (1024, 768)])
def test_the_code_and_what_the_camera_reads_are_whole_on_a_small_projector(hall, width, height, wifi):
    at = hall("welcome", name="Compassionate leadership across our whole place and beyond")
    at.room.show_wifi(wifi)
    page = at.screen(viewport={"width": width, "height": height})
    foot = page.locator(".foot .do").bounding_box()

    for part in (
        page.locator(".welcome .qr:visible"),
        page.locator(".welcome .code"),
        page.locator(".welcome .address"),
    ):
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= foot["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_back_and_forward_of_the_browser_take_the_room_along(hall):
    at = hall("welcome")
    page = at.screen()
    go_to(page, "Question 1")
    expect(page).to_have_url(f"{at.server.address}/question-1")
    go_to(page, "Question 2")
    expect(page).to_have_url(f"{at.server.address}/question-2")

    page.go_back()
    title(page, "Question 1")
    at.is_at(page, "question-1")
    page.go_forward()

    title(page, "Question 2")
    at.is_at(page, "question-2")


def test_two_screens_do_not_fight(hall):
    at = hall("welcome")
    first, second = at.screen(), at.screen()

    first.get_by_role("link", name="Question 1", exact=True).click()
    at.is_at(first, "question-1")  # of two that are asked for at once, either may be the last
    second.get_by_role("link", name="Question 2", exact=True).click()
    at.is_at(first, "question-2")
    for page in (first, second):
        title(page, "Question 2")
        expect(page).to_have_url(f"{at.server.address}/question-2")
        expect(page.locator("[data-test-script-state]")).to_have_attribute("data-test-script-state", "notRunning")
    at_rest = at.room.workshop().revision
    first.get_by_role("button", name="Start timer").click()
    for page in (first, second):
        expect(page.get_by_role("timer").locator("visible=true")).to_have_count(1)

    assert at.room.workshop().revision == at_rest + 1


# Zoom, size of type, keyboard

STEPS = ("welcome", "question-1", "question-4", "questionnaire")
ZOOMED = {
    "400% of 1920 by 1080": ({"width": 480, "height": 270}, 4),
    "400% of 1280 by 1024": ({"width": 320, "height": 256}, 4),
    "320 px": ({"width": 320, "height": 640}, 2),
}
# What is cut off at a side or cannot be scrolled to, of all text that is seen.
OUT_OF_REACH = """picture => {
    const stage = picture.querySelector('.stage');
    const wide = picture.scrollWidth - picture.clientWidth;
    const found = wide > 1 ? [`scrolls sideways by ${wide}`] : [];
    const across = document.scrollingElement.scrollWidth - innerWidth;
    if (across > 1) found.push(`the page scrolls sideways by ${across}`);
    const top = stage.getBoundingClientRect().top;
    const seen = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    while (seen.nextNode()) {
        const at = seen.currentNode.parentElement;
        if (!seen.currentNode.textContent.trim() || !at.checkVisibility({ visibilityProperty: true })) continue;
        if (at.closest('.sr, .rail, .measuring')) continue;
        const range = document.createRange();
        range.selectNodeContents(seen.currentNode);
        for (const box of range.getClientRects()) {
            const said = seen.currentNode.textContent.trim().slice(0, 40);
            if (box.left < -1 || box.right > innerWidth + 1)
                found.push(`${said}: at the side, ${box.left} to ${box.right}`);
            if (box.bottom - top > picture.scrollHeight + 1) found.push(`${said}: below what can be scrolled to`);
        }
    }
    return [...new Set(found)];
}"""
# How much of the height is left to read in, whatever has been scrolled to.
LEFT_TO_READ = """picture => {
    const whole = picture.getBoundingClientRect().height, style = getComputedStyle(picture.querySelector('.foot'));
    const held = picture.querySelector('.stage').matches('.plain') ? ['.head', '.foot'] : [];
    if (style.position === 'sticky') held.push('.foot');
    return 1 - held.reduce((sum, name) => sum + picture.querySelector(name).getBoundingClientRect().height, 0) / whole;
}"""
REACHES_ITS_END = """picture => {
    picture.scrollTop = picture.scrollHeight;
    return picture.scrollHeight - picture.clientHeight - picture.scrollTop;
}"""


@pytest.mark.parametrize("zoom", ZOOMED)
def test_all_of_it_is_read_by_scrolling_down_at_400_percent(hall, zoom):
    viewport, scale = ZOOMED[zoom]
    at = hall("welcome")
    at.sends("A note of some length that has to be read as well, all of it")
    page = at.screen(viewport=viewport, device_scale_factor=scale)

    for step in (*STEPS, "results"):
        at.moves_to(page, step)
        drawn(page)
        assert page.locator(".picture").evaluate(OUT_OF_REACH) == []
        assert page.locator(".picture").evaluate(REACHES_ITS_END) <= 1
        assert page.locator(".picture").evaluate(LEFT_TO_READ) > 0.4


SMALLEST = """picture => {
    const unit = picture.querySelector('.measure').getBoundingClientRect().width / 1000;
    const seen = document.createTreeWalker(picture, NodeFilter.SHOW_TEXT);
    const found = [];
    while (seen.nextNode()) {
        const said = seen.currentNode.textContent.trim(), at = seen.currentNode.parentElement;
        if (!said || !at.checkVisibility() || at.closest('.sr, .rail, .measuring')) continue;
        const size = parseFloat(getComputedStyle(at).fontSize) / unit, runs = said.length > 60;
        if (size < (runs && !at.closest('.foot, .copyright') ? 23.9 : 21.9))
            found.push(`${said.slice(0, 40)}: ${size}`);
    }
    return found;
}"""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_type_on_the_picture_is_smaller_than_22_and_running_text_than_24(hall, size):
    at = hall("welcome")
    at.sends("A note")
    page = at.screen(viewport={"width": size[0], "height": size[1]})

    for step in STEPS:
        at.moves_to(page, step)
        page.mouse.move(300, 300 + STEPS.index(step))
        drawn(page)
        assert page.locator(".picture").evaluate(SMALLEST) == []


FOCUSED = """() => {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    if (!at || !at.closest('.stage')) return null;
    const box = at.getBoundingClientRect(), style = getComputedStyle(at);
    const shows = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    const shown = [];
    for (let up = at; up; up = up.parentElement) shown.push(Number(getComputedStyle(up).opacity));
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    return [at.getAttribute('aria-label') || at.textContent.trim(), shows && inside && Math.min(...shown) > 0.9];
}"""


def test_every_control_of_the_shell_is_reached_by_tab_and_seen(hall):
    at = hall()
    at.sends("A note")
    page = at.screen()
    expect(cards(page)).to_have_count(1)
    every = page.locator(".stage").get_by_role("button").or_(page.locator(".stage .rail a"))
    names = {one.get_attribute("aria-label") or one.inner_text().strip() for one in every.all() if one.is_enabled()}
    reached: dict[str, bool] = {}

    def all_reached() -> bool:
        walked(page)
        found = page.evaluate(FOCUSED)
        if found:
            page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")
            name, _ = found
            reached[name] = page.evaluate(FOCUSED)[1]
        return names <= set(reached)

    wait_until(page, all_reached)
    assert [name for name in names if not reached[name]] == []


def test_the_picture_is_a_remote_control_on_a_phone(hall):
    at = hall("welcome")
    page = at.screen(viewport=PHONE)

    page.get_by_role("button", name="Next").click()

    title(page, "Question 1")
    drawn(page)
    assert page.locator(".picture").evaluate(OUT_OF_REACH) == []


def test_no_face_in_italics_is_fetched_to_show_the_picture(hall):
    page = hall("welcome").screen()

    title(page, "Welcome")

    faces = page.evaluate("document.fonts.ready.then((all) => [...all].map((face) => [face.style, face.status]))")
    assert ["normal", "loaded"] in faces
    assert [status for style, status in faces if style == "italic" and status != "unloaded"] == []


def test_nor_while_the_styles_are_still_on_their_way(hall):
    page = hall("welcome").screen()
    title(page, "Welcome")
    styles = re.compile(r"(stage|parts|question)\.css")
    page.route(styles, lambda _route: None)

    with page.expect_request(styles):
        page.reload(wait_until="commit")
    title(page, "Welcome")

    faces = page.evaluate("document.fonts.ready.then((all) => [...all].map((face) => [face.style, face.status]))")
    assert [status for style, status in faces if style == "italic" and status != "unloaded"] == []

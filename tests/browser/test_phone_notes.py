"""Phones when the room moves on: a note half typed, a questionnaire half answered; notes changed and taken back."""

import random
import secrets

import pytest
from people import CONTENT, ITEMS, a_participant, answer, notes_of
from playwright.sync_api import Page, Route, expect
from screens import go_to, join, send_note, started_at, tap, wait_until

from across.room.facilitator import Facilitator
from across.workshop.values import Edition

POINTS = CONTENT.choices.scale.points
NARROW = {"width": 320, "height": 640}
# Text at twice the size that the style asks for, which is 112.5% of what the phone's owner has set.
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '225%'"


@pytest.fixture
def gathering(server, browser, application) -> tuple[Page, Facilitator]:
    """The screen of a new workshop at its first question, and its facilitator."""
    screen, code = started_at(browser, server.address, application, "question-1")
    [cookie] = [known for known in screen.context.cookies() if known["name"] == "across_facilitator"]
    facilitator = application.facilitator(cookie["value"])
    assert facilitator.code == code
    return screen, facilitator


def status_is(phone: Page, text: str) -> None:
    expect(phone.get_by_role("status")).to_have_text(text)


def bodies(room: Facilitator, step: str = "question-1") -> list[str]:
    return [note.body for note in notes_of(room, step)]


# A note that is half typed


def test_a_half_typed_note_stays_in_sight_when_the_room_moves_on_and_goes_to_its_own_question(
    server, browser, gathering
):
    screen, room = gathering
    phone = join(browser, server.address, room.code)
    phone.get_by_label("Your note", exact=True).press_sequentially("Half a")
    go_to(screen, "Question 2")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Question 2")
    unsent = phone.get_by_label("Your unsent note is here")

    expect(unsent).to_be_in_viewport(ratio=1)
    expect(unsent).to_be_focused()
    phone.keyboard.type(" note")
    expect(unsent).to_have_value("Half a note")
    expect(phone.get_by_label("Your note", exact=True)).to_have_value("")
    phone.reload()
    expect(unsent).to_have_value("Half a note")
    phone.get_by_role("button", name="Send to Question 1").click()
    status_is(phone, "Saved")

    expect(unsent).to_be_hidden()
    assert (bodies(room), bodies(room, "question-2")) == (["Half a note"], [])


def test_a_half_typed_note_is_in_its_own_box_on_the_page_of_its_question(server, browser, gathering):
    screen, room = gathering
    phone = join(browser, server.address, room.code)
    phone.get_by_label("Your note", exact=True).fill("Half a note")
    go_to(screen, "Question 2")
    unsent = phone.get_by_label("Your unsent note is here")
    expect(unsent).to_be_visible()
    go_to(screen, "Question 1")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Question 1")
    expect(unsent).to_be_hidden()
    expect(phone.get_by_label("Your note", exact=True)).to_have_value("Half a note")


def test_an_unsent_note_is_kept_through_the_questionnaire_until_it_is_discarded(server, browser, gathering):
    screen, room = gathering
    phone = join(browser, server.address, room.code)
    phone.get_by_label("Your note", exact=True).fill("Half a note")
    room.open_scoring()
    go_to(screen, "Questionnaire")
    unsent = phone.get_by_label("Your unsent note is here")
    expect(unsent).to_have_value("Half a note")
    tap(phone, 0, POINTS[0])
    status_is(phone, "Saved")
    expect(unsent).to_have_value("Half a note")
    phone.get_by_role("button", name="Discard").click()

    expect(unsent).to_be_hidden()
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Questionnaire")
    assert bodies(room) == []


# Who has not finished


def test_who_has_not_finished_stays_with_the_questionnaire_and_is_told_what_is_missing(server, browser, gathering):
    screen, room = gathering
    room.open_scoring()
    go_to(screen, "Questionnaire")
    phone = join(browser, server.address, room.code)
    for number in (0, 1):
        tap(phone, number, POINTS[3])
    phone.locator("#next").click()
    expect(phone.get_by_text("Dimension 2 of 9")).to_be_visible()
    tap(phone, 0, POINTS[2])
    status_is(phone, "Saved")
    go_to(screen, "Results")

    status_is(phone, "The group has gone on to Results.")
    expect(phone.get_by_text("Dimension 2 of 9")).to_be_visible()
    expect(phone.locator("#items input:checked")).to_have_count(1)
    expect(phone.locator("#sum")).to_have_text("15 left to answer:")
    expect(phone.locator("#left a")).to_have_count(8)
    tap(phone, 1, POINTS[2])
    status_is(phone, "Saved")
    expect(phone.locator("#sum")).to_have_text("14 left to answer:")
    phone.get_by_role("link", name="Compassion").click()
    expect(phone.get_by_text("Dimension 9 of 9")).to_be_visible()
    expect(phone.locator("#late")).to_be_in_viewport()
    phone.goto(f"{server.address}/take-part")
    expect(phone.get_by_text("The group has gone on to Results.")).to_be_visible()
    phone.get_by_role("link", name="Results", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Results")


def test_who_finishes_late_goes_on_with_the_group(server, browser, gathering):
    screen, room = gathering
    room.open_scoring()
    go_to(screen, "Questionnaire")
    phone = join(browser, server.address, room.code)
    tap(phone, 0, POINTS[3])
    status_is(phone, "Saved")
    go_to(screen, "Results")
    status_is(phone, "The group has gone on to Results.")
    for number in range(1, 10):
        expect(phone.get_by_text(f"Dimension {number} of 9")).to_be_visible()
        for item in (0, 1):
            tap(phone, item, POINTS[1])
        phone.locator("#next").click()
    expect(phone.locator("#sum")).to_have_text("All 18 answered.")
    go_to(screen, "Actions")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Actions")


# Notes of one's own


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without JavaScript"])
def test_a_note_is_changed_and_taken_back_and_the_wall_follows(server, browser, gathering, script):
    screen, room = gathering
    a_participant(room).send_note(secrets.token_hex(16), "question-1", "Of somebody else", None)
    phone = join(browser, server.address, room.code, java_script_enabled=script)
    send_note(phone, "Lunch")
    a_participant(room).send_note(secrets.token_hex(16), "question-1", "Of a third", None)
    wall = screen.locator(".card:visible p")
    expect(wall.filter(has_text="Lunch")).to_be_visible()

    phone.get_by_role("link", name="Change or take back").click()
    phone.get_by_label("Your note", exact=True).fill("Lunch, every week")
    phone.get_by_role("button", name="Save the change").click()
    status_is(phone, "Saved")
    expect(phone.locator("#notes .text")).to_have_text("Lunch, every week")
    expect(wall.filter(has_text="Lunch, every week")).to_be_visible()
    changed = bodies(room)
    phone.get_by_role("link", name="Change or take back").click()
    phone.get_by_role("button", name="Take back this note").click()
    status_is(phone, "Taken back")

    expect(phone.locator("#notes li")).to_have_count(0)
    expect(wall.filter(has_text="Lunch")).to_have_count(0)
    assert changed == ["Of somebody else", "Lunch, every week", "Of a third"]
    assert bodies(room) == ["Of somebody else", "Of a third"]


def test_a_note_whose_answer_was_lost_does_not_come_back_after_it_was_taken_back(server, browser, gathering):
    _screen, room = gathering
    phone = join(browser, server.address, room.code)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/take-part/note", lose_the_answer)
    phone.get_by_label("Your note", exact=True).fill("Lunch")
    phone.get_by_role("button", name="Send note").click()
    wait_until(phone, lambda: bodies(room) == ["Lunch"])
    status_is(phone, "Not saved yet")
    phone.reload()
    expect(phone.get_by_text("Not saved yet")).to_have_count(0)
    phone.unroute_all(behavior="wait")
    phone.get_by_role("link", name="Change or take back").click()
    phone.get_by_role("button", name="Take back this note").click()
    status_is(phone, "Taken back")
    send_note(phone, "Another")

    assert bodies(room) == ["Another"]


def test_a_note_shown_large_fits_when_its_words_are_changed_to_wider_ones(gathering):
    screen, room = gathering
    person, mine = a_participant(room), secrets.token_hex(16)
    person.send_note(mine, "question-1", "il " * 120, None)
    room.spotlight(mine)
    large = screen.locator(".spotlight blockquote")
    expect(large).to_contain_text("il il")

    person.change_note(mine, "MW " * 120, None)

    expect(large).to_contain_text("MW MW")
    inside = "figure => figure.offsetHeight <= figure.parentElement.clientHeight"
    wait_until(screen, lambda: screen.locator(".spotlight figure").evaluate(inside))


# What is seen


def test_saved_covers_nothing(server, browser, gathering):
    screen, room = gathering
    room.open_scoring()
    go_to(screen, "Questionnaire")
    phone = join(browser, server.address, room.code, viewport=NARROW)
    bar = phone.locator(".bar")
    before = bar.bounding_box()
    heading = phone.get_by_role("heading", level=1).bounding_box()
    phone.locator("#items label").first.evaluate("label => label.scrollIntoView()")
    tap(phone, 0, POINTS[0])
    status_is(phone, "Saved")
    saved = bar.bounding_box()
    below = phone.evaluate("document.elementFromPoint(160, 630).closest('.bar')")

    assert before["y"] + before["height"] <= heading["y"]
    assert (saved["y"], saved["height"]) == (0, before["height"])
    assert below is None
    assert phone.locator("#items label").first.bounding_box()["y"] >= saved["height"]


@pytest.mark.parametrize("size", [(390, 844), (360, 740), (320, 640)])
def test_after_send_it_is_said_at_the_box_in_sight_and_a_refused_note_stays_there(server, browser, gathering, size):
    _screen, room = gathering
    phone = join(browser, server.address, room.code, viewport={"width": size[0], "height": size[1]})
    near, box = phone.locator("#near"), phone.get_by_label("Your note", exact=True)
    for number, text in enumerate(["Lunch", "A rota"], start=1):
        send_note(phone, text)
        expect(near).to_have_text(f"Saved. Notes you have sent, below: {number}")
        expect(near).to_be_in_viewport(ratio=1)
    room.share_report(Edition())
    expect(near).to_contain_text("The report has been shared, so nothing can be sent")
    expect(phone.get_by_text("can no longer be changed or taken back")).to_be_visible()
    box.fill("Too late")
    phone.get_by_role("button", name="Send note").click()
    expect(near).to_contain_text("Not saved. The report has been shared")

    expect(box).to_have_value("Too late")
    expect(phone.get_by_role("status")).to_have_class("unseen")
    box.focus()
    room.share_report(None)
    expect(near).to_have_text("")
    status_is(phone, "")
    expect(box).to_have_value("Too late")
    expect(box).to_be_focused()
    phone.get_by_role("button", name="Send note").click()
    expect(near).to_have_text("Saved. Notes you have sent, below: 3")


def test_send_stands_directly_under_the_box(server, browser, gathering):
    _screen, room = gathering
    phone = join(browser, server.address, room.code, viewport=NARROW)
    box = phone.get_by_label("Your note", exact=True).bounding_box()
    button = phone.get_by_role("button", name="Send note").bounding_box()

    assert 0 <= button["y"] - (box["y"] + box["height"]) < 20


def test_nothing_overflows_at_twice_the_size_of_text_on_the_narrowest_phone(server, browser, gathering):
    _screen, room = gathering
    phone = join(browser, server.address, room.code, viewport=NARROW)
    fill(room, phone)
    steps = [step.id for step in room.workshop().agenda]
    pages = [f"?step={step}" for step in steps] + [f"?step=questionnaire&dimension={place}" for place in (1, 9, "end")]
    pages += ["/choose", "/choose?step=actions", "/say", f"/own-note?id={own_id(room)}", ""]
    wide = []
    for step in steps:
        room.move_to(step)
        for page in pages:
            phone.goto(f"{server.address}/take-part{page}")
            phone.evaluate(TWICE_AS_LARGE)
            if phone.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
                wide.append((step, page))

    assert wide == []


def own_id(room: Facilitator) -> str:
    return next(note.id for note in notes_of(room, "question-1") if note.body == "A note of mine")


def fill(room: Facilitator, phone: Page) -> None:
    """Notes sent and unsent, answers of others and results."""
    chance = random.Random(1)
    send_note(phone, "A note of mine")
    phone.get_by_label("Your note", exact=True).fill("Half a note")
    room.open_scoring()
    room.move_to("questionnaire")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Questionnaire")
    tap(phone, 0, POINTS[0])
    status_is(phone, "Saved")
    for _ in range(6):
        person = a_participant(room)
        person.send_note(f"{chance.getrandbits(128):032x}", "question-1", "Of somebody else", None)
        answer(person, [chance.choice([1, 2, 3, 4, 5]) for _ in ITEMS])
    room.reveal()
    room.share_report(Edition())

"""Phones as rooms treat them: cut off, locked, closed, in two tabs, without JavaScript, by keyboard, servers killed.

Each test counts in the store what is left of it.
"""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from people import a_plan, answers_of, notes_of, stranger
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Response, Route, expect
from screens import PROJECTOR, a_browser, asleep, go_to, join, points_shown, tap, wait_until
from server_process import Server
from watched import fetched, has_heard, stop_the_clock, streams_of, watch

from across import settings
from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from content.reader import own

CONTENT = own()
POINTS = CONTENT.choices.scale.points
DONT_KNOW = CONTENT.choices.scale.dont_know
ITEMS = [item.id for item in CONTENT.questionnaire.items]
CLOCK = re.compile(r"(\d+):(\d\d) left")


@dataclass
class Gathering:
    """One workshop on the running server: its projected screen, its phones, and what the store has of it."""

    server: Server
    application: Application
    browser: Browser
    room: Facilitator
    screen: Page

    @property
    def code(self) -> str:
        return self.room.code

    def phone(self, **options) -> Page:
        return join(self.browser, self.server.address, self.code, **options)

    def open_scoring(self) -> None:
        go_to(self.screen, "Questionnaire")
        self.screen.get_by_role("button", name="Open scoring").click()
        expect(self.screen.get_by_role("button", name="Close scoring", exact=True)).to_be_visible()

    def kept(self, phone: Page) -> dict[str, str]:
        """The phone's answers as the store has them, in the phone's own values."""
        cookies = {cookie["name"]: cookie["value"] for cookie in phone.context.cookies()}
        given, _ = answers_of(stranger(self.room, cookies[f"across_participant_{self.code}"]))
        return {item: "dont-know" if point is None else str(point) for item, point in given.points.items()}

    def count(self, table: str) -> int:
        """How many rows of this workshop a table has."""
        mine = f"SELECT count(*) FROM {table} WHERE workshop_id = (SELECT id FROM workshop WHERE code = '{self.code}')"
        with self.application.store.read() as connection:
            return connection.exec_driver_sql(mine).scalar()

    def send_notes(self, phone: Page, question: str, *texts: str) -> list[str]:
        """Notes of this phone, sent as its script would; returns their ids."""
        ids = [os.urandom(16).hex() for _ in texts]
        for note_id, text in zip(ids, texts, strict=True):
            form = {"code": self.code, "question": question, "id": note_id, "text": text, "way": ""}
            answer = phone.request.post(
                f"{self.server.address}/take-part/note", form=form, headers={"Accept": "application/json"}
            )
            assert answer.json() == {"saved": True}
        return ids


@pytest.fixture(scope="module")
def laptop(browser) -> Iterator[BrowserContext]:
    """The facilitator's browser, which has loaded the screen before."""
    context = a_browser(browser, viewport=PROJECTOR)
    yield context
    context.close()


@pytest.fixture
def gathering(server, application, browser, laptop) -> Iterator[Gathering]:
    """A new workshop at its first step."""
    with gathered(server, application, browser, laptop) as workshop:
        yield workshop


@pytest.fixture
def gathering_of_its_own(own_server, browser) -> Iterator[Gathering]:
    """A new workshop on a server that may be killed."""
    application = open_application(settings.read({"ACROSS_DATA_FOLDER": str(own_server.folder)}))
    with gathered(own_server, application, browser, a_browser(browser, viewport=PROJECTOR)) as workshop:
        yield workshop
    application.store.close()


@contextmanager
def gathered(server: Server, application: Application, browser: Browser, laptop: BrowserContext) -> Iterator[Gathering]:
    _, key = application.start(a_plan(smallest_group=3))
    laptop.add_cookies([{"name": "across_facilitator", "value": key, "url": server.address}])
    screen = laptop.new_page()
    screen.goto(f"{server.address}/welcome")
    expect(screen.get_by_role("heading", name="Welcome")).to_be_visible()
    yield Gathering(server, application, browser, application.facilitator(key), screen)
    screen.close()


def heard(phone: Page, kind: str) -> list[dict[str, str]]:
    """What the server acknowledges to this phone from now on, in order."""
    fields: list[dict[str, str]] = []

    def listen(answer: Response) -> None:
        if answer.url.endswith(f"/take-part/{kind}") and answer.status == 200:
            fields.append(dict(parse_qsl(answer.request.post_data, keep_blank_values=True)))

    phone.context.on("response", listen)
    return fields


def latest(taps: list[dict[str, str]]) -> dict[str, str]:
    """The last acknowledged point of each item, by the number of the tap."""
    return {tap["item"]: tap["point"] for tap in sorted(taps, key=lambda sent: int(sent["tap"]))}


def status_is(phone: Page, text: str) -> None:
    expect(phone.get_by_role("status")).to_have_text(text)


def next_dimension(phone: Page, number: int) -> None:
    phone.locator("#next").click()
    expect(phone.get_by_text(f"Dimension {number} of 9")).to_be_visible()


def notes_are_there(phone: Page) -> None:
    """Wait for the script of what stands beside a note: it comes after the page that needs it."""
    wait_until(phone, lambda: phone.evaluate("'across-others' in window"))


def tab_to(phone: Page, what: str) -> None:
    """Press Tab until the focus is where the selector says."""
    for _ in range(30):
        phone.keyboard.press("Tab")
        if phone.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"Tab does not reach {what}")


def test_taps_made_without_a_network_are_kept_and_each_is_sent_once(gathering):
    phone = gathering.phone()
    acknowledged = heard(phone, "response")
    gathering.open_scoring()
    tap(phone, 0, POINTS[3])
    tap(phone, 1, POINTS[4])
    status_is(phone, "Saved")

    phone.context.set_offline(True)
    next_dimension(phone, 2)
    tap(phone, 0, POINTS[0])
    tap(phone, 1, DONT_KNOW)
    next_dimension(phone, 3)
    tap(phone, 0, POINTS[1])
    tap(phone, 0, POINTS[2])
    status_is(phone, "Not saved yet")
    expect(phone.get_by_text("5 of 18 answered")).to_be_visible()
    before = (gathering.count("response"), len(acknowledged))
    phone.context.set_offline(False)
    status_is(phone, "Saved")

    assert before == (2, 2)
    assert [answer["item"] for answer in acknowledged] == [*ITEMS[:5], ITEMS[4]]
    assert len({answer["tap"] for answer in acknowledged}) == 6
    expected = dict(zip(ITEMS, ["4", "5", "1", "dont-know", "3"], strict=False))
    assert gathering.kept(phone) == latest(acknowledged) == points_shown(phone) == expected
    assert (gathering.count("response"), gathering.count("respondent"), gathering.count("participant")) == (5, 1, 1)


def test_a_tap_saved_while_the_page_is_on_its_way_is_not_taken_back_by_it(gathering):
    phone = gathering.phone()
    gathering.open_scoring()
    expect(phone.get_by_text("0 of 18 answered")).to_be_visible()
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        held.append((route, route.fetch()))

    # A tap refused is all that makes this phone ask for its page anew; by then scoring is open again.
    tells = ("**/live/*", "**/take-part/state?*")
    for told in tells:
        phone.route(told, lambda route: route.abort())
    phone.reload()
    gathering.room.close_scoring()
    phone.route("**/take-part/part?*", lambda route: (gathering.room.open_scoring(), hold(route)))
    tap(phone, 0, POINTS[0])
    wait_until(phone, lambda: held)
    for told in tells:
        phone.unroute(told)
    tap(phone, 1, POINTS[4])
    status_is(phone, "Saved")
    expect(phone.get_by_text("1 of 18 answered")).to_be_visible()
    [(route, answer)] = held
    phone.evaluate(
        """() => {
            window.counted = [];
            window.before = document.querySelector('#part');
            const note = () => document.querySelectorAll('#answered').forEach((box) => counted.push(box.textContent));
            new MutationObserver(note).observe(document.querySelector('main'), {childList: true, subtree: true});
        }"""
    )
    with phone.expect_response("**/take-part/part?*"):
        route.fulfill(response=answer)
    phone.wait_for_function("() => document.querySelector('#part') !== before && counted.length > 0")

    expect(phone.get_by_text("1 of 18 answered")).to_be_visible()
    assert set(phone.evaluate("counted")) == {"1 of 18 answered"}
    assert points_shown(phone) == {ITEMS[1]: "5"}


def test_a_server_killed_in_the_middle_of_a_tap_loses_nothing_and_doubles_nothing(gathering_of_its_own):
    gathering = gathering_of_its_own
    phone = gathering.phone()
    acknowledged = heard(phone, "response")
    gathering.open_scoring()
    tap(phone, 0, POINTS[1])
    status_is(phone, "Saved")

    os.kill(gathering.server.process.pid, signal.SIGSTOP)
    with phone.expect_request("**/take-part/response"):
        tap(phone, 1, POINTS[2])
    status_is(phone, "Saving…")
    gathering.server.kill()
    status_is(phone, "Not saved yet")
    tap(phone, 0, POINTS[4])
    next_dimension(phone, 2)
    tap(phone, 0, POINTS[3])
    before = gathering.kept(phone)
    gathering.server.start()
    status_is(phone, "Saved")

    assert before in ({ITEMS[0]: "2"}, {ITEMS[0]: "2", ITEMS[1]: "3"})
    expected = {ITEMS[0]: "5", ITEMS[1]: "3", ITEMS[2]: "4"}
    assert gathering.kept(phone) == latest(acknowledged) == points_shown(phone) == expected
    assert (gathering.count("response"), gathering.count("respondent"), gathering.count("participant")) == (3, 1, 1)


def test_a_tab_closed_with_unsent_taps_sends_them_when_it_is_opened_again(gathering_of_its_own):
    gathering = gathering_of_its_own
    phone = gathering.phone()
    gathering.open_scoring()
    tap(phone, 0, POINTS[0])
    status_is(phone, "Saved")
    # Without a server at all: a page that is only said to be offline may send once more as it goes.
    gathering.server.kill()
    tap(phone, 1, POINTS[3])
    status_is(phone, "Not saved yet")
    phone.close()
    unsent = gathering.count("response")
    gathering.server.start()
    again = phone.context.new_page()
    again.goto(f"{gathering.server.address}/take-part")
    status_is(again, "Saved")
    for _ in range(2):
        again.goto(f"{gathering.server.address}/join/{gathering.code}")
        again.reload()

    assert unsent == 1
    assert gathering.kept(again) == points_shown(again) == {ITEMS[0]: "1", ITEMS[1]: "4"}
    assert (gathering.count("response"), gathering.count("respondent"), gathering.count("participant")) == (2, 1, 1)


def test_two_tabs_of_one_phone_tapping_at_once_are_one_person_and_show_what_is_kept(gathering):
    first = gathering.phone()
    acknowledged = heard(first, "response")
    gathering.open_scoring()
    expect(first.get_by_text("Dimension 1 of 9")).to_be_visible()
    second = first.context.new_page()
    second.goto(f"{gathering.server.address}/take-part")
    click = """([query, at]) => {
        const tap = () => {
            const there = document.querySelector(query);
            if (!there) return setTimeout(tap, 10);
            there.click();
            window.taps = (window.taps || 0) + 1;
        };
        setTimeout(tap, at - Date.now());
    }"""
    rounds = [("1", "2"), ("3", "4"), ("5", "1"), ("2", "dont-know")]
    for number, points in enumerate(rounds, start=1):
        moment = time.time() * 1000 + 150
        for tab, point in zip((first, second), points, strict=True):
            tab.evaluate(click, [f'#items [name="{ITEMS[0]}"][value="{point}"]', moment])
            tab.evaluate(click, [f'#items [name="{ITEMS[1]}"][value="{points[0]}"]', moment])
        # a tab in the background may keep its clicks back for a while
        for tab in (first, second):
            wait_until(tab, lambda tab=tab, taps=2 * number: tab.evaluate("window.taps || 0") >= taps)
        wait_until(first, lambda: not first.evaluate("Object.keys(localStorage).some(key => key.includes('.out.'))"))
        for tab in (first, second):
            status_is(tab, "Saved")
        wait_until(first, lambda: dict(_checked(first)) == dict(_checked(second)) == gathering.kept(first))
        shown = [dict(_checked(tab)) for tab in (first, second)]

        assert shown[0] == shown[1] == gathering.kept(first)
        assert shown[0][ITEMS[1]] == points[0]
        assert shown[0][ITEMS[0]] in points
    assert {(answer["item"], answer["point"]) for answer in acknowledged} >= {
        (ITEMS[0], point) for two in rounds for point in two
    }
    assert points_shown(first) == gathering.kept(first)
    assert (gathering.count("response"), gathering.count("respondent"), gathering.count("participant")) == (2, 1, 1)


def test_eight_tabs_of_one_phone_stay_live_through_one_stream(gathering):
    first = gathering.phone()
    listening = streams_of(first.context)
    tabs = [first, *(first.context.new_page() for _ in range(7))]
    for tab in tabs:
        tab.goto(f"{gathering.server.address}/take-part")

    def one_listens() -> bool:
        return sum(tab in tabs for tab in listening.values()) == 1

    wait_until(first, one_listens)
    gathering.room.move_to("question-2")

    for tab in tabs:
        expect(tab.get_by_role("heading", level=1)).to_have_text("Question 2")
    wait_until(first, one_listens)
    [listens] = listening.values()
    listens.close()
    tabs.remove(listens)
    wait_until(tabs[0], one_listens)
    gathering.room.move_to("question-3")
    for tab in tabs:
        expect(tab.get_by_role("heading", level=1)).to_have_text("Question 3")


def _checked(tab: Page) -> list[list[str]]:
    return tab.locator("#items input:checked").evaluate_all("all => all.map(one => [one.name, one.value])")


def test_a_note_written_without_a_network_is_kept_once_though_the_first_answer_is_lost(gathering):
    phone = gathering.phone()
    acknowledged = heard(phone, "note")
    go_to(gathering.screen, "Question 1")
    expect(phone.get_by_role("heading", name="Question 1")).to_be_visible()
    notes_are_there(phone)
    phone.context.set_offline(True)
    phone.get_by_label("Your note").fill("Lunch, <b>every</b> week")
    phone.get_by_role("button", name="Send note").click()
    status_is(phone, "Not saved yet")
    expect(phone.locator("#notes li")).to_have_count(1)
    before = gathering.count("note")
    reached: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        answer = route.fetch()
        reached.append(answer.status)
        if len(reached) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    phone.route("**/take-part/note", lose_the_first_answer)
    phone.context.set_offline(False)
    status_is(phone, "Saved")

    assert before == 0
    assert reached == [200, 200]
    assert [note["text"] for note in acknowledged] == ["Lunch, <b>every</b> week"]
    assert [note.body for note in notes_of(gathering.room, "question-1")] == ["Lunch, <b>every</b> week"]
    expect(phone.locator("#notes li")).to_have_count(1)
    expect(phone.locator("#notes .unsaved")).to_have_count(0)
    phone.reload()
    expect(phone.locator("#notes li")).to_have_count(1)


def test_a_late_joiner_lands_in_the_current_step_and_a_step_change_takes_the_focus_to_its_heading(gathering):
    early = gathering.phone()
    go_to(gathering.screen, "Question 2")
    heading = early.get_by_role("heading", level=1)
    expect(heading).to_have_text("Question 2")
    expect(heading).to_be_focused()
    late = gathering.phone()

    expect(late.get_by_role("heading", level=1)).to_have_text("Question 2")
    assert gathering.count("participant") == 2
    gathering.open_scoring()
    for phone in (early, late):
        expect(phone.get_by_role("heading", level=1)).to_have_text("Questionnaire")
        expect(phone.get_by_role("heading", level=1)).to_be_focused()
    assert early.title() == "Questionnaire \N{EN DASH} Winter pressures"


# The next time that the phone's timer is drawn: what it shows then, and the moment by the server's clock.
NEXT_TICK = """() => new Promise((resolve) => {
    const shown = document.querySelector('#timer').children[1];
    const drawn = (_, watcher) => {
        watcher.disconnect();
        resolve([shown.textContent, (Date.now() - window.wrong) / 1000]);
    };
    new MutationObserver(drawn).observe(shown, { childList: true });
})"""


def too_much(phone: Page, ends_at: float) -> float:
    """By how many seconds the phone's timer shows more than are left when it is drawn next."""
    shown, now = phone.evaluate(NEXT_TICK)
    minutes, seconds = CLOCK.search(shown).groups()
    return 60 * int(minutes) + int(seconds) - (ends_at - now)


def test_a_phone_that_slept_catches_up_and_its_timer_has_not_drifted(gathering):
    phone = gathering.phone()
    phone.add_init_script("window.wrong = 600000; Date.now = (real => () => real() + window.wrong)(Date.now);")
    phone.reload()
    go_to(gathering.screen, "Question 1")
    gathering.screen.get_by_role("button", name="Start timer").click()
    timer = phone.locator("#timer")
    expect(timer).to_contain_text(CLOCK)
    ends_at = gathering.room.workshop().timer.ends_at
    awake = too_much(phone, ends_at)
    with asleep(phone):
        gathering.screen.get_by_role("button", name="Timer", exact=True).click()
        gathering.screen.get_by_role("button", name="One more minute").click()
        wait_until(phone, lambda: gathering.room.workshop().timer.ends_at == ends_at + 60)
        phone.wait_for_timeout(2500)
    phone.evaluate("window.wrong = -300000")  # the network has set the phone's clock meanwhile
    with phone.expect_response("**/take-part/state?*"), asleep(phone):
        phone.wait_for_timeout(100)
    expect(timer).to_contain_text(CLOCK)
    # it may be drawn once more before the answer is read, which brings the minute
    wait_until(phone, lambda: too_much(phone, ends_at) > 30)
    woken = too_much(phone, ends_at + 60)
    with asleep(phone):
        gathering.screen.get_by_role("button", name="Timer", exact=True).click()
        gathering.screen.get_by_role("button", name="Pause").click()
        wait_until(phone, lambda: gathering.room.workshop().timer.left is not None)
    held = gathering.room.workshop().timer.left
    paused = f"Paused, {held // 60}:{held % 60:02} left"
    expect(timer).to_contain_text(f"Think alone {paused}")
    with asleep(phone):
        go_to(gathering.screen, "Question 2")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Question 2")
    expect(timer).to_be_hidden()
    assert -1 <= awake <= 2
    assert -1 <= woken <= 2
    assert gathering.count("participant") == 1


def test_without_javascript_one_can_write_mark_and_answer(gathering):
    author = gathering.phone()
    phone = gathering.phone(java_script_enabled=False)
    go_to(gathering.screen, "Question 1")
    gathering.send_notes(author, "question-1", "Of somebody else")
    phone.goto(f"{gathering.server.address}/take-part")
    phone.get_by_label("Your note").fill("By plain form")
    phone.get_by_role("button", name="Send note").click()
    status_is(phone, "Saved")
    phone.locator("#others summary").click()
    phone.get_by_role("link", name="Show the notes from others").click()
    marks = []
    for pressed in ("true", "false", "true"):
        phone.get_by_role("button", name="True for me too").click()
        expect(phone.get_by_role("button", name="True for me too")).to_have_attribute("aria-pressed", pressed)
        marks.append(gathering.count("mark"))
    gathering.open_scoring()
    phone.goto(f"{gathering.server.address}/take-part")
    tap(phone, 0, POINTS[2])
    tap(phone, 1, DONT_KNOW)
    phone.get_by_role("button", name="Save and go on").click()
    status_is(phone, "Saved")
    expect(phone.get_by_text("Dimension 2 of 9")).to_be_visible()

    assert marks == [1, 0, 1]
    assert [note.body for note in notes_of(gathering.room, "question-1")] == ["Of somebody else", "By plain form"]
    assert gathering.kept(phone) == {ITEMS[0]: "3", ITEMS[1]: "dont-know"}
    assert (gathering.count("response"), gathering.count("note"), gathering.count("participant")) == (2, 2, 2)


def test_the_keyboard_alone_sends_a_note_marks_another_and_answers_a_dimension(gathering):
    author, phone = gathering.phone(), gathering.phone()
    go_to(gathering.screen, "Question 1")
    gathering.send_notes(author, "question-1", "Of somebody else")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    notes_are_there(phone)
    tab_to(phone, "#text")
    phone.keyboard.type("By keyboard")
    tab_to(phone, "#way")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Shift+Tab")
    expect(phone.get_by_role("button", name="Send note")).to_be_focused()
    phone.keyboard.press("Enter")
    status_is(phone, "Saved")
    tab_to(phone, ".done button")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("button", name="I have finished", pressed=True)).to_be_focused()
    status_is(phone, "Saved")
    tab_to(phone, "#others summary")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="True for me too")).to_be_visible()
    tab_to(phone, ".mark button")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("button", name="True for me too", pressed=True)).to_be_focused()
    status_is(phone, "Saved")
    own = notes_of(gathering.room, "question-1")[1]
    gathering.open_scoring()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Questionnaire")
    expect(phone.locator("input[type=radio]").first).to_be_visible()
    for presses in (1, 3):
        tab_to(phone, "input[type=radio]")
        phone.keyboard.press("Space")
        for _ in range(presses):
            phone.keyboard.press("ArrowDown")
    tab_to(phone, "#next")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=2)).to_be_focused()
    expect(phone.get_by_role("heading", level=2)).to_have_text(CONTENT.questionnaire.dimensions[1].name)
    status_is(phone, "Saved")

    assert (own.body, own.way) == ("By keyboard", CONTENT.choices.ways.list[0].id)
    assert gathering.kept(phone) == points_shown(phone) == {ITEMS[0]: "2", ITEMS[1]: "4"}
    assert [gathering.count(table) for table in ("note", "mark", "response", "participant")] == [2, 1, 2, 2]


def test_marks_pressed_without_a_network_are_kept_as_pressed_last(gathering):
    author, phone = gathering.phone(), gathering.phone()
    acknowledged = heard(phone, "mark")
    go_to(gathering.screen, "Question 1")
    one, other = gathering.send_notes(author, "question-1", "One", "Another")
    phone.locator("#others summary").click()
    buttons = phone.get_by_role("button", name="True for me too")
    expect(buttons).to_have_count(2)
    phone.context.set_offline(True)
    for number, pressed in ((0, "true"), (0, "false"), (0, "true"), (1, "true"), (1, "false")):
        buttons.nth(number).click()
        expect(buttons.nth(number)).to_have_attribute("aria-pressed", pressed)
    status_is(phone, "Not saved yet")
    before = gathering.count("mark")
    phone.context.set_offline(False)
    status_is(phone, "Saved")

    assert before == 0
    assert [(sent["note"], sent["marked"]) for sent in acknowledged] == [
        (one, "1"),
        (one, "0"),
        (one, "1"),
        (other, "1"),
        (other, "0"),
    ]
    assert [note.marks for note in notes_of(gathering.room, "question-1")] == [1, 0]
    assert (gathering.count("mark"), gathering.count("participant")) == (1, 2)
    phone.reload()
    phone.locator("#others summary").click()
    expect(phone.get_by_role("button", name="True for me too", pressed=True)).to_have_count(1)


def test_the_list_of_others_grows_and_shrinks_without_disturbing_what_one_does(gathering):
    author, phone = gathering.phone(), gathering.phone()
    watch(phone)
    phone.reload()
    stop_the_clock(phone)
    go_to(gathering.screen, "Question 1")
    has_heard(phone, gathering.room)
    phone.clock.run_for(600)
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    notes_are_there(phone)
    summary, lines = phone.locator("#others summary"), phone.locator("#list li")
    hidden, second = gathering.send_notes(author, "question-1", "First", "Second")
    has_heard(phone, gathering.room)
    phone.clock.run_for(600)
    closed = len(fetched(phone, "others"))
    phone.clock.run_for(21_000)
    expect(summary).to_have_text("Notes from others (2)")
    counted = [where.endswith("&count=") for where, _ in fetched(phone, "others")]
    summary.click()
    expect(lines).to_have_count(2)

    phone.get_by_label("Your note").press_sequentially("Half a sent")
    gathering.send_notes(author, "question-1", *(f"Note {number}" for number in range(3, 11)))
    has_heard(phone, gathering.room)
    phone.clock.run_for(600)
    at_once = (lines.count(), len(fetched(phone, "others")))
    phone.clock.run_for(6_000)
    expect(lines).to_have_count(10)
    expect(summary).to_have_text("Notes from others (10)")
    expect(phone.get_by_label("Your note")).to_be_focused()
    expect(phone.get_by_label("Your note")).to_have_value("Half a sent")
    after_a_while = len(fetched(phone, "others"))

    buttons = phone.get_by_role("button", name="True for me too")
    buttons.nth(1).focus()
    card = gathering.screen.locator(f".card[data-id='{hidden}']")
    card.click(position={"x": 20, "y": 14})
    card.get_by_role("button", name="Hide").click()
    wait_until(phone, lambda: any(note.hidden for note in notes_of(gathering.room, "question-1")))
    has_heard(phone, gathering.room)
    phone.clock.run_for(6_000)
    expect(lines).to_have_count(9)
    expect(summary).to_have_text("Notes from others (9)")
    expect(phone.get_by_text("First", exact=True)).to_have_count(0)
    expect(buttons.nth(0)).to_be_focused()
    expect(phone.locator("#others")).to_have_attribute("open", "")

    assert (closed, counted, at_once, after_a_while) == (0, [True], (2, 2), 3)
    assert lines.first.get_attribute("data-id") == second
    assert (gathering.count("note"), gathering.count("mark"), gathering.count("participant")) == (10, 0, 2)


def test_i_have_finished_is_kept_though_its_script_has_not_come(browser, server, application):
    code, key = application.start(a_plan())
    application.facilitator(key).move_to("question-1")
    phone = join(browser, server.address, code)
    held: list[Route] = []
    phone.route("**/phone/others.js*", lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks what it is given)
    phone.reload(wait_until="commit")
    wait_until(phone, lambda: held)
    phone.wait_for_load_state("domcontentloaded")

    phone.get_by_role("button", name="I have finished").click(no_wait_after=True)

    expect(phone.get_by_role("button", name="I have finished", pressed=True)).to_be_visible()
    for route in held:
        route.abort()

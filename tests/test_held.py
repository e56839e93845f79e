"""The workshops that one browser holds: opened in turn, added by a link, forgotten, and a link made anew."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from http_requests import FORM, JSON, Answer, as_form, ask, served
from people import a_participant, a_plan, run_async
from starlette.applications import Starlette

from across.room.application import Application
from across.room.cookies import MOST_HELD, Keys
from across.web.events import stream
from across.workshop.errors import NotYourWorkshop
from app import app
from pages import press, screen, texts


@dataclass
class Browser:
    """A facilitator's browser: it keeps the one cookie that it is given."""

    port: int
    cookie: str = ""

    def get(self, path: str) -> Answer:
        return self._asked(path, "GET")

    def post(self, path: str, **fields: object) -> Answer:
        return self._asked(path, "POST", as_form(fields), FORM)

    def post_json(self, path: str, **fields: object) -> Answer:
        return self._asked(path, "POST", json.dumps(fields).encode(), JSON)

    def _asked(self, path: str, method: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = [("Cookie", f"across_facilitator={self.cookie}")] if self.cookie else []
        headers += [("Content-Type", kind)] if kind else []
        answer = ask(self.port, path, headers, method=method, body=body)
        for line in answer.cookies:
            if found := re.match(r'across_facilitator="?([^;"]*)', line):
                self.cookie = found[1]
        return answer

    @property
    def keys(self) -> Keys:
        return Keys.read(self.cookie)


@pytest.fixture
def browser(here):
    assert here
    with served(Starlette(routes=app._user_routes)) as port:
        yield Browser(port)


@pytest.fixture
def started(here) -> Callable[[str], tuple[str, str]]:
    """Starts a workshop of this name: its join code and its key."""
    return lambda name: here.start(a_plan(name=name))


def state_of(browser: Browser, code: str) -> int:
    return browser.get(f"/stage/state?code={code}").status


# What the cookie carries


@pytest.mark.parametrize(
    "keys",
    [Keys(), Keys("a"), Keys("a", ("b", "c")), Keys("", ("b",)), Keys("a", ("b",), "new"), Keys("a", (), "new")],
)
def test_keys_are_read_as_they_were_written(keys):
    assert Keys.read(keys.as_cookie()) == keys


@pytest.mark.parametrize("cookie", ["", ".", "..", '"\\', "+", "a+b", "%00", "a.", "ü", "." * 9000, "k." * 9000])
def test_a_cookie_of_whatever_kind_holds_a_bounded_number_of_keys(cookie):
    assert len(Keys.read(cookie).every) <= MOST_HELD + 2


def test_a_cookie_from_before_holds_the_one_key():
    assert Keys.read("x" * 43) == Keys("x" * 43)


def test_opening_keeps_what_was_open_and_forgetting_opens_no_other():
    assert Keys("a", ("b",)).opening("c") == Keys("c", ("a", "b"))
    assert Keys("a", ("b", "c")).opening("c") == Keys("c", ("a", "b"))
    assert Keys("a", ("b", "c")).without("a") == Keys("", ("b", "c"))
    assert Keys("a", ("b", "c")).without("b") == Keys("a", ("c",))


def test_a_key_that_was_to_come_is_held_once_it_opens_something():
    """The answer to making a new link was lost: the browser has the new key all the same."""
    assert Keys("old", ("b",), "new").only({"b", "new"}) == Keys("", ("b", "new"))


# Opening, adding, forgetting


def test_a_second_workshop_is_opened_and_the_first_stays_held(browser, started):
    (first, key_1), (second, key_2) = started("First"), started("Second")

    browser.post("/facilitate", key=key_1)
    answer = browser.post("/facilitate", key=key_2)

    assert (answer.status, browser.keys) == (303, Keys(key_2, (key_1,)))
    assert (state_of(browser, second), state_of(browser, first)) == (200, 403)
    assert browser.post("/facilitate/open", code=first).status == 303
    assert (state_of(browser, first), state_of(browser, second)) == (200, 403)
    assert browser.keys == Keys(key_1, (key_2,))


def test_opening_a_workshop_that_is_not_held_is_refused_with_what_to_do(browser, started):
    (_, key), (other, _) = started("First"), started("Second")
    browser.post("/facilitate", key=key)

    answer = browser.post("/facilitate/open", code=other)

    assert (answer.status, browser.keys) == (403, Keys(key))
    assert "facilitator link" in answer.text


def test_a_link_over_an_open_workshop_asks_first_and_names_what_is_open(browser, started):
    _, key = started("Winter <b>pressures</b>")
    assert "data-asks" not in browser.get("/facilitate").text

    browser.post("/facilitate", key=key)
    page = browser.get("/facilitate").text

    assert "data-asks" in page
    assert "Winter &lt;b&gt;pressures&lt;/b&gt;” is not lost" in page
    assert key not in page


def test_a_key_that_opens_nothing_leaves_the_browser_what_it_has(browser, started):
    _, key = started("First")
    browser.post("/facilitate", key=key)

    assert browser.post("/facilitate", key="x" * 43).status == 404
    assert browser.keys == Keys(key)


def test_forgetting_takes_a_workshop_from_this_browser_alone(browser, started, here):
    (first, key_1), (second, key_2) = started("First"), started("Second")
    for key in (key_1, key_2):
        browser.post("/facilitate", key=key)

    browser.post("/facilitate/forget", code=second)

    assert browser.keys == Keys("", (key_1,))
    assert (state_of(browser, second), state_of(browser, first)) == (403, 403)
    assert here.facilitates(key_2)
    browser.post("/facilitate/forget", code=first)
    assert browser.keys == Keys()


def test_a_deleted_workshop_is_held_no_longer_than_the_next_opening(browser, started, here):
    (_, key_1), (_, key_2) = started("First"), started("Second")
    browser.post("/facilitate", key=key_1)
    here.facilitator(key_1).delete()

    browser.post("/facilitate", key=key_2)

    assert browser.keys == Keys(key_2)


def test_a_browser_that_is_full_is_told_to_forget_one_and_loses_none(browser, started):
    held = [started(f"Workshop {number}")[1] for number in range(MOST_HELD)]
    browser.cookie = Keys(held[0], tuple(held[1:])).as_cookie()
    _, one_more = started("One more")

    answer = browser.post("/facilitate", key=one_more)

    assert (answer.status, browser.keys.every) == (409, tuple(held))
    assert "Forget one" in answer.text
    assert browser.post("/facilitate", key=held[-1]).status == 303
    assert len(browser.keys.every) == MOST_HELD


# A new link


def made_anew(browser: Browser, code: str) -> str:
    """Make a new link as its pages do; returns its key."""
    assert browser.post("/facilitate/new-link", code=code).status == 303
    assert "The old link stops working at once" in browser.get("/facilitate/new-link").text
    assert browser.post("/facilitate/new-link/made", code=code).headers["location"] == "/facilitator?link=new"
    return browser.keys.open


def test_nothing_is_replaced_before_the_new_link_is_made(browser, started, here):
    code, key = started("First")
    browser.post("/facilitate", key=key)

    browser.post("/facilitate/new-link", code=code)

    assert (browser.keys.open, state_of(browser, code)) == (key, 200)
    assert browser.keys.coming
    assert not here.facilitates(browser.keys.coming)
    assert browser.keys.coming not in browser.get("/facilitate/new-link").text


def test_the_old_link_opens_nothing_once_a_new_one_is_made(browser, started, here):
    code, old = started("First")
    elsewhere = Browser(browser.port)
    for facilitator in (browser, elsewhere):
        facilitator.post("/facilitate", key=old)
    before = here.facilitator(old)

    new = made_anew(browser, code)

    assert new not in ("", old)
    assert browser.keys == Keys(new)
    assert state_of(browser, code) == 200
    assert elsewhere.post("/facilitate", key=old).status == 404
    assert state_of(elsewhere, code) == 403
    assert elsewhere.get(f"/stage/qr.svg?code={code}&of=join").status == 403
    assert elsewhere.get(f"/facilitate/group-note?code={code}&step=question-1").status == 403
    note = {"code": code, "step": "question-1", "body": "Ours", "version": 0}
    assert elsewhere.post_json("/facilitate/group-note", **note).status == 403
    assert elsewhere.post_json("/stage/deeds", code=code, deed="move", step="close").status == 403
    assert elsewhere.get(f"/live/{code}").status == 403
    assert elsewhere.post("/facilitate/new-link", code=code).status == 403
    assert elsewhere.post("/facilitate/new-link/made", code=code).status == 403
    assert screen(old, "pages/facilitator.py").title[0].value == "Across Boundaries"
    with pytest.raises(NotYourWorkshop):
        before.drawing(None)
    for deed in (before.stop_timer, before.delete, lambda: before.replace_key("theirs")):
        with pytest.raises(NotYourWorkshop, match="A new facilitator link"):
            deed()
    assert here.facilitator(new).workshop().step == "welcome"


def test_a_stream_that_the_old_link_opened_ends_once_the_picture_changes(started, here):
    code, old = started("First")
    heard = []

    async def listening() -> None:
        async for told in stream(here, code, old):
            heard.append(told)
            if told.startswith("id:") and here.facilitates(old):
                here.facilitator(old).replace_key("the new key")
                here.facilitator("the new key").move_to("question-1")

    run_async(asyncio.wait_for(listening(), 60))

    assert heard
    assert "question-1" not in "".join(heard)


def test_a_new_link_leaves_participants_and_what_they_wrote(browser, started, here):
    code, old = started("First")
    person = a_participant(here.facilitator(old))
    person.send_note("a" * 32, "question-1", "A note", None)
    browser.post("/facilitate", key=old)

    new = made_anew(browser, code)

    person.send_note("b" * 32, "question-1", "Another", None)
    notes = here.facilitator(new).drawing("question-1").notes
    assert {note.body for note in notes} == {"A note", "Another"}


def test_a_new_link_whose_answer_was_lost_is_still_in_the_browser(browser, started, here):
    code, old = started("First")
    browser.post("/facilitate", key=old)
    browser.post("/facilitate/new-link", code=code)
    lost = Browser(browser.port, browser.cookie)

    lost.post("/facilitate/new-link/made", code=code)

    assert state_of(browser, code) == 403
    assert "First" in texts(screen(browser.cookie))
    browser.post("/facilitate/open", code=code)
    assert here.facilitates(browser.keys.open)


def test_a_new_link_is_made_of_the_workshop_that_is_open_alone(browser, started, here):
    (first, key_1), (second, key_2) = started("First"), started("Second")
    for key in (key_1, key_2):
        browser.post("/facilitate", key=key)

    assert browser.post("/facilitate/new-link", code=first).status == 403
    made_anew(browser, second)

    assert here.facilitates(key_1)
    assert not here.facilitates(key_2)
    assert browser.keys.others == (key_1,)


# The start page


def test_the_start_page_says_how_to_have_a_workshop_where_there_is_none(here):
    assert here

    run = screen()

    assert "None in this browser yet" in texts(run)
    assert "Open with a facilitator link" in {button.label for button in run.button}


def test_the_start_page_lists_every_workshop_as_text_with_its_date_and_when_it_is_deleted(here: Application):
    keys = [here.start(a_plan(name=name))[1] for name in ("First", "**Second** <b>x</b>")]

    run = screen(".".join(keys))

    written = [text.value for text in run.text]
    assert {"First", "**Second** <b>x</b>"} <= set(written)
    assert len([line for line in written if "deleted on" in line]) == len(keys)
    assert not [key for key in keys if key in texts(run)]
    labels = [button.label for button in run.button]
    assert [labels.count(label) for label in ("Back to it", "Open", "Forget it in this browser")] == [1, 1, 2]


def test_a_full_browser_starts_no_workshop_that_it_could_not_hold(here: Application):
    keys = [here.start(a_plan(name=f"Workshop {number}"))[1] for number in range(MOST_HELD)]
    run = screen(".".join(keys))
    run.text_input[1].set_value("One more")

    press(run, "Start workshop")

    assert "Forget one above" in run.error[0].value

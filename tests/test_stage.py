"""The stage over HTTP: what it is drawn from, what is done on it, its modules, and who may ask; what phones tell it."""

import gzip
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import pyarrow
import pytest
from http_requests import FORM, JSON, Answer, as_cookies, as_form, ask, served
from people import (
    ITEMS,
    a_participant,
    a_plan,
    actions_of,
    agreed_of,
    answer,
    answer_all,
    bulletin_of,
    notes_of,
    notes_of_others,
    own_notes_of,
    seen_by,
    start,
)
from sqlalchemy import text
from starlette.applications import Starlette

from across.archive.reading import read_saved
from across.archive.writing import json_file
from across.room.application import Application
from across.room.facilitator import Facilitator
from across.room.participant import Participant
from across.room.writing import MOST_EACH, MOST_WORKSHOPS, OVERTAKEN_SECONDS, WRITING_SECONDS, Writing
from across.web.facilitator import routes as facilitator
from across.web.facilitator.joined import NotJoined, joined
from across.web.facilitator.modules import FOLDER, JOINED_EARLY, JOINED_ENTRY, modules
from across.web.participant import routes as participant
from across.workshop.errors import NotAllowedHere, TextTooLong
from across.workshop.values import LONGEST_WHAT, REVEAL_SECONDS, TAKEN_UP, Edition, Wifi

CONTRACT = (Path(__file__).parent.parent / "docs" / "stage.md").read_text(encoding="utf-8")
IN_PARTS = {"agenda", "texts"}


class Clock:
    """Time stands still until a test lets some of it pass."""

    def __init__(self) -> None:
        self.moment = 1_800_000_000.0

    def __call__(self) -> float:
        return self.moment


@dataclass
class Stage:
    """A workshop at its first question on a server, as its facilitator's browser meets it."""

    application: Application
    room: Facilitator
    port: int
    key: str
    clock: Clock

    def state(self, since: str = "", cookies: dict[str, str] | None = None, **asked: str) -> Answer:
        known = {"across_facilitator": self.key} if cookies is None else cookies
        query = as_form({"code": self.room.code, "since": since} | asked).decode()
        return ask(self.port, f"/stage/state?{query}", {"Cookie": as_cookies(known)})

    def do(self, deed: str, cookies: dict[str, str] | None = None, **values: object) -> Answer:
        known = {"across_facilitator": self.key} if cookies is None else cookies
        headers = {"Content-Type": JSON, "Cookie": as_cookies(known)}
        body = json.dumps({"code": self.room.code, "deed": deed} | values).encode()
        return ask(self.port, "/stage/deeds", headers, method="POST", body=body)

    def phone(self, person: Participant) -> dict[str, str]:
        """The cookies of a participant's phone."""
        return {"across_at": self.room.code, f"across_participant_{self.room.code}": person.token}

    def sends(self, person: Participant, path: str, accept: str = JSON, **form: str) -> Answer:
        headers = {"Content-Type": FORM, "Accept": accept, "Cookie": as_cookies(self.phone(person))}
        return ask(self.port, path, headers, method="POST", body=as_form(form))


@pytest.fixture
def stage(application) -> Iterator[Stage]:
    clock = Clock()
    application = replace(application, clock=clock)
    _code, key = application.start(a_plan())
    room = application.facilitator(key)
    room.move_to("question-1")

    def given() -> Application:
        return application

    with served(Starlette(routes=[*facilitator.routes(given), *participant.routes(given)])) as port:
        yield Stage(application, room, port, key, clock)


def sent(
    room: Facilitator, body: str = "Lunch, weekly", step: str = "question-1", person: Participant | None = None
) -> str:
    """Somebody sends a note; returns its id."""
    note_id = secrets.token_hex(16)
    (person or a_participant(room)).send_note(note_id, step, body, None)
    return note_id


def named(known: object, place: str = "") -> set[str]:
    """The names of everything in some JSON, each with where it stands."""
    if isinstance(known, dict) and place != ".texts.phases":
        return {f"{place}.{name}" for name in known}.union(
            *(named(part, f"{place}.{name}") for name, part in known.items())
        )
    return named(known[0], place) if isinstance(known, list) and known else set()


# What it is drawn from


def test_the_stage_is_told_everything_that_its_contract_says(stage):
    sent(stage.room)
    stage.room.start_timer(5, "think")
    written = json.loads(re.search(r"```json\n(.*?)```", CONTRACT, re.DOTALL)[1])

    told = stage.state()

    stage.room.move_to("welcome")
    choices = {f".workshop.addresses.{name}" for name in ("address", "adapter", "chosen")}

    assert named(told.json) == named(written) - choices
    offered = stage.state().json["workshop"]["addresses"]
    assert all({f".workshop.addresses.{name}" for name in choice} == choices for choice in offered)
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.json["whole"] is True
    assert told.json["now"] == stage.clock.moment
    assert told.json["timer"] == {"phase": "think", "ends_at": stage.clock.moment + 300, "left": None}


def test_what_is_settled_aloud_is_told_at_the_questionnaire_alone(stage):
    stage.room.move_to("questionnaire")
    known = stage.state().json["version"]

    settled = [stage.do("agree", item="trust-1", point=4), stage.do("agree", item="trust-2", point=None)]
    told = stage.state(known).json["together"]
    changed = stage.do("agree", item="trust-1", point=2)
    refused = [
        stage.do("agree", item=item, point=point).status
        for item, point in (("trust-9", 1), ("trust-1", 6), ("trust-1", 0), ("trust-1", "4"), ("trust-1", True))
    ]

    assert [answer.status for answer in (*settled, changed)] == [200] * 3
    assert told["answers"] == {"trust-1": 4, "trust-2": None}
    assert [item["id"] for item in told["items"]] == ITEMS
    assert (told["points"][0], len(told["points"])) == ("1 Strongly disagree", 5)
    assert refused == [422] * 5
    assert agreed_of(stage.room)[0].points == {"trust-1": 2, "trust-2": None}
    stage.room.move_to("results")
    assert stage.state().json["together"] is None


def test_results_are_told_as_the_contract_says(stage):
    answered(stage.room)
    stage.room.reveal()
    stage.room.move_to("results")
    written = json.loads(re.findall(r"```json\n(.*?)```", CONTRACT, re.DOTALL)[1])

    told = stage.state().json["results"]

    chart = ("chart", "ends", "sides", "rings", "spokes", "lines")
    assert named(told) - {f".blank.chart.{name}" for name in chart} == named(written)
    assert set(told["blank"]["chart"]) == set(chart[1:])


def test_the_words_of_the_content_come_with_it(stage):
    content = stage.application.content
    question = content.question("question-1")

    texts = stage.state().json["texts"]

    assert texts["question"] == {"whole": question.text, "sentences": list(question.sentences)}
    assert " ".join(question.sentences) == question.text
    assert len(question.sentences) == 2
    assert content.questionnaire.copyright in texts["copyright"]
    assert [(way["name"], way["line"]) for way in texts["ways"]] == [
        (way.name, way.published) for way in content.choices.ways.list
    ]
    assert "The King's Fund" in texts["ways_source"]
    assert texts["items"] == 18
    stage.room.move_to("results")
    assert stage.state().json["texts"]["question"] is None


def test_steps_have_their_kind_their_minutes_and_a_question_its_topic(stage):
    agenda = {step["id"]: step for step in stage.state().json["agenda"]}

    assert agenda["question-5"] == {
        "id": "question-5",
        "title": "Question 5",
        "kind": "question",
        "topic": "Involving communities",
        "minutes": 12,
    }
    assert (agenda["close"]["kind"], agenda["close"]["topic"]) == ("close", "")


def test_nothing_is_told_again_and_then_only_what_is_new(stage):
    first = sent(stage.room, "Lunch")
    known = stage.state().json["version"]
    assert stage.state(known).status == 304

    second = sent(stage.room, "A shared desk")
    told = stage.state(known).json

    assert [(note["id"], note["place"], note["body"]) for note in told["notes"]] == [(second, 2, "A shared desk")]
    assert (told["whole"], told["note_count"], told["counts"]["joined"]) == (False, 2, 2)
    assert not IN_PARTS & set(told)
    stage.room.pin_note(first, pinned=True)
    assert [note["id"] for note in stage.state(told["version"]).json["notes"]] == [first]
    assert {note["id"] for note in stage.state(known).json["notes"]} == {first, second}


def test_another_step_makes_it_whole(stage):
    sent(stage.room)
    known = stage.state().json["version"]
    stage.room.move_to("question-2")
    sent(stage.room, step="question-2")

    told = stage.state(known).json

    assert (told["whole"], told["step"], len(told["notes"])) == (True, "question-2", 1)
    assert set(told) >= IN_PARTS


@pytest.mark.parametrize(
    "since", ["", "-", "x", "ffffff-1", "{boot}-", "{boot}-x", "{boot}-²", "{boot}-999", "{boot}-" + "9" * 5000]
)
def test_a_version_that_is_none_of_this_server_is_told_everything(stage, since):
    sent(stage.room)
    boot = stage.state().json["version"].partition("-")[0]

    told = stage.state(since.format(boot=boot)).json

    assert (told["whole"], len(told["notes"])) == (True, 1)


def test_a_version_is_never_older_than_the_picture_that_screens_hear_of(stage):
    version = stage.state().json["version"]
    for deed in (
        lambda: stage.room.show_wifi(Wifi("Hall", "secret")),
        lambda: stage.room.turn_wall(0),
        lambda: stage.room.ask("auto"),
        lambda: sent(stage.room),
    ):
        deed()
        version = stage.state(version).json["version"]
        assert int(version.partition("-")[2]) >= bulletin_of(stage.room).picture
        assert stage.state(version).status == 304


def test_counts_alone_leave_the_picture_as_it_is(stage):
    person = a_participant(stage.room)
    stage.room.open_scoring()
    before = bulletin_of(stage.room)

    answer(person, [3] * 18)
    a_participant(stage.room)
    person.mark_note(sent(stage.room, person=None), marked=True)
    after_marks = bulletin_of(stage.room)
    answer(person, [4] * 18, first_tap=50)
    after = bulletin_of(stage.room)

    assert before.picture == before.revision
    assert after_marks.picture == after_marks.revision
    assert (after.picture, after.revision) == (after_marks.picture, after_marks.revision + 1)


def test_the_wifi_is_named_and_its_password_stays_here(stage):
    stage.room.show_wifi(Wifi("Riverside Guest", "secret-password"))

    told = stage.state()

    assert told.json["workshop"]["wifi"] == "Riverside Guest"
    assert "secret-password" not in told.text


def test_the_address_is_the_one_that_the_facilitator_corrected(stage):
    stage.room.correct_address("https://riverside.example")

    assert stage.state().json["workshop"]["address"] == "https://riverside.example"


def test_an_address_is_chosen_in_one_deed_and_remembered(stage):
    stage.room.move_to("welcome")

    done = stage.do("address", address="http://10.0.0.7:8501/join/ACDEFG")
    refused = stage.do("address", address="http://localhost:8501")

    assert done.json == {"done": True}
    assert (refused.status, "localhost" in refused.json["why"]) == (422, True)
    assert stage.state().json["workshop"]["address"] == stage.room.workshop().join_address == "http://10.0.0.7:8501"


@pytest.mark.parametrize("theme", ["light", "dark", "bright", "device"])
def test_colours_are_chosen_for_every_screen(stage, theme):
    assert stage.state().json["theme"] == "device"

    done = stage.do("theme", theme=theme)

    assert done.json == {"done": True}
    assert stage.state().json["theme"] == theme


def test_colours_that_there_are_none_of_are_refused(stage):
    stage.do("theme", theme="dark")

    refused = [stage.do("theme", theme=theme) for theme in ("", "DARK", "sepia", 1, None)]

    assert [answer.status for answer in refused] == [422] * 5
    assert stage.state().json["theme"] == "dark"


# Who may ask


def test_only_the_facilitators_own_cookie_opens_it(stage):
    other = start(stage.application)
    person = a_participant(stage.room)
    _code, key = stage.application.start(a_plan())
    strangers = [{}, {"across_facilitator": "x" * 43}, stage.phone(person), {"across_facilitator": key}]

    for cookies in strangers:
        revision = stage.room.workshop().revision
        answers = [stage.state(cookies=cookies), stage.do("move", cookies, step="close")]
        answers.append(
            ask(stage.port, f"/stage/qr.svg?code={stage.room.code}&of=join", {"Cookie": as_cookies(cookies)})
        )

        assert [answer.status for answer in answers] == [403] * 3
        assert all(answer.json["why"] for answer in answers)
        assert stage.room.workshop().revision == revision
    assert stage.state(code=other.code).status == 403


def test_two_workshops_have_each_their_own_picture(stage):
    _code, key = stage.application.start(a_plan())
    other = replace(stage, room=stage.application.facilitator(key), key=key)
    other.room.move_to("question-1")
    sent(stage.room, "Ours")
    sent(other.room, "Theirs")
    known = stage.state().json["version"], other.state().json["version"]
    stage.do("pin", notes=[stage.state().json["notes"][0]["id"]], on=True)

    assert [note["body"] for note in other.state().json["notes"]] == ["Theirs"]
    assert other.state(known[1]).status == 304
    assert stage.do("spotlight", note=other.state().json["notes"][0]["id"]).status == 422


# Notes that are not shown


def test_while_notes_are_covered_none_leaves_the_server(stage):
    writer, reader = a_participant(stage.room), a_participant(stage.room)
    sent(stage.room, "Before it is covered", person=writer)
    known = stage.state().json["version"]

    assert stage.do("cover", covered=True).json == {"done": True}
    sent(stage.room, "While it is covered", person=writer)
    told = [stage.state(), stage.state(known)]
    list_of_others = f"/take-part/others?code={stage.room.code}&step=question-1"
    pages = [
        ask(stage.port, path, {"Cookie": as_cookies(stage.phone(reader))})
        for path in (list_of_others, "/take-part?others")
    ]

    assert [(answer.json["notes"], answer.json["note_count"], answer.json["whole"]) for answer in told] == [
        ([], 2, True)
    ] * 2
    assert not [answer for answer in [*told, *pages] if "it is covered" in answer.text]
    assert all("Notes are collected now" in page.text for page in pages)
    assert notes_of_others(reader, "question-1") == ()
    assert len(own_notes_of(writer, "question-1")) == 2

    known = told[0].json["version"]
    stage.do("cover", covered=False)
    assert [note["body"] for note in stage.state(known).json["notes"]] == [
        "Before it is covered",
        "While it is covered",
    ]
    assert len(notes_of_others(reader, "question-1")) == 2


def test_another_step_is_not_covered_and_earlier_notes_can_be_looked_at(stage):
    reader = a_participant(stage.room)
    sent(stage.room, "Of question 1")
    stage.room.move_to("question-2")
    stage.room.cover_notes(covered=True)

    assert len(notes_of_others(reader, "question-1")) == 1
    stage.room.move_to("question-3")
    assert stage.state().json["covered"] is False


def test_a_report_that_is_shared_holds_no_note_that_is_covered(stage):
    reader = a_participant(stage.room)
    sent(stage.room, "Covered")
    stage.room.share_report(Edition())
    stage.room.cover_notes(covered=True)

    with reader.reading() as reading:
        assert reading.shared_report().notes == ()


def test_the_text_of_a_hidden_note_does_not_leave(stage):
    note = sent(stage.room, "Please forget this")
    known = stage.state().json["version"]

    stage.do("hide", notes=[note], on=True)
    told = [stage.state(), stage.state(known)]

    assert [answer.json["notes"] for answer in told] == [[{"id": note, "hidden": True}]] * 2
    assert [answer.json["note_count"] for answer in told] == [0, 0]
    assert not [answer for answer in told if "forget" in answer.text]
    stage.do("hide", notes=[note], on=False)
    assert stage.state().json["notes"][0]["body"] == "Please forget this"


# What is done on it


def test_how_the_question_is_asked_and_which_page_is_shown_ends_with_the_step(stage):
    note = sent(stage.room)
    stage.do("ask", how="large", sentence=2)
    stage.do("turn", page=3)
    stage.do("spotlight", note=note)
    before = stage.state().json
    stage.do("move", step="question-2")
    stage.do("move", step="question-1")
    after = stage.state().json

    names = ("asking", "sentence", "wall_page", "spotlight")
    assert [before[name] for name in names] == ["large", 2, 3, note]
    assert [after[name] for name in names] == ["auto", 0, 0, None]


@pytest.mark.parametrize("deed", ["hide", "cover", "spotlight"])
def test_a_note_leaves_the_spotlight(stage, deed):
    note, other = sent(stage.room), sent(stage.room)
    stage.do("spotlight", note=note)
    stage.do("hide", notes=[other], on=True)
    shown = stage.state().json["spotlight"]

    stage.do(deed, **{"hide": {"notes": [note], "on": True}, "cover": {"covered": True}}.get(deed, {"note": None}))

    assert (shown, stage.state().json["spotlight"]) == (note, None)
    assert stage.room.workshop().spotlight is None


def test_only_a_note_that_is_shown_can_be_in_the_spotlight(stage):
    hidden, elsewhere, shown = sent(stage.room), sent(stage.room, step="question-2"), sent(stage.room)
    stage.room.hide_note(hidden, hidden=True)
    refused = [stage.do("spotlight", note=note).status for note in (hidden, elsewhere, "f" * 32)]
    stage.room.cover_notes(covered=True)

    assert [*refused, stage.do("spotlight", note=shown).status] == [422] * 4
    assert stage.state().json["spotlight"] is None


def test_several_notes_are_changed_together_or_not_at_all(stage):
    ours = [sent(stage.room) for _ in range(3)]
    known = stage.state().json["version"]

    assert stage.do("gather", notes=ours, heading="  Trust ").json == {"done": True}
    together = stage.state(known).json["notes"]
    revision = stage.room.workshop().revision
    refused = stage.do("pin", notes=[*ours, "f" * 32], on=True)

    assert [note["heading"] for note in together] == ["Trust"] * 3
    assert (refused.status, refused.json["done"]) == (422, False)
    assert stage.room.workshop().revision == revision
    assert not any(note.pinned for note in notes_of(stage.room, "question-1"))
    assert stage.do("pin", notes=[ours[0], ours[0]], on=True).status == 200
    assert stage.do("gather", notes=ours, heading="").status == 200
    assert {note.heading for note in notes_of(stage.room, "question-1")} == {""}
    assert stage.do("gather", notes=ours, heading="x" * 300).status == 413


def test_a_note_becomes_an_action_once_and_stays_in_its_group(stage):
    note = sent(stage.room, "Meet\nmonthly")
    stage.room.gather_note(note, "Time")

    done = [stage.do("take_up", note=note).json for _ in range(2)]
    told = stage.state().json["notes"][0]

    assert done == [{"done": True}] * 2
    assert [action.what for action in actions_of(stage.room)] == ["Meet monthly"]
    assert (told["taken_up"], told["heading"]) == (True, "Time")


def test_a_proposal_that_becomes_an_action_stands_with_the_others_that_did(stage):
    stage.room.move_to("actions")
    note = sent(stage.room, "w" * 3000, "actions")

    stage.do("take_up", note=note)
    [action] = actions_of(stage.room)

    assert (len(action.what), action.what[-1]) == (LONGEST_WHAT, "\N{HORIZONTAL ELLIPSIS}")
    assert notes_of(stage.room, "actions")[0].heading == TAKEN_UP
    assert stage.state().json["notes"][0]["taken_up"] is True


def test_a_proposal_becomes_an_action_in_other_words_with_who_and_when_and_keeps_its_way(stage):
    stage.room.move_to("actions")
    note = secrets.token_hex(16)
    a_participant(stage.room).send_note(note, "actions", "Meet", "mutual-support")

    assert stage.do("take_up", note=note, what="Meet monthly", who="Ann", by_when="Friday").json == {"done": True}
    [action] = actions_of(stage.room)

    assert (action.what, action.who, action.by_when) == ("Meet monthly", "Ann", "Friday")
    assert action.way == "mutual-support"
    other = sent(stage.room, "Meet", "actions")
    assert stage.do("take_up", note=other, what=" ").status == 422
    assert stage.do("take_up", note=other, what=3).status == 422
    assert len(actions_of(stage.room)) == 1


def test_a_hidden_note_does_not_become_an_action(stage):
    note = sent(stage.room)
    stage.room.hide_note(note, hidden=True)

    assert stage.do("take_up", note=note).status == 422
    assert actions_of(stage.room) == ()


def answered(room: Facilitator, people: Sequence[int] = (1, 1, 1, 1, 5, 5, 5, 5)) -> None:
    """So many people answer: these points to the first dimension, twos to fours to the others."""
    room.open_scoring()
    for person, point in enumerate(people):
        phone = answer_all(room, 2 + person % 3)
        for tap, item in enumerate(ITEMS[:2], start=100):
            phone.respond(item, point, tap)


def test_results_are_nowhere_before_the_reveal_and_then_on_every_screen(stage):
    stage.room.move_to("results")
    answered(stage.room)
    before = stage.state().json
    stage.clock.moment = 1_000_000.25

    assert stage.do("reveal").json == {"done": True}
    after = stage.state().json
    stage.clock.moment += 600
    stage.do("reveal")

    assert (before["results"]["shown"], before["results"]["name"], before["revealed_at"]) == (None, "", None)
    assert before["results"]["before"] == ["Nobody is still answering."]
    assert '"mean"' not in json.dumps(before)
    shown = after["results"]["shown"]
    assert (shown["people"], shown["dimensions"][0]["mean"]) == (8, "3.0")
    assert shown["dimensions"][0]["items"][0]["bars"] == [[-4, 0, 4], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 4, 4]]
    assert "two camps on Shared vision and values" in shown["more"]
    assert after["revealed_at"] == 1_000_000_250
    assert stage.state().json["revealed_at"] == 1_000_000_250


def test_no_phone_knows_a_score_before_the_picture_shows_it(stage):
    stage.room.move_to("results")
    answered(stage.room)
    phone = a_participant(stage.room)

    def on_phones() -> tuple[object, ...]:
        told = stage.application.bulletin(stage.room.code)
        part = ask(stage.port, "/take-part/part?step=results", {"Cookie": as_cookies(stage.phone(phone))}).text
        return seen_by(phone, lambda reading: reading.results), told.revealed, told.results, "8 people answered" in part

    stage.do("reveal")
    stage.clock.moment += REVEAL_SECONDS - 0.1
    counting, picture = on_phones(), stage.state().json["results"]["shown"]
    stage.clock.moment += 0.2
    shown, revealed, name, part = on_phones()

    assert counting == (None, False, "", False)
    assert picture["people"] == 8
    assert (shown.profile.respondents, revealed, bool(name), part) == (8, True, True, True)
    moment = (FOLDER / "reveal.js").read_text(encoding="utf-8")
    before, each, drawing = (
        int(re.search(rf"const {name} = (\d+);", moment)[1]) for name in ("BEFORE", "EACH", "DRAWING")
    )
    assert before + 3 * each + drawing == REVEAL_SECONDS * 1000


def test_a_reveal_that_would_show_nothing_is_refused_with_the_reason(stage):
    stage.room.move_to("results")
    answered(stage.room, (3, 3))
    revision = stage.room.workshop().revision

    refused = stage.do("reveal")

    assert (refused.status, refused.json["done"]) == (422, False)
    assert "no dimension has been answered in full by" in refused.json["why"]
    assert (stage.room.workshop().revision, stage.state().json["results"]["shown"]) == (revision, None)


def test_what_a_reveal_would_leave_behind_follows_each_answer(stage):
    stage.room.move_to("results")
    answered(stage.room)
    known = stage.state().json["version"]

    late = answer_all(stage.room, 3, ITEMS[:1])
    told = stage.state(known).json

    assert told["results"]["before"][0].startswith("1 of 9 is still answering.")
    for tap, item in enumerate(ITEMS, start=50):
        late.respond(item, 3, tap)
    assert stage.state(told["version"]).json["results"]["before"] == ["Nobody is still answering."]


def test_results_are_told_again_only_where_they_have_changed(stage):
    stage.room.move_to("results")
    answered(stage.room)
    stage.room.reveal()
    known = stage.state().json["version"]

    stage.room.write_group_note("results", "We begin with trust.", 0)
    note = stage.state(known).json
    answer_all(stage.room, 4)
    newer = stage.state(note["version"]).json["results"]

    assert "results" not in note
    assert (newer["newer"]["may_be_shown"], newer["shown"]["people"]) == (False, 8)
    assert newer["newer"]["text"] == "1 answer came too late to be counted without telling what it said"


def test_where_the_room_looks_is_the_same_on_every_screen_and_phones_follow_the_sectors(stage):
    stage.room.move_to("results")

    looked = [stage.do("look", view="sectors", dimension=None).status]
    sectors = stage.state().json["look"]
    looked.append(stage.do("look", view="items", dimension="trust").status)
    trust = stage.state().json["look"]
    looked += [stage.do("look", view="radar", dimension=None).status, stage.do("spread", how="dots").status]

    assert looked == [200] * 4
    assert sectors == {"view": "sectors", "spread": "band", "sectors": True, "dimension": None}
    assert (trust["dimension"], trust["sectors"]) == ("trust", True)
    assert stage.state().json["look"] == {"view": "radar", "spread": "dots", "sectors": False, "dimension": None}


@pytest.mark.parametrize(
    ("deed", "values"),
    [
        ("look", {"view": "webs", "dimension": None}),
        ("look", {"view": "items", "dimension": "nothing"}),
        ("look", {"view": "items", "dimension": 7}),
        ("spread", {"how": "cloud"}),
        ("add_action", {"what": "  ", "who": "", "by_when": ""}),
        ("add_action", {"what": "x"}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": "A" * 32}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": f"{'a' * 32}\n"}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": "\N{ARABIC-INDIC DIGIT ONE}" * 32}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": ""}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": None}),
        ("add_action", {"what": "x", "who": "", "by_when": "", "id": ["a" * 32]}),
    ],
)
def test_what_cannot_be_looked_at_or_agreed_is_refused(stage, deed, values):
    revision = stage.room.workshop().revision

    assert stage.do(deed, **values).status in (400, 422)
    assert (stage.room.workshop().revision, actions_of(stage.room)) == (revision, ())


def test_an_action_is_added_in_one_line(stage):
    stage.room.move_to("actions")

    stage.do("add_action", what="Trust: meet monthly", who="Ann", by_when="May")

    [told] = stage.state().json["actions"]
    assert (told["what"], told["who"], told["by_when"]) == ("Trust: meet monthly", "Ann", "May")
    assert told["state"] == "Not started"
    stage.room.move_to("close")
    assert [action["what"] for action in stage.state().json["actions"]] == ["Trust: meet monthly"]
    stage.room.move_to("question-1")
    assert stage.state().json["actions"] == []


def test_an_action_that_is_sent_again_because_its_answer_was_lost_is_added_once(stage):
    stage.room.move_to("actions")
    fields = {"what": "Meet monthly", "who": "Ann", "by_when": "May"}

    answers = [stage.do("add_action", id="a" * 32, **fields) for _press in range(2)]

    assert [answer.json for answer in answers] == [{"done": True}] * 2
    assert [action["what"] for action in stage.state().json["actions"]] == ["Meet monthly"]
    stage.do("add_action", id="b" * 32, **fields)
    stage.do("add_action", **fields)
    assert len(actions_of(stage.room)) == 3


def test_results_shown_live_take_newer_answers_in_when_a_screen_asks(application):
    clock = Clock()
    application = replace(application, clock=clock)
    _, key = application.start(a_plan(results_mode="live", smallest_group=5))
    room = application.facilitator(key)
    room.move_to("results")
    answered(room, (1, 2, 3, 4, 5))

    def given() -> Application:
        return application

    with served(Starlette(routes=facilitator.routes(given))) as port:
        here = Stage(application, room, port, key, clock)
        first = here.state().json["results"]["shown"]
        second = here.state().json["results"]["shown"]

    assert (first, second["people"]) == (None, 5)
    assert room.workshop().revealed_at is None


def test_the_timer_and_scoring_obey_the_stage(stage):
    def running() -> tuple[object, object]:
        timer = stage.state().json["timer"]
        return (timer["ends_at"], timer["left"]) if timer else (None, None)

    stage.do("start_timer", minutes=2, phase="pairs")
    began = running()
    stage.clock.moment += 30
    stage.do("pause_timer")
    held = running()
    stage.do("add_minute")
    stage.do("resume_timer")
    again = running()
    stage.do("stop_timer")
    stage.do("open_scoring")
    opened = stage.state().json["scoring"]
    stage.do("close_scoring")

    now = stage.clock.moment
    assert (began, held, again, running()) == ((now + 90, None), (None, 90), (now + 150, None), (None, None))
    assert (opened, stage.state().json["scoring"]) == ("open", "closed")


def test_fast_presses_are_all_counted(stage):
    pages = [stage.do("turn", page=page).status for page in range(1, 6)]

    assert pages == [200] * 5
    assert stage.state().json["wall_page"] == 5


@pytest.mark.parametrize("deed", ["finish_scoring", "delete", "write_group_note", "__class__", "", "MOVE"])
def test_what_the_stage_may_not_do_is_no_deed(stage, deed):
    revision = stage.room.workshop().revision

    assert stage.do(deed).status == 422
    assert stage.room.workshop().revision == revision


def test_a_deed_that_cannot_be_says_why(stage):
    stage.room.finish_scoring()

    refused = stage.do("open_scoring")

    assert (refused.status, refused.json["done"]) == (409, False)
    assert "closed for good" in refused.json["why"]


# When the store fails


def test_a_fault_of_the_store_during_a_deed_changes_nothing_and_is_said(stage):
    note = sent(stage.room)
    known, revision = stage.state().json["version"], stage.room.workshop().revision
    rename(stage.application, "note", "note_that_is_away")

    refused = stage.do("pin", notes=[note], on=True)
    unread = stage.state()
    rename(stage.application, "note_that_is_away", "note")

    assert (refused.status, refused.json["done"]) == (503, False)
    assert "Nothing has changed" in refused.json["why"]
    assert unread.status == 200, "what is known is told from memory while nothing has changed"
    assert stage.room.workshop().revision == revision
    assert stage.state(known).status == 304
    assert stage.do("pin", notes=[note], on=True).status == 200


def test_a_fault_of_the_store_while_reading_is_said_and_passes(stage):
    sent(stage.room)
    rename(stage.application, "note", "note_that_is_away")
    unread = stage.state()
    rename(stage.application, "note_that_is_away", "note")

    assert (unread.status, "tries again" in unread.json["why"]) == (503, True)
    assert "note_that_is_away" not in unread.text
    assert len(stage.state().json["notes"]) == 1


def rename(application: Application, table: str, name: str) -> None:
    with application.store.write() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


# What phones tell it


def test_signs_of_writing_are_counted_for_a_while_and_kept_nowhere(stage):
    people = [a_participant(stage.room) for _ in range(3)]
    revision = stage.room.workshop().revision
    for person in (*people[:2], people[0]):
        assert stage.sends(person, "/take-part/writing", step="question-1").json == {"saved": True}
    stage.sends(people[2], "/take-part/writing", step="question-2")

    both = stage.state().json["sending"]["writing"], stage.application.bulletin(stage.room.code).writing
    stage.clock.moment += WRITING_SECONDS - 1
    stage.sends(people[0], "/take-part/writing", step="question-1")
    stage.clock.moment += 2
    one = stage.state().json["sending"]["writing"]
    stage.clock.moment += WRITING_SECONDS
    none = stage.state().json["sending"]["writing"]

    assert (both, one, none) == ((2, 2), 1, 0)
    assert stage.room.workshop().revision == revision


def test_who_has_sent_a_note_writes_no_longer(stage):
    person = a_participant(stage.room)
    stage.sends(person, "/take-part/writing", step="question-1")

    stage.sends(person, "/take-part/note", question="question-1", text="Lunch")

    assert stage.state().json["sending"] == {"sent": 1, "finished": 0, "writing": 0}


def test_a_sign_of_writing_that_its_note_overtook_counts_for_nothing(stage):
    person = a_participant(stage.room)
    stage.sends(person, "/take-part/writing", step="question-1")
    stage.sends(person, "/take-part/note", question="question-1", text="Lunch")

    stage.sends(person, "/take-part/writing", step="question-1")
    late = stage.state().json["sending"]["writing"]
    stage.clock.moment += OVERTAKEN_SECONDS
    stage.sends(person, "/take-part/writing", step="question-1")

    assert (late, stage.state().json["sending"]["writing"]) == (0, 1)


def test_signs_of_writing_are_held_for_so_many_and_no_more():
    writing = Writing()
    for number in range(MOST_EACH + 10):
        writing.begin("AAAAAA", f"phone {number}", "question-1", 0.0)
    most = writing.count("AAAAAA", "question-1", 1.0)
    for number in range(MOST_WORKSHOPS + 10):
        writing.begin(f"B{number}", "phone", "question-1", 0.0)

    assert (most, writing.count("AAAAAA", "question-1", 1.0)) == (MOST_EACH, 0)
    assert writing.count(f"B{MOST_WORKSHOPS + 9}", "question-1", 1.0) == 1


def test_people_who_have_sent_and_who_have_finished_are_counted(stage):
    people = [a_participant(stage.room) for _ in range(4)]
    for _ in range(2):
        sent(stage.room, person=people[0])
    sent(stage.room, person=people[1])
    known = stage.state().json["version"]
    for person in people[1:]:
        stage.sends(person, "/take-part/finished", step="question-1", finished="yes")
    stage.sends(people[3], "/take-part/finished", step="question-1", finished="no")

    assert stage.state(known).json["sending"] == {"sent": 2, "finished": 2, "writing": 0}
    stage.room.move_to("question-2")
    assert stage.state().json["sending"] == {"sent": 0, "finished": 0, "writing": 0}
    stage.sends(people[1], "/take-part/finished", step="question-2", finished="yes")
    stage.room.move_to("question-1")
    assert stage.state().json["sending"]["finished"] == 1


def test_finishing_works_without_a_script(stage):
    person = a_participant(stage.room)

    def page() -> str:
        return ask(stage.port, "/take-part", {"Cookie": as_cookies(stage.phone(person))}).text

    def button() -> str:
        return re.search(
            r'name="finished" value="(\w+)">\s*<button aria-pressed="(\w+)">I have finished', page()
        ).groups()

    before = button()
    answered = stage.sends(person, "/take-part/finished", "text/html", step="question-1", finished="yes")

    assert (answered.status, answered.headers["Location"]) == (303, "/take-part?step=question-1&saved")
    assert (before, button()) == (("yes", "false"), ("no", "true"))
    stage.room.move_to("results")
    assert "I have finished" not in page()


@pytest.mark.parametrize(
    "form",
    [{"step": "results", "finished": "yes"}, {"step": "", "finished": "yes"}, {"step": "question-1", "finished": "x"}],
)
def test_what_cannot_be_finished_is_refused(stage, form):
    assert stage.sends(a_participant(stage.room), "/take-part/finished", **form).status == 422


def test_what_the_ways_mean_is_one_tap_away_on_phones_with_their_source_once(stage):
    person = a_participant(stage.room)
    page = ask(stage.port, "/take-part", {"Cookie": as_cookies(stage.phone(person))}).text

    ways = stage.application.content.choices.ways
    assert all(f"<li><b>{way.name}</b>: {way.published}</li>" in page for way in ways.list)
    assert page.count("(May 2017)") == 1


# QR codes


@pytest.mark.parametrize("of", ["join", "wifi"])
def test_a_qr_code_is_a_picture_for_the_facilitator(stage, of):
    stage.room.show_wifi(Wifi("Hall", "secret"))

    picture = ask(
        stage.port,
        f"/stage/qr.svg?code={stage.room.code}&of={of}",
        {"Cookie": as_cookies({"across_facilitator": stage.key})},
    )

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert ElementTree.fromstring(picture.text).get("viewBox")
    assert "secret" not in picture.text


@pytest.mark.parametrize("of", ["wifi", "", "key"])
def test_there_is_no_other_qr_code(stage, of):
    path = f"/stage/qr.svg?code={stage.room.code}&of={of}"

    assert ask(stage.port, path, {"Cookie": as_cookies({"across_facilitator": stage.key})}).status == 404


# Its modules


def test_the_modules_are_found_from_one_address_and_kept_for_good(stage):
    entry = ask(stage.port, "/stage/stage.js")
    [there] = re.findall(r'export \* from "(/stage/[0-9a-f]{16}/joined-stage.js)";', entry.text)
    again = ask(stage.port, "/stage/stage.js", {"If-None-Match": entry.headers["ETag"]})

    assert (entry.headers["Cache-Control"], again.status) == ("no-cache", 304)
    for name in sorted(path.name for path in FOLDER.iterdir()):
        found = ask(stage.port, there.replace("joined-stage.js", name))
        kind = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}[Path(name).suffix]
        assert found.body == (FOLDER / name).read_bytes()
        assert "immutable" in found.headers["Cache-Control"]
        assert found.headers["Content-Type"].startswith(kind)
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in found.headers


def test_what_a_screen_loads_first_are_two_files_of_all_modules(stage):
    before, picture = (ask(stage.port, modules().address(name)) for name in (JOINED_EARLY, JOINED_ENTRY))

    assert before.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in picture.headers["Cache-Control"]
    joined_here = {
        name for answer in (before, picture) for name in re.findall(r"^const of_(\w+) = ", answer.text, re.MULTILINE)
    }
    assert joined_here == {path.stem for path in FOLDER.glob("*.js")}
    # The watch is one and the same for what comes before Streamlit and for the picture.
    assert len(re.findall("^const of_watch = ", before.text + picture.text, re.MULTILINE)) == 1
    assert re.findall('^import .*"(.*)";$', picture.text, re.MULTILINE) == [f"./{JOINED_EARLY}"]
    assert "export const { mount, copy, stream } = of_stage;" in picture.text


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}, "a.js > b.js > a.js"),
        ({"a.js": 'import "./b.js";', "b.js": ""}, "this cannot be joined"),
        ({"a.js": "export default 1;"}, "this cannot be joined"),
        ({"a.js": "export let a = 1;"}, "this cannot be joined"),
        ({"a.js": "export const a = `one\n  // two`;"}, "several lines"),
        ({"a.js": "const a = 1;\nexport { a as b };"}, "under another name"),
    ],
)
def test_modules_that_could_be_joined_wrongly_are_not_joined(texts, why):
    with pytest.raises(NotJoined, match=why):
        joined(texts, "a.js")


def test_modules_whose_lines_end_as_on_windows_are_joined_all_the_same(tmp_path):
    for path in FOLDER.iterdir():
        if path.is_file():
            text = path.suffix in (".js", ".css")
            (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n") if text else path.read_bytes())

    assert modules(tmp_path) == modules()


def test_modules_travel_compressed_for_whoever_can_read_that(stage):
    path = modules().address("tokens.css")
    plain = (FOLDER / "tokens.css").read_bytes()
    packed = {name: ask(stage.port, path, {"Accept-Encoding": name}) for name in ("br", "gzip", "identity")}

    assert gzip.decompress(packed["gzip"].body) == plain
    assert pyarrow.decompress(packed["br"].body, len(plain), "brotli", asbytes=True) == plain
    assert [answer.headers["Content-Encoding"] for answer in packed.values()] == ["br", "gzip", None]
    assert [answer.headers["Vary"] for answer in packed.values()] == ["Accept-Encoding"] * 3


def test_a_page_that_has_an_older_hash_gets_what_there_is_now_and_asks_again(stage):
    found = ask(stage.port, "/stage/0123456789abcdef/tokens.css")

    assert (found.status, found.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["none.js", "..%2fstage.py", "stage.py", "tokens.css.map", "%00", "."])
def test_no_other_file_is_served(stage, name):
    assert ask(stage.port, f"/stage/{modules().version}/{name}").status == 404


def test_another_file_gives_every_module_another_address(tmp_path):
    (tmp_path / "stage.js").write_text('import "./wall.js";')
    (tmp_path / "wall.js").write_text("1")
    (tmp_path / "readme.txt").write_text("1")
    before = modules(tmp_path)
    modules.cache_clear()
    (tmp_path / "wall.js").write_text("2")

    assert modules(tmp_path).address("stage.js") != before.address("stage.js")
    assert set(before.by_name) == {"stage.js", "wall.js"}
    modules.cache_clear()


# Saved files


def test_a_saved_workshop_opens_as_any_step_begins(application):
    room = start(application)
    room.move_to("actions")
    note = sent(room, "Meet monthly", "actions")
    room.take_up(note)
    room.cover_notes(covered=True)
    room.turn_wall(2)

    key = application.open_saved(read_saved(json_file(room.report()), application.contents))
    again = application.facilitator(key)
    now = again.workshop()

    assert (now.asking, now.covered, now.spotlight, now.wall_page) == ("auto", False, None, 0)
    assert [note.taken_up for note in notes_of(again, "actions")] == [True]


def test_a_deed_says_what_cannot_be(application):
    room = start(application)
    note = sent(room)
    for deed in (
        lambda: room.ask("aloud"),
        lambda: room.ask("auto", -1),
        lambda: room.turn_wall(-1),
        lambda: room.turn_wall(10**9),
        lambda: room.pin_notes([], pinned=True),
        lambda: room.hide_notes([note] * 1001, hidden=True),
    ):
        with pytest.raises(NotAllowedHere):
            deed()
    with pytest.raises(TextTooLong):
        room.gather_notes([note], "x" * 201)

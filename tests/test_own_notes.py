"""Notes of one's own are changed and taken back, until the report is shared: real stores, real requests."""

import re
import secrets

import pytest
from people import a_participant, notes_of, notes_of_others, own_notes_of, start
from phones import Phone, served

from across.store.tables import mark, note, vote
from across.workshop.errors import NotAllowedHere, NotTakingPart, TextMissing, TextTooLong
from across.workshop.values import LONGEST_TEXT, Edition


@pytest.fixture
def room(application):
    """A workshop at its first question."""
    found = start(application)
    found.move_to("question-1")
    return found


@pytest.fixture
def phone(application, room):
    with served(application) as server:
        yield Phone(server.port).joined(room.code)


def send(person, text="Lunch", step="question-1", way=None):
    """A note of this person; returns its id."""
    note_id = secrets.token_hex(16)
    person.send_note(note_id, step, text, way)
    return note_id


def bodies(room, step="question-1"):
    return [found.body for found in notes_of(room, step)]


def rows(application, table):
    with application.store.read() as connection:
        return connection.execute(table.select()).all()


def text_of(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def sent_from(phone, text="Lunch", question="question-1"):
    """A note sent by this phone; returns its id."""
    note_id = secrets.token_hex(16)
    assert phone.send("/take-part/note", id=note_id, question=question, text=text, way="").json == {"saved": True}
    return note_id


# Changing


def test_a_note_that_is_changed_keeps_its_place_its_group_and_its_pin(room):
    person, other = a_participant(room), a_participant(room)
    send(other, "First")
    mine = send(person, "Second")
    send(other, "Third")
    room.gather_note(mine, "Food")
    room.pin_note(mine, pinned=True)

    step = person.change_note(mine, "Second, said better", "mutual-support")

    found = notes_of(room, "question-1")[1]
    assert step == "question-1"
    assert bodies(room) == ["First", "Second, said better", "Third"]
    assert (found.id, found.heading, found.pinned, found.way) == (mine, "Food", True, "mutual-support")


def test_a_change_sent_twice_is_one_change(room):
    person = a_participant(room)
    mine = send(person)

    for _ in range(2):
        person.change_note(mine, "Lunch, weekly", None)

    assert bodies(room) == ["Lunch, weekly"]


def test_other_words_lose_the_marks_of_others_who_have_not_read_them(room, application):
    person, other = a_participant(room), a_participant(room)
    mine, kept = send(person), send(person, "Another")
    for marked in (mine, kept):
        other.mark_note(marked, marked=True)

    person.change_note(mine, "Lunch", "mutual-support")
    same_words = [found.marks for found in notes_of(room, "question-1")]
    person.change_note(mine, "No lunch", None)

    assert same_words == [1, 1]
    assert [found.marks for found in notes_of(room, "question-1")] == [0, 1]
    assert [row.note_id for row in rows(application, mark)] == [kept]


def test_other_words_of_a_proposal_lose_who_chose_it(room, application):
    room.move_to("actions")
    person, other = a_participant(room), a_participant(room)
    mine, kept = send(person, "Meet monthly", "actions"), send(person, "Share a diary", "actions")
    other.choose("actions", {mine, kept})

    person.change_note(mine, "Never meet", None)

    assert [row.topic for row in rows(application, vote)] == [kept]


def test_nobody_changes_or_takes_back_the_note_of_somebody_else(room):
    person, other = a_participant(room), a_participant(room)
    theirs = send(other)

    with pytest.raises(NotAllowedHere):
        person.change_note(theirs, "Mine now", None)
    with pytest.raises(NotAllowedHere):
        person.take_back_note(theirs)

    assert bodies(room) == ["Lunch"]


def test_the_facilitator_and_strangers_have_no_notes_to_change(application, room):
    theirs = send(a_participant(room))
    outsider = a_participant(start(application))
    here = type(outsider)(room._shared, room._id, room.code, room.content, outsider.token)

    with pytest.raises(NotTakingPart):
        here.change_note(theirs, "Mine now", None)
    with pytest.raises(NotTakingPart):
        here.take_back_note(theirs)
    assert bodies(room) == ["Lunch"]


def test_a_note_of_another_workshop_is_not_there(application, room):
    elsewhere = start(application)
    mine_there = send(a_participant(elsewhere))
    person = a_participant(room)

    with pytest.raises(NotAllowedHere, match="no longer there"):
        person.change_note(mine_there, "Mine now", None)
    assert person.take_back_note(mine_there) == ""
    assert bodies(elsewhere) == ["Lunch"]


@pytest.mark.parametrize(("text", "error"), [(" \n", TextMissing), ("x" * (LONGEST_TEXT + 1), TextTooLong)])
def test_a_change_to_nothing_or_too_much_is_refused(room, text, error):
    person = a_participant(room)
    mine = send(person)

    with pytest.raises(error):
        person.change_note(mine, text, None)

    assert bodies(room) == ["Lunch"]


def test_a_way_that_does_not_exist_changes_nothing(room):
    person = a_participant(room)
    mine = send(person)

    with pytest.raises(NotAllowedHere):
        person.change_note(mine, "Other words", "no-such-way")

    assert bodies(room) == ["Lunch"]


def test_a_note_that_is_hidden_stays_hidden_when_it_is_changed(room):
    person, other = a_participant(room), a_participant(room)
    mine = send(person)
    room.hide_note(mine, hidden=True)

    person.change_note(mine, "Other words", None)

    assert notes_of(room, "question-1")[0].hidden
    assert notes_of_others(other, "question-1") == ()
    assert room.report().notes == ()


def test_a_note_that_has_become_an_action_keeps_its_words_and_can_be_taken_back(room):
    person = a_participant(room)
    mine = send(person, "Meet monthly")
    room.take_up(mine)

    with pytest.raises(NotAllowedHere, match="an action"):
        person.change_note(mine, "Never meet", None)
    person.take_back_note(mine)

    assert bodies(room) == []
    assert [action.what for action in room.report().actions] == ["Meet monthly"]


# Taking back


def test_a_note_that_is_taken_back_is_gone_from_the_wall_its_group_and_the_report(room, application):
    person, other = a_participant(room), a_participant(room)
    mine = send(person)
    send(person, "Another")
    room.gather_note(mine, "Food")
    other.mark_note(mine, marked=True)
    room.spotlight(mine)
    before = room.workshop()

    step = person.take_back_note(mine)

    after = room.workshop()
    assert step == "question-1"
    assert bodies(room) == ["Another"]
    assert [found.body for found in room.report().notes] == ["Another"]
    assert [found.body for found in notes_of_others(other, "question-1")] == ["Another"]
    assert [found.body for found in own_notes_of(person, "question-1")] == ["Another"]
    assert after.spotlight is None
    assert after.picture > before.picture
    assert (rows(application, mark), len(rows(application, note))) == ([], 1)


def test_a_note_taken_back_twice_is_taken_back_once(room):
    person = a_participant(room)
    mine = send(person)

    assert [person.take_back_note(mine) for _ in range(2)] == ["question-1", ""]
    assert bodies(room) == []


def test_a_proposal_that_is_taken_back_is_no_longer_among_what_the_group_chose(room, application):
    room.move_to("actions")
    person = a_participant(room)
    mine, kept = send(person, "Meet monthly", "actions"), send(person, "Share a diary", "actions")
    for _ in range(5):
        a_participant(room).choose("actions", {mine, kept})
    room.show_chosen("actions")

    person.take_back_note(mine)

    [shown] = room.report().chosen
    assert [topic.topic for topic in shown.topics] == ["Share a diary"]
    assert rows(application, vote) == []


def test_who_chose_a_proposal_that_is_taken_back_is_forgotten(room, application):
    room.move_to("actions")
    person = a_participant(room)
    mine = send(person, "Meet monthly", "actions")
    a_participant(room).choose("actions", {mine})

    person.take_back_note(mine)

    assert rows(application, vote) == []


def test_nothing_is_changed_or_taken_back_while_the_report_is_shared(room):
    person = a_participant(room)
    mine = send(person)
    room.share_report(Edition())

    with pytest.raises(NotAllowedHere, match="The report has been shared"):
        person.change_note(mine, "Late", None)
    with pytest.raises(NotAllowedHere, match="The report has been shared"):
        person.take_back_note(mine)
    shared = bodies(room)
    room.share_report(None)
    person.change_note(mine, "In time", None)

    assert shared == ["Lunch"]
    assert bodies(room) == ["In time"]


# On the phone


def test_without_javascript_a_phone_is_with_the_group_once_it_has_changed_a_note_or_taken_it_back(room, phone):
    mine = sent_from(phone)
    at = re.search(r'name="at" value="([^"]*)"', phone.get(f"/take-part/own-note?id={mine}").text)[1]
    room.move_to("question-2")
    form = {"id": mine, "question": "question-1", "text": "Lunch, weekly", "way": "", "at": at}
    there = [phone.ask("POST", f"/take-part/{path}", form).headers["Location"] for path in ("own-note", "take-back")]
    pages = [phone.get(address).text for address in there]

    assert [">Question 2</h1>" in page for page in pages] == [True, True]
    assert (">Saved<" in pages[0], ">Taken back<" in pages[1]) == (True, True)


def test_without_javascript_a_note_is_changed_by_a_plain_form(room, phone):
    mine = sent_from(phone, "Lunch & <b>talk</b>")
    listed = phone.get("/take-part")
    page = phone.get(re.search(r'href="(/take-part/own-note\?id=[^"]+)"', listed.text).group(1))
    form = {"code": room.code, "question": "question-1", "id": mine, "text": "Lunch, weekly", "way": "mutual-support"}
    sent = [phone.ask("POST", "/take-part/own-note", form) for _ in range(2)]
    after = phone.get(sent[0].headers["Location"])

    assert "Lunch &amp; &lt;b&gt;talk&lt;/b&gt;" in page.text
    assert [answer.status for answer in sent] == [303, 303]
    assert ">Saved<" in after.text
    assert bodies(room) == ["Lunch, weekly"]
    assert "Lunch, weekly" in after.text


def test_without_javascript_a_note_is_taken_back_by_a_plain_form(room, phone):
    mine = sent_from(phone)
    page = text_of(phone.get(f"/take-part/own-note?id={mine}"))
    sent = [phone.ask("POST", "/take-part/take-back", {"code": room.code, "id": mine}) for _ in range(2)]
    after = phone.get(sent[0].headers["Location"])

    assert "Take back this note" in page
    assert [answer.status for answer in sent] == [303, 303]
    assert ">Taken back<" in after.text
    assert bodies(room) == []
    assert "Lunch" not in after.text


def test_the_page_of_a_note_is_for_who_wrote_it_alone(room, phone):
    theirs = send(a_participant(room), "Of somebody else")
    answers = [phone.get(f"/take-part/own-note?id={note_id}") for note_id in (theirs, "0" * 32, "")]

    assert [answer.status for answer in answers] == [422] * 3
    assert not [answer for answer in answers if "Of somebody else" in answer.text]
    assert Phone(phone.port).get(f"/take-part/own-note?id={theirs}&code={room.code}").status == 403


def test_a_phone_sends_changes_to_its_own_notes_alone(room, phone):
    theirs = send(a_participant(room))
    refused = [
        phone.send("/take-part/own-note", id=theirs, question="question-1", text="Mine now", way=""),
        phone.send("/take-part/take-back", id=theirs),
    ]

    assert [(answer.status, answer.json["final"]) for answer in refused] == [(422, True)] * 2
    assert bodies(room) == ["Lunch"]


def test_words_that_are_refused_are_shown_again(room, phone):
    mine = sent_from(phone)
    phone.send("/take-part/take-back", id=mine)
    form = {"code": room.code, "question": "question-1", "id": mine, "text": "Typed for long", "way": ""}
    answer = phone.ask("POST", "/take-part/own-note", form)

    assert answer.status == 422
    assert "no longer there" in answer.text
    assert "Typed for long" in answer.text


def test_who_would_change_a_note_is_told_whose_marks_it_loses(room, phone):
    mine = sent_from(phone)
    before = text_of(phone.get(f"/take-part/own-note?id={mine}"))
    for _ in range(2):
        a_participant(room).mark_note(mine, marked=True)

    assert "hold" not in before
    assert "2 others say that it holds for them too" in text_of(phone.get(f"/take-part/own-note?id={mine}"))


def test_once_the_report_is_shared_the_page_says_why_nothing_can_be_changed(room, phone):
    mine = sent_from(phone, "Meet monthly", "actions")
    room.move_to("actions")
    before = phone.get("/take-part").text
    room.share_report(Edition())
    listed, page = phone.get("/take-part").text, phone.get(f"/take-part/own-note?id={mine}")

    assert ("Change or take back" in before, "Change or take back" in listed) == (True, False)
    said = ("nothing can be sent until the facilitator stops", "can no longer be changed or taken back")
    assert [(words in before, words in listed) for words in said] == [(False, True)] * 2
    assert "The report has been shared" in page.text
    assert "<form" not in page.text
    assert "Meet monthly" in page.text


def test_a_change_leads_nowhere_but_to_our_own_page(phone):
    mine = sent_from(phone)
    form = {"id": mine, "text": "Lunch", "question": "x\r\nLocation: https://elsewhere.example"}

    assert phone.ask("POST", "/take-part/own-note", form).headers["Location"] == "/take-part?step=question-1&saved"

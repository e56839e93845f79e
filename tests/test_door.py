"""The door: closed and opened, the number in the room, phones taken out and let in again."""

import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import (
    ITEMS,
    a_participant,
    answer,
    bulletin_of,
    counts_of,
    notes_of,
    now,
    own_notes_of,
    results_of,
    run_async,
    seen_by,
    start,
    stranger,
    waiting,
)
from phones import Phone, Server, served_in
from phones import start as started
from sqlalchemy import select

from across.room.facilitator import Facilitator
from across.room.newer_answers import outlook
from across.room.participant import Participant
from across.room.rehearsal import Pace, _Person
from across.room.stage_results import at_results
from across.store.tables import mark, participant, respondent, response, snapshot, vote
from across.web.events import stream
from across.workshop.errors import DoorClosed, NotAllowedHere, NotTakingPart, TakenOut, TooFewAnswers, TooFewChanges
from across.workshop.values import Tap, called


@pytest.fixture
def room(application) -> Facilitator:
    return start(application)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served_in(tmp_path) as running:
        yield running


def id_of(person: Participant) -> str:
    """Which phone this is, as the facilitator has it."""
    return seen_by(person, lambda reading: reading._participant)


def wrote(person: Participant, step: str = "question-1", text: str = "Lunch, weekly") -> str:
    note_id = secrets.token_hex(16)
    person.send_note(note_id, step, text, None)
    return note_id


def differently(room: Facilitator, number: int) -> Participant:
    """Somebody joins and answers everything, as nobody else does."""
    person = a_participant(room)
    answer(person, [1 + (number + place) % 5 for place in range(len(ITEMS))])
    return person


# The door


def test_while_the_door_is_closed_nobody_else_joins_and_who_is_in_goes_on(room):
    person, late = a_participant(room), stranger(room)
    room.open_door(opened=False)

    with pytest.raises(DoorClosed):
        late.join()
    wrote(person)
    person.join()

    assert counts_of(room).joined == 1
    room.open_door(opened=True)
    late.join()
    assert counts_of(room).joined == 2


def test_a_phone_at_a_closed_door_is_told_so_kindly_and_comes_in_once_it_is_opened(server):
    room = started(server.application)
    inside = Phone(server.port).joined(room.code)
    room.open_door(opened=False)
    outside = Phone(server.port)

    link = outside.get(f"/join/{room.code}")
    told = outside.get("/take-part")

    assert link.status == 303
    assert told.status == 403
    assert "The door is closed" in told.text
    assert "Ask them to open it for a moment" in told.text.replace("\n", " ")
    assert inside.get("/take-part").status == 200
    room.open_door(opened=True)
    assert outside.get("/take-part").status == 200


def test_a_shared_tablet_stays_with_whoever_has_it_while_the_door_is_closed(server):
    room = started(server.application)
    tablet = Phone(server.port).joined(room.code)
    room.open_door(opened=False)
    before = dict(tablet.cookies)

    asked = tablet.get("/take-part/next")
    handed_on = tablet.ask("POST", "/take-part/next", {"code": room.code})

    assert (asked.status, handed_on.status) == (403, 403)
    assert "it stays with you" in handed_on.text
    assert tablet.cookies == before
    assert tablet.get("/take-part").status == 200


def test_a_rehearsals_made_up_people_wait_for_the_door_and_leave_when_taken_out(application):
    room = start(application, rehearsal=True)
    person = _Person(stranger(room), 0, Pace())
    person.joins_at = 0.0
    room.open_door(opened=False)

    person.follow(room.workshop())
    before = counts_of(room).joined
    room.open_door(opened=True)
    person.follow(room.workshop())
    inside = counts_of(room).joined
    room.take_out(room.phones().joined)
    room.open_scoring()
    room.move_to("questionnaire")
    person.due = dict.fromkeys([f"item {number}" for number in range(3)], 0.0)
    person.follow(room.workshop())

    assert (before, inside, counts_of(room).joined, counts_of(room).started) == (0, 1, 0, 0)


# The number in the room


@pytest.mark.parametrize("number", [0, -1, 1001, 10**9])
def test_a_number_in_the_room_that_cannot_be_is_refused(room, number):
    with pytest.raises(NotAllowedHere):
        room.say_in_room(number)

    assert room.workshop().in_room is None


def test_four_phones_beside_an_honest_one_show_nothing_where_one_is_in_the_room(room):
    room.say_in_room(1)
    room.open_scoring()
    for number in range(5):
        differently(room, number)

    with pytest.raises(TooFewAnswers, match="4 phones more have joined than people are in the room, so 4 answers more"):
        room.reveal()

    assert results_of(room) is None
    seen = now(room, outlook)
    assert (seen.people, seen.enough) == (5, ())
    assert any("4 phones more have joined" in line for line in now(room, at_results).before)
    room.finish_scoring()
    with pytest.raises(NotAllowedHere):
        room.reveal()


def test_one_phone_too_many_in_a_room_of_eight_hides_nothing_of_them(room):
    room.say_in_room(8)
    room.open_scoring()
    for number in range(9):
        differently(room, number)

    room.reveal()

    assert results_of(room).profile.respondents == 9


def test_as_many_as_are_in_the_room_are_asked_for_nothing_more(room):
    room.say_in_room(5)
    room.open_scoring()
    for number in range(5):
        differently(room, number)

    room.reveal()

    assert results_of(room).profile.respondents == 5


def test_phones_beyond_the_room_do_not_let_a_latecomer_in_either(room):
    room.say_in_room(6)
    room.open_scoring()
    for number in range(5):
        differently(room, number)
    room.reveal()
    for number in range(3):
        differently(room, number)  # one is honest

    with pytest.raises(TooFewChanges):
        room.reveal()

    assert results_of(room).profile.respondents == 5


# Taken out


def test_what_a_phone_sent_leaves_with_it(application, room):
    room.open_scoring()
    person, other = a_participant(room), a_participant(room)
    answer(person, [3] * len(ITEMS))
    theirs, kept = wrote(person), wrote(other, text="Of another")
    person.mark_note(kept, marked=True)
    person.finish("question-1", finished=True)
    room.move_to("question-1")
    room.spotlight(theirs)

    room.take_out([id_of(person)])

    assert [note.id for note in notes_of(room, "question-1")] == [kept]
    assert notes_of(room, "question-1")[0].marks == 0
    assert counts_of(room).joined == 1
    assert counts_of(room).started == now(room, lambda reading: reading.finished("question-1")) == 0
    assert room.workshop().spotlight is None
    with application.store.read() as connection:
        left = [connection.execute(table.select()).all() for table in (respondent, response, mark, vote)]
    assert left == [[], [], [], []]


def test_what_was_revealed_stays_and_what_was_not_goes(room):
    room.open_scoring()
    people = [differently(room, number) for number in range(6)]
    seventh = a_participant(room)
    answer(seventh, [1, 5], ITEMS[:2])
    room.reveal()
    before = results_of(room)
    later = [differently(room, number) for number in range(3)]

    room.take_out([id_of(person) for person in (people[0], seventh, later[0])])

    assert results_of(room) == before
    assert waiting(room) == 2
    with pytest.raises(TooFewChanges):
        room.reveal()
    assert results_of(room) == before


def test_answers_that_have_not_entered_leave_what_results_rest_on(application, room):
    room.agree(ITEMS[0], 3, 1)
    room.open_scoring()
    person = differently(room, 0)
    other = differently(room, 1)
    room.reveal()

    room.take_out([id_of(person)])

    with application.store.read() as connection:
        kept = connection.execute(select(snapshot.c.responses)).scalar_one()
        left = set(connection.execute(select(participant.c.respondent_id)).scalars())
    assert {row[0] for row in kept} == left - {None}
    assert len(kept) == len(ITEMS)
    assert seen_by(other, lambda reading: reading.answers)[0].points.keys() == set(ITEMS)


def test_a_reveal_after_it_counts_those_who_are_left(room):
    room.open_scoring()
    people = [differently(room, number) for number in range(6)]

    room.take_out([id_of(people[0])])
    room.reveal()

    assert results_of(room).profile.respondents == 5
    room_again = now(room, at_results)
    assert room_again.shown is not None


def test_everybody_is_told_before_the_reveal_that_phones_were_taken_out(room):
    people = [a_participant(room) for _ in range(3)]
    untouched = now(room, at_results).before
    room.take_out([id_of(people[0])])
    one = now(room, at_results).before
    room.take_out([id_of(people[1])])

    assert not any("taken out" in line for line in untouched)
    assert "1 phone was taken out by the facilitator: what they answered does not count." in one
    assert any(line.startswith("2 phones were taken out") for line in now(room, at_results).before)


def test_a_phone_that_was_taken_out_can_do_nothing_more(room):
    room.open_scoring()
    person, other = a_participant(room), a_participant(room)
    note = wrote(other)
    answer(person, [3], ITEMS[:1])
    room.take_out([id_of(person)])

    for deed in (
        lambda: wrote(person),
        lambda: person.mark_note(note, marked=True),
        lambda: person.finish("question-1", finished=True),
        lambda: person.comment("c" * 32, "trust", "A comment"),
        lambda: seen_by(person, lambda reading: reading.workshop),
    ):
        with pytest.raises(TakenOut):
            deed()
    with pytest.raises(NotTakingPart):
        person.respond(ITEMS[1], 3, 9)
    person.join()
    assert (counts_of(room).joined, counts_of(room).started) == (1, 0)


def test_it_may_be_let_in_again_with_nothing_of_what_it_had_sent(room):
    room.open_scoring()
    person = a_participant(room)
    answer(person, [3] * len(ITEMS))
    wrote(person)
    whose = id_of(person)
    room.take_out([whose])
    out = room.phones()

    room.let_in_again([whose])

    assert (out.joined, out.out) == ((), (whose,))
    assert room.phones().joined == (whose,)
    assert seen_by(person, lambda reading: reading.answers)[0].points == {}
    assert own_notes_of(person, "question-1") == ()
    person.respond(ITEMS[0], 4, 1)
    assert counts_of(room).started == 1


def test_notes_stay_once_the_report_is_shared(room):
    person = a_participant(room)
    note = wrote(person)
    room.share_as_before(on=True)

    room.take_out([id_of(person)])

    assert [kept.id for kept in notes_of(room, "question-1")] == [note]


def test_a_proposal_leaves_what_the_group_chose_and_one_that_became_an_action_stays(room):
    room.move_to("actions")
    person = a_participant(room)
    proposal, taken_up = wrote(person, "actions"), wrote(person, "actions", "Meet monthly")
    room.take_up(taken_up)
    for _ in range(5):
        a_participant(room).choose("actions", [proposal, taken_up])
    room.show_chosen("actions")

    room.take_out([id_of(person)])

    assert [topic.of for topic in room.workshop().chosen_on("actions").topics] == [taken_up]
    assert len(now(room, lambda reading: reading.actions)) == 1


def test_taking_out_what_is_not_there_changes_nobody(application, room):
    person = a_participant(room)
    elsewhere = start(application)
    other = a_participant(elsewhere)

    room.take_out([id_of(other), "f" * 32, ""])

    assert counts_of(room).joined == counts_of(elsewhere).joined == 1
    assert seen_by(person, lambda reading: reading.phone)


def test_a_phone_is_called_by_four_letters_on_it_and_where_it_may_be_taken_out(server):
    room = started(server.application)
    phone = Phone(server.port).joined(room.code)
    (only,) = room.phones().joined

    assert len(called(only)) == 4
    assert called(only) in phone.get("/take-part").text


def test_the_phones_are_told_in_an_order_that_says_nothing(room):
    people = [a_participant(room) for _ in range(12)]

    assert list(room.phones().joined) == sorted(id_of(person) for person in people)


def test_the_removed_phone_is_told_at_its_next_tap_and_page(server):
    room = started(server.application)
    room.open_scoring()
    phone = Phone(server.port).joined(room.code)
    phone.tap("3", 1)
    room.take_out(room.phones().joined)

    tap, page, part, state = (
        phone.tap("4", 2),
        phone.get("/take-part"),
        phone.get("/take-part/part"),
        phone.get("/take-part/state"),
    )

    assert {answer.status for answer in (tap, page, part, state)} == {403}
    assert tap.json["final"] is True
    assert "The facilitator has taken this phone out" in tap.json["why"]
    assert "This phone was taken out" in page.text
    assert part.headers["Across-Part"] == "1"


def test_taking_out_is_told_to_every_device(room):
    person = a_participant(room)
    before = bulletin_of(room)
    room.take_out([id_of(person)])

    assert bulletin_of(room).taken_out == bulletin_of(room).revision > before.revision
    assert before.taken_out == 0


def test_answers_of_one_taken_out_meanwhile_are_not_kept(application, room):
    room.open_scoring()
    person, other = a_participant(room), a_participant(room)
    whose = id_of(person)
    answering = application.answering(room.code)
    room.take_out([whose])

    outcomes = answering.keep([Tap(person.token, ITEMS[0], 3, 1), Tap(other.token, ITEMS[0], 4, 1)])

    assert isinstance(outcomes[0], NotTakingPart)
    assert outcomes[1] is None
    assert counts_of(room).started == 1


def test_the_stream_of_a_phone_that_is_taken_out_ends_and_those_of_others_go_on(application, room):
    person, other = a_participant(room), a_participant(room)
    whose = id_of(person)

    async def listens() -> tuple[list[str], list[str]]:
        theirs, others = (stream(application, room.code, "", phone.token) for phone in (person, other))
        first = [await anext(theirs), await anext(theirs), await anext(others), await anext(others)]
        await asyncio.to_thread(room.take_out, [whose])
        rest = [event async for event in theirs]
        told = await anext(others)
        while f'"taken_out": {room.workshop().taken_out}' not in told:
            told = await anext(others)
        await others.aclose()
        return first, rest

    first, rest = run_async(listens())

    assert len(first) == 4
    assert not any(f'"taken_out": {room.workshop().taken_out}' in event for event in rest)

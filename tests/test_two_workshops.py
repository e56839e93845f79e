"""Two workshops in one store: whatever is done in one leaves the other as it was, and neither reads of the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from people import (
    ITEMS,
    Calendar,
    a_participant,
    actions_of,
    agreed_of,
    answer,
    answers_of,
    counts_of,
    end_of,
    goes_on_until,
    group_note_of,
    notes_of,
    notes_of_others,
    own_notes_of,
    results_name_of,
    results_of,
    start,
    stranger,
    waiting,
)

from across.archive.writing import json_file
from across.room.application import Application
from across.room.facilitator import Facilitator
from across.room.participant import Participant
from across.store.tables import metadata
from across.workshop.errors import NotAllowedHere, ScoringFinished, ScoringNotOpen
from across.workshop.values import Action, Answers, Edition, Look, Wifi

AN_ACTION = Action("", "Meet monthly", "Ann", "June", "mutual-support", "With others", 0)
OURS, THEIRS = "a" * 32, "b" * 32
SECTORS = ("health", "community")


def fill(room: Facilitator, first: int, note_id: str, text: str) -> list[Participant]:
    """Eight people who have answered, one note, scores agreed, a paper form, an action and a group note."""
    room.open_scoring()
    people = [a_participant(room) for _ in range(8)]
    for number, person in enumerate(people):
        person.choose_sector(SECTORS[number % 2])
        answer(person, [1 + (first + number + place) % 5 for place in range(1, len(ITEMS) + 1)])
    people[0].send_note(note_id, "question-1", text, "mutual-support")
    people[1].mark_note(note_id, marked=True)
    room.agree(ITEMS[0], first, 1)
    room.enter_forms([Answers("health", dict.fromkeys(ITEMS, first))])
    room.write_group_note("question-1", text, 0)
    room.add_action(Action("", text, "Ann", "June", None, "", 0))
    room.reveal()
    return people


@pytest.fixture
def ours(application):
    return start(application, asks_sector=True)


@pytest.fixture
def theirs(application):
    return start(application, asks_sector=True)


@pytest.fixture
def both(ours, theirs):
    """The people of two workshops, of much the same shape."""
    return fill(ours, 2, OURS, "Of ours"), fill(theirs, 4, THEIRS, "Of theirs")


def rows_of(application: Application, room: Facilitator) -> dict[str, list]:
    """Everything that the store has of a workshop."""
    with application.store.read() as connection:
        return {
            table.name: sorted(map(str, connection.execute(table.select().where(_whose(table) == room._id)).all()))
            for table in metadata.sorted_tables
            if table.name not in {"clock", "pulse"}  # of the machine, of no workshop
        }


def _whose(table):
    return table.c.id if table.name == "workshop" else table.c.workshop_id


DEEDS = {
    "move_to": lambda room, _person: room.move_to("results"),
    "start_timer": lambda room, _person: room.start_timer(5),
    "pause_timer": lambda room, _person: (room.start_timer(5), room.pause_timer(), room.resume_timer()),
    "add_minute": lambda room, _person: (room.start_timer(5), room.add_minute(), room.stop_timer()),
    "show_wifi": lambda room, _person: room.show_wifi(Wifi("Hall", "secret")),
    "correct_address": lambda room, _person: room.correct_address("http://10.0.0.1"),
    "close_scoring": lambda room, _person: (room.close_scoring(), room.open_scoring()),
    "finish_scoring": lambda room, _person: room.finish_scoring(),
    "reveal": lambda room, _person: ([answered(room) for _ in range(3)], room.reveal()),
    "show_results_as": lambda room, _person: room.show_results_as(Look("items")),
    "agree": lambda room, _person: room.agree(ITEMS[1], 5, 2),
    "enter_forms": lambda room, _person: room.enter_forms([Answers("community", {ITEMS[0]: 1})]),
    "hide_note": lambda room, _person: room.hide_note(OURS, hidden=True),
    "pin_note": lambda room, _person: room.pin_note(OURS, pinned=True),
    "gather_note": lambda room, _person: room.gather_note(OURS, "Trust"),
    "ask": lambda room, _person: room.ask("large", 1),
    "cover_notes": lambda room, _person: room.cover_notes(covered=True),
    "spotlight": lambda room, _person: room.spotlight(at_question_1(room)),
    "choose_theme": lambda room, _person: room.choose_theme("bright"),
    "turn_wall": lambda room, _person: room.turn_wall(1),
    "hide_notes": lambda room, _person: (room.spotlight(at_question_1(room)), room.hide_notes([OURS], hidden=True)),
    "pin_notes": lambda room, _person: room.pin_notes([OURS], pinned=True),
    "gather_notes": lambda room, _person: room.gather_notes([OURS], "Trust"),
    "take_up": lambda room, _person: room.take_up(OURS),
    "write_group_note": lambda room, _person: room.write_group_note("question-1", "Changed", 1),
    "add_action": lambda room, _person: room.add_action(AN_ACTION),
    "change_action": lambda room, _person: room.change_action(actions_of(room)[0]),
    "remove_action": lambda room, _person: room.remove_action(actions_of(room)[0].id),
    "share_report": lambda room, _person: room.share_report(Edition()),
    "share_as_before": lambda room, _person: room.share_as_before(on=True),
    "look_at": lambda room, _person: room.look_at("items", "trust"),
    "draw_spread": lambda room, _person: room.draw_spread("dots"),
    "settle": lambda room, _person: room.settle(ITEMS[0], 5),
    "open_door": lambda room, _person: room.open_door(opened=False),
    "say_in_room": lambda room, _person: room.say_in_room(8),
    "take_out": lambda room, _person: room.take_out(room.phones().joined),
    "let_in_again": lambda room, _person: (room.take_out(room.phones().joined), room.let_in_again(room.phones().out)),
    "replace_key": lambda room, _person: room.replace_key("the key of a new link"),
    "make_link": lambda room, _person: room.make_link(),
    "delete": lambda room, _person: room.delete(),
    "join": lambda room, _person: a_participant(room),
    "respond": lambda _room, person: person.respond(ITEMS[0], 1, 99),
    "choose_sector": lambda _room, person: person.choose_sector("community"),
    "send_note": lambda _room, person: person.send_note("c" * 32, "question-2", "Another", None),
    "change_note": lambda _room, person: own_note(person, lambda note: person.change_note(note, "Other words", None)),
    "take_back_note": lambda _room, person: own_note(person, person.take_back_note),
    "finish": lambda _room, person: person.finish("question-1", finished=True),
    "comment": lambda _room, person: person.comment("d" * 32, "trust", "A comment"),
    "choose": lambda room, person: (room.reveal(), room.move_to("results"), person.choose("results", ["trust"])),
    "show_chosen": lambda room, _person: (all_choose(room), room.show_chosen("results")),
    "mark_note": lambda _room, person: person.mark_note(OURS, marked=True),
}
BEFORE_THE_REVEAL = {
    "choose_results_mode": lambda room: room.choose_results_mode("live"),
    "remove_forms": lambda room: (room.enter_forms([Answers(None, {ITEMS[0]: 1})]), room.remove_forms()),
    "refresh": lambda room: room.refresh(),
    "open_scoring": lambda room: room.open_scoring(),
}


def own_note(person: Participant, deed: Callable[[str], str]) -> None:
    """Something is done with a note of one's own, where another stays."""
    for note_id in ("c" * 32, "d" * 32):
        person.send_note(note_id, "question-2", "A note of mine", None)
    deed("c" * 32)


def at_question_1(room: Facilitator) -> str:
    """Everyone is at the question that the note is on."""
    room.move_to("question-1")
    return OURS


def all_choose(room: Facilitator) -> None:
    """As many as the smallest group say what they want to talk about, once results are shown."""
    room.reveal()
    room.move_to("results")
    for _ in range(5):
        a_participant(room).choose("results", ["trust", "compassion"])


def answered(room: Facilitator) -> None:
    answer(a_participant(room), [1 + place % 5 for place in range(1, len(ITEMS) + 1)])


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_in_one_workshop_changes_nothing_in_the_other(application, ours, theirs, both, deed):
    person = both[0][2]
    before = rows_of(application, theirs), rows_of(application, ours)

    DEEDS[deed](ours, person)

    assert rows_of(application, theirs) == before[0]
    assert rows_of(application, ours) != before[1]


@pytest.mark.parametrize("deed", BEFORE_THE_REVEAL)
def test_a_deed_before_the_reveal_changes_nothing_in_the_other(application, ours, theirs, deed):
    theirs.enter_forms([Answers("health", {ITEMS[0]: 2})])
    before = rows_of(application, theirs)

    BEFORE_THE_REVEAL[deed](ours)

    assert rows_of(application, theirs) == before


def test_every_deed_is_tried_here():
    reading = {"workshop", "report", "drawing", "draw", "reading", "code", "content"}
    reading |= {"what_closing_ends", "is_being_erased", "phones"}
    deeds = {name for kind in (Facilitator, Participant) for name in dir(kind) if not name.startswith("_")}

    assert deeds - reading - {"resume_timer", "stop_timer"} == set(DEEDS) | set(BEFORE_THE_REVEAL)


def test_what_is_read_of_one_workshop_has_nothing_of_the_other(ours, both):
    people, others = both

    assert counts_of(ours).joined == counts_of(ours).started == 8
    assert counts_of(ours).on_paper == 1
    assert [note.body for note in notes_of(ours, "question-1")] == ["Of ours"]
    assert notes_of(ours, "question-1")[0].marks == 1
    assert group_note_of(ours, "question-1").body == "Of ours"
    assert [action.what for action in actions_of(ours)] == ["Of ours"]
    assert agreed_of(ours)[0].points == {ITEMS[0]: 2}
    assert [note.body for note in own_notes_of(people[0], "question-1")] == ["Of ours"]
    assert [note.body for note in notes_of_others(people[1], "question-1")] == ["Of ours"]
    assert answers_of(people[3])[0] != answers_of(others[3])[0]
    assert waiting(ours) == 0


def test_results_are_of_the_people_of_one_workshop_alone(application, ours, theirs, both):
    assert both
    alone = start(application, asks_sector=True)
    fill(alone, 2, "d" * 32, "Of ours")

    assert scores_of(ours) == scores_of(alone) != scores_of(theirs)
    assert results_of(ours).profile.respondents == 9


def scores_of(room: Facilitator) -> list:
    """Every number of the results, in which the order of people has no part."""
    profile = results_of(room).profile
    return [
        (
            dimension.dimension,
            round(dimension.mean, 9),
            round(dimension.spread, 9),
            [item.counts for item in dimension.items],
        )
        for dimension in profile.dimensions
    ]


def test_closing_one_workshop_for_good_leaves_the_others_phones_their_answers(ours, both):
    person, other = both[0][0], both[1][0]
    kept = answers_of(other)

    ours.finish_scoring()

    assert answers_of(person)[0].points == {}
    assert answers_of(other) == kept
    assert kept[0].sector == "health"
    other.respond(ITEMS[0], 1, 99)
    assert answers_of(other)[0].points[ITEMS[0]] == 1


def test_a_key_a_code_and_a_token_reach_their_own_workshop_alone(application, ours, theirs, both):
    person = both[0][0]

    assert application.workshop(ours.code).code == ours.code
    assert stranger(theirs, person.token).code == theirs.code
    with pytest.raises(NotAllowedHere):
        ours.hide_note(THEIRS, hidden=True)
    for deed in (ours.spotlight, ours.take_up, lambda note: ours.pin_notes([OURS, note], pinned=True)):
        with pytest.raises(NotAllowedHere):
            deed(THEIRS)
    assert [note.pinned for note in notes_of(ours, "question-1")] == [False]
    with pytest.raises(NotAllowedHere):
        person.mark_note(THEIRS, marked=True)


def test_paper_forms_keep_their_sector(application):
    room = start(application, asks_sector=True)
    room.open_scoring()
    forms = [Answers(SECTORS[number % 2], dict.fromkeys(ITEMS, 1 + number % 5)) for number in range(10)]

    room.enter_forms(forms)
    room.reveal()

    assert {(line.sector, line.n) for line in results_of(room).sectors} == {("health", 5), ("community", 5)}


@pytest.mark.parametrize(("close", "refusal"), [("close_scoring", ScoringNotOpen), ("finish_scoring", ScoringNotOpen)])
def test_sector_cannot_be_changed_once_scoring_is_closed(application, close, refusal):
    room = start(application, asks_sector=True)
    room.open_scoring()
    person = a_participant(room)
    person.choose_sector("health")

    getattr(room, close)()

    with pytest.raises(refusal):
        person.choose_sector("community")


def test_sector_chosen_is_still_theirs_after_scoring_was_closed(application):
    room = start(application, asks_sector=True)
    room.open_scoring()
    person = a_participant(room)
    person.choose_sector("health")

    room.close_scoring()

    assert answers_of(person)[0].sector == "health"


@pytest.mark.parametrize("step", ["welcome", "questionnaire", "results", "close", "lunch", "", "question-6"])
def test_notes_can_be_sent_to_no_step_but_questions_and_actions(application, step):
    person = a_participant(start(application))

    with pytest.raises(NotAllowedHere):
        person.send_note(OURS, step, "A note", None)


def test_what_was_agreed_in_a_finished_workshop_can_be_changed_no_more(ours, theirs):
    ours.finish_scoring()

    with pytest.raises(ScoringFinished):
        ours.agree(ITEMS[0], 3, 1)
    theirs.agree(ITEMS[0], 3, 1)
    assert agreed_of(theirs)[0].points == {ITEMS[0]: 3}
    assert agreed_of(ours)[0].points == {}


def test_file_of_one_workshop_holds_nothing_of_the_other(ours, both):
    assert both
    file = json_file(ours.report()).decode()

    assert "Of ours" in file
    assert "Of theirs" not in file


def test_due_workshops_alone_are_deleted(application):
    dated = replace(application, calendar=Calendar())
    ours, theirs = start(dated), start(dated, held_on=date(2027, 5, 1))

    assert goes_on_until(dated, end_of(dated, ours.code)) == 1

    assert theirs.workshop().code == theirs.code
    assert dated.delete_what_is_due() == 0
    assert ours.code != theirs.code


def test_scores_agreed_first_elsewhere_stay_there(ours, theirs):
    theirs.agree(ITEMS[0], 4, 7)
    ours.agree(ITEMS[2], 3, 1)
    ours.reveal()
    before = results_name_of(ours)

    ours.agree(ITEMS[1], 2, 2)
    named = results_name_of(ours)
    theirs.agree(ITEMS[0], 5, 8)

    assert agreed_of(ours) == (Answers(None, {ITEMS[1]: 2, ITEMS[2]: 3}), 2)
    assert agreed_of(theirs) == (Answers(None, {ITEMS[0]: 5}), 8)
    assert named != before
    assert results_name_of(ours) == named

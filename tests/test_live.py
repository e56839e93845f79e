"""The room: what people do, who may do it, and what everyone is told afterwards."""

import asyncio
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from secrets import token_hex

import pytest
from people import (
    CONTENT,
    ITEMS,
    a_participant,
    a_plan,
    actions_of,
    answer,
    answer_all,
    answers_of,
    bulletin_of,
    counts_of,
    group_note_of,
    may_show_newer,
    notes_of,
    notes_of_others,
    now,
    own_notes_of,
    results_of,
    run_async,
    start,
    stranger,
    waiting,
)
from sqlalchemy import text

from across.archive.writing import json_file
from across.documents.spreadsheets import scores_csv
from across.live.taps import Taps
from across.room.application import MOST_FAILED_ATTEMPTS
from across.room.attempts import FailedAttempts
from across.room.facilitator import Facilitator
from across.room.join_address import for_phones
from across.room.newer_answers import LIVE_SECONDS, newer_answers, outlook
from across.room.participant import MOST_NOTES_EACH, Participant
from across.room.reading import FacilitatorReading, ParticipantReading, Reading
from across.room.rehearsal import PEOPLE, Pace, send_in
from across.settings import Settings
from across.workshop.errors import (
    ModeIsSettled,
    NoSuchWorkshop,
    NotAllowedHere,
    NotTakingPart,
    NotYourWorkshop,
    ScoringFinished,
    ScoringNotOpen,
    TextChanged,
    TextMissing,
    TextTooLong,
    TooFewAnswers,
    TooFewChanges,
    TooManyTries,
    WorkshopError,
)
from across.workshop.values import Action, Answers, Edition, Look, Tap
from scoring.outlook import AfterReveal

AN_ACTION = Action("", "Meet monthly", "Ann", "June", "mutual-support", "With others", 0)
NOTE_ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def room(application):
    return start(application)


def test_workshop_begins_at_welcome_with_scoring_not_open(room):
    workshop = room.workshop()

    assert (workshop.step, workshop.scoring, workshop.revealed) == ("welcome", "not open", False)
    assert [step.title for step in workshop.agenda] == [
        "Welcome", "Question 1", "Question 2", "Question 3", "Question 4", "Question 5",
        "Questionnaire", "Results", "Actions", "Close",
    ]  # fmt: skip


def test_steps_that_were_left_out_are_not_in_the_agenda(application):
    room = start(application, minutes={"question-2": 7})

    assert [(step.id, step.minutes) for step in room.workshop().agenda] == [
        ("welcome", 5),
        ("question-2", 7),
        ("close", 5),
    ]
    with pytest.raises(NotAllowedHere):
        room.move_to("question-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"smallest_group": 2},
        {"minutes": {"lunch": 60}},
        {"minutes": {"close": -1}},
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(application, changes):
    with pytest.raises(WorkshopError, match=r"\w+ \w+"):
        application.start(a_plan(**changes))


def test_code_is_forgiven_lower_case_spaces_and_dashes(application, room):
    code = room.code.lower()

    assert application.workshop(f" {code[:3]} - {code[3:]} ").code == room.code


def test_somebody_who_joins_again_is_counted_once(room):
    participant = a_participant(room)

    participant.join()

    assert counts_of(room).joined == 1


def test_tap_is_kept_and_read_back(room):
    room.open_scoring()
    participant = a_participant(room)

    participant.respond("trust-1", 4, 1)
    participant.respond("trust-2", None, 2)

    answers, latest = answers_of(participant)
    assert (answers.points, latest) == ({"trust-1": 4, "trust-2": None}, 2)


def test_older_tap_that_arrives_late_changes_nothing(room):
    room.open_scoring()
    participant = a_participant(room)

    participant.respond("trust-1", 5, 9)
    participant.respond("trust-1", 1, 3)

    assert answers_of(participant)[0].points == {"trust-1": 5}


def test_taps_that_come_together_are_each_kept_or_refused_for_themselves(room, application):
    room.open_scoring()
    ann, ben = a_participant(room), a_participant(room)
    sent = [
        Tap(ann.token, "trust-1", 4, 1),
        Tap("stranger" * 5, "trust-1", 5, 1),
        Tap(ben.token, "lunch", 5, 1),
        Tap(ben.token, "trust-1", None, 1),
        Tap(ann.token, "trust-1", 2, 2),
    ]

    async def send_all() -> list:
        return await asyncio.gather(*(application.taps.keep(room.code, tap) for tap in sent), return_exceptions=True)

    outcomes = run_async(send_all())

    assert [type(outcome) for outcome in outcomes] == [
        type(None), NotTakingPart, NotAllowedHere, type(None), type(None),
    ]  # fmt: skip
    assert answers_of(ann)[0].points == {"trust-1": 2}
    assert answers_of(ben)[0].points == {"trust-1": None}
    assert counts_of(room).started == 2


def test_a_stranger_who_taps_changes_nothing_and_nobody_is_told(room, application):
    room.open_scoring()
    before = room.workshop().revision

    refused = application.answering(room.code).keep(
        [Tap("stranger" * 5, "trust-1", 5, 1), Tap("stranger" * 5, "lunch", 5, 1)]
    )

    assert [type(refusal) for refusal in refused] == [NotTakingPart, NotAllowedHere]
    assert room.workshop().revision == before


def test_taps_of_several_workshops_share_a_transaction_and_none_spoils_anothers(application):
    rooms = [start(application) for _ in range(3)]
    for opened in rooms[:2]:
        opened.open_scoring()
    people = [a_participant(there) for there in rooms]
    rooms[1].delete()
    sent = [(there.code, Tap(one.token, "trust-1", 4, 1)) for there, one in zip(rooms, people, strict=True)]
    sent += [("NOSUCH", Tap(people[0].token, "trust-1", 4, 1)), (rooms[0].code, Tap(people[0].token, "trust-2", 2, 2))]

    async def send_all() -> list:
        return await asyncio.gather(*(application.taps.keep(code, tap) for code, tap in sent), return_exceptions=True)

    outcomes = run_async(send_all())

    assert [type(outcome) for outcome in outcomes] == [
        type(None), NoSuchWorkshop, ScoringNotOpen, NoSuchWorkshop, type(None),
    ]  # fmt: skip
    assert answers_of(people[0])[0].points == {"trust-1": 4, "trust-2": 2}


def test_a_line_of_taps_that_has_been_idle_is_taken_up_again():
    written = []

    def write(sent: list) -> list:
        written.extend(tap.number for _, tap in sent)
        return [None] * len(sent)

    line = Taps(write, idle_seconds=0.01)

    async def send(number: int) -> None:
        await line.keep("AAAAAA", Tap("token", "trust-1", 4, number))

    for number in range(20):
        run_async(send(number))
        time.sleep(0.002 * number)

    assert written == list(range(20))


def test_taps_are_refused_together_while_scoring_is_not_open_and_kept_afterwards(room, application):
    participant = a_participant(room)

    async def send() -> None:
        await application.taps.keep(room.code, Tap(participant.token, "trust-1", 4, 1))

    with pytest.raises(ScoringNotOpen):
        run_async(send())
    room.open_scoring()
    run_async(send())

    assert answers_of(participant)[0].points == {"trust-1": 4}


def test_a_phone_that_hangs_up_while_its_tap_is_written_harms_nobody_elses(room, application):
    room.open_scoring()
    ann, ben = a_participant(room), a_participant(room)

    async def send_both() -> None:
        gone = asyncio.create_task(application.taps.keep(room.code, Tap(ann.token, "trust-1", 4, 1)))
        kept = asyncio.create_task(application.taps.keep(room.code, Tap(ben.token, "trust-1", 3, 1)))
        await asyncio.sleep(0)
        gone.cancel()
        await kept

    run_async(send_both())

    assert answers_of(ben)[0].points == {"trust-1": 3}


@pytest.mark.parametrize(
    ("item", "point", "tap"), [("lunch", 3, 1), ("trust-1", 0, 1), ("trust-1", 6, 1), ("trust-1", 3, 0)]
)
def test_an_impossible_answer_is_refused(room, item, point, tap):
    room.open_scoring()

    with pytest.raises(NotAllowedHere):
        a_participant(room).respond(item, point, tap)


def test_tap_after_closing_is_refused_and_earlier_ones_are_kept(room):
    room.open_scoring()
    participant = a_participant(room)
    participant.respond("trust-1", 2, 1)
    room.close_scoring()

    with pytest.raises(ScoringNotOpen):
        participant.respond("trust-1", 5, 2)

    assert answers_of(participant)[0].points == {"trust-1": 2}


def test_scoring_that_was_closed_can_be_opened_again(room):
    room.open_scoring()
    room.close_scoring()

    room.open_scoring()

    assert room.workshop().scoring == "open"


def test_closing_for_good_forgets_whose_answers_they_are(room):
    room.open_scoring()
    participant = answer_all(room, 4)

    room.finish_scoring()

    assert answers_of(participant)[0].points == {}
    assert counts_of(room).finished == 1
    with pytest.raises(ScoringFinished):
        room.open_scoring()
    with pytest.raises(ScoringNotOpen):
        participant.respond("trust-1", 5, 99)
    with pytest.raises(ScoringFinished):
        room.agree("trust-1", 3, 1)


def test_counts_say_who_joined_started_and_finished(room):
    room.open_scoring()
    a_participant(room)
    answer_all(room, 3, ITEMS[:5])
    answer_all(room, None)

    counts = counts_of(room)

    assert (counts.joined, counts.started, counts.finished) == (3, 2, 1)


def test_results_are_none_until_revealed(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)

    assert results_of(room) is None
    room.reveal()
    assert [dimension.mean for dimension in results_of(room).profile.dimensions] == [4.0] * 9


def test_results_are_not_revealed_before_the_smallest_group_has_answered_and_the_reason_is_said(room):
    room.open_scoring()
    for _ in range(4):
        answer_all(room, 4)
    before = bulletin_of(room)

    with pytest.raises(TooFewAnswers, match=r"in full by 5 people\. .* nobody's own answer can be told\. Wait until"):
        room.reveal()

    assert (room.workshop().revealed, results_of(room), bulletin_of(room)) == (False, None, before)
    answer_all(room, 4)
    room.reveal()
    assert results_of(room).profile.dimensions[0].mean == 4.0


def test_five_people_who_have_not_answered_the_same_dimension_whole_are_too_few(room):
    room.open_scoring()
    for _ in range(4):
        answer_all(room, 4)
    answer_all(room, 2, ITEMS[:1])

    with pytest.raises(TooFewAnswers):
        room.reveal()


def test_a_dimension_that_too_few_answered_is_withheld_beside_the_others(room):
    room.open_scoring()
    for point in (2, 3, 4, 5):
        answer_all(room, point)
    answer_all(room, 3, ITEMS[:4])

    room.reveal()

    assert [score.withheld for score in results_of(room).profile.dimensions] == [None] * 2 + ["too few"] * 7


def test_scores_agreed_together_are_revealed_whoever_answered_and_people_wait_for_the_smallest_group(room):
    room.open_scoring()
    for tap, item in enumerate(ITEMS[:2], start=1):
        room.agree(item, 3, tap)
    for point in (2, 3, 4, 5):
        answer_all(room, point)
    room.reveal()
    alone = results_of(room)
    could = may_show_newer(room)
    answer_all(room, 3, ITEMS[:1])
    with pytest.raises(TooFewAnswers):
        room.reveal()
    answer_all(room, 3)
    may = may_show_newer(room)
    room.reveal()

    assert (alone.agreed.dimensions[0].mean, alone.profile.respondents, could) == (3.0, 0, False)
    assert (may, results_of(room).profile.respondents) == (True, 5)


FORMS = [Answers(None, dict.fromkeys(ITEMS, point)) for point in (1, 2, 5)]


@pytest.mark.parametrize(("phones", "forms", "entered"), [(2, 1, 0), (3, 1, 3), (1, 3, 3), (3, 3, 6)])
def test_newcomers_on_phones_are_counted_without_those_typed_in_from_paper(room, phones, forms, entered):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()
    for point in (1, 2, 5)[:phones]:
        answer_all(room, point)
    room.enter_forms(FORMS[:forms])

    could = may_show_newer(room)
    with nullcontext() if entered else pytest.raises(TooFewChanges):
        room.reveal()

    assert (could, results_of(room).profile.respondents) == (entered > 0, 5 + entered)
    assert waiting(room) == phones + forms - entered


def test_who_was_left_out_is_not_let_in_when_scoring_is_closed_for_good(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()
    answer_all(room, 1)
    answer_all(room, 2)
    room.enter_forms(FORMS[:1])
    shown = results_of(room)
    room.finish_scoring()
    room.reveal()

    assert results_of(room) == shown


@pytest.mark.parametrize(("joined", "too_late"), [(8, 2), (9, 0)])
def test_it_is_said_where_those_who_are_left_can_never_be_enough(room, joined, too_late):
    room.open_scoring()
    for _ in range(6):
        answer_all(room, 4)
    room.reveal()
    for _ in range(2):
        answer_all(room, 1)
    for _ in range(joined - 8):
        a_participant(room)

    newer = now(room, newer_answers)
    room.finish_scoring()

    assert (newer.left, newer.may_be_shown) == (AfterReveal(waiting=2, too_late=too_late, newcomers=3), False)
    assert now(room, newer_answers).people == 0


def test_what_a_reveal_would_leave_behind_is_known_before_it(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    answer_all(room, 4, ITEMS[:3])
    a_participant(room)
    room.enter_forms(FORMS[:1])

    before = now(room, outlook)
    room.reveal()

    assert (before.people, before.answering, len(before.enough), before.newcomers) == (8, 2, 9, 3)


def test_late_answers_do_not_move_revealed_results(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()

    for _ in range(3):
        answer_all(room, 1)

    assert results_of(room).profile.respondents == 5


@pytest.mark.parametrize(("newcomers", "shown"), [(1, False), (2, False), (3, True)])
def test_new_reveal_needs_three_more_people(room, newcomers, shown):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()
    for newcomer in range(newcomers):
        answer_all(room, 1 + newcomer)

    if shown:
        room.reveal()
    else:
        with pytest.raises(TooFewChanges):
            room.reveal()

    assert results_of(room).profile.respondents == (8 if shown else 5)


def test_new_reveal_shows_nothing_that_one_person_did(room):
    """Three newcomers who each answer another dimension: the difference of two looks would be theirs alone."""
    room.open_scoring()
    for _ in range(6):
        answer_all(room, 4)
    room.reveal()
    before = results_of(room)
    for item in ("trust-1", "innovation-1", "compassion-1"):
        a_participant(room).respond(item, 1, 1)

    with pytest.raises(TooFewChanges):
        room.reveal()

    assert results_of(room) == before


def test_new_reveal_lets_three_people_into_the_dimensions_they_answered_whole_and_no_other(room):
    room.open_scoring()
    for _ in range(6):
        answer_all(room, 4)
    room.reveal()
    for number, point in enumerate((1, 2, 3)):
        answer_all(room, point, ["trust-1", "trust-2", *(["compassion-1"] if number == 0 else [])])

    room.reveal()

    means = {dimension.dimension: dimension.mean for dimension in results_of(room).profile.dimensions}
    assert means["trust"] == pytest.approx((6 * 4 + 1 + 2 + 3) / 9)
    assert means["compassion"] == 4.0
    assert waiting(room) == 1


def test_three_newcomers_whose_answers_the_new_mean_would_tell_leave_the_dimension_as_it_was(room):
    """Six fours and then nine answers with a mean of 3: the three newcomers can only have said 1."""
    room.open_scoring()
    for _ in range(6):
        answer_all(room, 4)
    room.reveal()
    for _ in range(3):
        answer_all(room, 1)

    room.reveal()

    assert {(dimension.mean, dimension.n) for dimension in results_of(room).profile.dimensions} == {(4.0, 6)}


def test_an_answer_changed_after_it_was_shown_stays_as_it_was_shown(room):
    room.open_scoring()
    participants = [answer_all(room, point) for point in (3, 4, 5, 4, 3, 5)]
    room.reveal()
    before = results_of(room)
    for participant in participants[:4]:
        answer(participant, [1] * len(ITEMS), first_tap=50)

    with pytest.raises(TooFewChanges):
        room.reveal()

    assert results_of(room) == before
    assert waiting(room) == 0


def test_note_of_another_text_under_the_same_name_is_kept_as_well(room):
    participant = a_participant(room)

    for body in ("First", "Second", "Second"):
        participant.send_note(NOTE_ID, "question-1", body, None)

    assert sorted(note.body for note in notes_of(room, "question-1")) == ["First", "Second"]


def test_one_changed_answer_does_not_enter_a_new_reveal(room):
    room.open_scoring()
    tokens = [answer_all(room, 4) for _ in range(6)]
    room.reveal()
    tokens[0].respond("trust-1", 1, 50)

    with pytest.raises(TooFewChanges):
        room.reveal()

    assert results_of(room).profile.dimensions[6].mean == 4.0


def test_agreed_scores_are_the_groups_own_and_need_no_threshold(room):
    for tap, item in enumerate(ITEMS, start=1):
        room.agree(item, 3, tap)
    room.reveal()

    results = results_of(room)

    assert results.profile is None
    assert {dimension.mean for dimension in results.agreed.dimensions} == {3.0}
    assert counts_of(room).started == 0


def test_sector_is_kept_only_where_it_is_asked_for(application):
    asks, does_not = start(application, asks_sector=True), start(application)
    for room in (asks, does_not):
        room.open_scoring()
    asked, not_asked = a_participant(asks), a_participant(does_not)

    asked.choose_sector("health")

    assert answers_of(asked)[0].sector == "health"
    with pytest.raises(NotAllowedHere):
        not_asked.choose_sector("health")
    with pytest.raises(NotAllowedHere):
        asked.choose_sector("army")


def test_note_sent_twice_is_kept_once(room):
    participant = a_participant(room)

    for _ in range(2):
        participant.send_note(NOTE_ID, "question-1", "  We meet over lunch\r\nevery week  ", "mutual-support")

    notes = notes_of(room, "question-1")
    assert [(note.body, note.way) for note in notes] == [("We meet over lunch\nevery week", "mutual-support")]


def test_a_right_key_opens_though_the_address_has_used_up_its_tries(application):
    _, key = application.start(a_plan())
    for _ in range(MOST_FAILED_ATTEMPTS):
        with pytest.raises(NotYourWorkshop):
            application.facilitator_for_visitor("wrong", "10.0.0.9")

    with pytest.raises(TooManyTries):
        application.facilitator_for_visitor("wrong", "10.0.0.9")
    assert application.facilitator_for_visitor(key, "10.0.0.9").workshop()


def test_a_note_of_a_thousand_lines_is_too_long(room):
    with pytest.raises(TextTooLong, match="300 lines"):
        a_participant(room).send_note("f" * 32, "question-1", "x\n" * 1000, None)


def test_a_phone_cannot_flood_the_wall_and_its_last_note_may_come_twice(room):
    participant, other = a_participant(room), a_participant(room)
    for number in [*range(MOST_NOTES_EACH), MOST_NOTES_EACH - 1]:
        participant.send_note(f"{number:032x}", "question-1", f"Note {number}", None)

    with pytest.raises(NotAllowedHere, match=f"up to {MOST_NOTES_EACH} notes"):
        participant.send_note(f"{MOST_NOTES_EACH:032x}", "question-2", "One more", None)
    other.send_note("f" * 32, "question-2", "Mine", None)

    assert len(room.report().notes) == MOST_NOTES_EACH + 1


def test_a_note_that_is_kept_is_not_refused_when_it_comes_again_after_the_report_was_shared(room):
    """The answer to the first sending was lost, and the phone must not say "Not saved"."""
    participant = a_participant(room)
    participant.send_note("f" * 32, "question-1", "Kept", None)
    room.share_report(Edition())

    participant.send_note("f" * 32, "question-1", "Kept", None)

    with pytest.raises(NotAllowedHere, match="has been shared"):
        participant.send_note("f" * 32, "question-1", "Another text", None)
    assert [note.body for note in room.report().notes] == ["Kept"]


def test_nobody_can_take_the_name_of_somebody_elses_note(room):
    a_participant(room).send_note(NOTE_ID, "question-1", "Mine", None)

    with pytest.raises(NotAllowedHere):
        a_participant(room).send_note(NOTE_ID, "question-1", "Not mine", None)

    assert [note.body for note in notes_of(room, "question-1")] == ["Mine"]


@pytest.mark.parametrize(
    ("note", "error"),
    [
        ((NOTE_ID, "question-1", " \n ", None), TextMissing),
        ((NOTE_ID, "question-1", "x" * 10_001, None), TextTooLong),
        ((NOTE_ID, "question-9", "Hello", None), NotAllowedHere),
        ((NOTE_ID, "question-1", "Hello", "sixth-way"), NotAllowedHere),
        (("not an id", "question-1", "Hello", None), NotAllowedHere),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(room, note, error):
    with pytest.raises(error):
        a_participant(room).send_note(*note)


def test_hidden_note_is_in_no_report_and_comes_back_when_shown_again(room):
    a_participant(room).send_note(NOTE_ID, "question-1", "Unkind", None)

    room.hide_note(NOTE_ID, hidden=True)
    hidden = room.report().notes
    room.hide_note(NOTE_ID, hidden=False)

    assert hidden == ()
    assert [note.body for note in room.report().notes] == ["Unkind"]


def test_own_notes_are_the_participants_own(room):
    me, other = a_participant(room), a_participant(room)
    me.send_note(NOTE_ID, "question-1", "Mine", None)
    other.send_note(NOTE_ID[::-1], "question-1", "Other", None)

    assert [note.body for note in own_notes_of(me, "question-1")] == ["Mine"]


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "emoji 😀 and عربى"])
def test_any_text_can_be_kept(room, text):
    a_participant(room).send_note(NOTE_ID, "question-1", text, None)

    assert notes_of(room, "question-1")[0].body.startswith(("a", "emoji 😀"))


def test_group_note_keeps_what_is_written_on_top_of_what_was_read(room):
    first = room.write_group_note("question-1", "One", 0)
    second = room.write_group_note("question-1", "One and two", first)

    assert (first, second) == (1, 2)
    assert group_note_of(room, "question-1").body == "One and two"


def test_two_people_never_overwrite_each_others_group_note(room):
    room.write_group_note("question-1", "Theirs", 0)

    with pytest.raises(TextChanged) as changed:
        room.write_group_note("question-1", "Mine", 0)

    assert (changed.value.body, changed.value.version) == ("Theirs", 1)
    assert group_note_of(room, "question-1").body == "Theirs"


def test_group_note_sent_again_after_a_lost_answer_is_no_conflict(room):
    room.write_group_note("question-1", "Ours", 0)

    assert room.write_group_note("question-1", "Ours", 0) == 1


def test_actions_are_added_changed_and_removed(room):
    room.add_action(AN_ACTION)
    kept = actions_of(room)[0]
    room.change_action(Action(kept.id, "Meet weekly", kept.who, kept.by_when, None, kept.with_others, kept.version))
    changed = actions_of(room)[0]
    room.remove_action(kept.id)

    assert (kept.what, kept.way) == ("Meet monthly", "mutual-support")
    assert (changed.what, changed.way, changed.version) == ("Meet weekly", None, 2)
    assert actions_of(room) == ()


def test_an_action_that_is_sent_twice_under_one_id_is_kept_once_whatever_became_of_it_since(room):
    room.add_action(AN_ACTION, sent_as=NOTE_ID)
    [kept] = actions_of(room)
    room.change_action(replace(kept, what="Meet weekly"))
    room.add_action(AN_ACTION, sent_as=NOTE_ID)

    assert [action.what for action in actions_of(room)] == ["Meet weekly"]


def test_actions_under_two_ids_or_under_none_are_each_kept(room):
    for sent_as in (NOTE_ID, "b" * 32, "", ""):
        room.add_action(AN_ACTION, sent_as=sent_as)

    assert [action.what for action in actions_of(room)] == ["Meet monthly"] * 4
    assert len({action.id for action in actions_of(room)}) == 4


def test_other_words_under_the_id_of_an_action_are_an_action_of_their_own(room):
    room.add_action(AN_ACTION, sent_as=NOTE_ID)
    for _again in range(2):
        room.add_action(replace(AN_ACTION, who="Bea"), sent_as=NOTE_ID)

    assert [action.who for action in actions_of(room)] == ["Ann", "Bea"]


def test_the_same_words_whose_parts_are_cut_elsewhere_are_other_words(room):
    room.add_action(replace(AN_ACTION, who="Ann", by_when="June"), sent_as=NOTE_ID)
    room.add_action(replace(AN_ACTION, who="AnnJune", by_when=""), sent_as=NOTE_ID)

    assert [action.by_when for action in actions_of(room)] == ["June", ""]


def test_an_id_of_another_workshops_action_neither_touches_nor_tells_of_it(application, room):
    other = start(application)
    other.add_action(AN_ACTION, sent_as=NOTE_ID)
    [theirs] = actions_of(other)
    for sent_as in (NOTE_ID, theirs.id):
        room.add_action(AN_ACTION, sent_as=sent_as)

    assert actions_of(other) == (theirs,)
    assert len(actions_of(room)) == 2
    assert theirs.id not in {action.id for action in actions_of(room)}


def test_an_action_sent_by_several_at_once_under_one_id_is_kept_once(room):
    go = threading.Barrier(4)

    def add() -> None:
        go.wait()
        room.add_action(AN_ACTION, sent_as=NOTE_ID)

    with ThreadPoolExecutor(4) as pool:
        for added in [pool.submit(add) for _ in range(4)]:
            added.result()

    assert len(actions_of(room)) == 1


def test_action_changed_by_somebody_else_is_not_overwritten(room):
    room.add_action(AN_ACTION)
    kept = actions_of(room)[0]
    room.change_action(kept)

    with pytest.raises(TextChanged):
        room.change_action(kept)


def test_action_needs_something_to_do(room):
    with pytest.raises(TextMissing):
        room.add_action(Action("", " ", "Ann", "", None, "Alone", 0))


def test_stranger_cannot_answer_write_or_read_answers(application):
    room = start(application, asks_sector=True)
    room.open_scoring()
    nobody = stranger(room)

    with pytest.raises(NotTakingPart):
        nobody.respond("trust-1", 3, 1)
    with pytest.raises(NotTakingPart):
        nobody.send_note(NOTE_ID, "question-1", "Hello", None)
    with pytest.raises(NotTakingPart):
        nobody.choose_sector("health")
    with pytest.raises(NotTakingPart):
        nobody.mark_note(NOTE_ID, marked=True)
    with pytest.raises(NotTakingPart):
        answers_of(nobody)


def test_participant_of_one_workshop_is_a_stranger_in_another(application):
    first, other = start(application), start(application)
    other.open_scoring()
    token = a_participant(first).token

    with pytest.raises(NotTakingPart):
        stranger(other, token).respond("trust-1", 3, 1)


def test_a_participant_cannot_name_a_deed_of_the_facilitator():
    shared = {"code", "content", "reading"}

    assert public(Facilitator) & public(Participant) <= shared
    assert public(FacilitatorReading) & public(ParticipantReading) == public(Reading) | {"answers"}


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


@pytest.mark.parametrize("address", ["http://192.168.1.20:8501", "https://workshop.example.org", ""])
def test_join_address_can_be_corrected_and_taken_back(room, address):
    room.correct_address(f" {address}/ ")

    assert room.workshop().join_address == (address or None)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://a b", "http://localhost:8501", "192.168.1.300"])
def test_join_address_must_be_a_web_address(room, address):
    with pytest.raises(NotAllowedHere):
        room.correct_address(address)


SETTINGS = Settings("sqlite://", None, 90, 8501)


def test_phones_are_never_sent_to_localhost():
    for name in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0"):
        assert "localhost" not in str(for_phones(SETTINGS, f"http://{name}:8501/welcome"))
        assert "127.0.0.1" not in str(for_phones(SETTINGS, f"http://{name}:8501/welcome"))


def test_address_in_the_facilitators_browser_is_used_when_others_can_reach_it():
    assert for_phones(SETTINGS, "http://192.168.1.20:8501/welcome") == "http://192.168.1.20:8501"


def test_public_address_and_correction_come_first():
    public = Settings("sqlite://", "https://workshop.example.org", 90, 8501)

    assert for_phones(public, "http://192.168.1.20:8501") == "https://workshop.example.org"
    assert for_phones(public, "http://192.168.1.20:8501", "http://10.0.0.9") == "http://10.0.0.9"


def test_guessing_is_slowed_down_for_the_guesser_alone():
    tries = FailedAttempts(most=3, seconds=60)
    for _ in range(3):
        tries.failed("guesser")

    with pytest.raises(TooManyTries):
        tries.failed("guesser")
    tries.failed("somebody else")


@pytest.mark.parametrize("nothing", ["\u200b", "  \u2060 ", "\ufeff", "\u3164\u2800", "\x07\x00"])
def test_what_cannot_be_seen_is_no_note_no_action_and_no_name(application, room, nothing):
    participant = a_participant(room)

    with pytest.raises(TextMissing):
        participant.send_note(NOTE_ID, "question-1", nothing, None)
    with pytest.raises(TextMissing):
        room.add_action(Action("", nothing, "", "", None, "Alone", 0))
    with pytest.raises(TextMissing):
        application.start(a_plan(name=nothing))


def test_newer_answers_can_be_shown_only_where_three_people_have_given_some(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()
    could = [may_show_newer(room)]
    for _ in range(3):
        answer_all(room, 2)
        could.append(may_show_newer(room))

    assert could == [False, False, False, True]


def test_the_look_of_the_results_is_kept_and_told_to_every_screen(room):
    look = Look("items", "dots", sectors=True, dimension="trust")
    room.show_results_as(look)

    assert room.workshop().look == look
    assert bulletin_of(room).look == look


@pytest.mark.parametrize("look", [Look("chart"), Look("radar", "cloud"), Look(dimension="lunch")])
def test_a_look_that_cannot_be_is_refused(room, look):
    with pytest.raises(NotAllowedHere):
        room.show_results_as(look)


def test_feed_tells_of_each_change_and_never_of_results(room, application):
    async def listen() -> list:
        heard = []
        async for bulletin in application.feed.listen(room.code):
            heard.append(bulletin)
            if len(heard) == 1:
                await asyncio.to_thread(room.open_scoring)
            if len(heard) == 2:
                await asyncio.to_thread(answer_all, room, 5)
            if heard[-1].finished == 1:
                return heard
        return heard

    heard = run_async(asyncio.wait_for(listen(), 60))

    assert [heard[0].scoring, heard[1].scoring] == ["not open", "open"]
    assert heard[-1].joined == heard[-1].finished == 1
    assert not hasattr(heard[-1], "profile")
    assert application.feed.listening(room.code) == 0


def test_feed_ends_when_the_workshop_is_deleted(room, application):
    async def listen() -> int:
        heard = 0
        async for _ in application.feed.listen(room.code):
            heard += 1
            if heard == 1:
                await asyncio.to_thread(room.delete)
        return heard

    assert run_async(asyncio.wait_for(listen(), 60)) == 1


def test_report_is_read_whole(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.write_group_note("question-1", "Ours", 0)
    room.add_action(AN_ACTION)
    room.reveal()

    report = room.report()

    assert report.content is not None
    assert report.group_note("question-1") == "Ours"
    assert [action.what for action in report.actions] == ["Meet monthly"]
    assert report.results.profile.respondents == 5
    assert report.workshop.content_version == CONTENT.version


def test_timer_is_paused_goes_on_and_grows_without_drift(room):
    room.start_timer(5, "pairs")
    started = room.workshop().timer
    room.pause_timer()
    paused = room.workshop().timer
    room.add_minute()
    room.resume_timer()
    running = room.workshop().timer

    assert (started.phase, started.left) == ("pairs", None)
    assert paused.ends_at is None
    assert paused.left in (299, 300)
    assert running.left is None
    assert running.ends_at - started.ends_at in (60, 61)


def test_timer_goes_away_when_the_room_moves_on(room):
    room.start_timer(5)

    room.move_to("question-1")

    assert room.workshop().timer is None


@pytest.mark.parametrize(("minutes", "phase"), [(0, "all"), (241, "all"), (5, "lunch")])
def test_a_timer_that_cannot_be_is_refused(room, minutes, phase):
    with pytest.raises(NotAllowedHere):
        room.start_timer(minutes, phase)


def test_mark_is_one_for_each_person_and_note_and_can_be_taken_back(room):
    author, other = a_participant(room), a_participant(room)
    author.send_note(NOTE_ID, "question-1", "We are tired", None)

    for _ in range(2):
        other.mark_note(NOTE_ID, marked=True)
    marked = notes_of_others(other, "question-1")[0]
    other.mark_note(NOTE_ID, marked=False)

    assert (marked.marks, marked.marked) == (1, True)
    assert notes_of(room, "question-1")[0].marks == 0


def test_own_or_hidden_notes_cannot_be_marked(room):
    author, other = a_participant(room), a_participant(room)
    author.send_note(NOTE_ID, "question-1", "Mine", None)

    with pytest.raises(NotAllowedHere):
        author.mark_note(NOTE_ID, marked=True)
    room.hide_note(NOTE_ID, hidden=True)
    with pytest.raises(NotAllowedHere):
        other.mark_note(NOTE_ID, marked=True)
    assert notes_of_others(other, "question-1") == ()


def test_note_of_another_workshop_cannot_be_marked(application):
    one, other = start(application), start(application)
    a_participant(one).send_note(NOTE_ID, "question-1", "Mine", None)

    with pytest.raises(NotAllowedHere):
        a_participant(other).mark_note(NOTE_ID, marked=True)


def test_notes_are_pinned_and_put_in_groups(room):
    a_participant(room).send_note(NOTE_ID, "question-1", "Mine", None)

    room.pin_note(NOTE_ID, pinned=True)
    room.gather_note(NOTE_ID, " Trust ")
    note = notes_of(room, "question-1")[0]

    assert (note.pinned, note.heading) == (True, "Trust")


@pytest.fixture
def live_room(application):
    """A workshop that shows results live, with a clock that jumps ahead at each look."""
    clock = itertools.count(1_800_000_000, LIVE_SECONDS)
    room = start(replace(application, clock=lambda: next(clock)), results_mode="live")
    room.open_scoring()
    return room


def test_live_results_begin_with_the_smallest_group(live_room):
    for _ in range(4):
        answer_all(live_room, 4)
    before = (live_room.refresh(), results_of(live_room).profile)
    answer_all(live_room, 4)

    assert before == (False, None)
    assert live_room.refresh()
    assert results_of(live_room).profile.respondents == 5


def test_live_results_do_not_begin_with_people_who_answered_different_dimensions(live_room):
    for number in range(5):
        answer_all(live_room, 4, ITEMS[2 * number : 2 * number + 2])

    assert (live_room.refresh(), results_of(live_room).profile) == (False, None)


@pytest.mark.parametrize(("newcomers", "let_in"), [(1, False), (4, False), (5, True)])
def test_live_results_never_move_for_fewer_people_than_the_smallest_group(live_room, newcomers, let_in):
    for _ in range(5):
        answer_all(live_room, 4)
    live_room.refresh()
    for _ in range(newcomers):
        answer_all(live_room, 1)

    assert live_room.refresh() is let_in
    assert waiting(live_room) == (0 if let_in else newcomers)


def test_live_results_are_not_redrawn_more_often_than_every_few_seconds(application):
    room = start(application, results_mode="live")
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.refresh()
    for _ in range(3):
        answer_all(room, 1)

    assert not room.refresh()


def test_results_mode_is_settled_once_scoring_has_been_opened(room):
    room.choose_results_mode("live")
    room.open_scoring()

    with pytest.raises(ModeIsSettled):
        room.choose_results_mode("reveal")


def test_revealed_workshop_never_refreshes_by_itself(room):
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()
    for _ in range(5):
        answer_all(room, 1)

    assert not room.refresh()
    assert results_of(room).profile.respondents == 5


def test_made_up_participants_join_rehearsals_only(application, room):
    with pytest.raises(NotAllowedHere):
        send_in(application, room.code)


class Hurried(Pace):
    """A minute passes in a moment."""

    passed = 0.0

    def now(self) -> float:
        return self.passed

    def wait(self, seconds: float) -> None:
        self.passed += seconds
        super().wait(seconds / 100)


def test_rehearsal_is_filled_by_made_up_people_and_says_so_in_every_export(application):
    room = start(application, rehearsal=True, minutes={"question-1": 5, "actions": 5})
    send_in(application, room.code, Hurried())
    for step in ("question-1", "actions"):
        room.move_to(step)
        deadline = time.monotonic() + 60
        while not notes_of(room, step) and time.monotonic() < deadline:
            time.sleep(0.2)

    report = room.report()
    assert {note.question for note in report.notes} == {"question-1", "actions"}
    assert report.name.startswith("Rehearsal with made-up participants")
    assert report.name.encode() in scores_csv(report)
    assert b'"rehearsal": true' in json_file(report)
    room.delete()


def test_made_up_people_choose_once_results_are_shown(application):
    room = start(application, rehearsal=True)
    send_in(application, room.code, Hurried())
    room.move_to("questionnaire")
    room.open_scoring()
    wait_until(lambda: counts_of(room).finished == PEOPLE)
    room.reveal()
    room.move_to("results")

    wait_until(lambda: choosers(room) == PEOPLE)
    room.show_chosen("results")

    assert room.workshop().chosen_on("results").people == PEOPLE
    room.delete()


def test_made_up_people_work_in_two_sectors_that_both_have_a_line(application):
    room = start(application, rehearsal=True, asks_sector=True)
    send_in(application, room.code, Hurried())
    room.move_to("questionnaire")
    room.open_scoring()
    wait_until(lambda: counts_of(room).finished == PEOPLE)

    room.reveal()

    assert {line.sector for line in results_of(room).sectors} == {"health", "social-care"}
    room.delete()


def wait_until(true) -> None:
    """Wait for a state, a minute at most; a test that waits in vain fails at what it asserts."""
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)


def choosers(room: Facilitator) -> int:
    with room.reading() as reading:
        return reading.choosers("results")


HEALTH_AND_COMMUNITY = [("health", point) for point in (2, 3, 4)] + [("community", point) for point in (3, 4, 5)]


def answer_from_sectors(room, people=HEALTH_AND_COMMUNITY):
    for sector, point in people:
        answer_all(room, point).choose_sector(sector)


def test_sectors_have_lines_once_results_are_revealed(application):
    room = start(application, asks_sector=True, smallest_group=3)
    room.open_scoring()
    answer_from_sectors(room)
    room.reveal()

    results = results_of(room)

    assert [(line.sector, line.n, set(line.means)) for line in results.sectors] == [
        ("community", 3, {4.0}),
        ("health", 3, {3.0}),
    ]
    assert results.sectors_reason is None
    # A point apart, where people of one sector are as far apart: that is no gap.
    assert [point.sectors for point in results.talk if point.kind == "sector-gap"] == []


def test_lines_of_sectors_are_drawn_once_and_later_answers_do_not_move_them(application):
    room = start(application, asks_sector=True, smallest_group=3)
    room.open_scoring()
    answer_from_sectors(room)
    room.reveal()
    lines = results_of(room).sectors

    answer_from_sectors(room, [("health", 1), ("health", 1), ("health", 5)])
    room.reveal()
    room.finish_scoring()

    assert results_of(room).profile.respondents == 9
    assert results_of(room).sectors == lines


@pytest.mark.parametrize(("changes", "reason"), [({}, "not asked"), ({"asks_sector": True}, "too few")])
def test_why_there_is_no_line_is_said(application, changes, reason):
    room = start(application, **changes)
    room.open_scoring()
    for point in (2, 3, 3, 4, 5):
        answer_all(room, point)
    room.reveal()

    assert (results_of(room).sectors, results_of(room).sectors_reason) == ((), reason)


def test_results_shown_live_have_no_lines_for_sectors(application):
    room = start(application, asks_sector=True, smallest_group=3, results_mode="live")
    room.open_scoring()
    answer_from_sectors(room)
    room.refresh()

    assert results_of(room).profile.respondents == 6
    assert (results_of(room).sectors, results_of(room).sectors_reason) == ((), "live")


def test_nothing_in_a_report_is_tied_to_a_respondent(room, application):
    room.open_scoring()
    for point in (1, 2, 3, 4, 5, 5):
        participant = answer_all(room, point)
        participant.send_note(token_hex(16), "question-1", "A note", None)
    room.reveal()

    with application.store.read() as connection:
        ids = [
            name
            for table in ("respondent", "participant")
            for name in connection.execute(text(f"SELECT id FROM {table}")).scalars()
        ]

    assert len(ids) == 12
    assert not any(name in repr(room.report()) or name.encode() in json_file(room.report()) for name in ids)


def test_live_results_let_newer_people_in_by_no_fewer_than_the_smallest_group_at_the_press_of_a_button(application):
    room = start(application, smallest_group=5, results_mode="live")
    room.open_scoring()
    for point in (1, 2, 3, 4, 5):
        answer_all(room, point)
    room.reveal()
    for point in (1, 3, 5):
        answer_all(room, point)

    assert not may_show_newer(room)
    with pytest.raises(TooFewChanges):
        room.reveal()
    assert results_of(room).profile.respondents == 5

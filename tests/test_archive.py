"""A saved workshop opens again: the same content, nothing withheld comes back, and a bad file is refused in words."""

import json
import math
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from people import (
    CONTENT,
    ITEMS,
    a_participant,
    actions_of,
    answer,
    answer_all,
    counts_of,
    migrated_sqlite,
    notes_of,
    notes_of_others,
    results_of,
    settings_for,
    shows_saved_results,
    start,
)
from reports import WITHHELD, full, report, second_time
from reports import note as note_on
from sqlalchemy import insert, text

from across.archive.reading import LARGEST_FILE, read_saved
from across.archive.writing import json_file
from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.room.room import is_blank
from across.store import notes
from across.store.database import Store, _sqlite, migrate
from across.store.tables import mark, note, participant, workshop
from across.workshop.errors import ContentNotHere, NotYourWorkshop, SavedFileRefused, ScoringFinished, TooFewAnswers
from across.workshop.report import Report
from across.workshop.values import Action, GroupNote

AN_ACTION = Action("", "Meet monthly", "Ann", "June", "mutual-support", "With others", 0)
A_NOTE = "a" * 32
TODAY = date(2027, 5, 3)


def a_full_room(application: Application, **changes: object) -> Facilitator:
    """A workshop with notes, actions and revealed results, where too few rated the last dimension."""
    room = start(application, **changes)
    writer = a_participant(room)
    writer.send_note(A_NOTE, "question-1", "We share a duty desk.", "mutual-support")
    writer.send_note("b" * 32, "question-2", "Please forget this.", None)
    room.hide_note("b" * 32, hidden=True)
    room.gather_note(A_NOTE, "Sharing")
    room.write_group_note("question-1", "  Notice what others carry.\n", 0)
    room.add_action(AN_ACTION)
    room.change_action(replace(actions_of(room)[0], state="under way"))
    room.open_scoring()
    for number in range(6):
        answer_all(room, 2 + number % 3, ITEMS if number < 4 else ITEMS[:-2])
    room.reveal()
    return room


def exported(room: Facilitator) -> bytes:
    return json_file(room.report())


def opened(application: Application, file: bytes) -> Facilitator:
    return application.facilitator(application.open_saved(read_saved(file, application.contents)))


def changed(file: bytes, change: Callable[[dict], object]) -> bytes:
    """The file with one thing changed."""
    tree = json.loads(file)
    change(tree)
    return json.dumps(tree).encode()


def test_a_workshop_that_is_opened_again_is_exported_as_it_was(application):
    file = exported(a_full_room(application))

    again = exported(opened(application, file))

    assert json.loads(again) == json.loads(file)


def test_a_workshop_without_results_goes_on(application):
    file = exported(start(application))

    room = opened(application, file)
    room.open_scoring()
    answer_all(room, 4)

    assert (room.workshop().scoring, counts_of(room).finished) == ("open", 1)


def test_what_is_opened_is_a_workshop_of_its_own(application):
    first = a_full_room(application)

    second = opened(application, exported(first))
    first.delete()

    assert second.code != first.code
    assert notes_of(second, "question-1")[0].body == "We share a duty desk."
    with pytest.raises(NotYourWorkshop):
        application.facilitator("a key of nobody")


def test_saved_results_are_shown_as_they_were_and_never_counted_again(application):
    first = a_full_room(application)
    room = opened(application, exported(first))

    with pytest.raises(ScoringFinished):
        room.open_scoring()
    room.reveal()

    assert results_of(room) == results_of(first)
    assert results_of(room).profile.dimensions[-1].mean is None
    assert shows_saved_results(room)
    assert not shows_saved_results(first)


def test_what_was_withheld_is_nowhere_in_the_new_workshop(application):
    room = opened(application, exported(a_full_room(application)))

    with application.store.read() as connection:
        kept = connection.execute(text("SELECT results FROM saved")).scalar_one()
    last = (json.loads(kept) if isinstance(kept, str) else kept)["profile"]["dimensions"][-1]

    assert (last["n"], last["mean"], last["spread"], last["quartiles"]) == (0, None, None, None)
    assert all((item["n"], item["counts"]) == (0, []) for item in last["items"])
    assert results_of(room).profile.dimensions[-1].n == 0


def test_proposals_are_saved_and_come_back(application):
    room = a_full_room(application)
    a_participant(room).send_note("d" * 32, "actions", "Meet monthly", None)

    again = opened(application, exported(room))

    assert [(note.question, note.body) for note in notes_of(again, "actions")] == [("actions", "Meet monthly")]


def test_saved_notes_are_nobodys_and_can_be_marked_hidden_and_gathered(application):
    room = opened(application, exported(a_full_room(application)))
    reader = a_participant(room)
    [kept] = notes_of_others(reader, "question-1")

    reader.mark_note(kept.id, marked=True)
    marks = notes_of(room, "question-1")[0].marks
    room.hide_note(kept.id, hidden=True)

    assert (kept.mine, kept.heading, marks) == (False, "Sharing", 1)
    assert not notes_of(room, "question-1")[0].mine
    assert notes_of_others(reader, "question-1") == ()


def test_sector_lines_and_scores_that_kept_their_mean_alone_come_back_as_they_were(application):
    first = start(application, asks_sector=True, smallest_group=3)
    first.open_scoring()
    for number in range(8):
        token = answer_all(first, 2 + number % 3, ITEMS[2:])
        token.choose_sector("health" if number < 4 else "community")
        if number < 6:
            for tap, item in enumerate(ITEMS[:2], start=50):
                token.respond(item, 4, tap)
    first.reveal()
    shown = results_of(first)

    second = opened(application, exported(first))

    assert {line.sector for line in shown.sectors} == {"health", "community"}
    assert shown.profile.dimensions[0].withheld == "too alike"
    assert results_of(second) == shown


def test_scores_agreed_together_alone_come_back_too(application):
    first = start(application)
    for tap, item in enumerate(ITEMS, start=1):
        first.agree(item, 1 + tap % 5, tap)
    first.reveal()
    saved = read_saved(exported(first), application.contents)

    second = application.facilitator(application.open_saved(saved))

    assert results_of(second).profile is None
    assert results_of(second).agreed == results_of(first).agreed
    assert saved.to_compare.profile == results_of(first).agreed


def test_rehearsal_stays_a_rehearsal(application):
    file = exported(start(application, rehearsal=True))
    saved = read_saved(file, application.contents)

    rooms = [
        application.facilitator(key)
        for key in (application.open_saved(saved), application.begin_again(saved, "Next", TODAY))
    ]

    assert [room.workshop().rehearsal for room in rooms] == [True, True]


def test_the_second_time_begins_with_last_times_actions_and_results_to_compare(application):
    first = a_full_room(application)
    saved = read_saved(exported(first), application.contents)

    room = application.facilitator(application.begin_again(saved, "Spring", TODAY))
    before = results_of(room)
    room.agree(ITEMS[0], 3, 1)
    room.reveal()

    [action] = actions_of(room)
    assert (action.what, action.state, action.last_time) == ("Meet monthly", "under way", date(2026, 11, 23))
    assert (room.workshop().name, room.workshop().partnership) == ("Spring", "Eastside")
    assert notes_of(room, "question-1") == ()
    assert before is None
    assert results_of(room).earlier.name == "Winter pressures"
    assert results_of(room).earlier.held_on == date(2026, 11, 23)
    assert results_of(room).earlier.profile == results_of(first).profile
    assert results_of(room).profile is None


def test_the_third_time_keeps_when_an_action_was_agreed_and_compares_with_the_second(application):
    second = application.facilitator(
        application.begin_again(read_saved(exported(a_full_room(application)), application.contents), "2", TODAY)
    )
    second.open_scoring()
    for _ in range(5):
        answer_all(second, 5)
    second.reveal()
    file = exported(second)

    third = application.facilitator(
        application.begin_again(read_saved(file, application.contents), "3", date(2028, 5, 3))
    )
    third.agree(ITEMS[0], 3, 1)
    third.reveal()

    assert actions_of(third)[0].last_time == date(2026, 11, 23)
    assert results_of(third).earlier.name == "2"
    assert json.loads(exported(opened(application, file))) == json.loads(file)
    assert json.loads(file)["earlier"]["name"] == "Winter pressures"


def test_a_partnership_is_followed_over_five_workshops_and_the_oldest_beyond_makes_room(application):
    room, held = a_full_room(application), []
    for year in range(2028, 2034):
        saved = read_saved(exported(room), application.contents)
        held.append(saved.held_on)
        key = application.begin_again(saved, f"In {year}", date(year, 5, 3))
        room = application.facilitator(key)
        room.open_scoring()
        for number in range(6):
            answer_all(room, 2 + number % 3)
        room.reveal()

    found = results_of(room)

    assert [one.held_on for one in found.history] == held[-4:]
    again = application.facilitator(application.open_saved(read_saved(exported(room), application.contents)))
    assert results_of(again).history == found.history
    assert exported(again) == exported(room)


def test_a_workshop_without_results_breaks_no_ones_history(application):
    first = read_saved(exported(a_full_room(application)), application.contents)
    second = application.facilitator(application.begin_again(first, "Spring", TODAY))
    without = read_saved(exported(second), application.contents)

    third = application.facilitator(application.begin_again(without, "Autumn", date(2027, 10, 3)))

    assert without.results is None
    assert third.report().earlier == first.to_compare


def test_state_of_an_action_can_be_changed_and_no_other_word_is_taken(application):
    room = a_full_room(application)
    [action] = actions_of(room)

    room.change_action(replace(action, state="done"))
    with pytest.raises(Exception, match=r"not part of this workshop"):
        room.change_action(replace(actions_of(room)[0], state="sometime"))

    assert actions_of(room)[0].state == "done"


def test_another_content_is_said_and_only_its_actions_go_on(application):
    file = changed(exported(a_full_room(application)), lambda tree: tree.update(content_version="garden 1"))
    saved = read_saved(file, application.contents)

    with pytest.raises(ContentNotHere):
        application.open_saved(saved)
    room = application.facilitator(application.begin_again(saved, "Next", TODAY))
    room.agree(ITEMS[0], 3, 1)
    room.reveal()

    assert [(action.what, action.way) for action in actions_of(room)] == [("Meet monthly", None)]
    assert results_of(room).earlier is None
    assert room.workshop().content_version == CONTENT.version


@pytest.fixture(scope="module")
def one_file(tmp_path_factory) -> bytes:
    """The file of a second workshop, with everything in it that a file can hold."""
    application = open_application(settings_for(migrated_sqlite(tmp_path_factory.mktemp("saved"))))
    first = read_saved(exported(a_full_room(application)), application.contents)
    room = application.facilitator(application.begin_again(first, "Spring", TODAY))
    a_participant(room).send_note("c" * 32, "question-1", "Ring first.", None)
    room.write_group_note("results", "Trust grew.", 0)
    for tap, item in enumerate(ITEMS[:3], start=1):
        room.agree(item, 3, tap)
    room.open_scoring()
    for number in range(5):
        answer_all(room, 1 + number)
    room.reveal()
    file = exported(room)
    application.store.close()
    return file


CONTENTS = {CONTENT.version: CONTENT}
FILES = Path(__file__).parent / "data" / "saved_workshops"
NOTES = (
    note_on("We share.", way="mutual-support"),
    replace(note_on("Time \x08 bell"), heading="Time", marks=2),
    note_on("Zebra", "question-2"),
    replace(note_on("hid"), hidden=True),
    note_on("Meet", "actions"),
    replace(note_on("Backed", "actions"), marks=1, pinned=True),
    note_on("\N{GRINNING FACE} \u0645\u0631\u062d\u0628\u0627", "question-3"),
)


def first_time() -> Report:
    """A workshop with scores of its own and agreed ones, and a dimension withheld."""
    value = full()
    actions = tuple(replace(action, way="mutual-support") for action in value.actions)
    found = replace(value.results, sectors_reason="not asked")
    return replace(value, workshop=replace(value.workshop, rehearsal=False), actions=actions, results=found)


def next_time() -> Report:
    """A workshop of several sectors beside an earlier one, with notes of every kind."""
    value = second_time()
    here = replace(value.workshop, rehearsal=False)
    return replace(value, workshop=here, notes=NOTES, earlier=value.results.earlier)


@pytest.mark.parametrize(("file", "report"), [("first_time.json", first_time), ("second_time.json", next_time)])
def test_a_workshop_is_saved_byte_for_byte_as_ever(file, report):
    assert json_file(report()) == (FILES / file).read_bytes()


def test_json_holds_notes_in_the_order_of_the_report_and_not_as_they_came() -> None:
    came = (
        note_on("Zebra."),
        note_on("Ants.", "question-2"),
        replace(note_on("Middle."), heading="Time"),
        note_on("Bees."),
    )
    first, other = (json.loads(json_file(report(notes=notes))) for notes in (came, came[::-1]))

    assert [said["body"] for said in first["notes"]] == ["Middle.", "Bees.", "Zebra.", "Ants."]
    assert first == other


def test_json_orders_notes_as_they_are_in_the_file_not_as_they_were_written() -> None:
    came = (note_on("\x08"), note_on("0"), replace(note_on("Shared."), marks=3))
    file = json.loads(json_file(report(notes=came)))

    assert [said["body"] for said in file["notes"]] == ["0", "Shared.", "\ufffd"]


def test_json_holds_the_workshop_and_nothing_that_names_a_person() -> None:
    hidden = replace(note_on("Hidden word."), hidden=True)
    document = json_file(replace(full(), notes=(*full().notes, hidden))).decode()

    forbidden = (
        "SECRETCODE",
        "NOTEID",
        "ACTIONID",
        "person-",
        "777123",
        "Hidden word",
        '"mine"',
        '"hidden"',
        '"id": "n',
    )
    assert [word in document for word in forbidden] == [False] * len(forbidden)


def test_json_has_its_format_and_reads_back_word_for_word() -> None:
    tree = json.loads(json_file(full()))

    keys = ["format", "format_version", "content_version", "workshop", "group_notes", "notes", "actions", "results"]
    assert list(tree) == [*keys, "earlier", "attribution"]
    assert (tree["format"], tree["format_version"]) == ("across-boundaries-workshop", 2)
    assert tree["content_version"] == CONTENT.version
    assert tree["notes"][0] == {
        "question": "question-1",
        "body": "We share a duty desk.",
        "way": "mutual-support",
        "pinned": False,
        "heading": "",
    }
    assert tree["attribution"]["copyright"] == CONTENT.questionnaire.copyright


def test_json_keeps_every_text_as_it_was_written() -> None:
    tree = json.loads(json_file(report(notes=(note_on("😀 你好\r\n\u202eend"),))))

    assert tree["notes"][0]["body"] == "😀 你好\r\n\u202eend"


def test_json_withholds_a_dimension_with_its_items() -> None:
    withheld = json.loads(json_file(full()))["results"]["individual"]["dimensions"][4]

    assert (withheld["dimension"], withheld["withheld"], withheld["mean"]) == (WITHHELD, "too few", None)
    assert [item["counts"] for item in withheld["items"]] == [[], []]


def test_json_without_reveal_has_no_results() -> None:
    assert json.loads(json_file(report()))["results"] is None


def test_a_file_saved_before_opens_with_all_that_it_holds():
    saved, report = read_saved((FILES / "second_time.json").read_bytes(), CONTENTS), next_time()

    assert saved.results == replace(report.results, earlier=None)
    assert saved.earlier == report.earlier
    assert saved.took_part == report.counts
    assert saved.minutes == {step.id: step.minutes for step in report.workshop.agenda}
    assert saved.group_notes == (GroupNote("results", "Trust first.", 0),)
    assert saved.actions == tuple(replace(action, id="", version=0) for action in report.actions)
    assert [(kept.question, kept.heading, kept.body) for kept in saved.notes] == [
        ("actions", "", "Backed"),
        ("actions", "", "Meet"),
        ("question-1", "Time", "Time \ufffd bell"),
        ("question-1", "", "We share."),
        ("question-2", "", "Zebra"),
        ("question-3", "", "\N{GRINNING FACE} \u0645\u0631\u062d\u0628\u0627"),
    ]
    assert {(kept.id, kept.marks, kept.hidden, kept.mine) for kept in saved.notes} == {("", 0, False, False)}


@pytest.mark.parametrize(("file", "report"), [("first_time", first_time), ("second_time", next_time)])
def test_a_file_of_version_1_opens_with_the_words_of_today(file, report):
    saved, today = read_saved((FILES / f"{file}_version_1.json").read_bytes(), CONTENTS), report()

    assert saved.results.profile == replace(today.results.profile, residual=None)
    assert saved.results.agreed == today.results.agreed
    assert saved.earlier == today.earlier
    assert [score.word for score in saved.results.profile.dimensions if score.word] != []


def set_in(*path: object) -> Callable[[dict], object]:
    """A change that sets the value at the end of a path to the path's last part."""
    *steps, last, value = path

    def change(tree: dict) -> None:
        node = tree
        for step in steps:
            node = node[step]
        node[last] = value

    return change


OWN = ("results", "individual")
FIRST = (*OWN, "dimensions", 0)
BAD = {
    "a newer form": (set_in("format_version", 3), "newer version"),
    "another form": (set_in("format", "something"), "not a saved workshop"),
    "an unknown key": (set_in("<b>[x](http://evil.example)</b>", 1), "something unknown does not belong there"),
    "no name": (set_in("workshop", "name", "  "), "name is empty"),
    "a long name": (set_in("workshop", "name", "x" * 201), "name is too long"),
    "a control character": (set_in("workshop", "name", "a\x00b"), "no text"),
    "half a character": (set_in("workshop", "name", "\ud800"), "no text|not JSON"),
    "a name that is a number": (set_in("workshop", "name", 7), "is not what belongs there"),
    "a group too small": (set_in("workshop", "smallest_group", 2), "too small"),
    "a day out of time": (set_in("workshop", "held_on", "9999-12-31"), "too large"),
    "a day that is none": (set_in("workshop", "held_on", "2026-02-31"), "held on"),
    "minutes out of range": (set_in("workshop", "agenda", 0, "minutes", 100_000), "too large"),
    "an unknown step": (set_in("workshop", "agenda", 1, "id", "lunch"), "step"),
    "a step twice": (set_in("workshop", "agenda", 1, "id", "welcome"), "twice"),
    "a long note": (set_in("notes", 0, "body", "x" * 10_001), "notes > 1 > body is too long"),
    "an empty note": (set_in("notes", 0, "body", " \n"), "notes > 1 > body is empty"),
    "a note on no question": (set_in("notes", 0, "question", "question-99"), "a note is on a question"),
    "an unknown way": (set_in("notes", 0, "way", "magic"), "way"),
    "an id that is none": (set_in("notes", 0, "question", "../../etc"), "not an id"),
    "too many notes": (set_in("notes", [{"question": "question-1", "body": "x", "way": None}] * 20_001), "too many"),
    "an action's unknown state": (set_in("actions", 0, "state", "sometime"), "state"),
    "an action without a what": (set_in("actions", 0, "what", ""), "what is empty"),
    "two group notes on a step": (
        set_in("group_notes", [{"step": "results", "body": "a"}] * 2),
        "two group notes",
    ),
    "a mean outside the scale": (set_in(*FIRST, "mean", 6.0), "score that its items do not give"),
    "a mean below the scale": (set_in(*FIRST, "mean", 0.5), "too small"),
    "a mean of an item that counts do not give": (set_in(*FIRST, "items", 0, "mean", 4.5), "counts do not give"),
    "counts that do not add up": (set_in(*FIRST, "items", 0, "counts", 0, 3), "add up"),
    "negative counts": (set_in(*FIRST, "items", 0, "counts", 0, -1), "too small"),
    "a huge count": (set_in(*FIRST, "items", 0, "n", 10**30), "results > individual"),
    "more answers than people": (set_in(*OWN, "respondents", 1), "more answers than people"),
    "no number": (set_in(*FIRST, "spread", math.nan), "spread"),
    "endless": (set_in(*FIRST, "spread", math.inf), "spread"),
    "a spread wider than the scale": (set_in(*FIRST, "spread", 4.5), "outside the scale"),
    "quartiles out of order": (set_in(*FIRST, "quartiles", [4.0, 3.0, 5.0]), "order"),
    "a dimension of another questionnaire": (set_in(*FIRST, "dimension", "garden"), "not those of its questionnaire"),
    "an item twice": (set_in(*FIRST, "items", 0, "item", "trust-1"), "twice"),
    "a withheld score shown": (set_in(*FIRST, "withheld", "too few"), "withheld and shown"),
    "dots out of order": (set_in(*FIRST, "own", [4.0, 3.0]), "out of order"),
    "a line of too few people": (
        set_in("results", "sectors", [{"sector": "health", "n": 2, "means": [None] * 9}]),
        "fewer people than its smallest group",
    ),
    "a score taken away": (set_in(*FIRST, "mean", None), "do not follow|fewer people than its smallest group"),
    "an agreement that is none": (set_in(*FIRST, "agreement", 0.99), "do not follow from its answers"),
    "a word that does not fit": (set_in(*FIRST, "word", "close"), "do not follow from its answers"),
    "a spread that its dots do not give": (set_in(*FIRST, "spread", 0.1), "do not follow from its answers"),
    "dots outside the scale": (set_in(*FIRST, "own", [1.0, 2.0, 3.0, 4.0, 9.0]), "outside the scale"),
    "a line of more people than answered": (
        set_in("results", "sectors", [{"sector": "health", "n": 9, "means": [3.0] * 9}]),
        "more people than answered",
    ),
    "no lines and no reason": (set_in("results", "sectors_reason", None), "reason for having none"),
    "a group smaller than said": (set_in("results", "smallest_group", 6), "fewer people than its smallest group"),
    "results of another kind": (set_in("results", []), "results is not what belongs there"),
    "an earlier one that shows too few": (set_in("earlier", "profile", "respondents", 0), "more answers than people"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_is_refused_with_what_is_wrong_and_what_to_do(one_file, name):
    change, why = BAD[name]
    read_saved(one_file, CONTENTS)

    with pytest.raises(SavedFileRefused, match=why) as caught:
        read_saved(changed(one_file, change), CONTENTS)

    assert str(caught.value).endswith((".", "since.", "saved."))
    assert "evil" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"%PDF-1.7 ...", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"format": ' + b"[" * 5000 + b"]" * 5000 + b"}", "not JSON"),
        (b'{"format_version": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[]", "not a saved workshop"),
        (b"null", "not a saved workshop"),
        (b" " * (LARGEST_FILE + 1), "larger than 20 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused(data, why):
    with pytest.raises(SavedFileRefused, match=why):
        read_saved(data, CONTENTS)


def test_a_file_cut_short_is_refused(one_file):
    with pytest.raises(SavedFileRefused, match="cut short"):
        read_saved(one_file[: len(one_file) // 2], CONTENTS)


def test_a_file_that_an_editor_saved_with_a_mark_in_front_opens(one_file):
    assert read_saved(b"\xef\xbb\xbf" + one_file, CONTENTS) == read_saved(one_file, CONTENTS)


def test_a_file_from_before_actions_had_a_state_opens(one_file):
    def as_before(tree: dict) -> None:
        del tree["earlier"]
        for action in tree["actions"]:
            del action["state"], action["last_time"]

    saved = read_saved(changed(one_file, as_before), CONTENTS)

    assert [(action.state, action.last_time) for action in saved.actions] == [("not started", None)]


@pytest.fixture(scope="module")
def lasting_application(tmp_path_factory):
    """One application for many examples."""
    application = open_application(settings_for(migrated_sqlite(tmp_path_factory.mktemp("any"))))
    yield application
    application.store.close()


ANY_TEXT = st.text(max_size=60)
LINES = st.text(max_size=20)
POINTS = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=18, max_size=18)


@examples(40, suppress_health_check=[HealthCheck.too_slow])
@given(
    notes=st.lists(ANY_TEXT.filter(str.strip), max_size=3),
    group=ANY_TEXT,
    what=ANY_TEXT.filter(lambda text: not is_blank(text)),
    who=LINES,
    answers=st.lists(POINTS, max_size=6),
)
def test_any_workshop_goes_out_and_in_and_out_the_same(lasting_application, notes, group, what, who, answers):
    room = start(lasting_application, smallest_group=3)
    writer = a_participant(room)
    for number, body in enumerate(notes):
        if not is_blank(body):
            writer.send_note(f"{number:x}{room._id[1:]}", "question-3", body, None)
    room.write_group_note("question-1", group, 0)
    room.add_action(replace(AN_ACTION, what=what, who=who))
    room.open_scoring()
    for points in answers:
        answer(a_participant(room), points)
    with nullcontext() if len(answers) >= 3 else pytest.raises(TooFewAnswers):
        room.reveal()
    file = exported(room)

    again = opened(lasting_application, file)

    assert json.loads(exported(again)) == json.loads(file)
    assert results_of(again) == results_of(room)


def test_the_migration_keeps_notes_and_their_marks(tmp_path):
    store = Store(_sqlite(f"sqlite:///{tmp_path}/store.sqlite3"))
    day = date(2026, 11, 23)
    with store.write() as connection:
        migrate(connection, "0001")
        here = {"workshop_id": "w"}
        columns = {"id": "w", "code": "AAAAAA", "key_hash": "k", "name": "n", "partnership": "", "held_on": day}
        columns |= {"delete_on": day, "content_version": "1", "agenda": [], "smallest_group": 5, "asks_sector": False}
        columns |= {"step": "welcome", "scoring": "open", "revealed": False, "revision": 1}
        connection.execute(insert(workshop).values(columns))
        connection.execute(insert(participant), [{**here, "id": name, "token_hash": name} for name in "ab"])
        a_note = {"id": "n", "participant_id": "a", "question": "question-1", "body": "Ours", "hidden": False}
        connection.execute(insert(note).values(**here, **a_note, position=1))
        connection.execute(insert(mark).values(**here, note_id="n", participant_id="b"))
    with store.write() as connection:
        migrate(connection)

    with store.read() as connection:
        [kept] = notes.read(connection, "w")
    assert (kept.body, kept.marks) == ("Ours", 1)
    store.close()

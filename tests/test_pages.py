"""The facilitator's pages, run by Streamlit's own test runner: what they show, to whom, and what they keep."""

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from people import (
    CONTENT,
    ITEMS,
    a_participant,
    a_plan,
    actions_of,
    agreed_of,
    answer_all,
    group_note_of,
)
from stages import told
from streamlit.testing.v1 import AppTest

from across.archive.reading import read_saved
from across.archive.writing import json_file
from across.documents.edition import NOTES, PARTS
from across.room.application import the_application
from across.screen.deleted import ANSWERS_GONE, ANSWERS_STILL, GONE, STILL
from across.store import tables
from across.workshop.values import Action
from pages import picture, press, screen, texts

TOP = Path(__file__).parent.parent
STEPS = ["welcome", *[f"question-{n}" for n in range(1, 6)], "questionnaire", "results", "actions", "close"]
OWN_VIEW = "pages/facilitator.py"
PAGES = [
    path.relative_to(TOP).as_posix()
    for path in sorted((TOP / "pages").glob("*.py"))
    if path.stem not in ("home", "question")
]


@pytest.fixture
def workshop(here):
    """A started workshop: its room and its facilitator key."""
    _, key = here.start(a_plan())
    return here.facilitator(key), key


@pytest.mark.usefixtures("here")
def test_home_offers_to_join_and_to_start():
    home = screen()

    assert home.title[0].value == "Across Boundaries"
    assert {field.label for field in home.text_input} == {"Join code", "Workshop name", "Partnership"}
    assert {"Join", "Start workshop"} <= {button.label for button in home.button}


def test_nothing_is_typed_or_pressed_before_the_script_that_keeps_it_has_come():
    drawn = [path for path in (TOP / "across/screen").iterdir() if path.suffix in (".html", ".py")]
    controls = [
        tag for path in drawn for tag in re.findall("<(?:button|input|select|textarea)[^>]*>", path.read_text())
    ]

    assert len(controls) > 3
    assert [tag for tag in controls if not re.search(r"\bdisabled\b", tag)] == []


@pytest.mark.usefixtures("here")
def test_workshop_without_a_name_is_not_started_and_says_why():
    home = press(screen(), "Start workshop")

    assert [error.value for error in home.error] == ["Give the workshop a name, then start it."]


def test_starting_keeps_name_date_steps_and_minutes(here):
    home = screen()
    home.text_input[1].set_value("Winter pressures")
    home.text_input[2].set_value("Eastside")
    home.checkbox(key="takes-question-3").uncheck()
    home.number_input(key="plans-question-1").set_value(20)

    press(home, "Start workshop")

    workshop = here.facilitator(home.session_state["facilitator key"]).workshop()
    minutes = {step.id: step.minutes for step in workshop.agenda}
    assert (workshop.name, workshop.partnership) == ("Winter pressures", "Eastside")
    assert "question-3" not in minutes
    assert minutes["question-1"] == 20


@pytest.mark.usefixtures("here")
def test_unknown_join_code_says_what_to_do():
    home = screen()
    home.text_input[0].set_value("nosuch")

    press(home, "Join")

    assert "Check the code on the big screen" in home.error[0].value


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("page", PAGES)
def test_stranger_is_sent_to_the_start_page(page):
    run = screen(page=page)

    assert run.title[0].value == "Across Boundaries"
    assert "belongs to a workshop" in run.info[0].value


@pytest.mark.usefixtures("workshop")
@pytest.mark.parametrize("page", PAGES)
def test_wrong_key_is_a_stranger(page):
    run = screen("not the key", page)

    assert run.title[0].value == "Across Boundaries"


@pytest.mark.parametrize("page", PAGES)
def test_page_drawn_without_the_entry_script_shows_nothing_of_the_workshop(workshop, page):
    _, key = workshop
    run = AppTest.from_file(str(TOP / page), default_timeout=120)
    run.session_state["facilitator key"] = key

    run.run()

    assert "Winter pressures" not in texts(run)
    assert not run.button


@pytest.mark.parametrize("step", STEPS)
def test_each_step_stands_under_the_picture_and_moves_nobody_by_being_drawn(workshop, step):
    room, key = workshop
    revision = room.workshop().revision

    run = screen(key, f"pages/{step.replace('-', '_')}.py")

    title = {planned.id: planned.title for planned in room.workshop().agenda}[step]
    drawn = {"code": room.code, "page": step, "drawn": step, "title": title, "role": "stage"}
    assert picture(run) == drawn
    assert (room.workshop().step, room.workshop().revision) == ("welcome", revision)


def test_next_and_back_walk_the_agenda_without_the_steps_left_out(here):
    _, key = here.start(a_plan(minutes={"question-2": 5}))
    run = screen(key, OWN_VIEW)

    steps = [run.header[0].value]
    for label in ("Next: Question 2", "Next: Close", "Back: Question 2"):
        press(run, label)
        steps.append(run.header[0].value)

    assert steps == [f"Everyone is at {title}" for title in ("Welcome", "Question 2", "Close", "Question 2")]
    assert picture(run)["drawn"] == here.facilitator(key).workshop().step == "question-2"


def test_room_moved_from_elsewhere_takes_the_facilitators_view_along(workshop):
    room, key = workshop
    a_participant(room).send_note("a" * 32, "question-4", "Of question 4", None)
    run = screen(key, OWN_VIEW)

    room.move_to("question-4")
    run.run()

    assert run.header[0].value == "Everyone is at Question 4"
    assert "Of question 4" in [text.value for text in run.text]


def test_going_back_to_a_workshop_opens_the_step_that_everyone_is_at(workshop):
    room, key = workshop
    room.move_to("question-4")

    run = press(screen(key), "Back to it")

    assert (picture(run)["page"], room.workshop().step) == ("question-4", "question-4")


def test_welcome_shows_code_address_and_who_joined_and_never_the_key(here, workshop):
    room, key = workshop
    a_participant(room)

    told_now = told(here, room.code, key)
    pages = [screen(key, page) for page in ("pages/welcome.py", "pages/present.py", OWN_VIEW)]

    shown = told_now.json["workshop"]
    assert (shown["code"], shown["address"]) == (room.code, "https://workshop.example.org")
    assert told_now.json["counts"]["joined"] == 1
    assert not [run for run in pages if key in texts(run) + str(run.main)]
    assert key not in told_now.text


def test_every_question_is_told_word_for_word(here, workshop):
    room, key = workshop
    for question in CONTENT.questions.questions:
        room.move_to(question.id)

        assert told(here, room.code, key).json["texts"]["question"]["whole"] == question.text


def test_note_is_shown_as_text_and_hidden_beside_the_picture(workshop):
    room, key = workshop
    room.move_to("question-1")
    a_participant(room).send_note("a" * 32, "question-1", "# *Not* <b>markup</b> :red[x]", None)
    run = screen(key, OWN_VIEW)

    shown = [text.value for text in run.text]
    press(run, "Hide :small[note 1]")
    hidden = room.report().notes
    press(run, "Show again :small[note 1]")

    assert "# *Not* <b>markup</b> :red[x]" in shown
    assert not any("markup" in part.value for part in [*run.markdown, *run.title, *run.header])
    assert hidden == ()
    assert len(room.report().notes) == 1


def test_workshop_name_is_told_as_it_was_written_and_made_markup_of_nowhere(here):
    code, key = here.start(a_plan(name="# <script>alert(1)</script> **bold**"))

    runs = [screen(key), screen(key, "pages/welcome.py"), screen(key, OWN_VIEW)]

    assert told(here, code, key).json["workshop"]["name"] == "# <script>alert(1)</script> **bold**"
    marked_up = [part.value for run in runs for part in [*run.markdown, *run.title, *run.header]]
    assert not [text for text in marked_up if "<script" in text or "alert(1)" in text]


def test_the_way_of_showing_results_can_be_chosen_until_scoring_opens(workshop):
    room, key = workshop
    run = screen(key, OWN_VIEW)
    next(radio for radio in run.radio if radio.label == "Results").set_value("live").run()

    assert room.workshop().results_mode == "live"

    room.open_scoring()
    assert "Results" not in [radio.label for radio in screen(key, OWN_VIEW).radio]


def test_scoring_is_closed_for_good_beside_the_picture(workshop):
    room, key = workshop
    room.open_scoring()

    run = screen(key, OWN_VIEW)
    run.session_state["finishing"] = True
    run.run()
    assert "There is no way back." in texts(run)
    press(run, "Close scoring for good")

    assert room.workshop().scoring == "finished"
    assert "Scoring is closed for good." in texts(run)
    assert ANSWERS_STILL in texts(run)
    assert "Close scoring for good" not in {button.label for button in run.button}

    assert the_application().erase()
    assert ANSWERS_GONE["sqlite"] in texts(screen(key, OWN_VIEW))


def test_facilitators_view_says_that_what_has_been_shown_stays_when_scoring_is_opened_again(workshop):
    room, key = workshop
    said = "Results that have been shown stay as they were."
    room.open_scoring()
    before = texts(screen(key, OWN_VIEW))
    for _ in range(5):
        answer_all(room, 4)
    room.reveal()

    assert said not in before
    assert said in texts(screen(key, OWN_VIEW))


def test_questionnaire_tells_counts_and_copyright_and_no_answer(here, workshop):
    room, key = workshop
    other, its_key = here.start(a_plan())
    second = here.facilitator(its_key)
    for around, point in ((room, 5), (second, 1)):
        around.move_to("questionnaire")
        around.open_scoring()
        answer_all(around, point)
        a_participant(around)

    shown, otherwise = told(here, room.code, key).json, told(here, other, its_key).json

    assert shown["counts"] == {"joined": 2, "started": 1, "finished": 1, "on_paper": 0}
    assert "This tool is copyrighted (Michael West and AffinaOD)." in shown["texts"]["copyright"]
    own = {"version", "workshop", "now"}
    assert {name for name in shown if shown[name] != otherwise[name]} <= own, "told the same, whatever people answered"


def test_scoring_together_keeps_each_choice(workshop):
    room, key = workshop
    run = screen(key, "pages/score_together.py")

    run.radio(key="agreed-trust-1").set_value(4).run()
    run.radio(key="agreed-trust-2").set_value(0).run()

    assert agreed_of(room)[0].points == {"trust-1": 4, "trust-2": None}
    assert "2 of 18 answered" in texts(run)
    assert screen(key, "pages/score_together.py").radio(key="agreed-trust-1").value == 4


def test_a_choice_made_together_counts_whatever_was_settled_elsewhere_meanwhile(workshop):
    room, key = workshop
    run = screen(key, "pages/score_together.py")
    for point in (1, 2, 3):
        room.settle("trust-1", point)

    run.radio(key="agreed-trust-1").set_value(5).run()

    assert agreed_of(room)[0].points == {"trust-1": 5}


def test_every_number_stands_beside_the_picture_once_results_are_revealed(workshop):
    room, key = workshop
    room.open_scoring()
    for _ in range(5):
        answer_all(room, 4)
    room.move_to("results")

    hidden = screen(key, "pages/facilitator.py")
    room.reveal()
    shown = screen(key, "pages/facilitator.py")

    assert (len(hidden.table), "4.0" in texts(hidden)) == (0, False)
    assert shown.table[0].value.astype(str).to_string().count("4.0") == 9


@pytest.fixture
def divided(workshop):
    """A workshop, and its key, whose revealed results show two camps in one dimension."""
    room, key = workshop
    room.open_scoring()
    for point in (1, 1, 1, 1, 5, 5, 5, 5):
        answer_all(room, point, ITEMS[:2])
    room.reveal()
    return room, key


def test_the_counts_of_each_item_stand_beside_the_picture(divided):
    room, key = divided
    room.move_to("results")

    items = screen(key, "pages/facilitator.py").table[1].value

    assert list(items["1"]) == ["4", "4"]
    assert list(items["5"]) == ["4", "4"]


def test_a_proposal_is_the_beginning_of_an_action(workshop):
    room, key = workshop
    room.move_to("actions")
    a_participant(room).send_note("e" * 32, "actions", "Meet\nmonthly :red[now]", "mutual-support")
    run = screen(key, OWN_VIEW)
    assert "1 proposal" in texts(run)

    run.button(key=f"take-up-{'e' * 32}").click().run()

    assert run.text_input(key=f"proposal-{'e' * 32}-what").value == "Meet monthly :red[now]"
    assert run.selectbox(key=f"proposal-{'e' * 32}-way").value == "mutual-support"


def test_results_name_their_source(workshop):
    room, key = workshop
    for tap, item in enumerate(ITEMS, start=1):
        room.agree(item, 3, tap)
    room.reveal()
    room.move_to("results")

    shown = texts(screen(key, "pages/facilitator.py"))

    assert "This tool is copyrighted (Michael West and AffinaOD)." in shown
    assert "not a diagnosis" in shown


def test_action_is_added_and_shown_as_text(workshop):
    room, key = workshop
    room.move_to("actions")
    run = screen(key, OWN_VIEW)
    run.text_input(key="new-0-what").set_value("Meet *monthly*")
    run.text_input(key="new-0-who").set_value("Ann")

    press(run, "Add action")

    assert [(action.what, action.who) for action in actions_of(room)] == [("Meet *monthly*", "Ann")]
    assert "Meet *monthly*" in [text.value for text in run.text]
    assert run.text_input(key="new-1-what").value == ""


def test_action_without_a_what_is_not_added_and_says_why(workshop):
    room, key = workshop
    room.move_to("actions")
    run = screen(key, OWN_VIEW)

    press(run, "Add action")

    assert actions_of(room) == ()
    assert "Say what will be done" in run.error[0].value


def test_close_lists_resources_and_downloads(workshop):
    _, key = workshop

    run = screen(key, OWN_VIEW)

    shown = texts(run)
    assert all(site.title in shown for site in CONTENT.resources.websites)
    assert all(video.duration in shown for video in CONTENT.resources.videos)
    assert {
        "Download report (PDF)",
        "Download notes (Word)",
        "Download scores (CSV)",
        "Download scores (Excel)",
        "Download workshop (JSON)",
    } <= {button.label for button in run.get("download_button")}


def test_close_takes_choices_for_the_report_and_shows_how_its_pages_look(workshop):
    _, key = workshop
    run = screen(key, OWN_VIEW)

    names = [box.label for box in run.checkbox]
    unticked = next(box for box in run.checkbox if box.label == "Results").uncheck().run()
    items = next(box for box in unticked.checkbox if box.label == "Answers to each item")
    press(unticked, "Preview the report")

    assert names == [*PARTS.values(), NOTES]
    assert items.disabled
    assert not run.exception
    pictures = [image.proto.imgs[0] for image in run.get("image")]
    captions = [image.caption for image in pictures if not image.alt.startswith("QR code")]
    assert captions == [f"Page {number} of {len(captions)}" for number in range(1, len(captions) + 1)]
    assert captions


def test_close_says_in_words_why_there_is_no_preview(workshop, monkeypatch):
    _, key = workshop
    run = screen(key, OWN_VIEW)
    monkeypatch.setattr(sys, "executable", "/bin/false")

    press(run, "Preview the report")

    assert "The PDF could not be made this time. Nothing is lost" in texts(run)


def test_questionnaire_can_be_printed_before_people_come(workshop):
    _, key = workshop

    run = screen(key, OWN_VIEW)

    assert [button.label for button in run.get("download_button") if "Print" in button.label] == [
        "Print a blank questionnaire (PDF)",
        "Print a discussion sheet (PDF)",
    ]


@pytest.mark.parametrize("page", [OWN_VIEW, "pages/questionnaire.py", "pages/close.py"])
def test_no_page_of_a_workshop_is_drawn_once_its_time_is_over(here, workshop, page):
    _, key = workshop
    with here.store.write() as connection:
        connection.execute(tables.workshop.update().values(ends_at=int(here.calendar()) - 1))

    run = screen(key, page)

    assert run.title[0].value == "Across Boundaries"
    assert "Winter pressures" not in texts(run)


def test_that_nothing_is_left_is_said_once_it_is_true(here, workshop):
    room, key = workshop
    room.move_to("close")
    run = press(press(screen(key, OWN_VIEW), "Delete workshop"), "Delete for good")
    before = texts(run)

    assert here.erase()
    after = texts(run.run())

    assert STILL in before
    assert GONE["sqlite"] not in before
    assert GONE["sqlite"] in after
    assert GONE["sqlite"] not in texts(run.run())


def test_deleting_asks_once_more(workshop):
    room, key = workshop
    room.move_to("close")
    run = screen(key, OWN_VIEW)

    press(run, "Delete workshop")
    still_there = room.workshop().name
    press(run, "Delete for good")

    assert still_there == "Winter pressures"
    assert run.title[0].value == "Across Boundaries"


def upload(run: AppTest, file: bytes) -> AppTest:
    """Open a saved workshop on the start page."""
    [uploader] = run.file_uploader
    assert uploader.label == "Open a saved workshop"
    return uploader.upload("workshop.json", file, "application/json").run()


def test_saved_workshop_is_shown_as_text_and_gone_on_with(here, workshop):
    here_first, _ = workshop
    here_first.write_group_note("question-1", "Ours", 0)
    run = upload(screen(), json_file(here_first.report()))

    shown = texts(run)
    press(run, "Go on with this workshop")

    opened = here.facilitator(run.session_state["facilitator key"])
    assert "Winter pressures · Eastside · 23 November 2026" in shown
    assert "No results: they had not been revealed." in shown
    assert opened.code != here_first.code
    assert group_note_of(opened, "question-1").body == "Ours"


def test_saved_workshop_is_read_once_however_often_the_page_is_drawn(here, workshop, monkeypatch):
    room, _ = workshop
    run = upload(screen(), json_file(room.report()))
    with monkeypatch.context() as nothing_to_read_it_with:
        nothing_to_read_it_with.setattr(sys, "executable", "/no/python")
        run.run().run()
        shown = texts(run)
        press(run, "Go on with this workshop")

    assert "Winter pressures · Eastside · 23 November 2026" in shown
    assert "could not be read just now. Nothing was changed." in run.error[0].value
    press(run, "Go on with this workshop")
    assert here.facilitator(run.session_state["facilitator key"]).code != room.code


def test_saved_workshop_of_other_content_says_why_and_can_be_read_and_followed(here, workshop):
    room, _ = workshop
    a_participant(room).send_note("a" * 32, "question-1", "# Still *here*", None)
    file = json_file(room.report()).replace(CONTENT.version.encode(), b"another 7")

    run = upload(screen(), file)
    buttons = {button.label for button in run.button}
    press(run, "Start the next workshop")

    shown = texts(run)
    assert "say nothing about each other" in run.warning[0].value
    assert "The file was made with: another 7" in shown
    assert f"Here there is: {CONTENT.version}" in shown
    assert "# Still *here*" in [text.value for text in run.text]
    assert "Go on with this workshop" not in buttons
    assert here.facilitator(run.session_state["facilitator key"]).content == CONTENT


@pytest.mark.usefixtures("here")
def test_file_that_is_no_workshop_is_refused_and_let_go():
    run = upload(screen(), b"{")

    assert "not JSON" in run.error[0].value
    assert run.file_uploader[0].value is None


def test_action_from_last_time_says_so_and_how_far_it_is(here, workshop):
    first, _ = workshop
    first.add_action(Action("", "Meet monthly", "Ann", "June", None, "Alone", 0))
    key = here.begin_again(read_saved(json_file(first.report()), here.contents), "Spring", date(2027, 5, 3))
    room = here.facilitator(key)
    room.change_action(replace(actions_of(room)[0], state="under way"))
    room.move_to("actions")

    run = screen(key, OWN_VIEW)

    assert "From 23 November 2026" in texts(run)
    assert any("State: Under way" in text.value for text in run.text)

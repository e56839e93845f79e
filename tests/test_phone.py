"""The participants' pages over real HTTP: joining, notes, answers, following, and who may do what."""

import html
import http.client
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import uvicorn
from people import a_participant, counts_of, notes_of
from phones import ITEM, Answer, Phone, Server, served_in, start
from starlette.applications import Starlette

from across.room.application import MOST_FAILED_ATTEMPTS, open_application
from across.room.facilitator import Facilitator
from across.settings import Settings
from across.web.participant.page import time_left
from across.web.participant.routes import routes
from across.web.participant.static_files import FOLDER, MINIFIERS, SCRIPT, static_file
from across.workshop.values import LONGEST_TEXT, Action, Edition, Plan, Timer

PAGE_LIMIT = 30_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served_in(tmp_path) as running:
        yield running


@pytest.fixture
def phone(server: Server) -> Phone:
    return Phone(server.port)


@pytest.fixture
def room(server: Server) -> Facilitator:
    return start(server.application)


def a_note_of_another(room: Facilitator, text: str, question: str = "question-1") -> str:
    """Somebody else's note; returns its id."""
    note_id = secrets.token_hex(16)
    a_participant(room).send_note(note_id, question, text, None)
    return note_id


def text_of(page: Answer) -> str:
    """What a page says, without its tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def scoring_opened(room: Facilitator) -> Facilitator:
    room.move_to("questionnaire")
    room.open_scoring()
    return room


def hidden_field(page: Answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1)


# Joining


def test_an_unknown_code_is_not_found_and_says_what_to_do(phone):
    answer = phone.get("/join/NOSUCH")

    assert answer.status == 404
    assert "Check the code on the big screen" in answer.text
    assert "Join code" in answer.text


def test_too_many_unknown_codes_are_refused_for_a_while(phone):
    statuses = [phone.get(f"/join/WRONG{number}").status for number in range(MOST_FAILED_ATTEMPTS + 1)]

    assert statuses == [404] * MOST_FAILED_ATTEMPTS + [429]
    assert phone.get("/join/WRONG").headers["Retry-After"] == "60"


def test_guessing_with_forged_cookies_is_limited_too(phone):
    token = "x" * 43
    guesses = [
        {"Cookie": f"across_at=GUESS{number}; across_participant_GUESS{number}={token}"}
        for number in range(MOST_FAILED_ATTEMPTS + 1)
    ]
    statuses = [phone.ask("GET", "/take-part/state", headers=guess).status for guess in guesses]

    assert statuses == [404] * MOST_FAILED_ATTEMPTS + [429]


def test_a_person_who_takes_part_is_not_locked_out_by_the_wrong_codes_of_a_neighbour(server, room, phone):
    phone.joined(room.code)
    for number in range(MOST_FAILED_ATTEMPTS + 1):
        Phone(server.port).get(f"/join/WRONG{number}")

    assert phone.get("/take-part").status == 200


def test_lower_case_spaces_dashes_and_a_pasted_link_are_forgiven(room, phone):
    written = f"{room.code[:3].lower()} - {room.code[3:]}"
    typed = phone.get("/join?" + urlencode({"code": written}))
    pasted = phone.get("/join?" + urlencode({"code": f"https://workshop.example.org/join/{room.code}"}))

    assert typed.status == 303
    assert typed.headers["Location"] == f"/join/{room.code}"
    assert pasted.headers["Location"] == f"/join/{room.code}"
    assert phone.get(f"/join/{room.code.lower()}").headers["Location"] == "/take-part"


def test_a_link_preview_is_not_counted(server, room):
    preview = Phone(server.port)
    preview.get(f"/join/{room.code}")
    preview.ask("HEAD", f"/join/{room.code}")
    preview.ask("HEAD", "/take-part")

    assert counts_of(room).joined == 0


def test_the_same_phone_is_counted_once_however_often_it_joins(room, phone):
    phone.joined(room.code)
    cookies = dict(phone.cookies)
    phone.joined(room.code)

    assert phone.cookies == cookies
    assert counts_of(room).joined == 1


def test_the_cookies_are_out_of_reach_of_scripts_and_last_until_the_workshop_is_deleted(room, phone):
    lines = phone.get(f"/join/{room.code}").headers.get_all("Set-Cookie")
    days = (room.workshop().delete_on - datetime.now(UTC).date()).days + 1

    assert len(lines) == 2
    for line in lines:
        assert "HttpOnly" in line
        assert "SameSite=lax" in line
        assert "Path=/" in line
        assert f"Max-Age={days * 86400}" in line
        assert "Secure" not in line


def test_the_cookies_are_secure_where_the_public_address_is(tmp_path):
    settings = Settings(f"sqlite:///{tmp_path}/s.sqlite3", "https://workshop.example.org", retention_days=90, port=0)
    application = open_application(settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(Starlette(routes=routes(lambda: application)), log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        answer = Phone(listener.getsockname()[1]).get(f"/join/{start(application).code}")
        running.should_exit = True
        thread.join()
    application.store.close()

    assert all("Secure" in line for line in answer.headers.get_all("Set-Cookie"))


def test_a_phone_without_a_cookie_is_asked_for_the_code(phone):
    answer = phone.get("/take-part")

    assert answer.status == 303
    assert answer.headers["Location"] == "/join"
    assert "Join code" in phone.get("/join").text


# Answers


def test_a_tap_is_saved_and_read_back(room, phone):
    phone.joined(scoring_opened(room).code)
    answer = phone.tap("4", 1)
    page = phone.get("/take-part?dimension=7").text

    assert (answer.status, answer.json) == (200, {"saved": True})
    assert 'name="trust-1" value="4" checked' in page
    assert "1 of 18 answered" in page


def test_dont_know_counts_as_an_answer(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("dont-know", 1)

    assert 'name="trust-1" value="dont-know" checked' in phone.get("/take-part?dimension=7").text


def test_an_older_tap_does_not_overwrite_a_newer_one(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("5", 8)
    late = phone.tap("1", 7)

    assert late.json == {"saved": True}
    assert 'name="trust-1" value="5" checked' in phone.get("/take-part?dimension=7").text


def test_a_tap_after_closing_is_refused_and_earlier_answers_are_kept(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("2", 1)
    room.close_scoring()
    late = phone.tap("5", 2)

    assert late.status == 409
    assert late.json["final"] is True
    assert "Answers saved earlier are kept" in late.json["why"]
    room.open_scoring()
    assert 'name="trust-1" value="2" checked' in phone.get("/take-part?dimension=7").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "no-such-item", "point": "3", "tap": "1"},
        {"item": ITEM, "point": "6", "tap": "1"},
        {"item": ITEM, "point": "", "tap": "1"},
        {"item": ITEM, "point": "3", "tap": "-1"},
        {"item": ITEM, "point": "3", "tap": "9" * 40},
        {"dimension": "10"},
    ],
)
def test_an_answer_that_cannot_be_is_refused(room, phone, wrong):
    phone.joined(scoring_opened(room).code)
    answer = phone.send("/take-part/response", **wrong)

    assert answer.status == 422
    assert answer.json["saved"] is False


def test_the_page_carries_the_number_of_the_latest_tap(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("3", 41)
    page = phone.get("/take-part").text

    assert '"tap":41' in page


def test_without_javascript_a_dimension_is_saved_and_the_next_one_shown(room, phone):
    phone.joined(scoring_opened(room).code)
    form = {"code": room.code, "dimension": "7", "trust-1": "4", "trust-2": "dont-know"}
    saved = phone.ask("POST", "/take-part/response", form)
    page = phone.get(saved.headers["Location"]).text

    assert saved.status == 303
    assert "Dimension 8 of 9" in page
    assert "2 of 18 answered" in page
    assert ">Saved<" in page


def test_without_javascript_an_answer_can_be_changed(room, phone):
    phone.joined(scoring_opened(room).code)
    for point in ("4", "1"):
        phone.ask("POST", "/take-part/response", {"dimension": "7", "trust-1": point})

    assert 'name="trust-1" value="1" checked' in phone.get("/take-part?dimension=7").text


def test_the_last_dimension_leads_to_thanks_with_what_is_left(room, phone):
    phone.joined(scoring_opened(room).code)
    last = phone.ask("POST", "/take-part/response", {"dimension": "9", "compassion-1": "4", "compassion-2": "4"})
    page = phone.get(last.headers["Location"]).text

    assert "16 left to answer" in page
    assert re.search(r'dimension=1"[^>]*>Shared vision and values</a>', page)


def test_without_javascript_the_sector_is_saved_and_may_be_left_open(room, phone):
    phone.joined(scoring_opened(room).code)
    first = phone.get("/take-part").text
    skipped = phone.ask("POST", "/take-part/sector", {})
    saved = phone.ask("POST", "/take-part/sector", {"sector": "third-sector"})

    assert "Your sector" in first
    assert (skipped.status, saved.status) == (303, 303)
    assert "dimension=1" in saved.headers["Location"]
    assert 'value="third-sector" checked' in phone.get("/take-part?dimension=sector").text


def test_a_sector_nobody_asked_for_is_refused(server, phone):
    room = scoring_opened(start(server.application, asks_sector=False))
    phone.joined(room.code)

    assert phone.send("/take-part/sector", sector="health").status == 422


# Who has not finished


def gone_on(room: Facilitator) -> Facilitator:
    room.move_to("results")
    return room


def test_who_has_begun_and_not_finished_comes_back_to_the_questionnaire_and_is_told_what_is_missing(
    server, room, phone
):
    phone.joined(scoring_opened(room).code)
    items = [item.id for item in server.application.content.questionnaire.items]
    for number, item in enumerate(items[:15], start=1):
        phone.tap("3", number, item)
    gone_on(room)
    page = phone.get("/take-part")

    assert ">Questionnaire</h1>" in page.text
    assert "The group has gone on to Results ." in text_of(page)
    assert "3 left to answer: Innovation Compassion" in text_of(page)
    assert ">Results</h1>" in phone.get("/take-part?step=results").text


def test_the_group_is_followed_by_who_has_finished_who_has_not_begun_and_everybody_once_scoring_is_closed(server, room):
    scoring_opened(room)
    items = [item.id for item in server.application.content.questionnaire.items]
    finished, idle, begun = (Phone(server.port).joined(room.code) for _ in range(3))
    for number, item in enumerate(items, start=1):
        finished.tap("3", number, item)
    begun.tap("3", 1)
    gone_on(room)
    open_still = [">Results</h1>" in phone.get("/take-part").text for phone in (finished, idle, begun)]
    room.close_scoring()

    assert open_still == [True, True, False]
    assert ">Results</h1>" in begun.get("/take-part").text


def test_the_part_alone_follows_the_group_unless_it_is_asked_to_stay(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("3", 1)
    gone_on(room)

    assert ">Results</h1>" in phone.get("/take-part/part").text
    assert 'id="late"' in phone.get("/take-part/part?step=questionnaire").text


def test_who_has_not_finished_does_not_go_back_where_the_group_has_not_come_to_the_questionnaire_yet(room, phone):
    phone.joined(scoring_opened(room).code)
    phone.tap("3", 1)
    room.move_to("question-2")

    assert ">Question 2</h1>" in phone.get("/take-part").text


# The questionnaire's page


def test_before_the_first_item_two_sentences_are_said_and_the_rest_is_one_tap_away(server, phone):
    room = scoring_opened(start(server.application, asks_sector=False))
    phone.joined(room.code)
    page = phone.get("/take-part").text
    first_item = page.index("<legend>")
    folded = re.search(r"<details><summary>About[^<]*</summary>(.*?)</details>", page[:first_item], re.DOTALL)
    seen = text_of(Answer(200, http.client.HTTPMessage(), page[page.index("<h1") : first_item].replace(folded[0], "")))

    assert seen.endswith("Dimension 1 of 9")
    assert "Your answers are anonymous. You can change them until scoring closes." in seen
    assert len(seen) < 200
    assert "choice of Across Boundaries" in folded[1]


def test_every_dimension_shows_its_items_word_for_word_as_radio_groups(server, room, phone):
    phone.joined(scoring_opened(room).code)
    for number, dimension in enumerate(server.application.content.questionnaire.dimensions, start=1):
        page = phone.get(f"/take-part?dimension={number}").text.replace("&#39;", "'")
        assert f"Dimension {number} of 9" in page
        for item in dimension.items:
            assert f"<legend>{item.text}</legend>" in page
            values = re.findall(rf'name="{item.id}" value="([^"]+)"', page)
            assert values == ["1", "2", "3", "4", "5", "dont-know"]


@pytest.mark.parametrize("scoring", ["not open", "open", "closed", "finished"])
def test_the_copyright_line_and_its_link_stand_on_every_page_of_the_questionnaire(server, room, phone, scoring):
    phone.joined(room.code)
    room.move_to("questionnaire")
    if scoring != "not open":
        room.open_scoring()
    if scoring == "closed":
        room.close_scoring()
    if scoring == "finished":
        room.finish_scoring()
    page = phone.get("/take-part").text

    assert server.application.content.questionnaire.copyright in page
    assert 'href="https://www.affinaod.com/"' in page


def test_before_scoring_opens_the_page_says_so_and_asks_nothing(room, phone):
    phone.joined(room.code)
    room.move_to("questionnaire")
    page = phone.get("/take-part").text

    assert "Scoring has not opened yet" in page
    assert "choice of Across Boundaries" in page
    assert "<input" not in page


# Notes


def test_a_note_sent_twice_is_kept_once(room, phone):
    phone.joined(room.code)
    note = {"id": "a" * 32, "question": "question-1", "text": "We trust each other.", "way": "mutual-support"}
    answers = [phone.send("/take-part/note", **note).json for _ in range(2)]
    (kept,) = notes_of(room, "question-1")

    assert answers == [{"saved": True}] * 2
    assert (kept.body, kept.way) == ("We trust each other.", "mutual-support")


def test_what_people_write_is_shown_as_text_and_nothing_else(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    phone.send(
        "/take-part/note", id="b" * 32, question="question-1", text="<script>alert(1)</script>\n# **Loud**", way=""
    )
    page = phone.get("/take-part").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n# **Loud**" in page
    assert "<strong>" not in page


def test_without_javascript_a_note_is_saved_and_shown(room, phone):
    phone.joined(room.code)
    room.move_to("question-2")
    page = phone.get("/take-part")
    form = {name: hidden_field(page, name) for name in ("code", "question", "id")} | {"text": "Start small.", "way": ""}
    sent = phone.ask("POST", "/take-part/note", form)
    phone.ask("POST", "/take-part/note", form)
    after = phone.get(sent.headers["Location"]).text

    assert sent.status == 303
    assert ">Saved<" in after
    assert after.count("Start small.") == 1


def test_without_javascript_a_refused_note_keeps_the_text_that_was_typed(room, phone):
    phone.joined(room.code)
    form = {"question": "question-1", "text": "<b>" + "é" * LONGEST_TEXT, "way": "mutual-support"}
    answer = phone.ask("POST", "/take-part/note", form)

    assert answer.status == 413
    assert "too long" in answer.text
    assert "&lt;b&gt;" + "é" * LONGEST_TEXT in answer.text
    assert 'value="mutual-support" selected' in answer.text


def test_a_note_of_full_length_in_any_script_is_kept(room, phone):
    phone.joined(room.code)
    answer = phone.send("/take-part/note", id="c" * 32, question="question-1", text="語" * LONGEST_TEXT, way="")

    assert answer.json == {"saved": True}


def test_a_body_that_is_too_large_is_refused(room, phone):
    phone.joined(room.code)
    answer = phone.send("/take-part/note", id="d" * 32, question="question-1", text="x" * 200_000)

    assert answer.status == 413
    assert answer.json["final"] is True
    assert notes_of(room, "question-1") == ()


def test_people_see_their_own_notes_only(server, room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    phone.send("/take-part/note", id="e" * 32, question="question-1", text="Mine alone", way="")

    assert "Mine alone" in phone.get("/take-part").text
    assert "Mine alone" not in Phone(server.port).joined(room.code).get("/take-part").text


# Marks on the notes of others


def test_the_question_page_says_how_many_notes_of_others_there_are_and_leaves_them_out(room, phone):
    phone.joined(room.code)
    for number in range(3):
        a_note_of_another(room, f"Note {number}")
    room.move_to("question-1")
    page = phone.get("/take-part")

    assert "Notes from others ( 3 )" in text_of(page)
    assert "Note 0" not in page.text


def test_the_list_shows_visible_notes_of_others_as_text_and_not_ones_own(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    a_note_of_another(room, "<b>Lunch</b> with *others*")
    a_note_of_another(room, "On another question", "question-2")
    hidden = a_note_of_another(room, "To be hidden")
    room.hide_note(hidden, hidden=True)
    phone.send("/take-part/note", id="f" * 32, question="question-1", text="My own", way="")
    answer = phone.get("/take-part/others?step=question-1")

    assert re.findall(r'class="text"[^>]*>([^<]*)<', answer.text) == ["&lt;b&gt;Lunch&lt;/b&gt; with *others*"]
    assert 'data-count="1"' in answer.text
    assert "<html" not in answer.text


def test_a_mark_is_kept_once_however_often_it_is_sent_and_can_be_taken_back(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    note = a_note_of_another(room, "Lunch")
    marks = []
    for marked in ("1", "1", "0", "0", "1"):
        assert phone.send("/take-part/mark", note=note, marked=marked).json == {"saved": True}
        marks.append(notes_of(room, "question-1")[0].marks)

    assert marks == [1, 1, 0, 0, 1]


def test_the_list_says_what_is_marked_and_by_how_many_others(server, room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    note = a_note_of_another(room, "Lunch")
    before = phone.get("/take-part/others?step=question-1").text
    for other in (Phone(server.port).joined(room.code) for _ in range(2)):
        other.send("/take-part/mark", note=note, marked="1")
        counted = phone.get("/take-part/others?step=question-1").text
    phone.send("/take-part/mark", note=note, marked="1")
    after = phone.get("/take-part/others?step=question-1").text

    assert ("other<" in before, 'aria-pressed="false"' in before) == (False, True)
    assert ">2 others<" in counted
    assert (">2 others<" in after, 'aria-pressed="true"' in after, notes_of(room, "question-1")[0].marks) == (
        True,
        True,
        3,
    )


def test_without_javascript_a_note_of_another_is_marked_and_the_mark_taken_back(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    note = a_note_of_another(room, "Lunch")
    address = re.search(r'<noscript><p><a href="([^"]+)"', phone.get("/take-part").text).group(1).replace("&amp;", "&")
    marks = []
    for _ in range(2):
        page = phone.get(urlsplit(address)._replace(fragment="").geturl())
        form = {name: hidden_field(page, name) for name in ("code", "note", "marked")} | {"question": "question-1"}
        sent = phone.ask("POST", "/take-part/mark", form)
        address = sent.headers["Location"]
        assert (sent.status, address) == (303, f"/take-part?step=question-1&others&saved#n-{note}")
        marks.append(notes_of(room, "question-1")[0].marks)
    page = phone.get("/take-part?step=question-1&others&saved").text

    assert marks == [1, 0]
    assert re.search(r'<details id="others"[^>]* open>', page)
    assert f'id="n-{note}"' in page
    assert ">Saved<" in page


@pytest.mark.parametrize("marked", ["", "2", "true"])
def test_a_mark_that_says_neither_yes_nor_no_is_refused(room, phone, marked):
    phone.joined(room.code)
    note = a_note_of_another(room, "Lunch")

    assert phone.send("/take-part/mark", note=note, marked=marked).status == 422
    assert notes_of(room, "question-1")[0].marks == 0


def test_a_note_that_is_hidden_ones_own_or_nowhere_is_not_marked_and_the_phone_is_told(room, phone):
    phone.joined(room.code)
    hidden = a_note_of_another(room, "To be hidden")
    room.hide_note(hidden, hidden=True)
    phone.send("/take-part/note", id="f" * 32, question="question-1", text="My own", way="")
    answers = [phone.send("/take-part/mark", note=note, marked="1") for note in (hidden, "f" * 32, "0" * 32, "")]

    assert [answer.status for answer in answers] == [422] * 4
    assert answers[0].json["final"] is True
    assert "no longer shown" in answers[0].json["why"]
    assert [note.marks for note in notes_of(room, "question-1")] == [0, 0]


def test_actions_are_proposed_and_backed_from_phones(server, room, phone):
    phone.joined(room.code)
    other = Phone(server.port).joined(room.code)
    room.move_to("actions")
    page = phone.get("/take-part")
    sent = phone.send("/take-part/note", id="f" * 32, question="actions", text="Meet <b>monthly</b>", way="trust")
    refused, kept = (
        sent.json,
        phone.send("/take-part/note", id="f" * 32, question="actions", text="Meet monthly", way=""),
    )
    listed = other.get("/take-part/others?step=actions").text
    form = {"note": "f" * 32, "marked": "1", "question": "actions"}
    marked = other.ask("POST", "/take-part/mark", form)
    room.move_to("close")

    assert [words in text_of(page) for words in ("What could we do?", "Send proposal", "Proposed by others")] == [
        True
    ] * 3
    assert refused["final"]
    assert kept.json == {"saved": True}
    assert ("Meet monthly" in listed, "I would back this" in listed) == (True, True)
    assert marked.headers["Location"] == f"/take-part?step=actions&others&saved#n-{'f' * 32}"
    [note] = notes_of(room, "actions")
    assert (note.body, note.marks) == ("Meet monthly", 1)
    assert "Meet monthly" in phone.get("/take-part?step=actions").text


def test_nothing_is_sent_to_a_step_that_was_left_out(server):
    today = datetime.now(UTC).date()
    _, key = server.application.start(Plan("Short", "Northfield", today, {"question-1": 5}, 5, asks_sector=False))
    room = server.application.facilitator(key)
    phone = Phone(server.port).joined(room.code)
    note = {"id": "f" * 32, "text": "Hello", "way": ""}
    answers = [phone.send("/take-part/note", question=step, **note) for step in ("question-4", "actions")]

    assert [(answer.status, answer.json["final"]) for answer in answers] == [(422, True)] * 2
    assert "leaves that step out" in answers[0].json["why"]
    assert room.report().notes == ()


def test_what_is_written_after_the_report_was_shared_is_refused_and_says_why(room, phone):
    phone.joined(room.code)
    room.share_report(Edition())
    refused = phone.send("/take-part/note", id="f" * 32, question="question-1", text="Late", way="")
    room.share_report(None)
    kept = phone.send("/take-part/note", id="e" * 32, question="question-1", text="Late", way="")

    assert "The report has been shared" in refused.json["why"]
    assert kept.json == {"saved": True}


def test_a_mark_leads_nowhere_but_to_our_own_page(room, phone):
    phone.joined(room.code)
    note = a_note_of_another(room, "Lunch")
    form = {"note": note, "marked": "1", "question": "x\r\nLocation: https://elsewhere.example"}

    assert phone.ask("POST", "/take-part/mark", form).headers["Location"] == "/take-part"


def test_the_notes_of_others_are_not_shown_ahead_of_the_group_nor_to_strangers(server, room, phone):
    phone.joined(room.code)
    a_note_of_another(room, "Of another question", "question-2")
    a_note_of_another(room, "Lunch")
    room.move_to("question-1")
    stranger = Phone(server.port)
    stranger.get(f"/join/{room.code}")
    refused = [phone.get(f"/take-part/others?step={step}") for step in ("question-2", "welcome", "nowhere", "")]

    assert [answer.status for answer in refused] == [422] * 4
    assert not [answer for answer in refused if "Of another question" in answer.text]
    assert stranger.get("/take-part/others?step=question-1").status == 403
    assert Phone(server.port).get(f"/take-part/others?step=question-1&code={room.code}").status == 403
    room.move_to("question-2")
    assert "Lunch" in phone.get("/take-part/others?step=question-1").text


def test_a_list_that_has_not_changed_is_not_sent_again(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    note = a_note_of_another(room, "Lunch")
    wanted = {"Accept-Encoding": "gzip"}
    first = phone.get("/take-part/others?step=question-1", **wanted)
    known = wanted | {"If-None-Match": first.headers["ETag"]}
    same = phone.get("/take-part/others?step=question-1", **known)
    phone.send("/take-part/mark", note=note, marked="1")
    changed = phone.get("/take-part/others?step=question-1", **known)

    assert (same.status, same.text) == (304, "")
    assert changed.status == 200


def test_three_hundred_notes_of_others_do_not_weigh_on_the_page_nor_on_their_number(room, phone):
    phone.joined(room.code)
    senders = [a_participant(room) for _ in range(3)]
    for number in range(300):
        senders[number % 3].send_note(secrets.token_hex(16), "question-1", f"Note {number} " + "x" * 200, None)
    room.move_to("question-1")
    page, count = phone.get("/take-part").text, phone.get("/take-part/others?step=question-1&count").text
    listed = phone.get("/take-part/others?step=question-1", **{"Accept-Encoding": "gzip"})
    files = sum(len(static_file(name).plain) for name in ("phone.css", "phone.js", "others.js"))

    assert 'Notes from others (<span id="how-many">300</span>)' in page
    assert len(page.encode()) + files <= PAGE_LIMIT
    assert 'data-count="300"' in count
    assert len(count) < 200
    assert listed.text.count("True for me too") == 300
    assert int(listed.headers["Content-Length"]) < PAGE_LIMIT


# The timer


@pytest.mark.parametrize(("phase", "words"), [("think", "Think alone"), ("pairs", "In pairs"), ("all", "All together")])
def test_a_running_timer_says_its_phase_and_the_minutes_left(room, phone, phase, words):
    phone.joined(room.code)
    room.move_to("question-1")
    room.start_timer(5, phase)
    page = phone.get("/take-part")

    assert f"{words} 5 minutes left" in text_of(page)
    told = json.loads(re.search(r"data-timer='([^']*)'", page.text).group(1))
    assert told["phase"] == phase
    assert 299 <= told["ends_at"] - float(re.search(r'data-now="([^"]*)"', page.text).group(1)) <= 300
    assert told["left"] is None


def test_a_paused_timer_says_so_with_what_is_left_and_runs_on_from_there(room, phone):
    phone.joined(room.code)
    room.move_to("question-1")
    room.start_timer(5, "pairs")
    room.pause_timer()
    paused = text_of(phone.get("/take-part"))
    room.resume_timer()
    running = text_of(phone.get("/take-part"))

    assert re.search(r"In pairs Paused, (5:00|4:59) left", paused)
    assert "In pairs 5 minutes left" in running


@pytest.mark.parametrize(
    ("ends_at", "left", "words"),
    [
        (1000 + 60, None, "1 minute left"),
        (1000 + 61, None, "2 minutes left"),
        (1000 + 1, None, "1 minute left"),
        (1000, None, "Time is up: finish your sentence"),
        (400, None, "Time is up: finish your sentence"),
        (None, 252, "Paused, 4:12 left"),
        (None, 5, "Paused, 0:05 left"),
        (None, 0, "Time is up: finish your sentence"),
    ],
)
def test_what_is_left_of_the_time_is_said_in_words(ends_at, left, words):
    assert time_left(Timer("all", ends_at, left), 1000.0) == words


def test_without_a_timer_there_is_nothing_about_time(room, phone):
    phone.joined(room.code)
    room.start_timer(5)
    room.stop_timer()

    assert '<p id="timer" hidden ' in phone.get("/take-part").text


def test_the_stream_and_the_state_carry_the_timer_and_the_clock_of_the_server(server, room, phone):
    phone.joined(room.code)
    room.start_timer(3, "think")
    began = time.time()
    connection, stream = events(server, phone, room.code)
    streamed = json.loads(next_event(stream)["data"])
    connection.close()
    asked = phone.get(f"/take-part/state?code={room.code}").json

    for told in (streamed, asked):
        assert told["timer"] == {"phase": "think", "ends_at": told["timer"]["ends_at"], "left": None}
        assert began - 0.1 <= told["now"] <= time.time() + 0.1  # it is told to a tenth of a second


# What people are told about results, and rehearsals

HIDDEN_UNTIL_REVEALED = (
    "Results stay hidden until the facilitator reveals them to everyone at once. "
    "You can change your answers until scoring closes; once shown in the results, they do not change there."
)
SHOWN_LIVE = (
    "Results are shown as they come in, from 5 people on, and then only when as many more have answered. "
    "You can change your answers until scoring closes; once shown, they do not change in the results."
)
REHEARSAL = "Rehearsal: the participants are made up and nothing here is kept as a result."


@pytest.mark.parametrize(
    ("mode", "said", "unsaid"),
    [("reveal", HIDDEN_UNTIL_REVEALED, SHOWN_LIVE), ("live", SHOWN_LIVE, HIDDEN_UNTIL_REVEALED)],
)
@pytest.mark.parametrize("asks_sector", [True, False])
def test_people_are_told_how_results_are_shown_when_they_join_and_before_the_first_item(
    server, phone, mode, said, unsaid, asks_sector
):
    room = start(server.application, results_mode=mode, asks_sector=asks_sector)
    phone.joined(room.code)
    pages = [phone.get("/take-part")]
    room.move_to("questionnaire")
    pages.append(phone.get("/take-part"))
    room.open_scoring()
    pages.append(phone.get("/take-part"))

    assert [text_of(page).count(said) for page in pages] == [1, 1, 1]
    assert not [page for page in pages if unsaid in text_of(page)]
    opened = pages[2].text
    assert opened.index(said) < opened.index(server.application.content.questionnaire.items[0].text)


def test_nobody_is_told_that_live_results_wait_for_a_reveal(server, phone):
    room = start(server.application, results_mode="live")
    phone.joined(scoring_opened(room).code)
    room.move_to("results")
    page = text_of(phone.get("/take-part"))

    assert SHOWN_LIVE in page
    assert "at the same moment" not in page


def test_every_page_of_a_rehearsal_says_that_it_is_one(server, phone):
    room = start(server.application, rehearsal=True)
    phone.joined(room.code)
    said = []
    for step in room.workshop().agenda:
        room.move_to(step.id)
        said += [text_of(phone.get(path)).count(REHEARSAL) for path in ("/take-part", "/take-part/part")]
    refused = phone.ask("POST", "/take-part/note", {"question": "question-1", "text": " "})

    assert said == [1] * 20
    assert (refused.status, text_of(refused).count(REHEARSAL)) == (422, 1)


def test_no_page_of_a_workshop_says_that_it_is_a_rehearsal(room, phone):
    phone.joined(room.code)
    refused = phone.ask("POST", "/take-part/note", {"question": "question-1", "text": " "})

    assert "Rehearsal" not in phone.get("/take-part").text
    assert "Rehearsal" not in refused.text


# Who may do what


@pytest.mark.parametrize("path", ["mark", "note", "response", "sector"])
def test_a_stranger_may_not_send_anything(room, phone, path):
    scoring_opened(room)
    phone.get(f"/join/{room.code}")  # has cookies, but has never opened the page
    fields = {"item": ITEM, "point": "3", "tap": "1", "sector": "health", "question": "question-1", "text": "x"}
    answer = phone.send(f"/take-part/{path}", **fields, note="a" * 32, marked="1")

    assert answer.status == 403
    assert answer.json["final"] is True


def test_a_mark_that_another_website_sends_is_refused(room, phone):
    phone.joined(room.code)
    note = a_note_of_another(room, "Lunch")
    answer = phone.send("/take-part/mark", {"Origin": "https://elsewhere.example"}, note=note, marked="1")

    assert answer.status == 403
    assert notes_of(room, "question-1")[0].marks == 0


def test_a_participant_of_one_workshop_cannot_mark_a_note_of_another(server, room, phone):
    phone.joined(room.code)
    other = start(server.application)
    note = a_note_of_another(other, "Of another workshop")

    assert phone.send("/take-part/mark", note=note, marked="1").status == 422
    assert notes_of(other, "question-1")[0].marks == 0


def test_a_stranger_is_told_how_to_join(room, phone):
    answer = phone.get(f"/take-part/part?code={room.code}")

    assert answer.status == 403
    assert "Join code" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"},
    ],
)
def test_what_another_website_sends_is_refused(room, phone, headers):
    phone.joined(scoring_opened(room).code)
    answer = phone.send("/take-part/response", headers, item=ITEM, point="3", tap="1")

    assert answer.status == 403
    assert counts_of(room).started == 0


def test_what_our_own_page_sends_is_accepted(room, phone):
    phone.joined(scoring_opened(room).code)
    own = {"Origin": f"http://127.0.0.1:{phone.port}"}

    assert phone.send("/take-part/response", own, item=ITEM, point="3", tap="1").status == 200
    assert (
        phone.send("/take-part/response", {"Sec-Fetch-Site": "same-origin"}, item=ITEM, point="4", tap="2").status
        == 200
    )


def test_a_participant_of_one_workshop_cannot_touch_another(server, room, phone):
    phone.joined(room.code)
    other = scoring_opened(start(server.application))
    token = phone.cookies[f"across_participant_{room.code}"]
    phone.cookies |= {"across_at": other.code, f"across_participant_{other.code}": token}

    assert phone.tap("3", 1).status == 403
    assert phone.get("/take-part/state").status == 403
    assert phone.get("/take-part/part").status == 403
    assert phone.get(f"/live/{other.code}").status == 403
    assert counts_of(other).joined == counts_of(other).started == 0


def test_a_tap_goes_to_the_workshop_it_was_made_in_though_the_phone_has_joined_another(server, room, phone):
    phone.joined(scoring_opened(room).code)
    other = scoring_opened(start(server.application))
    phone.joined(other.code)
    phone.tap("3", 1, code=room.code)

    assert (counts_of(room).started, counts_of(other).started) == (1, 0)


def test_a_full_workshop_says_so(server, room, phone, monkeypatch):
    monkeypatch.setattr("across.store.participants.MOST_PARTICIPANTS", 1)
    Phone(server.port).joined(room.code)
    phone.get(f"/join/{room.code}")
    answer = phone.get("/take-part")

    assert answer.status == 409
    assert "This workshop is full" in answer.text


# Following


def events(server: Server, phone: Phone, code: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
    connection.request("GET", f"/live/{code}", headers={"Cookie": cookies})
    return connection, connection.getresponse()


def next_event(stream: http.client.HTTPResponse) -> dict[str, str]:
    lines: dict[str, str] = {}
    while "data" not in lines:
        name, _, value = stream.readline().decode().rstrip("\n").partition(": ")
        if name:
            lines[name] = value
    return lines


def test_the_stream_gives_a_bulletin_at_once_and_after_each_change_and_never_results(server, room, phone):
    phone.joined(scoring_opened(room).code)
    connection, stream = events(server, phone, room.code)
    first = next_event(stream)
    phone.tap("5", 1)
    room.agree("trust-1", 3, 1)
    room.reveal()
    second = next_event(stream)
    while not json.loads(second["data"])["revealed"]:
        second = next_event(stream)
    connection.close()

    assert stream.headers["Cache-Control"] == "no-store"
    assert stream.headers["X-Accel-Buffering"] == "no"
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert first["retry"] == "2000"
    assert int(second["id"]) > int(first["id"])
    bulletin = {"revision", "step", "scoring", "revealed", "timer", "sentence", "joined", "started", "finished"}
    bulletin |= {
        "on_paper",
        "results_mode",
        "results",
        "report_shared",
        "look",
        "picture",
        "writing",
        "chosen_at",
        "taken_out",
        "now",
        "age",
    }
    assert set(json.loads(second["data"])) == bulletin


def test_the_stream_says_when_the_workshop_is_gone(server, room, phone):
    phone.joined(room.code)
    connection, stream = events(server, phone, room.code)
    next_event(stream)
    room.delete()
    last = next_event(stream)
    while "event" not in last:  # counts that were on their way
        last = next_event(stream)
    connection.close()

    assert last["event"] == "gone"


def test_the_stream_is_for_those_who_take_part_and_the_facilitator(server, room, phone):
    plan = Plan("Another", "", date(2026, 3, 2), {}, 5, asks_sector=False)
    code, key = server.application.start(plan)
    facilitator = Phone(server.port, {"across_facilitator": key})
    connection, stream = events(server, facilitator, code)
    connection.close()

    assert stream.status == 200
    assert facilitator.get(f"/live/{room.code}").status == 403
    assert phone.get(f"/live/{room.code}").status == 403
    assert phone.get("/live/NOSUCH").status == 404


def test_the_state_says_what_the_stream_would(room, phone):
    phone.joined(room.code)
    room.move_to("question-3")
    state = phone.get(f"/take-part/state?code={room.code}").json

    assert (state["step"], state["joined"]) == ("question-3", 1)


def test_one_bulletin_is_told_to_those_whose_stream_is_held_back_and_to_nobody_else(room, phone):
    there = f"/live/{room.code}?now"
    stranger = phone.get(there)
    phone.joined(room.code)
    room.move_to("question-3")

    assert (stranger.status, phone.get("/live/NOSUCH?now").status) == (403, 404)
    assert phone.get(there).json["step"] == "question-3"
    assert phone.get(there).headers["Cache-Control"] == "no-store"


def test_the_part_alone_carries_the_revision_and_no_page_around_it(room, phone):
    phone.joined(room.code)
    room.move_to("question-3")
    answer = phone.get(f"/take-part/part?code={room.code}")

    assert f'data-revision="{room.workshop().revision}"' in answer.text
    assert "<h1" in answer.text
    assert "<html" not in answer.text
    assert answer.headers["Across-Part"] == "1"


def test_one_may_look_back_but_never_ahead(room, phone):
    phone.joined(room.code)
    room.move_to("question-2")

    assert "You are looking back" in phone.get("/take-part?step=question-1").text
    assert ">Question 2</h1>" in phone.get("/take-part?step=question-3").text
    assert ">Question 2</h1>" in phone.get("/take-part?step=results").text


def test_one_may_look_back_at_results_once_they_are_revealed(room, phone):
    phone.joined(room.code)
    room.move_to("close")
    before = phone.get("/take-part?step=results").text
    room.agree("trust-1", 3, 1)
    room.reveal()
    after = phone.get("/take-part?step=results").text
    room.move_to("question-1")
    ahead = phone.get("/take-part?step=results").text

    assert [">Results</h1>" in page for page in (before, after, ahead)] == [False, True, False]


def test_what_was_agreed_is_on_the_phones_at_the_close(room, phone):
    phone.joined(room.code)
    room.add_action(Action("", "Meet <b>monthly</b>", "Ann", "June", None, "", 0))
    room.move_to("close")

    assert "What was agreed Meet <b>monthly</b> Ann · June" in html.unescape(text_of(phone.get("/take-part")))


def test_every_step_has_a_page_with_one_heading(room, phone):
    phone.joined(room.code)
    for step in room.workshop().agenda:
        room.move_to(step.id)
        answer = phone.get("/take-part")
        assert answer.status == 200
        assert answer.text.count("<h1") - answer.text.count('<template id="over">') == 1
        assert f">{step.title}</h1>" in answer.text


def test_a_step_the_content_does_not_know_is_still_a_page(server, room, phone):
    phone.joined(room.code)
    with server.application.store.write() as connection:
        connection.exec_driver_sql("UPDATE workshop SET step = 'a-later-version'")

    answer = phone.get("/take-part")
    assert answer.status == 200
    assert "look at the big screen" in answer.text


def test_a_deleted_workshop_says_that_it_is_over(room, phone):
    phone.joined(room.code)
    room.delete()
    answer = phone.get("/take-part")

    assert answer.status == 404
    assert "This workshop is over" in answer.text
    assert phone.tap("3", 1).status == 404


# How it travels


def test_every_page_carries_the_headers_that_protect_it(room, phone):
    phone.joined(room.code)
    for path in ("/join", "/join/NOSUCH", "/take-part", "/take-part/part"):
        headers = phone.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_pages_are_compressed_for_phones_that_can_read_that(room, phone):
    phone.joined(room.code)
    plain, small = phone.get("/take-part"), phone.get("/take-part", **{"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Keep this page open" in small.text


def test_style_and_script_are_kept_by_the_phone_until_they_change(phone, room):
    page = phone.joined(room.code).get("/take-part").text
    for address in re.findall(r'(?:href|src)="(/phone/[^"]+)"', page):
        fresh = phone.get(address)
        assert "immutable" in fresh.headers["Cache-Control"]
        assert phone.get(address, **{"If-None-Match": fresh.headers["ETag"]}).status == 304
        assert phone.get(address, **{"Accept-Encoding": "gzip"}).text == fresh.text
        assert phone.get(urlsplit(address).path).headers["Cache-Control"] == "no-cache"


def test_a_script_is_lighter_on_the_way_and_says_the_same():
    for name in ("phone.js", "others.js", "unsent.js", "aside.js"):
        written = (FOLDER / name).read_text("utf-8")
        sent = static_file(name).plain.decode()
        code = "\n".join(line for line in written.splitlines() if not line.strip().startswith("//"))

        assert "`" not in code  # text in backquotes would be changed on the way
        assert re.findall(r"'[^'\n]*'", sent) == re.findall(r"'[^'\n]*'", code)
        assert re.findall(r"\w+", sent) == re.findall(r"\w+", code)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a = b - -c;", "a=b- -c;"),
        ("a = b + ++c;", "a=b+ ++c;"),
        ("const a = `b  -  ${c}`; // d", "const a=`b  -  ${c}`;"),
        ("if (/ +- [ ]/.test(a)) b()", "if(/ +- [ ]/.test(a))b()"),
        ("return /  /", "return/  /"),
    ],
)
def test_a_script_is_made_lighter_without_another_meaning(written, sent):
    assert MINIFIERS[SCRIPT](written) == sent


@pytest.mark.parametrize("path", ["/phone/routes.py", "/phone/..%2froutes.py", "/phone/phone.css.map"])
def test_no_other_file_is_served(phone, path):
    assert phone.get(path).status == 404


def test_no_page_calls_another_host(room, phone):
    phone.joined(room.code)
    pages = []
    for step in room.workshop().agenda:
        room.move_to(step.id)
        pages.append(phone.get("/take-part").text)
    loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', "".join(pages))

    assert loaded
    assert all(address.startswith(("/phone/", "data:")) for address in loaded)


def test_the_heaviest_page_with_style_and_script_is_light(server, phone):
    room = scoring_opened(start(server.application, name="N" * 200, results_mode="live", rehearsal=True))
    phone.joined(room.code)
    room.start_timer(10)
    for number, item in enumerate(server.application.content.questionnaire.items, start=1):
        phone.tap("dont-know", number, item.id)
    places = ["sector", "end", *(str(number) for number in range(1, 10))]
    html = max(len(phone.get(f"/take-part?dimension={place}").text.encode()) for place in places)
    style, script = (len(static_file(name).plain) for name in ("phone.css", "phone.js"))

    assert html + style + script <= PAGE_LIMIT, f"{html} + {style} + {script} = {html + style + script} bytes"


def test_what_comes_besides_for_a_note_that_was_left_unsent_is_light():
    assert len(static_file("unsent.js").plain) <= 1_300

"""What people choose to talk about and to do first, and what they say to a dimension: real stores, real requests."""

import io
import re
import secrets

import pytest
from docx import Document
from people import ITEMS, a_participant, answer, start
from phones import Phone, served
from reports import MADE_AT
from reports import text_of as read_back

from across.archive.reading import read_saved
from across.archive.writing import json_file
from across.documents.report_pdf import report_pdf
from across.documents.word_document import word_document
from across.results.on_stage import results_on_stage
from across.results.summary import summary
from across.room.comments import MOST_EACH
from across.store.tables import note, participant, vote
from across.web.participant.static_files import static_file
from across.workshop.errors import NotAllowedHere, NotTakingPart, SavedFileRefused, TextMissing
from across.workshop.steps import comments_on
from across.workshop.values import Action, Edition

PAGE_LIMIT = 30_000


@pytest.fixture
def room(application):
    """A workshop whose results are shown."""
    found = start(application)
    found.open_scoring()
    for _ in range(6):
        answer(a_participant(found), [1 + place % 5 for place in range(len(ITEMS))])
    found.reveal()
    found.move_to("results")
    return found


@pytest.fixture
def phone(application):
    with served(application) as server:
        yield Phone(server.port)


def choose(room, *choices, step="results"):
    """Each of these choices by a person of its own."""
    people = [a_participant(room) for _ in choices]
    for person, topics in zip(people, choices, strict=True):
        person.choose(step, topics)
    return people


def chosen(room, step="results"):
    with room.reading() as reading:
        return reading.chosen_on(step)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


# Choosing


def test_a_topic_that_is_sent_twice_is_chosen_once(room):
    (person,) = choose(room, ["trust", "trust", "trust", "trust"])

    with person.reading() as reading:
        assert reading.own_votes("results") == {"trust"}


def test_what_the_group_chose_is_shown_by_how_many_and_most_chosen_first(room):
    choose(room, ["trust"], ["trust", "innovation"], ["trust"], ["innovation", "compassion"], ["mutual-support"])

    room.show_chosen("results")

    found = chosen(room)
    assert found.people == 5
    assert [(topic.topic, topic.people) for topic in found.topics] == [
        ("trust", 3),
        ("innovation", 2),
        ("mutual-support", 1),
        ("compassion", 1),
    ]
    assert room.workshop().look.view == "talk"


def test_nothing_of_it_is_shown_before_the_smallest_group_has_chosen(room):
    choose(room, *[["trust"]] * 4)

    with pytest.raises(NotAllowedHere, match=r"4 of us have chosen\. It can be shown from 5 on"):
        room.show_chosen("results")

    assert chosen(room) is None
    assert room.workshop().look.view == "radar"


def test_who_chose_what_is_forgotten_when_it_is_shown(room, application):
    choose(room, *[["trust"]] * 5)
    room.show_chosen("results")

    with application.store.read() as connection:
        assert connection.execute(vote.select()).all() == []


def test_a_choice_can_be_changed_until_it_is_shown_and_no_longer(room):
    people = choose(room, *[["trust", "compassion"]] * 6)
    people[0].choose("results", ["innovation"])
    people[1].choose("results", [])
    room.show_chosen("results")

    with pytest.raises(NotAllowedHere, match="is shown already"):
        people[2].choose("results", ["innovation"])

    assert {topic.topic: topic.people for topic in chosen(room).topics} == {
        "trust": 4,
        "compassion": 4,
        "innovation": 1,
    }


@pytest.mark.parametrize(
    "topics", [["trust", "compassion", "innovation", "mutual-support"], ["nothing"], ["trust", ""]]
)
def test_more_than_three_and_what_is_not_there_are_refused_and_change_nothing(room, topics):
    (person,) = choose(room, ["trust"])

    with pytest.raises(NotAllowedHere):
        person.choose("results", topics)

    with person.reading() as reading:
        assert reading.own_votes("results") == {"trust"}


@pytest.mark.parametrize("step", ["results", "question-1", "questionnaire", "nowhere"])
def test_before_the_reveal_and_at_other_steps_nothing_can_be_chosen(application, step):
    room = start(application)

    with pytest.raises(NotAllowedHere):
        a_participant(room).choose(step, ["trust"])
    with pytest.raises(NotAllowedHere):
        room.show_chosen(step)


def test_proposals_and_actions_are_chosen_by_their_words(room):
    room.add_action(Action("", "Ring before writing", "all", "", None, "", 0))
    author, sent, gone = a_participant(room), secrets.token_hex(16), secrets.token_hex(16)
    author.send_note(sent, "actions", "Meet\nmonthly", None)
    author.send_note(gone, "actions", "Never mind", None)
    room.take_up(sent)
    room.move_to("actions")
    with room.reading() as reading:
        topics = reading.topics("actions")
        [ring, _taken_up] = [action.id for action in reading.actions]
    choose(room, *[[sent, ring]] * 3, *[[sent, gone]] * 2, step="actions")

    room.show_chosen("actions")
    room.hide_note(gone, hidden=True)

    assert topics == {sent: "Meet monthly", gone: "Never mind", ring: "Ring before writing"}
    assert [(topic.topic, topic.people) for topic in chosen(room, "actions").topics] == [
        ("Meet monthly", 5),
        ("Ring before writing", 3),
    ]


def test_covered_proposals_cannot_be_chosen_from_phones(room):
    note_id = secrets.token_hex(16)
    a_participant(room).send_note(note_id, "actions", "Meet monthly", None)
    room.move_to("actions")
    room.cover_notes(covered=True)

    with pytest.raises(NotAllowedHere):
        a_participant(room).choose("actions", [note_id])


def test_a_phone_chooses_by_a_plain_form_and_sees_its_choice_again(room, phone):
    phone.joined(room.code)
    assert "Choose three to talk about" in phone.get("/take-part").text

    sent = phone.ask("POST", "/take-part/votes", {"step": "results", "topic-1": "trust", "topic-7": "compassion"})
    back, page = phone.get(sent.headers["Location"]), phone.get("/take-part/choose")

    assert sent.status == 303
    assert (">Results</h1>" in back.text, ">Your choice is saved<" in back.text) == (True, True)
    assert re.findall(r'value="([a-z-]+)" checked', page.text) == ["trust", "compassion"]
    assert "Once 5 of you have chosen, the facilitator can show how many chose each." in text_of(page)


def test_the_way_to_choose_stands_first_while_one_may_and_what_was_chosen_below(room, phone):
    phone.joined(room.code)
    before = phone.get("/take-part").text
    choose(room, *[["trust"]] * 5)
    room.show_chosen("results")
    after = phone.get("/take-part").text
    room.move_to("actions")
    a_participant(room).send_note("a" * 32, "actions", "Meet monthly", None)
    actions = phone.get("/take-part").text

    assert before.index("Choose three to talk about") < before.index("<figure>")
    assert after.index("<figure>") < after.index("What the group chose to talk about")
    assert actions.index("Choose three to do first") < actions.index("<textarea")


def test_without_javascript_too_a_phone_is_with_the_group_once_it_has_saved(room, phone):
    phone.joined(room.code)
    at = {
        name: hidden(phone.get(path), "at")
        for name, path in (("choose", "/take-part/choose"), ("say", "/take-part/say"))
    }
    room.move_to("actions")
    choice = {"step": "results", "topic-1": "trust", "at": at["choose"]}
    comment = {"dimension": "trust", "text": "We meet", "id": "c" * 32, "at": at["say"]}
    pages = [
        phone.get(phone.ask("POST", f"/take-part/{path}", form).headers["Location"]).text
        for path, form in (("votes", choice), ("comment", comment))
    ]

    assert [">Actions</h1>" in page for page in pages] == [True, True]
    assert ">Your choice is saved<" in pages[0]
    assert ">Your comment is saved<" in pages[1]


def test_the_script_is_told_where_to_go_on_after_a_page_beside_a_step(room, phone):
    phone.joined(room.code)
    choice = {"step": "results", "topic-1": "trust", "at": "results"}
    stayed = phone.send("/take-part/votes", **choice).json
    room.move_to("actions")
    moved = phone.send("/take-part/votes", **choice).json

    assert stayed == {"saved": True, "then": "/take-part?step=results&saved=choice"}
    assert moved == {"saved": True, "then": "/take-part?saved=choice"}


@pytest.mark.parametrize(
    ("topics", "why"), [(["trust", "compassion", "innovation", "mutual-support"], "You have chosen 4"), (["no"], "no")]
)
def test_without_javascript_a_choice_that_is_refused_is_shown_again_with_the_reason(room, phone, topics, why):
    phone.joined(room.code)
    form = {"step": "results"} | {f"topic-{number}": topic for number, topic in enumerate(topics)}
    page = phone.ask("POST", "/take-part/votes", form)

    assert page.status == 422
    assert why in re.search(r'role="alert">([^<]*)<', page.text)[1]
    assert set(re.findall(r'value="([a-z-]+)" checked', page.text)) == set(topics) - {"no"}


@pytest.mark.parametrize("address", ["votes", "mark", "comment", "note"])
@pytest.mark.parametrize("step", ["results", "nowhere"])
def test_a_form_with_fields_of_several_pages_is_refused_in_our_words(room, phone, address, step):
    phone.joined(room.code)
    form = {"step": step, "topic-1": "no", "dimension": "trust"}
    mixed = [
        form,
        form | {"text": ""},
        form | {"question": "question-1"},
        {"topic-1": "no"},
        {"dimension": "no", "text": ""},
    ]

    assert {phone.ask("POST", f"/take-part/{address}", fields).status for fields in mixed} <= {303, 403, 422}


def test_a_choice_that_is_too_late_is_told_where_one_chose_and_the_way_back(room, phone):
    phone.joined(room.code)
    choose(room, *[["trust"]] * 5)
    room.show_chosen("results")
    page = phone.ask("POST", "/take-part/votes", {"step": "results", "topic-1": "trust"})

    assert page.status == 422
    assert "is shown already" in text_of(page)
    assert "What shall we talk about?" in text_of(page)
    assert 'href="/take-part?step=results">Back to the workshop' in page.text


@pytest.mark.parametrize("path", ["choose", "choose?step=actions", "say"])
def test_pages_beside_a_step_say_where_the_group_was_for_their_script_and_the_way_without_it(room, phone, path):
    phone.joined(room.code)
    page = phone.get(f"/take-part/{path}").text

    assert re.search(r'id="status"[^>]* data-at="results"', page)
    assert re.search(r'<noscript>.*href="/take-part">Go to where the group is', page)
    files = ("phone.css", "results.css", "aside.js")
    assert len(page.encode()) + sum(len(static_file(name).plain) for name in files) <= PAGE_LIMIT


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def test_a_phone_sees_what_the_group_chose_and_that_it_is_too_late(room, phone):
    phone.joined(room.code)
    choose(room, *[["trust"]] * 5)
    room.show_chosen("results")

    page = text_of(phone.get("/take-part"))
    late = phone.send("/take-part/votes", step="results", **{"topic-1": "trust"})

    assert "What the group chose to talk about Trust 5 of us" in page
    assert "Choose three" not in page
    assert late.status == 422
    assert "is shown already" in str(late.json["why"])
    assert "The group has chosen" in text_of(phone.get("/take-part/choose"))


# Comments


def test_a_comment_is_nobodys_and_has_no_place_in_any_order(room, application):
    person = a_participant(room)
    for text in ("First", "Second"):
        person.comment(secrets.token_hex(16), "trust", text)

    with application.store.read() as connection:
        rows = connection.execute(note.select().where(note.c.question == comments_on("trust"))).all()
        people = {row.id for row in connection.execute(participant.select())}
    assert sorted(row.body for row in rows) == ["First", "Second"]
    assert {(row.participant_id, row.position, row.way) for row in rows} == {(None, 0, None)}
    assert not people & {value for row in rows for value in row}


def test_comments_are_read_in_an_order_that_their_coming_has_no_part_in(room):
    person = a_participant(room)
    ids = ["f" * 32, "0" * 32, "a" * 32]
    for number, note_id in enumerate(ids):
        person.comment(note_id, "trust", str(number))

    with room.reading() as reading:
        assert [comment.body for comment in reading.comments()] == ["1", "2", "0"]


def test_a_comment_that_is_sent_twice_is_kept_once_and_no_name_takes_the_place_of_another(room):
    author, other, note_id = a_participant(room), a_participant(room), "a" * 32
    author.send_note("b" * 32, "question-1", "A note", None)
    for text in ("Same", "Same", "Another"):
        other.comment(note_id, "trust", text)
    other.comment("b" * 32, "trust", "In the place of a note")

    with room.reading() as reading:
        assert sorted(comment.body for comment in reading.comments()) == ["Another", "In the place of a note", "Same"]
        assert [kept.body for kept in reading.notes("question-1")] == ["A note"]


@pytest.mark.parametrize("text", ["", " \n ", "\u200b"])
def test_a_blank_comment_and_one_on_nothing_are_refused(room, text):
    person = a_participant(room)

    with pytest.raises(TextMissing):
        person.comment("a" * 32, "trust", text)
    with pytest.raises(NotAllowedHere):
        person.comment("a" * 32, "nothing", "Text")


def test_comments_begin_with_the_questionnaire_and_end_when_the_report_is_shared(application):
    room = start(application)
    person = a_participant(room)
    with pytest.raises(NotAllowedHere, match="once the questionnaire has begun"):
        person.comment("a" * 32, "trust", "Too early")
    room.open_scoring()
    person.comment("a" * 32, "trust", "In time")
    room.share_report(Edition())

    with pytest.raises(NotAllowedHere, match="report has been shared"):
        person.comment("b" * 32, "trust", "Too late")


def test_only_those_who_take_part_can_comment_and_choose(room):
    stranger = type(a_participant(room))(room._shared, room._id, room.code, room.content, secrets.token_urlsafe(32))

    with pytest.raises(NotTakingPart):
        stranger.comment("a" * 32, "trust", "Text")
    with pytest.raises(NotTakingPart):
        stranger.choose("results", ["trust"])


def test_one_phone_cannot_fill_a_workshop_with_comments(room, application):
    token = a_participant(room).token
    for number in range(MOST_EACH):
        application.participant(room.code, token).comment(secrets.token_hex(16), "trust", str(number))

    with pytest.raises(NotAllowedHere, match="40 comments"):
        application.participant(room.code, token).comment(secrets.token_hex(16), "trust", "One more")
    a_participant(room).comment(secrets.token_hex(16), "trust", "Of another")


def test_a_phone_comments_by_a_plain_form_and_goes_back_to_where_it_was(room, phone):
    phone.joined(room.code)
    room.move_to("questionnaire")
    page = phone.get("/take-part/say?dimension=7")
    chosen_there = re.search(r'value="([a-z-]+)" selected', page.text)[1]

    sent = phone.ask(
        "POST", "/take-part/comment", {"dimension": chosen_there, "text": "<b>We</b> meet", "id": "c" * 32}
    )

    assert chosen_there == room.content.questionnaire.dimensions[6].id
    assert sent.headers["Location"] == "/take-part?step=questionnaire&dimension=7&saved=comment"
    with room.reading() as reading:
        assert [comment.body for comment in reading.comments()] == ["<b>We</b> meet"]


def test_a_comment_that_is_refused_is_shown_again(room, phone):
    phone.joined(room.code)
    room.share_report(Edition())

    page = phone.ask("POST", "/take-part/comment", {"dimension": "trust", "text": "A <long> thought", "id": "c" * 32})

    assert page.status == 422
    assert "A &lt;long&gt; thought</textarea>" in page.text
    assert "The report has been shared" in page.text
    assert 'value="trust" selected' in page.text


def test_comments_are_on_the_stage_after_the_reveal_alone_and_without_hidden_ones(application):
    room = start(application)
    room.open_scoring()
    for _ in range(5):
        answer(a_participant(room), [4] * len(ITEMS))
    a_participant(room).comment("a" * 32, "trust", "Seen")
    a_participant(room).comment("b" * 32, "trust", "Hidden")
    room.hide_note("b" * 32, hidden=True)
    room.move_to("results")

    before = told(application, room)
    room.reveal()

    assert before["comments"] == {}
    assert told(application, room)["comments"] == {"trust": ({"id": "a" * 32, "body": "Seen"},)}


def told(application, room):
    with room.reading() as reading:
        results = application.stages.told(reading).picture.results
    return {
        "comments": {
            dimension: tuple({"id": one.id, "body": one.body} for one in found)
            for dimension, found in results.comments.items()
        }
    }


# What is taken home


def a_room_that_chose_and_commented(room):
    choose(room, *[["trust", "compassion"]] * 5)
    room.show_chosen("results")
    proposal = secrets.token_hex(16)
    a_participant(room).send_note(proposal, "actions", "Meet monthly", None)
    room.move_to("actions")
    choose(room, *[[proposal]] * 5, step="actions")
    room.show_chosen("actions")
    a_participant(room).comment("a" * 32, "trust", "We say what we think")
    a_participant(room).comment("b" * 32, "trust", "Hidden, please")
    room.hide_note("b" * 32, hidden=True)
    return room.report()


def test_the_report_says_what_the_group_chose_and_what_was_said_to_a_dimension(room):
    report = a_room_that_chose_and_commented(room)

    printed = read_back(report_pdf(report, MADE_AT))
    document = Document(io.BytesIO(word_document(report, MADE_AT)))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)

    for text in (printed, written):
        assert "What the group chose to talk about" in text
        assert "5 people chose up to 3 each: Trust (5); Compassion (5)." in text
        assert "5 people chose up to 3 each: Meet monthly (5)." in text
        assert "What makes us say so (1)" in text
        assert "We say what we think" in text
        assert "Hidden, please" not in text


def test_a_saved_workshop_keeps_what_the_group_chose_and_the_comments(room, application):
    report = a_room_that_chose_and_commented(room)

    saved = read_saved(json_file(report), {room.content.version: room.content})
    again = application.facilitator(application.open_saved(saved)).report()

    assert [(chosen.step, chosen.people) for chosen in saved.chosen] == [("results", 5), ("actions", 5)]
    assert json_file(again) == json_file(report)
    assert [comment.body for comment in again.comments_on("trust")] == ["We say what we think"]


def test_a_file_in_which_more_chose_a_topic_than_chose_at_all_is_refused(room):
    file = json_file(a_room_that_chose_and_commented(room)).decode()
    changed = file.replace('"topic": "trust",\n          "people": 5', '"topic": "trust",\n          "people": 6')

    assert changed != file
    with pytest.raises(SavedFileRefused):
        read_saved(changed.encode(), {room.content.version: room.content})


def test_a_workshop_without_any_of_it_has_the_file_it_always_had(application):
    assert b'"chosen"' not in json_file(start(application).report())


# What it could tell of answers


def a_room_with(application, points, *, spoken):
    """Six people with these points for every item; where it is spoken, five of them choose and two comment."""
    room = start(application)
    room.open_scoring()
    people = [a_participant(room) for _ in points]
    for person, point in zip(people, points, strict=True):
        answer(person, [point] * len(ITEMS))
    room.reveal()
    room.move_to("results")
    if spoken:
        for number, person in enumerate(people[:5]):
            person.choose("results", ["trust", "compassion"][: 1 + number % 2])
        people[0].comment(("a" if points[0] > 3 else "b") * 32, "trust", "We say what we think")
        people[5].comment("c" * 32, "trust", "Not always")
        room.show_chosen("results")
    return room


@pytest.mark.parametrize("points", [(1, 5, 3, 3, 2, 4), (5, 1, 3, 3, 2, 4), (5, 5, 5, 1, 1, 1), (4, 2, 3, 3, 5, 1)])
def test_what_is_told_of_choices_and_comments_is_the_same_whatever_people_answered(application, points):
    found = [a_room_with(application, these, spoken=True) for these in (points, (3,) * 6)]

    said = [sorted(one["body"] for one in told(application, room)["comments"]["trust"]) for room in found]
    shown = [chosen(room) for room in found]

    assert said[0] == said[1] == ["Not always", "We say what we think"]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("points", [(1, 5, 3, 3, 2, 4), (5, 5, 5, 1, 1, 1), (4, 4, 4, 4, 4, 4)])
def test_results_are_the_same_whatever_was_chosen_and_said(application, points):
    silent, spoken = (a_room_with(application, points, spoken=said) for said in (False, True))

    with silent.reading() as one, spoken.reading() as other:
        assert results_on_stage(one.results, one.content) == results_on_stage(other.results, other.content)
        assert summary(one.results, one.content) == summary(other.results, other.content)


@pytest.mark.parametrize("step", ["welcome", "question-1", "results"])
def test_phones_cannot_choose_nor_see_proposals_ahead_of_the_group(room, phone, step):
    note_id = secrets.token_hex(16)
    a_participant(room).send_note(note_id, "actions", "Meet monthly", None)
    room.move_to(step)
    phone.joined(room.code)

    page = phone.get("/take-part/choose?step=actions").text
    refused = phone.send("/take-part/votes", step="actions", **{"topic-1": note_id})

    assert "Meet monthly" not in page
    assert refused.status == 422
    room.move_to("close")
    assert "Meet monthly" in phone.get("/take-part/choose?step=actions").text

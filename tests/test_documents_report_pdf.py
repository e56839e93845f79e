"""What leaves the server says what was said and nothing that may not be shown."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from docx import Document
from pypdf import PdfReader
from reading import rows_read
from reports import (
    A4,
    CONTENT,
    DASH,
    MADE_AT,
    cells,
    full,
    joined,
    note,
    printed,
    report,
    results,
    scored,
    second_time,
    text_of,
    uneven,
)

from across.archive.writing import json_file
from across.documents.drawable_text import clean, direction
from across.documents.fonts import fonts
from across.documents.report_pdf import report_pdf
from across.documents.spreadsheets import scores_csv
from across.documents.word_document import word_document
from across.results.radar_plotly import radar_figure
from across.results.summary import summary
from across.workshop.steps import agenda
from across.workshop.values import Action, Counts, GroupNote, Results

# ---------------------------------------------------------------- the PDF's words


def test_pdf_says_name_partnership_and_dates() -> None:
    text = text_of(printed(full()))

    assert "Leading together" in text
    assert "Gwent Partnership Board" in text
    assert "12 May 2026" in text
    assert "10 August 2026. On that day the workshop is deleted" in text
    assert "14 people joined" in text


def test_pdf_holds_each_question_word_for_word() -> None:
    text = text_of(printed(full()))

    assert [question.text in text for question in CONTENT.questions.questions] == [True] * 5


def test_pdf_and_word_follow_a_partnership_over_more_than_two_workshops() -> None:
    twice = second_time()
    older = replace(twice.results.earlier, held_on=date(2024, 1, 9))
    often = replace(twice, results=replace(twice.results, before=(older,)))

    texts = [text_of(printed(value)) for value in (twice, often)]
    words = [
        "\n".join(paragraph.text for paragraph in Document(io.BytesIO(word_document(value, MADE_AT))).paragraphs)
        for value in (twice, often)
    ]

    assert [("Over the workshops" in text, "9 January 2024" in text) for text in texts] == [(False,) * 2, (True,) * 2]
    assert ["Over the workshops" in text for text in words] == [False, True]


def test_pdf_puts_what_the_group_agreed_before_the_notes() -> None:
    text = text_of(printed(full()))

    order = [
        text.index(phrase) for phrase in ("Notice what others carry.", "We share a duty desk.", "Way: Mutual support")
    ]
    assert order == sorted(order)
    assert "Talk of trust." in text


def test_pdf_lists_actions() -> None:
    text = text_of(printed(full()))

    assert [word in text for word in ("Start a joint induction", "Ann", "September", "The council")] == [True] * 4


def test_pdf_gives_every_resource_with_its_link() -> None:
    document = printed(full())

    links = {
        str(annotation.get_object()["/A"]["/URI"])
        for page in PdfReader(io.BytesIO(document)).pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }
    resources = CONTENT.resources
    own = {resource.link for resource in (*resources.websites, *resources.videos)}
    assert links == own | {CONTENT.questionnaire.link}
    assert [video.duration in text_of(document) for video in resources.videos] == [True] * len(resources.videos)


def test_pdf_carries_the_attribution_word_for_word_and_the_copyright_on_each_page() -> None:
    document = printed(full())
    questionnaire = CONTENT.questionnaire

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    assert all(questionnaire.copyright in page for page in pages)
    assert questionnaire.introduction in text_of(document)
    assert f"{questionnaire.copyright} {questionnaire.information} {questionnaire.link}" in text_of(document)
    assert CONTENT.choices.scale.note in text_of(document)
    assert CONTENT.choices.ways.note in text_of(document)
    assert "not a diagnosis" in text_of(document)


def test_pdf_shows_means_spread_and_agreed_scores() -> None:
    rows = rows_read(printed(full()))

    assert summary(full().results, CONTENT) in text_of(printed(full()))
    assert ["Shared vision and values", "1.5", "12", "0.5", "close", "3.0"] in rows
    assert ["Trust", "2.5", "12", "0.5", "close", "5.0"] in rows


def test_pdf_without_results_says_so_and_shows_none() -> None:
    text = text_of(printed(report()))

    assert "The results were not revealed in the workshop, so they are not in this report." in text
    assert "Mean, n" not in text
    assert "No actions were noted." in text
    assert "Nothing was written down on this question." in text


def test_pdf_without_any_answer_says_so() -> None:
    assert "nobody has answered" in text_of(printed(report(found=results(None))))


def test_pdf_leaves_out_steps_that_were_not_chosen() -> None:
    text = text_of(printed(report(agenda=agenda(CONTENT, {"question-2": 10}))))

    assert "Question 2" in text
    assert "Question 1" not in text
    assert "Actions" not in text
    assert "Results" not in text.replace("Results of individual answers", "")


def test_pdf_keeps_what_was_written_on_a_step_that_is_no_longer_chosen() -> None:
    action = Action("1", "Still to do", "", "", None, "", 1)
    kept = report(notes=(note("Written earlier."),), actions=(action,), agenda=agenda(CONTENT, {"question-2": 10}))

    assert "Written earlier." in text_of(printed(kept))
    assert "Still to do" in text_of(printed(kept))


def test_pdf_never_holds_a_hidden_note_or_an_id() -> None:
    hidden = replace(note("Please forget this."), hidden=True)
    document = report_pdf(report(notes=(hidden, note("Keep this."))), MADE_AT)

    assert "Keep this." in text_of(document)
    assert [word in text_of(document) for word in ("forget", "NOTEID", "SECRETCODE", "777123")] == [False] * 4


def test_pdf_of_three_hundred_notes_holds_them_all() -> None:
    many = report(notes=tuple(note(f"Note number {number}.") for number in range(300)))

    text = text_of(printed(many))
    assert [f"Note number {number}." in text for number in range(300)] == [True] * 300


# ---------------------------------------------------------------- any text at all


@pytest.mark.parametrize(
    "written",
    [
        '#eval("1+1")',
        "*bold* _it_ `raw`",
        "<script>alert(1)</script>",
        "$x^2$ @ref <label>",
        "= heading",
        "- one + two",
    ],
)
def test_pdf_prints_markup_as_plain_text(written: str) -> None:
    assert written in text_of(report_pdf(report(notes=(note(written),), name=written), MADE_AT))


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("Dŵr, ŷd a gwên", "Dŵr, ŷd a gwên"),
        ("Zażółć gęślą jaźń", "Zażółć gęślą jaźń"),
        ("Ελληνικά и русский", "Ελληνικά и русский"),
        ("so happy 😀", "so happy [grinning face]"),
        ("👩🏽‍💻 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧", "[woman, medium skin tone, personal computer] [flag of Wales] [flag GB]"),
        ("😀😀😀😀😀", "[grinning face, 5 times]"),
        ("😀😁😂😃😄😅😆😇😈", "[9 symbols]"),
        ("你好\uff0c世界。", "你好\uff0c世界。"),
        ("ひらがな 한국어 𠮷", "ひらがな 한국어 𠮷"),
        ("தமிழ் yes", "[3 Tamil characters] yes"),
        ("caf\u0065\u0301", "café"),
        ("\u202eevil\u202c user", "[right-to-left override]evil[pop directional formatting] user"),
        ("one\r\ntwo\rthree", "one two three"),
        ("zero\u200bwidth", "zerowidth"),
        ("bell\x07 null\x00", "bell[control character U+0007] null[control character U+0000]"),
        ("\x00" * 900, "[control character U+0000, 900 times]"),
        ("private \uf89e sign", "private [unknown character U+F89E] sign"),
        ("\uf0b7 one \uf0a7 two \uf0e0 three", "\u2022 one \u25aa two \u2192 three"),
        ("lone \ud800 half", "lone [unknown character U+D800] half"),
        ("z" + "\u0301" * 60, "ź" + "\u0301" * 4 + "[55 more marks]"),
    ],
)
def test_pdf_prints_or_names_every_character(written: str, read_back: str) -> None:
    assert read_back.replace(" ", "") in joined(report_pdf(report(notes=(note(written),)), MADE_AT))


@pytest.mark.parametrize("written", ["مرحبا بكم", "שלום עליכם", "हिन्दी", "ภาษาไทย"])
def test_text_in_a_script_the_fonts_have_is_left_as_it_is(written: str) -> None:
    assert clean(written, fonts()) == written
    assert report_pdf(report(notes=(note(written),)), MADE_AT).startswith(b"%PDF")


def test_text_direction_follows_the_first_strong_character() -> None:
    assert [direction(written) for written in ("123 שלום abc", "abc שלום", "123", "مرحبا")] == [
        "rtl",
        "ltr",
        "ltr",
        "rtl",
    ]


def test_pdf_says_why_characters_stand_in_brackets_only_where_they_do() -> None:
    marked, plain = report(notes=(note("😀"),)), report(notes=(note("[grinning face]"),))

    assert "names in square brackets" in text_of(printed(marked))
    assert "names in square brackets" not in text_of(printed(plain))


@pytest.mark.parametrize(
    "body", ["W" * 80, "a" * 10_000, "compassion " * 900, "x\n" * 5_000, "https://x.org/" + "Q" * 300]
)
def test_pdf_keeps_long_words_and_notes_inside_the_page(body: str) -> None:
    long = Action("1", body[:200], body[:200], body[:200], "trust", body[:200], 1)
    value = report(
        notes=(note(body),), group_notes=(GroupNote("question-1", body, 1),), actions=(long,), name=body[:200]
    )
    made = report_pdf(value, MADE_AT)

    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(made)]
    edges = [page.get_rect(number)[2] for page in pages for number in range(page.count_rects())]
    assert max(edges) < A4[0] - 48
    assert joined(made).count(body[0]) >= body.count(body[0])


def test_pdf_of_a_workshop_with_empty_texts_can_be_made() -> None:
    empty = Action("1", " ", "", "\u200b", None, "", 1)

    assert report_pdf(
        report(notes=(note("\u202e \n"),), actions=(empty,), name=" ", partnership="\x00"), MADE_AT
    ).startswith(b"%PDF")


# ---------------------------------------------------------------- what is withheld


def test_withheld_dimension_is_said_to_be_withheld_and_its_mean_is_nowhere() -> None:
    exported = text_of(printed(full())) + scores_csv(full()).decode() + json_file(full()).decode()

    assert text_of(printed(full())).count("Withheld: Conflict management. Fewer than 5 answers.") == 1
    assert ["Conflict management", "withheld", DASH, DASH, DASH, "3.0"] in rows_read(printed(full()))
    assert [number in exported for number in ("4.25", "4.3 ")] == [False, False]


def test_exports_withhold_even_where_a_profile_comes_in_whole() -> None:
    careless = report(found=Results(uneven(), None, 5))

    exported = text_of(report_pdf(careless, MADE_AT)) + scores_csv(careless).decode() + json_file(careless).decode()
    assert "4.25" not in exported
    [line] = [trace for trace in radar_figure(careless.results, CONTENT).data if trace.mode == "lines+markers"]
    assert line.r[4] is None


def test_results_all_withheld_leave_no_table_and_no_radar() -> None:
    value = report(found=results(scored({}, people=4)))

    text = text_of(printed(value))
    assert "no dimension can be shown, because each has fewer than 5 answers" in text
    assert "Mean, n" not in text
    assert {row["reason"] for row in cells(scores_csv(value))} == {"Fewer than 5 answers"}
    assert {row["mean"] for row in cells(scores_csv(value))} == {""}


@pytest.mark.parametrize("nothing", ["\u200b", "  \u2060 ", "\ufeff"])
def test_a_note_of_which_nothing_is_seen_leaves_a_mark_and_no_report_unmade(nothing: str) -> None:
    assert "[nothing that can be seen]" in text_of(report_pdf(report(notes=(note(nothing),)), MADE_AT))


def test_pdf_counts_paper_forms_apart_from_the_people_whose_answers_are_shown() -> None:
    value = replace(report(found=results(scored({}, people=5))), counts=Counts(5, 5, 5, on_paper=2))
    text = text_of(report_pdf(value, MADE_AT))

    assert "5 people answered the questionnaire; 2 forms were entered from paper." in text


@pytest.mark.parametrize(("mode", "later"), [("reveal", 3), ("live", 10)])
def test_pdf_promises_no_more_than_what_holds_of_the_smallest_group(mode, later) -> None:
    whole = full()
    text = text_of(printed(replace(whole, workshop=replace(whole.workshop, smallest_group=10, results_mode=mode))))

    assert "nothing of a dimension is shown before 10 people have answered all of it and 3 have rated each item" in text
    assert f"those who come later enter {later} or more at a time" in text

"""The Word document opens, has a real structure and says what was said."""

import io
import sys
from dataclasses import replace
from functools import cache

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from PIL import Image
from reports import CONTENT, DASH, MADE_AT, NAMES, full, note, report, results, scored, second_time

from across.documents.edition import Edition
from across.documents.word_document import word_document
from across.results.summary import summary
from across.workshop.report import Report
from across.workshop.values import Action, GroupNote

WHOLE = Edition()
SECTORS_SHOWN = {"Health": 8, "Social care": 6, "Third sector": 6, "Community": 6}
# The width of the text in twentieths of a point, 162 mm.
TEXT_WIDTH = 9184


@cache
def opened(value: Report, edition: Edition = WHOLE) -> WordDocument:
    return Document(io.BytesIO(word_document(value, MADE_AT, edition)))


def lines(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: WordDocument, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def headed(document: WordDocument) -> list[tuple[str, str]]:
    found = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    return [(style, text) for style, text in found if style.startswith(("Title", "Heading"))]


def test_word_document_have_a_title_an_author_and_a_language() -> None:
    document = opened(full())
    about = document.core_properties

    assert (about.title, about.author, about.language) == ("Leading together", "Across Boundaries", "en-GB")
    assert about.created == MADE_AT
    assert {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_word_document_have_real_headings_with_results_and_actions_first() -> None:
    found = headed(opened(full()))

    assert found[0] == ("Title", "Leading together")
    assert [text for style, text in found if style == "Heading 1"] == [
        *("Results", "Actions"),
        *(f"Question {number}" for number in range(1, 6)),
        *("Resources", "How to read these notes"),
    ]


def test_word_document_give_the_groups_note_first_and_the_rooms_after() -> None:
    text = lines(opened(full()))
    start = text.index("Question 1")

    assert text[start : start + 6] == [
        "Question 1",
        CONTENT.questions.questions[0].text,
        "What the group agreed",
        "Notice what others carry.",
        "Notes from participants (1)",
        "We share a duty desk. (Way: Mutual support)",
    ]


def test_word_document_put_results_in_a_table_with_a_header_row_that_repeats() -> None:
    table = opened(full()).tables[0]

    assert rows(opened(full()), 0)[0] == ["Dimension", "Mean", "Answers", "Spread", "Agreement", "Agreed together"]
    assert [row[0] for row in rows(opened(full()), 0)[1:]] == NAMES
    assert rows(opened(full()), 0)[1] == ["Shared vision and values", "1.5", "12", "0.5", "close", "3.0"]
    assert rows(opened(full()), 0)[5] == ["Conflict management", "withheld", DASH, DASH, DASH, "3.0"]
    assert lines(opened(full())).count("Withheld: Conflict management. Fewer than 5 answers.") == 1
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True] + [False] * len(NAMES)


def test_word_document_say_where_to_talk_before_what_the_group_agreed_on_the_results() -> None:
    found = headed(opened(second_time()))

    start = found.index(("Heading 2", "Where to talk"))
    assert found[start + 1] == ("Heading 3", "Two camps: Trust")
    assert [text for style, text in found[start:] if style == "Heading 2"][:2] == [
        *("Where to talk", "What the group agreed"),
    ]


def test_word_document_hold_the_earlier_workshop_and_every_sector() -> None:
    document = opened(second_time())

    assert rows(document, 0)[0][-3:] == ["Agreed together", "3 May 2026", "Change"]
    assert rows(document, 0)[8] == ["Innovation", "1.5", "26", "0.5", "close", "2.0", "3.0", "1.5 lower"]
    assert rows(document, 0)[6] == ["Mutual support", "4.0", "26", DASH, DASH, "3.0", "3.0", "1.0 higher"]
    assert rows(document, 1)[0] == ["Dimension", *(f"{name}, n = {n}" for name, n in SECTORS_SHOWN.items())]
    assert rows(document, 1)[6][-1] == "withheld"
    assert any("Only its mean is shown: Mutual support. Hidden so that" in line for line in lines(document))


def test_word_document_give_actions_their_state_and_say_which_are_from_last_time() -> None:
    table = rows(opened(second_time()), 2)

    assert [row[-1] for row in table] == ["State", "Done", "Under way", "Not started"]
    assert [row[1] for row in table[1:]] == [
        "Start a joint induction\nFrom last time (3 May 2026)",
        "Meet monthly\nFrom last time (3 May 2026)",
        "Share the rota",
    ]


def test_word_document_put_actions_in_a_table_that_is_never_cut_in_a_row() -> None:
    document = opened(full())

    assert rows(document, 1) == [
        ["No.", "What", "Who", "By when", "Way", "With others"],
        [
            "1",
            "Start a joint induction",
            "Ann",
            "September",
            "Trust" if CONTENT.way_name("trust") else "",
            "The council",
        ],
    ]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in document.tables[1].rows)


def test_word_document_link_every_resource_and_the_owners_of_the_questionnaire() -> None:
    found = {link.address for paragraph in opened(full()).paragraphs for link in paragraph.hyperlinks}

    resources = CONTENT.resources
    own = {resource.link for resource in (*resources.websites, *resources.videos)}
    assert found == own | {CONTENT.questionnaire.link}


def test_word_document_carry_the_copyright_in_their_text_and_on_each_page() -> None:
    document, questionnaire = opened(full()), CONTENT.questionnaire

    assert f"{questionnaire.copyright} {questionnaire.information} {questionnaire.link}" in [
        paragraph.text for paragraph in document.paragraphs
    ]
    assert questionnaire.copyright in document.sections[0].footer.paragraphs[0].text
    assert CONTENT.choices.scale.note in lines(document)


@pytest.mark.parametrize(
    ("written", "read_back"),
    [
        ("<b>&amp; **bold** #eval", "<b>&amp; **bold** #eval"),
        ("bell\x07 null\x00", "bell[control character U+0007] null[control character U+0000]"),
        ("\u202eevil", "[right-to-left override]evil"),
        ("\uf0b7 one \uf0a7 two \uf0e0 three", "\u2022 one \u25aa two \u2192 three"),
        ("lone \ud800 \uffff", "lone [unknown character U+D800] [unknown character U+FFFF]"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Dŵr 你好 مرحبا 😀 é", "Dŵr 你好 مرحبا 😀 é"),
        ("W" * 10_000, "W" * 10_000),
    ],
)
def test_word_document_keep_every_text_as_text(written: str, read_back: str) -> None:
    action = Action("1", written, written, written, None, written, 1)
    document = opened(
        report(notes=(note(written),), group_notes=(GroupNote("question-2", written, 1),), actions=(action,))
    )

    assert lines(document).count(read_back) == 2
    assert rows(document, 0)[1] == ["1", read_back, read_back, read_back, "", read_back]


def test_word_document_set_right_to_left_text_from_right_to_left() -> None:
    document = opened(report(notes=(note("مرحبا"), note("plain"))))

    bidi = f"{qn('w:pPr')}/{qn('w:bidi')}"
    right_to_left = {paragraph.text: paragraph._p.find(bidi) is not None for paragraph in document.paragraphs}
    assert (right_to_left["مرحبا"], right_to_left["plain"]) == (True, False)


def test_word_document_begin_a_new_paragraph_at_an_empty_line_of_the_groups_note() -> None:
    document = opened(report(group_notes=(GroupNote("question-1", "First.\nStill first.\n\n \nSecond.", 1),)))

    assert [line for line in lines(document) if line.startswith(("First", "Second"))] == [
        "First.\nStill first.",
        "Second.",
    ]


def test_word_document_follow_the_edition() -> None:
    board = opened(full(), Edition(parts=frozenset({"results"}), individual_notes=False, paper="us-letter"))

    assert [text for style, text in headed(board) if style == "Heading 1"] == ["Results", "How to read these notes"]
    assert round(board.sections[0].page_width.inches, 1) == 8.5


def test_word_document_say_that_the_items_are_in_the_pdf_alone() -> None:
    said = "In the PDF alone: The answers to each item."

    assert said in lines(opened(full()))
    assert said not in lines(opened(full(), Edition(parts=frozenset({"results"}))))
    assert said not in lines(opened(report()))


def test_word_document_of_an_empty_workshop_say_so() -> None:
    text = lines(opened(report(name=" ")))

    assert text.count("Nothing was written down on this question.") == 5
    assert "No actions were noted." in text
    assert "The results were not revealed in the workshop, so they are not in this report." in text


def test_word_document_withhold_even_where_a_profile_comes_in_whole() -> None:
    careless = replace(full(), results=replace(full().results, agreed=None))

    assert "4.3" not in str(rows(opened(careless), 0))


@pytest.mark.parametrize("value", [full, second_time])
def test_word_document_gives_each_column_its_width_in_the_grid_and_in_its_cells(value) -> None:
    for table in opened(value()).tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        in_cells = [[int(width.get(qn("w:w"))) for width in row._tr.iter(qn("w:tcW"))] for row in table.rows]

        assert abs(sum(grid) - TEXT_WIDTH) < 20
        assert in_cells == [grid] * len(in_cells)
        assert min(grid) > 500


def test_word_document_has_the_radar_as_a_picture_with_its_words() -> None:
    document = opened(full())
    [drawn] = document.inline_shapes

    assert drawn._inline.docPr.get("descr") == summary(full().results, CONTENT)
    picture = document.part.related_parts[drawn._inline.graphic.graphicData.pic.blipFill.blip.embed]
    wide, high = Image.open(io.BytesIO(picture.blob)).size
    assert wide > 1200
    assert 0.5 < high / wide < 1


def test_word_document_without_results_has_no_picture() -> None:
    assert len(opened(report()).inline_shapes) == 0
    assert len(opened(report(found=results(scored({}, people=4)))).inline_shapes) == 0


def test_word_document_is_made_without_the_picture_where_that_cannot_be_drawn(monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    document = Document(io.BytesIO(word_document(full(), MADE_AT)))

    assert len(document.inline_shapes) == 0
    assert rows(document, 0)[1][:2] == ["Shared vision and values", "1.5"]


def test_word_document_begins_with_the_day_and_what_it_leaves_out_and_ends_with_the_facts() -> None:
    text = lines(opened(full(), Edition(individual_notes=False)))

    assert text[1:4] == [
        "Gwent Partnership Board, 12 May 2026",
        "Left out of this copy: notes from participants.",
        "Results",
    ]
    assert text.index("About this workshop and its report") > text.index("How to read these notes")
    assert "Kept until: 10 August 2026. On that day the workshop is deleted from the server." in text[-6:]

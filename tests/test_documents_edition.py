"""A copy holds what was chosen for it, says what it leaves out, and is whole where nothing was chosen."""

import io
from dataclasses import replace

import pytest
from docx import Document
from PIL import Image
from pypdfium2 import PdfDocument
from reading import headings
from reports import MADE_AT, full, note, printed, report, text_of

from across.documents.edition import PARTS, Edition, Part
from across.documents.report_pdf import report_pdf, report_preview
from across.documents.typesetting import MOST_PAGES
from across.documents.word_document import word_document
from across.workshop.report import Report

LINES = {
    "questions": "Notice what others carry.",
    "results": "Mean, n = 12",
    "items": "1 Strongly disagree 2 Disagree",
    "actions": "Start a joint induction",
    "resources": "Amy Gallo",
}


def copy(report: Report, *parts: Part, **choices: object) -> str:
    return text_of(report_pdf(report, MADE_AT, Edition(parts=frozenset(parts), **choices)))


def test_edition_without_choices_is_the_whole_report() -> None:
    assert report_pdf(full(), MADE_AT, Edition()) == printed(full())
    assert [line in text_of(printed(full())) for line in LINES.values()] == [True] * len(PARTS)
    assert "Left out of this copy" not in text_of(printed(full()))


@pytest.mark.parametrize("gone", PARTS)
def test_edition_leaves_out_a_part_and_says_so(gone: Part) -> None:
    text = copy(full(), *(part for part in PARTS if part != gone))

    lost = {"results", "items"} if gone == "results" else {gone}
    assert {part for part, line in LINES.items() if line not in text} == lost
    assert f"Left out of this copy {PARTS[gone].lower()}." in text


def test_edition_of_a_board_has_results_and_actions_alone() -> None:
    document = report_pdf(full(), MADE_AT, Edition(parts=frozenset({"results", "actions"}), individual_notes=False))

    found = [text for tag, text in headings(document) if tag == "H2"]
    assert found == ["The day on one page", "Results", "Actions", "How to read this report"]
    assert "Talk of trust." in text_of(document)


def test_edition_without_individual_notes_keeps_the_groups_own() -> None:
    value = replace(full(), notes=(*full().notes, note("Said on the results.", "results")))
    text = copy(value, *PARTS, individual_notes=False)

    assert "Notice what others carry." in text
    assert [line in text for line in ("We share a duty desk.", "Ring first.", "Said on the results.")] == [False] * 3
    assert "Left out of this copy notes from participants." in text


def test_edition_without_individual_notes_never_says_that_nothing_was_written() -> None:
    value = report(notes=(note("Ring first.", "question-2"),))
    edition = Edition(individual_notes=False)

    for text in (text_of(report_pdf(value, MADE_AT, edition)), *written(value, edition)):
        assert "Nothing was written down" not in text
        assert "The group wrote no note of its own here." in text


def written(value: Report, edition: Edition) -> list[str]:
    document = Document(io.BytesIO(word_document(value, MADE_AT, edition)))
    return ["\n".join(paragraph.text for paragraph in document.paragraphs)]


def test_edition_without_any_part_still_says_what_the_workshop_was() -> None:
    text = copy(full())

    assert "Gwent Partnership Board" in text
    assert "This tool is copyrighted" in text
    assert [line in text for line in LINES.values()] == [False] * len(PARTS)


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_preview_shows_the_pages_of_the_same_copy(paper: str) -> None:
    board = Edition(parts=frozenset({"results"}), paper=paper)
    pages, number = report_preview(full(), MADE_AT, board)
    made = list(PdfDocument(report_pdf(full(), MADE_AT, board)))

    sizes = [Image.open(io.BytesIO(page)).size for page in pages]
    assert len(pages) == number == len(made)
    assert [round(wide / high, 2) for wide, high in sizes] == [
        round(page.get_width() / page.get_height(), 2) for page in made
    ]


def test_preview_of_a_long_report_is_its_beginning() -> None:
    many = replace(full(), notes=tuple(note(f"{number} " + "Ring first. " * 40) for number in range(120)))
    pages, number = report_preview(many, MADE_AT, Edition())

    assert len(pages) == MOST_PAGES < number

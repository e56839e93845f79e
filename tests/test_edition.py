"""A copy holds what was chosen for it, says what it leaves out, and is whole where nothing was chosen."""

from dataclasses import replace

import pytest
from reading import headings
from reports import MADE_AT, full, note, pdf, printed, text_of

from report.edition import PARTS, Edition, Part
from workshop.report import Report

LINES = {
    "questions": "Notice what others carry.",
    "results": "Individual answers, n = 12",
    "items": "How many people chose each point of the scale",
    "actions": "Start a joint induction",
    "resources": "Amy Gallo",
}


def copy(report: Report, *parts: Part, **choices: object) -> str:
    return text_of(pdf(report, MADE_AT, Edition(parts=frozenset(parts), **choices)))


def test_edition_without_choices_is_the_whole_report() -> None:
    assert pdf(full(), MADE_AT, Edition()) == printed(full())
    assert [line in text_of(printed(full())) for line in LINES.values()] == [True] * len(PARTS)
    assert "Left out of this copy" not in text_of(printed(full()))


@pytest.mark.parametrize("gone", PARTS)
def test_edition_leaves_out_a_part_and_says_so(gone: Part) -> None:
    text = copy(full(), *(part for part in PARTS if part != gone))

    lost = {"results", "items"} if gone == "results" else {gone}
    assert {part for part, line in LINES.items() if line not in text} == lost
    assert f"Left out of this copy {PARTS[gone].lower()}." in text


def test_edition_of_a_board_has_results_and_actions_alone() -> None:
    document = pdf(full(), MADE_AT, Edition(parts=frozenset({"results", "actions"}), individual_notes=False))

    found = [text for tag, text in headings(document) if tag == "H2"]
    assert found == ["Results", "Actions", "How to read this report"]
    assert "Talk of trust." in text_of(document)


def test_edition_without_individual_notes_keeps_the_groups_own() -> None:
    report = replace(full(), notes=(*full().notes, note("Said on the results.", "results")))
    text = copy(report, *PARTS, individual_notes=False)

    assert "Notice what others carry." in text
    assert [line in text for line in ("We share a duty desk.", "Ring first.", "Said on the results.")] == [False] * 3
    assert "Left out of this copy notes from participants." in text


def test_edition_without_any_part_still_says_what_the_workshop_was() -> None:
    text = copy(full())

    assert "Gwent Partnership Board" in text
    assert "This tool is copyrighted" in text
    assert [line in text for line in LINES.values()] == [False] * len(PARTS)

"""Page 1 of the report is the day on one page: what stands out, the radar, what was agreed, what the group noted."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from pypdf import PdfReader
from reading import read_out
from reports import (
    CONTENT,
    MADE_AT,
    full,
    note,
    printed,
    report,
    results,
    revealed,
    rows_of_sectors,
    scored,
    second_time,
)

from across.documents.edition import Edition, Paper
from across.documents.report_pdf import report_pdf
from across.results.talking_points import why_nothing_stands_out
from across.workshop.report import Report
from across.workshop.values import Action, GroupNote
from scoring.talk import talking_points

PAPERS = ("a4", "us-letter")
LONG = "We ring each other before we write, and we write it down once. " * 12


def agreed(number: int, what: str = "Meet monthly and take turns to write it down") -> tuple[Action, ...]:
    return tuple(Action(str(place), f"{what} {place:02}", "Ann", "June", None, "", 1) for place in range(number))


def noted(text: str) -> tuple[GroupNote, ...]:
    return tuple(GroupNote(f"question-{place}", f"{text} {place}", 1) for place in range(1, 6))


def on_page_1(value: Report, paper: Paper = "a4") -> list[tuple[str, str]]:
    tags = read_out(report_pdf(value, MADE_AT, Edition(paper=paper)))
    # The space at the end of a line is in the file, and the program that reads it here leaves it out.
    return [(tag.tag, re.sub(r":(?=\w)", ": ", tag.text)) for tag in tags if tag.pages == (0,)]


def test_page_1_reads_out_the_day_what_stands_out_the_radar_then_what_was_agreed_and_noted() -> None:
    page = on_page_1(second_time())

    order = [
        ("H1", "Leading together"),
        ("P", "Gwent Partnership Board, 12 May 2026"),
        ("H2", "The day on one page"),
        ("H3", "Two camps: Trust"),
        ("H3", "Lowest, and we see it alike: Innovation"),
        ("P", "1.5 out of 5."),
        ("H3", "Highest: Mutual support"),
        ("H3", "What we will do"),
        ("P", "Start a joint induction"),
        ("P", "Ann; done"),
        ("P", "June"),
        ("H3", "What the group noted"),
        ("P", "Results"),
        ("P", "Trust first."),
    ]
    assert [entry for entry in page if entry in order] == order
    assert page[[tag for tag, _ in page].index("Figure")][1].startswith("26 people answered")
    assert any("This tool is copyrighted (Michael West and AffinaOD)." in text for _, text in page)
    assert ("P", CONTENT.choices.scores) in page


def test_page_1_says_that_nothing_stands_out_where_nothing_does() -> None:
    rows = [
        (who, None, item, 3 + who % 2)
        for who in range(12)
        for item in (item.id for item in CONTENT.questionnaire.items)
    ]
    found = revealed([(f"person-{who}", sector, item, point) for who, sector, item, point in rows])
    page = on_page_1(report(found=found))

    assert found.talk == ()
    assert ("P", why_nothing_stands_out(found)) in page
    assert "Figure" in [tag for tag, _ in page]


def test_page_1_names_no_more_than_three_things_and_the_results_name_them_all() -> None:
    tags = read_out(printed(second_time()))
    kinds = [point.kind for point in second_time().results.talk]

    assert len(kinds) > 3
    assert len([tag for tag in tags if tag.tag == "H4" and ": " in tag.text and tag.pages[0] > 0]) == len(kinds)
    assert len([text for tag, text in on_page_1(second_time()) if tag == "H3"]) == 3 + 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("number", [1, 5, 9, 30])
def test_page_1_has_what_fits_of_the_actions_and_says_where_the_others_are(number: int, paper: Paper) -> None:
    value = replace(full(), actions=agreed(number))
    tags = read_out(report_pdf(value, MADE_AT, Edition(paper=paper)))
    first = [
        action.what for action in value.actions if ("P", action.what, (0,)) in [(t.tag, t.text, t.pages) for t in tags]
    ]
    later = [tag.text for tag in tags if tag.row and tag.pages[0] > 0]
    page_of_all = next(tag.pages[0] for tag in tags if (tag.tag, tag.text) == ("H2", "Actions"))

    assert first == [action.what for action in value.actions[: len(first)]]
    assert len(first) >= min(number, 5)
    assert [action.what for action in value.actions if action.what not in later] == []
    said = [tag.text for tag in tags if tag.pages == (0,) and tag.text.endswith(f"on page {page_of_all + 1}.")]
    assert said == ([f"{number - len(first)} more on page {page_of_all + 1}."] if number > len(first) else [])


@pytest.mark.parametrize("paper", PAPERS)
def test_page_1_cuts_nothing_that_is_too_long_for_it(paper: Paper) -> None:
    value = replace(full(), actions=agreed(6, LONG), group_notes=noted(LONG))
    page = " ".join(text for _, text in on_page_1(value, paper))
    whole = report_pdf(value, MADE_AT, Edition(paper=paper))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(whole)).pages))

    for what in [*(action.what for action in value.actions), *(text.body for text in value.group_notes)]:
        assert re.sub(r"\s", "", what) in text
    assert page.count("We ring each other") % 12 == 0
    assert re.search(r"(\d more|6 actions) on page \d", page)
    assert re.search(r"More: .*Question 5 on page \d", page)


@pytest.mark.parametrize("found", [None, results(scored({}, people=4))], ids=["not revealed", "all withheld"])
def test_page_1_without_a_radar_says_why_and_has_the_rest(found) -> None:
    page = on_page_1(report(found=found, actions=agreed(3), group_notes=noted("Carers decide with us.")))

    assert "Figure" not in [tag for tag, _ in page]
    assert any("not revealed" in text or "fewer than 5 answers" in text for _, text in page)
    assert ("P", "Meet monthly and take turns to write it down 02") in page
    assert ("P", "Carers decide with us. 5") in page


def test_page_1_of_a_workshop_of_which_nothing_is_left_goes_on_with_its_parts() -> None:
    tags = read_out(printed(report()))

    assert "The day on one page" not in [tag.text for tag in tags]
    assert ("Results", (0,)) in [(tag.text, tag.pages) for tag in tags]


def test_page_1_has_the_agreed_scores_where_nobody_answered_alone() -> None:
    scores = scored({"trust": 5, "innovation": 2}, people=1)
    found = replace(results(None, scores), talk=talking_points(None, (), scores))
    page = on_page_1(report(found=found))

    assert ("H3", "Highest: Trust") in page
    assert ("P", "Scores that the group agreed together, from 1 Strongly disagree to 5 Strongly agree.") in page


def test_page_1_says_what_a_copy_leaves_out() -> None:
    page = report_pdf(full(), MADE_AT, Edition(individual_notes=False))

    assert ("P", "Left out of this copy: notes from participants.") in [
        (tag.tag, tag.text) for tag in read_out(page) if tag.pages == (0,)
    ]


@pytest.mark.parametrize("people", [5, 6])
def test_pdf_says_no_more_than_once_on_a_page_that_people_are_too_few_to_say(people: int) -> None:
    found = revealed(rows_of_sectors({"health": people}))
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(printed(report(found=found)))).pages]

    said = [text.lower().count("too few to say") for text in texts]
    assert said[0] == 1
    assert max(said) == 1
    assert sum(said) <= 2


def test_pdf_keeps_the_bar_and_the_label_of_a_note_from_right_to_left_on_one_side() -> None:
    value = report(
        notes=(
            note("\u0645\u0631\u062d\u0628\u0627", way="conflict-management"),
            note("Hello.", "question-2", "mutual-support"),
        )
    )
    middles = {}
    for page in pypdfium2.PdfDocument(report_pdf(value, MADE_AT)):
        text = page.get_textpage()
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            if text.get_text_bounded(left, bottom, right, top).startswith("Way"):
                middles[text.get_text_bounded(left, bottom, right, top)] = (left + right) / 2 / page.get_width()

    assert len(middles) == 2
    assert (min(middles.values()) < 0.3, max(middles.values()) > 0.7) == (True, True)

"""Blank forms for the room: the questionnaire to fill in with a pen, and a sheet with the questions to discuss.

Both are tagged PDFs like the report (PDF/UA-1 and PDF/A-2a): who cannot see the sheet can have it read out.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby

import segno

from across.documents.edition import Paper
from across.documents.fonts import Fonts
from across.documents.printable import BODY_WIDTH, Data, Printable, attribution, printable_in
from across.documents.typesetting import seconds, typeset
from content.shape import Content
from scoring.shown import DEFAULT_SMALLEST_GROUP, FEWEST_NEWCOMERS

TITLE_WIDTH, QUESTION_WIDTH, ADDRESS_WIDTH = 18.0, 32.0, 20.0
HOW = (
    "Tick one box for each statement, and put no name on this form: it is anonymous. Leave out what you would rather "
    "not answer; a dimension (what stands under one heading) counts only when all of it is answered."
)
QUESTIONNAIRE_TITLE, DISCUSSION_TITLE = "Questionnaire", "Questions to discuss"


@dataclass(frozen=True)
class FormDetails:
    """What a printed form knows of its workshop: its name, whether it asks for a sector, its smallest group."""

    name: str = ""
    asks_sector: bool = False
    smallest_group: int = DEFAULT_SMALLEST_GROUP
    paper: Paper = "a4"


def questionnaire_pdf(
    content: Content, join_address: str, made_at: datetime, details: FormDetails = FormDetails()
) -> bytes:
    """The blank questionnaire as a PDF of two pages: each item with its labelled points as boxes for a pen.

    `join_address` is printed beside its QR code, for those who would rather answer on a phone; an empty one
    leaves both out. The same arguments give the same bytes. Raises ReportError, FontsMissing.
    """
    return typeset(
        "questionnaire",
        lambda fonts: _questionnaire(content, join_address, details, fonts),
        details.paper,
        seconds(made_at),
    )


def discussion_sheet_pdf(
    content: Content, join_address: str, made_at: datetime, details: FormDetails = FormDetails()
) -> bytes:
    """The reflection questions word for word as a PDF, with lines to write on, and the five ways.

    `join_address` as for the questionnaire. The same arguments give the same bytes. Raises ReportError, FontsMissing.
    """
    return typeset(
        "discussion", lambda fonts: _discussion(content, join_address, details, fonts), details.paper, seconds(made_at)
    )


def qr_runs(address: str) -> list[list[tuple[int, int]]]:
    """The QR code of an address: for each row its dark runs as (first module, length), a quiet border included."""
    rows = segno.make(address, error="m").matrix_iter(border=4)
    return [_runs([bool(module) for module in row]) for row in rows]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    first, found = 0, []
    for dark, run in groupby(row):
        length = sum(1 for _ in run)
        if dark:
            found.append((first, length))
        first += length
    return found


def _questionnaire(content: Content, join_address: str, details: FormDetails, fonts: Fonts) -> Data:
    printable, scale = printable_in(content, fonts), content.choices.scale
    return {
        **_common(content, details, printable, QUESTIONNAIRE_TITLE),
        "join": _join(join_address, printable),
        "scale": printable.line(scale.note),
        "points": [printable.line(point) for point in scale.points],
        "dont_know": printable.line(scale.dont_know),
        "sectors": [printable.line(sector.name) for sector in content.choices.sectors] if details.asks_sector else [],
        "dimensions": _dimensions(content, printable),
        "how": printable.line(f"{HOW} \u201c{scale.dont_know}\u201d is an answer, too."),
        "treatment": [printable.line(text) for text in _how_answers_are_treated(content, details)],
    }


def _common(content: Content, details: FormDetails, printable: Printable, title: str) -> Data:
    return {
        "title": printable.line(title),
        "name": printable.line(details.name.strip(), TITLE_WIDTH) if details.name.strip() else None,
        "copyright": printable.line(content.questionnaire.copyright),
        "attribution": attribution(content, printable),
    }


def _join(address: str, printable: Printable) -> Data | None:
    if not address:
        return None
    return {
        "shown": printable.line(address, ADDRESS_WIDTH),
        "rows": qr_runs(address),
        "alt": f"QR code to join: {address}",
    }


def _dimensions(content: Content, printable: Printable) -> list[Data]:
    """The dimensions with their items, numbered through as they are when they are typed in."""
    numbers = count(1)
    return [
        {
            "name": printable.line(dimension.name),
            "items": [
                {"number": next(numbers), "text": printable.line(item.text, BODY_WIDTH)} for item in dimension.items
            ],
        }
        for dimension in content.questionnaire.dimensions
    ]


def _how_answers_are_treated(content: Content, details: FormDetails) -> tuple[str, ...]:
    """How the answers of a paper form are treated."""
    typed = "Hand this form in folded. Somebody types the answers in; then they count like those given on a phone."
    shown = (
        f"Nothing of a dimension is shown before {details.smallest_group} people have answered all of it. Those who "
        f"come later are added {FEWEST_NEWCOMERS} or more at a time."
    )
    return typed, shown, content.choices.scores


def _discussion(content: Content, join_address: str, details: FormDetails, fonts: Fonts) -> Data:
    printable = printable_in(content, fonts)
    asked, ways = content.questions, content.choices.ways
    numbered = enumerate(asked.questions, start=1)
    return {
        **_common(content, details, printable, DISCUSSION_TITLE),
        "join": _join(join_address, printable),
        "heading": printable.line(asked.heading),
        "questions": [
            {"number": number, "text": printable.line(question.text, QUESTION_WIDTH)} for number, question in numbered
        ],
        "ways": [{"name": printable.line(way.name), "published": printable.line(way.published)} for way in ways.list],
        "ways_note": printable.line(ways.note),
    }

"""Paper for the room: the questionnaire to fill in with a pen, and a sheet with the questions to discuss.

Both are tagged PDFs like the report (PDF/UA-1 and PDF/A-2a): who cannot see the sheet can have it read out.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby

import segno

from across.documents.edition import Paper
from across.documents.fonts import Fonts
from across.documents.printable import BODY_WIDTH, Data, Press, attribution, press_for
from across.documents.typesetting import seconds, typeset
from content.shape import Content
from scoring.shown import DEFAULT_SMALLEST_GROUP

TITLE_WIDTH, QUESTION_WIDTH, ADDRESS_WIDTH = 18.0, 32.0, 20.0
HOW = (
    "Tick one box for each statement. Leave out what you would rather not answer, and put no name on this form: "
    "it is anonymous."
)
QUESTIONNAIRE_TITLE, DISCUSSION_TITLE = "Questionnaire", "Questions to discuss"


@dataclass(frozen=True)
class Form:
    """What a printed form knows of its workshop: its name, whether it asks for a sector, its smallest group."""

    name: str = ""
    asks_sector: bool = False
    smallest_group: int = DEFAULT_SMALLEST_GROUP
    paper: Paper = "a4"


def questionnaire_pdf(content: Content, join_address: str, made_at: datetime, form: Form = Form()) -> bytes:
    """The blank questionnaire as a PDF of two pages: each item with its labelled points as boxes for a pen.

    `join_address` is printed beside its QR code, for those who would rather answer on a phone; an empty one
    leaves both out. The same arguments give the same bytes. Raises ReportError, FontsMissing.
    """
    return typeset(
        "questionnaire",
        lambda fonts: _questionnaire(content, join_address, form, fonts),
        form.paper,
        seconds(made_at),
    )


def discussion_sheet_pdf(content: Content, join_address: str, made_at: datetime, form: Form = Form()) -> bytes:
    """The reflection questions word for word as a PDF, with lines to write on, and the five ways.

    `join_address` as for the questionnaire. The same arguments give the same bytes. Raises ReportError, FontsMissing.
    """
    return typeset(
        "discussion", lambda fonts: _discussion(content, join_address, form, fonts), form.paper, seconds(made_at)
    )


def qr_runs(address: str) -> list[list[tuple[int, int]]]:
    """The QR code of an address: for each row its dark runs as (first module, length), a quiet border included."""
    rows = segno.make(address, error="m").matrix_iter(border=4)
    return [_runs([bool(module) for module in row]) for row in rows]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    place, found = 0, []
    for dark, run in groupby(row):
        length = sum(1 for _ in run)
        if dark:
            found.append((place, length))
        place += length
    return found


def _questionnaire(content: Content, join_address: str, form: Form, fonts: Fonts) -> Data:
    press, scale = press_for(content, fonts), content.choices.scale
    return {
        **_common(content, form, press, QUESTIONNAIRE_TITLE),
        "join": _join(join_address, press),
        "scale": press.line(scale.note),
        "points": [press.line(point) for point in scale.points],
        "dont_know": press.line(scale.dont_know),
        "sectors": [press.line(sector.name) for sector in content.choices.sectors] if form.asks_sector else [],
        "dimensions": _dimensions(content, press),
        "how": press.line(HOW),
        "treated": [press.line(text) for text in _treated(content, form)],
    }


def _common(content: Content, form: Form, press: Press, title: str) -> Data:
    return {
        "title": press.line(title),
        "name": press.line(form.name.strip(), TITLE_WIDTH) if form.name.strip() else None,
        "copyright": press.line(content.questionnaire.copyright),
        "attribution": attribution(content, press),
    }


def _join(address: str, press: Press) -> Data | None:
    if not address:
        return None
    return {"shown": press.line(address, ADDRESS_WIDTH), "rows": qr_runs(address), "alt": f"QR code to join: {address}"}


def _dimensions(content: Content, press: Press) -> list[Data]:
    """The dimensions with their items, numbered through as they are when they are typed in."""
    numbers = count(1)
    return [
        {
            "name": press.line(dimension.name),
            "items": [{"number": next(numbers), "text": press.line(item.text, BODY_WIDTH)} for item in dimension.items],
        }
        for dimension in content.questionnaire.dimensions
    ]


def _treated(content: Content, form: Form) -> tuple[str, ...]:
    """How the answers of a paper form are treated."""
    typed = "Hand this form in folded. Somebody types the answers in; then they count like those given on a phone."
    shown = f"Results are shown for groups of people, and only where at least {form.smallest_group} of them answered."
    return typed, shown, content.choices.scores


def _discussion(content: Content, join_address: str, form: Form, fonts: Fonts) -> Data:
    press = press_for(content, fonts)
    asked, ways = content.questions, content.choices.ways
    numbered = enumerate(asked.questions, start=1)
    return {
        **_common(content, form, press, DISCUSSION_TITLE),
        "join": _join(join_address, press),
        "heading": press.line(asked.heading),
        "questions": [
            {"number": number, "text": press.line(question.text, QUESTION_WIDTH)} for number, question in numbered
        ],
        "ways": [{"name": press.line(way.name), "published": press.line(way.published)} for way in ways.list],
        "ways_note": press.line(ways.note),
    }

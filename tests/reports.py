"""Reports for tests: whole ones, and their text read back."""

import csv as comma_separated
import io
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache

from pypdf import PdfReader

from content.reader import read
from report.pdf import pdf
from scoring.profile import Profile, frame_of, profile
from scoring.shown import shown
from workshop.agenda import full_agenda
from workshop.report import Report
from workshop.values import Action, Counts, GroupNote, Note, Results, Workshop

CONTENT = read()
POINTS = len(CONTENT.choices.scale.points)
DASH = "\N{EN DASH}"
MADE_AT = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
NAMES = [dimension.name for dimension in CONTENT.questionnaire.dimensions]
WITHHELD = "conflict-management"
A4 = (595.3, 841.9)


def workshop(**changes: object) -> Workshop:
    known = {
        "code": "SECRETCODE",
        "name": "Leading together",
        "partnership": "Gwent Partnership Board",
        "held_on": date(2026, 5, 12),
        "delete_on": date(2026, 8, 10),
        "content_version": CONTENT.version,
        "agenda": full_agenda(CONTENT),
        "smallest_group": 5,
        "asks_sector": True,
        "step": "close",
        "scoring": "finished",
        "revealed": True,
        "revision": 777_123,
        **changes,
    }
    later = {field.name: None for field in fields(Workshop) if field.name not in known}
    return Workshop(**later, **known)


def scored(points: dict[str, int | None], people: int, few: str = "", respondent: str = "person") -> Profile:
    """Each of `people` gives each dimension its point in `points` (3 where absent); two alone rate `few`."""
    rows = [
        (f"{respondent}-{number}", item.id, points.get(dimension.id, 3))
        for dimension in CONTENT.questionnaire.dimensions
        for item in dimension.items
        for number in range(2 if dimension.id == few else people)
    ]
    return profile(frame_of(rows), CONTENT.questionnaire, POINTS)


def uneven(few: str = WITHHELD) -> Profile:
    """Twelve people whose withheld dimension would show a mean of 4.25, found nowhere else."""
    rows = []
    for place, dimension in enumerate(CONTENT.questionnaire.dimensions):
        withheld = dimension.id == few
        for number in range(4 if withheld else 12):
            point = (4 if number else 5) if withheld else 1 + (place + number % 2) % POINTS
            rows += [(f"person-{number}", item.id, point) for item in dimension.items]
    return profile(frame_of(rows), CONTENT.questionnaire, POINTS)


def results(own: Profile | None, agreed: Profile | None = None) -> Results:
    return Results(shown(own, 5) if own else None, agreed, 5)


def note(body: str, question: str = "question-1", way: str | None = None) -> Note:
    return Note("NOTEID", question, body, way, hidden=False, mine=True)


def report(
    notes: tuple[Note, ...] = (),
    group_notes: tuple[GroupNote, ...] = (),
    actions: tuple[Action, ...] = (),
    found: Results | None = None,
    **changes: object,
) -> Report:
    return Report(workshop(**changes), CONTENT, Counts(14, 12, 11), group_notes, notes, actions, found)


@cache
def full() -> Report:
    agreed = scored({"trust": 5, "innovation": None}, people=1)
    return report(
        notes=(note("We share a duty desk.", way="mutual-support"), note("Ring first.", "question-2")),
        group_notes=(
            GroupNote("question-1", "Notice what others carry.", 3),
            GroupNote("results", "Talk of trust.", 1),
        ),
        actions=(Action("ACTIONID", "Start a joint induction", "Ann", "September", "trust", "The council", 9),),
        found=results(uneven(), agreed),
    )


@cache
def printed(value: Report) -> bytes:
    return pdf(value, MADE_AT)


def text_of(document: bytes) -> str:
    """Its text with line ends and places to break taken out, so that what was wrapped reads on."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return re.sub(r"\s+", " ", " ".join(pages)).replace("\u200b", "")


def joined(document: bytes) -> str:
    """Its text without any space at all, for words broken over lines."""
    return re.sub(r"[\s\u200b]", "", text_of(document))


def cells(document: bytes) -> list[dict[str, str]]:
    return list(comma_separated.DictReader(io.StringIO(document.decode("utf-8-sig"))))

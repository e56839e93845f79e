"""Reports for tests: whole ones, and their text read back."""

import csv as comma_separated
import io
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import cache

from pypdf import PdfReader

from across.documents.report_pdf import report_pdf
from across.workshop.report import Report
from across.workshop.steps import full_agenda
from across.workshop.values import Action, Counts, Earlier, GroupNote, Note, Results, Workshop
from content.reader import own
from scoring.profile import Profile, frame_of, profile
from scoring.shown import let_in, reveal, shown
from scoring.talk import talking_points

CONTENT = own()
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
    for position, dimension in enumerate(CONTENT.questionnaire.dimensions):
        withheld = dimension.id == few
        for number in range(4 if withheld else 12):
            point = (4 if number else 5) if withheld else 1 + (position + number % 2) % POINTS
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


SECTORS = {"health": 8, "social-care": 6, "third-sector": 6, "community": 6}
EARLIER_DAY = date(2026, 5, 3)


def rows_of_sectors(sectors: dict[str, int] = SECTORS) -> list[tuple[str, str | None, str, int | None]]:
    """People of several sectors: two camps on trust, low in innovation, many who do not know what compassion is.

    In mutual support, everyone in the third sector says the same, so that nothing but the mean may be shown.
    """
    people = [(f"{sector}-{number}", sector) for sector, size in sectors.items() for number in range(size)]
    return [
        (who, sector, item.id, _point(dimension.id, sector, position))
        for position, (who, sector) in enumerate(people)
        for dimension in CONTENT.questionnaire.dimensions
        for item in dimension.items
    ]


def _point(dimension: str, sector: str, position: int) -> int | None:
    points = {
        "trust": 1 if position % 2 else 5,
        "innovation": 1 + position % 2,
        "compassion": None if position % 5 < 2 else 3 + position % 2,
        "mutual-support": 4 if sector == "third-sector" else 3 + position % 3,
        "shared-vision-and-values": (1 if sector == "health" else 4) + position % 2,
    }
    return points.get(dimension, 2 + position % 3)


def revealed(rows: list[tuple[str, str | None, str, int | None]], earlier: Earlier | None = None) -> Results:
    """The results as everybody sees them once these answers are revealed."""
    entered = let_in([], rows, CONTENT.questionnaire, 5)
    seen = reveal(entered, CONTENT.questionnaire, POINTS, 5)
    talk = talking_points(seen.profile, seen.sectors)
    return Results(seen.profile, None, 5, seen.sectors, seen.no_lines, talk, earlier)


@cache
def second_time() -> Report:
    """A second workshop of several sectors, beside the first, with actions from last time."""
    before = Earlier("The first", EARLIER_DAY, shown(scored({"innovation": 3, "trust": 3, "community": 2}, 9), 5))
    found = replace(revealed(rows_of_sectors(), before), agreed=scored({"trust": 4, "innovation": 2}, people=1))
    return report(
        group_notes=(GroupNote("results", "Trust first.", 1),),
        actions=(
            Action("1", "Start a joint induction", "Ann", "June", None, "", 1, "done", EARLIER_DAY),
            Action("2", "Meet monthly", "Ben", "July", "mutual-support", "", 1, "under way", EARLIER_DAY),
            Action("3", "Share the rota", "Cat", "August", None, "The council", 1),
        ),
        found=found,
    )


@cache
def printed(value: Report) -> bytes:
    return report_pdf(value, MADE_AT)


def text_of(document: bytes) -> str:
    """Its text with line ends and places to break taken out, so that what was wrapped reads on."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return re.sub(r"\s+", " ", " ".join(pages)).replace("\u200b", "")


def joined(document: bytes) -> str:
    """Its text without any space at all, for words broken over lines."""
    return re.sub(r"[\s\u200b]", "", text_of(document))


def cells(document: bytes) -> list[dict[str, str]]:
    return list(comma_separated.DictReader(io.StringIO(document.decode("utf-8-sig"))))

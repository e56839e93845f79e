"""The report of a whole workshop with so many notes: `python benchmarks/documents.py NOTES BEGAN`."""

import sys
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

from costs import tell

sys.path.insert(0, str(Path(__file__).parent.parent))

from across.documents.report_pdf import report_pdf
from across.workshop.report import Report
from across.workshop.steps import full_agenda
from across.workshop.values import Action, Counts, Earlier, GroupNote, Note, Results, Workshop
from content.reader import read
from content.shape import Content
from scoring.shown import let_in, reveal
from scoring.talk import talking_points

MADE_AT = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
LONG = (
    "The council and the health board do not share a diary, let alone a budget. When a person leaves hospital on a "
    "Friday afternoon, three teams find out on Monday, and by then the family has done it all themselves."
)
WORDS = ("Listen.", "We share a duty desk and ring each other before we write. Dŵr, ŷd a gwên.", LONG)
PEOPLE, ACTIONS = 12, 14


def main() -> None:
    """Make the report and tell what it cost."""
    notes, began = int(sys.argv[1]), float(sys.argv[2])
    value = _report(read(), notes)
    tell(lambda: report_pdf(value, MADE_AT), began)


def _report(content: Content, notes: int) -> Report:
    """Twelve people's answers, an earlier workshop, 14 actions, a group note on each question, this many notes."""
    asked = [question.id for question in content.questions.questions]
    said = tuple(_note(number, asked[number % len(asked)]) for number in range(notes))
    actions = tuple(
        Action(str(number), WORDS[number % 3], "Ann", "September", None, "", 1) for number in range(ACTIONS)
    )
    agreed = tuple(GroupNote(question, LONG, 1) for question in asked)
    counts = Counts(PEOPLE, PEOPLE, PEOPLE)
    return Report(_workshop(content), content, counts, agreed, said, actions, _results(content))


def _note(number: int, question: str) -> Note:
    return Note(str(number), question, f"{WORDS[number % 3]} {number}", None, hidden=False, mine=False)


def _workshop(content: Content) -> Workshop:
    known = {
        "code": "X",
        "name": "Winter pressures",
        "partnership": "Eastside",
        "content_version": content.version,
        "held_on": date(2026, 5, 12),
        "delete_on": date(2026, 8, 10),
        "agenda": full_agenda(content),
        "smallest_group": 5,
    }
    return Workshop(**{field.name: known.get(field.name) for field in fields(Workshop)})


def _results(content: Content) -> Results:
    """People of two sectors, revealed once, beside an earlier workshop."""
    points, items = len(content.choices.scale.points), [item.id for item in content.questionnaire.items]
    sectors = [sector.id for sector in content.choices.sectors[:2]]
    rows = [
        (str(who), sectors[who % 2], item, 1 + (who + position) % points)
        for who in range(PEOPLE)
        for position, item in enumerate(items)
    ]
    seen = reveal(let_in([], rows, content.questionnaire, 5), content.questionnaire, points, 5)
    earlier = Earlier("The first", date(2025, 11, 3), seen.profile)
    return Results(
        seen.profile, None, 5, seen.sectors, seen.no_lines, talking_points(seen.profile, seen.sectors), earlier
    )


if __name__ == "__main__":
    main()

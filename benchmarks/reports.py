"""Reports to look at, of small and large groups and of every unusual kind: `python benchmarks/reports.py FOLDER`.

Each is written as a PDF, a Word document and a workbook. `--pages` adds the pages as pictures; names after the folder
choose among the reports. Nothing in them is real: the answers are made up (`made_up.py`), the same every time.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pypdfium2

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from made_up import People, apart, equal, rows  # noqa: E402 (found by the line above)
from sample_notes import NOTES  # noqa: E402

from across.documents.edition import Edition  # noqa: E402
from across.documents.report_pdf import report_pdf  # noqa: E402
from across.documents.spreadsheets import scores_excel  # noqa: E402
from across.documents.word_document import word_document  # noqa: E402
from across.workshop.report import Report  # noqa: E402
from across.workshop.steps import full_agenda  # noqa: E402
from across.workshop.values import Action, Counts, Earlier, GroupNote, Note, Results, Workshop  # noqa: E402
from content.reader import own  # noqa: E402
from content.shape import Content, Dimension  # noqa: E402
from scoring.profile import frame_of, profile  # noqa: E402
from scoring.shown import let_in, reveal  # noqa: E402
from scoring.talk import talking_points  # noqa: E402

OURS = own()
MADE_AT = datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
HELD, BEFORE = date(2026, 11, 26), date(2026, 5, 12)
SMALLEST, PICTURE_SCALE = 5, 1.2
AGREED = (
    "Compassion is attention that leads to help.",
    "Kindness thins out at every handover; we will start with the handover.",
    "Carers and voluntary groups decide with us.",
    "We raise disagreement early, with the person, kindly.",
    "Co-design begins before the funding bid.",
)
DOING = (
    ("Say thank you by name, across organisations, every Friday", "each of us", "weekly", ""),
    ("Carers and two voluntary groups at the discharge huddle, with a vote", "Discharge lead", "12 January", "carers"),
    ("Swap places for a day each quarter", "everyone; partnership office keeps the list", "29 January", ""),
    ("One rule for disagreement: to the person first, within 48 hours", "Chairs of both boards", "31 January", ""),
    ("Write the handover once, with the family, and let it travel", "District nursing lead", "1 March", "families"),
)
LONG = (
    "The council and the health board do not share a diary, let alone a budget. When a person leaves hospital on a "
    "Friday afternoon, three teams find out on Monday, and by then the family has done it all themselves. "
)
ARABIC = (
    "نلتقي كل أسبوع ونتحدث عن العائلات قبل أن نتحدث عن الميزانية.",
    "الثقة تأتي من الوفاء بما وعدنا به، لا من الاجتماعات.",
    "شكراً (thank you) لمن يفتح الباب.\n\nWe say it in both languages.",
)
LONG_NAMES = (
    *("Shared vision, purpose and values across every organisation", "Clear roles and teamworking between professions"),
    *("Frequent and positive contact in person", "Commitment for the long term", "Open management of conflict"),
    *("Mutual support between partners", "Trust", "Innovation and learning from what does not work"),
    *("Compassion for those who use services", "Involving communities in decisions that concern them", "Equity"),
    *("Shared information that everybody can reach", "Leadership at every level", "Wellbeing of staff", "Resources"),
)


@dataclass(frozen=True)
class Room:
    """A workshop to report on: how many people of which sectors, how far dimensions differ, what was written."""

    people: int = 12
    sectors: tuple[int, ...] = ()
    differ: float = 0.7
    earlier: bool = False
    content: Content = OURS
    seed: int = 4
    dont_know: float = 0.04
    camps: str = ""

    def results(self) -> Results:
        """The results as everybody sees them once they are revealed."""
        chance = np.random.default_rng(self.seed)
        questions, points = self.content.questionnaire, len(self.content.choices.scale.points)
        means = apart(chance, questions, self.differ) if self.differ else equal(questions)
        people = People(chance, self.people, len(questions.dimensions))
        seen = self._revealed(people.answers(means, points=points, dont_know=self.dont_know))
        before = self._revealed(people.answers(means - 0.4 * (np.arange(len(means)) % 4 == 0), points=points))
        talk = talking_points(seen.profile, seen.sectors)
        earlier = Earlier("The first time", BEFORE, before.profile) if self.earlier else None
        reason = None if seen.sectors else "not asked" if not self.sectors else seen.sectors_reason
        return replace(seen, talk=talk, earlier=earlier, sectors_reason=reason)

    def _revealed(self, answers: np.ndarray) -> Results:
        questions, points = self.content.questionnaire, len(self.content.choices.scale.points)
        if self.camps:
            place = next(number for number, item in enumerate(questions.items) if item.id == self.camps)
            answers[:, place] = np.where(np.arange(len(answers)) % 2, 1, points)
        named = {f"sector-{place}": sector.id for place, sector in enumerate(self.content.choices.sectors)}
        given = [(who, named.get(sector or ""), item, point) for who, sector, item, point in self._rows(answers)]
        seen = reveal(let_in([], given, questions, SMALLEST), questions, points, SMALLEST)
        return Results(seen.profile, None, SMALLEST, seen.sectors, seen.no_lines)

    def _rows(self, answers: np.ndarray) -> list[tuple[str, str | None, str, int | None]]:
        return rows(answers, self.content.questionnaire, self.sectors)


def _report(room: Room, results: Results | None, **more: object) -> Report:
    questions = [question.id for question in room.content.questions.questions]
    known = {
        "name": "Compassionate leadership across our place",
        "partnership": "Riverside Neighbourhood Partnership",
        "held_on": HELD,
        "delete_on": date(2027, 2, 24),
        "content_version": room.content.version,
        "agenda": full_agenda(room.content),
        "smallest_group": SMALLEST,
    }
    workshop = Workshop(**{field.name: known.get(field.name) for field in fields(Workshop)})
    agreed = tuple(GroupNote(question, text, 1) for question, text in zip(questions, AGREED, strict=True))
    actions = tuple(_action(number, *written) for number, written in enumerate(DOING))
    counts = Counts(room.people + 1, room.people, room.people)
    whole = Report(workshop, room.content, counts, agreed, _notes(6), actions, results)
    return replace(whole, **more)


def _action(number: int, what: str, who: str, by_when: str, others: str) -> Action:
    way = OURS.choices.ways.list[number % 5].id if number % 2 else None
    return Action(str(number), what, who, by_when, way, others, 1)


def _notes(number: int, bodies: tuple[str, ...] = ()) -> tuple[Note, ...]:
    questions, ways = [question.id for question in OURS.questions.questions], OURS.choices.ways.list
    written = [(body, 0, None, "") for body in bodies] or [
        (note.body, note.marks, ways[note.way].id if note.way is not None else None, note.heading) for note in NOTES
    ]
    return tuple(
        Note(str(place), questions[place % 5], body, way, hidden=False, mine=False, heading=heading, marks=marks)
        for place, (body, marks, way, heading) in enumerate(written[:number])
    )


def _of(**room: object) -> Report:
    made = Room(**room)
    return _report(made, made.results())


def _agreed_only() -> Report:
    rows_of = [("group", item.id, 1 + place % 5) for place, item in enumerate(OURS.questionnaire.items)]
    agreed = profile(frame_of(rows_of), OURS.questionnaire, 5)
    return _report(Room(0), Results(None, agreed, SMALLEST, talk=talking_points(None, (), agreed)))


def _withheld() -> Report:
    return _report(Room(4), Room(4).results())


def _very_long() -> Report:
    actions = tuple(_action(number, LONG * (1 + 4 * (number % 2)), LONG, LONG, LONG) for number in range(9))
    notes = tuple(
        GroupNote(question.id, LONG * (2 + place), 1) for place, question in enumerate(OURS.questions.questions)
    )
    return replace(_of(), actions=actions, group_notes=notes, notes=_notes(9, (LONG * 30, LONG, "x\n" * 60, LONG * 3)))


def _second_time() -> Report:
    first = _of(people=12, earlier=True)
    begun = (
        replace(action, state=state, last_time=BEFORE) for action, state in zip(first.actions, STATES, strict=True)
    )
    return replace(first, actions=tuple(begun))


def _fifth_time() -> Report:
    report = _second_time()
    earlier = report.results and report.results.earlier
    if not (report.results and earlier):
        raise RuntimeError("the second time has no first")
    before = tuple(replace(earlier, held_on=BEFORE.replace(year=BEFORE.year - year)) for year in (1, 2, 3))
    return replace(report, results=replace(report.results, before=before), before=before)


STATES = ("done", "under way", "dropped", "not started", "under way")


def _fifteen() -> Report:
    items = [dimension.items for dimension in OURS.questionnaire.dimensions]
    dimensions = tuple(
        Dimension(
            id=f"d{place}",
            name=name,
            items=tuple(
                item.model_copy(update={"id": f"d{place}-{number}"}) for number, item in enumerate(items[place % 9])
            ),
        )
        for place, name in enumerate(LONG_NAMES)
    )
    content = OURS.model_copy(
        update={"questionnaire": OURS.questionnaire.model_copy(update={"dimensions": dimensions})}
    )
    return _of(people=18, content=content)


REPORTS: dict[str, Callable[[], Report]] = {
    "5-people": lambda: _of(people=5, dont_know=0),
    "6-people": lambda: _of(people=6),
    "8-people": lambda: _of(people=8),
    "8-people-nothing-stands-out": lambda: _of(people=8, differ=0.0),
    "12-people": lambda: _of(people=12, camps=OURS.questionnaire.items[13].id),
    "30-people": lambda: _of(people=30),
    "one-sector": lambda: _of(people=16, sectors=(9, 2, 2)),
    "three-sectors": lambda: _of(people=24, sectors=(8, 8, 8)),
    "an-earlier-workshop": _second_time,
    "four-earlier-workshops": _fifth_time,
    "sectors-and-earlier": lambda: _of(people=24, sectors=(8, 8, 8), earlier=True),
    "not-revealed": lambda: _report(Room(), None),
    "nothing-at-all": lambda: _report(Room(0), None, actions=(), notes=(), group_notes=()),
    "all-withheld": _withheld,
    "agreed-only": _agreed_only,
    "12-people-30-notes": lambda: replace(_of(), notes=_notes(30)),
    "very-long": _very_long,
    "many-actions": lambda: replace(_of(), actions=_of().actions * 4),
    "arabic": lambda: replace(
        _of(), notes=_notes(9, ARABIC), group_notes=(GroupNote("question-1", ARABIC[0], 1), *_of().group_notes[1:])
    ),
    "fifteen-dimensions": _fifteen,
}


def main() -> None:
    """Write each report that was asked for."""
    asked = ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*", help=f"which of {', '.join(REPORTS)}; all where none is named")
    asked.add_argument("--paper", choices=("a4", "us-letter"), default="a4")
    asked.add_argument("--pages", action="store_true")
    chosen = asked.parse_intermixed_args()
    if unknown := set(chosen.names) - set(REPORTS):
        asked.error(f"there is no report called {min(unknown)}")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name in chosen.names or REPORTS:
        _write(chosen.folder / name, REPORTS[name](), Edition(paper=chosen.paper), pages=chosen.pages)


def _write(path: Path, report: Report, edition: Edition, *, pages: bool) -> None:
    document = report_pdf(report, MADE_AT, edition)
    path.with_suffix(".pdf").write_bytes(document)
    path.with_suffix(".docx").write_bytes(word_document(report, MADE_AT, edition))
    path.with_suffix(".xlsx").write_bytes(scores_excel(report))
    opened = pypdfium2.PdfDocument(document)
    print(f"{path.name}: {len(opened)} pages")
    for number, page in enumerate(opened if pages else (), start=1):
        page.render(scale=PICTURE_SCALE).to_pil().save(path.with_name(f"{path.name}-{number:02}.png"))


if __name__ == "__main__":
    main()

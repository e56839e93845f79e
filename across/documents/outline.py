"""The sections of a report, results and actions first: what the PDF and the Word document both follow."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from across.documents.edition import Edition
from across.results.talking_points import HEADING
from across.workshop.report import Report, in_reading_order
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME, full_agenda
from across.workshop.values import Note

Kind = Literal["question", "texts", "results", "actions", "resources"]

FIRST: dict[Kind, int] = {"results": 0, "actions": 1}
OTHER_NOTES, OTHER_PROPOSALS = "Other notes", "Other proposals"
# What stands in the PDF and the Word document alike.
TEXTS = {
    "group_note": "What the group agreed",
    "no_group_note": "The group wrote no note of its own here.",
    "nothing_written": "Nothing was written down on this question.",
    "no_actions": "No actions were noted.",
    "number": "No.",
    "where_to_talk": HEADING,
    "chosen_to_talk": "What the group chose to talk about",
    "chosen_to_do": "What the group chose to do first",
    "one_page": "The day on one page",
    "stands_out": "What stands out",
    "agreed_actions": "What we will do",
    "noted": "What the group noted",
    "dimensions": "The dimensions",
    "by_sector": "By sector",
    "over_time": "Over the workshops",
    "about": "About this workshop and its report",
    "websites": "Websites",
    "videos": "Videos",
    "questionnaire": "The questionnaire",
}


@dataclass(frozen=True)
class NoteGroup:
    """Notes that the facilitator put together under a name; the name is empty where there are no groups at all."""

    heading: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Section:
    """One step of the report: its question word for word, what the group agreed, what participants wrote."""

    kind: Kind
    heading: str
    question: str
    group: str
    notes: tuple[NoteGroup, ...]

    @property
    def notes_heading(self) -> str:
        """What its notes are called, with their number."""
        if self.kind == "results":
            return f"What makes us say so ({self.count})"
        return f"{'Proposed by' if self.kind == 'actions' else 'Notes from'} participants ({self.count})"

    @property
    def count(self) -> int:
        """How many notes it has."""
        return sum(len(group.notes) for group in self.notes)


def sections(report: Report, edition: Edition) -> list[Section]:
    """What is printed: the steps that were chosen and those on which something was left, hidden notes never.

    Results and actions come first, as a board reads them, the others in the order of the agenda.
    """
    found = [_section(report, edition, step, heading, chosen=chosen) for step, heading, chosen in _steps(report)]
    printed = sorted((section for section in found if section), key=lambda section: FIRST.get(section.kind, len(FIRST)))
    if "resources" in edition.parts:
        printed.append(Section("resources", "Resources", "", "", ()))
    return printed


def _steps(report: Report) -> list[tuple[str, str, bool]]:
    """Every step with its heading and whether it was chosen; Close last, after what was left on other steps."""
    chosen = [(step.id, step.title, True) for step in report.workshop.agenda]
    ids = {step_id for step_id, _, _ in chosen}
    never = (WELCOME, QUESTIONNAIRE, CLOSE)
    extra = [
        (step.id, step.title, False)
        for step in full_agenda(report.content)
        if step.id not in ids and step.id not in never
    ]
    return sorted([*chosen, *extra], key=lambda step: step[0] == CLOSE)


def _section(report: Report, edition: Edition, step: str, heading: str, *, chosen: bool) -> Section | None:
    group = report.group_note(step) if report.group_note(step).strip() else ""
    notes = _notes(report, step) if edition.individual_notes else ()
    asked = {question.id: question.text for question in report.content.questions.questions}
    kind = _kind(step, asked)
    has_something = {
        "question": chosen,
        "results": chosen or report.results is not None,
        "actions": chosen or bool(report.actions),
    }
    wanted = (kind if kind in ("results", "actions") else "questions") in edition.parts
    if not wanted or not (has_something.get(kind) or group or notes):
        return None
    return Section(kind, heading, asked.get(step, ""), group, notes)


def _kind(step: str, asked: dict[str, str]) -> Kind:
    if step in asked:
        return "question"
    if step == RESULTS:
        return "results"
    return "actions" if step == ACTIONS else "texts"


def _notes(report: Report, step: str) -> tuple[NoteGroup, ...]:
    """The visible notes of a step in their groups; at the results, the comments on each dimension."""
    if step != RESULTS:
        return _grouped(report, step)
    dimensions = report.content.questionnaire.dimensions
    said = ((dimension.name, in_reading_order(report.comments_on(dimension.id))) for dimension in dimensions)
    return tuple(NoteGroup(name, tuple(comments)) for name, comments in said if comments)


def _grouped(report: Report, step: str) -> tuple[NoteGroup, ...]:
    """The visible notes of a step in their groups."""
    shown = in_reading_order(note for note in report.notes_on(step) if not note.hidden and note.body.strip())
    others = OTHER_PROPOSALS if step == ACTIONS else OTHER_NOTES
    rest = others if any(note.heading for note in shown) else ""
    groups = groupby(shown, key=lambda note: note.heading)
    return tuple(NoteGroup(heading or rest, tuple(notes)) for heading, notes in groups)

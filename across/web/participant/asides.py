"""The pages beside a step: what to talk about or to do first, three of each, and what lies behind a score."""

import secrets
from collections.abc import Collection

from across.room.choosing import STEPS
from across.room.participant import AN_ACTION_NOW, SHARED_AS_IT_IS
from across.room.reading import ParticipantReading
from across.web.participant.page import View, language, note_form
from across.workshop.errors import NotAllowedHere
from across.workshop.steps import QUESTIONNAIRE, RESULTS
from across.workshop.values import LONGEST_TEXT, MOST_VOTES, Workshop
from content.shape import Content

WORDS = {
    "results": {
        "heading": "What shall we talk about?",
        "none": "You can choose once the results are shown.",
        "shown": "The group has chosen. What it chose is on the big screen, and under Results.",
    },
    "actions": {
        "heading": "What shall we do first?",
        "none": "There is nothing to choose from yet. Proposals and actions appear here as they come.",
        "shown": "The group has chosen. What it chose is on the big screen, and under Actions.",
    },
}


def choice(reading: ParticipantReading, step: str, ticked: Collection[str] | None = None, why: str = "") -> View:
    """What the page is given on which one chooses, with what was ticked before.

    Raises NotAllowedHere for a step with nothing to choose.
    """
    if step not in STEPS:
        raise NotAllowedHere
    return _frame(reading.workshop, f"/take-part?step={step}", "chosen_at") | {
        "step": step,
        "words": WORDS[step],
        "shown": reading.chosen_on(step),
        "topics": reading.topics(step),
        "mine": reading.own_votes(step) if ticked is None else ticked,
        "most": MOST_VOTES,
        "why": why,
        "language": language(reading.content),
    }


def own_note(reading: ParticipantReading, note_id: str) -> View:
    """What the page is given on which one changes a note or takes it back. Raises NotAllowedHere."""
    here, found = reading.workshop, reading.own_note(note_id)
    if found is None:
        raise NotAllowedHere("This note is no longer there.")
    why_not = SHARED_AS_IT_IS if here.report_shared else AN_ACTION_NOW if found.taken_up else ""
    shown = note_form(reading.content, found.question, found.body, found.way or "", note_id, changes=True)
    frame = _frame(here, f"/take-part?step={found.question}", "report_shared")
    return frame | shown | {"note": found, "why_not": why_not, "why": ""}


def comment(here: Workshop, content: Content, dimension: str, text: str = "", note_id: str = "", why: str = "") -> View:
    """What the page is given on which one says what lies behind a score, with what was typed before."""
    return _frame(here, after_comment(here, content, dimension)) | {
        "dimensions": content.questionnaire.dimensions,
        "chosen": dimension,
        "text": text,
        "note_id": note_id or secrets.token_hex(16),
        "why": why,
        "longest": LONGEST_TEXT,
        "language": language(content),
    }


def _frame(here: Workshop, back: str, *rests: str) -> View:
    """What every page beside a step is given: where it leads back to, where the group is, what it rests on."""
    return {
        "here": here,
        "back": back,
        "rests": {name: getattr(here, name) for name in rests},
        "titles": {step.id: step.title for step in here.agenda},
    }


def after_comment(here: Workshop, content: Content, dimension: str) -> str:
    """Where a comment was begun: at its dimension of the questionnaire, or at the results."""
    if here.step != QUESTIONNAIRE:
        return f"/take-part?step={RESULTS}" if here.revealed else "/take-part"
    ids = [known.id for known in content.questionnaire.dimensions]
    place = ids.index(dimension) + 1 if dimension in ids else 1
    return f"/take-part?step={QUESTIONNAIRE}&dimension={place}"


def dimension_at(content: Content, asked: str) -> str:
    """The dimension that an address names by its id or its number; the first where it names none."""
    ids = [known.id for known in content.questionnaire.dimensions]
    numbers = {str(number): known for number, known in enumerate(ids, start=1)}
    return asked if asked in ids else numbers.get(asked, ids[0])

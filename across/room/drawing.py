"""What a page of the projected screen is drawn from: one moment of the workshop, read in one transaction."""

from dataclasses import dataclass

from across.metrics import PAGES_DRAWN
from across.room.reading import FacilitatorReading
from across.workshop.steps import RESULTS, steps_of_notes
from across.workshop.values import Action, Answers, Bulletin, Counts, Note, Results, Workshop


@dataclass(frozen=True)
class Drawing:
    """One moment of the workshop, at one of its steps.

    `notes` are those of the step, at the results the comments on dimensions; `results` is None until they are
    revealed, and on other steps. `agreed` are the answers the group settled aloud.
    """

    step: str
    workshop: Workshop
    bulletin: Bulletin
    counts: Counts
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    agreed: Answers
    results: Results | None


def drawing(reading: FacilitatorReading, step: str) -> Drawing:
    """Everything that is drawn of this step."""
    PAGES_DRAWN.inc()
    return Drawing(
        step=step,
        workshop=reading.workshop,
        bulletin=reading.bulletin,
        counts=reading.counts,
        notes=_notes(reading, step),
        actions=reading.actions,
        agreed=reading.agreed,
        results=reading.results if step == RESULTS else None,
    )


def _notes(reading: FacilitatorReading, step: str) -> tuple[Note, ...]:
    if step == RESULTS:
        return reading.comments()
    return reading.notes(step) if step in steps_of_notes(reading.content) else ()

"""What a page of the projected screen is drawn from: one moment of the workshop, read in one transaction."""

from dataclasses import dataclass

from across.room.newer_answers import NewerAnswers, live_answers, newer_answers, outlook
from across.room.reading import FacilitatorReading
from across.workshop.steps import RESULTS, steps_of_notes
from across.workshop.values import Action, Answers, Bulletin, Counts, Note, Results, Workshop
from scoring.outlook import BeforeReveal


@dataclass(frozen=True)
class Drawing:
    """One moment of the workshop, at one of its steps.

    `notes` are those of the step; `results` is None until they are revealed, and on other steps;
    `outlook` says until then what a reveal would show, `newer` from then on what came after it; both are None on other
    steps. `moves_by_itself` says of results shown live that newer answers may enter now. `agreed` are the answers the
    group settled aloud, `latest_agreed` the number of the latest tap of theirs.
    """

    step: str
    workshop: Workshop
    bulletin: Bulletin
    counts: Counts
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    agreed: Answers
    latest_agreed: int
    results: Results | None
    outlook: BeforeReveal | None
    newer: NewerAnswers | None
    shows_saved_results: bool
    moves_by_itself: bool


def drawing(reading: FacilitatorReading, step: str, moment: int) -> Drawing:
    """Everything that is drawn of this step; `moment` is the present one, in seconds since 1970."""
    at_results = step == RESULTS
    return Drawing(
        step=step,
        workshop=reading.workshop,
        bulletin=reading.bulletin,
        counts=reading.counts,
        notes=reading.notes(step) if step in steps_of_notes(reading.content) else (),
        actions=reading.actions,
        agreed=reading.agreed,
        latest_agreed=reading.latest_agreed,
        results=reading.results if at_results else None,
        outlook=outlook(reading) if at_results and not reading.workshop.revealed else None,
        newer=newer_answers(reading) if at_results and reading.workshop.revealed else None,
        shows_saved_results=at_results and reading.shows_saved_results,
        moves_by_itself=at_results and live_answers(reading, moment) is not None,
    )

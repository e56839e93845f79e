"""What is kept when scoring is closed for good, and what that ends: said before, for there is no way back."""

from across.room.newer_answers import entering, needed, newer_answers
from across.room.reading import FacilitatorReading
from across.store import responses, restored, workshops
from across.store.database import Connection
from across.workshop.values import ClosingEnds, Results


def closing_ends(reading: FacilitatorReading) -> ClosingEnds:
    """What closing for good would end at this moment. By who has answered what, never by what they answered."""
    shown = reading.workshop.revealed
    live = reading.workshop.results_mode == "live"
    left_out = newer_answers(reading).people if shown and not live else 0
    return ClosingEnds(reading.counts.answered, shown, left_out, last_results(reading) is not None)


def last_results(reading: FacilitatorReading) -> Results | None:
    """What may be shown from now on, without any person's answers; None where there is nothing.

    Revealed results as they are; those shown live with whoever may enter now. What is not revealed yet is kept as a
    reveal at this moment would show it, so that closing first and revealing then loses nothing.
    """
    if reading.kept_results:
        return reading.kept_results
    as_revealed = reading.workshop.revealed and reading.workshop.results_mode == "reveal"
    entered = (reading.entered or []) if as_revealed else entering(reading, needed(reading))
    if not as_revealed and not any(row.batch for row in entered) and not reading.agreed.points:
        return None
    return reading.results_of(entered)


def forget_answers(connection: Connection, reading: FacilitatorReading) -> None:
    """Delete what each person answered; what may be shown, and who took part as counts, is kept."""
    kept, counted = last_results(reading), reading.counts
    responses.forget_people(connection, reading.workshop_id)
    workshops.count_once_more(connection, reading.workshop_id, counted)
    if kept:
        restored.keep_results(connection, reading.workshop_id, kept)

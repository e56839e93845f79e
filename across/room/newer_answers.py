"""Answers that came after results were shown: how many people they are of, and whether they may be shown."""

from dataclasses import dataclass

from across.room.reading import FacilitatorReading
from across.workshop.values import Workshop
from scoring.shown import FEWEST_NEWCOMERS, Entered, let_in, waiting

LIVE_SECONDS = 4


@dataclass(frozen=True)
class NewerAnswers:
    """How many people have answers that are not shown, whether any of them may be, and how many it takes.

    `needed` people must have answered a whole dimension before they enter one that is shown already.
    """

    people: int
    may_be_shown: bool
    needed: int


def newer_answers(reading: FacilitatorReading) -> NewerAnswers:
    """What there is beyond the answers that the results rest on."""
    before = reading.entered or []
    after = entering(reading, needed(reading.workshop))
    return NewerAnswers(
        people=waiting(before, reading.answers),
        may_be_shown=set(after) != set(before),
        needed=needed(reading.workshop),
    )


def needed(workshop: Workshop) -> int:
    """How many enter together once something is shown; in live results as many as the smallest group."""
    return workshop.smallest_group if workshop.results_mode == "live" else FEWEST_NEWCOMERS


def entering(reading: FacilitatorReading, fewest: int) -> list[Entered]:
    """The answers that results would rest on if they were shown now, with at least `fewest` newcomers at a time."""
    smallest_group = reading.workshop.smallest_group
    return let_in(reading.entered or [], reading.answers, reading.content.questionnaire, smallest_group, fewest)


def live_answers(reading: FacilitatorReading, now: int) -> list[Entered] | None:
    """What results that are shown live would rest on now; None while that is what they rest on already.

    Not before the smallest group has answered, then only where as many more have, and not more often than
    every few seconds: no redraw shows what one person did. With only three at a time, it would happen too
    often that they agree, and a dimension could then show no more than its mean. `now` is in seconds since 1970.
    """
    workshop = reading.workshop
    if workshop.results_mode != "live" or not workshop.revealed or now - reading.entered_at < LIVE_SECONDS:
        return None
    after = entering(reading, fewest=workshop.smallest_group)
    if reading.entered is None:
        return after if len({answer.respondent for answer in after}) >= workshop.smallest_group else None
    return None if set(after) == set(reading.entered) else after

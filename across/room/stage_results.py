"""What the stage is told at Results: until the reveal what one would show, then the results and what came after."""

from dataclasses import dataclass, field
from datetime import date

from across.results.on_stage import Json, before_results, results_on_stage
from across.results.outlook import (
    after_the_reveal,
    before_the_reveal,
    were_taken_out,
    when_closed_for_good,
    when_shown,
    why_together,
)
from across.room.newer_answers import enough, newer_answers, outlook
from across.room.reading import FacilitatorReading
from across.workshop.errors import beyond_the_room
from across.workshop.steps import comments_on
from across.workshop.values import Workshop


@dataclass(frozen=True)
class Newer:
    """How many answers are not shown, in words, with why or when; `may_be_shown` says that some can be now."""

    text: str
    why: str
    may_be_shown: bool


@dataclass(frozen=True)
class Comment:
    """What somebody said to a dimension."""

    id: str
    body: str


@dataclass(frozen=True)
class StageResults:
    """Results as the stage draws them.

    `name` names what is shown, empty until it is; `shown` is that, None where there is nothing of it; `blank` is the
    chart without any score. `before` says in
    sentences what a reveal would show now, `settled` counts the items that were settled together. `saved` is the date
    of a saved workshop whose results are shown as they were. `comments` are the visible ones, by dimension.
    """

    name: str
    blank: Json
    shown: Json | None
    before: tuple[str, ...] = ()
    settled: int = 0
    newer: Newer | None = None
    saved: date | None = None
    comments: dict[str, tuple[Comment, ...]] = field(default_factory=dict)


def at_results(reading: FacilitatorReading, known: StageResults | None = None) -> StageResults:
    """What is told now; what is shown is taken from what is `known` where only counts have changed since."""
    settled, blank = len(reading.agreed.points), before_results(reading.content)
    if not reading.workshop.revealed:
        return StageResults("", blank, None, _before(reading), settled)
    name = reading.results_name
    return StageResults(
        name=name,
        blank=blank,
        shown=known.shown if known and known.name == name else _shown(reading),
        settled=settled,
        newer=_newer(reading),
        saved=reading.workshop.held_on if reading.shows_saved_results else None,
        comments=_comments(reading),
    )


def _comments(reading: FacilitatorReading) -> dict[str, tuple[Comment, ...]]:
    found = [note for note in reading.comments() if not note.hidden]
    by_dimension = {
        dimension.id: tuple(Comment(note.id, note.body) for note in found if note.question == comments_on(dimension.id))
        for dimension in reading.content.questionnaire.dimensions
    }
    return {dimension: comments for dimension, comments in by_dimension.items() if comments}


def _shown(reading: FacilitatorReading) -> Json | None:
    found = reading.results
    if found is None or (found.profile is None and found.agreed is None):
        return None
    return results_on_stage(found, reading.content)


def _before(reading: FacilitatorReading) -> tuple[str, ...]:
    here = reading.workshop
    if here.counted:
        return (when_closed_for_good(reading.kept_results),)
    if here.results_mode != "reveal":
        return (_live(here),)
    seen = before_the_reveal(outlook(reading), reading.content, here.scoring, enough(reading))
    return tuple(filter(None, (*seen, beyond_the_room(reading.beyond).strip(), were_taken_out(len(reading.out)))))


def _live(here: Workshop) -> str:
    return f"Results are shown here once scoring is open and {here.smallest_group} people have answered."


def _newer(reading: FacilitatorReading) -> Newer | None:
    found = newer_answers(reading)
    if not found.people:
        return None
    text = after_the_reveal(found.left)
    hope = found.left.waiting > found.left.too_late
    when = "" if found.may_be_shown or not hope else f": {when_shown(found.left)}"
    return Newer(f"{text}{when}", why_together(found.left, enough(reading)), found.may_be_shown)

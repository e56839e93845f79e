"""What a reveal would show now and what it leaves behind; the answers that came after one."""

from dataclasses import dataclass

from across.room.reading import FacilitatorReading
from across.workshop.errors import NotAllowedHere, TooFewAnswers, TooFewChanges
from scoring.outlook import AfterReveal, BeforeReveal, after_reveal, before_reveal
from scoring.shown import FEWEST_NEWCOMERS, Entered, let_in, not_held

LIVE_SECONDS = 4
NOTHING_KEPT = (
    "Scoring was closed for good before enough people had answered any dimension, so there are no results to reveal."
)


@dataclass(frozen=True)
class NewerAnswers:
    """Who has answers that are not shown, and whether any of them may be."""

    left: AfterReveal
    may_be_shown: bool

    @property
    def people(self) -> int:
        """How many people have answered something that the results do not hold."""
        return self.left.waiting


def outlook(reading: FacilitatorReading) -> BeforeReveal:
    """What would be shown if results were revealed now, and whom that would leave behind."""
    return before_reveal(
        reading.answers,
        reading.content.questionnaire,
        enough(reading),
        reading.counts.joined,
        reading.forms,
        needed(reading),
    )


def newer_answers(reading: FacilitatorReading) -> NewerAnswers:
    """What there is beyond the answers that the results rest on."""
    workshop, counts = reading.workshop, reading.counts
    before = reading.entered or []
    left = after_reveal(
        before,
        reading.answers,
        reading.content.questionnaire,
        enough(reading),
        # Once scoring is closed for good, nobody else can answer.
        counts.started if workshop.scoring == "finished" else counts.joined,
        reading.forms,
        needed(reading),
    )
    return NewerAnswers(left, may_be_shown=_shown_of(entering(reading, needed(reading))) != _shown_of(before))


def enough(reading: FacilitatorReading) -> int:
    """How many people must have answered a dimension before it is shown.

    Phones beyond the number in the room are taken for nobody, and nobody knows which they are: so many more it takes.
    """
    return reading.workshop.smallest_group + reading.beyond


def needed(reading: FacilitatorReading) -> int:
    """How many enter together once something is shown; in live results as many as the smallest group."""
    here = reading.workshop
    return (here.smallest_group if here.results_mode == "live" else FEWEST_NEWCOMERS) + reading.beyond


def entering(reading: FacilitatorReading, fewest: int) -> list[Entered]:
    """The answers that results would rest on if they were shown now, with at least `fewest` newcomers at a time.

    Later batches of people on phones are counted without paper forms, and forms without them.
    """
    return let_in(
        reading.entered or [],
        reading.answers,
        reading.content.questionnaire,
        enough(reading),
        fewest,
        reading.forms,
    )


def revealed_answers(reading: FacilitatorReading) -> list[Entered] | None:
    """The answers that results rest on from a reveal at this moment.

    None where results are kept as they are, of a saved workshop or once scoring is finished. Raises TooFewAnswers
    where no dimension has the smallest group of people who answered it whole and no score was agreed together,
    TooFewChanges if there is something newer than what is shown and none of it can enter, NotAllowedHere where scoring
    was closed for good before there was anything to show.
    """
    if reading.kept_results:
        return None
    if reading.workshop.counted:
        raise NotAllowedHere(NOTHING_KEPT)
    after = entering(reading, needed(reading))
    seen, before = _shown_of(after), reading.entered
    if not seen and not reading.agreed.points:
        raise TooFewAnswers(enough(reading), reading.beyond)
    if before is not None and seen == _shown_of(before) and not_held(before, reading.answers):
        raise TooFewChanges if seen else TooFewAnswers(enough(reading), reading.beyond)
    return after


def live_answers(reading: FacilitatorReading) -> list[Entered] | None:
    """What results that are shown live would rest on now; None while that is what they rest on already.

    Not before the smallest group has answered a whole dimension, then only where as many more have: no redraw shows
    what one person did. With only three at a time, it would happen too often that they agree, and a dimension could
    then show no more than its mean.
    """
    workshop = reading.workshop
    if workshop.results_mode != "live" or not workshop.revealed:
        return None
    after = entering(reading, needed(reading))
    return None if _shown_of(after) == _shown_of(reading.entered or []) else after


def _shown_of(entered: list[Entered]) -> set[Entered]:
    """Those that have entered: in a dimension that fewer than the smallest group answered whole, nobody has yet."""
    return {row for row in entered if row.batch}

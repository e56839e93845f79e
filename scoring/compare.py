"""Compare what is shown: sectors with each other, a workshop with an earlier one. Small gaps are no finding."""

import math
from dataclasses import dataclass

from scoring.profile import Profile, SectorScores

SMALLEST_GAP = 0.5


@dataclass(frozen=True)
class Gap:
    """Two sectors' shown means of one dimension, in points; `size` is never under half a point."""

    dimension: str
    low_sector: str
    high_sector: str
    low: float
    high: float

    @property
    def size(self) -> float:
        """The higher mean less the lower, in points."""
        return self.high - self.low


@dataclass(frozen=True)
class Change:
    """One dimension's shown mean, earlier and now, in points.

    `by` is how far apart they are to one decimal, as people read them; None where that is under half a point.
    """

    dimension: str
    earlier: float
    now: float
    by: float | None


def is_gap(size: float) -> bool:
    """Whether two means are far enough apart to speak of: half a point or more.

    Our choice. With a standard deviation of 0.9 the 95% half-width of a mean is 0.75 points for 8 people and 0.57
    for 12 (t times sd over the root of n), so that less than half a point is nothing to build on.
    """
    return round(abs(size), 6) >= SMALLEST_GAP


def sector_gaps(sectors: tuple[SectorScores, ...], dimensions: tuple[str, ...]) -> tuple[Gap, ...]:
    """The widest gap between two sectors for each dimension where there is one, widest dimension first.

    Only means that are shown are looked at; a dimension with fewer than two of them has no gap.
    """
    gaps = []
    for place, dimension in enumerate(dimensions):
        means = [(mean, one.sector) for one in sectors if (mean := one.means[place]) is not None]
        if means:
            (low, low_sector), (high, high_sector) = min(means), max(means)
            gaps.append(Gap(dimension, low_sector, high_sector, low, high))
    return tuple(sorted((gap for gap in gaps if is_gap(gap.size)), key=lambda gap: -round(gap.size, 6)))


def changes(now: Profile, earlier: Profile) -> tuple[Change, ...]:
    """For each dimension shown both times, in today's order: both means, and by how much the later one differs."""
    before = {score.dimension: score.mean for score in earlier.dimensions}
    return tuple(
        Change(score.dimension, then, score.mean, _by(then, score.mean))
        for score in now.dimensions
        if score.mean is not None and (then := before.get(score.dimension)) is not None
    )


def tenths(value: float) -> int:
    """A number of points as shown with one decimal, halves rounded up, in tenths."""
    return math.floor(round(value * 10, 6) + 0.5)


def _by(then: float, now: float) -> float | None:
    by = (tenths(now) - tenths(then)) / 10
    return by if is_gap(by) else None

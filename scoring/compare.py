"""Compare what is shown: dimensions with each other, sectors, a workshop with an earlier one.

Nothing under half a point is named, and nothing that chance would name (`scoring/chance.py`). All of it is worked out
from the profile and the lines as they are shown, so that naming something tells nothing more.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scoring.chance import equal_ends, equal_sectors, equal_spreads, equal_workshops, freedom_of_pooled
from scoring.profile import DimensionScore, Profile, SectorScores

SMALLEST_GAP = 0.5
LEAST_RATIO = 1.5

Standing = Literal["nothing", "one", "close", "by chance", "apart"]


@dataclass(frozen=True)
class Ends:
    """The dimensions that stand out as lowest and as highest, as shown to one decimal; empty where none does.

    `low` and `high` are the lowest and the highest mean in points, None where no dimension is shown. `standing` says
    how the means lie: "nothing" or just "one" is shown; "close", within less than half a point; "by chance", farther
    apart, but no farther than truly equal dimensions may lie; "apart", where the lowest, the highest or both stand out.
    """

    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    low: float | None
    high: float | None
    standing: Standing


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


class _Line(NamedTuple):
    """A sector's mean of one dimension, and how many people it is of."""

    mean: float
    sector: str
    people: int


@dataclass(frozen=True)
class Change:
    """One dimension's shown mean, earlier and now, in points.

    `by` is how far apart they are to one decimal, as people read them; None where that is under half a point, or no
    farther than it may be by chance.
    """

    dimension: str
    earlier: float
    now: float
    by: float | None


def is_gap(size: float) -> bool:
    """Whether two means are far enough apart to speak of, whatever chance may do: half a point or more.

    Our choice. It is the least of every bound: with many people less may be beyond chance, and still be nothing to
    build on. `size` is in points.

    >>> is_gap(0.5), is_gap(-0.49), is_gap(4.3 - 3.8)
    (True, False, True)
    """
    return round(abs(size), 6) >= SMALLEST_GAP


def ends(profile: Profile | None) -> Ends:
    """Which dimensions stand out as lowest and as highest.

    From the outside in: while the range of those that are left is at least half a point and beyond what chance makes
    of as many equal ones (`equal_ends`), the end that lies farther from the mean of the others is set apart, with
    what looks the same to one decimal; both, where they lie equally far. So one low dimension among equal ones does
    not make the highest of those stand out. Scores that were settled together, which are of one respondent, the
    group, have no chance in them.

    Missing data: dimensions without a mean are left out. Where the residual is not known, as in files of before, the
    spread stands for it, which is wider; where there is no spread either, nothing stands out.
    Source: the range test step by step, Ryan (1960), Psychol Bull 57:318-328; that the farther end goes first is ours.

    >>> means = {"a": 2.0, "b": 3.4, "c": 3.6}
    >>> scores = tuple(DimensionScore(name, name, 8, mean, 0.9, None, ()) for name, mean in means.items())
    >>> found = ends(Profile(8, scores, residual=0.6))
    >>> found.lowest, found.highest, found.standing
    (('a',), (), 'apart')
    >>> ends(Profile(8, scores[1:], residual=0.6)).standing
    'close'
    """
    shown = _with_a_mean(profile) if profile else []
    if profile is None or not shown:
        return Ends((), (), None, None, "nothing")
    lowest, highest, apart = _tied(shown, _low(shown)), _tied(shown, _high(shown)), _set_apart(shown, profile)
    return Ends(
        tuple(score.dimension for score in lowest if lowest[0] in apart),
        tuple(score.dimension for score in highest if highest[0] in apart),
        _mean(_low(shown)),
        _mean(_high(shown)),
        _standing(shown, standing_out=bool(apart)),
    )


def _standing(shown: list[DimensionScore], *, standing_out: bool) -> Standing:
    if standing_out:
        return "apart"
    if len(shown) == 1:
        return "one"
    return "by chance" if is_gap(_range(shown)) else "close"


def _set_apart(shown: list[DimensionScore], profile: Profile) -> list[DimensionScore]:
    left, apart = list(shown), []
    while len(left) > 1 and is_gap(_range(left)) and _is_beyond_chance(left, profile):
        farther = _farther_ends(left)
        apart += farther
        left = [score for score in left if score not in farther]
    return apart


def _farther_ends(scores: list[DimensionScore]) -> list[DimensionScore]:
    low, high = _low(scores), _high(scores)
    others = [_mean(score) for score in scores if score not in (low, high)]
    middle = sum(others) / len(others) if others else (_mean(low) + _mean(high)) / 2
    below, above = round(middle - _mean(low), 6), round(_mean(high) - middle, 6)
    return [*(_tied(scores, low) if below >= above else []), *(_tied(scores, high) if above >= below else [])]


def _is_beyond_chance(scores: list[DimensionScore], profile: Profile) -> bool:
    if _is_settled(profile):
        return True
    left, freedom = _residual(profile)
    if left is None:
        return False
    people = (_low(scores).n, _high(scores).n)
    return _reaches(_range(scores), equal_ends(len(scores), left, people, freedom))


def _residual(profile: Profile) -> tuple[float | None, float]:
    """By how much chance makes the dimensions' means differ: a standard deviation, and its degrees of freedom."""
    dimensions = len(_with_a_spread(profile))
    if profile.residual is None:
        return _usual_spread(profile), freedom_of_pooled(_freedom(profile), max(1, dimensions))
    return profile.residual, _freedom(profile) * max(1, dimensions - 1)


def farthest_apart(profile: Profile) -> tuple[str, ...]:
    """The dimension on whose items answers vary most, more of them where they vary alike; none where none stands out.

    The mean variance of its items must be at least half as large again as that of the other dimensions, which is our
    choice, and beyond what chance makes of one of as many dimensions that vary alike (`equal_spreads`).
    Missing data: dimensions whose items are hidden are left out; from fewer than two nothing stands out.

    >>> from scoring.profile import ItemScore
    >>> def spread(name, size):
    ...     return DimensionScore(name, name, 12, 3.0, None, None, (ItemScore(name, 12, 3.0, (), 0, spread=size),))
    >>> farthest_apart(Profile(12, (spread("a", 0.8), spread("b", 1.6), spread("c", 0.9))))
    ('b',)
    >>> farthest_apart(Profile(12, (spread("a", 0.8), spread("b", 1.1), spread("c", 0.9))))
    ()
    """
    found = [(variance, score) for score in profile.dimensions if (variance := _of_items(score)) is not None]
    if len(found) < 2:  # noqa: PLR2004 (nothing to compare with)
        return ()
    variances = sorted(variance for variance, _ in found)
    *others, most = variances
    freedom = min(freedom_of_pooled(score.n - 1, len(score.items)) for _, score in found)
    bound = equal_spreads(len(found), freedom, freedom_of_pooled(freedom, len(others)))
    if not most or not _reaches(most, sum(others) / len(others) * max(LEAST_RATIO, bound)):
        return ()
    return tuple(score.dimension for variance, score in found if round(variance, 6) == round(most, 6))


def _of_items(score: DimensionScore) -> float | None:
    """The mean variance of a dimension's items, in points squared; None where it is hidden or has too few raters."""
    spreads = [item.spread for item in score.items if item.spread is not None]
    if score.withheld or not spreads or len(spreads) < len(score.items):
        return None
    return sum(spread**2 for spread in spreads) / len(spreads)


def sector_gaps(sectors: tuple[SectorScores, ...], profile: Profile) -> tuple[Gap, ...]:
    """The widest gap between two sectors for each dimension where there is one, widest dimension first.

    A gap is at least half a point, and beyond what chance makes of as many sectors that truly agree in as many
    dimensions (`equal_sectors`). Args: the lines that are shown, with a mean for each dimension of the profile.
    Missing data: only means that are shown are looked at; a dimension with fewer than two of them has no gap. Where
    no dimension with lines has a spread, chance is not known and nothing is a gap.

    >>> seen = Profile(10, (DimensionScore("a", "a", 10, 3.0, 1.3, None, ()),))
    >>> sector_gaps((SectorScores("x", 5, (2.0,)), SectorScores("y", 5, (4.0,))), seen)
    (Gap(dimension='a', low_sector='x', high_sector='y', low=2.0, high=4.0),)
    >>> sector_gaps((SectorScores("x", 5, (2.6,)), SectorScores("y", 5, (3.4,))), seen)
    ()
    """
    compared = [
        (score, lines) for place, score in enumerate(profile.dimensions) if len(lines := _drawn(sectors, place)) > 1
    ]
    usual, freedom = _usual_within(compared)
    gaps = []
    for score, lines in compared:
        gap, people = _widest(score, lines)
        spread = math.sqrt(max(usual, _within(score, lines)[0]))
        bound = equal_sectors(len(lines), len(compared), spread, people, freedom)
        if is_gap(gap.size) and _reaches(gap.size, bound):
            gaps.append(gap)
    return tuple(sorted(gaps, key=lambda gap: -round(gap.size, 6)))


def _drawn(sectors: tuple[SectorScores, ...], place: int) -> list[_Line]:
    return [_Line(mean, line.sector, line.n) for line in sectors if (mean := line.means[place]) is not None]


def _widest(score: DimensionScore, lines: list[_Line]) -> tuple[Gap, tuple[int, int]]:
    """The gap between the lowest and the highest line, and how many people each is of."""
    low, high = min(lines), max(lines)
    return Gap(score.dimension, low.sector, high.sector, low.mean, high.mean), (low.people, high.people)


def _usual_within(compared: list[tuple[DimensionScore, list[_Line]]]) -> tuple[float, float]:
    """The mean over dimensions of the variance within sectors, and its degrees of freedom; infinite if not known."""
    found = [within for score, lines in compared if (within := _within(score, lines))[1]]
    if not found:
        return math.inf, 1.0
    usual = sum(variance for variance, _ in found) / len(found)
    return usual, freedom_of_pooled(min(freedom for _, freedom in found), len(found))


def _within(score: DimensionScore, lines: list[_Line]) -> tuple[float, float]:
    """The variance of respondents' own scores within sectors, in points squared, and its degrees of freedom.

    Worked out from what is shown: the squares around the mean of all, less those of the sectors' means around it; the
    people without a line are one sector more, whose mean is what the others leave. Zeros where that leaves nothing.
    """
    if score.spread is None or score.mean is None:
        return 0.0, 0.0
    groups = [(line.people, line.mean) for line in lines]
    rest = score.n - sum(people for people, _ in groups)
    if rest > 0:
        groups.append((rest, (score.n * score.mean - sum(people * mean for people, mean in groups)) / rest))
    freedom = max(0, score.n - len(groups))
    between = sum(people * (mean - score.mean) ** 2 for people, mean in groups)
    return max(0.0, (score.n - 1) * score.spread**2 - between) / max(1, freedom), float(freedom)


def changes(now: Profile, earlier: Profile) -> tuple[Change, ...]:
    """For each dimension shown both times, in today's order: both means, and by how much the later one differs.

    It is named from half a point on, and beyond what chance makes of two workshops of different people in which
    nothing has changed (`equal_workshops`). Scores that were settled together have no chance in them.
    Missing data: where a dimension's spread is hidden, the usual one of its workshop stands for it; where no
    dimension of a workshop has one, chance is not known and nothing is called a change.

    >>> then, now = (Profile(8, (DimensionScore("a", "a", 8, mean, 0.9, None, ()),)) for mean in (3.0, 3.9))
    >>> round(changes(now, then)[0].by, 1)
    0.9
    """
    before = {score.dimension: score for score in earlier.dimensions if score.mean is not None}
    both = [(before[score.dimension], score) for score in _with_a_mean(now) if score.dimension in before]
    of_people = [_freedom(profile) for profile in (earlier, now) if not _is_settled(profile)]
    freedom = freedom_of_pooled(sum(of_people) or 1.0, max(1, len(both)))
    return tuple(
        Change(score.dimension, _mean(then), _mean(score), _by(then, score, bound))
        for then, score in both
        for bound in [equal_workshops(len(both), math.sqrt(_error(then, earlier) + _error(score, now)), freedom)]
    )


def _error(score: DimensionScore, profile: Profile) -> float:
    """The square of the standard error of a dimension's mean, in points squared; infinite where it is not known."""
    if _is_settled(profile):
        return 0.0
    usual = _usual_spread(profile)
    return math.inf if usual is None else max(usual, score.spread or 0.0) ** 2 / score.n


def _is_settled(profile: Profile) -> bool:
    """Whether these are scores that the group settled aloud: they are of one respondent, the group."""
    return profile.respondents == 1


def _with_a_mean(profile: Profile) -> list[DimensionScore]:
    return [score for score in profile.dimensions if score.mean is not None]


def _with_a_spread(profile: Profile) -> list[DimensionScore]:
    return [score for score in profile.dimensions if score.spread is not None]


def _usual_spread(profile: Profile) -> float | None:
    squares = [score.spread**2 for score in profile.dimensions if score.spread is not None]
    return math.sqrt(sum(squares) / len(squares)) if squares else None


def _freedom(profile: Profile) -> float:
    """The degrees of freedom of one dimension's spread: of the one with the fewest dots."""
    return max(1.0, min((len(score.own) or score.n for score in _with_a_spread(profile)), default=1) - 1.0)


def _reaches(size: float, bound: float) -> bool:
    return round(size, 6) >= round(bound, 6)


def _tied(scores: Iterable[DimensionScore], end: DimensionScore) -> list[DimensionScore]:
    """Those that look the same as this one to one decimal."""
    return [score for score in scores if tenths(_mean(score)) == tenths(_mean(end))]


def _low(scores: list[DimensionScore]) -> DimensionScore:
    return min(scores, key=_mean)


def _high(scores: list[DimensionScore]) -> DimensionScore:
    return max(scores, key=_mean)


def _range(scores: list[DimensionScore]) -> float:
    return _mean(_high(scores)) - _mean(_low(scores))


def _mean(score: DimensionScore) -> float:
    return score.mean or 0.0


def tenths(value: float) -> int:
    """A number of points as shown with one decimal, halves rounded up, in tenths.

    >>> tenths(3.25), tenths(3.2499)
    (33, 32)
    """
    return math.floor(round(value * 10, 6) + 0.5)


def _by(then: DimensionScore, now: DimensionScore, bound: float) -> float | None:
    by = (tenths(_mean(now)) - tenths(_mean(then))) / 10
    return by if is_gap(by) and _reaches(abs(by), bound) else None

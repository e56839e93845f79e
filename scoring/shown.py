"""What may be shown: the one place that decides it, for every screen and export alike, and over time.

Whoever looks may know who took part, who is in which sector, who answered when, and how this file decides. What
they see must leave at least two answers possible for everyone (docs/scoring.md says it at length):

1. People enter a dimension together, in batches, once they have answered all of its items, "Don't know" or not. The
   first batch is at least the smallest group, a later one at least three people, on phones or on paper: whoever
   types a form knows it. What has entered stays as it was: neither a changed answer nor a changed sector moves it.
2. What has entered is shown once three people have rated each item, however large the smallest group is.
3. A circle of people is a batch, or in the first batch a sector of enough people for a line and all the others.
   Everything shown treats the people of a circle alike, so where two of them differ, each could be the other;
   "Don't know" is an answer like any other.
4. Where a circle of fewer than eight is alike on an item, the dimension keeps at most its mean, and that only if
   the circle's answers could have been others with the same mean at every look; other circles of its batch may
   make up for it. Otherwise it stays as it was before that circle came in, or shows nothing.
5. What links dimensions is one number (Profile.residual), of the first batch in dimensions that the same people
   entered first and that are shown whole. It treats them alike as well, all their answers together.

Sizes alone decide who enters: an answer that were let in or kept out for what it says would be told by that.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import fmean
from typing import Literal, NamedTuple, TypeVar, get_args

import numpy as np

from content.shape import Dimension, Questionnaire
from scoring.agreement import FEWEST_FOR_A_WORD
from scoring.chance import residual_of
from scoring.profile import (
    DimensionScore,
    ItemScore,
    Profile,
    Reason,
    SectorScores,
    profile_of_rows,
)

FLOOR = 3
DEFAULT_SMALLEST_GROUP = 5
FEWEST_NEWCOMERS = 3

Answer = tuple[str, str | None, str, int | None]
NoLines = Literal["not asked", "live", "too few", "too alike"]
Row = TypeVar("Row", bound=tuple[object, ...])
_Level = Literal["nothing", "mean", "all"]
LEVELS = get_args(_Level)


class _Circle(NamedTuple):
    """For each item of a dimension: how many people chose each point, and how many "Don't know"."""

    counts: tuple[tuple[int, ...], ...]
    dont_know: tuple[int, ...]


class Entered(NamedTuple):
    """An answer that results rest on, and the batch in which it came into its dimension.

    Batches are counted from 1 in each dimension; 0 as long as fewer than the smallest group have answered all of it.
    """

    respondent: str
    sector: str | None
    item: str
    point: int | None
    batch: int


@dataclass(frozen=True)
class Revealed:
    """What everybody may see: the whole group's profile, and a line for each sector that may have one.

    `no_lines` says why there is none; None where there are lines.
    """

    profile: Profile
    sectors: tuple[SectorScores, ...]
    no_lines: NoLines | None


def let_in(
    before: Sequence[Entered],
    now: Sequence[Answer],
    questionnaire: Questionnaire,
    smallest_group: int,
    fewest: int = FEWEST_NEWCOMERS,
    forms: Collection[str] = (),
) -> list[Entered]:
    """What results rest on after a new look: what they rested on before, and the newcomers who may enter.

    Dimension by dimension, the people who have answered all its items and are not in it yet enter together
    if they are at least `fewest`, which is never under three. `forms` are the respondents that somebody typed in from
    paper: whoever did knows their answers, so that newcomers on phones must be enough without them, and paper ones
    are a batch of their own. As long as fewer than the smallest group have answered all of a dimension, everyone
    enters it anew.
    """
    entered: list[Entered] = []
    old, new = _by_item(before), _by_item(now)
    at_least, typed = max(fewest, FEWEST_NEWCOMERS), frozenset(forms)
    for dimension in questionnaire.dimensions:
        items = [item.id for item in dimension.items]
        there = [row for item in items for row in old.get(item, [])]
        ready = _ready([row for item in items for row in new.get(item, [])], len(items))
        if any(row.batch for row in there):
            entered += _enter_later(there, ready, at_least, typed)
        else:
            entered += _enter_first(ready, smallest_group)
    return sorted(entered, key=lambda row: (row.respondent, row.item))


def _by_item(rows: Iterable[Row]) -> dict[str, list[Row]]:
    items: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        items[str(row[2])].append(row)
    return items


def _enter_first(ready: list[Answer], smallest_group: int) -> list[Entered]:
    # People are counted, not those who rated: were a batch put off for a "Don't know", those who come later would
    # be known not to be the one who said it.
    batch = 1 if len(_people(ready)) >= smallest_group else 0
    return [Entered(*row, batch) for row in ready]


def _enter_later(there: list[Entered], ready: list[Answer], fewest: int, forms: frozenset[str]) -> list[Entered]:
    newcomers = [row for row in ready if row[0] not in _people(there)]
    entered, latest = list(there), max(row.batch for row in there)
    for rows in _by_source(newcomers, forms):
        if len(_people(rows)) >= fewest:
            latest += 1
            entered += [Entered(*row, latest) for row in rows]
    return entered


def _by_source(rows: list[Answer], forms: frozenset[str]) -> tuple[list[Answer], list[Answer]]:
    """Those answered on phones, and those typed in."""
    return [row for row in rows if row[0] not in forms], [row for row in rows if row[0] in forms]


def _people(rows: Iterable[tuple[object, ...]]) -> set[str]:
    return {str(row[0]) for row in rows}


def _ready(answers: list[Answer], items: int) -> list[Answer]:
    given = Counter(row[0] for row in answers)
    return [row for row in answers if given[row[0]] == items]


def not_held(entered: Sequence[Entered], now: Sequence[Answer]) -> set[str]:
    """The respondents who have given or changed an answer that the results do not hold."""
    held = {(row.respondent, row.item, row.point) for row in entered}
    return {row[0] for row in now if (row[0], row[2], row[3]) not in held}


def waiting(entered: Sequence[Entered], now: Sequence[Answer]) -> int:
    """How many respondents have answered an item for which the results hold no answer of theirs."""
    held = {(row.respondent, row.item) for row in entered}
    return len({row[0] for row in now if (row[0], row[2]) not in held})


def shown(profile: Profile, smallest_group: int) -> Profile:
    """The profile of people who came in together, without what may not be shown of it; a shown one as it is.

    A dimension that fewer people than the smallest group answered, or with an item that fewer than three rated, keeps
    nothing: from one item's mean and the dimension's, the other could be worked out. One with an item on which fewer
    than eight people are alike keeps at most its mean.
    """
    return replace(profile, dimensions=tuple(_shown(score, smallest_group) for score in profile.dimensions))


def _shown(score: DimensionScore, smallest_group: int) -> DimensionScore:
    if score.withheld:
        return score
    if min(item.n + item.dont_know for item in score.items) < smallest_group:
        return _keep(score, "nothing", "too few")
    circle = _Circle(tuple(item.counts for item in score.items), tuple(item.dont_know for item in score.items))
    return _seen(score, _level([[circle]]))


def _keep(score: DimensionScore, level: _Level, reason: Reason) -> DimensionScore:
    if level == "all":
        return score
    items = tuple(ItemScore(item.item, 0, None, (), 0) for item in score.items)
    n, mean = (score.n, score.mean) if level == "mean" else (0, None)
    return DimensionScore(score.dimension, score.name, n, mean, None, None, items, withheld=reason)


def reveal(
    entered: Sequence[Entered],
    questionnaire: Questionnaire,
    points: int,
    smallest_group: int,
    no_lines: NoLines | None = None,
) -> Revealed:
    """All that may be seen of these answers. `no_lines` is given where sectors are to have no lines at all."""
    rows_of = _by_item(row for row in entered if row.batch)
    parts = [
        _Part(dimension, rows_of, points, smallest_group, lines=no_lines is None)
        for dimension in questionnaire.dimensions
    ]
    rows = [row for part in parts for row in part.rows]
    found = profile_of_rows([(row.respondent, row.item, row.point) for row in rows], questionnaire, points)
    scores = tuple(
        _seen(score, part.level) if part.first else _keep(score, "nothing", "too few")
        for part, score in zip(parts, found.dimensions, strict=True)
    )
    sectors = _sectors(parts)
    return Revealed(
        Profile(_respondents(parts, scores), scores, _residual(parts, scores)),
        sectors,
        None if sectors else no_lines or _why_no_lines(parts),
    )


def _seen(score: DimensionScore, level: _Level) -> DimensionScore:
    return _keep(score, "nothing", "too few rated") if score.n < FLOOR else _keep(score, level, "too alike")


def _respondents(parts: list["_Part"], scores: tuple[DimensionScore, ...]) -> int:
    """How many people's answers are in what is shown."""
    seen = [part for part, score in zip(parts, scores, strict=True) if score.mean is not None]
    return len(_people(row for part in seen for row in part.rows))


def _residual(parts: list["_Part"], scores: tuple[DimensionScore, ...]) -> float | None:
    """The residual (see `residual_of`) of the first batch, to two decimals; no finer than it is needed.

    Over the dimensions that are shown whole, and among those that the same people of the same sectors entered first:
    people who are one circle in each may then have swapped all these answers, and it would be the same.
    """
    alike: dict[frozenset[tuple[str, str | None]], list[_Part]] = defaultdict(list)
    for part, score in zip(parts, scores, strict=True):
        if not score.withheld:
            alike[frozenset((row.respondent, row.sector) for row in part.first)].append(part)
    found = [left for them in alike.values() if (left := residual_of(_table(them)))]
    pairs = sum(number for _, number in found)
    if not pairs:
        return None
    # First to nine decimals, so that what rounding does to a sum in another order never shows.
    return round(round(math.sqrt(sum(variance * number for variance, number in found) / pairs), 9), 2)


def _table(parts: list["_Part"]) -> np.ndarray:
    """A row for each person of the first batch, a column for each dimension: the person's own score, or NaN."""
    people, columns = sorted(_people(parts[0].first)), [part.own_scores() for part in parts]
    return np.array([[own.get(person, math.nan) for own in columns] for person in people])


class _Part:
    """One dimension of what is revealed: its rows, how much of it may be shown, and its sectors' means."""

    def __init__(
        self, dimension: Dimension, rows_of: dict[str, list[Entered]], points: int, smallest_group: int, *, lines: bool
    ) -> None:
        self.items = tuple(item.id for item in dimension.items)
        self.rows = [row for item in self.items for row in rows_of.get(item, [])]
        self.points = points
        self.level: _Level = "all"
        self.first = [row for row in self.rows if row.batch == 1]
        self.large = _large(self.first, smallest_group) if lines else []
        self.lines = _lines(self.first, self.items, self.large)
        self.too_alike = False
        if self.first:
            self._settle()

    def _settle(self) -> None:
        last = max(row.batch for row in self.rows)
        later = [[self._circle(row for row in self.rows if row.batch == batch)] for batch in range(2, last + 1)]
        history = [self._first_circles(), *later]
        self.too_alike = _level(history[:1]) != "all"
        # A look that may not be shown stays the look before it, for good.
        looks = range(last, 0, -1)
        upto = next((size for size in looks if _level(history[:size]) != "nothing"), 1)
        self.level = _level(history[:upto])
        self.rows = [row for row in self.rows if row.batch <= upto]

    def _first_circles(self) -> list[_Circle]:
        """The circles of the first batch: large sectors, drawn or not, and everybody else."""
        sectors = [[row for row in self.first if row.sector == sector] for sector in self.large]
        rest = [row for row in self.first if row.sector not in self.large]
        return [self._circle(rows) for rows in (*sectors, rest) if rows]

    def _circle(self, rows: Iterable[Entered]) -> _Circle:
        chosen = Counter((row.item, row.point) for row in rows)
        counts = tuple(tuple(chosen[item, point] for point in range(1, self.points + 1)) for item in self.items)
        return _Circle(counts, tuple(chosen[item, None] for item in self.items))

    def own_scores(self) -> dict[str, float]:
        """The own score of each person of the first batch who rated an item: the mean of those they rated."""
        given: dict[str, list[int]] = defaultdict(list)
        for row in self.first:
            if row.point is not None:
                given[row.respondent].append(row.point)
        return {person: fmean(chosen) for person, chosen in given.items()}

    def mean(self, sector: str) -> float | None:
        """The sector's mean when the dimension was first shown; None where it has no line."""
        if self.too_alike or sector not in self.lines:
            return None
        circle = self._circle(row for row in self.first if row.sector == sector)
        return sum(_sum(counts) / sum(counts) for counts in circle.counts) / len(circle.counts)


def _large(first: list[Entered], smallest_group: int) -> list[str]:
    """The sectors that are enough people for a line, largest first, so that the people of no other are too few.

    Where somebody is left without a line, those without one must together be enough; as long as they are not,
    the smallest sector that has a line joins them.
    """
    people = {sector: len({row.respondent for row in first if row.sector == sector}) for sector in _sectors_of(first)}
    large = sorted(
        (sector for sector, number in people.items() if sector is not None and number >= smallest_group),
        key=lambda sector: (-people[sector], sector),
    )
    while large and 0 < sum(people.values()) - sum(people[sector] for sector in large) < smallest_group:
        large.pop()
    return large if len(people) > 1 else []


def _lines(first: list[Entered], items: tuple[str, ...], large: list[str]) -> list[str]:
    """Those of the large sectors that are drawn: on every item, each and the rest have three who rated it.

    That depends on who said "Don't know", and so tells something of a sector: people of all large sectors are
    therefore circles of their own, with or without a line.
    """
    raters = {sector: _raters(first, items, sector) for sector in _sectors_of(first)}
    lines = [sector for sector in large if min(raters[sector]) >= FLOOR]
    while lines and not _enough_rest(raters, lines):
        lines.pop()
    return sorted(lines)


def _sectors_of(first: list[Entered]) -> set[str | None]:
    return {row.sector for row in first}


def _raters(first: list[Entered], items: tuple[str, ...], sector: str | None) -> list[int]:
    rated = Counter(row.item for row in first if row.sector == sector and row.point is not None)
    return [rated[item] for item in items]


def _enough_rest(raters: dict[str | None, list[int]], lines: list[str]) -> bool:
    rest = [rated for sector, rated in raters.items() if sector not in lines]
    return not rest or min(map(sum, zip(*rest, strict=True))) >= FLOOR


def _sectors(parts: list[_Part]) -> tuple[SectorScores, ...]:
    people: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for row in part.first:
            if row.sector in part.lines and not part.too_alike:
                people[row.sector].add(row.respondent)
    return tuple(
        SectorScores(sector, len(people[sector]), tuple(part.mean(sector) for part in parts))
        for sector in sorted(people)
    )


def _why_no_lines(parts: list[_Part]) -> NoLines:
    return "too alike" if any(part.lines for part in parts) else "too few"


def _level(history: list[list[_Circle]]) -> _Level:
    """How much may be shown of a dimension into which these circles came, batch after batch."""
    raters = list(accumulate(([_sums(circles) for circles in history]), _plus))
    level: _Level = "all"
    for number, circles in enumerate(history):
        for which, circle in enumerate(circles):
            answers = zip(circle.counts, circle.dont_know, strict=True)
            alike = [place for place, (counts, unknown) in enumerate(answers) if _is_alike((*counts, unknown))]
            if not all(_could_differ(circles, which, place, raters[number:]) for place in alike):
                return "nothing"
            level = "mean" if alike else level
    return level


def _sums(circles: list[_Circle]) -> list[int]:
    return [sum(sum(counts) for counts in item) for item in zip(*(circle.counts for circle in circles), strict=True)]


def _plus(before: list[int], more: list[int]) -> list[int]:
    return [a + b for a, b in zip(before, more, strict=True)]


def _is_alike(counts: tuple[int, ...]) -> bool:
    return sum(counts) < FEWEST_FOR_A_WORD and sum(1 for number in counts if number) <= 1


def _could_differ(circles: list[_Circle], which: int, place: int, raters: list[list[int]]) -> bool:
    """Whether a circle that is alike on one item could be alike one point higher or lower, every mean unchanged.

    What that item gains, another item of the circle or an item of another circle of the same batch must be able
    to lose: as a whole number of points, within the scale, and with the same effect on the mean at every look
    (`raters` of each item, look by look). In another circle, people must be able to differ before and after that.
    Other circles may make up for it because no sector has a line in a dimension in which a circle is alike.
    """
    here = circles[which].counts[place]
    return sum(here) > 0 and any(
        _balances(here, there, [(look[place], look[item]) for look in raters], step, spare=int(other != which))
        for other, circle in enumerate(circles)
        for item, there in enumerate(circle.counts)
        if (other, item) != (which, place)
        for step in (1, -1)
    )


def _balances(
    here: tuple[int, ...], there: tuple[int, ...], raters: list[tuple[int, int]], step: int, spare: int
) -> bool:
    moved = step * sum(here)
    point, k = _sum(here) // sum(here), len(here)
    gained, uneven = divmod(moved * raters[0][1], raters[0][0])
    same = all(gained * of_here == moved * of_there for of_here, of_there in raters)
    before, most = _sum(there), sum(there)
    fits = all(most + spare <= total <= k * most - spare for total in (before, before - gained))
    return not uneven and same and fits and 1 <= point + step <= k


def _sum(counts: tuple[int, ...]) -> int:
    return sum(point * number for point, number in enumerate(counts, start=1))

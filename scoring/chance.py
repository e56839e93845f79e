"""How far apart things lie by chance alone: bounds under which nothing is named, worked out from what is shown.

Everyone in the room may be everyone there is; then a mean is what it is. But people's answers waver, and from means
that waver, the lowest and the highest of nine stand apart although nothing sets them apart. A bound says how far apart
truly equal ones would lie at most, but in a known share of workshops.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

# The share of workshops of truly equal dimensions in which a bound is passed: chosen so that `benchmarks/chance.py`
# finds at most 10% (gaps 20%) with ratings on a few points, where these bounds, made for the normal, hold only nearly.
ENDS_BY_CHANCE = 0.07
GAPS_BY_CHANCE = 0.20
CHANGES_BY_CHANCE = 0.10
# Ratings vary less by chance than normal values do, so that of workshops with ratings fewer than 10% pass this.
SPREADS_BY_CHANCE = 0.35
# How closely a respondent's scores of two dimensions go together, taken high: the higher, the wider the bounds.
CORRELATION = 0.5

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_FAR = 8.0  # standard deviations from the middle beyond which there is nothing left of a normal distribution


def equal_ends(dimensions: int, residual: float, people: tuple[int, int], freedom: float) -> float:
    """How far apart the lowest and the highest mean of truly equal dimensions lie by chance, in points.

    q * residual * sqrt((1 / n1 + 1 / n2) / 2), where q is the upper 7% point of the studentized range of so many
    dimensions. The same people rate every dimension, so that only what is left of their scores when their own level
    and the dimension's are taken off (the residual) makes the means differ.

    Args: dimensions that are compared, at least 2; residual, a standard deviation in points, see `residual_of`;
    people, how many rated the lowest and how many the highest; freedom, (respondents - 1) * (dimensions - 1).
    Raises ValueError for fewer than two dimensions or no freedom.
    Source: Tukey's test in a two-way layout without replication; for unequal numbers Kramer (1956), Biometrics
    12:307-310, shown to be on the safe side by Hayter (1984), Ann Stat 12:61-75.

    >>> round(equal_ends(9, 0.65, (5, 5), 32), 2), round(equal_ends(9, 0.65, (12, 12), 88), 2)
    (1.31, 0.81)
    """
    return studentized_range(ENDS_BY_CHANCE, dimensions, freedom) * residual * math.sqrt(_one_over(people) / 2)


def equal_sectors(sectors: int, dimensions: int, spread: float, people: tuple[int, int], freedom: float) -> float:
    """How far apart the lowest and the highest mean of sectors that truly agree lie by chance, in points.

    q * spread * sqrt((1 / n1 + 1 / n2) / 2), where q is the upper point of the studentized range of so many sectors
    that is passed in one of so many dimensions in 20% of workshops: in each, in 1 - .8 ** (1 / dimensions).

    Args: sectors and dimensions that are compared, at least 2 and 1; spread, the standard deviation within a sector,
    in points; people of the lowest and of the highest sector; freedom of that spread, see `freedom_of_pooled`.
    Raises ValueError for fewer than two sectors or no freedom.
    Source: Tukey and Kramer as in `equal_ends`; the share of each of several comparisons: Sidak (1967), J Am Stat
    Assoc 62:626-633.

    >>> round(equal_sectors(2, 9, 0.9, (5, 5), 24), 2), round(equal_sectors(3, 9, 0.9, (8, 8), 63), 2)
    (1.37, 1.21)
    """
    share = _of_each(GAPS_BY_CHANCE, dimensions)
    return studentized_range(share, sectors, freedom) * spread * math.sqrt(_one_over(people) / 2)


def equal_workshops(dimensions: int, error: float, freedom: float) -> float:
    """How far the means of two workshops differ by chance where nothing has changed, in points.

    t * error, where t is the two-sided point of Student's distribution that is passed in one of so many dimensions
    in 10% of pairs of workshops. Nobody knows whether the same people were in the room; had they all been, the means
    would differ less.

    Args: dimensions that are compared, at least 1; error, the standard error of the difference, in points: the root
    of spread ** 2 / n summed over both workshops; freedom of those spreads, see `freedom_of_pooled`.
    Raises ValueError for no freedom.
    Source: Student (1908), Biometrika 6:1-25; Sidak (1967) as in `equal_sectors`.

    >>> round(equal_workshops(9, 0.9 * (2 / 8) ** 0.5, 42), 2), round(equal_workshops(1, 1.0, 10), 3)
    (1.19, 1.812)
    """
    share = _of_each(CHANGES_BY_CHANCE, dimensions)
    return studentized_range(share, 2, freedom) / math.sqrt(2) * error


def equal_spreads(dimensions: int, freedom: float, freedom_of_others: float) -> float:
    """How many times the usual variance one of so many dimensions has by chance where all vary alike.

    The point of the F distribution that one of so many dimensions passes in 35% of cases with normal values. Ratings
    on a few points vary less by chance, and variances of the same people go together: of workshops, fewer than 10%
    pass it (`benchmarks/chance.py`).

    Args: dimensions that are compared, at least 2; freedom of a dimension's variance, and of the mean of the others'.
    Raises ValueError for no freedom.
    Source: Cochran (1941), Ann Eugen 11:47-52, with the others' variance in place of the sum of all.

    >>> round(equal_spreads(2, 10, 10), 2), round(equal_spreads(9, 11.2, 29.9), 2)
    (1.76, 2.15)
    """
    if freedom < 1 or freedom_of_others < 1:
        raise ValueError("at least one degree of freedom is needed")
    return variance_ratio(round(_of_each(SPREADS_BY_CHANCE, dimensions), 9), freedom, freedom_of_others)


@lru_cache(maxsize=1024)
def variance_ratio(share: float, freedom: float, other_freedom: float) -> float:
    """The point that the ratio of two estimates of one variance passes in this share of cases, by halving.

    With x = a F / (a F + b) that is a beta distribution of a / 2 and b / 2, whose tail is integrated. Good to four
    digits. Source: the F distribution, Snedecor (1934).

    >>> round(variance_ratio(0.05, 5, 10), 3), round(variance_ratio(0.01, 7, 40), 3)
    (3.326, 3.124)
    """
    return _passed_in(share, lambda ratio: _ratio_beyond(ratio, freedom, other_freedom))


def _ratio_beyond(ratio: float, freedom: float, other_freedom: float) -> float:
    a, b = freedom / 2, other_freedom / 2
    # Over the root of what is left of x, so that the density stays finite at its end.
    root, weights = _over(0.0, math.sqrt(other_freedom / (freedom * ratio + other_freedom)))
    log_density = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log_density = log_density + (a - 1) * np.log1p(-(root**2)) + (2 * b - 1) * np.log(root) + math.log(2)
    return float(np.exp(log_density) @ weights)


def freedom_of_pooled(freedom: float, dimensions: int) -> float:
    """The degrees of freedom of a variance that is the mean of several dimensions' variances of the same people.

    freedom * D / (1 + (D - 1) * r ** 2), as those variances go together with the square of the correlation r of
    scores, taken as 0.5. Args: freedom of each variance; dimensions D, at least 1.
    Source: the variance of a mean of correlated chi-squares, matched as by Satterthwaite (1946), Biometrics 2:110-114.

    >>> freedom_of_pooled(8, 9), freedom_of_pooled(8, 1)
    (24.0, 8.0)
    """
    return freedom * dimensions / (1 + (dimensions - 1) * CORRELATION**2)


def residual_of(scores: np.ndarray) -> tuple[float, int] | None:
    """What is left of respondents' scores when their own level and the dimension's are taken off: its variance.

    Half the variance (n - 1) of the difference between two dimensions over the respondents who have both, and the
    mean of that over every pair of dimensions. Where nothing is missing this is the mean square of respondent by
    dimension in the analysis of variance.

    Args: scores, one row for each respondent and one column for each dimension, in points, NaN where there is none.
    Returns the variance in points squared and the number of pairs it rests on; None where no pair of dimensions has
    two respondents.
    Source: Scheffe (1959), The Analysis of Variance, 4.2; the identity with pairs is that of the sample variance.

    >>> residual_of(np.array([[1.0, 2.0], [2.0, 5.0], [3.0, 2.0]]))
    (2.0, 1)
    """
    first, second = np.triu_indices(scores.shape[1], 1)
    apart = scores[:, first] - scores[:, second]
    both = (~np.isnan(apart)).sum(axis=0)
    apart = apart[:, both > 1]
    if not apart.size:
        return None
    squares = (apart - np.nanmean(apart, axis=0)) ** 2
    return float(np.mean(np.nansum(squares, axis=0) / (both[both > 1] - 1)) / 2), apart.shape[1]


@lru_cache(maxsize=1024)
def studentized_range(share: float, groups: int, freedom: float) -> float:
    """The point that the range of so many normal values passes in this share of cases, in standard deviations.

    The values are independent and of the same mean; the standard deviation is estimated apart, with so many degrees
    of freedom. With s such an estimate by the true one, P(range <= q) is the integral over s of its density times
    the integral over z, the largest value, of groups * f(z) * (F(z) - F(z - q * s)) ** (groups - 1), with f and F
    the normal density and distribution. Solved for q by halving; good to four digits.

    Raises ValueError for a share that is not between 0 and 1, fewer than two groups or no degree of freedom.
    Source: Copenhaver & Holland (1988), J Stat Comput Simul 30:1-15.

    >>> round(studentized_range(0.05, 3, 10), 3), round(studentized_range(0.05, 9, 30), 2)
    (3.877, 4.72)
    """
    if not 0 < share < 1 or groups < 2 or freedom < 1:  # noqa: PLR2004 (a range of two)
        raise ValueError("a share between 0 and 1, at least two groups and one degree of freedom are needed")
    return _passed_in(share, lambda q: _beyond(q, groups, freedom))


def _passed_in(share: float, beyond: Callable[[float], float]) -> float:
    """The point beyond which this share lies, by halving; `beyond` falls from 1 at 0 towards 0."""
    low, high = 0.0, 1.0
    while beyond(high) > share:
        low, high = high, 2 * high
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > share else (low, middle)
    return (low + high) / 2


def _beyond(q: float, groups: int, freedom: float) -> float:
    deviation = 1 / math.sqrt(2 * freedom)
    s, weights = _over(max(0.0, 1 - _FAR * deviation), 1 + 1.5 * _FAR * deviation)
    z, inner = _over(-_FAR, _FAR)
    below = np.clip(_normal(z) - _normal(z - q * s[:, None]), 0, 1) ** (groups - 1)
    within = groups * (below * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)) @ inner
    log_density = freedom / 2 * math.log(freedom / 2) - math.lgamma(freedom / 2) + math.log(2)
    density = np.exp(log_density + (freedom - 1) * np.log(s) - freedom * s * s / 2)
    return float(1 - (density * within) @ weights)


def _over(low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Places between two ends and their weights, for an integral."""
    half = (high - low) / 2
    return low + half * (_NODES + 1), half * _WEIGHTS


def _normal(z: np.ndarray) -> np.ndarray:
    """The normal distribution function, between places of a table."""
    return np.interp(z, *_table())


@lru_cache(maxsize=1)
def _table() -> tuple[np.ndarray, np.ndarray]:
    places = np.linspace(-_FAR, _FAR, 4001)
    return places, np.array([math.erfc(-place / math.sqrt(2)) / 2 for place in places])


def _one_over(people: tuple[int, int]) -> float:
    return sum(1 / number for number in people)


def _of_each(share: float, comparisons: int) -> float:
    return float(1 - (1 - share) ** (1 / comparisons))

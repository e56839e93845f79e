"""How far respondents agree: within-group agreement, the word for it, and whether they stand in two camps."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

Word = Literal["close", "mixed", "split"]

FEWEST_FOR_A_WORD = 8
CLOSE = 0.65
A_CAMP = 1 / 3
FEWEST_IN_A_CAMP = 3
AN_EMPTY_MIDDLE = 1 / 10
# How people answer five points who have no view in common: towards the upper end, as most questionnaires are answered.
SLIGHTLY_SKEWED = (0.05, 0.15, 0.20, 0.35, 0.25)


def within_group_agreement(variances: Sequence[float], points: int) -> float | None:
    """r_wg(J), from 0 (no more agreement than chance answers) to 1 (everyone gave the same answers).

    r_wg(J) = J (1 - s2 / e2) / [J (1 - s2 / e2) + s2 / e2], where s2 is the mean of the J item variances
    (each over those who rated the item, divisor n - 1) and e2 = (k * k - 1) / 12 the variance of answers
    spread evenly over k points. Negative values, where answers differ more than chance ones would, are 0.

    Args: variances, one for each item, in points squared; points, the number k of points, at least 2.
    Missing data: None without variances; the caller leaves out what has fewer than two raters.
    Raises ValueError for fewer than two points.
    Source: James, Demaree & Wolf (1984), J Appl Psychol 69:85-98; (1993), 78:306-309.

    >>> within_group_agreement([0.5, 0.5], 5)   # 2 * .75 / (2 * .75 + .25)
    0.8571428571428571
    >>> within_group_agreement([2.5, 2.1], 5)
    0.0
    """
    if points < 2:  # noqa: PLR2004 (a scale)
        raise ValueError("a scale has at least two points")
    if not variances:
        return None
    ratio = (sum(variances) / len(variances)) / ((points * points - 1) / 12)
    over_chance = len(variances) * max(0.0, 1 - ratio)
    return over_chance / (over_chance + ratio)


def agreement_by_item(variances: Sequence[float], points: int) -> float | None:
    """r*_wg(J) against slightly skewed chance answers: 1 where all agree, 0 as by chance, below where they differ more.

    r*_wg(J) = 1 - s2 / e2, where s2 is the mean of the J item variances and e2 that of `skewed_variance`. Unlike
    r_wg(J) it does not grow with the number of items.

    Args: variances, one for each item, in points squared; points, the number k of points, at least 2.
    Missing data: None without variances. Raises ValueError for fewer than two points.
    Source: Lindell, Brandt & Whitney (1999), Appl Psychol Meas 23:127-135.

    >>> round(agreement_by_item([0.4, 0.5], 5), 3)   # 1 - .45 / 1.34
    0.664
    """
    chance = skewed_variance(points)
    return 1 - sum(variances) / len(variances) / chance if variances else None


@lru_cache(maxsize=16)
def skewed_variance(points: int) -> float:
    """The variance of chance answers that are slightly skewed, in points squared: a null nearer to how people answer.

    On five points the shares are .05, .15, .20, .35 and .25 and the variance is 1.34, where answers spread evenly
    have 2. For other numbers of points we stretch those five: each is a step of the same width over the whole scale,
    and a point gets what lies over its own part of it. The variances published for 6 to 11 points, from shares of
    their own for each, lie within a fifth of these.

    Args: points, the number k of points, at least 2. Raises ValueError for fewer.
    Source: LeBreton & Senter (2008), Organ Res Methods 11:815-852; the stretching is ours.

    >>> round(skewed_variance(5), 6), round(skewed_variance(7), 2)
    (1.34, 2.78)
    """
    if points < 2:  # noqa: PLR2004 (a scale)
        raise ValueError("a scale has at least two points")
    up_to = np.concatenate([[0.0], np.cumsum(SLIGHTLY_SKEWED)])
    shares = np.diff(np.interp(np.linspace(0, 1, points + 1), np.linspace(0, 1, len(up_to)), up_to))
    places = np.arange(1, points + 1)
    return float(shares @ places**2 - (shares @ places) ** 2)


def is_split(counts: Sequence[int]) -> bool:
    """Whether respondents stand in two camps with an empty middle.

    Our own definition; r_wg cannot tell two camps from a flat spread. There are two points on either side of
    the middle of the scale, at least two apart and at least half the scale, such that at least a third of the
    raters, and three of them, are at the lower one or below, as many at the upper one or above, and at most a tenth
    between the two. It holds for any number of raters; fewer than six have no two camps of three. Raters spread
    evenly over all points are never split, whatever the length of the scale, nor is anybody on a scale of two
    points, which has no middle to be empty.

    Half the scale is two points on five and three on seven: there, threes and fives stand on either side of the
    middle, but next to it.

    Args: counts, raters at each point, lowest first. Nobody is not split.

    >>> is_split((4, 0, 0, 0, 4)), is_split((0, 4, 0, 4, 0)), is_split((2, 2, 2, 2, 2)), is_split((1, 2, 4, 2, 1))
    (True, True, False, False)
    >>> is_split((3, 0, 0, 0, 4)), is_split((0, 0, 5, 0, 5, 0, 0)), is_split((0, 5, 0, 0, 5, 0, 0))
    (True, False, True)
    """
    everyone, k = sum(counts), len(counts)
    apart = max(2, math.ceil((k - 1) / 2))
    return any(
        _two_camps(sum(counts[: low + 1]), sum(counts[high:]), everyone)
        for low in range(k // 2)
        for high in range(max(low + apart, (k + 1) // 2), k)
    )


def _two_camps(below: int, above: int, everyone: int) -> bool:
    middle = everyone - below - above
    enough = max(everyone * A_CAMP, FEWEST_IN_A_CAMP)
    return min(below, above) >= enough and middle <= everyone * AN_EMPTY_MIDDLE


def in_a_word(variances: Sequence[float], points: int, n: int, *, split: bool) -> Word | None:
    """Agreement in a word; None for fewer than eight respondents, which is too few to say.

    "split" where there are two camps, else "close" where agreement by the item is at least .65 and "mixed" below.
    That is calibrated with the answers of people who differ as people do (a spread of .9 on five points): of such
    dimensions, one in ten of eight people is close, and one in 20 of twelve. The common rule, r_wg(J) of at least
    .70 against evenly spread answers, makes more than half of them close, and one in ten groups of eight that answer
    20 items at random; here it is at most one in 75 of those, whatever the numbers of points and items.

    Args: variances of the items, in points squared; points, the number k of points; n, the fewest who rated one.
    Missing data: None without variances. Raises ValueError for fewer than two points.
    Source: the index and its null as in `agreement_by_item`; LeBreton & Senter (2008), Organ Res Methods 11:815-852,
    call .51 to .70 moderate agreement and more strong. The .65, from eight, and that two camps come before both, are
    our choice.

    >>> in_a_word([0.4, 0.4], 5, 8, split=False), in_a_word([0.81, 0.81], 5, 8, split=False)
    ('close', 'mixed')
    >>> in_a_word([0.81] * 20, 5, 8, split=False), in_a_word([0.0], 5, 7, split=False)
    ('mixed', None)
    """
    agreement = agreement_by_item(variances, points)
    if agreement is None or n < FEWEST_FOR_A_WORD:
        return None
    if split:
        return "split"
    return "close" if round(agreement, 6) >= CLOSE else "mixed"

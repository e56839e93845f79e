"""How far respondents agree: within-group agreement, the word for it, and whether they stand in two camps."""

import math
from collections.abc import Sequence
from typing import Literal

Word = Literal["close", "mixed", "split"]

FEWEST_FOR_A_WORD = 8
CLOSE = 0.70
A_CAMP = 1 / 3
AN_EMPTY_MIDDLE = 1 / 10


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


def is_split(counts: Sequence[int]) -> bool:
    """Whether respondents stand in two camps with an empty middle.

    Our own definition; r_wg cannot tell two camps from a flat spread. There are two points on either side of
    the middle of the scale, at least two apart and at least half the scale, such that at least a third of the
    raters are at the lower one or below, at least a third at the upper one or above, and at most a tenth
    between the two. Raters spread evenly over all points are never split, whatever the length of the scale,
    nor is anybody on a scale of two points, which has no middle to be empty.

    Args: counts, raters at each point, lowest first. Nobody is not split.

    >>> is_split((4, 0, 0, 0, 4)), is_split((0, 4, 0, 4, 0)), is_split((2, 2, 2, 2, 2)), is_split((1, 2, 4, 2, 1))
    (True, True, False, False)
    """
    everyone, k = sum(counts), len(counts)
    apart = max(2, math.ceil((k - 1) / 2))
    return everyone > 0 and any(
        _two_camps(sum(counts[: low + 1]), sum(counts[high:]), everyone)
        for low in range(k // 2)
        for high in range(max(low + apart, (k + 1) // 2), k)
    )


def _two_camps(below: int, above: int, everyone: int) -> bool:
    middle = everyone - below - above
    return min(below, above) >= everyone * A_CAMP and middle <= everyone * AN_EMPTY_MIDDLE


def in_a_word(agreement: float | None, n: int, *, split: bool) -> Word | None:
    """Agreement in a word; None for fewer than eight respondents, which is too few to say.

    "split" where there are two camps, else "close" from .70 and "mixed" below. That .70 is a convention of the
    literature, and no more than that (LeBreton & Senter 2008, Organ Res Methods 11:815-852). From eight is our
    choice: of groups that answer two items of five points at random, one in eighteen looks close with five
    people, one in eighty with eight. That two camps come before both is ours as well.
    """
    if agreement is None or n < FEWEST_FOR_A_WORD:
        return None
    if split:
        return "split"
    return "close" if round(agreement, 6) >= CLOSE else "mixed"

"""Score a frame of responses: item by item, then dimension by dimension."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from content.shape import Dimension, Questionnaire
from scoring.agreement import Word, in_a_word, is_split, within_group_agreement

COLUMNS = ["respondent", "item", "point"]

Quartiles = tuple[float, float, float]
_Given = tuple[np.ndarray, np.ndarray]  # for each answer, a number for its respondent, and the point
Reason = Literal["too few", "too few rated", "too alike"]


@dataclass(frozen=True)
class ItemScore:
    """One item over all respondents. Means, spread and quartiles are in points, counts in respondents.

    `n` counts those who chose a point, `dont_know` those who chose "Don't know"; `counts` holds the
    number of respondents at each point, lowest first. `mean` and `quartiles` are None where `n` is 0,
    `spread` (standard deviation, divisor n - 1) where it is under 2. `dont_know_share` is of all who
    answered, from 0 to 1; None where nobody did. `split` says whether there are two camps, None where
    nobody chose a point.
    """

    item: str
    n: int
    mean: float | None
    counts: tuple[int, ...]
    dont_know: int
    spread: float | None = None
    quartiles: Quartiles | None = None
    dont_know_share: float | None = None
    split: bool | None = None


@dataclass(frozen=True)
class DimensionScore:
    """One dimension over all respondents. Mean, spread and quartiles are in points of the scale.

    `n` is the smallest `n` of its items, so that a threshold on it holds for each of them. `own` holds
    the respondents' own dimension scores, lowest first: a dot for each, nobody's in particular. `spread`
    is their standard deviation (n - 1), None for fewer than two respondents. `agreement` is r_wg(J) of
    the items, None where one has fewer than two raters; `word` says it in a word, None where there are
    too few to say. `dont_know_share` is of all answers to its items, from 0 to 1.

    `withheld` says why something is kept back: "too few" answered all of it, or "too few rated" an item, which
    leaves nothing; answers are "too alike", which leaves at most `n` and `mean`.
    """

    dimension: str
    name: str
    n: int
    mean: float | None
    spread: float | None
    quartiles: Quartiles | None
    items: tuple[ItemScore, ...]
    own: tuple[float, ...] = ()
    agreement: float | None = None
    word: Word | None = None
    dont_know_share: float | None = None
    withheld: Reason | None = None


@dataclass(frozen=True)
class Profile:
    """The scores of every dimension, in the questionnaire's order, and how many people they are of.

    Of what is shown, `respondents` counts those whose answers are in it. `residual` is what is left of their own
    dimension scores when each one's own level and each dimension's are taken off: a standard deviation in points,
    by which chance makes the dimensions' means differ; None where it is not known.
    """

    respondents: int
    dimensions: tuple[DimensionScore, ...]
    residual: float | None = None


@dataclass(frozen=True)
class SectorScores:
    """The dimension means of one sector, in the questionnaire's order, None where withheld; `n` respondents."""

    sector: str
    n: int
    means: tuple[float | None, ...]


def frame_of(rows: list[tuple[str, str, int | None]]) -> pd.DataFrame:
    """A frame of responses from rows of (respondent, item, point or None for "Don't know")."""
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"respondent": "object", "item": "object", "point": "float64"})


def profile(responses: pd.DataFrame, questionnaire: Questionnaire, points: int) -> Profile:
    """Score every dimension of the questionnaire.

    Args: responses, a frame as described in the package; points, the number k of points of the scale.
    Missing data: "Don't know" and unanswered items are left out of means and reported as counts.
    Raises ValueError for an item that is not in the questionnaire or a point outside 1 … k.
    """
    _check(responses, questionnaire, points)
    people, each = pd.factorize(responses["respondent"])
    points_given = responses["point"].to_numpy(dtype=float)
    given = {
        str(item): (people[rows], points_given[rows])
        for item, rows in responses.groupby("item", sort=False).indices.items()
    }
    return _profile(given, len(each), questionnaire, points)


def profile_of_rows(
    rows: Collection[tuple[str, str, int | None]], questionnaire: Questionnaire, points: int
) -> Profile:
    """As `profile`, from rows of (respondent, item, point or None for "Don't know"): quicker for a workshop's few.

    Raises ValueError for an item that is not in the questionnaire or a point outside 1 … k.
    """
    known, on_the_scale = {item.id for item in questionnaire.items}, {None, *range(1, points + 1)}
    numbers: dict[str, int] = {}
    given: dict[str, tuple[list[int], list[float]]] = {}
    for respondent, item, point in rows:
        if item not in known or point not in on_the_scale:
            raise ValueError(f"not an item of this questionnaire, or no point from 1 to {points}: {item}")
        people, chosen = given.setdefault(item, ([], []))
        people.append(numbers.setdefault(respondent, len(numbers)))
        chosen.append(math.nan if point is None else float(point))
    answers = {item: (np.array(people), np.array(chosen)) for item, (people, chosen) in given.items()}
    return _profile(answers, len(numbers), questionnaire, points)


def _profile(answers: Mapping[str, _Given], respondents: int, questionnaire: Questionnaire, points: int) -> Profile:
    nobody = (np.empty(0, int), np.empty(0))
    return Profile(
        respondents,
        tuple(
            _dimension([answers.get(item.id, nobody) for item in dimension.items], dimension, points)
            for dimension in questionnaire.dimensions
        ),
    )


def item_score(responses: pd.DataFrame, item: str, points: int) -> ItemScore:
    """Every number of one item; mean = sum of points / number of respondents who chose one.

    >>> score = item_score(frame_of([("a", "x", 4), ("b", "x", 5), ("c", "x", None)]), "x", 5)
    >>> score.n, score.mean, score.counts, score.dont_know, round(score.dont_know_share, 2)
    (2, 4.5, (0, 0, 0, 1, 1), 1, 0.33)
    """
    return _item(responses.loc[responses["item"] == item, "point"].to_numpy(), item, points)


def again(score: DimensionScore, dimension: Dimension, points: int) -> DimensionScore:
    """The same dimension worked out anew from its items' counts and its respondents' own scores, in points.

    Only for one that is shown whole; `points` is the number k of points of the scale, as many as each item has counts.
    """
    chosen = [
        np.concatenate([np.repeat(np.arange(1.0, points + 1), item.counts), np.full(item.dont_know, np.nan)])
        for item in score.items
    ]
    return _scored(chosen, np.array(score.own, dtype=float), dimension, points)


def quartiles(values: np.ndarray) -> Quartiles | None:
    """Lower quartile, median and upper quartile; None of nothing.

    Between two values the quartile lies in proportion (Hyndman & Fan 1996, Am Stat 50:361-365, definition 7,
    which spreadsheets call QUARTILE.INC).

    >>> quartiles(np.array([1.0, 3.0, 5.0]))
    (2.0, 3.0, 4.0)
    """
    if not len(values):
        return None
    ordered = [float(value) for value in np.sort(values)]
    return _quantile(ordered, 0.25), _quantile(ordered, 0.5), _quantile(ordered, 0.75)


def _quantile(ordered: list[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    low = ordered[int(place)]
    return low + (ordered[min(int(place) + 1, len(ordered) - 1)] - low) * (place - int(place))


def spread(values: np.ndarray) -> float | None:
    """The standard deviation with divisor n - 1, in points; None for fewer than two values.

    >>> spread(np.array([1.0, 3.0, 5.0]))
    2.0
    """
    return float(np.std(values, ddof=1)) if len(values) > 1 else None


def _item(answers: np.ndarray, item: str, points: int) -> ItemScore:
    chosen = answers[~np.isnan(answers)]
    n, everyone = len(chosen), len(answers)
    counts = tuple(int(number) for number in np.bincount(chosen.astype(int), minlength=points + 1)[1:])
    return ItemScore(
        item,
        n,
        float(chosen.mean()) if n else None,
        counts,
        everyone - n,
        spread=spread(chosen),
        quartiles=quartiles(chosen),
        dont_know_share=(everyone - n) / everyone if everyone else None,
        split=is_split(counts) if n else None,
    )


def respondent_scores(people: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Respondents' own scores of a dimension, in points, lowest first: for each the mean of the items they rated.

    Args: people, for each answer to the dimension's items a number for its respondent, from 0; points, the
    point chosen, NaN for "Don't know". A respondent who rated none of the items is left out.

    >>> respondent_scores(np.array([0, 0, 1, 2]), np.array([5.0, 4.0, 2.0, np.nan]))
    array([2. , 4.5])
    """
    rated = ~np.isnan(points)
    sums, numbers = np.bincount(people[rated], weights=points[rated]), np.bincount(people[rated])
    return np.sort(sums[numbers > 0] / numbers[numbers > 0])


def _dimension(given: list[_Given], dimension: Dimension, points: int) -> DimensionScore:
    own = respondent_scores(*(np.concatenate(column) for column in zip(*given, strict=True)))
    return _scored([chosen for _, chosen in given], own, dimension, points)


def _scored(answers: list[np.ndarray], own: np.ndarray, dimension: Dimension, points: int) -> DimensionScore:
    items = tuple(_item(chosen, item.id, points) for item, chosen in zip(dimension.items, answers, strict=True))
    n, variances = min(item.n for item in items), _variances(items)
    return DimensionScore(
        dimension.id,
        dimension.name,
        n,
        mean_of_means(items),
        spread(own),
        quartiles(own),
        items,
        own=tuple(float(score) for score in own),
        agreement=within_group_agreement(variances, points),
        word=in_a_word(variances, points, n, split=any(item.split for item in items)),
        dont_know_share=_share(items),
    )


def _variances(items: tuple[ItemScore, ...]) -> list[float]:
    """The variance of each item; none at all where one of them has fewer than two raters."""
    spreads = [item.spread for item in items if item.spread is not None]
    return [item_spread**2 for item_spread in spreads] if len(spreads) == len(items) else []


def mean_of_means(items: tuple[ItemScore, ...]) -> float | None:
    """A dimension's mean: the mean of its item means, each over those who rated it; None if one has none."""
    means = [item.mean for item in items if item.mean is not None]
    return sum(means) / len(means) if len(means) == len(items) else None


def _share(items: tuple[ItemScore, ...]) -> float | None:
    dont_know = sum(item.dont_know for item in items)
    answered = dont_know + sum(item.n for item in items)
    return dont_know / answered if answered else None


def _check(responses: pd.DataFrame, questionnaire: Questionnaire, points: int) -> None:
    unknown = set(responses["item"]) - {item.id for item in questionnaire.items}
    if unknown:
        raise ValueError(f"not an item of this questionnaire: {min(unknown)}")
    chosen = responses["point"].dropna()
    if not chosen.isin(range(1, points + 1)).all():
        raise ValueError(f"a point must be a whole number from 1 to {points}")

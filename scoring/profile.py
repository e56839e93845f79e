"""Score a frame of responses: item by item, then dimension by dimension."""

from dataclasses import dataclass

import pandas as pd

from content.shape import Dimension, Questionnaire

COLUMNS = ["respondent", "item", "point"]


@dataclass(frozen=True)
class ItemScore:
    """One item over all respondents. Means are in points of the scale, counts in respondents.

    `n` counts those who chose a point, `dont_know` those who chose "Don't know"; `counts` holds the
    number of respondents at each point, lowest first. `mean` is None where `n` is 0.
    """

    item: str
    n: int
    mean: float | None
    counts: tuple[int, ...]
    dont_know: int


@dataclass(frozen=True)
class DimensionScore:
    """One dimension over all respondents. Mean, spread and quartiles are in points of the scale.

    `n` is the smallest `n` of its items, so that a threshold on it holds for each of them.
    `spread` is the standard deviation (n - 1) of the respondents' own dimension scores; None for
    fewer than two respondents.
    """

    dimension: str
    name: str
    n: int
    mean: float | None
    spread: float | None
    quartiles: tuple[float, float, float] | None
    items: tuple[ItemScore, ...]


@dataclass(frozen=True)
class Profile:
    """The scores of every dimension, in the questionnaire's order, and how many answered at all."""

    respondents: int
    dimensions: tuple[DimensionScore, ...]


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
    dimensions = tuple(_dimension(responses, dimension, points) for dimension in questionnaire.dimensions)
    return Profile(int(responses["respondent"].nunique()), dimensions)


def item_score(responses: pd.DataFrame, item: str, points: int) -> ItemScore:
    """Mean, counts and don't-knows of one item; mean = sum of points / number of respondents who chose one.

    >>> item_score(frame_of([("a", "x", 4), ("b", "x", 5), ("c", "x", None)]), "x", 5)
    ItemScore(item='x', n=2, mean=4.5, counts=(0, 0, 0, 1, 1), dont_know=1)
    """
    answers = responses.loc[responses["item"] == item, "point"]
    chosen = answers.dropna()
    counts = tuple(int((chosen == point).sum()) for point in range(1, points + 1))
    mean = float(chosen.mean()) if len(chosen) else None
    return ItemScore(item, len(chosen), mean, counts, int(answers.isna().sum()))


def respondent_scores(responses: pd.DataFrame, dimension: Dimension) -> pd.Series:
    """Each respondent's own score of a dimension, in points: the mean of the items they rated.

    A respondent who rated none of the dimension's items is left out.
    """
    items = [item.id for item in dimension.items]
    rated = responses[responses["item"].isin(items)].dropna(subset="point")
    return rated.groupby("respondent")["point"].mean()


def _dimension(responses: pd.DataFrame, dimension: Dimension, points: int) -> DimensionScore:
    items = tuple(item_score(responses, item.id, points) for item in dimension.items)
    means = [item.mean for item in items if item.mean is not None]
    mean = sum(means) / len(means) if len(means) == len(items) else None
    own = respondent_scores(responses, dimension)
    spread = float(own.std(ddof=1)) if len(own) > 1 else None
    low, middle, high = own.quantile([0.25, 0.5, 0.75]) if len(own) else (None, None, None)
    quartiles = None if low is None else (float(low), float(middle), float(high))
    return DimensionScore(dimension.id, dimension.name, min(item.n for item in items), mean, spread, quartiles, items)


def _check(responses: pd.DataFrame, questionnaire: Questionnaire, points: int) -> None:
    unknown = set(responses["item"]) - {item.id for item in questionnaire.items}
    if unknown:
        raise ValueError(f"not an item of this questionnaire: {min(unknown)}")
    chosen = responses["point"].dropna()
    if not chosen.isin(range(1, points + 1)).all():
        raise ValueError(f"a point must be a whole number from 1 to {points}")

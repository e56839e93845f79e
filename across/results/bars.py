"""The answers to each item: which may be shown, the bars they make, the same counts as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from across.results.phrases import listed
from across.results.reasons import why_withheld
from across.results.shown_scores import individual
from across.workshop.values import Results
from content.shape import Content
from scoring.profile import DimensionScore, ItemScore

# The ends and the middle of the scale; what lies between is mixed. Brown and teal differ for every kind of sight.
LOW, MIDDLE, HIGH = (140, 63, 14), (201, 205, 206), (11, 96, 102)

ITEM_TITLE = "Item"

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Segment:
    """One point of the scale in one bar: where it begins and ends, in respondents from the middle, and its count."""

    start: float
    end: float
    count: int


def segments(counts: Sequence[int]) -> list[Segment]:
    """A bar around the middle of the scale: the middle point of an odd scale lies half on either side of 0.

    >>> [(segment.start, segment.end) for segment in segments((1, 2, 2, 3, 0))]
    [(-4.0, -3.0), (-3.0, -1.0), (-1.0, 1.0), (1.0, 4.0), (4.0, 4.0)]
    """
    half, odd = divmod(len(counts), 2)
    start = -float(sum(counts[:half])) - (counts[half] / 2 if odd else 0)
    found = []
    for count in counts:
        found.append(Segment(start, start + count, count))
        start += count
    return found


def colour_of_point(number: int, points: int) -> Colour:
    """The colour of a point, counted from 0, on a scale of this many points."""
    from_middle = number / (points - 1) * 2 - 1
    end = HIGH if from_middle > 0 else LOW
    weight = abs(from_middle)
    red, green, blue = (round(a + (b - a) * weight) for a, b in zip(MIDDLE, end, strict=True))
    return red, green, blue


def shown_items(results: Results, dimensions: Sequence[str] = ()) -> list[tuple[DimensionScore, ItemScore]]:
    """Every item of these dimensions, or of all, that may be shown, with its dimension."""
    profile = individual(results)
    return [
        (dimension, item)
        for dimension in (profile.dimensions if profile else ())
        if not dimension.withheld and (not dimensions or dimension.dimension in dimensions)
        for item in dimension.items
        if item.mean is not None
    ]


def without_items(results: Results, dimensions: Sequence[str] = ()) -> str:
    """Which of these dimensions, or of all, have no bars, and why, as sentences; an empty text where all have."""
    profile = individual(results)
    by_reason: dict[str, list[str]] = {}
    for dimension in profile.dimensions if profile else ():
        if dimension.withheld and (not dimensions or dimension.dimension in dimensions):
            by_reason.setdefault(why_withheld(dimension, results), []).append(dimension.name)
    return " ".join(f"Without bars: {listed(names)}. {reason}." for reason, names in by_reason.items())


def item_table(results: Results, content: Content, dimensions: Sequence[str] = ()) -> dict[str, list[str]]:
    """The columns of a table with the same counts: an item and its dimension, then each point by its number."""
    shown = shown_items(results, dimensions)
    texts = [f"{dimension.name}: {content.item_text(item.item)}" for dimension, item in shown]
    columns: dict[str, list[str]] = {ITEM_TITLE: texts}
    for number in range(len(content.choices.scale.points)):
        columns[str(number + 1)] = [str(item.counts[number]) for _, item in shown]
    return columns | {content.choices.scale.dont_know: [str(item.dont_know) for _, item in shown]}

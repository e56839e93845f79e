"""The answers to each item as diverging bars: disagreement to the left, agreement to the right, "don't know" apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from across.results.words import individual, listed, why
from across.workshop.values import Results
from content.shape import Content
from scoring.profile import DimensionScore, ItemScore

LETTER_SIZE, COUNT_SIZE = 24, 24
LINE, BAR, GAP, HEAD, MARK = 34, 46, 18, 84, 6
LONGEST_LINE = 110
APART = 0.14
LIGHT = {"ink": "#12313a", "grid": "#c3d0d3", "apart": "#ffffff"}
DARK = {"ink": "#eef5f6", "grid": "#4b6067", "apart": "#12202a"}
# The ends and the middle of the scale; what lies between is mixed. Brown and teal differ for every kind of sight.
LOW, MIDDLE, HIGH = (140, 63, 14), (201, 205, 206), (11, 96, 102)

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Segment:
    """One point of the scale in one bar: where it begins and ends, in respondents from the middle, and its count."""

    start: float
    end: float
    count: int


def segments(counts: Sequence[int]) -> list[Segment]:
    """A bar around the middle of the scale: the middle point of an odd scale lies half on either side of 0.

    >>> [(one.start, one.end) for one in segments((1, 2, 2, 3, 0))]
    [(-4.0, -3.0), (-3.0, -1.0), (-1.0, 1.0), (1.0, 4.0), (4.0, 4.0)]
    """
    half, odd = divmod(len(counts), 2)
    place = -float(sum(counts[:half])) - (counts[half] / 2 if odd else 0)
    found = []
    for count in counts:
        found.append(Segment(place, place + count, count))
        place += count
    return found


def bars(results: Results, content: Content, dimensions: Sequence[str] = (), *, dark: bool = False) -> go.Figure:
    """A bar for each item of these dimensions, or of all; those that are withheld are left out.

    Lengths are respondents. "Don't know" has a column of its own on the right and is no part of a bar.
    """
    shown = shown_items(results, dimensions)
    sheet = _Sheet(DARK if dark else LIGHT)
    texts = {item.id: item.text for item in content.questionnaire.items}
    cuts = [segments(item.counts) for _, item in shown]
    sheet.reach = max((max(-cut[0].start, cut[-1].end) for cut in cuts), default=1.0)
    last = ""
    for (one, item), cut in zip(shown, cuts, strict=True):
        if one.dimension != last:
            sheet.name(escape(one.name))
            last = one.dimension
        sheet.draw(wrap(escape(texts[item.item]), LONGEST_LINE), cut, item.dont_know)
    scale = content.choices.scale
    return go.Figure(_legend(scale.points, scale.dont_know) if shown else [], sheet.layout())


def shown_items(results: Results, dimensions: Sequence[str] = ()) -> list[tuple[DimensionScore, ItemScore]]:
    """Every item of these dimensions, or of all, that may be shown, with its dimension."""
    profile = individual(results)
    every = profile.dimensions if profile else ()
    return [
        (one, item)
        for one in every
        for item in one.items
        if item.mean is not None and (not dimensions or one.dimension in dimensions)
    ]


def without_items(results: Results, dimensions: Sequence[str] = ()) -> str:
    """Which of these dimensions, or of all, have no bars, and why, as sentences; an empty text where all have."""
    profile = individual(results)
    by_reason: dict[str, list[str]] = {}
    for one in profile.dimensions if profile else ():
        if one.withheld and (not dimensions or one.dimension in dimensions):
            by_reason.setdefault(why(one, results), []).append(one.name)
    return " ".join(f"Without bars: {listed(names)}. {reason}." for reason, names in by_reason.items())


def item_table(results: Results, content: Content, dimensions: Sequence[str] = ()) -> dict[str, list[str]]:
    """The columns of a table with the same counts."""
    shown, scale = shown_items(results, dimensions), content.choices.scale
    texts = {item.id: item.text for item in content.questionnaire.items}
    columns: dict[str, list[str]] = {
        "Dimension": [one.name for one, _ in shown],
        "Item": [texts[item.item] for _, item in shown],
    }
    for number, label in enumerate(scale.points):
        columns[f"{number + 1} {label}"] = [str(item.counts[number]) for _, item in shown]
    return columns | {scale.dont_know: [str(item.dont_know) for _, item in shown]}


class _Sheet:
    """Shapes and texts, gathered and handed to Plotly at once: one by one, each would be checked with all before."""

    def __init__(self, colours: dict[str, str]) -> None:
        self.colours = colours
        self.reach = 1.0
        self.height = 0.0
        self.shapes: list[dict[str, Any]] = []
        self.texts: list[dict[str, Any]] = []

    def name(self, dimension: str) -> None:
        """The name of the dimension whose items follow."""
        self.height += LINE + GAP
        self._words(f"<b>{dimension}</b>")

    def draw(self, lines: list[str], cut: list[Segment], dont_know: int) -> None:
        """One item: its words, its bar below them."""
        self.height += len(lines) * LINE + MARK
        self._words("<br>".join(lines))
        for number, one in enumerate(cut):
            if one.count:
                self._segment(one, mixed(number, len(cut)))
        for edge in (self.height - MARK, self.height + BAR):
            mark = {"width": 3, "color": self.colours["ink"]}
            self.shapes.append({"type": "line", "x0": 0, "x1": 0, "y0": edge, "y1": edge + MARK, "line": mark})
        if dont_know:
            self._count(f"? {dont_know}", 1 + APART * 0.7, self.colours["ink"])
        self.height += BAR + GAP

    def _segment(self, one: Segment, fill: Colour) -> None:
        edges = {"x0": one.start / self.reach, "x1": one.end / self.reach, "y0": self.height, "y1": self.height + BAR}
        line = {"width": 2, "color": self.colours["apart"]}
        self.shapes.append({"type": "rect", **edges, "fillcolor": _css(fill), "line": line})
        self._count(str(one.count), (edges["x0"] + edges["x1"]) / 2, "#ffffff" if _is_deep(fill) else "#12313a")

    def _words(self, text: str) -> None:
        at = {"x": -1, "xanchor": "left", "y": self.height - MARK, "yanchor": "bottom", "align": "left"}
        self._write(text, {"size": LETTER_SIZE, "color": self.colours["ink"]}, at)

    def _count(self, text: str, x: float, colour: str) -> None:
        self._write(text, {"size": COUNT_SIZE, "color": colour}, {"x": x, "y": self.height + BAR / 2})

    def _write(self, text: str, font: dict[str, Any], at: dict[str, Any]) -> None:
        self.texts.append({"text": text, "showarrow": False, "font": font, **at})

    def layout(self) -> dict[str, Any]:
        """The layout that holds all of it."""
        clear, still = "rgba(0,0,0,0)", {"visible": False, "fixedrange": True}
        family = "'Source Sans', system-ui, sans-serif"
        return {
            "shapes": self.shapes,
            "annotations": self.texts,
            "height": self.height + HEAD,
            "xaxis": {**still, "range": [-1.02, 1 + APART]},
            "yaxis": {**still, "range": [self.height, 0]},
            "paper_bgcolor": clear,
            "plot_bgcolor": clear,
            "font": {"color": self.colours["ink"], "size": COUNT_SIZE, "family": family},
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": LETTER_SIZE}},
            "margin": {"l": 0, "r": 0, "t": HEAD, "b": 6},
        }


def _legend(points: Sequence[str], dont_know: str) -> list[go.Scatter]:
    """The points of the scale, lowest first, as squares with their words; "don't know" by its sign."""
    nothing = {"x": [None], "y": [None], "showlegend": True}
    squares = [
        go.Scatter(
            mode="markers",
            marker={"size": 22, "symbol": "square", "color": _css(mixed(number, len(points)))},
            name=f"{number + 1} {escape(label)}",
            **nothing,
        )
        for number, label in enumerate(points)
    ]
    unseen = {"color": "rgba(0,0,0,0)"}
    return [*squares, go.Scatter(mode="markers", marker=unseen, name=f"? {escape(dont_know)}", **nothing)]


def mixed(number: int, k: int) -> Colour:
    """The colour of a point, counted from 0, on a scale of k points."""
    place = number / (k - 1) * 2 - 1
    end = HIGH if place > 0 else LOW
    weight = abs(place)
    red, green, blue = (round(a + (b - a) * weight) for a, b in zip(MIDDLE, end, strict=True))
    return red, green, blue


def _is_deep(colour: Colour) -> bool:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140  # noqa: PLR2004 (as bright as it is dark)


def _css(colour: Colour) -> str:
    return f"rgb{colour}"

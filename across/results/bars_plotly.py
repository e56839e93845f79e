"""The answers to each item as diverging bars: disagreement to the left, agreement to the right, "don't know" apart."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from across.results.bars import Colour, Segment, colour_of_point, segments, shown_items
from across.results.palette import FONT_FAMILY, ON_LIGHT, TRANSPARENT, Palette, palette
from across.results.phrases import labelled_points
from across.workshop.values import Results
from content.shape import Content

TYPE_SIZE = 24
LINE, BAR, GAP, HEAD, MARK = 34, 46, 18, 84, 6
LONGEST_LINE = 110
APART = 0.14


def bars_figure(results: Results, content: Content, dimensions: Sequence[str] = (), *, dark: bool = False) -> go.Figure:
    """A bar for each item of these dimensions, or of all; those that are withheld are left out.

    Lengths are respondents. "Don't know" has a column of its own on the right and is no part of a bar.
    """
    shown = shown_items(results, dimensions)
    bars = [segments(item.counts) for _, item in shown]
    longest = max((max(-bar[0].start, bar[-1].end) for bar in bars), default=1.0)
    sheet = _Sheet(palette(dark=dark), longest)
    last = ""
    for (dimension, item), bar in zip(shown, bars, strict=True):
        if dimension.dimension != last:
            sheet.name(escape(dimension.name))
            last = dimension.dimension
        sheet.draw(wrap(escape(content.item_text(item.item)), LONGEST_LINE), bar, item.dont_know)
    return go.Figure(_legend(content) if shown else [], sheet.layout())


class _Sheet:
    """Shapes and texts, gathered and handed to Plotly at once: one by one, each would be checked with all before."""

    def __init__(self, colours: Palette, longest: float) -> None:
        self.colours = colours
        self.longest = longest
        self.height = 0.0
        self.shapes: list[dict[str, Any]] = []
        self.texts: list[dict[str, Any]] = []

    def name(self, dimension: str) -> None:
        """The name of the dimension whose items follow."""
        self.height += LINE + GAP
        self._label(f"<b>{dimension}</b>")

    def draw(self, lines: list[str], bar: list[Segment], dont_know: int) -> None:
        """One item: its text, its bar below it."""
        self.height += len(lines) * LINE + MARK
        self._label("<br>".join(lines))
        for number, segment in enumerate(bar):
            if segment.count:
                self._segment(segment, colour_of_point(number, len(bar)))
        for edge in (self.height - MARK, self.height + BAR):
            mark = {"width": 3, "color": self.colours.ink}
            self.shapes.append({"type": "line", "x0": 0, "x1": 0, "y0": edge, "y1": edge + MARK, "line": mark})
        if dont_know:
            self._count(f"? {dont_know}", 1 + APART * 0.7, self.colours.ink)
        self.height += BAR + GAP

    def _segment(self, segment: Segment, fill: Colour) -> None:
        left, right = segment.start / self.longest, segment.end / self.longest
        edges = {"x0": left, "x1": right, "y0": self.height, "y1": self.height + BAR}
        line = {"width": 2, "color": self.colours.apart}
        self.shapes.append({"type": "rect", **edges, "fillcolor": _css(fill), "line": line})
        self._count(str(segment.count), (left + right) / 2, "#ffffff" if _is_deep(fill) else ON_LIGHT.ink)

    def _label(self, text: str) -> None:
        above = {"x": -1, "xanchor": "left", "y": self.height - MARK, "yanchor": "bottom", "align": "left"}
        self._write(text, self.colours.ink, above)

    def _count(self, text: str, x: float, colour: str) -> None:
        self._write(text, colour, {"x": x, "y": self.height + BAR / 2})

    def _write(self, text: str, colour: str, position: dict[str, Any]) -> None:
        font = {"size": TYPE_SIZE, "color": colour}
        self.texts.append({"text": text, "showarrow": False, "font": font, **position})

    def layout(self) -> dict[str, Any]:
        """The layout that holds all of it."""
        still = {"visible": False, "fixedrange": True}
        return {
            "shapes": self.shapes,
            "annotations": self.texts,
            "height": self.height + HEAD,
            "xaxis": {**still, "range": [-1.02, 1 + APART]},
            "yaxis": {**still, "range": [self.height, 0]},
            "paper_bgcolor": TRANSPARENT,
            "plot_bgcolor": TRANSPARENT,
            "font": {"color": self.colours.ink, "size": TYPE_SIZE, "family": FONT_FAMILY},
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": TYPE_SIZE}},
            "margin": {"l": 0, "r": 0, "t": HEAD, "b": 6},
        }


def _legend(content: Content) -> list[go.Scatter]:
    """The points of the scale, lowest first, as squares with their labels; "don't know" by its sign."""
    nothing = {"x": [None], "y": [None], "showlegend": True}
    labels = labelled_points(content)
    squares = [
        go.Scatter(
            mode="markers",
            marker={"size": 22, "symbol": "square", "color": _css(colour_of_point(number, len(labels)))},
            name=escape(label),
            **nothing,
        )
        for number, label in enumerate(labels)
    ]
    dont_know = f"? {escape(content.choices.scale.dont_know)}"
    return [*squares, go.Scatter(mode="markers", marker={"color": TRANSPARENT}, name=dont_know, **nothing)]


def _is_deep(colour: Colour) -> bool:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140  # noqa: PLR2004 (as bright as it is dark)


def _css(colour: Colour) -> str:
    return f"rgb{colour}"

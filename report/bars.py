"""The answers to each item as diverging bars: disagreement to the left, agreement to the right, "don't know" apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from content.shape import Content
from report.results import individual
from scoring.profile import DimensionScore, ItemScore
from workshop.values import Results

LETTER_SIZE, COUNT_SIZE = 24, 22
LINE, BAR, GAP, FOOT = 34, 46, 18, 96
LONGEST_LINE = 92
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
    colours, points = DARK if dark else LIGHT, content.choices.scale.points
    texts = {item.id: item.text for item in content.questionnaire.items}
    figure = go.Figure(layout=_layout(len(shown), colours))
    place = 0.0
    reach = (
        max((max(-cut[0].start, cut[-1].end) for _, item in shown if (cut := segments(item.counts))), default=1) or 1
    )
    for _, item in shown:
        lines = wrap(escape(texts[item.item]), LONGEST_LINE)
        place += len(lines) * LINE
        _write(figure, "<br>".join(lines), place, colours)
        _draw(figure, item, place, reach, colours, len(points))
        place += BAR + GAP
    figure.update_layout(height=place + FOOT, yaxis={"range": [place, 0], "visible": False, "fixedrange": True})
    _legend(figure, points, content.choices.scale.dont_know)
    return figure


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


def _draw(figure: go.Figure, item: ItemScore, top: float, reach: float, colours: dict[str, str], k: int) -> None:
    for number, one in enumerate(segments(item.counts)):
        if one.count:
            fill = mixed(number, k)
            edges = {"x0": _x(one.start, reach), "x1": _x(one.end, reach), "y0": top, "y1": top + BAR}
            line = {"width": 2, "color": colours["apart"]}
            figure.add_shape(type="rect", **edges, fillcolor=_css(fill), line=line)
            middle = (edges["x0"] + edges["x1"]) / 2
            _count(figure, str(one.count), middle, top, "#ffffff" if _is_deep(fill) else "#12313a")
    figure.add_shape(
        type="line", x0=0, x1=0, y0=top - 4, y1=top + BAR + 4, line={"width": 2, "color": colours["ink"], "dash": "dot"}
    )
    if item.dont_know:
        _count(figure, f"? {item.dont_know}", 1 + APART * 0.7, top, colours["ink"])


def _x(place: float, reach: float) -> float:
    return place / reach


def _write(figure: go.Figure, text: str, bottom: float, colours: dict[str, str]) -> None:
    place = {"x": -1, "xanchor": "left", "y": bottom, "yanchor": "bottom"}
    figure.add_annotation(
        text=text, align="left", showarrow=False, font={"size": LETTER_SIZE, "color": colours["ink"]}, **place
    )


def _count(figure: go.Figure, text: str, x: float, top: float, colour: str) -> None:
    figure.add_annotation(text=text, x=x, y=top + BAR / 2, showarrow=False, font={"size": COUNT_SIZE, "color": colour})


def _legend(figure: go.Figure, points: Sequence[str], dont_know: str) -> None:
    """The points of the scale, lowest first, as squares with their words."""
    for number, label in enumerate(points):
        marker = {"size": 22, "symbol": "square", "color": _css(mixed(number, len(points)))}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=f"{number + 1} {escape(label)}")
    figure.add_scatter(x=[None], y=[None], mode="text", name=f"? {escape(dont_know)}", marker={"opacity": 0})


def _layout(number: int, colours: dict[str, str]) -> dict[str, object]:
    clear = "rgba(0,0,0,0)"
    return {
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "font": {"color": colours["ink"], "size": COUNT_SIZE, "family": "'Source Sans', system-ui, sans-serif"},
        "xaxis": {"range": [-1.02, 1 + APART], "visible": False, "fixedrange": True},
        "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"size": 20}, "traceorder": "normal"},
        "margin": {"l": 0, "r": 0, "t": 6, "b": FOOT},
        "showlegend": bool(number),
    }


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

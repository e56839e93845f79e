"""The radar of the dimension scores, as a figure for the screen: a pure function of the results."""

import math
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any, TypeAlias

import plotly.graph_objects as go

from across.results.series import STRIP, Series, series
from across.results.words import ends_of_the_scale, in_words, one_decimal, table
from across.workshop.values import Results, Spread
from content.shape import Content

__all__ = ["drawn", "in_words", "one_decimal", "radar", "table"]

LONGEST_LABEL = 14
HOLE = 0.2
# In pixels, as is all type: the usual height and the least width. On a larger screen only the radar grows.
HEIGHT, WIDTH = 720, 716
LABEL_SIZE = 24
LINE, LETTER, GAP, LEGEND_SAMPLE = 31, 12, 12, 50
LEVEL = 0.1
TICK_SIZE = 24
LIGHT = {"ink": "#12313a", "grid": "#c3d0d3"}
DARK = {"ink": "#eef5f6", "grid": "#4b6067"}
DOT_SIZE, DOT_APART, MOST_APART, LARGEST_CIRCLE = 13, 3.6, 0.95, 40
FAINT = {False: 0.16, True: 0.22}

Trace: TypeAlias = go.Scatterpolar


def radar(
    results: Results, content: Content, *, spread: Spread = "band", sectors: bool = True, dark: bool = False
) -> go.Figure:
    """A figure with a line for each of the `series`, and the spread of the individual answers.

    Dimensions stand in the order of the content, clockwise from the top, on a scale from 1 to the
    number of points. A withheld dimension leaves a gap: it is None in the line, never 0. Names are
    24 pixels high, for the back row. With `dots` as the spread there is a dot for each respondent's
    own score, those that are the same beside each other; no dot belongs to another. Where there are
    too many, there is a circle for each score instead, its area in proportion to people.
    """
    return drawn(series(results, content, sectors=sectors), content, spread=spread, dark=dark)


def drawn(lines: Sequence[Series], content: Content, *, spread: Spread = "band", dark: bool = False) -> go.Figure:
    """The figure of any lines, the first of them the widest and the one whose gaps the labels explain."""
    spreads = {"band": _spread, "dots": _dots, "none": _no_spread}
    bands = [band for one in lines for band in spreads[spread](one, content, dark=dark)]
    traces = [_line(one, content, dark=dark, first=not place) for place, one in enumerate(lines)]
    nothing = Trace(r=[None], theta=[0], showlegend=False)
    withheld = lines[0].withheld if lines else ()
    named = [trace.name for trace in (*bands, *traces)]
    colours = DARK if dark else LIGHT
    layout = _layout(content, _labels(withheld, content), named, colours)
    return go.Figure([*(bands + traces or [nothing]), _points_of_the_scale(content, colours)], layout)


def _line(one: Series, content: Content, *, dark: bool, first: bool) -> Trace:
    colour = one.look.on_dark if dark else one.look.on_light
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    return Trace(
        r=[*one.values, one.values[0]],
        theta=[*_ids(content), _ids(content)[0]],
        text=[f"{escape(name)}: {one_decimal(mean)}" for name, mean in zip(names, one.values, strict=True)] + [""],
        name=escape(one.name),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 5 if first else 4, "dash": one.look.dash},
        marker={"color": colour, "size": 15, "symbol": one.look.marker},
        hoverinfo="text",
        cliponaxis=False,
    )


def _spread(one: Series, content: Content, *, dark: bool) -> list[Trace]:
    """A light band from mean less spread to mean plus spread, one piece between each two neighbours."""
    places = [*zip(one.band, _ids(content), strict=True)] if one.band else []
    r: list[float | None] = []
    theta: list[str | None] = []
    for (here, start), (there, end) in pairwise([*places, *places[:1]]):
        if here and there:
            r += [here[0], here[1], there[1], there[0], here[0], None]
            theta += [start, start, end, end, start, None]
    colour, turn = _faint(one, dark=dark), 360 / len(_ids(content))
    strips = [
        _strip(low, high, place * turn, STRIP * turn, colour, first=not r and not number)
        for number, (place, low, high) in enumerate(one.strips)
    ]
    return [*([_band(r, theta, colour)] if r else []), *strips]


def _strip(low: float, high: float, angle: float, wide: float, colour: str, *, first: bool) -> Trace:
    """The spread of a dimension without neighbours that have one, along its axis; only the first is in the legend."""
    theta = [(angle + side) % 360 for side in (-wide, -wide, wide, wide, -wide)]
    return _band([low, high, high, low, low], theta, colour, subplot="polar2", showlegend=first)


def _dots(one: Series, content: Content, *, dark: bool) -> list[Trace]:
    """A dot for each respondent's own score, the same scores side by side across the axis; or a crowd's circles.

    On a chart of their own above the other, whose axis knows degrees: one of names has no place beside a name.
    """
    r: list[float] = []
    theta: list[float] = []
    turn = 360 / len(_ids(content))
    for place, score, people in one.stacks:
        number = 1 if one.crowd else people
        # The nearer to the middle, the larger the angle that keeps two dots apart.
        step = min(DOT_APART / _out(score, content), MOST_APART * turn / number)
        r += [score] * number
        theta += [(place * turn + step * (each - (number - 1) / 2)) % 360 for each in range(number)]
    if not r:
        return []
    size = [LARGEST_CIRCLE * math.sqrt(people / one.crowd) for *_, people in one.stacks] if one.crowd else DOT_SIZE
    colour = one.look.on_dark if dark else one.look.on_light
    marker = {"color": _faint(one, dark=dark), "size": size, "opacity": 1, "line": {"width": 2, "color": colour}}
    named = {"name": one.dots_name, "legendrank": 1001, "subplot": "polar2"}
    return [Trace(r=r, theta=theta, mode="markers", marker=marker, hoverinfo="skip", cliponaxis=False, **named)]


def _points_of_the_scale(content: Content, colours: dict[str, str]) -> Trace:
    """The points of the scale as numbers, halfway between the first two axes, where no dot stands on them."""
    k, turn = len(content.choices.scale.points), 360 / len(_ids(content))
    # A straight line of the grid is nearer to the middle there than at the axes.
    nearer = math.cos(math.radians(turn / 2))
    out = [_out(point, content) * nearer for point in range(1, k + 1)]
    r = [max(1.0, 1 + (k - 1) * (one - HOLE) / (1 - HOLE)) for one in out]
    text = [str(point) for point in range(1, k + 1)]
    font = {"size": TICK_SIZE, "color": colours["ink"]}
    look = {"mode": "text", "textfont": font, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    return Trace(r=r, theta=[turn / 2] * k, text=text, name="Points of the scale", subplot="polar2", **look)


def _out(score: float, content: Content) -> float:
    """How far from the middle of the radar a score lies, as a share of the way to the last point of the scale."""
    return HOLE + (1 - HOLE) * (score - 1) / (len(content.choices.scale.points) - 1)


def _no_spread(_one: Series, _content: Content, *, dark: bool) -> list[Trace]:  # noqa: ARG001 (as the others)
    return []


def _faint(one: Series, *, dark: bool) -> str:
    colour = one.look.on_dark if dark else one.look.on_light
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{FAINT[dark]})"


def _band(r: Sequence[float | None], theta: Sequence[str | float | None], colour: str, **more: object) -> Trace:
    fill = {"name": "Spread", "legendrank": 1001, "fill": "toself", "fillcolor": colour, "line": {"width": 0}}
    return Trace(r=r, theta=theta, mode="lines", hoverinfo="skip", **fill, **more)


def _ids(content: Content) -> list[str]:
    return [dimension.id for dimension in content.questionnaire.dimensions]


def _labels(withheld: Sequence[bool], content: Content) -> list[str]:
    """The names around the radar, broken into short lines; a withheld dimension says so."""
    names = ["<br>".join(wrap(escape(one.name), LONGEST_LABEL)) for one in content.questionnaire.dimensions]
    gone = withheld or [False] * len(names)
    return [f"{name}<br><i>withheld</i>" if one else name for name, one in zip(names, gone, strict=True)]


def _layout(content: Content, labels: list[str], named: list[str], colours: dict[str, str]) -> dict[str, Any]:
    clear = "rgba(0,0,0,0)"
    entry = LETTER * max(map(len, named), default=0)
    abreast = max(1, WIDTH // (entry + LEGEND_SAMPLE))
    below = {"orientation": "h", "x": 0.5, "xanchor": "center", "entrywidth": entry}
    at_the_foot = {"y": 0, "yanchor": "bottom", "yref": "container"}
    side, above, under = _around(labels)
    margin = {"l": 0, "r": 0, "t": above, "b": under + GAP + math.ceil(len(named) / abreast) * LINE}
    place = {"domain": {"x": [side / WIDTH, 1 - side / WIDTH]}, "bgcolor": clear, "hole": HOLE}
    return {
        "polar": {**place, "gridshape": "linear", **_axes(content, labels, colours)},
        "polar2": {**place, **_axes_of_dots(content)},
        "annotations": [_ends_of_the_scale(content, above)],
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "font": {"color": colours["ink"], "size": LABEL_SIZE, "family": "'Source Sans', system-ui, sans-serif"},
        "legend": {**below, **at_the_foot, "font": {"size": TICK_SIZE}},
        "margin": {**margin, "autoexpand": False},
        "height": HEIGHT,
        "hoverlabel": {"font": {"size": TICK_SIZE}},
    }


def _around(labels: list[str]) -> tuple[int, int, int]:
    """The room in pixels that the names need on either side of the radar, above and below it.

    A name begins at the end of its axis and runs outwards; a slanted axis leaves it some room beside the radar.
    """
    sides, above, below = [0.0], [0.0], [0.0]
    for place, label in enumerate(labels):
        angle = 2 * math.pi * place / len(labels)
        across, up = abs(math.sin(angle)), math.cos(angle)
        lines = label.split("<br>")
        letters = max(len(re.sub("<.*?>", "", line)) for line in lines)
        if across > LEVEL:
            sides.append((letters * LETTER + 2 * GAP - (1 - across) * WIDTH / 2) / across)
        (above if up > 0 else below).append(len(lines) * LINE - (1 - abs(up)) * HEIGHT / 3)
    return round(max(sides)), round(max(above)) + 2 * GAP, round(max(below)) + 2 * GAP


def _ends_of_the_scale(content: Content, above: int) -> dict[str, Any]:
    """What the highest and the lowest point of the scale are called, in the corner that the radar leaves free."""
    lowest, highest = ends_of_the_scale(content)
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "top", "yshift": above}
    return {**corner, "text": f"{escape(highest)}<br>{escape(lowest)}", "align": "left", "showarrow": False}


def _axes_of_dots(content: Content) -> dict[str, Any]:
    around = {"rotation": 90, "direction": "clockwise", "visible": False}
    out = {"range": [1, len(content.choices.scale.points)], "visible": False}
    return {"angularaxis": around, "radialaxis": out}


def _axes(content: Content, labels: list[str], colours: dict[str, str]) -> dict[str, Any]:
    points = list(range(1, len(content.choices.scale.points) + 1))
    lines = {"gridcolor": colours["grid"], "linecolor": colours["grid"], "gridwidth": 1.5}
    order = {"type": "category", "categoryarray": _ids(content), "period": len(labels)}
    named = {"tickvals": list(range(len(labels))), "ticktext": labels}
    around = {**order, **named, "rotation": 90, "direction": "clockwise"}
    out = {"range": [1, points[-1]], "tickvals": points, "showticklabels": False, "ticks": "", "angle": 90}
    apart = {"ticks": "outside", "ticklen": GAP, "tickcolor": "rgba(0,0,0,0)"}
    return {
        "angularaxis": {**lines, **around, **apart, "tickfont": {"size": LABEL_SIZE}, "layer": "below traces"},
        "radialaxis": {**lines, **out, "layer": "below traces"},
    }

"""The radar of the dimension scores as a Plotly figure for the screen: a pure function of the results."""

import math
import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any, TypeAlias

import plotly.graph_objects as go

from across.results.lines import RadarLine, drawn_lines
from across.results.palette import FONT_FAMILY, TRANSPARENT, Palette, palette
from across.results.phrases import ends_of_the_scale, one_decimal
from across.results.radar import (
    HOLE,
    SPREAD_NAME,
    Axes,
    Corner,
    axes_of,
    dots,
    pieces_of_spread,
    strips_of_spread,
    withheld_of_first,
)
from across.results.reasons import WITHHELD
from across.workshop.values import Results, Spread
from content.shape import Content

LONGEST_LABEL = 14
# In pixels, as is all type: the usual height and the least width. On a larger screen only the radar grows.
HEIGHT, WIDTH = 720, 716
TYPE_SIZE = 24
LINE, LETTER, GAP, LEGEND_SAMPLE = 31, 12, 12, 50
LEVEL = 0.1
MARKER_SIZE, DOT_SIZE = 15, 13

Trace: TypeAlias = go.Scatterpolar
Style: TypeAlias = dict[str, Any]


def radar_figure(
    results: Results, content: Content, *, spread: Spread = "band", sectors: bool = True, dark: bool = False
) -> go.Figure:
    """A figure with a line for each of the `drawn_lines`, and the spread of the individual answers.

    Dimensions stand in the order of the content, clockwise from the top, on a scale from 1 to the
    number of points. A withheld dimension leaves a gap: it is None in the line, never 0. Names are
    24 pixels high, for the back row. With `dots` as the spread there is a dot for each respondent's
    own score, those that are the same beside each other; no dot belongs to another. Where there are
    too many, there is a circle for each score instead, its area in proportion to people.
    """
    return figure_of_lines(drawn_lines(results, content, sectors=sectors), content, spread=spread, dark=dark)


def figure_of_lines(
    lines: Sequence[RadarLine], content: Content, *, spread: Spread = "band", dark: bool = False
) -> go.Figure:
    """The figure of any lines, the first of them the widest and the one whose gaps the labels explain."""
    spread_traces = {"band": _band, "dots": _dots, "none": _no_spread}[spread]
    axes, colours = axes_of(content), palette(dark=dark)
    spreads = [trace for line in lines for trace in spread_traces(line, content, dark=dark)]
    traces = [_line(line, content, dark=dark, first=not number) for number, line in enumerate(lines)]
    nothing = Trace(r=[None], theta=[0], showlegend=False)
    names = [trace.name for trace in (*spreads, *traces)]
    layout = _layout(content, _labels(withheld_of_first(lines, axes), content), names, colours)
    return go.Figure([*(spreads + traces or [nothing]), _points_of_the_scale(axes, colours)], layout)


def _line(line: RadarLine, content: Content, *, dark: bool, first: bool) -> Trace:
    colour = _colour(line, dark=dark)
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    return Trace(
        r=[*line.values, line.values[0]],
        theta=[*_ids(content), _ids(content)[0]],
        text=[f"{escape(name)}: {one_decimal(mean)}" for name, mean in zip(names, line.values, strict=True)] + [""],
        name=escape(line.name),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 5 if first else 4, "dash": line.style.dash},
        marker={"color": colour, "size": MARKER_SIZE, "symbol": line.style.marker},
        hoverinfo="text",
        cliponaxis=False,
    )


def _band(line: RadarLine, content: Content, *, dark: bool) -> list[Trace]:
    """A light band from mean less spread to mean plus spread, one piece between each two neighbours.

    A dimension without neighbours that have one has a strip along its axis; only the first trace is in the legend.
    """
    ids, look = _ids(content), _shaded(line, dark=dark)
    r: list[float | None] = []
    theta: list[str | None] = []
    for piece in pieces_of_spread(line):
        r += [*(score for _, score in _closed(piece)), None]
        theta += [*(ids[int(axis) % len(ids)] for axis, _ in _closed(piece)), None]
    strips = strips_of_spread(line)
    filled = [_filled(r, theta, look)] if r else []
    return filled + [
        _strip(strip, axes_of(content), look, first=not r and not number) for number, strip in enumerate(strips)
    ]


def _closed(corners: list[Corner]) -> list[Corner]:
    return [*corners, corners[0]]


def _strip(strip: list[Corner], axes: Axes, look: Style, *, first: bool) -> Trace:
    r = [score for _, score in _closed(strip)]
    return _filled(r, [_angle(axis, axes) for axis, _ in _closed(strip)], look, subplot="polar2", showlegend=first)


def _shaded(line: RadarLine, *, dark: bool) -> Style:
    """A tint with an edge, which is what is seen of it."""
    return {"fillcolor": _faint(line, dark=dark), "line": {"width": 1, "color": _colour(line, dark=dark)}}


def _filled(r: Sequence[float | None], theta: Sequence[str | float | None], look: Style, **more: object) -> Trace:
    fill = {"name": SPREAD_NAME, "legendrank": 1001, "fill": "toself"}
    return Trace(r=r, theta=theta, mode="lines", hoverinfo="skip", **fill, **look, **more)


def _dots(line: RadarLine, content: Content, *, dark: bool) -> list[Trace]:
    """A dot for each respondent's own score, or a crowd's circles.

    On a chart of their own above the other, whose axis knows degrees: one of names has no place beside a name.
    """
    axes = axes_of(content)
    found = dots(line, axes)
    if not found:
        return []
    sizes = [DOT_SIZE * dot.width for dot in found]
    look = {"color": _faint(line, dark=dark), "opacity": 1, "line": {"width": 2, "color": _colour(line, dark=dark)}}
    return [
        Trace(
            r=[dot.score for dot in found],
            theta=[_angle(dot.axis, axes) for dot in found],
            mode="markers",
            marker={**look, "size": sizes if line.crowd else DOT_SIZE},
            hoverinfo="skip",
            cliponaxis=False,
            name=line.dots_name,
            legendrank=1001,
            subplot="polar2",
        )
    ]


def _no_spread(_line: RadarLine, _content: Content, *, dark: bool) -> list[Trace]:  # noqa: ARG001 (as the others)
    return []


def _points_of_the_scale(axes: Axes, colours: Palette) -> Trace:
    """The points of the scale as numbers, halfway between the first two axes, where no dot stands on them."""
    # A straight line of the grid is nearer to the middle there than at the axes.
    nearer = math.cos(math.radians(axes.apart / 2))
    outwards = [axes.outwards(point) * nearer for point in range(1, axes.points + 1)]
    r = [max(1.0, 1 + (axes.points - 1) * (share - HOLE) / (1 - HOLE)) for share in outwards]
    text = [str(point) for point in range(1, axes.points + 1)]
    font = {"size": TYPE_SIZE, "color": colours.ink}
    look = {"mode": "text", "textfont": font, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False}
    return Trace(
        r=r, theta=[axes.apart / 2] * axes.points, text=text, name="Points of the scale", subplot="polar2", **look
    )


def _angle(axis: float, axes: Axes) -> float:
    return axis * axes.apart % 360


def _colour(line: RadarLine, *, dark: bool) -> str:
    return line.style.on_dark if dark else line.style.on_light


def _faint(line: RadarLine, *, dark: bool) -> str:
    colour = _colour(line, dark=dark)
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{palette(dark=dark).shade})"


def _ids(content: Content) -> list[str]:
    return [dimension.id for dimension in content.questionnaire.dimensions]


def _labels(withheld: Sequence[bool], content: Content) -> list[str]:
    """The names around the radar, broken into short lines; a withheld dimension says so."""
    dimensions = content.questionnaire.dimensions
    names = ["<br>".join(wrap(escape(dimension.name), LONGEST_LABEL)) for dimension in dimensions]
    return [
        f"{name}<br><i>{WITHHELD}</i>" if is_withheld else name
        for name, is_withheld in zip(names, withheld, strict=True)
    ]


def _layout(content: Content, labels: list[str], names: list[str], colours: Palette) -> dict[str, Any]:
    entry = LETTER * max(map(len, names), default=0)
    abreast = max(1, WIDTH // (entry + LEGEND_SAMPLE))
    below = {"orientation": "h", "x": 0.5, "xanchor": "center", "entrywidth": entry}
    at_the_foot = {"y": 0, "yanchor": "bottom", "yref": "container"}
    side, above, under = _room_for(labels)
    margin = {"l": 0, "r": 0, "t": above, "b": under + GAP + math.ceil(len(names) / abreast) * LINE}
    polar = {"domain": {"x": [side / WIDTH, 1 - side / WIDTH]}, "bgcolor": TRANSPARENT, "hole": HOLE}
    return {
        "polar": {**polar, "gridshape": "linear", **_axes(content, labels, colours)},
        "polar2": {**polar, **_axes_of_dots(content)},
        "annotations": [_ends_of_the_scale(content, above)],
        "paper_bgcolor": TRANSPARENT,
        "plot_bgcolor": TRANSPARENT,
        "font": {"color": colours.ink, "size": TYPE_SIZE, "family": FONT_FAMILY},
        "legend": {**below, **at_the_foot, "font": {"size": TYPE_SIZE}},
        "margin": {**margin, "autoexpand": False},
        "height": HEIGHT,
        "hoverlabel": {"font": {"size": TYPE_SIZE}},
    }


def _room_for(labels: list[str]) -> tuple[int, int, int]:
    """The room in pixels that the names need on either side of the radar, above and below it.

    A name begins at the end of its axis and runs outwards; a slanted axis leaves it some room beside the radar.
    """
    sides, above, below = [0.0], [0.0], [0.0]
    for number, label in enumerate(labels):
        angle = 2 * math.pi * number / len(labels)
        sideways, up = abs(math.sin(angle)), math.cos(angle)
        lines = label.split("<br>")
        letters = max(len(re.sub("<.*?>", "", line)) for line in lines)
        if sideways > LEVEL:
            sides.append((letters * LETTER + 2 * GAP - (1 - sideways) * WIDTH / 2) / sideways)
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


def _axes(content: Content, labels: list[str], colours: Palette) -> dict[str, Any]:
    points = list(range(1, len(content.choices.scale.points) + 1))
    lines = {"gridcolor": colours.grid, "linecolor": colours.grid, "gridwidth": 1}
    order = {"type": "category", "categoryarray": _ids(content), "period": len(labels)}
    named = {"tickvals": list(range(len(labels))), "ticktext": labels}
    around = {**order, **named, "rotation": 90, "direction": "clockwise"}
    out = {"range": [1, points[-1]], "tickvals": points, "showticklabels": False, "ticks": "", "angle": 90}
    apart = {"ticks": "outside", "ticklen": GAP, "tickcolor": TRANSPARENT}
    return {
        "angularaxis": {**lines, **around, **apart, "tickfont": {"size": TYPE_SIZE}, "layer": "below traces"},
        "radialaxis": {**lines, **out, "layer": "below traces"},
    }

"""The radar of the dimension scores, as a figure for the screen: a pure function of the results."""

from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from content.shape import Content
from report.results import AGREED, INDIVIDUAL, bounds, in_words, individual, means, one_decimal, scores, table
from scoring.profile import Profile
from workshop.values import Results

__all__ = ["in_words", "one_decimal", "radar", "table"]

LONGEST_LABEL = 14
HOLE = 0.12
LABEL_SIZE = 24
TICK_SIZE = 20
LIGHT = {"ink": "#12313a", "grid": "#c3d0d3", "own": "#0b6e74", "band": "rgba(11,110,116,0.16)", "agreed": "#b4491a"}
DARK = {"ink": "#eef5f6", "grid": "#4b6067", "own": "#63d0d2", "band": "rgba(99,208,210,0.22)", "agreed": "#f7ad6b"}

Trace = go.Scatterpolar


def radar(results: Results, content: Content, *, dark: bool = False) -> go.Figure:
    """A figure with a line for the individual answers, one for the agreed scores, and the spread.

    Dimensions stand in the order of the content, clockwise from the top, on a scale from 1 to the
    number of points. A withheld dimension leaves a gap: it is None in the line, never 0. Names are
    24 pixels high, for the back row.
    """
    colours = DARK if dark else LIGHT
    own = individual(results)
    traces = [*_spread(own, content, colours)] if own else []
    if own:
        traces.append(_line(own, content, f"{INDIVIDUAL}, n = {own.respondents}", (colours["own"], "solid", "circle")))
    if results.agreed:
        traces.append(_line(results.agreed, content, AGREED, (colours["agreed"], "dash", "diamond")))
    return go.Figure(
        traces or [Trace(r=[None], theta=[0], showlegend=False)], _layout(content, _labels(own, content), colours)
    )


def _line(profile: Profile, content: Content, name: str, look: tuple[str, str, str]) -> Trace:
    colour, dash, marker = look
    values = means(profile, content)
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    return Trace(
        r=[*values, values[0]],
        theta=[*_ids(content), _ids(content)[0]],
        text=[f"{escape(one)}: {one_decimal(mean)}" for one, mean in zip(names, values, strict=True)] + [""],
        name=name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 5, "dash": dash},
        marker={"color": colour, "size": 15, "symbol": marker},
        hoverinfo="text",
        cliponaxis=False,
    )


def _spread(profile: Profile, content: Content, colours: dict[str, str]) -> list[Trace]:
    """A light band from mean less spread to mean plus spread, one piece between each two neighbours."""
    k = len(content.choices.scale.points)
    edges = [bounds(score, k) for score in scores(profile, content)]
    places = [*zip(edges, _ids(content), strict=True)]
    r: list[float | None] = []
    theta: list[str | None] = []
    for (here, start), (there, end) in pairwise([*places, places[0]]):
        if here and there:
            r += [here[0], here[1], there[1], there[0], here[0], None]
            theta += [start, start, end, end, start, None]
    if not r:
        return []
    return [_band(r, theta, colours)]


def _band(r: list[float | None], theta: list[str | None], colours: dict[str, str]) -> Trace:
    fill = {"name": "Spread", "legendrank": 1001, "fill": "toself", "fillcolor": colours["band"], "line": {"width": 0}}
    return Trace(r=r, theta=theta, mode="lines", hoverinfo="skip", **fill)


def _ids(content: Content) -> list[str]:
    return [dimension.id for dimension in content.questionnaire.dimensions]


def _labels(own: Profile | None, content: Content) -> list[str]:
    """The names around the radar, broken into short lines; a withheld dimension says so."""
    found = scores(own, content)
    gone = [score is not None and score.mean is None for score in found]
    names = ["<br>".join(wrap(escape(one.name), LONGEST_LABEL)) for one in content.questionnaire.dimensions]
    return [f"{name}<br><i>withheld</i>" if withheld else name for name, withheld in zip(names, gone, strict=True)]


def _layout(content: Content, labels: list[str], colours: dict[str, str]) -> dict[str, Any]:
    clear = "rgba(0,0,0,0)"
    corner = {"x": 0, "xanchor": "left", "xref": "container", "y": 1, "yanchor": "top", "yref": "container"}
    return {
        "polar": {"bgcolor": clear, "hole": HOLE, "gridshape": "linear", **_axes(content, labels, colours)},
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "font": {"color": colours["ink"], "size": LABEL_SIZE, "family": "'Source Sans', system-ui, sans-serif"},
        "legend": {**corner, "font": {"size": TICK_SIZE}},
        "margin": {"l": 150, "r": 150, "t": 95, "b": 95},
        "height": 720,
        "hoverlabel": {"font": {"size": TICK_SIZE}},
    }


def _axes(content: Content, labels: list[str], colours: dict[str, str]) -> dict[str, Any]:
    points = list(range(1, len(content.choices.scale.points) + 1))
    lines = {"gridcolor": colours["grid"], "linecolor": colours["grid"], "gridwidth": 1.5}
    order = {"type": "category", "categoryarray": _ids(content), "period": len(labels)}
    named = {"tickvals": list(range(len(labels))), "ticktext": labels}
    around = {**order, **named, "rotation": 90, "direction": "clockwise"}
    out = {"range": [1, points[-1]], "tickvals": points, "angle": 90, "tickangle": 90, "layer": "below traces"}
    return {
        "angularaxis": {**lines, **around, "tickfont": {"size": LABEL_SIZE}, "layer": "below traces"},
        "radialaxis": {**lines, **out, "tickfont": {"size": TICK_SIZE}},
    }

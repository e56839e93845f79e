"""The radar for a phone, as the elements of an SVG drawing: what the screen and the PDF draw, in a narrow space.

Elements hold plain texts and leave it to whoever writes them out to escape them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import combining, east_asian_width

from across.results.lines import LINE_STYLES, RadarLine
from across.results.palette import ON_LIGHT
from across.results.radar import (
    CIRCLE,
    DASHES,
    HOLE,
    MARKERS,
    SPREAD_NAME,
    Axes,
    Corner,
    Point,
    axes_of,
    dots,
    pieces_of_spread,
    runs,
    strips_of_spread,
    withheld_of_first,
)
from across.results.reasons import WITHHELD
from across.workshop.values import Spread
from content.shape import Content

WIDTH = 390.0
EDGE, GAP = 5.0, 9.0
LARGEST, SMALLEST = 122.0, 60.0
LABEL, LABEL_LINE, LABEL_WIDTH = 14, 16.0, 100.0
# How far names may be moved from their axes before they are numbers with a key; between two lines of it; beside it.
FURTHEST, KEY_APART, KEY_EDGE = 40.0, 6.0, 20.0
TICK = 13
# A millimetre of a marker on paper, a point of a dash on paper, and the radius of a dot, in units of the drawing.
MARKER_SCALE, DASH_SCALE, DOT = 4.2, 1.6, 3.2
SAMPLE_WIDTH, SAMPLE_HEIGHT = 48.0, 16.0

GRID = {"fill": "none", "stroke": "currentColor", "stroke-opacity": "0.6", "stroke-width": "0.75"}
# A tint stands out too little from what is behind it: its edge is what is seen.
TINT = {"fill": "currentColor", "fill-opacity": str(ON_LIGHT.shade), "stroke": "currentColor"}


@dataclass(frozen=True)
class Element:
    """One element of the drawing; an attribute that is None is left out."""

    tag: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: tuple["Element", ...] = ()
    text: str = ""


@dataclass(frozen=True)
class LegendEntry:
    """One entry of the legend: a sample and its name."""

    sample: Element
    name: str


@dataclass(frozen=True)
class _Label:
    """A name beside its axis: its lines, the anchor of its text, where its middle stands, how far it was moved."""

    lines: tuple[str, ...]
    withheld: bool
    anchor: str
    x: float
    y: float
    moved: float = 0.0

    @property
    def half(self) -> float:
        return len(self.lines) * LABEL_LINE / 2


@dataclass(frozen=True)
class _Canvas:
    """Where the radar stands: its axes, and its radius in units of the drawing. The middle is 0, 0."""

    axes: Axes
    radius: float

    def at(self, corner: Corner) -> Point:
        right, down = self.axes.at(corner)
        return self.radius * right, self.radius * down


def radar_svg(
    lines: Sequence[RadarLine], content: Content, *, spread: Spread = "band", text_alternative: str = ""
) -> Element:
    """The radar of any lines, 390 units wide, the first line the widest and the one whose gaps the names explain.

    Colours are those on white; `dark_style` has the others.
    """
    axes = axes_of(content)
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    canvas, labels = _named(names, withheld_of_first(lines, axes), axes)
    top = min([-canvas.radius, *(label.y - label.half for label in labels)]) - EDGE
    height = max([canvas.radius, *(label.y + label.half for label in labels)]) + EDGE - top
    drawn = [
        _grid(canvas),
        *(part for line in lines for part in _spread(line, canvas, spread)),
        *reversed([_line(line, canvas, first=not number) for number, line in enumerate(lines)]),
        _ticks(canvas),
        Element("g", {"lang": content.language, "fill": "currentColor"}, tuple(map(_name, labels))),
    ]
    box = {"viewBox": f"{_n(-WIDTH / 2)} {_n(top)} {_n(WIDTH)} {_n(height)}", "width": _n(WIDTH), "height": _n(height)}
    return Element("svg", {"role": "img", "aria-label": text_alternative or None, **box}, tuple(drawn))


def legend(lines: Sequence[RadarLine], *, spread: Spread = "band") -> list[LegendEntry]:
    """The legend: a sample of each line, and of the spread where it is drawn."""
    entries = [LegendEntry(_sample(line, first=not number), line.name) for number, line in enumerate(lines)]
    for line in lines:
        if spread == "band" and any(line.band):
            shaded = Element("rect", {"x": "-23", "y": "-5", "width": "46", "height": "10", **TINT})
            entries.append(LegendEntry(_boxed(line, shaded), SPREAD_NAME))
        elif spread == "dots" and any(line.dots):
            entries.append(LegendEntry(_boxed(line, _circles([((0, 0), DOT)])), line.dots_name))
    return entries


def dark_style() -> str:
    """A style sheet with the colours of the lines on a dark screen."""
    rules = "".join(f".look-{number}{{color:{style.on_dark}}}" for number, style in enumerate(LINE_STYLES))
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _n(value: float) -> str:
    """A number with one decimal at most."""
    return f"{round(value, 1) + 0.0:g}"


def _path(points: Iterable[Point], *, closed: bool = False) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + ("z" if closed else "")


# ---------------------------------------------------------------- names


def _named(names: Sequence[str], withheld: Sequence[bool], axes: Axes) -> tuple[_Canvas, list[_Label]]:
    """The radar's place and its names; numbers and a key below it where names would stand far from their axes.

    A word that is wider than a name may be would have to be broken beside its axis; in the key it has the room.
    """
    if all(_width(word) <= LABEL_WIDTH for name in names for word in name.split()):
        wrapped = [_wrapped(name) for name in names]
        canvas = _Canvas(axes, _radius(wrapped, axes))
        labels = _labels(wrapped, withheld, canvas)
        if max(label.moved for label in labels) <= FURTHEST:
            return canvas, labels
    canvas = _Canvas(axes, LARGEST)
    numbers = _labels([(str(number),) for number, _ in enumerate(names, start=1)], [False] * len(names), canvas)
    return canvas, [*numbers, *_key(names, withheld, max(label.y + label.half for label in numbers))]


def _key(names: Sequence[str], withheld: Sequence[bool], above: float) -> list[_Label]:
    """Each name after the number of its axis, one below the other, from just beneath what is above."""
    found: list[_Label] = []
    for number, (name, is_withheld) in enumerate(zip(names, withheld, strict=True), start=1):
        lines = _wrapped(f"{number}. {name}", WIDTH - 2 * KEY_EDGE)
        shown = (*lines, WITHHELD) if is_withheld else lines
        top = (found[-1].y + found[-1].half if found else above) + KEY_APART
        found.append(_Label(shown, is_withheld, "start", KEY_EDGE - WIDTH / 2, top + len(shown) * LABEL_LINE / 2))
    return found


def _wrapped(name: str, width: float = LABEL_WIDTH) -> tuple[str, ...]:
    """The name in lines of at most this width; a longer word is broken."""
    lines = [""]
    for word in name.split():
        piece = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(piece) > width:
            lines.append("")
            piece = word
        while _width(piece) > width:
            fits = next(size for size in range(len(piece), 0, -1) if _width(piece[:size]) <= width)
            lines[-1], piece = piece[:fits], piece[fits:]
            lines.append("")
        lines[-1] = piece
    return tuple(lines)


def _width(text: str) -> float:
    """How wide a text is at most, in any of the fonts that phones have."""
    return LABEL * sum(_share(letter) for letter in text)


def _share(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.05
    if letter in "mwMW@%":
        return 0.95
    if letter in "iljtfrI.,:;'|!()[] -":
        return 0.4
    return 0.74 if letter.isupper() else 0.62


def _radius(wrapped: Sequence[Sequence[str]], axes: Axes) -> float:
    """As large as the names beside it allow."""
    found = [LARGEST]
    for axis, lines in enumerate(wrapped):
        if axes.side(axis) != "middle":
            sideways = abs(axes.direction(axis)[0])
            found.append((WIDTH / 2 - EDGE - GAP - max(map(_width, lines))) / sideways)
    return max(SMALLEST, min(found))


def _labels(wrapped: Sequence[tuple[str, ...]], withheld: Sequence[bool], canvas: _Canvas) -> list[_Label]:
    """The names, each where its axis ends; those of one side do not stand over each other."""
    axes, radius = canvas.axes, canvas.radius
    found = []
    for axis, (lines, is_withheld) in enumerate(zip(wrapped, withheld, strict=True)):
        right, down = axes.direction(axis)
        anchor = {"left": "end", "middle": "middle", "right": "start"}[axes.side(axis)]
        x = 0.0 if anchor == "middle" and abs(right) < 0.01 else (radius + GAP) * right  # noqa: PLR2004 - the top
        shown = (*lines, WITHHELD) if is_withheld else lines
        half = len(shown) * LABEL_LINE / 2
        found.append(_Label(shown, is_withheld, anchor, x, (radius + GAP + half) * down))
    sides = [label for anchor in ("start", "end") for label in _apart(found, anchor, radius)]
    return [*sides, *(_clear_of(sides, label) for label in found if label.anchor == "middle")]


def _apart(labels: Sequence[_Label], anchor: str, radius: float) -> list[_Label]:
    """The names of one side from the top down, those moved further down that would stand over another."""
    found: list[_Label] = []
    for label in sorted((label for label in labels if label.anchor == anchor), key=lambda label: label.y):
        lowest = found[-1].y + found[-1].half + label.half + 2 if found else -math.inf
        if label.y < lowest:
            across = math.copysign(radius + GAP, label.x)
            label = replace(label, x=across, y=lowest, moved=lowest - label.y)  # noqa: PLW2901 (the same name, moved)
        found.append(label)
    return found


def _clear_of(sides: Sequence[_Label], label: _Label) -> _Label:
    """A name above or below the middle, moved outwards from those beside it that it would stand over."""
    reach = max(map(_width, label.lines)) / 2 + GAP
    beside = [other for other in sides if abs(other.x) < reach and abs(other.y - label.y) < other.half + label.half]
    out = max([abs(label.y), *(abs(other.y) + other.half + label.half + 2 for other in beside)])
    return replace(label, y=math.copysign(out, label.y), moved=out - abs(label.y))


def _name(label: _Label) -> Element:
    first = label.y - label.half + LABEL_LINE * 0.76
    lines = [
        Element("tspan", {"x": _n(label.x), "y": _n(first + number * LABEL_LINE)}, text=line)
        for number, line in enumerate(label.lines)
    ]
    if label.withheld:
        lines[-1] = Element("tspan", {**lines[-1].attributes, "font-style": "italic", "lang": "en"}, text=WITHHELD)
    return Element("text", {"text-anchor": label.anchor, "font-size": str(LABEL)}, tuple(lines))


# ---------------------------------------------------------------- the scale


def _grid(canvas: _Canvas) -> Element:
    rings = (_path(map(canvas.at, ring), closed=True) for ring in canvas.axes.rings)
    spokes = (_path(map(canvas.at, spoke)) for spoke in canvas.axes.spokes)
    return Element("path", {"d": "".join([*rings, *spokes]), **GRID})


def _ticks(canvas: _Canvas) -> Element:
    """The points of the scale along the first axis, as many as can be read."""
    points = canvas.axes.points
    apart = canvas.radius * (1 - HOLE) / (points - 1)
    step = math.ceil(TICK / apart)
    texts = [
        Element("text", {"x": "-7", "y": _n(canvas.at((0, point))[1] + TICK * 0.36)}, text=str(point))
        for point in range(points, 0, -step)
    ]
    look = {"class": "ticks", "fill": "currentColor", "font-size": str(TICK), "text-anchor": "end"}
    return Element("g", look, tuple(texts))


# ---------------------------------------------------------------- the lines


def _in_colour(line: RadarLine, *parts: Element) -> Element:
    """Parts in the colour of a line: by its class where the screen is dark, else as they are."""
    return Element("g", {"class": f"look-{LINE_STYLES.index(line.style)}", "color": line.style.on_light}, parts)


def _stroke(line: RadarLine, *, first: bool) -> dict[str, str | None]:
    dash = " ".join(_n(length * DASH_SCALE) for length in DASHES[line.style.dash])
    look = {"fill": "none", "stroke": "currentColor", "stroke-width": "3" if first else "2.4"}
    return look | {"stroke-dasharray": dash or None, "stroke-linejoin": "round"}


def _line(line: RadarLine, canvas: _Canvas, *, first: bool) -> Element:
    pieces = runs(line)
    joined = "".join(_run([canvas.at(corner) for corner in run]) for run in pieces if len(run) > 1)
    means = [(axis, value) for axis, value in enumerate(line.values) if value is not None]
    markers = "".join(_marker(line.style.marker, canvas.at(mean)) for mean in means)
    return _in_colour(
        line,
        Element("path", {"d": joined, **_stroke(line, first=first)}),
        Element("path", {"d": markers, "fill": "currentColor"}),
    )


def _run(points: list[Point]) -> str:
    closed = points[0] == points[-1]
    return _path(points[:-1] if closed else points, closed=closed)


def _marker(name: str, middle: Point) -> str:
    x, y = middle
    corners = [(x + MARKER_SCALE * right, y + MARKER_SCALE * down) for right, down in MARKERS[name]]
    return _path(corners, closed=True) if corners else _circle(middle, MARKER_SCALE * CIRCLE)


def _circle(middle: Point, radius: float) -> str:
    x, y = middle
    arc = f"a{_n(radius)} {_n(radius)} 0 1 0"
    return f"M{_n(x - radius)} {_n(y)}{arc} {_n(2 * radius)} 0{arc} {_n(-2 * radius)} 0z"


def _spread(line: RadarLine, canvas: _Canvas, spread: Spread) -> list[Element]:
    if spread == "band" and any(line.band):
        return [_in_colour(line, _band(line, canvas))]
    if spread == "dots" and any(line.dots):
        middles = [(canvas.at((dot.axis, dot.score)), DOT * dot.width) for dot in dots(line, canvas.axes)]
        return [_in_colour(line, _circles(middles))]
    return []


def _band(line: RadarLine, canvas: _Canvas) -> Element:
    pieces = [*pieces_of_spread(line), *strips_of_spread(line)]
    shape = "".join(_path(map(canvas.at, piece), closed=True) for piece in pieces)
    return Element("path", {"d": shape, **TINT})


def _circles(circles: Iterable[tuple[Point, float]]) -> Element:
    return Element("path", {"d": "".join(_circle(middle, radius) for middle, radius in circles), **TINT})


def _sample(line: RadarLine, *, first: bool) -> Element:
    stroke = _path(((-SAMPLE_WIDTH / 2, 0), (SAMPLE_WIDTH / 2, 0)))
    marker = _marker(line.style.marker, (0, 0))
    return _boxed(
        line,
        Element("path", {"d": stroke, **_stroke(line, first=first)}),
        Element("path", {"d": marker, "fill": "currentColor"}),
    )


def _boxed(line: RadarLine, *parts: Element) -> Element:
    box = f"{_n(-SAMPLE_WIDTH / 2)} {_n(-SAMPLE_HEIGHT / 2)} {_n(SAMPLE_WIDTH)} {_n(SAMPLE_HEIGHT)}"
    look = {"viewBox": box, "width": _n(SAMPLE_WIDTH), "height": _n(SAMPLE_HEIGHT), "aria-hidden": "true"}
    return Element("svg", look, (_in_colour(line, *parts),))

"""The radar for a phone, as the elements of an SVG drawing: what the screen and the PDF draw, in a narrow space.

Elements hold plain texts and leave it to whoever writes them out to escape them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import combining, east_asian_width

from across.results.series import LOOKS, STRIP, Series
from across.workshop.values import Spread
from content.shape import Content

WIDE = 390.0
EDGE, GAP = 5.0, 9.0
LARGEST, SMALLEST = 122.0, 60.0
HOLE = 0.2
LABEL, LABEL_LINE, LABEL_WIDE = 14, 16.0, 100.0
TICK = 13
MARKER, DOT = 5.0, 3.2
DOT_APART, MOST_APART, LARGEST_CIRCLE = 0.08, 0.85, 10.0
FAINT = "0.18"
SAMPLE_WIDE, SAMPLE_HIGH = 48.0, 16.0
DASHES = {
    "solid": None,
    "dash": "8 5",
    "dot": "2 4",
    "dashdot": "8 4 2 4",
    "longdash": "13 5",
    "longdashdot": "13 4 2 4",
}
# Corners in halves of a marker's width, from its middle.
MARKERS = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle-up": ((0, -1.2), (1.2, 0.9), (-1.2, 0.9)),
    "triangle-down": ((0, 1.2), (1.2, -0.9), (-1.2, -0.9)),
    "cross": (
        *((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4)),
        *((0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    ),
    "x": (
        *((-0.6, -1.2), (0, -0.6), (0.6, -1.2), (1.2, -0.6), (0.6, 0), (1.2, 0.6)),
        *((0.6, 1.2), (0, 0.6), (-0.6, 1.2), (-1.2, 0.6), (-0.6, 0), (-1.2, -0.6)),
    ),
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Element:
    """One element of the drawing; an attribute that is None is left out."""

    tag: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    children: tuple["Element", ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Key:
    """One entry of the legend: a sample and its name."""

    sample: Element
    name: str


@dataclass(frozen=True)
class _Label:
    """A name beside its axis: its lines, the anchor of its text, where it stands from its middle."""

    lines: tuple[str, ...]
    withheld: bool
    anchor: str
    x: float
    y: float

    @property
    def half(self) -> float:
        return len(self.lines) * LABEL_LINE / 2


@dataclass(frozen=True)
class _Axes:
    """The axes of the dimensions, clockwise from the top, on a scale of 1 to `points`; the middle is 0, 0."""

    dimensions: int
    points: int
    radius: float

    def at(self, place: float, value: float) -> Point:
        turn, out = _turn(place, self.dimensions), self.radius * self.out(value)
        return out * math.cos(turn), out * math.sin(turn)

    def out(self, value: float) -> float:
        """How far from the middle a value lies, as a share of the radius."""
        return HOLE + (1 - HOLE) * (value - 1) / (self.points - 1)


def radar(lines: Sequence[Series], content: Content, *, spread: Spread = "band", words: str = "") -> Element:
    """The radar of any lines, 390 units wide, the first line the widest and the one whose gaps the names explain.

    `words` is its text alternative. Colours are those on white; `dark_style` has the others.
    """
    names = [dimension.name for dimension in content.questionnaire.dimensions]
    withheld = lines[0].withheld if lines and lines[0].withheld else (False,) * len(names)
    wrapped = [_wrapped(name) for name in names]
    axes = _Axes(len(names), len(content.choices.scale.points), _radius(wrapped))
    labels = _labels(wrapped, withheld, axes.radius)
    top = min([-axes.radius, *(one.y - one.half for one in labels)]) - EDGE
    high = max([axes.radius, *(one.y + one.half for one in labels)]) + EDGE - top
    drawn = [
        _grid(axes),
        *(part for one in lines for part in _spread(one, axes, spread)),
        *reversed([_line(one, axes, first=not place) for place, one in enumerate(lines)]),
        _ticks(axes),
        Element("g", {"lang": content.language, "fill": "currentColor"}, tuple(_name(one) for one in labels)),
    ]
    box = {"viewBox": f"{_n(-WIDE / 2)} {_n(top)} {_n(WIDE)} {_n(high)}", "width": _n(WIDE), "height": _n(high)}
    return Element("svg", {"role": "img", "aria-label": words or None, **box}, tuple(drawn))


def keys(lines: Sequence[Series], *, spread: Spread = "band") -> list[Key]:
    """The legend: a sample of each line, and of the spread where it is drawn."""
    found = [Key(_sample(one, first=not place), one.name) for place, one in enumerate(lines)]
    for one in lines:
        if spread == "band" and any(one.band):
            patch = {"x": "-24", "y": "-5", "width": "48", "height": "10", "fill": "currentColor"}
            found.append(Key(_boxed(one, Element("rect", patch | {"fill-opacity": FAINT})), "Spread"))
        elif spread == "dots" and any(one.dots):
            found.append(Key(_boxed(one, _dots_at([((0, 0), DOT)])), one.dots_name))
    return found


def dark_style() -> str:
    """A style sheet with the colours of the lines on a dark screen."""
    rules = "".join(f".look-{place}{{color:{look.on_dark}}}" for place, look in enumerate(LOOKS))
    return f"@media (prefers-color-scheme:dark){{{rules}}}"


def _turn(place: float, dimensions: int) -> float:
    return math.tau * place / dimensions - math.tau / 4


def _n(value: float) -> str:
    """A number with one decimal at most."""
    return f"{round(value, 1) + 0.0:g}"


def _path(points: Iterable[Point], *, closed: bool = False) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + ("z" if closed else "")


# ---------------------------------------------------------------- names


def _wrapped(name: str) -> tuple[str, ...]:
    """The name in lines of at most LABEL_WIDE; a longer word is broken."""
    lines = [""]
    for word in name.split():
        piece = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(piece) > LABEL_WIDE:
            lines.append("")
            piece = word
        while _width(piece) > LABEL_WIDE:
            fits = next(size for size in range(len(piece), 0, -1) if _width(piece[:size]) <= LABEL_WIDE)
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


def _radius(wrapped: Sequence[Sequence[str]]) -> float:
    """As large as the names beside it allow."""
    found = [LARGEST]
    for place, lines in enumerate(wrapped):
        across = abs(math.cos(_turn(place, len(wrapped))))
        if across > 0.2:  # noqa: PLR2004 - less is above or below
            found.append((WIDE / 2 - EDGE - GAP - max(map(_width, lines))) / across)
    return max(SMALLEST, min(found))


def _labels(wrapped: Sequence[tuple[str, ...]], withheld: Sequence[bool], radius: float) -> list[_Label]:
    every = len(wrapped)
    found = []
    for place, (lines, gone) in enumerate(zip(wrapped, withheld, strict=True)):
        across, down = math.cos(_turn(place, every)), math.sin(_turn(place, every))
        side = "middle" if abs(across) <= 0.2 else "start" if across > 0 else "end"  # noqa: PLR2004 - as in _radius
        x = 0.0 if side == "middle" and abs(across) < 0.01 else (radius + GAP) * across  # noqa: PLR2004 - the top
        shown = (*lines, "withheld") if gone else lines
        half = len(shown) * LABEL_LINE / 2
        found.append(_Label(shown, gone, side, x, (radius + GAP + half) * down))
    sides = [one for side in ("start", "end") for one in _apart(found, side, radius)]
    return [*sides, *(_clear_of(sides, one) for one in found if one.anchor == "middle")]


def _apart(labels: Sequence[_Label], side: str, radius: float) -> list[_Label]:
    """The names of one side from the top down, those moved further down that would stand over another."""
    found: list[_Label] = []
    for one in sorted((label for label in labels if label.anchor == side), key=lambda label: label.y):
        lowest = found[-1].y + found[-1].half + one.half + 2 if found else -math.inf
        if one.y < lowest:
            one = replace(one, x=math.copysign(radius + GAP, one.x), y=lowest)  # noqa: PLW2901 - moved
        found.append(one)
    return found


def _clear_of(sides: Sequence[_Label], one: _Label) -> _Label:
    """A name above or below the middle, moved outwards from those beside it that it would stand over."""
    reach = max(map(_width, one.lines)) / 2 + GAP
    beside = [other for other in sides if abs(other.x) < reach and abs(other.y - one.y) < other.half + one.half]
    out = max([abs(one.y), *(abs(other.y) + other.half + one.half + 2 for other in beside)])
    return replace(one, y=math.copysign(out, one.y))


def _name(one: _Label) -> Element:
    first = one.y - one.half + LABEL_LINE * 0.76
    lines = [
        Element("tspan", {"x": _n(one.x), "y": _n(first + place * LABEL_LINE)}, text=line)
        for place, line in enumerate(one.lines)
    ]
    if one.withheld:
        lines[-1] = Element("tspan", {**lines[-1].attributes, "font-style": "italic", "lang": "en"}, text="withheld")
    return Element("text", {"text-anchor": one.anchor, "font-size": str(LABEL)}, tuple(lines))


# ---------------------------------------------------------------- the scale


def _grid(axes: _Axes) -> Element:
    rings = (
        _path((axes.at(place, value) for place in range(axes.dimensions)), closed=True)
        for value in range(1, axes.points + 1)
    )
    spokes = (_path((axes.at(place, 1), axes.at(place, axes.points))) for place in range(axes.dimensions))
    look = {"fill": "none", "stroke": "currentColor", "stroke-opacity": "0.3"}
    return Element("path", {"d": "".join([*rings, *spokes]), **look})


def _ticks(axes: _Axes) -> Element:
    """The points of the scale along the first axis, as many as can be read."""
    apart = axes.radius * (1 - HOLE) / (axes.points - 1)
    step = math.ceil(TICK / apart)
    texts = [
        Element("text", {"x": "-7", "y": _n(axes.at(0, value)[1] + TICK * 0.36)}, text=str(value))
        for value in range(axes.points, 0, -step)
    ]
    look = {"class": "ticks", "fill": "currentColor", "font-size": str(TICK), "text-anchor": "end"}
    return Element("g", look, tuple(texts))


# ---------------------------------------------------------------- the lines


def _in_colour(one: Series, *parts: Element) -> Element:
    """Parts in the colour of a line: by its class where the screen is dark, else as they are."""
    return Element("g", {"class": f"look-{LOOKS.index(one.look)}", "color": one.look.on_light}, parts)


def _stroke(one: Series, *, first: bool) -> dict[str, str | None]:
    dash = DASHES.get(one.look.dash, one.look.dash.replace("px", "").replace(",", " "))
    look = {"fill": "none", "stroke": "currentColor", "stroke-width": "3" if first else "2.4"}
    return look | {"stroke-dasharray": dash, "stroke-linejoin": "round"}


def _line(one: Series, axes: _Axes, *, first: bool) -> Element:
    points = [None if value is None else axes.at(place, value) for place, value in enumerate(one.values)]
    markers = "".join(_marker(one.look.marker, point) for point in points if point)
    return _in_colour(
        one,
        Element("path", {"d": _joined(points), **_stroke(one, first=first)}),
        Element("path", {"d": markers, "fill": "currentColor"}),
    )


def _joined(points: Sequence[Point | None]) -> str:
    """The line through the points and back to the first; it stops at a gap and goes on after it."""
    if all(points):
        return _path((point for point in points if point), closed=True)
    start = points.index(None)
    runs: list[list[Point]] = [[]]
    for point in (*points[start:], *points[:start]):
        if point:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return "".join(_path(run) for run in runs if len(run) > 1)


def _marker(name: str, middle: Point, size: float = MARKER) -> str:
    x, y = middle
    if name in MARKERS:
        return _path(((x + size * right, y + size * down) for right, down in MARKERS[name]), closed=True)
    arc = f"a{_n(size)} {_n(size)} 0 1 0"
    return f"M{_n(x - size)} {_n(y)}{arc} {_n(2 * size)} 0{arc} {_n(-2 * size)} 0z"


def _spread(one: Series, axes: _Axes, spread: Spread) -> list[Element]:
    if spread == "band" and any(one.band):
        return [_in_colour(one, _band(one, axes))]
    if spread == "dots" and any(one.dots):
        return [_in_colour(one, _dots(one, axes))]
    return []


def _band(one: Series, axes: _Axes) -> Element:
    """From the lower to the upper edge, one piece between each two neighbours that both have a spread."""
    pieces = []
    for place, here in enumerate(one.band):
        there = one.band[(place + 1) % len(one.band)]
        if here and there:
            corners = ((place, here[0]), (place, here[1]), (place + 1, there[1]), (place + 1, there[0]))
            pieces.append(_path((axes.at(*corner) for corner in corners), closed=True))
    for place, low, high in one.strips:
        left, right = place - STRIP, place + STRIP
        edges = (axes.at(left, low), axes.at(left, high), axes.at(right, high), axes.at(right, low))
        pieces.append(_path(edges, closed=True))
    return Element("path", {"d": "".join(pieces), "fill": "currentColor", "fill-opacity": FAINT})


def _dots(one: Series, axes: _Axes) -> Element:
    """A dot for each respondent's own score, the same scores side by side across the axis; or a crowd's circles."""
    points = []
    for place, score, people in one.stacks:
        if one.crowd:
            points.append((axes.at(place, score), LARGEST_CIRCLE * math.sqrt(people / one.crowd)))
        else:
            # The nearer to the middle, the larger the angle that keeps two dots apart.
            width = min(DOT_APART / axes.out(score) * (people - 1), MOST_APART)
            step = width / (people - 1) if people > 1 else 0
            points += [(axes.at(place - width / 2 + step * each, score), DOT) for each in range(people)]
    return _dots_at(points)


def _dots_at(points: Iterable[tuple[Point, float]]) -> Element:
    look = {"fill": "currentColor", "fill-opacity": FAINT, "stroke": "currentColor"}
    return Element("path", {"d": "".join(_marker("circle", point, size) for point, size in points), **look})


def _sample(one: Series, *, first: bool) -> Element:
    stroke = Element("path", {"d": _path(((-SAMPLE_WIDE / 2, 0), (SAMPLE_WIDE / 2, 0))), **_stroke(one, first=first)})
    return _boxed(one, stroke, Element("path", {"d": _marker(one.look.marker, (0, 0)), "fill": "currentColor"}))


def _boxed(one: Series, *parts: Element) -> Element:
    box = f"{_n(-SAMPLE_WIDE / 2)} {_n(-SAMPLE_HIGH / 2)} {_n(SAMPLE_WIDE)} {_n(SAMPLE_HIGH)}"
    look = {"viewBox": box, "width": _n(SAMPLE_WIDE), "height": _n(SAMPLE_HIGH), "aria-hidden": "true"}
    return Element("svg", look, (_in_colour(one, *parts),))

"""The radar, once for every medium: where its axes and scores lie, the shapes of its lines, spreads, dots and markers.

Plotly, the phones' SVG and the PDF draw what stands here. A corner is (axis, score): the number of an axis from 0,
clockwise from the top, and a score in points of the scale. A point is (x, y): how far to the right of the middle and
below it, in shares of the radius.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from across.results.dimension_table import TITLES
from across.results.lines import RadarLine
from content.shape import Content

Corner = tuple[float, float]
Point = tuple[float, float]

# Where the lowest point of the scale lies, as a share of the radius.
HOLE = 0.2
# Where neither neighbour has a spread, it is drawn as a strip along the axis, this far to either side of it: a share
# of the way to the next axis.
STRIP = 0.06
# Between the middles of two dots of the same score, in degrees at the outermost ring, and as a share of the way to the
# next axis that all of them may take.
DOT_APART, MOST_APART = 3.6, 0.95
# The circle of the largest stack of a crowd, in widths of a dot.
LARGEST_CIRCLE = 3.1
# An axis that is further to a side than this has its name beside its end, not above or below it.
SIDEWAYS = 0.2
SPREAD_NAME = TITLES["spread"]

# Lengths of strokes and gaps in points on paper, for the words of `LineStyle.dash`; none for a line without gaps.
DASHES: dict[str, tuple[float, ...]] = {
    "solid": (),
    "dash": (5, 3),
    "dot": (1.2, 2.4),
    "dashdot": (6, 2.5, 1.2, 2.5),
    "longdash": (10, 4),
    "longdashdot": (10, 3, 1.2, 3),
    "12px,4px,3px,4px,3px,4px": (6, 2.5, 2, 2.5, 2, 2.5),
}
# Corners from the middle of a marker in millimetres on paper, for the words of `LineStyle.marker`; a circle has none.
CIRCLE = 1.25
MARKERS: dict[str, tuple[Point, ...]] = {
    "circle": (),
    "diamond": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
    "square": ((-1.15, -1.15), (1.15, -1.15), (1.15, 1.15), (-1.15, 1.15)),
    "triangle-up": ((0, -1.45), (1.4, 1.05), (-1.4, 1.05)),
    "triangle-down": ((-1.4, -1.05), (1.4, -1.05), (0, 1.45)),
    "cross": (
        *((-0.5, -1.4), (0.5, -1.4), (0.5, -0.5), (1.4, -0.5), (1.4, 0.5), (0.5, 0.5)),
        *((0.5, 1.4), (-0.5, 1.4), (-0.5, 0.5), (-1.4, 0.5), (-1.4, -0.5), (-0.5, -0.5)),
    ),
    "x": (
        *((-0.8, -1.4), (0, -0.6), (0.8, -1.4), (1.4, -0.8), (0.6, 0), (1.4, 0.8)),
        *((0.8, 1.4), (0, 0.6), (-0.8, 1.4), (-1.4, 0.8), (-0.6, 0), (-1.4, -0.8)),
    ),
}


@dataclass(frozen=True)
class Axes:
    """As many axes as there are `dimensions`, clockwise from the top, on a scale of 1 to `points`."""

    dimensions: int
    points: int

    @property
    def apart(self) -> float:
        """The angle between two neighbours in degrees."""
        return 360 / self.dimensions

    def outwards(self, score: float) -> float:
        """How far from the middle a score lies, as a share of the radius."""
        return HOLE + (1 - HOLE) * (score - 1) / (self.points - 1)

    def direction(self, axis: float) -> Point:
        """The point at the end of an axis, or of what would be one between two."""
        turn = math.tau * axis / self.dimensions - math.tau / 4
        return math.cos(turn), math.sin(turn)

    def at(self, corner: Corner) -> Point:
        """Where a corner lies."""
        axis, score = corner
        (right, down), share = self.direction(axis), self.outwards(score)
        return share * right, share * down

    def side(self, axis: float) -> Literal["left", "middle", "right"]:
        """On which side of the radar an axis ends."""
        right, _ = self.direction(axis)
        return "middle" if abs(right) <= SIDEWAYS else "right" if right > 0 else "left"

    @property
    def rings(self) -> list[list[Corner]]:
        """The lines of the grid that join all axes at each point of the scale, lowest first."""
        return [[(axis, score) for axis in range(self.dimensions)] for score in range(1, self.points + 1)]

    @property
    def spokes(self) -> list[tuple[Corner, Corner]]:
        """The lines of the grid along each axis."""
        return [((axis, 1), (axis, self.points)) for axis in range(self.dimensions)]


@dataclass(frozen=True)
class Dot:
    """A respondent's own score, or a circle for all who have it: where it lies, and its width in widths of a dot."""

    axis: float
    score: float
    width: float


def axes_of(content: Content) -> Axes:
    """The axes of a questionnaire and its scale."""
    return Axes(len(content.questionnaire.dimensions), len(content.choices.scale.points))


def runs(line: RadarLine) -> list[list[Corner]]:
    """A line in pieces without a gap, each from its first corner to its last; one without any gap ends where it began.

    A piece of one corner is a marker that no line leads to.
    """
    corners = [None if value is None else (axis, value) for axis, value in enumerate(line.values)]
    whole = [corner for corner in corners if corner]
    if len(whole) == len(corners):
        return [[*whole, whole[0]]]
    gap = corners.index(None)
    pieces: list[list[Corner]] = [[]]
    for corner in (*corners[gap:], *corners[:gap]):
        if corner:
            pieces[-1].append(corner)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def pieces_of_spread(line: RadarLine) -> list[list[Corner]]:
    """The spread between each two neighbours that both have one, clockwise from the top; each closes on itself."""
    edges = [(axis, edge) for axis, edge in enumerate(line.band)]
    beyond = [(len(edges), edge) for _, edge in edges[:1]]
    return [
        [(axis, edge[0]), (axis, edge[1]), (next_axis, next_edge[1]), (next_axis, next_edge[0])]
        for (axis, edge), (next_axis, next_edge) in pairwise([*edges, *beyond])
        if edge and next_edge
    ]


def strips_of_spread(line: RadarLine) -> list[list[Corner]]:
    """The spread of each dimension whose neighbours have none, along its axis; each closes on itself."""
    around = zip(line.band[-1:] + line.band[:-1], line.band, line.band[1:] + line.band[:1], strict=True)
    alone = [(axis, edge) for axis, (before, edge, after) in enumerate(around) if edge and not (before or after)]
    return [
        [(axis - STRIP, low), (axis - STRIP, high), (axis + STRIP, high), (axis + STRIP, low)]
        for axis, (low, high) in alone
    ]


def dots(line: RadarLine, axes: Axes) -> list[Dot]:
    """A dot for each respondent's own score, the same scores side by side across the axis; or a crowd's circles."""
    found = []
    for axis, score, people in line.stacks:
        if line.crowd:
            found.append(Dot(axis, score, LARGEST_CIRCLE * math.sqrt(people / line.crowd)))
            continue
        # The nearer to the middle, the larger the angle that keeps two dots apart.
        step = min(DOT_APART / axes.outwards(score) / axes.apart, MOST_APART / people)
        found += [Dot(axis + step * (number - (people - 1) / 2), score, 1) for number in range(people)]
    return found


def withheld_of_first(lines: Sequence[RadarLine], axes: Axes) -> list[bool]:
    """For each dimension whether it is withheld of the first line, whose gaps the names around the radar explain."""
    return [bool(lines) and lines[0].is_withheld(axis) for axis in range(axes.dimensions)]

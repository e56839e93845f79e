"""The radar as the printed template draws it: points in shares of its radius, and how each line looks."""

from collections.abc import Sequence
from itertools import pairwise

from across.documents.printable import Data, Printable
from across.results.lines import RadarLine, also_drawn
from across.results.palette import ON_LIGHT
from across.results.phrases import NOTHING, ends_of_the_scale
from across.results.radar import (
    CIRCLE,
    DASHES,
    MARKERS,
    SPREAD_NAME,
    Axes,
    Point,
    axes_of,
    pieces_of_spread,
    runs,
    strips_of_spread,
)
from content.shape import Content

LABEL_WIDTH = 10.5


def radar_data(lines: Sequence[RadarLine], content: Content, printable: Printable) -> Data:
    """The radar of these lines: its grid, the numbers of the scale, the names, each line and the legend."""
    axes = axes_of(content)
    # What was agreed stands beside a name where there is no third line; more is in the tables.
    beside = lines[: 2 if len(lines) == 2 and not also_drawn(lines) else 1]  # noqa: PLR2004 - own and agreed
    return {
        "grid": [[*map(axes.at, ring)] for ring in axes.rings],
        "spokes": [[*map(axes.at, spoke)] for spoke in axes.spokes],
        "ticks": [{"text": str(point), "point": axes.at((0, point))} for point in range(1, axes.points + 1)],
        "labels": [
            {
                "name": printable.line(dimension.name, LABEL_WIDTH),
                "direction": axes.direction(axis),
                "side": axes.side(axis),
                "means": [_mean(line, axis) for line in beside],
            }
            for axis, dimension in enumerate(content.questionnaire.dimensions)
        ],
        "lines": [_line(line, axes, printable, first=not number) for number, line in enumerate(lines)],
        "ends": printable.line(f" {NOTHING} ".join(ends_of_the_scale(content))),
        "spread": SPREAD_NAME,
        "shade": ON_LIGHT.shade,
        "circle": CIRCLE,
    }


def _mean(line: RadarLine, axis: int) -> Data:
    """The mean of a line beside a name, in the colour of the line where there is one."""
    text = line.means_in_words()[axis]
    return {"text": text, "colour": None if line.values[axis] is None else line.style.on_light}


def _line(line: RadarLine, axes: Axes, printable: Printable, *, first: bool) -> Data:
    """A line as it is drawn; the first stands out."""
    steps = [step for run in runs(line) for step in pairwise(run)]
    return {
        "name": printable.line(line.name),
        "first": first,
        "colour": line.style.on_light,
        "dash": DASHES[line.style.dash],
        "marker": _from_corner(MARKERS[line.style.marker]),
        "spread": [[*map(axes.at, piece)] for piece in (*pieces_of_spread(line), *strips_of_spread(line))],
        "steps": [[*map(axes.at, step)] for step in steps],
        "points": [axes.at((axis, value)) for axis, value in enumerate(line.values) if value is not None],
    }


def _from_corner(corners: Sequence[Point]) -> list[Point]:
    """The corners of a marker in millimetres from the upper left of the box around it."""
    left, top = min((x for x, _ in corners), default=0), min((y for _, y in corners), default=0)
    return [(x - left, y - top) for x, y in corners]

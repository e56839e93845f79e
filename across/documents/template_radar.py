"""The radar as the printed template draws it: points in shares of its radius, and how each line looks."""

from collections.abc import Sequence
from itertools import pairwise

from across.documents.printable import Data, Printable
from across.results.lines import RadarLine, also_drawn
from across.results.palette import ON_LIGHT
from across.results.radar import CIRCLE, DASHES, MARKERS, Axes, Point, axes_of, runs
from across.results.shown_scores import scores_in_order
from content.shape import Content
from scoring.profile import DimensionScore, Profile

LABEL_WIDTH = 8.0
# How far people agree, as four dots: where they lie, as shares of the figure's width.
PATTERNS = {"close": (0.26, 0.42, 0.58, 0.74), "mixed": (0.0, 0.33, 0.67, 1.0), "split": (0.0, 0.17, 0.83, 1.0)}


def radar_data(
    lines: Sequence[RadarLine],
    content: Content,
    printable: Printable,
    own: Profile | None = None,
    told: Sequence[str] = (),
) -> Data:
    """The radar of these lines: its grid, the numbers of the scale, the names, each line and the legend.

    `own` are the scores of the people who answered for themselves: with them each name says how far people agree, and
    a bar on its axis where the middle half of them lies. `told` are the dimensions that stand out, by their ids.
    """
    axes, scores = axes_of(content), scores_in_order(own, content)
    # What was agreed stands beside a name where there is no third line; more is in the table.
    beside = lines[: 2 if len(lines) == 2 and not also_drawn(lines) else 1]  # noqa: PLR2004 - own and agreed
    return {
        "grid": [[*map(axes.at, ring)] for ring in axes.rings],
        "spokes": [[*map(axes.at, spoke)] for spoke in axes.spokes],
        "ticks": [{"text": str(point), "point": axes.at((0, point))} for point in range(1, axes.points + 1)],
        "labels": [
            {
                "name": printable.line(dimension.name, LABEL_WIDTH),
                "strong": dimension.id in told,
                "direction": axes.direction(axis),
                "side": axes.side(axis),
                "means": [_mean(line, axis) for line in beside],
                **_agreement(scores[axis]),
            }
            for axis, dimension in enumerate(content.questionnaire.dimensions)
        ],
        "bars": [[axes.at((axis, edge)) for edge in _middle_half(score)] for axis, score in enumerate(scores)],
        "lines": [_line(line, axes, printable, first=not number) for number, line in enumerate(lines)],
        "shade": ON_LIGHT.shade,
        "circle": CIRCLE,
    }


def _middle_half(score: DimensionScore | None) -> tuple[float, ...]:
    """Where the middle half of people lies, in points; nothing where that is not shown."""
    if score is None or score.quartiles is None or score.withheld:
        return ()
    lower, _, upper = score.quartiles
    return lower, upper


def _agreement(score: DimensionScore | None) -> Data:
    word = score.word if score and score.mean is not None and not score.withheld else None
    return {"word": word, "dots": PATTERNS[word] if word else ()}


def _mean(line: RadarLine, axis: int) -> Data:
    """The mean of a line beside a name, in the colour of the line where there is one."""
    text = line.means_in_words()[axis]
    return {"text": text, "colour": None if line.values[axis] is None else line.style.on_light}


def _line(line: RadarLine, axes: Axes, printable: Printable, *, first: bool) -> Data:
    """A line as it is drawn; the first stands out, and a whole one has a shade within."""
    pieces = runs(line)
    steps = [step for run in pieces for step in pairwise(run)]
    return {
        "name": printable.line(line.name),
        "first": first,
        "colour": line.style.on_light,
        "dash": DASHES[line.style.dash],
        "marker": _from_corner(MARKERS[line.style.marker]),
        "inside": [*map(axes.at, pieces[0])] if pieces and None not in line.values else [],
        "steps": [[*map(axes.at, step)] for step in steps],
        "points": [axes.at((axis, value)) for axis, value in enumerate(line.values) if value is not None],
    }


def _from_corner(corners: Sequence[Point]) -> list[Point]:
    """The corners of a marker in millimetres from the upper left of the box around it."""
    left, top = min((x for x, _ in corners), default=0), min((y for _, y in corners), default=0)
    return [(x - left, y - top) for x, y in corners]

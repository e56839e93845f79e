"""The lines of the radar, the same on screen and on paper: told apart by colour, dash and marker."""

from dataclasses import dataclass

from content.shape import Content
from report.results import AGREED, INDIVIDUAL, bounds, individual, means, scores
from scoring.profile import Profile
from workshop.values import Results

Band = tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True)
class Look:
    """How a line is drawn: its colour on white and on dark, its dash and its marker in Plotly's words."""

    on_light: str
    on_dark: str
    dash: str
    marker: str


# Each has a contrast of 4.5 and more on white and on the dark screen, and no two come close for people who
# see fewer colours (simulated after Machado, Oliveira and Fernandes 2009; held by a test).
LOOKS = (
    Look("#0b6e74", "#63d0d2", "solid", "circle"),
    Look("#b4491a", "#f7ad6b", "dash", "diamond"),
    Look("#5b2be0", "#a47cff", "dot", "square"),
    Look("#5f1600", "#d8701a", "dashdot", "triangle-up"),
    Look("#8d57c2", "#fff04a", "longdash", "triangle-down"),
    Look("#0f1f6b", "#5f93c8", "longdashdot", "cross"),
    Look("#2b0025", "#ffffff", "12px,4px,3px,4px,3px,4px", "x"),
)
MOST = len(LOOKS)


@dataclass(frozen=True)
class Series:
    """One line: its name in the legend, a value in points for each dimension (None for a gap), how it is drawn.

    `band` holds the lower and upper edge of the spread per dimension, or nothing where none is drawn;
    `withheld` says for which dimensions the value is there but may not be shown.
    """

    name: str
    values: tuple[float | None, ...]
    look: Look
    band: Band = ()
    withheld: tuple[bool, ...] = ()


def series(results: Results, content: Content) -> list[Series]:
    """The lines of the results, the individual answers first; further ones may be appended, MOST in all."""
    own = individual(results)
    found = [_individual(own, content)] if own else []
    if results.agreed:
        found.append(Series(AGREED, tuple(means(results.agreed, content)), LOOKS[1]))
    return found


def _individual(own: Profile, content: Content) -> Series:
    known = scores(own, content)
    band = tuple(bounds(score, len(content.choices.scale.points)) for score in known)
    withheld = tuple(score is not None and score.mean is None for score in known)
    return Series(f"{INDIVIDUAL}, n = {own.respondents}", tuple(means(own, content)), LOOKS[0], band, withheld)

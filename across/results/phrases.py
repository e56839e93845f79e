"""Numbers and names as people read them, and what the sources of scores are called: the same wherever results stand."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from across.workshop.dates import date_in_full
from across.workshop.steps import RESULTS
from across.workshop.values import Chosen, Earlier
from content.shape import Content
from scoring.profile import SectorScores

INDIVIDUAL = "Individual answers"
AGREED = "Agreed together"
NOTHING = "\N{EN DASH}"


def one_decimal(value: float | None) -> str:
    """A number as read by people: one decimal, halves rounded up; a dash for none.

    >>> one_decimal(3.25), one_decimal(None)
    ('3.3', '\u2013')
    """
    return NOTHING if value is None else _rounded(value, "0.1")


def two_decimals(value: float) -> str:
    """As `one_decimal`, to two decimals.

    >>> two_decimals(0.365)
    '0.37'
    """
    return _rounded(value, "0.01")


def _rounded(value: float, to: str) -> str:
    return str(Decimal(str(round(value, 6))).quantize(Decimal(to), ROUND_HALF_UP))


def listed(names: Iterable[str]) -> str:
    """Names as in a sentence: "A", "A and B", "A, B and C"."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def chosen_in_words(chosen: Chosen, content: Content) -> list[tuple[str, int]]:
    """What the group chose, each topic in words with how many people chose it, most chosen first."""
    names = {known.id: known.name for known in content.questionnaire.dimensions} if chosen.step == RESULTS else {}
    return [(names.get(topic.topic, topic.topic), topic.people) for topic in chosen.topics]


def earlier_name(earlier: Earlier) -> str:
    """What an earlier workshop is called beside this one: "Earlier: 3 May 2026"."""
    return f"Earlier: {date_in_full(earlier.held_on)}"


def sector_line_name(sector: SectorScores, content: Content) -> str:
    """What the line of a sector is called: "Health, n = 8"."""
    return f"{content.sector_name(sector.sector)}, n = {sector.n}"


def labelled_points(content: Content) -> list[str]:
    """The points of the scale with their labels, lowest first, such as "1 Strongly disagree"."""
    return [f"{number} {label}" for number, label in enumerate(content.choices.scale.points, start=1)]


def ends_of_the_scale(content: Content) -> tuple[str, str]:
    """What the lowest and the highest point of the scale are called: "1 Strongly disagree", "5 Strongly agree"."""
    points = labelled_points(content)
    return points[0], points[-1]

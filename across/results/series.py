"""The lines of the radar, the same on screen and on paper: told apart by colour, dash and marker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from across.results.words import AGREED, bounds, earlier_name, individual, listed, means, scores
from across.workshop.values import Earlier, Results
from content.shape import Content
from scoring.profile import Profile, SectorScores

Band = tuple[tuple[float, float] | None, ...]
Dots = tuple[tuple[float, ...], ...]


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
# So many people can have the same score and still each have a dot of their own beside the others.
MOST_ABREAST = 12
# Where neither neighbour has a spread, it is drawn as a strip along the axis, this far to either side of it: a share
# of the way to the next axis.
STRIP = 0.06
OWN, TOGETHER, BEFORE, *OF_SECTORS = LOOKS


@dataclass(frozen=True)
class Series:
    """One line: its name in the legend, a value in points for each dimension (None for a gap), how it is drawn.

    `band` holds the lower and upper edge of the spread per dimension, `dots` the respondents' own scores, lowest
    first and nobody's in particular; both are empty for a line that has none. `withheld` says for which
    dimensions the value is there but may not be shown.
    """

    name: str
    values: tuple[float | None, ...]
    look: Look
    band: Band = ()
    withheld: tuple[bool, ...] = ()
    dots: Dots = ()

    @property
    def strips(self) -> tuple[tuple[int, float, float], ...]:
        """The spreads with none beside them: number of the dimension from 0, lower edge, upper edge."""
        around = zip(self.band[-1:] + self.band[:-1], self.band, self.band[1:] + self.band[:1], strict=True)
        alone = [(place, one) for place, (before, one, after) in enumerate(around) if not (before or after)]
        return tuple((place, *one) for place, one in alone if one)

    @property
    def stacks(self) -> tuple[tuple[int, float, int], ...]:
        """The dots by where they are: number of the dimension from 0, score in points, people who have it."""
        return tuple(
            (place, score, people)
            for place, own in enumerate(self.dots)
            for score, people in sorted(Counter(own).items())
        )

    @property
    def crowd(self) -> int:
        """People in the largest stack where not every stack has room for a dot each; else 0.

        A crowd is drawn as circles, one for each score, whose areas are in proportion to people.
        """
        largest = max((people for *_, people in self.stacks), default=0)
        return largest if largest > MOST_ABREAST else 0

    @property
    def dots_name(self) -> str:
        """What the dots, or the circles of a crowd, are called in the legend."""
        return "The larger, the more people" if self.crowd else "One person each"


def series(results: Results, content: Content, *, sectors: bool = True) -> list[Series]:
    """The lines of the results, MOST at most: individual answers, agreed scores, the earlier workshop, sectors.

    A kind of line keeps its look whichever others there are. `no_room` says which lines were left out.
    """
    return every_line(results, content, sectors=sectors)[:MOST]


def no_room(results: Results, content: Content) -> str:
    """Which lines the chart has no room for, as a sentence; an empty text where all of them are drawn."""
    names = [one.name for one in every_line(results, content)[MOST:]]
    return f"The chart has room for {MOST} lines. Not drawn: {listed(names)}." if names else ""


def gaps(lines: Sequence[Series]) -> str:
    """Why lines of sectors, or of the earlier workshop, have gaps, as a sentence; an empty text where none has one."""
    if not any(any(one.withheld) for one in lines if one.look not in (OWN, TOGETHER)):
        return ""
    return "A line has a gap where its people were too few or too alike for their mean to be shown."


def about_lines(results: Results, content: Content, *, sectors: bool = True) -> str:
    """What must be said beside the lines: why some have gaps, which are not drawn, which sectors have none.

    Empty where there is nothing to say.
    """
    lines = every_line(results, content, sectors=sectors)
    said = (gaps(lines), no_room(results, content), _no_line(results, content)) if sectors else (gaps(lines),)
    return " ".join(text for text in said if text)


def _no_line(results: Results, content: Content) -> str:
    """Which sectors have no line where others have one, as a sentence."""
    drawn = {one.sector for one in results.sectors}
    names = [sector.name for sector in content.choices.sectors if sector.id not in drawn]
    if not (drawn and names):
        return ""
    return f"Without a line: {listed(names)}. Too few of them answered, or too few would be left without one."


def also_drawn(lines: Sequence[Series]) -> str:
    """The lines beyond individual answers and agreed scores, as a sentence for a text alternative; empty for none."""
    names = [one.name for one in lines if one.look not in (OWN, TOGETHER)]
    return f"Also drawn: {'; '.join(names)}." if names else ""


def every_line(results: Results, content: Content, *, sectors: bool = True) -> list[Series]:
    """All lines there are, those first that are drawn: for a table of them."""
    own = individual(results)
    found = [_individual(own, content)] if own else []
    if results.agreed:
        found.append(Series(AGREED, tuple(means(results.agreed, content)), TOGETHER))
    if results.earlier and found:
        found.append(_earlier(results.earlier, content))
    return [*found, *_sectors(results.sectors, content, found)] if sectors else found


def _individual(own: Profile, content: Content) -> Series:
    known = scores(own, content)
    return Series(
        f"Mean, n = {own.respondents}",
        tuple(means(own, content)),
        OWN,
        tuple(bounds(score, len(content.choices.scale.points)) for score in known),
        _withheld(own, content),
        tuple(score.own if score else () for score in known),
    )


def _earlier(earlier: Earlier, content: Content) -> Series:
    values = tuple(means(earlier.profile, content))
    return Series(earlier_name(earlier), values, BEFORE, withheld=_withheld(earlier.profile, content))


def _withheld(profile: Profile, content: Content) -> tuple[bool, ...]:
    known = scores(profile, content)
    return tuple(score is not None and score.withheld is not None and score.mean is None for score in known)


def _sectors(found: Sequence[SectorScores], content: Content, before: Sequence[Series]) -> list[Series]:
    """The sectors' lines in the order of the content, each in its own look; beyond those, in what is left over."""
    place = {sector.id: number for number, sector in enumerate(content.choices.sectors)}
    known = sorted((one for one in found if one.sector in place), key=lambda one: place[one.sector])
    own = {one.sector: OF_SECTORS[place[one.sector]] for one in known if place[one.sector] < len(OF_SECTORS)}
    spare = iter([look for look in (*OF_SECTORS, BEFORE, TOGETHER) if look not in {*own.values(), *_looks(before)}])
    drawn = [(one, own.get(one.sector) or next(spare, None)) for one in known]
    first = sorted(drawn, key=lambda one: one[1] is None)
    return [_sector(one, content, look or OF_SECTORS[-1]) for one, look in first]


def _looks(lines: Sequence[Series]) -> list[Look]:
    return [line.look for line in lines]


def _sector(one: SectorScores, content: Content, look: Look) -> Series:
    withheld = tuple(mean is None for mean in one.means)
    return Series(f"{content.sector_name(one.sector)}, n = {one.n}", one.means, look, withheld=withheld)

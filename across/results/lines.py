"""The lines of the radar, the same on screen and on paper: told apart by colour, dash and marker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from across.results.phrases import AGREED, earlier_name, listed, one_decimal, sector_line_name
from across.results.reasons import WITHHELD
from across.results.shown_scores import individual, means, scores_in_order, spread_bounds
from across.workshop.values import Earlier, Results
from content.shape import Content
from scoring.profile import Profile, SectorScores

Band = tuple[tuple[float, float] | None, ...]
Dots = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class LineStyle:
    """How a line is drawn: its colour on white and on dark, its dash and its marker in Plotly's words."""

    on_light: str
    on_dark: str
    dash: str
    marker: str


# Each has a contrast of 4.5 and more on white and on the dark screen, and no two come close for people who
# see fewer colours (simulated after Machado, Oliveira and Fernandes 2009; held by a test).
LINE_STYLES = (
    LineStyle("#0b5a5d", "#74d1c6", "solid", "circle"),
    LineStyle("#5b2be0", "#a47cff", "dot", "square"),
    LineStyle("#8a5200", "#f0b565", "dash", "diamond"),
    LineStyle("#5f1600", "#d8701a", "dashdot", "triangle-up"),
    LineStyle("#8d57c2", "#fff04a", "longdash", "triangle-down"),
    LineStyle("#0f1f6b", "#5f93c8", "longdashdot", "cross"),
    LineStyle("#2b0025", "#ffffff", "12px,4px,3px,4px,3px,4px", "x"),
)
MOST_DRAWN = len(LINE_STYLES)
INDIVIDUAL_STYLE, AGREED_STYLE, EARLIER_STYLE, *SECTOR_STYLES = LINE_STYLES
# So many people can have the same score and still each have a dot of their own beside the others.
MOST_ABREAST = 12


@dataclass(frozen=True)
class RadarLine:
    """One line: its name in the legend, a value in points for each dimension (None for a gap), how it is drawn.

    `band` holds the lower and upper edge of the spread per dimension, `dots` the respondents' own scores, lowest
    first and nobody's in particular; both are empty for a line that has none. `withheld` says for which
    dimensions the value is there but may not be shown.
    """

    name: str
    values: tuple[float | None, ...]
    style: LineStyle
    band: Band = ()
    withheld: tuple[bool, ...] = ()
    dots: Dots = ()

    @property
    def stacks(self) -> tuple[tuple[int, float, int], ...]:
        """The dots by where they are: number of the dimension from 0, score in points, people who have it."""
        return tuple(
            (number, score, people)
            for number, own in enumerate(self.dots)
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

    def means_in_words(self) -> list[str]:
        """Its values as read by people; one that may not be shown says so."""
        return [
            WITHHELD if self.is_withheld(dimension) else one_decimal(value)
            for dimension, value in enumerate(self.values)
        ]

    def is_withheld(self, dimension: int) -> bool:
        """Whether its value for the dimension of this number may not be shown."""
        return bool(self.withheld) and self.withheld[dimension]


def drawn_lines(results: Results, content: Content, *, sectors: bool = True) -> list[RadarLine]:
    """The lines that are drawn: individual answers, agreed scores, the earlier workshop, sectors; MOST_DRAWN at most.

    A kind of line keeps its style whichever others there are. `about_lines` says which were left out.
    """
    return all_lines(results, content, sectors=sectors)[:MOST_DRAWN]


def all_lines(results: Results, content: Content, *, sectors: bool = True) -> list[RadarLine]:
    """All lines there are, those first that are drawn: for a table of them."""
    own = individual(results)
    found = [_individual(own, content)] if own else []
    if results.agreed:
        found.append(RadarLine(AGREED, tuple(means(results.agreed, content)), AGREED_STYLE))
    if results.earlier and found:
        found.append(_earlier(results.earlier, content))
    return [*found, *_sectors(results.sectors, content, found)] if sectors else found


def about_lines(results: Results, content: Content, *, sectors: bool = True) -> str:
    """What must be said beside the lines: why some have gaps, which are not drawn, which sectors have none.

    Empty where there is nothing to say.
    """
    about = [about_gaps(all_lines(results, content, sectors=sectors))]
    if sectors:
        about += [lines_without_room(results, content), _sectors_without_line(results, content)]
    return " ".join(text for text in about if text)


def about_gaps(lines: Sequence[RadarLine]) -> str:
    """Why lines of sectors, or of the earlier workshop, have gaps, as a sentence; an empty text where none has one."""
    if not any(any(line.withheld) for line in lines if line.style not in (INDIVIDUAL_STYLE, AGREED_STYLE)):
        return ""
    return "A line has a gap where its people were too few or too alike for their mean to be shown."


def lines_without_room(results: Results, content: Content) -> str:
    """Which lines the chart has no room for, as a sentence; an empty text where all of them are drawn."""
    names = [line.name for line in all_lines(results, content)[MOST_DRAWN:]]
    return f"The chart has room for {MOST_DRAWN} lines. Not drawn: {listed(names)}." if names else ""


def _sectors_without_line(results: Results, content: Content) -> str:
    """Which sectors have no line where others have one, as a sentence."""
    drawn = {line.sector for line in results.sectors}
    names = [sector.name for sector in content.choices.sectors if sector.id not in drawn]
    if not (drawn and names):
        return ""
    return f"Without a line: {listed(names)}. Too few of them answered, or too few would be left without one."


def also_drawn(lines: Sequence[RadarLine]) -> str:
    """The lines beyond individual answers and agreed scores, as a sentence for a text alternative; empty for none."""
    names = [line.name for line in lines if line.style not in (INDIVIDUAL_STYLE, AGREED_STYLE)]
    return f"Also drawn: {'; '.join(names)}." if names else ""


def _individual(own: Profile, content: Content) -> RadarLine:
    scores = scores_in_order(own, content)
    return RadarLine(
        f"Mean, n = {own.respondents}",
        tuple(means(own, content)),
        INDIVIDUAL_STYLE,
        tuple(spread_bounds(score, len(content.choices.scale.points)) for score in scores),
        _withheld(own, content),
        tuple(score.own if score else () for score in scores),
    )


def _earlier(earlier: Earlier, content: Content) -> RadarLine:
    values = tuple(means(earlier.profile, content))
    return RadarLine(earlier_name(earlier), values, EARLIER_STYLE, withheld=_withheld(earlier.profile, content))


def _withheld(profile: Profile, content: Content) -> tuple[bool, ...]:
    scores = scores_in_order(profile, content)
    return tuple(score is not None and score.withheld is not None and score.mean is None for score in scores)


def sectors_in_order(sectors: Sequence[SectorScores], content: Content) -> list[SectorScores]:
    """The sectors that the content knows, in its order."""
    order = [sector.id for sector in content.choices.sectors]
    known = [sector for sector in sectors if sector.sector in order]
    return sorted(known, key=lambda sector: order.index(sector.sector))


def _sectors(sectors: Sequence[SectorScores], content: Content, before: Sequence[RadarLine]) -> list[RadarLine]:
    """The sectors' lines in the order of the content, each in its own style; beyond those, in what is left over."""
    own = {sector.id: style for sector, style in zip(content.choices.sectors, SECTOR_STYLES, strict=False)}
    shown = sectors_in_order(sectors, content)
    taken = {own[sector.sector] for sector in shown if sector.sector in own} | {line.style for line in before}
    spare = iter([style for style in (*SECTOR_STYLES, EARLIER_STYLE, AGREED_STYLE) if style not in taken])
    styled = [(sector, own.get(sector.sector) or next(spare, None)) for sector in shown]
    drawn_first = sorted(styled, key=lambda pair: pair[1] is None)
    return [_sector(sector, content, style or SECTOR_STYLES[-1]) for sector, style in drawn_first]


def _sector(sector: SectorScores, content: Content, style: LineStyle) -> RadarLine:
    withheld = tuple(mean is None for mean in sector.means)
    return RadarLine(sector_line_name(sector, content), sector.means, style, withheld=withheld)

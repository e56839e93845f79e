"""What the stage draws results from: plain values that travel as JSON (docs/stage.md), worked out where all else is."""

from collections.abc import Sequence

from across.results.bars import segments
from across.results.dimension_table import NO_CHANGE, agreement_in_a_word, changes_in_words, over_time
from across.results.lines import LineStyle, RadarLine, about_lines, all_lines, drawn_lines, sectors_in_order
from across.results.phrases import ends_of_the_scale, labelled_points, listed, one_decimal, sector_line_name
from across.results.radar import CIRCLE, MARKERS, Axes, Corner, axes_of, dots, runs
from across.results.reasons import WITHHELD, why_no_sectors, why_withheld
from across.results.shown_scores import individual, means, scores_in_order
from across.results.summary import headline, summary
from across.results.talking_points import TalkingPointText, nothing_stands_out, talking_point_texts
from across.workshop.dates import date_in_full
from across.workshop.values import Results
from content.shape import Content, Dimension
from scoring.compare import ends, sector_gaps
from scoring.profile import DimensionScore, ItemScore
from scoring.talk import TalkingPoint, has_two_camps

Json = dict[str, object]

# What may be asked of any dimension, whatever its scores are.
ASKED_OF_ANY = "What examples from our work together come to mind?"
NOTHING_CHANGED = "No dimension has clearly changed since last time."
# In hundred thousandths of the radius: less than a hundredth of a pixel.
PRECISION = 5


def results_on_stage(results: Results, content: Content) -> Json:
    """Everything that the stage draws of results, in the order of the content. Means are in points of the scale."""
    own, axes = individual(results), axes_of(content)
    lead, more = headline(results, content)
    return {
        "people": own.respondents if own else 0,
        "lead": lead,
        "more": more,
        "summary": summary(results, content),
        "about": about_lines(results, content, sectors=False),
        "points": labelled_points(content),
        "ends": ends_of_the_scale(content),
        "dont_know": content.choices.scale.dont_know,
        "chart": _chart(drawn_lines(results, content, sectors=False), axes),
        "earlier": _earlier(results, content),
        "dimensions": _dimensions(results, content),
        "widest": _widest(results),
        "sectors": _sectors(results, content),
        "why_no_sectors": why_no_sectors(results),
        "talk": [_card(point, text, results) for point, text in _points(results, content)],
        "nothing": nothing_stands_out(results),
    }


def before_results(content: Content) -> Json:
    """The chart without any score, as it stands before the reveal."""
    dimensions = [{"id": dimension.id, "name": dimension.name} for dimension in content.questionnaire.dimensions]
    return {"chart": _chart((), axes_of(content)), "dimensions": dimensions}


def _chart(lines: Sequence[RadarLine], axes: Axes) -> Json:
    """The radar as points (right, down) in shares of the radius; a line without a gap ends where it began."""
    return {
        "ends": [_rounded(axes.direction(axis)) for axis in range(axes.dimensions)],
        "sides": [axes.side(axis) for axis in range(axes.dimensions)],
        "rings": [_drawn(ring, axes) for ring in axes.rings],
        "spokes": [_drawn(spoke, axes) for spoke in axes.spokes],
        "lines": [_line(line, axes) for line in lines],
    }


def _line(line: RadarLine, axes: Axes) -> Json:
    return {
        "name": line.name,
        "style": _style(line.style),
        "whole": None not in line.values,
        "runs": [[[axis, *_rounded(axes.at((axis, score)))] for axis, score in run] for run in runs(line)],
        "spread": [
            [axis, *_drawn([(axis, edge[0]), (axis, edge[1])], axes)] for axis, edge in enumerate(line.band) if edge
        ],
        "dots": [[*_rounded(axes.at((dot.axis, dot.score))), round(dot.width, 2)] for dot in dots(line, axes)],
        "dots_name": line.dots_name,
    }


def _style(style: LineStyle) -> Json:
    """How a line is drawn; its marker by Plotly's name, and as corners from its middle (a circle has none)."""
    return {**vars(style), "corners": MARKERS[style.marker], "radius": CIRCLE}


def _drawn(corners: Sequence[Corner], axes: Axes) -> list[list[float]]:
    return [_rounded(axes.at(corner)) for corner in corners]


def _rounded(point: tuple[float, float]) -> list[float]:
    return [round(value, PRECISION) for value in point]


def _earlier(results: Results, content: Content) -> Json | None:
    """The earlier workshop, how many answered there, and in a sentence what has changed since."""
    if results.earlier is None:
        return None
    changed = {dimension: said for dimension, said in changes_in_words(results).items() if said != NO_CHANGE}
    said = [f"{content.dimension_name(dimension)} is {by}" for dimension, by in changed.items()]
    return {
        "held_on": date_in_full(results.earlier.held_on),
        "people": results.earlier.profile.respondents,
        "said": f"{listed(said)} than last time." if said else NOTHING_CHANGED,
        "over_time": over_time(results, content),
    }


def _dimensions(results: Results, content: Content) -> list[Json]:
    own = scores_in_order(individual(results), content)
    agreed = means(results.agreed, content)
    then = means(results.earlier.profile if results.earlier else None, content)
    changed, named = changes_in_words(results), _standing_out(results)
    return [
        {
            "id": dimension.id,
            "name": dimension.name,
            "mean": _said(score.mean if score else None),
            "withheld": WITHHELD if score and score.mean is None else "",
            "why": why_withheld(score, results),
            "word": score.word or "" if score and not score.withheld else "",
            "agreement": agreement_in_a_word(score),
            "camps": bool(score and has_two_camps(score)),
            "stands_out": dimension.id in named,
            "agreed": _said(agreed[number]),
            "then": _said(then[number]),
            "change": changed.get(dimension.id, ""),
            "items": [_item(item, dimension) for item in _items(score)],
            "question": _question(dimension.id, results, content),
        }
        for number, (dimension, score) in enumerate(zip(content.questionnaire.dimensions, own, strict=True))
    ]


def _said(mean: float | None) -> str:
    return "" if mean is None else one_decimal(mean)


def _standing_out(results: Results) -> set[str]:
    """The dimensions that the first sentences name: lowest, highest, or with people in two camps."""
    profile = individual(results) or results.agreed
    if profile is None:
        return set()
    found = ends(profile)
    camps = {score.dimension for score in profile.dimensions if has_two_camps(score)}
    return {*found.lowest, *found.highest, *camps}


def _items(score: DimensionScore | None) -> Sequence[ItemScore]:
    """The items of a dimension whose counts may be shown."""
    if score is None or score.withheld:
        return ()
    return [item for item in score.items if item.mean is not None]


def _item(item: ItemScore, dimension: Dimension) -> Json:
    text = next(known.text for known in dimension.items if known.id == item.item)
    bars = [[part.start, part.end, part.count] for part in segments(item.counts)]
    return {"text": text, "bars": bars, "dont_know": item.dont_know}


def _widest(results: Results) -> float:
    """How many people lie on the longer side of the middle of any bar: so wide are half of all of them."""
    profile = individual(results)
    bars = [segments(item.counts) for score in (profile.dimensions if profile else ()) for item in _items(score)]
    return max((max(-bar[0].start, bar[-1].end) for bar in bars), default=0.0)


def _question(dimension: str, results: Results, content: Content) -> str:
    """The open question that goes with a dimension: that of the first point to talk about it."""
    about = (text for point, text in _points(results, content) if dimension in point.dimensions)
    return next((text.question for text in about), ASKED_OF_ANY)


def _points(results: Results, content: Content) -> list[tuple[TalkingPoint, TalkingPointText]]:
    return list(zip(results.talk, talking_point_texts(results, content), strict=True))


def _sectors(results: Results, content: Content) -> Json | None:
    """The means of each sector; of a dimension with a gap beyond chance, how far apart its ends are."""
    lines, profile = sectors_in_order(results.sectors, content), individual(results)
    if not lines or profile is None:
        return None
    gaps = {gap.dimension: gap.size for gap in sector_gaps(results.sectors, profile)}
    talked = {dimension for point in results.talk if point.kind == "sector-gap" for dimension in point.dimensions}
    styles = {line.name: line.style for line in all_lines(results, content)}
    return {
        "lines": [
            {
                "name": content.sector_name(line.sector),
                "people": line.n,
                "style": _style(styles[sector_line_name(line, content)]),
            }
            for line in lines
        ],
        "rows": [
            {
                "dimension": dimension.id,
                "means": [line.means[number] for line in lines],
                "apart": one_decimal(gaps[dimension.id]) if dimension.id in gaps else "",
                "talked": dimension.id in talked,
            }
            for number, dimension in enumerate(content.questionnaire.dimensions)
        ],
    }


def _card(point: TalkingPoint, text: TalkingPointText, results: Results) -> Json:
    return {
        "kind": point.kind,
        "title": text.title,
        "about": text.about,
        "numbers": text.plainly,
        "question": text.question,
        "dimensions": list(point.dimensions),
        "columns": _columns(point, results),
    }


def _columns(point: TalkingPoint, results: Results) -> list[int]:
    """How many answers there are at each point of the scale to the items of the one dimension; empty for more."""
    profile = individual(results)
    if profile is None or len(point.dimensions) != 1:
        return []
    [score] = [score for score in profile.dimensions if score.dimension == point.dimensions[0]]
    return [sum(counts) for counts in zip(*(item.counts for item in _items(score)), strict=True)]

"""The results as the printed template reads them: one table, the bars of the items, where to talk."""

from collections import defaultdict

from across.documents.edition import Edition
from across.documents.printable import Data, Printable
from across.documents.report_texts import NOT_REVEALED, chosen_text
from across.documents.score_table import nothing_to_show, score_table
from across.documents.template_radar import PATTERNS, radar_data
from across.results.bars import Colour, colour_of_point, segments, shown_items
from across.results.dimension_table import TITLES, means_over_time
from across.results.lines import drawn_lines, sectors_in_order
from across.results.phrases import labelled_points, one_decimal, sector_line_name
from across.results.reasons import WITHHELD
from across.results.summary import summary
from across.results.talking_points import talking_point_texts
from across.workshop.report import Report
from across.workshop.steps import RESULTS
from across.workshop.values import Results
from content.shape import Content
from scoring.profile import ItemScore

NAME_WIDTH, ITEM_WIDTH = 9.5, 17.0
# A colour under this luminance is told better from white than from black (WCAG 2.2): at least 4.5 to 1 either way.
DARK = 0.179


def results_part(report: Report, printable: Printable, edition: Edition) -> Data:
    """The results of a report; `table` is None where there is nothing to show."""
    results, content = report.results, report.content
    chosen = chosen_text(report, RESULTS)
    head: Data = {"talk": [], "table": None, "sectors": None, "key": [], "over_time": None}
    head["chosen"] = printable.line(chosen) if chosen else None
    if results is None:
        return {**head, "sentence": printable.line(NOT_REVEALED)}
    head["sentence"] = printable.line(summary(results, content))
    if nothing_to_show(results, content):
        return head
    bars = _bars(results, content, printable) if "items" in edition.parts else {}
    return {
        **head,
        "talk": _talking_points(results, content, printable),
        "sectors": _sectors(results, content, printable),
        "table": _table(results, content, printable, bars),
        "key": _key(content, printable) if bars else [],
        "over_time": _over_time(results, content, printable),
    }


def _table(results: Results, content: Content, printable: Printable, bars: dict[str, list[Data]]) -> Data:
    table = score_table(results, content)
    return {
        "columns": [*table.titles],
        "titles": [*table.titles.values()],
        "rows": [
            {
                "name": printable.line(dimension.name, NAME_WIDTH),
                "cells": {key: row[key] for key in table.titles if key != "dimension"},
                "dots": PATTERNS.get(row["agreement"], ()),
                "items": bars.get(dimension.id, []),
                "sectors": _means_of_sectors(results, content, number, printable),
            }
            for number, (dimension, row) in enumerate(
                zip(content.questionnaire.dimensions, table.rows, strict=True),
            )
        ],
        "notes": [printable.line(text) for text in table.notes],
    }


def _means_of_sectors(results: Results, content: Content, dimension: int, printable: Printable) -> Data | None:
    """The mean of each sector in a line; None where no sector has one."""
    shown = [(sector.sector, sector.means[dimension]) for sector in sectors_in_order(results.sectors, content)]
    if all(mean is None for _, mean in shown):
        return None
    means = ((sector, WITHHELD if mean is None else one_decimal(mean)) for sector, mean in shown)
    return printable.line(", ".join(f"{content.sector_name(sector)} {mean}" for sector, mean in means))


def _over_time(results: Results, content: Content, printable: Printable) -> Data | None:
    """The mean of each dimension in each workshop; None where there are no more than two."""
    workshops = means_over_time(results, content)
    if not workshops:
        return None
    return {
        "titles": [TITLES["dimension"], *(title for title, _ in workshops)],
        "rows": [
            [printable.line(dimension.name, NAME_WIDTH), *(means[number] for _, means in workshops)]
            for number, dimension in enumerate(content.questionnaire.dimensions)
        ],
    }


def _sectors(results: Results, content: Content, printable: Printable) -> Data | None:
    """The mean of all beside a line for each sector; None where no sector has one."""
    lines = drawn_lines(results, content)
    if not results.sectors:
        return None
    names = [sector_line_name(sector, content) for sector in sectors_in_order(results.sectors, content)]
    shown = [line for number, line in enumerate(lines) if not number or line.name in names]
    return {
        "radar": radar_data(shown, content, printable),
        "alt": f"The mean of all, and a line for each of these sectors: {'; '.join(names)}. The table has the numbers.",
    }


def _talking_points(results: Results, content: Content, printable: Printable) -> list[Data]:
    return [
        {
            "title": printable.line(point.title),
            "about": printable.line(point.about),
            "numbers": printable.line(point.numbers),
            "question": printable.line(point.question),
        }
        for point in talking_point_texts(results, content)
    ]


def _bars(results: Results, content: Content, printable: Printable) -> dict[str, list[Data]]:
    """By dimension, each item that may be shown as a bar around the middle of the scale, in shares of one width."""
    shown = shown_items(results)
    pieces = [segments(item.counts) for _, item in shown]
    left = min((bar[0].start for bar in pieces), default=0.0)
    whole = max((bar[-1].end for bar in pieces), default=0.0) - left or 1.0
    found: dict[str, list[Data]] = defaultdict(list)
    for (dimension, item), bar in zip(shown, pieces, strict=True):
        drawn = [
            {
                "from": (part.start - left) / whole,
                "to": (part.end - left) / whole,
                "count": part.count,
                **_colours(number, len(bar)),
            }
            for number, part in enumerate(bar)
            if part.count
        ]
        found[dimension.dimension].append(
            {
                "item": printable.line(content.item_text(item.item), ITEM_WIDTH),
                "pieces": drawn,
                "middle": -left / whole,
                "dont_know": item.dont_know,
                "alt": _counted(item, content),
                "counts": ", ".join(map(str, item.counts)),
            }
        )
    return found


def _counted(item: ItemScore, content: Content) -> str:
    """How many people chose each point, for those who do not see the bar."""
    counts = zip(labelled_points(content), item.counts, strict=True)
    told = [*counts, (content.choices.scale.dont_know, item.dont_know)]
    return f"{content.item_text(item.item)} {'; '.join(f'{label}: {number}' for label, number in told)}."


def _colours(point: int, points: int) -> Data:
    """The colour of a point of the scale, and of a figure on it."""
    red, green, blue = colour_of_point(point, points)
    ink = "#ffffff" if luminance((red, green, blue)) < DARK else "#000000"
    return {"fill": f"#{red:02x}{green:02x}{blue:02x}", "ink": ink}


def luminance(colour: Colour) -> float:
    """The relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it.

    >>> luminance((0, 0, 0)), round(luminance((255, 255, 255)), 6)
    (0.0, 1.0)
    """
    shares = [value / 255 for value in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)  # noqa: PLR2004 - theirs
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _key(content: Content, printable: Printable) -> list[Data]:
    """The points of the scale, each with its colour, and the answer set apart, which has none."""
    labels, apart = labelled_points(content), content.choices.scale.dont_know
    points = [{"label": printable.line(label), **_colours(number, len(labels))} for number, label in enumerate(labels)]
    return [*points, {"label": printable.line(apart), "fill": None}]

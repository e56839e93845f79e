"""The results as a phone shows them: the chart that everyone sees, its sentence, its numbers as a table."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from across.results.dimension_table import SHORT_TITLES, dimension_rows, over_time
from across.results.lines import about_lines, also_drawn, drawn_lines, sectors_in_order
from across.results.phrases import ends_of_the_scale, one_decimal, sector_line_name
from across.results.radar_svg import legend, radar_svg
from across.results.summary import summary
from across.room.application import Application
from across.web.participant import reply
from across.web.participant.visitor import Visitor, look
from across.workshop.values import Look, Results
from content.shape import Content

View = dict[str, Any]
MOST_KEPT = 32
KEPT_SECONDS = 60
COLUMNS = ("mean", "spread", "n", "agreed", "earlier", "change")
OWN = ("mean", "spread", "n")


def with_chart(application: Application, visitor: Visitor, view: View) -> View:
    """What the page is given, with the chart of the results where it shows them as far as they are revealed."""
    if "results_name" not in view:
        return view
    # Named before they are read: if they change in between, the phone asks once more, never once too few.
    name, language = view["results_name"], view["language"]
    make = partial(_written, application, visitor, language)
    chart = _charts.get((visitor.code, name), make) if name else ""
    return view | {"rests": {**view["rests"], "results": name}, "chart": chart}


def _written(application: Application, visitor: Visitor, language: str) -> str:
    look_now, found, content = look(
        application, visitor, lambda reading: (reading.workshop.look, reading.results, reading.content)
    )
    if found is None or (found.profile is None and found.agreed is None):
        return ""
    return reply.written("results-chart.html", chart_of(found, look_now, content), language)


class _Charts:
    """The charts shown last, by join code and name of the results: at a reveal, every phone asks for the same one.

    Each is kept for KEPT_SECONDS at most after it was made, so that a deleted workshop leaves nothing here.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def get(self, name: tuple[str, str], make: Callable[[], str]) -> str:
        """The chart of this name, made if it is not kept."""
        with self._one_at_a_time:
            if name not in self._kept:
                self._kept[name] = make()
                self._forget_later(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[name]

    def _forget_later(self, name: tuple[str, str]) -> None:
        timer = threading.Timer(KEPT_SECONDS, self._kept.pop, (name, None))
        timer.daemon = True
        timer.start()


_charts = _Charts()


def chart_of(found: Results, look: Look, content: Content) -> View:
    """The radar and its legend, what they show in words, and the same numbers in rows."""
    lines = drawn_lines(found, content, sectors=look.sectors)
    words = summary(found, content)
    columns = _columns(found)
    return {
        "radar": radar_svg(lines, content, spread=look.spread, text_alternative=f"{words} {also_drawn(lines)}".strip()),
        "keys": legend(lines, spread=look.spread),
        "ends": ends_of_the_scale(content),
        "words": words,
        "about_lines": about_lines(found, content, sectors=look.sectors),
        "own": sum(name in OWN for name in columns),
        "titles": [SHORT_TITLES[name] for name in columns],
        "rows": [_row(row, columns) for row in dimension_rows(found, content)],
        "sectors": _sectors(found, content) if look.sectors and found.sectors else None,
        "over_time": _over_time(found, content),
    }


def _columns(found: Results) -> list[str]:
    own, compared = found.profile is not None, found.earlier is not None
    # Beside an earlier workshop, a phone has no room for more than the means.
    there = {"agreed": found.agreed is not None, "earlier": compared, "change": compared}
    there |= dict.fromkeys(("spread", "n"), own and not compared)
    return [name for name in COLUMNS if there.get(name, own)]


def _row(row: dict[str, str], columns: Sequence[str]) -> View:
    """One dimension: where its scores are withheld, `why` stands in place of them."""
    cells = [row[name] for name in columns if not (row["why"] and name in OWN)]
    details = f"Spread: {row['details'][:1].lower()}{row['details'][1:]}" if row["details"] else ""
    return {"name": row["dimension"], "why": row["why"], "details": details, "cells": cells}


def _over_time(found: Results, content: Content) -> View | None:
    """The means of each workshop in turn, where there are more than two."""
    workshops = over_time(found, content)
    if not workshops:
        return None
    return {
        "titles": [held_on for held_on, *_ in workshops],
        "rows": [
            (dimension.name, [one_decimal(means[number]) for *_, means in workshops])
            for number, dimension in enumerate(content.questionnaire.dimensions)
        ],
    }


def _sectors(found: Results, content: Content) -> View:
    sectors = sectors_in_order(found.sectors, content)
    return {
        "titles": [sector_line_name(sector, content) for sector in sectors],
        "rows": [
            (dimension.name, [one_decimal(sector.means[number]) for sector in sectors])
            for number, dimension in enumerate(content.questionnaire.dimensions)
        ],
    }

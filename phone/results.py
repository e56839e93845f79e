"""The results as a phone shows them: the chart that everyone sees, its sentence, its numbers as a table."""

from collections.abc import Sequence

from content.shape import Content
from live.room import Room
from report.results import in_words, one_decimal, table
from report.series import also_drawn, no_room, series
from report.svg import keys, radar
from workshop.values import Look, Results, Workshop

View = dict[str, object]
COLUMNS = {
    "mean": "Mean",
    "spread": "Spread",
    "n": "Answers",
    "agreed": "Agreed",
    "earlier": "Earlier",
    "change": "Change",
}
OWN = ("mean", "spread", "n")


def shown(room: Room, here: Workshop, frame: View) -> View:
    """What the part on results is given: the frame of the page, and the results as far as they are shown."""
    # Named before they are read: if they change in between, the phone asks once more, never once too few.
    rests = {**frame["rests"], "results": room.bulletin().results}
    found = room.results()
    some = found if found and (found.profile or found.agreed) else None
    chart = some and chart_of(some, here.look, room.content)
    return frame | {"rests": rests, "content": room.content, "chart": chart}


def chart_of(found: Results, look: Look, content: Content) -> View:
    """The radar and its legend, what they show in words, and the same numbers in rows."""
    lines = series(found, content, sectors=look.sectors)
    words = in_words(found, content)
    columns = _columns(found)
    return {
        "radar": radar(lines, content, spread=look.spread, words=f"{words} {also_drawn(lines)}".strip()),
        "keys": keys(lines, spread=look.spread),
        "words": words,
        "not_drawn": no_room(found, content) if look.sectors else "",
        "titles": [COLUMNS[name] for name in columns],
        "rows": [_row(row, columns) for row in table(found, content)],
        "sectors": _sectors(found, content) if look.sectors and found.sectors else None,
    }


def _columns(found: Results) -> list[str]:
    own, compared = found.profile is not None, found.earlier is not None
    there = {"agreed": found.agreed is not None, "earlier": compared, "change": compared}
    return [name for name in COLUMNS if there.get(name, own)]


def _row(row: dict[str, str], columns: Sequence[str]) -> View:
    """One dimension: where its scores are withheld, `why` stands in place of them."""
    cells = [row[name] for name in columns if not (row["why"] and name in OWN)]
    details = f"Spread: {row['details'][:1].lower()}{row['details'][1:]}" if row["details"] else ""
    return {"name": row["dimension"], "why": row["why"], "details": details, "cells": cells}


def _sectors(found: Results, content: Content) -> View:
    dimensions, order = content.questionnaire.dimensions, [sector.id for sector in content.choices.sectors]
    sectors = sorted((one for one in found.sectors if one.sector in order), key=lambda one: order.index(one.sector))
    return {
        "titles": [f"{content.sector_name(one.sector)}, n = {one.n}" for one in sectors],
        "rows": [
            (dimension.name, [one_decimal(one.means[place]) for one in sectors])
            for place, dimension in enumerate(dimensions)
        ],
    }

"""Scores as a table: the same numbers as the radar's, for everyone who reads rather than looks."""

from content.shape import Content
from report.radar import table
from workshop.values import Results

TITLES = {"dimension": "Dimension", "mean": "Mean", "spread": "Spread", "n": "Answers", "agreed": "Agreed"}


def dimension_table(results: Results, content: Content) -> dict[str, list[str]]:
    """The columns of the dimension table. A withheld dimension says why in place of its mean."""
    rows = table(results, content)
    shown = [name for name in TITLES if _has(name, results)]
    return {TITLES[name]: [row["why"] or row[name] if name == "mean" else row[name] for row in rows] for name in shown}


def _has(column: str, results: Results) -> bool:
    if column == "agreed":
        return results.agreed is not None
    return column == "dimension" or results.profile is not None

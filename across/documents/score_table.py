"""The one table of a report's scores: every number of a dimension in its row, each reason said once below."""

from dataclasses import dataclass

from across.documents.report_texts import ABOUT_CHANGE
from across.results.dimension_table import TITLES, TOO_FEW_TO_SAY, dimension_rows
from across.results.lines import about_lines
from across.results.phrases import NOTHING, listed
from across.results.reasons import WITHHELD
from across.workshop.dates import date_in_full
from across.workshop.values import Results
from content.shape import Content
from scoring.agreement import FEWEST_FOR_A_WORD

Row = dict[str, str]

MOST_NAMES = 4


@dataclass(frozen=True)
class ScoreTable:
    """Column names by their keys, the dimension first; a row of texts by the same keys for each dimension; notes."""

    titles: dict[str, str]
    rows: list[Row]
    notes: list[str]


def score_table(results: Results, content: Content) -> ScoreTable:
    """The scores as a table: a column only where it says something, notes for what is withheld or too few to say."""
    rows = dimension_rows(results, content)
    columns = _columns(results, rows)
    then = {"earlier": date_in_full(results.earlier.held_on)} if results.earlier else {}
    titles = {key: {**TITLES, **then}[key] for key in columns}
    return ScoreTable(titles, [_shown(row) for row in rows], _notes(results, content, rows))


def nothing_to_show(results: Results, content: Content) -> bool:
    """Whether no dimension has a mean or a score that was agreed."""
    return all(row["mean"] == row["agreed"] == NOTHING for row in dimension_rows(results, content))


def _columns(results: Results, rows: list[Row]) -> list[str]:
    worded = any(row["agreement"] not in (NOTHING, TOO_FEW_TO_SAY) for row in rows)
    own = ["mean", "n", "spread", *(["agreement"] if worded else [])] if results.profile else []
    agreed = ["agreed"] if results.agreed else []
    return ["dimension", *own, *agreed, *(["earlier", "change"] if results.earlier else [])]


def _shown(row: Row) -> Row:
    mean = WITHHELD if row["why"] else row["mean"]
    return {**row, "mean": mean, "agreement": row["agreement"].replace(TOO_FEW_TO_SAY, NOTHING)}


def _notes(results: Results, content: Content, rows: list[Row]) -> list[str]:
    found = [*_withheld("Withheld", rows, "why"), *_withheld("Only its mean is shown", rows, "details")]
    # Where it is a point to talk about, it is said there.
    few = [row["dimension"] for row in rows if row["agreement"] == TOO_FEW_TO_SAY]
    if few and not any(point.kind == "too-few" for point in results.talk):
        found.append(_too_few(few, rows))
    if results.earlier:
        found.append(ABOUT_CHANGE)
    return [text for text in (*found, about_lines(results, content)) if text]


def _withheld(what: str, rows: list[Row], reason: str) -> list[str]:
    """What is withheld and why: the dimensions of each reason together."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if row[reason]:
            by_reason.setdefault(row[reason], []).append(row["dimension"])
    return [f"{what}: {_names(names, rows)}. {why}." for why, names in by_reason.items()]


def _too_few(few: list[str], rows: list[Row]) -> str:
    people = f"There are too few people to say how far they agree, which takes {FEWEST_FOR_A_WORD}"
    shown = [row for row in rows if row["mean"] != NOTHING and not row["details"]]
    return f"{people}." if len(few) == len(shown) else f"{people}, on {_names(few, rows)}."


def _names(names: list[str], rows: list[Row]) -> str:
    if len(names) == len(rows):
        return "all dimensions"
    return listed(names) if len(names) <= MOST_NAMES else f"{len(names)} of {len(rows)} dimensions"

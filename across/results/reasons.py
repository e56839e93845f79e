"""Why something of the results is not shown, without saying what: each reason has these words and no others."""

from across.workshop.values import Results
from scoring.profile import DimensionScore
from scoring.shown import FLOOR

WITHHELD = "withheld"
NOT_AGREED = "No score was agreed"
TO_PROTECT_PEOPLE = "so that nobody\u2019s own answer can be told"
TOO_ALIKE = f"Hidden {TO_PROTECT_PEOPLE}"
TOO_FEW_RATED = f"fewer than {FLOOR} people rated an item"
NO_SECTORS = {
    None: "",
    "not asked": "Participants were not asked for their sector, so no sector has a line.",
    "live": "Sectors have no lines where results are shown live: the first few people of a sector could be told apart.",
    "too few": "No sector has a line: there are too few people in each, or too few outside it.",
    "too alike": f"Sectors have no lines, {TO_PROTECT_PEOPLE}.",
}


def too_few_answers(results: Results) -> str:
    """That fewer people answered than are shown."""
    return f"Fewer than {results.smallest_group} answers"


def why_withheld(score: DimensionScore | None, results: Results) -> str:
    """Why something of a dimension is hidden, without saying what; an empty text where nothing is.

    Where the score still has a mean, it is its items, spread, dots and agreement that are hidden.
    """
    if score is None or score.withheld is None:
        return ""
    reasons = {"too few": too_few_answers(results), "too few rated": TOO_FEW_RATED.capitalize()}
    return reasons.get(score.withheld, TOO_ALIKE)


def why_no_sectors(results: Results) -> str:
    """Why no sector has a line, as a sentence; an empty text where some have, or where nobody answered."""
    return "" if results.sectors or not results.profile else NO_SECTORS[results.sectors_reason]

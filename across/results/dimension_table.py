"""The dimension table: a row for each dimension as texts, and its column titles, for screen, phones, PDF and Word."""

from across.results.phrases import AGREED, NOTHING, one_decimal
from across.results.reasons import WITHHELD, why_withheld
from across.results.shown_scores import individual, means, scores_in_order
from across.workshop.dates import date_in_full
from across.workshop.values import Results
from content.shape import Content
from scoring.compare import changes
from scoring.profile import DimensionScore

TITLES = {
    "dimension": "Dimension",
    "mean": "Mean",
    "n": "Answers",
    "spread": "Spread",
    "agreement": "Agreement",
    "agreed": AGREED,
    "earlier": "Earlier",
    "change": "Change",
}
# The same where columns are narrow.
SHORT_TITLES = TITLES | {"agreed": "Agreed"}
TOO_FEW_TO_SAY = "too few to say"
NO_CHANGE = "no clear change"
THIS_TIME = "This time"


def dimension_rows(results: Results, content: Content) -> list[dict[str, str]]:
    """One row per dimension, all as text, a dash for what there is not.

    `dimension`, `mean`, `spread`, `n`, `agreement` (close, mixed, split or too few to say) and `agreed`; `earlier`,
    the mean of the earlier workshop, and `change`, how far today's differs. `n` counts the people who answered, the
    smaller of its items' counts. `why` says why the mean is hidden, `details` why what stands behind a mean is;
    both are empty otherwise.
    """
    own, agreed = scores_in_order(individual(results), content), means(results.agreed, content)
    before = means(results.earlier.profile if results.earlier else None, content)
    changed = changes_in_words(results)
    return [
        {
            "dimension": dimension.name,
            **_own(own[number], results),
            "agreed": one_decimal(agreed[number]),
            "earlier": one_decimal(before[number]),
            "change": changed.get(dimension.id, NOTHING),
        }
        for number, dimension in enumerate(content.questionnaire.dimensions)
    ]


def _own(score: DimensionScore | None, results: Results) -> dict[str, str]:
    """What the people who answered for themselves say of a dimension."""
    reason = why_withheld(score, results)
    if score is None or score.mean is None:
        nothing = dict.fromkeys(("mean", "spread", "n", "agreement"), NOTHING)
        return {**nothing, "why": reason, "details": ""}
    return {
        "mean": one_decimal(score.mean),
        "spread": one_decimal(score.spread),
        "n": str(score.n),
        "agreement": agreement_in_a_word(score),
        "why": "",
        "details": reason,
    }


def agreement_in_a_word(score: DimensionScore | None) -> str:
    """How far people agree, in a word; a dash where it is hidden."""
    if score is None or score.mean is None or score.withheld:
        return NOTHING
    return score.word or TOO_FEW_TO_SAY


def changes_in_words(results: Results) -> dict[str, str]:
    """By dimension, how far today's mean differs from the earlier one's: "0.6 lower", or no clear change.

    Today's is that of the people who answered for themselves; where nobody did, the score that was agreed.
    """
    now = individual(results) or results.agreed
    if now is None or results.earlier is None:
        return {}
    return {change.dimension: _difference(change.by) for change in changes(now, results.earlier.profile)}


def _difference(by: float | None) -> str:
    if by is None:
        return NO_CHANGE
    return f"{one_decimal(abs(by))} {'higher' if by > 0 else 'lower'}"


def means_over_time(results: Results, content: Content) -> list[tuple[str, list[str]]]:
    """As `over_time`, for print: what each workshop is called, its date and how many people, and its means as texts."""
    return [
        (
            f"{held_on}, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{people}" if people > 1 else held_on,
            [WITHHELD if mean is None else one_decimal(mean) for mean in all_means],
        )
        for held_on, people, all_means in over_time(results, content)
    ]


def over_time(results: Results, content: Content) -> list[tuple[str, int, list[float | None]]]:
    """Each workshop in turn, the oldest first and this one last: its date, how many people, its means in order.

    Means are in points, None where one is withheld. Empty where there are no more than two workshops: those are held
    against each other (`changes_in_words`). Today's are those of the people who answered for themselves; where nobody
    did, the scores that were agreed.
    """
    now = individual(results) or results.agreed
    if not results.before or now is None:
        return []
    then = [
        (date_in_full(one.held_on), one.profile.respondents, means(one.profile, content)) for one in results.history
    ]
    return [*then, (THIS_TIME, now.respondents, means(now, content))]

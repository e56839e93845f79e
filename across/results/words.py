"""The results as words and rows: what the radar shows, for those who read rather than look."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from across.workshop.dates import date_in_full
from across.workshop.values import Earlier, Results
from content.shape import Content
from scoring.compare import SMALLEST_GAP, changes
from scoring.profile import DimensionScore, Profile
from scoring.shown import shown

INDIVIDUAL = "Individual answers"
AGREED = "Agreed together"
NOTHING = "\N{EN DASH}"
NOT_AGREED = "No score was agreed"
NOBODY_TOLD = "so that nobody\u2019s own answer can be told"
ALIKE = f"Hidden {NOBODY_TOLD}"
TOO_FEW_TO_SAY = "too few to say"
NO_CHANGE = "no clear change"
NO_SECTORS = {
    None: "",
    "not asked": "Participants were not asked for their sector, so no sector has a line.",
    "live": "Sectors have no lines where results are shown live: the first few people of a sector could be told apart.",
    "too few": "No sector has a line: there are too few people in each, or too few outside it.",
    "too alike": f"Sectors have no lines, {NOBODY_TOLD}.",
}


def individual(results: Results) -> Profile | None:
    """The profile of the people who answered for themselves, what is withheld left out of it once more."""
    return shown(results.profile, results.smallest_group) if results.profile else None


def scores(profile: Profile | None, content: Content) -> list[DimensionScore | None]:
    """One score per dimension in the order of the content, None where the profile has none."""
    known = {score.dimension: score for score in profile.dimensions} if profile else {}
    return [known.get(dimension.id) for dimension in content.questionnaire.dimensions]


def means(profile: Profile | None, content: Content) -> list[float | None]:
    """The means in points of the scale, in the order of the content; None where there is none."""
    return [score.mean if score else None for score in scores(profile, content)]


def bounds(score: DimensionScore | None, points: int) -> tuple[float, float] | None:
    """Mean less and plus spread, kept on the scale of 1 to `points`; None where either is missing."""
    if score is None or score.mean is None or score.spread is None:
        return None
    return max(1.0, score.mean - score.spread), min(float(points), score.mean + score.spread)


def why(score: DimensionScore | None, results: Results) -> str:
    """Why something of a dimension is hidden, without saying what; an empty text where nothing is.

    Where the score still has a mean, it is its items, spread, dots and agreement that are hidden.
    """
    if score is None or score.withheld is None:
        return ""
    return f"Fewer than {results.smallest_group} answers" if score.withheld == "too few" else ALIKE


def why_no_sectors(results: Results) -> str:
    """Why no sector has a line, as a sentence; an empty text where some have, or where nobody answered."""
    return "" if results.sectors or not results.profile else NO_SECTORS[results.sectors_reason]


def one_decimal(value: float | None) -> str:
    """A number as read by people: one decimal, halves rounded up; a dash for none.

    >>> one_decimal(3.25), one_decimal(None)
    ('3.3', '\u2013')
    """
    if value is None:
        return NOTHING
    return str(Decimal(str(round(value, 6))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def earlier_name(earlier: Earlier) -> str:
    """What an earlier workshop is called beside this one: "Earlier: 3 May 2026"."""
    return f"Earlier: {date_in_full(earlier.held_on)}"


def table(results: Results, content: Content) -> list[dict[str, str]]:
    """One row per dimension, all as text, a dash for what there is not.

    `dimension`, `mean`, `spread`, `n`, `agreement` (close, mixed, split or too few to say) and `agreed`; `earlier`,
    the mean of the earlier workshop, and `change`, how far today's differs. `n` counts the people who answered, the
    smaller of its items' counts. `why` says why the mean is hidden, `details` why what stands behind a mean is;
    both are empty otherwise.
    """
    own, agreed = scores(individual(results), content), means(results.agreed, content)
    before = means(results.earlier.profile if results.earlier else None, content)
    changed = in_change(results)
    return [
        {
            "dimension": dimension.name,
            **_own(own[place], results),
            "agreed": one_decimal(agreed[place]),
            "earlier": one_decimal(before[place]),
            "change": changed.get(dimension.id, NOTHING),
        }
        for place, dimension in enumerate(content.questionnaire.dimensions)
    ]


def in_change(results: Results) -> dict[str, str]:
    """By dimension, how far today's mean differs from the earlier one's: "0.6 lower", or no clear change.

    Today's is that of the people who answered for themselves; where nobody did, the score that was agreed.
    """
    now = individual(results) or results.agreed
    if now is None or results.earlier is None:
        return {}
    return {one.dimension: _change(one.by) for one in changes(now, results.earlier.profile)}


def _change(by: float | None) -> str:
    if by is None:
        return NO_CHANGE
    return f"{one_decimal(abs(by))} {'higher' if by > 0 else 'lower'}"


def agreement(score: DimensionScore | None) -> str:
    """How far people agree, in a word; a dash where it is hidden."""
    if score is None or score.mean is None or score.withheld:
        return NOTHING
    return score.word or TOO_FEW_TO_SAY


def ends_of_the_scale(content: Content) -> tuple[str, str]:
    """What the lowest and the highest point of the scale are called: "1 Strongly disagree", "5 Strongly agree"."""
    points = content.choices.scale.points
    return f"1 {points[0]}", f"{len(points)} {points[-1]}"


def in_words(results: Results, content: Content) -> str:
    """The shape of the radar in one or two sentences: its text alternative."""
    k = len(content.choices.scale.points)
    sentences = []
    if profile := individual(results):
        people = _count(profile.respondents, "person answered", "people answered")
        sentences.append(f"{people}: {_shape(profile, content, k)}{_camps(profile)}{_hidden(profile, results)}.")
    if results.agreed:
        sentences.append(f"Scores agreed together: {_shape(results.agreed, content, k)}.")
    return " ".join(sentences) or "There are no scores to show, because nobody has answered the questionnaire."


def _own(score: DimensionScore | None, results: Results) -> dict[str, str]:
    reason = why(score, results)
    if score is None or score.mean is None:
        nothing = dict.fromkeys(("mean", "spread", "n", "agreement"), NOTHING)
        return {**nothing, "why": reason, "details": ""}
    return {
        "mean": one_decimal(score.mean),
        "spread": one_decimal(score.spread),
        "n": str(score.n),
        "agreement": agreement(score),
        "why": "",
        "details": reason,
    }


def _shape(profile: Profile, content: Content, k: int) -> str:
    scored = [score for score in scores(profile, content) if score and score.mean is not None]
    if not scored:
        return "no dimension can be shown"
    if len(scored) == 1:
        return f"only {scored[0].name} can be shown ({one_decimal(scored[0].mean)} out of {k})"
    values = [score.mean for score in scored if score.mean is not None]
    low, high = min(values), max(values)
    if one_decimal(low) == one_decimal(high):
        return f"the scores lie close together, all at {one_decimal(low)} out of {k}"
    if round(high - low, 6) < SMALLEST_GAP:
        return f"the scores lie close together, between {one_decimal(low)} and {one_decimal(high)} out of {k}"
    return f"{_named(scored, high, 'highest')} out of {k}, {_named(scored, low, 'lowest')}"


def _camps(profile: Profile) -> str:
    """Where people stand in two camps: a mean in the middle would hide it."""
    names = [score.name for score in profile.dimensions if score.word == "split" and not score.withheld]
    return f"; people stand in two camps on {listed(names)}" if names else ""


def _named(scored: list[DimensionScore], value: float, word: str) -> str:
    """The dimensions that share an end of the range once rounded, with their mean."""
    shown_as = one_decimal(value)
    names = [score.name for score in scored if one_decimal(score.mean) == shown_as]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word} at {shown_as}"


def _hidden(profile: Profile, results: Results) -> str:
    """How many dimensions are withheld and why; then of how many nothing but the mean is there."""
    gone = [score for score in profile.dimensions if score.mean is None]
    few, alike = (sum(score.withheld == reason for score in gone) for reason in ("too few", "too alike"))
    mean_alone = sum(score.withheld is not None for score in profile.dimensions) - len(gone)
    every, fewer = len(profile.dimensions), f"fewer than {results.smallest_group} answers"
    if few == every:
        return f", because each has {fewer}"
    said = (
        (few, f"is withheld because it has {fewer}", f"are withheld because each has {fewer}"),
        (alike, f"is hidden {NOBODY_TOLD}", f"are hidden {NOBODY_TOLD}"),
        (mean_alone, f"shows its mean alone, {NOBODY_TOLD}", f"show their means alone, {NOBODY_TOLD}"),
    )
    return "".join(
        f"; {number} of {every} dimensions {one if number == 1 else many}" for number, one, many in said if number
    )


def listed(names: Iterable[str]) -> str:
    """Names as in a sentence: "A", "A and B", "A, B and C"."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

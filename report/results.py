"""The results as words and rows: what the radar shows, for those who read rather than look."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from content.shape import Content
from scoring.profile import DimensionScore, Profile
from scoring.shown import shown
from workshop.values import Results

INDIVIDUAL = "Individual answers"
AGREED = "Agreed together"
NOTHING = "\N{EN DASH}"
SMALLEST_GAP = 0.5
NOT_AGREED = "No score was agreed"


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


def why(results: Results) -> str:
    """Why a dimension is withheld."""
    return f"Fewer than {results.smallest_group} answers"


def one_decimal(value: float | None) -> str:
    """A number as read by people: one decimal, halves rounded up; a dash for none.

    >>> one_decimal(3.25), one_decimal(None)
    ('3.3', '\u2013')
    """
    if value is None:
        return NOTHING
    return str(Decimal(str(round(value, 6))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def table(results: Results, content: Content) -> list[dict[str, str]]:
    """One row per dimension with `dimension`, `mean`, `spread`, `n`, `agreed` and `why`, all as text.

    `n` counts the people who answered, the smaller of its items' counts; `why` is empty unless the
    individual answers are withheld.
    """
    own, agreed = scores(individual(results), content), means(results.agreed, content)
    dimensions = content.questionnaire.dimensions
    return [
        {"dimension": dimension.name, **_own(score, results), "agreed": one_decimal(together)}
        for dimension, score, together in zip(dimensions, own, agreed, strict=True)
    ]


def in_words(results: Results, content: Content) -> str:
    """The shape of the radar in one or two sentences: its text alternative."""
    k = len(content.choices.scale.points)
    sentences = []
    if profile := individual(results):
        people = _count(profile.respondents, "person answered", "people answered")
        sentences.append(f"{people}: {_shape(profile, content, k)}{_withheld(profile, results)}.")
    if results.agreed:
        sentences.append(f"Scores agreed together: {_shape(results.agreed, content, k)}.")
    return " ".join(sentences) or "There are no scores to show, because nobody has answered the questionnaire."


def _own(score: DimensionScore | None, results: Results) -> dict[str, str]:
    if score is None or score.mean is None:
        reason = why(results) if score else ""
        return {"mean": NOTHING, "spread": NOTHING, "n": NOTHING, "why": reason}
    return {"mean": one_decimal(score.mean), "spread": one_decimal(score.spread), "n": str(score.n), "why": ""}


def _shape(profile: Profile, content: Content, k: int) -> str:
    scored = [score for score in scores(profile, content) if score and score.mean is not None]
    if not scored:
        return "no dimension can be shown"
    if len(scored) == 1:
        return f"only {scored[0].name} can be shown ({one_decimal(scored[0].mean)} out of {k})"
    values = [score.mean for score in scored if score.mean is not None]
    low, high = min(values), max(values)
    if round(high - low, 6) < SMALLEST_GAP:
        return f"the scores lie close together, between {one_decimal(low)} and {one_decimal(high)} out of {k}"
    return f"{_named(scored, high, 'highest')} out of {k}, {_named(scored, low, 'lowest')}"


def _named(scored: list[DimensionScore], value: float, word: str) -> str:
    """The dimensions that share an end of the range once rounded, with their mean."""
    shown_as = one_decimal(value)
    names = [score.name for score in scored if one_decimal(score.mean) == shown_as]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} {word} at {shown_as}"


def _withheld(profile: Profile, results: Results) -> str:
    gone, every = sum(score.mean is None for score in profile.dimensions), len(profile.dimensions)
    if not gone:
        return ""
    if gone == every:
        return f", because each has fewer than {results.smallest_group} answers"
    because = "is withheld because it has" if gone == 1 else "are withheld because each has"
    return f"; {gone} of {every} dimensions {because} fewer than {results.smallest_group} answers"


def listed(names: Iterable[str]) -> str:
    """Names as in a sentence: "A", "A and B", "A, B and C"."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

"""The scores that may be shown, in the order of the content: what each table, chart and file of results begins with."""

from across.workshop.values import Results
from content.shape import Content
from scoring.profile import DimensionScore, Profile
from scoring.shown import shown


def individual(results: Results) -> Profile | None:
    """The profile of the people who answered for themselves, what is withheld left out of it once more."""
    return shown(results.profile, results.smallest_group) if results.profile else None


def scores_in_order(profile: Profile | None, content: Content) -> list[DimensionScore | None]:
    """One score per dimension in the order of the content, None where the profile has none."""
    known = {score.dimension: score for score in profile.dimensions} if profile else {}
    return [known.get(dimension.id) for dimension in content.questionnaire.dimensions]


def means(profile: Profile | None, content: Content) -> list[float | None]:
    """The means in points of the scale, in the order of the content; None where there is none."""
    return [score.mean if score else None for score in scores_in_order(profile, content)]


def spread_bounds(score: DimensionScore | None, points: int) -> tuple[float, float] | None:
    """Mean less and plus spread, kept on the scale of 1 to `points`; None where either is missing."""
    if score is None or score.mean is None or score.spread is None:
        return None
    return max(1.0, score.mean - score.spread), min(float(points), score.mean + score.spread)

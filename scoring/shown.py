"""What may be shown of a profile: the one place that decides it, for every screen and export alike."""

from dataclasses import replace

from scoring.profile import DimensionScore, ItemScore, Profile

FLOOR = 3
DEFAULT_SMALLEST_GROUP = 5


def shown(profile: Profile, smallest_group: int) -> Profile:
    """The profile without any score that rests on fewer respondents than the smallest group.

    A withheld item keeps no mean and no count, a withheld dimension neither mean nor spread nor any
    of its items' scores: from one item's mean and the dimension's, the other could be worked out.
    """
    return replace(profile, dimensions=tuple(_dimension(one, smallest_group) for one in profile.dimensions))


def _dimension(score: DimensionScore, smallest_group: int) -> DimensionScore:
    if score.n >= smallest_group:
        return score
    items = tuple(ItemScore(item.item, 0, None, (), 0) for item in score.items)
    return replace(score, n=0, mean=None, spread=None, quartiles=None, items=items)

"""Where to talk: what stands out in the scores that are shown. Divided comes before low, and nothing is judged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from scoring.compare import ends, farthest_apart, sector_gaps, tenths
from scoring.profile import DimensionScore, ItemScore, Profile, SectorScores

Kind = Literal["divided", "lowest", "highest", "sector-gap", "dont-know", "too-few"]
Pattern = Literal["two-camps", "spread-out", "alike", "differ", "unsaid", "apart", "many", "agreement"]

Ranked = TypeVar("Ranked")

MANY_DONT_KNOW = 0.30


@dataclass(frozen=True)
class TalkingPoint:
    """One thing to talk about, and which open question goes with it.

    `dimensions` are those concerned, more than one where they tie, `items` those of them concerned.
    `values`: agreement (0 to 1) for "divided", where it is one and the dimensions have a word for it, else nothing, as
    below eight people; the mean for "lowest" and "highest", the lower and the higher mean for "sector-gap" with their
    `sectors` in the same order, the share from 0 to 1 for "dont-know", nothing for "too-few": too few people to say how
    far they agree.
    """

    kind: Kind
    pattern: Pattern
    dimensions: tuple[str, ...]
    items: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    values: tuple[float, ...] = ()

    @property
    def question(self) -> str:
        """The id of its open question in the content."""
        return f"{self.kind}-{self.pattern}"


def talking_points(
    profile: Profile | None, sectors: tuple[SectorScores, ...], agreed: Profile | None = None
) -> tuple[TalkingPoint, ...]:
    """What to talk about first, from what is shown of the people who answered for themselves.

    Where nothing of theirs is shown, the lowest and highest of the scores that were agreed together, which have
    neither spread nor sectors.

    In this order, each where there is one: most divided (or that there are too few to say), lowest, highest,
    widest gap between sectors, most "don't know". Nothing is ranked that chance would name, or on less than half a
    point (`farthest_apart`, `ends`, `sector_gaps`); what looks the same to one decimal is named together. Two camps
    are named however few people there are, all of them. "Many" who don't know are two people at least. All of this is
    our choice.
    """
    shown = _with_a_mean(profile)
    if not profile or not shown:
        return tuple(_ends(agreed))
    return (*_divided(shown, profile), *_ends(profile), *_gap(sectors, profile), *_dont_know(shown))


def above_the_middle(mean: float, points: int) -> bool:
    """Whether a mean, as shown to one decimal, lies above the middle of a scale of so many points: a strength.

    >>> above_the_middle(3.05, 5), above_the_middle(3.04, 5), above_the_middle(2.5, 4)
    (True, False, False)
    """
    return 2 * tenths(mean) > 10 * (points + 1)


def below_the_middle(mean: float, points: int) -> bool:
    """Whether a mean, as shown to one decimal, lies below the middle of a scale of so many points: may get better.

    >>> below_the_middle(2.94, 5), below_the_middle(2.95, 5), below_the_middle(2.4, 4)
    (True, False, True)
    """
    return 2 * tenths(mean) < 10 * (points + 1)


def has_two_camps(score: DimensionScore) -> bool:
    """Whether people stand in two camps on an item of this dimension, as its bars show; not where they are hidden."""
    return any(item.split for item in score.items)


def _with_a_mean(profile: Profile | None) -> list[DimensionScore]:
    return [score for score in profile.dimensions if score.mean is not None] if profile else []


def _divided(shown: list[DimensionScore], profile: Profile) -> list[TalkingPoint]:
    camps = [score for score in shown if has_two_camps(score)]
    apart = farthest_apart(profile)
    mixed = [score for score in shown if score.word == "mixed" and score.dimension in apart]
    few = tuple(score.dimension for score in shown if not score.word and not score.withheld)
    if not camps and few and not any(score.word for score in shown):
        return [TalkingPoint("too-few", "agreement", few)]
    most = camps or mixed
    if not most:
        return []
    items = tuple(item.item for score in most for item in score.items if item.split)
    values = {_agreement(score) if score.word else None for score in most}
    said = tuple(value for value in values if value is not None) if len(values) == 1 else ()
    names = tuple(score.dimension for score in most)
    return [TalkingPoint("divided", "two-camps" if camps else "spread-out", names, items, values=said)]


def _agreement(score: DimensionScore) -> float:
    return round(score.agreement or 0.0, 6)


def _ends(profile: Profile | None) -> list[TalkingPoint]:
    found = ends(profile)
    return [
        *_end("lowest", found.lowest, found.low, profile),
        *_end("highest", found.highest, found.high, profile),
    ]


def _end(kind: Kind, names: tuple[str, ...], mean: float | None, profile: Profile | None) -> list[TalkingPoint]:
    scores = [score for score in _with_a_mean(profile) if score.dimension in names]
    return [TalkingPoint(kind, _views(scores), names, values=(mean or 0.0,))] if names else []


def _views(scores: list[DimensionScore]) -> Pattern:
    words = {score.word for score in scores}
    if None in words:
        return "unsaid"
    return "alike" if words == {"close"} else "differ"


def _gap(sectors: tuple[SectorScores, ...], profile: Profile) -> list[TalkingPoint]:
    # Two camps that run through the sectors make gaps between them, too: such a gap is narrower than the spread.
    camps = {score.dimension: score.spread or 0.0 for score in profile.dimensions if has_two_camps(score)}
    gaps = [gap for gap in sector_gaps(sectors, profile) if gap.size >= camps.get(gap.dimension, 0.0)]
    widest = _tied(gaps, lambda gap: tenths(gap.size))
    return [
        TalkingPoint(
            "sector-gap",
            "apart",
            (gap.dimension,),
            sectors=(gap.low_sector, gap.high_sector),
            values=(gap.low, gap.high),
        )
        for gap in widest
    ]


def _dont_know(shown: list[DimensionScore]) -> list[TalkingPoint]:
    items = [(score.dimension, item) for score in shown for item in score.items if item.dont_know_share is not None]
    many = [place for place in items if _is_many(place[1])]
    most = _tied(many, lambda place: round(place[1].dont_know_share or 0, 6))
    if not most:
        return []
    dimensions = tuple(dict.fromkeys(dimension for dimension, _ in most))
    names, share = tuple(item.item for _, item in most), most[0][1].dont_know_share or 0.0
    return [TalkingPoint("dont-know", "many", dimensions, names, values=(share,))]


def _is_many(item: ItemScore) -> bool:
    return item.dont_know > 1 and round(item.dont_know_share or 0, 6) >= MANY_DONT_KNOW


def _tied(candidates: Iterable[Ranked], rank: Callable[[Ranked], float]) -> list[Ranked]:
    ranked = list(candidates)
    top = max(map(rank, ranked), default=None)
    return [candidate for candidate in ranked if rank(candidate) == top]

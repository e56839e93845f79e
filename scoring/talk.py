"""Where to talk: what stands out in the scores that are shown. Divided comes before low, and nothing is judged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from scoring.compare import is_gap, sector_gaps, tenths
from scoring.profile import DimensionScore, Profile, SectorScores

Kind = Literal["divided", "lowest", "highest", "sector-gap", "dont-know", "too-few"]
Pattern = Literal["two-camps", "spread-out", "alike", "differ", "unsaid", "apart", "many", "agreement"]

Thing = TypeVar("Thing")

MANY_DONT_KNOW = 0.30


@dataclass(frozen=True)
class TalkingPoint:
    """One thing to talk about, and which open question goes with it.

    `dimensions` are those concerned, more than one where they tie, `items` those of them concerned.
    `values`: agreement (0 to 1) for "divided", the mean for "lowest" and "highest", the lower and the higher
    mean for "sector-gap" with their `sectors` in the same order, the share from 0 to 1 for "dont-know",
    nothing for "too-few": too few people to say how far they agree.
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
    widest gap between sectors, most "don't know". Nothing is ranked on less than half a point, and what looks
    the same to one decimal is named together. All of this is our choice.
    """
    shown = _with_a_mean(profile)
    if not shown:
        return tuple(_ends(_with_a_mean(agreed)))
    dimensions = tuple(score.dimension for score in profile.dimensions) if profile else ()
    return (*_divided(shown), *_ends(shown), *_gap(sectors, dimensions, shown), *_dont_know(shown))


def _with_a_mean(profile: Profile | None) -> list[DimensionScore]:
    return [score for score in profile.dimensions if score.mean is not None] if profile else []


def _divided(shown: list[DimensionScore]) -> list[TalkingPoint]:
    said = [score for score in shown if score.word and score.agreement is not None]
    if not said:
        unsaid = tuple(score.dimension for score in shown)
        return [TalkingPoint("too-few", "agreement", unsaid)] if unsaid else []
    split = [score for score in said if score.word == "split"]
    open_to_all = split or [score for score in said if score.word == "mixed"]
    most = _tied(open_to_all, lambda score: -round(score.agreement or 0.0, 6))
    if not most:
        return []
    items = tuple(item.item for score in most for item in score.items if item.split)
    names, value = tuple(score.dimension for score in most), most[0].agreement or 0.0
    return [TalkingPoint("divided", "two-camps" if split else "spread-out", names, items, values=(value,))]


def _ends(shown: list[DimensionScore]) -> list[TalkingPoint]:
    means = [score.mean for score in shown if score.mean is not None]
    if not means or not is_gap(max(means) - min(means)):
        return []
    lowest = _tied(shown, lambda score: -_tenths(score.mean))
    highest = _tied(shown, lambda score: _tenths(score.mean))
    return [_end("lowest", lowest, min(means)), _end("highest", highest, max(means))]


def _end(kind: Kind, tied: list[DimensionScore], mean: float) -> TalkingPoint:
    return TalkingPoint(kind, _views(tied), tuple(score.dimension for score in tied), values=(mean,))


def _views(scores: list[DimensionScore]) -> Pattern:
    words = {score.word for score in scores}
    if None in words:
        return "unsaid"
    return "alike" if words == {"close"} else "differ"


def _gap(
    sectors: tuple[SectorScores, ...], dimensions: tuple[str, ...], shown: list[DimensionScore]
) -> list[TalkingPoint]:
    # Two camps that run through the sectors make gaps between them, too: such a gap is narrower than the spread.
    camps = {score.dimension: score.spread or 0.0 for score in shown if score.word == "split"}
    gaps = [gap for gap in sector_gaps(sectors, dimensions) if gap.size >= camps.get(gap.dimension, 0.0)]
    widest = _tied(gaps, lambda gap: _tenths(gap.size))
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
    many = [one for one in items if round(one[1].dont_know_share or 0, 6) >= MANY_DONT_KNOW]
    most = _tied(many, lambda one: round(one[1].dont_know_share or 0, 6))
    if not most:
        return []
    dimensions = tuple(dict.fromkeys(dimension for dimension, _ in most))
    names, share = tuple(item.item for _, item in most), most[0][1].dont_know_share or 0.0
    return [TalkingPoint("dont-know", "many", dimensions, names, values=(share,))]


def _tied(things: Iterable[Thing], rank: Callable[[Thing], float]) -> list[Thing]:
    known = list(things)
    top = max(map(rank, known), default=None)
    return [one for one in known if rank(one) == top]


def _tenths(value: float | None) -> int:
    return tenths(value or 0.0)

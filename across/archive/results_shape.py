"""The shape of scores and results in the file of a saved workshop: every number and sum is checked when it is read."""

from dataclasses import replace
from typing import Annotated, ClassVar, Self

from pydantic import FailFast, Field, model_validator

from across.archive.part import MOST_PEOPLE, SMALL, Count, Day, GroupSize, Id, Line, Name, Part, Score, Share, Spread
from across.workshop.values import Earlier, Results
from content.shape import FEWEST_DIMENSIONS, FEWEST_POINTS, MOST_DIMENSIONS, MOST_ITEMS, MOST_POINTS
from scoring.agreement import Word
from scoring.profile import DimensionScore, ItemScore, Profile, Reason, SectorScores
from scoring.shown import FLOOR, NoLines
from scoring.talk import talking_points

MOST_SECTORS = 40


class ItemPart(Part):
    """The shown answers to one item."""

    holds: ClassVar = ItemScore

    item: Id
    n: Count
    mean: Score | None
    counts: Annotated[tuple[Count, ...], Field(max_length=MOST_POINTS)]
    dont_know: Count
    spread: Spread | None
    quartiles: tuple[Score, Score, Score] | None
    dont_know_share: Share | None
    split: bool | None

    @property
    def empty(self) -> bool:
        """Whether it is withheld: nothing left of it."""
        numbers = (self.mean, self.spread, self.quartiles, self.dont_know_share, self.split)
        return numbers == (None,) * len(numbers) and not (self.n or self.dont_know or any(self.counts))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.empty:
            return self
        if len(self.counts) < FEWEST_POINTS or sum(self.counts) != self.n or (self.mean is None) != (self.n == 0):
            raise ValueError("has counts that do not add up")
        total = sum(point * count for point, count in enumerate(self.counts, start=1))
        if self.mean is not None and abs(self.mean - total / self.n) > SMALL:
            raise ValueError("has a mean that its counts do not give")
        return self


class DimensionPart(Part):
    """The shown scores of one dimension."""

    holds: ClassVar = DimensionScore

    dimension: Id
    name: Name
    n: Count
    mean: Score | None
    spread: Spread | None
    quartiles: tuple[Score, Score, Score] | None
    items: Annotated[tuple[ItemPart, ...], Field(min_length=1, max_length=MOST_ITEMS), FailFast()]
    own: Annotated[tuple[Score, ...], Field(max_length=MOST_PEOPLE), FailFast()]
    agreement: Share | None
    word: Word | None
    dont_know_share: Share | None
    withheld: Reason | None

    @property
    def bare(self) -> bool:
        """Whether nothing but a number of people and a mean is left of it."""
        numbers = (self.spread, self.quartiles, self.agreement, self.word, self.dont_know_share)
        nothing = numbers == (None,) * len(numbers) and not self.own
        return nothing and all(item.empty for item in self.items)

    @property
    def empty(self) -> bool:
        """Whether nothing of it is left."""
        return self.bare and self.mean is None and self.n == 0

    @property
    def only_mean(self) -> bool:
        """Whether its mean is all that was shown of it."""
        return self.bare and self.mean is not None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if (self.withheld in ("too few", "too few rated") and not self.empty) or (
            self.withheld == "too alike" and not self.bare
        ):
            raise ValueError("is withheld and shown at once")
        if list(self.own) != sorted(self.own):
            raise ValueError("has dots out of order")
        if self.quartiles and list(self.quartiles) != sorted(self.quartiles):
            raise ValueError("has quartiles out of order")
        if self.mean is None or self.only_mean:
            return self
        means = [item.mean for item in self.items if item.mean is not None]
        whole = len(means) == len(self.items) and self.n == min(item.n for item in self.items)
        if not whole or abs(self.mean - sum(means) / len(means)) > SMALL:
            raise ValueError("has a score that its items do not give")
        return self


class ProfilePart(Part):
    """The shown scores of every dimension."""

    holds: ClassVar = Profile

    respondents: Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
    dimensions: Annotated[tuple[DimensionPart, ...], Field(min_length=FEWEST_DIMENSIONS, max_length=MOST_DIMENSIONS)]
    residual: Spread | None = None

    @property
    def items(self) -> tuple[ItemPart, ...]:
        """Every item in order."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def points(self) -> set[int]:
        """How many points the scale has, as each item that is shown says."""
        return {len(item.counts) for item in self.items if item.counts}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        ids = [*(dimension.dimension for dimension in self.dimensions), *(item.item for item in self.items)]
        if len(set(ids)) < len(ids):
            raise ValueError("names a dimension or an item twice")
        if any(item.n + item.dont_know > self.respondents for item in self.items):
            raise ValueError("counts more answers than people")
        if len(self.points) > 1:
            raise ValueError("has scales of different lengths")
        self._stays_on(next(iter(self.points), MOST_POINTS))
        return self

    def _stays_on(self, points: int) -> None:
        for dimension in self.dimensions:
            highest = max((dimension.quartiles or (1.0,))[-1], *dimension.own[-1:], 1.0)
            if highest > points or (dimension.spread or 0) > points - 1:
                raise ValueError("has a score outside the scale")

    def shows_fewer_than(self, smallest_group: int) -> bool:
        """Whether anything is shown of a dimension that fewer people answered, or that fewer than three rated."""
        shown = [dimension for dimension in self.dimensions if not dimension.empty]
        items = [item for dimension in shown for item in dimension.items if not item.empty]
        few_answered = any(item.n + item.dont_know < smallest_group for item in items)
        return few_answered or any(dimension.n < FLOOR for dimension in shown)


class SectorPart(Part):
    """The line of one sector."""

    holds: ClassVar = SectorScores

    sector: Id
    n: Count
    means: Annotated[tuple[Score | None, ...], Field(max_length=MOST_DIMENSIONS)]


class ResultsPart(Part):
    """The results as they were shown."""

    holds: ClassVar = Results

    profile: ProfilePart | None = Field(alias="individual")
    agreed: ProfilePart | None
    smallest_group: GroupSize
    sectors: Annotated[tuple[SectorPart, ...], Field(max_length=MOST_SECTORS), FailFast()]
    sectors_reason: NoLines | None

    @model_validator(mode="after")
    def _lines_belong(self) -> Self:
        ids = [line.sector for line in self.sectors]
        dimensions = len(self.profile.dimensions) if self.profile else 0
        if len(set(ids)) < len(ids) or any(len(line.means) != dimensions for line in self.sectors):
            raise ValueError("has lines of sectors that do not belong to its scores")
        if any(line.n < self.smallest_group for line in self.sectors):
            raise ValueError("shows a line of fewer people than its smallest group")
        if sum(line.n for line in self.sectors) > (self.profile.respondents if self.profile else 0):
            raise ValueError("has lines of more people than answered")
        if bool(self.sectors) == bool(self.sectors_reason):
            raise ValueError("has lines of sectors and a reason for having none, or neither")
        return self

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if self.profile and self.profile.shows_fewer_than(self.smallest_group):
            raise ValueError("shows a score of fewer people than its smallest group")
        if self.agreed and self.agreed.respondents != 1:
            raise ValueError("has agreed scores of more than one group")
        return self

    def value(self) -> Results:
        """The results; where to talk follows from the scores, so the file does not say it."""
        found: Results = super().value()
        return replace(found, talk=talking_points(found.profile, found.sectors, found.agreed))


class EarlierPart(Part):
    """The workshop it was compared with; of individual answers, or agreed by the one group."""

    holds: ClassVar = Earlier

    name: Line
    held_on: Day
    profile: ProfilePart

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if self.profile.respondents > 1 and self.profile.shows_fewer_than(FLOOR):
            raise ValueError(f"shows a score of fewer than {FLOOR} people")
        return self

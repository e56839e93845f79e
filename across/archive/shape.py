"""The shape that the file of a saved workshop must have. It is untrusted: every length, number and sum is checked."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from across.workshop.steps import MOST_MINUTES
from across.workshop.values import LARGEST_GROUP, LONGEST_LINE, LONGEST_TEXT, MOST_LINES, ActionState
from content.shape import FEWEST_DIMENSIONS, FEWEST_POINTS, MOST_DIMENSIONS, MOST_ITEMS, MOST_POINTS
from scoring.agreement import Word
from scoring.profile import Reason
from scoring.shown import FLOOR, NoLines

MOST_NOTES, MOST_ACTIONS, MOST_STEPS, MOST_SECTORS = 20_000, 2_000, 40, 40
MOST_PEOPLE = 10_000
LONGEST_NAME = 4000
LONGEST_VERSION = 1000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
SMALL = 1e-6
# What no text that people write has in it; tabs and line ends are theirs.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _plain(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("holds characters that are no text")
    return text


def _not_too_many_lines(text: str) -> str:
    if len(text.splitlines()) > MOST_LINES:
        raise ValueError("has too many lines")
    return text


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Body = Annotated[
    str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_plain), AfterValidator(_not_too_many_lines)
]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE), AfterValidator(_plain)]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(_plain)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Count = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Score = Annotated[float, Field(ge=1, le=MOST_POINTS)]
Spread = Annotated[float, Field(ge=0, le=MOST_POINTS)]
Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
GroupSize = Annotated[int, Field(ge=FLOOR, le=LARGEST_GROUP)]


class Part(BaseModel):
    """A piece of the file: nothing unknown in it, no value of another kind, no number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Head(BaseModel):
    """What says that a file is a saved workshop, and of which version its form is."""

    model_config = ConfigDict(strict=True, extra="ignore")

    format: str
    format_version: int


class StepPart(Part):
    """A step of the agenda."""

    id: Id
    title: Name
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)]


class TookPart(Part):
    """How many took part."""

    joined: Count
    started: Count
    finished: Count
    on_paper: Count = 0


class WorkshopPart(Part):
    """The facts of the workshop."""

    name: Annotated[Line, AfterValidator(_written)]
    rehearsal: bool
    partnership: Line
    held_on: Day
    agenda: Annotated[tuple[StepPart, ...], Field(min_length=1, max_length=MOST_STEPS)]
    smallest_group: GroupSize
    asks_sector: bool
    took_part: TookPart

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        if len({step.id for step in self.agenda}) < len(self.agenda):
            raise ValueError("names a step of the agenda twice")
        return self


class GroupNotePart(Part):
    """The group's own text on a step."""

    step: Id
    body: Body


class NotePart(Part):
    """A note, of nobody."""

    question: Id
    body: Annotated[Body, AfterValidator(_written)]
    way: Id | None
    pinned: bool = False
    heading: Line = ""


class ActionPart(Part):
    """An action."""

    what: Annotated[Body, AfterValidator(_written)]
    who: Line
    by_when: Line
    way: Id | None
    with_others: Annotated[str, StringConstraints(max_length=20), AfterValidator(_plain)]
    state: ActionState = "not started"
    last_time: Day | None = None


class ItemPart(Part):
    """The shown answers to one item."""

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

    dimension: Id
    name: Name
    n: Count
    mean: Score | None
    spread: Spread | None
    quartiles: tuple[Score, Score, Score] | None
    items: Annotated[tuple[ItemPart, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    own: Annotated[tuple[Score, ...], Field(max_length=MOST_PEOPLE)]
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
        if (self.withheld == "too few" and not self.empty) or (self.withheld == "too alike" and not self.bare):
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

    respondents: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    dimensions: Annotated[tuple[DimensionPart, ...], Field(min_length=FEWEST_DIMENSIONS, max_length=MOST_DIMENSIONS)]

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
        ids = [*(one.dimension for one in self.dimensions), *(item.item for item in self.items)]
        if len(set(ids)) < len(ids):
            raise ValueError("names a dimension or an item twice")
        if any(item.n + item.dont_know > self.respondents for item in self.items):
            raise ValueError("counts more answers than people")
        if len(self.points) > 1:
            raise ValueError("has scales of different lengths")
        self._stays_on(next(iter(self.points), MOST_POINTS))
        return self

    def _stays_on(self, points: int) -> None:
        for one in self.dimensions:
            highest = max((one.quartiles or (1.0,))[-1], *one.own[-1:], 1.0)
            if highest > points or (one.spread or 0) > points - 1:
                raise ValueError("has a score outside the scale")

    def shows_fewer_than(self, smallest_group: int) -> bool:
        """Whether anything is shown of a dimension that fewer people rated."""
        return any(not one.empty and one.n < smallest_group for one in self.dimensions)


class SectorPart(Part):
    """The line of one sector."""

    sector: Id
    n: Count
    means: Annotated[tuple[Score | None, ...], Field(max_length=MOST_DIMENSIONS)]


class ResultsPart(Part):
    """The results as they were shown."""

    smallest_group: GroupSize
    individual: ProfilePart | None
    agreed: ProfilePart | None
    sectors: Annotated[tuple[SectorPart, ...], Field(max_length=MOST_SECTORS)]
    sectors_reason: NoLines | None

    @model_validator(mode="after")
    def _lines_belong(self) -> Self:
        ids = [line.sector for line in self.sectors]
        wide = len(self.individual.dimensions) if self.individual else 0
        if len(set(ids)) < len(ids) or any(len(line.means) != wide for line in self.sectors):
            raise ValueError("has lines of sectors that do not belong to its scores")
        if any(line.n < self.smallest_group for line in self.sectors):
            raise ValueError("shows a line of fewer people than its smallest group")
        if sum(line.n for line in self.sectors) > (self.individual.respondents if self.individual else 0):
            raise ValueError("has lines of more people than answered")
        if bool(self.sectors) == bool(self.sectors_reason):
            raise ValueError("has lines of sectors and a reason for having none, or neither")
        return self

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if self.individual and self.individual.shows_fewer_than(self.smallest_group):
            raise ValueError("shows a score of fewer people than its smallest group")
        if self.agreed and self.agreed.respondents != 1:
            raise ValueError("has agreed scores of more than one group")
        return self


class EarlierPart(Part):
    """The workshop it was compared with; of individual answers, or agreed by the one group."""

    name: Line
    held_on: Day
    profile: ProfilePart

    @model_validator(mode="after")
    def _is_shown(self) -> Self:
        if self.profile.respondents > 1 and self.profile.shows_fewer_than(FLOOR):
            raise ValueError(f"shows a score of fewer than {FLOOR} people")
        return self


class Attribution(Part):
    """Whose the questionnaire is; read from the content, never from the file."""

    model_config = ConfigDict(extra="ignore")


class SavedFile(Part):
    """The whole file."""

    format: str
    format_version: int
    content_version: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_VERSION), AfterValidator(_plain)]
    workshop: WorkshopPart
    group_notes: Annotated[tuple[GroupNotePart, ...], Field(max_length=MOST_STEPS)]
    notes: Annotated[tuple[NotePart, ...], Field(max_length=MOST_NOTES)]
    actions: Annotated[tuple[ActionPart, ...], Field(max_length=MOST_ACTIONS)]
    results: ResultsPart | None
    earlier: EarlierPart | None = None
    attribution: Attribution

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        if len({note.step for note in self.group_notes}) < len(self.group_notes):
            raise ValueError("has two group notes on one step")
        return self

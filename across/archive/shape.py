"""The shape of the file of a saved workshop: the one description that it is written from and read by.

Each part names the value that it holds and which fields of it the file has, in their order. A file is untrusted: every
length, number and sum is checked when it is read.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, StringConstraints, model_validator

from across.archive.part import Body, Count, Day, GroupSize, Id, Line, Name, Part, not_blank, only_text
from across.archive.results_shape import EarlierPart, ResultsPart
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import MOST_MINUTES, Step
from across.workshop.values import MOST_BEFORE, Action, ActionState, Chosen, Counts, GroupNote, Note, Topic
from content.shape import COMMENTS

# 2: agreement in a word against slightly skewed answers, two camps in any group, the residual.
FORMAT, FORMAT_VERSION = "across-boundaries-workshop", 2
MOST_NOTES, MOST_ACTIONS, MOST_STEPS, MOST_TOPICS = 20_000, 2_000, 40, 22_000
LONGEST_VERSION = 1000


class FileHead(BaseModel):
    """What says that a file is a saved workshop, and of which version its form is."""

    model_config = ConfigDict(strict=True, extra="ignore")

    format: str
    format_version: int


class StepPart(Part):
    """A step of the agenda."""

    holds: ClassVar = Step

    id: Id
    title: Name
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)]


class CountsPart(Part):
    """How many took part."""

    holds: ClassVar = Counts

    joined: Count
    started: Count
    finished: Count
    on_paper: Count = 0


class WorkshopPart(Part):
    """The facts of the workshop: a saved workshop but for what stands beside them in the file."""

    holds: ClassVar = SavedWorkshop

    name: Annotated[Line, AfterValidator(not_blank)]
    rehearsal: bool
    partnership: Line
    held_on: Day
    agenda: Annotated[tuple[StepPart, ...], Field(min_length=1, max_length=MOST_STEPS), FailFast()]
    smallest_group: GroupSize
    asks_sector: bool
    took_part: CountsPart

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        if len({step.id for step in self.agenda}) < len(self.agenda):
            raise ValueError("names a step of the agenda twice")
        return self


class GroupNotePart(Part):
    """The group's own text on a step."""

    holds: ClassVar = GroupNote
    left_out: ClassVar = {"version": 0}

    step: Id
    body: Body


class NotePart(Part):
    """A note, of nobody, on a question or as a comment on a dimension."""

    holds: ClassVar = Note
    left_out: ClassVar = {"id": "", "hidden": False, "mine": False}

    question: Id | Annotated[str, StringConstraints(pattern=rf"^{COMMENTS}[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    body: Annotated[Body, AfterValidator(not_blank)]
    way: Id | None
    pinned: bool = False
    heading: Line = ""


class ActionPart(Part):
    """An action."""

    holds: ClassVar = Action
    left_out: ClassVar = {"id": "", "version": 0}

    what: Annotated[Body, AfterValidator(not_blank)]
    who: Line
    by_when: Line
    way: Id | None
    with_others: Annotated[str, StringConstraints(max_length=20), AfterValidator(only_text)]
    state: ActionState = "not started"
    last_time: Day | None = None


class TopicPart(Part):
    """What people chose: a dimension by its id, a proposal or an action by its words."""

    holds: ClassVar = Topic
    left_out: ClassVar = {"of": ""}

    topic: Annotated[Body, AfterValidator(not_blank)]
    people: Annotated[Count, Field(ge=1)]


class ChosenPart(Part):
    """What the group chose at a step."""

    holds: ClassVar = Chosen

    step: Literal["results", "actions"]
    people: Annotated[Count, Field(ge=1)]
    topics: Annotated[tuple[TopicPart, ...], Field(max_length=MOST_TOPICS), FailFast()]

    @model_validator(mode="after")
    def _no_more_than_people(self) -> Self:
        if any(topic.people > self.people for topic in self.topics):
            raise ValueError("says that more people chose a topic than chose at all")
        return self


class AttributionPart(Part):
    """Whose the questionnaire is, for people who look into the file; when it is read, the content says it instead."""

    model_config = ConfigDict(extra="ignore")

    introduction: object = ""
    copyright: object = ""
    information: object = ""
    link: object = ""
    scale: object = ""
    ways: object = ""


# What the file says of itself, and what stands in it on a level of its own.
OF_THE_FILE = ("format", "format_version", "workshop", "attribution")


class SavedFile(Part):
    """The whole file."""

    format: str
    format_version: int
    content_version: Annotated[
        str, StringConstraints(min_length=1, max_length=LONGEST_VERSION), AfterValidator(only_text)
    ]
    workshop: WorkshopPart
    group_notes: Annotated[tuple[GroupNotePart, ...], Field(max_length=MOST_STEPS), FailFast()]
    notes: Annotated[tuple[NotePart, ...], Field(max_length=MOST_NOTES), FailFast()]
    actions: Annotated[tuple[ActionPart, ...], Field(max_length=MOST_ACTIONS), FailFast()]
    results: ResultsPart | None
    earlier: EarlierPart | None = None
    before: Annotated[tuple[EarlierPart, ...], Field(max_length=MOST_BEFORE)] = ()
    chosen: Annotated[tuple[ChosenPart, ...], Field(max_length=2)] = ()
    attribution: AttributionPart

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        if len({note.step for note in self.group_notes}) < len(self.group_notes):
            raise ValueError("has two group notes on one step")
        if len({chosen.step for chosen in self.chosen}) < len(self.chosen):
            raise ValueError("says twice what the group chose at one step")
        return self

    def value(self) -> SavedWorkshop:
        """The saved workshop, its facts and what stands beside them as one value."""
        return SavedWorkshop(**self.workshop.kept(), **self.kept(*OF_THE_FILE))

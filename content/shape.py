"""The shape that content must have: about it, questions, questionnaire, resources, our own choices, a rehearsal."""

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
FewWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Version = Annotated[int, Field(ge=1)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]

FEWEST_DIMENSIONS, MOST_DIMENSIONS = 3, 15
MOST_ITEMS = 20
FEWEST_POINTS, MOST_POINTS = 2, 11
MOST_QUESTIONS = 20
_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")
# The step on which participants propose actions, as they send notes to a question.
PROPOSALS = "actions"
# Notes on a dimension stand among those on questions, under its id after this, which no question begins with.
COMMENTS = "on:"
# A question is a step with an address of its own, and an item names its field in a form: these names are taken.
STEPS = frozenset({"welcome", "questionnaire", "results", PROPOSALS, "close", "present", "score-together", "home"})
FIELDS = frozenset({"code", "dimension", "item", "point", "tap", "sector", "question", "text", "way", "id", "note"})


def different(ids: Iterable[str], taken: frozenset[str] = frozenset()) -> None:
    """Raise ValueError, naming the id, where one stands twice or is a name that is taken."""
    seen: set[str] = set()
    for found in ids:
        if found in seen:
            raise ValueError(f"the id '{found}' is used twice; give each its own id")
        if found in taken:
            raise ValueError(f"the id '{found}' is taken by the app itself; choose another")
        seen.add(found)


TALKING_POINTS = (
    "divided-two-camps",
    "divided-spread-out",
    "too-few-agreement",
    "lowest-alike",
    "lowest-differ",
    "lowest-unsaid",
    "highest-alike",
    "highest-differ",
    "highest-unsaid",
    "sector-gap-apart",
    "dont-know-many",
)


class Part(BaseModel):
    """A piece of content: read once, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class About(Part):
    """What this content is called where one is chosen, what its workshop is on, and the language it is written in."""

    name: Text
    subject: Text
    language: Language = "en-GB"


class Question(Part):
    """One reflection question."""

    id: Id
    text: Text

    @property
    def sentences(self) -> tuple[str, ...]:
        """The text, sentence by sentence."""
        return tuple(_END_OF_SENTENCE.split(self.text))


class Questions(Part):
    """The reflection questions, in order."""

    id: Id
    version: Version
    heading: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS, strict=False)]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        different((question.id for question in self.questions), STEPS)
        return self


class Item(Part):
    """One statement of the questionnaire that a respondent rates."""

    id: Id
    text: Text


class Dimension(Part):
    """One side of partnership working, measured by its items."""

    id: Annotated[Id, Field(max_length=80 - len(COMMENTS))]
    name: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MOST_ITEMS, strict=False)]


class Questionnaire(Part):
    """Dimensions and items, with the words that must stand beside them."""

    id: Id
    version: Version
    introduction: Text
    copyright: Text
    information: Text
    link: Link
    link_name: Text | None = None
    guidance: Text | None = None
    dimensions: Annotated[
        tuple[Dimension, ...], Field(min_length=FEWEST_DIMENSIONS, max_length=MOST_DIMENSIONS, strict=False)
    ]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order in which it is asked."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        different([*(dimension.id for dimension in self.dimensions), *(item.id for item in self.items)], FIELDS)
        return self


class Website(Part):
    """A website of the source document."""

    id: Id
    title: Text
    description: Text | None = None
    points: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    link: Link


class Video(Part):
    """A video of the source document."""

    id: Id
    speaker: Text
    description: Text
    duration: Text
    link: Link


class Resources(Part):
    """Websites and videos to go on with."""

    id: Id
    version: Version
    websites: Annotated[tuple[Website, ...], Field(strict=False)]
    videos: Annotated[tuple[Video, ...], Field(strict=False)]


class Scale(Part):
    """The labelled points an item is rated on, lowest first, and the answer set apart."""

    points: Annotated[tuple[Text, ...], Field(min_length=FEWEST_POINTS, max_length=MOST_POINTS, strict=False)]
    dont_know: Text
    note: Text


class Way(Part):
    """One of the ways that a note or an action can be tagged with."""

    id: Id
    name: Text
    published: Text


class Ways(Part):
    """The ways, what the choice of one is called, and where their names come from."""

    label: Text
    note: Text
    list: Annotated[tuple[Way, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        different(way.id for way in self.list)
        return self


class Sector(Part):
    """A sector a participant may say they work in."""

    id: Id
    name: Text


class TalkingQuestion(Part):
    """The open question for one kind and pattern of talking point; its id is both, such as "divided-two-camps".

    `otherwise` is asked instead where the lowest does not lie below the middle of the scale, or the highest above it:
    only there may a question call it a strength, or speak of getting better.
    """

    id: Id
    title: Text
    question: Text
    otherwise: Text | None = None

    @model_validator(mode="after")
    def _only_an_end_has_another(self) -> Self:
        if self.otherwise and not self.id.startswith(("lowest-", "highest-")):
            raise ValueError("only the questions of lowest and highest may have one for otherwise")
        return self


class Topic(Part):
    """What a question is about, in a few words of ours."""

    question: Id
    name: FewWords


class Choices(Part):
    """What the source document leaves open and we chose."""

    id: Id
    version: Version
    scores: Text
    guidance: Text | None = None
    scale: Scale
    ways: Ways
    sectors: Annotated[tuple[Sector, ...], Field(min_length=1, strict=False)]
    talking_points: Annotated[tuple[TalkingQuestion, ...], Field(strict=False)]
    topics: Annotated[tuple[Topic, ...], Field(strict=False)] = ()

    @field_validator("talking_points")
    @classmethod
    def _each_has_one_question(cls, found: tuple[TalkingQuestion, ...]) -> tuple[TalkingQuestion, ...]:
        ids = [question.id for question in found]
        if missing := sorted(set(TALKING_POINTS) - set(ids)):
            raise ValueError(f"there is no question for '{missing[0]}'; add one")
        if unknown := sorted(set(ids) - set(TALKING_POINTS)):
            raise ValueError(f"'{unknown[0]}' is no talking point; take it out")
        if len(ids) > len(set(ids)):
            raise ValueError("an id is used twice; give each talking point one question")
        return found

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        different(sector.id for sector in self.sectors)
        different(topic.question for topic in self.topics)
        return self


class RehearsalNote(Part):
    """A note that a made-up participant sends on a question, or an action they propose, whose question is PROPOSALS."""

    question: Id
    text: Text


class Rehearsal(Part):
    """What made-up participants write in a rehearsal."""

    id: Id
    version: Version
    notes: Annotated[tuple[RehearsalNote, ...], Field(strict=False)]


class Content(Part):
    """Everything a workshop asks and shows, from one content folder."""

    about: About
    questions: Questions
    questionnaire: Questionnaire
    resources: Resources
    choices: Choices
    rehearsal: Rehearsal

    @property
    def language(self) -> str:
        """The language the content is written in, as BCP 47 has it."""
        return self.about.language

    @property
    def version(self) -> str:
        """Which content this is: the ids and versions of its parts, in one line."""
        parts = (self.questions, self.questionnaire, self.resources, self.choices)
        return "; ".join(f"{part.id} {part.version}" for part in parts)

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError if there is none."""
        return {question.id: question for question in self.questions.questions}[question_id]

    def topic(self, question_id: str) -> str:
        """What a question is about, in a few words; an empty text where nothing is said of it."""
        return {topic.question: topic.name for topic in self.choices.topics}.get(question_id, "")

    def dimension_name(self, dimension_id: str) -> str:
        """The name of a dimension; KeyError if there is none with this id."""
        return {dimension.id: dimension.name for dimension in self.questionnaire.dimensions}[dimension_id]

    def item_text(self, item_id: str) -> str:
        """The text of an item; KeyError if there is none with this id."""
        return {item.id: item.text for item in self.questionnaire.items}[item_id]

    def way_name(self, way_id: str | None) -> str:
        """The name of a way, or an empty text for none."""
        return {way.id: way.name for way in self.choices.ways.list}.get(way_id or "", "")

    def talking_question(self, question_id: str) -> TalkingQuestion:
        """The open question of a talking point; KeyError if there is none."""
        return {question.id: question for question in self.choices.talking_points}[question_id]

    def sector_name(self, sector_id: str | None) -> str:
        """The name of a sector, or an empty text for none."""
        return {sector.id: sector.name for sector in self.choices.sectors}.get(sector_id or "", "")

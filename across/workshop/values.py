"""The values that travel between the room, the pages, the phones and the report."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Literal, get_args

from across.workshop.steps import Step
from scoring.profile import Profile, SectorScores
from scoring.shown import NoLines
from scoring.talk import TalkingPoint

Scoring = Literal["not open", "open", "closed", "finished"]
ResultsMode = Literal["reveal", "live"]
Phase = Literal["think", "pairs", "all"]
View = Literal["radar", "earlier", "sectors", "items", "talk", "more"]
Spread = Literal["band", "dots", "none"]
Part = Literal["questions", "results", "items", "actions", "resources"]
Paper = Literal["a4", "us-letter"]
EVERY_PART: tuple[Part, ...] = get_args(Part)
Asking = Literal["auto", "large", "wall"]
Theme = Literal["device", "light", "dark", "bright"]
ActionState = Literal["not started", "under way", "done", "dropped"]

LONGEST_TEXT = 10_000
MOST_LINES = 300
LONGEST_LINE = 200
LONGEST_WHAT = 1000
LARGEST_GROUP = 50
MOST_PARTICIPANTS = 1000
# From the reveal until the finished figure: a count of three, then the shape draws in. `reveal.js` has the same.
REVEAL_SECONDS = 5.2
# How many topics one person may choose at a step.
MOST_VOTES = 3
# Earlier workshops that are told beside the last one.
MOST_BEFORE = 3
# Without the letters and digits that are taken for one another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
PLAIN_LETTERS = "ACDEFGHJKMNPQRTWXY34679"
LETTERS_OF_A_PHONE = 4
# The heading under which proposals stand once they have become actions.
TAKEN_UP = "Made an action"


@dataclass(frozen=True)
class Timer:
    """A timer for the step everyone is at.

    `ends_at` is in whole seconds since 1970 (UTC), None while it is paused; `left` are the seconds left
    when it was paused, None while it runs.
    """

    phase: Phase
    ends_at: int | None
    left: int | None


@dataclass(frozen=True)
class Wifi:
    """The Wi-Fi of the venue, for a QR code that joins it."""

    name: str
    password: str


@dataclass(frozen=True)
class Edition:
    """Which parts a copy of the report has, whether participants' notes stand beside the group's, and its paper.

    "items" belongs to the results: without them it is not printed.
    """

    parts: frozenset[Part] = frozenset(EVERY_PART)
    individual_notes: bool = True
    paper: Paper = "a4"


@dataclass(frozen=True)
class Look:
    """How every screen shows the results: which view, how the spread is drawn, whether sectors have lines.

    `dimension` is the one whose items are shown, None for the first. "more" are the talking points beyond the first.
    """

    view: View = "radar"
    spread: Spread = "band"
    sectors: bool = False
    dimension: str | None = None


@dataclass(frozen=True)
class Topic:
    """What people chose, and how many: a dimension by its id, or a proposal or an action by its words.

    `of` is the id of that proposal or action, empty for a dimension, and in a saved workshop.
    """

    topic: str
    people: int
    of: str = ""


@dataclass(frozen=True)
class Chosen:
    """What the group chose at a step: how many people did, each up to MOST_VOTES topics; the topics, most chosen first.

    It is kept from when it is shown; who chose what is forgotten at that moment.
    """

    step: str
    people: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Workshop:
    """The facts of a workshop and the one state that every device shows.

    `sentence` is the one sentence of a long question that is shown, counted from 1; 0 shows it whole.
    `join_address` is the address the facilitator corrected, None where the detected one is right.
    `report_shared` says whether participants may download the report, `report_edition` which copy they get.
    `theme` is the colours of the picture: as each device is set, or light, dark, or for a bright room.
    While the door is not open, no other phone comes in. `in_room` is how many people are in the room, None where
    nobody has said; `taken_out` the revision at which phones were last taken out.

    Of the step that everyone is at: `asking` says whether the question is large, the wall shown, or whichever fits
    ("auto"); `covered` that notes are collected but not shown; `spotlight` the id of the note that is shown large,
    None for none; `wall_page` the page of the wall, counted from 0. `picture` is the revision at which something that
    the stage shows last changed, other than counts.

    `revealed_at` is when results were first revealed, in milliseconds since 1970, None where they were not, or are
    shown live: every screen counts down from then. `chosen` is what the group chose, at each step where it is shown.
    `counted` is who took part in scoring, from when it is closed for good: nobody's answers are kept from then on.
    """

    code: str
    name: str
    partnership: str
    held_on: date
    delete_on: date
    content_version: str
    agenda: tuple[Step, ...]
    smallest_group: int
    asks_sector: bool
    step: str
    scoring: Scoring
    revealed: bool
    timer: Timer | None
    sentence: int
    results_mode: ResultsMode
    rehearsal: bool
    wifi: Wifi | None
    join_address: str | None
    report_shared: bool
    report_edition: Edition
    look: Look
    asking: Asking
    covered: bool
    spotlight: str | None
    wall_page: int
    theme: Theme
    door_open: bool
    in_room: int | None
    taken_out: int
    picture: int
    revision: int
    revealed_at: int | None = None
    chosen: tuple[Chosen, ...] = ()
    counted: "Counts | None" = None

    @property
    def chosen_at(self) -> str:
        """The steps at which what the group chose is shown, in one text."""
        return " ".join(chosen.step for chosen in self.chosen)

    def beyond(self, joined: int) -> int:
        """How many phones have joined beyond the number in the room; 0 where nobody has said it."""
        return max(0, joined - self.in_room) if self.in_room else 0

    def chosen_on(self, step: str) -> Chosen | None:
        """What the group chose at a step; None until it is shown."""
        return next((chosen for chosen in self.chosen if chosen.step == step), None)


def as_phones_see(workshop: Workshop, now: float) -> Workshop:
    """The workshop for phones: not revealed before the projected picture shows the results, at `now` (since 1970).

    Nobody in the room knows a score before the others do. A moment further ahead than another machine's clock may be
    is one before the clock was put back: it is over.
    """
    at = workshop.revealed_at
    return replace(workshop, revealed=False) if at and abs(now - at / 1000) < REVEAL_SECONDS else workshop


def phones_see_in(workshop: Workshop, now: float) -> float:
    """In how many seconds phones see the results that are revealed: 0 where they do, or where none are."""
    hidden = workshop.revealed and not as_phones_see(workshop, now).revealed
    return (workshop.revealed_at or 0) / 1000 + REVEAL_SECONDS - now if hidden else 0.0


@dataclass(frozen=True)
class Plan:
    """What a facilitator decides when starting a workshop. Without a `content_version`, it is our own content.

    `zone` is the time zone it is held in, such as Europe/London, empty where that is not known.
    """

    name: str
    partnership: str
    held_on: date
    minutes: dict[str, int]
    smallest_group: int
    asks_sector: bool
    results_mode: ResultsMode = "reveal"
    rehearsal: bool = False
    content_version: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Counts:
    """How many people have joined, answered at least one item, and answered every item, on their own devices.

    `on_paper` counts the paper forms that were entered.
    """

    joined: int
    started: int
    finished: int
    on_paper: int = 0

    @property
    def answered(self) -> int:
        """How many people have answered at least one item for themselves, on a device or on paper."""
        return self.started + self.on_paper


@dataclass(frozen=True)
class Phones:
    """The phones that have joined a workshop, and those taken out of it, each by its id.

    `many` are those that have joined from one address, where those are more than a room is likely to bring.
    """

    joined: tuple[str, ...]
    out: tuple[str, ...]
    many: frozenset[str] = frozenset()


def called(phone: str) -> str:
    """What a phone is called where its holder and the facilitator read it: four letters or digits of its id."""
    number, letters = int(phone[:12], 16), ""
    for _ in range(LETTERS_OF_A_PHONE):
        number, place = divmod(number, len(PLAIN_LETTERS))
        letters += PLAIN_LETTERS[place]
    return letters


@dataclass(frozen=True)
class Note:
    """A participant's note on a question, or an action they propose, whose `question` is the step of the actions.

    `mine` and `marked` are true for the participant who asks, where it is theirs or true for them too;
    `marks` counts the participants for whom it is. `heading` is the name of the group it was put in, or empty;
    `taken_up` says that it was made an action.
    """

    id: str
    question: str
    body: str
    way: str | None
    hidden: bool
    mine: bool
    pinned: bool = False
    heading: str = ""
    marks: int = 0
    marked: bool = False
    taken_up: bool = False


@dataclass(frozen=True)
class GroupNote:
    """The group's own agreed text on one step, with the version it was saved as (0: never)."""

    step: str
    body: str
    version: int


@dataclass(frozen=True)
class Action:
    """What the group will do: what, who, by when (free text), by which way, alone or with others.

    `last_time` is the date of the earlier workshop it was carried over from, None for one agreed in this one.
    """

    id: str
    what: str = field(metadata={"title": "What"})
    who: str = field(metadata={"title": "Who"})
    by_when: str = field(metadata={"title": "By when"})
    way: str | None = field(metadata={"title": "Way"})
    with_others: str = field(metadata={"title": "With others"})
    version: int
    state: ActionState = field(default="not started", metadata={"title": "State"})
    last_time: date | None = None


# What a group fills in about an action, in this order, with the title it has wherever actions are listed.
ACTION_TITLES: dict[str, str] = {
    action_field.name: action_field.metadata["title"]
    for action_field in fields(Action)
    if "title" in action_field.metadata
}
ACTION_STATES: dict[ActionState, str] = {
    "not started": "Not started",
    "under way": "Under way",
    "done": "Done",
    "dropped": "Dropped",
}


def proposed(note: Note) -> Action:
    """The action that a note would become: its words in one line, shortened where they are long."""
    what = " ".join(note.body.split())
    what = what if len(what) <= LONGEST_WHAT else f"{what[: LONGEST_WHAT - 1]}\N{HORIZONTAL ELLIPSIS}"
    return Action("", what, "", "", note.way, "", 0)


@dataclass(frozen=True)
class Earlier:
    """An earlier workshop of the same partnership, to hold the results against."""

    name: str
    held_on: date
    profile: Profile


@dataclass(frozen=True)
class Results:
    """What may be shown once results are revealed.

    `profile` is of the people who answered for themselves, by phone or on paper, with everything withheld
    that might tell what one of them said; None where nobody did. `agreed` is the group's own score, settled
    aloud and therefore shown as it is; None where there is none. `sectors` are the lines of the sectors, as
    they were when each dimension was first shown; `sectors_reason` says why there is none, and is None where
    there are some. `talk` is where to talk, most pressing first. `earlier` is the workshop to compare with, if any,
    `before` are those before that one, the latest first, MOST_BEFORE at most.
    """

    profile: Profile | None
    agreed: Profile | None
    smallest_group: int
    sectors: tuple[SectorScores, ...] = ()
    sectors_reason: NoLines | None = None
    talk: tuple[TalkingPoint, ...] = ()
    earlier: Earlier | None = None
    before: tuple[Earlier, ...] = ()

    @property
    def history(self) -> tuple[Earlier, ...]:
        """The earlier workshops, the oldest first."""
        return (*reversed(self.before), *((self.earlier,) if self.earlier else ()))


@dataclass(frozen=True)
class ClosingEnds:
    """What closing for good would end.

    `answered` people have answered something, on phones or on paper. `revealed` says whether results are shown; of
    those `left_out` are then people with answers that are not in them and never will be. `keeps` says whether any
    result would be kept.
    """

    answered: int
    revealed: bool
    left_out: int
    keeps: bool


@dataclass(frozen=True)
class Answers:
    """One respondent's own answers: item id to point, None for "Don't know"; items not answered are absent."""

    sector: str | None
    points: dict[str, int | None]


@dataclass(frozen=True)
class Tap:
    """One answer as a phone sends it: None for "Don't know"; of two taps on an item the higher number counts."""

    token: str
    item: str
    point: int | None
    number: int


@dataclass(frozen=True)
class Bulletin:
    """What every device is told after a change: where the workshop is and how many are at it, never a result.

    `picture` is the revision at which something that the stage shows last changed and that is not told here;
    `writing` counts the phones on which somebody is writing a note on this step. `results` names what is shown of the
    results now: another text after each change of it, empty until revealed. `chosen_at` names the steps at which what
    the group chose is shown.
    """

    revision: int
    step: str
    scoring: Scoring
    revealed: bool
    timer: Timer | None
    sentence: int
    joined: int
    started: int
    finished: int
    on_paper: int
    results_mode: ResultsMode
    results: str
    report_shared: bool
    look: Look
    picture: int = 0
    writing: int = 0
    chosen_at: str = ""
    taken_out: int = 0

"""The steps of a workshop in the order of the source document: what each kind of step is, and the minutes planned."""

from collections.abc import Iterator
from dataclasses import dataclass

from across.workshop.errors import NotAllowedHere
from content.shape import COMMENTS, PROPOSALS, Content

WELCOME, QUESTION, QUESTIONNAIRE = "welcome", "question", "questionnaire"
RESULTS, ACTIONS, CLOSE = "results", PROPOSALS, "close"
MOST_MINUTES = 240


@dataclass(frozen=True)
class StepKind:
    """What all steps of one kind have in common.

    `id` is also the id and address of the step, where there is one of the kind; each question has its own. `minutes`
    are what is planned to begin with. `always` says that no agenda leaves it out; `takes_notes` that participants
    write on it; `looks_back` that they may look back at it once the group has moved on (at results, only once they
    are revealed). `depends_on` names the facts of the workshop that a phone's page of this step is drawn from: it is
    fetched again when one of them changes.
    """

    id: str
    title: str
    minutes: int
    always: bool = False
    takes_notes: bool = False
    looks_back: bool = True
    depends_on: tuple[str, ...] = ()


# In the order of the agenda: the one place that says which kinds of step there are.
STEP_KINDS = (
    StepKind(WELCOME, "Welcome", 5, always=True, depends_on=("results_mode",)),
    StepKind(QUESTION, "Question", 12, takes_notes=True, depends_on=("report_shared",)),
    StepKind(QUESTIONNAIRE, "Questionnaire", 10, depends_on=("scoring", "results_mode")),
    StepKind(RESULTS, "Results", 15, depends_on=("scoring", "results_mode", "chosen_at")),
    StepKind(ACTIONS, "Actions", 10, takes_notes=True, depends_on=("report_shared", "chosen_at")),
    StepKind(CLOSE, "Close", 5, always=True, looks_back=False, depends_on=("report_shared",)),
)
_KINDS = {kind.id: kind for kind in STEP_KINDS}


@dataclass(frozen=True)
class Step:
    """One step of the agenda. `id` is also its address; `minutes` are whole minutes, 0 for no limit."""

    id: str
    title: str
    minutes: int


def full_agenda(content: Content) -> tuple[Step, ...]:
    """Every step there is for this content, with minutes to begin with."""
    return tuple(step for kind in STEP_KINDS for step in _steps_of(kind, content))


def _steps_of(kind: StepKind, content: Content) -> Iterator[Step]:
    if kind.id != QUESTION:
        yield Step(kind.id, kind.title, kind.minutes)
        return
    for number, question in enumerate(content.questions.questions, start=1):
        yield Step(question.id, f"{kind.title} {number}", kind.minutes)


def kind_of(step_id: str, content: Content) -> StepKind | None:
    """The kind of a step of this content; None for a step it does not have."""
    if any(question.id == step_id for question in content.questions.questions):
        return _KINDS[QUESTION]
    return _KINDS.get(step_id) if step_id != QUESTION else None


def agenda(content: Content, minutes: dict[str, int]) -> tuple[Step, ...]:
    """The steps that were chosen, in order: those named in `minutes`, and those that are always there.

    Raises NotAllowedHere for a step that does not exist or minutes outside 0 … 240.
    """
    known = full_agenda(content)
    if set(minutes) - {step.id for step in known}:
        raise NotAllowedHere
    if any(not 0 <= value <= MOST_MINUTES for value in minutes.values()):
        raise NotAllowedHere(f"Minutes must be between 0 and {MOST_MINUTES}.")
    chosen = [step for step in known if step.id in minutes or is_always(step.id)]
    return tuple(Step(step.id, step.title, minutes.get(step.id, step.minutes)) for step in chosen)


def is_always(step_id: str) -> bool:
    """Whether no agenda leaves this step out."""
    return step_id in _KINDS and _KINDS[step_id].always


def steps_of_notes(content: Content) -> tuple[str, ...]:
    """The ids of the steps on which participants write: every question, and the actions, which they propose."""
    return tuple(step.id for kind in STEP_KINDS if kind.takes_notes for step in _steps_of(kind, content))


def comments_on(dimension: str) -> str:
    """What a note says of itself that is a comment on a dimension, in the place of the question it is on."""
    return f"{COMMENTS}{dimension}"


def neighbours(steps: tuple[Step, ...], step_id: str) -> tuple[Step | None, Step | None]:
    """The step before and the step after, None at either end."""
    ids = [step.id for step in steps]
    here = ids.index(step_id)
    before = steps[here - 1] if here else None
    after = steps[here + 1] if here + 1 < len(steps) else None
    return before, after

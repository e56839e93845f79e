"""The steps of a workshop in the order of the source document, and the minutes planned for each."""

from dataclasses import dataclass

from across.workshop.errors import NotAllowedHere
from content.shape import PROPOSALS, Content

WELCOME, QUESTIONNAIRE, RESULTS, ACTIONS, CLOSE = "welcome", "questionnaire", "results", PROPOSALS, "close"
ALWAYS = (WELCOME, CLOSE)
MOST_MINUTES = 240


@dataclass(frozen=True)
class Step:
    """One step of the agenda. `id` is also its address; `minutes` are whole minutes, 0 for no limit."""

    id: str
    title: str
    minutes: int


def full_agenda(content: Content) -> tuple[Step, ...]:
    """Every step there is for this content, with minutes to begin with."""
    numbered = enumerate(content.questions.questions, start=1)
    questions = [Step(question.id, f"Question {number}", 12) for number, question in numbered]
    return (
        Step(WELCOME, "Welcome", 5),
        *questions,
        Step(QUESTIONNAIRE, "Questionnaire", 10),
        Step(RESULTS, "Results", 15),
        Step(ACTIONS, "Actions", 10),
        Step(CLOSE, "Close", 5),
    )


def agenda(content: Content, minutes: dict[str, int]) -> tuple[Step, ...]:
    """The steps that were chosen, in order: those named in `minutes`, and Welcome and Close always.

    Raises NotAllowedHere for a step that does not exist or minutes outside 0 … 240.
    """
    known = full_agenda(content)
    if set(minutes) - {step.id for step in known}:
        raise NotAllowedHere
    if any(not 0 <= value <= MOST_MINUTES for value in minutes.values()):
        raise NotAllowedHere(f"Minutes must be between 0 and {MOST_MINUTES}.")
    chosen = [step for step in known if step.id in minutes or step.id in ALWAYS]
    return tuple(Step(step.id, step.title, minutes.get(step.id, step.minutes)) for step in chosen)


def steps_of_notes(content: Content) -> tuple[str, ...]:
    """The ids of the steps on which participants write: every question, and the actions, which they propose."""
    return (*(question.id for question in content.questions.questions), ACTIONS)


def neighbours(steps: tuple[Step, ...], step_id: str) -> tuple[Step | None, Step | None]:
    """The step before and the step after, None at either end."""
    ids = [step.id for step in steps]
    here = ids.index(step_id)
    before = steps[here - 1] if here else None
    after = steps[here + 1] if here + 1 < len(steps) else None
    return before, after

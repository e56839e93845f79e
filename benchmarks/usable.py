"""What groups of 5 to 12 see of their scores: workshops played through the real room, on a SQLite file.

`.venv/bin/python benchmarks/usable.py [--quick]`. Everybody joins on a phone and answers with 5% "Don't know"; then
the results are revealed. In the first table everybody has answered everything. In the second, 20% answer only after
the reveal and 10% leave before they have answered everything. It ends with exit code 1 where a target is missed.

A dimension is withheld where it has no mean, and leaves a hole in the radar. Where everybody chose the same point, the
mean alone is shown; that has no target, because showing more would tell what everybody said.
"""

import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from made_up import People, apart  # noqa: E402 (found by the line above)

from across.room.application import Application, open_application  # noqa: E402 (found by the line above)
from across.room.facilitator import Facilitator  # noqa: E402 (found by the line above)
from across.room.newer_answers import newer_answers  # noqa: E402 (found by the line above)
from across.settings import Settings  # noqa: E402 (found by the line above)
from across.workshop.errors import TooFewAnswers, TooFewChanges  # noqa: E402 (found by the line above)
from across.workshop.steps import full_agenda  # noqa: E402 (found by the line above)
from across.workshop.values import Plan, Results, Tap  # noqa: E402 (found by the line above)

QUICK, FULL = 60, 400
SIZES = (5, 6, 8, 12)
MOST_WITHHELD = {5: 0.10, 6: 0.05, 8: 0.05, 12: 0.05}
BEFORE = {
    5: (0.98, 0.98, 0.63, 0.0),
    6: (0.53, 0.93, 0.40, 0.32),
    8: (0.0, 0.47, None, 0.74),
    12: (0.0, 0.07, None, 0.46),
}
LATE, LEAVES = 0.20, 0.10
DEVIATION = 0.35
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Outcome:
    """What a group saw: how many dimensions, how many by their mean alone, and how many came too late to count."""

    dimensions: int
    shown: int
    mean_alone: int
    never_counted: int = 0
    refused: bool = False

    @property
    def withheld(self) -> bool:
        """Whether a dimension had no mean."""
        return self.shown < self.dimensions


def main() -> int:
    """Print the tables; 1 where a target was missed."""
    workshops = QUICK if "--quick" in sys.argv[1:] else FULL
    chance, missed = np.random.default_rng(20_261_123), []
    with tempfile.TemporaryDirectory() as folder:
        application = open_application(Settings(f"sqlite:///{folder}/usable.db", None, 90, 8501))
        print(f"{workshops} workshops a row, smallest group {SMALLEST_GROUP}, 5% don't know; before in brackets\n")
        print("everybody has answered\n\n| people | a dimension withheld | a dimension's mean alone |\n|---|---|---|")
        for people in SIZES:
            played = [_play(application, chance, people, late=0, leaves=0) for _ in range(workshops)]
            withheld = _share(played, "withheld")
            missed += [f"{people} people: {withheld:.0%} withheld"] if withheld > MOST_WITHHELD[people] else []
            alone = sum(bool(outcome.mean_alone) for outcome in played) / workshops
            print(f"| {people} | {withheld:.0%} ({BEFORE[people][0]:.0%}) | {alone:.0%} |", flush=True)
        print("\n20% late, 10% leave early; what is seen at the reveal\n")
        print(
            "| people | refused as too early | a dimension withheld | whole radar withheld | somebody never counted |"
        )
        print("|---|---|---|---|---|")
        for people in SIZES:
            _late_and_early(people, [_play(application, chance, people, LATE, LEAVES) for _ in range(workshops)])
    print("\nmissed: " + ("; ".join(missed) or "none"))
    return int(bool(missed))


def _late_and_early(people: int, played: list[Outcome]) -> None:
    seen = [outcome for outcome in played if not outcome.refused]
    nothing = sum(not outcome.shown for outcome in seen) / len(played)
    never = sum(bool(outcome.never_counted) for outcome in played) / len(played)
    before = ["" if share is None else f" ({share:.0%})" for share in BEFORE[people][1:]]
    shares = (sum(outcome.withheld for outcome in seen) / len(played), nothing, never)
    print(
        f"| {people} | {_share(played, 'refused'):.0%} | "
        + " | ".join(f"{share:.0%}{then}" for share, then in zip(shares, before, strict=True))
        + " |",
        flush=True,
    )


def _share(played: list[Outcome], what: str) -> float:
    return sum(getattr(outcome, what) for outcome in played) / len(played)


def _play(application: Application, chance: np.random.Generator, number: int, late: float, leaves: float) -> Outcome:
    room, questions = _started(application), application.content.questionnaire
    people = People(chance, number, len(questions.dimensions))
    answers = people.answers(apart(chance, questions, DEVIATION))
    tokens = [application.token(room.code) for _ in range(number)]
    for token in tokens:
        application.participant(room.code, token).join()
    is_late, stops = chance.random(number) < late, np.full(number, len(questions.items))
    leavers = ~is_late & (chance.random(number) < leaves)
    stops[leavers] = chance.integers(1, len(questions.items), int(leavers.sum()))
    _answer(application, room.code, tokens, answers, stops * ~is_late)
    refused = _revealed(room)
    outcome = _outcome(room.report().results, len(questions.dimensions), refused=refused)
    if not is_late.any():
        return outcome
    left_open = _waiting(room)  # those who left within a dimension: they count in the ones they finished
    _answer(application, room.code, tokens, answers, stops * is_late)
    _revealed(room)
    return replace(outcome, never_counted=max(0, _waiting(room) - left_open))


def _started(application: Application) -> Facilitator:
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    _, key = application.start(
        Plan("Played", "Nobody's", date(2026, 11, 23), minutes, SMALLEST_GROUP, asks_sector=False)
    )
    room = application.facilitator(key)
    room.open_scoring()
    return room


def _answer(application: Application, code: str, tokens: list[str], answers: np.ndarray, stops: np.ndarray) -> None:
    items = [item.id for item in application.content.questionnaire.items]
    taps = [
        Tap(token, item, int(point) or None, number)
        for token, given, stop in zip(tokens, answers, stops, strict=True)
        for number, (item, point) in enumerate(zip(items[:stop], given, strict=False), start=1)
    ]
    if taps:
        application.answering(code).keep(taps)


def _waiting(room: Facilitator) -> int:
    with room.reading() as reading:
        return newer_answers(reading).people


def _revealed(room: Facilitator) -> bool:
    """Reveal the results; whether that was refused as too early."""
    try:
        room.reveal()
    except TooFewAnswers:
        return True
    except TooFewChanges:
        return False
    return False


def _outcome(results: Results | None, dimensions: int, *, refused: bool) -> Outcome:
    scores = results.profile.dimensions if results and results.profile else ()
    shown = [score for score in scores if score.mean is not None]
    alone = sum(score.withheld is not None for score in shown)
    return Outcome(dimensions, len(shown), alone, refused=refused)


if __name__ == "__main__":
    sys.exit(main())

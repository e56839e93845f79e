"""Rooms for tests of what is said: whatever people answer, with what is shown of it."""

import math
import statistics
from dataclasses import dataclass

from hypothesis import strategies as st

from content import reader
from content.shape import Dimension, Questionnaire
from scoring.profile import DimensionScore, ItemScore
from scoring.shown import Revealed, let_in, reveal
from scoring.talk import TalkingPoint, talking_points

OURS = reader.own().questionnaire


@dataclass(frozen=True)
class Room:
    """What was answered in a room, and what is shown of it."""

    questionnaire: Questionnaire
    points: int
    answers: dict[str, dict[str, int | None]]
    sectors: dict[str, str]
    seen: Revealed

    @property
    def shown(self) -> list[DimensionScore]:
        return [score for score in self.seen.profile.dimensions if score.mean is not None]

    def chosen(self, item: ItemScore) -> list[int]:
        return [point for given in self.answers.values() if (point := given[item.item]) is not None]

    def points_said(self) -> tuple[TalkingPoint, ...]:
        return talking_points(self.seen.profile, self.seen.sectors)


def questionnaire_of(dimensions: int, items: int) -> Questionnaire:
    first = OURS.dimensions[0]
    made = [
        first.model_copy(
            update={
                "id": f"d{d}",
                "name": f"Dimension {d}",
                "items": tuple(
                    first.items[0].model_copy(update={"id": f"d{d}-{i}", "text": f"We do {d}-{i}."})
                    for i in range(items)
                ),
            }
        )
        for d in range(dimensions)
    ]
    return OURS.model_copy(update={"dimensions": tuple(made)})


@st.composite
def rooms(draw) -> Room:
    """Rooms as they come: dimensions and sectors that lean one way or another, and people who mostly go along."""
    points = draw(st.sampled_from([2, 3, 4, 5, 7]))
    questionnaire = questionnaire_of(draw(st.integers(2, 5)), draw(st.integers(1, 2)))
    people = [f"p{number:02}" for number in range(draw(st.integers(3, 14)))]
    sectors = {who: draw(st.sampled_from("xxy")) for who in people}
    leaning = {
        (dimension.id, sector): draw(st.integers(1, points))
        for dimension in questionnaire.dimensions
        for sector in "xy"
    }
    step = st.sampled_from([0, 0, 0, 1, -1, 2, -2, None])
    answers = {who: {} for who in people}
    for who in people:
        for dimension in questionnaire.dimensions:
            for item in dimension.items:
                away = draw(step)
                at = leaning[dimension.id, sectors[who]]
                answers[who][item.id] = None if away is None else min(points, max(1, at + away))
    rows = [(who, sectors[who], item, point) for who, given in answers.items() for item, point in given.items()]
    seen = reveal(let_in([], rows, questionnaire, 3), questionnaire, points, 3)
    return Room(questionnaire, points, answers, sectors, seen)


def decimal(value: float, parts: int = 10) -> int:
    """As people read it: to one decimal, halves rounded up; in tenths, or other parts of one."""
    return math.floor(round(value * parts, 6) + 0.5)


def own(given: dict[str, int | None], dimension: Dimension) -> float | None:
    chosen = [point for item in dimension.items if (point := given[item.id]) is not None]
    return statistics.fmean(chosen) if chosen else None


def camps(chosen: list[int], points: int) -> bool:
    """Two camps, looked for by where the empty middle begins and ends."""
    return any(
        low <= points / 2
        and high >= (points + 1) / 2 + 0.5
        and high - low >= max(2, (points - 1) / 2)
        and min(sum(at <= low for at in chosen), sum(at >= high for at in chosen)) >= max(3, len(chosen) / 3)
        and sum(low < at < high for at in chosen) <= len(chosen) / 10
        for low in range(1, points)
        for high in range(low + 1, points + 1)
    )

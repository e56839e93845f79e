"""Made-up answers as people give them, for `usable.py` and `chance.py`: whole points, with views that differ.

On five points, a person's answer to an item is the partnership's view of the dimension, plus how brightly this person
sees everything (standard deviation 0.6), plus how they see this dimension (0.5), plus the item (0.55), rounded to a
point of the scale. So a dimension of two items has a spread of 0.9 between people, two dimensions of the same people
go together at 0.45, and two answers of one person to the same dimension at 0.6. Other scales are stretched.
"""

from itertools import accumulate

import numpy as np

from content.reader import own
from content.shape import Questionnaire

PERSON, DIMENSION, ITEM = 0.6, 0.5, 0.55
MIDDLING = 3.5
DONT_KNOW = 0.05

Row = tuple[str, str | None, str, int | None]


def questionnaire(items: int = 2) -> Questionnaire:
    """Our questionnaire, with so many items in each dimension."""
    ours = own().questionnaire
    dimensions = [
        dimension.model_copy(
            update={
                "items": tuple(
                    dimension.items[0].model_copy(update={"id": f"{dimension.id}-{number}"})
                    for number in range(1, items + 1)
                )
            }
        )
        for dimension in ours.dimensions
    ]
    return ours.model_copy(update={"dimensions": tuple(dimensions)})


class People:
    """People of a made-up partnership, who can answer more than once: their views stay, their answers waver."""

    def __init__(self, chance: np.random.Generator, number: int, dimensions: int) -> None:
        self.chance = chance
        self.views = chance.normal(0, PERSON, (number, 1)) + chance.normal(0, DIMENSION, (number, dimensions))

    def answers(self, means: np.ndarray, items: int = 2, points: int = 5, dont_know: float = DONT_KNOW) -> np.ndarray:
        """Whole points, 0 for "Don't know": a row for each person, a column for each item of each dimension."""
        views = (means + self.views)[:, :, None] + self.chance.normal(0, ITEM, (*self.views.shape, items))
        stretched = 1 + (views - 1) * (points - 1) / 4
        whole = np.clip(np.floor(stretched + 0.5), 1, points).astype(int)
        unknown = self.chance.random(whole.shape) < dont_know
        return np.where(unknown, 0, whole).reshape(len(whole), -1)


def rows(answers: np.ndarray, questions: Questionnaire, sectors: tuple[int, ...] = ()) -> list[Row]:
    """Answers as the store gives them; the first people are of the first sector, and so on."""
    ends = list(accumulate(sectors))
    named = [
        next((f"sector-{place}" for place, end in enumerate(ends) if who < end), None) for who in range(len(answers))
    ]
    items = [item.id for item in questions.items]
    return [
        (f"person-{who:03}", named[who], item, int(point) or None)
        for who, given in enumerate(answers)
        for item, point in zip(items, given, strict=True)
    ]


def equal(questions: Questionnaire) -> np.ndarray:
    """The means of truly equal dimensions."""
    return np.full(len(questions.dimensions), MIDDLING)


def apart(chance: np.random.Generator, questions: Questionnaire, deviation: float) -> np.ndarray:
    """The means of dimensions that truly differ, with just this standard deviation (n - 1)."""
    drawn = chance.normal(0, 1, len(questions.dimensions))
    return MIDDLING + (drawn - drawn.mean()) / drawn.std(ddof=1) * deviation

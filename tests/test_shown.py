"""What may be shown: rules by example, and attacks by somebody who knows everything but the answers."""

import itertools
from collections import defaultdict
from collections.abc import Iterator

import pytest

from content.reader import read
from content.shape import Questionnaire
from scoring.shown import Entered, Revealed, let_in, reveal

FULL = read().questionnaire


def small(items: int) -> Questionnaire:
    """A questionnaire of three dimensions with so many items each."""
    words = FULL.model_dump(exclude={"dimensions"})
    dimensions = [
        {"id": f"d{d}", "name": f"D{d}", "items": [{"id": f"d{d}-{i}", "text": "T"} for i in range(items)]}
        for d in range(3)
    ]
    return Questionnaire.model_validate({**words, "dimensions": dimensions})


def answers(people: dict[str, tuple], sectors: dict[str, str | None] | None = None) -> list:
    """Rows for the first dimension from each person's points, None for "Don't know"."""
    return [
        (who, (sectors or {}).get(who), f"d0-{number}", point)
        for who, points in people.items()
        for number, point in enumerate(points)
    ]


# ------------------------------------------------------------------------------------------------ the attack

Schedule = tuple[tuple[str, ...], ...]  # who has answered by each look, besides those before


class Attack:
    """Every world there could be, and what each would have shown: what is one of a kind is told.

    The attacker knows who is in which sector, who answered when, and how it is decided what is shown. For each
    set of worlds that show the same at every look, each person must have given different answers in some of them.
    """

    def __init__(self, schedule: Schedule, sectors: dict[str, str | None], *, items: int, points: int, dont_know: bool):
        self.schedule, self.sectors, self.points = schedule, sectors, points
        self.questionnaire = small(items)
        self.people = [who for look in schedule for who in look]
        one = (*range(1, points + 1), *((None,) if dont_know else ()))
        self.vectors = list(itertools.product(one, repeat=items))
        self.seen_before: dict[object, tuple] = {}

    def worlds(self) -> Iterator[dict[str, tuple]]:
        for choice in itertools.product(self.vectors, repeat=len(self.people)):
            yield dict(zip(self.people, choice, strict=True))

    def views(self, world: dict[str, tuple]) -> tuple:
        """What this world shows, look by look.

        People of one look and sector are interchangeable (test_people_of_a_circle_are_interchangeable), so
        that a world with the same answers in another order has been seen before.
        """
        key = tuple(
            tuple(sorted((self.sectors.get(who) or "", str(world[who])) for who in look)) for look in self.schedule
        )
        if key not in self.seen_before:
            self.seen_before[key] = self._look(world)
        return self.seen_before[key]

    def _look(self, world: dict[str, tuple]) -> tuple:
        before: list[Entered] = []
        views, here = [], []
        for look in self.schedule:
            here += look
            now = answers({who: world[who] for who in here}, self.sectors)
            before = let_in(before, now, self.questionnaire, 3)
            views.append(view(reveal(before, self.questionnaire, self.points, 3)))
        return tuple(views)

    def told(self) -> list[tuple]:
        """Every (view, person, item, answer) where the view leaves that one answer."""
        consistent: dict[tuple, list[list[set]]] = defaultdict(
            lambda: [[set() for _ in self.vectors[0]] for _ in self.people]
        )
        for world in self.worlds():
            possible = consistent[self.views(world)]
            for person, points in enumerate(world.values()):
                for item, point in enumerate(points):
                    possible[person][item].add(point)
        return [
            (views, self.people[person], item, next(iter(left)))
            for views, possible in consistent.items()
            for person, items in enumerate(possible)
            for item, left in enumerate(items)
            if len(left) == 1
        ]


def view(seen: Revealed) -> tuple:
    """All that can be read off the first dimension, rounded as floats differ in their last digits."""
    score = seen.profile.dimensions[0]
    lines = tuple((one.sector, one.n, one.means[0] and round(one.means[0], 6)) for one in seen.sectors)
    own = tuple(round(one, 6) for one in score.own)
    items = tuple((item.n, item.counts, item.dont_know) for item in score.items)
    return (seen.no_lines, lines, score.withheld, score.n, score.mean and round(score.mean, 6), own, items)


ABC, DEF, GHI = ("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i")
TWO_SECTORS = dict.fromkeys(ABC, "x") | dict.fromkeys(DEF, "y")


@pytest.mark.parametrize(
    ("schedule", "sectors", "items", "points", "dont_know"),
    [
        ((ABC,), {}, 2, 3, True),
        ((ABC,), {}, 2, 5, False),
        ((ABC + ("d",),), {}, 2, 3, True),
        ((ABC, DEF), {}, 1, 3, True),
        ((ABC, DEF), {}, 2, 2, False),
        ((ABC, DEF), {}, 2, 3, False),
        ((ABC, ("d", "e"), ("f",)), {}, 2, 2, True),
        ((("a", "b"), ("c",), DEF), {}, 2, 2, True),
        ((ABC, DEF, GHI), {}, 1, 3, True),
        ((ABC, DEF, GHI), {}, 2, 2, False),
        ((ABC + DEF,), TWO_SECTORS, 1, 4, False),
        ((ABC + DEF,), TWO_SECTORS, 2, 2, True),
        ((ABC + DEF,), TWO_SECTORS, 2, 3, False),
        ((ABC + DEF, GHI), TWO_SECTORS, 1, 3, False),
        ((ABC + ("d",), ("e", "f", "g")), TWO_SECTORS, 1, 4, False),
        ((ABC + DEF + ("g",),), TWO_SECTORS, 1, 3, True),
        ((ABC + DEF + ("g",),), {**TWO_SECTORS, "g": "z"}, 1, 3, True),
    ],
)
def test_nobody_who_knows_all_but_the_answers_can_tell_one_of_them(schedule, sectors, items, points, dont_know):
    attack = Attack(schedule, sectors, items=items, points=points, dont_know=dont_know)

    assert attack.told()[:3] == []

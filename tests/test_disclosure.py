"""Attacks on what is shown of two dimensions at once, by somebody who knows all but the answers.

`test_shown.py` attacks one dimension with a smallest group of three. Here people may answer two dimensions at
different times, or one alone; the smallest group is larger than the three ratings from which things are shown; what
links the dimensions (`Profile.residual`) is seen as well; and somebody may know what was typed in from paper.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from statistics import variance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.reader import read
from content.shape import Questionnaire
from scoring.shown import Entered, Revealed, let_in, reveal, shown

FULL = read().questionnaire

Vector = tuple[int | None, ...]  # somebody's answers to the items of one dimension
World = dict[str, dict[int, Vector]]  # who, dimension by dimension
Look = dict[str, tuple[int, ...]]  # who answers which dimensions, since the look before


def small(items: int, dimensions: int = 2) -> Questionnaire:
    """A questionnaire of so many dimensions with so many items each: fewer than content may have, to be quick."""
    first = FULL.dimensions[0]
    made = tuple(
        first.model_copy(
            update={
                "id": f"d{d}",
                "items": tuple(first.items[0].model_copy(update={"id": f"d{d}-{i}"}) for i in range(items)),
            }
        )
        for d in range(dimensions)
    )
    return FULL.model_copy(update={"dimensions": made})


def rows_of(world: World, sectors: dict[str, str], dimensions: tuple[int, ...] = (0, 1)) -> list:
    return [
        (who, sectors.get(who), f"d{d}-{i}", point)
        for who, given in world.items()
        for d in dimensions
        for i, point in enumerate(given.get(d, ()))
    ]


def view(seen: Revealed, dimension: int) -> tuple:
    """All that can be read off a dimension, rounded as floats differ in their last digits."""
    score = seen.profile.dimensions[dimension]
    lines = tuple((line.sector, line.n, rounded(line.means[dimension])) for line in seen.sectors)
    items = tuple((item.n, item.counts, item.dont_know) for item in score.items)
    own = tuple(map(rounded, score.own))
    return (seen.no_lines, lines, seen.profile.respondents, score.withheld, score.n, rounded(score.mean), own, items)


def rounded(value: float | None) -> float | None:
    return value if value is None else round(value, 6)


class Attack:
    """Every world there could be, and what each would have shown: what is one of a kind is told.

    The attacker knows who is in which sector, who answered what when, and how it is decided what is shown. People
    who answered the same dimensions at the same looks and are of one sector can swap all their answers, so that one
    world stands for all in which they do. Whoever typed forms knows theirs.
    """

    def __init__(
        self,
        looks: tuple[Look, ...],
        sectors: dict[str, str],
        *,
        items: int,
        points: int,
        dont_know: bool,
        smallest: int,
        forms: str = "",
    ):
        self.looks, self.sectors, self.points, self.smallest = looks, sectors, points, smallest
        self.forms = frozenset(forms)
        self.alone = small(items, 1)
        self.seen: dict[object, tuple[tuple, list[list[Entered]]]] = {}
        answers = (*range(1, points + 1), *((None,) if dont_know else ()))
        self.vectors = list(itertools.product(answers, repeat=items))
        people = dict.fromkeys(who for look in looks for who in look)
        by_circle: dict[tuple, list[str]] = defaultdict(list)
        for who in people:
            when = tuple(look.get(who, ()) for look in looks)
            by_circle[when, sectors.get(who), who in self.forms].append(who)
        self.circles = [tuple(circle) for circle in by_circle.values()]

    def answered(self, who: str) -> list[int]:
        return sorted({d for look in self.looks for d in look.get(who, ())})

    def worlds(self) -> Iterator[World]:
        choices = []
        for circle in self.circles:
            dimensions = self.answered(circle[0])
            all_answers = [
                dict(zip(dimensions, given, strict=True))
                for given in itertools.product(self.vectors, repeat=len(dimensions))
            ]
            choices.append(itertools.combinations_with_replacement(all_answers, len(circle)))
        for choice in itertools.product(*map(list, choices)):
            yield dict(zip(itertools.chain(*self.circles), itertools.chain(*choice), strict=True))

    def one_dimension(self, world: World, dimension: int) -> tuple[tuple, list[list[Entered]]]:
        """What is seen of one dimension at each look, and what it rests on: the same however a circle swaps it."""
        here = [sorted((world[who].get(dimension, ()) for who in circle), key=str) for circle in self.circles]
        key = (dimension, str(here))
        if key not in self.seen:
            swapped = dict(zip(itertools.chain(*self.circles), itertools.chain(*here), strict=True))
            self.seen[key] = self._look_by_look({who: {0: given} for who, given in swapped.items()}, dimension)
        return self.seen[key]

    def _look_by_look(self, world: World, dimension: int) -> tuple[tuple, list[list[Entered]]]:
        entered, all_entered, views, here = [], [], (), {}
        for look in self.looks:
            here |= {who: world[who] for who, dimensions in look.items() if dimension in dimensions}
            now = rows_of(here, self.sectors, (0,))
            entered = let_in(entered, now, self.alone, self.smallest, forms=self.forms)
            views += (view(reveal(entered, self.alone, self.points, self.smallest), 0),)
            all_entered.append(entered)
        return views, all_entered

    def views(self, world: World) -> tuple:
        """What this world shows, look by look: each dimension, and what links the two."""
        (first, first_rests), (second, second_rests) = (self.one_dimension(world, d) for d in (0, 1))
        links = tuple(
            link(world, (first[look], second[look]), (first_rests[look], second_rests[look]))
            for look in range(len(self.looks))
        )
        return first, second, links

    def told(self) -> list[tuple]:
        """Every (views, circle, dimension, item, answer) where the views leave a circle that one answer."""
        consistent: dict[tuple, dict[tuple, set]] = defaultdict(lambda: defaultdict(set))
        for world in self.worlds():
            known = tuple(str(world[who]) for who in sorted(self.forms & set(world)))
            possible = consistent[self.views(world), known]
            for circle in self.circles:
                for who in set(circle) - self.forms:
                    for dimension, given in world[who].items():
                        for item, point in enumerate(given):
                            possible[circle, dimension, item].add(point)
        return [
            (views, place, left)
            for views, possible in consistent.items()
            for place, left in possible.items()
            if len(left) == 1
        ]


def link(world: World, views: tuple[tuple, tuple], rest_on: tuple[list[Entered], list[Entered]]) -> float | None:
    """The residual of two dimensions, by its definition for two: half the variance of the differences, rooted."""
    first, second = ({row.respondent for row in entered if row.batch == 1} for entered in rest_on)
    if first != second or any(seen[3] for seen in views):
        return None
    scores = [[mean_of(world[who][d]) for d in (0, 1)] for who in sorted(first)]
    differences = [score - other for score, other in scores if score is not None and other is not None]
    return round((variance(differences) / 2) ** 0.5 + 1e-9, 2) if len(differences) > 1 else None


def mean_of(given: Vector) -> float | None:
    chosen = [point for point in given if point is not None]
    return sum(chosen) / len(chosen) if chosen else None


def both(people: str) -> Look:
    return dict.fromkeys(people, (0, 1))


TWO_SECTORS = dict.fromkeys("abc", "x") | dict.fromkeys("def", "y")
SMALL = {"items": 1, "points": 2, "dont_know": True, "smallest": 3}
CASES = {
    "three at once": ((both("abc"),), {}, {**SMALL, "points": 4}),
    "three with two items": ((both("abc"),), {}, {**SMALL, "items": 2}),
    "four, shown from four": ((both("abcd"),), {}, {**SMALL, "points": 3, "smallest": 4}),
    "five, shown from five": ((both("abcde"),), {}, {**SMALL, "smallest": 5}),
    "five with three points": ((both("abcde"),), {}, {**SMALL, "points": 3, "dont_know": False, "smallest": 5}),
    "five with three points and don't know": ((both("abcde"),), {}, {**SMALL, "points": 3, "smallest": 5}),
    "one has answered one dimension alone": (({**both("abcd"), "e": (0,)},), {}, {**SMALL, "smallest": 4}),
    "two have answered one dimension each": (({**both("abc"), "d": (0,), "e": (1,)},), {}, {**SMALL, "smallest": 4}),
    "too few, then enough": ((both("ab"), both("cd"), both("e")), {}, {**SMALL, "smallest": 4}),
    "three more": ((both("abc"), both("def")), {}, SMALL),
    "three more in a group of four": ((both("abcd"), both("efg")), {}, {**SMALL, "dont_know": False, "smallest": 4}),
    "three more of one dimension": ((both("abc"), dict.fromkeys("def", (1,))), {}, SMALL),
    "the second dimension later": ((dict.fromkeys("abc", (0,)), dict.fromkeys("abc", (1,))), {}, {**SMALL, "points": 3}),
    "the second dimension of one later": (
        ({**both("abc"), "d": (0,)}, {"d": (1,), "e": (0, 1), "f": (0, 1)}),
        {},
        {**SMALL, "smallest": 3},
    ),
    "two sectors": ((both("abcdef"),), TWO_SECTORS, SMALL),
    "two sectors, one left over": ((both("abcdefg"),), TWO_SECTORS, {**SMALL, "dont_know": False}),
    "sectors too small for a line": ((both("abcde"),), TWO_SECTORS, {**SMALL, "smallest": 4}),
    "two more, and a form of paper": ((both("abc"), both("deg")), {}, {**SMALL, "forms": "g"}),
    "three more, and a form of paper": ((both("abc"), both("defg")), {}, {**SMALL, "dont_know": False, "forms": "g"}),
    "three more, and three of paper": ((both("abc"), both("defghi")), {}, {**SMALL, "dont_know": False, "forms": "ghi"}),
    "two more, and three of paper": ((both("abc"), both("deghi")), {}, {**SMALL, "dont_know": False, "forms": "ghi"}),
}


@pytest.mark.parametrize("case", CASES)
def test_nobody_who_knows_all_but_the_answers_can_tell_one_of_them_from_two_dimensions(case):
    looks, sectors, sizes = CASES[case]

    assert Attack(looks, sectors, **sizes).told()[:3] == []

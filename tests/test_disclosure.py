"""Attacks on what is shown of two dimensions at once, by somebody who knows all but the answers.

`test_shown.py` attacks one dimension with a smallest group of three. Here people may answer two dimensions at
different times, or one alone; the smallest group is larger than the three ratings from which things are shown; what
links the dimensions (`Profile.residual`) is seen as well; and somebody may know what was typed in from paper.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from statistics import variance

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from content.reader import own
from content.shape import Questionnaire
from scoring.shown import Entered, Revealed, let_in, reveal, shown

FULL = own().questionnaire

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
                    for dimension, vector in world[who].items():
                        for item, point in enumerate(vector):
                            possible[circle, dimension, item].add(point)
        return [
            (views, place, left)
            for views, possible in consistent.items()
            for place, left in possible.items()
            if len(left) == 1
        ]


def link(world: World, views: tuple[tuple, tuple], rest_on: tuple[list[Entered], list[Entered]]) -> float | None:
    """The residual of two dimensions, by its definition for two: the root of half the differences' variance."""
    people = [{row.respondent for row in entered if batches(row)} for entered in rest_on]
    scores = [[mean_of(world[who][d]) for d in (0, 1)] for who in sorted(linked(people, [seen[3] for seen in views]))]
    differences = [score - other for score, other in scores if score is not None and other is not None]
    return round(round((variance(differences) / 2) ** 0.5, 9), 2) if len(differences) > 1 else None


def batches(row: Entered) -> bool:
    """Whose answers are linked: those of the first batch."""
    return row.batch == 1


def linked(people: list[set[str]], withheld: list[object]) -> set[str]:
    """Whose answers are linked: people who are the same in both dimensions, both of which are shown whole."""
    return people[0] if people[0] == people[1] and not any(withheld) else set()


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
    "the second dimension later": (
        (dict.fromkeys("abc", (0,)), dict.fromkeys("abc", (1,))),
        {},
        {**SMALL, "points": 3},
    ),
    "the second dimension of one later": (
        ({**both("abc"), "d": (0,)}, {"d": (1,), "e": (0, 1), "f": (0, 1)}),
        {},
        {**SMALL, "smallest": 3},
    ),
    "two sectors": ((both("abcdef"),), TWO_SECTORS, SMALL),
    "two sectors, one left over": ((both("abcdefg"),), TWO_SECTORS, {**SMALL, "dont_know": False}),
    "sectors too small for a line": ((both("abcde"),), TWO_SECTORS, {**SMALL, "smallest": 4}),
    "two more, and a form of paper": ((both("abc"), both("deg")), {}, {**SMALL, "dont_know": False, "forms": "g"}),
    "three more, and a form of paper": ((both("abc"), both("defg")), {}, {**SMALL, "dont_know": False, "forms": "g"}),
    "three more, and three of paper": (
        (both("abc"), both("defghi")),
        {},
        {**SMALL, "dont_know": False, "forms": "ghi"},
    ),
    "two more, and three of paper": ((both("abc"), both("deghi")), {}, {**SMALL, "dont_know": False, "forms": "ghi"}),
}


@pytest.mark.parametrize("case", CASES)
def test_nobody_who_knows_all_but_the_answers_can_tell_one_of_them_from_two_dimensions(case):
    looks, sectors, sizes = CASES[case]

    assert Attack(looks, sectors, **sizes).told()[:3] == []


# ------------------------------------------------------------- the attack would find what other rules would tell


def residual_of_those_in_both(people: list[set[str]], _withheld: list[object]) -> set[str]:
    return people[0] & people[1]


def residual_of_what_is_withheld_too(people: list[set[str]], _withheld: list[object]) -> set[str]:
    return people[0] if people[0] == people[1] else set()


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        (residual_of_those_in_both, "two have answered one dimension each"),
        (residual_of_what_is_withheld_too, "two sectors, one left over"),
    ],
)
def test_the_attack_would_tell_answers_if_more_people_or_dimensions_were_linked(monkeypatch, rule, case):
    looks, sectors, sizes = CASES[case]
    monkeypatch.setitem(link.__globals__, "linked", rule)

    assert Attack(looks, sectors, **sizes).told() != []


def test_the_attack_would_tell_answers_if_later_people_were_linked_too(monkeypatch):
    looks, sectors, sizes = CASES["three more in a group of four"]
    monkeypatch.setitem(link.__globals__, "batches", lambda row: row.batch > 0)

    assert Attack(looks, sectors, **sizes).told() != []


def test_the_attack_would_tell_answers_if_a_single_rating_were_shown(monkeypatch):
    looks, sectors, sizes = CASES["five, shown from five"]
    monkeypatch.setattr("scoring.shown.FLOOR", 1)

    assert Attack(looks, sectors, **sizes).told() != []


def test_the_attack_would_tell_answers_if_those_on_phones_entered_with_the_forms(monkeypatch):
    looks, sectors, sizes = CASES["three more, and a form of paper"]
    monkeypatch.setattr("scoring.shown._by_source", lambda rows, _forms: (rows, []))

    assert Attack(looks, sectors, **sizes).told() != []


# ----------------------------------------------------------------------------------- what the attack rests upon


@st.composite
def workshops(draw) -> tuple[tuple[Look, ...], dict[str, str], World, int, int]:
    """Looks, sectors, everybody's answers to two dimensions of two items, the smallest group and the points."""
    points, smallest = draw(st.integers(2, 5)), draw(st.integers(3, 5))
    names, which = iter("abcdefghijklmnopqrst"), st.sampled_from([(0, 1), (0, 1), (0,), (1,)])
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=2))
    looks = [{next(names): draw(which) for _ in range(size)} for size in sizes]
    sectors = {who: draw(st.sampled_from("xxyyz")) for look in looks for who in look}
    answer = st.one_of(st.none(), *[st.integers(1, points)] * 5)
    world = {
        who: {d: (draw(answer), draw(answer)) for d in dimensions} for look in looks for who, dimensions in look.items()
    }
    return tuple(looks), sectors, world, smallest, points


def seen_of_both(workshop) -> list[tuple[Revealed, list[Entered]]]:
    looks, sectors, world, smallest, points = workshop
    entered, here, found = [], {}, []
    for look in looks:
        here |= {who: world[who] for who in look}
        entered = let_in(entered, rows_of(here, sectors), small(2), smallest)
        found.append((reveal(entered, small(2), points, smallest), entered))
    return found


@examples(40)
@given(workshops())
def test_each_dimension_is_shown_as_if_it_were_alone_but_for_what_links_them(workshop):
    looks, sectors, world, smallest, points = workshop
    attack = Attack(looks, sectors, items=2, points=points, dont_know=True, smallest=smallest)
    alone = [attack.one_dimension(world, dimension) for dimension in (0, 1)]

    for look, (seen, _) in enumerate(seen_of_both(workshop)):
        views = tuple(views[look] for views, _ in alone)
        rests = tuple(rest_on[look] for _, rest_on in alone)
        for dimension in (0, 1):
            assert view(seen, dimension)[3:] == views[dimension][3:]
        lines = [{name: mean for name, _, mean in found[1]} for found in views]
        assert [(line.sector, *map(rounded, line.means)) for line in seen.sectors] == [
            (name, lines[0].get(name), lines[1].get(name)) for name in sorted({*lines[0], *lines[1]})
        ]
        shown_people = [
            {row.respondent for row in rest if row.batch} for rest, found in zip(rests, views, strict=True) if found[2]
        ]
        assert max((found[2] for found in views), default=0) <= seen.profile.respondents
        assert seen.profile.respondents <= len(set().union(*shown_people))
        assert seen.profile.residual == link(world, views, rests)


@examples(40)
@given(workshops(), st.randoms(use_true_random=False))
def test_people_who_came_together_can_swap_all_their_answers(workshop, chance):
    looks, sectors, world, smallest, points = workshop
    attack = Attack(looks, sectors, items=2, points=points, dont_know=True, smallest=smallest)
    swapped = dict(world)
    for circle in attack.circles:
        swapped |= dict(zip(circle, chance.sample([world[who] for who in circle], len(circle)), strict=True))

    before, after = (seen_of_both((looks, sectors, these, smallest, points)) for these in (world, swapped))
    assert [(seen.profile, seen.sectors) for seen, _ in before] == [
        (replace(seen.profile, dimensions=then.profile.dimensions), seen.sectors)
        for (seen, _), (then, _) in zip(after, before, strict=True)
    ]
    assert [[view(seen, d) for d in (0, 1)] for seen, _ in before] == [
        [view(seen, d) for d in (0, 1)] for seen, _ in after
    ]


# ------------------------------------------------------------------------------------------ the rules, by example


def seen_alone(given: dict[str, Vector], smallest: int = 5) -> Revealed:
    questionnaire = small(len(next(iter(given.values()))), 1)
    rows = rows_of({who: {0: vector} for who, vector in given.items()}, {}, (0,))
    return reveal(let_in([], rows, questionnaire, smallest), questionnaire, 5, smallest)


def test_what_the_smallest_group_answered_is_shown_from_three_ratings():
    seen = seen_alone({"a": (1, None), "b": (2, 3), "c": (3, None), "d": (None, 4), "e": (5, 5)})

    score = seen.profile.dimensions[0]
    assert (score.withheld, score.n, seen.profile.respondents) == (None, 3, 5)
    assert [(item.n, item.dont_know) for item in score.items] == [(4, 1), (3, 2)]


def test_three_ratings_are_not_shown_before_the_smallest_group_has_answered():
    seen = seen_alone({"a": (1,), "b": (2,), "c": (3,), "d": (5,)})

    assert (seen.profile.dimensions[0].withheld, seen.profile.respondents) == ("too few", 0)


def test_somebody_who_said_dont_know_is_not_alike_with_those_who_rated():
    score = seen_alone({"a": (4,), "b": (4,), "c": (4,), "d": (4,), "e": (None,)}).profile.dimensions[0]

    assert (score.withheld, score.items[0].counts, score.items[0].dont_know) == (None, (0, 0, 0, 4, 0), 1)


def test_a_raised_smallest_group_holds_for_who_enters_and_not_for_what_is_shown():
    ten = {who: (1 + place % 5 if place < 4 else None,) for place, who in enumerate("abcdefghij")}

    assert seen_alone(ten, 10).profile.dimensions[0].withheld is None
    assert seen_alone({who: ten[who] for who in "abcdefghi"}, 10).profile.dimensions[0].withheld == "too few"


def test_people_answered_counts_those_whose_answers_are_shown():
    world = {who: {0: (1 + place % 3,), 1: (2 + place % 2,)} for place, who in enumerate("abcde")}
    world |= {"f": {0: (3,)}, "g": {0: (1,)}}
    four_answered_the_second = {
        who: {d: vector for d, vector in given.items() if d == 0 or who != "e"} for who, given in world.items()
    }

    both_shown, first_shown = (
        reveal(let_in([], rows_of(these, {}), small(1), 5), small(1), 5, 5)
        for these in (world, four_answered_the_second)
    )

    assert (both_shown.profile.respondents, first_shown.profile.respondents) == (7, 7)
    assert first_shown.profile.dimensions[1].withheld == "too few"
    only_second = {
        who: {d: vector for d, vector in given.items() if d == 1 or who < "e"} for who, given in world.items()
    }
    assert reveal(let_in([], rows_of(only_second, {}), small(1), 5), small(1), 5, 5).profile.respondents == 5


def test_what_is_shown_may_be_asked_again_whether_it_may_be_shown():
    seen = seen_alone({"a": (1, None), "b": (2, 3), "c": (3, None), "d": (None, 4), "e": (5, 5)}).profile

    assert shown(seen, 5) == seen


def test_newcomers_on_phones_and_on_paper_enter_each_for_themselves():
    questionnaire = small(1, 1)

    def rows(people):
        return rows_of({who: {0: (1 + place % 5,)} for place, who in enumerate(people)}, {}, (0,))

    first = let_in([], rows("abcde"), questionnaire, 5)
    for newcomers, expected in (("fgx", ""), ("fghx", "fgh"), ("fgxyz", "xyz"), ("fghxyz", "fghxyz")):
        entered = let_in(first, rows("abcde" + newcomers), questionnaire, 5, forms=tuple("xyz"))
        assert {row.respondent for row in entered} == {*"abcde", *expected}
    batches = {row.respondent: row.batch for row in entered}
    assert batches["f"] != batches["x"]

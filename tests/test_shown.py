"""What may be shown: rules by example, and attacks by somebody who knows everything but the answers."""

import itertools
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from content.reader import own
from content.shape import Questionnaire
from scoring.profile import frame_of, profile
from scoring.shown import Revealed, let_in, reveal, shown, waiting

FULL = own().questionnaire


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
    People of one look and sector are interchangeable (test_people_of_a_circle_are_interchangeable), so that one
    world stands for all in which they swap their answers.
    """

    def __init__(self, schedule: Schedule, sectors: dict[str, str | None], *, items: int, points: int, dont_know: bool):
        self.schedule, self.sectors, self.points = schedule, sectors, points
        self.questionnaire = small(items)
        one = (*range(1, points + 1), *((None,) if dont_know else ()))
        self.vectors = list(itertools.product(one, repeat=items))
        self.circles = [
            tuple(who for who in look if sectors.get(who) == sector)
            for look in schedule
            for sector in dict.fromkeys(sectors.get(who) for who in look)
        ]
        self.seen_before: dict[object, tuple] = {}

    def worlds(self) -> Iterator[dict[str, tuple]]:
        each = [itertools.combinations_with_replacement(self.vectors, len(circle)) for circle in self.circles]
        for choice in itertools.product(*each):
            yield dict(zip(itertools.chain(*self.circles), itertools.chain(*choice), strict=True))

    def views(self, world: dict[str, tuple]) -> tuple:
        """What this world shows, look by look."""
        before, views, here = [], (), {}
        for look in self.schedule:
            here |= {who: world[who] for who in look}
            key = tuple(here.items())
            if key not in self.seen_before:
                entered = let_in(before, answers(here, self.sectors), self.questionnaire, 3)
                self.seen_before[key] = entered, view(reveal(entered, self.questionnaire, self.points, 3))
            before, seen = self.seen_before[key]
            views += (seen,)
        return views

    def told(self) -> list[tuple]:
        """Every (view, circle, item, answer) where the view leaves the people of the circle that one answer."""
        consistent: dict[tuple, dict[tuple, set]] = defaultdict(lambda: defaultdict(set))
        for world in self.worlds():
            possible = consistent[self.views(world)]
            for circle in self.circles:
                for who in circle:
                    for item, point in enumerate(world[who]):
                        possible[circle, item].add(point)
        return [
            (views, circle, item, left)
            for views, possible in consistent.items()
            for (circle, item), left in possible.items()
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


QUICK = [
    ((ABC,), {}, 2, 3, True),
    ((ABC, DEF), {}, 1, 3, True),
    ((ABC, DEF), {}, 2, 2, False),
    ((("a", "b"), ("c", "d"), ("e",)), {}, 1, 3, True),
    ((ABC + DEF,), TWO_SECTORS, 2, 2, False),
    ((ABC + DEF, GHI), TWO_SECTORS, 1, 3, False),
]
SLOWER = [
    ((ABC,), {}, 2, 4, False),
    (((*ABC, "d"),), {}, 2, 2, True),
    ((("a", "b"), ("c",), DEF), {}, 2, 2, False),
    ((ABC, ("d",)), {}, 2, 2, True),
    ((ABC, DEF), {}, 1, 4, True),
    ((ABC, ("d", "e"), ("f",)), {}, 2, 2, False),
    ((ABC, DEF, GHI), {}, 1, 3, False),
    ((ABC + DEF,), TWO_SECTORS, 1, 4, False),
    ((ABC + DEF,), TWO_SECTORS, 1, 5, True),
    (((*ABC, "d"), ("e", "f", "g")), TWO_SECTORS, 1, 3, True),
    ((ABC + DEF + ("g",),), TWO_SECTORS, 1, 3, True),
    ((ABC + DEF + ("g",),), {**TWO_SECTORS, "g": "z"}, 1, 3, True),
]


@pytest.mark.parametrize(
    ("schedule", "sectors", "items", "points", "dont_know"),
    [*QUICK, *(pytest.param(*case, marks=pytest.mark.thorough) for case in SLOWER)],
)
def test_nobody_who_knows_all_but_the_answers_can_tell_one_of_them(schedule, sectors, items, points, dont_know):
    attack = Attack(schedule, sectors, items=items, points=points, dont_know=dont_know)

    assert attack.told()[:3] == []


def test_the_attack_would_tell_answers_if_batches_that_are_alike_were_shown(monkeypatch):
    monkeypatch.setattr("scoring.shown._level", lambda _history: "all")
    attack = Attack((ABC, DEF), {}, items=1, points=3, dont_know=False)

    assert {left.pop() for _, _, _, left in attack.told()} == {1, 2, 3}


# ------------------------------------------------------------------------------- larger workshops, at random


@st.composite
def workshops(draw) -> tuple[list[list[str]], dict[str, str | None], dict[str, tuple], int]:
    """Looks with those who answered by each, everyone's sector and points, and the number of points."""
    points = draw(st.integers(2, 5))
    looks = draw(st.lists(st.integers(1, 7), min_size=1, max_size=3))
    names = iter("abcdefghijklmnopqrstuvwxyz")
    schedule = [[next(names) for _ in range(size)] for size in looks]
    people = [who for look in schedule for who in look]
    sectors = {who: draw(st.sampled_from([None, "x", "x", "y", "y", "z"])) for who in people}
    one = st.one_of(st.none(), *[st.integers(1, points)] * 6)
    return schedule, sectors, {who: (draw(one), draw(one)) for who in people}, points


TWO_ITEMS = small(2)


def looks_at(schedule, sectors, world, points) -> tuple:
    before, views, here = [], [], []
    for look in schedule:
        here += look
        now = answers({who: world[who] for who in here}, sectors)
        before = let_in(before, now, TWO_ITEMS, 3)
        views.append(view(reveal(before, TWO_ITEMS, points, 3)))
    return tuple(views)


def other_worlds(who, schedule, sectors, world, points) -> Iterator[dict[str, tuple]]:
    """Worlds in which somebody may have answered otherwise, likely ones first."""
    look = next(look for look in schedule if who in look)
    for other in sorted(world, key=lambda other: (other not in look, sectors[other] != sectors[who])):
        yield {**world, who: world[other], other: world[who]}
    for circle in ([one for one in look if sectors[one] == sectors[who]], look):
        for change in ((1, -1), (-1, 1)):
            yield {**world, **{one: moved(world[one], change) for one in circle}}
        yield {**world, **{one: tuple(x and points + 1 - x for x in world[one]) for one in circle}}
    for looks in itertools.accumulate(schedule):
        yield from made_up_for(who, looks, sectors, world, points)
    for vector in itertools.product((None, *range(1, points + 1)), repeat=2):
        yield {**world, who: vector}
    yield from swapped(who, world, points)


def swapped(who, world, points) -> Iterator[dict[str, tuple]]:
    """Worlds in which somebody has the answers of another, and all are alike, or two more have each other's."""
    for other in world:
        now = {**world, who: world[other], other: world[who]}
        yield from ({one: tuple(x and end for x in vector) for one, vector in now.items()} for end in (1, points))
    for other, (one, another) in itertools.product(world, itertools.combinations(world, 2)):
        now = {**world, who: world[other], other: world[who]}
        yield {**now, one: now[another], another: now[one]}


def made_up_for(who, people, sectors, world, points) -> Iterator[dict[str, tuple]]:
    """Worlds in which somebody's sector rates an item a point higher or lower, and other people make up for it."""
    circle = [one for one in people if sectors[one] == sectors[who]]
    raters = [sum(world[one][item] is not None for one in people) for item in range(2)]
    for item, target, step in itertools.product(range(2), range(2), (1, -1)):
        changed = {one: list(vector) for one, vector in world.items()}
        members = [one for one in circle if world[one][item] is not None]
        for one in members:
            changed[one][item] += step
        owed = -step * len(members) * raters[target] // max(1, raters[item])
        for one in people:
            point = changed[one][target]
            if point is not None and not (target == item and one in circle):
                there = min(points, max(1, point + owed))
                changed[one][target], owed = there, owed - (there - point)
        if not owed and all(1 <= changed[one][item] <= points for one in members):
            yield {one: tuple(vector) for one, vector in changed.items()}


def moved(vector, change):
    return tuple(point and point + step for point, step in zip(vector, change, strict=True))


NONE, ONES = (None, None), (1, 1)
TOO_FEW_AT_FIRST = (
    [list("abcde"), list("fghijk")],
    {**dict.fromkeys("abcdfghi"), **dict.fromkeys("ejk", "x")},
    {**dict.fromkeys("aefg", NONE), "b": (None, 1), **dict.fromkeys("cdijk", ONES), "h": (1, None)},
    2,
)
# Somebody of y said "Don't know", so y has no line; with all dots and bars, it could only be whoever gave the one 2
# of the first item, and the four of x would all have given it a 1.
LINE_MISSING = (
    [list("abcdefg")],
    dict.fromkeys("abcd", "x") | dict.fromkeys("efg", "y"),
    {**dict.fromkeys("abcf", ONES), "d": (1, 2), "e": (2, None), "g": ONES},
    2,
)


# The same workshops each time: a search that finds something else now and then would stop everybody's work.
@examples(30, derandomize=True)
@given(workshops())
@example(TOO_FEW_AT_FIRST)
@example(LINE_MISSING)
def test_in_any_workshop_everybody_could_have_answered_otherwise_and_all_would_look_the_same(workshop):
    schedule, sectors, world, points = workshop
    seen = looks_at(*workshop)
    possible = {None, *range(1, points + 1)}

    for who, item in itertools.product(world, range(2)):
        assert any(
            other[who][item] != world[who][item]
            and all(set(vector) <= possible for vector in other.values())
            and looks_at(schedule, sectors, other, points) == seen
            for other in other_worlds(who, schedule, sectors, world, points)
        ), f"{who} is told on item {item}"


@examples(30)
@given(workshops(), st.randoms(use_true_random=False))
def test_people_of_a_circle_are_interchangeable(workshop, chance):
    schedule, sectors, world, points = workshop
    swapped = dict(world)
    for look in schedule:
        for sector in {sectors[who] for who in look}:
            circle = [who for who in look if sectors[who] == sector]
            swapped |= dict(zip(circle, chance.sample([world[who] for who in circle], len(circle)), strict=True))

    assert looks_at(schedule, sectors, swapped, points) == looks_at(*workshop)


@examples(60)
@given(workshops())
def test_no_group_under_the_smallest_has_a_mean_that_can_be_worked_out(workshop):
    _, sectors, world, points = workshop
    entered = let_in([], answers(world, sectors), TWO_ITEMS, 3)
    seen = reveal(entered, TWO_ITEMS, points, 3)

    groups = sorted({sectors[who] for who in world}, key=str)
    lines = [[float(group == one.sector) for group in groups] for one in seen.sectors]
    told = np.array([[1.0] * len(groups), *lines])  # the whole is shown, and each line

    for place, group in enumerate(groups):
        raters = [sum(world[who][item] is not None for who in world if sectors[who] == group) for item in range(2)]
        alone = np.eye(len(groups))[place]
        found = np.linalg.matrix_rank(np.vstack([told, alone])) == np.linalg.matrix_rank(told)
        assert not (found and min(raters) < 3 and seen.sectors)


PERSON = st.sampled_from("abcdefgh")


@examples(60)
@given(
    st.lists(
        st.one_of(
            st.just(("look",)),
            st.tuples(
                st.sampled_from("abcdefgh"), st.sampled_from(["d0-0", "d0-1", "d1-0", "d1-1"]), st.integers(1, 3)
            ),
            st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["x", "y"])),
        ),
        max_size=80,
    )
)
def test_whatever_happens_people_enter_in_threes_and_stay_as_they_entered(events):
    sectors, given_so_far, entered = {}, {}, []
    for event in [*events, ("look",)]:
        if len(event) == 3:
            given_so_far[event[:2]] = event[2]
        elif len(event) == 2:
            sectors[event[0]] = event[1]
        else:
            before, now = entered, [(who, sectors.get(who), item, at) for (who, item), at in given_so_far.items()]
            entered = let_in(before, now, TWO_ITEMS, 3)
            assert {row for row in before if row.batch} <= set(entered)

    sizes = defaultdict(set)
    for row in entered:
        sizes[row.item, row.batch].add(row.respondent)
    assert all(len(people) >= 3 for (_, batch), people in sizes.items() if batch)
    assert all(sizes["d0-0", batch] == sizes["d0-1", batch] for batch in range(5))


# ---------------------------------------------------------------------------------------- the rules, by example


def seen_of(people, sectors=None, smallest=3, points=5, no_lines=None):
    entered = let_in([], answers(people, sectors), TWO_ITEMS, smallest)
    return reveal(entered, TWO_ITEMS, points, smallest, no_lines)


def test_a_dimension_counts_those_who_answered_all_of_it():
    rows = [*answers({"a": (1, 2), "b": (2, 3), "c": (3, 3)}), ("d", None, "d0-0", 5)]

    entered = let_in([], rows, TWO_ITEMS, 3)

    assert {row.respondent for row in entered} == {"a", "b", "c"}
    assert waiting(entered, rows) == 1


def test_dont_know_counts_as_an_answer_and_not_as_a_rating():
    score = seen_of({"a": (1, 2), "b": (2, None), "c": (3, 3), "d": (4, 5)}).profile.dimensions[0]

    assert [(item.n, item.dont_know) for item in score.items] == [(4, 0), (3, 1)]
    assert score.n == 3


def test_where_all_are_alike_on_an_item_the_mean_alone_is_shown():
    score = seen_of({"a": (4, 2), "b": (4, 3), "c": (4, 4)}).profile.dimensions[0]

    assert (score.withheld, score.n, score.mean) == ("too alike", 3, 3.5)
    assert (score.spread, score.quartiles, score.own, score.agreement, score.word) == (None, None, (), None, None)
    assert [(item.n, item.mean, item.counts, item.dont_know) for item in score.items] == [(0, None, (), 0)] * 2


@pytest.mark.parametrize("people", [{"a": (5, 5), "b": (5, 5), "c": (5, 5)}, {"a": (1, 1), "b": (1, 1), "c": (1, 2)}])
def test_a_mean_that_would_tell_the_point_is_withheld_as_well(people):
    score = seen_of(people).profile.dimensions[0]

    assert (score.withheld, score.n, score.mean) == ("too alike", 0, None)


def test_eight_who_are_alike_are_shown():
    score = seen_of(dict.fromkeys("abcdefgh", (4, 4))).profile.dimensions[0]

    assert (score.withheld, score.mean, score.items[0].counts) == (None, 4.0, (0, 0, 0, 8, 0))


def test_too_few_and_too_alike_are_told_apart():
    too_few = seen_of({"a": (4, 2), "b": (4, 3)}).profile.dimensions[0]

    assert (too_few.withheld, too_few.n, too_few.mean) == ("too few", 0, None)


def test_what_was_shown_once_may_be_asked_again_whether_it_may_be_shown():
    once = seen_of({"a": (4, 2), "b": (4, 3), "c": (4, 4)}).profile

    assert shown(once, 3) == once


def test_a_profile_that_comes_in_one_piece_is_withheld_by_the_same_rules():
    people = {"a": (4, 2), "b": (4, 3), "c": (4, 4)}
    whole = profile(frame_of([(who, item, point) for who, _, item, point in answers(people)]), TWO_ITEMS, 5)

    assert shown(whole, 3) == seen_of(people).profile


def test_a_later_batch_that_is_alike_leaves_the_mean_and_takes_the_detail():
    first = {"a": (1, 2), "b": (2, 3), "c": (3, 5)}
    later = {"d": (3, 2), "e": (3, 1), "f": (3, 4)}
    before = let_in([], answers(first), TWO_ITEMS, 3)

    score = reveal(let_in(before, answers(first | later), TWO_ITEMS, 3), TWO_ITEMS, 5, 3).profile.dimensions[0]

    assert (score.withheld, score.n) == ("too alike", 6)
    assert score.mean == pytest.approx((15 / 6 + 17 / 6) / 2)
    assert score.own == ()


SECTORED = dict.fromkeys("abc", "health") | dict.fromkeys("def", "community")
MIXED = {"a": (1, 2), "b": (2, 3), "c": (3, 4), "d": (3, 4), "e": (4, 4), "f": (5, 5)}


def test_each_sector_has_a_line_of_dimension_means():
    seen = seen_of(MIXED, SECTORED)

    assert seen.no_lines is None
    assert [(one.sector, one.n, one.means[0]) for one in seen.sectors] == [
        ("community", 3, pytest.approx(25 / 6)),
        ("health", 3, pytest.approx(2.5)),
    ]
    assert [one.means[1:] for one in seen.sectors] == [(None, None)] * 2


def test_a_sector_that_is_too_small_takes_the_next_smallest_with_it():
    people = {**MIXED, "g": (2, 4), "h": (1, 5), "i": (4, 2), "j": (5, 1)}
    seen = seen_of(people, {**SECTORED, "g": "community", "h": "community", "i": "community", "j": "other"})

    assert [one.sector for one in seen.sectors] == ["community"]


def test_those_without_a_sector_have_no_line_and_count_as_the_rest():
    three, one = seen_of(MIXED, dict.fromkeys("abc", "health")), seen_of(MIXED, dict.fromkeys("abcde", "health"))

    assert [line.sector for line in three.sectors] == ["health"]
    assert (one.sectors, one.no_lines) == ((), "too few")


def test_a_line_for_everybody_would_say_nothing_and_is_not_drawn():
    assert seen_of(MIXED, dict.fromkeys(MIXED, "health")).sectors == ()


def test_lines_that_are_not_wanted_are_not_drawn_and_the_reason_is_kept():
    seen = seen_of(MIXED, SECTORED, no_lines="live")

    assert (seen.sectors, seen.no_lines) == ((), "live")


def test_a_sector_that_is_alike_has_no_line_and_the_dimension_no_detail():
    seen = seen_of({**MIXED, "a": (2, 2), "b": (2, 3), "c": (2, 4)}, SECTORED)

    assert (seen.sectors, seen.no_lines) == ((), "too alike")
    assert seen.profile.dimensions[0].withheld == "too alike"


def test_a_sector_at_the_end_of_the_scale_leaves_the_mean_of_a_large_group():
    """Seven who all chose 5 could have chosen 4 and others more, since nothing tells the sectors' own means."""
    sectors = {f"{sector}-{n}": sector for sector in ("health", "community", "other") for n in range(7)}
    people = {who: (5, 5) if sector == "health" else (2 + n % 3, 3) for n, (who, sector) in enumerate(sectors.items())}

    seen = seen_of(people, sectors, smallest=5)

    assert seen.profile.dimensions[0].withheld == "too alike"
    assert seen.profile.dimensions[0].mean == pytest.approx(11 / 3, abs=0.1)
    assert seen.sectors == ()


def test_lines_stay_as_they_were_when_first_shown():
    """One of a sector among the first, four more later: total and lines together would tell the first one."""
    entered = let_in([], answers(MIXED, SECTORED), TWO_ITEMS, 3)
    first = reveal(entered, TWO_ITEMS, 5, 3)
    more = {**MIXED, "g": (2, 1), "h": (1, 5), "i": (5, 3)}
    entered = let_in(entered, answers(more, {**SECTORED, **dict.fromkeys("ghi", "health")}), TWO_ITEMS, 3)

    later = reveal(entered, TWO_ITEMS, 5, 3)

    assert later.profile.respondents == 9
    assert later.sectors == first.sectors


def test_a_later_batch_is_judged_by_the_looks_at_which_it_is_there():
    first = {"a": (4, None), "b": (4, None), "c": (4, 3), "d": (2, 2), "e": (3, None), "f": (3, 3)}
    alike = {"g": (3, 5), "h": (3, 5), "i": (3, 4)}
    questionnaire = small(2)

    entered = let_in([], answers(first), questionnaire, 5)
    entered = let_in(entered, answers({**first, **alike}), questionnaire, 5)
    seen = reveal(entered, questionnaire, 5, 5).profile.dimensions[0]

    # How many had rated each item before them is no part of what the three could have said otherwise.
    assert (seen.n, seen.withheld) == (6, "too alike")
    assert seen.mean == pytest.approx(31 / 9)

"""Scores by numbers worked out by hand."""

import doctest
import itertools
import math
import statistics
from collections import Counter
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

import scoring.agreement
import scoring.chance
import scoring.compare
import scoring.outlook
import scoring.profile
import scoring.talk
from content.reader import own
from content.shape import FEWEST_POINTS, MOST_ITEMS, MOST_POINTS, Item, Questionnaire
from scoring.agreement import CLOSE, agreement_by_item, in_a_word, is_split, skewed_variance, within_group_agreement
from scoring.compare import Gap, changes, sector_gaps
from scoring.profile import (
    DimensionScore,
    Profile,
    SectorScores,
    frame_of,
    item_score,
    profile,
    quartiles,
    respondent_scores,
    spread,
)
from scoring.shown import shown

QUESTIONNAIRE = own().questionnaire
FIRST = QUESTIONNAIRE.dimensions[0]
A, B = (item.id for item in FIRST.items)


def first(rows, smallest_group=None):
    """The score of the first dimension for rows of (respondent, item, point); what is shown, given a smallest group."""
    whole = profile(frame_of(rows), QUESTIONNAIRE, 5)
    return (shown(whole, smallest_group) if smallest_group else whole).dimensions[0]


@pytest.mark.parametrize(
    "module",
    [scoring.profile, scoring.agreement, scoring.chance, scoring.compare, scoring.outlook, scoring.talk],
    ids=lambda it: it.__name__,
)
def test_docstring_examples_hold(module):
    found = doctest.testmod(module)

    assert (found.failed, found.attempted > 0) == (0, True)


def test_item_mean_leaves_dont_know_out_and_counts_it():
    score = item_score(frame_of([("p", A, 1), ("q", A, 4), ("r", A, 4), ("s", A, None)]), A, 5)

    assert (score.n, score.mean, score.counts, score.dont_know) == (3, 3.0, (1, 0, 0, 2, 0), 1)


def test_dimension_mean_is_the_mean_of_its_item_means():
    # item A: (2 + 4 + 3) / 3 = 3; item B: (5 + 4) / 2 = 4.5, as r did not know; mean (3 + 4.5) / 2 = 3.75
    score = first([("p", A, 2), ("q", A, 4), ("r", A, 3), ("p", B, 5), ("q", B, 4), ("r", B, None)])

    assert score.mean == pytest.approx(3.75)
    assert score.n == 2


def test_spread_is_the_standard_deviation_of_the_respondents_own_scores():
    # own scores: p (2 + 4) / 2 = 3, q 5, r 1 (B unanswered); mean 3, squares 0 + 4 + 4, n - 1 = 2: sd 2
    score = first([("p", A, 2), ("p", B, 4), ("q", A, 5), ("q", B, 5), ("r", A, 1)])

    assert score.spread == pytest.approx(2.0)
    assert score.quartiles == pytest.approx((2.0, 3.0, 4.0))


def test_respondent_who_rated_no_item_of_a_dimension_has_no_score():
    scores = respondent_scores(np.array([0, 0, 1]), np.array([2.0, 3.0, np.nan]))

    assert scores.tolist() == [2.5]


def test_nobody_gives_empty_scores():
    result = profile(frame_of([]), QUESTIONNAIRE, 5)

    assert result.respondents == 0
    assert [(one.n, one.mean, one.spread, one.quartiles) for one in result.dimensions] == [(0, None, None, None)] * 9


def test_one_respondent_has_a_mean_and_no_spread():
    score = first([("p", A, 2), ("p", B, 5)])

    assert (score.mean, score.spread, score.n) == (3.5, None, 1)


def test_all_the_same_has_no_spread_at_all():
    rows = [(who, item, 4) for who in "pqr" for item in (A, B)]

    score = profile(frame_of(rows), QUESTIONNAIRE, 5).dimensions[0]

    assert (score.mean, score.spread, score.quartiles, score.own) == (4.0, 0.0, (4.0, 4.0, 4.0), (4.0, 4.0, 4.0))
    assert score.agreement == 1.0


def test_all_dont_know_gives_no_mean_and_says_how_many():
    rows = [(who, item, None) for who in "pqr" for item in (A, B)]

    score = profile(frame_of(rows), QUESTIONNAIRE, 5).dimensions[0]

    assert (score.mean, score.n) == (None, 0)
    assert [item.dont_know for item in score.items] == [3, 3]


def test_dimension_with_an_item_nobody_rated_has_no_mean():
    assert first([("p", A, 5), ("q", A, 5)]).mean is None


def test_profile_keeps_the_questionnaires_order():
    result = profile(frame_of([("p", QUESTIONNAIRE.items[-1].id, 5)]), QUESTIONNAIRE, 5)

    assert [one.dimension for one in result.dimensions] == [one.id for one in QUESTIONNAIRE.dimensions]


@pytest.mark.parametrize("row", [("p", "no-such-item", 3), ("p", A, 0), ("p", A, 6), ("p", A, 2.5)])
def test_an_impossible_answer_is_refused(row):
    with pytest.raises(ValueError, match=r"item|point"):
        profile(frame_of([row]), QUESTIONNAIRE, 5)


def test_dimension_that_fewer_than_the_smallest_group_answered_is_withheld_whole():
    four = [(who, A, 4) for who in "pqrs"] + [(who, B, point) for who, point in zip("pqrs", (2, 2, 3, 4), strict=True)]

    score = first(four, smallest_group=5)

    assert (score.n, score.mean, score.spread, score.quartiles) == (0, None, None, None)
    assert [(item.n, item.mean, item.counts, item.dont_know) for item in score.items] == [(0, None, (), 0)] * 2


@pytest.mark.parametrize(("dont_knows", "withheld"), [(1, None), (2, None), (3, "too few rated")])
def test_dimension_that_the_smallest_group_answered_is_shown_from_three_ratings_of_each_item(dont_knows, withheld):
    points = (2, 3, 4, 5, 1)
    rows = [(who, item, point) for who, point in zip("pqrst", points, strict=True) for item in (A, B)]
    rows = [(who, item, None if item == B and who in "pqr"[:dont_knows] else point) for who, item, point in rows]

    score = first(rows, smallest_group=5)

    assert (score.withheld, score.n) == (withheld, 0 if withheld else 5 - dont_knows)
    assert (score.mean is None) == bool(withheld)


def test_dimension_at_the_smallest_group_is_shown():
    rows = [(who, item, 4) for who in "pqrst" for item in (A, B)]

    assert first(rows, smallest_group=5).mean == 4.0


# ----------------------------------------------------------------------------------------------- agreement


def test_agreement_follows_the_published_formula_step_by_step():
    """Arithmetic spelled out here, by the formula of James, Demaree & Wolf (1984); the example is ours.

    Eight people, five points: chance variance (5 * 5 - 1) / 12 = 2.
    Item A 4 4 4 4 5 5 3 3: mean 4, squares 0 0 0 0 1 1 1 1 = 4, by n - 1 = 7: 4 / 7.
    Item B 2 2 3 3 3 3 4 4: mean 3, squares 1 1 0 0 0 0 1 1 = 4, by 7: 4 / 7.
    Mean variance 4 / 7, by chance 2 / 7; 2 (1 - 2 / 7) = 10 / 7; r = (10 / 7) / (10 / 7 + 2 / 7) = 10 / 12.
    """
    points = {A: (4, 4, 4, 4, 5, 5, 3, 3), B: (2, 2, 3, 3, 3, 3, 4, 4)}
    rows = [(who, item, point) for item, each in points.items() for who, point in zip("pqrstuvw", each, strict=True)]

    score = first(rows)

    assert score.agreement == pytest.approx(10 / 12)
    assert score.word == "mixed"  # 1 - (4 / 7) / 1.34 = .57 by the item, under .65


# Within-group agreement of groups whose answers are published: data sets of the R package multilevel (Bliese, 2.7).
# RELIG of bhr2000 (one item) is the worked example of Bliese (2022), Multilevel Modeling in R (2.7), 3.2.1; LEAD01 to
# LEAD11 of lq2002 (eleven items) that of the package's page on rwg.j. Five points, chance variance 2.
PUBLISHED_AGREEMENT = {
    ("bhr2000", 4): 0.31923077,
    ("bhr2000", 6): 0.41875000,
    ("bhr2000", 8): 0.38333333,
    ("lq2002", 6): 0.88766286,
    ("lq2002", 7): 0.93304862,
    ("lq2002", 9): 0.89087082,
    ("lq2002", 14): 0.82603774,
}


@pytest.mark.parametrize(("data", "group"), PUBLISHED_AGREEMENT)
def test_agreement_is_that_of_published_worked_examples(data, group):
    published = pd.read_csv(Path(__file__).parent / "data" / "published_agreement.csv")
    counts = published.set_index(["data", "group", "item"]).loc[(data, group)]
    items = tuple(Item(id=name.lower(), text=name) for name in counts.index)
    rows = [
        (str(who), item.id, point)
        for item in items
        for who, point in enumerate(np.repeat([1, 2, 3, 4, 5], counts.loc[item.text]))
    ]
    dimension = FIRST.model_copy(update={"items": items})

    score = profile(frame_of(rows), QUESTIONNAIRE.model_copy(update={"dimensions": (dimension,)}), 5).dimensions[0]

    assert score.agreement == pytest.approx(PUBLISHED_AGREEMENT[data, group], abs=5e-9)


def test_chance_variance_is_2_on_five_points():
    """2 for five response options, as the documentation of the R package multilevel gives it for rwg.j."""
    assert within_group_agreement([1.0], 5) == pytest.approx(1 - 1 / 2)


@pytest.mark.parametrize(("n", "one_in"), [(5, 202), (8, 6024)])
def test_groups_that_answer_at_random_look_close_as_rarely_as_we_say(n, one_in):
    """Counted exactly over all ways to answer two items of five points, each as likely as any other."""
    ways: Counter[float] = Counter()
    for counts in itertools.product(range(n + 1), repeat=5):
        if sum(counts) == n:
            answers = [point for point, number in enumerate(counts) for _ in range(number)]
            orders = math.factorial(n) // math.prod(map(math.factorial, counts))
            ways[round(statistics.variance(answers), 9)] += orders

    close = sum(
        ways[first] * ways[second]
        for first, second in itertools.product(ways, ways)
        if round(agreement_by_item([first, second], 5), 6) >= CLOSE
    )

    assert round(25**n / close) == one_in


@given(st.lists(st.floats(0, 4), min_size=1, max_size=5))
def test_agreement_by_the_item_is_that_of_the_published_formula_and_does_not_grow_with_items(variances):
    """Lindell, Brandt & Whitney (1999): 1 less the mean item variance by that of chance answers, 1.34."""
    assert agreement_by_item(variances, 5) == pytest.approx(1 - statistics.fmean(variances) / 1.34)
    assert agreement_by_item(variances * 4, 5) == pytest.approx(agreement_by_item(variances, 5))
    assert agreement_by_item([], 5) is None


def test_more_disagreement_than_chance_is_no_agreement_and_not_less_than_none():
    assert within_group_agreement([4.0, 4.0], 5) == 0.0


def test_a_scale_of_one_point_is_refused():
    with pytest.raises(ValueError, match="two points"):
        within_group_agreement([0.0], 1)


@pytest.mark.parametrize(
    ("counts", "split"),
    [
        ((4, 0, 0, 0, 4), True),
        ((0, 4, 0, 4, 0), True),
        ((3, 1, 0, 1, 3), True),
        ((5, 0, 1, 0, 5), True),
        ((4, 0, 2, 0, 4), False),
        ((0, 4, 4, 0, 0), False),
        ((4, 0, 4, 0, 0), False),
        ((1, 2, 4, 2, 1), False),
        ((8, 0, 0, 0, 1), False),
        ((4, 4), False),
        ((4, 0, 4), True),
        ((0, 0, 0, 0, 0), False),
    ],
)
def test_two_camps_with_an_empty_middle_are_split_and_nothing_else(counts, split):
    assert is_split(counts) is split


@pytest.mark.parametrize("points", range(2, 12))
@pytest.mark.parametrize("each", [1, 2, 10])
def test_a_flat_spread_is_never_split(points, each):
    assert not is_split((each,) * points)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=11))
def test_a_split_reads_the_same_from_both_ends(counts):
    assert is_split(counts) == is_split(counts[::-1])


@pytest.mark.parametrize(
    ("variances", "n", "split", "word"),
    [
        ((0.2, 0.2), 7, False, None),
        ((0.2, 0.2), 7, True, None),
        ((0.46, 0.47), 8, False, "close"),
        ((0.47, 0.48), 8, False, "mixed"),
        ((0.2, 0.2), 8, True, "split"),
        ((), 8, False, None),
    ],
)
def test_a_word_is_said_from_eight_people_on(variances, n, split, word):
    assert in_a_word(variances, 5, n, split=split) == word


@pytest.mark.parametrize("items", [1, 2, 3, 20])
@pytest.mark.parametrize("points", range(2, 12))
def test_a_usual_spread_is_not_close_whatever_the_scale_and_the_number_of_items(points, items):
    """Views with a standard deviation of 0.9 about 3.5 of five points, given on this scale to the nearest point."""
    chance = statistics.NormalDist(1 + 2.5 * (points - 1) / 4, 0.9 * (points - 1) / 4)
    up_to = [0.0, *(chance.cdf(point + 0.5) for point in range(1, points)), 1.0]
    shares = [high - low for low, high in itertools.pairwise(up_to)]
    mean = sum(point * share for point, share in enumerate(shares))
    usual = sum((point - mean) ** 2 * share for point, share in enumerate(shares))

    assert in_a_word([usual] * items, points, 30, split=False) == "mixed"


def test_one_who_sees_it_quite_otherwise_than_nine_is_not_close():
    nine_fours_and_a_one = statistics.variance([4] * 9 + [1])

    assert in_a_word([nine_fours_and_a_one] * 2, 5, 10, split=False) == "mixed"


@pytest.mark.parametrize("items", range(1, MOST_ITEMS + 1))
@pytest.mark.parametrize("points", range(FEWEST_POINTS, MOST_POINTS + 1))
def test_answers_at_random_are_close_in_at_most_one_in_fifty_groups_of_eight(points, items):
    """By 8,000 groups: the more people, the rarer. The variance of each item is drawn from the same groups."""
    chance = np.random.default_rng(points)
    counts = chance.multinomial(8, [1 / points] * points, size=8_000)
    places = np.arange(1, points + 1)
    variances = (counts @ places**2 - (counts @ places) ** 2 / 8) / 7
    drawn = np.mean([chance.permutation(variances) for _ in range(items)], axis=0)

    values, numbers = np.unique(drawn.round(9), return_counts=True)
    low = values <= skewed_variance(points)
    close = sum(
        number
        for value, number in zip(values[low], numbers[low], strict=True)
        if in_a_word([float(value)] * items, points, 8, split=False) == "close"
    )
    assert close / 8_000 <= 0.02


PUBLISHED_NULLS = {5: 1.34, 6: 1.85, 7: 2.90, 8: 3.47, 9: 5.66, 10: 6.30, 11: 7.31}


def test_skewed_answers_vary_nearly_as_those_published_for_other_scales():
    """Slightly skewed null distributions as LeBreton and his colleagues give them for 5 to 11 points."""
    assert skewed_variance(5) == pytest.approx(1.34)
    assert all(skewed_variance(points) == pytest.approx(each, rel=0.2) for points, each in PUBLISHED_NULLS.items())


@pytest.mark.parametrize("points", range(2, 12))
def test_skewed_answers_vary_less_than_evenly_spread_ones_and_are_worked_out_point_by_point(points):
    shares = [Fraction(0)] * points
    for place, share in enumerate((5, 15, 20, 35, 25)):
        for point in range(points):
            overlap = min(Fraction(place + 1, 5), Fraction(point + 1, points)) - max(
                Fraction(place, 5), Fraction(point, points)
            )
            shares[point] += max(Fraction(0), overlap) * 5 * Fraction(share, 100)
    mean = sum(point * share for point, share in enumerate(shares))
    expected = sum((point - mean) ** 2 * share for point, share in enumerate(shares))

    assert skewed_variance(points) == pytest.approx(float(expected))
    assert skewed_variance(points) < (points**2 - 1) / 12


@pytest.mark.parametrize(
    ("counts", "split"),
    [
        ((3, 0, 0, 0, 4), True),
        ((3, 0, 0, 0, 3), True),
        ((2, 0, 0, 0, 3), False),
        ((2, 0, 0, 0, 4), False),
        ((0, 0, 5, 0, 5, 0, 0), False),
        ((0, 5, 0, 0, 5, 0, 0), True),
        ((0, 0, 5, 0, 0, 5, 0), True),
    ],
)
def test_two_camps_are_three_people_each_and_half_the_scale_apart(counts, split):
    assert is_split(counts) is split


def test_an_item_says_whether_there_are_two_camps_however_few_rated_it():
    seven = [(str(who), A, 1 if who < 3 else 5) for who in range(7)]

    assert item_score(frame_of(seven), A, 5).split is True
    assert item_score(frame_of([("p", A, None)]), A, 5).split is None


# ------------------------------------------------------------------- the same numbers from an independent hand


def questionnaire_of(items: tuple[int, ...]) -> Questionnaire:
    words = QUESTIONNAIRE.model_dump(exclude={"dimensions"})
    dimensions = [
        {"id": f"d{d}", "name": f"D{d}", "items": [{"id": f"d{d}-{i}", "text": "T"} for i in range(number)]}
        for d, number in enumerate(items)
    ]
    return Questionnaire.model_validate({**words, "dimensions": dimensions})


@st.composite
def any_responses(draw):
    """A questionnaire of any size, the length of its scale, and each respondent's answers to some of the items."""
    points = draw(st.integers(2, 11))
    questionnaire = questionnaire_of(tuple(draw(st.lists(st.integers(1, 4), min_size=3, max_size=5))))
    one = st.one_of(st.none(), st.integers(1, points))
    ids = st.sampled_from([item.id for item in questionnaire.items])
    people = draw(st.lists(st.dictionaries(ids, one), max_size=12))
    return questionnaire, points, {f"p{number}": answers for number, answers in enumerate(people)}


def by_hand(items: list[str], points: int, people: dict[str, dict[str, int | None]]) -> dict[str, object]:
    """A dimension's numbers by plain Python and the statistics module."""
    chosen = {item: [a[item] for a in people.values() if a.get(item) is not None] for item in items}
    rated = [[a[item] for item in items if a.get(item) is not None] for a in people.values()]
    own = sorted(statistics.fmean(each) for each in rated if each)
    agreement = None
    if all(len(each) > 1 for each in chosen.values()):
        ratio = statistics.fmean(statistics.variance(each) for each in chosen.values()) * 12 / (points**2 - 1)
        top = len(items) * (1 - min(ratio, 1))
        agreement = top / (top + ratio)
    means = [statistics.fmean(each) for each in chosen.values() if each]
    answered = sum(item in a for a in people.values() for item in items)
    return {
        "n": min(len(each) for each in chosen.values()),
        "mean": statistics.fmean(means) if len(means) == len(items) else None,
        "spread": statistics.stdev(own) if len(own) > 1 else None,
        "quartiles": tuple(quantile(own, share) for share in (0.25, 0.5, 0.75)) if own else None,
        "own": tuple(own),
        "agreement": agreement,
        "dont_know_share": 1 - sum(map(len, chosen.values())) / answered if answered else None,
    }


def quantile(values: list[float], share: float) -> float:
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


@examples(150)
@given(any_responses())
def test_numbers_agree_with_an_independent_implementation(responses):
    questionnaire, points, people = responses
    rows = [(who, item, point) for who, answers in people.items() for item, point in answers.items()]

    result = profile(frame_of(rows), questionnaire, points)

    assert result.respondents == sum(1 for answers in people.values() if answers)
    for dimension, score in zip(questionnaire.dimensions, result.dimensions, strict=True):
        expected = by_hand([item.id for item in dimension.items], points, people)
        for name, value in expected.items():
            assert getattr(score, name) == (value if value is None else pytest.approx(value)), name


@examples(80)
@given(any_responses())
def test_item_numbers_agree_with_an_independent_implementation(responses):
    questionnaire, points, people = responses
    rows = [(who, item, point) for who, answers in people.items() for item, point in answers.items()]

    result = profile(frame_of(rows), questionnaire, points)

    for score in (item for dimension in result.dimensions for item in dimension.items):
        given = [answers[score.item] for answers in people.values() if score.item in answers]
        chosen = sorted(point for point in given if point is not None)
        assert score.counts == tuple(chosen.count(point) for point in range(1, points + 1))
        assert (score.n, score.dont_know) == (len(chosen), len(given) - len(chosen))
        assert score.spread == (pytest.approx(statistics.stdev(chosen)) if len(chosen) > 1 else None)
        assert score.mean == (pytest.approx(statistics.fmean(chosen)) if chosen else None)
        assert score.quartiles == (
            pytest.approx(tuple(quantile(chosen, share) for share in (0.25, 0.5, 0.75))) if chosen else None
        )
        assert (score.split is None) == (not chosen)


def test_one_item_unanswered_by_all_leaves_no_mean_but_the_dots_of_the_other():
    score = profile(frame_of([("p", A, 5), ("q", A, 3)]), QUESTIONNAIRE, 5).dimensions[0]

    assert (score.mean, score.n, score.agreement, score.own) == (None, 0, None, (3.0, 5.0))


# --------------------------------------------------------------------------------------------- gaps and changes


def scores_of(*means: float | None, spread: float | None = 0.1, people: int = 9) -> Profile:
    """Dimensions of people who hardly differ, so that half a point is beyond chance."""
    names = "abcdefghi"
    return Profile(
        people,
        tuple(
            DimensionScore(names[i], names[i], people, mean, None if mean is None else spread, None, ())
            for i, mean in enumerate(means)
        ),
    )


def test_gap_under_half_a_point_is_none_and_half_a_point_is_one():
    sectors = (SectorScores("x", 5, (3.0, 2.0, None)), SectorScores("y", 5, (3.49, 2.5, 4.0)))

    found = sector_gaps(sectors, scores_of(3.2, 2.2, 4.0, people=10))

    assert found == (Gap("b", "x", "y", 2.0, 2.5),)


def test_half_a_point_is_half_a_point_in_floating_numbers_too():
    assert [change.by for change in changes(scores_of(4.3), scores_of(3.8))] == [pytest.approx(0.5)]


def test_changes_that_look_the_same_are_called_the_same():
    """3.94 is read as 3.9 and 4.41 as 4.4: half a point to everybody who sees them."""
    assert [change.by for change in changes(scores_of(4.41, 3.05), scores_of(3.94, 2.64))] == [
        pytest.approx(0.5),
        pytest.approx(0.5),
    ]


def test_change_is_named_from_half_a_point_on_and_only_where_both_are_shown():
    found = changes(scores_of(3.0, 3.2, None, 4.0), scores_of(3.6, 3.0, 3.0, None))

    assert [(change.dimension, change.by) for change in found] == [("a", pytest.approx(-0.6)), ("b", None)]


def test_spread_and_quartiles_are_those_of_published_worked_examples():
    # STDEV.S and QUARTILE.INC in the documentation of Microsoft Excel; NumAcc1 of the Statistical Reference Datasets
    # of NIST, whose certified standard deviation is exactly 1.
    strength = np.array([1345, 1301, 1368, 1322, 1310, 1370, 1318, 1350, 1303, 1299.0])

    assert spread(strength) == pytest.approx(27.46391572)
    assert quartiles(np.array([1, 2, 4, 7, 8, 9, 10, 12.0]))[0] == 3.5
    assert spread(np.array([10000001, 10000003, 10000002.0])) == 1.0

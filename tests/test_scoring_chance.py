"""What chance makes of scores: the bounds by published tables, by another way to work them out, and by trying."""

import itertools
import statistics

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from content.reader import own
from scoring.chance import (
    ENDS_BY_CHANCE,
    equal_ends,
    equal_sectors,
    equal_spreads,
    equal_workshops,
    freedom_of_pooled,
    residual_of,
    studentized_range,
    variance_ratio,
)
from scoring.compare import changes, ends, farthest_apart, sector_gaps
from scoring.profile import DimensionScore, ItemScore, Profile, SectorScores
from scoring.shown import let_in, reveal

QUESTIONNAIRE = own().questionnaire


# ------------------------------------------------------------------------------------------- the studentized range


@pytest.mark.parametrize(
    ("share", "groups", "freedom", "published"),
    [  # Harter (1960), Ann Math Stat 31:1122-1147, as printed in most textbooks
        (0.05, 2, 10, 3.15),
        (0.05, 3, 10, 3.88),
        (0.05, 5, 20, 4.23),
        (0.05, 9, 30, 4.72),
        (0.05, 10, 120, 4.56),
        (0.01, 4, 12, 5.50),
        (0.01, 9, 60, 5.36),
    ],
)
def test_studentized_range_is_that_of_published_tables(share, groups, freedom, published):
    assert studentized_range(share, groups, freedom) == pytest.approx(published, abs=0.006)


@pytest.mark.parametrize(
    ("share", "groups", "freedom", "elsewhere"),
    [  # scipy.stats.studentized_range.isf of SciPy 1.17, an integral of another kind
        (0.05, 2, 1, 17.969287),
        (0.05, 3, 2, 8.330783),
        (0.08, 9, 32, 4.405544),
        (0.08, 9, 232, 4.188329),
        (0.1, 2, 5.5, 2.793467),
        (0.0245, 2, 24, 3.394373),
        (0.0245, 4, 60, 4.134531),
        (0.08, 15, 56, 4.758077),
        (0.05, 9, 5000, 4.388444),
    ],
)
def test_studentized_range_is_that_of_another_implementation(share, groups, freedom, elsewhere):
    assert studentized_range(share, groups, freedom) == pytest.approx(elsewhere, rel=1e-5)


def test_of_two_groups_it_is_students_distribution():
    assert studentized_range(0.05, 2, 10) / 2**0.5 == pytest.approx(2.228139, abs=1e-4)  # the tables' t of 10 degrees


@pytest.mark.parametrize(("share", "groups", "freedom"), [(0, 3, 10), (1, 3, 10), (0.05, 1, 10), (0.05, 3, 0)])
def test_a_range_of_nothing_is_refused(share, groups, freedom):
    with pytest.raises(ValueError, match="at least two groups"):
        studentized_range(share, groups, freedom)


# -------------------------------------------------------------------------------------------------- the residual


@st.composite
def tables(draw) -> np.ndarray:
    people, dimensions = draw(st.integers(2, 8)), draw(st.integers(2, 6))
    points = st.lists(st.integers(1, 5), min_size=people * dimensions, max_size=people * dimensions)
    return np.array(draw(points), dtype=float).reshape(people, dimensions)


@given(tables())
def test_residual_is_the_mean_square_of_respondent_by_dimension(scores):
    people, dimensions = scores.shape
    fitted = scores.mean(axis=0) + scores.mean(axis=1, keepdims=True) - scores.mean()
    mean_square = ((scores - fitted) ** 2).sum() / ((people - 1) * (dimensions - 1))

    variance, pairs = residual_of(scores)

    assert variance == pytest.approx(mean_square)
    assert pairs == dimensions * (dimensions - 1) / 2


@given(tables(), st.data())
def test_residual_leaves_out_who_has_no_score(scores, data):
    gaps = data.draw(st.lists(st.booleans(), min_size=scores.size, max_size=scores.size))
    scores[np.array(gaps).reshape(scores.shape)] = np.nan
    variances = []
    for first, second in itertools.combinations(scores.T, 2):
        both = [a - b for a, b in zip(first, second, strict=True) if not np.isnan(a - b)]
        variances += [statistics.variance(both) / 2] if len(both) > 1 else []

    found = residual_of(scores)

    assert found == (None if not variances else (pytest.approx(statistics.fmean(variances)), len(variances)))


def revealed(answers: dict[str, list[int | None]], smallest: int = 3):
    """Answers of each person to the items of all dimensions, in order."""
    items = [item.id for item in QUESTIONNAIRE.items]
    rows = [
        (who, None, item, point) for who, given in answers.items() for item, point in zip(items, given, strict=False)
    ]
    return reveal(let_in([], rows, QUESTIONNAIRE, smallest), QUESTIONNAIRE, 5, smallest).profile


def test_what_is_shown_says_how_much_the_dimensions_means_waver():
    chance = np.random.default_rng(1)
    answers = chance.integers(1, 6, (9, 18))
    own = answers.reshape(9, 9, 2).mean(axis=2)

    seen = revealed({f"p{who}": [int(point) for point in given] for who, given in enumerate(answers)})

    variance, _ = residual_of(own)
    assert seen.residual == pytest.approx(variance**0.5, abs=0.005)
    assert seen.residual == round(seen.residual, 2)


def test_of_a_dimension_that_is_not_shown_whole_nothing_is_told_by_the_residual():
    whole = {f"p{who}": [1 + (who + item) % 5 for item in range(18)] for who in range(5)}
    alike = {who: [4, *given[1:]] for who, given in whole.items()}
    other = {who: [2, *given[1:]] for who, given in whole.items()}

    assert revealed(alike).dimensions[0].withheld == "too alike"
    assert revealed(alike).residual == revealed(other).residual != revealed(whole).residual


# ------------------------------------------------------------------------------------------------ lowest, highest


def scores(*means: float | None, spread: float | None = 0.9, people: int = 8, residual: float | None = None) -> Profile:
    names = "abcdefghi"
    dimensions = tuple(
        DimensionScore(names[i], names[i], people, mean, None if mean is None else spread, None, ())
        for i, mean in enumerate(means)
    )
    return Profile(people, dimensions, residual)


def test_lowest_and_highest_stand_out_where_they_are_farther_apart_than_equal_dimensions_would_be():
    """Nine dimensions, eight people, a residual of 0.65: q 4.37 of 56 degrees, times 0.65 by the root of 8: 1.01."""
    just_under = scores(3.0, 4.0, *[3.5] * 7, residual=0.65)
    just_over = scores(3.0, 4.02, *[3.51] * 7, residual=0.65)

    assert (ends(just_under).lowest, ends(just_under).highest, ends(just_under).standing) == ((), (), "by chance")
    assert (ends(just_over).lowest, ends(just_over).highest, ends(just_over).standing) == (("a",), ("b",), "apart")


def test_half_a_point_stays_the_least_however_many_people_there_are():
    assert ends(scores(3.0, 3.45, residual=0.65, people=500)).standing == "close"
    assert ends(scores(3.0, 3.5, residual=0.65, people=500)).standing == "apart"


def test_scores_settled_together_need_half_a_point_alone():
    settled = scores(3.0, 3.5, 4.0, spread=None, people=1)

    assert (ends(settled).lowest, ends(settled).highest) == (("a",), ("c",))


def test_where_chance_is_not_known_nothing_stands_out():
    assert ends(scores(1.0, 5.0, spread=None)).standing == "by chance"


def test_without_a_residual_the_wider_spread_stands_for_it():
    assert ends(scores(3.0, 3.9, 3.5, spread=0.9)).standing == "by chance"
    assert ends(scores(3.0, 3.9, 3.5, spread=0.9, residual=0.5)).standing == "apart"


@pytest.mark.parametrize(
    ("profile", "standing"), [(None, "nothing"), (scores(None, None), "nothing"), (scores(3.0, None), "one")]
)
def test_of_fewer_than_two_dimensions_none_stands_out(profile, standing):
    assert (ends(profile).lowest, ends(profile).highest, ends(profile).standing) == ((), (), standing)


@examples(60)
@given(st.lists(st.integers(10, 50), min_size=2, max_size=9), st.sampled_from([0.0, 0.2, 0.65, 1.5]))
def test_lowest_and_highest_change_places_when_the_scale_is_turned_round(tens, residual):
    upright = ends(scores(*(ten / 10 for ten in tens), residual=residual))
    turned = ends(scores(*(6 - ten / 10 for ten in tens), residual=residual))

    assert (upright.lowest, upright.highest, upright.standing) == (turned.highest, turned.lowest, turned.standing)


def test_equal_dimensions_are_named_as_rarely_as_the_bound_says():
    """Ten thousand workshops of nine equal dimensions, six people: the range passes the bound in 7% of them."""
    chance = np.random.default_rng(2)
    given = chance.normal(0, 0.7, (10_000, 6, 1)) + chance.normal(0, 0.6, (10_000, 6, 9))
    means = given.mean(axis=1)
    fitted = means[:, None] + given.mean(axis=2, keepdims=True) - given.mean(axis=(1, 2), keepdims=True)
    residuals = (((given - fitted) ** 2).sum(axis=(1, 2)) / 40) ** 0.5

    passed = np.ptp(means, axis=1) >= np.array([equal_ends(9, residual, (6, 6), 40) for residual in residuals])

    assert passed.mean() == pytest.approx(ENDS_BY_CHANCE, abs=0.01)


# --------------------------------------------------------------------------------------------- sectors, workshops


def test_gap_is_one_where_sectors_are_farther_apart_than_ones_that_agree_would_be():
    """Two sectors of five in one dimension, all within them alike but for 0.5: t 1.40 of 8 degrees, times 0.5 ..."""
    spread_within = 0.5
    means = (3.0, 3.6)
    total = ((8 * spread_within**2 + 10 * 0.3**2) / 9) ** 0.5  # their squares, and those of the means around 3.3
    bound = 1.3968 * spread_within * (2 / 5) ** 0.5

    profile = Profile(10, (DimensionScore("a", "a", 10, 3.3, total, None, ()),))
    found = sector_gaps(tuple(SectorScores(name, 5, (mean,)) for name, mean in zip("xy", means, strict=True)), profile)

    assert equal_sectors(2, 1, spread_within, (5, 5), 8) == pytest.approx(bound, abs=1e-3)
    assert [(gap.low_sector, gap.high_sector, gap.size) for gap in found] == [("x", "y", pytest.approx(0.6))]


def test_no_gap_is_one_where_people_of_a_sector_differ_as_much():
    profile = Profile(10, (DimensionScore("a", "a", 10, 3.3, 0.9, None, ()),))

    assert sector_gaps((SectorScores("x", 5, (3.0,)), SectorScores("y", 5, (3.6,))), profile) == ()
    assert sector_gaps((SectorScores("x", 5, (2.3,)), SectorScores("y", 5, (4.3,))), profile) != ()


def test_gap_needs_a_spread_that_is_shown():
    profile = Profile(10, (DimensionScore("a", "a", 10, 3.0, None, None, ()),))

    assert sector_gaps((SectorScores("x", 5, (1.0,)), SectorScores("y", 5, (5.0,))), profile) == ()


def test_the_bound_of_a_gap_grows_with_the_sectors_and_the_dimensions_that_are_compared():
    sizes = [equal_sectors(number, dimensions, 0.9, (5, 5), 24) for number, dimensions in ((2, 1), (2, 9), (4, 9))]

    assert sizes == sorted(sizes)
    assert equal_sectors(2, 9, 0.9, (20, 20), 24) == pytest.approx(sizes[1] / 2)


def test_change_is_one_where_workshops_are_farther_apart_than_ones_of_other_people_would_be():
    """One dimension, a spread of 0.9, eight people each: t 1.761 of 14 degrees, times 0.9 by the root of 4: 0.79."""
    then = scores(3.0)

    assert [change.by for change in changes(scores(3.7), then)] == [None]
    assert [change.by for change in changes(scores(3.8), then)] == [pytest.approx(0.8)]


def test_change_of_nine_dimensions_needs_more_than_of_one():
    assert changes(scores(*[3.8] * 9), scores(*[3.0] * 9))[0].by is None
    assert equal_workshops(9, 0.45, freedom_of_pooled(14, 9)) > equal_workshops(1, 0.45, 14)


def test_between_scores_settled_together_half_a_point_is_a_change():
    settled = scores(3.0, spread=None, people=1), scores(3.5, spread=None, people=1)

    assert [change.by for change in changes(settled[1], settled[0])] == [pytest.approx(0.5)]


def test_a_hidden_spread_is_taken_as_the_others_of_its_workshop_and_without_any_nothing_changed():
    now, then = scores(4.5, 4.5), scores(3.0, 3.0)
    hidden = Profile(8, (DimensionScore("a", "a", 8, 4.5, None, None, (), withheld="too alike"), now.dimensions[1]))

    assert [change.by for change in changes(hidden, then)] == [change.by for change in changes(now, then)]
    assert [change.by for change in changes(scores(4.5, spread=None), then)] == [None]


def test_no_workshop_to_compare_with_has_no_change():
    assert changes(scores(None, 3.0), scores(3.0, None)) == ()


# ------------------------------------------------------------------------------------------- where answers vary most


@pytest.mark.parametrize(
    ("share", "freedom", "other_freedom", "published"),
    [  # the F distribution, as printed in most textbooks
        (0.05, 1, 10, 4.96),
        (0.05, 4, 10, 3.48),
        (0.05, 8, 20, 2.45),
        (0.05, 12, 60, 1.92),
        (0.01, 10, 10, 4.85),
        (0.01, 24, 120, 1.95),
    ],
)
def test_ratio_of_variances_is_that_of_published_tables(share, freedom, other_freedom, published):
    assert variance_ratio(share, freedom, other_freedom) == pytest.approx(published, abs=0.006)


def test_ratio_of_variances_is_passed_as_often_as_it_says():
    chance = np.random.default_rng(1)
    ratios = chance.chisquare(7.4, 200_000) / 7.4 / (chance.chisquare(31.2, 200_000) / 31.2)

    assert (ratios > variance_ratio(0.05, 7.4, 31.2)).mean() == pytest.approx(0.05, abs=0.003)


def test_the_bound_of_many_views_grows_with_the_dimensions_and_needs_freedom():
    assert equal_spreads(9, 11, 30) > equal_spreads(3, 11, 30) > 1
    with pytest.raises(ValueError, match="degree of freedom"):
        equal_spreads(9, 0.5, 30)


def varied(*spreads: float | None, people: int = 12) -> Profile:
    scores = [
        DimensionScore(name, name, people, 3.0, None, None, (ItemScore(name, people, 3.0, (), 0, spread=spread),))
        for name, spread in zip("abcdef", spreads, strict=False)
    ]
    return Profile(people, tuple(scores))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (varied(0.8, 1.5, 0.8, 0.9), ("b",)),
        (varied(1.5, 1.5, 0.7, 0.7, 0.7, 0.7), ("a", "b")),
        (varied(0.8, 1.0, 0.8, 0.9), ()),
        (varied(0.8, 0.9, 0.8, people=2_000), ()),
        (varied(0.0, 0.0, 0.5), ("c",)),
        (varied(0.0, 0.0), ()),
        (varied(1.0), ()),
        (varied(None, 1.0), ()),
        (varied(), ()),
    ],
)
def test_answers_vary_most_where_they_vary_half_as_much_again_and_beyond_chance(profile, expected):
    assert farthest_apart(profile) == expected


@examples(60)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), st.integers(3, 40))
def test_where_answers_vary_most_does_not_hang_on_the_order_of_the_dimensions(tens, people):
    profile = varied(*(ten / 10 for ten in tens), people=people)
    turned = Profile(people, profile.dimensions[::-1])

    assert set(farthest_apart(profile)) == set(farthest_apart(turned))

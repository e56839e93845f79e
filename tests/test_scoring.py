"""Scores by numbers worked out by hand."""

import doctest

import pytest

import scoring.profile
from content.reader import read
from scoring.profile import frame_of, item_score, profile, respondent_scores
from scoring.shown import shown

QUESTIONNAIRE = read().questionnaire
FIRST = QUESTIONNAIRE.dimensions[0]
A, B = (item.id for item in FIRST.items)


def first(rows, smallest_group=1):
    """The score of the first dimension for rows of (respondent, item, point)."""
    return shown(profile(frame_of(rows), QUESTIONNAIRE, 5), smallest_group).dimensions[0]


def test_docstring_examples_hold():
    assert doctest.testmod(scoring.profile).failed == 0


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
    scores = respondent_scores(frame_of([("p", A, 2), ("p", B, 3), ("q", A, None)]), FIRST)

    assert scores.to_dict() == {"p": 2.5}


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


def test_dimension_under_the_smallest_group_is_withheld_whole():
    four_of_five = [(who, A, 4) for who in "pqrst"] + [(who, B, 2) for who in "pqrs"] + [("t", B, None)]

    score = first(four_of_five, smallest_group=5)

    assert (score.n, score.mean, score.spread, score.quartiles) == (0, None, None, None)
    assert [(item.n, item.mean, item.counts, item.dont_know) for item in score.items] == [(0, None, (), 0)] * 2


def test_dimension_at_the_smallest_group_is_shown():
    rows = [(who, item, 4) for who in "pqrst" for item in (A, B)]

    assert first(rows, smallest_group=5).mean == 4.0

"""Where to talk: what stands out of what is shown, and the open question that goes with it."""

from dataclasses import replace

import pytest
from people import CONTENT

from content.shape import TALKING_POINTS, Choices
from scoring.profile import DimensionScore, ItemScore, Profile, SectorScores
from scoring.talk import talking_points


def dimension(name, mean, *, word=None, agreement=None, split=(False, False), unknown=(0.0, 0.0), vary=0.5):
    items = tuple(
        ItemScore(f"{name}-{i}", 8, mean, (), round(10 * share), spread=vary, dont_know_share=share, split=camps)
        for i, (camps, share) in enumerate(zip(split, unknown, strict=True), start=1)
    )
    # They hardly differ, so that half a point is beyond chance.
    return DimensionScore(name, name, 8, mean, 0.1, None, items, word=word, agreement=agreement)


def points(*dimensions, sectors=()):
    return talking_points(Profile(8, dimensions), sectors)


def kinds(found):
    return [(one.kind, one.pattern, one.dimensions) for one in found]


def test_divided_comes_before_low_and_camps_before_low_agreement():
    found = points(
        dimension("a", 2.0, word="mixed", agreement=0.1),
        dimension("b", 3.0, word="split", agreement=0.6, split=(True, False)),
        dimension("c", 4.0, word="close", agreement=0.9),
    )

    assert kinds(found) == [
        ("divided", "two-camps", ("b",)),
        ("lowest", "differ", ("a",)),
        ("highest", "alike", ("c",)),
    ]
    assert (found[0].items, found[0].values) == (("b-1",), (0.6,))


@pytest.mark.parametrize(("vary", "named"), [(0.9, False), (1.6, True)])
def test_without_camps_views_are_many_where_answers_vary_more_than_chance_makes_one_of_the_dimensions(vary, named):
    found = points(
        dimension("a", 3.0, word="mixed", agreement=0.5, vary=0.8),
        dimension("b", 3.1, word="mixed", agreement=0.2, vary=vary),
        dimension("c", 3.2, word="close", agreement=0.8, vary=0.7),
    )

    assert kinds(found) == ([("divided", "spread-out", ("b",))] if named else [])


def test_answers_that_lie_close_are_not_many_views_however_much_closer_the_others_lie():
    found = points(
        *(dimension(name, 3.0, word="close", agreement=1.0, vary=0.1) for name in "abc"),
        dimension("d", 3.0, word="close", agreement=0.9, vary=0.6),
    )

    assert found == ()


def test_every_dimension_with_two_camps_is_named_and_agreement_only_where_it_has_a_word_and_is_one():
    camps = [
        dimension(name, 3.0, word=word, agreement=agreement, split=(True, False))
        for name, word, agreement in (("a", "split", 0.2), ("b", "split", 0.4), ("c", None, 0.2))
    ]

    assert [found.values for found in points(camps[0])] == [(0.2,)]
    assert [(found.dimensions, found.values) for found in points(*camps[:2])] == [(("a", "b"), ())]
    assert [found.values for found in points(camps[2])] == [()]


def test_hidden_answers_are_not_called_too_few():
    alike = [replace(dimension(name, 3.0), withheld="too alike") for name in "ab"]

    assert points(*alike) == ()
    assert kinds(points(*alike, dimension("c", 3.1))) == [("too-few", "agreement", ("c",))]


def test_close_everywhere_divides_nobody():
    assert (
        points(dimension("a", 3.0, word="close", agreement=0.8), dimension("b", 3.4, word="close", agreement=1)) == ()
    )


def test_scores_agreed_together_have_a_lowest_and_a_highest_and_nothing_else():
    agreed = Profile(1, (dimension("a", 2.0), dimension("b", 4.5), dimension("c", 3.0)))

    found = talking_points(None, (), agreed)

    assert kinds(found) == [("lowest", "unsaid", ("a",)), ("highest", "unsaid", ("b",))]


def test_too_few_to_say_is_said():
    found = points(dimension("a", 2.0, agreement=0.0), dimension("b", 4.0, agreement=1.0))

    assert kinds(found) == [
        ("too-few", "agreement", ("a", "b")),
        ("lowest", "unsaid", ("a",)),
        ("highest", "unsaid", ("b",)),
    ]


@pytest.mark.parametrize(("highest", "ranked"), [(3.49, False), (3.5, True)])
def test_nothing_is_ranked_on_less_than_half_a_point(highest, ranked):
    found = points(dimension("a", 3.0), dimension("b", highest))

    assert ("lowest" in {one.kind for one in found}) is ranked


def test_what_looks_the_same_to_one_decimal_is_named_together():
    means = {"a": 2.04, "b": 1.96, "c": 4.04, "d": 2.06, "e": 3.96, "f": 3.94}

    found = points(*(dimension(name, mean) for name, mean in means.items()))

    assert [(one.kind, one.dimensions) for one in found[1:]] == [("lowest", ("a", "b")), ("highest", ("c", "e"))]
    assert found[1].values == (1.96,)


def test_one_low_dimension_among_equal_ones_makes_no_highest():
    found = points(dimension("a", 2.04), dimension("b", 3.96), dimension("c", 4.0), dimension("d", 4.06))

    assert kinds(found)[1:] == [("lowest", "unsaid", ("a",))]


def test_what_chance_would_name_is_not_named():
    people_differ = [replace(dimension(name, mean), spread=0.9) for name, mean in (("a", 3.0), ("b", 3.8), ("c", 3.4))]

    assert kinds(talking_points(Profile(8, tuple(people_differ)), ())) == [("too-few", "agreement", ("a", "b", "c"))]
    assert kinds(talking_points(Profile(8, tuple(people_differ), residual=0.2), ()))[1:] == [
        ("lowest", "unsaid", ("a",)),
        ("highest", "unsaid", ("b",)),
    ]


def test_two_camps_are_named_however_few_people_there_are_without_a_word_for_agreement():
    found = points(dimension("a", 3.3, agreement=0.0, split=(True, False)), dimension("b", 3.4, agreement=0.9))

    assert kinds(found) == [("divided", "two-camps", ("a",))]
    assert found[0].items == ("a-1",)


def test_widest_gap_between_sectors_names_both_and_their_means():
    sectors = (
        SectorScores("health", 5, (2.0, 3.0, None)),
        SectorScores("community", 5, (2.9, 4.5, 5.0)),
        SectorScores("other", 5, (2.4, 3.9, None)),
    )
    found = points(dimension("a", 3.0), dimension("b", 3.2), dimension("c", 3.1), sectors=sectors)

    assert kinds(found)[1:] == [("sector-gap", "apart", ("b",))]
    assert (found[1].sectors, found[1].values) == (("health", "community"), (3.0, 4.5))


@pytest.mark.parametrize(("low", "named"), [(2.7, False), (1.0, True)])
def test_two_camps_that_run_through_the_sectors_are_no_gap_between_them(low, named):
    sectors = (SectorScores("health", 5, (low,)), SectorScores("community", 5, (3.3,)))
    camps = replace(dimension("a", 3.0, word="split", agreement=0.0, split=(True, True)), spread=1.8)

    found = points(camps, sectors=sectors)

    assert ("sector-gap" in {one.kind for one in found}) is named


def test_one_person_who_does_not_know_is_not_many():
    alone = dimension("a", 3.0, unknown=(0.3, 0.0))
    first, second = alone.items

    found = points(replace(alone, items=(replace(first, dont_know=1), second)))

    assert "dont-know" not in {one.kind for one in found}


@pytest.mark.parametrize(("share", "named"), [(0.29, False), (0.3, True)])
def test_many_dont_knows_are_a_talking_point_from_about_a_third(share, named):
    found = points(dimension("a", 3.0, unknown=(0.1, share)))

    assert [one.items for one in found if one.kind == "dont-know"] == ([("a-2",)] if named else [])


def test_what_is_withheld_is_no_talking_point():
    withheld = DimensionScore("a", "a", 0, None, None, None, (ItemScore("a-1", 0, None, (), 0),), withheld="too few")

    assert talking_points(Profile(3, (withheld,)), ()) == talking_points(None, ()) == ()


def test_every_talking_point_has_its_open_question():
    every = points(
        dimension("a", 2.0, word="mixed", agreement=0.1, unknown=(0.5, 0.0)),
        dimension("b", 4.0, word="split", agreement=0.1, split=(True, True)),
        sectors=(SectorScores("x", 5, (1.0, 2.0)), SectorScores("y", 5, (3.0, 2.0))),
    )

    assert {one.kind for one in every} == {"divided", "lowest", "highest", "sector-gap", "dont-know"}
    assert all(CONTENT.talking_question(one.question).question.endswith("?") for one in every)
    assert {one.id for one in CONTENT.choices.talking_points} == set(TALKING_POINTS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda them: them[1:], "no question for 'divided-two-camps'"),
        (lambda them: [*them, {**them[0], "id": "new"}], "'new' is no talking point"),
        (lambda them: [*them, them[0]], "used twice"),
    ],
)
def test_a_missing_unknown_or_repeated_question_is_refused_in_words(change, said):
    raw = CONTENT.choices.model_dump()

    with pytest.raises(ValueError, match=said):
        Choices.model_validate({**raw, "talking_points": change(list(raw["talking_points"]))})

"""Where to talk, as people read it: title, what it is about, one sentence of numbers, an open question."""

from dataclasses import replace

import pytest
from reports import CONTENT, results, scored, second_time

from across.results.talking_points import nothing_stands_out, talking_point_texts
from across.workshop.values import Results
from content.shape import TalkingQuestion
from scoring.profile import Profile
from scoring.talk import TalkingPoint

FIRST = "“Those in the partnership act with integrity in their dealings with each other”"
SECOND = "“We can rely on members of this partnership to do what they commit to”"


def said(point):
    [text] = talking_point_texts(Results(None, None, 5, talk=(point,)), CONTENT)
    return text


def test_a_workshop_says_where_to_talk_most_pressing_first():
    found = talking_point_texts(second_time().results, CONTENT)

    assert [(point.title, point.about, point.numbers) for point in found] == [
        (
            "Two camps",
            "Trust",
            "Two camps on each item. Within-group agreement 0.00, where 1 means that everyone gave the same answers.",
        ),
        ("Lowest, and we see it alike", "Innovation", "1.5 out of 5."),
        ("Highest", "Mutual support", "4.0 out of 5."),
        ("Sectors see it differently", "Shared vision and values", "Health 1.5, Third sector 4.5."),
        ("Many don't know", "Compassion", "42% said “Don't know / does not apply” to each item."),
    ]
    assert all(point.question.endswith("?") for point in found)


@pytest.mark.parametrize(
    ("point", "about", "numbers"),
    [
        (
            TalkingPoint("divided", "two-camps", ("trust",), ("trust-1",), values=(0.312,)),
            "Trust",
            f"Two camps on {FIRST}. Within-group agreement 0.31, where 1 means that everyone gave the same answers.",
        ),
        (
            TalkingPoint("divided", "spread-out", ("trust",), values=(0.2,)),
            "Trust",
            "Within-group agreement 0.20, where 1 means that everyone gave the same answers.",
        ),
        (
            TalkingPoint("lowest", "unsaid", ("trust", "innovation"), values=(2.449,)),
            "Trust and Innovation",
            "2.4 out of 5, each.",
        ),
        (
            TalkingPoint("too-few", "agreement", tuple(dimension.id for dimension in CONTENT.questionnaire.dimensions)),
            "All dimensions",
            "Under 8 people, answers may lie close together or far apart by chance.",
        ),
        (
            TalkingPoint("dont-know", "many", ("trust",), ("trust-2",), values=(0.4,)),
            "Trust",
            f"40% said “Don't know / does not apply” to {SECOND}.",
        ),
    ],
)
def test_each_kind_has_its_numbers_in_one_sentence(point, about, numbers):
    assert (said(point).about, said(point).numbers) == (about, numbers)


def test_with_too_few_answers_it_says_so_and_not_that_nothing_stands_out():
    few = nothing_stands_out(results(scored({}, people=4)))
    alike = nothing_stands_out(results(scored({}, people=8)))
    agreed = nothing_stands_out(results(None, scored({}, people=1)))

    assert few.startswith("Too few to say: no dimension can be shown before 5 people have answered all of it.")
    assert alike.startswith("No dimension stands out from the others: the dimensions\u2019 means lie close together.")
    assert agreed == alike


def test_where_differences_may_come_by_chance_that_is_said_beside_other_points_too():
    score = scored({"trust": 4}, people=8).dimensions
    wavering = tuple(replace(dimension, spread=0.9, word="mixed") for dimension in score)
    found = results(None)
    found = replace(found, profile=Profile(8, wavering, residual=0.8))

    assert nothing_stands_out(found).startswith(
        "No dimension stands out from the others: differences this small come by chance."
    )
    assert nothing_stands_out(replace(found, profile=Profile(8, wavering, residual=0.1))) == ""


def test_one_dimension_alone_is_held_against_nothing():
    first, *others = scored({}, people=8).dimensions
    hidden = [replace(score, mean=None, n=0, withheld="too few") for score in others]

    assert nothing_stands_out(replace(results(None), profile=Profile(8, (first, *hidden)))).startswith(
        "Only one dimension can be shown"
    )


@pytest.mark.parametrize(("mean", "better"), [(2.9, True), (3.0, False), (3.4, False)])
@pytest.mark.parametrize("pattern", ["alike", "differ", "unsaid"])
def test_the_lowest_may_get_better_below_the_middle_of_the_scale_alone(pattern, mean, better):
    asked = said(TalkingPoint("lowest", pattern, ("trust",), values=(mean,))).question

    assert ("better" in asked) == (better and pattern == "alike")


@pytest.mark.parametrize(("mean", "strength"), [(3.1, True), (3.0, False), (2.6, False)])
@pytest.mark.parametrize("pattern", ["alike", "differ", "unsaid"])
def test_the_highest_is_a_strength_above_the_middle_of_the_scale_alone(pattern, mean, strength):
    asked = said(TalkingPoint("highest", pattern, ("trust",), values=(mean,))).question

    assert ("strength" in asked) == (strength and pattern == "alike")


def test_content_without_another_question_asks_the_same_on_both_sides():
    plain = tuple(asked.model_copy(update={"otherwise": None}) for asked in CONTENT.choices.talking_points)
    content = CONTENT.model_copy(update={"choices": CONTENT.choices.model_copy(update={"talking_points": plain})})
    point = TalkingPoint("lowest", "alike", ("trust",), values=(4.0,))

    [text] = talking_point_texts(Results(None, None, 5, talk=(point,)), content)

    assert text.question == content.talking_question("lowest-alike").question


def test_another_question_is_for_the_ends_alone():
    camps = CONTENT.talking_question("divided-two-camps").model_dump()

    with pytest.raises(ValueError, match="only the questions of lowest and highest"):
        TalkingQuestion.model_validate({**camps, "otherwise": "What else?"})


@pytest.mark.parametrize(
    ("dimensions", "items", "numbers"),
    [
        (("trust",), ("trust-1", "trust-2"), "Two camps on each item."),
        (("trust", "innovation"), ("trust-1", "trust-2", "innovation-1"), "Two camps on 3 of 4 items."),
    ],
)
def test_two_camps_are_said_without_a_number_for_agreement_where_there_is_no_word(dimensions, items, numbers):
    point = TalkingPoint("divided", "two-camps", dimensions, items)

    assert said(point).numbers == f"{numbers} With fewer than 8 people, how far they agree cannot be said."


def test_a_long_list_of_dimensions_is_cut_and_says_how_many_more():
    names = tuple(dimension.id for dimension in CONTENT.questionnaire.dimensions[:5])

    assert said(TalkingPoint("divided", "two-camps", names, ("trust-1",))).about.endswith(" and 2 others")


def test_most_divided_says_which_dimensions_were_too_few_to_compare():
    found = second_time().results
    scores = found.profile.dimensions
    few = tuple(replace(score, word=None) if score.dimension == "innovation" else score for score in scores)
    divided, *_ = talking_point_texts(replace(found, profile=replace(found.profile, dimensions=few)), CONTENT)

    assert divided.numbers.endswith(" Too few to say how far people agree on Innovation.")

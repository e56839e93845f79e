"""Where to talk, as people read it: title, what it is about, one sentence of numbers, an open question."""

from dataclasses import replace

import pytest
from reports import CONTENT, results, scored, second_time

from across.results.talking_points import nothing_to_talk_about, talking_point_texts
from across.workshop.values import Results
from scoring.talk import TalkingPoint

FIRST = "“Those in the partnership act with integrity in their dealings with each other”"
SECOND = "“We can rely on members of this partnership to do what they commit to”"


def said(point):
    [text] = talking_point_texts(Results(None, None, 5, talk=(point,)), CONTENT)
    return text


def test_a_workshop_says_where_to_talk_most_pressing_first():
    found = talking_point_texts(second_time().results, CONTENT)

    assert [(point.title, point.about, point.numbers) for point in found] == [
        ("Two camps", "Trust", "Within-group agreement 0.00, where 1 means that everyone gave the same answers."),
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
            f"Within-group agreement 0.31, where 1 means that everyone gave the same answers; two camps on {FIRST}.",
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
    few = nothing_to_talk_about(results(scored({}, people=4)))
    alike = nothing_to_talk_about(results(scored({}, people=8)))

    assert few.startswith("Too few to say: no dimension has the 5 answers")
    assert alike.startswith("No dimension stands out")


def test_most_divided_says_which_dimensions_were_too_few_to_compare():
    found = second_time().results
    scores = found.profile.dimensions
    few = tuple(replace(score, word=None) if score.dimension == "innovation" else score for score in scores)
    divided, *_ = talking_point_texts(replace(found, profile=replace(found.profile, dimensions=few)), CONTENT)

    assert divided.numbers.endswith(" Too few to say how far people agree on Innovation.")

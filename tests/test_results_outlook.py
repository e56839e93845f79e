"""What is said before a reveal and after it, as people read it."""

from dataclasses import replace

import pytest
from reports import CONTENT

from across.results.outlook import after_the_reveal, before_the_reveal, when_shown, why_together
from scoring.outlook import AfterReveal, BeforeReveal

DIMENSIONS = tuple(dimension.id for dimension in CONTENT.questionnaire.dimensions)
NAMES = [dimension.name for dimension in CONTENT.questionnaire.dimensions]
SEEN = BeforeReveal(people=8, answering=2, enough=DIMENSIONS, too_few=(), newcomers=3)


def before(scoring="open", **changes):
    return before_the_reveal(replace(SEEN, **changes), CONTENT, scoring, 5)


def test_who_is_still_answering_counts_after_the_reveal_only_with_two_others():
    assert before() == [
        "2 of 8 are still answering. After the reveal they count only if at least three do. Wait, or reveal now?",
        "Enough people have answered every dimension.",
    ]
    assert before(answering=1)[0].startswith("1 of 8 is still answering.")
    assert before(answering=0) == ["Nobody is still answering."]


@pytest.mark.parametrize(
    ("scoring", "said"),
    [
        (
            "closed",
            "Scoring is closed, and 2 of 8 have not answered everything. Open it again and wait, or reveal now?",
        ),
        ("finished", "Scoring is closed for good; 2 of 8 have not answered everything."),
    ],
)
def test_nobody_is_still_answering_where_scoring_is_closed(scoring, said):
    assert before(scoring)[0] == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, f"Revealed now, {NAMES[8]} would be withheld: fewer than 5 have answered all of it."),
        (2, f"Revealed now, {NAMES[7]} and {NAMES[8]} would be withheld: fewer than 5 have answered all of each."),
        (4, "Revealed now, 4 of 9 dimensions would be withheld: fewer than 5 have answered all of each."),
    ],
)
def test_what_would_be_withheld_is_named(number, said):
    assert before(enough=DIMENSIONS[:-number], too_few=DIMENSIONS[-number:])[1] == said


def test_a_reveal_that_would_show_nothing_is_not_offered():
    assert before(enough=(), too_few=DIMENSIONS) == [
        "Results can be revealed once 5 people have answered a whole dimension, scores settled together at any time."
    ]


@pytest.mark.parametrize(
    ("waiting", "too_late", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 newer answer"),
        (3, 0, "3 newer answers"),
        (1, 1, "1 answer came too late to be counted without telling what it said"),
        (2, 2, "2 answers came too late to be counted without telling what they said"),
        (3, 1, "2 newer answers, 1 more too late"),
    ],
)
def test_after_the_reveal_answers_are_newer_or_too_late(waiting, too_late, said):
    assert after_the_reveal(AfterReveal(waiting, too_late, 3)) == said


def test_how_many_it_takes_is_said():
    left = AfterReveal(2, 0, 3)

    assert when_shown(left) == "at least 3 must have answered a whole dimension"
    assert "at least 3 more at a time, or 5 where nothing of it is shown yet" in why_together(left, 5)

"""What is said before a reveal and after it: whom it leaves behind, by sizes alone."""

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from content.reader import own
from scoring.outlook import after_reveal, before_reveal
from scoring.shown import let_in, reveal

QUESTIONNAIRE = own().questionnaire
ITEMS = [item.id for item in QUESTIONNAIRE.items]
DIMENSIONS = tuple(dimension.id for dimension in QUESTIONNAIRE.dimensions)


def rows(people: str, items: list[str] = ITEMS, point: int | None = 3) -> list:
    return [(who, None, item, point) for who in people for item in items]


def before(now: list, joined: int, smallest: int = 5, **more):
    return before_reveal(now, QUESTIONNAIRE, smallest, joined, **more)


def test_those_who_have_not_answered_every_item_are_still_answering():
    seen = before([*rows("abcde"), *rows("f", ITEMS[:4])], joined=8)

    assert (seen.people, seen.answering, seen.is_too_early, seen.latecomers_can_count) == (8, 3, False, True)


def test_two_who_are_still_answering_can_never_count_after_the_reveal():
    assert not before(rows("abcdef"), joined=8).latecomers_can_count


def test_forms_of_paper_are_people_who_have_answered():
    seen = before([*rows("abcde"), *rows("xy", ITEMS[:4])], joined=5, forms=("x", "y"))

    assert (seen.people, seen.answering) == (7, 0)


def test_dimensions_that_too_few_have_answered_would_be_withheld():
    seen = before([*rows("abcd"), *rows("e", ITEMS[:5])], joined=5)

    assert (seen.enough, seen.too_few) == (DIMENSIONS[:2], DIMENSIONS[2:])
    assert before(rows("abcd"), joined=5).is_too_early
    assert before([], joined=0).is_too_early


def test_dont_know_is_an_answer():
    assert before(rows("abcde", point=None), joined=5).enough == DIMENSIONS


def after(entered_people: str, now: list, joined: int, smallest: int = 5, **more):
    entered = let_in([], rows(entered_people), QUESTIONNAIRE, smallest)
    return after_reveal(entered, now, QUESTIONNAIRE, smallest, joined, **more)


@pytest.mark.parametrize(("joined", "too_late"), [(7, 1), (8, 1), (9, 0)])
def test_it_is_too_late_where_those_who_are_left_can_never_be_enough(joined, too_late):
    seen = after("abcdef", rows("abcdefg"), joined)

    assert (seen.waiting, seen.too_late, seen.newcomers) == (1, too_late, 3)


def test_where_results_are_shown_live_as_many_as_the_smallest_group_must_come():
    assert after("abcdef", rows("abcdefg"), joined=9, newcomers=5).too_late == 1


def test_people_on_phones_and_on_paper_wait_each_for_themselves():
    seen = after("abcdef", rows("abcdefghx"), joined=8, forms=("x", "y"))

    assert (seen.waiting, seen.too_late) == (3, 3)
    assert after("abcdef", rows("abcdefx"), joined=6, forms=("x", "y", "z")).too_late == 0


def test_it_is_not_too_late_for_a_dimension_that_nobody_has_entered():
    entered = let_in([], [*rows("abcd"), *rows("e", ITEMS[:2])], QUESTIONNAIRE, 5)
    now = [*rows("abcd"), *rows("e", ITEMS[:2]), *rows("f")]

    assert after_reveal(entered, now, QUESTIONNAIRE, 5, joined=6).too_late == 0
    assert after_reveal(entered, [*rows("abcde"), *rows("f", ITEMS[:2])], QUESTIONNAIRE, 5, joined=6).too_late == 1


def test_nobody_waits_whose_answers_are_held():
    assert after("abcdef", rows("abcdef"), joined=6).waiting == 0


@examples(40)
@given(st.data())
def test_what_is_said_depends_on_who_answered_what_and_never_on_what_they_answered(data):
    """It is said again and again: told of what somebody answered, it would tell what came in between."""
    answered = data.draw(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from(ITEMS)), max_size=8))
    given_rows = [(who, None, item) for who, items in answered.items() for item in sorted(items)]
    first, second = ([(*row, data.draw(st.sampled_from([None, 1, 3, 5]))) for row in given_rows] for _ in range(2))

    assert before(first, joined=8) == before(second, joined=8)
    assert after("abcde", first, joined=8) == after("abcde", second, joined=8)


@examples(40)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 18), max_size=8))
def test_a_reveal_withholds_what_was_said_and_shows_nothing_where_it_is_too_early(answered):
    now = [row for who, number in answered.items() for row in rows(who, ITEMS[:number])]
    now = [(who, sector, item, 1 + (ord(who) + place) % 5) for place, (who, sector, item, _) in enumerate(now)]

    seen = before(now, joined=8)
    found = reveal(let_in([], now, QUESTIONNAIRE, 5), QUESTIONNAIRE, 5, 5).profile

    assert tuple(score.dimension for score in found.dimensions if score.withheld == "too few") == seen.too_few
    assert (found.respondents == 0) >= seen.is_too_early


@examples(40)
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 18), max_size=8),
    st.dictionaries(st.sampled_from("abcdefghxyz"), st.just(18), max_size=11),
)
def test_for_whom_it_is_too_late_nothing_enters_whatever_those_who_joined_do(first, later):
    forms = tuple("xyz")
    start = [row for who, number in first.items() for row in rows(who, ITEMS[:number])]
    entered = let_in([], start, QUESTIONNAIRE, 3)
    now = [row for who in {**first, **later} for row in rows(who, ITEMS[: later.get(who, first.get(who, 0))])]

    seen = after_reveal(entered, now, QUESTIONNAIRE, 3, joined=8, forms=forms)
    in_the_end = let_in(entered, rows("abcdefghxyz"), QUESTIONNAIRE, 3, forms=forms)

    held, ever = ({(row.respondent, row.item) for row in them} for them in (entered, in_the_end))
    waiting = {who for who, _, item, _ in now if (who, item) not in held}
    never = {who for who in waiting if not any((who, item) in ever - held for w, _, item, _ in now if w == who)}
    assert (seen.waiting, seen.too_late) == (len(waiting), len(never))

"""The answers to each item as bars, and the same numbers as a table."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import CONTENT
from reports import full, results, scored

from across.results.bars import ITEM_TITLE, colour_of_point, item_table, segments, shown_items, without_items

DONT_KNOW = CONTENT.choices.scale.dont_know


@given(st.lists(st.integers(0, 300), min_size=2, max_size=11))
def test_a_bar_holds_everybody_and_its_middle_point_lies_half_on_either_side(counts):
    cut = segments(counts)

    assert [segment.end - segment.start for segment in cut] == counts
    assert all(segment.end == after.start for segment, after in pairwise(cut))
    half, odd = divmod(len(counts), 2)
    middle = (cut[half].start + cut[half].end) / 2 if odd else cut[half].start
    assert middle == 0


def test_an_item_of_a_withheld_dimension_is_not_shown():
    items = {item.item for _, item in shown_items(full().results)}

    assert len(items) == len(CONTENT.questionnaire.items) - 2
    assert not any("conflict-management" in item for item in items)


def test_dont_know_is_counted_apart():
    for _, item in shown_items(results(scored({}, people=8))):
        assert sum(item.counts) == item.n


def test_nothing_shown_is_an_empty_table():
    assert not any(item_table(results(None), CONTENT).values())


def test_dimensions_without_bars_are_named_with_the_reason():
    value = full().results

    assert without_items(value) == "Without bars: Conflict management. Fewer than 5 answers."
    assert without_items(value, ("trust",)) == ""


def test_the_table_has_the_same_numbers():
    value = full().results
    table = item_table(value, CONTENT)

    assert len({len(column) for column in table.values()}) == 1
    assert table[ITEM_TITLE][0].startswith(f"{shown_items(value)[0][0].name}: ")
    for row, (_, item) in enumerate(shown_items(value)):
        counts = [column[row] for name, column in table.items() if name[0].isdigit()]
        assert counts == [str(number) for number in item.counts]
        assert table[DONT_KNOW][row] == str(item.dont_know)


@pytest.mark.parametrize("k", [2, 5, 7, 11])
def test_points_differ_in_colour_on_a_scale_of_any_length(k):
    colours = [colour_of_point(number, k) for number in range(k)]

    assert len(set(colours)) == k

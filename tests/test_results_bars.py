"""The answers to each item as diverging bars, and the same numbers as a table."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import CONTENT
from reports import full, results, scored

from across.results.bars import colour_of_point, item_table, segments, shown_items, without_items
from across.results.bars_plotly import bars_figure

DONT_KNOW = CONTENT.choices.scale.dont_know


@given(st.lists(st.integers(0, 300), min_size=2, max_size=11))
def test_a_bar_holds_everybody_and_its_middle_point_lies_half_on_either_side(counts):
    cut = segments(counts)

    assert [segment.end - segment.start for segment in cut] == counts
    assert all(segment.end == after.start for segment, after in pairwise(cut))
    half, odd = divmod(len(counts), 2)
    middle = (cut[half].start + cut[half].end) / 2 if odd else cut[half].start
    assert middle == 0


def test_every_shown_item_has_its_words_and_its_counts_and_a_withheld_one_has_none():
    value = full().results
    figure = bars_figure(value, CONTENT)

    written = [annotation.text for annotation in figure.layout.annotations]
    items = {item.item for _, item in shown_items(value)}
    assert len(items) == len(CONTENT.questionnaire.items) - 2
    for item in CONTENT.questionnaire.items:
        assert (item.text.replace("'", "&#x27;") in " ".join(written).replace("<br>", " ")) == (item.id in items)


def test_dont_know_is_counted_apart_with_a_sign_of_its_own():
    value = results(scored({}, people=8))
    item = shown_items(value)[0][1]
    figure = bars_figure(value, CONTENT, (CONTENT.questionnaire.dimensions[0].id,))

    signs = [text.text for text in figure.layout.annotations if text.text.startswith("? ")]
    assert signs == [f"? {item.dont_know}" for _, item in shown_items(value)[:2] if item.dont_know]
    assert sum(item.counts) == item.n
    assert f"? {DONT_KNOW}".replace("'", "&#x27;") in [trace.name for trace in figure.data]


def test_items_stand_under_the_name_of_their_dimension():
    value = full().results
    written = [annotation.text for annotation in bars_figure(value, CONTENT).layout.annotations]
    names = list(dict.fromkeys(f"<b>{dimension.name}</b>" for dimension, _ in shown_items(value)))

    assert [text for text in written if text.startswith("<b>")] == names
    assert "Conflict management" not in " ".join(written)


def test_dimensions_without_bars_are_named_with_the_reason():
    value = full().results

    assert without_items(value) == "Without bars: Conflict management. Fewer than 5 answers."
    assert without_items(value, ("trust",)) == ""


def test_type_is_large_enough_for_the_back_row():
    figure = bars_figure(full().results, CONTENT)

    labels = [annotation for annotation in figure.layout.annotations if annotation.align == "left"]
    assert min(annotation.font.size for annotation in labels) >= 24


def test_the_table_has_the_same_numbers():
    value = full().results
    table = item_table(value, CONTENT)

    assert len({len(column) for column in table.values()}) == 1
    for row, (_, item) in enumerate(shown_items(value)):
        counts = [column[row] for name, column in table.items() if name[0].isdigit()]
        assert counts == [str(number) for number in item.counts]
        assert table[DONT_KNOW][row] == str(item.dont_know)


@pytest.mark.parametrize("k", [2, 5, 7, 11])
def test_points_differ_in_colour_on_a_scale_of_any_length(k):
    colours = [colour_of_point(number, k) for number in range(k)]

    assert len(set(colours)) == k


def test_nothing_shown_is_an_empty_chart():
    figure = bars_figure(results(None), CONTENT)

    assert not figure.data
    assert not figure.layout.shapes

"""The lines of the chart and the words about them: sectors, the earlier workshop, and why something is hidden."""

from dataclasses import replace

import pytest
from reports import CONTENT, DASH, EARLIER_DAY, full, results, revealed, rows_of_sectors, scored, second_time, uneven

from across.documents.spreadsheets import scores_csv
from across.results.dimension_table import dimension_rows
from across.results.lines import (
    LINE_STYLES,
    MOST_DRAWN,
    SECTOR_STYLES,
    RadarLine,
    about_lines,
    all_lines,
    also_drawn,
    drawn_lines,
    lines_without_room,
)
from across.results.reasons import NO_SECTORS, TOO_ALIKE, why_no_sectors
from across.results.summary import summary
from across.workshop.values import Earlier, Results

ALL_SECTORS = {sector.id: 6 for sector in CONTENT.choices.sectors}
DIMENSIONS = [dimension.id for dimension in CONTENT.questionnaire.dimensions]


def names(lines):
    return [line.name for line in lines]


def alike_in(dimension, people=6):
    """Everyone gives this dimension fives and nothing else; elsewhere they differ."""
    rows = [
        (f"person-{number}", None, item.id, 5 if asked.id == dimension else 2 + number % 3)
        for number in range(people)
        for asked in CONTENT.questionnaire.dimensions
        for item in asked.items
    ]
    return revealed(rows)


def row_of(found, dimension):
    return dimension_rows(found, CONTENT)[DIMENSIONS.index(dimension)]


def test_lines_stand_in_one_order_individual_first_sectors_last():
    assert names(drawn_lines(second_time().results, CONTENT)) == [
        *("Mean, n = 26", "Agreed together", "Earlier: 3 May 2026"),
        *("Health, n = 8", "Social care, n = 6", "Third sector, n = 6", "Community, n = 6"),
    ]


def test_lines_of_sectors_can_be_left_out():
    assert names(drawn_lines(second_time().results, CONTENT, sectors=False)) == [
        *("Mean, n = 26", "Agreed together", "Earlier: 3 May 2026"),
    ]


def test_a_line_keeps_its_look_whichever_others_there_are():
    whole = {line.name: line.style for line in drawn_lines(second_time().results, CONTENT)}
    fewer = replace(second_time().results, agreed=None, earlier=None, sectors=second_time().results.sectors[:2])

    assert [whole[line.name] for line in drawn_lines(fewer, CONTENT)] == [
        line.style for line in drawn_lines(fewer, CONTENT)
    ]


@pytest.mark.parametrize("sectors", [ALL_SECTORS, {"other": 6, "community": 6}])
def test_lines_never_share_a_look(sectors):
    lines = drawn_lines(revealed(rows_of_sectors(sectors)), CONTENT)

    assert len({line.style for line in lines}) == len(lines) == 1 + len(sectors)


def test_what_the_chart_has_no_room_for_is_named_and_still_in_the_table():
    found = revealed(rows_of_sectors(ALL_SECTORS), Earlier("First", EARLIER_DAY, uneven("")))
    crowded = replace(found, agreed=scored({}, people=1))

    assert len(drawn_lines(crowded, CONTENT)) == MOST_DRAWN
    assert lines_without_room(crowded, CONTENT) == "The chart has room for 7 lines. Not drawn: Other, n = 6."
    assert names(all_lines(crowded, CONTENT))[-1] == "Other, n = 6"
    assert lines_without_room(found, CONTENT) == ""


def test_a_gap_in_a_line_is_explained_beside_the_chart():
    about = about_lines(second_time().results, CONTENT)

    assert about == (
        "A line has a gap where its people were too few or too alike for their mean to be shown. "
        "Without a line: Other. Too few of them answered, or too few would be left without one."
    )
    assert about_lines(replace(second_time().results, earlier=None), CONTENT, sectors=False) == ""


def test_a_band_and_dots_belong_to_the_individual_answers_alone():
    own, *others = drawn_lines(second_time().results, CONTENT)

    assert [(line.band, line.dots) for line in others] == [((), ())] * 6
    assert [len(dots) for dots in own.dots] == [26, 26, 26, 26, 26, 0, 26, 26, 15]
    assert own.band[5] is None
    assert list(own.dots[7]) == sorted(own.dots[7])


def test_a_crowd_is_as_large_as_its_largest_stack_and_few_are_none():
    def own(people):
        return RadarLine("Mean", (3.0,), LINE_STYLES[0], dots=((2.0,) * 3 + (4.0,) * people,))

    assert [own(people).crowd for people in (1, 12, 13, 100)] == [0, 0, 13, 100]
    assert own(13).stacks == ((0, 2.0, 3), (0, 4.0, 13))


def test_a_sector_has_a_gap_where_it_has_no_line():
    health = drawn_lines(second_time().results, CONTENT)[3]

    assert [value is None for value in health.values] == list(health.withheld)
    assert health.withheld[5]
    assert health.style in SECTOR_STYLES


def test_the_earlier_workshop_alone_is_not_drawn():
    assert drawn_lines(Results(None, None, 5, earlier=Earlier("First", EARLIER_DAY, uneven())), CONTENT) == []


def test_text_alternative_names_the_lines_it_does_not_describe():
    lines = drawn_lines(second_time().results, CONTENT)

    assert also_drawn(lines[:4]) == "Also drawn: Earlier: 3 May 2026; Health, n = 8."
    assert also_drawn(lines[:2]) == ""


# ---------------------------------------------------------------- why something is hidden


def test_too_alike_hides_all_where_the_mean_would_tell_and_does_not_say_the_point():
    row = row_of(alike_in("trust"), "trust")

    assert (row["mean"], row["spread"], row["agreement"], row["why"]) == (DASH, DASH, DASH, TOO_ALIKE)
    assert TOO_ALIKE == "Hidden so that nobody\u2019s own answer can be told"


def test_a_mean_may_stand_alone_and_its_row_says_why():
    row = row_of(second_time().results, "mutual-support")

    assert (row["mean"], row["spread"], row["agreement"]) == ("4.0", DASH, DASH)
    assert (row["why"], row["details"]) == ("", TOO_ALIKE)


def test_in_words_says_each_reason_as_it_is():
    alike = summary(alike_in("trust"), CONTENT)

    assert "1 of 9 dimensions is hidden so that nobody\u2019s own answer can be told" in alike
    assert "fewer than" not in alike
    assert "1 of 9 dimensions shows its mean alone" in summary(second_time().results, CONTENT)


def test_csv_gives_the_true_reason_and_no_number_of_what_is_hidden():
    rows = scores_csv(replace(full(), results=alike_in("trust"))).decode("utf-8-sig")
    trust = [line for line in rows.splitlines() if '"Trust"' in line and "Individual" in line]

    assert len(trust) == 3
    assert all(TOO_ALIKE in line and "Fewer than" not in line for line in trust)


@pytest.mark.parametrize("reason", ["not asked", "live", "too few", "too alike"])
def test_why_no_sector_has_a_line_is_a_sentence(reason):
    found = replace(results(uneven()), sectors_reason=reason)

    assert why_no_sectors(found) == NO_SECTORS[reason]
    assert NO_SECTORS[reason].endswith(".")
    assert why_no_sectors(second_time().results) == ""


def test_a_workshop_of_one_sector_says_why_it_has_no_line():
    assert why_no_sectors(revealed(rows_of_sectors({"health": 8}))).startswith("No sector has a line")


# ---------------------------------------------------------------- agreement and change


def test_agreement_is_a_word_from_eight_people_on():
    assert row_of(second_time().results, "trust")["agreement"] == "split"
    assert row_of(second_time().results, "innovation")["agreement"] == "close"
    assert row_of(results(scored({"trust": 5}, people=7)), "trust")["agreement"] == DASH
    few = revealed(rows_of_sectors({"health": 7}))
    assert row_of(few, "trust")["agreement"] == "too few to say"


def test_scores_that_are_the_same_are_not_between_two_of_them():
    assert "all at 3.0 out of 5" in summary(results(scored({}, people=8)), CONTENT)


def test_change_is_said_from_half_a_point_on():
    found = second_time().results

    dimensions = ("innovation", "mutual-support", "shared-vision-and-values", "trust")
    assert [row_of(found, dimension)["change"] for dimension in dimensions] == [
        *("1.5 lower", "1.0 higher", "no clear change", "no clear change"),
    ]
    assert row_of(found, "innovation")["earlier"] == "3.0"
    assert row_of(replace(found, earlier=None), "innovation")["change"] == DASH


def test_change_of_a_group_that_only_settles_scores_together_is_of_those():
    found = Results(
        None, scored({"trust": 5}, people=1), 5, earlier=Earlier("First", EARLIER_DAY, scored({}, people=1))
    )

    assert row_of(found, "trust")["change"] == "2.0 higher"


def test_what_was_not_shown_then_has_no_change():
    found = replace(second_time().results, earlier=Earlier("First", EARLIER_DAY, results(uneven()).profile))

    assert (row_of(found, "conflict-management")["earlier"], row_of(found, "conflict-management")["change"]) == (
        *(DASH, DASH),
    )

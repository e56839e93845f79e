"""The one table of the scores has a column only where it says something, and says each reason once."""

from dataclasses import replace

import pytest
from reports import CONTENT, DASH, NAMES, full, results, revealed, rows_of_sectors, scored, second_time

from across.documents.score_table import nothing_to_show, score_table
from across.documents.template_results import _colours, luminance
from across.workshop.values import Results

ITEMS = [item.id for item in CONTENT.questionnaire.items]


def test_score_table_has_each_dimension_once_in_the_order_of_the_questionnaire() -> None:
    table = score_table(second_time().results, CONTENT)

    assert [row["dimension"] for row in table.rows] == NAMES
    assert [*table.titles.values()] == [
        *("Dimension", "Mean", "Answers", "Spread", "Agreement", "Agreed together", "3 May 2026", "Change"),
    ]


def test_score_table_has_no_column_for_agreement_that_nobody_can_tell() -> None:
    found = revealed([(f"person-{who}", None, item, 2 + who % 3) for who in range(6) for item in ITEMS])
    few = score_table(replace(found, talk=()), CONTENT)
    enough = score_table(results(scored({}, people=9)), CONTENT)

    assert "agreement" not in few.titles
    assert few.notes == ["There are too few people to say how far they agree, which takes 8."]
    assert "agreement" in enough.titles
    assert enough.notes == []


def test_score_table_leaves_too_few_to_say_to_the_point_to_talk_about() -> None:
    found = revealed([(f"person-{who}", None, item, 2 + who % 3) for who in range(6) for item in ITEMS])

    assert [point.kind for point in found.talk] == ["too-few"]
    assert score_table(found, CONTENT).notes == []


def test_score_table_names_the_dimensions_of_which_too_few_can_say() -> None:
    rows = [(f"person-{who}", None, item, 2 + who % 3) for who in range(9) for item in ITEMS]
    unknown = [
        (who, sector, item, None if item.startswith("trust") and who in ("person-0", "person-1") else point)
        for who, sector, item, point in rows
    ]
    table = score_table(revealed(unknown), CONTENT)

    assert table.notes == ["There are too few people to say how far they agree, which takes 8, on Trust."]
    assert [row["agreement"] for row in table.rows if row["dimension"] == "Trust"] == [DASH]


def test_score_table_says_each_reason_once_with_the_dimensions_it_is_for() -> None:
    table = score_table(full().results, CONTENT)

    assert [row["mean"] for row in table.rows].count("withheld") == 1
    assert table.notes == ["Withheld: Conflict management. Fewer than 5 answers."]


def test_score_table_counts_the_dimensions_where_a_list_would_name_nearly_all() -> None:
    own = results(scored({}, people=4)).profile
    shown = results(scored({}, people=9)).profile
    mixed = replace(own, dimensions=(shown.dimensions[0], *own.dimensions[1:]))
    table = score_table(Results(mixed, None, 5), CONTENT)

    assert table.notes == ["Withheld: 8 of 9 dimensions. Fewer than 5 answers."]
    assert [row["mean"] for row in table.rows] == ["3.0", *["withheld"] * 8]


def test_score_table_of_agreed_scores_has_their_column_alone() -> None:
    found = results(None, scored({"trust": 5}, people=1))

    assert [*score_table(found, CONTENT).titles] == ["dimension", "agreed"]
    assert not nothing_to_show(found, CONTENT)
    assert nothing_to_show(results(scored({}, people=4)), CONTENT)


def test_score_table_says_which_sectors_have_no_line() -> None:
    found = revealed(rows_of_sectors({"health": 7, "community": 3, "third-sector": 3}))

    [last] = score_table(found, CONTENT).notes[-1:]
    assert "Without a line: Social care, Third sector, Community and Other." in last


@pytest.mark.parametrize("points", range(2, 12))
def test_a_number_in_a_bar_is_told_from_its_colour(points: int) -> None:
    def light(colour: str) -> float:
        return luminance((int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16))) + 0.05

    for point in range(points):
        looks = _colours(point, points)
        dark, bright = sorted((light(looks["fill"]), light(looks["ink"])))
        assert bright / dark >= 4.5

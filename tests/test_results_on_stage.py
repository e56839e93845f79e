"""What the stage draws results from: as the tables say it, in the same places, and nothing that is withheld."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from reports import CONTENT, full, revealed, rows_of_sectors, scored, second_time
from test_results_lines import DIMENSIONS, alike_in

from across.results.dimension_table import dimension_rows
from across.results.lines import drawn_lines
from across.results.on_stage import ASKED_OF_ANY, before_results, results_on_stage
from across.results.radar import axes_of
from across.workshop.values import Results
from scoring.profile import SectorScores

NUMBER = re.compile(r"\d\.\d")


def rows_of(people=8, **points):
    """The answers of so many people: to a dimension named, the point of each person, None for no answer."""
    usual = {dimension: lambda person: 2 + person % 3 for dimension in DIMENSIONS}
    return [
        (f"person-{person}", None, item.id, point)
        for person in range(people)
        for dimension in CONTENT.questionnaire.dimensions
        for item in dimension.items
        if (point := (usual | points)[dimension.id](person)) is not None
    ]


def divided() -> Results:
    """Two camps on trust, and views on everything else that lie between."""
    return revealed(rows_of(trust=lambda person: 1 if person % 2 else 5))


def on_stage(found: Results) -> dict:
    """What the stage gets, as it arrives there."""
    return json.loads(json.dumps(results_on_stage(found, CONTENT)))


def test_means_and_agreement_are_those_of_the_table():
    found = full().results

    shown = on_stage(found)["dimensions"]

    rows = dimension_rows(found, CONTENT)
    assert [part["name"] for part in shown] == [row["dimension"] for row in rows]
    assert [part["mean"] or "\N{EN DASH}" for part in shown] == [row["mean"] for row in rows]
    assert [part["agreement"] for part in shown] == [row["agreement"] for row in rows]
    assert [part["agreed"] or "\N{EN DASH}" for part in shown] == [row["agreed"] for row in rows]


def test_every_point_of_a_line_lies_where_its_mean_does():
    found = second_time().results
    axes = axes_of(CONTENT)

    drawn = on_stage(found)["chart"]["lines"]

    for line, told in zip(drawn_lines(found, CONTENT, sectors=False), drawn, strict=True):
        at = {axis: (right, down) for run in told["runs"] for axis, right, down in run}
        means = {axis: axes.at((axis, value)) for axis, value in enumerate(line.values) if value is not None}
        assert at.keys() == means.keys()
        assert all(at[axis] == pytest.approx(means[axis], abs=1e-5) for axis in at)
        assert (told["name"], told["whole"]) == (line.name, None not in line.values)


def test_nothing_of_a_dimension_that_is_withheld_reaches_the_stage():
    found = revealed(rows_of(trust=lambda person: 1 + person if person < 3 else None))

    shown = on_stage(found)

    place = DIMENSIONS.index("trust")
    trust = shown["dimensions"][place]
    assert (trust["mean"], trust["items"], trust["word"], trust["withheld"]) == ("", [], "", "withheld")
    assert trust["why"]
    assert not NUMBER.search(trust["why"])
    [line] = shown["chart"]["lines"][:1]
    assert place not in {axis for run in line["runs"] for axis, *_ in run}
    assert place not in {axis for axis, *_ in line["spread"]}
    assert not any("trust" in card["dimensions"] for card in shown["talk"])


def test_where_everybody_chose_alike_the_mean_is_there_and_nothing_behind_it():
    shown = on_stage(alike_in("trust"))

    trust = shown["dimensions"][DIMENSIONS.index("trust")]
    assert (trust["items"], trust["word"]) == ([], "")
    assert trust["why"].startswith("Hidden so that nobody")


def test_one_person_has_one_width_in_all_bars():
    shown = on_stage(full().results)

    bars = [item["bars"] for part in shown["dimensions"] for item in part["items"]]
    assert bars
    assert all(end - start == count for bar in bars for start, end, count in bar)
    assert shown["widest"] == max(max(-bar[0][0], bar[-1][1]) for bar in bars)


def test_columns_count_the_answers_to_all_items_of_one_dimension():
    shown = on_stage(divided())

    items = {part["id"]: part["items"] for part in shown["dimensions"]}
    cards = [card for card in shown["talk"] if card["columns"]]
    assert cards
    for card in cards:
        [dimension] = card["dimensions"]
        counts = [[count for *_, count in item["bars"]] for item in items[dimension]]
        assert card["columns"] == [sum(point) for point in zip(*counts, strict=True)]


def test_a_dimension_asks_what_is_asked_where_it_is_talked_about_and_any_other_for_examples():
    shown = on_stage(divided())

    questions = {part["id"]: part["question"] for part in shown["dimensions"]}
    talked = {dimension: card["question"] for card in reversed(shown["talk"]) for dimension in card["dimensions"]}
    assert talked
    assert questions == dict.fromkeys(DIMENSIONS, ASKED_OF_ANY) | talked


def test_sectors_are_said_to_be_apart_only_where_chance_does_not_make_it():
    near = revealed(rows_of_sectors())
    sectors = tuple(
        SectorScores(sector, 6, (mean, *[3.0] * 8)) for sector, mean in (("health", 2.9), ("social-care", 3.1))
    )

    rows = on_stage(replace(near, sectors=sectors))["sectors"]["rows"]

    assert {row["apart"] for row in rows} == {""}
    assert rows[0]["means"] == [2.9, 3.1]


def test_the_earlier_workshop_is_told_with_what_has_changed():
    found = second_time().results

    told = on_stage(found)["earlier"]

    assert told["held_on"] == "3 May 2026"
    said = [
        row["change"] for row in dimension_rows(found, CONTENT) if "higher" in row["change"] or "lower" in row["change"]
    ]
    assert all(change in told["said"] for change in said)
    assert on_stage(full().results)["earlier"] is None


def test_with_more_than_two_workshops_each_has_its_means_in_turn_and_what_is_withheld_stays_away():
    found = second_time().results
    older = replace(found.earlier, held_on=date(2024, 1, 9))
    gone = replace(
        older.profile,
        dimensions=tuple(
            replace(score, mean=None, withheld="too few") if score.dimension == "trust" else score
            for score in older.profile.dimensions
        ),
    )

    told = on_stage(replace(found, before=(replace(older, profile=gone),)))["earlier"]

    assert [held_on for held_on, *_ in told["over_time"]] == ["9 January 2024", "3 May 2026", "This time"]
    place = DIMENSIONS.index("trust")
    assert [means[place] is None for _, _, means in told["over_time"]] == [True, False, False]
    assert on_stage(found)["earlier"]["over_time"] == []


def test_scores_that_were_agreed_stand_where_nobody_answered_alone():
    agreed = Results(None, scored({"trust-1": 2, "trust-2": 4}, 1), 5)

    shown = on_stage(agreed)

    trust = shown["dimensions"][DIMENSIONS.index("trust")]
    assert (shown["people"], trust["mean"], trust["agreed"], trust["items"]) == (0, "", "3.0", [])
    assert (shown["widest"], shown["sectors"]) == (0, None)
    assert "agreed together" in shown["lead"]


def test_before_the_reveal_there_are_names_and_a_grid_and_no_line():
    blank = before_results(CONTENT)

    assert [part["name"] for part in blank["dimensions"]] == [part.name for part in CONTENT.questionnaire.dimensions]
    assert (blank["chart"]["lines"], len(blank["chart"]["rings"])) == ([], 5)

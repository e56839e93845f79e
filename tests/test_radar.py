"""The radar, its sentence and its table show the results and nothing else."""

import re

import pytest
from reports import CONTENT, DASH, NAMES, POINTS, WITHHELD, full, results, scored, uneven

from report.radar import in_words, one_decimal, radar, table

# ---------------------------------------------------------------- radar, sentence, table


def test_radar_draws_the_profile_in_the_order_of_the_content() -> None:
    own = results(uneven(few=""))
    line = radar(own, CONTENT).data[-1]

    means = [score.mean for score in own.profile.dimensions]
    assert list(line.r) == [*means, means[0]]
    assert list(line.theta) == [d.id for d in CONTENT.questionnaire.dimensions] + ["shared-vision-and-values"]
    assert line.name == "Individual answers, n = 12"


def test_radar_leaves_a_gap_where_a_dimension_is_withheld() -> None:
    figure = radar(full().results, CONTENT)
    own = next(trace for trace in figure.data if trace.name.startswith("Individual"))

    assert own.r[4] is None
    assert 0 not in own.r
    assert own.connectgaps is False
    assert "Conflict<br>management<br><i>withheld</i>" in figure.layout.polar.angularaxis.ticktext


def test_radar_tells_the_lines_apart_by_dash_and_marker() -> None:
    lines = [trace for trace in radar(full().results, CONTENT).data if trace.mode == "lines+markers"]

    assert [line.name for line in lines] == ["Individual answers, n = 12", "Agreed together"]
    assert lines[0].line.dash != lines[1].line.dash
    assert lines[0].marker.symbol != lines[1].marker.symbol
    assert lines[1].r[7] is None


def test_radar_band_stays_on_the_scale() -> None:
    band = next(trace for trace in radar(results(uneven()), CONTENT).data if trace.name == "Spread")

    edges = [edge for edge in band.r if edge is not None]
    assert min(edges) >= 1
    assert max(edges) <= POINTS


def test_radar_runs_from_one_to_the_number_of_points_in_large_type() -> None:
    polar = radar(full().results, CONTENT).layout.polar

    assert list(polar.radialaxis.range) == [1, POINTS]
    assert list(polar.radialaxis.tickvals) == [1, 2, 3, 4, 5]
    assert polar.angularaxis.tickfont.size >= 24


@pytest.mark.parametrize("dark", [False, True])
def test_radar_without_any_answer_still_draws_its_axes(dark: bool) -> None:  # noqa: FBT001
    figure = radar(results(None), CONTENT, dark=dark)

    assert [trace.r for trace in figure.data] == [(None,)]
    assert len(figure.layout.polar.angularaxis.ticktext) == len(NAMES)


def test_in_words_names_highest_and_lowest() -> None:
    words = in_words(results(scored({"trust": 5, "innovation": 1}, people=8)), CONTENT)

    assert words == "8 people answered: Trust is highest at 5.0 out of 5, Innovation is lowest at 1.0."


def test_in_words_names_all_that_share_an_end() -> None:
    words = in_words(results(scored({"trust": 5, "compassion": 5, "innovation": 2}, people=8)), CONTENT)

    assert "Trust and Compassion are highest at 5.0 out of 5, Innovation is lowest at 2.0" in words


def test_in_words_ranks_nothing_under_half_a_point() -> None:
    words = in_words(results(scored({}, people=8)), CONTENT)

    assert words == "8 people answered: the scores lie close together, between 3.0 and 3.0 out of 5."


def test_in_words_counts_what_is_withheld_and_why() -> None:
    words = in_words(results(scored({"trust": 5}, people=8, few=WITHHELD)), CONTENT)

    assert words.endswith("1 of 9 dimensions is withheld because it has fewer than 5 answers.")
    assert "Conflict management" not in words


def test_in_words_takes_two_sentences_at_most() -> None:
    words = in_words(full().results, CONTENT)

    assert len(re.findall(r"\.(?= |$)", words)) == 2


def test_table_has_a_row_per_dimension_and_a_reason_for_what_is_withheld() -> None:
    rows = table(full().results, CONTENT)

    assert [row["dimension"] for row in rows] == NAMES
    first = {"dimension": NAMES[0], "mean": "1.5", "spread": "0.5", "n": "12", "why": "", "agreed": "3.0"}
    gap = {"mean": DASH, "spread": DASH, "n": DASH, "why": "Fewer than 5 answers", "agreed": "3.0"}
    assert rows[0] == first
    assert rows[4] == {"dimension": "Conflict management", **gap}
    assert rows[7]["agreed"] == DASH


def test_one_decimal_rounds_halves_up() -> None:
    assert [one_decimal(value) for value in (2.25, 3.65, 4.0, 2.3333, None)] == ["2.3", "3.7", "4.0", "2.3", DASH]

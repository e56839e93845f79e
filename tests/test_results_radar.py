"""The radar, its sentence and its table show the results and nothing else."""

import io
import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from long_names import NAMES as LONG_NAMES
from long_names import folder_of_long_names
from PIL import Image
from reports import CONTENT, DASH, NAMES, POINTS, WITHHELD, full, results, scored, second_time, uneven

from across.documents.fonts import fonts
from across.documents.printable import Printable
from across.documents.radar_picture import radar_picture
from across.documents.template_radar import radar_data
from across.results.dimension_table import dimension_rows
from across.results.lines import LINE_STYLES, MOST_DRAWN, RadarLine, drawn_lines
from across.results.phrases import one_decimal, two_decimals
from across.results.radar import axes_of, runs
from across.results.radar_plotly import figure_of_lines, radar_figure
from across.results.radar_svg import Element, legend, radar_svg
from across.results.summary import summary
from content.reader import read_all

# ---------------------------------------------------------------- radar, sentence, table

# How colours are seen with each kind of colour blindness: Machado, Oliveira and Fernandes (2009), severity 1,
# on linear RGB; distances in CIELAB.
SIGHT = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.95047, 1.0, 1.08883])


def light(colour: str) -> np.ndarray:
    """Linear RGB of a colour such as #0b6e74."""
    parts = np.array([int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(first: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    dark, bright = sorted(float(TO_XYZ[1] @ light(colour)) for colour in (first, other))
    return (bright + 0.05) / (dark + 0.05)


def lab(linear: np.ndarray) -> np.ndarray:
    share = TO_XYZ @ np.clip(linear, 0, 1) / WHITE
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_radar_draws_the_profile_in_the_order_of_the_content() -> None:
    own = results(uneven(few=""))
    line = next(trace for trace in radar_figure(own, CONTENT).data if trace.mode == "lines+markers")

    means = [score.mean for score in own.profile.dimensions]
    assert list(line.r) == [*means, means[0]]
    assert list(line.theta) == [d.id for d in CONTENT.questionnaire.dimensions] + ["shared-vision-and-values"]
    assert line.name == "Mean, n = 12"


def test_radar_leaves_a_gap_where_a_dimension_is_withheld() -> None:
    figure = radar_figure(full().results, CONTENT)
    own = next(trace for trace in figure.data if trace.name.startswith("Mean"))

    assert own.r[4] is None
    assert 0 not in own.r
    assert own.connectgaps is False
    assert "Conflict<br>management<br><i>withheld</i>" in figure.layout.polar.angularaxis.ticktext


def test_radar_tells_the_lines_apart_by_dash_and_marker() -> None:
    lines = [trace for trace in radar_figure(full().results, CONTENT).data if trace.mode == "lines+markers"]

    assert [line.name for line in lines] == ["Mean, n = 12", "Agreed together"]
    assert lines[0].line.dash != lines[1].line.dash
    assert lines[0].marker.symbol != lines[1].marker.symbol
    assert lines[1].r[7] is None


def test_radar_band_stays_on_the_scale() -> None:
    band = next(trace for trace in radar_figure(results(uneven()), CONTENT).data if trace.name == "Spread")

    edges = [edge for edge in band.r if edge is not None]
    assert min(edges) >= 1
    assert max(edges) <= POINTS


def test_radar_runs_from_one_to_the_number_of_points_in_large_type() -> None:
    figure = radar_figure(full().results, CONTENT)
    polar, numbers = figure.layout.polar, figure.data[-1]

    assert list(polar.radialaxis.range) == [1, POINTS]
    assert list(numbers.text) == ["1", "2", "3", "4", "5"]
    assert min(polar.angularaxis.tickfont.size, numbers.textfont.size, figure.layout.legend.font.size) >= 24
    assert figure.layout.annotations[0].text == "5 Strongly agree<br>1 Strongly disagree"


def test_radar_numbers_stand_on_the_lines_of_the_grid() -> None:
    r = radar_figure(full().results, CONTENT).data[-1].r
    steps = np.diff(r[1:])

    assert steps == pytest.approx([np.cos(np.pi / len(NAMES))] * 3)
    assert r[0] == 1
    assert r[-1] < POINTS


def test_radar_draws_a_crowd_as_circles_whose_area_is_people() -> None:
    own = RadarLine("Mean", (3.0,) * 9, LINE_STYLES[0], dots=((2.0,) * 10 + (4.0,) * 40, *[(3.0,)] * 8))
    circles = next(trace for trace in figure_of_lines([own], CONTENT, spread="dots").data if trace.subplot == "polar2")

    assert circles.name == "The larger, the more people"
    assert len(circles.r) == 10
    assert (circles.marker.size[1] / circles.marker.size[0]) ** 2 == pytest.approx(4)


def test_radar_draws_a_dot_for_each_person_side_by_side() -> None:
    own = RadarLine("Mean", (3.0,) * 9, LINE_STYLES[0], dots=((2.0,) * 3, *[(3.0,)] * 8))
    dots = next(trace for trace in figure_of_lines([own], CONTENT, spread="dots").data if trace.subplot == "polar2")

    assert dots.name == "One person each"
    assert list(dots.r[:3]) == [2.0] * 3
    assert len(set(dots.theta[:3])) == 3


def test_radar_keeps_dots_as_far_apart_near_the_middle_as_at_the_edge_where_there_is_room() -> None:
    own = RadarLine("Mean", (3.0,) * 9, LINE_STYLES[0], dots=((1.0, 1.0, 5.0, 5.0), *[(3.0,)] * 8))
    dots = next(trace for trace in figure_of_lines([own], CONTENT, spread="dots").data if trace.subplot == "polar2")
    hole = figure_of_lines([own], CONTENT).layout.polar.hole

    inner, outer = (abs((dots.theta[at] - dots.theta[at + 1] + 180) % 360 - 180) for at in (0, 2))
    assert inner * hole == pytest.approx(outer)


@pytest.mark.parametrize("dark", [False, True])
def test_radar_without_any_answer_still_draws_its_axes(dark: bool) -> None:  # noqa: FBT001
    figure = radar_figure(results(None), CONTENT, dark=dark)

    assert [trace.r for trace in figure.data if trace.mode != "text"] == [(None,)]
    assert len(figure.layout.polar.angularaxis.ticktext) == len(NAMES)


def test_in_words_names_highest_and_lowest() -> None:
    description = summary(results(scored({"trust": 5, "innovation": 1}, people=8)), CONTENT)

    assert description == "8 people answered: Trust is highest at 5.0 out of 5, Innovation is lowest at 1.0."


def test_in_words_names_all_that_share_an_end() -> None:
    description = summary(results(scored({"trust": 5, "compassion": 5, "innovation": 2}, people=8)), CONTENT)

    assert "Trust and Compassion are highest at 5.0 out of 5, Innovation is lowest at 2.0" in description


def test_in_words_ranks_nothing_under_half_a_point() -> None:
    description = summary(results(scored({}, people=8)), CONTENT)

    assert description == "8 people answered: the dimensions\u2019 means lie close together, all at 3.0 out of 5."


def test_in_words_says_where_people_stand_in_two_camps() -> None:
    description = summary(second_time().results, CONTENT)

    assert "; people stand in two camps on Trust" in description


def test_in_words_counts_what_is_withheld_and_why() -> None:
    description = summary(results(scored({"trust": 5}, people=8, few=WITHHELD)), CONTENT)

    assert description.endswith("1 of 9 dimensions is withheld because it has fewer than 5 answers.")
    assert "Conflict management" not in description


def test_in_words_takes_two_sentences_at_most() -> None:
    description = summary(full().results, CONTENT)

    assert len(re.findall(r"\.(?= |$)", description)) == 2


def test_table_has_a_row_per_dimension_and_a_reason_for_what_is_withheld() -> None:
    rows = dimension_rows(full().results, CONTENT)

    assert [row["dimension"] for row in rows] == NAMES
    rest = {"agreed": "3.0", "earlier": DASH, "change": DASH, "details": ""}
    first = {"mean": "1.5", "spread": "0.5", "n": "12", "agreement": "close", "why": ""}
    gap = {"mean": DASH, "spread": DASH, "n": DASH, "agreement": DASH, "why": "Fewer than 5 answers"}
    assert rows[0] == {"dimension": NAMES[0], **first, **rest}
    assert rows[4] == {"dimension": "Conflict management", **gap, **rest}
    assert rows[7]["agreed"] == DASH


def test_two_decimals_round_halves_up() -> None:
    assert [two_decimals(value) for value in (0.3749999999999999, 0.365, 1.0)] == ["0.38", "0.37", "1.00"]


def test_one_decimal_rounds_halves_up() -> None:
    assert [one_decimal(value) for value in (2.25, 3.65, 4.0, 2.3333, None)] == ["2.3", "3.7", "4.0", "2.3", DASH]


# ---------------------------------------------------------------- one radar for every medium


def corners(path: str) -> np.ndarray:
    """The corners of an SVG path."""
    return np.array([corner.split() for corner in re.findall(r"[-\d.]+ [-\d.]+", path)], dtype=float)


def test_screen_phone_and_paper_draw_each_mean_at_the_same_point() -> None:
    lines, axes = drawn_lines(second_time().results, CONTENT), axes_of(CONTENT)
    figure, drawing = figure_of_lines(lines, CONTENT), radar_svg(lines, CONTENT)
    paper = radar_data(lines, CONTENT, Printable(fonts()))
    hole = figure.layout.polar.hole
    radius = max(np.hypot(*corner) for corner in corners(drawing.children[0].attributes["d"]))

    for number, line in enumerate(lines):
        points = [axes.at((axis, value)) for axis, value in enumerate(line.values) if value is not None]
        assert paper["lines"][number]["points"] == points
        trace = next(trace for trace in figure.data if trace.name == line.name)
        shares = [hole + (1 - hole) * (r - 1) / (POINTS - 1) for r in trace.r[:-1] if r is not None]
        assert shares == pytest.approx([np.hypot(*point) for point in points])
        groups = [part for part in drawing.children if part.attributes.get("color") == line.style.on_light]
        for corner in corners(groups[-1].children[0].attributes["d"]):
            assert min(np.hypot(*(corner - radius * np.array(point))) for point in points) < 0.2


@pytest.mark.parametrize("line", [*drawn_lines(second_time().results, CONTENT)], ids=lambda line: line.name)
def test_paper_and_phone_know_each_dash_and_marker(line: RadarLine) -> None:
    paper = radar_data([line], CONTENT, Printable(fonts()))["lines"][0]
    sample = legend([line])[0].sample.children[0].children[0].attributes["stroke-dasharray"]

    assert bool(paper["dash"]) == bool(sample) == (line.style.dash != "solid")
    assert bool(paper["marker"]) == (line.style.marker != "circle")
    if sample:
        ratios = np.array(sample.split(), dtype=float) / np.array(paper["dash"])
        assert ratios == pytest.approx(ratios.mean(), abs=0.1)


def test_a_line_with_a_gap_is_drawn_in_pieces_and_a_whole_one_ends_where_it_began() -> None:
    whole = RadarLine("Mean", (3.0,) * 4, LINE_STYLES[0])
    gaps = RadarLine("Mean", (3.0, None, 2.0, 4.0, None, 5.0, 1.0), LINE_STYLES[0])

    assert runs(whole) == [[(0, 3.0), (1, 3.0), (2, 3.0), (3, 3.0), (0, 3.0)]]
    assert runs(gaps) == [[(2, 2.0), (3, 4.0)], [(5, 5.0), (6, 1.0), (0, 3.0)]]


# ---------------------------------------------------------------- further lines


def test_radar_draws_as_many_lines_as_there_are_styles_each_told_apart_by_dash_and_marker() -> None:
    lines = [RadarLine(f"Line {position}", (3.0,) * 8 + (None,), look) for position, look in enumerate(LINE_STYLES)]
    traces = [trace for trace in figure_of_lines(lines, CONTENT).data if trace.mode == "lines+markers"]

    assert [trace.name for trace in traces] == [f"Line {position}" for position in range(MOST_DRAWN)]
    assert len({trace.line.dash for trace in traces}) == len({trace.marker.symbol for trace in traces}) == MOST_DRAWN
    assert [trace.r[8] for trace in traces] == [None] * MOST_DRAWN


def test_radar_takes_a_lines_name_as_text() -> None:
    trace = figure_of_lines([RadarLine("<b>Bold</b>", (3.0,) * 9, LINE_STYLES[0])], CONTENT).data[0]

    assert trace.name == "&lt;b&gt;Bold&lt;/b&gt;"


@pytest.mark.parametrize(("side", "behind"), [("on_light", "#ffffff"), ("on_dark", "#0d2026")])
def test_colours_of_the_lines_stand_out_from_what_is_behind_them(side: str, behind: str) -> None:
    assert [contrast(getattr(look, side), behind) >= 4.5 for look in LINE_STYLES] == [True] * MOST_DRAWN


@pytest.mark.parametrize("side", ["on_light", "on_dark"])
@pytest.mark.parametrize("eyes", SIGHT)
def test_colours_of_the_lines_differ_for_people_who_see_fewer_colours(side: str, eyes: str) -> None:
    seen = [lab(SIGHT[eyes] @ light(getattr(look, side))) for look in LINE_STYLES]

    assert min(np.linalg.norm(colour - other) for colour, other in combinations(seen, 2)) > 15


def test_a_spread_between_two_that_are_withheld_is_drawn_along_its_axis() -> None:
    value = results(uneven())
    alone = ("trust",)
    dimensions = tuple(
        dimension if dimension.dimension in alone else replace(dimension, spread=None, withheld="too alike")
        for dimension in value.profile.dimensions
    )
    figure = radar_figure(replace(value, profile=replace(value.profile, dimensions=dimensions)), CONTENT)

    [strip] = [trace for trace in figure.data if trace.name == "Spread"]
    score = next(dimension for dimension in value.profile.dimensions if dimension.dimension == "trust")
    assert (min(strip.r), max(strip.r)) == pytest.approx((score.mean - score.spread, score.mean + score.spread))
    assert strip.showlegend
    assert max(strip.theta) - min(strip.theta) < 10


def written(drawing: Element) -> list[str]:
    """The names around a drawing for a phone, each in one line."""
    names = drawing.children[-1].children
    return [" ".join(part.text for part in name.children) for name in names]


def test_a_phone_has_each_of_nine_names_at_its_axis() -> None:
    assert written(radar_svg(drawn_lines(results(uneven(few="")), CONTENT), CONTENT))[-1] == NAMES[0]


def test_a_phone_has_numbers_and_a_key_below_where_names_would_stand_far_from_their_axes(tmp_path) -> None:
    [_, content] = read_all(str(folder_of_long_names(tmp_path)))
    withheld = tuple(axis == 2 for axis in range(len(LONG_NAMES)))
    means = tuple(None if is_withheld else 3.0 for is_withheld in withheld)

    names = written(radar_svg([RadarLine("Mean", means, LINE_STYLES[0], withheld=withheld)], content))

    key = [f"{number}. {name}" for number, name in enumerate(LONG_NAMES, start=1)]
    key[2] += " withheld"
    assert names[-len(key) :] == key
    assert sorted(names[: -len(key)], key=int) == [str(number) for number in range(1, len(key) + 1)]


# ---------------------------------------------------------------- on paper


def test_lines_of_the_grid_and_edges_of_the_spread_stand_out_on_paper() -> None:
    picture = Image.open(io.BytesIO(radar_picture(results(uneven(few="")), CONTENT).png)).convert("RGB")
    drawn = {f"#{red:02x}{green:02x}{blue:02x}": number for number, (red, green, blue) in picture.getcolors(1 << 24)}

    first, rule = LINE_STYLES[0].on_light, "#66797a"
    inside = max((colour for colour in drawn if colour != "#ffffff"), key=drawn.__getitem__)
    assert drawn[rule] > 500
    assert min(contrast(rule, "#ffffff"), contrast(rule, inside), contrast(first, inside)) >= 3
    assert "#c8cfcb" not in drawn, "the faint line of tables"

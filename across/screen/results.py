"""Results beside the picture and over it: every number as tables, and the chart with what can be read off it."""

import streamlit as st

from across.results.bars import item_table, shown_items, without_items
from across.results.dimension_table import SHORT_TITLES, TITLES, dimension_rows
from across.results.lines import about_lines, also_drawn, drawn_lines
from across.results.phrases import labelled_points, one_decimal, sector_line_name
from across.results.radar_plotly import radar_figure
from across.results.reasons import why_no_sectors
from across.results.summary import summary
from across.room.drawing import Drawing
from across.screen.attribution import attribution, how_to_read
from across.screen.deeds import dialog, part
from across.screen.follow import news
from across.screen.session import FacilitatorView
from across.workshop.steps import RESULTS
from across.workshop.values import Results
from content.shape import Content

NUMBERS = "numbers"
NOTHING_YET = "There are no results to show yet."
NO_ITEMS = "No answers to single items can be shown here, so that nobody's own answer can be told."
NO_ITEMS_AGREED = "Nobody answered on their own. What the group settled stands under Score together."
POINTS = "How many chose each point"
COLUMNS = ("dimension", "mean", "spread", "agreement", "n", "agreed", "earlier", "change")
NARROWEST_CHART = 480
CONFIG = {"displayModeBar": False}


@dialog("All the numbers", width="large")
def show_numbers(view: FacilitatorView) -> None:
    """Every number of the results, and how to read them, over the picture."""
    found = view.now().results
    if found is None or (found.profile is None and found.agreed is None):
        st.text(NOTHING_YET)
    else:
        numbers(found, view.content)


@part
def explored(view: FacilitatorView) -> None:
    """In the facilitator's own view: the chart to explore, and every number, while the room is at Results."""
    now = news(view, "own-results-news", ("step", "results"))
    found = now.results
    if now.step != RESULTS or found is None or (found.profile is None and found.agreed is None):
        return
    with st.expander("Explore the results"):
        with st.grid(columns=2 if found.sectors else 1, min_column_width=NARROWEST_CHART, gap="large") as grid:
            with grid.cell():
                _chart(now, found, view.content)
            with grid.cell():
                by_sector(found, view.content)
        numbers(found, view.content, sectors=False)


def _chart(now: Drawing, found: Results, content: Content) -> None:
    lines = drawn_lines(found, content)
    st.plotly_chart(
        radar_figure(found, content, spread=now.workshop.look.spread, dark=st.context.theme.type == "dark"),
        theme=None,
        key="radar",
        config=CONFIG,
        alt=f"{summary(found, content)} {also_drawn(lines)}".strip(),
    )
    if about := about_lines(found, content):
        st.caption(about)


def numbers(found: Results, content: Content, *, sectors: bool = True) -> None:
    """The tables of dimensions, sectors and items, with how they are read and whose they are."""
    every = dimension_table(found, content)
    st.table(every, alt="Every number of each dimension", border="horizontal", hide_index=True)
    if sectors:
        by_sector(found, content)
    if shown_items(found):
        st.table(item_table(found, content), alt="Answers to each item", border="horizontal", hide_index=True)
        st.caption(f"{POINTS}: {', '.join(labelled_points(content))}.")
    else:
        st.text(NO_ITEMS if found.profile else NO_ITEMS_AGREED)
    if missing := without_items(found):
        st.text(missing)
    how_to_read(content)
    attribution(content)


def by_sector(found: Results, content: Content) -> None:
    """The table of sectors, or why there is none; nothing where nobody was asked for one."""
    if found.sectors:
        st.table(sector_table(found, content), alt="Means of each sector", border="horizontal", hide_index=True)
    elif why := why_no_sectors(found):
        st.caption(why)


def dimension_table(found: Results, content: Content) -> dict[str, list[str]]:
    """The columns of the dimension table, with why a mean or what stands behind it is withheld."""
    rows = dimension_rows(found, content)
    return {SHORT_TITLES[name]: [_cell(name, row) for row in rows] for name in COLUMNS if _has(name, found)}


def _cell(name: str, row: dict[str, str]) -> str:
    return {"mean": row["why"], "agreement": row["details"]}.get(name) or row[name]


def sector_table(found: Results, content: Content) -> dict[str, list[str]]:
    """The columns of the table of sectors: their means of each dimension, a dash where one is not shown."""
    columns = {TITLES["dimension"]: [dimension.name for dimension in content.questionnaire.dimensions]}
    for line in found.sectors:
        columns[sector_line_name(line, content)] = [one_decimal(mean) for mean in line.means]
    return columns


def _has(column: str, found: Results) -> bool:
    if column in ("earlier", "change"):
        return found.earlier is not None and (column == "earlier" or found.profile is not None)
    if column == "agreed":
        return found.agreed is not None
    return column == "dimension" or found.profile is not None

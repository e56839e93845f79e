"""Results: hidden before the reveal; then the shape, the answers to each item, and where to talk, on every screen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from across.results.bars import item_table, shown_items, without_items
from across.results.bars_plotly import bars_figure
from across.results.dimension_table import NO_CHANGE, SHORT_TITLES, TITLES, TOO_FEW_TO_SAY, dimension_rows
from across.results.lines import about_lines, also_drawn, drawn_lines
from across.results.outlook import after_the_reveal, before_the_reveal, when_shown, why_together
from across.results.phrases import NOTHING, one_decimal, sector_line_name
from across.results.radar_plotly import radar_figure
from across.results.reasons import WITHHELD, why_no_sectors
from across.results.summary import summary
from across.results.talking_points import HEADING
from across.room.drawing import Drawing
from across.room.newer_answers import NewerAnswers
from across.screen.attribution import attribution, how_to_read, whose
from across.screen.deeds import attempt, attempted, show_why_not
from across.screen.follow import ANYTHING, COUNTS, news
from across.screen.navigation import presenting
from across.screen.session import FacilitatorView
from across.screen.where_to_talk import where_to_talk
from across.workshop.values import Look, Results, Spread, View, Workshop
from content.shape import Content

VIEWS: dict[View, str] = {"radar": "Radar", "items": "Items", "talk": HEADING}
SPREADS: dict[Spread, str] = {"band": "Band", "dots": "A dot for each person", "none": "None"}
ALL = "All dimensions"
IN_SHORT = {TOO_FEW_TO_SAY: "too few", NO_CHANGE: "unclear"}
LETTERS_IN_A_LINE = 105
# Between Back and Next, in pixels, also on a laptop.
WIDTH_OF_A_REASON = 560
NO_ITEMS = "No answers to single items can be shown here, so that nobody's own answer can be told."
NO_ITEMS_AGREED = "Nobody answered on their own. What the group settled stands under Score together."
COLUMNS = ("dimension", "mean", "spread", "agreement", "n", "agreed", "earlier", "change")
CONFIG = {"displayModeBar": False, "staticPlot": True}


@st.fragment
def results(view: FacilitatorView) -> None:
    """What may be shown now, on every screen alike."""
    now = news(view, "results-news", ANYTHING if _moves_with_each_answer(view.now()) else _CHANGES)
    if now.moves_by_itself and not presenting() and view.facilitator.refresh():
        view.renew()
        now = view.now()
    found, workshop = now.results, now.workshop
    if found is None:
        with st.container(key="before-reveal"):
            _still_hidden(view, now)
    elif found.profile is None and found.agreed is None:
        _nothing_yet(now)
    else:
        if not presenting():
            _choices(view, workshop.look, found)
        _VIEWS[workshop.look.view](view, found, workshop)
        if workshop.scoring == "open" and not presenting():
            st.text("Scoring is still open. Newer answers do not move what is shown here.")


_CHANGES = (*COUNTS, "scoring", "revealed", "results", "look")


def _moves_with_each_answer(now: Drawing) -> bool:
    """Whether what is drawn may change with an answer that is neither somebody's first nor their last."""
    return now.workshop.results_mode == "live" or bool(now.outlook and now.outlook.answering and now.outlook.too_few)


@st.fragment
def reveal(view: FacilitatorView) -> None:
    """The button that reveals the results, or lets newer answers in."""
    now = news(view, "reveal-news")
    newer = now.newer
    look: dict[str, Any] = {"on_click": attempt, "args": (view.facilitator.reveal,)}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if newer is None:
            st.button("Reveal results", type="primary", icon=":material/visibility:", **look)
        elif newer.people:
            _newer(newer, why_together(newer.left, now.workshop.smallest_group), look)
    with st.container(width=WIDTH_OF_A_REASON):
        show_why_not()


def _newer(newer: NewerAnswers, why: str, look: dict[str, Any]) -> None:
    answers = after_the_reveal(newer.left)
    if newer.may_be_shown:
        st.text(answers)
        st.button("Show newer answers", icon=":material/refresh:", help=why, **look)
    else:
        hope = newer.left.waiting > newer.left.too_late
        st.text(f"{answers}: {when_shown(newer.left)}" if hope else answers, help=why)


def _choices(view: FacilitatorView, look: Look, found: Results) -> None:
    """How the results are shown, on every screen at once."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="results-choices"):
        _choose(view, look, "view", st.segmented_control, "Show", VIEWS, required=True)
        if look.view == "radar" and found.profile:
            _choose(view, look, "spread", st.segmented_control, TITLES["spread"], SPREADS, required=True)
            if found.sectors:
                key = f"sectors-{look.sectors}"
                st.toggle("A line for each sector", look.sectors, key=key, **_kept(view, look, "sectors", key))
        if look.view == "items":
            names: dict[str | None, str] = {
                None: ALL,
                **{dimension.id: dimension.name for dimension in view.content.questionnaire.dimensions},
            }
            _choose(view, look, "dimension", st.selectbox, TITLES["dimension"], names, width=420)
    show_why_not()


def _choose(
    view: FacilitatorView,
    look: Look,
    name: str,
    control: Callable[..., object],
    label: str,
    options: Mapping[Any, str],
    **how: object,
) -> None:
    """One choice; its key has the present value in it, so that it follows when another device chooses."""
    now, key = getattr(look, name), f"{name}-{getattr(look, name)}"
    present: dict[str, Any] = {"index": list(options).index(now)} if control is st.selectbox else {"default": now}
    control(label, list(options), key=key, format_func=options.get, **present, **_kept(view, look, name, key), **how)


def _kept(view: FacilitatorView, look: Look, name: str, key: str) -> dict[str, Any]:
    def keep() -> None:
        chosen = replace(look, **{name: st.session_state[key]})
        attempted(lambda: view.facilitator.show_results_as(chosen))

    return {"on_change": keep}


def _still_hidden(view: FacilitatorView, now: Drawing) -> None:
    counts, workshop = now.counts, now.workshop
    st.text(_until_when(workshop))
    with st.container(key="counts-hidden"):
        paper = f" · {counts.on_paper} on paper" if counts.on_paper else ""
        st.text(f"{counts.finished} of {counts.joined} finished{paper}")
    if settled := len(now.agreed.points):
        st.text(f"{settled} of {len(view.content.questionnaire.items)} items settled together.")
    if now.outlook and workshop.results_mode == "reveal" and not presenting():
        for said in before_the_reveal(now.outlook, view.content, workshop.scoring, workshop.smallest_group):
            st.text(said)


def _until_when(workshop: Workshop) -> str:
    if workshop.results_mode == "live":
        return f"Results are shown here once scoring is open and {workshop.smallest_group} people have answered."
    return f"The results are hidden until {'they are revealed' if presenting() else 'you reveal them'} to everyone."


def _nothing_yet(now: Drawing) -> None:
    answered = now.counts.answered
    so_far = f"{answered} have answered so far" if answered else "Nobody has answered yet"
    st.text(f"{so_far}. Results are not shown before {now.workshop.smallest_group} people have answered.")


def _shape(view: FacilitatorView, found: Results, workshop: Workshop) -> None:
    look = workshop.look
    content, words = view.content, summary(found, view.content)
    with st.container(key="in-words"):
        st.text(words)
    lines = drawn_lines(found, content, sectors=look.sectors)
    if all(value is None for line in lines for value in line.values):
        st.text("The chart appears as soon as there is something that may be shown.")
        return
    lines_of_words = min(4, 1 + len(words) // LETTERS_IN_A_LINE)
    picture, numbers = st.columns([8, 5], gap="small")
    with picture, st.container(key=f"picture-{lines_of_words}"):
        st.plotly_chart(
            radar_figure(found, content, spread=look.spread, sectors=look.sectors, dark=_dark()),
            height="stretch",
            theme=None,
            key="radar",
            config=CONFIG,
            alt=f"{words} {also_drawn(lines)}".strip(),
        )
        if about := about_lines(found, content, sectors=look.sectors):
            st.caption(about)
    with numbers, st.container(key="numbers"):
        st.table(dimension_table(found, content), alt="Dimension scores", border="horizontal", hide_index=True)
        if workshop.asks_sector and (why := why_no_sectors(found)):
            st.caption(why)
        whose(content)
    with st.expander("All the numbers, and how to read them"):
        every = dimension_table(found, content, full=True)
        st.table(every, alt="Every number of each dimension", border="horizontal", hide_index=True)
        if found.sectors:
            st.table(sector_table(found, content), alt="Means of each sector", border="horizontal", hide_index=True)
        how_to_read(content)


def dimension_table(found: Results, content: Content, *, full: bool = False) -> dict[str, list[str]]:
    """The columns of the dimension table: those beside the chart, in few words, or all, with why one is withheld."""
    rows = dimension_rows(found, content)
    beside = ("agreement", "n", "spread") if found.earlier else ("n", "spread") if found.agreed else ("spread",)
    left_out = () if full else beside
    if not full and {row["agreement"] for row in rows} <= {NOTHING, TOO_FEW_TO_SAY}:
        left_out = (*left_out, "agreement")
    shown = [name for name in COLUMNS if _has(name, found) and name not in left_out]
    return {SHORT_TITLES[name]: [_cell(name, row, full=full) for row in rows] for name in shown}


def _cell(name: str, row: dict[str, str], *, full: bool) -> str:
    hidden = {"mean": row["why"], "agreement": row["details"]}.get(name)
    if hidden:
        return hidden if full else WITHHELD
    return row[name] if full else IN_SHORT.get(row[name], row[name])


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


def _items(view: FacilitatorView, found: Results, workshop: Workshop) -> None:
    dimensions = (workshop.look.dimension,) if workshop.look.dimension else ()
    if not shown_items(found, dimensions):
        st.text(NO_ITEMS if found.profile else NO_ITEMS_AGREED)
        return
    words = "How many people chose each point, item by item. The same numbers stand in the table below."
    chart = bars_figure(found, view.content, dimensions, dark=_dark())
    st.html(f"<style>:root {{ --natural: {chart.layout.height:.0f}px; }}</style>")
    with st.container(key="items"):
        st.plotly_chart(chart, theme=None, key="items-chart", config=CONFIG, alt=words)
    if missing := without_items(found, dimensions):
        st.text(missing)
    with st.expander("The same numbers as a table"):
        st.table(item_table(found, view.content, dimensions), alt="Answers to each item", border="horizontal")
    attribution(view.content)


def _talk(view: FacilitatorView, found: Results, _workshop: Workshop) -> None:
    where_to_talk(view, found)
    attribution(view.content)


def _dark() -> bool:
    return st.context.theme.type == "dark"


_VIEWS = {"radar": _shape, "items": _items, "talk": _talk}

"""Results: hidden before the reveal; then the radar, its shape in words, and a table with the same numbers."""

import streamlit as st

from content.shape import Content
from live.room import Room
from report.radar import in_words, radar, table
from ui import place
from ui.follow import ANYTHING, COUNTS, news
from ui.words import attribution, how_to_read
from workshop.values import Results, Workshop

TITLES = {"dimension": "Dimension", "mean": "Mean", "spread": "Spread", "n": "Answers", "agreed": "Agreed"}


@st.fragment
def results(room: Room) -> None:
    """What may be shown now, on every screen alike."""
    live = room.workshop().results_mode == "live"
    news(room, "results-news", ANYTHING if live else (*COUNTS, "revealed"))
    if room.facilitates:
        room.refresh()
    found = room.results()
    if found is None:
        _still_hidden(room, room.workshop())
    elif found.profile is None and found.agreed is None:
        _nothing_yet(room, room.workshop())
    else:
        _shape(found, room.content)
        if room.facilitates and room.workshop().scoring == "open":
            st.text("Scoring is still open. Newer answers do not move what is shown here.")


@st.fragment
def reveal(room: Room) -> None:
    """The button that reveals the results, or lets newer answers in."""
    news(room, "reveal-news")
    workshop = room.workshop()
    look = {"on_click": place.try_to, "args": (room.reveal,)}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if not workshop.revealed:
            st.button("Reveal results", type="primary", icon=":material/visibility:", **look)
        elif waiting := room.waiting():
            st.text("1 newer answer" if waiting == 1 else f"{waiting} newer answers")
            st.button("Show newer answers", icon=":material/refresh:", help=_WHY_THREE, **look)
    place.what_went_wrong()


_WHY_THREE = "They enter when at least three people's are among them: otherwise two looks would tell who said what."


def _still_hidden(room: Room, workshop: Workshop) -> None:
    counts = room.counts()
    st.text("The results are hidden until you reveal them to everyone.")
    with st.container(key="counts-hidden"):
        st.text(f"{counts.finished} of {counts.joined} finished")
    if counts.answered < workshop.smallest_group:
        st.text(
            f"{counts.answered} have answered so far. Scores of people who answered for themselves are shown from "
            f"{workshop.smallest_group}; scores settled together are always shown."
        )


def _nothing_yet(room: Room, workshop: Workshop) -> None:
    counts = room.counts()
    st.text(f"{counts.answered} have answered so far. Results are shown from {workshop.smallest_group}.")


def _shape(found: Results, content: Content) -> None:
    words = in_words(found, content)
    with st.container(key="in-words"):
        st.text(words)
    picture, numbers = st.columns([7, 4], gap="small")
    with picture:
        st.plotly_chart(
            radar(found, content, dark=st.context.theme.type == "dark"),
            theme=None,
            key="radar",
            config={"displayModeBar": False, "staticPlot": True},
            alt=words,
        )
    with numbers:
        st.table(dimension_table(found, content), alt="Dimension scores", border="horizontal", hide_index=True)
        how_to_read(content)
        attribution(content)


def dimension_table(found: Results, content: Content) -> dict[str, list[str]]:
    """The columns of the dimension table. A withheld dimension says why in place of its mean."""
    rows = table(found, content)
    shown = [name for name in TITLES if _has(name, found)]
    return {TITLES[name]: [row["why"] or row[name] if name == "mean" else row[name] for row in rows] for name in shown}


def _has(column: str, found: Results) -> bool:
    if column == "agreed":
        return found.agreed is not None
    return column == "dimension" or found.profile is not None

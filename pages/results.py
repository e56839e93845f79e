"""Results, on the projected screen: hidden, then revealed to all at once; the radar and its numbers."""

import streamlit as st

from report.radar import in_words
from ui import place
from ui.follow import news
from ui.scores import dimension_table, draw_radar
from ui.words import attribution, how_to_read
from ui.writing import group_note

room = place.here()
workshop = room.workshop()

st.title("Results")
place.what_went_wrong()


@st.fragment
def still_hidden() -> None:
    """The moment before the reveal."""
    news(room, "hidden-news")
    counts = room.counts()
    st.text("The results are hidden until you reveal them to everyone.")
    with st.container(key="counts"):
        st.text(f"{counts.finished} of {counts.joined} finished")
    if counts.started < workshop.smallest_group:
        st.text(
            f"{counts.started} have answered so far. Scores of people who answered for themselves are shown from "
            f"{workshop.smallest_group}; scores settled together are always shown."
        )


def shape() -> None:
    """The radar, its shape in words and its numbers."""
    results = room.results()
    words = in_words(results, room.content)
    with st.container(key="in-words"):
        st.text(words)
    picture, numbers = st.columns([7, 4], gap="small")
    with picture:
        draw_radar(results, room.content, words)
    with numbers:
        st.table(dimension_table(results, room.content), alt="Dimension scores", border="horizontal", hide_index=True)
        how_to_read(room.content)
        attribution(room.content)


if workshop.revealed:
    shape()
    st.button(
        "Show newer answers",
        icon=":material/refresh:",
        on_click=place.try_to,
        args=(room.reveal,),
        help="Answers given or changed since the reveal enter only when at least three people's are in them.",
    )
    group_note(room, "results")
else:
    still_hidden()
    st.button(
        "Reveal results", type="primary", icon=":material/visibility:", on_click=place.try_to, args=(room.reveal,)
    )

place.back_and_next(room, "results")

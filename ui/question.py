"""A reflection question on the projected screen; the five pages differ in the question alone."""

import streamlit as st

from ui import place
from ui.timer import timer
from ui.wall import wall
from ui.writing import group_note


def question(question_id: str) -> None:
    """The question word for word, a timer, the group's own note and the wall of participants' notes."""
    room = place.here()
    title, clock = st.columns([3, 2], vertical_alignment="bottom")
    title.title(place.step_titles()[question_id])
    with clock:
        timer(room, question_id)
    with st.container(key="question"):
        st.markdown(room.content.question(question_id).text)
    ours, theirs = st.columns([2, 3], gap="large")
    with ours:
        group_note(room, question_id)
    with theirs:
        wall(room, question_id)
    place.back_and_next(room, question_id)

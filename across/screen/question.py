"""A reflection question on the projected screen; the five pages differ in the question alone."""

import re

import streamlit as st

from across.room.room import Room
from across.screen import place
from across.screen.follow import news
from across.screen.group_note import group_note
from across.screen.timer import countdown, timer_controls
from across.screen.wall import wall

_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def question(question_id: str) -> None:
    """The question word for word, a timer, the group's own note and the wall of participants' notes."""
    room = place.here()
    title, clock = st.columns([3, 2], vertical_alignment="center")
    title.title(place.step_titles(room)[question_id])
    with clock:
        countdown(room, "countdown")
    question_text(room, question_id)
    ours, theirs = st.columns([2, 3], gap="large")
    with ours:
        group_note(room, question_id)
    with theirs:
        wall(room, question_id)
    place.back_and_next(room, question_id, lambda: timer_controls(room, question_id))


@st.fragment
def question_text(room: Room, question_id: str, *, controls: bool = True) -> None:
    """The question, whole or one sentence at a time; every screen shows the same."""
    news(room, f"text-{question_id}-{int(controls)}-news", ("sentence",))
    text = room.content.question(question_id).text
    sentences = _END_OF_SENTENCE.split(text)
    number = min(room.workshop().sentence, len(sentences))
    with st.container(key="sentence" if number else "question"):
        st.markdown(sentences[number - 1] if number else text)
    if controls and len(sentences) > 1:
        _which_sentence(room, number, len(sentences))


def _which_sentence(room: Room, number: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sentences"):
        if not number:
            _step(room, "One sentence at a time", 1, disabled=False)
            return
        _step(room, "Sentence before", number - 1, disabled=number == 1)
        st.text(f"{number} of {last}")
        _step(room, "Sentence after", number + 1, disabled=number == last)
        _step(room, "Whole question", 0, disabled=False)


def _step(room: Room, label: str, number: int, *, disabled: bool) -> None:
    st.button(label, on_click=room.show_sentence, args=(number,), disabled=disabled, type="tertiary")

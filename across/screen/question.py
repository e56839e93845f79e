"""A reflection question on the projected screen; the five pages differ in the question alone."""

import streamlit as st

from across.screen import session
from across.screen.follow import news
from across.screen.group_note import group_note
from across.screen.navigation import back_and_next, title_of
from across.screen.session import FacilitatorView
from across.screen.timer import countdown, timer_controls
from across.screen.wall import wall


def question() -> None:
    """The question word for word, a timer, the group's own note and the wall of participants' notes."""
    view = session.here()
    title, clock = st.columns([3, 2], vertical_alignment="center")
    title.title(title_of(view))
    with clock:
        countdown(view, "countdown")
    question_text(view)
    ours, theirs = st.columns([2, 3], gap="large")
    with ours:
        group_note(view)
    with theirs:
        wall(view)
    back_and_next(view, lambda: timer_controls(view))


@st.fragment
def question_text(view: FacilitatorView, *, controls: bool = True) -> None:
    """The question, whole or one sentence at a time; every screen shows the same."""
    now = news(view, f"text-{view.step}-{int(controls)}-news", ("sentence",))
    asked = view.content.question(view.step)
    text, sentences = asked.text, asked.sentences
    number = min(now.workshop.sentence, len(sentences))
    with st.container(key="sentence" if number else "question"):
        st.markdown(sentences[number - 1] if number else text)
    if controls and len(sentences) > 1:
        _which_sentence(view, number, len(sentences))


def _which_sentence(view: FacilitatorView, number: int, last: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sentences"):
        if not number:
            _show(view, "One sentence at a time", 1, disabled=False)
            return
        _show(view, "Sentence before", number - 1, disabled=number == 1)
        st.text(f"{number} of {last}")
        _show(view, "Sentence after", number + 1, disabled=number == last)
        _show(view, "Whole question", 0, disabled=False)


def _show(view: FacilitatorView, label: str, number: int, *, disabled: bool) -> None:
    st.button(label, on_click=view.facilitator.show_sentence, args=(number,), disabled=disabled, type="tertiary")

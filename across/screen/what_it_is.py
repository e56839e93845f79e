"""What Across Boundaries is, in one look, for who comes to the start page."""

import streamlit as st

_WAY = (
    ("Talk", "Five questions, with a note from every phone on one screen"),
    ("Score", "A short questionnaire, hidden until all of you see it at once"),
    ("Agree", "What you will do, who, and by when, in a report to keep"),
)


def what_it_is() -> None:
    """One sentence, and the way through a workshop in three parts."""
    st.text("A companion for workshops on compassionate leadership across boundaries. Phones join by a code.")
    parts = "".join(f"<li><b>{name}</b><span>{line}</span></li>" for name, line in _WAY)
    st.html(f'<ol class="way-through">{parts}</ol>')

"""Who has joined, started and finished, as it happens; never what anybody answered."""

import streamlit as st

from live.room import Room
from ui.follow import COUNTS, news


@st.fragment
def counts(room: Room, key: str) -> None:
    """The counts, large."""
    now = news(room, f"counts-{key}-news", COUNTS)
    with st.container(key=f"counts-{key}"):
        st.text(f"{now.finished} of {now.joined} finished")
    st.progress(min(now.finished / now.joined, 1.0) if now.joined else 0.0)
    paper = f" · {now.on_paper} on paper" if now.on_paper else ""
    st.text(f"{now.joined} joined · {now.started} started · {now.finished} finished{paper}")

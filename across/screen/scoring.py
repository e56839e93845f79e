"""Who has joined, started and finished, as it happens, never what anybody answered; when results are shown."""

import streamlit as st

from across.room.room import Room
from across.screen import place
from across.screen.follow import COUNTS, news
from across.workshop.values import ResultsMode

MODES: dict[ResultsMode, str] = {
    "reveal": "Hidden until I reveal them to everyone at once",
    "live": "Shown live while people answer",
}


@st.fragment
def counts(room: Room, key: str) -> None:
    """The counts, large."""
    now = news(room, f"counts-{key}-news", COUNTS)
    with st.container(key=f"counts-{key}"):
        st.text(f"{now.finished} of {now.joined} finished")
    st.progress(min(now.finished / now.joined, 1.0) if now.joined else 0.0)
    paper = f" · {now.on_paper} on paper" if now.on_paper else ""
    st.text(f"{now.joined} joined · {now.started} started · {now.finished} finished{paper}")


def when_results_are_shown(room: Room) -> None:
    """The choice between a reveal and live results, as long as nobody can have answered."""
    now = room.workshop().results_mode
    key = f"results-mode-{now}"

    def choose() -> None:
        place.try_to(lambda: room.choose_results_mode(st.session_state[key]))

    modes = list(MODES)
    st.radio("Results", modes, modes.index(now), format_func=MODES.get, horizontal=True, key=key, on_change=choose)

"""Who has joined, started and finished, as it happens, never what anybody answered; when results are shown."""

import streamlit as st

from across.screen.deeds import attempted
from across.screen.follow import COUNTS, news
from across.screen.session import FacilitatorView
from across.workshop.values import ResultsMode

MODES: dict[ResultsMode, str] = {
    "reveal": "Hidden until I reveal them to everyone at once",
    "live": "Shown live while people answer",
}


@st.fragment
def counts(view: FacilitatorView, key: str) -> None:
    """The counts, large."""
    now = news(view, f"counts-{key}-news", COUNTS).counts
    with st.container(key=f"counts-{key}"):
        st.text(f"{now.finished} of {now.joined} finished")
    st.progress(min(now.finished / now.joined, 1.0) if now.joined else 0.0)
    paper = f" · {now.on_paper} on paper" if now.on_paper else ""
    st.text(f"{now.joined} joined · {now.started} started · {now.finished} finished{paper}")


def when_results_are_shown(view: FacilitatorView) -> None:
    """The choice between a reveal and live results, as long as nobody can have answered."""
    now = view.now().workshop.results_mode
    key = f"results-mode-{now}"

    def choose() -> None:
        attempted(lambda: view.facilitator.choose_results_mode(st.session_state[key]))

    modes = list(MODES)
    st.radio("Results", modes, modes.index(now), format_func=MODES.get, horizontal=True, key=key, on_change=choose)

"""When results are shown: at a reveal, or live."""

import streamlit as st

from across.screen.deeds import attempt
from across.screen.session import FacilitatorView
from across.workshop.values import ResultsMode

MODES: dict[ResultsMode, str] = {
    "reveal": "Hidden until I reveal them to everyone at once",
    "live": "Shown live while people answer",
}


def when_results_are_shown(view: FacilitatorView) -> None:
    """The choice between a reveal and live results, as long as nobody can have answered."""
    now = view.now().workshop.results_mode
    key = f"results-mode-{now}"

    def choose() -> None:
        attempt(lambda: view.facilitator.choose_results_mode(st.session_state[key]))

    modes = list(MODES)
    st.radio("Results", modes, modes.index(now), format_func=MODES.get, horizontal=True, key=key, on_change=choose)

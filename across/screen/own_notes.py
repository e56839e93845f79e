"""A box for the facilitator's notes to themselves: kept in their browser, and told to nobody, this server included."""

from pathlib import Path

import streamlit as st

from across.screen.session import FacilitatorView

HERE = Path(__file__).parent
_NOTES = st.components.v2.component(
    "across_boundaries_own_notes",
    html=(HERE / "own_notes.html").read_text(encoding="utf-8"),
    css=(HERE / "own_notes.css").read_text(encoding="utf-8"),
    js=(HERE / "own_notes.js").read_text(encoding="utf-8"),
)


def own_notes(view: FacilitatorView) -> None:
    """The box. What is typed stays in this browser, under the code of the workshop; nothing of it is sent."""
    _NOTES(key="own-notes", data={"code": view.code})

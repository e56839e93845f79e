"""The group's own note: a text area that saves while it is typed and says so."""

from pathlib import Path

import streamlit as st

from across.screen.session import FacilitatorView

_HERE = Path(__file__).parent
_GROUP_NOTE = st.components.v2.component(
    "across_boundaries_group_note",
    html=(_HERE / "group_note.html").read_text(encoding="utf-8"),
    css=(_HERE / "group_note.css").read_text(encoding="utf-8"),
    js=(_HERE / "group_note.js").read_text(encoding="utf-8"),
)


def group_note(view: FacilitatorView) -> None:
    """The group's text on a step. The browser saves it directly, whatever the page is doing meanwhile."""
    step, note = view.step, view.now().group_note
    data = {"code": view.code, "step": step, "body": note.body, "version": note.version}
    _GROUP_NOTE(key=f"group-note-{step}", data=data)

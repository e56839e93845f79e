"""A box for a table of paper forms that was copied elsewhere; it is read as a file would be."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from across.screen.deeds import attempt
from across.screen.paper_forms import with_clipboard
from across.screen.sent_values import sent_by, text_in
from across.screen.session import FacilitatorView

_HERE = Path(__file__).parent
_BOX = st.components.v2.component(
    "across_boundaries_pasted_table",
    html=(_HERE / "pasted_table.html").read_text(encoding="utf-8"),
    css=(_HERE / "pasted_table.css").read_text(encoding="utf-8"),
    js=with_clipboard("pasted_table.js"),
)
_TIMES = "how often a table of paper forms was pasted"


def pasted_table(view: FacilitatorView, read_table: Callable[[FacilitatorView, str], None]) -> None:
    """The box. What is pasted into it goes to `read_table`."""
    _BOX(
        key="pasted-table",
        data={"times": st.session_state.get(_TIMES, 0)},
        on_table_change=lambda: attempt(lambda: _read(view, read_table)),
    )


def _read(view: FacilitatorView, read_table: Callable[[FacilitatorView, str], None]) -> None:
    text = text_in(sent_by("pasted-table", "table"), "text")
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    read_table(view, text)

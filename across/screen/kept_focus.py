"""Keeps the focus where it was on a page of Streamlit's whose parts come and go."""

from pathlib import Path

import streamlit as st

_FOCUS = st.components.v2.component(
    "across_boundaries_kept_focus", js=(Path(__file__).parent / "kept_focus.js").read_text(encoding="utf-8")
)


def kept_focus() -> None:
    """Give the focus to what stands in place of the thing that had it and is drawn no longer."""
    _FOCUS(key="focus-news", height=1)

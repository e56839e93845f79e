"""Live redraw: a part of the page is drawn anew when something has changed in the workshop, and only then."""

from pathlib import Path

import streamlit as st

_NEWS = st.components.v2.component(
    "across_boundaries_news", js=(Path(__file__).parent / "news.js").read_text(encoding="utf-8")
)


def news(code: str, key: str) -> None:
    """Listen for changes to this workshop: each one redraws the fragment this is called in.

    The browser listens to the server's events; while it cannot, it looks every two seconds.
    """
    _NEWS(key=key, data={"code": code}, height=1, on_news_change=_nothing)


def _nothing() -> None:
    """Nothing to keep: the redraw is the point."""

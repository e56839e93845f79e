"""Live redraw: a part of the page is drawn anew when something has changed in the workshop, and only then."""

from pathlib import Path

import streamlit as st

from live.room import Room

PAGE = "address of the page on this screen"

_NEWS = st.components.v2.component(
    "across_boundaries_news", js=(Path(__file__).parent / "news.js").read_text(encoding="utf-8")
)


def news(room: Room, key: str, when: str = "change") -> None:
    """Listen for changes to this workshop: each one redraws the fragment this is called in.

    Call it before the fragment reads anything: what changes after that is then sure to be noticed. The
    browser listens to the server's events; while it cannot, it looks every two seconds. With `when="step"`,
    only a change of step or a reveal redraws it.
    """
    now = room.workshop()
    data = {"code": room.code, "page": st.session_state.get(PAGE, ""), "revision": now.revision}
    data |= {"when": when, "step": now.step, "revealed": now.revealed}
    _NEWS(key=key, data=data, height=1, on_news_change=_nothing)


def _nothing() -> None:
    """Nothing to keep: the redraw is the point."""

"""Live redraw: a part of the page is drawn anew when something has changed in the workshop, and only then."""

from dataclasses import asdict
from pathlib import Path

import streamlit as st

from across.room.drawing import Drawing
from across.screen.deeds import part_every
from across.screen.session import FacilitatorView

_NEWS = st.components.v2.component(
    "across_boundaries_news", js=(Path(__file__).parent / "news.js").read_text(encoding="utf-8")
)
ANYTHING = ("revision",)
LOOK_EVERY_SECONDS = 2


def news(view: FacilitatorView, key: str, keys: tuple[str, ...] = ANYTHING) -> Drawing:
    """Listen for changes to what `keys` name in the bulletin: each redraws the fragment this is called in.

    Returns the drawing of this moment: what changes after it is sure to be noticed.
    """
    now = view.now()
    bulletin = asdict(now.bulletin)
    data = {"code": view.code, "revision": bulletin["revision"]}
    seen = [bulletin[name] for name in keys]
    if view.fault:
        _say_until_known_again(view)
    _NEWS(key=key, data={**data, "keys": list(keys), "seen": seen}, height=1, on_news_change=_nothing)
    return now


@part_every(LOOK_EVERY_SECONDS)
def _say_until_known_again(view: FacilitatorView) -> None:
    """Above what was known last: why nothing newer is, until something is."""
    view.now()
    if view.fault:
        st.warning(view.fault)


def _nothing() -> None:
    """Nothing to keep: the redraw is the point."""

"""A dialog in the facilitator's own view stays open until it is closed: what is drawn anew under it opens it again.

Streamlit closes a dialog where the part of the page that opened it is drawn anew, as it is when news comes.
"""

from typing import Any

import streamlit as st

from across.screen.kept import keep, kept

_OPENED = "what is open over the page"


def remember(what: str, about: dict[str, Any]) -> None:
    """Have this opened, now and whenever the part of the page under it is drawn."""
    keep(_OPENED, {"what": what, "about": about})


def remembered(*what: str) -> tuple[str, dict[str, Any]] | None:
    """Which of these is open, and what it is about; None where none is."""
    found = kept(_OPENED)
    return (found["what"], found["about"]) if found and found["what"] in what else None


def forget() -> None:
    """It was closed, or is done."""
    st.session_state.pop(_OPENED, None)

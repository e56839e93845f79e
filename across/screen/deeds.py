"""Doing something in the workshop from a button: where it cannot be done, the reason is shown in its place."""

from collections.abc import Callable

import streamlit as st

from across.workshop.errors import WorkshopError

_WHY_NOT = "why the last deed could not be done"


def attempt_here(deed: Callable[[], object]) -> bool:
    """Do something in the middle of a page; False, with the reason on the page, if it could not be done."""
    try:
        deed()
    except WorkshopError as error:
        st.error(str(error))
        return False
    return True


def attempt(deed: Callable[[], object]) -> None:
    """`attempted` for a button that has nothing else to do."""
    attempted(deed)


def attempted(deed: Callable[[], object]) -> bool:
    """Do something in a callback, before the page is drawn; if not, False, and `show_why_not` shows why."""
    try:
        deed()
    except WorkshopError as error:
        st.session_state[_WHY_NOT] = str(error)
        return False
    return True


def why_not() -> str:
    """Why the last thing attempted could not be done, told once; empty where it was."""
    return st.session_state.pop(_WHY_NOT, "")


def show_why_not() -> None:
    """Say why the last thing attempted could not be done."""
    if why := why_not():
        st.error(why)

"""Doing something in the workshop from a page, and drawing its parts: where it cannot be done, the reason stands there.

What people do on a page goes through `attempt` and its like, and a part that is drawn alone is a `part` or a `dialog`:
so whatever the store cannot do is said in our words, and in no box of Streamlit's.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec

import streamlit as st

from across.workshop.errors import InOurWords, StoreFault, WorkshopError

_WHY_NOT = "why the last deed could not be done"
OUR_FAULT = "Something went wrong on our side. What was saved is safe. Reload the page and try again."
Given = ParamSpec("Given")


def attempt_here(deed: Callable[[], object], *, but: tuple[type[InOurWords], ...] = ()) -> bool:
    """Do something in the middle of a page; False, with the reason on the page, if it could not be done.

    What the page has an answer of its own to is raised: `but`.
    """
    try:
        deed()
    except but:
        raise
    except InOurWords as error:
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
    except InOurWords as error:
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


def part(draw: Callable[Given, None]) -> Callable[Given, None]:
    """A part of a page that is drawn anew alone."""
    return st.fragment(_told(draw))


def part_every(seconds: float) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """As `part`, drawn anew every so many seconds."""
    return lambda draw: st.fragment(_told(draw), run_every=seconds)


def dialog(
    title: str,
    width: Literal["small", "large"] = "small",
    on_dismiss: Any = "rerun",  # noqa: ANN401 (as Streamlit's)
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """A part that opens over the page, under this title. Closed, it has the page drawn: the picture takes the focus."""
    return lambda draw: st.dialog(title, width=width, on_dismiss=on_dismiss)(_told(draw))


def _told(draw: Callable[Given, None]) -> Callable[Given, None]:
    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except StoreFault as fault:
            st.error(str(fault))
        except WorkshopError:
            # Deleted, or a new link was made elsewhere: the whole page finds out who is here.
            st.rerun()

    return drawn


def said_for(error: Exception) -> bool:
    """Say in our words what no page has said, in the place of Streamlit's box: True, for it is not needed any more."""
    st.error(str(error) if isinstance(error, InOurWords) else OUR_FAULT)
    return True

"""While the store does not answer: the page stays as it is, with all that was typed, and is drawn once it does."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from across.workshop.errors import StoreFault

LOOK_EVERY_SECONDS = 0.5
AGAIN = "The server reaches what it keeps again."
_DRAWN = "a page was drawn here"
Found = TypeVar("Found")


def until_the_store_answers(read: Callable[[], Found]) -> Found:
    """What is read, as soon as it can be. A page that is there already stays meanwhile, and says why nothing moves."""
    said = None
    while True:
        try:
            found = read()
        except StoreFault as fault:
            said = said or _say(str(fault))
            time.sleep(LOOK_EVERY_SECONDS)
            # Here Streamlit takes this run away from us where somebody does something else, or has gone.
            st.set_page_config(page_title="Across Boundaries")
        else:
            _take_back(said)
            return found


def page_is_drawn() -> None:
    """Note that there is a page that can stay."""
    st.session_state[_DRAWN] = 1


def _say(why: str) -> Any:  # noqa: ANN401 (an element of Streamlit's)
    if st.session_state.get(_DRAWN):
        return st.toast(why, duration="infinite")
    place = st.empty()
    place.error(why)
    return place


def _take_back(said: Any) -> None:  # noqa: ANN401 (an element of Streamlit's)
    if said is not None and st.session_state.get(_DRAWN):
        said.toast(AGAIN)
    elif said is not None:
        said.empty()

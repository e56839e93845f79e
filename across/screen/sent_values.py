"""What a component of ours sends: whoever holds the socket may send anything in its name, so it is looked at first."""

import streamlit as st

from across.workshop.errors import NotAllowedHere

MOST_ROWS, MOST_CELLS = 5_000, 1_000


def sent_by(component: str, event: str) -> dict[str, object]:
    """What the component of this key sends with an event. Raises NotAllowedHere for what none of ours does."""
    value = getattr(st.session_state.get(component), event, None)
    if not isinstance(value, dict):
        raise NotAllowedHere
    return value


def text_in(sent: dict[str, object], name: str) -> str:
    """A text of this name. Raises NotAllowedHere."""
    found = sent.get(name)
    if not isinstance(found, str):
        raise NotAllowedHere
    return found


def texts_in(found: object, most: int = MOST_ROWS) -> list[str]:
    """Texts, so many at most. Raises NotAllowedHere."""
    if not isinstance(found, list) or len(found) > most or not all(isinstance(text, str) for text in found):
        raise NotAllowedHere
    return found


def rows_in(sent: dict[str, object], name: str) -> list[list[str]]:
    """Rows of texts under this name. Raises NotAllowedHere."""
    found = sent.get(name)
    if not isinstance(found, list) or len(found) > MOST_ROWS:
        raise NotAllowedHere
    return [texts_in(row, MOST_CELLS) for row in found]

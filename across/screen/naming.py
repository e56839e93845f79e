"""What Streamlit's controls are called where a page has many alike."""

import re

# What Streamlit would take for markup in the name of a control.
_MARKS = re.compile(r"[^\w\s]")


def as_text(name: str) -> str:
    """A name that Streamlit shows as it is written."""
    return _MARKS.sub(r"\\\g<0>", name)


def named(label: str, of: str) -> str:
    """A label, and in words for a screen reader which of many it belongs to: those are not seen (`screen.css`).

    >>> named("Hide", "note 3")
    'Hide :small[note 3]'
    """
    return f"{label} :small[{as_text(of)}]"

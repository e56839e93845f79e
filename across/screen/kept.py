"""What this browser's session keeps between runs: texts and numbers alone, lists and the like as JSON."""

import json
from typing import Any

import streamlit as st


def keep(name: str, value: object) -> None:
    """Keep a value that JSON knows."""
    st.session_state[name] = json.dumps(value)


def kept(name: str, otherwise: object = None) -> Any:  # noqa: ANN401 (whatever was kept)
    """What was kept under this name."""
    return json.loads(st.session_state[name]) if name in st.session_state else otherwise

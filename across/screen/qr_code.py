"""QR codes, made here: no outside service is asked."""

import io
from functools import lru_cache

import segno
import streamlit as st


def qr_code(address: str, name: str) -> None:
    """A QR code of an address, large, with a quiet border, under this accessible name."""
    st.image(_drawn(address), alt=name, width="stretch")


@lru_cache(maxsize=100)
def _drawn(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=14, border=3)
    return picture.getvalue()

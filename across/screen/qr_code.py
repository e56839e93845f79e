"""QR codes, made here: no outside service is asked."""

import io

import segno
import streamlit as st


def qr_code(address: str, name: str) -> None:
    """A QR code of an address, large, with a quiet border, under this accessible name."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=14, border=3)
    st.image(picture.getvalue(), alt=name, width="stretch")

"""QR codes, made here: no outside service is asked."""

import io

import segno
import streamlit as st
from segno.helpers import make_wifi_data


def qr_code(address: str, name: str) -> None:
    """A QR code of an address, large, with a quiet border, under this accessible name."""
    _draw(address, name)


def wifi_code(network: str, password: str, name: str) -> None:
    """A QR code that joins a Wi-Fi, under this accessible name."""
    security = "WPA" if password else None
    _draw(make_wifi_data(ssid=network, password=password or None, security=security), name)


def _draw(data: str, name: str) -> None:
    picture = io.BytesIO()
    segno.make(data, error="m").save(picture, kind="png", scale=14, border=3)
    st.image(picture.getvalue(), alt=name, width="stretch")

"""QR codes on the stage, made here: no outside service is asked."""

import io

import segno
from segno.helpers import make_wifi_data

from across.workshop.values import Wifi


def of_address(address: str) -> bytes:
    """A QR code of an address, as an SVG picture with a quiet border that is light in any theme."""
    return _svg(address)


def of_wifi(wifi: Wifi) -> bytes:
    """A QR code that joins a Wi-Fi."""
    password = wifi.password or None
    return _svg(make_wifi_data(ssid=wifi.name, password=password, security="WPA" if password else None))


def _svg(data: str) -> bytes:
    picture = io.BytesIO()
    look = {"border": 3, "light": "#fff", "omitsize": True, "xmldecl": False}
    segno.make(data, error="m").save(picture, kind="svg", **look)
    return picture.getvalue()

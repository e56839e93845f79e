"""The small fonts of the screen: no icon that is named and no letter of the range that they say is missing."""

import re
import sys
from pathlib import Path

import pytest
from http_requests import ask, served
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from across.web.facilitator.modules import FOLDER
from across.web.icons import ICONS, FewerIcons

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP / "benchmarks"))

import screen_fonts  # noqa: E402 (found by the line above)


@pytest.fixture(scope="module")
def icons() -> dict[str, str]:
    """The icons that are served, by name."""
    return screen_fonts.ligatures(screen_fonts.opened(ICONS))


def test_every_icon_that_we_or_the_installed_streamlit_name_is_served(icons):
    known = set(screen_fonts.ligatures(screen_fonts.brought("MaterialSymbols-Rounded")))

    wanted = screen_fonts.icons_named(known)

    assert {"add", "keyboard_arrow_right", "delete", "qr_code_2"} <= wanted
    assert wanted - set(icons) == set()


def test_every_icon_of_our_pages_is_one_that_there_is(icons):
    texts = [
        path.read_text(encoding="utf-8") for folder in ("across", "pages") for path in (TOP / folder).rglob("*.py")
    ]

    ours = {name for text in texts for name in re.findall(r":material/([a-z0-9_]+):", text)}

    assert ours
    assert ours - set(icons) == set()


def test_the_face_of_questions_has_all_letters_of_the_whole_one_in_the_range_that_it_says():
    said = (FOLDER / "faces.js").read_text(encoding="utf-8")
    parts = [part.partition("-") for part in re.findall(r"U\+([0-9A-F]+(?:-[0-9A-F]+)?)", said)]
    ranges = [range(int(first, 16), int(last or first, 16) + 1) for first, _, last in parts]
    whole = set(screen_fonts.brought("SourceSerifVariable-Roman").getBestCmap())

    ours = set(screen_fonts.opened(FOLDER / "serif.woff2").getBestCmap())

    assert len(ours) > 500
    assert {point for point in whole if any(point in span for span in ranges)} <= ours


def test_streamlits_icons_are_ours_and_nothing_else_is():
    app = Starlette(
        routes=[Route("/{rest:path}", lambda _request: PlainTextResponse("Streamlit's own"))],
        middleware=[Middleware(FewerIcons)],
    )
    with served(app) as port:
        icon = ask(port, "/static/media/MaterialSymbols-Rounded.nEdyypZU.woff2")
        other = ask(port, "/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2")

    assert (icon.status, icon.headers["Content-Type"]) == (200, "font/woff2")
    assert int(icon.headers["Content-Length"]) == ICONS.stat().st_size
    assert "immutable" in icon.headers["Cache-Control"]
    assert other.text == "Streamlit's own"

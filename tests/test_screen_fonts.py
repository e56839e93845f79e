"""The small fonts of the screen: no icon that is named and no letter of the range that they say is missing."""

import re
import sys
from pathlib import Path

import pytest
import streamlit
from http_requests import ask, served
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from across.web.facilitator.modules import FOLDER
from across.web.icons import ICONS, FewerIcons
from across.web.letters import LETTERS, OTHER_LETTERS, STREAMLITS, WHOLE, FewerLetters

TOP = Path(__file__).parents[1]
STREAMLIT_FILES = Path(streamlit.__file__).parent / "static"
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


def test_the_small_face_of_letters_has_what_our_texts_need_and_the_style_names_all_others_of_the_whole_one():
    whole = set(screen_fonts.brought("SourceSansVF-Upright").getBestCmap())
    small = set(screen_fonts.opened(LETTERS).getBestCmap())
    said = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", OTHER_LETTERS.read_text(encoding="utf-8"))
    others = {point for first, last in said for point in range(int(first, 16), int(last or first, 16) + 1)}
    folders = ("across", "pages", "content")
    texts = [path for name in folders for path in (TOP / name).rglob("*") if path.suffix in (".py", ".js", ".html")]
    used = {ord(letter) for path in texts for letter in path.read_text(encoding="utf-8") if letter != "\ufeff"}

    assert len(small) > 600
    assert small | others == whole
    assert small & others == set()
    assert used & whole <= small


def test_streamlits_face_is_the_small_one_and_the_whole_one_has_an_address_too():
    app = Starlette(
        routes=[Route("/{rest:path}", lambda _request: PlainTextResponse("Streamlit's own"))],
        middleware=[Middleware(FewerLetters, folder=STREAMLIT_FILES)],
    )
    with served(app) as port:
        small, whole = ask(port, f"{STREAMLITS}ttf.BsWL4Kly.woff2"), ask(port, WHOLE)
        italic = ask(port, "/static/media/SourceSansVF-Italic.ttf.Bt9VkdQ3.woff2")

    assert small.body == LETTERS.read_bytes()
    assert "immutable" in small.headers["Cache-Control"]
    assert (whole.headers["Content-Type"], whole.headers["Cache-Control"]) == ("font/woff2", "no-cache")
    [theirs] = (STREAMLIT_FILES / "static" / "media").glob("SourceSansVF-Upright*")
    assert whole.body == theirs.read_bytes()
    assert f'url("{WHOLE}")' in OTHER_LETTERS.read_text(encoding="utf-8")
    assert italic.text == "Streamlit's own"

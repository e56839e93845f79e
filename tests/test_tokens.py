"""One set of colours, for the picture, phones, paper and Streamlit's pages: all of them stand in tokens.css."""

import re
import tomllib
from pathlib import Path

import pytest

from across.documents.colours import DEEP, TEAL
from across.results.lines import LINE_STYLES
from across.results.palette import ON_DARK, ON_LIGHT

TOP = Path(__file__).parent.parent
TOKENS = TOP / "across" / "web" / "facilitator" / "stage" / "tokens.css"
PHONE = TOP / "across" / "web" / "participant" / "static" / "phone.css"
SUFFIXES = {".css", ".html", ".js", ".py", ".svg", ".toml", ".typ"}
BLACK_AND_WHITE = {"#000000", "#ffffff"}
# What a phone calls a role, in fewer letters.
ON_PHONES = {
    "page": "paper",
    "card": "card",
    "ink": "ink",
    "soft": "ink-2",
    "line": "line-strong",
    "faint": "line",
    "accent": "accent",
    "on": "on-accent",
    "tint": "wash",
    "warn": "signal-ink",
    "warn-tint": "signal-wash",
}
IN_STREAMLIT = {
    "primaryColor": "accent",
    "backgroundColor": "paper",
    "secondaryBackgroundColor": "wash",
    "textColor": "ink",
    "linkColor": "accent",
    "borderColor": "line-strong",
}
OF_LINES = ("c-group", "c-agreed", "c-before", "c-s1", "c-s2", "c-s3", "c-s4")


def whole(colour: str) -> str:
    """A colour with six digits, in small letters."""
    digits = colour.removeprefix("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def roles(css: str) -> dict[str, str]:
    return {name: whole(colour) for name, colour in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]+)", css)}


def tokens() -> dict[str, dict[str, str]]:
    """The colour of each role, light and dark."""
    light, dark, _bright = re.split(r"\.stage\[data-theme=", TOKENS.read_text("utf-8"))
    return {"light": roles(light), "dark": roles(light) | roles(dark)}


def sources() -> list[Path]:
    kept = [TOP / ".streamlit" / "config.toml", TOP / "app.py"]
    folders = [TOP / name for name in ("across", "pages", "content", "scoring")]
    return kept + [path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES]


def test_no_colour_stands_anywhere_that_is_not_a_token() -> None:
    known = {whole(colour) for colour in re.findall(r"#[0-9a-fA-F]{3,6}\b", TOKENS.read_text("utf-8"))}
    strangers = {
        (path.relative_to(TOP).as_posix(), colour)
        for path in sources()
        for colour in re.findall(r"(?<![\w&/])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?!-)", path.read_text("utf-8"))
        if whole(colour) not in known | BLACK_AND_WHITE
    }

    assert strangers == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_phones_have_the_colours_of_the_picture(theme: str) -> None:
    light, dark = PHONE.read_text("utf-8").split("@media (prefers-color-scheme:dark)")[:2]
    shown = roles({"light": light, "dark": dark.split("}}")[0]}[theme])

    assert shown == {name: tokens()[theme][role] for name, role in ON_PHONES.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlit_has_the_colours_of_the_picture(theme: str) -> None:
    with (TOP / ".streamlit" / "config.toml").open("rb") as file:
        shown = tomllib.load(file)["theme"][theme]

    assert shown == {name: tokens()[theme][role] for name, role in IN_STREAMLIT.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_have_the_colours_of_the_picture(theme: str) -> None:
    known, palette = tokens()[theme], {"light": ON_LIGHT, "dark": ON_DARK}[theme]
    lines = [getattr(style, f"on_{theme}") for style in LINE_STYLES]

    assert lines == [known[role] for role in OF_LINES]
    assert (palette.ink, palette.grid, palette.apart) == (known["ink"], known["line"], known["card"])


def test_paper_has_the_colours_of_the_picture() -> None:
    bright = roles(TOKENS.read_text("utf-8").split('data-theme="bright"')[1])

    assert (f"#{TEAL}", f"#{DEEP}") == (tokens()["light"]["accent"], bright["accent"])

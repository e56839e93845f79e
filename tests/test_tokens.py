"""One set of colours, for the picture, phones, paper and Streamlit's pages: all of them stand in tokens.css."""

import re
import tomllib
from pathlib import Path

import pytest
from reports import CONTENT, full

from across.documents.colours import DEEP, TEAL
from across.documents.template_results import luminance
from across.results.lines import LINE_STYLES
from across.results.palette import ON_DARK, ON_LIGHT
from across.results.radar_plotly import radar_figure
from across.results.radar_svg import GRID, TINT

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
# WCAG 2.2: what text, and what parts of a graphic that are needed to understand it, differ by from their ground.
OF_TEXT, OF_GRAPHICS = 4.5, 3
OF_LINES = ("c-group", "c-agreed", "c-before", "c-s1", "c-s2", "c-s3", "c-s4")


def whole(colour: str) -> str:
    """A colour with six digits, in small letters."""
    digits = colour.removeprefix("#").lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def roles(css: str) -> dict[str, str]:
    return {name: whole(colour) for name, colour in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]+)", css)}


def themes() -> dict[str, dict[str, str]]:
    """The colour of each role in every theme of the picture."""
    bright = TOKENS.read_text("utf-8").split('data-theme="bright"')[1]
    return tokens() | {"bright": tokens()["light"] | roles(bright)}


def contrast(one: str, other: str) -> float:
    """How much two colours differ, from 1 to 21, as WCAG 2.2 defines it."""
    lights = [luminance((int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16))) for colour in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


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
    assert (palette.ink, palette.grid, palette.apart) == (known["ink"], known["line-strong"], known["card"])


def test_paper_has_the_colours_of_the_picture() -> None:
    bright = roles(TOKENS.read_text("utf-8").split('data-theme="bright"')[1])

    assert (f"#{TEAL}", f"#{DEEP}") == (tokens()["light"]["accent"], bright["accent"])


@pytest.mark.parametrize("theme", ["light", "dark", "bright"])
def test_what_a_chart_says_stands_out_from_what_is_behind_it(theme: str) -> None:
    known = themes()[theme]
    lines = {role: contrast(known[role], known["paper"]) for role in (*OF_LINES, "line-strong", "ink", "ink-2")}
    counts = {f"p{point}": contrast(known[f"on-p{point}"], known[f"p{point}"]) for point in range(1, 6)}

    assert {role: found for role, found in lines.items() if found < OF_GRAPHICS} == {}
    assert {role: found for role, found in counts.items() if found < OF_TEXT} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_grid_and_spread_of_the_chart_to_explore_stand_out(dark: bool) -> None:  # noqa: FBT001 (a parameter)
    known = tokens()["dark" if dark else "light"]
    figure = radar_figure(full().results, CONTENT, dark=dark)
    edges = {trace.line.color for trace in figure.data if trace.fill == "toself" and trace.line.width}

    assert edges == {known["c-group"]}
    assert contrast(figure.layout.polar.radialaxis.gridcolor, known["paper"]) >= OF_GRAPHICS


def test_grid_and_spread_of_the_chart_on_phones_stand_out() -> None:
    for theme in ("light", "dark"):
        ink, card = tokens()[theme]["ink"], tokens()[theme]["card"]
        shade = float(GRID["stroke-opacity"])
        mixed = [
            round(int(ink[at : at + 2], 16) * shade + int(card[at : at + 2], 16) * (1 - shade)) for at in (1, 3, 5)
        ]
        assert contrast("#" + "".join(f"{part:02x}" for part in mixed), card) >= OF_GRAPHICS
    assert TINT["stroke"] == "currentColor"

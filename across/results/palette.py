"""Colours and type that every chart shares, on light and on dark."""

from dataclasses import dataclass

FONT_FAMILY = "'Source Sans', system-ui, sans-serif"
TRANSPARENT = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Palette:
    """The colours of a chart: its texts, the lines of its grid, what stands between two bars, the shade of a spread.

    `shade` is the opacity with which the colour of a line fills its spread.
    """

    ink: str
    grid: str
    apart: str
    shade: float


ON_LIGHT = Palette(ink="#12292c", grid="#66797a", apart="#ffffff", shade=0.2)
ON_DARK = Palette(ink="#f5f2ea", grid="#84999a", apart="#17292d", shade=0.22)


def palette(*, dark: bool) -> Palette:
    """The colours for a screen of this kind."""
    return ON_DARK if dark else ON_LIGHT

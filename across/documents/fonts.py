"""The fonts of the printed report: the same files on every machine, and which characters they can draw."""

import lzma
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import category

import noto_cjk_sans_otc
import pymupdf_fonts
from fontTools.ttLib import TTFont, TTLibError

from across.workshop.errors import WorkshopError

FILES = ("figo", "figbo", "notos", "notosbo", "symbol1", "symbol2", "math", "music")
EASTERN = "Noto Sans CJK SC"
EASTERN_FACE = 2
FAMILIES = (
    *("FiraGO", "Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Music"),
    EASTERN,
)
BOLD = ("figbo", "notosbo")


class FontsMissing(WorkshopError):
    """The fonts of the report cannot be read or written out."""

    sentence = (
        "The report's fonts could not be prepared. Ask whoever runs the server to install "
        "'pymupdf-fonts' and 'noto-cjk-sans-otc' and to leave room in the temporary folder, then try again."
    )


@dataclass(frozen=True)
class Fonts:
    """Folders of font files and what they hold.

    `covered` has one set of code points for each upright face; `advances` gives the width of a
    character of the main face in ems.
    """

    folders: tuple[Path, ...]
    covered: tuple[frozenset[int], ...]
    advances: Mapping[int, float]


@cache
def fonts() -> Fonts:
    """The fonts, written to a cache folder when they are not there yet. Raises FontsMissing."""
    try:
        folder = _folder()
        eastern = Path(str(noto_cjk_sans_otc.FONT_PATH))
        faces = [(folder / f"{key}.otf", -1) for key in FILES if key not in BOLD] + [(eastern, EASTERN_FACE)]
        return Fonts((folder, eastern.parent), tuple(_points(*face) for face in faces), _advances(folder))
    except (AttributeError, KeyError, OSError, TTLibError, lzma.LZMAError) as error:
        raise FontsMissing from error


def available_fonts() -> Fonts:
    """The fonts, written again where a cleaner has emptied the cache folder meanwhile."""
    known = fonts()
    if not all((known.folders[0] / f"{key}.otf").is_file() for key in FILES):
        fonts.cache_clear()
    return fonts()


def _folder() -> Path:
    wanted = _caches() / "across-boundaries" / f"fonts-{_version()}"
    try:
        return _written(wanted)
    except OSError:
        return _written(Path(tempfile.mkdtemp(prefix="across-boundaries-fonts-")))


def _caches() -> Path:
    """The folder that this system keeps for a user's caches."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir())
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _version() -> str:
    sizes = sum(pymupdf_fonts.fontdescriptors[key]["size"] for key in FILES)
    return f"{len(FILES)}-{sizes}"


def _written(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key in FILES:
        _write(folder / f"{key}.otf", key)
    return folder


def _write(path: Path, key: str) -> None:
    if path.is_file() and path.stat().st_size == pymupdf_fonts.fontdescriptors[key]["size"]:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(pymupdf_fonts.myfont(key))
    Path(part.name).replace(path)


def _points(path: Path, number: int) -> frozenset[int]:
    """The code points of a face but for private ones, which PDF/A refuses."""
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(point for point in font.getBestCmap() if category(chr(point)) != "Co")


def _advances(folder: Path) -> dict[int, float]:
    """Widths in ems of the main face's characters."""
    with TTFont(folder / f"{FILES[0]}.otf", lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {point: widths[glyph][0] / em for point, glyph in font.getBestCmap().items()}

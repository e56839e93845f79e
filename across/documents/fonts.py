"""The fonts of the printed report: the same files on every machine, and which characters they can draw."""

import io
import lzma
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

import noto_cjk_sans_otc
import pyarrow
import pymupdf_fonts
from fontTools.ttLib import TTFont, TTLibError, woff2

from across.workshop.errors import WorkshopError

# The faces of the projected screen, as Streamlit brings them for browsers: text, then display. They hold every weight.
# In our cache they have names of our own: "Source" is reserved for the files as Adobe made them.
SCREEN_FACES = {"Across Sans": "SourceSansVF-Upright.*.woff2", "Across Serif": "SourceSerifVariable-Roman.*.woff2"}
TEXT, DISPLAY = SCREEN_FACES
FILES = ("figo", "figbo", "notos", "notosbo", "symbol1", "symbol2", "math", "music")
EASTERN = "Noto Sans CJK SC"
EASTERN_FACE = 2
FAMILIES = (
    TEXT,
    *("FiraGO", "Noto Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Music"),
    EASTERN,
)
BOLD = ("figbo", "notosbo")
# Words are measured in the heaviest weight that they are set in, which is the widest.
MEASURED = {"wght": 700}
FAMILY_NAMES = (1, 16)


class FontsMissing(WorkshopError):
    """The fonts of the report cannot be read or written out."""

    sentence = (
        "The report's fonts could not be prepared. Ask whoever runs the server to install what requirements.txt lists "
        "('streamlit', 'pymupdf-fonts' and 'noto-cjk-sans-otc' among it) and to leave room in the temporary folder, "
        "then try again."
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
        upright = [_screen_face(folder, TEXT), *(folder / f"{key}.otf" for key in FILES if key not in BOLD)]
        faces = [*((path, -1) for path in upright), (eastern, EASTERN_FACE)]
        return Fonts((folder, eastern.parent), tuple(_points(*face) for face in faces), _advances(upright[0]))
    except (AttributeError, KeyError, OSError, TTLibError, lzma.LZMAError) as error:
        raise FontsMissing from error


def available_fonts() -> Fonts:
    """The fonts, written again where a cleaner has emptied the cache folder meanwhile."""
    known = fonts()
    folder = known.folders[0]
    wanted = [*(folder / f"{key}.otf" for key in FILES), *(_screen_face(folder, name) for name in SCREEN_FACES)]
    if not all(path.is_file() for path in wanted):
        fonts.cache_clear()
    return fonts()


def _screen_face(folder: Path, name: str) -> Path:
    return folder / f"{name}.ttf"


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
    sizes = [pymupdf_fonts.fontdescriptors[key]["size"] for key in FILES]
    sizes += [_brought(name).stat().st_size for name in SCREEN_FACES]
    return f"{len(sizes)}-{sum(sizes)}"


def _written(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key in FILES:
        path = folder / f"{key}.otf"
        if not (path.is_file() and path.stat().st_size == pymupdf_fonts.fontdescriptors[key]["size"]):
            _write(path, pymupdf_fonts.myfont(key))
    for name in SCREEN_FACES:
        path = _screen_face(folder, name)
        if not path.is_file():
            _write(path, _unpacked(name))
    return folder


def _write(path: Path, face: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(face)
    Path(part.name).replace(path)


def _brought(name: str) -> Path:
    """The file of a face of the screen in the installed Streamlit, which is looked for and not imported."""
    found = find_spec("streamlit")
    folder = Path(found.origin or "").parent if found else Path()
    files = sorted((folder / "static" / "static" / "media").glob(SCREEN_FACES[name]))
    if not files:
        raise FileNotFoundError(SCREEN_FACES[name])
    return files[0]


class _Brotli:
    """Brotli by pyarrow, under the name by which fontTools asks for it: a package less to install."""

    @staticmethod
    def decompress(packed: bytes) -> bytes:
        with pyarrow.CompressedInputStream(pyarrow.BufferReader(packed), "brotli") as stream:
            return bytes(stream.read())


def _unpacked(name: str) -> bytes:
    """A face of the screen as Typst reads it: unpacked, under our own name for it."""
    woff2.brotli, woff2.haveBrotli = _Brotli, True
    with TTFont(_brought(name)) as font:
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in FAMILY_NAMES:
                record.string = name
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _points(path: Path, number: int) -> frozenset[int]:
    """The code points of a face but for private ones, which PDF/A refuses."""
    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(point for point in font.getBestCmap() if category(chr(point)) != "Co")


def _advances(path: Path) -> dict[int, float]:
    """Widths in ems of the main face's characters."""
    with TTFont(path, lazy=True) as font:
        em, glyphs = font["head"].unitsPerEm, font.getGlyphSet(location=MEASURED)
        return {point: glyphs[glyph].width / em for point, glyph in font.getBestCmap().items()}

"""Make the small fonts of the projected screen from those that the installed Streamlit brings.

`.venv/bin/python benchmarks/screen_fonts.py` writes them where they are served from. Run it again after Streamlit was
upgraded: a test says so where icons are missing.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

import pyarrow
import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont, woff2
from fontTools.varLib import instancer

TOP = Path(__file__).parent.parent
STATIC = Path(streamlit.__file__).parent / "static" / "static"
# Where each is served from: the display face among the stage's modules, the icons in the place of Streamlit's own.
SERIF = TOP / "across" / "web" / "facilitator" / "stage" / "serif.woff2"
ICONS = TOP / "across" / "web" / "icons.woff2"
# Latin with all its accents, punctuation, currencies and a few signs. Other letters come from the whole face.
LATIN = (
    *((0x20, 0x24F), (0x259, 0x259), (0x2BB, 0x2DD), (0x300, 0x304), (0x308, 0x308), (0x329, 0x329), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0x20A0, 0x20C0), (0x2113, 0x2113), (0x2116, 0x2122), (0x2190, 0x2193), (0x2212, 0x2215)),
    *((0x2248, 0x2248), (0x2260, 0x2265), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD)),
)
# The screen sets display type from 24 pixels on, in these weights.
DISPLAY = {"opsz": 40, "wght": (400, 700)}
LAST_LETTER = 0x7F
# The numbers under which a face keeps its names.
NAMES = (1, 3, 4, 6, 16)
ICON = re.compile(r"[\"'`:/]([a-z0-9]+(?:_[a-z0-9]+)*)[\"'`:]")


class Brotli:
    """Brotli by pyarrow, under the names by which fontTools asks for it."""

    MODE_FONT = 2

    @staticmethod
    def decompress(packed: bytes) -> bytes:
        """The bytes that were packed."""
        with pyarrow.CompressedInputStream(pyarrow.BufferReader(packed), "brotli") as stream:
            return bytes(stream.read())

    @staticmethod
    def compress(plain: bytes, mode: int = MODE_FONT) -> bytes:  # noqa: ARG004 (fontTools names it)
        """The bytes, packed as small as they go."""
        return bytes(pyarrow.Codec("brotli", compression_level=11).compress(plain, asbytes=True))


def brought(name: str) -> TTFont:
    """A face of Streamlit's, by the beginning of its file's name."""
    [path] = sorted((STATIC / "media").glob(f"{name}*.woff2"))
    return opened(path)


def opened(path: Path) -> TTFont:
    """A face as browsers load it."""
    woff2.brotli, woff2.haveBrotli = Brotli, True
    return TTFont(path)


def icons_named(known: set[str]) -> set[str]:
    """Every icon that Streamlit's scripts or our own sources name."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (STATIC / "js").glob("*.js")]
    texts += [
        path.read_text(encoding="utf-8") for folder in ("across", "pages") for path in (TOP / folder).rglob("*.py")
    ]
    return {name for text in texts for name in ICON.findall(text)} & known


def ligatures(font: TTFont) -> dict[str, str]:
    """The names of all icons of a face, each with the glyph that it is drawn with."""
    letters = {glyph: chr(point) for point, glyph in font.getBestCmap().items() if point <= LAST_LETTER}
    found: dict[str, str] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, sets in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items():
                for ligature in sets:
                    parts = [first, *ligature.Component]
                    if all(part in letters for part in parts):
                        found["".join(letters[part] for part in parts)] = ligature.LigGlyph
    return found


def subsetter(**more: object) -> subset.Subsetter:
    """What keeps the features of the glyphs that are left, and nothing for machines that browsers are not."""
    options = subset.Options()
    options.layout_features, options.hinting, options.name_IDs = ["*"], False, [1, 2, 3, 4, 5, 6, 13, 14, 16]
    for name, value in more.items():
        setattr(options, name, value)
    return subset.Subsetter(options)


def packed(font: TTFont) -> bytes:
    """A face as browsers load it."""
    out = BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()


def renamed(font: TTFont, name: str) -> None:
    """Give a face a name of our own: "Source" is reserved for the files as Adobe made them."""
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = name.replace(" ", "")


def serif() -> bytes:
    """The display face: Latin alone, in one optical size and the weights that are used."""
    whole = BytesIO()
    instancer.instantiateVariableFont(brought("SourceSerifVariable-Roman"), DISPLAY).save(whole)
    font = TTFont(BytesIO(whole.getvalue()))
    made = subsetter(layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl"])
    made.populate(unicodes=[point for first, last in LATIN for point in range(first, last + 1)])
    made.subset(font)
    renamed(font, "Across Serif")
    return packed(font)


def icons() -> bytes:
    """The icons that are named anywhere, and the letters of their names."""
    font = brought("MaterialSymbols-Rounded")
    known = ligatures(font)
    wanted = icons_named(set(known))
    made = subsetter(layout_closure=False)
    made.populate(glyphs=[known[name] for name in wanted], text="abcdefghijklmnopqrstuvwxyz0123456789_")
    made.subset(font)
    return packed(font)


def main() -> None:
    """Write both, and say how large they are."""
    for path, face in ((SERIF, serif()), (ICONS, icons())):
        path.write_bytes(face)
        sys.stdout.write(f"{path.name}: {len(face):,} bytes\n")


if __name__ == "__main__":
    main()

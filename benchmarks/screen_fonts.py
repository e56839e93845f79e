"""Make the small fonts of the projected screen from those that the installed Streamlit brings.

`.venv/bin/python benchmarks/screen_fonts.py` writes them where they are served from. Run it again after Streamlit was
upgraded: a test says so where icons are missing.
"""

import re
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pyarrow
import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont, woff2
from fontTools.varLib import instancer

TOP = Path(__file__).parent.parent
STATIC = Path(streamlit.__file__).parent / "static" / "static"
# Where each is served from: the display face among the stage's modules, the others in the place of Streamlit's own.
SERIF = TOP / "across" / "web" / "facilitator" / "stage" / "serif.woff2"
ICONS = TOP / "across" / "web" / "icons.woff2"
SANS = TOP / "across" / "web" / "letters.woff2"
# The style that has the whole face fetched for other letters.
OTHER_LETTERS = TOP / "across" / "web" / "letters.css"
# Latin with all its accents, punctuation, currencies and a few signs. Other letters come from the whole face.
LATIN = (
    *((0x20, 0x24F), (0x259, 0x259), (0x2BB, 0x2DD), (0x300, 0x304), (0x308, 0x308), (0x329, 0x329), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0x20A0, 0x20C0), (0x2113, 0x2113), (0x2116, 0x2122), (0x2190, 0x2193), (0x2212, 0x2215)),
    *((0x2248, 0x2248), (0x2260, 0x2265), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD)),
)
# What our own texts are marked with, in the face of everything else.
SIGNS = ((0x25A0, 0x25A1), (0x25AA, 0x25AA), (0x25C6, 0x25C6), (0x25CF, 0x25CF), (0x2611, 0x2611), (0x2713, 0x2718))
MARKS = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
# Digits as they are set: in columns, or not; Streamlit's own pages may ask for either.
FIGURES = ["tnum", "pnum", "lnum", "onum"]
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
    made = subsetter(layout_features=MARKS)
    made.populate(unicodes=points(LATIN))
    made.subset(font)
    renamed(font, "Across Serif")
    return packed(font)


def sans() -> bytes:
    """The face of everything else, in all its weights: Latin and the signs of our texts alone."""
    font = brought("SourceSansVF-Upright")
    made = subsetter(layout_features=[*MARKS, *FIGURES])
    made.populate(unicodes=points((*LATIN, *SIGNS)))
    made.subset(font)
    renamed(font, "Across Sans")
    return packed(font)


def points(ranges: Iterable[tuple[int, int]]) -> list[int]:
    """Every number of a letter in these ranges."""
    return [point for first, last in ranges for point in range(first, last + 1)]


def other_letters() -> str:
    """The style for what the whole face has beside the small one, and nothing else: it is fetched for no other."""
    ours = set(points((*LATIN, *SIGNS)))
    ranges: list[list[int]] = []
    for point in sorted(set(brought("SourceSansVF-Upright").getBestCmap()) - ours):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    said = ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)
    source = 'src: url("/static/media/SourceSansVF-Upright.whole.woff2") format("woff2")'
    kind = "font-weight: 100 900; font-style: normal; font-display: swap"
    return f'@font-face {{ font-family: "Source Sans"; {source}; {kind};\n  unicode-range: {said}; }}\n'


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
    """Write all, and say how large they are."""
    for path, face in ((SERIF, serif()), (ICONS, icons()), (SANS, sans())):
        path.write_bytes(face)
        sys.stdout.write(f"{path.name}: {len(face):,} bytes\n")
    OTHER_LETTERS.write_text(other_letters(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The sheets of an Excel workbook: only what stands in cells is read, each part once.

A workbook is a ZIP archive of XML. Styles, themes, names and charts are never looked at.
"""

import io
import posixpath
import struct
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from across.uploads.sheets import UNREADABLE, NotRead, Sheet
from across.uploads.workbook_parts import Links, Part, SheetPart, SheetsNamed, TextsPart, TooManyElements

MOST_UNPACKED, MOST_FILES, LONGEST_NAME, MOST_SHEETS = 4_000_000, 1000, 200, 50
TOO_LARGE = "This workbook is too large. Keep the sheet with the forms alone and save it again."
LOCKED = (
    "This workbook is protected by a password, or from an old version of Excel. "
    "Open it there and save it as .xlsx without a password, or as CSV."
)
AS_EXCEL = "Open it and save the sheet as .xlsx or CSV."
OTHER_KINDS = (
    ("xl/workbook.bin", f"This is a binary workbook (.xlsb). {AS_EXCEL}"),
    ("mimetype", f"This file is not from Excel but an OpenDocument file. {AS_EXCEL}"),
    ("Index/Document.iwa", f"This file is from Apple's programs. {AS_EXCEL}"),
    ("word/document.xml", f"This file is a text document and no spreadsheet. {AS_EXCEL}"),
    ("ppt/presentation.xml", f"This file is a presentation and no spreadsheet. {AS_EXCEL}"),
)
_DAMAGED = (
    *(BadZipFile, ExpatError, zlib.error, EOFError, OSError, KeyError, IndexError, ValueError, OverflowError),
    *(RuntimeError, NotImplementedError, struct.error),
)


def sheets(body: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises NotRead where it is none, damaged or too large."""
    try:
        with ZipFile(io.BytesIO(body)) as packed:
            return list(_Workbook(packed).sheets())
    except NotRead:
        raise
    except TooManyElements:
        raise NotRead(TOO_LARGE) from None
    except _DAMAGED:
        raise NotRead(UNREADABLE) from None


class _Workbook:
    """A workbook whose size and kind have been looked at."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self._elements = 0

    def sheets(self) -> Iterator[Sheet]:
        """Its sheets with cells."""
        self._must_be_one()
        path = next(iter(self._links("").of_kind("officeDocument").values()), "xl/workbook.xml")
        links = self._links(path)
        named = SheetsNamed()
        self._read(named, path)
        if len(named.sheets) > MOST_SHEETS:
            raise NotRead(TOO_LARGE)
        texts = TextsPart()
        for shared in links.of_kind("sharedStrings").values():
            self._read(texts, shared)
        paths = links.of_kind("worksheet")
        for name, hidden, link in named.sheets:
            if link in paths:
                part = SheetPart(texts.found)
                self._read(part, paths[link])
                yield part.filling.sheet(name, hidden=hidden)

    def _must_be_one(self) -> None:
        files = self._packed.infolist()
        names = {file.filename for file in files}
        if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_UNPACKED:
            raise NotRead(TOO_LARGE)
        for name, why in OTHER_KINDS:
            if name in names:
                raise NotRead(why)
        if len(names) < len(files) or max(map(len, names), default=0) > LONGEST_NAME:
            raise NotRead(UNREADABLE)

    def _links(self, path: str) -> Links:
        """Where the part at this path points to."""
        folder, name = posixpath.split(path)
        links = Links(folder)
        self._read(links, posixpath.join(folder, "_rels", f"{name}.rels"))
        return links

    def _read(self, part: Part, path: str) -> None:
        """Read a part. The size in the archive's list is the most that is unpacked of it."""
        file = self._packed.getinfo(path)
        if file.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotRead(UNREADABLE)
        self._elements = part.read(self._packed.read(file), self._elements)

"""The parts of a workbook that hold what stands in its cells, each read in one pass over its XML.

Names are taken without their namespaces: workbooks of the strict kind have others. No part may declare entities.
"""

import posixpath
import re
from typing import ClassVar
from xml.parsers import expat

from across.uploads.sheets import LONGEST_CELL, MOST_COLUMNS, NO_RESULT, Filling

# As many as forms with all their items have, many times over.
MOST_ELEMENTS, DEEPEST = 500_000, 40
LONGEST_NUMBER = 40
AS_GOOD_AS_WHOLE = 1e-9
# More than any form has: each is a walk through the rows.
MOST_MERGED = 500
_COLUMN = re.compile("[A-Z]{1,3}")
_DOWN = re.compile(r"([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})")
Attributes = dict[str, str]


class TooManyElements(Exception):
    """A workbook has more elements than any that holds forms."""


class Part:
    """What is read of a part: it is told of each element as it begins and ends, and of text."""

    def read(self, data: bytes, elements: int) -> int:
        """Read it all; `elements` were read before it, and how many it is now is returned.

        Raises ExpatError where it is no XML, ValueError where it is another one than can be, TooManyElements.
        """
        self._elements, self._depth = elements, 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_declarations
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        # In one piece: in many, a long text would be looked at again with each of them.
        parser.Parse(data, True)  # noqa: FBT003 (expat takes no keywords)
        return self._elements

    def _start(self, name: str, attributes: Attributes) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS:
            raise TooManyElements
        if self._depth > DEEPEST:
            raise ValueError("too deep")
        self._begins(_local(name), {_local(key): value for key, value in attributes.items()} if attributes else {})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._ends(_local(name))

    def _begins(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def _ends(self, name: str) -> None:
        """An element ends."""

    def _text(self, text: str) -> None:
        """Text stands in the element that is open."""


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _no_declarations(*_: object) -> None:
    raise ValueError("declarations are not read")


class Links(Part):
    """Where a part points to: the path of each link, and its kind."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: dict[str, tuple[str, str]] = {}

    def _begins(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self._folder, attributes["Target"])).lstrip("/")
            self._found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], path)

    def of_kind(self, kind: str) -> dict[str, str]:
        """The paths of all links of a kind, by their ids."""
        return {link: path for link, (found, path) in self._found.items() if found == kind}


class SheetsNamed(Part):
    """The workbook itself: the name of each sheet, whether it is hidden, and the id of its link."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []

    def _begins(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"], hidden, attributes["id"]))


class TextsPart(Part):
    """The texts that cells share. How a sign is pronounced is no part of a text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._open = self._pronounced = False

    def _begins(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 (another part needs them)
        if name == "rPh":
            self._pronounced = True
        self._open = name == "t" and not self._pronounced

    def _ends(self, name: str) -> None:
        self._open = False
        if name == "rPh":
            self._pronounced = False
        elif name == "si":
            self.found.append("".join(self._pieces)[:LONGEST_CELL])
            self._pieces = []

    def _text(self, text: str) -> None:
        if self._open:
            self._pieces.append(text)


class SheetPart(Part):
    """A sheet: the texts of its cells, row by row."""

    KEPT: ClassVar = {"v", "t", "f"}

    def __init__(self, texts: list[str]) -> None:
        self.filling = Filling()
        self._texts = texts
        self._row = 0
        self._concealed = False
        self._cells: list[str] = []
        self._column = 0
        self._kind = ""
        self._held: dict[str, list[str]] = {}
        self._open = ""
        self._pronounced = False
        self._merged = 0

    def _begins(self, name: str, attributes: Attributes) -> None:
        self._open = name if name in self.KEPT and not self._pronounced else ""
        if self._open:
            self._held.setdefault(name, [])
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._cells, self._column = [], 0
            self._concealed = attributes.get("hidden") in ("1", "true")
        elif name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
            self._kind, self._held = attributes.get("t", "n"), {}
        elif name == "rPh":
            self._pronounced = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _merge(self, reference: str) -> None:
        """Cells one below the other that were made one; those side by side are titles."""
        self._merged += 1
        if (down := _DOWN.fullmatch(reference)) and self._merged <= MOST_MERGED:
            self.filling.merge(int(down[2]), int(down[3]), _column(down[1]) - 1)

    def _text(self, text: str) -> None:
        if self._open:
            self._held[self._open].append(text)

    def _ends(self, name: str) -> None:
        self._open = ""
        if name == "c":
            self._keep(self._cell())
        elif name == "row":
            self.filling.add(self._row, self._cells, concealed=self._concealed)
        elif name == "rPh":
            self._pronounced = False

    def _keep(self, text: str) -> None:
        """Put a text into its column; the first one beyond all columns says that there are more."""
        place = min(self._column, MOST_COLUMNS + 1)
        if text:
            self._cells += [""] * (place - len(self._cells))
            self._cells[place - 1] = text

    def _cell(self) -> str:
        value = "".join(self._held.get("v", ()))
        if self._kind == "inlineStr":
            return "".join(self._held.get("t", ()))[:LONGEST_CELL]
        if "f" in self._held and not value and self._kind != "str":
            return NO_RESULT
        if self._kind == "s":
            return self._texts[int(value)] if value else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        return _number(value) if self._kind == "n" else value[:LONGEST_CELL]


def _column(reference: str) -> int:
    """The number of the column that a reference such as "AB7" names, from 1; 0 where it names none."""
    letters = _COLUMN.match(reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(value: str) -> str:
    """A number as people write it: a program may keep 4 as 4.0 or 3.9999999999999996."""
    if not value or len(value) > LONGEST_NUMBER:
        return value[:LONGEST_NUMBER]
    number = float(value)
    whole = round(number) if abs(number) < 1e15 else number  # noqa: PLR2004 (beyond, every number is whole)
    return str(whole) if abs(number - whole) < AS_GOOD_AS_WHOLE else value

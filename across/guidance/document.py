"""A written document as a value: headings, paragraphs, lists and tables, from the few signs of Markdown ours use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
GUIDE, ACCESSIBILITY = "facilitator-guide", "accessibility"
_PIECE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<linked>[^\]]+)\]\((?P<link>[^)\s]+)\)")
_HEADING = re.compile(r"(#{2,3}) (.+)")
_OPEN = re.compile(r"\{[a-z_]+\}")


class NotWritten(Exception):
    """A document of ours cannot be read: the message names it and says what to mend."""


@dataclass(frozen=True)
class Piece:
    """A part of a line: plain, strong (the name of something on a screen), or linked to an address."""

    text: str
    strong: bool = False
    link: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """A heading of level 2 or 3 or a paragraph (each one line), a list (its points), or a table (its rows, head first).

    `level` is 0 for all but headings; the `lines` of a table are its cells, row by row, `columns` in each.
    """

    kind: str
    lines: tuple[Line, ...]
    level: int = 0
    columns: int = 0

    @property
    def rows(self) -> tuple[tuple[Line, ...], ...]:
        """The cells of a table, row by row; none of what is no table."""
        starts = range(0, len(self.lines), self.columns) if self.columns else ()
        return tuple(self.lines[start : start + self.columns] for start in starts)


@dataclass(frozen=True)
class Document:
    """A title, and what stands under it."""

    title: str
    blocks: tuple[Block, ...]


@cache
def source(name: str) -> str:
    """The Markdown of a document, read once in a process. Raises NotWritten."""
    try:
        return (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    except OSError as error:
        raise NotWritten(f"across/guidance/{name}.md is missing; put it back and start again.") from error


def filled(text: str, given: Mapping[str, str]) -> str:
    """The text with what is `given` in the place of each {name}. Raises NotWritten for a name that is not given."""
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    if left := _OPEN.search(text):
        raise NotWritten(f"Nothing was given for {left[0]}; give it, or take it out of the text.")
    return text


def document(text: str) -> Document:
    """The document that a Markdown text is. Raises NotWritten for one without a title."""
    first, *rest = text.strip().split("\n\n")
    if not first.startswith("# "):
        raise NotWritten("A document begins with its title: a line that begins with one #.")
    return Document(first.removeprefix("# ").strip(), tuple(_block(part.strip("\n")) for part in rest if part.strip()))


def plain(line: Line) -> str:
    """A line without its signs."""
    return "".join(piece.text for piece in line)


def _block(text: str) -> Block:
    if heading := _HEADING.fullmatch(text):
        return Block("heading", (_line(heading[2]),), level=len(heading[1]))
    if text.startswith("- "):
        return Block("list", tuple(_line(point) for point in _points(text)))
    if text.startswith("|"):
        return _table(text)
    return Block("paragraph", (_line(text),))


def _points(text: str) -> list[str]:
    return text.removeprefix("- ").split("\n- ")


def _table(text: str) -> Block:
    """A table whose second line, under its head, is of dashes."""
    head, _, *rows = (line.strip().strip("|").split("|") for line in text.splitlines())
    return Block("table", tuple(_line(cell) for row in (head, *rows) for cell in row), columns=len(head))


def _line(text: str) -> Line:
    """One line, whatever its breaks were, as its pieces."""
    joined, pieces, end = " ".join(text.split()), [], 0
    for found in _PIECE.finditer(joined):
        pieces += [Piece(joined[end : found.start()]), _marked(found)]
        end = found.end()
    pieces.append(Piece(joined[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _marked(found: re.Match[str]) -> Piece:
    if strong := found["strong"]:
        return Piece(strong, strong=True)
    return Piece(found["linked"], link=found["link"])

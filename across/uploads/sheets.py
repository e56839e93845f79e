"""A sheet of a file as a table of texts: so many rows, columns and characters, and whether there is more."""

from collections.abc import Iterable
from dataclasses import dataclass

from across.workshop.paper_forms import MOST_FORMS

FIRST_ROWS = 40
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = MOST_FORMS + 2 * FIRST_ROWS, 200, 2000
# What stands in a cell whose formula has no result in the file.
NO_RESULT = "=?"
UNREADABLE = "This file cannot be read as a spreadsheet. Save it as CSV or Excel again."


class NotRead(ValueError):
    """A file or table cannot be read; the message says why, in plain words, and what to do."""


@dataclass(frozen=True)
class Row:
    """A row with something in it: its number in the file, and its cells up to the last one with something in it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A table of a file. `wider` and `longer` say that it has columns or rows that were not read.

    `concealed` are the rows among those read that its program does not show.
    """

    rows: tuple[Row, ...]
    name: str = ""
    hidden: bool = False
    wider: bool = False
    longer: bool = False
    concealed: int = 0

    @property
    def size(self) -> int:
        """How many cells it has."""
        return sum(len(row.cells) for row in self.rows)


class Filling:
    """A sheet that is being read, row by row."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._wider = self._longer = False
        self._concealed = 0

    @property
    def full(self) -> bool:
        """Whether no more of it has to be read."""
        return self._longer

    def add(self, number: int, cells: Iterable[str], *, concealed: bool = False) -> None:
        """The next row, with its number in the file; whether its program does not show it."""
        found = [cell.strip() for cell in cells]
        self._wider |= any(found[MOST_COLUMNS:])
        last = max((place for place, cell in enumerate(found[:MOST_COLUMNS], 1) if cell), default=0)
        if not last:
            return
        if len(self._rows) == MOST_ROWS:
            self._longer = True
            return
        self._concealed += concealed
        self._rows.append(Row(number, tuple(cell[:LONGEST_CELL] for cell in found[:last])))

    def merge(self, first: int, last: int, place: int) -> None:
        """The cells of a column in these rows are one: what stands in the first stands in all that were read."""
        text = next((_cell(row, place) for row in self._rows if row.number == first), "")
        for index, row in enumerate(self._rows) if text else ():
            if first < row.number <= last and not _cell(row, place):
                cells = [*row.cells, *[""] * (place + 1 - len(row.cells))]
                cells[place] = text
                self._rows[index] = Row(row.number, tuple(cells))

    def sheet(self, name: str = "", *, hidden: bool = False) -> Sheet:
        """What was read."""
        return Sheet(tuple(self._rows), name, hidden, self._wider, self._longer, self._concealed)


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""

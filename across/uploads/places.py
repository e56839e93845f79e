"""The columns of a table: where each of ours stands, what they hold and how they are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from across.uploads.sheets import Row

LONGEST_QUOTED, NOWHERE = 120, -1
_LETTERS = 26


@dataclass(frozen=True)
class Doubt:
    """One of ours, 0 the sector and items from 1, that a person must find the column of, and why.

    `places` are the columns that it might be, `likely` the one that it probably is, or `NOWHERE`.
    """

    ours: int
    places: tuple[int, ...]
    likely: int
    why: str


@dataclass(frozen=True)
class Where:
    """Where in the file things stand. Where rows and columns were exchanged, `turned` are the rows' numbers."""

    turned: Sequence[int]

    def column(self, place: int) -> str:
        """What a column of the table is in the file."""
        return f"row {self.turned[place]}" if self.turned else f"column {letters_of(place)}"

    def row(self, number: int) -> str:
        """What a row of the table is in the file."""
        return f"column {letters_of(number - 1)}" if self.turned else f"row {number}"

    def cell(self, number: int, place: int | None) -> str:
        """Where a cell of the table stands; its whole row where it stands in no column."""
        return self.row(number) if place is None else f"{self.row(number)}, {self.column(place)}"


@dataclass
class Columns:
    """The place of each of ours, 0 the sector and items from 1; what is said of it, and what a person must confirm.

    `told` are the places of which it is said already why they are none of ours, `nearly` the items whose names were cut
    or written otherwise, `spare` the places with the name of an item that another one has. Of `doubts`, the places are
    guesses.
    """

    places: dict[int, int]
    names: Sequence[str] = ()
    said: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    nearly: list[int] = field(default_factory=list)
    spare: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def choose(self, chosen: Mapping[int, int]) -> None:
        """Take the places that a person chose, for all of ours; `NOWHERE` is none."""
        self.places = {ours: place for ours, place in chosen.items() if place != NOWHERE}
        self.doubts, self.asks, self.said = [], [], ["You chose which column is which item."]


def quoted(text: str) -> str:
    """A text of the file as it is repeated: on one line, not too long, in quotes."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1] + '…'}”"


def letters_of(place: int) -> str:
    """The letters by which spreadsheet programs call a column: A for 0, AB for 27."""
    before, last = divmod(place, _LETTERS)
    return (letters_of(before - 1) if before else "") + chr(ord("A") + last)


def called(place: int, names: Sequence[str] = ()) -> str:
    """How a column is called: by its head, or by its letters where it has none."""
    name = name_of(place, names)
    return quoted(name) if name else f"column {letters_of(place)}"


def name_of(place: int, names: Sequence[str]) -> str:
    """The head of a column; empty where it has none."""
    return names[place] if place < len(names) else ""


def cells_of(place: int, body: Sequence[Row]) -> list[str]:
    """What stands in a column, row by row."""
    return [row.cells[place] if place < len(row.cells) else "" for row in body]


def share(place: int, body: Sequence[Row], fits: Callable[[str], bool]) -> float:
    """How many of the cells of a column that have something in them are as they should be; 0 where none has."""
    filled = [cell for cell in cells_of(place, body) if cell]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


def wide(body: Sequence[Row]) -> int:
    """How many columns these rows have."""
    return max((len(row.cells) for row in body), default=0)


def rest(columns: Columns, body: Sequence[Row]) -> list[int]:
    """The columns with something in them that are none of ours yet."""
    taken = set(columns.places.values())
    every = range(max(wide(body), len(columns.names)))
    return [
        place for place in every if place not in taken and (name_of(place, columns.names) or any(cells_of(place, body)))
    ]


def counts(cells: Sequence[str], beyond: int = 0) -> bool:
    """Whether a column counts its rows: each number is larger, and three are one more, or one is beyond this."""
    numbers = _numbers(cells)
    steps = [after - before for before, after in pairwise(numbers)]
    return bool(steps) and min(steps) > 0 and (max(numbers) > beyond or (len(steps) > 1 and max(steps) == 1))


def consecutive(cells: Sequence[str], beyond: int) -> bool:
    """Whether these are numbers, each one more than the one before, the last of them beyond this one."""
    numbers = _numbers(cells)
    return len(numbers) > 1 and numbers[-1] > beyond and all(b - a == 1 for a, b in pairwise(numbers))


def differ(cells: Sequence[str]) -> bool:
    """Whether a column gives each row a number of its own."""
    numbers = _numbers(cells)
    return len(numbers) > 1 and len(set(numbers)) == len(numbers)


def _numbers(cells: Sequence[str]) -> list[int]:
    """A column's whole numbers; empty where one of its cells is none."""
    whole = all(cell.isdecimal() and len(cell) < LONGEST_QUOTED for cell in cells)
    return list(map(int, cells)) if whole else []

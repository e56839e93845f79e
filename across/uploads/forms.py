"""A spreadsheet of paper forms, read in a process of its own: its rows in our columns, and what was understood."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from across.uploads.limits import Limits
from across.uploads.process import LIMITS, read
from content.shape import Content


@dataclass(frozen=True)
class Column:
    """A column of a file: its place, where it is in the file, its head, and what stands in it first."""

    place: int
    where: str
    name: str
    sample: str


@dataclass(frozen=True)
class InDoubt:
    """One of ours whose column a person must choose: those that it might be, the likely one or -1, and why."""

    ours: int
    places: list[int]
    likely: int
    why: str


@dataclass(frozen=True)
class FormsFound:
    """The forms in a file: rows with our columns, and the cells that cannot be read, with row, column and why.

    `said` tells what was understood, `asks` what a person must confirm before any of it is used. `sheet` is the place
    of the sheet that was read, `sheets` the place, name and number of forms of each that may be meant. `columns` are
    those of the file, `places` the column of each of ours, 0 the sector and items from 1, or -1; where there are
    `doubts`, these are guesses.
    """

    rows: list[list[str]]
    wrong: list[tuple[int, int, str]]
    said: list[str]
    asks: list[str]
    sheet: int
    sheets: list[tuple[int, str, int]]
    columns: list[Column]
    places: list[tuple[int, int]]
    doubts: list[InDoubt]

    @property
    def must_be_looked_at(self) -> bool:
        """Whether a person must confirm or choose something before the forms are used."""
        return bool(self.asks or self.doubts or len(self.sheets) > 1)


_FOUND = TypeAdapter(FormsFound)


def find_forms(
    body: bytes,
    content: Content,
    *,
    asks_sector: bool,
    sheet: int | None = None,
    places: Mapping[int, int] | None = None,
    limits: Limits = LIMITS,
) -> str:
    """The forms in a file, as text for `found`. Raises FileNotRead, with what is wrong and what to do.

    `sheet` and `places` are what a person chose after the file was read once: the place of a sheet of the file, and the
    column of each of ours, -1 for those that the file has not.
    """
    order = {
        "content": content.model_dump(mode="json"),
        "asks_sector": asks_sector,
        "sheet": sheet,
        "places": None if places is None else list(places.items()),
    }
    [line] = read("forms", order, body, limits)
    return line.decode()


def found(text: str) -> FormsFound:
    """What `find_forms` found."""
    return _FOUND.validate_json(text)

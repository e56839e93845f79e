"""A spreadsheet of paper forms, read in a process of its own: its rows in our columns, and what was understood."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from across.uploads.limits import Limits
from across.uploads.process import LIMITS, read
from content.shape import Content


@dataclass(frozen=True)
class FormsFound:
    """The forms in a file: rows with our columns, and the cells that cannot be read, with row, column and why.

    `said` tells what was understood, `asks` what a person must confirm before any of it is used. `pairs` are the name
    of each column that was taken for an item, the item's number and its text.
    """

    rows: list[list[str]]
    wrong: list[tuple[int, int, str]]
    said: list[str]
    asks: list[str]
    pairs: list[tuple[str, int, str]]


_FOUND = TypeAdapter(FormsFound)


def find_forms(body: bytes, content: Content, *, asks_sector: bool, limits: Limits = LIMITS) -> str:
    """The forms in a file, as text for `found`. Raises FileNotRead, with what is wrong and what to do."""
    order = {"content": content.model_dump(mode="json"), "asks_sector": asks_sector}
    [line] = read("forms", order, body, limits)
    return line.decode()


def found(text: str) -> FormsFound:
    """What `find_forms` found."""
    return _FOUND.validate_json(text)

"""The file of a saved workshop, read in a process of its own: what it is, in a few words, and all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from across.archive.pieces import from_pieces
from across.uploads.limits import Limits
from across.uploads.process import LIMITS, read
from across.workshop.saved_workshop import SavedWorkshop
from content.shape import Content


@dataclass(frozen=True)
class SavedFileTold:
    """What a saved workshop is, in a few words. `texts` are those of a workshop that cannot be opened here."""

    content_version: str
    name: str
    partnership: str
    held_on: date
    rehearsal: bool
    notes: int
    proposals: int
    actions: int
    people: int
    agreed: bool
    results: bool
    compares: bool
    texts: tuple[str, ...]
    more_texts: int


_TOLD = TypeAdapter(SavedFileTold)


def tell(body: bytes, contents: Mapping[str, Content], limits: Limits = LIMITS) -> str:
    """What is in a file, as text for `told`. Raises FileNotRead, with what is wrong and what to do."""
    [line] = read("saved", _order(contents, whole=False), body, limits)
    return line.decode()


def told(text: str) -> SavedFileTold:
    """What `tell` said."""
    return _TOLD.validate_json(text)


def open_whole(body: bytes, contents: Mapping[str, Content], limits: Limits = LIMITS) -> SavedWorkshop:
    """The saved workshop in a file. Raises FileNotRead, with what is wrong and what to do."""
    return from_pieces(read("saved", _order(contents, whole=True), body, limits))


def _order(contents: Mapping[str, Content], *, whole: bool) -> dict[str, Any]:
    known = {version: content.model_dump(mode="json") for version, content in contents.items()}
    return {"contents": known, "whole": whole}

"""A saved workshop in small pieces of JSON, so that whoever takes it over can do something else between them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from across.archive.shape import ActionPart, AttributionPart, NotePart, SavedFile
from across.archive.writing import as_tree
from across.workshop.saved_workshop import SavedWorkshop

IN_A_PIECE = 100
_NOTES, _ACTIONS = TypeAdapter(tuple[NotePart, ...]), TypeAdapter(tuple[ActionPart, ...])


def in_pieces(saved: SavedWorkshop) -> Iterator[object]:
    """All but its long lists; how many pieces its notes are; some notes each; some actions each."""
    tree = as_tree(saved, AttributionPart())
    notes, actions = _pieces(tree["notes"]), _pieces(tree["actions"])
    yield {**tree, "notes": [], "actions": []}
    yield len(notes)
    yield from notes
    yield from actions


def from_pieces(pieces: Iterable[bytes]) -> SavedWorkshop:
    """The saved workshop that these pieces are of, each as JSON."""
    whole, number, *rest = pieces
    saved: SavedWorkshop = SavedFile.model_validate_json(whole).value()
    notes = _values(_NOTES, rest[: int(number)])
    return replace(saved, notes=tuple(notes), actions=tuple(_values(_ACTIONS, rest[int(number) :])))


def _pieces(entries: list[object]) -> list[list[object]]:
    return [entries[begin : begin + IN_A_PIECE] for begin in range(0, len(entries), IN_A_PIECE)]


def _values(of: TypeAdapter[Any], pieces: Iterable[bytes]) -> Iterator[Any]:
    for piece in pieces:
        yield from (part.value() for part in of.validate_json(piece))

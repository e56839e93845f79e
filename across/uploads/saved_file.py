"""In the process that reads it: the file of a saved workshop, told in a few words, or whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from across.archive.pieces import in_pieces
from across.archive.reading import read_saved
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import ACTIONS
from content.shape import Content

MOST_SHOWN, LONGEST_SHOWN = 300, 200_000


def read(order: dict[str, Any], body: bytes) -> Iterable[object]:
    """What is in the file: all of it where the order says `whole`. Raises SavedFileRefused."""
    contents = {version: Content.model_validate(content) for version, content in order["contents"].items()}
    saved = read_saved(body, contents)
    if order["whole"]:
        return in_pieces(saved)
    return [_told(saved, with_texts=saved.content_version not in contents)]


def _told(saved: SavedWorkshop, *, with_texts: bool) -> dict[str, object]:
    proposed = sum(note.question == ACTIONS for note in saved.notes)
    texts = list(_first(_texts(saved))) if with_texts else []
    return {
        "content_version": saved.content_version,
        "name": saved.name,
        "partnership": saved.partnership,
        "held_on": saved.held_on.isoformat(),
        "rehearsal": saved.rehearsal,
        "notes": len(saved.notes) - proposed,
        "proposals": proposed,
        "actions": len(saved.actions),
        "people": saved.results.profile.respondents if saved.results and saved.results.profile else 0,
        "agreed": bool(saved.results and saved.results.agreed),
        "results": saved.results is not None,
        "compares": bool(saved.to_follow),
        "texts": texts,
        "more_texts": sum(1 for _ in _texts(saved)) - len(texts) if with_texts else 0,
    }


def _texts(saved: SavedWorkshop) -> Iterator[str]:
    """What was written in it: group notes, notes, actions."""
    bodies = [*(note.body for note in saved.group_notes), *(note.body for note in saved.notes)]
    yield from filter(str.strip, bodies)
    for action in saved.actions:
        yield " · ".join(part for part in (action.what, action.who, action.by_when) if part)


def _first(texts: Iterator[str]) -> Iterator[str]:
    """As many as one page can show."""
    left = LONGEST_SHOWN
    for text, _ in zip(texts, range(MOST_SHOWN), strict=False):
        left -= len(text)
        if left < 0:
            return
        yield text

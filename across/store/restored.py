"""Saved workshops: what a file held is put into a new workshop, and the earlier results are read as they were shown."""

from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import date
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Connection, insert, select

from across.store.database import upsert
from across.store.tables import action, group_note, note, saved
from across.store.workshops import keep_chosen, new_id
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.values import ACTION_TITLES, Action, Counts, Earlier, GroupNote, Note, Results

Json = dict[str, Any]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Kept:
    """What a workshop has from a saved one: who took part then, its results as shown, those to compare with."""

    took_part: Counts | None
    results: Results | None
    earlier: Earlier | None
    before: tuple[Earlier, ...] = ()


NOTHING = Kept(None, None, None)


def keep(connection: Connection, workshop_id: str, kept: Kept) -> None:
    """Keep what a new workshop has from a saved one."""
    counts = kept.took_part
    row = {
        "took_part": counts and [counts.joined, counts.started, counts.finished, counts.on_paper],
        "results": kept.results and _to_keep(kept.results),
        "earlier": kept.earlier and to_json(kept.earlier),
        "before": [to_json(one) for one in kept.before] or None,
    }
    connection.execute(insert(saved).values(workshop_id=workshop_id, **row))


def keep_results(connection: Connection, workshop_id: str, results: Results) -> None:
    """Keep results as they may be shown from now on, when nobody's answers are kept any more."""
    new = upsert(connection, saved).values(workshop_id=workshop_id, results=_to_keep(results))
    replaced = {"results": new.excluded.results}
    connection.execute(new.on_conflict_do_update(index_elements=["workshop_id"], set_=replaced))


def _to_keep(results: Results) -> Json:
    """Results without those they are compared with, which are kept apart."""
    return to_json(replace(results, earlier=None, before=()))


def read(connection: Connection, workshop_id: str) -> Kept:
    """What a workshop has from a saved one, nothing for most; its results know what they are compared with."""
    row = connection.execute(select(saved).where(saved.c.workshop_id == workshop_id)).first()
    if row is None:
        return NOTHING
    earlier = from_json(Earlier, row.earlier) if row.earlier else None
    before = tuple(from_json(Earlier, one) for one in row.before or ())
    return Kept(
        took_part=Counts(*row.took_part) if row.took_part else None,
        results=replace(from_json(Results, row.results), earlier=earlier, before=before) if row.results else None,
        earlier=earlier,
        before=before,
    )


def restore(connection: Connection, workshop_id: str, kept: SavedWorkshop) -> None:
    """Put everything that a file held into a new workshop. Nobody in it is a participant."""
    _add_notes(connection, workshop_id, kept.notes)
    _add_group_notes(connection, workshop_id, kept.group_notes)
    add_actions(connection, workshop_id, kept.actions)
    keep_chosen(connection, workshop_id, kept.chosen)
    keep(connection, workshop_id, Kept(kept.took_part, kept.results, kept.earlier, kept.before))


def add_actions(connection: Connection, workshop_id: str, actions: tuple[Action, ...]) -> None:
    """Put actions into a new workshop, in their order."""
    names = (*ACTION_TITLES, "last_time")
    rows = [
        {
            **{name: getattr(carried, name) for name in names},
            "id": new_id(),
            "workshop_id": workshop_id,
            "position": position,
            "version": 1,
        }
        for position, carried in enumerate(actions, start=1)
    ]
    if rows:
        connection.execute(insert(action), rows)


def _add_notes(connection: Connection, workshop_id: str, notes: tuple[Note, ...]) -> None:
    rows = [
        {
            "id": new_id(),
            "workshop_id": workshop_id,
            "participant_id": None,
            "question": kept.question,
            "body": kept.body,
            "way": kept.way,
            "hidden": False,
            "pinned": kept.pinned,
            "heading": kept.heading,
            "position": position,
        }
        for position, kept in enumerate(notes, start=1)
    ]
    if rows:
        connection.execute(insert(note), rows)


def _add_group_notes(connection: Connection, workshop_id: str, notes: tuple[GroupNote, ...]) -> None:
    rows = [{"workshop_id": workshop_id, "step": kept.step, "body": kept.body, "version": 1} for kept in notes]
    if rows:
        connection.execute(insert(group_note), rows)


def to_json(value: Any) -> Json:  # noqa: ANN401 (any of our values)
    """A value of ours as what a JSON column holds: names and values, lists, dates as 2026-11-23."""
    return _plain(asdict(value))


def from_json(kind: type[Value], kept: Json) -> Value:
    """The value of this type that a JSON column holds. Names it does not have keep their defaults."""
    kinds = get_type_hints(kind)
    return kind(**{name: _read(kinds[name], part) for name, part in kept.items()})


def _plain(tree: object) -> Any:  # noqa: ANN401 (whatever JSON knows)
    if isinstance(tree, dict):
        return {name: _plain(part) for name, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(part) for part in tree]
    return tree.isoformat() if isinstance(tree, date) else tree


def _read(kind: Any, tree: Any) -> Any:  # noqa: ANN401 (whatever the types of our values say)
    if tree is None or kind is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        return _read(next(choice for choice in get_args(kind) if choice is not NoneType), tree)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        of_parts = repeat(kinds[0], len(tree)) if kinds[-1] is Ellipsis else kinds
        return tuple(_read(of_part, part) for of_part, part in zip(of_parts, tree, strict=True))
    if kind is date:
        return date.fromisoformat(tree)
    return from_json(kind, tree) if isinstance(kind, type) and is_dataclass(kind) else tree

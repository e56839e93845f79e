"""Actions, in the order in which they were added. Two people may edit one, so each carries a version."""

import json
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from across.store.database import next_position, upsert
from across.store.tables import action
from across.store.workshops import id_of, new_id
from across.workshop.errors import TextChanged
from across.workshop.values import ACTION_TITLES, Action


def add(connection: Connection, workshop_id: str, new: Action, sent_as: str = "") -> str:
    """Keep a new action at the end of the list; return its id.

    One `sent_as` the same id twice is kept once. Other words under that id are one of their own, and so is what another
    workshop sends under it.
    """
    action_id = id_of(json.dumps([workshop_id, sent_as, _fields(new)])) if sent_as else new_id()
    place = next_position(connection, workshop_id, action)
    row = {"id": action_id, "workshop_id": workshop_id, "position": place, "version": 1}
    inserted = upsert(connection, action).values(**row, **_fields(new))
    connection.execute(inserted.on_conflict_do_nothing(index_elements=["id"]))
    return action_id


def change(connection: Connection, workshop_id: str, changed: Action) -> None:
    """Keep a changed action. Raises TextChanged if somebody has changed it meanwhile."""
    here = _here(workshop_id, changed.id)
    kept = connection.execute(select(action).where(here)).first()
    if kept is None or kept.version != changed.version:
        raise TextChanged(kept.what if kept else "", kept.version if kept else 0)
    connection.execute(update(action).where(here).values(**_fields(changed), version=changed.version + 1))


def remove(connection: Connection, workshop_id: str, action_id: str) -> None:
    """Take an action off the list."""
    connection.execute(delete(action).where(_here(workshop_id, action_id)))


def read(connection: Connection, workshop_id: str) -> tuple[Action, ...]:
    """The actions in the order in which they were added."""
    mine = action.c.workshop_id == workshop_id
    found = connection.execute(select(action).where(mine).order_by(action.c.position, action.c.id))
    return tuple(_action(row) for row in found)


def _action(row: Row[Any]) -> Action:
    return Action(**{field.name: getattr(row, field.name) for field in fields(Action)})


def _fields(changed: Action) -> dict[str, str | None]:
    return {name: getattr(changed, name) for name in ACTION_TITLES}


def _here(workshop_id: str, action_id: str) -> ColumnElement[bool]:
    return (action.c.workshop_id == workshop_id) & (action.c.id == action_id)

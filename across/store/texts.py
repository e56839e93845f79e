"""What people write: participants' notes, the group's own notes, actions. Texts two people edit carry a version."""

import hashlib
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, select, update

from across.store.responses import upsert
from across.store.tables import action, group_note, mark, note
from across.store.workshops import new_id
from across.workshop.errors import NotAllowedHere, TextChanged
from across.workshop.values import ACTION_TITLES, Action, GroupNote, Note


def add_note(
    connection: Connection,
    workshop_id: str,
    participant_id: str,
    note_id: str,
    question: str,
    body: str,
    way: str | None,
) -> None:
    """Keep a note. The phone names it, so that one sent twice is kept once.

    Another text under a name that is used already is a note of its own. Raises NotAllowedHere for a name that
    somebody else's note has.
    """
    kept = connection.execute(select(note.c.participant_id, note.c.body).where(note.c.id == note_id)).first()
    if kept and kept.participant_id != participant_id:
        raise NotAllowedHere
    if kept and kept.body != body:
        note_id = hashlib.sha256(f"{note_id}{body}".encode()).hexdigest()[:32]
    row = {"id": note_id, "workshop_id": workshop_id, "participant_id": participant_id, "question": question}
    place = _next_position(connection, workshop_id, note)
    new = upsert(connection, note).values(**row, body=body, way=way, hidden=False, position=place)
    connection.execute(new.on_conflict_do_nothing(index_elements=["id"]))


def is_kept(connection: Connection, participant_id: str, note_id: str, body: str) -> bool:
    """Whether this very note of the participant is kept already: it was sent again."""
    same = (note.c.id == note_id) & (note.c.participant_id == participant_id) & (note.c.body == body)
    return connection.execute(select(note.c.id).where(same)).first() is not None


def number_of_notes(connection: Connection, workshop_id: str, participant_id: str) -> int:
    """How many notes a participant has sent, hidden ones too."""
    theirs = (note.c.workshop_id == workshop_id) & (note.c.participant_id == participant_id)
    return connection.execute(select(func.count()).select_from(note).where(theirs)).scalar_one()


def notes(connection: Connection, workshop_id: str, *, participant_id: str | None = None) -> tuple[Note, ...]:
    """Every note, in the order in which they came, as the participant who asks sees them."""
    mine = [participant_id] if participant_id else []
    marks = (
        select(
            mark.c.note_id,
            func.count().label("marks"),
            func.count().filter(mark.c.participant_id.in_(mine)).label("marked"),
        )
        .where(mark.c.workshop_id == workshop_id)
        .group_by(mark.c.note_id)
        .subquery()
    )
    found = (
        select(note, marks.c.marks, marks.c.marked)
        .select_from(note.outerjoin(marks, marks.c.note_id == note.c.id))
        .where(note.c.workshop_id == workshop_id)
        .order_by(note.c.position, note.c.id)
    )
    return tuple(_note(row, participant_id) for row in connection.execute(found))


def _note(row: Row[Any], participant_id: str | None) -> Note:
    return Note(
        id=row.id,
        question=row.question,
        body=row.body,
        way=row.way,
        hidden=row.hidden,
        mine=participant_id is not None and row.participant_id == participant_id,
        pinned=row.pinned,
        heading=row.heading,
        marks=row.marks or 0,
        marked=bool(row.marked),
    )


def change_note(connection: Connection, workshop_id: str, note_id: str, **values: object) -> None:
    """Hide, show, pin or group a note. Raises NotAllowedHere if there is no such note."""
    here = (note.c.workshop_id == workshop_id) & (note.c.id == note_id)
    if not connection.execute(update(note).where(here).values(**values)).rowcount:
        raise NotAllowedHere


def mark_note(connection: Connection, workshop_id: str, participant_id: str, note_id: str, *, marked: bool) -> None:
    """Keep or take back a participant's mark on somebody else's visible note: one for each person and note.

    Raises NotAllowedHere for a note that is hidden, their own or not there.
    """
    here = (note.c.workshop_id == workshop_id) & (note.c.id == note_id) & ~note.c.hidden
    theirs = connection.execute(select(note.c.participant_id).where(here)).first()
    if theirs is None or theirs.participant_id == participant_id:
        raise NotAllowedHere
    if marked:
        new = upsert(connection, mark).values(workshop_id=workshop_id, note_id=note_id, participant_id=participant_id)
        connection.execute(new.on_conflict_do_nothing())
    else:
        mine = (mark.c.note_id == note_id) & (mark.c.participant_id == participant_id)
        connection.execute(delete(mark).where(mine))


def write_group_note(connection: Connection, workshop_id: str, step: str, body: str, version: int) -> int:
    """Keep the group's text, written on top of `version`; return its new version.

    Raises TextChanged, with the text that is kept, if somebody has saved another version meanwhile.
    """
    here = (group_note.c.workshop_id == workshop_id) & (group_note.c.step == step)
    kept = connection.execute(select(group_note.c.body, group_note.c.version).where(here)).first()
    if kept and kept.body == body:
        return kept.version
    if (kept.version if kept else 0) != version:
        raise TextChanged(kept.body if kept else "", kept.version if kept else 0)
    new = upsert(connection, group_note).values(workshop_id=workshop_id, step=step, body=body, version=version + 1)
    fresh = {"body": new.excluded.body, "version": new.excluded.version}
    connection.execute(new.on_conflict_do_update(index_elements=["workshop_id", "step"], set_=fresh))
    return version + 1


def group_notes(connection: Connection, workshop_id: str) -> tuple[GroupNote, ...]:
    """The group's own texts that have been saved."""
    mine = group_note.c.workshop_id == workshop_id
    found = connection.execute(select(group_note).where(mine).order_by(group_note.c.step))
    return tuple(GroupNote(row.step, row.body, row.version) for row in found)


def add_action(connection: Connection, workshop_id: str, new: Action) -> str:
    """Keep a new action at the end of the list; return its id."""
    action_id = new_id()
    place = _next_position(connection, workshop_id, action)
    row = {"id": action_id, "workshop_id": workshop_id, "position": place, "version": 1}
    connection.execute(insert(action).values(**row, **_fields(new)))
    return action_id


def change_action(connection: Connection, workshop_id: str, changed: Action) -> None:
    """Keep a changed action. Raises TextChanged if somebody has changed it meanwhile."""
    here = _here(workshop_id, changed.id)
    kept = connection.execute(select(action).where(here)).first()
    if kept is None or kept.version != changed.version:
        raise TextChanged(kept.what if kept else "", kept.version if kept else 0)
    connection.execute(update(action).where(here).values(**_fields(changed), version=changed.version + 1))


def remove_action(connection: Connection, workshop_id: str, action_id: str) -> None:
    """Take an action off the list."""
    connection.execute(delete(action).where(_here(workshop_id, action_id)))


def actions(connection: Connection, workshop_id: str) -> tuple[Action, ...]:
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


def _next_position(connection: Connection, workshop_id: str, table: Table) -> int:
    highest = select(func.max(table.c.position)).where(table.c.workshop_id == workshop_id)
    return (connection.execute(highest).scalar() or 0) + 1

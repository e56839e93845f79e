"""The group's own texts, one for each step. Two people may edit one, so each carries a version."""

from sqlalchemy import Connection, select

from across.store.database import upsert
from across.store.tables import group_note
from across.workshop.errors import TextChanged
from across.workshop.values import GroupNote


def write(connection: Connection, workshop_id: str, step: str, body: str, version: int) -> int:
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


def read(connection: Connection, workshop_id: str) -> tuple[GroupNote, ...]:
    """The group's own texts that have been saved."""
    mine = group_note.c.workshop_id == workshop_id
    found = connection.execute(select(group_note).where(mine).order_by(group_note.c.step))
    return tuple(GroupNote(row.step, row.body, row.version) for row in found)

"""Saved workshops: what a file held is put into a new workshop, and the earlier results are read as they were shown."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from across.store.tables import action, group_note, note, saved
from across.store.workshops import new_id
from across.workshop.saved_workshop import Saved, tree_of, value_of
from across.workshop.values import Action, Counts, Earlier, GroupNote, Note, Results


@dataclass(frozen=True)
class Kept:
    """What a workshop has from a saved one: who took part then, its results as shown, one to compare with."""

    took_part: Counts | None
    results: Results | None
    earlier: Earlier | None


NOTHING = Kept(None, None, None)


def keep(connection: Connection, workshop_id: str, kept: Kept) -> None:
    """Keep what a new workshop has from a saved one."""
    counts = kept.took_part
    row = {
        "took_part": counts and [counts.joined, counts.started, counts.finished, counts.on_paper],
        "results": kept.results and tree_of(replace(kept.results, earlier=None)),
        "earlier": kept.earlier and tree_of(kept.earlier),
    }
    connection.execute(insert(saved).values(workshop_id=workshop_id, **row))


def read(connection: Connection, workshop_id: str) -> Kept:
    """What a workshop has from a saved one, nothing for most; its results know what they are compared with."""
    row = connection.execute(select(saved).where(saved.c.workshop_id == workshop_id)).first()
    if row is None:
        return NOTHING
    earlier = value_of(Earlier, row.earlier) if row.earlier else None
    return Kept(
        took_part=Counts(*row.took_part) if row.took_part else None,
        results=replace(value_of(Results, row.results), earlier=earlier) if row.results else None,
        earlier=earlier,
    )


def restore(connection: Connection, workshop_id: str, kept: Saved) -> None:
    """Put everything that a file held into a new workshop. Nobody in it is a participant."""
    _add_notes(connection, workshop_id, kept.notes)
    _add_group_notes(connection, workshop_id, kept.group_notes)
    add_actions(connection, workshop_id, kept.actions)
    keep(connection, workshop_id, Kept(kept.took_part, kept.results, kept.earlier))


def add_actions(connection: Connection, workshop_id: str, actions: tuple[Action, ...]) -> None:
    """Put actions into a new workshop, in their order."""
    rows = [
        {
            "id": new_id(),
            "workshop_id": workshop_id,
            "what": one.what,
            "who": one.who,
            "by_when": one.by_when,
            "way": one.way,
            "with_others": one.with_others,
            "state": one.state,
            "last_time": one.last_time,
            "position": position,
            "version": 1,
        }
        for position, one in enumerate(actions, start=1)
    ]
    if rows:
        connection.execute(insert(action), rows)


def _add_notes(connection: Connection, workshop_id: str, notes: tuple[Note, ...]) -> None:
    rows = [
        {
            "id": new_id(),
            "workshop_id": workshop_id,
            "participant_id": None,
            "question": one.question,
            "body": one.body,
            "way": one.way,
            "hidden": False,
            "pinned": one.pinned,
            "heading": one.heading,
            "position": position,
        }
        for position, one in enumerate(notes, start=1)
    ]
    if rows:
        connection.execute(insert(note), rows)


def _add_group_notes(connection: Connection, workshop_id: str, notes: tuple[GroupNote, ...]) -> None:
    rows = [{"workshop_id": workshop_id, "step": one.step, "body": one.body, "version": 1} for one in notes]
    if rows:
        connection.execute(insert(group_note), rows)

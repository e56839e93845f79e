"""What participants write: their notes, proposals of actions among them, and the marks on them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, delete, func, literal, select, update

from across.store import erasures
from across.store.database import next_position, upsert
from across.store.tables import mark, note
from across.store.workshops import id_of
from across.workshop.errors import NotAllowedHere
from across.workshop.values import TAKEN_UP, Note


def add(
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
        note_id = id_of(f"{note_id}{body}")
    row = {"id": note_id, "workshop_id": workshop_id, "participant_id": participant_id, "question": question}
    place = next_position(connection, workshop_id, note)
    new = upsert(connection, note).values(**row, body=body, way=way, hidden=False, position=place)
    connection.execute(new.on_conflict_do_nothing(index_elements=["id"]))


def add_comment(connection: Connection, workshop_id: str, note_id: str, question: str, body: str) -> None:
    """Keep a note that is nobody's: neither who sent it nor when it came, before or after which other, is stored.

    One sent twice under the same id is kept once; another text under an id that is used already is one of its own.
    """
    there = select(note.c.workshop_id, note.c.participant_id, note.c.question, note.c.body).where(note.c.id == note_id)
    kept = connection.execute(there).first()
    if kept and tuple(kept) != (workshop_id, None, question, body):
        note_id = id_of(f"{note_id}{workshop_id}{question}{body}")
    row = {"id": note_id, "workshop_id": workshop_id, "question": question, "body": body}
    new = upsert(connection, note).values(**row, hidden=False, position=0)
    connection.execute(new.on_conflict_do_nothing(index_elements=["id"]))


def count_on(connection: Connection, workshop_id: str, questions: Collection[str]) -> int:
    """How many notes there are on these questions, hidden ones too."""
    here = (note.c.workshop_id == workshop_id) & note.c.question.in_(questions)
    return connection.execute(select(func.count()).select_from(note).where(here)).scalar_one()


def on(connection: Connection, workshop_id: str, questions: Collection[str]) -> tuple[Note, ...]:
    """The notes on any of these questions, hidden ones too, by their random ids, without marks."""
    here = (note.c.workshop_id == workshop_id) & note.c.question.in_(questions)
    no_marks = (literal(0).label("marks"), literal(0).label("marked"))
    found = select(note, *no_marks).where(here).order_by(note.c.id)
    return tuple(_note(row, None) for row in connection.execute(found))


def is_kept(connection: Connection, participant_id: str, note_id: str, body: str) -> bool:
    """Whether this very note of the participant is kept already: it was sent again."""
    same = (note.c.id == note_id) & (note.c.participant_id == participant_id) & (note.c.body == body)
    return connection.execute(select(note.c.id).where(same)).first() is not None


def count(connection: Connection, workshop_id: str, participant_id: str) -> int:
    """How many notes a participant has sent, hidden ones too."""
    theirs = (note.c.workshop_id == workshop_id) & (note.c.participant_id == participant_id)
    return connection.execute(select(func.count()).select_from(note).where(theirs)).scalar_one()


def read(
    connection: Connection, workshop_id: str, *, question: str | None = None, participant_id: str | None = None
) -> tuple[Note, ...]:
    """The notes on a question, or all, in the order in which they came, as the participant who asks sees them."""
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
    wanted = note.c.workshop_id == workshop_id
    if question is not None:
        wanted &= note.c.question == question
    found = (
        select(note, marks.c.marks, marks.c.marked)
        .select_from(note.outerjoin(marks, marks.c.note_id == note.c.id))
        .where(wanted)
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
        taken_up=row.taken_up or row.heading == TAKEN_UP,
    )


def find(connection: Connection, workshop_id: str, note_id: str) -> Note:
    """The note of this id, hidden or not, without its marks. Raises NotAllowedHere if there is no such note."""
    here = (note.c.workshop_id == workshop_id) & (note.c.id == note_id)
    no_marks = (literal(0).label("marks"), literal(0).label("marked"))
    row = connection.execute(select(note, *no_marks).where(here)).first()
    if row is None:
        raise NotAllowedHere
    return _note(row, None)


def find_own(connection: Connection, workshop_id: str, participant_id: str, note_id: str) -> Note | None:
    """The participant's own note of this id, hidden or not, without its marks; None if there is no such note.

    Raises NotAllowedHere for the note of somebody else.
    """
    here = (note.c.workshop_id == workshop_id) & (note.c.id == note_id)
    no_marks = (literal(0).label("marks"), literal(0).label("marked"))
    row = connection.execute(select(note, *no_marks).where(here)).first()
    if row is None:
        return None
    if row.participant_id != participant_id:
        raise NotAllowedHere
    return _note(row, participant_id)


def forget_marks(connection: Connection, workshop_id: str, note_id: str) -> None:
    """Forget for whom a note was true, too: its words are no longer those that they marked."""
    connection.execute(delete(mark).where((mark.c.workshop_id == workshop_id) & (mark.c.note_id == note_id)))


def remove(connection: Connection, workshop_id: str, note_id: str) -> None:
    """Delete a note, and the marks on it; what it said is to go from the disk, too."""
    connection.execute(delete(note).where((note.c.workshop_id == workshop_id) & (note.c.id == note_id)))
    erasures.ask(connection, workshop_id, erasures.NOTE, note_id)


def change(connection: Connection, workshop_id: str, note_ids: Collection[str], **values: object) -> None:
    """Hide, show, pin, group or reword notes, all or none. Raises NotAllowedHere if one of them is not there."""
    wanted = set(note_ids)
    here = (note.c.workshop_id == workshop_id) & note.c.id.in_(wanted)
    if connection.execute(update(note).where(here).values(**values)).rowcount != len(wanted):
        raise NotAllowedHere


def senders(connection: Connection, workshop_id: str, question: str) -> int:
    """How many people have sent a note on this question."""
    theirs = (note.c.workshop_id == workshop_id) & (note.c.question == question)
    return connection.execute(select(func.count(note.c.participant_id.distinct())).where(theirs)).scalar_one()


def set_mark(connection: Connection, workshop_id: str, participant_id: str, note_id: str, *, marked: bool) -> None:
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

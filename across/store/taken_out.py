"""Participants who were taken out: what they answered, wrote, marked and chose goes, but for what was shown."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, select, update

from across.store import erasures, responses
from across.store.tables import mark, note, participant, respondent, vote


def ids(connection: Connection, workshop_id: str, *, out: bool) -> list[str]:
    """The ids of those who were taken out, or of those who take part: in an order that says nothing of them."""
    theirs = (participant.c.workshop_id == workshop_id) & (participant.c.is_out == out)
    return [*connection.execute(select(participant.c.id).where(theirs).order_by(participant.c.id)).scalars()]


def take_out(connection: Connection, workshop_id: str, participant_ids: Collection[str]) -> list[str]:
    """Take these participants out, with what they answered, marked and chose; those of them who took part until now.

    What is shown of their answers stays as it was, and so do their notes: `forget_notes` deletes those.
    """
    named = (participant.c.workshop_id == workshop_id) & participant.c.id.in_(participant_ids)
    found = connection.execute(
        select(participant.c.id, participant.c.respondent_id).where(named, ~participant.c.is_out)
    ).all()
    people, answers = [row.id for row in found], [row.respondent_id for row in found if row.respondent_id]
    gone = participant.c.id.in_(people)
    connection.execute(update(participant).where(gone).values(is_out=True, done_with=None))
    connection.execute(delete(mark).where(mark.c.participant_id.in_(people)))
    connection.execute(delete(vote).where(vote.c.participant_id.in_(people)))
    connection.execute(delete(respondent).where(respondent.c.id.in_(answers)))
    responses.forget_not_shown(connection, workshop_id, answers)
    erasures.ask(connection, workshop_id)
    for respondent_id in answers:
        erasures.ask(connection, workshop_id, erasures.RESPONDENT, respondent_id)
    return people


def forget_notes(connection: Connection, workshop_id: str, participant_ids: Sequence[str]) -> dict[str, bool]:
    """Delete the notes of these participants, and the choices of them; by its id, whether each was made an action."""
    theirs = (note.c.workshop_id == workshop_id) & note.c.participant_id.in_(participant_ids)
    deleted = delete(note).where(theirs).returning(note.c.id, note.c.taken_up)
    gone = {row.id: bool(row.taken_up) for row in connection.execute(deleted)}
    connection.execute(delete(vote).where((vote.c.workshop_id == workshop_id) & vote.c.topic.in_(gone)))
    for note_id in gone:
        erasures.ask(connection, workshop_id, erasures.NOTE, note_id)
    return gone


def let_in_again(connection: Connection, workshop_id: str, participant_ids: Collection[str]) -> None:
    """Let participants who were taken out take part again, as if they had just joined."""
    theirs = (participant.c.workshop_id == workshop_id) & participant.c.id.in_(participant_ids)
    connection.execute(update(participant).where(theirs).values(is_out=False))

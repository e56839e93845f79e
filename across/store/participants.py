"""Participants: join once, be counted once."""

from typing import Any

from sqlalchemy import Connection, Integer, Row, Select, and_, bindparam, case, func, insert, select, update

from across.store.prepared import Prepared
from across.store.tables import participant, respondent, response
from across.store.workshops import hashed, new_id
from across.workshop.errors import NotTakingPart, TakenOut, WorkshopFull
from across.workshop.values import MOST_PARTICIPANTS, Counts

PHONE, PAPER, TOGETHER = "phone", "paper", "together"


def join(connection: Connection, workshop_id: str, token: str) -> str | None:
    """Count the holder of this token as a participant; their id, None if they already are. Raises WorkshopFull."""
    if find(connection, workshop_id, token):
        return None
    if _count(connection, workshop_id) >= MOST_PARTICIPANTS:
        raise WorkshopFull
    new = new_id()
    connection.execute(insert(participant).values(id=new, workshop_id=workshop_id, token_hash=hashed(token)))
    return new


def find(connection: Connection, workshop_id: str, token: str) -> str | None:
    """The participant id behind a token, None for a stranger; also of one who was taken out."""
    found = _holder(connection, workshop_id, token)
    return found and found.id


def known(connection: Connection, workshop_id: str, token: str) -> str:
    """The participant id behind a token. Raises NotTakingPart for a stranger, TakenOut."""
    found = _holder(connection, workshop_id, token)
    if found is None:
        raise NotTakingPart
    if found.is_out:
        raise TakenOut
    return str(found.id)


def _holder(connection: Connection, workshop_id: str, token: str) -> Row[Any, Any] | None:
    here = (participant.c.workshop_id == workshop_id) & (participant.c.token_hash == hashed(token))
    return connection.execute(select(participant.c.id, participant.c.is_out).where(here)).first()


def set_done(connection: Connection, workshop_id: str, participant_id: str, step: str | None) -> None:
    """Keep which step a participant has said that they have finished, None for none."""
    theirs = (participant.c.workshop_id == workshop_id) & (participant.c.id == participant_id)
    connection.execute(update(participant).where(theirs).values(done_with=step))


def done_with(connection: Connection, workshop_id: str, participant_id: str) -> str | None:
    """The step that a participant has said that they have finished, None for none."""
    theirs = (participant.c.workshop_id == workshop_id) & (participant.c.id == participant_id)
    return connection.execute(select(participant.c.done_with).where(theirs)).scalar()


def count_done(connection: Connection, workshop_id: str, step: str) -> int:
    """How many people have said that they have finished this step."""
    theirs = (participant.c.workshop_id == workshop_id) & (participant.c.done_with == step)
    return connection.execute(select(func.count()).select_from(participant).where(theirs)).scalar_one()


def counts(connection: Connection, workshop_id: str, items: int) -> Counts:
    """How many joined, started and finished all `items`, and how many paper forms there are.

    The group's agreed answers are nobody's.
    """
    return Counts(*_COUNTS.row(connection, here=workshop_id, items=items))


def _counted(_connection: Connection) -> Select[Any]:
    per_respondent = (
        select(respondent.c.source, func.count().label("answered"))
        .select_from(response.join(respondent, respondent.c.id == response.c.respondent_id))
        .where(response.c.workshop_id == bindparam("here"), respondent.c.source != TOGETHER)
        .group_by(response.c.respondent_id, respondent.c.source)
        .subquery()
    )
    own, whole = per_respondent.c.source != PAPER, per_respondent.c.answered == bindparam("items", type_=Integer)
    # Added up in the store: hundreds of rows, each handed over on its own, would hold up everybody's taps.
    sums = (func.count(case((own, 1))), func.count(case((and_(own, whole), 1))), func.count(case((~own, 1))))
    here = (participant.c.workshop_id == bindparam("here")) & ~participant.c.is_out
    joined = select(func.count()).where(here).scalar_subquery()
    return select(joined, *sums).select_from(per_respondent)


_COUNTS = Prepared(_counted)


def _count(connection: Connection, workshop_id: str) -> int:
    here = (participant.c.workshop_id == workshop_id) & ~participant.c.is_out
    return connection.execute(select(func.count()).select_from(participant).where(here)).scalar_one()

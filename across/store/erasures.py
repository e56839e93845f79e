"""What was deleted and is not off the disk yet: recorded with the deletion, until the disk has been wiped."""

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from across.store.tables import erasure


def ask(connection: Connection, workshop_id: str) -> str:
    """Record, in the transaction that deletes, that something of this workshop must be wiped; returns the id of that.

    The row says nothing of the workshop but an id that nothing else has any more, and goes when the disk is wiped.
    """
    made = secrets.token_hex(16)
    connection.execute(insert(erasure).values(id=made, workshop_id=workshop_id))
    return made


def waiting(connection: Connection) -> frozenset[str]:
    """The ids of what is not wiped yet."""
    return frozenset(connection.execute(select(erasure.c.id)).scalars())


def is_waiting(connection: Connection, erasure_id: str) -> bool:
    """Whether this is not wiped yet."""
    return connection.execute(select(erasure.c.id).where(erasure.c.id == erasure_id)).first() is not None


def is_waiting_of(connection: Connection, workshop_id: str) -> bool:
    """Whether something of this workshop is not wiped yet."""
    return connection.execute(select(erasure.c.id).where(erasure.c.workshop_id == workshop_id)).first() is not None


def done(connection: Connection, erasure_ids: Collection[str]) -> None:
    """Note that these are wiped."""
    connection.execute(delete(erasure).where(erasure.c.id.in_(erasure_ids)))

"""What was deleted and is not off the disk yet: recorded with the deletion, until the disk has been wiped.

Each names what of a workshop is gone, by random ids: a record outside the store keeps that for backups.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from across.store.tables import erasure

# What of a workshop can be deleted for good: all of it, what people answered, who chose what at a step, the answers
# of one respondent (a paper form, or a phone that was taken out), a note, somebody who signed in to facilitate.
WORKSHOP, ANSWERS, VOTES, RESPONDENT, NOTE = "workshop", "answers", "votes", "respondent", "note"
FACILITATOR = "facilitator"
NO_WORKSHOP = "-"


@dataclass(frozen=True, order=True)
class Deletion:
    """What was deleted of a workshop: one of the words above, and for a part of it which one."""

    workshop_id: str
    what: str

    @property
    def kind(self) -> str:
        """The word alone."""
        return self.what.partition(" ")[0]

    @property
    def which(self) -> str:
        """The id of the part, or the step."""
        return self.what.partition(" ")[2]


def ask(connection: Connection, workshop_id: str, what: str = "", which: str = "") -> str:
    """Record, in the transaction that deletes, that something of this workshop must be wiped; returns the id of that.

    `what` is one of the words above, `which` the id of the part; without, no backup is told of it.

    The row says nothing of the workshop but an id that nothing else has any more, and goes when the disk is wiped.
    """
    made = secrets.token_hex(16)
    connection.execute(insert(erasure).values(id=made, workshop_id=workshop_id, what=f"{what} {which}".strip()))
    return made


def deletions(connection: Connection) -> frozenset[Deletion]:
    """What is not wiped yet, as far as backups are told of it."""
    rows = connection.execute(select(erasure.c.workshop_id, erasure.c.what).where(erasure.c.what != ""))
    return frozenset(Deletion(row.workshop_id, row.what) for row in rows)


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

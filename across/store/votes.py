"""What participants choose to talk about and to do first, three topics each, until it is shown: then only how many."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select

from across.store import erasures
from across.store.tables import vote


def put(connection: Connection, workshop_id: str, participant_id: str, step: str, topics: Collection[str]) -> None:
    """Keep what a participant chooses at a step, in place of what they chose before."""
    connection.execute(delete(vote).where((vote.c.participant_id == participant_id) & (vote.c.step == step)))
    theirs = {"workshop_id": workshop_id, "participant_id": participant_id, "step": step}
    rows = [{**theirs, "topic": topic} for topic in sorted(topics)]
    if rows:
        connection.execute(insert(vote), rows)


def of(connection: Connection, participant_id: str, step: str) -> frozenset[str]:
    """What a participant has chosen at a step."""
    theirs = (vote.c.participant_id == participant_id) & (vote.c.step == step)
    return frozenset(connection.scalars(select(vote.c.topic).where(theirs)))


def people(connection: Connection, workshop_id: str, step: str) -> int:
    """How many people have chosen at a step."""
    here = (vote.c.workshop_id == workshop_id) & (vote.c.step == step)
    return connection.execute(select(func.count(vote.c.participant_id.distinct())).where(here)).scalar_one()


def count(connection: Connection, workshop_id: str, step: str) -> dict[str, int]:
    """By topic, how many people have chosen it."""
    here = (vote.c.workshop_id == workshop_id) & (vote.c.step == step)
    found = select(vote.c.topic, func.count().label("people")).where(here).group_by(vote.c.topic)
    return {row.topic: row.people for row in connection.execute(found)}


def forget(connection: Connection, workshop_id: str, step: str) -> None:
    """Forget who chose what at a step."""
    connection.execute(delete(vote).where((vote.c.workshop_id == workshop_id) & (vote.c.step == step)))
    erasures.ask(connection, workshop_id, erasures.VOTES, step)


def forget_topic(connection: Connection, workshop_id: str, topic: str) -> None:
    """Forget who chose a topic that is gone, or has other words now."""
    connection.execute(delete(vote).where((vote.c.workshop_id == workshop_id) & (vote.c.topic == topic)))

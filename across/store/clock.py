"""What is known of the clock of the machine: kept, so that a jump between two starts is seen as well."""

from dataclasses import asdict

from sqlalchemy import Connection, select

from across.store.database import upsert
from across.store.tables import clock
from across.workshop.clock import Belief

_ROW = 1


def read(connection: Connection) -> Belief | None:
    """What is known, None before the first look."""
    row = connection.execute(select(clock.c.believed, clock.c.doubted, clock.c.seen)).first()
    return Belief(*row) if row else None


def keep(connection: Connection, belief: Belief) -> None:
    """Keep what is known now."""
    new = upsert(connection, clock).values(id=_ROW, **asdict(belief))
    replaced = {name: new.excluded[name] for name in asdict(belief)}
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=replaced))

"""How long PostgreSQL is waited for: one that hangs holds up nobody for longer than this."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

CONNECT_SECONDS = 5
# PostgreSQL ends a statement after this time; one that does not even do that is given up a little later.
STATEMENT_SECONDS = 8
SILENT_SECONDS = 10.0
Found = TypeVar("Found")


class Bounded(psycopg.Connection[Any]):
    """A connection that is given up where the server is silent: its own timeouts do not run while it is stopped."""

    silent_seconds: float | None = SILENT_SECONDS

    def wait(self, gen: PQGen[Found], interval: float = 0.1, timeout: float | None = None) -> Found:
        """Wait for an answer, but no longer than is allowed; who names a time waits for what need not come."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.silent_seconds)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 (it has no other name)
            self.pgconn.finish()
            raise psycopg.OperationalError("timeout expired") from None


def bound(engine: Engine) -> None:
    """Have every connection of this engine bounded."""
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _set_up)


def _connect(_dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]) -> Bounded:
    return Bounded.connect(*arguments, **{"connect_timeout": CONNECT_SECONDS, **options})


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000}")
    cursor.close()
    connection.commit()


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """Without these bounds, for what takes its time: making tables anew, copying them. Until its transaction ends."""
    ours = connection.connection.driver_connection
    if not isinstance(ours, Bounded):
        yield
        return
    local = "" if ours.autocommit else "LOCAL"
    connection.execute(text(f"SET {local} statement_timeout = 0"))
    ours.silent_seconds = None
    try:
        yield
    finally:
        ours.silent_seconds = SILENT_SECONDS

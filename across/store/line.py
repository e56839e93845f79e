"""The connection of whoever writes one transaction after the other, such as the thread that keeps answers."""

import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from across.store.prepared import DRIVER_ERRORS, as_of_sqlalchemy, past_sqlalchemy

BEGIN_TO_WRITE = "BEGIN IMMEDIATE"
# After a longer pause, one is taken from the pool, which asks first whether the database is there.
KEPT_SECONDS = 1.0


class Line:
    """Transactions that write, one at a time, on one connection that is kept between them.

    To give a connection back and to take it again costs as much as what is written. What happens while a transaction
    is open is raised as it is, and the next one has another connection.

    Each transaction begins and ends by the driver. SQLAlchemy, which begins one where it finds none, sees a single
    one that is open for as long as the connection is kept.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._one = threading.Lock()
        self._kept: Connection | None = None
        self._used = 0.0

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends, and undone when it raises."""
        with self._one:
            connection = self._connection()
            driver = past_sqlalchemy(connection)
            try:
                if self._is_sqlite and not driver.in_transaction:
                    driver.execute(BEGIN_TO_WRITE)  # other drivers begin by themselves
                yield connection
                driver.commit()
            except DRIVER_ERRORS as error:
                raised = as_of_sqlalchemy(connection, error)
                self._give_back()
                raise raised from None
            except BaseException:
                self._give_back()
                raise
            self._used = time.monotonic()

    def close(self) -> None:
        """Give the connection back."""
        with self._one:
            self._give_back()

    def _connection(self) -> Connection:
        if self._kept and not (time.monotonic() - self._used < KEPT_SECONDS and _is_quiet(self._kept)):
            self._give_back()
        if self._kept is None:
            self._kept = self._engine.connect().execution_options(writes=True)
            self._kept.begin()
        return self._kept

    def _give_back(self) -> None:
        kept, self._kept = self._kept, None
        if kept:
            kept.close()


def _is_quiet(connection: Connection) -> bool:
    """Whether the database has said nothing unasked, as PostgreSQL does when it ends a connection or is gone."""
    if connection.dialect.name == "sqlite":
        return True
    ours = connection.connection.driver_connection
    return ours is not None and not ours.closed and not _has_come(ours.fileno())


if sys.platform == "win32":

    def _has_come(descriptor: int) -> bool:
        return bool(select.select([descriptor], [], [], 0)[0])

else:

    def _has_come(descriptor: int) -> bool:
        looks = select.poll()  # which takes any number of descriptor
        looks.register(descriptor, select.POLLIN)
        return bool(looks.poll(0))

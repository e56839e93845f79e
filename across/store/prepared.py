"""Statements that are put into a database's own words once, for what hundreds of phones ask again and again."""

import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import ClauseElement, Connection
from sqlalchemy.exc import DBAPIError

DRIVER_ERRORS = (sqlite3.Error, psycopg.Error)
Words = tuple[str, dict[str, Any], tuple[str, ...] | None]


class Prepared:
    """One statement with named values, for each kind of database. `make` makes it for the one that is connected.

    Values go in as the driver has them: for text and whole numbers only. SQLAlchemy looks at every statement anew
    before it runs it; for one that is always the same, that costs more than running it.
    """

    def __init__(self, make: Callable[[Connection], ClauseElement]) -> None:
        self._make = make
        self._by_kind: dict[str, Words] = {}

    def run(self, connection: Connection, **values: str | int | None) -> int:
        """Run it with these values, in the transaction that is open; how many rows it has changed."""
        changed: int = self._ran(connection, values).rowcount
        return changed

    def row(self, connection: Connection, **values: str | int | None) -> tuple[Any, ...]:
        """The one row that it finds with these values."""
        found: tuple[Any, ...] = self._ran(connection, values).fetchone()
        return found

    def _ran(self, connection: Connection, values: dict[str, str | int | None]) -> Any:  # noqa: ANN401 (a cursor of whichever driver)
        words, fixed, order = self._by_kind.get(connection.dialect.name) or self._put_into_words(connection)
        given = {**fixed, **values}
        driver = past_sqlalchemy(connection)
        try:
            return driver.execute(words, given if order is None else tuple([given[name] for name in order]))
        except DRIVER_ERRORS as error:
            raise as_of_sqlalchemy(connection, error) from None

    def _put_into_words(self, connection: Connection) -> Words:
        compiled = self._make(connection).compile(dialect=connection.dialect)
        order = getattr(compiled, "positiontup", None)
        words = (str(compiled), dict(compiled.params), None if order is None else tuple(order))
        self._by_kind[connection.dialect.name] = words
        return words


def past_sqlalchemy(connection: Connection) -> Any:  # noqa: ANN401 (of whichever driver)
    """The driver's own connection, for what SQLAlchemy takes longer over than the database; it raises DRIVER_ERRORS."""
    return connection.connection.driver_connection


def as_of_sqlalchemy(connection: Connection, error: sqlite3.Error | psycopg.Error) -> DBAPIError:
    """What SQLAlchemy would have raised in the place of this; a connection that is lost by it is used no more."""
    kind = sqlite3.Error if isinstance(error, sqlite3.Error) else psycopg.Error
    lost = connection.dialect.is_disconnect(error, past_sqlalchemy(connection), None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
        connection.engine.dispose(close=False)  # the others lead to the same server
    found = DBAPIError.instance(
        None, None, error, kind, hide_parameters=True, connection_invalidated=lost, dialect=connection.dialect
    )
    return found if isinstance(found, DBAPIError) else DBAPIError(None, None, error, hide_parameters=True)

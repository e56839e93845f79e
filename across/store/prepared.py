"""Statements that are put into a database's own words once, for what hundreds of phones ask again and again."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult

Words = tuple[str, dict[str, Any], tuple[str, ...] | None]


class Prepared:
    """One statement with named values, for each kind of database. `make` makes it for the one that is connected.

    Values go in and come out as the driver has them: for text and whole numbers only. SQLAlchemy looks at every
    statement anew before it runs it; for one that is always the same, that costs more than running it.
    """

    def __init__(self, make: Callable[[Connection], ClauseElement]) -> None:
        self._make = make
        self._by_kind: dict[str, Words] = {}

    def run(self, connection: Connection, **values: str | int | None) -> CursorResult[Any]:
        """Run it with these values."""
        words, fixed, order = self._by_kind.get(connection.dialect.name) or self._put_into_words(connection)
        given = {**fixed, **values}
        return connection.exec_driver_sql(words, given if order is None else tuple(given[name] for name in order))

    def _put_into_words(self, connection: Connection) -> Words:
        compiled = self._make(connection).compile(dialect=connection.dialect)
        order = getattr(compiled, "positiontup", None)
        words = (str(compiled), dict(compiled.params), None if order is None else tuple(order))
        self._by_kind[connection.dialect.name] = words
        return words

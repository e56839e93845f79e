"""Stores that fail for real, for as long as a block lasts: no room, only to read, held by others, away."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, text

from across.store.database import Store


@contextmanager
def away(store: Store, table: str = "workshop") -> Iterator[None]:
    """What is asked first cannot be found, neither to read nor to write."""
    renamed(store, table, f"{table}_that_is_away")
    try:
        yield
    finally:
        renamed(store, f"{table}_that_is_away", table)


def renamed(store: Store, table: str, name: str) -> None:
    with store.write() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


@contextmanager
def only_to_read(store: Store) -> Iterator[None]:
    """The file can be read, and not be changed."""
    with _set(store, "query_only=ON", "query_only=OFF"):
        yield


@contextmanager
def full(store: Store) -> Iterator[None]:
    """The file can grow no further: what needs another page finds no room."""
    with store.read() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    with _set(store, f"max_page_count={pages}", "max_page_count=1000000"):
        yield


@contextmanager
def _set(store: Store, during: str, after: str) -> Iterator[None]:
    now = [during]

    def put(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {now[0]}")

    event.listen(store.engine, "checkout", put)
    try:
        yield
    finally:
        # Whichever connections there are: each is put right when it is used next.
        now[0] = after


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Another process writes and does not end; nobody waits for it for long."""
    with store.read() as connection:
        file = connection.execute(text("SELECT file FROM pragma_database_list WHERE name = 'main'")).scalar_one()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with _set(store, "busy_timeout=50", "busy_timeout=15000"):
            yield
    finally:
        other.close()

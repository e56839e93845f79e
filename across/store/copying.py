"""A whole store as one SQLite file, whatever it is kept in, and back: each way one moment of it."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from across.store import erasures
from across.store.bounds import unhurried
from across.store.causes import StoreUnreachable, causes_told
from across.store.database import Store, newest_version, open_store
from across.store.tables import clock, erasure, metadata, pulse, signed_in_key, workshop

ROWS_TOGETHER = 500
# A workshop that is put back has a higher revision than any device has seen of it: else they would not believe it.
LEAP = 1_000_000
NO_BACKUP = "This file is no backup of ours, or it is damaged. Take another one."
_OF_THE_STORE = (erasure, pulse, clock)
_TABLES = [table for table in metadata.sorted_tables if table not in _OF_THE_STORE]


def copy(store_url: str, file: Path | None, to: Path) -> None:
    """Write the whole store into a new file, while others read and save. `file` is where SQLite keeps it.

    Raises StoreUnreachable, StoreFault.
    """
    if file:
        _copy_file(file, to)
        return
    store = open_store(store_url, upgrades=False)
    try:
        copy_tables(store, to)
    finally:
        store.close()


def copy_tables(store: Store, to: Path) -> None:
    """Write every table as it is at one moment into a new file."""
    target = open_store(_address(to))
    try:
        with store.read() as source, unhurried(source), target.write() as connection:
            for table in (*_TABLES, clock):
                _copy_rows(source, connection, table)
    finally:
        target.close()
    make_one_file(to)


def _copy_file(file: Path, to: Path) -> None:
    if not file.is_file():
        raise StoreUnreachable("There is no store to back up: no workshop was ever kept here.")
    with (
        causes_told(),
        closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
    make_one_file(to)


def make_one_file(file: Path) -> None:
    """Leave nothing beside a copy, and nothing in it of what was deleted there."""
    with causes_told(), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
    must_be_a_backup(file)


def must_be_a_backup(file: Path) -> None:
    """Raise StoreUnreachable unless this file is a whole store."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            connection.execute("SELECT count(*) FROM workshop, alembic_version")
    except sqlite3.Error:
        raise StoreUnreachable(NO_BACKUP) from None
    if not sound or broken:
        raise StoreUnreachable(NO_BACKUP)


def is_up_to_date(file: Path) -> bool:
    """Whether a copy was made by this version. Raises StoreUnreachable where it is none."""
    must_be_a_backup(file)
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")} == newest_version()


def remove_workshops(file: Path, ids: Collection[str]) -> int:
    """Delete whole workshops in a copy, whichever version made it; return how many were there."""
    with causes_told(), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        with connection:
            found = [connection.execute("DELETE FROM workshop WHERE id = ?", (here,)).rowcount for here in ids]
    make_one_file(file)
    return sum(found)


def forget_erasures(connection: Connection) -> None:
    """Take out of a copy what waits to be wiped: it is written anew as a whole."""
    connection.execute(delete(erasure))


def count(connection: Connection) -> int:
    """How many workshops a store holds."""
    return connection.execute(select(func.count()).select_from(workshop)).scalar_one()


def opened_copy(file: Path) -> Store:
    """A copy as a store that may be changed; brings its tables up to date. Raises StoreUnreachable."""
    return open_store(_address(file))


@contextmanager
def nobody_else_saves(store: Store) -> Iterator[Connection]:
    """A transaction in which nobody else saves, while they may read what was there before."""
    with store.write() as connection, unhurried(connection):
        if store.kind == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        yield connection


def put_in_place(source: Connection, target: Connection) -> None:
    """Put what a copy holds in the place of what the store holds. What was there is wiped off the disk later."""
    target.execute(delete(workshop))  # takes everything with it
    for table in _TABLES:
        _copy_rows(source, target, table)
    target.execute(delete(signed_in_key))  # somebody may have signed out since
    if target.execute(select(clock)).first() is None:
        _copy_rows(source, target, clock)
    target.execute(update(workshop).values(revision=workshop.c.revision + LEAP, picture=workshop.c.revision + LEAP))
    erasures.ask(target, erasures.NO_WORKSHOP)


def _copy_rows(source: Connection, target: Connection, table: Any) -> None:  # noqa: ANN401 (a table of any kind)
    found = source.execution_options(yield_per=ROWS_TOGETHER).execute(select(table))
    for rows in found.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])


def _address(file: Path) -> str:
    return f"sqlite:///{file.resolve().as_posix()}"

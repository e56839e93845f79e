"""Taking what was deleted off the disk: out of the slack of pages that are still in use, and out of SQLite's log.

Each try is short and gives way: nobody who reads or writes meanwhile is held up for more than an instant.
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from across.store.bounds import unhurried
from across.store.database import LOG_BYTES, Store
from across.store.tables import metadata

# So long a try waits for others, and they for it. Readings take milliseconds.
PATIENCE_MILLISECONDS = 100
WIPE_LOCK = 0x41637274
# Whoever began before something was deleted may still see it, so that it cannot go yet.
_STILL_SEEN = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND age(backend_xmin) >= (SELECT max(age(xmin)) FROM erasure)
"""


def wipe(store: Store) -> bool:
    """Write everything anew without what was deleted; False where somebody still reads that, so that it is tried again.

    On PostgreSQL this makes every table anew. What its own log, its replicas and backups hold is out of reach.
    """
    return _wipe_sqlite(store) if store.kind == "sqlite" else _wipe_postgresql(store)


def _wipe_sqlite(store: Store) -> bool:
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA temp_store=MEMORY")  # the copy that is made on the way
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")  # most of the work, without holding up anybody
        with store.alone():
            if not _log_is_empty(cursor):
                return False
            cursor.execute("VACUUM")
            return _log_is_empty(cursor)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    finally:
        connection.invalidate()  # its patience is not that of others


def shorten_log(store: Store) -> bool:
    """Cut SQLite's log off where a long reader has let it grow; False where somebody still reads what is in it."""
    if store.ground is None or store.ground.log_bytes() <= LOG_BYTES:
        return True
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        with store.alone():
            return _log_is_empty(cursor)
    finally:
        connection.invalidate()  # its patience is not that of others


def _log_is_empty(cursor: Any) -> bool:  # noqa: ANN401 (a cursor of whichever driver)
    """Write the log back and cut it off; False where somebody still reads what is in it."""
    busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _wipe_postgresql(store: Store) -> bool:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.execute(text(_STILL_SEEN)).scalar():
            return False
        try:
            # One process at a time: others would hold each other up, and do the same work again. The lock ends with the
            # connection.
            if not connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": WIPE_LOCK}).scalar():
                return False
            connection.execute(text(f"SET lock_timeout = {PATIENCE_MILLISECONDS}"))
            with unhurried(connection):
                _make_anew(connection)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == "55P03":  # a lock that was not to be had in time
                return False
            raise
        finally:
            connection.invalidate()
    return True


def _make_anew(connection: Connection) -> None:
    # Without ANALYZE: statistics are a copy of what stands in the columns.
    for table in metadata.sorted_tables:
        connection.execute(text(f'VACUUM (FULL) "{table.name}"'))

"""Why a store cannot be opened or used, each cause in its own sentence: no address, no password, nobody's words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import ArgumentError, SQLAlchemyError


class StoreUnreachable(Exception):
    """The database does not answer or cannot be used: says why and what to do, and nothing that people wrote.

    `is_coming` where it may be about to come up, so that waiting for it makes sense.
    """

    def __init__(self, why: str, *, is_coming: bool = False) -> None:
        super().__init__(why)
        self.is_coming = is_coming


CANNOT_LOCK = (
    "The data folder lies where files cannot be locked, as on many network shares. Name a folder on a disk of this "
    "machine in ACROSS_DATA_FOLDER, or use PostgreSQL."
)
DAMAGED = "The file of the store is damaged. Restore a backup into a new folder (script/restore)."
FULL = "The disk is full. Make room, and it goes on by itself."
CANNOT_READ = (
    "ACROSS_DATABASE_URL cannot be read. Write it as postgresql://user:password@host:5432/name, with a port from 1 to "
    "65535 or none, or as sqlite:///file."
)
# By how SQLite names an error, the longest beginning first.
_SQLITE = {
    "SQLITE_NOTADB": "The file of the store is no database. Move it away, or name another data folder.",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_CANTOPEN": "The file of the store cannot be opened. Let this user read and write in its folder.",
    "SQLITE_READONLY": "The file of the store may not be written by this user. Give it the right to write there.",
    "SQLITE_PERM": "The file of the store may not be opened by this user. Give it the right to read and write there.",
    "SQLITE_FULL": FULL,
    "SQLITE_BUSY": "Another program holds the file of the store. Close what has it open, then try again.",
    "SQLITE_LOCKED": "Another program holds the file of the store. Close what has it open, then try again.",
    "SQLITE_PROTOCOL": CANNOT_LOCK,
    "SQLITE_NOLFS": CANNOT_LOCK,
    "SQLITE_IOERR_LOCK": CANNOT_LOCK,
    "SQLITE_IOERR_UNLOCK": CANNOT_LOCK,
    "SQLITE_IOERR_RDLOCK": CANNOT_LOCK,
    "SQLITE_IOERR_CHECKRESERVEDLOCK": CANNOT_LOCK,
    "SQLITE_IOERR_SHM": CANNOT_LOCK,
    "SQLITE_IOERR": "The disk does not read or write the file of the store. Look at the disk and at the room on it.",
}
# By the state that PostgreSQL names, or by its beginning.
_STATES = {
    "42501": "PostgreSQL does not let this user do what is needed. Let it own the database, or create tables there.",
    "53100": FULL,
    "53300": "PostgreSQL has no connection left. Let it take more (max_connections).",
    "57014": "PostgreSQL took too long. Look at what keeps it busy.",
    "55P03": "PostgreSQL took too long. Look at what keeps it busy.",
    "25006": "This PostgreSQL may only be read from. Name the one that is written to.",
}
# By what the driver says where PostgreSQL names no state, which it does not before somebody is let in.
_SAID = {
    "authentication failed": "PostgreSQL does not accept this user or password. Correct ACROSS_DATABASE_URL.",
    "no password supplied": "PostgreSQL asks for a password. Give it in ACROSS_DATABASE_URL.",
    "pg_hba.conf": "PostgreSQL does not let this user in from here. Correct ACROSS_DATABASE_URL or its pg_hba.conf.",
    "role ": "PostgreSQL does not know this user. Create it, or correct ACROSS_DATABASE_URL.",
    'database "': "PostgreSQL has no database of this name. Create it, or correct ACROSS_DATABASE_URL.",
    "too many clients": _STATES["53300"],
    "remaining connection slots": _STATES["53300"],
    "invalid port": CANNOT_READ,
    "invalid connection option": "ACROSS_DATABASE_URL has an unknown option. Correct what comes after the '?'.",
    "invalid uri": CANNOT_READ,
}
# What may pass when it has come up.
_COMING = {
    "starting up": "PostgreSQL is still starting up.",
    "shutting down": "PostgreSQL is shutting down.",
    "refused": "No PostgreSQL listens at the address in ACROSS_DATABASE_URL. Start it, or correct the address.",
    "no such file": "No PostgreSQL listens at the address in ACROSS_DATABASE_URL. Start it, or correct the address.",
    "resolve host": "The host in ACROSS_DATABASE_URL is not known. Correct it, or look at the network.",
    "timeout expired": "The PostgreSQL in ACROSS_DATABASE_URL does not answer. Look at it and at the network.",
    "unreachable": "The host in ACROSS_DATABASE_URL cannot be reached. Correct it, or look at the network.",
    "no route": "The host in ACROSS_DATABASE_URL cannot be reached. Correct it, or look at the network.",
}
_GONE = "PostgreSQL does not answer."


@contextmanager
def causes_told() -> Iterator[None]:
    """Raise StoreUnreachable where the database, its driver or the file system raises anything."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise cause(error) from None


def cause(error: Exception) -> StoreUnreachable:
    """The cause of an error of the database or its driver, in a sentence."""
    found = getattr(error, "orig", None) or error
    if isinstance(found, sqlite3.Error):
        return StoreUnreachable(_of_sqlite(found))
    if isinstance(found, psycopg.Error):
        return _of_postgresql(found)
    if isinstance(error, ArgumentError | ValueError):
        return StoreUnreachable(CANNOT_READ)
    if isinstance(error, OSError):
        return StoreUnreachable(f"The data folder cannot be used ({os.strerror(error.errno or 0)}). Name another one.")
    return StoreUnreachable(_unknown(error))


def _of_sqlite(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    known = [beginning for beginning in _SQLITE if name.startswith(beginning)]
    return _SQLITE[max(known, key=len)] if known else _unknown(error)


def _of_postgresql(error: psycopg.Error) -> StoreUnreachable:
    if error.sqlstate in _STATES:
        return StoreUnreachable(_STATES[error.sqlstate])
    said = str(error).lower()
    for part, why in _COMING.items():
        if part in said:
            return StoreUnreachable(why, is_coming=True)
    for part, why in _SAID.items():
        if part in said and not error.sqlstate:
            return StoreUnreachable(why)
    if isinstance(error, psycopg.OperationalError):
        return StoreUnreachable(_GONE, is_coming=True)
    return StoreUnreachable(_unknown(error))


def _unknown(error: Exception) -> str:
    return f"The database does not do what is asked of it ({type(error).__name__})."

"""What a database says when it cannot: turned into one of our faults here, once, whatever was to be done."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from across.metrics import STORE_ERRORS
from across.store.causes import StoreUnreachable
from across.workshop.errors import DiskFull, OnlyToRead, StoreBusy, StoreFault, StoreGone, StoreMoved

log = logging.getLogger("across_boundaries")

# What SQLite says besides, such as SQLITE_READONLY_DBMOVED, stands in the bits above these.
_KIND_OF_SQLITE = 0xFF
_SQLITE: dict[int, type[StoreFault]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: OnlyToRead,
    sqlite3.SQLITE_PERM: OnlyToRead,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CANTOPEN: StoreGone,
    sqlite3.SQLITE_IOERR: StoreGone,
}
# The states of PostgreSQL's appendix A, the whole one or its class.
_POSTGRESQL: dict[str, type[StoreFault]] = {
    "53100": DiskFull,
    "25006": OnlyToRead,
    "42501": OnlyToRead,
    "40": StoreBusy,
    "53": StoreBusy,
    "55P03": StoreBusy,
    "57014": StoreBusy,
    "08": StoreGone,
    "57P": StoreGone,
}

_COUNTED = {
    fault: STORE_ERRORS.labels(fault.__name__)
    for fault in (DiskFull, OnlyToRead, StoreBusy, StoreFault, StoreGone, StoreMoved)
}
_OF_THE_CONNECTION = (OperationalError, InterfaceError)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise a StoreFault where the database raises anything, and note its kind in the log.

    What the database said besides goes no further: it may repeat what somebody wrote.
    """
    try:
        yield
    except StoreUnreachable as moved:
        log.error("The store failed: %s", moved)  # noqa: TRY400 (its sentence alone)
        _COUNTED[StoreMoved].inc()
        raise StoreMoved(type(moved).__name__) from None
    except SQLAlchemyError as error:
        fault = fault_of(error)
        log.error("The store failed: %s (%s)", type(fault).__name__, fault.kind)  # noqa: TRY400 (its kind alone)
        _COUNTED[type(fault)].inc()
        raise fault from None


def fault_of(error: SQLAlchemyError) -> StoreFault:
    """Which of our faults this is."""
    said = error.orig if isinstance(error, DBAPIError) else None
    kind = type(error).__name__
    if isinstance(error, NoConnectionFree):
        return StoreBusy(kind)
    if isinstance(said, sqlite3.Error):
        code = getattr(said, "sqlite_errorcode", 0)
        return _SQLITE.get(code & _KIND_OF_SQLITE, StoreFault)(kind)
    return StoreFault(kind) if said is None else _of_postgresql(error)(kind)


def _of_postgresql(error: SQLAlchemyError) -> type[StoreFault]:
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    # Without a state, no server has answered.
    if getattr(error, "connection_invalidated", False) or (not state and isinstance(error, _OF_THE_CONNECTION)):
        return StoreGone
    return next((_POSTGRESQL[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRESQL), StoreFault)

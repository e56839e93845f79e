"""Open the database, bring its tables up to date, and run transactions."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event, func, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError

__all__ = ["Connection", "Store", "StoreUnreachable", "Upsert", "migrate", "next_position", "open_store", "upsert"]

log = logging.getLogger("across_boundaries")

Upsert = sqlite.Insert | postgresql.Insert

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 15
OUR_FILE, OUR_FOLDER = 0o600, 0o700
BESIDE = ("-wal", "-shm", "-journal")
UPGRADE_LOCK = 0x41637273


class StoreUnreachable(Exception):
    """The database does not answer; holds the kind of failure and no address or password."""


class Store:
    """One database: SQLite in a file, or PostgreSQL. Reads and writes are transactions of their own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kind = engine.dialect.name
        self._one_writer = threading.Lock()
        # PostgreSQL would let each statement of a reading see another moment; SQLite's readers see one in any case.
        one_moment = {"isolation_level": "REPEATABLE READ"} if self.kind == "postgresql" else {}
        self._readers = engine.execution_options(**one_moment)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store."""
        with self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends, and undone when it raises."""
        if self.kind == "sqlite":
            # SQLite has one writer at a time; waiting in line here is fair and quick,
            # where its own waiting is a sleep of growing length.
            with self._one_writer, self._begin() as connection:
                yield connection
        else:
            with self._begin() as connection:
                yield connection

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def check(self) -> None:
        """Raise StoreUnreachable, naming the kind of failure only, unless the store answers."""
        try:
            with self.read() as connection:
                connection.execute(text("SELECT count(*) FROM workshop"))
        except SQLAlchemyError as error:
            raise StoreUnreachable(type(error).__name__) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this is open, nobody of this process writes to SQLite: they wait in line."""
        with self._one_writer:
            yield

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at this address and bring its tables up to date.

    Raises StoreUnreachable where it cannot be opened.
    """
    engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    store = Store(engine)
    try:
        with store.write() as connection:
            migrate(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise StoreUnreachable(type(error).__name__) from error
    return store


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to the newest migration, or to the one named, in the transaction that is open."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
    )


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and not file.startswith((":memory:", "file:")):
        _keep_to_ourselves(Path(file))
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=40, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin_as_meant)
    return engine


def _keep_to_ourselves(file: Path) -> None:
    """Make the file and its folder, for our own user alone: the keys' hashes and all that people say are in there.

    What SQLite puts beside the file has the same rights. A folder that was there and holds other things stays as it is.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=OUR_FOLDER)
    ours = {file.name, *(f"{file.name}{ending}" for ending in BESIDE)}
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, OUR_FILE))
        for path in file.parent.iterdir():
            if path.name in ours:
                path.chmod(OUR_FILE)
        if all(path.name in ours for path in file.parent.iterdir()):
            file.parent.chmod(OUR_FOLDER)
    except OSError:  # SQLite says what is wrong, if anything is
        log.warning("Others may be able to read %s: its rights could not be changed", file.name)


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_as_meant(connection: Connection) -> None:
    # A writer takes its lock at once: one that begins as a reader can be refused half-way.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def upsert(connection: Connection, table: Table) -> Upsert:
    """An insert that can say what to do on conflict, for the database in use."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def next_position(connection: Connection, workshop_id: str, table: Table) -> int:
    """The position after the last row of this workshop in a table that keeps an order."""
    highest = select(func.max(table.c.position)).where(table.c.workshop_id == workshop_id)
    return (connection.execute(highest).scalar() or 0) + 1

"""Open the database, bring its tables up to date, and run transactions."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, create_engine, event, func, inspect, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

from across.store.bounds import bound, unhurried
from across.store.causes import StoreUnreachable, causes_told
from across.store.faults import in_our_words
from across.store.ground import LOCK, SHM, WAL, Ground
from across.store.line import BEGIN_TO_WRITE, Line
from across.store.listening import Hear, Listening
from across.store.prepared import DRIVER_ERRORS, as_of_sqlalchemy, past_sqlalchemy
from across.store.tables import pulse

__all__ = [
    "Connection",
    "Store",
    "StoreUnreachable",
    "Upsert",
    "migrate",
    "next_position",
    "open_store",
    "take_turn",
    "upsert",
]

log = logging.getLogger("across_boundaries")

Upsert = sqlite.Insert | postgresql.Insert

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 15
OUR_FILE, OUR_FOLDER = 0o600, 0o700
BESIDE = (WAL, SHM, "-journal", LOCK, "-erased")
# So long SQLite's log may stay where readers have let it grow.
LOG_BYTES = 4 * 1024 * 1024
UPGRADE_LOCK, TURN_LOCK, RECORD_LOCK = 0x41637273, 0x41637275, 0x41637276
LOOK_AGAIN_SECONDS = 1.0
# Of transactions that follow each other so soon, the look after the one is that before the next.
WELL_SECONDS = 1.0
_PULSE = 1
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=FULL",
    "secure_delete=ON",
    f"journal_size_limit={LOG_BYTES}",
)
NEWER = (
    "This store was written by a newer version of Across Boundaries. Start that version, or name another data folder "
    "or database."
)
A_FILE_IS_NO_FOLDER = (
    "Where the store should be, a file is in the place of a folder, or a folder in the place of the file. Name another "
    "data folder in ACROSS_DATA_FOLDER."
)
OLDER = (
    "This store was kept by an older version of Across Boundaries, or by none. Start this version once, then try again."
)
SOMETHING_ELSE = (
    "The database holds tables of something else. Name a database, or a data folder, that is for Across Boundaries "
    "alone."
)


class Store:
    """One database: SQLite in a file, or PostgreSQL. Reads and writes are transactions of their own.

    Whatever goes wrong there is raised as one of our faults: an error of the database may quote what people wrote.
    `saved` is another number after each `write`.
    """

    def __init__(self, engine: Engine, ground: Ground | None = None) -> None:
        self.engine = engine
        self.kind = engine.dialect.name
        self.ground = ground
        self._one_writer = threading.Lock()
        self._line = Line(engine)
        self._listening: Listening | None = None
        self.saved = 0
        # PostgreSQL would let each statement of a reading see another moment; SQLite's readers see one in any case.
        one_moment = {"isolation_level": "REPEATABLE READ"} if self.kind == "postgresql" else {}
        self._readers = engine.execution_options(**one_moment)

    @property
    def serves_several(self) -> bool:
        """Whether several processes can serve on it: an SQLite file has one alone."""
        return self.kind == "postgresql"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store. Raises StoreFault."""
        with in_our_words(), self._reading() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept when the block ends, and undone when it raises.

        Raises StoreFault also where the file went from under it, so that nothing is said to be saved.
        """
        with in_our_words(), self._writing(self._begin) as connection:
            yield connection
        self.saved += 1

    @contextmanager
    def write_in_line(self) -> Iterator[Connection]:
        """As `write`, for whoever writes one transaction after the other: all such share one connection.

        What is not said to be saved may be all the same, where the file went since the transaction before: whoever
        sends it again changes nothing by that.
        """
        with in_our_words(), self._writing(self._line.begin, WELL_SECONDS) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(
        self, begin: Callable[[], AbstractContextManager[Connection]], well_seconds: float = 0
    ) -> Iterator[Connection]:
        if self.kind == "sqlite":
            # SQLite has one writer at a time; waiting in line here is fair and quick,
            # where its own waiting is a sleep of growing length.
            with self._one_writer:
                if not self.is_well_for(well_seconds):
                    self.look()
                with begin() as connection:
                    yield connection
                self.look()
        else:
            with begin() as connection:
                yield connection

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def look(self) -> None:
        """Raise StoreUnreachable where the file of the store is not what and where it was."""
        if self.ground:
            self.ground.look()

    def is_well_for(self, seconds: float) -> bool:
        """Whether `look` found everything in its place no longer ago than this; it need not be asked then."""
        return self.ground is None or self.ground.is_well_for(seconds)

    def try_reading(self) -> None:
        """Raise StoreUnreachable unless the store can be read."""
        with causes_told(), self._reading() as connection:
            connection.execute(text("SELECT count(*) FROM workshop"))

    def try_saving(self) -> None:
        """Raise StoreUnreachable unless something can be saved."""
        with causes_told(), self._writing(self._begin) as connection:
            new = upsert(connection, pulse).values(id=_PULSE, beats=1)
            beat = {"beats": (pulse.c.beats + 1) % 1000}
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=beat))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this is open, nobody of this process writes to SQLite: they wait in line."""
        with self._one_writer:
            yield

    def listen(self, hear: Hear, missed: Callable[[], None]) -> None:
        """Hear of each change that any process makes, until the store is closed; an SQLite file has one process alone.

        `hear` and `missed` are called in a thread of their own: see Listening.
        """
        if self.serves_several:
            self._listening = Listening(self.engine, hear, missed)
            self._listening.begin()

    def deaf_seconds(self) -> float:
        """For how long changes of other processes could not be heard; 0 where they can, or where there are none."""
        return self._listening.deaf_seconds() if self._listening else 0.0

    def close(self) -> None:
        """Give back every connection, and the file."""
        if self._listening:
            self._listening.close()
        self._line.close()
        self.engine.dispose()
        if self.ground:
            self.ground.leave()


def open_store(url: str, *, serves: bool = False, patience_seconds: float = 0, upgrades: bool = True) -> Store:
    """Open the database at this address and bring its tables up to date.

    One that `serves` has an SQLite file for itself. A PostgreSQL that may be coming up is waited for so long. Where
    nothing `upgrades`, tables that are not up to date are refused. Raises StoreUnreachable where it cannot be opened.
    """
    until = time.monotonic() + patience_seconds
    is_said = False
    while True:
        try:
            return _opened(url, serves=serves, upgrades=upgrades)
        except StoreUnreachable as error:
            if not error.is_coming or time.monotonic() >= until:
                raise
            if not is_said:
                log.warning("Waiting up to %s seconds for the database: %s", round(patience_seconds), error)
            is_said = True
            time.sleep(LOOK_AGAIN_SECONDS)


def _opened(url: str, *, serves: bool, upgrades: bool) -> Store:
    store = None
    try:
        with causes_told():
            store = _store(url, serves=serves)
            with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
                _must_not_be_newer(connection)
                with unhurried(connection):
                    migrate(connection) if upgrades else _must_be_up_to_date(connection)
            if store.ground:
                store.ground.settle()
    except StoreUnreachable:
        _closed(store)
        raise
    return store


def _closed(store: Store | None) -> None:
    if store:
        store.close()


def _store(url: str, *, serves: bool) -> Store:
    if not url.startswith("sqlite"):
        return Store(_postgresql(url))
    if (file := file_of(url)) is None:
        return Store(_sqlite(url))
    _keep_to_ourselves(file)
    ground = Ground(file)
    if serves:
        ground.hold()
    return Store(_sqlite(url, ground), ground)


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, wherever the process goes later; None for one in memory, or another database."""
    if not url.startswith("sqlite"):
        return None
    file = make_url(url).database
    return None if not file or file.startswith((":memory:", "file:")) else Path(file).resolve()


def newest_version() -> set[str]:
    """The name of the newest migration."""
    return set(ScriptDirectory(MIGRATIONS.as_posix()).get_heads())


def _must_be_up_to_date(connection: Connection) -> None:
    there = "alembic_version" in inspect(connection).get_table_names()
    if not there or {*connection.scalars(text("SELECT version_num FROM alembic_version"))} != newest_version():
        raise StoreUnreachable(OLDER)


def _must_not_be_newer(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if "workshop" in tables:
            raise StoreUnreachable(SOMETHING_ELSE)
        return
    ours = {script.revision for script in ScriptDirectory(MIGRATIONS.as_posix()).walk_revisions()}
    if not ours.issuperset(connection.scalars(text("SELECT version_num FROM alembic_version"))):
        raise StoreUnreachable(NEWER)


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to the newest migration, or to the one named, in the transaction that is open."""
    _take(connection, UPGRADE_LOCK)
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def take_turn(connection: Connection, lock: int = TURN_LOCK) -> None:
    """Wait until no other process does what is done by one alone, and keep others waiting until this is kept."""
    _take(connection, lock)


def _take(connection: Connection, lock: int) -> None:
    if connection.dialect.name == "postgresql":  # an SQLite file has one process alone, and one writer at a time
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _postgresql(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
    )
    bound(engine)
    return engine


def _sqlite(url: str, ground: Ground | None = None) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=20,
        max_overflow=40,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    if ground:
        event.listen(engine, "do_connect", _only_this_file(ground))
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin_as_meant)
    return engine


def _only_this_file(ground: Ground) -> Any:  # noqa: ANN401 (a listener of SQLAlchemy)
    """Connects to the file that is there: in the place of one that is gone, SQLite would make another."""

    def connect(_dialect: Dialect, _record: object, _arguments: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401 (of the driver)
        ground.look()
        return sqlite3.connect(f"{ground.file.as_uri()}?mode=rw", uri=True, **options)

    return connect


def _keep_to_ourselves(file: Path) -> None:
    """Make the file and its folder, for our own user alone: the keys' hashes and all that people say are in there.

    What SQLite puts beside the file has the same rights. A folder that was there and holds other things stays as it is.
    """
    if file.is_dir() or any(folder.is_file() for folder in file.parents):
        raise StoreUnreachable(A_FILE_IS_NO_FOLDER)
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
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_as_meant(connection: Connection) -> None:
    # A writer takes its lock at once: one that begins as a reader can be refused half-way.
    writes = connection.get_execution_options().get("writes", False)
    try:
        past_sqlalchemy(connection).execute(BEGIN_TO_WRITE if writes else "BEGIN")
    except DRIVER_ERRORS as error:
        raise as_of_sqlalchemy(connection, error) from None


def upsert(connection: Connection, table: Table) -> Upsert:
    """An insert that can say what to do on conflict, for the database in use."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def next_position(connection: Connection, workshop_id: str, table: Table) -> int:
    """The position after the last row of this workshop in a table that keeps an order."""
    highest = select(func.max(table.c.position)).where(table.c.workshop_id == workshop_id)
    return (connection.execute(highest).scalar() or 0) + 1

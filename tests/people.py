"""People and workshops for tests: start one, join it, answer; and the stores that they are kept in."""

import asyncio
import itertools
import secrets
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, create_engine, make_url, text

from across.room.application import Application
from across.room.room import Room
from across.settings import Settings
from across.store.database import open_store
from across.workshop.steps import full_agenda
from across.workshop.values import Plan
from content.reader import own

Result = TypeVar("Result")
CONTENT = own()
ITEMS = [item.id for item in CONTENT.questionnaire.items]
_numbers = itertools.count()


def fresh_postgresql(server: str) -> str:
    """A new empty database on a PostgreSQL server; returns its address."""
    return _database(server)


def migrated_postgresql(server: str) -> str:
    """A new database with every table, a copy of one that is migrated once for each server; returns its address."""
    return _database(server, f"TEMPLATE {_postgresql_template(server)}")


def without_waiting_for_the_disk(server: str) -> None:
    """Let a PostgreSQL server that holds nothing worth keeping leave its files to the operating system."""
    with _administrator(server).connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


def migrated_sqlite(folder: Path, name: str = "store.sqlite3") -> str:
    """A new file with every table in this folder, a copy of one that is migrated once; returns its address."""
    (folder / name).write_bytes(_sqlite_template())
    return f"sqlite:///{folder / name}"


@cache
def _sqlite_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/store.sqlite3").close()
        return (Path(folder) / "store.sqlite3").read_bytes()


@cache
def _postgresql_template(server: str) -> str:
    url = fresh_postgresql(server)
    open_store(url).close()
    return make_url(url).database


def _database(server: str, made_from: str = "") -> str:
    name = f"fresh{next(_numbers)}"
    with _administrator(server).connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} {made_from}"))
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@cache
def _administrator(server: str) -> Engine:
    return create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")


def settings_for(url: str) -> Settings:
    """Settings that differ from the defaults in the store alone."""
    return Settings(database_url=url, public_url=None, retention_days=90, port=8501)


def a_plan(**changes) -> Plan:
    """A plan with every step."""
    values = {
        "name": "Winter pressures",
        "partnership": "Eastside",
        "held_on": date(2026, 11, 23),
        "minutes": {step.id: step.minutes for step in full_agenda(CONTENT)},
        "smallest_group": 5,
        "asks_sector": False,
    }
    return Plan(**{**values, **changes})


def start(application: Application, **changes) -> Room:
    """A started workshop, in its facilitator's hands."""
    _, key = application.start(a_plan(**changes))
    return application.facilitated_room(key)


def a_participant(room: Room) -> str:
    """The token of somebody who has joined."""
    token = secrets.token_urlsafe(32)
    room.join(token)
    return token


def answer_all(room: Room, point: int | None, items: list[str] = ITEMS) -> str:
    """Somebody joins and gives every item the same answer; returns their token."""
    token = a_participant(room)
    for tap, item in enumerate(items, start=1):
        room.respond(token, item, point, tap)
    return token


def run_async(work: Coroutine[None, None, Result]) -> Result:
    """Run a coroutine to its end, in a thread and an event loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

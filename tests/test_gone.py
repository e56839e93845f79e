"""Deleted means gone: nothing of it is left in any file of the store, nor a row per person after the final close."""

import asyncio
import hashlib
import itertools
import random
import secrets
import sqlite3
import time
from pathlib import Path

import pytest
from people import (
    ITEMS,
    a_participant,
    a_plan,
    answer,
    counts_of,
    emptied_postgresql,
    migrated_sqlite,
    now,
    results_of,
    run_async,
    settings_for,
    start,
    waiting,
)
from sqlalchemy import create_engine, func, select, text, update

from across.results.outlook import what_closing_ends
from across.room.application import open_application
from across.room.closing import last_results
from across.room.newer_answers import newer_answers
from across.room.stage_results import at_results
from across.store.tables import respondent, response, saved, snapshot, workshop
from across.web import server
from across.workshop.errors import NotAllowedHere, ScoringFinished
from across.workshop.values import Answers, ClosingEnds


def answered(room, points, people=1):
    """People who have answered everything, with these points for the items in turn."""
    for _ in range(people):
        answer(a_participant(room), [points[number % len(points)] for number in range(len(ITEMS))])


def rows(application, table):
    with application.store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def filled(application, number):
    """So many workshops, filled in turn as when they are held at the same time; and by each what only it holds."""
    chance = random.Random(7)
    rooms = [start(application) for _ in range(number)]
    people = [[a_participant(room) for _ in range(6)] for room in rooms]
    words = [[] for _ in rooms]
    for room in rooms:
        room.open_scoring()
    for person in range(6):
        for count in range(number):
            words[count].append(f"Only said here {secrets.token_hex(12)}")
            body = f"{words[count][-1]} {'and more ' * chance.randint(0, 80)}"
            people[count][person].send_note(secrets.token_hex(16), "question-1", body, None)
            answer(people[count][person], [chance.randint(1, 5) for _ in ITEMS])
    with application.store.read() as connection:
        for count, room in enumerate(rooms):
            theirs = select(respondent.c.id).where(respondent.c.workshop_id == room._id)
            words[count] += connection.execute(theirs).scalars()
    return rooms, words


def joined(lists):
    return list(itertools.chain.from_iterable(lists))


def left_on(folder, words):
    """Which of these words stand in any file of a folder."""
    found = b"".join(path.read_bytes() for path in folder.iterdir())
    return [word for word in words if word.encode() in found]


@pytest.fixture
def on_disk(tmp_path):
    application = open_application(settings_for(migrated_sqlite(tmp_path)))
    yield application
    application.store.close()


def test_nothing_of_a_deleted_workshop_is_left_in_the_slack_of_a_file(on_disk, tmp_path):
    rooms, words = filled(on_disk, 40)
    for room in rooms[::2]:
        room.delete()

    assert on_disk.erase()
    assert left_on(tmp_path, joined(words[::2])) == []
    assert left_on(tmp_path, joined(words[1::2])) == joined(words[1::2])
    assert counts_of(rooms[1]).started == 6


def test_nothing_of_a_note_that_was_taken_back_is_left_in_a_file(on_disk, tmp_path):
    room = start(on_disk)
    person = a_participant(room)
    kept, regretted = (f"Only said here {secrets.token_hex(12)}" for _ in range(2))
    for body in (kept, regretted):
        person.send_note(hashlib.sha256(body.encode()).hexdigest()[:32], "question-1", body, None)
    person.take_back_note(hashlib.sha256(regretted.encode()).hexdigest()[:32])

    assert on_disk.erase()
    assert left_on(tmp_path, [kept, regretted]) == [kept]


def test_nothing_that_people_answered_is_left_in_a_file_once_scoring_is_closed_for_good(on_disk, tmp_path):
    rooms, words = filled(on_disk, 12)
    with on_disk.store.read() as connection:
        theirs = [
            [*connection.execute(select(respondent.c.id).where(respondent.c.workshop_id == room._id)).scalars()]
            for room in rooms
        ]
    for room in rooms[::2]:
        room.reveal()
        room.finish_scoring()

    assert on_disk.erase()
    assert left_on(tmp_path, joined(theirs[::2])) == []
    assert left_on(tmp_path, joined(theirs[1::2])) == joined(theirs[1::2])
    assert words


def test_who_still_reads_puts_wiping_off_and_holds_up_nobody(on_disk, tmp_path):
    rooms, words = filled(on_disk, 2)
    with sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM note").fetchall()

        before = time.monotonic()
        erasure = rooms[0].delete()
        first_try = on_disk.erase()
        took = time.monotonic() - before
        rooms[1].write_group_note("question-1", "Written meanwhile", 0)
        told = on_disk.is_erased(erasure)
        reader.execute("COMMIT")
    reader.close()

    # SQLite itself would have waited for 15 seconds; the bound is wide so that a busy machine is no reason to fail.
    assert took < 10
    assert (first_try, told) == (False, False)
    assert on_disk.erase()
    assert on_disk.is_erased(erasure)
    assert left_on(tmp_path, words[0]) == []


def test_what_must_be_erased_is_known_after_a_restart(tmp_path):
    url = migrated_sqlite(tmp_path)
    application = open_application(settings_for(url))
    rooms, words = filled(application, 2)
    erasure = rooms[0].delete()
    application.store.close()

    again = open_application(settings_for(url))
    before = again.is_erased(erasure)
    done = again.erase()

    assert (before, done, again.is_erased(erasure)) == (False, True, True)
    assert left_on(tmp_path, words[0]) == []
    again.store.close()


def test_the_server_tries_again_until_it_is_done_and_what_was_asked_before_its_start_too(on_disk, tmp_path):
    rooms, words = filled(on_disk, 2)
    reader = sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM note").fetchall()
    erasure = rooms[0].delete()

    async def tried_until_done():
        refused, wiped = asyncio.Event(), asyncio.Event()
        erase = on_disk.erase

        def watched():
            done = erase()
            loop.call_soon_threadsafe((wiped if done else refused).set)
            return done

        loop = asyncio.get_running_loop()
        worker = asyncio.create_task(server._erase(watched, lambda: on_disk.store.saved))
        for happens, then in ((refused, reader.close), (wiped, worker.cancel)):
            await asyncio.wait({worker, asyncio.create_task(happens.wait())}, return_when=asyncio.FIRST_COMPLETED)
            assert happens.is_set()
            then()

    run_async(tried_until_done())

    assert on_disk.is_erased(erasure)
    assert left_on(tmp_path, words[0]) == []


def files_of(url):
    """The folder of the files of the PostgreSQL database at this address, with all that it holds in memory in them."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar())
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    engine.dispose()
    return folder / "base" / str(number)


@pytest.fixture
def on_postgresql(postgresql):
    application = open_application(settings_for(emptied_postgresql(postgresql)))
    yield application
    application.store.close()


def test_nothing_of_a_deleted_workshop_is_left_in_the_tables_of_postgresql(on_postgresql):
    rooms, words = filled(on_postgresql, 6)
    url = on_postgresql.settings.database_url
    found_before = left_on(files_of(url), words[0])
    erasure = rooms[0].delete()

    assert len(found_before) == 12
    assert on_postgresql.erase()
    assert on_postgresql.is_erased(erasure)
    assert left_on(files_of(url), words[0]) == []
    assert left_on(files_of(url), words[1]) == words[1]


def test_postgresql_keeps_no_sample_of_what_people_wrote_in_its_statistics(on_postgresql):
    rooms, words = filled(on_postgresql, 2)
    written = [word for word in words[0] if word.startswith("Only said here")]
    with create_engine(on_postgresql.settings.database_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("ANALYZE"))
    rooms[0].delete()

    assert on_postgresql.erase()
    assert left_on(files_of(on_postgresql.settings.database_url), written) == []


def test_who_still_reads_puts_wiping_off_on_postgresql_too(on_postgresql):
    rooms, words = filled(on_postgresql, 2)
    url = on_postgresql.settings.database_url
    with on_postgresql.store.read() as reader:
        reader.execute(text("SELECT 1 FROM workshop WHERE code = 'none'"))
        rooms[0].delete()
        first_try = on_postgresql.erase()

    assert not first_try
    assert on_postgresql.erase()
    assert left_on(files_of(url), words[0]) == []


# After the final close


def test_closing_for_good_leaves_no_row_per_person_and_all_that_was_shown(application):
    room = start(application, asks_sector=True, smallest_group=3)
    room.open_scoring()
    for points in ((1, 2, 3), (2, 5, 4), (3, 3, 1), (5, 4, 2)):
        answered(room, points)
    room.enter_forms([Answers("health", dict.fromkeys(ITEMS, 2))])
    room.settle(ITEMS[0], 4)
    room.reveal()
    before, counts, report = results_of(room), counts_of(room), room.report()

    room.finish_scoring()

    assert (rows(application, response), rows(application, respondent), rows(application, snapshot)) == (1, 1, 0)
    assert (results_of(room), counts_of(room)) == (before, counts)
    assert (room.report().results, room.report().counts) == (report.results, report.counts)
    with room.reading() as reading:
        told = at_results(reading)
    assert told.shown is not None
    assert (told.saved, told.newer) == (None, None)


def test_nothing_kept_after_the_final_close_names_a_respondent_or_has_a_row_for_one(application):
    room = start(application, smallest_group=3)
    room.open_scoring()
    for points in ((1, 2, 3), (2, 5, 4), (3, 3, 1)):
        answered(room, points)
    room.reveal()
    with application.store.read() as connection:
        theirs = [*connection.execute(select(respondent.c.id)).scalars()]

    room.finish_scoring()

    with application.store.read() as connection:
        kept = str(connection.execute(select(saved)).all())
    assert len(theirs) == 3
    assert not any(one in kept for one in theirs)


def test_results_not_revealed_yet_can_be_revealed_after_the_final_close(application):
    room = start(application, smallest_group=3)
    room.open_scoring()
    for points in ((1, 2, 3), (2, 5, 4), (3, 3, 1)):
        answered(room, points)
    would_be = now(room, last_results)

    room.finish_scoring()
    hidden = results_of(room)
    with room.reading() as reading:
        said = at_results(reading).before
    room.reveal()

    assert (hidden, results_of(room)) == (None, would_be)
    assert would_be.profile.respondents == 3
    assert said == ("Scoring is closed for good. The results of 3 people can be revealed as they were then.",)
    assert rows(application, respondent) == 0


def test_where_too_few_had_answered_there_is_nothing_to_reveal_after_the_final_close_and_it_says_so(application):
    room = start(application)
    room.open_scoring()
    answered(room, (1, 2), people=2)

    room.finish_scoring()

    with pytest.raises(NotAllowedHere, match="closed for good before enough people"):
        room.reveal()
    assert rows(application, response) == 0
    assert counts_of(room).finished == 2


def test_results_shown_live_take_in_who_may_enter_before_the_final_close(application):
    room = start(application, smallest_group=3, results_mode="live")
    room.open_scoring()
    for points in ((1, 2, 3), (2, 5, 4), (3, 3, 1)):
        answered(room, points)

    room.finish_scoring()

    assert results_of(room).profile.respondents == 3
    assert rows(application, response) == 0


def test_answers_that_an_earlier_version_kept_after_the_final_close_go_when_the_server_starts(database_url):
    before = open_application(settings_for(database_url))
    key = before.start(a_plan(smallest_group=3))[1]
    room, other = before.facilitator(key), start(before, smallest_group=3)
    for each in (room, other):
        each.open_scoring()
        for points in ((1, 2, 3), (2, 5, 4), (3, 3, 1)):
            answered(each, points)
        each.reveal()
    shown, counts = results_of(room), counts_of(room)
    with before.store.write() as connection:
        connection.execute(update(workshop).where(workshop.c.id == room._id).values(scoring="finished"))
    before.store.close()

    again = open_application(settings_for(database_url))
    room = again.facilitator(key)

    assert rows(again, respondent) == 3
    assert (results_of(room), counts_of(room)) == (shown, counts)
    again.store.close()


def test_the_final_close_is_there_once(application):
    room = start(application)
    room.finish_scoring()

    with pytest.raises(ScoringFinished):
        room.finish_scoring()


def test_before_the_final_close_it_is_said_what_it_ends(application):
    room = start(application, smallest_group=3)
    room.open_scoring()
    nobody = room.what_closing_ends()
    answered(room, (1, 2), people=2)
    too_few = room.what_closing_ends()
    answered(room, (4, 2, 5))
    enough = room.what_closing_ends()
    room.reveal()
    answered(room, (3, 3), people=2)

    late = room.what_closing_ends()

    assert nobody == ClosingEnds(answered=0, revealed=False, left_out=0, keeps=False)
    assert too_few == ClosingEnds(answered=2, revealed=False, left_out=0, keeps=False)
    assert enough == ClosingEnds(answered=3, revealed=False, left_out=0, keeps=True)
    assert late == ClosingEnds(answered=5, revealed=True, left_out=2, keeps=True)
    assert now(room, newer_answers).people == 2
    assert what_closing_ends(late).endswith(
        "2 people have answers that are not in them and never will be: show them first if you can."
    )
    assert "there will be none" in what_closing_ends(too_few)
    room.finish_scoring()
    assert waiting(room) == 0

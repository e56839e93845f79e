"""What the store is asked: one transaction for each drawing, few statements for each page and each tap."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
from counting import Counted, counted, fill, of_drawing
from http_requests import Answer, ask
from http_requests import served as listening
from people import ITEMS, a_participant, a_plan, start
from phones import Phone, served
from starlette.applications import Starlette
from test_server import wait_until

from across.room.application import the_application
from across.web.facilitator import routes as facilitator
from across.web.participant import routes as participant
from pages import TOP

MOST_STATEMENTS, MOST_FOR_A_TAP, MOST_FOR_THE_FIRST = 12, 2, 6
STEPS = ("welcome", "question-1", "questionnaire", "results", "actions", "close")


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """An application and the key of a workshop with twelve people in it."""
    monkeypatch.setenv("ACROSS_DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite3")
    application = the_application()
    _, key = application.start(a_plan())
    fill(application.facilitator(key))
    yield application, key
    application.store.close()


@pytest.mark.parametrize(
    "script", sorted(path.name for path in (TOP / "pages").glob("*.py") if path.stem != "question")
)
def test_page_of_the_projected_screen_is_drawn_from_one_transaction(drawn, script):
    found = of_drawing(*drawn, script)

    assert found.transactions == 1
    assert len(found.statements) <= MOST_STATEMENTS


def test_phones_page_is_drawn_from_one_transaction(sqlite_application):
    room = start(sqlite_application)
    fill(room)
    with served(sqlite_application) as server:
        phone = Phone(server.port).joined(room.code)
        for step in STEPS:
            room.move_to(step)
            phone.get("/take-part")  # the first to ask for results has their chart drawn
            with counted(sqlite_application.store) as found:
                page = phone.get("/take-part")

            assert page.status == 200
            assert (step, found.transactions) == (step, 1)
            assert len(found.statements) <= MOST_STATEMENTS


def test_stage_is_drawn_from_one_transaction_and_from_one_row_while_nothing_has_changed(sqlite_application):
    _, key = sqlite_application.start(a_plan())
    room = sqlite_application.facilitator(key)
    fill(room)
    room.move_to("question-1")
    with listening(Starlette(routes=facilitator.routes(lambda: sqlite_application))) as port:

        def drawn() -> list[str]:
            with counted(sqlite_application.store) as found:
                answer = ask(port, f"/stage/state?code={room.code}", {"Cookie": f"across_facilitator={key}"})
            assert (answer.status, found.transactions) == (200, 1)
            return found.statements

        first, again = drawn(), drawn()
        a_participant(room)
        only_counts = drawn()
        a_participant(room).send_note("a" * 32, "question-1", "Just come", None)
        a_note = drawn()

    assert [len(statements) for statements in (first, again, only_counts, a_note)] == [6, 1, 2, 6]


def test_a_screen_that_asks_again_while_nothing_has_changed_costs_no_reading_and_is_told_of_each_change_at_once(
    sqlite_application,
):
    _, key = sqlite_application.start(a_plan())
    room = sqlite_application.facilitator(key)
    room.move_to("question-1")
    cookie = {"Cookie": f"across_facilitator={key}"}
    routes = [*facilitator.routes(lambda: sqlite_application), *participant.routes(lambda: sqlite_application)]

    def asked(version: str = "") -> tuple[Answer, Counted]:
        with counted(sqlite_application.store) as found:
            return ask(port, f"/stage/state?code={room.code}" + (version and f"&since={version}"), cookie), found

    def unread(version: str) -> bool:
        answer, found = asked(version)
        assert answer.status == HTTPStatus.NOT_MODIFIED
        return found.transactions == 0

    with listening(Starlette(routes=routes)) as port, following(port, room.code, cookie):
        version = str(asked()[0].json["version"])
        wait_until(lambda: unread(version))

        for change in (lambda: a_participant(room), lambda: room.cover_notes(covered=True)):
            change()
            told, found = asked(version)
            assert told.status == HTTPStatus.OK
            assert found.transactions >= 1  # and another, where the feed reads meanwhile
            version = str(told.json["version"])
        wait_until(lambda: unread(version))
        room.replace_key(sqlite_application.key_to_come())

        assert asked(version)[0].status == HTTPStatus.FORBIDDEN


def test_a_phone_that_asks_again_while_nothing_is_new_costs_no_reading_and_is_told_of_each_change_at_once(
    sqlite_application,
):
    room = start(sqlite_application)
    with served(sqlite_application) as server:
        phone, listener = Phone(server.port).joined(room.code), Phone(server.port).joined(room.code)
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in listener.cookies.items())}

        def asked() -> tuple[Answer, Counted]:
            with counted(sqlite_application.store) as found:
                return phone.get("/take-part/state"), found

        with following(server.port, room.code, cookie):
            asked()
            wait_until(lambda: asked()[1].transactions == 0)

            room.move_to("question-2")
            answer, found = asked()
            assert (answer.json["step"], found.transactions >= 1) == ("question-2", True)
            wait_until(lambda: asked()[1].transactions == 0)

            room.take_out(room.phones().joined)
            assert asked()[0].status == HTTPStatus.FORBIDDEN


@contextmanager
def following(port: int, code: str, headers: dict[str, str]) -> Iterator[None]:
    """A device that listens meanwhile, from its first bulletin on."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/live/{code}", headers=headers)
    answer = connection.getresponse()
    while not answer.readline().startswith(b"data: {"):
        pass
    yield
    connection.close()


def test_a_sign_of_writing_is_one_transaction_that_writes_nothing(sqlite_application):
    room = start(sqlite_application)
    room.move_to("question-1")
    with served(sqlite_application) as server:
        phone = Phone(server.port).joined(room.code)
        with counted(sqlite_application.store) as found:
            sent = phone.send("/take-part/writing", step="question-1")

        assert sent.json == {"saved": True}
        assert found.transactions == 1
        assert all(statement.startswith("SELECT") for statement in found.statements)


def test_tap_takes_one_transaction_of_few_statements(sqlite_application):
    room = start(sqlite_application)
    room.open_scoring()
    with served(sqlite_application) as server:
        Phone(server.port).joined(room.code).tap("4", 1)  # the first of all has its workshop looked up
        phone = Phone(server.port).joined(room.code)
        for number, most in ((1, MOST_FOR_THE_FIRST), (2, MOST_FOR_A_TAP)):
            with counted(sqlite_application.store) as found:
                kept = phone.tap("4", number, item=ITEMS[number])

            assert kept.json == {"saved": True}
            assert found.transactions == 1
            assert len(found.statements) <= most

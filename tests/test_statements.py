"""What the store is asked: one transaction for each drawing, few statements for each page and each tap."""

import pytest
from counting import counted, fill, of_drawing
from people import ITEMS, a_plan, start
from phones import Phone, served

from across.room.application import the_application
from pages import TOP

MOST_STATEMENTS, MOST_FOR_A_TAP = 12, 5
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


def test_tap_takes_one_transaction_of_few_statements(sqlite_application):
    room = start(sqlite_application)
    room.open_scoring()
    with served(sqlite_application) as server:
        Phone(server.port).joined(room.code).tap("4", 1)  # the first of all has its workshop looked up
        phone = Phone(server.port).joined(room.code)
        for number in (1, 2):
            with counted(sqlite_application.store) as found:
                kept = phone.tap("4", number, item=ITEMS[number])

            assert kept.json == {"saved": True}
            assert found.transactions == 1
            assert len(found.statements) <= MOST_FOR_A_TAP

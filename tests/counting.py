"""How many transactions and statements it takes to draw a page or to keep a tap."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from people import ITEMS, a_participant, answer
from sqlalchemy import Engine, event

from across.room.application import Application
from across.room.facilitator import Facilitator
from across.store.database import Store
from across.workshop.values import Action
from pages import screen


@dataclass
class Counted:
    """What the store was asked meanwhile: transactions, and the statements in them."""

    transactions: int = 0
    statements: list[str] = field(default_factory=list)

    def heard(self, statement: str) -> None:
        """Count what SQLite says it does: also what goes past SQLAlchemy, and not what its own triggers do."""
        if statement.startswith("BEGIN"):
            self.transactions += 1
        elif not statement.startswith(("COMMIT", "ROLLBACK", "PRAGMA", "-- ")):
            self.statements.append(" ".join(statement.split()))


_counting: dict[str, Counted] = {}


@event.listens_for(Engine, "connect")
def _tell_of_statements(connection, _record) -> None:
    if isinstance(connection, sqlite3.Connection):
        file = connection.execute("PRAGMA database_list").fetchone()[2]
        connection.set_trace_callback(lambda said: _counting[file].heard(said) if file in _counting else None)


@contextmanager
def counted(store: Store) -> Iterator[Counted]:
    file = str(store.ground.file)
    _counting[file] = Counted()
    try:
        yield _counting[file]
    finally:
        del _counting[file]


def fill(room: Facilitator) -> None:
    """Twelve people who have answered, thirty notes, some actions and a group note; results are revealed."""
    room.open_scoring()
    for person in range(12):
        participant = a_participant(room)
        answer(participant, [1 + (person + number) % 5 for number in range(1, len(ITEMS) + 1)])
        for number in range(3):
            participant.send_note(f"{person:030x}{number:02x}", "question-1", f"Note {number} of {person}", None)
    room.write_group_note("question-1", "We share a duty desk.", 0)
    room.add_action(Action("", "Meet monthly", "Ann", "June", None, "", 0))
    room.reveal()


def of_drawing(application: Application, key: str, script: str) -> Counted:
    """What it takes to draw a page of the projected screen that is open already."""
    run = screen(key, f"pages/{script}")
    with counted(application.store) as found:
        run.run()
    assert not run.exception, run.exception
    return found

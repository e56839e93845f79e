"""How many transactions and statements it takes to draw a page or to keep a tap."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from people import ITEMS, a_participant, answer
from sqlalchemy import event

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


@contextmanager
def counted(store: Store) -> Iterator[Counted]:
    found = Counted()

    def begun(_connection) -> None:
        found.transactions += 1

    def executed(_connection, _cursor, statement, *_more) -> None:
        if not statement.startswith("BEGIN"):
            found.statements.append(" ".join(statement.split()))

    event.listen(store.engine, "begin", begun)
    event.listen(store.engine, "before_cursor_execute", executed)
    try:
        yield found
    finally:
        event.remove(store.engine, "begin", begun)
        event.remove(store.engine, "before_cursor_execute", executed)


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

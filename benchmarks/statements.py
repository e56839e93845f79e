"""How many transactions and statements it takes to draw each page, to draw a phone's page and to keep a tap.

`.venv/bin/python benchmarks/statements.py`; ends with 1 where a target is missed. Counts do not depend on the machine.
"""

import os
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests")]

from counting import Counted, counted, fill, of_drawing  # noqa: E402 (found by the line above)
from people import ITEMS, a_plan  # noqa: E402 (found by the line above)
from phones import Phone, served  # noqa: E402 (found by the line above)

from across.room.application import Application, the_application  # noqa: E402 (found by the line above)
from across.room.facilitator import Facilitator  # noqa: E402 (found by the line above)

MOST_TRANSACTIONS, MOST_STATEMENTS = 1, 12
FIRST_TAP, NEXT_TAP = ("first tap of a phone", 6), ("its next tap", 2)


def pages() -> list[str]:
    """The scripts of the projected screen's pages, but for those that question 1 stands for."""
    found = sorted(path.name for path in (TOP / "pages").glob("*.py"))
    return [name for name in found if name == "question_1.py" or not name.startswith(("question_", "question."))]


def main() -> int:
    """Print a row for each page and deed; 1 where one takes too much."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ACROSS_DATABASE_URL"] = f"sqlite:///{folder}/store.sqlite3"
        os.environ["ACROSS_PUBLIC_URL"] = "https://workshop.example.org"
        application = the_application()
        _, key = application.start(a_plan())
        room = application.facilitator(key)
        fill(room)
        missed = [_told(f"page {name}", of_drawing(application, key, name), MOST_STATEMENTS) for name in pages()]
        missed += _phone(application, room)
    return int(any(missed))


def _phone(application: Application, room: Facilitator) -> list[bool]:
    missed = []
    with served(application) as server:
        phone = Phone(server.port).joined(room.code)
        for step in ("welcome", "question-1", "questionnaire", "results", "actions", "close"):
            room.move_to(step)
            phone.get("/take-part")  # the first to ask for results has their chart drawn
            with counted(application.store) as found:
                phone.get("/take-part")
            missed.append(_told(f"phone at {step}", found, MOST_STATEMENTS))
        Phone(server.port).joined(room.code).tap("4", 1)  # the first of all has its workshop looked up
        for number, (what, most) in enumerate((FIRST_TAP, NEXT_TAP), start=1):
            with counted(application.store) as found:
                phone.tap("4", number, item=ITEMS[number])
            missed.append(_told(what, found, most))
    return missed


def _told(what: str, found: Counted, most: int) -> bool:
    number = len(found.statements)
    too_many = found.transactions > MOST_TRANSACTIONS or number > most
    print(f"{what:28} {found.transactions} transactions, {number:2} statements{'  too many' if too_many else ''}")
    return too_many


if __name__ == "__main__":
    sys.exit(main())

"""How long wiping the disk holds up everybody else, with forty workshops in the file.

    python benchmarks/gone.py [WORKSHOPS, 40 without]

Each workshop has 30 people who have answered everything and sent three notes. One after another, ten are deleted and
wiped off the disk, while somebody in another workshop saves a group note again and again: how long each save took is
printed, without a wipe beside it and with one.
"""

import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from people import ITEMS, a_participant, answer, settings_for, start  # noqa: E402 (found by the line above)

from across.room.application import Application, open_application  # noqa: E402 (found by the line above)
from across.room.facilitator import Facilitator  # noqa: E402 (found by the line above)

WORKSHOPS, PEOPLE, NOTES, DELETED = 40, 30, 3, 10
MEGABYTE = 1_000_000


def fill(application: Application) -> Facilitator:
    """A workshop with everybody's answers and notes."""
    room = start(application)
    room.open_scoring()
    for person in range(PEOPLE):
        participant = a_participant(room)
        answer(participant, [1 + (person + place) % 5 for place in range(len(ITEMS))])
        for note in range(NOTES):
            body = f"What person {person} says to question {note + 1}. " * 6
            participant.send_note(f"{hash((room.code, person, note)) & (2**128 - 1):032x}", "question-1", body, None)
    return room


def saves(room: Facilitator, until: threading.Event, took: list[float]) -> None:
    """Save a group note again and again."""
    version = 0
    while not until.is_set():
        began = time.perf_counter()
        version = room.write_group_note("question-1", f"Text number {version}", version)
        took.append(time.perf_counter() - began)
        time.sleep(0.005)


def wipes(application: Application, doomed: list[Facilitator], took: list[float]) -> int:
    """Delete these one by one and wipe each off the disk; returns how many tries that needed."""
    tries = 0
    for room in doomed:
        room.delete()
        done = False
        while not done:
            began = time.perf_counter()
            done = application.erase()
            took.append(time.perf_counter() - began)
            tries += 1
        time.sleep(0.2)
    return tries


def tell(name: str, seconds: list[float]) -> None:
    """Print the median, the 95% point and the longest, in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    told = [1000 * value for value in (statistics.median(ordered), p95, ordered[-1])]
    print(f"{name:34} {len(ordered):5} {told[0]:8.1f} {told[1]:8.1f} {told[2]:8.1f}")


def main() -> None:
    """Fill, measure, print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else WORKSHOPS
    with tempfile.TemporaryDirectory() as folder:
        application = open_application(settings_for(f"sqlite:///{folder}/store.sqlite3"))
        rooms = [fill(application) for _ in range(number)]
        application.store.engine.dispose()
        size = (Path(folder) / "store.sqlite3").stat().st_size / MEGABYTE
        print(f"{datetime.now(UTC):%d %B %Y}: {number} workshops of {PEOPLE} people, {size:.1f} MB")
        print(f"{'milliseconds':34} {'times':>5} {'median':>8} {'95%':>8} {'longest':>8}")
        for doomed in ([], rooms[:DELETED]):
            until, saved, wiped = threading.Event(), list[float](), list[float]()
            beside = threading.Thread(target=saves, args=(rooms[-1 if doomed else -2], until, saved))
            beside.start()
            wipes(application, doomed, wiped) if doomed else time.sleep(3)
            until.set()
            beside.join()
            tell("A save while a disk is wiped" if doomed else "A save with nothing beside it", saved)
            if doomed:
                tell("A wipe", wiped)
        application.store.close()


if __name__ == "__main__":
    main()

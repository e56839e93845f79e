"""What counting costs: processor time for each tap, and for each time that the numbers are asked for.

    .venv/bin/python benchmarks/watching.py

A tap is kept for real, alone in its transaction, in a SQLite file of its own; what is counted of it is timed apart, for
it is far below what two runs of the same differ by.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from people import ITEMS, a_participant, answer, settings_for, start  # noqa: E402 (found by the line above)

from across.live.feed import Listened  # noqa: E402 (found by the line above)
from across.metrics import REGISTRY, TAP_SECONDS  # noqa: E402 (found by the line above)
from across.room.application import open_application  # noqa: E402 (found by the line above)
from across.web.watching import Now  # noqa: E402 (found by the line above)

TAPS, COUNTED, ASKED = 2_000, 200_000, 500


def microseconds(times: int, do: Callable[[int], object]) -> float:
    """Processor time of one of so many."""
    began = time.process_time()
    for number in range(1, times + 1):
        do(number)
    return (time.process_time() - began) / times * 1e6


def count(_number: int) -> None:
    """Count a tap as its route does."""
    began = time.perf_counter()
    TAP_SECONDS.observe(time.perf_counter() - began)


def kept(folder: Path) -> float:
    """Microseconds of processor time that keeping a tap takes."""
    application = open_application(settings_for(f"sqlite:///{folder}/store.sqlite3"))
    room = start(application)
    room.open_scoring()
    participant, [item, *_] = a_participant(room), ITEMS
    found = microseconds(TAPS, lambda number: answer(participant, [4], [item], number))
    application.store.close()
    return found


def main() -> None:
    """Measure and print."""
    registry = CollectorRegistry()
    registry.register(REGISTRY)
    registry.register(Now(lambda: Listened(1, 12, 12, 0.5)))
    with tempfile.TemporaryDirectory() as folder:
        print(f"keeping a tap, alone in its transaction: {kept(Path(folder)):.0f} µs of processor time")
    print(f"counting it: {microseconds(COUNTED, count):.2f} µs")
    print(f"telling every number once: {microseconds(ASKED, lambda _: generate_latest(registry)):.0f} µs")


if __name__ == "__main__":
    main()

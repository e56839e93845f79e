"""A server that is killed while people write, or sent what no page sends: the programs of benchmarks/, in short.

`benchmarks/kills.py` and `benchmarks/fuzz.py` go on for as long as they are told; docs/reliability.md has their counts.
"""

import sys
from pathlib import Path

import pytest
from people import fresh_postgresql

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "benchmarks"))

import fuzz  # noqa: E402 (found by the line above)
import kills  # noqa: E402 (found by the line above)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_said_to_be_saved_is_there_once_after_every_kill(kind, tmp_path, request):
    on_sqlite = kind == "sqlite"
    store = (
        f"sqlite:///{tmp_path}/store.sqlite3" if on_sqlite else fresh_postgresql(request.getfixturevalue("postgresql"))
    )

    outcome = kills.killed(store, tmp_path, 5)

    assert outcome.saved > 0
    assert (outcome.kills, outcome.lost, outcome.doubled, outcome.refused) == (5, 0, 0, [])


def test_what_no_page_sends_makes_no_fault_and_nothing_is_half_written():
    counted, half_written, log = fuzz.fuzzed(2_000, seed=7)

    assert sum(counted.statuses.values()) == 2_000
    assert counted.statuses[200] > 0
    assert counted.faults == []
    assert half_written == []
    assert "Traceback" not in log

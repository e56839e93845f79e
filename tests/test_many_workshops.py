"""The program that measures many workshops at once, in short: `benchmarks/workshops.py` has the whole of it."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parent.parent


def test_many_workshops_are_measured_and_no_stream_is_lost():
    command = [sys.executable, "benchmarks/workshops.py", "--quick", "--store", "sqlite"]

    ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)

    # How long anything took says nothing here: only that it was measured, and that all went well.
    [lost] = [line for line in ended.stdout.splitlines() if "streams lost / screens failed" in line]
    assert "0 / 0" in lost
    assert "2 workshops at once" in ended.stdout
    assert "memory for each workshop" in ended.stdout
    assert "Traceback" not in ended.stderr

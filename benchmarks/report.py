"""What the report costs: time and memory of its PDF for 10, 300 and 2,000 notes, beside an empty Typst document.

Run it with `.venv/bin/python benchmarks/report.py`. Each row has a process of its own. Cold is from the start of that
process to the first PDF, as after a restart of the server; warm is the median of the next five. The report sets each
PDF in a further process (see `across/documents/typesetting.py`), whose peak memory is shown.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from across.documents.fonts import available_fonts  # noqa: E402 (found by the line above)

NOTES = (10, 300, 2_000)
WANTED, WANTED_SECONDS = 300, 2


def main() -> None:
    """Measure each row and print the table."""
    folders = [str(folder) for folder in available_fonts().folders]
    print("| | cold | warm, median | peak memory | pages | size |\n|---|---|---|---|---|---|")
    _print("an empty Typst document, within one process", _measured("empty.py", "within", *folders))
    _print("the same, each in a process of its own", _measured("empty.py", "alone", *folders))
    warm = {}
    for notes in NOTES:
        found = _measured("documents.py", str(notes))
        _print(f"the report with {notes:,} notes", found)
        warm[notes] = found["warm"]
    kept = "holds" if warm[WANTED] < WANTED_SECONDS else "missed"
    print(f"\n{WANTED} notes, warm, in under {WANTED_SECONDS} s: {kept}")


def _measured(program: str, what: str, *more: str) -> dict[str, float]:
    """Start the row's process, telling it when, and read what it says."""
    command = [sys.executable, str(HERE / program), what, str(time.time()), *more]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _print(name: str, found: dict[str, float]) -> None:
    times = f"{found['cold']:.2f} s | {found['warm']:.3f} s"
    print(f"| {name} | {times} | {found['memory']} MiB | {found['pages']} | {found['size']:,} KB |", flush=True)


if __name__ == "__main__":
    main()

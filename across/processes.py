"""Work that may go wrong, in a process of its own: a module of ours gets bytes, and answers with bytes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(
    module: str, *arguments: str, given: bytes, seconds: float, environment: Mapping[str, str], aside: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours, until it ends or is killed after so many seconds.

    `aside` lets others go first where that has to be said at the start (Windows); elsewhere the module says it itself.

    What it says of itself on the way is thrown away: it may quote what people wrote. Raises OSError where it does not
    start, subprocess.TimeoutExpired where it was killed.
    """
    python = sys.executable or shutil.which("python3") or "python"
    return subprocess.run(  # noqa: S603 - a module of our own
        [python, "-m", module, *arguments],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
        env={**environment, **_where_modules_are()},
        creationflags=int(getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)) if aside else 0,
    )


def _where_modules_are() -> dict[str, str]:
    """Our own folder and packages, where the process looks for them."""
    paths = [str(ROOT), *(str(Path(path).resolve()) for path in sys.path if path)]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}

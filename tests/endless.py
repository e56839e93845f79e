"""A program that holds itself to limits, then takes without end: seconds, memory or a file."""

import sys
from pathlib import Path

from across.uploads.limits import Limits, hold

hold(Limits(core_seconds=1, megabytes=64))
taken = [b""]
while sys.argv[1] == "seconds":
    pass
try:
    while sys.argv[1] == "memory":
        taken.append(bytes(1024 * 1024))
    Path(sys.argv[2]).write_bytes(b"something")
except (MemoryError, OSError) as error:
    sys.stdout.write(f"{type(error).__name__} {len(taken)}")

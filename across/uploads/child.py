"""The process that reads one file: an order and the file come in, lines of JSON go out, and then it ends.

Its name and limits stand on the command line. The first line out is why the file was refused, empty where it was read.
"""

import json
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from across.uploads.limits import Limits, hold, stand_back
from across.workshop.errors import WorkshopError

# What each kind of file is read by: a function `read` of the order and the file, which gives what goes out.
READERS = {"forms": "across.uploads.forms_file", "saved": "across.uploads.saved_file"}
TOO_MUCH = 4

Read = Callable[[dict[str, Any], bytes], Iterable[object]]


def main() -> int:
    """Read what comes in, write what is in it; a code other than 0 where that takes too much."""
    stand_back()
    kind, core_seconds, megabytes = sys.argv[1:]
    read: Read = import_module(READERS[kind]).read
    hold(Limits(core_seconds=int(core_seconds), megabytes=int(megabytes)))
    try:
        lines = _lines(read)
    except MemoryError:
        return TOO_MUCH
    sys.stdout.buffer.write(b"\n".join(lines))
    return 0


def _lines(read: Read) -> list[bytes]:
    order, _, body = sys.stdin.buffer.read().partition(b"\n")
    refused, found = "", []
    try:
        found = list(read(json.loads(order), body))
    except WorkshopError as error:
        refused = str(error)
    return [json.dumps(line).encode() for line in (refused, *found)]


if __name__ == "__main__":
    sys.exit(main())

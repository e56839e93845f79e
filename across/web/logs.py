"""The log as JSON, one object a line, for programs that gather logs. None holds a code, a key, a name or a text.

Of what libraries say, their own fixed words are written alone: what they put into them, an address that was asked or a
value that an error quotes, may come from people. An exception is told by its type and its place in the code.
"""

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

log = logging.getLogger("across_boundaries")

# Whose lines hold what we put into them, which is nothing of people's.
OURS = ("across_boundaries", "across")
# Who asked for what is nobody's business: uvicorn is told to leave it out, which it would not for another handler.
SILENT = "uvicorn.access"
PLACES = 8
_PUT_IN = re.compile(r"%[^a-zA-Z%]*[a-zA-Z]")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": words(record),
        }
        if more := record.__dict__.get("more_alike"):
            line["more_alike"] = more
        if record.exc_info and record.exc_info[0]:
            line |= fault(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def words(record: logging.LogRecord) -> str:
    """What a record says: whole if it is ours, else the first line of its fixed words."""
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    fixed = str(record.__dict__.get("words", record.msg))
    return _PUT_IN.sub("…", fixed.partition("\n")[0])


def fault(kind: type[BaseException], where: TracebackType | None) -> dict[str, object]:
    """An exception without what it says: its type, and the places it came through, the last one last."""
    frames = traceback.extract_tb(where)[-PLACES:]
    return {"error": kind.__name__, "at": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]}


def are_json() -> bool:
    """Whether the log is written as JSON."""
    return any(isinstance(handler.formatter, JsonLines) for handler in logging.root.handlers)


def write_json() -> None:
    """Write every line of the log as JSON from now on, those of libraries, warnings and faults that nobody caught."""
    if not are_json():
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        logging.root.addHandler(handler)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger) and logger.name != SILENT:
            leave_to_the_root(logger)
    sys.excepthook = _uncaught
    threading.excepthook = lambda raised: _uncaught(raised.exc_type, raised.exc_value, raised.exc_traceback)
    sys.unraisablehook = lambda raised: _uncaught(raised.exc_type, raised.exc_value, raised.exc_traceback)
    warnings.showwarning = _warning


def leave_to_the_root(logger: logging.Logger) -> None:
    """Have a logger write in no way of its own."""
    logger.handlers.clear()
    logger.propagate = True


def _uncaught(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    if issubclass(kind, SystemExit | KeyboardInterrupt):
        return
    log.critical("A fault that nobody caught", exc_info=(kind, error or kind(), where))


def _warning(
    message: Warning | str,  # noqa: ARG001 (what it says may come from people)
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 (it is the log)
    line: str | None = None,  # noqa: ARG001 (where it stands is enough)
) -> None:
    log.warning("%s in %s:%s", category.__name__, Path(filename).name, lineno)

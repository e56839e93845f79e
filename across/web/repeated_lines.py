"""Log lines that repeat are counted, not repeated: a hundred thousand alike would fill the disk and hide the rest."""

import logging
import threading
import time
from collections import OrderedDict

# Those whose lines others can bring about: ours, and what says that a connection could not be taken or read.
LOGGERS = ("across_boundaries", "asyncio", "uvicorn.error", "streamlit")
EVERY_SECONDS = 60.0
MOST_LINES = 500


class CountRepeated(logging.Filter):
    """Lets the same line through once in a while, and then says how many like it there were meanwhile."""

    def __init__(self, seconds: float = EVERY_SECONDS) -> None:
        super().__init__()
        self._seconds = seconds
        self._lines: OrderedDict[tuple[str, int, str], tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written."""
        text = record.getMessage()
        line = (record.name, record.levelno, text.partition("\n")[0])
        with self._lock:
            written, left_out = self._lines.pop(line, (-self._seconds, 0))
            due = time.monotonic() - written >= self._seconds
            self._lines[line] = (time.monotonic(), 0) if due else (written, left_out + 1)
            while len(self._lines) > MOST_LINES:
                self._lines.popitem(last=False)
        record.__dict__.setdefault("words", record.msg)  # as they were, with nothing put in
        if due and left_out:
            record.__dict__["more_alike"] = left_out
            record.msg, record.args = f"{text} ({left_out} more like this since)", ()
        return due


def count_repeated_lines() -> None:
    """Have lines that repeat counted, from now on."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, CountRepeated) for known in logger.filters):
            logger.addFilter(CountRepeated())

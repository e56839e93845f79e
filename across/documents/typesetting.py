"""Plain data set in type as a tagged PDF (PDF/UA-1 and PDF/A-2a), in a process of its own, without a network."""

import base64
import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from across.documents.colours import DEEP, TEAL
from across.documents.edition import Paper
from across.documents.fonts import DISPLAY, FAMILIES, Fonts, available_fonts
from across.processes import TookTooLong, run
from across.workshop.errors import WorkshopError

Template = Literal["report", "questionnaire", "discussion", "picture", "guide"]

LONGEST_SECONDS = 60
PREVIEW_PPI = 84
MOST_PAGES = 12
PLAIN = frozenset(range(0x20, 0x250)) | frozenset(range(0x2010, 0x2040)) | {0x20AC, 0x200B}

_turns = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
_log = logging.getLogger(__name__)


class ReportError(WorkshopError):
    """The PDF could not be made."""

    sentence = (
        "The PDF could not be made this time. Nothing is lost: try again in a minute, or download the "
        "workshop as JSON meanwhile."
    )


def typeset(template: Template, data: Callable[[Fonts], dict[str, Any]], paper: Paper, timestamp: int) -> bytes:
    """The PDF of a template. `data` is asked for its texts, made fit for the fonts it is given.

    Where the setting of an unusual script fails, it is set once more with only plain Latin letters,
    everything else marked in brackets. `timestamp` is in whole seconds since 1970 (UTC); the same data and
    timestamp give the same bytes. Raises ReportError, FontsMissing.
    """
    return _output({"template": template, "paper": paper, "timestamp": timestamp}, data)


def pictures(
    template: Template, data: Callable[[Fonts], dict[str, Any]], paper: Paper, ppi: int = PREVIEW_PPI
) -> tuple[list[bytes], int]:
    """The first pages of a template as PNG, small enough to look at side by side, and how many pages there are.

    `ppi` are the pixels of an inch of paper. Raises ReportError, FontsMissing.
    """
    preview = {"template": template, "paper": paper, "timestamp": 0, "ppi": ppi, "most": MOST_PAGES}
    number, *pages = _output(preview, data).split(b"\n")
    return [base64.b64decode(page) for page in pages], int(number)


def _output(request: dict[str, Any], data: Callable[[Fonts], dict[str, Any]]) -> bytes:
    """What was asked for; where that fails, with plain letters only."""
    fonts = available_fonts()
    colours = {"deep": f"#{DEEP}", "teal": f"#{TEAL}"}
    faces = {"families": FAMILIES, "display": DISPLAY, "fonts": [str(folder) for folder in fonts.folders]}
    order = {**request, **faces, "colours": colours}
    try:
        return _compiled({**order, "data": data(fonts)})
    except ReportError:
        return _compiled({**order, "data": data(replace(fonts, covered=(fonts.covered[0] & PLAIN,)))})


def seconds(moment: datetime) -> int:
    """A moment as a timestamp in whole seconds; one without a zone is taken as UTC."""
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _compiled(order: dict[str, object]) -> bytes:
    """What an order asks for. What the process says on failure is thrown away: it may quote the document."""
    try:
        with _turns:
            done = run(
                "across.documents.typst_process",
                given=[json.dumps(order).encode()],
                seconds=LONGEST_SECONDS,
                environment=os.environ,
            )
    except (OSError, TookTooLong) as error:
        _log.warning("the report's process did not finish: %s", type(error).__name__)
        raise ReportError from None
    if done.code or not (done.written.startswith(b"%PDF") or "ppi" in order):
        _log.warning("the report's process ended with code %s", done.code)
        raise ReportError
    return done.written

"""The report as a tagged PDF (PDF/UA-1 and PDF/A-2a), the same on every machine and without a network."""

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from report.document import document
from report.fonts import FAMILIES, Fonts, present
from workshop.errors import WorkshopError
from workshop.report import Report

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SECONDS = 60
PLAIN = frozenset(range(0x20, 0x250)) | frozenset(range(0x2010, 0x2040)) | {0x20AC, 0x200B}

_turns = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
_log = logging.getLogger(__name__)


class ReportError(WorkshopError):
    """The PDF could not be made."""

    sentence = (
        "The PDF could not be made this time. Nothing is lost: try again in a minute, or download the "
        "workshop as JSON meanwhile."
    )


def pdf(report: Report, made_at: datetime) -> bytes:
    """The report as a PDF. The same report and `made_at` (taken as UTC without a zone) give the same bytes.

    Where the setting of an unusual script fails, it is set once more with only plain Latin letters,
    everything else marked in brackets. Raises ReportError, FontsMissing.
    """
    moment = made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
    fonts = present()
    try:
        return _set(report, moment, fonts)
    except ReportError:
        return _set(report, moment, _plain(fonts))


def _plain(fonts: Fonts) -> Fonts:
    return replace(fonts, covered=(fonts.covered[0] & PLAIN,))


def _set(report: Report, made_at: datetime, fonts: Fonts) -> bytes:
    order = {
        "data": document(report, made_at, fonts),
        "fonts": str(fonts.folder),
        "families": FAMILIES,
        "timestamp": int(made_at.timestamp()),
    }
    with _turns:
        return _compiled(json.dumps(order).encode())


def _compiled(order: bytes) -> bytes:
    """The PDF of an order. What the process says on failure is thrown away: it may quote the document."""
    command = [sys.executable or shutil.which("python3") or "python", "-m", "report.compile"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=order, capture_output=True, timeout=LONGEST_SECONDS, check=False, env=_surroundings()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("the report's process did not finish: %s", type(error).__name__)
        raise ReportError from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        _log.warning("the report's process ended with code %s", done.returncode)
        raise ReportError
    return done.stdout


def _surroundings() -> dict[str, str]:
    """Our environment, with our own folder and packages where the process looks for them."""
    paths = [str(ROOT), *(str(Path(path).resolve()) for path in sys.path if path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}

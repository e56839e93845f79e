"""The report that is shared with participants: made once for all phones, and kept while nothing in it changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from across.documents.report_pdf import report_pdf
from across.room.application import Application
from across.room.reading import ParticipantReading
from across.web.participant.visitor import Visitor, look
from across.workshop.report import Report
from across.workshop.values import Edition, Look, Workshop

MOST_KEPT = 8
KEPT_SECONDS = 600
Make = Callable[[Report, datetime, Edition], bytes]


@dataclass(frozen=True)
class _Copy:
    """A PDF, the report it was made of, and the revision of the workshop that it is known to be true of."""

    report: Report
    revision: int
    document: bytes


class Copies:
    """The PDFs of shared reports, MOST_KEPT at most, each for KEPT_SECONDS.

    A workshop's is made once, while its other phones wait; other workshops' phones do not.
    """

    def __init__(self, make: Make = report_pdf) -> None:
        self._make = make
        self._kept: OrderedDict[str, _Copy] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def of(self, application: Application, visitor: Visitor) -> tuple[bytes, Workshop]:
        """The PDF for a participant, and the workshop it is of.

        Raises NotTakingPart, ReportNotShared, ReportError, FontsMissing.
        """
        now = await run_in_threadpool(look, application, visitor, _shared)
        turn = self._turns.setdefault(visitor.code, asyncio.Lock())
        async with turn:
            kept = self._kept.get(visitor.code)
            if kept is None or kept.revision < now.revision:
                kept = await self._renewed(application, visitor, kept)
        # Making it takes a while, in which the facilitator may have stopped sharing it or deleted the workshop.
        return kept.document, await run_in_threadpool(look, application, visitor, _shared)

    async def _renewed(self, application: Application, visitor: Visitor, kept: _Copy | None) -> _Copy:
        """The copy brought up to date: the same PDF where the change was in nothing that it says."""
        report = await run_in_threadpool(look, application, visitor, ParticipantReading.shared_report)
        told = replace(report, workshop=_as_printed(report.workshop))
        if kept and kept.report == told:
            document = kept.document
        else:
            document = await run_in_threadpool(self._make, report, datetime.now(UTC), report.workshop.report_edition)
            asyncio.get_running_loop().call_later(KEPT_SECONDS, self._kept.pop, visitor.code, None)
        self._kept[visitor.code] = copy = _Copy(told, report.workshop.revision, document)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return copy


def _shared(reading: ParticipantReading) -> Workshop:
    reading.report_must_be_shared()
    return reading.workshop


def _as_printed(here: Workshop) -> Workshop:
    """The workshop without what every step and every screen changes and no report says."""
    screens: dict[str, Any] = {"step": "", "timer": None, "sentence": 0, "look": Look(), "asking": "auto"}
    screens |= {"covered": False, "spotlight": None, "wall_page": 0, "picture": 0}
    return replace(here, **screens, wifi=None, join_address=None, report_shared=True, revision=0)

"""The report as a tagged PDF (PDF/UA-1 and PDF/A-2a), the same on every machine and without a network."""

from datetime import UTC, datetime

from report.document import document
from report.edition import Edition
from report.typesetting import ReportError, seconds, typeset
from workshop.report import Report

__all__ = ["ReportError", "pdf"]


def pdf(report: Report, made_at: datetime, edition: Edition = Edition()) -> bytes:  # noqa: B008 - frozen
    """The report as a PDF, with the parts and on the paper of the edition; everything on A4 where none is given.

    The same report, edition and `made_at` (taken as UTC without a zone) give the same bytes.
    Raises ReportError, FontsMissing.
    """
    moment = made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
    return typeset("report", lambda fonts: document(report, moment, fonts, edition), edition.paper, seconds(moment))

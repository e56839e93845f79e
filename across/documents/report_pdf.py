"""The report as a tagged PDF (PDF/UA-1 and PDF/A-2a), the same on every machine and without a network."""

from datetime import UTC, datetime

from across.documents.edition import Edition
from across.documents.template_data import report_data
from across.documents.typesetting import pictures, seconds, typeset
from across.workshop.report import Report


def report_pdf(report: Report, made_at: datetime, edition: Edition = Edition()) -> bytes:  # noqa: B008 - frozen
    """The report as a PDF, with the parts and on the paper of the edition; everything on A4 where none is given.

    The same report, edition and `made_at` (taken as UTC without a zone) give the same bytes.
    Raises ReportError, FontsMissing.
    """
    moment = _zoned(made_at)
    return typeset("report", lambda fonts: report_data(report, moment, fonts, edition), edition.paper, seconds(moment))


def report_preview(report: Report, made_at: datetime, edition: Edition) -> tuple[list[bytes], int]:
    """The first pages of the PDF as pictures (PNG), and how many pages it has. Raises ReportError, FontsMissing."""
    moment = _zoned(made_at)
    return pictures("report", lambda fonts: report_data(report, moment, fonts, edition), edition.paper)


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""The HTTP status that says what kind of refusal an error is."""

from across.documents.fonts import FontsMissing
from across.documents.typesetting import ReportError
from across.web.guard import FromElsewhere, NotJson
from across.workshop.errors import (
    AnotherWorkshop,
    ContentNotHere,
    NoSuchWorkshop,
    NotTakingPart,
    NotYourWorkshop,
    ReportNotShared,
    ScoringFinished,
    ScoringNotOpen,
    TextChanged,
    TextTooLong,
    TooManyTries,
    WorkshopError,
    WorkshopFull,
)

TOO_MANY_REQUESTS, UNPROCESSABLE = 429, 422
STATUS = {
    AnotherWorkshop: 403,
    FromElsewhere: 403,
    NotTakingPart: 403,
    NotYourWorkshop: 403,
    ReportNotShared: 403,
    NoSuchWorkshop: 404,
    ScoringNotOpen: 409,
    ScoringFinished: 409,
    TextChanged: 409,
    WorkshopFull: 409,
    TextTooLong: 413,
    NotJson: 415,
    TooManyTries: TOO_MANY_REQUESTS,
    ContentNotHere: 503,
    ReportError: 503,
    FontsMissing: 503,
}


def status_of(error: WorkshopError) -> int:
    """The status of a refusal; the value that was sent is at fault where nothing else is known."""
    return STATUS.get(type(error), UNPROCESSABLE)

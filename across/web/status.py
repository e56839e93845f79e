"""The HTTP status that says what kind of refusal an error is."""

from across.documents.fonts import FontsMissing
from across.documents.typesetting import ReportError
from across.web.guard import FromElsewhere, NotJson
from across.workshop.errors import (
    AnotherWorkshop,
    ContentNotHere,
    DoorClosed,
    InOurWords,
    NoSuchWorkshop,
    NotTakingPart,
    NotYourWorkshop,
    ReportNotShared,
    ScoringFinished,
    ScoringNotOpen,
    StoreFault,
    TakenOut,
    TextChanged,
    TextTooLong,
    TooManyPhones,
    TooManyTries,
    WorkshopFull,
)

TOO_MANY_REQUESTS, UNPROCESSABLE, UNAVAILABLE = 429, 422, 503
STATUS = {
    AnotherWorkshop: 403,
    DoorClosed: 403,
    FromElsewhere: 403,
    NotTakingPart: 403,
    NotYourWorkshop: 403,
    ReportNotShared: 403,
    TakenOut: 403,
    NoSuchWorkshop: 404,
    ScoringNotOpen: 409,
    ScoringFinished: 409,
    TextChanged: 409,
    WorkshopFull: 409,
    TextTooLong: 413,
    NotJson: 415,
    TooManyPhones: TOO_MANY_REQUESTS,
    TooManyTries: TOO_MANY_REQUESTS,
    ContentNotHere: UNAVAILABLE,
    ReportError: UNAVAILABLE,
    FontsMissing: UNAVAILABLE,
}


def status_of(error: InOurWords) -> int:
    """The status of a refusal; the value that was sent is at fault where nothing else is known."""
    if isinstance(error, StoreFault):
        return UNAVAILABLE
    return STATUS.get(type(error), UNPROCESSABLE)

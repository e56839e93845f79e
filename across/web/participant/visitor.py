"""Who holds this phone: the cookies they carry, and the room they may enter."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from across.room.application import Application, tidy
from across.room.cookies import AT, FACILITATOR, PARTICIPANT, SHARED, open_key
from across.room.participant import Participant
from across.room.reading import ParticipantReading
from across.web import cookies
from across.workshop.errors import NoSuchWorkshop, NotTakingPart, WorkshopError
from across.workshop.values import Workshop

Shown = TypeVar("Shown")
_CODE = re.compile(r"[A-Z0-9]{4,12}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Visitor:
    """A phone at one workshop. Without a token it has not joined there; the address is for counting wrong codes."""

    code: str
    token: str | None
    address: str


def visitor_of(request: Request, code: str | None = None) -> Visitor:
    """The visitor at the workshop that is named, or else at the one this phone joined last."""
    there = tidy(code or request.cookies.get(AT, ""))
    token = request.cookies.get(PARTICIPANT + there, "") if _CODE.fullmatch(there) else ""
    return Visitor(there, token if _TOKEN.fullmatch(token) else None, address_of(request))


def address_of(request: Request) -> str:
    """The network address the request came from."""
    return request.client.host if request.client else ""


def look(application: Application, visitor: Visitor, view: Callable[[ParticipantReading], Shown]) -> Shown:
    """What `view` makes of one moment of the workshop. Whoever does not take part may be guessing codes: it counts.

    Raises NotTakingPart for a stranger, NoSuchWorkshop, TooManyTries, ContentNotHere.
    """
    if not visitor.token:
        raise NotTakingPart
    try:
        with application.participant_reading(visitor.code, visitor.token) as reading:
            return view(reading)
    except (NoSuchWorkshop, NotTakingPart):
        application.workshop_for_visitor(visitor.code, visitor.address)
        raise


def enter(application: Application, visitor: Visitor) -> Participant:
    """The workshop of a visitor, for what they do there. Whoever does not take part there yet is counted.

    Raises NotTakingPart without a token, NoSuchWorkshop, TooManyTries, ContentNotHere.
    """
    if not visitor.token:
        raise NotTakingPart
    with suppress(NoSuchWorkshop, NotTakingPart), application.participant_reading(visitor.code, visitor.token):
        return application.participant(visitor.code, visitor.token)
    application.workshop_for_visitor(visitor.code, visitor.address)
    return application.participant(visitor.code, visitor.token)


def may_listen(application: Application, request: Request, code: str) -> bool:
    """Whether the facilitator asks; False for those who take part.

    Raises NotTakingPart for a stranger, NoSuchWorkshop, TooManyTries, ContentNotHere.
    """
    visitor = visitor_of(request, code)
    if _facilitates(application, request, visitor.code):
        return True
    if not visitor.token:
        application.workshop_for_visitor(code, visitor.address)
    look(application, visitor, lambda _reading: None)
    return False


def _facilitates(application: Application, request: Request, code: str) -> bool:
    try:
        return application.facilitator(open_key(request.cookies.get(FACILITATOR))).code == code
    except WorkshopError:
        return False


def is_shared(request: Request, code: str) -> bool:
    """Whether several people share this device at the workshop, one after the other."""
    return (SHARED + tidy(code)) in request.cookies


def remember(
    answer: Response, request: Request, workshop: Workshop, application: Application, *, anew: bool = False
) -> None:
    """Give the phone its token for this workshop, unless it has one of ours, and note that it is there now.

    `anew` gives it another one, for another person. A join link with `shared` notes that several will use it.
    """
    known = None if anew else visitor_of(request, workshop.code).token
    given = {PARTICIPANT + workshop.code: application.token(workshop.code, known), AT: workshop.code}
    if "shared" in request.query_params:
        given[SHARED + workshop.code] = "1"
    cookies.give(answer, given, workshop, request, application.settings)

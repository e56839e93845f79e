"""Who holds this phone: the cookies they carry, where they come from, and the room they may enter."""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from across.room.application import Application, tidy
from across.room.participant import Participant
from across.room.reading import ParticipantReading
from across.settings import Settings
from across.workshop.errors import NoSuchWorkshop, NotTakingPart, WorkshopError
from across.workshop.values import Workshop

AT = "across_at"
PARTICIPANT = "across_participant_"
FACILITATOR = "across_facilitator"
DAY_SECONDS = 24 * 60 * 60
Shown = TypeVar("Shown")
_CODE = re.compile(r"[A-Z0-9]{4,12}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class FromElsewhere(WorkshopError):
    """Another website tried to send something in the participant's name."""

    sentence = "This did not come from the workshop's own page, so it was not saved. Reload the page and try again."


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
        return application.facilitator(request.cookies.get(FACILITATOR, "")).code == code
    except WorkshopError:
        return False


def remember(answer: Response, request: Request, workshop: Workshop, settings: Settings) -> None:
    """Give the phone its token for this workshop, unless it has one, and note that it is there now."""
    days = (workshop.delete_on - datetime.now(UTC).date()).days + 1
    token = visitor_of(request, workshop.code).token or secrets.token_urlsafe(32)
    for name, value in ((PARTICIPANT + workshop.code, token), (AT, workshop.code)):
        answer.set_cookie(
            name,
            value,
            max_age=max(days, 1) * DAY_SECONDS,
            path="/",
            secure=request.url.scheme == "https" or (settings.public_url or "").startswith("https://"),
            httponly=True,
            samesite="lax",
        )


def from_here(request: Request, settings: Settings) -> bool:
    """Whether a form was sent from one of our own pages, as far as the browser tells."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {request.headers.get("host", "").lower(), urlsplit(settings.public_url or "").netloc.lower()}
    return urlsplit(origin).netloc.lower() in ours - {""}

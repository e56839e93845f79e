"""Who holds this phone: the cookies they carry, and the room they may enter."""

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from across.room.application import Application, tidy
from across.room.cookies import AT, FACILITATOR, PARTICIPANT
from across.room.room import Room
from across.settings import Settings
from across.web import cookies
from across.workshop.errors import NoSuchWorkshop, NotTakingPart, WorkshopError

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


def enter(application: Application, visitor: Visitor) -> Room:
    """The room of a visitor. Whoever does not take part there yet may be guessing codes, and is counted.

    Raises NotTakingPart without a token, NoSuchWorkshop, TooManyTries.
    """
    if not visitor.token:
        raise NotTakingPart
    try:
        room = application.room(visitor.code)
    except NoSuchWorkshop:
        return application.room_for_visitor(visitor.code, visitor.address)
    return room if room.takes_part(visitor.token) else application.room_for_visitor(visitor.code, visitor.address)


def may_listen(application: Application, request: Request, code: str) -> bool:
    """Whether the facilitator asks; False for those who take part.

    Raises NotTakingPart for a stranger, NoSuchWorkshop, TooManyTries.
    """
    visitor = visitor_of(request, code)
    if _facilitates(application, request, visitor.code):
        return True
    room = enter(application, visitor) if visitor.token else application.room_for_visitor(code, visitor.address)
    must_take_part(room, visitor)
    return False


def must_take_part(room: Room, visitor: Visitor) -> None:
    """Raise NotTakingPart for a stranger."""
    if not (visitor.token and room.takes_part(visitor.token)):
        raise NotTakingPart


def _facilitates(application: Application, request: Request, code: str) -> bool:
    try:
        return application.facilitated_room(request.cookies.get(FACILITATOR, "")).code == code
    except WorkshopError:
        return False


def remember(answer: Response, request: Request, room: Room, settings: Settings) -> None:
    """Give the phone its token for this workshop, unless it has one, and note that it is there now."""
    token = visitor_of(request, room.code).token or secrets.token_urlsafe(32)
    cookies.give(answer, {PARTICIPANT + room.code: token, AT: room.code}, room.workshop(), request, settings)

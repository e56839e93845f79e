"""One device for several people: it is handed on to the next one, who is counted as another person."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from across.room.application import Application
from across.web.guard import Form
from across.web.participant import reply
from across.web.participant.visitor import Visitor, look, remember, visitor_of
from across.workshop.errors import DoorClosed, WorkshopError
from across.workshop.values import Workshop

NOBODY_NEXT = (
    "The facilitator has closed the door, so nobody else can join on this device, and it stays with you. Ask them to "
    "open the door for a moment, then try again."
)


def ask(the_application: Callable[[], Application], request: Request) -> Response:
    """The page that asks whether to hand the device on, and says what that means."""
    visitor = visitor_of(request)
    try:
        return reply.html("next.html", {"here": _here(the_application(), visitor)})
    except WorkshopError as error:
        return reply.sorry(error, joined=bool(visitor.token))


async def receive(the_application: Callable[[], Application], request: Request, form: Form) -> Response:
    """Give the device to the next person: from now on it is somebody who has sent nothing yet."""
    return await run_in_threadpool(_hand_on, the_application(), request, form)


def _hand_on(application: Application, request: Request, form: Form) -> Response:
    try:
        here = _here(application, visitor_of(request, form.get("code")))
    except WorkshopError as error:
        return reply.refused(error) if reply.wants_json(request) else reply.sorry(error)
    answer = reply.json({"saved": True}) if reply.wants_json(request) else reply.go_to("/take-part")
    remember(answer, request, here, application, anew=True)
    return answer


def _here(application: Application, visitor: Visitor) -> Workshop:
    """The workshop, while another person may come in: who has the device keeps it where none may."""
    here = look(application, visitor, lambda reading: reading.workshop)
    if not here.door_open:
        raise DoorClosed(NOBODY_NEXT)
    return here

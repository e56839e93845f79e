"""The event stream: which step the workshop is at and how many are at it, never a result."""

import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import lru_cache

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from across.room.application import Application, tidy
from across.web.participant import reply
from across.web.participant.visitor import may_listen
from across.workshop.errors import ContentNotHere, NoSuchWorkshop, WorkshopError
from across.workshop.values import Bulletin

RETRY_MILLISECONDS = 2000
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
LINE_END = "\n"
NO_PING = 0  # the feed gives signs of life itself


async def listen(the_application: Callable[[], Application], request: Request) -> Response:
    """The stream of one workshop, for those who take part in it and for its facilitator."""
    application, code = the_application(), tidy(request.path_params["code"])
    try:
        facilitates = await run_in_threadpool(may_listen, application, request, code)
    except WorkshopError as error:
        return reply.refused(error)
    bulletins = stream(application, code, patient=not facilitates)
    # Ends when the server is asked to stop: it waits for every open answer.
    return EventSourceResponse(bulletins, headers=HEADERS, ping=NO_PING)


async def stream(application: Application, code: str, *, patient: bool) -> AsyncIterator[bytes]:
    """Bulletins as server-sent events, and a last event when the workshop is deleted.

    A stream that ends for another reason just ends: the phone opens it again.
    """
    yield ServerSentEvent(retry=RETRY_MILLISECONDS, sep=LINE_END).encode()
    try:
        async for bulletin in application.feed.listen(code, patient=patient):
            yield _event(bulletin, round(time.time(), 1))
        await run_in_threadpool(application.room, code)
    except NoSuchWorkshop:
        yield ServerSentEvent("{}", event="gone", sep=LINE_END).encode()
    except ContentNotHere:
        return  # it may come back: the phone asks again


def as_told(bulletin: Bulletin, now: float) -> dict[str, object]:
    """A bulletin as phones get it, with the server's clock (seconds since 1970): a phone's own may be minutes off."""
    return asdict(bulletin) | {"now": now}


@lru_cache(maxsize=64)
def _event(bulletin: Bulletin, now: float) -> bytes:
    # Hundreds of phones are told the same within a tenth of a second: it is put into words once.
    return ServerSentEvent(json.dumps(as_told(bulletin, now)), id=str(bulletin.revision), sep=LINE_END).encode()

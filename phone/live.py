"""The event stream: which step the workshop is at and how many are at it, never a result."""

import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from live.house import House
from phone import reply
from phone.visitor import may_listen
from workshop.errors import ContentNotHere, NoSuchWorkshop, WorkshopError
from workshop.values import Bulletin

RETRY_MILLISECONDS = 2000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


async def listen(the_house: Callable[[], House], request: Request) -> Response:
    """The stream of one workshop, for those who take part in it and for its facilitator."""

    def enter() -> tuple[House, str]:
        house = the_house()
        return house, may_listen(house, request, request.path_params["code"])

    try:
        house, code = await run_in_threadpool(enter)
    except WorkshopError as error:
        return reply.refused(error)
    return StreamingResponse(stream(house, code), headers=HEADERS, media_type="text/event-stream")


async def stream(house: House, code: str) -> AsyncIterator[str]:
    """Bulletins as server-sent events, heartbeats as comments, and a last event when the workshop is deleted.

    A stream that ends for another reason just ends: the phone opens it again.
    """
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    try:
        async for bulletin in house.feed.listen(code):
            yield ": still here\n\n" if bulletin is None else _event(bulletin)
        await run_in_threadpool(house.room, code)
    except NoSuchWorkshop:
        yield "event: gone\ndata: {}\n\n"
    except ContentNotHere:
        return  # it may come back: the phone asks again


def as_told(bulletin: Bulletin) -> dict[str, object]:
    """A bulletin as phones get it, with the server's clock: a phone's own may be minutes off."""
    return asdict(bulletin) | {"now": round(time.time(), 1)}


def _event(bulletin: Bulletin) -> str:
    return f"id: {bulletin.revision}\ndata: {json.dumps(as_told(bulletin))}\n\n"

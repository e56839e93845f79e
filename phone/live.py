"""The event stream: which step the workshop is at and how many are at it, never a result."""

import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from live.house import House, tidy
from phone import reply
from phone.visitor import may_listen
from workshop.errors import ContentNotHere, NoSuchWorkshop, WorkshopError
from workshop.values import Bulletin

RETRY_MILLISECONDS = 2000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


async def listen(the_house: Callable[[], House], request: Request) -> Response:
    """The stream of one workshop, for those who take part in it and for its facilitator."""
    house, code = the_house(), tidy(request.path_params["code"])
    try:
        facilitates = await run_in_threadpool(may_listen, house, request, code)
    except WorkshopError as error:
        return reply.refused(error)
    return StreamingResponse(stream(house, code, facilitates), headers=HEADERS, media_type="text/event-stream")


async def stream(house: House, code: str, facilitates: bool) -> AsyncIterator[str]:  # noqa: FBT001
    """Bulletins as server-sent events, and a last event when the workshop is deleted.

    A stream that ends for another reason just ends: the phone opens it again.
    """
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    try:
        async for bulletin in house.feed.listen(code, patient=not facilitates):
            yield _event(bulletin, round(time.time(), 1))
        await run_in_threadpool(house.room, code)
    except NoSuchWorkshop:
        yield "event: gone\ndata: {}\n\n"
    except ContentNotHere:
        return  # it may come back: the phone asks again


def as_told(bulletin: Bulletin, now: float) -> dict[str, object]:
    """A bulletin as phones get it, with the server's clock (seconds since 1970): a phone's own may be minutes off."""
    return asdict(bulletin) | {"now": now}


@lru_cache(maxsize=64)
def _event(bulletin: Bulletin, now: float) -> str:
    # Hundreds of phones are told the same within a tenth of a second: it is put into words once.
    return f"id: {bulletin.revision}\ndata: {json.dumps(as_told(bulletin, now))}\n\n"

"""The event stream: which step the workshop is at and how many are at it, never a result."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from across.room.application import Application, tidy
from across.room.cookies import FACILITATOR, open_key
from across.web.participant import reply
from across.web.participant.visitor import may_listen, visitor_of
from across.workshop.errors import ContentNotHere, NoSuchWorkshop, StoreFault, TakenOut, WorkshopError
from across.workshop.values import Bulletin

RETRY_MILLISECONDS = 2000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}


async def listen(the_application: Callable[[], Application], request: Request) -> Response:
    """The stream of one workshop, for those who take part in it and for its facilitator; with `now`, one bulletin.

    That is for screens whose stream is held back on its way, by a proxy or a virus scanner.
    """
    application, code = the_application(), tidy(request.path_params["code"])
    try:
        facilitates = await run_in_threadpool(may_listen, application, request, code)
        if "now" in request.query_params:
            bulletin = await run_in_threadpool(application.bulletin, code)
            return reply.json(as_told(bulletin, round(application.clock(), 1)))
    except WorkshopError as error:
        return reply.refused(error)
    # A facilitator has as many screens as they like: how many an address may have is all that limits them.
    whose = "" if facilitates else visitor_of(request, code).token or ""
    key = open_key(request.cookies.get(FACILITATOR)) if facilitates else ""
    told = stream(application, code, key, whose)
    return StreamingResponse(told, headers=HEADERS, media_type="text/event-stream")


async def stream(application: Application, code: str, key: str, whose: str = "") -> AsyncIterator[str]:
    """Bulletins as server-sent events, and a last event when the workshop is deleted.

    A stream that ends for another reason just ends: the phone opens it again. One that a facilitator's `key` opened
    ends once the picture changes after another key has taken its place; that of a phone which is taken out, at once.
    """
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    before: Bulletin | None = None
    try:
        async for bulletin in application.feed.listen(code, patient=not key, whose=whose):
            if before and await _is_over(application, code, key, whose, before, bulletin):
                return
            before = bulletin
            yield _event(bulletin, round(application.clock(), 1), int(application.feed.age(code)))
        await run_in_threadpool(application.bulletin, code)
    except NoSuchWorkshop:
        yield "event: gone\ndata: {}\n\n"
    except (ContentNotHere, StoreFault):
        return  # it may come back: the phone asks again


async def _is_over(application: Application, code: str, key: str, whose: str, before: Bulletin, now: Bulletin) -> bool:
    """Whether whoever opened a stream may listen no longer: asked where something has changed that may say so."""
    if key:
        return before.picture != now.picture and await run_in_threadpool(_is_replaced, application, key)
    return before.taken_out != now.taken_out and await run_in_threadpool(_is_out, application, code, whose)


def _is_out(application: Application, code: str, token: str) -> bool:
    """Whether the phone with this token was taken out; not where the store does not answer."""
    try:
        with application.participant_reading(code, token):
            return False
    except TakenOut:
        return True
    except Exception:  # noqa: BLE001 (whatever the store raises, the stream goes on)
        return False


def _is_replaced(application: Application, key: str) -> bool:
    """Whether a key that opened a workshop does so no longer; not where the store does not answer."""
    try:
        return key not in application.held([key])
    except Exception:  # noqa: BLE001 (whatever the store raises, the stream goes on)
        return False


def as_told(bulletin: Bulletin, now: float, age: int = 0) -> dict[str, object]:
    """A bulletin as devices get it, with the server's clock (seconds since 1970): a phone's own may be minutes off.

    `age` says how many seconds ago the store said so: a sign of life that goes on while the store does not answer
    must not keep a device from noticing.
    """
    return asdict(bulletin) | {"now": now, "age": age}


@lru_cache(maxsize=64)
def _event(bulletin: Bulletin, now: float, age: int) -> str:
    # Hundreds of phones are told the same within a tenth of a second: it is put into words once.
    return f"id: {bulletin.revision}\ndata: {json.dumps(as_told(bulletin, now, age))}\n\n"

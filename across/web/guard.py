"""The guard at everything that changes something: it must come from our own pages, and be readable within bounds.

Routes that change something are made by `Guard` alone. Their handlers are given what was sent as a value, and only
once the guard has let it in; what it refuses, each says in its own way, as a page or as JSON. So does what could not
be done for a fault of the store, whichever route it came to.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from across.settings import Settings
from across.workshop.errors import InOurWords, TextTooLong, WorkshopError

# A note of 10,000 characters as a form sends it: up to 12 bytes for each, and room for the other fields.
LARGEST_BODY = 128 * 1024
MOST_FIELDS = 100
JSON = "application/json"
OUR_SITES = ("same-origin", "none")  # "none": somebody typed the address or reloaded the page
DEFAULT_PORTS = {"http": "80", "https": "443"}
_HOST = r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?"
_SHAPES = {
    "host": re.compile(_HOST, re.ASCII | re.IGNORECASE),
    "origin": re.compile(f"null|https?://{_HOST}", re.ASCII | re.IGNORECASE),
    "sec-fetch-site": re.compile("|".join(OUR_SITES)),
}

Form = dict[str, str]
Json = dict[str, object]
Sent = TypeVar("Sent", Form, Json)
Handler = Callable[[Request, Sent], Awaitable[Response]]
Refuse = Callable[[Request, InOurWords, Sent], Response]


class FromElsewhere(WorkshopError):
    """Another website tried to send something in somebody's name."""

    sentence = "This did not come from the workshop's own page, so it was not saved. Reload the page and try again."


class NotReadable(WorkshopError):
    """What was sent is not what a page of ours sends."""

    sentence = "What was sent could not be read, so nothing was saved. Reload the page and try again."


class NotJson(NotReadable):
    """What was sent is not said to be JSON: only then do browsers ask us before another website sends it."""


@dataclass(frozen=True)
class Guard:
    """Makes the routes that change something. `settings` are asked for at each request."""

    settings: Callable[[], Settings]

    def form(self, path: str, handler: Handler[Form], refuse: Refuse[Form]) -> Route:
        """A route that takes a plain HTML form, or the same fields from a script."""
        return Route(path, self._guarded(_form, handler, refuse), methods=["POST"])

    def json(self, path: str, handler: Handler[Json], refuse: Refuse[Json]) -> Route:
        """A route that takes one JSON object."""
        return Route(path, self._guarded(_json, handler, refuse), methods=["POST"])

    def _guarded(
        self, read: Callable[[Request, bytes], Sent], handler: Handler[Sent], refuse: Refuse[Sent]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            sent: Sent = {}
            try:
                # Read before the rest is looked at: what somebody has typed can then be shown to them again.
                sent = read(request, await _body(request))
                if not is_from_here(request.headers, self.settings().public_url):
                    raise FromElsewhere
                return await handler(request, sent)
            except ClientDisconnect:
                return Response(status_code=400)
            except InOurWords as error:
                return await run_in_threadpool(refuse, request, error, sent)

        return answer


class SocketGuard:
    """Refuses a web socket that another website opens: the facilitator's pages change things over theirs.

    Browsers always name the page's Origin there; what they say of its site, not all of them say of sockets.
    """

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and not _is_our_origin(Headers(scope=scope), self._settings().public_url):
            await WebSocketClose()(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_from_here(headers: Headers, public_url: str | None) -> bool:
    """Whether a request comes from one of our own pages, as far as the browser tells.

    What the browser says of the page's site counts before the page's Origin, which a proxy may know and we not. A
    header that is malformed or doubled is refused.
    """
    if not _well_formed(headers, *_SHAPES):
        return False
    return "sec-fetch-site" in headers or _is_our_origin(headers, public_url)


def _is_our_origin(headers: Headers, public_url: str | None) -> bool:
    """Whether the page's Origin, where one is named, is the host that was asked or the public address."""
    if not _well_formed(headers, "host", "origin"):
        return False
    if "origin" not in headers:
        return True
    scheme, _, origin = headers["origin"].lower().partition("://")
    ours = [headers.get("host", ""), urlsplit(public_url or "").netloc]
    return any(_with_port(origin, scheme) == _with_port(own.lower(), scheme) for own in ours if own)


def _well_formed(headers: Headers, *names: str) -> bool:
    """Whether each of these headers is there once at most, in its shape."""
    for name in names:
        values = headers.getlist(name)
        if values and not (len(values) == 1 and _SHAPES[name].fullmatch(values[0])):
            return False
    return True


def _with_port(host: str, scheme: str) -> str:
    """Host and port in one spelling: a browser leaves out the port that the scheme means."""
    return host if re.search(r":\d+$", host) else f"{host}:{DEFAULT_PORTS.get(scheme, '')}"


async def _body(request: Request) -> bytes:
    """The body, of which never more than LARGEST_BODY is held. Raises TextTooLong."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TextTooLong
    return bytes(body)


def _form(_request: Request, body: bytes) -> Form:
    """The fields of a form, the last of those of one name. Raises NotReadable."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise NotReadable from None
    return {name: _storable(value) for name, value in fields}


def _json(request: Request, body: bytes) -> Json:
    """The fields of a JSON object. Raises NotReadable, NotJson."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise NotJson
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise NotReadable from None
    if not isinstance(fields, dict):
        raise NotReadable
    return {name: _storable(value) if isinstance(value, str) else value for name, value in fields.items()}


def _storable(text: str) -> str:
    """The text without what no store can keep: NUL characters and halves of surrogate pairs."""
    kept = text.replace("\x00", "")
    return kept if kept.isascii() else kept.encode("utf-8", "replace").decode()

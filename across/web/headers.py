"""The headers that protect every answer, Streamlit's too, and what happens where no route answers."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("across_boundaries")

# What Streamlit's own page needs: its scripts and styles, inline ones among them, and the socket.
SCREEN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": SCREEN_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
# What Streamlit tells of its sessions and caches is nobody's business here.
METRICS = "/_stcore/metrics"
# Files and pictures of a workshop, which Streamlit gives out without a word on how long they may be kept: a cache
# on the way would have them still when the workshop is deleted, and among them is the facilitator's link.
MADE_HERE = "/media/"
_OF_FILES, _OF_PICTURES = (b"cache-control", b"no-store"), (b"cache-control", b"private")
NOTHING_HERE = "There is nothing at this address."


class SafeHeaders:
    """Adds the security headers to every answer that does not set its own, and keeps Streamlit's metrics shut.

    No cache keeps what is made for a workshop: of pictures, the browser alone may.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"].rstrip("/") == METRICS:
            await PlainTextResponse(NOTHING_HERE, HTTPStatus.NOT_FOUND)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.lower(), value) for name, value in message.get("headers", ())]
                set_already = {name for name, _ in own}
                kept = _OF_FILES if b"content-disposition" in set_already else _OF_PICTURES
                wanted = [*_RAW, kept] if scope["path"].startswith(MADE_HERE) else _RAW
                missing = [header for header in wanted if header[0] not in set_already]
                message = {**message, "headers": [*own, *missing]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def wrong_address(_request: Request, error: HTTPException) -> Response:
    """A plain answer to an address that does not exist or a request that cannot be read."""
    text = f"{NOTHING_HERE} Go to the start page, or scan the QR code on the big screen again."
    missing = error.status_code == HTTPStatus.NOT_FOUND
    return PlainTextResponse(text if missing else str(error.detail), error.status_code, error.headers)


def our_fault(_request: Request, error: Exception) -> Response:
    """A plain answer to a fault of ours; the log says which, never what people wrote."""
    log.error("A request failed: %s", type(error).__name__)
    text = "Something went wrong on our side. What was saved is safe. Go back, reload the page and try again."
    return PlainTextResponse(text, HTTPStatus.INTERNAL_SERVER_ERROR)

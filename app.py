"""The server: the projected screen by Streamlit, the phones' and the facilitator's routes, live events, health.

Start it with `script/server`, or `streamlit run app.py`.
"""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from types import FrameType

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from across.live.feed import Feed
from across.room.application import Application, CannotOpen, the_application
from across.room.join_address import for_phones
from across.settings import SettingsError
from across.store.database import StoreUnreachable
from across.web.compression import Compressed
from across.web.facilitator import routes as door
from across.web.participant.routes import routes as phone_routes

log = logging.getLogger("across_boundaries")

DAY_SECONDS = 24 * 60 * 60
SWITCH_SECONDS = 0.001
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


# What Streamlit tells of its sessions and caches is nobody's business here.
METRICS = "/_stcore/metrics"


class SafeHeaders:
    """Adds the security headers to every answer that does not set its own, and keeps Streamlit's metrics shut."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"].rstrip("/") == METRICS:
            await PlainTextResponse("There is nothing at this address.", HTTPStatus.NOT_FOUND)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def health(_request: Request) -> Response:
    """Say whether the store answers, without telling anything about it."""
    store = the_application().store
    try:
        store.check()
    except StoreUnreachable as error:
        return JSONResponse({"status": "store unreachable", "reason": str(error)}, 503)
    return JSONResponse({"status": "ok", "store": store.kind})


def wrong_address(_request: Request, error: HTTPException) -> Response:
    """A plain answer to an address that does not exist or a request that cannot be read."""
    text = "There is nothing at this address. Go to the start page, or scan the QR code on the big screen again."
    missing = error.status_code == HTTPStatus.NOT_FOUND
    return PlainTextResponse(text if missing else str(error.detail), error.status_code, error.headers)


def our_fault(_request: Request, error: Exception) -> Response:
    """A plain answer to a fault of ours; the log says which, never what people wrote."""
    log.error("A request failed: %s", type(error).__name__)
    text = "Something went wrong on our side. What was saved is safe. Go back, reload the page and try again."
    return PlainTextResponse(text, 500)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the application before the first visitor, delete what is due every day, close the store at the end."""
    application = await asyncio.to_thread(_open)
    _send_at_once(int(st.get_option("server.port")))
    _end_streams_first(application.feed)
    _say_where(application)
    cleaning = asyncio.create_task(_delete_what_is_due(application))
    # A screen that is being drawn gives way to a tap that has come in after one thousandth of a second, not five.
    sys.setswitchinterval(SWITCH_SECONDS)
    # What is loaded by now stays for good: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        cleaning.cancel()
        with suppress(asyncio.CancelledError):
            await cleaning
        application.store.close()


def _open() -> Application:
    """Open the application, or say in plain words why not and stop."""
    try:
        return the_application()
    except (CannotOpen, SettingsError) as error:
        sys.stderr.write(f"\n  Across Boundaries cannot start.\n  {error}\n\n")
        sys.stderr.flush()
        os._exit(1)


def _send_at_once(port: int) -> None:
    """Switch off the waiting that TCP does to gather small messages: each tap would take 40 ms longer.

    Streamlit makes the listening socket and leaves the waiting on; connections take it from there.
    """
    for found in gc.get_objects():
        if type(found) is socket.socket and _listens_on(found, port):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listens_on(found: socket.socket, port: int) -> bool:
    if found.fileno() < 0 or found.type != socket.SOCK_STREAM:
        return False
    return found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockname()[1] == port


def _end_streams_first(feed: Feed) -> None:
    """When asked to stop, end the streams of events first: the server waits for every open answer."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def stop(caught: int, frame: FrameType | None, before: signal.Handlers | object = before) -> None:
            loop.call_soon_threadsafe(feed.close)
            if callable(before):
                before(caught, frame)

        signal.signal(number, stop)


async def _delete_what_is_due(application: Application) -> None:
    while True:
        try:
            deleted = await asyncio.to_thread(application.delete_what_is_due)
        except Exception as error:  # noqa: BLE001 (tomorrow is another try; the workshops go on)
            log.error("Workshops that are due could not be deleted: %s", type(error).__name__)  # noqa: TRY400
        else:
            if deleted:
                log.warning("Deleted %s workshops whose time was over", deleted)
        await asyncio.sleep(DAY_SECONDS)


def _say_where(application: Application) -> None:
    here = f"http://localhost:{st.get_option('server.port')}"
    phones = for_phones(application.settings, here) or "no network found; connect to one for phones to join"
    sys.stdout.write(f"\n  Across Boundaries is ready.\n\n  This machine: {here}\n  Phones:       {phones}\n\n")
    sys.stdout.flush()


app = st.App(
    Path(__file__).parent / "across" / "screen" / "main.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health), *door.routes(the_application), *phone_routes(the_application)],
    middleware=[Middleware(SafeHeaders), Middleware(Compressed)],
    exception_handlers={HTTPException: wrong_address, Exception: our_fault},
)

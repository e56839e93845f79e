"""The server, put together: the projected screen by Streamlit, the phones' and the facilitator's routes, live events.

Start it with `script/server` or `python app.py`; `streamlit run app.py` works, too.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import config, runtime

from across.room.application import the_application
from across.settings import Settings, SettingsError, hold_folders, read
from across.store.database import StoreUnreachable
from across.web import server
from across.web.compression import CompressedFiles
from across.web.deadlines import BodyInTime
from across.web.facilitator import routes as facilitator
from across.web.guard import SocketGuard
from across.web.guidance import routes as guidance
from across.web.headers import SafeHeaders, our_fault, wrong_address
from across.web.hosts import OnlyOurPages, OurHosts
from across.web.icons import FewerIcons
from across.web.limits import Limits
from across.web.participant import routes as participant
from across.web.proxies import BehindProxies
from across.web.straight import StraightToOurRoutes

TOP = Path(__file__).parent
ENTRY_SCRIPT = TOP / "across" / "screen" / "main.py"
STREAMLIT_FILES = Path(st.__file__).parent / "static"
MEGABYTE = 1024 * 1024
BOOT = "Across-Boot"


def health(_request: Request) -> Response:
    """Say whether the store answers and devices are told what it says, without telling anything about it.

    The name of this process is told as well: a screen that has lost it sees that another one is there.
    """
    application = the_application()
    headers = {BOOT: application.stages.boot, "Cache-Control": "no-store"}
    try:
        application.store.check()
    except StoreUnreachable as error:
        return JSONResponse({"status": "store unreachable", "reason": str(error)}, 503, headers)
    if application.feed.is_behind():
        return JSONResponse({"status": "devices are not told of changes", "reason": "FeedBehind"}, 503, headers)
    return JSONResponse({"status": "ok", "store": application.store.kind}, headers=headers)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the application before the first visitor, say where it is, close it at the end."""
    async with server.opened(the_application) as application:
        _tell_streamlit_of_the_public_address(application.settings)
        server.say_where(application, int(st.get_option("server.port")))
        yield


def _tell_streamlit_of_the_public_address(settings: Settings) -> None:
    """Streamlit, too, refuses pages of a host that it does not know, such as one that a proxy has rewritten."""
    if settings.public_host:
        config.set_option("browser.serverAddress", settings.public_host)


OUR_ROUTES = [
    Route("/healthz", health),
    Route("/readyz", health),
    *facilitator.routes(the_application),
    *participant.routes(the_application),
    *guidance.routes(the_application),
]
app = st.App(
    ENTRY_SCRIPT,
    lifespan=lifespan,
    routes=OUR_ROUTES,
    middleware=[
        Middleware(BehindProxies),
        Middleware(SafeHeaders),
        Middleware(OurHosts, settings=read, corrected=lambda: the_application().corrected_addresses()),
        Middleware(SocketGuard, settings=read),
        Middleware(OnlyOurPages, settings=read),
        Middleware(
            Limits,
            facilitates=lambda key: the_application().facilitates(key),
            files=lambda: runtime.get_instance().uploaded_file_mgr,
            asked_of=lambda session: the_application().asked_files.are_asked_of(session),  # noqa: PLW0108 (opened later)
        ),
        Middleware(BodyInTime),
        Middleware(StraightToOurRoutes, routes=OUR_ROUTES, faults=wrong_address),
        Middleware(FewerIcons),
        Middleware(CompressedFiles, folder=STREAMLIT_FILES),
    ],
    exception_handlers={HTTPException: wrong_address, Exception: our_fault},
)


def main() -> None:
    """Serve on PORT, at the address that Streamlit's configuration names or at every one, until told to stop."""
    hold_folders()
    os.chdir(TOP)  # Streamlit looks here for its configuration
    try:
        port = read().port
    except SettingsError as error:
        server.say_why_not(error)
        sys.exit(1)
    config.set_option("server.port", port)
    server.serve(
        app,
        host=st.get_option("server.address") or server.EVERY_ADDRESS,
        port=port,
        largest_message=int(st.get_option("server.maxMessageSize")) * MEGABYTE,
        certificate=st.get_option("server.sslCertFile"),
        key=st.get_option("server.sslKeyFile"),
    )


if __name__ == "__main__":
    main()

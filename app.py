"""The server, put together: the projected screen by Streamlit, the phones' and the facilitator's routes, live events.

Start it with `script/server` or `python app.py`; `streamlit run app.py` works, too.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
import streamlit.logger
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit import config, runtime
from streamlit.runtime.secrets import SecretsValue

from across.room.application import the_application
from across.room.health import WELL
from across.screen.deeds import said_for
from across.screen.messages import is_a_pages
from across.settings import JSON, Settings, SettingsError, hold_folders, read
from across.web import logs, server, several, sign_in
from across.web.compression import CompressedFiles
from across.web.deadlines import BodyInTime
from across.web.facilitator import routes as facilitator
from across.web.guard import SocketGuard
from across.web.guidance import routes as guidance
from across.web.headers import SafeHeaders, our_fault, wrong_address
from across.web.hosts import OnlyOurPages, OurHosts
from across.web.icons import FewerIcons
from across.web.letters import FewerLetters
from across.web.limits import Limits
from across.web.participant import routes as participant
from across.web.proxies import BehindProxies
from across.web.sign_in import SigningIn
from across.web.sockets import Sockets
from across.web.start_page import StartPage
from across.web.straight import StraightToOurRoutes
from across.web.unavailable import unavailable
from across.workshop.errors import StoreFault

TOP = Path(__file__).parent
ENTRY_SCRIPT = TOP / "across" / "screen" / "main.py"
STREAMLIT_FILES = Path(st.__file__).parent / "static"
MEGABYTE = 1024 * 1024
BOOT = "Across-Boot"


async def health(_request: Request) -> Response:
    """Say whether the store can be read and written and devices are told what it says, without telling anything of it.

    The name of this process is told as well: a screen that has lost it sees that another one is there.
    """
    application = the_application()
    headers = {BOOT: application.stages.boot, "Cache-Control": "no-store"}
    parts = await application.health.found()
    if all(said == WELL for said in parts.values()):
        return JSONResponse({"status": WELL, "store": application.store.kind}, headers=headers)
    return JSONResponse({"status": "not well", "parts": parts}, 503, headers)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the application before the first visitor, say where it is, close it at the end."""
    _write_json_if_asked()
    server.must_be_at_the_top(st.get_option("server.baseUrlPath"))
    async with server.opened(the_application) as application:
        _tell_streamlit_of_the_public_address(application.settings)
        server.say_where(application, int(st.get_option("server.port")))
        yield


def _write_json_if_asked() -> None:
    """Write the log as JSON; what Streamlit imports later begins to write then, and shall do so as well."""
    with suppress(SettingsError):  # what opens the application says so
        if read().log == JSON:
            streamlit.logger.setup_formatter = logs.leave_to_the_root
            logs.write_json()


def _tell_streamlit_of_the_public_address(settings: Settings) -> None:
    """Streamlit, too, refuses pages of a host that it does not know, such as one that a proxy has rewritten."""
    if settings.public_host:
        config.set_option("browser.serverAddress", settings.public_host)


def _for_signing_in() -> dict[str, SecretsValue] | None:
    """What Streamlit is told of signing in, in memory alone; None where nobody signs in.

    Streamlit signs the cookie of a sign-in that has begun before it looks at what it is told here: with a secret drawn
    at random, unless its configuration has one. What began at one process would then end at no other.
    """
    with suppress(SettingsError):  # what opens the application says so
        if told := sign_in.for_streamlit(read()):
            config.set_option("server.cookieSecret", told["auth"]["cookie_secret"])
        return told
    return None


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
    secrets=_for_signing_in(),
    routes=OUR_ROUTES,
    middleware=[
        Middleware(BehindProxies),
        Middleware(SafeHeaders),
        Middleware(
            OurHosts,
            settings=lambda: the_application().settings,
            corrected=lambda: the_application().corrected_addresses(),
        ),
        Middleware(BodyInTime),
        Middleware(StraightToOurRoutes, routes=OUR_ROUTES, faults=wrong_address),
        Middleware(SocketGuard, settings=read),
        Middleware(Sockets, may_come=is_a_pages),
        Middleware(OnlyOurPages, settings=read),
        Middleware(SigningIn, settings=read),
        Middleware(
            Limits,
            facilitates=lambda key: the_application().facilitates(key),
            files=lambda: runtime.get_instance().uploaded_file_mgr,
            asked_of=lambda session: the_application().asked_files.are_asked_of(session),  # noqa: PLW0108 (opened later)
        ),
        Middleware(FewerIcons),
        Middleware(FewerLetters, folder=STREAMLIT_FILES),
        Middleware(StartPage, folder=STREAMLIT_FILES, routes=OUR_ROUTES),
        Middleware(CompressedFiles, folder=STREAMLIT_FILES),
    ],
    on_script_error=said_for,
    exception_handlers={HTTPException: wrong_address, StoreFault: unavailable, Exception: our_fault},
)


def main() -> None:
    """Serve on PORT, at the address that we or Streamlit's configuration name or at every one, until told to stop.

    With `--processes` and a number, by so many processes on this port and those after it.
    """
    hold_folders()
    os.chdir(TOP)  # Streamlit looks here for its configuration
    led = sys.argv[1:] == [several.LED]
    try:
        settings = read()
        processes = 1 if led else several.asked_for(sys.argv[1:], settings)
    except SettingsError as error:
        server.say_why_not(error)
        sys.exit(1)
    _write_json_if_asked()
    if processes > 1:
        sys.exit(several.lead(processes, settings, Path(__file__)))
    if led:
        several.follow_whoever_leads()
    config.set_option("server.port", settings.port)
    server.serve(
        app,
        host=settings.listen or st.get_option("server.address") or server.EVERY_ADDRESS,
        port=settings.port,
        largest_message=int(st.get_option("server.maxMessageSize")) * MEGABYTE,
        certificate=st.get_option("server.sslCertFile"),
        key=st.get_option("server.sslKeyFile"),
    )


if __name__ == "__main__":
    main()

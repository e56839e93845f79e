"""How the server runs: by uvicorn, with the application opened before the first visitor and closed at the end."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from across.room.application import Application, CannotOpen
from across.room.join_address import for_phones
from across.settings import SettingsError

log = logging.getLogger("across_boundaries")

EVERY_ADDRESS = ""
PING_SECONDS = 30
# Streams of events end at once; a download that is under way has this long.
LAST_ANSWERS_SECONDS = 5
DAY_SECONDS = 24 * 60 * 60
SWITCH_SECONDS = 0.001


def serve(app: ASGIApp, port: int, *, host: str, largest_message: int) -> None:
    """Serve until told to stop, with the settings that Streamlit gives uvicorn, by uvloop and httptools where they are.

    `largest_message` is in bytes. uvicorn makes the listening socket itself: one that Streamlit makes lets each tap
    wait 40 ms where there is no uvloop.
    """
    uvicorn.run(
        app,
        host=host or EVERY_ADDRESS,
        port=port,
        ws="websockets-sansio",
        ws_max_size=largest_message,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
        access_log=False,
        use_colors=False,
    )


@asynccontextmanager
async def opened(open_application: Callable[[], Application]) -> AsyncIterator[Application]:
    """The application, from before the first visitor to the end; what is due is deleted every day meanwhile."""
    application = await asyncio.to_thread(_open_or_say_why_not, open_application)
    cleaning = asyncio.create_task(_delete_what_is_due(application))
    # A screen that is being drawn gives way to a tap that has come in after one thousandth of a second, not five.
    sys.setswitchinterval(SWITCH_SECONDS)
    # What is loaded by now stays for good: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        yield application
    finally:
        cleaning.cancel()
        with suppress(asyncio.CancelledError):
            await cleaning
        application.store.close()


def say_where(application: Application, port: int) -> None:
    """Print the addresses for this machine and for phones."""
    here = f"http://localhost:{port}"
    phones = for_phones(application.settings, here) or "no network found; connect to one for phones to join"
    sys.stdout.write(f"\n  Across Boundaries is ready.\n\n  This machine: {here}\n  Phones:       {phones}\n\n")
    sys.stdout.flush()


def say_why_not(error: Exception) -> None:
    """Print in plain words why the server cannot start."""
    sys.stderr.write(f"\n  Across Boundaries cannot start.\n  {error}\n\n")
    sys.stderr.flush()


def _open_or_say_why_not(open_application: Callable[[], Application]) -> Application:
    """Open the application, or say why not and end the process: a server that raised would add its own words."""
    try:
        return open_application()
    except (CannotOpen, SettingsError) as error:
        say_why_not(error)
        os._exit(1)


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

"""How the server runs: by uvicorn, with the application opened before the first visitor and closed at the end."""

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from across.room.application import Application, CannotOpen, serving
from across.room.join_address import choices, for_phones
from across.settings import AT_THE_TOP, SettingsError
from across.web import descriptors, logs, watching
from across.web.deadlines import WithHeadInTime
from across.web.quiet_logs import keep_lines_short
from across.web.repeated_lines import count_repeated_lines
from across.workshop.patience import pause
from content.reader import left_out

log = logging.getLogger("across_boundaries")

EVERY_ADDRESS = ""
PING_SECONDS = 30
# A connection without a request; a phone taps every few seconds, and a new connection costs it little.
IDLE_SECONDS = 5
# Streams of events are ended by ourselves; a download that is under way has this long.
LAST_ANSWERS_SECONDS = 5
LOOK_SECONDS = 0.2
STORE_EVERY_SECONDS = 2.0
ERASE_EVERY_SECONDS, ERASE_ANYHOW_SECONDS, ERASE_AGAIN_SECONDS = 1.0, 10.0, 30.0
DUE_EVERY_SECONDS = 60
DOUBTED = (
    "This server was off for more than a day, or its clock has jumped: workshops whose time is over are closed, and "
    "are deleted once the clock has gone on for three days. Check that it is right."
)
SWITCH_SECONDS = 0.001


def serve(
    app: ASGIApp, *, host: str, port: int, largest_message: int, certificate: str | None, key: str | None
) -> None:
    """Serve until told to stop, with the settings that Streamlit gives uvicorn, by uvloop and httptools where they are.

    `largest_message` is in bytes; certificate and key are files, for https without a proxy. uvicorn makes the
    listening socket itself: one that Streamlit makes lets each tap wait 40 ms where there is no uvloop.
    """
    _must_be_free(host, port)
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=WithHeadInTime,
        ws="websockets-sansio",
        ws_max_size=largest_message,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
        access_log=False,
        use_colors=False,
        log_config=None if logs.are_json() else uvicorn.config.LOGGING_CONFIG,
    )


def must_be_at_the_top(folder: str) -> None:
    """Say so and end where Streamlit is told to serve in a folder of its host: our own routes are not there."""
    if folder.strip("/"):
        say_why_not(f"Streamlit's server.baseUrlPath is {folder!r}. {AT_THE_TOP} Take that setting away.")
        os._exit(1)


def _must_be_free(host: str, port: int) -> None:
    """Say so and end where the port cannot be used: uvicorn would find out when everything else is ready."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        say_why_not(f"Port {port} cannot be used ({why}). Stop what uses it, or choose another with PORT.")
        sys.exit(1)


@asynccontextmanager
async def opened(open_application: Callable[[], Application]) -> AsyncIterator[Application]:
    """The application, from before the first visitor to the end.

    Meanwhile what is due is deleted, what was deleted is taken off the disk, and who watches the server is answered.
    """
    count_repeated_lines()
    keep_lines_short()
    if too_few := descriptors.warning(descriptors.raised()):
        say(too_few)
    application = await asyncio.to_thread(_open_or_say_why_not, open_application)
    numbers = _watched_or_say_why_not(application)
    works = (
        _delete_what_is_due(application),
        _erase(application.erase, lambda: application.store.saved),
        _watch_the_store(application),
        _end_streams_when_asked_to_stop(application),
    )
    tasks = [asyncio.create_task(work) for work in works]
    # A screen that is being drawn gives way to a tap that has come in after one thousandth of a second, not five.
    sys.setswitchinterval(SWITCH_SECONDS)
    # What is loaded by now stays for good: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        with serving(application):
            yield application
    finally:
        for task in tasks:
            task.cancel()
        # One that has failed does not keep the store from being closed.
        await asyncio.gather(*tasks, return_exceptions=True)
        if numbers:
            await asyncio.to_thread(numbers.close)
        application.store.close()


def say_where(application: Application, port: int) -> None:
    """Print the addresses for this machine and for phones, and what was left out of the folder of contents."""
    if without := left_out(application.settings.content_folder):
        say(f"ACROSS_CONTENT_FOLDER: left out, since they hold no content: {', '.join(without)}.")
    here = f"http://localhost:{port}"
    phones = for_phones(application.settings, here) or "no network found; connect to one for phones to join"
    others = [choice for choice in choices(application.settings, here) if not choice.chosen]
    if logs.are_json():
        log.warning("Across Boundaries is ready, at %s, for phones at %s", here, phones)
        return
    more = "".join(f"  or else:      {choice.address} ({choice.adapter})\n" for choice in others)
    sys.stdout.write(f"\n  Across Boundaries is ready.\n\n  This machine: {here}\n  Phones:       {phones}\n{more}\n")
    sys.stdout.flush()


def say(what: str) -> None:
    """Print what whoever starts the server should know."""
    if logs.are_json():
        log.warning(what)
        return
    sys.stderr.write(f"\n  {what}\n")
    sys.stderr.flush()


def say_why_not(why: object) -> None:
    """Print in plain words why the server cannot start."""
    if logs.are_json():
        log.critical("Across Boundaries cannot start. %s", why)
        return
    sys.stderr.write(f"\n  Across Boundaries cannot start.\n  {why}\n\n")
    sys.stderr.flush()


def _open_or_say_why_not(open_application: Callable[[], Application]) -> Application:
    """Open the application, or say why not and end the process: a server that raised would add its own words."""
    try:
        return open_application()
    except (CannotOpen, SettingsError) as error:
        say_why_not(error)
        os._exit(1)


def _watched_or_say_why_not(application: Application) -> watching.Numbers | None:
    """The numbers for who watches the server, where a setting says so; where their port cannot be used, the end."""
    if application.settings.metrics is None:
        return None
    host, port = application.settings.metrics
    try:
        return watching.Numbers(application.feed.listened, host, port)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        say_why_not(f"{host}, port {port} cannot be used ({why}). Choose another one with ACROSS_METRICS.")
        os._exit(1)


async def _end_streams_when_asked_to_stop(application: Application) -> None:
    """A server that is asked to stop waits for every open answer before it tells us: streams would never end."""
    with _signals_that_stop() as asked:
        await asked.wait()
        while True:  # a phone may come back before the server has closed its door
            application.feed.close()
            await asyncio.sleep(LOOK_SECONDS)


@contextmanager
def _signals_that_stop() -> Iterator[asyncio.Event]:
    """Set once the process is told to stop; what uvicorn does then comes after. Only the main thread hears signals."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(asked.set)
        then = before[signal.Signals(number)]
        if callable(then):
            then(number, frame)

    before = {signal.Signals(each): signal.getsignal(each) for each in uvicorn.server.HANDLED_SIGNALS}
    for number in before:
        signal.signal(number, stop)
    try:
        yield asked
    finally:
        for number, then in before.items():
            if signal.getsignal(number) is stop:
                signal.signal(number, then)


async def _delete_what_is_due(application: Application) -> None:
    """Delete each workshop soon after its time is over, and say so once where the clock is doubted."""
    said, failed = False, False
    while True:
        try:
            deleted = await asyncio.to_thread(application.delete_what_is_due)
            waits = await asyncio.to_thread(application.waits_for_the_clock)
        except Exception as error:  # noqa: BLE001 (a minute later is another try; the workshops go on)
            if not failed:
                log.error("Workshops that are due could not be deleted: %s", type(error).__name__)  # noqa: TRY400
            failed = True
        else:
            if deleted:
                log.warning("Deleted %s workshops whose time was over", deleted)
            if waits and not said:
                log.warning(DOUBTED)
            said, failed = waits, False
        await asyncio.sleep(DUE_EVERY_SECONDS)


async def _watch_the_store(application: Application) -> None:
    """See within seconds that the file of the store is not there any more, though nobody saves anything."""
    said = ""
    while True:
        found = ""
        try:
            if not application.store.is_well_for(STORE_EVERY_SECONDS):
                await asyncio.to_thread(application.look_at_the_store)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is said, and looked at again)
            found = str(error)
        if found != said:
            log.error(found or "The store is there again.")
        said = found
        await asyncio.sleep(STORE_EVERY_SECONDS)


async def _erase(erase: Callable[[], bool], saved: Callable[[], int]) -> None:
    """Take what was deleted off the disk, whoever deleted it and before which start: the store knows what is left.

    Soon after something was `saved` here, another number each time, and every few seconds for what other processes have
    deleted. Where somebody still reads it, or the store does not answer, it is tried again, later each time in a row.
    """
    failures, before, asked_at = 0, -1, 0.0
    while True:
        is_due = saved() != before or time.monotonic() - asked_at >= ERASE_ANYHOW_SECONDS
        if failures or is_due:
            before, asked_at = saved(), time.monotonic()
            failures = 0 if await _erased(erase, first=not failures) else failures + 1
        await asyncio.sleep(pause(failures + 1, ERASE_EVERY_SECONDS, ERASE_AGAIN_SECONDS))


async def _erased(erase: Callable[[], bool], *, first: bool) -> bool:
    """Whether nothing is left to be taken off the disk; why it could not be is said at the `first` try."""
    try:
        return await asyncio.to_thread(erase)
    except Exception as error:  # noqa: BLE001 (whatever the store raises, it is tried again)
        if first:
            log.error("What was deleted is not off the disk yet, so it is tried again: %s", type(error).__name__)  # noqa: TRY400
        return False

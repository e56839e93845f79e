"""How much of the server anybody may hold at once, for each address and in all, so that nobody is kept out.

A venue's Wi-Fi is one address with a whole room behind it: the limits for one are far beyond what a room needs.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from across import metrics
from across.room.attempts import network_of
from across.room.cookies import FACILITATOR, open_key

log = logging.getLogger("across_boundaries")

# A screen costs some megabytes, four file descriptors and a thread while it is drawn; a workshop needs one to three,
# a training with thirty facilitators under one roof twice that.
SCREENS_EACH, SCREENS = 64, 256
# Whoever holds the key of a workshop comes in though others have taken all those: so many by one key, and in all.
SCREENS_BY_KEY, SCREENS_BY_KEYS = 8, 256
# Two for each of 300 phones, as some keep an old one open while they begin a new one; phones without ask instead.
STREAMS_EACH, STREAMS = 600, 2000
# Files that are on their way. The largest of 20 MB takes two minutes at 1.4 Mbit/s.
UPLOADS_EACH, UPLOADS = 4, 12
UPLOAD_SECONDS = 120.0
# Files that have come. A page of ours reads one, at once; of two, the second is the one that counts.
FILES_KEPT, BYTES_KEPT, BYTES_IN_ALL = 2, 25_000_000, 100_000_000
UPLOAD_PATH, STREAM_PATH = "/_stcore/upload_file/", "/live/"
WAIT_SECONDS = "10"
FULL = "The server has as many of these open as it can hold. Wait a little, then reload the page."
NOT_ASKED_FOR = "This page asks for no file. Open the page that does, and send it there."
TOO_SLOW = "The file took too long to come. Try again, from a better network if there is one."


class File(Protocol):
    """A file that a browser has sent."""

    data: bytes


class Files(Protocol):
    """Where Streamlit keeps what browsers have sent, by session and file, the oldest of a session first."""

    @property
    def file_storage(self) -> Mapping[str, Mapping[str, File]]:
        """Every file."""

    def remove_file(self, session_id: str, file_id: str) -> None:
        """Forget a file."""


@dataclass
class Places:
    """So many for each and in all; how many are taken, and by whom."""

    each: int
    in_all: int
    taken: Counter[str] = field(default_factory=Counter)

    def take(self, whose: str) -> bool:
        """Take a place for somebody, if there is one."""
        if self.taken[whose] >= self.each or self.taken.total() >= self.in_all:
            return False
        self.taken[whose] += 1
        return True

    def leave(self, whose: str) -> None:
        """Give a place back."""
        self.taken[whose] -= 1
        if not self.taken[whose]:
            del self.taken[whose]


class Limits:
    """Counts screens, event streams and uploads, and refuses what is too much.

    `facilitates` says whether a key opens a workshop; `files` is where Streamlit keeps what browsers have sent;
    `asked_of` says whether the page of a session asks for a file.
    """

    def __init__(
        self,
        app: ASGIApp,
        facilitates: Callable[[str], bool],
        files: Callable[[], Files],
        asked_of: Callable[[str], bool],
    ) -> None:
        self.app = app
        self._asked_of = asked_of
        self._facilitates = facilitates
        self._files = files
        self._screens, self._by_key = Places(SCREENS_EACH, SCREENS), Places(SCREENS_BY_KEY, SCREENS_BY_KEYS)
        self._streams, self._uploads = Places(STREAMS_EACH, STREAMS), Places(UPLOADS_EACH, UPLOADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        places = self._places_for(scope)
        if places is None:
            await self.app(scope, receive, send)
        elif places is self._uploads and not self._asked_of(scope["path"].removeprefix(UPLOAD_PATH).split("/")[0]):
            metrics.NOT_ASKED_FOR.inc()
            await PlainTextResponse(NOT_ASKED_FOR, HTTPStatus.FORBIDDEN)(scope, receive, send)
        elif found := await self._place(places, scope):
            where, whose = found
            try:
                await self._serve(where, scope, receive, send)
            finally:
                where.leave(whose)
        else:
            if places is self._uploads:
                metrics.TOO_MANY.inc()
            await _refuse(scope, receive, send)

    def _places_for(self, scope: Scope) -> Places | None:
        if scope["type"] == "websocket":
            return self._screens
        if scope["type"] != "http":
            return None
        if scope["method"] == "PUT" and scope["path"].startswith(UPLOAD_PATH):
            return self._uploads
        return self._streams if scope["path"].startswith(STREAM_PATH) else None

    async def _place(self, places: Places, scope: Scope) -> tuple[Places, str] | None:
        """Where a place was taken, and for whom; None where there is none left."""
        network = network_of(scope["client"][0] if scope.get("client") else "")
        if places.take(network):
            return places, network
        if places is not self._screens:
            return None
        key = open_key(HTTPConnection(scope).cookies.get(FACILITATOR))
        facilitates: bool = await run_in_threadpool(self._facilitates, key)
        return (self._by_key, key) if facilitates and self._by_key.take(key) else None

    async def _serve(self, places: Places, scope: Scope, receive: Receive, send: Send) -> None:
        if places is not self._uploads:
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                await self.app(scope, receive, send)
        except TimeoutError:
            metrics.TOO_SLOW.inc()
            await PlainTextResponse(TOO_SLOW, HTTPStatus.REQUEST_TIMEOUT)(scope, receive, send)
        drop_what_is_too_much(self._files())


def drop_what_is_too_much(files: Files) -> None:
    """Forget the oldest files of a session that has too many, then of those that hold most while all hold too much.

    Nobody's upload is refused because of others' files, and a session that sends more has its newest.
    """
    sizes = {
        session: {file_id: len(file.data) for file_id, file in list(kept.items())}
        for session, kept in list(files.file_storage.items())
    }
    held = Counter({session: sum(kept.values()) for session, kept in sizes.items()})
    for session, kept in sizes.items():
        while len(kept) > FILES_KEPT or (held[session] > BYTES_KEPT and len(kept) > 1):
            _drop_oldest(files, session, kept, held)
    while held.total() > BYTES_IN_ALL:
        session = max(held, key=held.__getitem__)
        _drop_oldest(files, session, sizes[session], held)


def _drop_oldest(files: Files, session: str, kept: dict[str, int], held: Counter[str]) -> None:
    oldest = next(iter(kept))
    held[session] -= kept.pop(oldest)
    files.remove_file(session_id=session, file_id=oldest)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    log.warning(
        "Refused a %s: as many are open as there may be", "screen" if scope["type"] == "websocket" else "request"
    )
    if scope["type"] == "websocket":
        await WebSocketClose()(scope, receive, send)
    else:
        headers = {"Retry-After": WAIT_SECONDS}
        await PlainTextResponse(FULL, HTTPStatus.SERVICE_UNAVAILABLE, headers)(scope, receive, send)

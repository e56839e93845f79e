"""The page that Streamlit begins every screen with, and in it our watch: it is there before Streamlit, and without it.

Where the live connection is blocked, nothing of ours would ever be drawn: the pages come over that connection.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from across.web.compression import ASK_EACH_TIME, ENCODERS, START_PAGE, best_encoding
from across.web.facilitator.modules import JOINED_EARLY, JOINED_ENTRY, modules
from across.web.letters import OTHER_LETTERS

EARLY = JOINED_EARLY
# Streamlit would ask first in the folder that it takes the page's name for, and wait.
AT_THE_TOP = "<script>window.__streamlit = { BACKEND_BASE_URL: location.origin };</script>"
# What the picture needs, fetched while Streamlit is still at its own.
AHEAD = (JOINED_ENTRY,)
TITLE, OUR_TITLE = "<title>Streamlit</title>", "<title>Across Boundaries</title>"
HEAD_ENDS, BODY_ENDS = "</head>", "</body>"
# How Streamlit's own parts look: with the page, as nothing may be seen, or have the focus, before it does.
LOOK = Path(__file__).parent / "facilitator" / "screen.css"
# Where a proxy serves us in a folder of its host, nothing of ours is found: the watch neither, so this says it.
IN_A_FOLDER = (
    "if (location.pathname.lastIndexOf('/')) document.documentElement.append(Object.assign("
    "document.createElement('p'), { style: 'position: fixed; inset: auto 2rem 2rem; padding: 1rem; font: 1.25rem "
    "sans-serif; color: CanvasText; background: Canvas', textContent: 'This page was opened in a folder of its host. "
    "Across Boundaries works at the top of a host only, such as https://workshop.example.org. Whoever runs the server "
    "finds more in docs/deploy.md.' }))"
)
# As the ids of steps are written (content/shape.py), and the pages beside them.
_PAGE = re.compile(r"/[a-z0-9-]*", re.ASCII)
# Where a provider sends somebody back who has signed in there: Streamlit's own route.
SIGNED_IN = "/oauth2callback"


@dataclass(frozen=True)
class _Page:
    """The page as it travels: plain under "", compressed by the name of the encoding, and its mark."""

    mark: str
    bodies: dict[str, bytes]


class StartPage:
    """Sends the page of `folder` with our watch in it for every address of a screen; the rest goes on to the app."""

    def __init__(self, app: ASGIApp, folder: Path, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self._file = folder / START_PAGE
        modules()  # joined and compressed before the first visitor
        self._ours = {SIGNED_IN, *(route.path for route in routes if isinstance(route, Route))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        answer = await run_in_threadpool(self._answer, scope) if self._is_of_a_screen(scope) else self.app
        await answer(scope, receive, send)

    def _is_of_a_screen(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        return bool(_PAGE.fullmatch(scope["path"])) and scope["path"] not in self._ours

    def _answer(self, scope: Scope) -> Response:
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        known = modules()
        page = _page(self._file, known.address(EARLY), tuple(known.address(name) for name in AHEAD))
        encoding = best_encoding(asked.get(b"accept-encoding", ""))
        headers = {"Cache-Control": ASK_EACH_TIME, "Vary": "Accept-Encoding", "ETag": f'W/"{page.mark}"'}
        if page.mark in asked.get(b"if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(page.bodies[encoding], headers=headers, media_type="text/html")


@lru_cache(maxsize=4)
def _page(file: Path, early: str, ahead: tuple[str, ...]) -> _Page:
    """Streamlit's page with our title, our look and our watch, the first script in it.

    The look stands behind what Streamlit adds to the head, which it would not override before it. Raises ValueError
    where the page has no head or no body.
    """
    page = file.read_text(encoding="utf-8").replace(TITLE, OUR_TITLE)
    head, ends, rest = page.partition(HEAD_ENDS)
    body, body_ends, last = rest.rpartition(BODY_ENDS)
    if not (ends and body_ends):
        raise ValueError(f"{file} is not the page that Streamlit begins with")
    ours = [
        f"<style>{OTHER_LETTERS.read_text(encoding='utf-8')}</style>",
        AT_THE_TOP,
        f'<script type="module" src="{early}" onerror="{IN_A_FOLDER}"></script>',
        *(f'<link rel="modulepreload" href="{address}">' for address in ahead),
    ]
    look = f"  <style>{LOOK.read_text(encoding='utf-8')}</style>\n  "
    text = "".join((head, "\n  ".join(ours), "\n  ", ends, body, look, body_ends, last)).encode()
    return _Page(
        hashlib.sha256(text).hexdigest()[:16], {"": text} | {name: made(text) for name, made in ENCODERS.items()}
    )

"""The facilitator's own routes: coming in with the key, and saving the group note while it is typed.

The key travels in the body of a POST or behind the # of a link, which browsers never send; it is kept
in a cookie that no script can read. It is never part of an address that reaches a server or a log.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from across.room.application import Application
from across.room.facilitator import Facilitator
from across.workshop.errors import ContentNotHere, NotYourWorkshop, TextChanged, TooManyTries, WorkshopError

COOKIE = "across_facilitator"
LARGEST_BODY = 128 * 1024
ANOTHER_WORKSHOP = (
    "Another workshop has been opened in this browser meanwhile. Your text is kept here. "
    "Open this one again with its facilitator link, and it will be saved."
)

_SCRIPT = """
const key = location.hash.slice(1);
if (key) {
  history.replaceState(null, "", location.pathname);
  const form = document.forms[0];
  form.key.value = decodeURIComponent(key);
  form.submit();
}
"""
_SCRIPT_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_STYLE = """
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;
color:#16302f;background:#f7f5f0}
label{display:block;margin:1.5rem 0 .25rem;font-weight:600}
input{font:inherit;width:100%;box-sizing:border-box;padding:.7rem;border:2px solid #5b7776;border-radius:.5rem}
button{font:inherit;font-weight:600;margin-top:1rem;padding:.75rem 1.5rem;border:0;border-radius:.5rem;
background:#0f5c5c;color:#fff;min-height:48px}
:focus-visible{outline:3px solid #b4530a;outline-offset:2px}
a{color:#0f5c5c}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Open your workshop - Across Boundaries</title><style>{style}</style></head><body><main>
<h1>Open your workshop</h1><p role="status">{message}</p>
<form method="post" action="/facilitate" autocomplete="off">
<label for="key">Facilitator key</label><input id="key" name="key" type="password" required>
<button>Open workshop</button></form><p><a href="/">Go to the start page</a></p>
</main><script>{script}</script></body></html>"""
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'sha256-{_SCRIPT_HASH}'; style-src 'sha256-{_STYLE_HASH}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def routes(the_application: Callable[[], Application]) -> list[Route]:
    """The facilitator's routes."""
    door = Door(the_application)
    return [
        Route("/facilitate", door.show, methods=["GET"]),
        Route("/facilitate", door.enter, methods=["POST"]),
        Route("/facilitate/group-note", door.save, methods=["POST"]),
        Route("/facilitate/group-note", door.read, methods=["GET"]),
    ]


class Door:
    """What the facilitator's browser asks for directly."""

    def __init__(self, the_application: Callable[[], Application]) -> None:
        self._the_application = the_application

    def show(self, _request: Request) -> Response:
        """Show the page that takes the key from behind the #, or asks for it."""
        return _page("Paste the key that follows the # in your facilitator link, or open the link itself.", 200)

    async def enter(self, request: Request) -> Response:
        """Take the key, keep it in the cookie and go to the step the workshop is at."""
        if not _same_origin(request):
            return _page("Open this page directly and try again.", 403)
        form = await request.form(max_fields=3, max_files=0)
        return await run_in_threadpool(_enter, request, self._the_application(), str(form.get("key", "")))

    async def save(self, request: Request) -> Response:
        """Save the group note on a step."""
        if not _same_origin(request):
            return JSONResponse({"saved": False, "why": "Open this page directly and try again."}, 403)
        body = await _body(request)
        if body is None:
            return JSONResponse({"saved": False, "why": "This text is too long. Shorten it and it will be saved."}, 413)
        return await run_in_threadpool(_save, request, self._the_application(), _read(body))

    def read(self, request: Request) -> Response:
        """Tell what the group note on a step is now."""
        try:
            asked = request.query_params
            with _facilitator(request, self._the_application(), asked.get("code")).reading() as reading:
                note = reading.group_note(asked.get("step", ""))
        except WorkshopError as error:
            return JSONResponse({"why": str(error)}, 403)
        return JSONResponse({"body": note.body, "version": note.version}, headers={"Cache-Control": "no-store"})


def _enter(request: Request, application: Application, key: str) -> Response:
    address = request.client.host if request.client else ""
    try:
        here = application.facilitator_for_visitor(key, address).workshop()
    except TooManyTries as error:
        return _page(str(error), 429)
    except NotYourWorkshop:
        return _page("This key opens no workshop. It may be mistyped, or the workshop has been deleted.", 404)
    except ContentNotHere as error:
        return _page(str(error), 503)
    answer = RedirectResponse(f"/{here.step}", 303)
    days = max((here.delete_on - datetime.now(UTC).date()).days + 1, 1)
    answer.set_cookie(
        COOKIE,
        key,
        max_age=int(timedelta(days=days).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _save(request: Request, application: Application, sent: dict[str, object]) -> Response:
    step, body, version = sent.get("step"), sent.get("body"), sent.get("version")
    if not (isinstance(step, str) and isinstance(body, str) and isinstance(version, int)):
        return JSONResponse({"saved": False, "why": "Reload the page and try again."}, 422)
    try:
        new = _facilitator(request, application, sent.get("code")).write_group_note(step, body, version)
    except TextChanged as changed:
        kept = {"body": changed.body, "version": changed.version}
        return JSONResponse({"saved": False, "why": str(changed), "kept": kept}, 409)
    except NotYourWorkshop as error:
        return JSONResponse({"saved": False, "why": str(error)}, 403)
    except WorkshopError as error:
        return JSONResponse({"saved": False, "why": str(error)}, 422)
    return JSONResponse({"saved": True, "version": new})


def _facilitator(request: Request, application: Application, code: object) -> Facilitator:
    """The facilitator of the cookie, if the page belongs to their workshop: another tab may have opened another one."""
    facilitator = application.facilitator(request.cookies.get(COOKIE, ""))
    if facilitator.code != code:
        raise NotYourWorkshop(ANOTHER_WORKSHOP)
    return facilitator


async def _body(request: Request) -> bytes | None:
    """The body of a request, None if it is too large; never more than that is read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return body


def _read(body: bytes) -> dict[str, object]:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    return urlsplit(origin).netloc == request.headers.get("host")


def _page(message: str, status: int) -> Response:
    return HTMLResponse(_PAGE.format(style=_STYLE, script=_SCRIPT, message=message), status, _HEADERS)

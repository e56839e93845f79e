"""The facilitator's own routes: opening a workshop with its key, the group note as it is typed, the stage.

The key travels in the body of a POST or behind the # of a link, which browsers never send; it is kept
in a cookie that no script can read. It is never part of an address that reaches a server or a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from across.room.application import Application
from across.room.cookies import FACILITATOR
from across.web import cookies
from across.web.facilitator import modules, stage
from across.web.facilitator.page import open_workshop
from across.web.facilitator.visitor import facilitator_of
from across.web.guard import Form, Guard, Json, NotReadable
from across.web.status import status_of
from across.workshop.errors import NotYourWorkshop, TextChanged, WorkshopError

PASTE_THE_KEY = "Paste the key that follows the # in your facilitator link, or open the link itself."
TheApplication = Callable[[], Application]


@dataclass(frozen=True)
class WrittenGroupNote:
    """A group note as a facilitator's page sends it: of which workshop and step, on top of which version."""

    code: object
    step: str
    body: str
    version: int

    @classmethod
    def read(cls, sent: Json) -> "WrittenGroupNote":
        """The note in what was sent. Raises NotReadable."""
        step, body, version = sent.get("step"), sent.get("body"), sent.get("version")
        if not (isinstance(step, str) and isinstance(body, str) and type(version) is int):
            raise NotReadable
        return cls(sent.get("code"), step, body, version)


def routes(the_application: TheApplication) -> list[Route]:
    """The facilitator's routes; `the_application` is asked for at each request."""
    guard = Guard(lambda: the_application().settings)
    return [
        Route("/facilitate", ask_for_key, methods=["GET"]),
        guard.form("/facilitate", partial(enter, the_application), refuse_key),
        Route("/facilitate/group-note", partial(read_group_note, the_application), methods=["GET"]),
        guard.json("/facilitate/group-note", partial(save_group_note, the_application), refuse_text),
        Route("/stage/state", partial(stage.state, the_application), methods=["GET"]),
        Route("/stage/qr.svg", partial(stage.qr_code, the_application), methods=["GET"]),
        Route("/stage/stage.js", modules.newest, methods=["GET"]),
        Route("/stage/{version}/{name}", modules.module, methods=["GET"]),
        guard.json("/stage/deeds", partial(stage.receive, the_application), stage.refuse),
    ]


def ask_for_key(_request: Request) -> Response:
    """The page that takes the key from behind the #, or asks for it."""
    return open_workshop(PASTE_THE_KEY)


async def enter(the_application: TheApplication, request: Request, form: Form) -> Response:
    """Keep the key in the cookie and go to the step that its workshop is at."""
    return await run_in_threadpool(_enter, the_application(), request, form.get("key", ""))


def refuse_key(_request: Request, error: WorkshopError, _form: Form) -> Response:
    """Say on the page why no workshop was opened."""
    return open_workshop(str(error), status_of(error))


def read_group_note(the_application: TheApplication, request: Request) -> Response:
    """Tell what the group note on a step is now."""
    asked = request.query_params
    try:
        with facilitator_of(request, the_application(), asked.get("code")).reading() as reading:
            note = reading.group_note(asked.get("step", ""))
    except WorkshopError as error:
        return JSONResponse({"why": str(error)}, 403)
    return JSONResponse({"body": note.body, "version": note.version}, headers={"Cache-Control": "no-store"})


async def save_group_note(the_application: TheApplication, request: Request, sent: Json) -> Response:
    """Save the group note on a step, unless somebody else has changed it meanwhile."""
    return await run_in_threadpool(_save, the_application(), request, sent)


def refuse_text(_request: Request, error: WorkshopError, _sent: Json) -> Response:
    """Say why the text was not saved, and what stands in its place where somebody else has changed it."""
    kept = {"kept": {"body": error.body, "version": error.version}} if isinstance(error, TextChanged) else {}
    return JSONResponse({"saved": False, "why": str(error)} | kept, status_of(error))


def _enter(application: Application, request: Request, key: str) -> Response:
    address = request.client.host if request.client else ""
    try:
        here = application.facilitator_for_visitor(key, address).workshop()
    except NotYourWorkshop:
        return open_workshop("This key opens no workshop. It may be mistyped, or the workshop has been deleted.", 404)
    except WorkshopError as error:
        return open_workshop(str(error), status_of(error))
    answer = RedirectResponse(f"/{here.step}", 303)
    cookies.give(answer, {FACILITATOR: key}, here, request, application.settings)
    return answer


def _save(application: Application, request: Request, sent: Json) -> Response:
    try:
        note = WrittenGroupNote.read(sent)
        new = facilitator_of(request, application, note.code).write_group_note(note.step, note.body, note.version)
    except WorkshopError as error:
        return refuse_text(request, error, sent)
    return JSONResponse({"saved": True, "version": new})

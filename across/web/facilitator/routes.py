"""The facilitator's own routes: opening a workshop with its key, the group note as it is typed, the stage.

The key travels in the body of a POST or behind the # of a link, which browsers never send; it is kept
in a cookie that no script can read. It is never part of an address that reaches a server or a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from across.room.application import Application
from across.web.facilitator import held, modules, stage
from across.web.facilitator.page import open_workshop
from across.web.facilitator.visitor import facilitator_of
from across.web.guard import Form, Guard, Json, NotReadable
from across.web.status import status_of
from across.workshop.errors import InOurWords, StoreFault, TextChanged, WorkshopError

PASTE_THE_KEY = "Paste the key that follows the # in your facilitator link, or open the link itself."
TheApplication = Callable[[], Application]
HeldDeed = Callable[[Application, Request, Form], Response]
HELD_DEEDS: dict[str, HeldDeed] = {
    "/facilitate": held.enter,
    "/facilitate/open": held.open_held,
    "/facilitate/forget": held.forget,
    "/facilitate/link": held.show_link,
    held.NEW_LINK: held.prepare_new_link,
    held.MADE_NOW: held.make_new_link,
}


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
        Route("/facilitate", partial(ask_for_key, the_application), methods=["GET"]),
        Route(held.NEW_LINK, partial(ask_for_new_link, the_application), methods=["GET"]),
        *(guard.form(path, partial(work, the_application, deed), refuse_key) for path, deed in HELD_DEEDS.items()),
        Route("/facilitate/group-note", partial(read_group_note, the_application), methods=["GET"]),
        guard.json("/facilitate/group-note", partial(save_group_note, the_application), refuse_text),
        Route("/stage/state", partial(stage.state, the_application), methods=["GET"]),
        Route("/stage/qr.svg", partial(stage.qr_code, the_application), methods=["GET"]),
        Route("/stage/stage.js", modules.newest, methods=["GET"]),
        Route("/stage/{version}/{name}", modules.module, methods=["GET"]),
        guard.json("/stage/deeds", partial(stage.receive, the_application), stage.refuse),
    ]


def ask_for_key(the_application: TheApplication, request: Request) -> Response:
    """The page that takes the key from behind the #, or asks for it; with a workshop open already, it asks first."""
    try:
        name = the_application().facilitator(held.keys_of(request).open).workshop().name
    except WorkshopError:
        return open_workshop(PASTE_THE_KEY)
    return open_workshop(PASTE_THE_KEY, asks_first=name)


def ask_for_new_link(the_application: TheApplication, request: Request) -> Response:
    """The page that makes a new link once its button is pressed."""
    return held.ask_for_new_link(the_application(), request)


async def work(the_application: TheApplication, deed: HeldDeed, request: Request, form: Form) -> Response:
    """Do one of the deeds on the workshops that this browser holds."""
    return await run_in_threadpool(deed, the_application(), request, form)


def refuse_key(_request: Request, error: InOurWords, form: Form) -> Response:
    """Say on the page why no workshop was opened; a key that the store could not look up need not be pasted again."""
    typed = form.get("key", "") if isinstance(error, StoreFault) else ""
    return open_workshop(str(error), status_of(error), typed=typed)


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


def refuse_text(_request: Request, error: InOurWords, _sent: Json) -> Response:
    """Say why the text was not saved, and what stands in its place where somebody else has changed it."""
    kept = {"kept": {"body": error.body, "version": error.version}} if isinstance(error, TextChanged) else {}
    return JSONResponse({"saved": False, "why": str(error)} | kept, status_of(error))


def _save(application: Application, request: Request, sent: Json) -> Response:
    try:
        note = WrittenGroupNote.read(sent)
        new = facilitator_of(request, application, note.code).write_group_note(note.step, note.body, note.version)
    except WorkshopError as error:
        return refuse_text(request, error, sent)
    return JSONResponse({"saved": True, "version": new})

"""The participants' addresses: joining, taking part, what a phone sends, the event stream, style and script."""

from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from across.documents.file_names import file_name
from across.room.application import Application, tidy
from across.room.reading import ParticipantReading
from across.web import events as live
from across.web.guard import Guard
from across.web.participant import asides, handing_on, page, reply, results, saving
from across.web.participant import static_files as files
from across.web.participant.shared_report import Copies
from across.web.participant.visitor import Visitor, address_of, enter, is_shared, look, remember, visitor_of
from across.workshop.errors import NotTakingPart, WorkshopError
from across.workshop.steps import RESULTS

LONGEST_CODE = 40
TheApplication = Callable[[], Application]


def routes(the_application: TheApplication) -> list[BaseRoute]:
    """Every address of the participants' pages; `the_application` is asked for at each request."""

    def get(address: str, answer: Callable[..., object]) -> Route:
        return Route(address, partial(answer, the_application), methods=["GET"])

    guard = Guard(lambda: the_application().settings)
    refuse = partial(saving.refuse, the_application)

    def post(address: str, keep: saving.Keep) -> Route:
        return guard.form(address, partial(saving.receive, the_application, keep), refuse)

    copies = Copies()
    return [
        get("/join", ask_for_code),
        get("/join/{code}", join),
        get("/take-part", take_part),
        get("/take-part/part", part),
        get("/take-part/others", others),
        get("/take-part/choose", choose),
        get("/take-part/say", say),
        get(page.CHANGE, own_note),
        get("/take-part/state", state),
        get("/take-part/next", handing_on.ask),
        Route("/take-part/report.pdf", partial(report, the_application, copies), methods=["GET"]),
        post("/take-part/note", saving.note),
        post(page.CHANGE, saving.change),
        post("/take-part/take-back", saving.take_back),
        post("/take-part/mark", saving.mark),
        guard.form("/take-part/response", partial(saving.receive_response, the_application), refuse),
        post("/take-part/comment", saving.comment),
        post("/take-part/votes", saving.votes),
        post("/take-part/sector", saving.sector),
        guard.form("/take-part/next", partial(handing_on.receive, the_application), refuse),
        post("/take-part/finished", saving.finished),
        guard.form("/take-part/writing", partial(saving.receive_writing, the_application), refuse),
        get("/live/{code}", live.listen),
        get("/phone/{file}", static),
    ]


def ask_for_code(_the_application: TheApplication, request: Request) -> Response:
    """The form for the join code, which leads to the join link."""
    typed = request.query_params.get("code", "")
    # Some paste the whole link.
    code = tidy(typed.rstrip("/").rpartition("/")[2])[:LONGEST_CODE]
    if code:
        return reply.go_to(f"/join/{quote(code, safe='')}")
    return reply.html("join.html", {})


def join(the_application: TheApplication, request: Request) -> Response:
    """Give the phone its cookies. Nobody is counted yet: link previews come here too."""
    application = the_application()
    try:
        code = request.path_params["code"][:LONGEST_CODE]
        workshop = application.workshop_for_visitor(code, address_of(request))
        answer = reply.go_to("/take-part")
        remember(answer, request, workshop, application)
    except WorkshopError as error:
        return reply.sorry(error)
    return answer


def take_part(the_application: TheApplication, request: Request) -> Response:
    """The participant's page. Whoever opens it takes part from now on and is counted once."""
    application, visitor = the_application(), visitor_of(request)
    if not visitor.token:
        return reply.go_to("/join")
    try:
        if request.method == "HEAD":
            enter(application, visitor)
            return reply.html("join.html", {})
        try:
            view = _view(application, visitor, request, opened=True)
        except NotTakingPart:
            application.participant(visitor.code, visitor.token).join(visitor.address)
            view = _view(application, visitor, request, opened=True)
        return reply.html("page.html", view)
    except NotTakingPart:
        # A token that we have not made: the join link gives this phone one of ours.
        return reply.go_to(f"/join/{quote(visitor.code, safe='')}")
    except WorkshopError as error:
        return reply.sorry(error, joined=True)


def part(the_application: TheApplication, request: Request) -> Response:
    """What changes from step to step, alone, for the script to put in place."""
    visitor = visitor_of(request, request.query_params.get("code"))
    try:
        answer = reply.html("part.html", _view(the_application(), visitor, request))
    except WorkshopError as error:
        answer = reply.sorry(error, "sorry-part.html", joined=bool(visitor.token))
    # A hotel's sign-in page has no such header: the script shows nothing without it.
    answer.headers["Across-Part"] = "1"
    return answer


def others(the_application: TheApplication, request: Request) -> Response:
    """The notes of others on a question, alone, or only how many; nothing where the phone has them as they are."""
    query = request.query_params
    visitor = visitor_of(request, query.get("code"))
    try:
        view = look(the_application(), visitor, lambda reading: page.others(reading, query.get("step", "")))
    except WorkshopError as error:
        return reply.refused(error)
    if "count" in query:
        view["others"] = ()
    return reply.unless_known(request, reply.html("others.html", view))


def choose(the_application: TheApplication, request: Request) -> Response:
    """The page on which one chooses what to talk about, or what to do first."""
    query = request.query_params
    visitor = visitor_of(request, query.get("code"))
    step = query.get("step", RESULTS)

    def view(reading: ParticipantReading) -> page.View:
        return asides.choice(reading, step) | {"shared": is_shared(request, visitor.code)}

    return _aside(the_application, visitor, "choose.html", view)


def own_note(the_application: TheApplication, request: Request) -> Response:
    """The page on which one changes a note of one's own, or takes it back."""
    query = request.query_params
    visitor = visitor_of(request, query.get("code"))
    note_id = query.get("id", "")
    return _aside(the_application, visitor, "own-note.html", lambda reading: asides.own_note(reading, note_id))


def say(the_application: TheApplication, request: Request) -> Response:
    """The page on which one says what lies behind a score."""
    query = request.query_params
    visitor = visitor_of(request, query.get("code"))

    def view(reading: ParticipantReading) -> page.View:
        dimension = asides.dimension_at(reading.content, query.get("dimension", ""))
        asked = asides.comment(reading.workshop, reading.content, dimension)
        return asked | {"shared": is_shared(request, visitor.code)}

    return _aside(the_application, visitor, "say.html", view)


def _aside(
    the_application: TheApplication, visitor: Visitor, template: str, view: Callable[[ParticipantReading], page.View]
) -> Response:
    try:
        return reply.html(template, look(the_application(), visitor, view))
    except WorkshopError as error:
        return reply.sorry(error, joined=bool(visitor.token))


def state(the_application: TheApplication, request: Request) -> Response:
    """Where the workshop is, for phones that the event stream does not reach: from memory where nothing is new."""
    visitor = visitor_of(request, request.query_params.get("code"))
    application = the_application()
    known = application.bulletin_for(visitor.code, visitor.token) if visitor.token else None
    try:
        bulletin = known or look(application, visitor, lambda reading: reading.bulletin)
    except WorkshopError as error:
        return reply.refused(error)
    if visitor.token and not known:
        application.let_in.note(visitor.token, visitor.code, bulletin.taken_out, application.calendar())
    age = int(application.feed.age(visitor.code)) if known else 0
    return reply.json(live.as_told(bulletin, round(application.clock(), 1), age))


async def report(the_application: TheApplication, copies: Copies, request: Request) -> Response:
    """The report as a PDF, for those who take part, while the facilitator shares it."""
    visitor = visitor_of(request, request.query_params.get("code"))
    try:
        document, workshop = await copies.of(the_application(), visitor)
    except WorkshopError as error:
        return await run_in_threadpool(reply.sorry, error, joined=bool(visitor.token))
    called = quote(file_name(workshop, ".pdf"), safe="")
    headers = reply.HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
    return Response(document, headers=headers, media_type="application/pdf")


def static(_the_application: TheApplication, request: Request) -> Response:
    """The style or the script."""
    try:
        found = files.static_file(request.path_params["file"])
    except KeyError:
        return Response("There is nothing at this address.", 404, reply.HEADERS, "text/plain")
    fresh = request.query_params.get("v") == found.version
    headers = {
        "ETag": f'"{found.version}"',
        "Cache-Control": files.FOR_GOOD if fresh else files.ASK_EACH_TIME,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if found.version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if reply.accepts_gzip(request):
        return Response(found.zipped, headers=headers | {"Content-Encoding": "gzip"}, media_type=found.media_type)
    return Response(found.plain, headers=headers, media_type=found.media_type)


def _view(application: Application, visitor: Visitor, request: Request, *, opened: bool = False) -> page.View:
    asked = page.asked_in(request.query_params, opened=opened)
    view = look(application, visitor, lambda reading: page.view(reading, asked, application.clock()))
    view["shared"] = is_shared(request, visitor.code)
    return results.with_chart(application, visitor, view)

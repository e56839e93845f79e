"""What the stage is drawn from, as JSON, and what is done on it: for the facilitator's own browser alone."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from across.metrics import PICTURES_DRAWN
from across.results.phrases import chosen_in_words, labelled_points
from across.room.application import Application
from across.room.cookies import FACILITATOR, open_key
from across.room.join_address import Choice, choices, for_phones
from across.room.stage import Choosing, Told
from across.room.stage_results import StageResults
from across.web.facilitator import deeds
from across.web.facilitator.qr_code import of_address, of_wifi
from across.web.facilitator.visitor import facilitator_of, reading_of
from across.web.guard import Json
from across.web.status import status_of
from across.workshop import timer
from across.workshop.dates import date_in_full
from across.workshop.errors import InOurWords, StoreFault, WorkshopError
from across.workshop.steps import QUESTION, RESULTS, WELCOME, Step, kind_of
from across.workshop.values import ACTION_STATES, Action, Answers, Chosen, Note, Workshop
from content.shape import Content

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
NOT_READ = "The server cannot reach what it keeps at the moment. Nothing is lost. It tries again by itself."
TheApplication = Callable[[], Application]


@dataclass(frozen=True)
class Join:
    """Where phones are sent to, and where else they could be; how many came from one address, 0 where not many."""

    address: str | None
    choices: list[Choice]
    from_one: int


def state(the_application: TheApplication, request: Request) -> Response:
    """What the stage is drawn from now, or what is new of it; nothing where nothing is."""
    application, asked = the_application(), request.query_params
    code, since = asked.get("code", ""), asked.get("since", "")
    key, now = open_key(request.cookies.get(FACILITATOR)), application.calendar()
    if since and application.unchanged.is_still(key, code, since, application.feed.latest(code), now):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=HEADERS)
    try:
        with reading_of(request, application, code) as (facilitator, reading):
            told = application.stages.told(reading, since)
            moves = reading.workshop.step == RESULTS and reading.workshop.results_mode == "live"
            revision = reading.workshop.revision
        if moves:
            # Where newer answers come in, every screen hears of it and asks again.
            facilitator.refresh()
    except WorkshopError as error:
        return _refused(error)
    except StoreFault:
        # The picture stays and asks again.
        return JSONResponse({"done": False, "why": NOT_READ}, HTTPStatus.SERVICE_UNAVAILABLE, HEADERS)
    if not moves:
        application.unchanged.told(key, code, told.version if told else since, revision, now)
    if told is None:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=HEADERS)
    PICTURES_DRAWN.inc()
    here = told.picture.workshop
    from_one = len(application.arrivals.many(here.code))
    join = Join(_address(application, request, here), _choices(application, request, here), from_one)
    writing = application.writing_on(here.code, here.step)
    moment = {"now": round(application.clock(), 1)}
    return JSONResponse(moment | as_told(told, facilitator.content, join, writing), headers=HEADERS)


def qr_code(the_application: TheApplication, request: Request) -> Response:
    """The QR code to join, or the one that joins the Wi-Fi; nothing where there is none to show."""
    application, asked = the_application(), request.query_params
    try:
        with reading_of(request, application, asked.get("code")) as (_, reading):
            here = reading.workshop
    except WorkshopError as error:
        return _refused(error)
    address = _address(application, request, here)
    if asked.get("of") == "wifi" and here.wifi:
        picture = of_wifi(here.wifi)
    elif asked.get("of") == "join" and address:
        picture = of_address(f"{address}/join/{here.code}")
    else:
        return Response(status_code=HTTPStatus.NOT_FOUND, headers=HEADERS)
    return Response(picture, headers=HEADERS, media_type="image/svg+xml")


def _address(application: Application, request: Request, here: Workshop) -> str | None:
    """The address that phones can open, None where nobody else can reach this machine."""
    return for_phones(application.settings, str(request.base_url), here.join_address)


def _choices(application: Application, request: Request, here: Workshop) -> list[Choice]:
    """At Welcome, the addresses that phones may be sent to."""
    if here.step != WELCOME:
        return []
    return choices(application.settings, str(request.base_url), here.join_address)


async def receive(the_application: TheApplication, request: Request, sent: Json) -> Response:
    """Do what was asked for on the stage."""
    return await run_in_threadpool(_done, the_application(), request, sent)


def refuse(_request: Request, error: InOurWords, _sent: Json) -> Response:
    """Say why nothing was done."""
    return _refused(error)


def _done(application: Application, request: Request, sent: Json) -> Response:
    try:
        deeds.do(facilitator_of(request, application, sent.get("code")), sent)
    except WorkshopError as error:
        return _refused(error)
    return JSONResponse({"done": True}, headers=HEADERS)


def _refused(error: InOurWords) -> Response:
    return JSONResponse({"done": False, "why": str(error)}, status_of(error), HEADERS)


def as_told(told: Told, content: Content, join: Join, writing: int) -> dict[str, object]:
    """The picture as a screen gets it: see docs/stage.md."""
    picture, here = told.picture, told.picture.workshop
    visible = [note for note in picture.notes if not note.hidden]
    seen = () if here.covered else told.notes
    shown = {note.id for note in visible} if not here.covered else set()
    news: dict[str, object] = {
        "version": told.version,
        "whole": told.whole,
        "workshop": _facts(here, join),
        "step": here.step,
        "scoring": here.scoring,
        "revealed": here.revealed,
        "timer": here.timer and vars(here.timer),
        "counts": vars(picture.counts),
        "sending": {"sent": picture.sent, "finished": picture.finished, "writing": writing},
        "theme": here.theme,
        "asking": here.asking,
        "sentence": here.sentence,
        "covered": here.covered,
        "spotlight": here.spotlight if here.spotlight in shown else None,
        "wall_page": here.wall_page,
        "note_count": len(visible),
        "notes": [_note(place, note) for place, note in seen],
        "group_note": vars(picture.group_note),
        "look": vars(here.look),
        "revealed_at": here.revealed_at,
        "together": picture.together and _together(picture.together, content),
        "choosing": picture.choosing and _choosing(picture.choosing, content),
        "actions": [_action(action, content) for action in picture.actions],
        "agreed": [vars(note) for note in picture.agreed],
    }
    if told.results:
        news["results"] = picture.results and _results(picture.results)
    if told.whole:
        news |= {"agenda": [_step(step, content) for step in here.agenda], "texts": _texts(here.step, content)}
    return news


def _facts(here: Workshop, join: Join) -> dict[str, object]:
    return {
        "code": here.code,
        "name": here.name,
        "partnership": here.partnership,
        "held_on": date_in_full(here.held_on),
        "delete_on": date_in_full(here.delete_on),
        "smallest_group": here.smallest_group,
        "rehearsal": here.rehearsal,
        "results_mode": here.results_mode,
        "report_shared": here.report_shared,
        "address": join.address,
        "addresses": [vars(choice) for choice in join.choices],
        "wifi": here.wifi and here.wifi.name,
        "door_open": here.door_open,
        "in_room": here.in_room,
        "from_one_address": join.from_one,
    }


def _step(step: Step, content: Content) -> dict[str, object]:
    kind = kind_of(step.id, content)
    return {
        "id": step.id,
        "title": step.title,
        "kind": kind.id if kind else "other",
        "topic": content.topic(step.id),
        "minutes": step.minutes,
    }


def _note(place: int, note: Note) -> dict[str, object]:
    if note.hidden:
        return {"id": note.id, "hidden": True}
    return {
        "id": note.id,
        "place": place,
        "body": note.body,
        "way": note.way,
        "pinned": note.pinned,
        "hidden": False,
        "heading": note.heading,
        "marks": note.marks,
        "taken_up": note.taken_up,
    }


def _results(results: StageResults) -> dict[str, object]:
    newer, saved = results.newer, results.saved
    comments = {dimension: [vars(one) for one in found] for dimension, found in results.comments.items()}
    told = {"newer": newer and vars(newer), "saved": saved and date_in_full(saved), "comments": comments}
    return vars(results) | told


def _choosing(choosing: Choosing, content: Content) -> dict[str, object]:
    """How many have chosen; once it is shown what, by its words, a dimension with its id."""
    return {"people": choosing.people, "shown": choosing.shown and _shown(choosing.shown, content)}


def _shown(chosen: Chosen, content: Content) -> list[dict[str, object]]:
    named = zip(chosen.topics, chosen_in_words(chosen, content), strict=True)
    ids = chosen.step == RESULTS
    return [{"id": topic.topic if ids else "", "name": name, "people": people} for topic, (name, people) in named]


def _together(agreed: Answers, content: Content) -> dict[str, object]:
    """Every item in its order, what may be chosen, and what the group has settled aloud."""
    questionnaire, scale = content.questionnaire, content.choices.scale
    return {
        "items": [
            {"id": item.id, "text": item.text, "dimension": dimension.name}
            for dimension in questionnaire.dimensions
            for item in dimension.items
        ],
        "points": labelled_points(content),
        "dont_know": scale.dont_know,
        "answers": agreed.points,
    }


def _action(action: Action, content: Content) -> dict[str, object]:
    return {
        "id": action.id,
        "what": action.what,
        "who": action.who,
        "by_when": action.by_when,
        "way": content.way_name(action.way),
        "with_others": action.with_others,
        "state": ACTION_STATES[action.state],
        "last_time": action.last_time and date_in_full(action.last_time),
    }


def _texts(step: str, content: Content) -> dict[str, object]:
    """The words of the content that the step is shown with."""
    kind, questionnaire, choices = kind_of(step, content), content.questionnaire, content.choices
    question = content.question(step) if kind and kind.id == QUESTION else None
    copyright_line = f"{questionnaire.copyright} {questionnaire.information} {questionnaire.link}."
    return {
        "question": question and {"whole": question.text, "sentences": question.sentences},
        "copyright": copyright_line,
        "scale": choices.scale.note,
        "scores": choices.scores,
        "items": len(questionnaire.items),
        "language": content.language,
        "ways": [{"id": way.id, "name": way.name, "line": way.published} for way in choices.ways.list],
        "ways_source": choices.ways.note,
        "phases": timer.PHASES,
        "timer": {"paused": timer.PAUSED, "up": timer.TIME_IS_UP},
    }

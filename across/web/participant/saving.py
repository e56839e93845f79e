"""What a phone sends: notes, answers, a sector, that it has finished; from plain forms or the script alike."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from across import metrics
from across.room.application import Application
from across.room.participant import Participant
from across.room.reading import ParticipantReading
from across.web.guard import Form
from across.web.participant import asides, reply
from across.web.participant.page import BACK, CHANGE, DONT_KNOW, END, SECTOR, View, note_form
from across.web.participant.visitor import enter, look, visitor_of
from across.web.status import status_of
from across.workshop.errors import (
    InOurWords,
    NoSuchWorkshop,
    NotAllowedHere,
    NotTakingPart,
    StoreFault,
    TextMissing,
    WorkshopError,
)
from across.workshop.steps import QUESTIONNAIRE, steps_of_notes
from across.workshop.values import Answers, Tap
from content.shape import Content, Item

LONGEST_TAP = 10
# The same answer for every tap: to make it anew would take as long as to read the tap.
SAVED = reply.json({"saved": True})
# What a box of a topic is called, before its number.
TOPIC = "topic-"
# Where the group was when a page beside a step was opened.
AT = "at"


@dataclass(frozen=True)
class Sent:
    """A form that has come in, and where it is to be kept."""

    participant: Participant
    form: Form


Keep = Callable[[Sent], str]


async def receive(the_application: Callable[[], Application], keep: Keep, request: Request, form: Form) -> Response:
    """Have a form kept, and say so: to the script as JSON, to a plain form as a page."""
    return await run_in_threadpool(_kept, the_application, keep, request, form)


async def receive_response(the_application: Callable[[], Application], request: Request, form: Form) -> Response:
    """Have an answer kept, and count how long that took."""
    began = time.perf_counter()
    try:
        answer = await _receive_tap(the_application, request, form)
    except Exception:
        metrics.TAPS_FAILED.inc()
        raise
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        metrics.TAP_SECONDS.observe(time.perf_counter() - began)
    else:
        fails = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        (metrics.TAPS_FAILED if fails else metrics.TAPS_REFUSED).inc()
    return answer


async def _receive_tap(the_application: Callable[[], Application], request: Request, form: Form) -> Response:
    """As `receive` for answers. A tap of the script, one of many, is written together with those of others."""
    visitor = visitor_of(request, form.get("code"))
    if not (visitor.token and "item" in form and "tap" in form):
        return await receive(the_application, response, request, form)
    try:
        tap = Tap(visitor.token, form["item"], _point(form.get("point", "")), _tap_number(form["tap"]))
        await the_application().taps.keep(visitor.code, tap)
    except (NoSuchWorkshop, NotTakingPart):
        # Whoever does not take part may be guessing codes: the other way counts that.
        return await receive(the_application, response, request, form)
    except WorkshopError as error:
        return _refusal(request, error)
    return SAVED if reply.wants_json(request) else reply.go_to(_place(END))


async def receive_writing(the_application: Callable[[], Application], request: Request, form: Form) -> Response:
    """Take a sign that somebody is writing a note: screens show on how many phones, and nothing of it is kept."""
    return await run_in_threadpool(_writes, the_application(), request, form)


def _writes(application: Application, request: Request, form: Form) -> Response:
    visitor = visitor_of(request, form.get("code"))
    try:
        here = look(application, visitor, lambda reading: reading.workshop)
    except WorkshopError as error:
        return _refusal(request, error)
    if visitor.token and form.get("step") == here.step:
        application.begins_to_write(here.code, visitor.token, here.step)
    return reply.json({"saved": True}) if reply.wants_json(request) else reply.go_to("/take-part")


def refuse(the_application: Callable[[], Application], request: Request, error: InOurWords, form: Form) -> Response:
    """Say why the guard let nothing in, or the store took nothing; what a plain form brought is shown again."""
    if isinstance(error, StoreFault) and not reply.wants_json(request):
        return reply.again(request, error, form)
    if _may_be_lost(request, error, form):
        return _note_again(request, error, form, the_application().content)
    return _refusal(request, error)


def _kept(the_application: Callable[[], Application], keep: Keep, request: Request, form: Form) -> Response:
    sent = None
    try:
        visitor = visitor_of(request, form.get("code"))
        sent = Sent(enter(the_application(), visitor), form)
        then = keep(sent)
    except WorkshopError as error:
        if sent is None:
            return refuse(the_application, request, error, form)
        return _refused(the_application, request, error, sent)
    if not reply.wants_json(request):
        return reply.go_to(then)
    return reply.json({"saved": True} | ({"then": then} if AT in form else {}))


def _refused(
    the_application: Callable[[], Application], request: Request, error: WorkshopError, sent: Sent
) -> Response:
    if _is_aside(request, sent.form):
        return _aside_again(error, sent)
    if _may_be_lost(request, error, sent.form):
        rehearsal = _rehearses(the_application(), sent)
        return _note_again(request, error, sent.form, sent.participant.content, rehearsal=rehearsal)
    return _refusal(request, error)


def note(sent: Sent) -> str:
    """Keep a note; return the page to go on with."""
    question = sent.form.get("question", "")
    note_id = sent.form.get("id") or secrets.token_hex(16)
    sent.participant.send_note(note_id, question, sent.form.get("text", ""), sent.form.get("way") or None)
    return f"/take-part?step={question}&saved"


def change(sent: Sent) -> str:
    """Give a note of one's own other words; return the page to go on with."""
    form = sent.form
    question = sent.participant.change_note(form.get("id", ""), form.get("text", ""), form.get("way") or None)
    return _with_the_group(sent, f"/take-part?step={question}")


def take_back(sent: Sent) -> str:
    """Delete a note of one's own; return the page to go on with."""
    question = sent.participant.take_back_note(sent.form.get("id", ""))
    return _with_the_group(sent, f"/take-part?step={question}", BACK) if question else "/take-part"


def mark(sent: Sent) -> str:
    """Keep that somebody else's note is true for this person too, or take that back; return the page to go on with."""
    note_id, marked = sent.form.get("note", ""), sent.form.get("marked")
    if marked not in ("0", "1"):
        raise NotAllowedHere
    try:
        sent.participant.mark_note(note_id, marked=marked == "1")
    except NotAllowedHere:
        raise NotAllowedHere("This note is no longer shown, so nothing was marked.") from None
    question = sent.form.get("question", "")
    known = question in steps_of_notes(sent.participant.content)
    return f"/take-part?step={question}&others&saved#n-{note_id}" if known else "/take-part"


def comment(sent: Sent) -> str:
    """Keep what somebody says to a dimension, apart from their answers; return the page to go on with."""
    dimension = sent.form.get("dimension", "")
    note_id = sent.form.get("id") or secrets.token_hex(16)
    sent.participant.comment(note_id, dimension, sent.form.get("text", ""))
    with sent.participant.reading() as reading:
        there = asides.after_comment(reading.workshop, reading.content, dimension)
    return _with_the_group(sent, there, "comment")


def votes(sent: Sent) -> str:
    """Keep what somebody chooses at a step; return the page to go on with."""
    step = sent.form.get("step", "")
    sent.participant.choose(step, _ticked(sent.form))
    return _with_the_group(sent, f"/take-part?step={step}", "choice")


def _ticked(form: Form) -> set[str]:
    return {value for name, value in form.items() if name.startswith(TOPIC)}


def _with_the_group(sent: Sent, there: str, saved: str = "") -> str:
    """Where a page beside a step goes on: back to its step, or with the group, which has gone on since it was opened.

    Either says what was `saved`.
    """
    with sent.participant.reading() as reading:
        here = reading.workshop
    then = there if sent.form.get(AT, here.step) == here.step else "/take-part"
    return f"{then}{'&' if '?' in then else '?'}saved{'=' if saved else ''}{saved}"


def finished(sent: Sent) -> str:
    """Keep that this person has finished a step, or take that back; return the page to go on with."""
    step, said = sent.form.get("step", ""), sent.form.get("finished")
    if said not in ("yes", "no"):
        raise NotAllowedHere
    sent.participant.finish(step, finished=said == "yes")
    return f"/take-part?step={step}&saved"


def response(sent: Sent) -> str:
    """Keep one tap of the script, or one dimension of the plain form; return the page to go on with."""
    if "item" in sent.form:
        point = sent.form.get("point", "")
        sent.participant.respond(sent.form["item"], _point(point), _tap(sent))
        return _place(END)
    number = _number(sent.form.get("dimension", ""), 3)
    dimensions = sent.participant.content.questionnaire.dimensions
    if not 1 <= number <= len(dimensions):
        raise NotAllowedHere
    there = str(number + 1) if number < len(dimensions) else END
    return _place(there, saved=_keep_changed(sent, dimensions[number - 1].items))


def sector(sent: Sent) -> str:
    """Keep the sector, if one was chosen; return the page to go on with."""
    chosen = sent.form.get("sector")
    if chosen:
        sent.participant.choose_sector(chosen)
    return _place("1", saved=bool(chosen))


def _keep_changed(sent: Sent, items: tuple[Item, ...]) -> bool:
    """Keep the answers that are new; whether the form had any at all, which are then kept."""
    given, tap = _given(sent)
    for item in items:
        if item.id not in sent.form:
            continue
        point = _point(sent.form[item.id])
        if item.id not in given.points or given.points[item.id] != point:
            tap += 1
            sent.participant.respond(item.id, point, tap)
    return any(item.id in sent.form for item in items)


def _given(sent: Sent) -> tuple[Answers, int]:
    with sent.participant.reading() as reading:
        return reading.answers


def _place(place: str, *, saved: bool = True) -> str:
    return f"/take-part?step={QUESTIONNAIRE}&dimension={place}" + ("&saved" if saved and place != SECTOR else "")


def _point(text: str) -> int | None:
    return None if text == DONT_KNOW else _number(text, 2)


def _tap(sent: Sent) -> int:
    if "tap" not in sent.form:
        return _given(sent)[1] + 1
    return _tap_number(sent.form["tap"])


def _tap_number(text: str) -> int:
    return _number(text, LONGEST_TAP)


def _number(text: str, digits: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= digits):
        raise NotAllowedHere
    return int(text)


def _refusal(request: Request, error: InOurWords) -> Response:
    """Say why nothing was kept."""
    return reply.refused(error) if reply.wants_json(request) else reply.sorry(error)


def _may_be_lost(request: Request, error: InOurWords, form: Form) -> bool:
    """Whether a plain form brought a note that nobody else keeps."""
    typed = form.get("text") or isinstance(error, TextMissing)
    return bool(typed) and "question" in form and not reply.wants_json(request)


def _is_aside(request: Request, form: Form) -> bool:
    """Whether a plain form brought a comment or a choice."""
    told = {"text", "dimension"} <= form.keys()
    return (told or _is_choice(form)) and not reply.wants_json(request)


def _is_choice(form: Form) -> bool:
    return any(name.startswith(TOPIC) for name in form)


def _aside_again(error: WorkshopError, sent: Sent) -> Response:
    """A comment or a choice that was refused, shown again with the reason, so that it is not lost."""
    try:
        with sent.participant.reading() as reading:
            template, view = _as_sent(reading, sent.form, str(error))
    except WorkshopError:
        return reply.sorry(error)
    return reply.html(template, view, status_of(error))


def _as_sent(reading: ParticipantReading, form: Form, why: str) -> tuple[str, View]:
    if _is_choice(form):
        return "choose.html", asides.choice(reading, form.get("step", ""), _ticked(form), why)
    typed = (form["dimension"], form["text"], form.get("id", ""))
    return "say.html", asides.comment(reading.workshop, reading.content, *typed, why=why)


def _note_again(
    request: Request, error: InOurWords, form: Form, content: Content, *, rehearsal: bool = False
) -> Response:
    """A note that was typed and refused, shown again, so that it is not lost."""
    typed = (form["question"], form.get("text", ""), form.get("way", ""), form.get("id", ""))
    there = request.url.path
    shown = note_form(content, *typed, changes=there == CHANGE)
    view = shown | {"why": str(error), "code": form.get("code", ""), "rehearsal": rehearsal, "there": there}
    return reply.html("note-again.html", view, status_of(error))


def _rehearses(application: Application, sent: Sent) -> bool:
    try:
        return application.workshop(sent.participant.code).rehearsal
    except NoSuchWorkshop:
        return False

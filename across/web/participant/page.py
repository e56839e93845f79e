"""What the participant's page is told: the step everyone is at, or an earlier one, and what this person sent there."""

import math
import secrets
import time
from dataclasses import asdict, dataclass

from starlette.datastructures import QueryParams

from across.room.room import Room
from across.web.participant import results
from across.workshop.errors import NotAllowedHere
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME, steps_of_notes
from across.workshop.values import LONGEST_TEXT, Answers, Timer, Workshop
from content.shape import Content, Dimension, Questionnaire

QUESTION, OTHER = "question", "other"
SECTOR, END = "sector", "end"
DONT_KNOW = "dont-know"
PAGE_LANGUAGE = "en-GB"
PHASES = {"think": "Think alone", "pairs": "In pairs", "all": "All together"}
TIME_IS_UP = "Time is up: finish your sentence"
# What each part says changes with these facts of the workshop: a phone fetches it again when one of them does.
RESTS_ON = {
    WELCOME: ("results_mode",),
    QUESTIONNAIRE: ("scoring", "results_mode"),
    RESULTS: ("scoring", "results_mode"),
    ACTIONS: ("report_shared",),
    CLOSE: ("report_shared",),
}
View = dict[str, object]
NOTE_WORDS = {
    "label": "Your note",
    "send": "Send note",
    "sent": "Notes you have sent",
    "others": "Notes from others",
    "show": "Show the notes from others",
    "ask": "Is one of them true for you as well? Say so: only how many do is shown, not who.",
    "mark": "True for me too",
    "none": "No notes from others yet.",
}
PROPOSAL_WORDS = {
    "label": "What could we do?",
    "send": "Send proposal",
    "sent": "What you have proposed",
    "others": "Proposed by others",
    "show": "Show what others have proposed",
    "ask": "Would you back one of them? Say so: only how many do is shown, not who.",
    "mark": "I would back this",
    "none": "No proposals from others yet.",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: an earlier step, a place in the questionnaire, the notes of others to be shown.

    `saved` says that a form was just saved.
    """

    step: str = ""
    place: str = ""
    saved: bool = False
    others: bool = False


def asked_in(query: QueryParams) -> Asked:
    """What the query string asks for. Nothing in it is trusted."""
    return Asked(query.get("step", ""), query.get("dimension", ""), "saved" in query, "others" in query)


def view(room: Room, token: str, asked: Asked) -> View:
    """All that the page's template is given. Raises NotTakingPart, NoSuchWorkshop."""
    here = room.workshop()
    step = _step_shown(here, asked, room.content)
    kind = _kind(step, room.content)
    shown = _frame(here, step, kind, asked) | {
        "earlier": _earlier(here, step, room.content),
        "language": language(room.content),
    }
    if kind == QUESTION:
        return shown | {"question": room.content.question(step)} | _notes(room, token, step, asked)
    if kind == ACTIONS:
        return shown | _notes(room, token, step, asked)
    if kind == QUESTIONNAIRE:
        return shown | _questionnaire(room, token, here, asked)
    if kind == RESULTS:
        return results.shown(room, shown)
    return shown | {"content": room.content, "actions": room.agreed_actions(token) if kind == CLOSE else ()}


def _frame(here: Workshop, step: str, kind: str, asked: Asked) -> View:
    titles = {one.id: one.title for one in here.agenda}
    now = time.time()
    return {
        "here": here,
        "step": step,
        "kind": kind,
        "rests": {"step": here.step} | {name: getattr(here, name) for name in RESTS_ON.get(kind, ())},
        "news": _news(here, kind),
        "title": titles.get(step, "On the big screen"),
        "title_now": titles.get(here.step, "On the big screen"),
        "delete_on": f"{here.delete_on.day} {here.delete_on:%B %Y}",
        "saved": asked.saved,
        "now": round(now, 1),
        "timer": here.timer and asdict(here.timer),
        "phase": here.timer and PHASES[here.timer.phase],
        "left_of_time": here.timer and time_left(here.timer, now),
    }


def _news(here: Workshop, kind: str) -> str:
    """What is said aloud when it is new to the part that is shown."""
    if kind == QUESTIONNAIRE and here.scoring != "not open":
        return "Scoring is open" if here.scoring == "open" else "Scoring is closed"
    if kind == RESULTS and here.revealed:
        return "The results are shown"
    return "You can download the report" if kind in (ACTIONS, CLOSE) and here.report_shared else ""


def time_left(timer: Timer, now: float) -> str:
    """What is left of the time, in words that stay true for a while: whole minutes, unless it is paused."""
    seconds = math.ceil(timer.ends_at - now) if timer.ends_at else timer.left or 0
    if seconds <= 0:
        return TIME_IS_UP
    if not timer.ends_at:
        return f"Paused, {seconds // 60}:{seconds % 60:02} left"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''} left"


def _kind(step: str, content: Content) -> str:
    if step in {question.id for question in content.questions.questions}:
        return QUESTION
    return step if step in (WELCOME, QUESTIONNAIRE, RESULTS, ACTIONS, CLOSE) else OTHER


def _earlier(here: Workshop, shown: str, content: Content) -> list[tuple[str, str]]:
    """The steps one may look back at: what was asked before now, and results once they are revealed."""
    ids = [one.id for one in here.agenda]
    kinds = {WELCOME, QUESTION, QUESTIONNAIRE, ACTIONS} | ({RESULTS} if here.revealed else set())
    past = here.agenda[: ids.index(here.step)] if here.step in ids else ()
    return [(one.id, one.title) for one in past if one.id != shown and _kind(one.id, content) in kinds]


def _step_shown(here: Workshop, asked: Asked, content: Content) -> str:
    return asked.step if asked.step in {step for step, _ in _earlier(here, here.step, content)} else here.step


def _notes(room: Room, token: str, question: str, asked: Asked) -> View:
    theirs = room.notes_to_mark(token, question)
    return {
        "way_name": room.content.way_name,
        "notes": room.own_notes(token, question),
        "others": theirs if asked.others else None,
        "others_count": len(theirs),
    } | note_form(room.content, question)


def others(room: Room, token: str, question: str) -> View:
    """What the list of others' notes is given. Raises NotAllowedHere ahead of the group, NotTakingPart."""
    here = room.workshop()
    ahead = _step_shown(here, Asked(question), room.content) != question
    if ahead or question not in steps_of_notes(room.content):
        raise NotAllowedHere
    notes = room.notes_to_mark(token, question)
    return {
        "here": here,
        "step": question,
        "words": _words(question),
        "others": notes,
        "others_count": len(notes),
        "way_name": room.content.way_name,
        "language": language(room.content),
    }


def _words(question: str) -> dict[str, str]:
    return PROPOSAL_WORDS if question == ACTIONS else NOTE_WORDS


def language(content: Content) -> str:
    """The language to mark the content with, empty where it is that of the page."""
    return "" if content.language == PAGE_LANGUAGE else content.language


def note_form(content: Content, question: str, text: str = "", way: str = "", note_id: str = "") -> View:
    """What the form for a note is given, with what was typed before."""
    return {
        "ways": content.choices.ways,
        "language": language(content),
        "question_id": question,
        "words": _words(question),
        "note_id": note_id or secrets.token_hex(16),
        "text": text,
        "way": way,
        "longest": LONGEST_TEXT,
    }


def _questionnaire(room: Room, token: str, here: Workshop, asked: Asked) -> View:
    given, tap = room.answers(token)
    asks = room.content.questionnaire
    place = _place(asks, here, given, asked)
    answers = {item: DONT_KNOW if point is None else str(point) for item, point in given.points.items()}
    return {
        "asks": asks,
        "choices": room.content.choices,
        "place": place,
        "number": int(place) if place.isdecimal() else 1,
        "answers": answers,
        "sector": given.sector,
        "left": left(asks, given),
        "data": {
            "dimensions": [_as_list(one) for one in asks.dimensions],
            "given": [answers.get(item.id) for item in asks.items],
            "tap": tap,
        },
    }


def _place(asks: Questionnaire, here: Workshop, given: Answers, asked: Asked) -> str:
    """Where in the questionnaire: what was asked for if it exists, else where there is something left to do."""
    known = {str(number) for number in range(1, len(asks.dimensions) + 1)} | {END}
    if asked.place in known or (asked.place == SECTOR and here.asks_sector):
        return asked.place
    if here.asks_sector and not (given.sector or given.points):
        return SECTOR
    return str(next(iter(left(asks, given)), END))


def left(asks: Questionnaire, given: Answers) -> dict[int, int]:
    """How many items are not answered yet, by the number of their dimension."""
    open_items = {
        number: sum(1 for item in dimension.items if item.id not in given.points)
        for number, dimension in enumerate(asks.dimensions, start=1)
    }
    return {number: items for number, items in open_items.items() if items}


def _as_list(dimension: Dimension) -> list[object]:
    return [dimension.name, [[item.id, item.text] for item in dimension.items]]

"""What the participant's page is told: the step everyone is at, or an earlier one, and what this person sent there."""

import math
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.datastructures import QueryParams

from across.results.phrases import chosen_in_words
from across.room.reading import ParticipantReading
from across.workshop import timer
from across.workshop.dates import date_in_full
from across.workshop.errors import NotAllowedHere
from across.workshop.steps import ACTIONS, CLOSE, QUESTION, QUESTIONNAIRE, RESULTS, StepKind, kind_of, steps_of_notes
from across.workshop.values import LONGEST_TEXT, Answers, Timer, Workshop
from content.shape import Content, Dimension, Questionnaire

OTHER = "other"
SECTOR, END = "sector", "end"
DONT_KNOW = "dont-know"
PAGE_LANGUAGE = "en-GB"
# The address of the page on which one changes a note or takes it back, and of what it sends.
CHANGE = "/take-part/own-note"
BACK = "back"
# What is said once a form was saved, by what the address says was saved.
DONE = {BACK: "Taken back", "choice": "Your choice is saved", "comment": "Your comment is saved"}
View = dict[str, object]
NOTE_WORDS = {
    "label": "Your note",
    "send": "Send note",
    "save": "Save the change",
    "change": "Change your note",
    "back": "Take back this note",
    "sent": "Notes you have sent",
    "others": "Notes from others",
    "show": "Show the notes from others",
    "ask": "Is one of them true for you as well? Say so: everybody sees how many, nobody sees who.",
    "mark": "True for me too",
    "none": "No notes from others yet.",
    "covered": "Notes are collected now, and shown to everyone later.",
}
PROPOSAL_WORDS = {
    "label": "What could we do?",
    "send": "Send proposal",
    "save": "Save the change",
    "change": "Change your proposal",
    "back": "Take back this proposal",
    "sent": "What you have proposed",
    "others": "Proposed by others",
    "show": "Show what others have proposed",
    "ask": "Would you back one of them? Say so: everybody sees how many would, nobody sees who.",
    "mark": "I would back this",
    "none": "No proposals from others yet.",
    "covered": "Proposals are collected now, and shown to everyone later.",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for: an earlier step, a place in the questionnaire, the notes of others to be shown.

    `saved` says in words that a form was just saved, `opened` that the whole page is asked for, not a part of one.
    """

    step: str = ""
    place: str = ""
    saved: str = ""
    others: bool = False
    opened: bool = False


def asked_in(query: QueryParams, *, opened: bool = False) -> Asked:
    """What the query string asks for. Nothing in it is trusted."""
    saved = DONE.get(query.get("saved", ""), "Saved") if "saved" in query else ""
    return Asked(query.get("step", ""), query.get("dimension", ""), saved, "others" in query, opened)


def view(reading: ParticipantReading, asked: Asked, moment: float) -> View:
    """All that the page's template is given at this moment (since 1970), but for the chart of the results."""
    now, content = reading.workshop, reading.content
    step = QUESTIONNAIRE if _is_unfinished(reading, asked) else _step_shown(now, asked, content)
    kind = kind_of(step, content)
    shown = _frame(now, step, kind, asked, moment) | {
        "earlier": _earlier(now, step, content),
        "language": language(content),
        "phone": reading.phone,
    }
    if kind is None:
        return shown | {"content": content, "actions": ()}
    return shown | _PARTS.get(kind.id, _words_alone)(reading, step, asked)


def _question(reading: ParticipantReading, step: str, asked: Asked) -> View:
    return {"question": reading.content.question(step)} | _notes(reading, step, asked)


def _results(reading: ParticipantReading, _step: str, _asked: Asked) -> View:
    """The name of what is shown of the results, by which its chart is found or made."""
    return {"content": reading.content, "results_name": reading.results_name} | _chosen(reading, RESULTS)


def _actions(reading: ParticipantReading, step: str, asked: Asked) -> View:
    return _notes(reading, step, asked) | _chosen(reading, ACTIONS)


def _chosen(reading: ParticipantReading, step: str) -> View:
    """What the group chose at a step, in words with how many, where it is shown; whether something can be chosen."""
    shown = reading.chosen_on(step)
    chosen = chosen_in_words(shown, reading.content) if shown else []
    return {"chosen": chosen, "may_choose": not shown and bool(reading.topics(step))}


def _close(reading: ParticipantReading, _step: str, _asked: Asked) -> View:
    return {"content": reading.content, "actions": reading.agreed_actions}


def _words_alone(reading: ParticipantReading, _step: str, _asked: Asked) -> View:
    return {"content": reading.content, "actions": ()}


def _frame(here: Workshop, step: str, kind: StepKind | None, asked: Asked, now: float) -> View:
    titles = {planned.id: planned.title for planned in here.agenda}
    return {
        "here": here,
        "step": step,
        "kind": kind.id if kind else OTHER,
        "rests": {"step": here.step} | {name: getattr(here, name) for name in (kind.depends_on if kind else ())},
        "news": _news(here, kind.id if kind else OTHER),
        "title": titles.get(step, "On the big screen"),
        "title_now": titles.get(here.step, "On the big screen"),
        "delete_on": date_in_full(here.delete_on),
        "saved": asked.saved,
        "now": round(now, 1),
        "timer": here.timer and asdict(here.timer),
        "phase": here.timer and timer.PHASES[here.timer.phase],
        "left_of_time": here.timer and time_left(here.timer, now),
        "timer_words": timer.WORDS,
        "late": False,
    }


def _news(here: Workshop, kind: str) -> str:
    """What is said aloud when it is new to the part that is shown."""
    if kind == QUESTIONNAIRE and here.scoring != "not open":
        return "Scoring is open" if here.scoring == "open" else "Scoring is closed"
    if kind == RESULTS and here.revealed:
        return "The results are shown"
    return "You can download the report" if kind in (ACTIONS, CLOSE) and here.report_shared else ""


def time_left(running: Timer, now: float) -> str:
    """What is left of the time, in words that stay true for a while: whole minutes, unless it is paused."""
    seconds = math.ceil(running.ends_at - now) if running.ends_at else running.left or 0
    if seconds <= 0:
        return timer.TIME_IS_UP
    if not running.ends_at:
        return f"{timer.PAUSED}, {seconds // 60}:{seconds % 60:02} left"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''} left"


def _earlier(here: Workshop, shown: str, content: Content) -> list[tuple[str, str]]:
    """The steps one may look back at: what was asked before now, and results once they are revealed."""
    ids = [step.id for step in here.agenda]
    past = here.agenda[: ids.index(here.step)] if here.step in ids else ()
    return [(step.id, step.title) for step in past if step.id != shown and _looks_back(step.id, here, content)]


def _looks_back(step: str, here: Workshop, content: Content) -> bool:
    kind = kind_of(step, content)
    return kind is not None and kind.looks_back and (kind.id != RESULTS or here.revealed)


def _step_shown(here: Workshop, asked: Asked, content: Content) -> str:
    return asked.step if asked.step in {step for step, _ in _earlier(here, here.step, content)} else here.step


def _is_unfinished(reading: ParticipantReading, asked: Asked) -> bool:
    """Whether somebody comes back who has begun the questionnaire and not finished it, and the group has gone on."""
    here, content = reading.workshop, reading.content
    goes_on = here.scoring == "open" and QUESTIONNAIRE in dict(_earlier(here, here.step, content))
    if not (asked.opened and not asked.step and goes_on):
        return False
    given, _ = reading.answers
    return bool(given.points and left(content.questionnaire, given))


def _notes(reading: ParticipantReading, step: str, asked: Asked) -> View:
    theirs = reading.notes_of_others(step)
    return {
        "way_name": reading.content.way_name,
        "notes": reading.own_notes(step),
        "others": theirs if asked.others else None,
        "others_count": len(theirs),
        "covered": reading.covers(step),
        "finished": reading.has_finished(step) if step == reading.workshop.step else None,
    } | note_form(reading.content, step)


def others(reading: ParticipantReading, step: str) -> View:
    """What the list of others' notes is given. Raises NotAllowedHere ahead of the group."""
    here, content = reading.workshop, reading.content
    ahead = _step_shown(here, Asked(step), content) != step
    if ahead or step not in steps_of_notes(content):
        raise NotAllowedHere
    notes = reading.notes_of_others(step)
    return {
        "here": here,
        "step": step,
        "words": _words(step),
        "others": notes,
        "others_count": len(notes),
        "covered": reading.covers(step),
        "way_name": content.way_name,
        "language": language(content),
    }


def _words(question: str) -> dict[str, str]:
    return PROPOSAL_WORDS if question == ACTIONS else NOTE_WORDS


def language(content: Content) -> str:
    """The language to mark the content with, empty where it is that of the page."""
    return "" if content.language == PAGE_LANGUAGE else content.language


def note_form(
    content: Content, question: str, text: str = "", way: str = "", note_id: str = "", *, changes: bool = False
) -> View:
    """What the form for a note is given, with what was typed before; one that `changes` a note says so."""
    words = _words(question)
    return {
        "ways": content.choices.ways,
        "language": language(content),
        "question_id": question,
        "words": words,
        "send": words["save" if changes else "send"],
        "note_id": note_id or secrets.token_hex(16),
        "text": text,
        "way": way,
        "longest": LONGEST_TEXT,
    }


def _questionnaire(reading: ParticipantReading, step: str, asked: Asked) -> View:
    given, tap = reading.answers
    here, asks = reading.workshop, reading.content.questionnaire
    place, missing = _place(asks, here, given, asked), left(asks, given)
    answers = {item: DONT_KNOW if point is None else str(point) for item, point in given.points.items()}
    return {
        "asks": asks,
        "choices": reading.content.choices,
        "place": place,
        "number": int(place) if place.isdecimal() else 1,
        "answers": answers,
        "sector": given.sector,
        "left": missing,
        "late": bool(missing) and here.scoring == "open" and step != here.step,
        "data": {
            "dimensions": [_as_list(dimension) for dimension in asks.dimensions],
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


_PARTS: dict[str, Callable[[ParticipantReading, str, Asked], View]] = {
    QUESTION: _question,
    ACTIONS: _actions,
    QUESTIONNAIRE: _questionnaire,
    RESULTS: _results,
    CLOSE: _close,
}

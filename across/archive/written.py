"""The whole workshop as one JSON file that can be opened again anywhere: no key, no person, no hidden note."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from across.documents.outline import in_order
from across.results.words import individual
from across.workshop.report import Report
from across.workshop.saved_workshop import Tree, tree_of
from across.workshop.values import Action, Note, Results

FORMAT = "across-boundaries-workshop"
FORMAT_VERSION = 1
# Control characters, tabs and line ends apart, and halves of characters: `report.saved` lets none in.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def json_file(report: Report) -> bytes:
    """The report as JSON in UTF-8, keys in a fixed order; `results` is null until they were revealed."""
    tree = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "content_version": report.workshop.content_version,
        "workshop": _workshop(report),
        "group_notes": [{"step": note.step, "body": note.body} for note in report.group_notes],
        "notes": [_note(note) for note in _in_order(report.notes)],
        "actions": [_action(action) for action in report.actions],
        "results": _results(report.results) if report.results else None,
        "earlier": tree_of(report.earlier) if report.earlier else None,
        "attribution": _attribution(report),
    }
    return (json.dumps(_plain(tree), ensure_ascii=False, indent=2) + "\n").encode()


def _plain(tree: Any) -> Any:  # noqa: ANN401 (whatever JSON knows)
    """The tree with a sign in the place of every character that is no text."""
    if isinstance(tree, str):
        return _CONTROL.sub("\ufffd", tree)
    if isinstance(tree, dict):
        return {name: _plain(value) for name, value in tree.items()}
    return [_plain(value) for value in tree] if isinstance(tree, list | tuple) else tree


def _workshop(report: Report) -> Tree:
    workshop = report.workshop
    return {
        "name": workshop.name,
        "rehearsal": workshop.rehearsal,
        "partnership": workshop.partnership,
        "held_on": workshop.held_on.isoformat(),
        "agenda": [{"id": step.id, "title": step.title, "minutes": step.minutes} for step in workshop.agenda],
        "smallest_group": workshop.smallest_group,
        "asks_sector": workshop.asks_sector,
        "took_part": asdict(report.counts),
    }


def _in_order(notes: Iterable[Note]) -> list[Note]:
    """The visible notes as the report of the opened file will have them, where no note has marks: not as they came."""
    kept = [replace(note, **_plain({"body": note.body, "heading": note.heading}), marks=0) for note in notes]
    return sorted(in_order(note for note in kept if not note.hidden), key=lambda note: note.question)


def _note(note: Note) -> Tree:
    return {
        "question": note.question,
        "body": note.body,
        "way": note.way,
        "pinned": note.pinned,
        "heading": note.heading,
    }


def _action(action: Action) -> Tree:
    return {
        "what": action.what,
        "who": action.who,
        "by_when": action.by_when,
        "way": action.way,
        "with_others": action.with_others,
        "state": action.state,
        "last_time": action.last_time.isoformat() if action.last_time else None,
    }


def _results(results: Results) -> Tree:
    tree = tree_of(replace(results, profile=individual(results), earlier=None))
    del tree["earlier"]  # stands beside the results, which may not be revealed yet
    del tree["talk"]  # follows from the scores
    return {"individual": tree.pop("profile"), **tree}


def _attribution(report: Report) -> Tree:
    told, choices = report.content.questionnaire, report.content.choices
    return {
        "introduction": told.introduction,
        "copyright": told.copyright,
        "information": told.information,
        "link": told.link,
        "scale": choices.scale.note,
        "ways": choices.ways.note,
    }

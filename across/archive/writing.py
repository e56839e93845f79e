"""The whole workshop as one JSON file that can be opened again anywhere: no key, no person, no hidden note."""

import json
from collections.abc import Iterable
from dataclasses import is_dataclass, replace
from datetime import date
from typing import Any

from across.archive import results_shape, shape
from across.archive.part import NO_TEXT, Part
from across.results.shown_scores import individual
from across.workshop.report import Report, in_reading_order
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.values import Note, Results
from content.shape import Content

PARTS: dict[type, type[Part]] = {
    part.holds: part
    for part in (
        *(shape.StepPart, shape.CountsPart, shape.WorkshopPart, shape.GroupNotePart, shape.NotePart, shape.ActionPart),
        *(shape.TopicPart, shape.ChosenPart),
        *(results_shape.ItemPart, results_shape.DimensionPart, results_shape.ProfilePart, results_shape.SectorPart),
        *(results_shape.ResultsPart, results_shape.EarlierPart),
    )
}

IF_ANY = ("before", "chosen")


def json_file(report: Report) -> bytes:
    """The report as JSON in UTF-8, keys in a fixed order; `results` is null until they were revealed."""
    tree = as_tree(_saved(report), _attribution(report.content))
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def as_tree(saved: SavedWorkshop, attribution: shape.AttributionPart) -> dict[str, Any]:
    """What the file of a saved workshop says, before it is written down."""
    of_the_file: dict[str, object] = {
        "format": shape.FORMAT,
        "format_version": shape.FORMAT_VERSION,
        "workshop": saved,
        "attribution": attribution,
    }
    # What few workshops have is left out of the files of all others, which stay what they were.
    names = [name for name in shape.SavedFile.model_fields if name not in IF_ANY or getattr(saved, name)]
    return {name: _tree(of_the_file[name] if name in of_the_file else getattr(saved, name)) for name in names}


def _tree(value: object) -> Any:  # noqa: ANN401 (whatever JSON knows)
    """What the file says of a value: of ours, the fields that its part has; of a text, what is text in it."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return [_tree(part) for part in value]
    if isinstance(value, Part):
        return _fields(type(value), value)
    if is_dataclass(value):
        return _fields(PARTS[type(value)], value)
    return value.isoformat() if isinstance(value, date) else value


def _fields(part: type[Part], value: object) -> dict[str, Any]:
    return {field.alias or name: _tree(getattr(value, name)) for name, field in part.model_fields.items()}


def _text(text: str) -> str:
    """The text with a sign in the place of every character that is none."""
    return NO_TEXT.sub("\ufffd", text)


def _saved(report: Report) -> SavedWorkshop:
    workshop = report.workshop
    return SavedWorkshop(
        content_version=workshop.content_version,
        name=workshop.name,
        partnership=workshop.partnership,
        held_on=workshop.held_on,
        rehearsal=workshop.rehearsal,
        agenda=workshop.agenda,
        smallest_group=workshop.smallest_group,
        asks_sector=workshop.asks_sector,
        took_part=report.counts,
        group_notes=report.group_notes,
        notes=_visible(report.notes),
        actions=report.actions,
        results=_shown(report.results) if report.results else None,
        earlier=report.earlier,
        before=report.before,
        chosen=report.chosen,
    )


def _visible(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The visible notes as the report of the opened file will have them, where no note has marks: not as they came."""
    visible = (note for note in notes if not note.hidden)
    written = [replace(note, body=_text(note.body), heading=_text(note.heading), marks=0) for note in visible]
    return tuple(sorted(in_reading_order(written), key=lambda note: note.question))


def _shown(results: Results) -> Results:
    """The results, what is withheld left out of them once more."""
    return replace(results, profile=individual(results))


def _attribution(content: Content) -> shape.AttributionPart:
    questionnaire, choices = content.questionnaire, content.choices
    return shape.AttributionPart(
        introduction=questionnaire.introduction,
        copyright=questionnaire.copyright,
        information=questionnaire.information,
        link=questionnaire.link,
        scale=choices.scale.note,
        ways=choices.ways.note,
    )

"""The whole workshop as one JSON file that can be opened again anywhere: no key, no person, no hidden note."""

import json
from typing import Any

from report.results import individual
from scoring.profile import DimensionScore, Profile
from workshop.report import Report
from workshop.values import Action, Note, Results

FORMAT = "across-boundaries-workshop"
FORMAT_VERSION = 1

Tree = dict[str, Any]


def json_file(report: Report) -> bytes:
    """The report as JSON in UTF-8, keys in a fixed order; `results` is null until they were revealed."""
    tree = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "content_version": report.workshop.content_version,
        "workshop": _workshop(report),
        "group_notes": [{"step": note.step, "body": note.body} for note in report.group_notes],
        "notes": [_note(note) for note in report.notes if not note.hidden],
        "actions": [_action(action) for action in report.actions],
        "results": _results(report.results) if report.results else None,
        "attribution": _attribution(report),
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _workshop(report: Report) -> Tree:
    workshop, counts = report.workshop, report.counts
    return {
        "name": workshop.name,
        "rehearsal": workshop.rehearsal,
        "partnership": workshop.partnership,
        "held_on": workshop.held_on.isoformat(),
        "agenda": [{"id": step.id, "title": step.title, "minutes": step.minutes} for step in workshop.agenda],
        "smallest_group": workshop.smallest_group,
        "asks_sector": workshop.asks_sector,
        "took_part": {"joined": counts.joined, "started": counts.started, "finished": counts.finished},
    }


def _note(note: Note) -> Tree:
    return {"question": note.question, "body": note.body, "way": note.way}


def _action(action: Action) -> Tree:
    return {
        "what": action.what,
        "who": action.who,
        "by_when": action.by_when,
        "way": action.way,
        "with_others": action.with_others,
    }


def _results(results: Results) -> Tree:
    own = individual(results)
    return {
        "smallest_group": results.smallest_group,
        "individual": _profile(own) if own else None,
        "agreed": _profile(results.agreed) if results.agreed else None,
    }


def _profile(profile: Profile) -> Tree:
    return {
        "respondents": profile.respondents,
        "dimensions": [_dimension(score) for score in profile.dimensions],
    }


def _dimension(score: DimensionScore) -> Tree:
    """A dimension and its items; a withheld one keeps its names alone, everything else null or empty."""
    return {
        "dimension": score.dimension,
        "name": score.name,
        "withheld": score.mean is None,
        "n": score.n,
        "mean": score.mean,
        "spread": score.spread,
        "quartiles": score.quartiles,
        "items": [
            {"item": item.item, "n": item.n, "mean": item.mean, "counts": item.counts, "dont_know": item.dont_know}
            for item in score.items
        ],
    }


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

"""A report as the plain data that the printed template reads: every text cleaned, every wording decided."""

from datetime import datetime

from across.documents.drawable_text import undrawable
from across.documents.edition import Edition
from across.documents.fonts import Fonts
from across.documents.front_page import front_page
from across.documents.outline import TEXTS, NoteGroup, Section, sections
from across.documents.printable import Data, Printable, attribution, printable_in
from across.documents.report_texts import chosen_text, facts, from_last_time, has_states, how_to_read, marks, title
from across.documents.template_results import results_part
from across.workshop.report import Report
from across.workshop.steps import ACTIONS
from across.workshop.values import ACTION_STATES, ACTION_TITLES, Action, Note

TITLE_WIDTH, QUESTION_WIDTH, FACT_WIDTH = 13.0, 26.0, 31.0
WHAT_WIDTH, CELL_WIDTH = 12.0, 6.5
SHORT = 1000
CHARACTERS_A_LINE = 40
LONGEST_HEADER = 64


def report_data(report: Report, made_at: datetime, fonts: Fonts, edition: Edition) -> Data:
    """Everything the template prints: page 1, then the parts in the order of `outline.sections`."""
    content, printable = report.content, printable_in(report.content, fonts)
    chosen = sections(report, edition)
    return {
        "subject": printable.line(content.about.subject),
        "title": printable.line(title(report), TITLE_WIDTH),
        "header": printable.line(_shortened(title(report))),
        "facts": [
            {"term": term, "text": printable.line(text, FACT_WIDTH)} for term, text in facts(report, made_at, edition)
        ],
        "copyright": printable.line(content.questionnaire.copyright),
        "notes": edition.individual_notes,
        "texts": TEXTS,
        "titles": ACTION_TITLES,
        "dont_know": printable.line(content.choices.scale.dont_know),
        "front": front_page(report, printable, edition, chosen),
        "parts": [
            {"number": number, **_part(report, printable, section, edition)} for number, section in enumerate(chosen)
        ],
        "reading": [paragraph for text in how_to_read(report, edition) for paragraph in printable.paragraphs(text)],
        "attribution": attribution(content, printable),
        "marked": any(undrawable(text, fonts) for text in _written(report)),
        "made": [made_at.year, made_at.month, made_at.day],
    }


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_HEADER else name[: LONGEST_HEADER - 1].rstrip() + "…"


def _part(report: Report, printable: Printable, section: Section, edition: Edition) -> Data:
    builders = {"results": results_part, "actions": _actions_part, "resources": _resources_part}
    build, group = builders.get(section.kind), printable.paragraphs(section.group)
    return {
        "kind": section.kind,
        "heading": section.heading,
        "question": printable.paragraphs(section.question, QUESTION_WIDTH),
        "group": group,
        "group_short": _room(group) <= SHORT,
        "notes": [_note_group(report, printable, group) for group in section.notes],
        "count": section.count,
        "notes_heading": section.notes_heading,
        **(build(report, printable, edition) if build else {}),
    }


def _room(printed: list[Data]) -> int:
    """The room that printed paragraphs take, in characters: each of their lines takes a line, however short."""
    return sum(len(line) + CHARACTERS_A_LINE for paragraph in printed for line in paragraph["lines"])


def _note_group(report: Report, printable: Printable, group: NoteGroup) -> Data:
    heading = printable.line(group.heading) if group.heading.strip() else None
    return {"heading": heading, "notes": [_note(report, printable, note) for note in group.notes]}


def _note(report: Report, printable: Printable, note: Note) -> Data:
    name, body = report.content.way_name(note.way), printable.paragraphs(note.body)
    return {
        "body": body,
        "way": printable.line(name) if name else None,
        "marks": marks(note),
        "short": _room(body) <= SHORT,
    }


def _actions_part(report: Report, printable: Printable, _edition: Edition) -> Data:
    chosen = chosen_text(report, ACTIONS)
    return {
        "chosen": printable.line(chosen) if chosen else None,
        "rows": [_action(report, printable, action) for action in report.actions],
        "with_others": any(action.with_others.strip() for action in report.actions),
        "states": has_states(report),
    }


def _action(report: Report, printable: Printable, action: Action) -> Data:
    cells = {
        "who": action.who,
        "by_when": action.by_when,
        "way": report.content.way_name(action.way),
        "with_others": action.with_others,
    }
    what = printable.paragraphs(action.what, WHAT_WIDTH)
    printed = {name: printable.paragraphs(text, CELL_WIDTH) for name, text in cells.items()}
    return {
        "what": what,
        **printed,
        "state": ACTION_STATES[action.state],
        "done": action.state == "done",
        "dropped": action.state == "dropped",
        "last": printable.line(from_last_time(action)) if action.last_time else None,
        "short": max(_room(what), 2 * max(map(_room, printed.values()))) <= SHORT,
    }


def _resources_part(report: Report, printable: Printable, _edition: Edition) -> Data:
    resources = report.content.resources
    websites = [
        {
            "title": printable.line(site.title),
            "text": printable.paragraphs(site.description or ""),
            "points": [printable.line(point) for point in site.points],
            "link": site.link,
            "shown": printable.line(site.link),
            "short": len(site.description or "") + sum(map(len, site.points)) <= 2 * SHORT,
        }
        for site in resources.websites
    ]
    videos = [
        {
            "title": printable.line(video.speaker),
            "text": printable.paragraphs(video.description),
            "duration": printable.line(video.duration),
            "link": video.link,
            "shown": printable.line(video.link),
            "points": [],
            "short": len(video.description) <= 2 * SHORT,
        }
        for video in resources.videos
    ]
    return {"websites": websites, "videos": videos}


def _written(report: Report) -> list[str]:
    """Every text that people wrote."""
    actions = [
        text for action in report.actions for text in (action.what, action.who, action.by_when, action.with_others)
    ]
    texts = [report.name, report.workshop.partnership, *actions]
    return [*texts, *(note.body for note in report.group_notes), *(note.body for note in report.notes)]

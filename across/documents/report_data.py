"""A report as the plain data that the printed template reads: every text cleaned, every wording decided."""

from datetime import datetime

from across.documents.edition import Edition, left_out
from across.documents.fonts import Fonts
from across.documents.outline import NoteGroup, Section, sections
from across.documents.printable import Data, Press, attribution, labelled, press_for
from across.documents.printable_text import undrawable
from across.documents.results_data import results_part
from across.results.words import individual, listed, why_no_sectors
from across.workshop.dates import date_in_full
from across.workshop.report import Report
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, WELCOME
from across.workshop.values import Action, ActionState, Note
from scoring.agreement import FEWEST_FOR_A_WORD

TITLE_WIDTH, QUESTION_WIDTH, FACT_WIDTH = 13.0, 26.0, 31.0
WHAT_WIDTH, CELL_WIDTH = 15.0, 6.5
SHORT = 1000
NOTE_FURNITURE, CHARACTERS_A_LINE = 80, 40
LONGEST_HEADER = 64
UNNAMED = "Workshop"
ORDER_OF_NOTES = (
    "Participants\u2019 notes stand in the groups the workshop put them in, those that more people shared first, "
    "otherwise by the alphabet: not in the order in which they were sent."
)
STATES: dict[ActionState, str] = {
    "not started": "Not started",
    "under way": "Under way",
    "done": "Done",
    "dropped": "Dropped",
}


def document(report: Report, made_at: datetime, fonts: Fonts, edition: Edition) -> Data:
    """Everything the template prints, in the order of the agenda."""
    press = press_for(report.content, fonts)
    return {
        "subject": press.line(report.content.about.subject),
        "title": _title(report, press),
        "header": _short(report.name.strip() or UNNAMED, press),
        "facts": _facts(report, made_at, press, edition),
        "copyright": press.line(report.content.questionnaire.copyright),
        "notes": edition.individual_notes,
        "parts": _parts(report, press, edition),
        "reading": _reading(report, press, edition),
        "attribution": attribution(report.content, press),
        "marked": any(undrawable(text, fonts) for text in _written(report)),
        "made": [made_at.year, made_at.month, made_at.day],
    }


def _title(report: Report, press: Press) -> Data:
    return press.line(report.name.strip() or UNNAMED, TITLE_WIDTH)


def _short(name: str, press: Press) -> Data:
    cut = name if len(name) <= LONGEST_HEADER else name[: LONGEST_HEADER - 1].rstrip() + "…"
    return press.line(cut)


def _facts(report: Report, made_at: datetime, press: Press, edition: Edition) -> list[Data]:
    return [{"term": term, "text": press.line(text, FACT_WIDTH)} for term, text in facts(report, made_at, edition)]


def facts(report: Report, made_at: datetime, edition: Edition) -> list[tuple[str, str]]:
    """What the front page says of the workshop: pairs of term and text, those without a text left out."""
    workshop = report.workshop
    known = [
        ("Partnership", workshop.partnership.strip()),
        ("Date", date_in_full(workshop.held_on)),
        ("Took part", _took_part(report)),
        ("Steps", _steps(report)),
        ("What was anonymous", _anonymous(report)),
        ("Kept until", f"{date_in_full(workshop.delete_on)}. On that day the workshop is deleted from the server."),
        ("Report made on", date_in_full(made_at.date())),
        ("Left out of this copy", _left_out(edition)),
    ]
    return [(term, text) for term, text in known if text]


def _left_out(edition: Edition) -> str:
    gone = left_out(edition)
    return f"{listed(one.lower() for one in gone)}." if gone else ""


def _steps(report: Report) -> str:
    titles = [step.title for step in report.workshop.agenda if step.id not in (WELCOME, CLOSE)]
    return listed(titles) if titles else ""


def _took_part(report: Report) -> str:
    joined = _people(report.counts.joined, "joined on a device of their own")
    profile = individual(report.results) if report.results else None
    answered = profile.respondents if profile else report.counts.answered
    # Not "of them": forms that came late may be too few to be among those who are shown.
    forms = report.counts.on_paper
    paper = f"; {'1 form was' if forms == 1 else f'{forms} forms were'} entered from paper" if forms else ""
    return f"{joined}; {_people(answered, 'answered the questionnaire')}{paper}." if answered else f"{joined}."


def _people(number: int, did: str) -> str:
    who = {0: "Nobody", 1: "One person"}.get(number, f"{number} people")
    return f"{who} {did}"


def _anonymous(report: Report) -> str:
    return (
        "No names were asked for, and nothing here says who wrote or answered what, or when. Results of individual "
        f"answers are shown only from {report.workshop.smallest_group} answers upwards."
    )


def _parts(report: Report, press: Press, edition: Edition) -> list[Data]:
    """The parts in their order; one after which a page begins keeps the last of its notes together."""
    made = [_part(report, press, section, edition) for section in sections(report, edition)]
    ends = [*(bool(after.get("scores")) for after in made[1:]), True]
    return [{**part, "ends": end} for part, end in zip(made, ends, strict=False)]


def _part(report: Report, press: Press, section: Section, edition: Edition) -> Data:
    builders = {"results": results_part, "actions": _actions_part, "resources": _resources_part}
    build = builders.get(section.kind)
    return {
        "kind": section.kind,
        "heading": section.heading,
        "question": press.body(section.question, QUESTION_WIDTH),
        "group": press.body(section.group),
        "group_short": _room(section.group) <= SHORT,
        "notes": [_note_group(report, press, group) for group in section.notes],
        "count": section.count,
        "notes_heading": section.notes_heading,
        "short": _fits(section),
        **(build(report, press, edition) if build else {}),
    }


def _fits(section: Section) -> bool:
    """Whether a section is so short that it stays on one page."""
    texts = [section.group, *(note.body for group in section.notes for note in group.notes)]
    return sum(NOTE_FURNITURE + _room(text) for text in texts) <= SHORT


def _room(text: str) -> int:
    """The room a text takes, in characters: each of its lines takes a line, however short."""
    return len(text) + CHARACTERS_A_LINE * len(text.splitlines())


def _note_group(report: Report, press: Press, group: NoteGroup) -> Data:
    heading = press.line(group.heading) if group.heading.strip() else None
    return {"heading": heading, "notes": [_note(report, press, note) for note in group.notes]}


def _note(report: Report, press: Press, note: Note) -> Data:
    name = report.content.way_name(note.way)
    way = press.line(name) if name else None
    return {"body": press.body(note.body), "way": way, "marks": marks(note), "short": _room(note.body) <= SHORT}


def marks(note: Note) -> str:
    """For how many others a note is true too, or how many back a proposal, in words; an empty text for none."""
    if not note.marks:
        return ""
    if note.question == ACTIONS:
        return "Backed by one other person" if note.marks == 1 else f"Backed by {note.marks} other people"
    return "True for one other person too" if note.marks == 1 else f"True for {note.marks} other people too"


def _actions_part(report: Report, press: Press, _edition: Edition) -> Data:
    rows = [_action(report, press, action) for action in report.actions]
    return {
        "rows": rows,
        "with_others": any(action.with_others.strip() for action in report.actions),
        "states": has_states(report),
    }


def has_states(report: Report) -> bool:
    """Whether its actions have a state to speak of: where some are from last time, or one has been begun."""
    return any(action.last_time or action.state != "not started" for action in report.actions)


def from_last_time(action: Action) -> str:
    """That an action was carried over, and from which day; empty for one agreed in this workshop."""
    return f"From last time ({date_in_full(action.last_time)})" if action.last_time else ""


def _action(report: Report, press: Press, action: Action) -> Data:
    cells = (action.who, action.by_when, report.content.way_name(action.way), action.with_others)
    who, by_when, way, others = (press.body(cell, CELL_WIDTH) for cell in cells)
    short = max(_room(action.what), 2 * max(map(_room, cells))) <= SHORT
    what = press.body(action.what, WHAT_WIDTH)
    return {
        "what": what,
        "who": who,
        "by_when": by_when,
        "way": way,
        "others": others,
        "state": STATES[action.state],
        "finished": action.state in ("done", "dropped"),
        "last": press.line(from_last_time(action)) if action.last_time else None,
        "short": short,
    }


def _resources_part(report: Report, press: Press, _edition: Edition) -> Data:
    resources = report.content.resources
    websites = [
        {
            "title": press.line(site.title),
            "text": press.body(site.description or ""),
            "points": [press.line(point) for point in site.points],
            "link": site.link,
            "shown": press.line(site.link),
            "short": len(site.description or "") + sum(map(len, site.points)) <= 2 * SHORT,
        }
        for site in resources.websites
    ]
    videos = [
        {
            "title": press.line(video.speaker),
            "text": press.body(video.description),
            "duration": press.line(video.duration),
            "link": video.link,
            "shown": press.line(video.link),
            "points": [],
            "short": len(video.description) <= 2 * SHORT,
        }
        for video in resources.videos
    ]
    return {"websites": websites, "videos": videos}


def _reading(report: Report, press: Press, edition: Edition) -> list[Data]:
    return [paragraph for text in reading(report, edition) for paragraph in press.body(text)]


def reading(report: Report, edition: Edition) -> list[str]:
    """How to read the report: the scores where there are any, the notes, the ways."""
    choices = report.content.choices
    texts = []
    asked = report.results is not None or any(step.id == QUESTIONNAIRE for step in report.workshop.agenda)
    if asked and "results" in edition.parts:
        texts = [*_about_scores(report), choices.scale.note]
    if any(section.count for section in sections(report, edition)):
        texts.append(ORDER_OF_NOTES)
    return [*texts, choices.ways.note]


def _about_scores(report: Report) -> list[str]:
    content, smallest = report.content, report.workshop.smallest_group
    how = (
        f"The points of the scale are {labelled(content)}. The mean of a dimension is the mean of its items; "
        f"answers of \u201c{content.choices.scale.dont_know}\u201d are left out of it. The spread is the standard "
        "deviation of people\u2019s own scores: the larger it is, the more their answers differ. Differences under "
        f"half a point say little. Individual answers are shown only where at least {smallest} people answered."
    )
    return [text for text in (content.choices.scores, how, _about_agreement(report), _about_sectors(report)) if text]


def _about_agreement(report: Report) -> str:
    """What the words of the column say, where there are individual answers."""
    if report.results is None or report.results.profile is None:
        return ""
    return (
        f"Agreement says how alike people\u2019s answers are, from {FEWEST_FOR_A_WORD} people on: close, mixed, or "
        "split where there are two camps. People can agree that something is poor."
    )


def _about_sectors(report: Report) -> str:
    """What a sector\u2019s line is, or why none has one; nothing where sectors were not asked for."""
    if report.results is None or report.results.sectors_reason == "not asked":
        return ""
    if report.results.sectors:
        return "A sector\u2019s line shows its people as they were when each dimension was first shown."
    return why_no_sectors(report.results)


def _written(report: Report) -> list[str]:
    """Every text that people wrote."""
    actions = [text for one in report.actions for text in (one.what, one.who, one.by_when, one.with_others)]
    texts = [report.name, report.workshop.partnership, *actions]
    return [*texts, *(note.body for note in report.group_notes), *(note.body for note in report.notes)]

"""A report as the plain data that the printed template reads: every text cleaned, every wording decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.shape import Content
from report.dates import in_full
from report.edition import Edition, left_out
from report.fonts import Fonts
from report.outline import NoteGroup, Section, sections
from report.results import NOTHING, in_words, individual, listed, one_decimal, scores, table
from report.series import Series, series
from report.text import line, paragraphs, undrawable
from workshop.agenda import CLOSE, QUESTIONNAIRE, WELCOME
from workshop.report import Report
from workshop.values import Action, Note, Results

Data = dict[str, Any]

TITLE_WIDTH, BODY_WIDTH, QUESTION_WIDTH, FACT_WIDTH = 13.0, 38.0, 26.0, 31.0
WHAT_WIDTH, CELL_WIDTH, LABEL_WIDTH = 15.0, 6.5, 10.5
SHORT = 1000
NOTE_FURNITURE, CHARACTERS_A_LINE = 80, 40
LONGEST_HEADER = 64
UNNAMED = "Workshop"
PRINTED_LANGUAGE = "en-GB"
REGION = 2
ORDER_OF_NOTES = (
    "Participants\u2019 notes stand in the groups the workshop put them in, those that more people shared first, "
    "otherwise by the alphabet: not in the order in which they were sent."
)
NOT_REVEALED = "The results were not revealed in the workshop, so they are not in this report."


@dataclass(frozen=True)
class Press:
    """Sets texts for print in the fonts that are there; `foreign` are the content's own, in another language."""

    fonts: Fonts
    foreign: frozenset[str] = frozenset()
    language: str = PRINTED_LANGUAGE

    def body(self, text: str, width: float = BODY_WIDTH) -> list[Data]:
        """A text of any length, as paragraphs."""
        return [self._marked(text, one) for one in paragraphs(text, self.fonts, width)]

    def line(self, text: str, width: float = BODY_WIDTH) -> Data:
        """A text of one line."""
        return self._marked(text, line(text, self.fonts, width))

    def _marked(self, text: str, printed: Data) -> Data:
        if text not in self.foreign:
            return printed
        language, *more = self.language.split("-")
        region = next((part for part in more if len(part) == REGION and part.isalpha()), None)
        return {**printed, "lang": language, "region": region}


def press_for(content: Content, fonts: Fonts) -> Press:
    """A press that marks the content's own texts with their language."""
    if content.language == PRINTED_LANGUAGE:
        return Press(fonts)
    return Press(fonts, frozenset(_texts(content.model_dump())), content.language)


def _texts(tree: object) -> Iterator[str]:
    """Every text in a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list | tuple):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(one)


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
        "parts": [_part(report, press, section, edition) for section in sections(report, edition)],
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
        ("Date", in_full(workshop.held_on)),
        ("Took part", _took_part(report)),
        ("Steps", _steps(report)),
        ("What was anonymous", _anonymous(report)),
        ("Kept until", f"{in_full(workshop.delete_on)}. On that day the workshop is deleted from the server."),
        ("Report made on", in_full(made_at.date())),
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
    answered = profile.respondents if profile else report.counts.started
    return f"{joined}; {_people(answered, 'answered the questionnaire')}." if answered else f"{joined}."


def _people(number: int, did: str) -> str:
    who = {0: "Nobody", 1: "One person"}.get(number, f"{number} people")
    return f"{who} {did}"


def _anonymous(report: Report) -> str:
    return (
        "No names were asked for, and nothing here says who wrote or answered what, or when. Results of individual "
        f"answers are shown only from {report.workshop.smallest_group} answers upwards."
    )


def _part(report: Report, press: Press, section: Section, edition: Edition) -> Data:
    builders = {"results": _results_part, "actions": _actions_part, "resources": _resources_part}
    build = builders.get(section.kind)
    return {
        "kind": section.kind,
        "heading": section.heading,
        "question": press.body(section.question, QUESTION_WIDTH),
        "group": press.body(section.group),
        "notes": [_note_group(report, press, group) for group in section.notes],
        "count": section.count,
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
    """For how many others a note is true too, in words; an empty text for none."""
    if not note.marks:
        return ""
    return "True for one other person too" if note.marks == 1 else f"True for {note.marks} other people too"


def _results_part(report: Report, press: Press, edition: Edition) -> Data:
    results, content = report.results, report.content
    head: Data = {"scores": None, "items": []}
    if results is None:
        return {**head, "sentence": press.line(NOT_REVEALED)}
    head["sentence"] = press.line(in_words(results, content))
    if all(row["mean"] == row["agreed"] == NOTHING for row in table(results, content)):
        return head
    items = _items(results, content, press) if "items" in edition.parts else []
    return {**head, "scores": _scores(results, content, press), "items": items}


def _scores(results: Results, content: Content, press: Press) -> Data:
    return {
        "k": len(content.choices.scale.points),
        "individual": individual(results) is not None,
        "agreed": results.agreed is not None,
        "alt": in_words(results, content),
        "names": [press.line(dimension.name, LABEL_WIDTH) for dimension in content.questionnaire.dimensions],
        "series": [drawn(one, press, first=not place) for place, one in enumerate(series(results, content))],
        "rows": [{**row, "dimension": press.line(row["dimension"], WHAT_WIDTH)} for row in table(results, content)],
    }


def drawn(one: Series, press: Press, *, first: bool) -> Data:
    """A line of the radar as the template draws it; the first stands out."""
    return {
        "name": press.line(one.name),
        "values": one.values,
        "shown": [one_decimal(value) for value in one.values],
        "band": one.band,
        "withheld": one.withheld,
        "colour": one.look.on_light,
        "dash": one.look.dash,
        "marker": one.look.marker,
        "first": first,
    }


def _items(results: Results, content: Content, press: Press) -> list[Data]:
    """Each item that may be shown, with how many people chose each point; the first of a dimension names it."""
    own = individual(results)
    texts = {item.id: item.text for item in content.questionnaire.items}
    shown = [score for score in scores(own, content) if score and score.mean is not None and not score.withheld]
    return [
        {
            "dimension": None if place else press.line(score.name),
            "item": press.line(texts[item.item]),
            "counts": [*map(str, item.counts), str(item.dont_know)],
        }
        for score in shown
        for place, item in enumerate(score.items)
    ]


def _actions_part(report: Report, press: Press, _edition: Edition) -> Data:
    rows = [_action(report, press, action) for action in report.actions]
    return {"rows": rows, "with_others": any(action.with_others.strip() for action in report.actions)}


def _action(report: Report, press: Press, action: Action) -> Data:
    cells = (action.who, action.by_when, report.content.way_name(action.way), action.with_others)
    who, by_when, way, others = (press.body(cell, CELL_WIDTH) for cell in cells)
    short = max(_room(action.what), 2 * max(map(_room, cells))) <= SHORT
    what = press.body(action.what, WHAT_WIDTH)
    return {"what": what, "who": who, "by_when": by_when, "way": way, "others": others, "short": short}


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
    if edition.individual_notes and any(not note.hidden for note in report.notes):
        texts.append(ORDER_OF_NOTES)
    return [*texts, choices.ways.note]


def _about_scores(report: Report) -> list[str]:
    content, smallest = report.content, report.workshop.smallest_group
    how = (
        f"The points of the scale are {_labelled(content)}. The mean of a dimension is the mean of its items; "
        f"answers of \u201c{content.choices.scale.dont_know}\u201d are left out of it. The spread is the standard "
        "deviation of people\u2019s own scores: the larger it is, the more their answers differ. Differences under "
        f"half a point say little. Individual answers are shown only where at least {smallest} people answered."
    )
    return [content.choices.scores, how]


def _labelled(content: Content) -> str:
    return ", ".join(f"{number} {label}" for number, label in enumerate(content.choices.scale.points, start=1))


def attribution(content: Content, press: Press) -> Data:
    """The words that stand wherever items or scores do."""
    told = content.questionnaire
    return {
        "introduction": press.line(told.introduction),
        "copyright": press.line(told.copyright),
        "information": press.line(told.information),
        "link": told.link,
        "shown": press.line(told.link),
        "points": press.line(_labelled(content)),
        "dont_know": press.line(content.choices.scale.dont_know),
        "dimensions": [press.line(dimension.name) for dimension in told.dimensions],
    }


def _written(report: Report) -> list[str]:
    """Every text that people wrote."""
    actions = [text for one in report.actions for text in (one.what, one.who, one.by_when, one.with_others)]
    texts = [report.name, report.workshop.partnership, *actions]
    return texts + [note.body for note in (*report.group_notes, *report.notes)]

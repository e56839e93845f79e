"""A report as the plain data that the printed template reads: every text cleaned, every wording decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content.shape import Content
from report.fonts import Fonts
from report.results import NOTHING, bounds, in_words, individual, listed, scores, table
from report.text import line, paragraphs, undrawable
from workshop.agenda import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME
from workshop.report import Report
from workshop.values import Action, Results

Data = dict[str, Any]

TITLE_WIDTH, BODY_WIDTH, FACT_WIDTH, WHAT_WIDTH, CELL_WIDTH = 13.0, 38.0, 31.0, 13.5, 7.0
SHORT = 900
LONGEST_HEADER = 64
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNNAMED = "Workshop"
PRINTED_LANGUAGE = "en-GB"
REGION = 2
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


def _press(content: Content, fonts: Fonts) -> Press:
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


def document(report: Report, made_at: datetime, fonts: Fonts) -> Data:
    """Everything the template prints, in the order of the agenda."""
    press = _press(report.content, fonts)
    copyright_line = report.content.questionnaire.copyright
    return {
        "subject": press.line(report.content.about.subject),
        "title": _title(report, press),
        "header": _short(report.name.strip() or UNNAMED, press),
        "facts": _facts(report, made_at, press),
        "copyright": press.line(copyright_line),
        "parts": _parts(report, press),
        "reading": _reading(report, press),
        "attribution": _attribution(report.content, press),
        "marked": any(undrawable(text, fonts) for text in _written(report)),
        "made": [made_at.year, made_at.month, made_at.day],
    }


def in_full(day: date) -> str:
    """A date as it is written in British English: 3 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _title(report: Report, press: Press) -> Data:
    return press.line(report.name.strip() or UNNAMED, TITLE_WIDTH)


def _short(name: str, press: Press) -> Data:
    cut = name if len(name) <= LONGEST_HEADER else name[: LONGEST_HEADER - 1].rstrip() + "…"
    return press.line(cut)


def _facts(report: Report, made_at: datetime, press: Press) -> list[Data]:
    workshop = report.workshop
    facts = [
        ("Partnership", workshop.partnership.strip()),
        ("Date", in_full(workshop.held_on)),
        ("Took part", _took_part(report)),
        ("Steps", _steps(report)),
        ("What was anonymous", _anonymous(report)),
        ("Kept until", f"{in_full(workshop.delete_on)}. On that day the workshop is deleted from the server."),
        ("Report made on", in_full(made_at.date())),
    ]
    return [{"term": term, "text": press.line(text, FACT_WIDTH)} for term, text in facts if text]


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
        "No names were asked for, and nothing here says who wrote or answered what. Results of individual "
        f"answers are shown only from {report.workshop.smallest_group} answers upwards."
    )


def _parts(report: Report, press: Press) -> list[Data]:
    """The steps in the order of the agenda; then what was written on a step that is no longer in it."""
    chosen = [(step.id, step.title) for step in report.workshop.agenda]
    numbered = enumerate(report.content.questions.questions, start=1)
    ids = {step_id for step_id, _ in chosen}
    extra = [(one.id, f"Question {number}") for number, one in numbered if one.id not in ids]
    extra += [step for step in ((RESULTS, "Results"), (ACTIONS, "Actions")) if step[0] not in ids]
    close = [step for step in chosen if step[0] == CLOSE] or [(CLOSE, "Close")]
    steps = [step for step in chosen if step[0] != CLOSE] + extra + close
    return [part for step_id, title in steps if (part := _part(report, press, step_id, title, step_id in ids))]


def _part(report: Report, press: Press, step: str, title: str, chosen: bool) -> Data | None:  # noqa: FBT001
    builders = {
        RESULTS: _results_part,
        ACTIONS: _actions_part,
        CLOSE: _resources_part,
    }
    words = _words(report, press, step)
    asked = {question.id: question.text for question in report.content.questions.questions}
    empty = not words["group"] and not words["notes"]
    there = {RESULTS: report.results is not None, ACTIONS: bool(report.actions)}
    if not (chosen or there.get(step, True)) and empty:
        return None
    if step in builders:
        return {**words, **builders[step](report, press)}
    if step in asked and (chosen or not empty):
        return {**words, "kind": "question", "heading": title, "question": press.body(asked[step], 26)}
    return None if empty else {**words, "kind": "words", "heading": title}


def _words(report: Report, press: Press, step: str) -> Data:
    """What the group agreed on a step and what participants wrote, hidden notes never among it."""
    visible = [note for note in report.notes_on(step) if not note.hidden]
    notes = [_note(report, press, note.body, note.way) for note in visible]
    return {"group": press.body(report.group_note(step)), "notes": [note for note in notes if note["body"]]}


def _note(report: Report, press: Press, body: str, way: str | None) -> Data:
    name = report.content.way_name(way)
    return {"body": press.body(body), "way": press.line(name) if name else None, "short": len(body) <= SHORT}


def _results_part(report: Report, press: Press) -> Data:
    results, content = report.results, report.content
    head: Data = {"kind": "results", "heading": "Results", "scores": None, "items": []}
    if results is None:
        return {**head, "sentence": press.line(NOT_REVEALED)}
    head["sentence"] = press.line(in_words(results, content))
    if all(row["mean"] == row["agreed"] == NOTHING for row in table(results, content)):
        return head
    return {**head, "scores": _scores(results, content, press), "items": _items(results, content, press)}


def _scores(results: Results, content: Content, press: Press) -> Data:
    own = individual(results)
    return {
        "k": len(content.choices.scale.points),
        "individual": own is not None,
        "agreed": results.agreed is not None,
        "n": own.respondents if own else 0,
        "alt": in_words(results, content),
        "rows": [
            {**row, "dimension": press.line(row["dimension"], WHAT_WIDTH), **place}
            for row, place in zip(table(results, content), _places(results, content), strict=True)
        ],
    }


def _places(results: Results, content: Content) -> list[Data]:
    """Where the radar draws each dimension: mean, band and agreed score in points, None for a gap."""
    k = len(content.choices.scale.points)
    pairs = zip(scores(individual(results), content), scores(results.agreed, content), strict=True)
    return [
        {"at": own.mean if own else None, "band": bounds(own, k), "agreed_at": agreed.mean if agreed else None}
        for own, agreed in pairs
    ]


def _items(results: Results, content: Content, press: Press) -> list[Data]:
    """Each item that may be shown, with how many people chose each point."""
    own = individual(results)
    texts = {item.id: item.text for item in content.questionnaire.items}
    shown = [score for score in scores(own, content) if score and score.mean is not None]
    return [
        {
            "dimension": press.line(score.name),
            "item": press.line(texts[item.item]),
            "counts": [*map(str, item.counts), str(item.dont_know)],
        }
        for score in shown
        for item in score.items
    ]


def _actions_part(report: Report, press: Press) -> Data:
    rows = [_action(report, press, action) for action in report.actions]
    others = any(action.with_others.strip() for action in report.actions)
    ways = any(action.way for action in report.actions)
    return {"kind": "actions", "heading": "Actions", "rows": rows, "with_others": others, "ways": ways}


def _action(report: Report, press: Press, action: Action) -> Data:
    cells = (action.who, action.by_when, report.content.way_name(action.way), action.with_others)
    who, by_when, way, others = (press.body(cell, CELL_WIDTH) for cell in cells)
    short = max(len(action.what), 2 * max(map(len, cells))) <= SHORT
    what = press.body(action.what, WHAT_WIDTH)
    return {"what": what, "who": who, "by_when": by_when, "way": way, "others": others, "short": short}


def _resources_part(report: Report, press: Press) -> Data:
    resources = report.content.resources
    websites = [
        {
            "title": press.line(site.title),
            "text": press.body(site.description or ""),
            "points": [press.line(point) for point in site.points],
            "link": site.link,
            "shown": press.line(site.link),
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
        }
        for video in resources.videos
    ]
    return {"kind": "resources", "heading": "Resources", "websites": websites, "videos": videos}


def _reading(report: Report, press: Press) -> list[Data]:
    choices = report.content.choices
    texts = []
    if report.results is not None or any(step.id == QUESTIONNAIRE for step in report.workshop.agenda):
        texts = [*_about_scores(report), choices.scale.note]
    return [paragraph for text in [*texts, choices.ways.note] for paragraph in press.body(text)]


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


def _attribution(content: Content, press: Press) -> Data:
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

"""Page 1, the day on one page: what stands out, the radar, what was agreed and what the group noted, as data."""

from across.documents.edition import Edition
from across.documents.outline import FIRST, Section
from across.documents.printable import Data, Printable
from across.documents.report_texts import NOT_REVEALED, has_states, held, left_out_in_words
from across.documents.score_table import nothing_to_show
from across.documents.template_radar import radar_data
from across.results.lines import also_drawn, drawn_lines
from across.results.phrases import ends_of_the_scale
from across.results.shown_scores import individual
from across.results.summary import summary
from across.results.talking_points import talking_point_texts, why_nothing_stands_out
from across.workshop.report import Report
from across.workshop.values import ACTION_STATES, Action, Results
from content.shape import Content

MOST_TOLD = 3
HELD_WIDTH, TOLD_WIDTH, SAYS_WIDTH = 28.0, 9.0, 14.0
SHORT_WHEN = 24
# Where there is no radar, the type is larger: they are measured for that.
WHAT_WIDTH, WHEN_WIDTH, NOTED_WIDTH = 8.5, 5.6, 10.0


def front_page(report: Report, printable: Printable, edition: Edition, sections: list[Section]) -> Data:
    """The day on one page; what it has no room for stands whole on the pages after it."""
    gone = left_out_in_words(edition)
    return {
        "held": printable.line(held(report), HELD_WIDTH),
        "left_out": printable.line(f"Left out of this copy: {gone}") if gone else None,
        "actions": _actions(report, printable, sections),
        "noted": _noted(printable, sections),
        "caution": printable.line(report.content.choices.scores),
        **_results(report, printable, sections),
    }


def _noted(printable: Printable, sections: list[Section]) -> list[Data]:
    """What the group noted on each step, the questions first, with the number of the part where it stands again."""
    kept = [(number, section) for number, section in enumerate(sections) if section.group]
    return [
        {
            "label": printable.line(section.heading),
            "part": number,
            "text": printable.paragraphs(section.group, NOTED_WIDTH),
        }
        for number, section in sorted(kept, key=lambda pair: pair[1].kind in FIRST)
    ]


def _results(report: Report, printable: Printable, sections: list[Section]) -> Data:
    """What stands out and the radar, where the copy has results; `scores` says that it does."""
    nothing: Data = {"told": [], "says": None, "radar": None, "alt": "", "caption": None, "scores": False}
    results, content = report.results, report.content
    if not any(section.kind == "results" for section in sections):
        return nothing
    if results is None:
        return {**nothing, "says": printable.line(NOT_REVEALED, SAYS_WIDTH)}
    if nothing_to_show(results, content):
        return {**nothing, "says": printable.line(summary(results, content), SAYS_WIDTH)}
    told, why = _told(results, content, printable), why_nothing_stands_out(results)
    return {
        "told": told,
        "says": printable.line(why, SAYS_WIDTH) if why and not told else None,
        "scores": True,
        "radar": shape(results, content, printable),
        "alt": alternative(results, content),
        "caption": printable.line(caption(results, content)),
    }


def shape(results: Results, content: Content, printable: Printable) -> Data:
    """The radar that page 1 and the Word document have: without sectors, which have one of their own."""
    lines = drawn_lines(results, content, sectors=False)
    return radar_data(lines, content, printable, individual(results), _named(results))


def alternative(results: Results, content: Content) -> str:
    """What stands for that radar where it is not seen."""
    drawn = also_drawn(drawn_lines(results, content, sectors=False))
    return " ".join(text for text in (summary(results, content), drawn) if text)


def _told(results: Results, content: Content, printable: Printable) -> list[Data]:
    """The first of the talking points, but for that too few people answered to say more."""
    pairs = zip(results.talk, talking_point_texts(results, content), strict=True)
    return [
        {
            "title": printable.line(text.title, TOLD_WIDTH),
            "about": printable.line(text.about, TOLD_WIDTH),
            "numbers": printable.line(text.numbers, SAYS_WIDTH),
        }
        for point, text in pairs
        if point.kind != "too-few"
    ][:MOST_TOLD]


def _named(results: Results) -> list[str]:
    """The dimensions that are told of, but for those named only because too few answered."""
    told = [point for point in results.talk if point.kind != "too-few"][:MOST_TOLD]
    return [dimension for point in told for dimension in point.dimensions]


def caption(results: Results, content: Content) -> str:
    """What the radar shows, in a line."""
    own = individual(results)
    low, high = ends_of_the_scale(content)
    scale = f"from {low} to {high}"
    if own is None or not any(score.mean is not None for score in own.dimensions):
        return f"Scores that the group agreed together, {scale}."
    people = f"Means of {own.respondents} people, {scale}"
    shown = [score for score in own.dimensions if score.quartiles is not None and not score.withheld]
    bars = "; bars show the middle half of them" if shown else ""
    if any(score.word for score in shown):
        return f"{people}{bars}, words and dots how far they agree."
    return f"{people}{bars}; too few to say how far they agree." if shown else f"{people}."


def _actions(report: Report, printable: Printable, sections: list[Section]) -> list[Data] | None:
    """The actions in short; None where the copy has none of them."""
    if not any(section.kind == "actions" for section in sections):
        return None
    return [_action(report, action, printable) for action in report.actions]


def _action(report: Report, action: Action, printable: Printable) -> Data:
    who, others, when = action.who.strip(), action.with_others.strip(), action.by_when.strip()
    is_short = len(when) <= SHORT_WHEN
    state = ACTION_STATES[action.state].lower() if has_states(report) else ""
    about = [text for text in (who, f"with {others}" if others else "", "" if is_short else when, state) if text]
    return {
        "what": printable.paragraphs(action.what, WHAT_WIDTH),
        "about": printable.line("; ".join(about), WHAT_WIDTH) if about else None,
        "when": printable.line(when, WHEN_WIDTH) if when and is_short else None,
    }

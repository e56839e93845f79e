"""The results as the printed template reads them: radar, tables, where to talk, every wording decided."""

from across.documents.edition import Edition
from across.documents.printable import Data, Press
from across.results.series import Series, about_lines, also_drawn, every_line, series
from across.results.talking_points import talk
from across.results.words import NOTHING, ends_of_the_scale, in_words, individual, one_decimal, scores, table
from across.workshop.dates import date_in_full
from across.workshop.report import Report
from across.workshop.values import Results
from content.shape import Content

NOT_REVEALED = "The results were not revealed in the workshop, so they are not in this report."
ABOUT_CHANGE = "Differences under half a point are no clear change. Other people may have been in the room."
NAME_WIDTH, LABEL_WIDTH = 15.0, 10.5


def results_part(report: Report, press: Press, edition: Edition) -> Data:
    """The results of a report; `scores` is None where there is nothing to draw."""
    results, content = report.results, report.content
    head: Data = {"scores": None, "items": [], "talk": [], "compared": None}
    if results is None:
        return {**head, "sentence": press.line(NOT_REVEALED)}
    head["sentence"] = press.line(in_words(results, content))
    if all(row["mean"] == row["agreed"] == NOTHING for row in table(results, content)):
        return head
    return {
        **head,
        "scores": _scores(results, content, press),
        "talk": _talk(results, content, press),
        "compared": _compared(results, content, press),
        "items": _items(results, content, press) if "items" in edition.parts else [],
    }


def _scores(results: Results, content: Content, press: Press) -> Data:
    lines = series(results, content)
    return {
        "k": len(content.choices.scale.points),
        "ends": press.line(f" {NOTHING} ".join(ends_of_the_scale(content))),
        "individual": individual(results) is not None,
        "agreed": results.agreed is not None,
        "alt": " ".join(text for text in (in_words(results, content), also_drawn(lines)) if text),
        "names": [press.line(dimension.name, LABEL_WIDTH) for dimension in content.questionnaire.dimensions],
        "series": [drawn(one, press, first=not place) for place, one in enumerate(lines)],
        "lines": [drawn(one, press, first=not place) for place, one in enumerate(every_line(results, content))],
        "more_lines": bool(also_drawn(lines)),
        "about_lines": about_lines(results, content),
        "rows": [{**row, "dimension": press.line(row["dimension"], NAME_WIDTH)} for row in table(results, content)],
    }


def drawn(one: Series, press: Press, *, first: bool) -> Data:
    """A line of the radar as the template draws it; the first stands out."""
    return {
        "name": press.line(one.name),
        "values": one.values,
        "shown": [one_decimal(value) for value in one.values],
        "band": one.band,
        "strips": one.strips,
        "withheld": one.withheld,
        "colour": one.look.on_light,
        "dash": one.look.dash,
        "marker": one.look.marker,
        "first": first,
    }


def _talk(results: Results, content: Content, press: Press) -> list[Data]:
    return [
        {
            "title": press.line(one.title),
            "about": press.line(one.about),
            "numbers": press.line(one.numbers),
            "question": press.line(one.question),
        }
        for one in talk(results, content)
    ]


def _compared(results: Results, content: Content, press: Press) -> Data | None:
    """Today beside the earlier workshop; None where there is none."""
    if results.earlier is None:
        return None
    heading, titles, rows = compared(results, content)
    return {
        "heading": heading,
        "about": ABOUT_CHANGE,
        "titles": titles,
        "rows": [[press.line(row[0], NAME_WIDTH), *row[1:]] for row in rows],
    }


def compared(results: Results, content: Content) -> tuple[str, list[str], list[list[str]]]:
    """Heading, column titles and rows (dimension, then, now, change) of the table of an earlier workshop and today.

    Today's mean is that of the people who answered for themselves; where nobody did, the score that was agreed.
    """
    now = "mean" if results.profile else "agreed"
    then = date_in_full(results.earlier.held_on) if results.earlier else ""
    rows = [[row["dimension"], row["earlier"], row[now], row["change"]] for row in table(results, content)]
    return f"Since {then}", ["Dimension", then, "This time", "Change"], rows


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

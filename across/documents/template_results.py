"""The results as the printed template reads them: tables, where to talk, every wording decided."""

from across.documents.edition import Edition
from across.documents.printable import Data, Printable
from across.documents.report_texts import ABOUT_CHANGE, NOT_REVEALED
from across.documents.template_radar import LABEL_WIDTH, radar_data
from across.results.bars import shown_items
from across.results.dimension_table import TITLES, comparison, dimension_rows
from across.results.lines import RadarLine, about_lines, all_lines, also_drawn, drawn_lines
from across.results.phrases import NOTHING
from across.results.shown_scores import individual
from across.results.summary import summary
from across.results.talking_points import talking_point_texts
from across.workshop.report import Report
from across.workshop.values import Results
from content.shape import Content

NAME_WIDTH = 15.0


def results_part(report: Report, printable: Printable, edition: Edition) -> Data:
    """The results of a report; `scores` is None where there is nothing to draw."""
    results, content = report.results, report.content
    head: Data = {"scores": None, "items": [], "talk": [], "compared": None}
    if results is None:
        return {**head, "sentence": printable.line(NOT_REVEALED)}
    head["sentence"] = printable.line(summary(results, content))
    if all(row["mean"] == row["agreed"] == NOTHING for row in dimension_rows(results, content)):
        return head
    return {
        **head,
        "scores": _scores(results, content, printable),
        "talk": _talking_points(results, content, printable),
        "compared": _compared(results, content, printable),
        "items": _items(results, content, printable) if "items" in edition.parts else [],
    }


def _scores(results: Results, content: Content, printable: Printable) -> Data:
    lines = drawn_lines(results, content)
    own, agreed = individual(results) is not None, results.agreed is not None
    shown = ("dimension", *(("mean", "n", "spread", "agreement") if own else ()), *(("agreed",) if agreed else ()))
    return {
        "individual": own,
        "agreed": agreed,
        "alt": " ".join(text for text in (summary(results, content), also_drawn(lines)) if text),
        "radar": radar_data(lines, content, printable),
        "titles": [TITLES[name] for name in shown],
        "rows": [
            {**row, "dimension": printable.line(row["dimension"], NAME_WIDTH)}
            for row in dimension_rows(results, content)
        ],
        "names": [printable.line(dimension.name, LABEL_WIDTH) for dimension in content.questionnaire.dimensions],
        "lines": [line_column(line, printable) for line in all_lines(results, content)],
        "more_lines": bool(also_drawn(lines)),
        "about_lines": about_lines(results, content),
    }


def line_column(line: RadarLine, printable: Printable) -> Data:
    """A line as a column of the table of all lines: its name, and its means, those that are withheld in words."""
    cells = [
        {"text": text, "withheld": line.is_withheld(dimension)} for dimension, text in enumerate(line.means_in_words())
    ]
    return {"name": printable.line(line.name), "cells": cells}


def _talking_points(results: Results, content: Content, printable: Printable) -> list[Data]:
    return [
        {
            "title": printable.line(point.title),
            "about": printable.line(point.about),
            "numbers": printable.line(point.numbers),
            "question": printable.line(point.question),
        }
        for point in talking_point_texts(results, content)
    ]


def _compared(results: Results, content: Content, printable: Printable) -> Data | None:
    """Today beside the earlier workshop; None where there is none."""
    if results.earlier is None:
        return None
    heading, titles, rows = comparison(results, content)
    return {
        "heading": heading,
        "about": ABOUT_CHANGE,
        "titles": titles,
        "rows": [[printable.line(row[0], NAME_WIDTH), *row[1:]] for row in rows],
    }


def _items(results: Results, content: Content, printable: Printable) -> list[Data]:
    """Each item that may be shown, with how many people chose each point; the first of a dimension names it."""
    named = ""
    found = []
    for dimension, item in shown_items(results):
        found.append(
            {
                "dimension": None if dimension.name == named else printable.line(dimension.name),
                "item": printable.line(content.item_text(item.item)),
                "counts": [*map(str, item.counts), str(item.dont_know)],
            }
        )
        named = dimension.name
    return found

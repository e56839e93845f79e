"""The scores as a tidy table, for a spreadsheet: one row per source and item, then one per source and dimension.

Columns: workshop, partnership, date, source, level ("item" or "dimension"), dimension, item, n, mean, spread,
one count for each labelled point of the scale, the count of "Don't know", agreement, agreement in a word, change,
reason, copyright. `n` counts people who chose a point (for a dimension: the smaller of its items'); `spread` is the
standard deviation of people's own dimension scores. What is withheld is empty and its reason said.
"""

import csv as comma_separated
import io
import math
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from across.results.words import (
    AGREED,
    INDIVIDUAL,
    NOT_AGREED,
    agreement,
    earlier_name,
    in_change,
    individual,
    scores,
    why,
    why_no_sectors,
)
from across.workshop.report import Report
from across.workshop.values import Results
from scoring.profile import DimensionScore, ItemScore, Profile, SectorScores

Cell = str | int | float | None

NOT_REVEALED = "The results were not revealed in this workshop."
NO_ANSWERS = "Nobody has answered the questionnaire."
NOT_SHOWN_THEN = "Not shown in that workshop"
SECTOR = "Sector"
NO_LINE = "This dimension has no line for the sector"
IN_A_WORD = "agreement in a word"
LAST = ("agreement", IN_A_WORD, "change", "reason", "copyright")
DECIMALS = 4
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_INSIDE = re.compile(r"([;\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# In the points that Excel measures in; a heading has up to three lines.
LINE_HIGH, HEAD_HIGH = 15, 46
_WIDE = {
    "meaning": 110,
    "column": 30,
    "item": 90,
    "dimension": 28,
    "workshop": 28,
    "partnership": 28,
    "reason": 60,
    "copyright": 90,
    "source": 20,
}


def csv(report: Report) -> bytes:
    """The scores as CSV in UTF-8 with a byte order mark, as Excel reads it; no cell is a formula.

    Every text is quoted. A spreadsheet that separates by semicolons or tabs begins cells inside our texts: those are
    no formulas either.
    """
    out = io.StringIO(newline="")
    writer = comma_separated.writer(out, quoting=comma_separated.QUOTE_NONNUMERIC)
    writer.writerow(map(_safe_inside, columns(report)))
    writer.writerows([_safe_inside(cell) for cell in row] for row in rows(report))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def excel(report: Report) -> bytes:
    """The same rows as an Excel workbook, text never as a formula; a second sheet says what the columns mean."""
    book = Workbook()
    book.properties.creator = "Across Boundaries"
    _fill(book.worksheets[0], "Scores", [columns(report), *rows(report)])
    explained: list[list[Cell]] = [["column", "meaning"]]
    explained += [[name, meaning] for name, meaning in meanings(report)]
    meant = book.create_sheet()
    _fill(meant, "What the columns mean", explained)
    for (meaning,) in meant.iter_rows(min_row=2, min_col=2):
        meaning.alignment = Alignment(wrap_text=True, vertical="top")
        meant.row_dimensions[meaning.row].height = LINE_HIGH * math.ceil(len(str(meaning.value)) / _WIDE["meaning"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meanings(report: Report) -> list[tuple[str, str]]:
    """Each column with what it holds, and how the rows are to be read."""
    scale = report.content.choices.scale
    known = {
        "workshop": "The name of the workshop.",
        "partnership": "The partnership it was held for.",
        "date": "The day it was held on: year, month, day.",
        "source": f"\u201c{INDIVIDUAL}\u201d: of the people who answered for themselves. "
        f"\u201c{AGREED}\u201d: the scores the group settled aloud. \u201c{SECTOR}: \u2026\u201d: of the people of one "
        "sector, as they were when each dimension was first shown. \u201cEarlier: \u2026\u201d: as an earlier workshop "
        "of the same partnership showed it.",
        "level": "What the row is about: one item, or one dimension with all its items.",
        "dimension": "The dimension of the questionnaire.",
        "item": "The item word for word; empty in the row of a dimension.",
        "n": "How many people chose a point; for a dimension, the smaller of its items' numbers.",
        "mean": f"The mean in points of the scale, 1 to {len(scale.points)}; for a dimension, the mean of its items' "
        f"means. \u201c{scale.dont_know}\u201d is left out of it.",
        "spread": "The standard deviation (n - 1) of people's own dimension scores; empty in the row of an item.",
        scale.dont_know: "How many people chose it.",
        "agreement": "How much closer the answers are than answers at random, r_wg(J): 0 to 1, where 1 means that "
        "everyone gave the same answers.",
        IN_A_WORD: "Close, mixed or split (two camps); too few to say under eight people.",
        "change": "Today\u2019s mean less the earlier workshop\u2019s; under half a point is no clear change.",
        "reason": "Why a row has no numbers, or only its mean.",
        "copyright": "Whose questionnaire it is, and where to read more.",
    }
    return [(str(name), known.get(str(name), "How many people chose this point.")) for name in columns(report)]


def columns(report: Report) -> list[Cell]:
    """The names of the columns."""
    scale = report.content.choices.scale
    points = [f"{number} {label}" for number, label in enumerate(scale.points, start=1)]
    about = ["workshop", "partnership", "date", "source", "level", "dimension", "item", "n", "mean", "spread"]
    return [*about, *points, scale.dont_know, *LAST]


def rows(report: Report) -> list[list[Cell]]:
    """The rows in the order of the columns: items first, then dimensions, for each source that there is."""
    results = report.results
    if results is None:
        return [_row(report, reason=NOT_REVEALED)]
    found: list[list[Cell]] = []
    for source, profile in _sources(results):
        found += [*_items(report, profile, source), *_dimensions(report, profile, source)]
    place = [sector.id for sector in report.content.choices.sectors]
    for sector in sorted(results.sectors, key=lambda one: place.index(one.sector)):
        found += _sector(report, sector)
    if found and results.sectors_reason != "not asked" and (reason := why_no_sectors(results)):
        found.append(_row(report, source="Sectors", level="dimension", reason=reason))
    return found or [_row(report, reason=NO_ANSWERS)]


def _sources(results: Results) -> list[tuple[str, Profile]]:
    found = [(INDIVIDUAL, individual(results)), (AGREED, results.agreed)]
    if results.earlier:
        found.append((earlier_name(results.earlier), results.earlier.profile))
    return [(source, profile) for source, profile in found if profile]


def _items(report: Report, profile: Profile, source: str) -> Iterator[list[Cell]]:
    texts = {item.id: item.text for item in report.content.questionnaire.items}
    for dimension in _known(report, profile):
        for item in dimension.items:
            known = {"source": source, "level": "item", "dimension": dimension.name, "item": texts[item.item]}
            yield _row(report, **known, **_counted(item, _reason(report, dimension, source)))


def _reason(report: Report, score: DimensionScore, source: str) -> str:
    """Why there are no numbers where there are none."""
    if source == INDIVIDUAL and report.results:
        return why(score, report.results)
    return NOT_AGREED if source == AGREED else NOT_SHOWN_THEN


def _counted(item: ItemScore, reason: str) -> dict[str, object]:
    if item.mean is None:
        return {"reason": reason}
    counts = (*item.counts, item.dont_know)
    return {"n": item.n, "mean": round(item.mean, DECIMALS), "counts": counts}


def _dimensions(report: Report, profile: Profile, source: str) -> Iterator[list[Cell]]:
    changed = in_change(report.results) if report.results and source == _compared(report.results) else {}
    for score in _known(report, profile):
        known = {"source": source, "level": "dimension", "dimension": score.name}
        reason = _reason(report, score, source)
        if score.mean is None:
            yield _row(report, **known, reason=reason)
            continue
        whole = source == INDIVIDUAL and not score.withheld
        yield _row(
            report,
            **known,
            n=score.n,
            mean=round(score.mean, DECIMALS),
            spread=_number(score.spread),
            agreement=_number(score.agreement) if whole else None,
            **{IN_A_WORD: agreement(score) if whole else None},
            change=changed.get(score.dimension),
            reason=reason if score.withheld else None,
        )


def _compared(results: Results) -> str:
    """The source of today's that is held against an earlier workshop."""
    return INDIVIDUAL if results.profile else AGREED


def _sector(report: Report, sector: SectorScores) -> Iterator[list[Cell]]:
    source = f"{SECTOR}: {report.content.sector_name(sector.sector)}"
    for dimension, mean in zip(report.content.questionnaire.dimensions, sector.means, strict=True):
        known = {"source": source, "level": "dimension", "dimension": dimension.name}
        yield _row(report, **known, **({"reason": NO_LINE} if mean is None else {"mean": round(mean, DECIMALS)}))


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _known(report: Report, profile: Profile) -> list[DimensionScore]:
    return [score for score in scores(profile, report.content) if score]


def _row(report: Report, **cells: object) -> list[Cell]:
    workshop, told = report.workshop, report.content.questionnaire
    known: dict[str, Any] = {
        "workshop": report.name,
        "partnership": workshop.partnership,
        "date": workshop.held_on.isoformat(),
        "copyright": f"{told.copyright} {told.information} {told.link}",
        **cells,
    }
    labels = [str(label) for label in columns(report)]
    points = len(report.content.choices.scale.points) + 1
    first = labels.index("spread") + 1
    counts = known.pop("counts", (None,) * points)
    return [*map(known.get, labels[:first]), *counts, *map(known.get, labels[first + points :])]


def _safe_inside(cell: Cell) -> Cell:
    """As `_safe`, and so does each part of it after a semicolon or a tab."""
    return _INSIDE.sub(r"\1'", str(_safe(cell))) if isinstance(cell, str) else cell


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub("\ufffd", cell)
    return f"'{text}" if _FORMULA.match(text) else text


def _fill(sheet: Worksheet, title: str, lines: list[list[Cell]]) -> None:
    sheet.title = title
    for number, row in enumerate(lines, start=1):
        for place, cell in enumerate(row, start=1):
            _write(sheet, number, place, cell)
    _dress(sheet)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """A cell; one whose text looks like a formula stays text even where somebody edits it."""
    place = sheet.cell(row, column)
    place.value = _CONTROL.sub("\ufffd", cell) if isinstance(cell, str) else cell
    if isinstance(cell, str):
        place.data_type = "s"
        place.quotePrefix = bool(_FORMULA.match(cell))


def _dress(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.row_dimensions[1].height = HEAD_HIGH
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top")
    for number, head in enumerate(sheet[1], start=1):
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", start_color="0A4A50")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(str(head.value), 12)

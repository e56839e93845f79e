"""The scores as a tidy table, for a spreadsheet: one row per source and item, then one per source and dimension.

`n` counts people who chose a point (for a dimension: the smaller of its items'); `spread` is the standard deviation of
people's own dimension scores. What is withheld is empty and its reason said. `meanings` has every column.
"""

import csv
import io
import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from across.documents.colours import DEEP
from across.results.dimension_table import agreement_in_a_word, changes_in_words
from across.results.lines import sectors_in_order
from across.results.phrases import AGREED, INDIVIDUAL, earlier_name, labelled_points
from across.results.reasons import NOT_AGREED, why_no_sectors, why_withheld
from across.results.shown_scores import individual, scores_in_order
from across.workshop.report import Report
from across.workshop.values import Results
from scoring.profile import DimensionScore, ItemScore, Profile, SectorScores

Cell = str | int | float | date | None

NOT_REVEALED = "The results were not revealed in this workshop."
NO_ANSWERS = "Nobody has answered the questionnaire."
NOT_SHOWN_THEN = "Not shown in that workshop"
SECTOR = "Sector"
NO_LINE = "This dimension has no line for the sector"
IN_A_WORD = "agreement in a word"
DECIMALS = 4
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_INSIDE = re.compile(r"([;\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# In the points that Excel measures in; a heading has up to three lines.
LINE_HEIGHT, HEAD_HEIGHT = 15, 46
# In the widths of a digit.
WIDTHS = {
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
USUAL_WIDTH = 12


def scores_csv(report: Report) -> bytes:
    """The scores as CSV in UTF-8 with a byte order mark, as Excel reads it; no cell is a formula.

    Every text is quoted. A spreadsheet that separates by semicolons or tabs begins cells inside our texts: those are
    no formulas either.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(map(_safe_inside, meanings(report)))
    writer.writerows([_safe_inside(cell) for cell in row] for row in score_rows(report))
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def scores_excel(report: Report) -> bytes:
    """The same rows as an Excel workbook, text never as a formula; a second sheet says what the columns mean."""
    book = Workbook()
    book.properties.creator = "Across Boundaries"
    _fill(book.worksheets[0], "Scores", [[*meanings(report)], *score_rows(report)])
    explained: list[list[Cell]] = [["column", "meaning"]]
    explained += [[column, meaning] for column, meaning in meanings(report).items()]
    sheet = book.create_sheet()
    _fill(sheet, "What the columns mean", explained)
    for (cell,) in sheet.iter_rows(min_row=2, min_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        lines = math.ceil(len(str(cell.value)) / WIDTHS["meaning"])
        sheet.row_dimensions[cell.row].height = LINE_HEIGHT * lines
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meanings(report: Report) -> dict[str, str]:
    """The columns in their order, each with what it holds."""
    scale = report.content.choices.scale
    return {
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
        **dict.fromkeys(labelled_points(report.content), "How many people chose this point."),
        scale.dont_know: "How many people chose it.",
        "agreement": "How much closer the answers are than answers at random, r_wg(J): 0 to 1, where 1 means that "
        "everyone gave the same answers.",
        IN_A_WORD: "Close, mixed or split (two camps); too few to say under eight people.",
        "change": "Today\u2019s mean less the earlier workshop\u2019s; under half a point is no clear change.",
        "reason": "Why a row has no numbers, or only its mean.",
        "copyright": "Whose questionnaire it is, and where to read more.",
    }


def score_rows(report: Report) -> list[list[Cell]]:
    """The rows in the order of the columns: items first, then dimensions, for each source that there is."""
    results = report.results
    if results is None:
        return [_row(report, reason=NOT_REVEALED)]
    found: list[list[Cell]] = []
    for source, profile in _sources(results):
        found += [*_items(report, profile, source), *_dimensions(report, profile, source)]
    for sector in sectors_in_order(results.sectors, report.content):
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
    for score in _known(report, profile):
        for item in score.items:
            text = report.content.item_text(item.item)
            about = {"source": source, "level": "item", "dimension": score.name, "item": text}
            yield _row(report, **about, **_numbers(report, item, _reason(report, score, source)))


def _reason(report: Report, score: DimensionScore, source: str) -> str:
    """Why there are no numbers where there are none."""
    if source == INDIVIDUAL and report.results:
        return why_withheld(score, report.results)
    return NOT_AGREED if source == AGREED else NOT_SHOWN_THEN


def _numbers(report: Report, item: ItemScore, reason: str) -> dict[str, object]:
    """The numbers of an item, by column; the reason where there are none."""
    if item.mean is None:
        return {"reason": reason}
    counts = zip(labelled_points(report.content), item.counts, strict=True)
    dont_know = {report.content.choices.scale.dont_know: item.dont_know}
    return {"n": item.n, "mean": round(item.mean, DECIMALS), **dict(counts), **dont_know}


def _dimensions(report: Report, profile: Profile, source: str) -> Iterator[list[Cell]]:
    changed = changes_in_words(report.results) if report.results and source == _compared(report.results) else {}
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
            **{IN_A_WORD: agreement_in_a_word(score) if whole else None},
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
    return [score for score in scores_in_order(profile, report.content) if score]


def _row(report: Report, **cells: object) -> list[Cell]:
    workshop, questionnaire = report.workshop, report.content.questionnaire
    known: dict[str, Any] = {
        "workshop": report.name,
        "partnership": workshop.partnership,
        "date": workshop.held_on,
        "copyright": f"{questionnaire.copyright} {questionnaire.information} {questionnaire.link}",
        **cells,
    }
    return [known.get(column) for column in meanings(report)]


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
    for row, cells in enumerate(lines, start=1):
        for column, cell in enumerate(cells, start=1):
            _write(sheet, row, column, cell)
    _style(sheet)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """A cell; one whose text looks like a formula stays text even where somebody edits it."""
    written = sheet.cell(row, column)
    written.value = _CONTROL.sub("\ufffd", cell) if isinstance(cell, str) else cell
    if isinstance(cell, str):
        written.data_type = "s"
        written.quotePrefix = bool(_FORMULA.match(cell))


def _style(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.row_dimensions[1].height = HEAD_HEIGHT
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top")
    for number, head in enumerate(sheet[1], start=1):
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", start_color=DEEP.upper())
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(str(head.value), USUAL_WIDTH)

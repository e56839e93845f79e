"""In the process that reads it: a spreadsheet of paper forms, put into our columns, and what was understood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from across.uploads.files import tables
from across.uploads.form_rows import Understood, is_list
from across.uploads.forms_table import Reader
from across.uploads.places import NOWHERE, cells_of, name_of, wide
from across.uploads.sheets import NotRead, Sheet
from across.workshop.errors import WorkshopError
from across.workshop.paper_forms import read_forms
from content.shape import Content

LONGEST_NAME, LONGEST_SAMPLE, FEW, MOST_NAMED = 200, 16, 3, 5


class FormsRefused(WorkshopError):
    """There are no forms in a file that can be read; the message says why."""


@dataclass(frozen=True)
class Chosen:
    """What a person chose: the sheet by its place, and the column of each of ours, where they did."""

    sheet: int | None = None
    places: dict[int, int] | None = None


NOT_CHOSEN = Chosen()


@dataclass(frozen=True)
class Best:
    """What the sheet holds that was taken, its place, and the place and number of forms of each that may be meant."""

    forms: Understood
    sheet: int
    may_be: Sequence[tuple[int, int]]


def read(order: dict[str, Any], body: bytes) -> Iterable[object]:
    """The forms in a file, in the order's `content`; without sectors where it does not say `asks_sector`.

    `sheet` and `places` of the order are what a person chose, or None. Raises FormsRefused.
    """
    content = Content.model_validate(order["content"])
    chosen = Chosen(order.get("sheet"), dict(order["places"]) if order.get("places") is not None else None)
    try:
        sheets = tables(body)
        best = of_the_best(sheets, content, chosen)
    except NotRead as error:
        raise FormsRefused(f"{error} Nothing was changed.") from None
    found = best.forms
    if not order["asks_sector"]:
        _without_sectors(found)
    name = sheets[best.sheet].name
    return [
        {
            "rows": found.rows,
            "wrong": list(_wrong(found, content, f"Sheet “{name}”, " if name and len(sheets) > 1 else "")),
            "said": found.said,
            "asks": found.asks,
            "sheet": best.sheet,
            "sheets": [[number, sheets[number].name, forms] for number, forms in best.may_be],
            "columns": list(_columns(found)),
            "places": [[ours, found.columns.places.get(ours, NOWHERE)] for ours in range(len(found.rows[0]))],
            "doubts": [asdict(doubt) for doubt in found.columns.doubts],
        }
    ]


def _without_sectors(found: Understood) -> None:
    found.columns.doubts = [doubt for doubt in found.columns.doubts if doubt.ours]
    if any(cells[0] for cells in found.rows):
        found.rows = [["", *cells[1:]] for cells in found.rows]
        found.said.append("This workshop does not ask for the sector: sectors were left out.")


def _wrong(found: Understood, content: Content, sheet: str) -> Iterator[list[object]]:
    """Each cell that cannot be read: its row and column among ours, and why, saying where in the file it stands."""
    for cell in read_forms(found.rows, content).wrong:
        where = f"{sheet}{found.place(cell.row, cell.column)}"
        yield [cell.row, cell.column, f"{where[0].upper()}{where[1:]}: {cell.why}"]


def _columns(found: Understood) -> Iterator[dict[str, object]]:
    """Each column with something in it: its place, where it is in the file, its head, and what stands in it first."""
    names = found.columns.names
    for place in range(max(wide(found.body), len(names))):
        filled = list(dict.fromkeys(filter(None, cells_of(place, found.body))))
        if filled or name_of(place, names):
            sample = ", ".join(_short(cell, LONGEST_SAMPLE) for cell in filled[:FEW])
            more = ", …" if len(filled) > FEW else ""
            yield {
                "place": place,
                "where": found.where.column(place),
                "name": _short(name_of(place, names), LONGEST_NAME),
                "sample": sample + more,
            }


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def of_the_best(sheets: Sequence[Sheet], content: Content, chosen: Chosen = NOT_CHOSEN) -> Best:
    """What the sheet holds that was chosen, or that holds most answers: one that is seen before one that is hidden.

    What the others hold is said. Raises NotRead, saying why of the sheet with most in it, where none holds forms.
    """
    reader = Reader(content)
    found: dict[int, Understood] = {}
    reasons = [(0, "There is nothing in this file.")]
    for number, sheet in enumerate(sheets):
        if chosen.sheet not in (None, number):
            continue
        try:
            found[number] = _forms_of(sheet, reader, chosen)
        except NotRead as error:
            reasons.append((sheet.size, str(error)))
    if not found:
        raise NotRead(max(reasons)[1])
    best = max(found, key=lambda number: _rank(sheets[number], found[number]))
    may_be = [best]
    if sheets[best].name and len(sheets) > 1:
        may_be = [
            number for number in found if _rank(sheets[number], found[number])[:3] == (True, True, True)
        ] or may_be
        found[best].said[:0] = _of_sheets(sheets, best, [number for number in found if found[number].read > 0])
    if sheets[best].hidden:
        found[best].asks.insert(0, f"The only forms are on the sheet “{sheets[best].name}”, which is hidden.")
    return Best(found[best], best, [(number, len(found[number].rows)) for number in may_be])


def _forms_of(sheet: Sheet, reader: Reader, chosen: Chosen) -> Understood:
    found = reader.understood(sheet, chosen.places)
    if sheet.hidden and is_list(found.rows):
        raise NotRead("There is no form in this file, only a hidden list of the answers.")
    return found


def _rank(sheet: Sheet, found: Understood) -> tuple[bool, bool, bool, int]:
    """How likely a sheet is to be meant: one with answers, one that is seen, one that is no list, one with most."""
    return found.read > 0, not sheet.hidden, not is_list(found.rows), found.read


def _of_sheets(sheets: Sequence[Sheet], best: int, with_forms: Sequence[int]) -> Iterator[str]:
    yield f"The forms are those of the sheet “{sheets[best].name}”."
    others = [number for number in range(len(sheets)) if number != best]
    for what, left in (
        ("Forms on other sheets, which were not read", [number for number in others if number in with_forms]),
        ("Sheets without forms", [number for number in others if number not in with_forms]),
    ):
        if left:
            more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
            yield f"{what}: {', '.join(f'“{sheets[number].name}”' for number in left[:MOST_NAMED])}{more}."

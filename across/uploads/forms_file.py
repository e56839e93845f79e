"""In the process that reads it: a spreadsheet of paper forms, put into our columns, and what was understood."""

from collections.abc import Iterable, Sequence
from typing import Any

from across.uploads.files import tables
from across.uploads.form_rows import Understood
from across.uploads.forms_table import Reader
from across.uploads.sheets import NotRead, Sheet
from across.workshop.errors import WorkshopError
from across.workshop.paper_forms import read_forms
from content.shape import Content


class FormsRefused(WorkshopError):
    """There are no forms in a file that can be read; the message says why."""


def read(order: dict[str, Any], body: bytes) -> Iterable[object]:
    """The forms in a file, in the order's `content`; without sectors where it does not say `asks_sector`.

    Raises FormsRefused.
    """
    content = Content.model_validate(order["content"])
    try:
        found = of_the_best(tables(body), content)
    except NotRead as error:
        raise FormsRefused(f"{error} Nothing was changed.") from None
    if not order["asks_sector"] and any(cells[0] for cells in found.rows):
        found.rows = [["", *cells[1:]] for cells in found.rows]
        found.said.append("This workshop does not ask for the sector: sectors were left out.")
    wrong = [[cell.row, cell.column, cell.why] for cell in read_forms(found.rows, content).wrong]
    texts = [item.text for item in content.questionnaire.items]
    pairs = [[name, ours, texts[ours - 1]] for name, ours in found.pairs]
    return [{"rows": found.rows, "wrong": wrong, "said": found.said, "asks": found.asks, "pairs": pairs}]


def of_the_best(sheets: Sequence[Sheet], content: Content) -> Understood:
    """What the sheet holds that holds most answers, one that is seen before one that is hidden.

    What the others hold is said. Raises NotRead, saying why of the sheet with most in it, where none holds forms.
    """
    reader = Reader(content)
    found: list[tuple[Sheet, Understood]] = []
    reasons: list[tuple[int, str]] = []
    for sheet in sheets:
        try:
            found.append((sheet, reader.understood(sheet)))
        except NotRead as error:
            reasons.append((sheet.size, str(error)))
    if not found:
        raise NotRead(max(reasons, key=lambda reason: reason[0], default=(0, "There is nothing in this file."))[1])
    sheet, best = max(found, key=lambda pair: (pair[1].read > 0, not pair[0].hidden, pair[1].read))
    if sheet.name and len(sheets) > 1:
        best.said[:0] = _of_sheets(sheet, [other.name for other, held in found if other is not sheet and held.read > 0])
    return best


def _of_sheets(sheet: Sheet, others: list[str]) -> list[str]:
    said = [f"The forms are those of the {'hidden ' if sheet.hidden else ''}sheet “{sheet.name}”."]
    if others:
        names = ", ".join(f"“{name}”" for name in others)
        said.append(
            f"There are forms on other sheets as well, which were not read: {names}. Save each as its own file."
        )
    return said

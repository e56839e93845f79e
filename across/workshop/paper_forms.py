"""Paper forms as they are typed in: a table of texts, read into answers, or a reason at each cell that cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

from across.workshop.values import Answers
from content.shape import Content

MOST_FORMS = 500
DONT_KNOW = {"d", "dk", "?", "-", "n/a", "na"}
SECTOR = "sector"
LONGEST_SHOWN = 30
FIRST_ROWS = 5
# No answer that can be read is longer.
LONGEST_ANSWER = 300

Table = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Wrong:
    """Why a cell cannot be read; row and column are counted from 0, the sector being the column before the items."""

    row: int
    column: int
    why: str


@dataclass(frozen=True)
class Forms:
    """What was read: one set of answers per form that has any, and every cell that cannot be read."""

    answers: tuple[Answers, ...]
    wrong: tuple[Wrong, ...]


def columns(content: Content) -> list[str]:
    """What stands at the head of each column: the sector, then the items in the order in which they are asked."""
    return [SECTOR, *(item.id for item in content.questionnaire.items)]


def read_forms(table: Table, content: Content) -> Forms:
    """Read a table with the `columns` of this content, one row per form; empty rows are left out.

    A point is its number or its words, "Don't know" also "d" or "?"; an empty cell is an item that was not answered.
    """
    answers: list[Answers] = []
    wrong: list[Wrong] = []
    for number, row in enumerate(table):
        cells = _as_wide(row, content)
        if any(cells):
            form = _form(cells, content, number, wrong)
            if form.points:
                answers.append(form)
            else:
                wrong.append(Wrong(number, 1, "This form has no answer yet. Fill in at least one, or clear the row."))
    return Forms(tuple(answers), tuple(wrong))


def _form(cells: list[str], content: Content, number: int, wrong: list[Wrong]) -> Answers:
    points: dict[str, int | None] = {}
    sector = _sector(cells[0], content)
    if cells[0] and sector is None:
        names = ", ".join(sector.name for sector in content.choices.sectors)
        wrong.append(Wrong(number, 0, f"“{_short(cells[0])}” is not one of the sectors: {names}."))
    for column, (item, text) in enumerate(zip(content.questionnaire.items, cells[1:], strict=True), 1):
        if not text:
            continue
        try:
            points[item.id] = read_point(text, content)
        except ValueError as error:
            wrong.append(Wrong(number, column, str(error)))
            points.setdefault(item.id, None)
    return Answers(sector, points)


def read_point(text: str, content: Content) -> int | None:
    """The point that a text stands for, None for "Don't know". Raises ValueError, saying what can be written."""
    scale = content.choices.scale
    tidy = text.strip().casefold()
    words = {label.casefold(): number for number, label in enumerate(scale.points, 1)}
    words |= {str(number): number for number in range(1, len(scale.points) + 1)}
    words |= {f"{number}.0": number for number in range(1, len(scale.points) + 1)}  # as spreadsheets write numbers
    if tidy in words:
        return words[tidy]
    if tidy in DONT_KNOW | {scale.dont_know.casefold()}:
        return None
    raise ValueError(f"“{_short(text)}” cannot be read. Write 1 to {len(scale.points)}, or d for “{scale.dont_know}”.")


def arranged(table: Table, content: Content) -> list[list[str]]:
    """A table from elsewhere with our columns: by the row that names items, else in the order it has.

    That row may stand below a title, as one of the first few. A table without a column for the sector gets an empty
    one. Raises ValueError where a column cannot be told, or for more than MOST_FORMS forms.
    """
    rows = [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]
    if not rows:
        raise ValueError("There is nothing in this file.")
    head = next((number for number, row in enumerate(rows[:FIRST_ROWS]) if _named(row, content)), None)
    if head is not None:
        places = _named(rows[head], content)
        return _not_too_many([_by_name(row, places, content) for row in rows[head + 1 :]])
    # A title above the forms is a row with one text in it that is no answer.
    while len(rows) > 1 and _is_title(rows[0], content):
        rows = rows[1:]
    wide, items = max(map(len, rows)), len(content.questionnaire.items)
    if wide > items + 1:
        raise ValueError(
            f"This file has {wide} columns, and there are {items} items. Write the items' names in the first row, "
            "as in the empty sheet, so that each column can be told."
        )
    return _not_too_many([row if wide == items + 1 else ["", *row] for row in rows])


def _not_too_many(forms: list[list[str]]) -> list[list[str]]:
    if len(forms) > MOST_FORMS:
        raise ValueError(f"This file has more than {MOST_FORMS} forms. Split it and enter one part after the other.")
    return forms


def _is_title(row: Sequence[str], content: Content) -> bool:
    written = [cell for cell in row if cell]
    if len(written) != 1 or _sector(written[0], content):
        return False
    try:
        read_point(written[0], content)
    except ValueError:
        return True
    return False


def _named(head: Sequence[str], content: Content) -> dict[int, int]:
    """For each column of a row that names one of ours, which; empty if it names none.

    The numbers of the items name them where all are there: no form can have answers from 1 to 18.
    """
    known = {SECTOR: 0}
    for number, item in enumerate(content.questionnaire.items, 1):
        known |= {item.id: number, item.text.casefold(): number, f"item {number}": number}
    numbers = {str(number): number for number in range(1, len(content.questionnaire.items) + 1)}
    if len(numbers) > len(content.choices.scale.points) and set(numbers) <= set(head):
        known |= numbers
    return {place: known[cell.casefold()] for place, cell in enumerate(head) if cell.casefold() in known}


def _by_name(row: Sequence[str], places: dict[int, int], content: Content) -> list[str]:
    cells = [""] * len(columns(content))
    for place, ours in places.items():
        cells[ours] = row[place] if place < len(row) else ""
    return cells


def _as_wide(row: Sequence[str], content: Content) -> list[str]:
    wide = len(columns(content))
    return [*(cell.strip() for cell in row), *[""] * wide][:wide]


def _sector(text: str, content: Content) -> str | None:
    names = {sector.name.casefold(): sector.id for sector in content.choices.sectors}
    names |= {sector.id: sector.id for sector in content.choices.sectors}
    return names.get(text.casefold())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"

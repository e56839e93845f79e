"""Paper forms as they are typed in: a table of texts, read into answers, or a reason at each cell that cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

from across.workshop.values import Answers
from content.shape import Content

MOST_FORMS = 500
DONT_KNOW = {"d", "dk", "?", "-", "n/a", "na"}
SECTOR = "sector"
LONGEST_SHOWN = 30
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


def _as_wide(row: Sequence[str], content: Content) -> list[str]:
    wide = len(columns(content))
    return [*(cell.strip() for cell in row), *[""] * wide][:wide]


def _sector(text: str, content: Content) -> str | None:
    names = {sector.name.casefold(): sector.id for sector in content.choices.sectors}
    names |= {sector.id: sector.id for sector in content.choices.sectors}
    return names.get(text.casefold())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"

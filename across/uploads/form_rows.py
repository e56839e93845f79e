"""The rows of a table whose columns are known: which are forms, what they answer, and what is said of the others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from across.uploads.answers import NOT_AN_ANSWER, code, plain
from across.uploads.columns import Finder
from across.uploads.places import Columns, Where, consecutive, quoted
from across.uploads.sheets import NO_RESULT, NotRead, Row
from across.workshop.paper_forms import LONGEST_ANSWER

FEWEST_FILLED, MOST_NAMED = 3, 5
AS_ROUNDED, LONGEST_NUMBER = 0.06, 40
COUNTS_ANSWERS = (
    "This table counts how often each answer was given: it has no forms. Use the table with a row for each form."
)
MAY_COUNT = (
    "The forms are numbered as the answers are: this may be a table of how often each answer was given, and no forms."
)
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,15})? ?%?")


@dataclass
class Understood:
    """The forms of a table with our columns; what is said of it; what a person must confirm; the columns it has.

    `numbers` are those of the rows that the forms were, in the table; `read` counts answers and sectors, less the
    cells that are none. `body` are the rows below the names.
    """

    rows: list[list[str]]
    said: list[str]
    asks: list[str]
    columns: Columns
    body: Sequence[Row]
    numbers: list[int]
    where: Where
    read: int

    def place(self, form: int, ours: int) -> str:
        """Where in the file a cell of a form stands."""
        return self.where.cell(self.numbers[form], self.columns.places.get(ours))


@dataclass(frozen=True)
class _Form:
    """A row that may be a form, and its cells in our columns."""

    row: Row
    cells: list[str]


class FormRows:
    """The rows of a table with these columns. `left` are those that were found to be no forms before."""

    def __init__(self, find: Finder, columns: Columns, left: Sequence[Row], where: Where) -> None:
        self._read, self._is_sector, self._sector = find.answers.read, find.is_sector, find.sector
        self._is_lettered = find.answers.is_lettered
        self._point, self._points, self._dont_know = find.answers.point, find.answers.points, find.dont_know
        self._wide = find.heads.items + 1
        self._columns, self._where = columns, where
        self._left = {row.number: row for row in left}
        self._bare = 0
        self._codes: set[str] = set()

    def understood(self, body: Sequence[Row]) -> Understood:
        """The forms among these rows, and what is said of the others. Raises NotRead where there is none."""
        self._codes = self._answer_codes(body)
        found: list[_Form] = []
        for row in body:
            form = _Form(row, self._ours(row))
            if self._may_be_form(form, first=not found):
                found.append(form)
        found = self._without_reckoned(found)
        forms, numbers = [form.cells for form in found], [form.row.number for form in found]
        self._must_hold_answers(found)
        self._must_not_count(found)
        read = [bool(self._read(cell)) for cells in forms for cell in cells[1:] if cell]
        read += [self._is_sector(cells[0]) for cells in forms if cells[0]]
        said = [*self._columns.said, *self._of_answers(body), *self._of_rows()]
        asks = [*self._columns.asks, *self._of_codes(), *self._of_letters(body), *self._of_a_list(forms)]
        asks += self._of_counts(found)
        return Understood(forms, said, asks, self._columns, body, numbers, self._where, 2 * sum(read) - len(read))

    # Cells

    def _ours(self, row: Row) -> list[str]:
        """The cells of a row in our columns, each answer as its number or "d", whatever else as it stands."""
        found = [""] * self._wide
        for ours, place in self._columns.places.items():
            cell = row.cells[place] if place < len(row.cells) else ""
            found[ours] = (self._answer(cell) if ours else self._sector(cell))[:LONGEST_ANSWER]
        return found

    def _answer(self, cell: str) -> str:
        if read := self._read(cell):
            return read
        letters, number = code(cell)
        return (self._point(number) or cell) if letters in self._codes else cell

    def _items(self, body: Sequence[Row]) -> Iterator[str]:
        """Every filled cell of the items' columns."""
        places = [place for ours, place in self._columns.places.items() if ours]
        return (row.cells[place] for row in body for place in places if place < len(row.cells) and row.cells[place])

    def _answer_codes(self, body: Sequence[Row]) -> set[str]:
        """The letters of the codes that stand for answers, where every answer has the same."""
        items = list(self._items(body))
        unread = [code(cell) for cell in items if not self._read(cell)]
        found = {letters for letters, number in unread if letters and self._point(number)}
        most = 2 * len(unread) > len(items)
        return found if most and len(found) == 1 and all(letters in found for letters, _ in unread) else set()

    # Rows

    def _may_be_form(self, form: _Form, *, first: bool) -> bool:
        filled = [cell for cell in form.cells[1:] if cell]
        if not filled and not self._is_sector(form.cells[0]):
            self._bare += 1
            return False
        unread = len(filled) >= FEWEST_FILLED and NO_RESULT not in filled and not any(map(self._read, filled))
        names = bool(self._columns.names)
        if (
            (first and unread and names)
            or self._repeats_names(form.row)
            or (first and consecutive(form.cells[1:], self._points))
        ):
            self._left[form.row.number] = form.row
            return False
        return True

    def _repeats_names(self, row: Row) -> bool:
        same = sum(bool(cell) and cell == _of(self._columns.names, place) for place, cell in enumerate(row.cells))
        return same > len(self._columns.places) / 2

    def _without_reckoned(self, forms: list[_Form]) -> list[_Form]:
        """The forms without rows of numbers that no form can have and that are the mean or the sum of the others."""
        odd = [form for form in forms if self._is_odd(form)]
        numbers = {form.row.number for form in odd}
        sure = [form.cells for form in forms if form.row.number not in numbers]
        for form in odd:
            same = [cells for cells in sure if cells[0] == form.cells[0]]
            if any(_follows(form.cells, others) for others in (sure, same) if len(others) > 1):
                self._left[form.row.number] = form.row
        return [form for form in forms if form.row.number not in self._left]

    def _is_odd(self, form: _Form) -> bool:
        """Whether a row has a cell that is no answer, or decimals in all its cells."""
        places = [place for ours, place in self._columns.places.items() if ours and place < len(form.row.cells)]
        written = [form.row.cells[place] for place in places if form.row.cells[place]]
        return not all(map(self._read, written)) or all("." in cell or "," in cell for cell in written)

    def _must_hold_answers(self, forms: list[_Form]) -> None:
        without = [(form, ours) for form in forms for ours, cell in enumerate(form.cells) if cell == NO_RESULT]
        if without:
            form, ours = without[0]
            first = self._where.cell(form.row.number, self._columns.places[ours])
            many = "1 cell is a formula" if len(without) == 1 else f"{len(without)} cells are formulas"
            raise NotRead(
                f"{many} whose result is not in the file (the first in {first}). Open it in your spreadsheet program, "
                "save it again and upload that, or copy the cells as values."
            )
        if any(self._read(cell) for form in forms for cell in form.cells[1:]):
            return
        if forms or self._left:
            raise NotRead("No answer in this file can be read. Write the numbers of the points, or their words.")
        raise NotRead("There is no form in this file.")

    def _must_not_count(self, forms: list[_Form]) -> None:
        """Raises NotRead where a column beside the items has the points in words, each once."""
        for cells in self._beside(forms):
            points = {self._read(cell) for cell in cells if not cell.isdecimal()} - {""}
            if len(points) == len(forms) and len(points - {NOT_AN_ANSWER}) >= max(FEWEST_FILLED, self._points - 1):
                raise NotRead(COUNTS_ANSWERS)

    def _beside(self, forms: list[_Form]) -> Iterator[list[str]]:
        """What stands in these rows, by each column that is no item's."""
        items = {place for ours, place in self._columns.places.items() if ours}
        wide = max((len(form.row.cells) for form in forms), default=0)
        return ([_of(form.row.cells, place) for form in forms] for place in range(wide) if place not in items)

    # What is said

    def _of_answers(self, body: Sequence[Row]) -> list[str]:
        """How answers that are no plain numbers were read, one way of writing for each."""
        written = sorted(
            {cell for cell in self._items(body) if not cell.isdecimal() and self._read(cell)}, reverse=True
        )
        by_point = {self._read(cell): cell for cell in written}
        meant = {NOT_AN_ANSWER: quoted(self._dont_know)}
        told = [f"{quoted(cell)} as {meant.get(point, point)}" for point, cell in sorted(by_point.items())]
        return [f"Answers were read so: {', '.join(told)}."] if told else []

    def _of_codes(self) -> list[str]:
        return [f"Answers are codes: “{letters.upper()}1” was read as 1, and so on." for letters in self._codes]

    def _of_letters(self, body: Sequence[Row]) -> list[str]:
        """That "D" was read as "Don't know", where other letters stand for answers and it may be one of them."""
        items = sorted(set(self._items(body)))
        others = [cell for cell in items if self._is_lettered(cell)]
        taken = [cell for cell in items if plain(cell) == NOT_AN_ANSWER]
        if not others or not taken:
            return []
        asked = f"{quoted(taken[0])} was read as {quoted(self._dont_know)}, and there are other letters, such as "
        return [
            f"{asked}{quoted(others[0])}. If it stands for a point as they do, write the points' numbers in the file."
        ]

    def _of_counts(self, forms: list[_Form]) -> list[str]:
        """That forms numbered as the points are may be counts: side by side, or where all items add up to the same."""
        numbered = [str(number) for number in range(1, self._points + 1)]
        sums = {sum(_points([form.cells for form in forms], column)) for column in range(1, self._wide)}
        is_numbered = any(cells in (numbered, numbered[::-1]) for cells in self._beside(forms))
        return [MAY_COUNT] if is_numbered and (len(sums) == 1 or self._where.turned) else []

    def _of_a_list(self, forms: Sequence[Sequence[str]]) -> list[str]:
        if not is_list(forms):
            return []
        return [
            "Every row holds one answer throughout, each another one: this may be a list of the answers, not forms."
        ]

    def _of_rows(self) -> list[str]:
        said = []
        if self._left:
            named = [f"row {row.number} ({quoted(next(filter(None, row.cells)))})" for row in self._left_in_order()]
            more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
            said.append(f"Not forms, and left out: {', '.join(named[:MOST_NAMED])}{more}.")
        if self._bare:
            said.append(f"Rows without any answer, left out: {self._bare}.")
        return said

    def _left_in_order(self) -> list[Row]:
        return [self._left[number] for number in sorted(self._left)]


def is_list(forms: Sequence[Sequence[str]]) -> bool:
    """Whether rows are what can be answered, one point after the other, as a list to choose from has it."""
    alike = [{cell for cell in cells[1:] if cell} for cells in forms]
    if len(forms) < FEWEST_FILLED or any(len(answers) != 1 for answers in alike):
        return False
    points = [answer for answers in alike for answer in answers if answer.isdecimal()]
    return points in (sorted(set(points)), sorted(set(points), reverse=True)) and len(points) >= len(forms) - 1


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, of any size and with either mark before its decimals."""
    return len(cell) <= LONGEST_NUMBER and bool(_NUMBER.fullmatch(plain(cell)))


def _follows(cells: Sequence[str], forms: Sequence[Sequence[str]]) -> bool:
    """Whether a row is the mean or the sum of these forms."""
    numbers = {column: cell for column, cell in enumerate(cells[1:], 1) if cell}
    if len(numbers) < FEWEST_FILLED or not all(map(is_number, numbers.values())):
        return False
    return any(
        all(abs(_value(cell) - reckoned(_points(forms, column))) < AS_ROUNDED for column, cell in numbers.items())
        for reckoned in (_mean, sum)
    )


def _of(names: Sequence[str], place: int) -> str:
    return names[place] if place < len(names) else ""


def _value(cell: str) -> float:
    return float(plain(cell).rstrip("% ").replace(",", "."))


def _points(forms: Sequence[Sequence[str]], column: int) -> list[int]:
    return [int(cells[column]) for cells in forms if cells[column].isdecimal()]


def _mean(points: Sequence[int]) -> float:
    return sum(points) / len(points) if points else 0.0

"""A table of paper forms from elsewhere, made into ours: which rows are forms, and what was understood of them."""

import re
from collections.abc import Mapping, Sequence

from across.uploads.answers import plain
from across.uploads.columns import Finder
from across.uploads.form_rows import FormRows, Understood, is_number
from across.uploads.heads import LONGEST_CODE
from across.uploads.places import Columns, Where, cells_of, counts, quoted, share
from across.uploads.sheets import FIRST_ROWS, NO_RESULT, NotRead, Row, Sheet
from across.uploads.unnamed import Unnamed
from across.workshop.paper_forms import MOST_FORMS
from content.shape import Content

FIRST_COLUMNS, MOST_ASKED = 4, 3
MOST_TIMES_WIDER, LONGEST_LABEL = 1.5, 100
SLIPPED = (
    "There is one name less than columns, and column A counts the forms: each name was taken for the column on its "
    "right."
)
TOO_MANY = f"This file has more than {MOST_FORMS} forms. Split it and enter one part after the other."
# What stands in front of a row that is reckoned from others.
SUMMARIES = {
    *("mean", "average", "avg", "total", "sum", "median", "mode", "sd", "std", "stdev", "deviation", "variance", "%"),
    *("min", "max", "minimum", "maximum", "count", "n", "number", "overall", "percent", "percentage", "range"),
    *(
        "mittelwert",
        "durchschnitt",
        "summe",
        "anzahl",
        "moyenne",
        "somme",
        "media",
        "gesamt",
        "promedio",
        "gemiddelde",
        "totaal",
        *("moy", "mw", "snitt", "medel", "gennemsnit", "suma", "\u00f8", "\u03c3", "\u2211"),
    ),
}
# Of them, those that may be a name of somebody or of an organisation as well.
MAY_BE_NAMES = {"max", "min", "mode", "media", "range", "n", "sd", "std", "number", "count", "%", "percent"}
BESIDE_SUMMARIES = {"of", "the", "all", "group", "score", "per", "item", "column", "row", "value", "rating", "answer"}


class Reader:
    """Reads tables of forms of this content."""

    def __init__(self, content: Content) -> None:
        self._find = Finder(content)
        self._items = len(content.questionnaire.items)

    def understood(self, sheet: Sheet, chosen: Mapping[int, int] | None = None) -> Understood:
        """What a table holds, by the columns that a person chose, if one did, `NOWHERE` for those that it has not.

        Raises NotRead where it holds no form, or a column cannot be told.
        """
        if not sheet.rows:
            raise NotRead("There is nothing in this file.")
        turned = self._turned(sheet.rows)
        rows: Sequence[Row] = turned or sheet.rows
        where = Where([row.number for row in sheet.rows] if turned else ())
        reckoned, maybe = self._reckoned(rows)
        taken = {row.number for row in reckoned}
        rows = [row for row in rows if row.number not in taken] or rows
        columns, body, left = self._columns(rows)
        if chosen is not None:
            columns.choose(chosen)
        found = FormRows(self._find, columns, [*left, *reckoned], where).understood(body)
        if sheet.longer or len(found.rows) > MOST_FORMS:
            raise NotRead(TOO_MANY)
        found.said[:0] = _of_the_table(sheet)
        found.asks += self._of_the_scale(sheet)
        found.asks += [_taken_for_a_form(row, where) for row in maybe if row.number in found.numbers][:MOST_ASKED]
        if turned:
            exchanged = found.asks if self._find.numbers_alone(columns.names) else found.said
            exchanged.insert(0, "Rows and columns were exchanged: each form is a column of the file.")
        return found

    def _of_the_scale(self, sheet: Sheet) -> list[str]:
        """That what stands around the forms says another scale than ours, such as one that begins with "agree"."""
        written = dict.fromkeys(cell for row in sheet.rows for cell in row.cells if not cell.isdecimal())
        said = next(filter(None, map(self._find.answers.turned, written)), "")
        if not said:
            return []
        ours = f"The file says “{said}”, and here the points are {self._find.scale}."
        return [f"{ours} If the forms were filled in that way, change the numbers in the file first."]

    def _turned(self, rows: Sequence[Row]) -> list[Row]:
        """The table with its rows as columns, where the items' names stand one below the other; else empty."""
        wide = max(len(row.cells) for row in rows)
        columns = [
            Row(place + 1, tuple(row.cells[place] if place < len(row.cells) else "" for row in rows))
            for place in range(wide)
        ]
        across = max(self._find.named_items(row.cells) for row in rows[:FIRST_ROWS])
        down = max(map(self._named_down, columns[:FIRST_COLUMNS]))
        turned = down > across and down[0] > self._items / 2
        if turned and any(self._find.names_again(column.cells) for column in columns[:FIRST_COLUMNS]):
            raise NotRead("This file has a row for each answer. Make it a table with a row for each form.")
        return [column for column in columns if any(column.cells)] if turned else []

    def _named_down(self, column: Row) -> tuple[int, int]:
        """How many items a column names. Numbers alone may be those of forms, unless they are just as many as items."""
        named = self._find.named_items(column.cells)
        return (0, 0) if self._find.numbers_alone(column.cells) and named[0] < self._items else named

    def _reckoned(self, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
        """The rows that are reckoned from others, and those that may be, but answer as a form of that name would.

        Such a row is taken for reckoned where one beside it is.
        """
        likely = [self._is_reckoned(row) for row in rows]
        for places in (range(len(rows)), reversed(range(len(rows)))):
            before: bool | None = False
            for place in places:
                likely[place] = before = True if likely[place] is None and before else likely[place]
        return (
            [row for row, is_one in zip(rows, likely, strict=True) if is_one],
            [row for row, is_one in zip(rows, likely, strict=True) if is_one is None],
        )

    def _is_reckoned(self, row: Row) -> bool | None:
        """Whether a row is a mean, a sum or the like of others, and says so in front; None where it may be a form."""
        first, *rest = [cell for cell in row.cells if cell]
        if len(first) > LONGEST_LABEL or self._find.is_sector(first):
            return False
        words = {word.removesuffix("s") for word in re.split(r"[^\w%\u2211]+|[\d_]+", plain(first))} - {""}
        if not words & SUMMARIES:
            return False
        alone = not re.search(r"\d", first) and words <= SUMMARIES - MAY_BE_NAMES | BESIDE_SUMMARIES
        numbers = [cell for cell in rest if is_number(cell) or (alone and cell == NO_RESULT)]
        counts = numbers == [str(number) for number in range(1, len(numbers) + 1)]
        if len(numbers) <= len(rest) / 2 or (counts and len(numbers) >= self._items):
            return False
        answers = sum(map(self._find.is_answer, numbers))
        return True if alone or answers < len(numbers) / 2 else None

    def _columns(self, rows: Sequence[Row]) -> tuple[Columns, Sequence[Row], list[Row]]:
        """The columns, the rows below their names, and the rows above that were left out."""
        named = [self._find.named_items(row.cells) for row in rows[:FIRST_ROWS]]
        if max(named)[0]:
            return self._named(rows, named.index(max(named)))
        if head := self._row_of_words(rows):
            found = self._named(rows, head - 1)
            if sum(ours > 0 for ours in found[0].places) > self._items / 2:
                return found
        while len(rows) > 1 and self._is_title(rows[0]):
            rows = rows[1:]
        return Unnamed(self._find).columns(rows)

    def _named(self, rows: Sequence[Row], head: int) -> tuple[Columns, Sequence[Row], list[Row]]:
        """The columns by the row of this place, which names items."""
        names, body = rows[head].cells, rows[head + 1 :]
        if head:
            names = _filled_from(names, rows[head - 1].cells)
        if not body:
            raise NotRead("There are names of items in this file, but no form below them.")
        names = self._lined_up(names, body)
        self._must_be_one_table(names, body)
        slipped = self._have_slipped(names, body)
        columns = self._find.by_names(("", *names) if slipped else names, body)
        if slipped:
            columns.asks.append(SLIPPED)
        return columns, body, [row for row in rows[:head] if sum(map(bool, row.cells)) > 1]

    def _row_of_words(self, rows: Sequence[Row]) -> int:
        """The first row, counted from 1, with sentences in most columns of the items and rows below; 0 without one."""
        sentences = (sum(map(self._find.is_sentence, row.cells)) for row in rows[: min(FIRST_ROWS, len(rows) - 1)])
        return next((number for number, many in enumerate(sentences, 1) if many > self._items / 2), 0)

    def _lined_up(self, names: tuple[str, ...], body: Sequence[Row]) -> tuple[str, ...]:
        """The names, one for each column. Raises NotRead where the rows have far more cells than there are names."""
        wide = max(len(row.cells) for row in body)
        if wide < len(names):
            names = self._find.heads.rejoined(names)
        if wide > MOST_TIMES_WIDER * len(names):
            raise NotRead(
                f"The rows of this file have {wide} columns and only {len(names)} names: which belongs to which cannot "
                "be told. Save it as Excel, or as CSV with semicolons."
            )
        return names

    def _have_slipped(self, names: Sequence[str], body: Sequence[Row]) -> bool:
        """Whether the first name is one of ours and stands above numbers of the rows, as R writes them."""
        wide = max(len(row.cells) for row in body)
        ours = self._find.named_first(names)
        if wide != len(names) + 1 or ours is None or not counts(cells_of(0, body)):
            return False
        return ours == 0 or share(wide - 1, body, self._find.is_answer) == 1

    def _must_be_one_table(self, names: Sequence[str], body: Sequence[Row]) -> None:
        """Raises NotRead where other names of items stand further below: a second table, in another order."""
        of_words = [row for row in body if sum(len(cell) > LONGEST_CODE for cell in row.cells) > self._items / 2]
        for row in of_words[:FIRST_COLUMNS]:
            same = sum(cell == name for cell, name in zip(row.cells, names, strict=False) if cell)
            if same < self._items / 2 < self._find.named_items(row.cells)[0]:
                raise NotRead(
                    f"A second table begins in row {row.number}, with its columns in another order. Put each table on "
                    "a sheet or in a file of its own."
                )

    def _is_title(self, row: Row) -> bool:
        written = [cell for cell in row.cells if cell]
        return len(written) == 1 and not self._find.is_sector(written[0]) and not self._find.is_answer(written[0])


def _taken_for_a_form(row: Row, where: Where) -> str:
    name = quoted(next(filter(None, row.cells)))
    at = where.row(row.number)
    return f"{at[0].upper()}{at[1:]} ({name}) was read as a form. If it is reckoned from the others, take it out below."


def _of_the_table(sheet: Sheet) -> list[str]:
    said = []
    if sheet.wider:
        said.append("Only the first columns were read: the file has more.")
    if sheet.concealed:
        said.append(f"Hidden rows were read as well: {sheet.concealed}.")
    return said


def _filled_from(names: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Names of columns; where one has none, what stands above it."""
    wide = max(len(names), len(above))
    named, higher = ((*cells, *[""] * (wide - len(cells))) for cells in (names, above))
    return tuple(name or instead for name, instead in zip(named, higher, strict=True))

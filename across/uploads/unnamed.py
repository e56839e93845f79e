"""The columns of a table whose first row names no item: a run of answers, or as many columns as items, in order."""

from collections.abc import Sequence

from across.uploads.answers import code
from across.uploads.columns import TELL_EACH, Finder
from across.uploads.places import (
    Columns,
    called,
    cells_of,
    consecutive,
    counts,
    differ,
    letters_of,
    name_of,
    quoted,
    share,
    wide,
)
from across.uploads.sheets import NotRead, Row

MOST_ASKED, FEWEST_NUMBERED = 3, 3


class Unnamed:
    """Finds the columns of this content in a table without their names."""

    def __init__(self, find: Finder) -> None:
        self._find = find

    def columns(self, body: Sequence[Row]) -> tuple[Columns, Sequence[Row], list[Row]]:
        """The columns of a table whose first row names no item, its rows of answers, and a row above them.

        Raises NotRead.
        """
        named = len(body) > 1 and (self._are_names(body[0]) or self._are_others(body))
        names, rows = (body[0].cells, body[1:]) if named else ((), body)
        in_a_run = sum(map(bool, names)) >= self._find.heads.items
        columns = self._in_a_run(names, rows) if in_a_run else self._in_order(rows)
        columns.names = names
        if not in_a_run:
            columns.asks += self._of_names(columns)
        self._find.find_sector(columns, rows)
        self._find.say_what_is_left(columns, rows)
        return columns, rows, [body[0]] if named and not in_a_run else []

    def _are_names(self, row: Row) -> bool:
        """Whether a row has texts for as many columns as items, and hardly an answer."""
        filled = [cell for cell in row.cells if cell]
        answers = sum(self._find.is_answer(cell) or self._find.is_sector(cell) for cell in filled)
        beyond = any(letters and not self._find.answers.point(number) for letters, number in map(code, filled))
        names = answers < len(filled) / 4 or (beyond and len(set(filled)) == len(filled))
        return len(filled) >= self._find.heads.items and names

    def _are_others(self, body: Sequence[Row]) -> bool:
        """Whether the first row counts the columns, or has no answer and names for many, or for one without below."""
        first, *below = body
        if consecutive(first.cells[-self._find.heads.items :], self._find.answers.points):
            return True
        if any(self._find.is_answer(cell) or self._find.is_sector(cell) for cell in first.cells):
            return False
        shares = [share(place, below, self._find.is_answer) for place, cell in enumerate(first.cells) if cell]
        return min(shares) < 1 / 2 or len(shares) > self._find.heads.items / 2

    def _in_a_run(self, names: Sequence[str], body: Sequence[Row]) -> Columns:
        """The one row of columns side by side that hold nothing but answers, as many as items."""
        fits = [share(place, body, self._find.is_answer) == 1 for place in range(wide(body))]
        runs: list[list[int]] = [[]]
        for place, fit in enumerate(fits):
            if fit:
                runs[-1].append(place)
            else:
                runs.append([])
        found = [run for run in runs if len(run) == self._find.heads.items]
        if len(found) != 1:
            raise NotRead(f"The names of the columns say nothing of the items. {TELL_EACH}")
        columns = Columns(dict(enumerate(found[0], 1)), names)
        between = f"{called(found[0][0], names)} to {called(found[0][-1], names)}"
        columns.asks.append(f"The names of the columns do not say which item is which: {between} were taken in order.")
        return columns

    def _in_order(self, body: Sequence[Row]) -> Columns:
        """As many columns as items, after the sector or a number of the form."""
        first, last = 0, wide(body)
        columns = Columns({})
        while last > self._find.heads.items and not any(map(self._find.is_answer, cells_of(last - 1, body))):
            last -= 1
        while last - first > self._find.heads.items and self._leads(first, body, columns):
            first += 1
        while last - first > self._find.heads.items and not share(last - 1, body, self._find.is_answer):
            last -= 1
        if self._find.all_sectors(first, body) or last - first != self._find.heads.items:
            raise NotRead(self._cannot_be_told(body))
        columns.places |= {ours: first + ours - 1 for ours in range(1, self._find.heads.items + 1)}
        columns.said.insert(0, "The columns have no names: they were taken in the order of the items.")
        self._ask_of_the_edges(columns, body)
        return columns

    def _of_names(self, columns: Columns) -> list[str]:
        """A column with a name that is no item's is hardly an item, where the others have none."""
        named = {ours: name_of(place, columns.names) for ours, place in columns.places.items() if ours}
        return [
            f"Column {letters_of(columns.places[ours])} is called {quoted(name)} and was taken for item {ours}."
            for ours, name in named.items()
            if name
        ][:MOST_ASKED]

    def _ask_of_the_edges(self, columns: Columns, body: Sequence[Row]) -> None:
        """What stands first or last and holds no answers, or counts, may be something else than an item."""
        for ours in (1, self._find.heads.items):
            cells = list(filter(None, cells_of(columns.places[ours], body)))
            none = cells and not any(map(self._find.is_answer, cells))
            beyond = max(map(len, cells), default=0) > 1 and counts(cells, self._find.answers.points)
            if ours == 1 and not beyond and not columns.told and _numbers_forms(cells):
                where = f"column {letters_of(columns.places[ours])}"
                columns.asks.append(
                    f"The numbers in {where} may be those of the forms, and were taken for item {ours}."
                )
            elif none or beyond:
                where = f"column {letters_of(columns.places[ours])}"
                columns.asks.append(
                    f"What stands in {where} ({quoted(cells[0])}) looks like no answer, and was taken for item {ours}."
                )

    def _leads(self, place: int, body: Sequence[Row], columns: Columns) -> bool:
        """Whether a column in front of the answers is none of them."""
        if self._find.all_sectors(place, body):
            columns.places[0] = place
            return True
        cells = cells_of(place, body)
        if not any(map(self._find.answers.read, cells)) and (columns.told or not counts(cells)):
            return True
        if not columns.told and counts(cells, beyond=self._find.answers.points):
            columns.told.add(place)
            columns.said.append(f"Column {letters_of(place)} counts the forms and was not read as an answer.")
            return True
        if not columns.told and differ(cells):
            columns.told.add(place)
            columns.asks.append(f"Column {letters_of(place)} was taken for the numbers of the forms, not for answers.")
            return True
        if len(body) == 1 and not columns.told:
            columns.told.add(place)
            columns.asks.append(f"Column {letters_of(place)} was taken for the number of the form, not for an answer.")
            return True
        return False

    def _cannot_be_told(self, body: Sequence[Row]) -> str:
        found, items = wide(body), self._find.heads.items
        columns = "1 column" if found == 1 else f"{found} columns"
        return f"This file has {columns}, and there are {items} items. {TELL_EACH}"


def _numbers_forms(cells: Sequence[str]) -> bool:
    """Whether these may number the forms: 1, 2, 3 and so on."""
    return len(cells) >= FEWEST_NUMBERED and list(cells) == [str(number) for number in range(1, len(cells) + 1)]

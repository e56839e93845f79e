"""The columns of a table whose first row names no item: a run of answers, or as many columns as items, in order."""

from collections.abc import Sequence

from across.uploads.answers import code
from across.uploads.columns import TELL_EACH, Finder
from across.uploads.places import Columns, called, cells_of, counts, letters_of, numbers_rows, share, wide
from across.uploads.sheets import NotRead, Row


class Unnamed:
    """Finds the columns of this content in a table without their names."""

    def __init__(self, find: Finder) -> None:
        self._find = find

    def columns(self, body: Sequence[Row]) -> tuple[Columns, Sequence[Row]]:
        """The columns of a table whose first row names no item, and its rows of answers. Raises NotRead."""
        names = body[0].cells if len(body) > 1 and self._are_names(body[0]) else ()
        rows = body[1:] if names else body
        columns = self._in_a_run(names, rows) if names else self._in_order(rows)
        self._find.find_sector(columns, rows)
        self._find.say_what_is_left(columns, rows)
        return columns, rows

    def _are_names(self, row: Row) -> bool:
        """Whether a row has texts for as many columns as items, and hardly an answer."""
        filled = [cell for cell in row.cells if cell]
        answers = sum(self._find.is_answer(cell) or self._find.is_sector(cell) for cell in filled)
        beyond = any(letters and not self._find.answers.point(number) for letters, number in map(code, filled))
        names = answers < len(filled) / 4 or (beyond and len(set(filled)) == len(filled))
        return len(filled) >= self._find.heads.items and names

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
        while last - first > self._find.heads.items and self._leads(first, body, columns):
            first += 1
        while last - first > self._find.heads.items and not share(last - 1, body, self._find.is_answer):
            last -= 1
        if self._find.all_sectors(first, body) or last - first != self._find.heads.items:
            raise NotRead(self._cannot_be_told(body))
        columns.places |= {ours: first + ours - 1 for ours in range(1, self._find.heads.items + 1)}
        columns.said.insert(0, "The columns have no names: they were taken in the order of the items.")
        return columns

    def _leads(self, place: int, body: Sequence[Row], columns: Columns) -> bool:
        """Whether a column in front of the answers is none of them."""
        if not any(cells_of(place, body)):
            return True
        if self._find.all_sectors(place, body):
            columns.places[0] = place
            return True
        if not columns.told and counts(cells_of(place, body)):
            columns.told.add(place)
            columns.said.append(f"Column {letters_of(place)} counts the forms and was not read as an answer.")
            return True
        if not columns.told and numbers_rows(cells_of(place, body), self._find.answers.points):
            columns.told.add(place)
            columns.asks.append(f"Column {letters_of(place)} was taken for the numbers of the forms, not for answers.")
            return True
        if len(body) == 1 and wide(body) - place == self._find.heads.items + 1 and not columns.places:
            columns.told.add(place)
            columns.asks.append(f"Column {letters_of(place)} was taken for the number of the form, not for an answer.")
            return True
        return not any(map(self._find.answers.read, cells_of(place, body)))

    def _cannot_be_told(self, body: Sequence[Row]) -> str:
        found, items = wide(body), self._find.heads.items
        columns = "1 column" if found == 1 else f"{found} columns"
        return f"This file has {columns}, and there are {items} items. {TELL_EACH}"

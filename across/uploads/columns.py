"""Which column of a table is the sector and which is which item, and what has to be said of that before it is used."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from across.uploads.answers import Answers, code, plain
from across.uploads.heads import Heads, How, Named
from across.uploads.sheets import NotRead, Row
from content.shape import Content

LONGEST_QUOTED, MOST_QUOTED = 120, 12
TELL_EACH = "Write the items' names in the first row, as in the empty sheet, so that each column can be told."


@dataclass
class Columns:
    """The place of each of ours, 0 the sector and items from 1; what is said of it, and what a person must confirm.

    `told` are the places of which it is said already why they are none of ours.
    """

    places: dict[int, int]
    names: Sequence[str] = ()
    said: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)
    told: set[int] = field(default_factory=set)


class Finder:
    """Finds the columns of this content in a table."""

    def __init__(self, content: Content) -> None:
        self.heads, self.answers = Heads(content), Answers(content)
        self.dont_know = content.choices.scale.dont_know
        self.texts = [item.text for item in content.questionnaire.items]
        self._longest_sector = 2 * max(len(sector.name) for sector in content.choices.sectors)
        self.sectors = {
            plain(written): sector.name for sector in content.choices.sectors for written in (sector.id, sector.name)
        }

    def named_items(self, cells: Sequence[str]) -> tuple[int, int]:
        """How many items a row of heads names, and how many of them by their words."""
        words = {named.ours for named in self.heads.by_words(cells).values()} - {0}
        numbered = self.heads.by_numbers(cells)
        return max(len(words), len(numbered.items) if numbered else 0), len(words)

    def is_answer(self, cell: str) -> bool:
        """Whether a cell holds an answer, or a code that may stand for one."""
        letters, number = code(cell)
        return bool(self.answers.read(cell) or (letters and self.answers.point(number)))

    def is_sector(self, cell: str) -> bool:
        """Whether a cell names a sector."""
        return len(cell) <= self._longest_sector and plain(cell) in self.sectors

    def sector(self, cell: str) -> str:
        """The sector that a cell names, as it stands where it is written as ours are; else the cell."""
        if not self.is_sector(cell) or plain(cell) == cell.casefold():
            return cell
        return self.sectors[plain(cell)]

    # By their names

    def by_names(self, names: Sequence[str], body: Sequence[Row]) -> Columns:
        """The columns by a row that names items. Raises NotRead where two columns cannot be told from each other."""
        words = self.heads.by_words(names)
        numbered = self.heads.by_numbers(names)
        items = {named.ours for named in words.values()} - {0}
        if numbered and len(numbered.items) > len(items):
            return self._by_numbers(names, body)
        columns = Columns({}, names, ["Columns were matched by the items' names."])
        for ours in sorted({named.ours for named in words.values()}):
            self._settle(columns, ours, {place: named for place, named in words.items() if named.ours == ours}, body)
        self._find_sector(columns, body)
        self._find_alike(columns)
        self._find_by_place(columns, body)
        self._say_what_is_left(columns, body)
        return columns

    def _by_numbers(self, names: Sequence[str], body: Sequence[Row]) -> Columns:
        sectors = [place for place in range(len(names)) if self._all_sectors(place, body)]
        numbered = self.heads.by_numbers(names, leaving_out=sectors)
        if not numbered:
            raise NotRead(f"The names of the columns say nothing of the items. {TELL_EACH}")
        columns = Columns({item: place for place, item in numbered.items.items()}, names)
        first, last = (names[columns.places[ours]] for ours in (min(columns.places), max(columns.places)))
        between = f"{quoted(first)} to {quoted(last)}"
        if numbered.obvious:
            columns.said.append(f"Columns were matched by their numbers, {between}.")
        else:
            columns.asks.append(
                f"The names of the columns do not say which item is which: {between} were taken in order."
            )
        for place, named in self.heads.by_words(names).items():
            if named.ours == 0 and place not in columns.places.values():
                columns.places.setdefault(0, place)
        self._find_sector(columns, body)
        self._say_what_is_left(columns, body)
        return columns

    def _settle(self, columns: Columns, ours: int, found: Mapping[int, Named], body: Sequence[Row]) -> None:
        """Of several columns that name the same, the surest; of those, the ones that hold what they should."""
        surest = min(named.how for named in found.values())
        places = [place for place, named in found.items() if named.how == surest]
        fits = self.is_answer if ours else self.is_sector
        if len(places) > 1:
            places = [place for place in places if _share(place, body, fits) > 1 / 2] or places
        if ours and len({tuple(_cells(place, body)) for place in places}) > 1:
            raise NotRead(
                f"Columns {places[0] + 1} and {places[1] + 1} are both item {ours}, with other answers. Take out the "
                "one that is not meant, and save the file again."
            )
        columns.places[ours] = places[0]
        if ours and surest in (How.LOOSE, How.CUT):
            columns.said.append(self._read_as(columns.names[places[0]], ours))

    def _read_as(self, name: str, ours: int) -> str:
        return f"{quoted(name)} was read as item {ours}, which is {quoted(self.texts[ours - 1])}"

    def _find_sector(self, columns: Columns, body: Sequence[Row]) -> None:
        """Where no head names the sector, a column that holds nothing but sectors."""
        if 0 in columns.places:
            return
        for place in _rest(columns, body):
            if self._all_sectors(place, body):
                columns.places[0] = place
                columns.said.append(f"The sector was read from {_called(place, columns.names)}.")
                return

    def _all_sectors(self, place: int, body: Sequence[Row]) -> bool:
        return _share(place, body, self.is_sector) == 1

    def _missing(self, columns: Columns) -> list[int]:
        return [ours for ours in range(1, self.heads.items + 1) if ours not in columns.places]

    def _find_alike(self, columns: Columns) -> None:
        for place, name in enumerate(columns.names):
            if name and place not in columns.places.values() and (missing := self._missing(columns)):
                ours = self.heads.alike(name, missing)
                if ours:
                    columns.places[ours] = place
                    columns.asks.append(self._read_as(name, ours))

    def _find_by_place(self, columns: Columns, body: Sequence[Row]) -> None:
        """A single item without a column, and a single column with answers where it should be."""
        missing = self._missing(columns)
        free = [place for place in _rest(columns, body) if _share(place, body, self.is_answer) == 1]
        if len(missing) != 1 or len(free) != 1:
            return
        [ours], [place] = missing, free
        before, after = columns.places.get(ours - 1, -1 if ours == 1 else None), columns.places.get(ours + 1)
        if before in (place - 1, -1) and after in (place + 1, None):
            columns.places[ours] = place
            columns.asks.append(
                f"What stands in the place of item {ours} was read as it: {_called(place, columns.names)}."
            )

    def _say_what_is_left(self, columns: Columns, body: Sequence[Row]) -> None:
        left, missing = [place for place in _rest(columns, body) if place not in columns.told], self._missing(columns)
        if left:
            names = [_called(place, columns.names) for place in left[:MOST_QUOTED]]
            more = f" and {len(left) - MOST_QUOTED} more" if len(left) > MOST_QUOTED else ""
            columns.said.append(f"Columns left out: {', '.join(names)}{more}.")
        if len(missing) == 1:
            columns.said.append(
                f"No column was found for item {missing[0]} ({quoted(self.texts[missing[0] - 1])}): it stays empty."
            )
        elif missing:
            columns.said.append(f"No column was found for items {', '.join(map(str, missing))}: they stay empty.")
        answers = [place for place in left if _share(place, body, self.is_answer) == 1]
        if missing and answers:
            columns.asks.append(
                f"There are answers in columns that were left out ({_called(answers[0], columns.names)}), and items "
                "without a column."
            )

    # Without names

    def unnamed(self, body: Sequence[Row]) -> tuple[Columns, Sequence[Row]]:
        """The columns of a table whose first row names no item, and its rows of answers. Raises NotRead."""
        names = body[0].cells if len(body) > 1 and self._are_names(body[0]) else ()
        rows = body[1:] if names else body
        columns = self._in_a_run(names, rows) if names else self._in_order(rows)
        self._find_sector(columns, rows)
        self._say_what_is_left(columns, rows)
        return columns, rows

    def _are_names(self, row: Row) -> bool:
        """Whether a row has texts for as many columns as items, and hardly an answer."""
        filled = [cell for cell in row.cells if cell]
        answers = sum(self.is_answer(cell) or self.is_sector(cell) for cell in filled)
        beyond = any(letters and not self.answers.point(number) for letters, number in map(code, filled))
        names = answers < len(filled) / 4 or (beyond and len(set(filled)) == len(filled))
        return len(filled) >= self.heads.items and names

    def _in_a_run(self, names: Sequence[str], body: Sequence[Row]) -> Columns:
        """The one row of columns side by side that hold nothing but answers, as many as items."""
        fits = [_share(place, body, self.is_answer) == 1 for place in range(_wide(body))]
        runs: list[list[int]] = [[]]
        for place, fit in enumerate(fits):
            if fit:
                runs[-1].append(place)
            else:
                runs.append([])
        found = [run for run in runs if len(run) == self.heads.items]
        if len(found) != 1:
            raise NotRead(f"The names of the columns say nothing of the items. {TELL_EACH}")
        columns = Columns(dict(enumerate(found[0], 1)), names)
        between = f"{_called(found[0][0], names)} to {_called(found[0][-1], names)}"
        columns.asks.append(f"The names of the columns do not say which item is which: {between} were taken in order.")
        return columns

    def _in_order(self, body: Sequence[Row]) -> Columns:
        """As many columns as items, after the sector or a number of the form."""
        first, last = 0, _wide(body)
        columns = Columns({})
        while last - first > self.heads.items and self._leads(first, body, columns):
            first += 1
        while last - first > self.heads.items and not _share(last - 1, body, self.is_answer):
            last -= 1
        if self._all_sectors(first, body) or last - first != self.heads.items:
            raise NotRead(self._cannot_be_told(body))
        columns.places |= {ours: first + ours - 1 for ours in range(1, self.heads.items + 1)}
        columns.said.insert(0, "The columns have no names: they were taken in the order of the items.")
        return columns

    def _leads(self, place: int, body: Sequence[Row], columns: Columns) -> bool:
        """Whether a column in front of the answers is none of them."""
        if not any(_cells(place, body)):
            return True
        if self._all_sectors(place, body):
            columns.places[0] = place
            return True
        if not columns.told and _counts(_cells(place, body)):
            columns.told.add(place)
            columns.said.append(f"Column {place + 1} counts the forms and was not read as an answer.")
            return True
        if len(body) == 1 and _wide(body) - place == self.heads.items + 1 and not columns.places:
            columns.told.add(place)
            columns.asks.append(f"Column {place + 1} was taken for the number of the form, not for an answer.")
            return True
        return not any(map(self.answers.read, _cells(place, body)))

    def _cannot_be_told(self, body: Sequence[Row]) -> str:
        wide, items = _wide(body), self.heads.items
        columns = "1 column" if wide == 1 else f"{wide} columns"
        return f"This file has {columns}, and there are {items} items. {TELL_EACH}"


def quoted(text: str) -> str:
    """A text of the file as it is repeated: on one line, not too long, in quotes."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1] + '…'}”"


def _called(place: int, names: Sequence[str] = ()) -> str:
    name = _name(place, names)
    return quoted(name) if name else f"column {place + 1}"


def _name(place: int, names: Sequence[str]) -> str:
    return names[place] if place < len(names) else ""


def _cells(place: int, body: Sequence[Row]) -> list[str]:
    """What stands in a column, row by row."""
    return [row.cells[place] if place < len(row.cells) else "" for row in body]


def _share(place: int, body: Sequence[Row], fits: Callable[[str], bool]) -> float:
    """How many of the cells of a column that have something in them are as they should be; 0 where none has."""
    filled = [cell for cell in _cells(place, body) if cell]
    return sum(map(fits, filled)) / len(filled) if filled else 0.0


def _wide(body: Sequence[Row]) -> int:
    return max((len(row.cells) for row in body), default=0)


def _rest(columns: Columns, body: Sequence[Row]) -> list[int]:
    """The columns with something in them that are none of ours yet."""
    taken = set(columns.places.values())
    every = range(max(_wide(body), len(columns.names)))
    return [
        place for place in every if place not in taken and (_name(place, columns.names) or any(_cells(place, body)))
    ]


def _counts(cells: Sequence[str]) -> bool:
    """Whether a column counts its rows."""
    if len(cells) == 1 or not all(cell.isdecimal() and len(cell) < LONGEST_QUOTED for cell in cells):
        return False
    numbers = list(map(int, cells))
    return all(after > before for before, after in pairwise(numbers))

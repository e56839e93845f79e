"""Which column of a table is the sector and which is which item, by the row that names them."""

from collections.abc import Mapping, Sequence

from across.uploads.answers import Answers, code, plain
from across.uploads.heads import Heads, How, Named, Numbered
from across.uploads.places import (
    NOWHERE,
    Columns,
    Doubt,
    called,
    cells_of,
    counts,
    letters_of,
    name_of,
    quoted,
    rest,
    share,
)
from across.uploads.sheets import NotRead, Row
from content.shape import Content

MOST_QUOTED, SHORTEST_SENTENCE = 12, 24
TELL_EACH = "Write the items' names in the first row, as in the empty sheet, so that each column can be told."


class Finder:
    """Finds the columns of this content in a table."""

    def __init__(self, content: Content) -> None:
        self.heads, self.answers = Heads(content), Answers(content)
        points = content.choices.scale.points
        self.dont_know = content.choices.scale.dont_know
        self.scale = f"1 = {points[0]} to {len(points)} = {points[-1]}"
        self.texts = [item.text for item in content.questionnaire.items]
        self._longest_sector = 2 * max(len(sector.name) for sector in content.choices.sectors)
        self.sectors = {
            plain(written): sector.name for sector in content.choices.sectors for written in (sector.id, sector.name)
        }

    def named_items(self, cells: Sequence[str]) -> tuple[int, int]:
        """How many items a row of heads names, and how many of them by their words."""
        words = {named.ours for named in self.heads.by_words(cells).values()} - {0}
        numbered = self.heads.by_numbers(cells)
        return max(len(words), len(set(numbered.items.values())) if numbered else 0), len(words)

    def numbers_alone(self, cells: Sequence[str]) -> bool:
        """Whether most of these are plain numbers: of items, or of as many forms."""
        written = list(filter(None, cells))
        return 2 * sum(map(str.isdecimal, written)) > len(written)

    def named_first(self, cells: Sequence[str]) -> int | None:
        """What the first of these names names, 0 for the sector; None where it names nothing of ours."""
        if named := self.heads.by_words(cells[:1]).get(0):
            return named.ours
        numbered = self.heads.by_numbers(cells)
        return numbered.items.get(0) if numbered else None

    def names_again(self, cells: Sequence[str]) -> bool:
        """Whether these names name most items more than once."""
        named = [named.ours for named in self.heads.by_words(cells).values() if named.ours]
        return len({ours for ours in named if named.count(ours) > 1}) > self.heads.items / 2

    def is_answer(self, cell: str) -> bool:
        """Whether a cell holds an answer, or a code that may stand for one."""
        letters, number = code(cell)
        return bool(self.answers.read(cell) or (letters and self.answers.point(number)))

    def is_sentence(self, cell: str) -> bool:
        """Whether a cell may hold the words of an item, however they are written."""
        return len(cell) > SHORTEST_SENTENCE and not self.is_answer(cell) and not self.is_sector(cell)

    def is_sector(self, cell: str) -> bool:
        """Whether a cell names a sector."""
        return len(cell) <= self._longest_sector and _sector_in(cell) in self.sectors

    def sector(self, cell: str) -> str:
        """The sector that a cell names, as it stands where it is written as ours are; else the cell."""
        if not self.is_sector(cell) or _sector_in(cell) == cell.casefold():
            return cell
        return self.sectors[_sector_in(cell)]

    # By their names

    def by_names(self, names: Sequence[str], body: Sequence[Row]) -> Columns:
        """The columns by a row that names items; of those that cannot be told, what a person must choose."""
        words = self.heads.by_words(names)
        columns = Columns({}, names)
        found = self._by_numbers(columns, words, body)
        if not columns.said and not columns.asks:
            columns.said.append("Columns were matched by the items' names.")
        for ours in sorted({named.ours for named in found.values()}):
            self._settle(columns, ours, {place: named for place, named in found.items() if named.ours == ours}, body)
        if columns.nearly:
            items = ("item " if len(columns.nearly) == 1 else "items ") + ", ".join(map(str, columns.nearly))
            columns.said.append(f"Names that were cut short or written a little otherwise were taken for {items}.")
        self.find_sector(columns, body)
        self._find_alike(columns)
        self._find_by_place(columns, body)
        self._doubt_missing(columns, body)
        self._ask_of_unnamed(columns, body)
        self.say_what_is_left(columns, body)
        return columns

    def _by_numbers(self, columns: Columns, words: Mapping[int, Named], body: Sequence[Row]) -> dict[int, Named]:
        """What the heads name by numbers, where those name more items than words do, and by words.

        Raises NotRead where the numbers name nothing once the sector's column is left out.
        """
        names = columns.names
        numbered = self.heads.by_numbers(names)
        if not numbered or len(set(numbered.items.values())) <= len({named.ours for named in words.values()} - {0}):
            return {**(_beside(numbered, words) if numbered and numbered.obvious else {}), **words}
        sectors = [place for place in range(len(names)) if self.all_sectors(place, body)]
        numbered = self.heads.by_numbers(names, leaving_out=sectors)
        if not numbered:
            raise NotRead(f"The names of the columns say nothing of the items. {TELL_EACH}")
        by_item = {item: place for place, item in numbered.items.items()}
        between = f"{quoted(names[by_item[min(by_item)]])} to {quoted(names[by_item[max(by_item)]])}"
        if numbered.obvious:
            columns.said.append(f"Columns were matched by their numbers, {between}.")
        else:
            columns.asks.append(
                f"The names of the columns do not say which item is which: {between} were taken in order."
            )
        return {**words, **{place: Named(item, How.EXACT) for place, item in numbered.items.items()}}

    def _settle(self, columns: Columns, ours: int, found: Mapping[int, Named], body: Sequence[Row]) -> None:
        """Of several columns that name the same, the only one that holds what it should; else it is in doubt."""
        places = list(found)
        fits = self.is_answer if ours else self.is_sector
        if len(places) > 1:
            places = [place for place in places if share(place, body, fits) > 1 / 2] or places
        sure = [place for place in places if found[place].how <= How.LOOSE]
        place = min(places, key=lambda place: found[place].how)
        columns.places[ours] = place
        columns.spare |= {other for other in found if other != place and any(cells_of(other, body))} if ours else set()
        differ = len({tuple(cells_of(place, body)) for place in places}) > 1
        if differ and (ours or share(place, body, fits) > 1 / 2):
            what = f"have the name of item {ours}" if ours else "name the sector"
            why = f"{len(places)} columns {what}, and what stands in them differs."
            columns.doubts.append(Doubt(ours, tuple(places), place if len(sure) == 1 else NOWHERE, why))
        elif ours and found[place].how == How.SHORT:
            columns.asks.append(self._read_as(columns.names[place], ours))
        elif ours and found[place].how in (How.LOOSE, How.CUT):
            columns.nearly.append(ours)

    def _read_as(self, name: str, ours: int) -> str:
        return f"{quoted(name)} was read as item {ours}, which is {quoted(self.texts[ours - 1])}"

    def find_sector(self, columns: Columns, body: Sequence[Row]) -> None:
        """Where no head names the sector, a column that holds nothing but sectors."""
        if 0 in columns.places:
            return
        for place in rest(columns, body):
            if self.all_sectors(place, body):
                columns.places[0] = place
                columns.said.append(f"The sector was read from {called(place, columns.names)}.")
                return

    def all_sectors(self, place: int, body: Sequence[Row]) -> bool:
        """Whether a column holds nothing but sectors."""
        return share(place, body, self.is_sector) == 1

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
        free = [place for place in self._free(columns, body) if share(place, body, self.is_answer) == 1]
        if len(missing) != 1 or len(free) != 1:
            return
        [ours], [place] = missing, free
        before, after = columns.places.get(ours - 1, -1 if ours == 1 else None), columns.places.get(ours + 1)
        if before in (place - 1, -1) and after in (place + 1, None):
            columns.places[ours] = place
            columns.asks.append(
                f"What stands in the place of item {ours} was read as it: {called(place, columns.names)}."
            )

    def _free(self, columns: Columns, body: Sequence[Row]) -> list[int]:
        """The columns with answers that are none of ours, nor in doubt, nor count the forms in front of the items."""
        doubted = {place for doubt in columns.doubts for place in doubt.places} | columns.told
        first = min((place for ours, place in columns.places.items() if ours), default=0)
        return [
            place
            for place in rest(columns, body)
            if place not in doubted
            and share(place, body, self.is_answer) > 1 / 2
            and not (place < first and counts(cells_of(place, body), self.answers.points))
        ]

    def _doubt_missing(self, columns: Columns, body: Sequence[Row]) -> None:
        """Items without a column are in doubt where columns with answers are left; else that has to be confirmed."""
        missing, free = self._missing(columns), self._free(columns, body)
        # One of several columns with the same head may be the item that has none.
        free += [place for doubt in columns.doubts for place in doubt.places]
        free += sorted(columns.spare - set(free) - set(columns.places.values()))
        for ours in missing if free else ():
            places = sorted(
                free, key=lambda place: (ours not in self.heads.maybe(name_of(place, columns.names)), place)
            )
            columns.doubts.append(Doubt(ours, tuple(places), NOWHERE, f"No column has the name of item {ours}."))
        if missing and not free:
            columns.asks.append(self._without_column(missing))

    def _ask_of_unnamed(self, columns: Columns, body: Sequence[Row]) -> None:
        """Where every item has a column, answers in one without a name tell that the names may have slipped."""
        if not self._missing(columns):
            columns.asks += [
                f"There are answers in column {letters_of(place)}, which has no name, and every item has a column. "
                "Look whether each name stands above its column."
                for place in self._free(columns, body)
                if not name_of(place, columns.names)
            ][:1]

    def _without_column(self, missing: Sequence[int]) -> str:
        if len(missing) == 1:
            text = quoted(self.texts[missing[0] - 1])
            return f"No column was found for item {missing[0]} ({text}): it stays empty on every form."
        return f"No column was found for items {', '.join(map(str, missing))}: they stay empty on every form."

    def say_what_is_left(self, columns: Columns, body: Sequence[Row]) -> None:
        """Name the columns that are none of ours."""
        doubted = {place for doubt in columns.doubts for place in doubt.places}
        left = [place for place in rest(columns, body) if place not in columns.told | doubted]
        if left:
            names = [called(place, columns.names) for place in left[:MOST_QUOTED]]
            more = f" and {len(left) - MOST_QUOTED} more" if len(left) > MOST_QUOTED else ""
            columns.said.append(f"Columns left out: {', '.join(names)}{more}.")


def _sector_in(cell: str) -> str:
    """A sector as one would type it: Microsoft Forms ends each of several choices with a semicolon."""
    return plain(cell).rstrip("; ")


def _beside(numbered: Numbered, words: Mapping[int, Named]) -> dict[int, Named]:
    """What numbers name beside the items that words name."""
    named = {of_word.ours for of_word in words.values()}
    return {place: Named(item, How.EXACT) for place, item in numbered.items.items() if item not in named}

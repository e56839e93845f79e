"""Which item the head of a column names: by its words, whole or in part, or by its number."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from across.uploads.answers import letters, plain
from across.workshop.paper_forms import SECTOR
from content.shape import Content

# In letters and digits: what stands in a longer head, what is left of a head that was cut, what is long for a code.
SHORTEST_WITHIN, SHORTEST_CUT, LONGEST_CODE = 8, 12, 40
# What 25 characters of a sentence hold of them, spaces and commas left out: enough not to be asked about.
LONG_ENOUGH = 18
FEWEST_NUMBERED, MOST_TORN = 3, 6
ALIKE, APART = 0.8, 0.08
# What a program writes around an item, such as its dimension.
LONGEST_BESIDE = 300
# Before a number, these say that it is an item's.
OBVIOUS = {"q#", "question#", "item#", "statement#", "no#", "nr#", "number#", "frage#", "aussage#", "#"}
_COUNT = re.compile(r"\A(?:q|question|item|statement|no|nr)?\d{1,3}")
_AGAIN = re.compile(r"[._]\d{1,2}\Z")
_BRACKETED = re.compile(r"\[([^\[\]]+)\][^\[\]]*\Z")


class How(IntEnum):
    """How sure it is that a column is what it was taken for, the surest first."""

    EXACT = 0
    LOOSE = 1
    WITHIN = 2
    CUT = 3
    SHORT = 4


@dataclass(frozen=True)
class Named:
    """What a head names, 0 for the sector and items from 1, and how."""

    ours: int
    how: How


@dataclass(frozen=True)
class Numbered:
    """Heads of one form with a number each: the item of each column. `obvious` says whether that form names items."""

    items: Mapping[int, int]
    obvious: bool


class Heads:
    """The heads that name the columns of this content."""

    def __init__(self, content: Content) -> None:
        items = content.questionnaire.items
        self.items = len(items)
        self._points = len(content.choices.scale.points)
        self._exact = {SECTOR: 0}
        self._loose: dict[str, int] = {}
        self._texts = {number: letters(item.text) for number, item in enumerate(items, 1)}
        self._longest = max(len(item.text) for item in items) + LONGEST_BESIDE
        self._dimensions = [letters(dimension.name) for dimension in content.questionnaire.dimensions]
        for number, item in enumerate(items, 1):
            words = plain(item.text)
            self._exact |= {item.id: number, words: number, words.replace(" ", ""): number, f"item {number}": number}
            self._loose |= {letters(item.id): number, self._texts[number]: number, f"item{number}": number}

    def by_words(self, cells: Sequence[str]) -> dict[int, Named]:
        """What each head names by its words, by its column."""
        found = {place: self._named(cell) for place, cell in enumerate(cells) if cell and len(cell) <= self._longest}
        return {place: named for place, named in found.items() if named}

    def rejoined(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The heads with those put together that a delimiter within an item's words has torn apart."""
        found: list[str] = []
        place = 0
        while place < len(cells):
            wide = next((wide for wide in range(2, MOST_TORN + 1) if self._is_torn(cells[place : place + wide])), 1)
            found.append(" ".join(cells[place : place + wide]))
            place += wide
        return tuple(found)

    def _is_torn(self, cells: Sequence[str]) -> bool:
        whole, texts = "".join(cells), self._texts.values()
        if not all(cells) or any(len(cell) <= self._longest and letters(cell) in texts for cell in cells):
            return False
        return len(whole) <= self._longest and letters(whole) in texts

    def _named(self, cell: str) -> Named | None:
        words = plain(cell)
        for text in (words, words.replace(" ", "") if len(words) > LONGEST_CODE else words):
            if text in self._exact:
                return Named(self._exact[text], How.EXACT)
        key = letters(cell)
        if key in self._loose:
            return Named(self._loose[key], How.LOOSE)
        # A second column of the same name, as pandas, R and Excel write it.
        if (again := key.rstrip("0123456789")) in self._texts.values() or _AGAIN.sub("", words) in self._exact:
            return Named(self._loose.get(again) or self._exact[_AGAIN.sub("", words)], How.LOOSE)
        if within := [number for number, text in self._texts.items() if len(text) >= SHORTEST_WITHIN and text in key]:
            return Named(max(within, key=lambda number: len(self._texts[number])), How.WITHIN)
        if cut := self._cut(cell, key):
            return cut
        return Named(0, How.WITHIN) if SECTOR in words.rstrip("?:.").split() else None

    def _cut(self, cell: str, key: str) -> Named | None:
        """The only item that begins like this, maybe after its number or dimension; nothing where there is none."""
        for start in self._starts(cell, key):
            found = self._begin_with(start)
            if len(found) == 1:
                return Named(found[0], How.CUT if len(start) >= LONG_ENOUGH else How.SHORT)
        return None

    def _starts(self, cell: str, key: str) -> set[str]:
        """What the words of an item may be in this head: all, or what follows a number or a dimension."""
        inside = _BRACKETED.search(cell)
        starts = {key, _COUNT.sub("", key, count=1), letters(inside[1]) if inside else ""}
        return starts | {key.removeprefix(dimension) for dimension in self._dimensions}

    def _begin_with(self, start: str) -> list[int]:
        if len(start) < SHORTEST_CUT:
            return []
        return [number for number, text in self._texts.items() if text.startswith(start)]

    def maybe(self, cell: str) -> set[int]:
        """The items that a head may name, where it was cut so short that they are several."""
        if not cell or len(cell) > self._longest:
            return set()
        return {number for start in self._starts(cell, letters(cell)) for number in self._begin_with(start)}

    def alike(self, cell: str, missing: Collection[int]) -> int:
        """The one of these items whose words are nearly those of the head, and no other's; 0 where there is none."""
        key = letters(cell) if len(cell) <= self._longest else ""
        near = sorted(((_likeness(key, self._texts[number]), number) for number in missing), reverse=True)
        if not near or near[0][0] < ALIKE or (len(near) > 1 and near[0][0] - near[1][0] < APART):
            return 0
        return near[0][1]

    def by_numbers(self, cells: Sequence[str], leaving_out: Collection[int] = ()) -> Numbered | None:
        """The items that heads such as "Q7" or "Q07[SQ001]" name by a number; nothing where such numbers name none."""
        groups: dict[str, dict[int, list[int]]] = {}
        for place, cell in enumerate(cells):
            words = plain(cell) if len(cell) <= LONGEST_CODE and place not in leaving_out else ""
            if numbers := re.findall(r"\d{1,4}", words):
                form = re.sub(r"[^a-z#]", "", re.sub(r"\d+", "#", words))
                groups.setdefault(form, {})[place] = list(map(int, numbers))
        found = [self._numbered(form, numbers) for form, numbers in groups.items()]
        return max(filter(None, found), key=lambda numbered: len(set(numbered.items.values())), default=None)

    def _numbered(self, form: str, numbers: dict[int, list[int]]) -> Numbered | None:
        every = set(range(1, self.items + 1))
        for index in range(form.count("#")):
            named = {place: found[index] for place, found in numbers.items() if index < len(found)}
            if len(named) == self.items and set(named.values()) == every:
                return Numbered(named, form in OBVIOUS) if self._tells(form) else None
        first = {place: found[0] for place, found in numbers.items()}
        if form in OBVIOUS and len(set(first.values())) >= FEWEST_NUMBERED and set(first.values()) <= every:
            # A few are missing, or stand twice. Numbers alone may be answers, unless most are beyond the scale.
            beyond = sum(number > self._points for number in first.values())
            return Numbered(first, obvious=True) if form != "#" or beyond > len(first) / 2 else None
        if form != "#" and len(first) == self.items and self._tells(form) and _all_differ(numbers.values()):
            return Numbered({place: number for number, place in enumerate(sorted(first), 1)}, obvious=False)
        return None

    def _tells(self, form: str) -> bool:
        """Whether as many numbers of this form as items cannot be answers."""
        return self.items > self._points or (form in OBVIOUS and form != "#")


def _all_differ(numbers: Collection[list[int]]) -> bool:
    return len(set(map(tuple, numbers))) == len(numbers)


def _likeness(key: str, text: str) -> float:
    """How alike two texts are, from 0 to 1; 0 at once where they cannot be alike."""
    if not key or not ALIKE < len(key) / len(text) < 1 / ALIKE:
        return 0.0
    compared = SequenceMatcher(None, key, text, autojunk=False)
    return compared.ratio() if compared.quick_ratio() >= ALIKE else 0.0

"""Made-up tables of paper forms, with heads in many hands: right, asked about or refused, never wrong in silence."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from people import CONTENT
from spreadsheets import SECTORS, TEXTS, as_csv, understood

from across.uploads.sheets import NotRead

DIMENSIONS = [part.name for part in CONTENT.questionnaire.dimensions for _ in part.items]
IDS = [item.id for item in CONTENT.questionnaire.items]
Head = Callable[[random.Random, int], str]
Rows = list[list[str]]
Make = Callable[[random.Random], tuple[bytes, Rows]]
HEADS: dict[str, Head] = {
    "exact": lambda _, item: TEXTS[item],
    "no full stop": lambda _, item: TEXTS[item].rstrip("."),
    "capitals": lambda _, item: TEXTS[item].upper(),
    "cut": lambda chance, item: TEXTS[item][: chance.randint(25, 60)],
    "cut very short": lambda chance, item: TEXTS[item][: chance.randint(8, 24)],
    "cut with dots": lambda chance, item: f"{TEXTS[item][: chance.randint(25, 50)]}…",
    "after a number": lambda _, item: f"{item + 1}. {TEXTS[item]}",
    "a number and cut": lambda chance, item: f"{item + 1}) {TEXTS[item][: chance.randint(25, 45)]}",
    "Q": lambda _, item: f"Q{item + 1}",
    "item": lambda _, item: f"Item{item + 1}",
    "a number": lambda _, item: str(item + 1),
    "after its dimension": lambda _, item: f"{DIMENSIONS[item]} [{TEXTS[item]}]",
    "a slip": lambda _, item: TEXTS[item].replace("e", "", 1),
    "its id": lambda _, item: IDS[item],
    "in several lines": lambda _, item: TEXTS[item].replace(" ", "\n", 2),
    "nothing of it": lambda chance, _: chance.choice(["x", "Trust", "Vision", "long term"]),
}


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its cells, and what it is: 0 the sector, items from 1, or none of ours."""

    head: str
    cells: list[str]
    ours: int | None


def columns_of(chance: random.Random, forms: int) -> list[Column]:
    """The columns of a table with so many forms, in the order in which they stand."""
    usual = chance.choice([*HEADS, *["exact"] * 6, *["Q"] * 3])
    hands = [usual if chance.random() < 0.9 else chance.choice([*HEADS]) for _ in TEXTS]
    points = [chance.choices([*"12345", "", "d"], [9, 9, 9, 9, 9, 1, 1], k=forms) for _ in TEXTS]
    items = [Column(HEADS[hand](chance, item), points[item], item + 1) for item, hand in enumerate(hands)]
    if chance.random() < 0.2:
        items.pop(chance.randrange(len(items)))
    if chance.random() < 0.15:
        number, other = chance.sample(range(len(items)), 2)
        items[number] = Column(items[other].head, items[number].cells, items[number].ours)
    if chance.random() < 0.3 and usual not in ("a number", "nothing of it"):
        chance.shuffle(items)
    before = [
        Column(chance.choice(["sector", "Which sector?", "Where"]), chance.choices(SECTORS, k=forms), 0),
        Column(chance.choice(["Form", "No.", "ID", "#", ""]), [str(form) for form in range(1, forms + 1)], None),
        Column("Date", [f"2026-11-{form:02}" for form in range(1, forms + 1)], None),
    ]
    behind = [
        Column("Comments", ["well done"] * forms, None),
        Column("Overall", chance.choices("12345", k=forms), None),
    ]
    return [
        *(column for column in before if chance.random() < 0.4),
        *items,
        *(column for column in behind if chance.random() < 0.2),
    ]


def table_of(chance: random.Random) -> tuple[bytes, list[list[str]]]:
    """A table as a file, and the forms that it holds."""
    forms = chance.choice([1, 2, 3, 6, 12])
    columns = columns_of(chance, forms)
    rows = [[column.head for column in columns], *map(list, zip(*(column.cells for column in columns), strict=True))]
    if chance.random() < 0.2:
        rows.insert(0, ["Partnership day"])
    if chance.random() < 0.2:
        rows.append(["Mean", *[f"3.{chance.randint(1, 9)}"] * (len(columns) - 1)])
    ours = {column.ours: column.cells for column in columns}
    empty = [""] * forms
    truth = [[ours.get(number, empty)[form] for number in range(len(TEXTS) + 1)] for form in range(forms)]
    return as_csv(rows, chance.choice(",;\t")), truth


def read(make: Make, numbers: Iterable[int]) -> Iterator[tuple[int, Any, Rows]]:
    """What is read of each made-up table that is not refused, with its number and the forms it holds."""
    for number in numbers:
        file, truth = make(random.Random(number))
        with suppress(NotRead):
            yield number, understood(file), truth


@pytest.mark.parametrize("seed", range(0, 400, 40))
def test_table_is_read_right_or_a_person_is_asked_or_it_is_refused(seed):
    right = 0
    for number, found, truth in read(table_of, range(seed, seed + 40)):
        right += found.rows == truth
        assert found.rows == truth or found.asks or found.columns.doubts, number
    assert right


def table_without_heads(chance: random.Random) -> tuple[bytes, list[list[str]]]:
    """A table of rows alone, with what may stand in front of the answers or behind them, and the forms it holds."""
    forms = chance.choice([1, 2, 3, 6, 12])
    points = [chance.choices([*"12345", "", "d"], [15] * 5 + [1, 1], k=len(TEXTS)) for _ in range(forms)]
    sectors = chance.choices(SECTORS, k=forms)
    first = chance.choice([1, 7, 101])
    numbers, dates = [str(first + form) for form in range(forms)], [f"2026-11-{form + 1:02}" for form in range(forms)]
    before = [cells for cells in (numbers, dates, sectors) if chance.random() < 0.4]
    chance.shuffle(before)
    totals = [str(sum(int(point) for point in row if point.isdecimal())) for row in points]
    behind = chance.choice([[], [], [["a remark"] * forms], [totals]])
    rows = [
        [*(cells[form] for cells in before), *points[form], *(cells[form] for cells in behind)] for form in range(forms)
    ]
    truth = [[sectors[form] if sectors in before else "", *points[form]] for form in range(forms)]
    return as_csv(rows, chance.choice(",;\t")), truth


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_table_without_heads_is_read_right_or_asked_about_or_refused(seed):
    right = 0
    for number, found, truth in read(table_without_heads, range(seed, seed + 50)):
        right += found.rows == truth
        assert found.rows == truth or found.asks, number
    assert right > 40

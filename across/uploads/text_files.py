"""Tables in text files: with which letters and which delimiter, each told in one pass over the file."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Self

from across.uploads.sheets import MOST_ROWS, UNREADABLE, Filling, NotRead, Sheet

# A mark in front of the text says which letters it has. The longer marks begin like shorter ones.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = ",;\t|"
LONGEST_BEGINNING = 2000
# Of a row's delimiters, so many in two lines of one row tell that a quote, never closed, holds two rows.
ALMOST_A_ROW, FEWEST_OF_A_ROW = 0.75, 3
# Rows whose cells have several lines each.
MOST_LINES = 5 * MOST_ROWS
WRONG_LETTERS = "The letters of this file cannot be told. Save it as “CSV UTF-8” or as Excel."
OTHER_KINDS = (
    (
        r"<!--|<(!doctype|html|table|head|body|meta|div|style|script|center|font|p)\b|mime-version:",
        "This file is a web page, whatever it is called.",
    ),
    (r"<\?xml|<[a-z]", "This file is XML and no spreadsheet."),
    (r"%pdf-", "This file is a PDF and no spreadsheet."),
    (r"\{\\rtf", "This file is a text document and no spreadsheet."),
    (r"[\[{]\s*[\"\[{]", "This file is JSON and no spreadsheet."),
)
SAVE_IT = "Open it in a spreadsheet program and save it as CSV or Excel."
_SEPARATOR = re.compile(r'\s*"?sep=([,;\t|:^~])"?[ \t,;]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")


def text_of(body: bytes) -> str:
    """The text of a file. Raises NotRead where it is none, or of another kind than a table."""
    text = _decoded(body).removesuffix("\x1a")
    if _NO_TEXT.search(text):
        raise NotRead(UNREADABLE)
    beginning = text[:LONGEST_BEGINNING].lstrip().casefold()
    for pattern, why in OTHER_KINDS:
        if re.match(pattern, beginning):
            raise NotRead(f"{why} {SAVE_IT}")
    return text


def _decoded(body: bytes) -> str:
    letters = next((name for mark, name in MARKS if body.startswith(mark)), _unmarked(body))
    for name in (letters, "cp1252"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    raise NotRead(WRONG_LETTERS)


def _unmarked(body: bytes) -> str:
    """The letters of a text without a mark: in UTF-16, every second byte of what most tables hold is 0."""
    beginning = body[:LONGEST_BEGINNING]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = beginning[first::2]
        if half and half.count(0) > len(half) / 2:
            return name
    return "utf-8"


def tables(text: str) -> list[Sheet]:
    """The table that a text is by each delimiter that it may have; by the one it names, where it does.

    Raises NotRead where it is a table by none.
    """
    named = _SEPARATOR.match(text)
    found_in_it = "".join(mark for mark in DELIMITERS if mark in text) or ","
    # What is named comes first; a program may name one and write another.
    delimiters = dict.fromkeys(f"{named[1] if named else ''}{found_in_it}")
    found = [sheet for delimiter in delimiters for sheet in _table(text[named.end() if named else 0 :], delimiter)]
    found += _of_whole_lines(found) or _with_broken_cells(text)
    if not found:
        raise NotRead(UNREADABLE)
    return found


def _of_whole_lines(found: Sequence[Sheet]) -> list[Sheet]:
    """The table in lines that were put into quotes as a whole, as happens where it was opened as one column."""
    whole = next((sheet for sheet in found if all(len(row.cells) == 1 for row in sheet.rows)), None)
    lines = [row.cells[0] for row in whole.rows] if whole else []
    delimiter = next((mark for mark in DELIMITERS if lines and mark in lines[0]), "")
    return list(_table("\n".join(lines), delimiter)) if delimiter and len(found) == 1 else []


def _with_broken_cells(text: str) -> list[Sheet]:
    """The table in lines with tabs, of which some have fewer: programs such as Word break the lines within a cell.

    A line without a tab after a whole row may end the row's last cell or begin the next row: both are tried.
    """
    lines = text.splitlines()
    tabs = max((line.count("\t") for line in lines[:MOST_ROWS]), default=0)
    if '"' in text or not tabs or len(lines) > MOST_LINES or all(line.count("\t") == tabs for line in lines if line):
        return []
    tried = [_joined(lines, tabs, ends_row=ends_row) for ends_row in (True, False)]
    return [sheet for joined in tried for sheet in _table("\n".join(joined), "\t")]


def _joined(lines: Sequence[str], tabs: int, *, ends_row: bool) -> list[str]:
    rows: list[list[str]] = []
    before = tabs
    for line in lines:
        further = line.count("\t")
        if rows and ((before < tabs and before + further <= tabs) or (ends_row and not further)):
            rows[-1].append(line)
            before += further
        else:
            rows.append([line])
            before = further
    return [" ".join(row) for row in rows]


def _without_formula(cell: str) -> str:
    """A text that a program wrote as a formula, so that another one keeps it as it is: ="4" is 4."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _table(text: str, delimiter: str) -> Iterator[Sheet]:
    filling = Filling()
    try:
        for number, cells in enumerate(_rows(text, delimiter), 1):
            filling.add(number, map(_without_formula, cells))
            if filling.full:
                break
    except csv.Error:
        return
    yield filling.sheet()


class _Lines:
    """The lines of a text, one after the other, from wherever one goes on."""

    def __init__(self, text: str) -> None:
        self.lines = list(io.StringIO(text, newline=""))
        self.place = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if self.place == len(self.lines):
            raise StopIteration
        self.place += 1
        return self.lines[self.place - 1]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The cells of each row. A quote that is never closed ends with its line: else it would hold the rows below."""
    lines = _Lines(text)
    counts = [line.count(delimiter) for line in lines.lines]
    full = max(ALMOST_A_ROW * max(counts, default=0), FEWEST_OF_A_ROW)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while (begins := lines.place) < len(counts):
        cells = next(reader)
        many = sum(count >= full for count in counts[begins : lines.place]) > 1
        if many or _is_open(lines.lines[begins], counts[begins], cells):
            cells, lines.place = _row_of(lines.lines[begins], delimiter), begins + 1
        yield cells


def _is_open(line: str, delimiters: int, cells: Sequence[str]) -> bool:
    """Whether a quote that is never closed holds most cells of the last line."""
    return line.count('"') % 2 == 1 and len(cells) <= ALMOST_A_ROW * delimiters and delimiters >= FEWEST_OF_A_ROW


def _row_of(line: str, delimiter: str) -> list[str]:
    """The cells of a line with a quote that is never closed."""
    [cells] = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
    if len(cells) <= ALMOST_A_ROW * line.count(delimiter):
        [cells] = csv.reader([line], delimiter=delimiter, skipinitialspace=True, quoting=csv.QUOTE_NONE)
        return [cell.strip('"') for cell in cells]
    return cells

"""Spreadsheets of paper forms for tests: six forms, written as other programs write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from people import CONTENT

from across.uploads.files import tables
from across.uploads.form_rows import Understood
from across.uploads.forms_file import of_the_best

TEXTS = [item.text for item in CONTENT.questionnaire.items]
SECTORS = [sector.name for sector in CONTENT.choices.sectors]
LABELS = list(CONTENT.choices.scale.points)
HEADS = ["sector", *TEXTS]
POINTS = [[str((form + item) % 5 + 1) for item in range(len(TEXTS))] for form in range(6)]
OF_SECTORS = [SECTORS[form % len(SECTORS)] for form in range(6)]
FORMS = [[sector, *points] for sector, points in zip(OF_SECTORS, POINTS, strict=True)]
WITHOUT_SECTOR = [["", *points] for points in POINTS]

Table = Sequence[Sequence[object]]


def as_csv(rows: Table, delimiter: str = ",", letters: str = "utf-8") -> bytes:
    """These rows as a text file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(letters)


def as_workbook(*sheets: Table, hidden: Iterable[int] = ()) -> bytes:
    """Sheets of these rows as a workbook."""
    book, made = Workbook(), io.BytesIO()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.sheet_state = "hidden" if number in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    book.save(made)
    return made.getvalue()


def changed(workbook: bytes, parts: dict[str, str]) -> bytes:
    """A workbook with other texts in some of its parts, or with further parts."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in dict.fromkeys([*before.namelist(), *parts]):
            after.writestr(name, parts[name] if name in parts else before.read(name))
    return made.getvalue()


def understood(file: bytes) -> Understood:
    """What a file holds, read in this process."""
    return of_the_best(tables(file), CONTENT).forms

"""Spreadsheets of paper forms from everywhere: six forms come out, every answer at its item, or a plain reason."""

import codecs
import io
import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from people import CONTENT
from spreadsheets import (
    FORMS,
    HEADS,
    LABELS,
    OF_SECTORS,
    POINTS,
    SECTORS,
    TEXTS,
    WITHOUT_SECTOR,
    as_csv,
    as_workbook,
    changed,
    understood,
)

from across.uploads import forms_file
from across.uploads.files import tables
from across.uploads.forms_file import Chosen, of_the_best
from across.uploads.places import NOWHERE, letters_of
from across.uploads.sheets import NotRead
from across.workshop.paper_forms import read_forms

CASES = Path(__file__).parent / "data" / "forms"
DONT_KNOW = "d"
NUMBERS = [str(number) for number in range(1, len(TEXTS) + 1)]


def words_of(points: Sequence[str]) -> list[str]:
    return [LABELS[int(point) - 1] for point in points]


def quoted(cell: str) -> str:
    return f'"{cell}"'


def beside(*columns: Sequence[object]) -> list[list[object]]:
    """The columns of a table, the points of the six forms being the last."""
    return [[*(column[row] for column in columns), *points] for row, points in enumerate(POINTS)]


# Files made by hand: what each must give, what must be said of it, and whether a person must confirm it

RIGHT, NO_SECTOR = FORMS, WITHOUT_SECTOR
BY_NAMES = "Columns were matched by the items' names."
OF_CASES = {
    "01-excel-uk-comma-bom.csv": (RIGHT, BY_NAMES),
    "02-excel-de-semicolon-bom.csv": (RIGHT, BY_NAMES),
    "03-sep-line.csv": (RIGHT, BY_NAMES),
    "04-excel-unicode-text-utf16.csv": (RIGHT, BY_NAMES),
    "05-cp1252-plain-csv.csv": (RIGHT, BY_NAMES),
    "06-labels-semicolon.csv": (RIGHT, "“Strongly disagree” as 1, “Disagree” as 2"),
    "08-decimal-comma-comma-sep.csv": (RIGHT, "“4,0” as 4"),
    "09-mac-cr-only.csv": (RIGHT, BY_NAMES),
    "10-number-dot-00.csv": (RIGHT, "“4.00” as 4"),
    "11-four-agree.csv": (RIGHT, "“4 - Agree” as 4"),
    "13-google-forms-grid.csv": (RIGHT, "Columns left out: “Timestamp”."),
    "14-ms-forms.csv": (RIGHT, "Columns left out: “ID”, “Start time”, “Completion time”, “Email”, “Name”."),
    "16-numbered-heads.csv": (RIGHT, BY_NAMES),
    "17-Q1-heads.csv": (RIGHT, "by their numbers, “Q1” to “Q18”"),
    "18-form-number-column-no-head.csv": (NO_SECTOR, "Column A counts the forms and was not read as an answer."),
    "19-form-number-and-sector.csv": (RIGHT, "Columns left out: “Form”."),
    "21-fullwidth-digits.csv": (RIGHT, BY_NAMES),
    "22-heads-typographic.csv": (RIGHT, BY_NAMES),
    "23-mean-row-below.csv": (RIGHT, "Not forms, and left out: row 8 (“Mean”)."),
    "24-total-row-below.csv": (RIGHT, "Not forms, and left out: row 8 (“Mean”)."),
    "26-transposed.csv": (RIGHT, "Rows and columns were exchanged"),
    "27-blank-rows-between-and-trailing-commas.csv": (RIGHT, BY_NAMES),
    "28-multi-line-head.csv": (RIGHT, BY_NAMES),
    "29-one-form.csv": ([FORMS[0]], "no names: they were taken in the order of the items"),
    "30-one-form-semicolon-dontknow.csv": ([["", *[DONT_KNOW] * 18]], "“?” as “Don't know / does not apply”"),
    "31-tabs.csv": (RIGHT, BY_NAMES),
    "40-plain.xlsx": (RIGHT, BY_NAMES),
    "41-apple-numbers.xlsx": (RIGHT, "The forms are those of the sheet “Sheet 1”."),
    "43-hidden-list-sheet-first.xlsx": (RIGHT, "The forms are those of the sheet “Forms”."),
    "45-date-column.xlsx": (RIGHT, "Columns left out: “date”."),
    "47-wrong-dimension-A1.xlsx": (RIGHT, BY_NAMES),
    "48-strict-ooxml.xlsx": (RIGHT, BY_NAMES),
    "51-xlsx-renamed.csv": (RIGHT, BY_NAMES),
    "60-one-head-without-full-stop.csv": (RIGHT, "written a little otherwise were taken for item 3."),
    "62-one-head-cut.csv": (RIGHT, "Names that were cut short or written a little otherwise were taken for item 7."),
    "64-item18-without-space.csv": (RIGHT, "were taken for item 18."),
    "65-labels-only-comma-in-dontknow.csv": ([["", *["5"] * 18]] * 3, "“Strongly agree” as 5"),
    "66-30-rows.csv": ([["Health", *["4"] * 18]] * 30, BY_NAMES),
    "67-sector-with-semicolon-in-title.csv": (RIGHT, BY_NAMES),
}
REFUSED = {
    "44-formulas-without-values.xlsx": r"108 cells are formulas .*\(the first in row 2, column B\)",
    "50-html-table.csv": "is a web page, whatever it is called. Open it in a spreadsheet program and save it as",
    "68-one-column-of-answers.csv": "has 1 column, and there are 18 items. Write the items' names in the first row",
}
CONFIRMED = {
    "15-limesurvey-codes.csv": (NO_SECTOR, ["“Q01[SQ001]” to “Q18[SQ001]” were taken in order", "“A1” was read"])
}


def test_every_case_is_in_the_table():
    assert {path.name for path in CASES.iterdir()} == {*OF_CASES, *REFUSED, *CONFIRMED}


@pytest.mark.parametrize("name", OF_CASES)
def test_forms_of_a_case_come_out_right_and_what_was_understood_is_said(name):
    forms, said = OF_CASES[name]

    found = understood((CASES / name).read_bytes())

    assert found.rows == forms
    assert read_forms(found.rows, CONTENT).wrong == ()
    assert said in " ".join(found.said)
    assert found.asks == []


@pytest.mark.parametrize("name", REFUSED)
def test_case_that_holds_no_forms_is_refused_with_a_plain_reason(name):
    with pytest.raises(NotRead, match=REFUSED[name]):
        understood((CASES / name).read_bytes())


@pytest.mark.parametrize("name", CONFIRMED)
def test_case_whose_columns_are_in_doubt_is_asked_about(name):
    forms, asks = CONFIRMED[name]

    found = understood((CASES / name).read_bytes())

    assert found.rows == forms
    assert [part in asked for part, asked in zip(asks, found.asks, strict=True)] == [True] * len(asks)
    assert found.columns.names[found.columns.places[1]] == "Q01[SQ001]"


# The same kinds, written in other ways


def lines_of(delimiter: str, rows: Sequence[Sequence[str]]) -> bytes:
    """These rows as a program writes them that knows nothing of quotes."""
    return "\n".join(map(delimiter.join, rows)).encode()


COUNTED = list(map(str, range(101, 107)))
MEANS = [f"{sum(int(points[item]) for points in POINTS) / 6:.2f}" for item in range(18)]
SUMS = [str(sum(int(points[item]) for points in POINTS)) for item in range(18)]
OF_HEALTH = [f"{(int(POINTS[0][item]) + int(POINTS[5][item])) / 2 + 0.04:.2f}" for item in range(18)]
LIMESURVEY = [f"G{dimension}Q1[SQ00{item}]" for dimension in range(1, 10) for item in (1, 2)]
ANOTHER_ORDER = [*range(17, -1, -1)]
QUALTRICS = [
    ["StartDate", "Q1", *[f"Q2_{number}" for number in NUMBERS]],
    ["Start Date", "Which sector?", *[f"Please rate. - {text}" for text in TEXTS]],
    ['{"ImportId":"startDate"}', '{"ImportId":"QID1"}', *[f'{{"ImportId":"QID2_{number}"}}' for number in NUMBERS]],
]
SURVEYMONKEY = [
    ["Respondent ID", "Which sector are you in?", "How far do you agree?", *[""] * 17],
    ["", "Response", *TEXTS],
]
DIMENSIONS = [part.name for part in CONTENT.questionnaire.dimensions for _ in part.items]
# As people and programs write 4, so that each column has another way.
HANDS = ["{}.", "{})", "({})", "[{}]", "={}", "'{}", '"{}"', "\u201c{}\u201d", "0{}", "{},-", "{}.0", "{},00", "{}E+00"]
HANDS += ["{}\u00a0", "\u200b{}", "{} of 5", "{}.0000000001", "{} \u2605"]
KINDS = {
    "pipes": as_csv([HEADS, *FORMS], "|"),
    "spaces after the delimiter": "\r\n".join(", ".join(map(quoted, row)) for row in [HEADS, *FORMS]).encode(),
    "everything in quotes": "\n".join(";".join(map(quoted, row)) for row in [HEADS, *FORMS]).encode(),
    "a named tab": b"SEP=\t\r\n" + as_csv([HEADS, *FORMS], "\t"),
    "utf-16 the other way round": codecs.BOM_UTF16_BE + as_csv([HEADS, *FORMS], "\t", "utf-16-be"),
    "utf-16 without a mark": as_csv([HEADS, *FORMS], "\t", "utf-16-le"),
    "utf-32": as_csv([HEADS, *FORMS], ",", "utf-32"),
    "decimal commas between semicolons": as_csv(
        [HEADS, *([sector, *[f"{point},0" for point in points]] for sector, *points in FORMS)], ";"
    ),
    "decimal commas between semicolons, no heads": as_csv(
        [[sector, *[f"{point},00" for point in points]] for sector, *points in FORMS], ";"
    ),
    "words in capitals": as_csv([HEADS, *([sector, *map(str.upper, words_of(points))] for sector, *points in FORMS)]),
    "the number after the words": as_csv(
        [HEADS, *([sector, *(f"{LABELS[int(point) - 1]} ({point})" for point in points)] for sector, *points in FORMS)]
    ),
    "the number after the words, with a dash": as_csv(
        [HEADS, *([sector, *(f"{LABELS[int(point) - 1]} - {point}" for point in points)] for sector, *points in FORMS)]
    ),
    "a number of so many": as_csv(
        [HEADS, *([sector, *(f"{point}/5" for point in points)] for sector, *points in FORMS)]
    ),
    "kept from a spreadsheet": as_csv(
        [HEADS, *([f'="{sector}"', *(f'="{point}"' for point in points)] for sector, *points in FORMS)]
    ),
    "heads in capitals": as_csv([list(map(str.upper, HEADS)), *FORMS]),
    "heads after their dimension": as_csv([["Sector", *(f"Part A - {text}" for text in TEXTS)], *FORMS]),
    "heads after a letter and a number": as_csv(
        [["Your sector", *(f"Q{number}. {text}" for number, text in enumerate(TEXTS, 1))], *FORMS]
    ),
    "heads with the scale behind": as_csv([["SECTOR:", *(f"{text} (1-5)" for text in TEXTS)], *FORMS]),
    "heads by their ids": as_csv([["sector", *(item.id for item in CONTENT.questionnaire.items)], *FORMS]),
    "heads with underscores": as_csv([["sector", *(f"Item_{number}" for number in NUMBERS)], *FORMS]),
    "heads in another order": as_csv(
        [["sector", *(TEXTS[item] for item in ANOTHER_ORDER)], *([row[0], *row[:0:-1]] for row in FORMS)]
    ),
    "numbers in another order": as_csv(
        [["sector", *(f"Q{item + 1:02}" for item in ANOTHER_ORDER)], *([row[0], *row[:0:-1]] for row in FORMS)]
    ),
    "questions spelt out": as_csv([["sector", *(f"Question {number}" for number in NUMBERS)], *FORMS]),
    "numbers with a point": as_csv([["sector", *(f"{number}." for number in NUMBERS)], *FORMS]),
    "heads cut to the same length": as_csv([["sector", *(text[:40] for text in TEXTS)], *FORMS]),
    "heads cut with dots": as_csv([["sector", *(f"{text[:40]}…" for text in TEXTS)], *FORMS]),
    "heads cut after their numbers": as_csv(
        [["sector", *(f"{number}. {text[:34]}..." for number, text in enumerate(TEXTS, 1))], *FORMS]
    ),
    "the sector last": as_csv([[*TEXTS, "Sector"], *([*points, sector] for sector, *points in FORMS)]),
    "the sector under another name": as_csv([["Where do you work?", *TEXTS], *FORMS]),
    "comments behind": as_csv([[*HEADS, "Comments"], *([*row, "None, really;\nthanks"] for row in FORMS)]),
    "a row of averages without a name": as_csv([HEADS, *FORMS, ["", *MEANS]]),
    "a row of sums": as_csv([HEADS, *FORMS, ["Totals", *SUMS]]),
    "averages in another language": as_csv(
        [HEADS, *FORMS, ["Mittelwert", *(mean.replace(".", ",") for mean in MEANS)]], ";"
    ),
    "averages on top": as_csv([HEADS, ["All", *MEANS], *FORMS]),
    "several reckoned rows": as_csv(
        [HEADS, *FORMS, [], ["Mean", *MEANS], ["Std. dev.", *["1.4"] * 18], ["n", *["6"] * 18]]
    ),
    "shares below": as_csv([HEADS, *FORMS, ["% agree", *["33"] * 18]]),
    "averages under no heads": as_csv([*FORMS, ["Average", *MEANS]]),
    "an average beside the number of the form": as_csv(
        [["Form", *HEADS], *([form, *row] for form, row in zip(COUNTED, FORMS, strict=True)), ["Mean", "", *MEANS]]
    ),
    "heads once more on the next page": as_csv([HEADS, *FORMS[:3], HEADS, *FORMS[3:]]),
    "numbers of forms that were not used": as_csv(
        [["Form", *HEADS], *([form, *row] for form, row in zip(COUNTED, FORMS, strict=True)), ["107"], ["108"]]
    ),
    "a line of thanks below": as_csv([HEADS, *FORMS, ["Entered by Ann on 3 May"]]),
    "titles above": as_csv([["Eastside"], ["Date:", "3 May"], ["Entered by", "Ann"], [], HEADS, *FORMS]),
    "dimensions above the items": as_csv(
        [["", *(cell for part in CONTENT.questionnaire.dimensions for cell in (part.name, ""))], HEADS, *FORMS]
    ),
    "columns with numbers of forms above them": as_csv(
        [["", *COUNTED], *([name, *(row[place] for row in FORMS)] for place, name in enumerate(HEADS))]
    ),
    "qualtrics": as_csv([*QUALTRICS, *(["2026-11-24", sector, *words_of(points)] for sector, *points in FORMS)]),
    "surveymonkey": as_csv([*SURVEYMONKEY, *(["114", sector, *words_of(points)] for sector, *points in FORMS)]),
    "names with commas, without quotes": "\n".join(map(",".join, [HEADS, *FORMS])).encode(),
    "averages of each sector": as_csv([HEADS, *FORMS, ["Health", *OF_HEALTH]]),
    "points and feedback of a quiz": as_csv(
        [["ID", "sector", *(f"{what}{text}" for text in TEXTS for what in ("", "Points - ", "Feedback - "))],
         *(["7", row[0], *(cell for point in row[1:] for cell in (point, "", ""))] for row in FORMS)]
    ),
    "a total behind each form": as_csv([[*HEADS, "Total"], *([*row, sum(map(int, row[1:]))] for row in FORMS)]),
    "no heads, a total behind each form": as_csv([[*row, sum(map(int, row[1:]))] for row in FORMS]),
    "numbers as texts": as_workbook([HEADS, *FORMS]),
    "numbers as numbers": as_workbook([HEADS, *([sector, *map(int, points)] for sector, *points in FORMS)]),
    "numbers nearly whole": as_workbook(
        [HEADS, *([sector, *(int(point) - 4e-16 for point in points)] for sector, *points in FORMS)]
    ),
    "away from the corner": as_workbook([[], [], ["", "", *HEADS], *(["", "", *row] for row in FORMS)]),
    "the items numbered below their names": as_csv([HEADS, ["", *NUMBERS], *FORMS]),
    "many titles above": as_csv([*([f"Note {number}", ""] for number in range(20)), HEADS, *FORMS]),
    "names and numbers": as_csv([["Sector", *TEXTS[:9], *(f"Q{number}" for number in range(10, 19))], *FORMS]),
    "heads in capitals after a dash": as_csv(
        [["SECTOR", *(f"Q{number} \u2013 {text.upper()}" for number, text in enumerate(TEXTS, 1))], *FORMS]
    ),
    "numbers in brackets": as_csv([["Sector", *(f"({number})" for number in NUMBERS)], *FORMS]),
    "heads as R writes them": as_csv([["sector", *(re.sub("[^A-Za-z0-9]", ".", text) for text in TEXTS)], *FORMS]),
    "heads with soft hyphens": as_csv([[head.replace("part", "part\u00ad") for head in HEADS], *FORMS]),
    "dimensions as heads": as_csv([["Sector", *(f"{name} {1 + n % 2}" for n, name in enumerate(DIMENSIONS))], *FORMS]),
    "dimensions and items": as_csv(
        [["Sector", *(f"{name} [{text}]" for name, text in zip(DIMENSIONS, TEXTS, strict=True))], *FORMS]
    ),
    "limesurvey with its texts": as_csv(
        [
            ["id. Response ID", "G01Q02. Which sector?", *(f"Q{n}[1]. Say [{t}]" for n, t in enumerate(TEXTS, 1))],
            *([number, *row] for number, row in zip(COUNTED, FORMS, strict=True)),
        ],
        ";",
    ),
    "numbers of forms in a column named only #": as_csv(
        [["#", *HEADS], *([n, *row] for n, row in zip("123456", FORMS, strict=True))]
    ),
    "utf-16 the other way round without a mark": as_csv([HEADS, *FORMS], "\t", "utf-16-be"),
    "utf-16 with a named delimiter": codecs.BOM_UTF16_LE
    + "sep=;\r\n".encode("utf-16-le")
    + as_csv([HEADS, *FORMS], ";", "utf-16-le"),
    "quoted line breaks between semicolons": as_csv(
        [[head.replace(" ", "\r\n", 2) for head in HEADS], *FORMS], ";", "cp1252"
    ),
    "whole lines in quotes": "\r\n".join(
        quoted(line.replace('"', '""')) for line in as_csv([HEADS, *FORMS]).decode().splitlines()
    ).encode(),
    "copied from Word with broken cells": "\n".join(
        "\t".join(row) for row in [["sector", *(text.replace(" ", "\n", 2) for text in TEXTS)], *FORMS]
    ).encode(),
    "copied from Word with a broken sector": "\n".join(
        "\t".join([sector.replace(" ", "\n"), *row]) for sector, *row in [HEADS, *FORMS]
    ).encode(),
    "every answer in another hand": as_csv(
        [HEADS, *([sector, *map(str.format, HANDS, points)] for sector, *points in FORMS)]
    ),
    "a summary before, a chart's numbers behind": as_workbook(
        [["Summary"], ["Mean", 3.2], ["n", 6]], [HEADS, *FORMS], [["item", "mean"], *([text, 3.2] for text in TEXTS)]
    ),
    "last year's forms hidden": as_workbook([HEADS, *FORMS, *FORMS], [HEADS, *FORMS], hidden=[0]),
    "quotes that are never closed, behind": lines_of(
        ";", [[*HEADS, "Comments"], *([*row, '"open' if n in (1, 5) else '"in\ntwo"'] for n, row in enumerate(FORMS))]
    ),
    "quotes that are never closed, in front": lines_of(
        "\t", [["Comments", *HEADS], *(['"good" work' if n == 2 else '"open', *row] for n, row in enumerate(FORMS))]
    ),
    "a quote that is never closed before a sector": lines_of(
        "\t", [HEADS, *FORMS[:2], ['"' + FORMS[2][0], *POINTS[2]], *FORMS[3:]]
    ),
    "marks of the direction of text": as_csv(
        [
            ["\u202b" + head for head in HEADS],
            *([f"\u2067{s}\u2069", *(f"\u200e{p}\u200f" for p in points)] for s, *points in FORMS),
        ]
    ),
    "sectors as of several choices": as_csv([HEADS, *([f"{sector};", *points] for sector, *points in FORMS)]),
    "a code in front of the words": as_csv(
        [HEADS, *([s, *(f"[A{p}] {LABELS[int(p) - 1]}" for p in points)] for s, *points in FORMS)]
    ),
    "a code behind the words": as_csv(
        [HEADS, *([s, *(f"{LABELS[int(p) - 1]} [AO0{p}]" for p in points)] for s, *points in FORMS)]
    ),
    "another delimiter than the one named": b"sep=,\r\n" + as_csv([HEADS, *FORMS], ";"),
    "averages as formulas without results": as_workbook([HEADS, *FORMS, ["Mean", *["=AVERAGE(B2:B7)"] * 18]]),
    "whole averages behind a sign": as_csv([HEADS, *FORMS, ["\u00d8", *["3"] * 18], ["\u2211", *["18"] * 18]]),
    "whole averages, smallest and largest": as_csv(
        [HEADS, *FORMS, ["Min", *["1"] * 18], ["Max", *["5"] * 18], ["Mean", *["3"] * 18]]
    ),
    "no heads, the sector first": as_csv(FORMS),
    "no heads, number and sector": as_csv(beside(COUNTED, OF_SECTORS)),
}  # fmt: skip
KINDS_WITHOUT_SECTOR = {
    "no heads at all": as_csv(POINTS),
    "no heads, an empty column first": as_csv(WITHOUT_SECTOR),
    "no heads, numbers that begin elsewhere": as_csv(beside(COUNTED)),
    "no heads, a date first": as_csv(beside(["3 May"] * 6)),
    "no heads, a comment last": as_csv([[*points, "a remark"] for points in POINTS]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_forms_of_a_kind_come_out_right(kind):
    found = understood(KINDS[kind])

    assert found.rows == FORMS
    assert found.asks == []


@pytest.mark.parametrize("kind", KINDS_WITHOUT_SECTOR)
def test_forms_of_a_kind_without_sectors_come_out_right(kind):
    found = understood(KINDS_WITHOUT_SECTOR[kind])

    assert found.rows == WITHOUT_SECTOR
    assert found.asks == []


IN_DOUBT = {
    "rows numbered by R": as_csv([TEXTS, *([n, *points] for n, points in zip("123456", POINTS, strict=True))]),
    "rows numbered by R, with sectors": as_csv([HEADS, *([n, *row] for n, row in zip("123456", FORMS, strict=True))]),
    "a column too many without a name": as_csv([HEADS, *([*row, "5"] for row in FORMS)]),
    "the letters of old Macs": as_csv([[head.replace("'", "\u2019") for head in HEADS], *FORMS], ",", "mac_roman"),
    "codes that count in two places": as_csv([["id", *LIMESURVEY], *beside(COUNTED)]),
    "numbers from 0 on": as_csv([["Sector", *range(18)], *FORMS]),
    "codes of a spreadsheet": as_csv([["sector", *(f"Column{number}" for number in NUMBERS)], *FORMS]),
    "questions of which the first is the sector": as_csv([["Q1", *(f"Q{int(n) + 1}" for n in NUMBERS)], *FORMS]),
    "answers with another code": as_csv(
        [["id", *LIMESURVEY], *([n, *(f"AO{int(point):02}" for point in points)] for n, *points in beside(COUNTED))]
    ),
    "names of another language": as_csv([["Bereich", *(f"Aussage mit Wort {chr(97 + n)}" for n in range(18))], *FORMS]),
    "one form with a date and a number in front": as_csv([["3 May", "1", *POINTS[0]]]),
    "one form with a number and a date in front": as_csv([["1", "3 May", *POINTS[0]]]),
    "one form with a sector, a number and a total": as_csv([["Health", "2", *POINTS[0], "54"]]),
    "one form with a number in front": as_csv([["1", *POINTS[0]]]),
    "a name with a slip": as_csv([["sector", TEXTS[0].replace("shared", "chared"), *TEXTS[1:]], *FORMS]),
    "one name that says nothing": as_csv([["sector", *TEXTS[:6], "Long-term", *TEXTS[7:]], *FORMS]),
}  # fmt: skip


@pytest.mark.parametrize("kind", IN_DOUBT)
def test_columns_in_doubt_are_taken_and_asked_about(kind):
    found = understood(IN_DOUBT[kind])

    assert [row[1:] for row in found.rows] == POINTS[: len(found.rows)]
    assert found.asks


# What a person must choose

Q = [f"Q{number}" for number in NUMBERS]
DOUBTS = {
    "a name twice, and no item without one": (
        as_csv([[*HEADS, TEXTS[0]], *([*row, "5"] for row in FORMS)]),
        {1: [1, 19]},
    ),
    "a name twice, and one that lacks": (
        as_csv([["sector", TEXTS[0], *HEADS[1:2], *TEXTS[2:]], *FORMS]),
        {1: [1, 2], 2: [1, 2]},
    ),
    "a name twice, as pandas writes it": (
        as_csv([["sector", TEXTS[0], f"{TEXTS[0]}.1", *TEXTS[2:]], *FORMS]),
        {1: [1, 2], 2: [1, 2]},
    ),
    "a name twice, as Excel writes it": (
        as_csv([["sector", TEXTS[0], f"{TEXTS[0]}2", *TEXTS[2:]], *FORMS]),
        {1: [1, 2], 2: [1, 2]},
    ),
    "a number twice": (as_csv([["Sector", *Q[:2], "Q2", *Q[3:]], *FORMS]), {2: [2, 3], 3: [2, 3]}),
    "item 2 twice": (
        as_csv([["sector", "item 1", "item 2", "Item 2", *(f"item {n}" for n in NUMBERS[3:])], *FORMS]),
        {2: [2, 3], 3: [2, 3]},
    ),
    "plain numbers, one twice": (
        as_csv([["Form", "1", "2", "2", *NUMBERS[3:]], *beside(COUNTED)]),
        {2: [2, 3], 3: [2, 3]},
    ),
    "names cut before they differ": (
        as_csv([["sector", *(text[:25] for text in TEXTS)], *FORMS]),
        {17: [17, 18], 18: [17, 18]},
    ),
    "two names that say nothing": (
        as_csv([["sector", *TEXTS[:3], "this", "that", *TEXTS[5:]], *FORMS]),
        {4: [4, 5], 5: [4, 5]},
    ),
    "two numbers that say nothing": (
        as_csv([["sector", *Q[:3], "this", "that", *Q[5:]], *FORMS]),
        {4: [4, 5], 5: [4, 5]},
    ),
    "two columns without a name": (
        as_csv([["sector", *TEXTS[:3], "", "", *TEXTS[5:]], *FORMS]),
        {4: [4, 5], 5: [4, 5]},
    ),
    "lost names behind": (
        as_csv([["sector", *TEXTS[2:], "lost", "found"], *([row[0], *row[3:], *row[1:3]] for row in FORMS)]),
        {1: [17, 18], 2: [17, 18]},
    ),
    "a name, and once more cut": (as_csv([[*HEADS, TEXTS[6][:30]], *([*row, "5"] for row in FORMS)]), {7: [7, 19]}),
    "two columns of sectors": (as_csv([["Sector", *HEADS], *([SECTORS[4], *row] for row in FORMS)]), {0: [0, 1]}),
}


@pytest.mark.parametrize("kind", DOUBTS)
def test_item_that_cannot_be_told_is_in_doubt_and_never_left_empty_in_silence(kind):
    file, doubts = DOUBTS[kind]

    found = understood(file)

    assert {doubt.ours: sorted(doubt.places) for doubt in found.columns.doubts} == doubts


@pytest.mark.parametrize("kind", DOUBTS)
def test_forms_are_right_once_a_person_has_chosen(kind):
    file, doubts = DOUBTS[kind]
    before = understood(file).columns.places
    right = FORMS if before.get(0) is not None else WITHOUT_SECTOR
    chosen = {ours: before.get(ours, NOWHERE) for ours in range(19)} | dict(CHOICES.get(kind, in_order(doubts)))

    found = of_the_best(tables(file), CONTENT, Chosen(0, chosen)).forms

    assert found.rows == right
    assert (found.asks, found.columns.doubts) == ([], [])


def in_order(doubts: dict[int, list[int]]) -> dict[int, int]:
    return {ours: sorted(places)[number % len(places)] for number, (ours, places) in enumerate(sorted(doubts.items()))}


CHOICES = {"two columns of sectors": {0: 1}}
CONFIRMED_KINDS = {
    "an item that no column has": (as_csv([row[:18] for row in [HEADS, *FORMS]]), "No column was found for item 18"),
    "a number that no column has": (
        as_csv([row[:18] for row in [["Sector", *Q], *FORMS]]),
        "No column was found for item 18",
    ),
    "a plain number that no column has": (
        as_csv([row[:18] for row in [["Form", *NUMBERS], *beside(COUNTED)]]),
        "No column was found for item 18",
    ),
    "a name cut short": (as_csv([["sector", *TEXTS[:15], TEXTS[15][:18], *TEXTS[16:]], *FORMS]), "was read as item 16"),
    "one number that says nothing": (
        as_csv([["sector", *Q[:6], "long term", *Q[7:]], *FORMS]),
        "in the place of item 7",
    ),
    "numbers of forms in any order": (
        as_csv(beside(["3", "1", "2", "6", "5", "4"])),
        "Column A was taken for the numbers",
    ),
    "forms on a hidden sheet alone": (
        as_workbook([["Read me"]], [HEADS, *FORMS], hidden=[1]),
        "The only forms are on the sheet “Sheet1”, which is hidden.",
    ),
    "a list of the answers": (
        as_csv([HEADS, *(["", *[label] * 18] for label in LABELS)]),
        "may be a list of the answers",
    ),
}


@pytest.mark.parametrize("kind", CONFIRMED_KINDS)
def test_what_is_not_quite_sure_must_be_confirmed(kind):
    file, asked = CONFIRMED_KINDS[kind]

    found = understood(file)

    assert asked in " ".join(found.asks)
    assert found.columns.doubts == []


# Names that are words of statistics as well

NAMES = {
    "people": ["Ann", "Max Mustermann", "Min Lee", "Sd", "Mode", "N"],
    "organisations": ["Total Care", "N Tyneside", "Max Health", "Media Trust", "Range Road", "Ann"],
    "numbers": ["Paper", *(f"Number {number}" for number in range(1, 6))],
}


@pytest.mark.parametrize("kind", NAMES)
def test_form_of_somebody_with_such_a_name_is_kept_and_asked_about(kind):
    names = NAMES[kind]

    found = understood(as_csv([["Name", *TEXTS], *beside(names)]))

    assert found.rows == WITHOUT_SECTOR
    assert "was read as a form. If it is reckoned from the others, take it out below." in " ".join(found.asks)


def test_forms_numbered_as_the_first_item_are_asked_about():
    found = understood(as_csv([[form, *points[:17]] for form, points in enumerate(POINTS[:4], 1)]))

    assert found.asks == ["The numbers in column A may be those of the forms, and were taken for item 1."]


# Tables of how often each answer was given

ONE_EACH = ["1", "2", "3", "2", "1"]
TALLIES = {
    "a row for each item": as_csv([["item", *LABELS], *([text, *ONE_EACH] for text in TEXTS)]),
    "a row for each answer": as_csv([["Answer", *TEXTS], *([label, *["1", "2"] * 9] for label in LABELS)]),
    "from the last answer to the first": as_csv([["", *TEXTS], *([label, *["1"] * 18] for label in LABELS[::-1])]),
}


@pytest.mark.parametrize("kind", TALLIES)
def test_table_of_how_often_each_answer_was_given_holds_no_forms(kind):
    with pytest.raises(NotRead, match="counts how often each answer was given: it has no forms"):
        understood(TALLIES[kind])


def test_table_that_may_count_answers_by_their_numbers_is_asked_about():
    found = understood(as_csv([["item", *"12345"], *([text, *ONE_EACH] for text in TEXTS)]))

    assert "may be a table of how often each answer was given" in " ".join(found.asks)


# Which sheet

LIST = [HEADS, *(["", *[label] * 18] for label in LABELS)]
SHEETS = {
    "a list of answers in sight": (as_workbook(LIST, [HEADS, *FORMS]), 1, [1]),
    "a hidden list beside forms": (as_workbook([HEADS, *FORMS], LIST, hidden=[1]), 0, [0]),
    "a list of answers in a column": (as_workbook([[label] for label in LABELS], [HEADS, *FORMS]), 1, [1]),
    "a hidden sheet with more forms": (as_workbook([HEADS, *FORMS, *FORMS], [HEADS, *FORMS], hidden=[0]), 1, [1]),
    "an empty form for printing": (as_workbook([HEADS], [HEADS, *FORMS]), 1, [1]),
    "two days": (as_workbook([HEADS, *FORMS[:2]], [HEADS, *FORMS], [["Read me"]]), 1, [0, 1]),
    "three days, one hidden": (as_workbook([HEADS, *FORMS], [HEADS, *FORMS], [HEADS, *FORMS], hidden=[0]), 1, [1, 2]),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_sheet_is_chosen_by_what_is_in_it_and_asked_for_where_two_may_be_meant(kind):
    file, sheet, may_be = SHEETS[kind]

    best = of_the_best(tables(file), CONTENT)

    assert best.forms.rows == FORMS
    assert (best.sheet, [place for place, _ in best.may_be]) == (sheet, may_be)


def test_sheet_that_a_person_chose_is_read():
    file, _, _ = SHEETS["two days"]

    best = of_the_best(tables(file), CONTENT, Chosen(0))

    assert (best.forms.rows, best.may_be) == (FORMS[:2], [(0, 2)])


def test_sheet_that_its_program_never_shows_is_hidden():
    file = as_workbook(LIST, [HEADS, *FORMS])
    very = re.sub(
        rb'state="visible"', b'state="veryHidden"', ZipFile(io.BytesIO(file)).read("xl/workbook.xml"), count=1
    )

    best = of_the_best(tables(changed(file, {"xl/workbook.xml": very.decode()})), CONTENT)

    assert (best.sheet, best.forms.rows) == (1, FORMS)


@pytest.mark.parametrize("beside", ["", SECTORS])
def test_hidden_list_of_answers_is_no_form_even_alone(beside):
    rows = [HEADS, *([beside and beside[n], *[label] * 18] for n, label in enumerate(reversed(LABELS)))]

    with pytest.raises(NotRead, match="only a hidden list of the answers"):
        understood(as_workbook([["Read me"]], rows, hidden=[1]))


def test_other_sheets_are_named():
    said = " ".join(understood(as_workbook([HEADS, *FORMS], [HEADS, *FORMS[:2]], [["Read me"]])).said)

    assert "Forms on other sheets, which were not read: “Sheet1”. Sheets without forms: “Sheet2”." in said


# Where in the file


def wrong_in(file: bytes) -> list[str]:
    [told] = forms_file.read({"content": CONTENT.model_dump(mode="json"), "asks_sector": True}, file)
    return [why for _, _, why in told["wrong"]]


UNREADABLE = ["", "7", *POINTS[0][1:]]


def test_cell_that_cannot_be_read_says_where_it_is_in_the_file():
    why = "“7” cannot be read. Write 1 to 5"

    in_text = wrong_in(as_csv([["A title"], [], ["Form", *HEADS], ["1", *FORMS[0]], ["2", *UNREADABLE]]))
    in_workbook = wrong_in(as_workbook([["Read me"]], [HEADS, *FORMS, UNREADABLE]))
    exchanged = wrong_in(as_csv([list(row) for row in zip(HEADS, FORMS[0], UNREADABLE, strict=True)]))

    assert in_text[0].startswith(f"Row 5, column C: {why}")
    assert in_workbook[0].startswith(f"Sheet “Sheet1”, row 8, column B: {why}")
    assert exchanged[0].startswith(f"Column C, row 2: {why}")


def test_columns_are_called_as_spreadsheets_call_them():
    assert [letters_of(place) for place in (0, 25, 26, 51, 52, 199)] == ["A", "Z", "AA", "AZ", "BA", "GR"]


NO_FORMS = {
    "an empty file": (b"", "nothing in this file"),
    "only delimiters": (b";;;\r\n;;;", "nothing in this file"),
    "names alone": (as_csv([HEADS]), "names of items in this file, but no form"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or from an old version"),
    "an opendocument file": (changed(as_workbook([[1]]), {"mimetype": "application/vnd.oasis"}), "OpenDocument"),
    "a binary workbook": (changed(as_workbook([[1]]), {"xl/workbook.bin": ""}), "binary workbook"),
    "a text document": (changed(as_workbook([[1]]), {"word/document.xml": ""}), "text document"),
    "a pdf": (b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "a web page after a remark": (b"<!-- made by a program --><table><tr><td>4", "is a web page"),
    "a web page in parts": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "is a web page"),
    "a saved workshop": (b'{"format": "across-boundaries-workshop"}', "is JSON"),
    "a spreadsheet in XML": (b'<?xml version="1.0"?><Workbook/>', "is XML"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(32)), "cannot be read as a spreadsheet"),
    "another order further down": (
        as_csv([HEADS, *FORMS[:3], ["sector", *TEXTS[::-1]], *([row[0], *row[:0:-1]] for row in FORMS[3:])]),
        "A second table begins in row 5",
    ),
    "a row for each answer": (
        as_csv([["form", "item", "answer"], *([1, text, 4] for text in TEXTS), *([2, text, 5] for text in TEXTS)]),
        "has a row for each answer",
    ),
    "two columns of answers": (as_csv([["4", "5"]] * 3), "has 2 columns, and there are 18 items"),
    "words of another language": (as_csv([HEADS, *[["Health", *["Stimme zu"] * 18]] * 3]), "No answer in this"),
    "names that say nothing, more columns than items": (
        as_csv([["sector", *(f"Word {chr(97 + n)}" for n in range(19))], *([*row, "3"] for row in FORMS)]),
        "say nothing of the items",
    ),
    "decimal commas between commas": (
        b"\n".join([as_csv([HEADS]), *(",".join([row[0], *(f"{n},0" for n in row[1:])]).encode() for row in FORMS)]),
        "have 37 columns and only 19 names",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_FORMS)
def test_file_without_forms_is_refused_with_what_to_do(kind):
    file, why = NO_FORMS[kind]

    with pytest.raises(NotRead, match=why) as caught:
        understood(file)

    assert str(caught.value).endswith(".")


def test_scale_turned_round_is_never_read_in_silence():
    turned = [f"{6 - int(point)} - {LABELS[int(point) - 1]}" for point in POINTS[0]]

    found = understood(as_csv([HEADS, ["Health", *POINTS[0]], ["Health", *turned]]))

    assert len(read_forms(found.rows, CONTENT).wrong) == len([point for point in POINTS[0] if point != "3"])


LEGENDS = {
    "1 = Strongly agree, 5 = Strongly disagree": "1 = strongly agree",
    "Please answer from strongly disagree (5) to strongly agree (1)": "strongly disagree (5",
    "0 = strongly disagree ... 4: strongly agree": "0 = strongly disagree",
}


@pytest.mark.parametrize("legend", LEGENDS)
def test_scale_that_the_file_says_to_be_another_must_be_confirmed(legend):
    for table in ([[legend], HEADS, *FORMS], [["sector", f"{TEXTS[0]} ({legend})", *TEXTS[1:]], *FORMS]):
        found = understood(as_csv(table))

        assert found.rows == FORMS
        assert [LEGENDS[legend] in asked for asked in found.asks] == [True]


def test_scale_that_the_file_says_as_we_do_is_not_asked_about():
    legend = "1 = Strongly disagree, 2 = disagree, 4 = agree, strongly agree (5), don't know = d"

    assert understood(as_csv([[legend], HEADS, *FORMS])).asks == []


@pytest.mark.parametrize("letters", ["ABCDE", ["SD", "D", "N", "A", "SA"]])
def test_d_among_other_letters_must_be_confirmed(letters):
    found = understood(
        as_csv([HEADS, *([sector, *(letters[int(p) - 1] for p in points)] for sector, *points in FORMS)])
    )

    assert ["“D” was read as “Don't know / does not apply”" in asked for asked in found.asks] == [True]


def test_d_among_numbers_is_dont_know():
    found = understood(as_csv([HEADS, *FORMS, ["Health", *["d"] * 18]]))

    assert found.rows[6] == ["Health", *[DONT_KNOW] * 18]
    assert found.asks == []


COUNTS = [[str((row + item) % 3 + 1) for item in range(18)] for row in range(5)]
OF_A_COUNT = {
    "a row for each point": [["", *TEXTS], *([label, *row] for label, row in zip(LABELS, COUNTS, strict=True))],
    "a column for each point": [["Item", *LABELS], *([text, 1, 2, 1, 1, 1] for text in TEXTS)],
    "nobody chose the first": [["Item", *LABELS], *([text, 0, 2, 1, 1, 2] for text in TEXTS)],
    "with don't know, number and mean": [
        ["Item", *LABELS, "Don't know", "n", "Mean"],
        *([text, 1, 2, 1, 1, 1, 1, 7, 3.2] for text in TEXTS),
    ],
    "points with their numbers": [
        ["Item", *(f"{number} - {label}" for number, label in enumerate(LABELS, 1))],
        *([text, 1, 2, 1, 1, 1] for text in TEXTS),
    ],
}


@pytest.mark.parametrize("kind", OF_A_COUNT)
def test_counts_of_answers_are_no_forms(kind):
    with pytest.raises(NotRead, match="counts how often each answer was given"):
        understood(as_csv(OF_A_COUNT[kind]))


def test_sheet_that_counts_answers_is_none_that_holds_forms():
    found = understood(as_workbook(OF_A_COUNT["a column for each point"], [HEADS, *FORMS]))

    assert found.rows == FORMS
    assert "Sheets without forms: “Sheet”." in found.said


@pytest.mark.parametrize("numbered", [["1", "2", "3", "4", "5"], ["5", "4", "3", "2", "1"]])
def test_numbered_rows_that_all_add_up_to_the_same_must_be_confirmed(numbered):
    found = understood(as_csv([["Item", *numbered], *([text, 1, 2, 1, 1, 1] for text in TEXTS)]))

    assert ["how often each answer was given" in asked for asked in found.asks] == [True]


def test_an_item_answered_by_one_point_after_the_other_is_no_number_of_a_row():
    for five in (FORMS[:5], FORMS[4::-1]):
        assert understood(as_csv([HEADS, *five])).asks == []
        assert understood(as_csv(list(zip(HEADS, *five, strict=True)))).asks == []


def test_forms_beside_another_question_in_words_are_forms():
    table = [
        ["sector", "Overall I am content", *TEXTS],
        *([row[0], label, *row[1:]] for row, label in zip(FORMS[:3], LABELS[:3], strict=True)),
    ]

    assert understood(as_csv(table)).rows == FORMS[:3]


def test_error_of_a_spreadsheet_is_no_answer():
    found = understood(as_csv([HEADS, FORMS[0], ["Health", "#N/A", "#VALUE!", *POINTS[0][2:]]]))

    assert found.rows[1][1:3] == ["#N/A", "#VALUE!"]
    assert len(read_forms(found.rows, CONTENT).wrong) == 2


def test_points_beyond_the_scale_stay_as_they_stand_and_are_wrong():
    found = understood(as_csv([HEADS, *FORMS, ["Health", "0", "6", *["99"] * 16]]))

    assert found.rows[6][:4] == ["Health", "0", "6", "99"]
    assert len(read_forms(found.rows, CONTENT).wrong) == 18


def test_whole_averages_are_no_form_where_only_they_have_decimals():
    averages = ["", *["3.0"] * 18]

    assert understood(as_csv([HEADS, *FORMS[:5], averages])).rows == FORMS[:5]
    assert len(understood(as_csv([HEADS, *(["", *["3.0"] * 18] for _ in range(5))])).rows) == 5


def test_items_not_answered_stay_empty():
    found = understood(as_csv([HEADS, ["Health", "", *POINTS[0][1:]], ["", *POINTS[1][:17]]]))

    assert found.rows == [["Health", "", *POINTS[0][1:]], ["", *POINTS[1][:17], ""]]


def test_column_is_never_left_out_in_silence():
    rows = [[*HEADS, "Colour", ""], *([*row, "red", "x"] for row in FORMS)]

    said = " ".join(understood(as_csv(rows)).said)

    assert "Columns left out: “Colour”, column U." in said


def test_items_without_a_column_must_be_confirmed():
    asks = understood(as_csv([row[:17] for row in [HEADS, *FORMS]])).asks

    assert asks == ["No column was found for items 17, 18: they stay empty on every form."]


def test_workbook_with_shared_and_rich_texts_is_read():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(19))
    answers = "".join("<c><v>4</v></c>" for _ in TEXTS)
    texts = "".join(f"<si><r><t>{text[:9]}</t></r><rPh><t>say</t></rPh><r><t>{text[9:]}</t></r></si>" for text in HEADS)
    file = changed(
        as_workbook([[1]]),
        {
            "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{main}" xmlns="{main}"><sheetData><row>{cells}</row>'
            f'<row><c t="s"><v>19</v></c>{answers}</row></sheetData></x:worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}<si><t>Health</t></si></sst>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="x/worksheet" '
            'Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        },
    )

    assert understood(file).rows == [["Health", *["4"] * 18]]


def test_cells_that_were_made_one_stand_in_each_of_their_rows():
    book, made = Workbook(), io.BytesIO()
    for row in [
        ["A title"],
        ["", "How far do you agree?"],
        HEADS,
        *([*["Health"] * (n == 0), *[""] * (n > 0), *p] for n, p in enumerate(POINTS)),
    ]:
        book.active.append(row)
    for cells in ("A1:S1", "B2:S2", "A4:A9"):
        book.active.merge_cells(cells)
    book.save(made)

    assert understood(made.getvalue()).rows == [["Health", *points] for points in POINTS]


def test_rows_that_a_program_hides_are_read_and_that_is_said():
    row = "".join("<c><v>3</v></c>" for _ in TEXTS)
    rows = f'<worksheet><sheetData><row hidden="1">{row}</row><row>{row}</row></sheetData></worksheet>'

    found = understood(changed(as_workbook([[1]]), {"xl/worksheets/sheet1.xml": rows}))

    assert len(found.rows) == 2
    assert "Hidden rows were read as well: 1." in found.said


def test_results_of_formulas_are_read_and_those_without_are_counted():
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = '<c><f>A1</f><v>4</v></c><c t="str"><f>A1</f><v></v></c>' + "<c><v>3</v></c>" * 16

    def file(row: str) -> bytes:
        rows = f'<worksheet xmlns="{main}"><sheetData><row>{row}</row></sheetData></worksheet>'
        return changed(as_workbook([[1]]), {"xl/worksheets/sheet1.xml": rows})

    assert understood(file(sheet)).rows == [["", "4", "", *["3"] * 16]]
    with pytest.raises(NotRead, match=r"^1 cell is a formula whose result"):
        understood(file(sheet.replace("<v>4</v>", "")))


@pytest.mark.parametrize("name", ["sep.csv", "forms.xlsx"])
def test_name_of_a_file_does_not_matter(name):
    assert SECTORS[0] in understood(KINDS["pipes" if name == "sep.csv" else "numbers as numbers"]).rows[0]

"""Scores as files: right, safe in a spreadsheet, nothing withheld in them."""

import io
from csv import reader
from dataclasses import replace

import openpyxl
import pytest
from reports import (
    CONTENT,
    cells,
    full,
    report,
    results,
    revealed,
    rows_of_sectors,
    second_time,
    uneven,
)

from across.documents.spreadsheets import scores_csv, scores_excel
from across.results.reasons import NO_SECTORS


def test_csv_has_a_row_per_item_and_dimension_of_each_source() -> None:
    rows = cells(scores_csv(full()))

    kinds = [(row["source"], row["level"]) for row in rows]
    assert kinds.count(("Individual answers", "item")) == kinds.count(("Agreed together", "item")) == 18
    assert kinds.count(("Individual answers", "dimension")) == kinds.count(("Agreed together", "dimension")) == 9
    first = rows[0]
    assert (first["item"], first["n"], first["mean"]) == (CONTENT.questionnaire.items[0].text, "12", "1.5")
    assert (first["1 Strongly disagree"], first["2 Disagree"], first["Don't know / does not apply"]) == ("6", "6", "0")
    assert all(CONTENT.questionnaire.copyright in row["copyright"] for row in rows)


def test_csv_leaves_withheld_values_empty_and_says_why() -> None:
    gone = [
        row
        for row in cells(scores_csv(full()))
        if row["dimension"] == "Conflict management" and row["source"].startswith("I")
    ]

    assert len(gone) == 3
    assert {row[key] for row in gone for key in ("n", "mean", "spread", "4 Agree")} == {""}
    assert {row["reason"] for row in gone} == {"Fewer than 5 answers"}


def test_csv_has_sectors_and_the_earlier_workshop_beside_todays_scores() -> None:
    rows = cells(scores_csv(second_time()))
    means = {(row["source"], row["dimension"]): row for row in rows if row["level"] == "dimension"}

    assert list(dict.fromkeys(row["source"] for row in rows)) == [
        *("Individual answers", "Agreed together", "Earlier: 3 May 2026"),
        *("Sector: Health", "Sector: Social care", "Sector: Third sector", "Sector: Community"),
    ]
    innovation = means["Individual answers", "Innovation"]
    assert (innovation["agreement in a word"], innovation["change"]) == ("close", "1.5 lower")
    assert means["Earlier: 3 May 2026", "Innovation"]["mean"] == "3.0"
    assert means["Sector: Health", "Innovation"]["mean"] == "1.5"
    assert means["Sector: Health", "Mutual support"]["mean"] == ""
    assert means["Sector: Health", "Mutual support"]["reason"] == "This dimension has no line for the sector"


def test_csv_says_why_only_a_mean_is_there() -> None:
    rows = [row for row in cells(scores_csv(second_time())) if row["dimension"] == "Mutual support"]
    *items, alone = [row for row in rows if row["source"] == "Individual answers"]

    assert {row["reason"] for row in (*items, alone)} == {"Hidden so that nobody\u2019s own answer can be told"}
    assert {row["mean"] for row in items} == {""}
    assert (alone["n"], alone["spread"], alone["agreement"], alone["agreement in a word"]) == ("26", "", "", "")


def test_csv_says_why_no_sector_has_a_line_where_they_were_asked_for() -> None:
    few = replace(full(), results=revealed(rows_of_sectors({"health": 8})))
    not_asked = replace(full(), results=replace(few.results, sectors_reason="not asked"))

    assert [row["reason"] for row in cells(scores_csv(few)) if row["source"] == "Sectors"] == [NO_SECTORS["too few"]]
    assert [row for row in cells(scores_csv(not_asked)) if row["source"] == "Sectors"] == []


def test_csv_opens_in_excel_and_has_no_formula() -> None:
    document = scores_csv(report(name="=1+1", partnership=" @SUM(A1)", found=results(uneven())))

    assert document.startswith(b"\xef\xbb\xbf")
    assert {row["workshop"] for row in cells(document)} == {"'=1+1"}
    assert {row["partnership"] for row in cells(document)} == {"' @SUM(A1)"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_makes_each_start_of_a_formula_harmless(start: str) -> None:
    row = cells(scores_csv(report(name=f"{start}cmd")))[0]

    assert row["workshop"].startswith("'")


def test_csv_without_results_says_so_in_one_row() -> None:
    rows = cells(scores_csv(report()))

    assert [row["reason"] for row in rows] == ["The results were not revealed in this workshop."]


def test_excel_holds_the_same_rows_with_text_as_text() -> None:
    value = report(name="=1+1\x07", found=full().results)
    sheet = openpyxl.load_workbook(io.BytesIO(scores_excel(value))).active

    assert sheet.max_row == 1 + len(cells(scores_csv(value)))
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1\N{REPLACEMENT CHARACTER}", "s")
    assert sheet["I2"].value == 1.5


def test_excel_has_the_day_as_a_date_and_csv_as_year_month_day() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(scores_excel(full()))).active
    days = sheet["C"][1:]

    assert sheet["C1"].value == "date"
    assert {cell.value.date() for cell in days} == {full().workshop.held_on}
    assert all(cell.is_date and cell.number_format == "yyyy-mm-dd" for cell in days)
    assert {row["date"] for row in cells(scores_csv(full()))} == {"2026-05-12"}


def test_excel_says_what_each_column_means() -> None:
    book = openpyxl.load_workbook(io.BytesIO(scores_excel(full())))
    scores, meanings = book.worksheets
    rows = list(meanings.iter_rows(values_only=True))

    assert book.active.title == "Scores"
    assert meanings.title == "What the columns mean"
    assert [name for name, _ in rows[1:]] == [cell.value for cell in scores[1]]
    assert all(meaning for _, meaning in rows)


def test_excel_keeps_a_text_a_text_even_where_somebody_edits_its_cell() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(scores_excel(report(name="=1+1", partnership="Plain")))).active

    assert [sheet[address].quotePrefix for address in ("A2", "B2")] == [True, False]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_holds_no_formula_for_a_spreadsheet_that_separates_otherwise(separator: str) -> None:
    text = f"Eastside{separator}=1+1{separator} @x;y"
    document = scores_csv(report(name="Winter", partnership=text)).decode("utf-8-sig")
    cells = [cell for row in reader(io.StringIO(document), delimiter=separator) for cell in row]

    assert '"Winter","Eastside' in document
    assert [cell for cell in cells if cell.strip()[:1] in ("=", "+", "-", "@")] == []

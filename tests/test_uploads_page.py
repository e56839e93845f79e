"""The page of paper forms: what was understood of a spreadsheet is said there before anything is saved."""

import json
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from people import a_plan, counts_of, migrated_sqlite
from spreadsheets import FORMS, HEADS, POINTS, TEXTS, WITHOUT_SECTOR, as_csv, as_workbook
from streamlit.testing.v1 import AppTest

from across.room.application import the_application
from pages import press, screen, texts

CASES = Path(__file__).parent / "data" / "forms"
CONFIRM = "That is right: put them into the grid"


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A started workshop that asks for sectors: its room and its facilitator key."""
    monkeypatch.setenv("ACROSS_DATABASE_URL", migrated_sqlite(tmp_path))
    monkeypatch.setenv("ACROSS_PUBLIC_URL", "https://workshop.example.org")
    application = the_application()
    _, key = application.start(a_plan(asks_sector=True))
    yield application.facilitator(key), key
    application.store.close()


def upload(key: str, file: bytes, name: str = "forms.csv") -> AppTest:
    """Send a spreadsheet on the page of paper forms."""
    return send(screen(key, "pages/paper_forms.py"), file, name)


def send(run: AppTest, file: bytes, name: str = "forms.csv") -> AppTest:
    run.default_timeout = 300
    [field] = run.file_uploader
    assert field.label == "Upload a spreadsheet (CSV or Excel)"
    return field.upload(name, file, "text/csv").run()


def in_the_grid(run: AppTest) -> list[list[str]]:
    """The rows that the grid was given last."""
    given = json.loads(run.session_state["rows for the grid"]) if "rows for the grid" in run.session_state else None
    return given["rows"] if given else []


def of_columns(shown: list[str]) -> str:
    return "\n".join(shown).replace("\u00a0", " ")


def test_forms_of_a_file_are_in_the_grid_and_what_was_understood_is_said_before_saving(workshop):
    room, key = workshop

    run = upload(key, (CASES / "62-one-head-cut.csv").read_bytes(), "**62**.csv")

    shown = [text.value for text in run.text]
    assert in_the_grid(run) == FORMS
    assert "6 forms read from “**62**.csv”, not saved yet." in shown
    assert f"7. {TEXTS[6]} ← column H “There is a strong sense that we are in t”" in of_columns(shown)
    assert "They are in the grid below. Look through them, then press “Save forms”." in shown
    assert counts_of(room).on_paper == 0


def test_forms_whose_columns_are_in_doubt_wait_until_they_are_confirmed(workshop):
    room, key = workshop
    run = upload(key, (CASES / "15-limesurvey-codes.csv").read_bytes())
    before, shown = in_the_grid(run), texts(run)

    press(run, CONFIRM)

    assert before == []
    assert "“Q01[SQ001]” to “Q18[SQ001]” were taken in order" in shown
    assert f"18. {TEXTS[17]} ← column W “Q18[SQ001]”" in of_columns([shown])
    assert in_the_grid(run) == WITHOUT_SECTOR
    assert CONFIRM not in [button.label for button in run.button]
    assert counts_of(room).on_paper == 0


def test_forms_whose_columns_are_wrong_are_left(workshop):
    _, key = workshop
    run = upload(key, (CASES / "15-limesurvey-codes.csv").read_bytes())

    press(run, "Leave the file")

    assert in_the_grid(run) == []
    assert "read from" not in texts(run)


DOUBTFUL = as_csv([["sector", TEXTS[0], TEXTS[0], *TEXTS[2:]], *FORMS])


def choose(run: AppTest, chosen: dict[str, str]) -> AppTest:
    """Choose in the fields of these labels the options that begin so."""
    for label, begins in chosen.items():
        [field] = [field for field in run.selectbox if field.label == label]
        [option] = [option for option in field.options if option.startswith(begins)]
        field.select(option).run()
    return run


def test_item_in_doubt_must_be_chosen_before_its_forms_are_used(workshop):
    room, key = workshop
    run = upload(key, DOUBTFUL)
    labels = [field.label for field in run.selectbox]

    press(run, CONFIRM)
    early = (run.error[0].value, in_the_grid(run))
    choose(run, {"Column of item 1": "column B", "Column of item 2": "column C"})
    press(run, CONFIRM)

    assert labels == ["Column of item 1", "Column of item 2"]
    assert early == ("Please choose first: the column of item 1, the column of item 2.", [])
    assert in_the_grid(run) == FORMS
    assert not run.error
    assert "You chose which column is which item." in texts(run)
    assert counts_of(room).on_paper == 0


def test_one_column_is_not_taken_for_two_items(workshop):
    _, key = workshop
    run = upload(key, DOUBTFUL)

    press(choose(run, {"Column of item 1": "column C", "Column of item 2": "column C"}), CONFIRM)

    assert "Please choose another one: the column of item 1 and the column of item 2 both have" in run.error[0].value
    assert in_the_grid(run) == []


def test_item_that_a_person_says_is_not_in_the_file_stays_empty(workshop):
    _, key = workshop
    run = upload(key, DOUBTFUL)

    press(choose(run, {"Column of item 1": "column B", "Column of item 2": "Not in this file"}), CONFIRM)

    assert in_the_grid(run) == [[*row[:2], "", *row[3:]] for row in FORMS]


def test_every_column_can_be_chosen_by_hand_and_the_grid_is_filled_anew(workshop):
    _, key = workshop
    run = upload(key, as_csv([HEADS, *FORMS]))
    run.toggle[0].set_value(True).run()
    number = len(run.selectbox)

    choose(run, {"Column of item 1": "column C", "Column of item 2": "column B"})
    press(run, "Read it again with these columns")

    assert number == 19
    assert in_the_grid(run) == [[row[0], row[2], row[1], *row[3:]] for row in FORMS]


def test_sheet_is_asked_for_where_two_hold_forms(workshop):
    _, key = workshop
    run = upload(key, as_workbook([HEADS, *FORMS[:2]], [HEADS, *FORMS]), "forms.xlsx")
    press(run, "Read this sheet")
    early = (run.error[0].value, in_the_grid(run), run.selectbox[0].options)

    press(choose(run, {"Which sheet holds the forms?": "Sheet1"}), "Read this sheet")

    assert early == ("Please choose a sheet first.", [], ["Sheet (2 forms)", "Sheet1 (6 forms)"])
    assert in_the_grid(run) == FORMS
    assert "The forms are those of the sheet “Sheet1”." in texts(run)


def test_cell_that_cannot_be_read_is_told_with_its_place_in_the_file(workshop):
    _, key = workshop

    run = upload(key, as_csv([["A title"], HEADS, *FORMS, ["Health", "9", *POINTS[0][1:]]]))

    assert "Row 9, column B: “9” cannot be read. Write 1 to 5" in texts(run)


def test_file_is_kept_no_longer_than_its_columns_can_be_chosen(workshop):
    _, key = workshop
    run = upload(key, DOUBTFUL)
    kept = [value for value in values(run) if value == b64encode(DOUBTFUL).decode()]

    press(run, "Leave the file")

    assert len(kept) == 1
    assert kept[0] not in values(run)


def values(run: AppTest) -> list[object]:
    return list(run.session_state._state.filtered_state.values())


def test_refused_file_says_why_and_is_let_go(workshop):
    _, key = workshop

    run = upload(key, (CASES / "44-formulas-without-values.xlsx").read_bytes(), "forms.xlsx")

    assert "108 cells are formulas" in run.error[0].value
    assert run.error[0].value.endswith("Nothing was changed.")
    assert run.file_uploader[0].value is None
    assert in_the_grid(run) == []


def test_reason_goes_and_forms_come_with_the_next_file(workshop):
    _, key = workshop
    run = upload(key, b"%PDF-1.7")

    send(run, as_csv([HEADS, *FORMS]))

    assert not run.error
    assert in_the_grid(run) == FORMS


def test_file_is_read_once_however_often_the_page_is_drawn(workshop, monkeypatch):
    _, key = workshop
    run = upload(key, as_csv([HEADS, *FORMS]))
    monkeypatch.setattr(sys, "executable", "/no/python/to/read/it/with")

    run.run().run()

    assert in_the_grid(run) == FORMS
    assert not run.error
    assert run.file_uploader[0].value is None


def test_what_is_kept_of_a_file_are_texts_and_numbers(workshop):
    _, key = workshop

    run = upload(key, as_csv([HEADS, *FORMS, ["Health", "9"]]))

    kept = [value for name, value in run.session_state._state.filtered_state.items() if " " in name]
    assert {type(value) for value in kept} <= {str, int}
    assert len(kept) > 5
    assert "One cell cannot be read and is marked." in texts(run)

"""The page of paper forms: what was understood of a spreadsheet is said there before anything is saved."""

import json
import sys
from pathlib import Path

import pytest
from people import a_plan, counts_of, migrated_sqlite
from spreadsheets import FORMS, HEADS, TEXTS, WITHOUT_SECTOR, as_csv
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


def test_forms_of_a_file_are_in_the_grid_and_what_was_understood_is_said_before_saving(workshop):
    room, key = workshop

    run = upload(key, (CASES / "62-one-head-cut.csv").read_bytes(), "**62**.csv")

    shown = [text.value for text in run.text]
    assert in_the_grid(run) == FORMS
    assert "6 forms read from “**62**.csv”, not saved yet." in shown
    assert any(text.startswith("“There is a strong sense that we are in t” was read as item 7") for text in shown)
    assert "They are in the grid below. Look through them, then press “Save forms”." in shown
    assert counts_of(room).on_paper == 0


def test_forms_whose_columns_are_in_doubt_wait_until_they_are_confirmed(workshop):
    room, key = workshop
    run = upload(key, (CASES / "15-limesurvey-codes.csv").read_bytes())
    before, shown = in_the_grid(run), texts(run)

    press(run, CONFIRM)

    assert before == []
    assert "“Q01[SQ001]” to “Q18[SQ001]” were taken in order" in shown
    assert f"18. {TEXTS[17]} ← column W “Q18[SQ001]”" in shown
    assert in_the_grid(run) == WITHOUT_SECTOR
    assert CONFIRM not in [button.label for button in run.button]
    assert counts_of(room).on_paper == 0


def test_forms_whose_columns_are_wrong_are_left(workshop):
    _, key = workshop
    run = upload(key, (CASES / "15-limesurvey-codes.csv").read_bytes())

    press(run, "Leave the file")

    assert in_the_grid(run) == []
    assert "read from" not in texts(run)


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

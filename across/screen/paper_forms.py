"""The grid for paper forms: what is typed stays in the browser until all of it can be read, and is then saved."""

import csv
import io
from pathlib import Path
from zipfile import ZipFile

import streamlit as st
from openpyxl import load_workbook

from across.screen.deeds import attempt, attempted
from across.screen.session import FacilitatorView
from across.workshop.paper_forms import FIRST_ROWS, LONGEST_ANSWER, MOST_FORMS, arranged, columns, read_forms

MOST_MEGABYTES = 2
MOST_UNPACKED = 4_000_000
MOST_COLUMNS, LONGEST_CELL = 200, 2000
_UNREADABLE = "This file cannot be read as a spreadsheet. Save it as CSV or Excel again."
_HERE = Path(__file__).parent
_GRID = st.components.v2.component(
    "across_boundaries_paper_forms",
    html=(_HERE / "paper_forms.html").read_text(encoding="utf-8"),
    css=(_HERE / "paper_forms.css").read_text(encoding="utf-8"),
    js=(_HERE / "paper_forms.js").read_text(encoding="utf-8"),
)
_GIVEN = "rows for the grid"
_WRONG = "cells of the paper forms that cannot be read"
_KEPT = "the paper forms that were saved"
_SAID = "how many paper forms were saved"
_LAST = "the rows that were saved last"
_TIMES = "how often saved forms were corrected"
_NAMES = "the ids of the forms that were saved last"


def grid(view: FacilitatorView) -> None:
    """The grid. Its rows come back when "Save forms" is pressed; cells that cannot be read are marked there."""
    content, state = view.content, st.session_state
    data = {
        "code": view.code,
        "dimensions": [
            [dimension.name, [item.text for item in dimension.items]] for dimension in content.questionnaire.dimensions
        ],
        "sectors": [sector.name for sector in content.choices.sectors] if view.now().workshop.asks_sector else [],
        "points": list(content.choices.scale.points),
        "dontKnow": content.choices.scale.dont_know,
        "given": state.get(_GIVEN),
        "wrong": [[cell.row, cell.column, cell.why] for cell in state.get(_WRONG, ())],
        "kept": state.get(_KEPT, ""),
    }
    _GRID(key="paper-forms", data=data, on_forms_change=lambda: _save(view))


def _save(view: FacilitatorView) -> None:
    sent = st.session_state["paper-forms"].forms
    forms = read_forms(sent["rows"], view.content)
    st.session_state[_WRONG] = forms.wrong
    names: list[str] = []
    if not forms.wrong and attempted(
        lambda: names.extend(view.facilitator.enter_forms(forms.answers, sent["instead"]))
    ):
        st.session_state[_KEPT] = sent["id"]
        st.session_state[_GIVEN] = None
        st.session_state[_SAID] = len(forms.answers)
        st.session_state[_LAST], st.session_state[_NAMES] = sent["rows"], names


def _correct() -> None:
    """Put the forms saved last back into the grid. They count as they are until they are saved again."""
    state = st.session_state
    state[_TIMES] = state.get(_TIMES, 0) + 1
    state[_GIVEN] = {"id": f"again {state[_TIMES]}", "rows": state[_LAST], "instead": state[_NAMES]}


def saved_forms(view: FacilitatorView) -> None:
    """How many forms are in, and the ways to correct them or take them back."""
    if said := st.session_state.pop(_SAID, 0):
        st.success(f"Saved: {_forms(said)}", icon=":material/check:")
    if number := view.now().counts.on_paper:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{_forms(number)} entered so far.")
            if not view.now().workshop.revealed:
                if last := len(st.session_state.get(_NAMES, ())):
                    label = "Correct the form saved last" if last == 1 else f"Correct the {last} forms saved last"
                    st.button(label, icon=":material/edit:", type="tertiary", on_click=_correct)
                with st.popover("Remove all paper forms", type="tertiary"):
                    st.text(
                        "Every paper form that was entered is taken out. Do this if the pile has to be entered again."
                    )
                    st.button("Remove them", on_click=attempt, args=(view.facilitator.remove_forms,))


def _forms(number: int) -> str:
    return "1 form" if number == 1 else f"{number} forms"


def file_of_forms(view: FacilitatorView) -> None:
    """A spreadsheet whose rows are put into the grid."""
    file = st.file_uploader(
        "Upload a spreadsheet (CSV or Excel)",
        type=["csv", "xlsx"],
        max_upload_size=MOST_MEGABYTES,
        key="forms-file",
        on_change=_read,
        args=(view,),
    )
    if file is None:
        return
    if why := st.session_state.get("forms-file-why"):
        st.error(why, icon=":material/error:")


def _read(view: FacilitatorView) -> None:
    file = st.session_state["forms-file"]
    st.session_state["forms-file-why"] = ""
    if file is None:
        return
    try:
        rows = arranged(_table(file.name, file.getvalue()), view.content)
        if not view.now().workshop.asks_sector:
            rows = [["", *row[1:]] for row in rows]
        rows = [[cell[:LONGEST_ANSWER] for cell in row] for row in rows]
    except ValueError as error:
        st.session_state["forms-file-why"] = f"{error} Nothing was changed."
        return
    st.session_state[_GIVEN] = {"id": file.file_id, "rows": rows, "instead": []}
    st.session_state[_WRONG] = read_forms(rows, view.content).wrong


def _table(name: str, body: bytes) -> list[list[str]]:
    """The cells of a file as texts. Raises ValueError, in plain words, where it cannot be read."""
    if name.lower().endswith(".xlsx"):
        return _workbook(body)
    try:
        text = body.decode("utf-8-sig")
        dialect = csv.Sniffer().sniff(text[:4000], ",;\t") if text.strip() else csv.excel
        return list(csv.reader(io.StringIO(text), dialect))
    except UnicodeDecodeError:
        raise ValueError("This file is not UTF-8 text. Save it as “CSV UTF-8” or as Excel.") from None
    except csv.Error:
        raise ValueError(_UNREADABLE) from None


def _workbook(body: bytes) -> list[list[str]]:
    rows: list[list[str]] | None = None
    try:
        # A small file can unpack to gigabytes: what it says of itself is asked before any of it is read.
        with ZipFile(io.BytesIO(body)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size <= MOST_UNPACKED:
            # Few bytes can stand for a million cells, or for one long text in all of them: what is no form is left out.
            sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
            cells = sheet.iter_rows(max_row=MOST_FORMS + FIRST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            rows = [_filled(["" if cell is None else str(cell)[:LONGEST_CELL] for cell in row]) for row in cells]
    except Exception:  # noqa: BLE001 (a damaged workbook fails in a dozen ways)
        raise ValueError(_UNREADABLE) from None
    if rows is None:
        raise ValueError("This workbook is too large. Keep the sheet with the forms alone and save it again.")
    return rows


def _filled(row: list[str]) -> list[str]:
    """A row up to its last cell that has something in it."""
    last = max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)
    return row[:last]


def empty_sheet(view: FacilitatorView) -> None:
    """An empty spreadsheet with the right first row."""
    head = columns(view.content)
    sheet = io.StringIO()
    csv.writer(sheet).writerow([head[0], *(item.text for item in view.content.questionnaire.items)])
    st.download_button(
        "Download an empty sheet",
        "\ufeff" + sheet.getvalue(),
        file_name="paper-forms.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )

"""The grid for paper forms: what is typed stays in the browser until all of it can be read, and is then saved."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import streamlit as st

from across.screen.deeds import attempt, attempted
from across.screen.kept import keep, kept
from across.screen.sent_values import rows_in, sent_by, text_in, texts_in
from across.screen.session import FacilitatorView
from across.workshop.errors import WorkshopError
from across.workshop.paper_forms import columns, read_forms

_HERE = Path(__file__).parent


def with_clipboard(name: str) -> str:
    """A component's script that asks the clipboard's: Streamlit takes one script for each component."""
    clipboard, own = ((_HERE / script).read_text(encoding="utf-8") for script in ("clipboard.js", name))
    return clipboard + re.sub(r"(?m)^import .*$", "", own)


_GRID = st.components.v2.component(
    "across_boundaries_paper_forms",
    html=(_HERE / "paper_forms.html").read_text(encoding="utf-8"),
    css=(_HERE / "paper_forms.css").read_text(encoding="utf-8"),
    js=with_clipboard("paper_forms.js"),
)
_KEY = "paper-forms"
UNDERSTOOD = "what was understood of a spreadsheet of paper forms"
WAITS = "whether the spreadsheet of paper forms waits until its columns are confirmed"
READ = "the id of the spreadsheet of paper forms"
_GIVEN = "rows for the grid"
_WRONG = "cells of the paper forms that cannot be read"
_KEPT = "the paper forms that were saved"
_REFUSED = "the paper forms that were sent and not saved"
_SAID = "how many paper forms were saved"
_LAST = "the rows that were saved last"
_NAMES = "the ids of the forms that were saved last"


def grid(view: FacilitatorView, read_table: Callable[[FacilitatorView, str], None]) -> None:
    """The grid. Its rows come back when "Save forms" is pressed; cells that cannot be read are marked there.

    A table that is pasted there with the names of its columns goes to `read_table`.
    """
    content, state = view.content, st.session_state
    data = {
        "code": view.code,
        "dimensions": [
            [dimension.name, [item.text for item in dimension.items]] for dimension in content.questionnaire.dimensions
        ],
        "sectors": [sector.name for sector in content.choices.sectors] if view.now().workshop.asks_sector else [],
        "points": list(content.choices.scale.points),
        "dontKnow": content.choices.scale.dont_know,
        "given": kept(_GIVEN),
        "wrong": kept(_WRONG, []),
        "kept": state.get(_KEPT, ""),
        "names": kept(_NAMES, []),
        "refused": state.get(_REFUSED, ""),
        "shown": state.get(READ, ""),
    }
    _GRID(
        key=_KEY,
        data=data,
        on_forms_change=lambda: attempt(lambda: _save(view)),
        on_table_change=lambda: attempt(lambda: read_table(view, text_in(sent_by(_KEY, "table"), "text"))),
    )


def put_into_grid(rows: list[list[str]], wrong: list[tuple[int, int, str]]) -> None:
    """Fill the grid with these rows, which are not saved yet."""
    keep(_GIVEN, {"id": uuid4().hex, "rows": rows, "instead": []})
    keep(_WRONG, wrong)


def _save(view: FacilitatorView) -> None:
    sent = sent_by(_KEY, "forms")
    rows, instead, name = rows_in(sent, "rows"), texts_in(sent.get("instead")), text_in(sent, "id")
    forms = read_forms(rows, view.content)
    keep(_WRONG, [[cell.row, cell.column, cell.why] for cell in forms.wrong])
    names: list[str] = []

    def enter() -> None:
        try:
            names.extend(view.facilitator.enter_forms(forms.answers, instead, sent=name))
        except WorkshopError:
            st.session_state[_REFUSED] = name
            raise

    st.session_state[_REFUSED] = name if forms.wrong else ""
    # Where the store could not say what became of it, the same is sent again under its name, and is saved once.
    if not forms.wrong and attempted(enter):
        st.session_state[_KEPT] = name
        keep(_GIVEN, None)
        st.session_state[_SAID] = len(forms.answers)
        keep(_LAST, rows)
        keep(_NAMES, names)
        if not st.session_state.get(WAITS):
            st.session_state[UNDERSTOOD] = ""


def _correct() -> None:
    """Put the forms saved last back into the grid. They count as they are until they are saved again."""
    keep(_GIVEN, {"id": uuid4().hex, "rows": kept(_LAST), "instead": kept(_NAMES)})


def saved_forms(view: FacilitatorView) -> None:
    """How many forms are in, and the ways to correct them or take them back."""
    if said := st.session_state.pop(_SAID, 0):
        st.success(f"Saved: {in_words(said)}", icon=":material/check:")
    if number := view.now().counts.on_paper:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{in_words(number)} entered so far.")
            if not view.now().workshop.revealed:
                if last := len(kept(_NAMES, ())):
                    label = "Correct the form saved last" if last == 1 else f"Correct the {last} forms saved last"
                    st.button(label, icon=":material/edit:", type="tertiary", on_click=attempt, args=(_correct,))
                with st.popover("Remove all paper forms", type="tertiary"):
                    st.text(
                        "Every paper form that was entered is taken out. Do this if the pile has to be entered again."
                    )
                    remove = view.facilitator.remove_forms
                    st.button("Remove them", key="danger-forms", on_click=attempt, args=(remove,))


def in_words(number: int) -> str:
    """So many forms."""
    return "1 form" if number == 1 else f"{number} forms"


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

"""A spreadsheet of paper forms: read, what was understood of it shown, and put into the grid; nothing is saved here."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from across.screen.paper_forms import UNDERSTOOD, in_words, put_into_grid
from across.screen.sent_files import forget, sent_file
from across.screen.session import FacilitatorView
from across.uploads.forms import FormsFound, find_forms, found
from across.uploads.process import MEGABYTES
from across.workshop.errors import WorkshopError

KINDS = ("csv", "tsv", "txt", "xlsx", "xlsm")
_FIELD = "forms-file"
_REFUSED = "why the spreadsheet of paper forms was refused"
_NAME, _ID = "the name of the spreadsheet of paper forms", "the id of the spreadsheet of paper forms"
_WAITS = "whether the spreadsheet of paper forms waits until its columns are confirmed"


def file_of_forms(view: FacilitatorView) -> None:
    """A field for a spreadsheet. It is read once; a file that is refused is let go of, and the reason shown."""
    file = sent_file("Upload a spreadsheet (CSV or Excel)", KINDS, MEGABYTES["forms"], _FIELD)
    if file:
        with st.spinner("Reading the file …"):
            _read(view, file)
        st.rerun()
    if why := st.session_state.get(_REFUSED):
        st.error(why, icon=":material/error:")


def _read(view: FacilitatorView, file: UploadedFile) -> None:
    """Read a file and keep what was found before anything else is drawn: a run that is broken off keeps it too."""
    state = st.session_state
    state[_REFUSED] = state[UNDERSTOOD] = ""
    state[_NAME], state[_ID] = file.name, file.file_id
    try:
        text = find_forms(file.getvalue(), view.content, asks_sector=view.now().workshop.asks_sector)
    except WorkshopError as error:
        state[_REFUSED] = str(error)
    else:
        forms = found(text)
        state[UNDERSTOOD], state[_WAITS] = text, int(bool(forms.asks))
        if not forms.asks:
            put_into_grid(file.file_id, forms.rows, forms.wrong)
    forget(file, _FIELD)


def what_was_understood() -> None:
    """What was understood of the file that was read last, until its forms are saved; questions come before the grid."""
    text = st.session_state.get(UNDERSTOOD)
    if not text:
        return
    forms, waits = found(text), bool(st.session_state[_WAITS])
    with st.container(border=True, key="understood"):
        st.text(f"{in_words(len(forms.rows))} read from “{st.session_state[_NAME]}”, not saved yet.")
        for sentence in forms.said:
            st.text(sentence)
        if forms.asks:
            st.warning("Please look at this before the forms are used." if waits else "You have confirmed:")
        for sentence in forms.asks:
            st.text(sentence)
        if forms.asks or len(forms.pairs) < len(forms.rows[0]) - 1:
            _which_is_which(forms, expanded=waits)
        if waits:
            _confirm()
        else:
            st.text(_in_the_grid(forms))


def _which_is_which(forms: FormsFound, *, expanded: bool) -> None:
    with st.expander("Which column is which item", expanded=expanded):
        for name, item, words in forms.pairs:
            st.text(f"{name} → {item}. {words}")


def _in_the_grid(forms: FormsFound) -> str:
    wrong = len(forms.wrong)
    marked = {0: "", 1: " One cell cannot be read and is marked."}.get(
        wrong, f" {wrong} cells cannot be read and are marked."
    )
    return f"They are in the grid below.{marked} Look through them, then press “Save forms”."


def _confirm() -> None:
    with st.container(horizontal=True):
        st.button("That is right: put them into the grid", type="primary", on_click=_use)
        st.button("Leave the file", on_click=_leave)


def _use() -> None:
    forms = found(st.session_state[UNDERSTOOD])
    put_into_grid(st.session_state[_ID], forms.rows, forms.wrong)
    st.session_state[_WAITS] = 0


def _leave() -> None:
    st.session_state[UNDERSTOOD] = ""

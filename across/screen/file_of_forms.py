"""A spreadsheet of paper forms: read, what was understood of it shown, and put into the grid; nothing is saved here."""

import codecs
from base64 import b64decode, b64encode
from functools import partial
from uuid import uuid4

import streamlit as st

from across.screen.columns_of_forms import ColumnsOfForms
from across.screen.deeds import attempt
from across.screen.paper_forms import READ, UNDERSTOOD, WAITS, in_words, put_into_grid
from across.screen.sent_files import forget, sent_file
from across.screen.session import FacilitatorView
from across.uploads.forms import FormsFound, find_forms, found
from across.uploads.process import MEGABYTES
from across.workshop.errors import WorkshopError

KINDS = ("csv", "tsv", "txt", "xlsx", "xlsm")
_FIELD = "forms-file"
_REFUSED = "why the spreadsheet of paper forms was refused"
_NAME = "the name of the spreadsheet of paper forms"
_LOOKED = "whether somebody has confirmed what was understood of the spreadsheet of paper forms"
_BODY = "the spreadsheet of paper forms, for as long as its columns can be chosen"
_NOT_YET = "what has to be chosen first of the spreadsheet of paper forms"
_SHEET = "forms-sheet"
MOST_WRONG = 5


def file_of_forms(view: FacilitatorView) -> None:
    """A field for a spreadsheet. It is read once and let go of; `what_was_understood` shows what came of it."""
    file = sent_file("Upload a spreadsheet (CSV or Excel)", KINDS, MEGABYTES["forms"], _FIELD)
    if file:
        with st.spinner("Reading the file …"):
            read_forms_in(view, f"“{file.name}”", file.getvalue())
            forget(file, _FIELD)
        st.rerun()


def read_forms_in(view: FacilitatorView, name: str, body: bytes) -> None:
    """Read a table of forms and keep what was found; it goes into the grid at once where nothing is in doubt."""
    state = st.session_state
    state[_REFUSED] = state[UNDERSTOOD] = state[_NOT_YET] = ""
    state[_LOOKED] = 0
    state[_NAME], state[READ], state[_BODY] = name, uuid4().hex, b64encode(body).decode()
    try:
        text = _found_in(view)
    except WorkshopError as error:
        state[_REFUSED], state[_BODY] = str(error), ""
    else:
        _keep(text, waits=found(text).must_be_looked_at)


def read_table(view: FacilitatorView, text: str) -> None:
    """Read a table that was pasted, as a file with it would be."""
    read_forms_in(view, "the table you pasted", codecs.BOM_UTF8 + text.encode(errors="replace"))


def _found_in(view: FacilitatorView, sheet: int | None = None, places: dict[int, int] | None = None) -> str:
    asks_sector = view.now().workshop.asks_sector
    body = b64decode(st.session_state[_BODY])
    return find_forms(body, view.content, asks_sector=asks_sector, sheet=sheet, places=places)


def _keep(text: str, *, waits: bool) -> None:
    """Keep what was found, before anything else is drawn: a run that is broken off keeps it too."""
    state = st.session_state
    state[UNDERSTOOD], state[WAITS] = text, int(waits)
    if not waits:
        forms = found(text)
        put_into_grid(forms.rows, forms.wrong)


def what_was_understood(view: FacilitatorView) -> None:
    """What was understood of the table that was read last, until its forms are saved, or why it was refused."""
    text = st.session_state.get(UNDERSTOOD)
    if why := st.session_state.get(_REFUSED):
        with st.container(key="understood"):
            st.error(why, icon=":material/error:")
    if not text:
        st.session_state.pop(_BODY, None)
        return
    forms, waits = found(text), bool(st.session_state[WAITS])
    with st.container(border=True, key="understood"):
        if len(forms.sheets) > 1 and waits:
            _which_sheet(view, forms)
            return
        st.text(f"{in_words(len(forms.rows))} read from {st.session_state[_NAME]}, not saved yet.")
        st.text("\n".join(forms.said))
        _look_at(forms, waits=waits)
        if not forms.doubts:
            _unreadable(forms)
        if not waits:
            st.text(_in_the_grid(len(forms.wrong)))
        columns = _columns(view)
        columns.draw_doubts()
        columns.draw_others(expanded=waits or not st.session_state[_LOOKED])
        if why := st.session_state.get(_NOT_YET):
            st.error(why, icon=":material/error:")
        _buttons(view, waits=waits)


def _look_at(forms: FormsFound, *, waits: bool) -> None:
    """What a person must confirm or choose, or knows already."""
    if waits and forms.doubts:
        st.warning("Please choose the columns that could not be told, before the forms are used.")
    elif waits:
        st.warning("Please look at this before the forms are used.")
    elif forms.asks:
        st.text("You have confirmed:")
    for sentence in forms.asks:
        st.text(sentence)


def _unreadable(forms: FormsFound) -> None:
    """The cells that cannot be read, the first ones with why."""
    for _, _, why in forms.wrong[:MOST_WRONG]:
        st.text(why)
    if len(forms.wrong) > MOST_WRONG:
        st.text(f"Further cells that cannot be read: {len(forms.wrong) - MOST_WRONG}.")


def _in_the_grid(wrong: int) -> str:
    marked = {0: "", 1: " One cell cannot be read and is marked."}.get(
        wrong, f" {wrong} cells cannot be read and are marked."
    )
    return f"They are in the grid below.{marked} Look through them, then press “Save forms”."


def _columns(view: FacilitatorView) -> ColumnsOfForms:
    state = st.session_state
    asks_sector = view.now().workshop.asks_sector
    return ColumnsOfForms(found(state[UNDERSTOOD]), view.content, state[READ], asks_sector=asks_sector)


def _which_sheet(view: FacilitatorView, forms: FormsFound) -> None:
    st.text(f"More than one sheet of {st.session_state[_NAME]} may hold the forms. Nothing was read yet.")
    names = {place: f"{name} ({in_words(how_many)})" for place, name, how_many in forms.sheets}
    st.selectbox(
        "Which sheet holds the forms?",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose a sheet",
        key=_SHEET,
    )
    st.text("To use more than one, save the forms of one sheet first, then upload the file once more.")
    if why := st.session_state.get(_NOT_YET):
        st.error(why, icon=":material/error:")
    with st.container(horizontal=True):
        st.button("Read this sheet", type="primary", on_click=attempt, args=(partial(_read_sheet, view),))
        st.button("Leave the file", on_click=attempt, args=(_leave,))


def _read_sheet(view: FacilitatorView) -> None:
    state = st.session_state
    if state.get(_SHEET) not in {place for place, *_ in found(state[UNDERSTOOD]).sheets}:
        state[_NOT_YET] = "Please choose a sheet first."
        return
    _read_again(view, state[_SHEET])


def _buttons(view: FacilitatorView, *, waits: bool) -> None:
    use = partial(_use, view)
    with st.container(horizontal=True):
        if waits:
            st.button("That is right: put them into the grid", type="primary", on_click=attempt, args=(use,))
            st.button("Leave the file", on_click=attempt, args=(_leave,))
        elif _columns(view).changed():
            st.button("Read it again with these columns", type="primary", on_click=attempt, args=(use,))


def _use(view: FacilitatorView) -> None:
    """Put the forms into the grid with the columns as they were chosen, unless something has to be chosen yet."""
    state, columns = st.session_state, _columns(view)
    state[_NOT_YET] = columns.not_yet()
    if state[_NOT_YET]:
        return
    state[_LOOKED] = 1
    if columns.changed():
        _read_again(view, found(state[UNDERSTOOD]).sheet, columns.chosen())
    else:
        _keep(state[UNDERSTOOD], waits=False)


def _read_again(view: FacilitatorView, sheet: int, places: dict[int, int] | None = None) -> None:
    """Read the table once more as a person chose. What was asked before is not asked again."""
    state = st.session_state
    known = found(state[UNDERSTOOD]).asks if places else []
    try:
        text = _found_in(view, sheet, places)
    except WorkshopError as error:
        state[_NOT_YET] = str(error)
        return
    state[_NOT_YET], state[READ] = "", uuid4().hex
    again = found(text)
    _keep(text, waits=again.must_be_looked_at and not (places and set(again.asks) <= set(known)))


def _leave() -> None:
    st.session_state[UNDERSTOOD] = ""

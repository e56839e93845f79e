"""Opening a saved workshop on the start page: what the file is, then going on with it, or the next one after it."""

from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from across.room.application import Application
from across.room.rehearsal import send_in
from across.screen import leave, session, signed_in
from across.screen.sent_files import forget, sent_file
from across.uploads.process import MEGABYTES
from across.uploads.saved import SavedFileTold, open_whole, tell, told
from across.workshop.dates import date_in_full
from across.workshop.errors import InOurWords
from across.workshop.values import LONGEST_LINE

_FIELD = "saved"
_REFUSED = "why the saved file was refused"
_TOLD, _OF = "what the saved file is", "the id of the saved file of which that was told"


def open_saved(application: Application) -> None:
    """A place for the file; then what it holds, and what can be done with it."""
    st.text(
        "A workshop that was kept as a file, by “Download workshop (JSON)” at its Close: read it, go on with it, or "
        "lay its results under the next one's."
    )
    sent = sent_file("Open a saved workshop", ["json"], MEGABYTES["saved"], _FIELD)
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(refused)
    if sent is None:
        return
    if st.session_state.get(_OF) != sent.file_id:
        with st.spinner("Reading the file …"):
            _read(application, sent)
    if _REFUSED in st.session_state:
        st.rerun()
    saved = told(st.session_state[_TOLD])
    _what_it_is(saved)
    signed_in.passphrase_field(signed_in.SAVED)
    if saved.content_version in application.contents:
        _go_on(application, sent)
        st.subheader("Or begin the second time", anchor=False)
    else:
        _other_content(application, saved)
    _begin_again(application, saved, sent)


def _read(application: Application, sent: UploadedFile) -> None:
    """Read the file once: what is told of it is kept before anything else is drawn, or why it is let go of."""
    try:
        st.session_state[_TOLD] = tell(sent.getvalue(), application.contents)
        st.session_state[_OF] = sent.file_id
    except InOurWords as error:
        st.session_state[_REFUSED] = str(error)
        _forget(sent)


def _what_it_is(saved: SavedFileTold) -> None:
    with st.container(border=True, key="saved-file"):
        if saved.rehearsal:
            st.text("A rehearsal, with made-up participants")
        st.text(" · ".join(part for part in (saved.name, saved.partnership, date_in_full(saved.held_on)) if part))
        notes = _count(saved.notes, "note", "notes")
        proposals = f"{_count(saved.proposals, 'proposal', 'proposals')}, " if saved.proposals else ""
        st.text(f"{notes}, {proposals}{_count(saved.actions, 'action', 'actions')}. {_results(saved)}")


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number or 'No'} {singular if number == 1 else plural}"


def _results(saved: SavedFileTold) -> str:
    if not saved.results:
        return "No results: they had not been revealed."
    if saved.people:
        return f"The results of {_count(saved.people, 'person', 'people')} are in it."
    return "The scores agreed together are in it." if saved.agreed else "Results without any answer are in it."


def _go_on(application: Application, sent: UploadedFile) -> None:
    st.text(
        "Read it or go on with it: it opens as a new workshop, with a join code and a facilitator link of its own. "
        "Saved results are shown as they were."
    )
    if st.button("Go on with this workshop", type="primary"):
        try:
            with st.spinner("Opening it …"):
                kept = open_whole(sent.getvalue(), application.contents)
                key = application.open_saved(
                    kept, session.visitor_address(), session.visitor_zone(), signed_in.starter(signed_in.SAVED)
                )
        except InOurWords as error:
            st.error(str(error))
        else:
            _come_in(key, sent)


def _begin_again(application: Application, saved: SavedFileTold, sent: UploadedFile) -> None:
    compares = saved.content_version in application.contents and saved.compares
    st.text(
        "A new workshop of the same partnership. It begins with last time's actions and how far they are"
        + ("; last time's results are laid under the new ones." if compares else ".")
    )
    with st.form("again", border=False):
        name = st.text_input("Name of the next one", saved.name, max_chars=LONGEST_LINE)
        held_on = st.date_input("Held on", session.today(), format="DD/MM/YYYY", key="next-held-on")
        begins = st.form_submit_button("Start the next workshop")
    if begins and held_on is None:
        st.error("Choose the day of the next workshop.")
    elif begins:
        _start_next(application, saved, sent, name, held_on)


def _start_next(application: Application, saved: SavedFileTold, sent: UploadedFile, name: str, held_on: date) -> None:
    try:
        with st.spinner("Opening it …"):
            kept = open_whole(sent.getvalue(), application.contents)
            key = application.begin_again(
                kept,
                name,
                held_on,
                session.visitor_address(),
                session.visitor_zone(),
                signed_in.starter(signed_in.SAVED),
            )
    except InOurWords as error:
        st.error(str(error))
    else:
        if saved.rehearsal:
            send_in(application, application.facilitator(key).code)
        _come_in(key, sent)


def _other_content(application: Application, saved: SavedFileTold) -> None:
    st.warning(
        "This workshop was made with other questions or another questionnaire than there is here. It cannot be gone on "
        "with or compared with: scores of different items say nothing about each other. You can read it below, and "
        "start the next workshop with its actions."
    )
    with st.expander("Which questionnaire and questions"):
        st.text(f"The file was made with: {saved.content_version}")
        for version in application.contents:
            st.text(f"Here there is: {version}")
    with st.expander("Read what is in the file"):
        for text in saved.texts or ["Nothing was written down."]:
            st.text(text)
        if saved.more_texts:
            st.text(f"And {_count(saved.more_texts, 'more text', 'more texts')}: open the file where it was made.")


def _come_in(key: str, sent: UploadedFile) -> None:
    _forget(sent)
    session.keep_key(key)
    leave.come_in(key)
    st.info("Opening your workshop …")


def _forget(sent: UploadedFile) -> None:
    forget(sent, _FIELD)
    st.session_state.pop(_TOLD, None)

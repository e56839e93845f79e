"""Opening a saved workshop on the start page: what the file is, then going on with it, or the next one after it."""

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from across.archive.reading import LARGEST_MEGABYTES, read_saved
from across.room.application import Application
from across.room.rehearsal import send_in
from across.screen import leave, session
from across.workshop.dates import date_in_full
from across.workshop.errors import WorkshopError
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import ACTIONS
from across.workshop.values import LONGEST_LINE

_UPLOADS = "saved files opened on this screen"
_REFUSED = "why the saved file was refused"


def open_saved(application: Application) -> None:
    """A place for the file; then what it holds, and what can be done with it."""
    number = st.session_state.setdefault(_UPLOADS, 0)
    st.text("The file from “Download workshop (JSON)”: to read it, go on with it, or compare with it.")
    sent = st.file_uploader(
        "Open a saved workshop",
        type="json",
        max_upload_size=LARGEST_MEGABYTES,
        key=f"saved-{number}",
    )
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(refused)
    if sent is None:
        return
    try:
        saved = read_saved(sent.getvalue(), application.contents)
    except WorkshopError as error:
        st.session_state[_REFUSED] = str(error)
        _forget(sent)
        st.rerun()
    _what_it_is(saved)
    if saved.content_version in application.contents:
        _go_on(application, saved, sent)
        st.subheader("Or begin the second time")
    else:
        _other_content(application, saved)
    _begin_again(application, saved, sent)


def _what_it_is(saved: SavedWorkshop) -> None:
    with st.container(border=True, key="saved-file"):
        if saved.rehearsal:
            st.text("A rehearsal, with made-up participants")
        st.text(" · ".join(part for part in (saved.name, saved.partnership, date_in_full(saved.held_on)) if part))
        proposed = sum(note.question == ACTIONS for note in saved.notes)
        notes = _count(len(saved.notes) - proposed, "note", "notes")
        proposals = f"{_count(proposed, 'proposal', 'proposals')}, " if proposed else ""
        st.text(f"{notes}, {proposals}{_count(len(saved.actions), 'action', 'actions')}. {_results(saved)}")


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number or 'No'} {singular if number == 1 else plural}"


def _results(saved: SavedWorkshop) -> str:
    results = saved.results
    if results is None:
        return "No results: they had not been revealed."
    if results.profile:
        return f"The results of {_count(results.profile.respondents, 'person', 'people')} are in it."
    return "The scores agreed together are in it." if results.agreed else "Results without any answer are in it."


def _go_on(application: Application, saved: SavedWorkshop, sent: UploadedFile) -> None:
    st.text(
        "Read it or go on with it: it opens as a new workshop, with a join code and a facilitator link of its own. "
        "Saved results are shown as they were."
    )
    if st.button("Go on with this workshop", type="primary"):
        try:
            key = application.open_saved(saved)
        except WorkshopError as error:
            st.error(str(error))
        else:
            _come_in(key, sent)


def _begin_again(application: Application, saved: SavedWorkshop, sent: UploadedFile) -> None:
    compares = saved.content_version in application.contents and saved.to_compare
    st.text(
        "A new workshop of the same partnership. It begins with last time's actions and how far they are"
        + ("; last time's results are laid under the new ones." if compares else ".")
    )
    with st.form("again", border=False):
        name = st.text_input("Name of the next one", saved.name, max_chars=LONGEST_LINE)
        held_on = st.date_input("Held on", value="today", format="DD/MM/YYYY")
        begins = st.form_submit_button("Start the next workshop")
    if begins and held_on is None:
        st.error("Choose the day of the next workshop.")
    elif begins:
        try:
            key = application.begin_again(saved, name, held_on)
        except WorkshopError as error:
            st.error(str(error))
        else:
            if saved.rehearsal:
                send_in(application, application.facilitator(key).code)
            _come_in(key, sent)


def _other_content(application: Application, saved: SavedWorkshop) -> None:
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
        written = [*(note.body for note in saved.group_notes), *(note.body for note in saved.notes)]
        texts = [text for text in written if text.strip()]
        texts += [
            " · ".join(part for part in (action.what, action.who, action.by_when) if part) for action in saved.actions
        ]
        for text in texts or ["Nothing was written down."]:
            st.text(text)


def _come_in(key: str, sent: UploadedFile) -> None:
    _forget(sent)
    session.keep_key(key)
    leave.come_in(key)
    st.info("Opening your workshop …")


def _forget(sent: UploadedFile) -> None:
    """Forget the file: Streamlit would keep it for as long as the browser's session."""
    st.session_state[_UPLOADS] += 1
    here = get_script_run_ctx()
    if here and isinstance(here.uploaded_file_mgr, MemoryUploadedFileManager):
        here.uploaded_file_mgr.remove_file(here.session_id, sent.file_id)

"""Files that somebody sends from this screen: taken by a field with a label, read once, and let go of."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from across.screen.session import application

_ASKS = "this page asks for a file"


def sent_file(label: str, kinds: Sequence[str], megabytes: int, name: str) -> UploadedFile | None:
    """The file that was sent by this field, if one was; `name` is the field's own among all."""
    if here := get_script_run_ctx():
        application().asked_files.ask(here.session_id)
        st.session_state[_ASKS] = 1
    number = st.session_state.setdefault(_counter(name), 0)
    return st.file_uploader(label, type=list(kinds), max_upload_size=megabytes, key=f"{name}-{number}")


def page_is_drawn() -> None:
    """Take no more files for this screen, unless the page that was just drawn asks for one."""
    here = get_script_run_ctx()
    if here and not st.session_state.pop(_ASKS, 0):
        application().asked_files.ask_no_more(here.session_id)


def forget(file: UploadedFile, name: str) -> None:
    """Forget the file: Streamlit would keep it for as long as the browser's session."""
    st.session_state[_counter(name)] += 1
    here = get_script_run_ctx()
    if here and isinstance(here.uploaded_file_mgr, MemoryUploadedFileManager):
        here.uploaded_file_mgr.remove_file(here.session_id, file.file_id)


def _counter(name: str) -> str:
    return f"files sent as {name}"

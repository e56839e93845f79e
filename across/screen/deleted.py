"""After something was deleted: whether it is off the disk yet, and a word once it is, and not before."""

from collections.abc import Callable

import streamlit as st

from across.room.application import Application
from across.room.facilitator import Facilitator
from across.screen.deeds import attempt, part_every

LOOK_EVERY_SECONDS = 2
_ERASURE = "the erasure of what was deleted here"
STILL = "Deleted. Nobody can open it any more. It is being taken off the disk, which may take a moment …"
GONE = {
    "sqlite": "Deleted: nothing of it is left on this server. Backups that somebody has made are theirs to delete.",
    "postgresql": "Deleted: nothing of it is left in the tables of the database. Its log and its backups may hold "
    "copies for a while: ask whoever runs it for how long.",
}
ANSWERS_STILL = "What each person answered is deleted, and is being taken off the disk …"
ANSWERS_GONE = {
    "sqlite": "What each person answered is deleted, and nothing of it is left on this server.",
    "postgresql": "What each person answered is deleted, and nothing of it is left in the database's tables.",
}


def delete(deed: Callable[[], str]) -> None:
    """Delete by this deed, in a callback; the next page then says how far it is, or this one why it was not done."""

    def keep() -> None:
        st.session_state[_ERASURE] = deed()

    attempt(keep)


def say_what_was_deleted(application: Application) -> None:
    """On the start page, to whoever has just deleted a workshop: that it is gone, once it is gone from the disk."""
    erasure = st.session_state.get(_ERASURE)
    if not erasure:
        return
    if application.is_erased(erasure):
        del st.session_state[_ERASURE]
        st.success(GONE[application.store.kind])
    else:
        _wait(application, erasure)


@part_every(LOOK_EVERY_SECONDS)
def _wait(application: Application, erasure: str) -> None:
    """Look again every few seconds; the page is drawn once more when it is done."""
    if application.is_erased(erasure):
        st.rerun()
    st.info(STILL)


def say_what_became_of_answers(facilitator: Facilitator, kind: str) -> None:
    """Beside scoring that is closed for good: whether what people answered is off the disk."""
    if facilitator.is_being_erased():
        _look_after_answers(facilitator, kind)
    else:
        st.text(ANSWERS_GONE[kind])


@part_every(LOOK_EVERY_SECONDS)
def _look_after_answers(facilitator: Facilitator, kind: str) -> None:
    """Look again every few seconds. The page is not drawn anew for it: that would close the dialog it stands in."""
    st.text(ANSWERS_STILL if facilitator.is_being_erased() else ANSWERS_GONE[kind])

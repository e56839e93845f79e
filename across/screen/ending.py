"""The end of a workshop: what is shared, what is kept until when, and a way out that deletes nothing."""

import streamlit as st

from across.screen.deeds import attempt, dialog, show_why_not
from across.screen.scripts import HOME
from across.screen.session import FacilitatorView
from across.workshop.dates import date_in_full
from across.workshop.values import Workshop

_ENDED = "until when the workshop that was ended on this screen is kept"
NOT_SHARED = "Phones cannot take the report yet."
FILES = "“Downloads” has the report, the scores and the whole workshop as files for you."
ERASED = "What each person answered is erased. What was shown of it stays."
KEPT = (
    "What each person answered is kept unseen until then. “Set up” at the Questionnaire has “Finish scoring”, which "
    "erases it sooner."
)


@dialog("End of the workshop")
def end(view: FacilitatorView) -> None:
    """What stands at the end, in the order in which people ask; then leave, or stay."""
    workshop = view.now().workshop
    last = date_in_full(workshop.delete_on)
    for line in _lines(workshop, last):
        st.text(line)
    show_why_not()
    with st.container(horizontal=True):
        leaves = st.button("End it here", type="primary")
        if not workshop.report_shared:
            st.button("Share the report with everybody", on_click=attempt, args=(lambda: _share(view),))
        stays = st.button("Stay")
    if leaves:
        st.session_state[_ENDED] = last
        st.switch_page(HOME)
    elif stays:
        st.rerun()


def say_what_ended() -> None:
    """On the start page, to whoever has just ended a workshop: where it is now, and for how long."""
    if last := st.session_state.pop(_ENDED, ""):
        st.success(f"The workshop is over. It stays under “Your workshops”, and on the phones, until {last}.")


def _lines(workshop: Workshop, last: str) -> list[str]:
    shared = f"The report is shared: phones can take it until {last}."
    answers = {"not open": [], "finished": [ERASED]}.get(workshop.scoring, [KEPT])
    return [
        shared if workshop.report_shared else NOT_SHARED,
        FILES,
        f"Everything is deleted by itself on {last}. You need do nothing; “Delete workshop” does it now.",
        *answers,
    ]


def _share(view: FacilitatorView) -> None:
    view.facilitator.share_as_before(on=True)

"""The questionnaire, on the projected screen: what it is, scoring open or closed, how many have finished."""

import streamlit as st

from across.screen import session
from across.screen.attribution import about_questionnaire
from across.screen.deeds import attempt, show_why_not
from across.screen.follow import SCORING, news
from across.screen.navigation import back_and_next
from across.screen.printouts import printouts
from across.screen.scoring import counts, when_results_are_shown
from across.screen.scripts import PAPER, TOGETHER

STATES = {
    "not open": "Scoring is not open yet.",
    "open": "Scoring is open. Answers can be changed until it closes.",
    "closed": "Scoring is closed. It can be opened again.",
    "finished": "Scoring is closed for good.",
}
view = session.here()

st.title("Questionnaire")
counts(view, "questionnaire")


@st.fragment
def scoring() -> None:
    """Open and close scoring, and how results will be shown."""
    workshop = news(view, "scoring-news", SCORING).workshop
    now = workshop.scoring
    with st.container(horizontal=True):
        if now in ("not open", "closed"):
            st.button(
                "Open scoring",
                type="primary",
                icon=":material/lock_open:",
                on_click=attempt,
                args=(view.facilitator.open_scoring,),
            )
        if now == "open":
            st.button("Close scoring", icon=":material/lock:", on_click=attempt, args=(view.facilitator.close_scoring,))
        if st.button("Score together", icon=":material/groups:", disabled=now == "finished"):
            st.switch_page(TOGETHER)
        if st.button("Enter paper forms", icon=":material/keyboard:", disabled=now == "finished"):
            st.switch_page(PAPER)
        if now != "finished":
            with st.popover("Finish scoring", icon=":material/delete_history:"):
                st.text(
                    "This closes scoring and forgets for good which phone gave which answers. There is no way back."
                )
                st.button("Close scoring for good", on_click=attempt, args=(view.facilitator.finish_scoring,))
    shown = " Results that have been shown stay as they were." if now == "open" and workshop.revealed else ""
    st.text(STATES[now] + shown)
    if now == "not open":
        when_results_are_shown(view)
    show_why_not()


scoring()
about_questionnaire(view.content)
printouts(view)

back_and_next(view)

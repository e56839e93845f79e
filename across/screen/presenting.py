"""What stands under the picture in the presenting window: the steps that a page of Streamlit's draws, no controls."""

import streamlit as st

from across.screen.actions import proposals
from across.screen.follow import news
from across.screen.session import FacilitatorView
from across.workshop.steps import ACTIONS, CLOSE
from across.workshop.values import Action


def present(view: FacilitatorView) -> None:
    """The step everyone is at; the picture asks for the next one when the room moves on."""
    drawn = {ACTIONS: _actions, CLOSE: _thanks}
    if view.step in drawn:
        drawn[view.step](view)


@st.fragment
def _actions(view: FacilitatorView) -> None:
    actions = news(view, "present-actions-news").actions
    for action in actions:
        _action(action)
    if not actions:
        st.text("What will change after today?")
    proposals(view, controls=False)


def _action(action: Action) -> None:
    with st.container(border=True, key=f"card-{action.id}"):
        st.text(" · ".join(part for part in (action.what, action.who, action.by_when) if part))


def _thanks(view: FacilitatorView) -> None:
    with st.container(key="question"):
        st.markdown("Thank you for today.")
    actions = view.now().actions
    if actions:
        st.header("What was agreed")
    for action in actions:
        _action(action)

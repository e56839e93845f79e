"""What the presenting window shows at each step: what the view needs to see, without the controls."""

import streamlit as st

from across.screen.actions import proposals
from across.screen.attribution import attribution
from across.screen.follow import SCORING, STEP, news
from across.screen.full_screen import full_screen
from across.screen.joining import join_in_a_line, join_large
from across.screen.navigation import title_of
from across.screen.question import question_text
from across.screen.results import results
from across.screen.scoring import counts
from across.screen.session import FacilitatorView
from across.screen.timer import countdown
from across.screen.wall import wall
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME
from across.workshop.values import Action


def present(view: FacilitatorView) -> None:
    """The step everyone is at, drawn anew when that changes."""
    news(view, "present-news", STEP)
    step = view.step
    full_screen()
    title, clock, late = st.columns([4, 3, 3], vertical_alignment="center")
    title.title(title_of(view))
    with clock:
        countdown(view, "present-countdown")
    if step != WELCOME:
        late.text(join_in_a_line(view))
    _step(view, step)


def _step(view: FacilitatorView, step: str) -> None:
    simple = {WELCOME: join_large, QUESTIONNAIRE: _questionnaire, RESULTS: results, ACTIONS: _actions, CLOSE: _thanks}
    if step in simple:
        simple[step](view)
    else:
        _question(view, step)


def _question(view: FacilitatorView, step: str) -> None:
    question_text(view, controls=False)
    ours, theirs = st.columns([2, 3], gap="large")
    with ours:
        _group_note(view, step)
    with theirs:
        wall(view, controls=False)


@st.fragment
def _group_note(view: FacilitatorView, step: str) -> None:
    group_note = news(view, f"present-group-{step}-news").group_note
    st.header("Group note")
    with st.container(key="group-note-text"):
        st.text(group_note.body or "Nothing yet.")


def _questionnaire(view: FacilitatorView) -> None:
    _whether_open(view)
    counts(view, "present")
    attribution(view.content)


@st.fragment
def _whether_open(view: FacilitatorView) -> None:
    now = news(view, "present-scoring-news", SCORING).workshop.scoring
    said = {"open": "Answer on your own phone now.", "not open": "Scoring has not opened yet."}
    with st.container(key="question"):
        st.markdown(said.get(now, "Scoring is closed."))


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

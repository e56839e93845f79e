"""What the presenting window shows at each step: what the room needs to see, without the controls."""

import streamlit as st

from across.room.room import Room
from across.screen import place
from across.screen.actions import proposals
from across.screen.attribution import attribution
from across.screen.follow import SCORING, STEP, news
from across.screen.full_screen import full_screen
from across.screen.joining import join_in_a_line, join_large
from across.screen.question import question_text
from across.screen.results import results
from across.screen.scoring import counts
from across.screen.timer import countdown
from across.screen.wall import wall
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME
from across.workshop.values import Action


def present(room: Room) -> None:
    """The step everyone is at, drawn anew when that changes."""
    news(room, "present-news", STEP)
    step = room.workshop().step
    full_screen()
    title, clock, late = st.columns([4, 3, 3], vertical_alignment="center")
    title.title(place.step_titles(room)[step])
    with clock:
        countdown(room, "present-countdown")
    if step != WELCOME:
        late.text(join_in_a_line(room))
    _step(room, step)


def _step(room: Room, step: str) -> None:
    simple = {WELCOME: join_large, QUESTIONNAIRE: _questionnaire, RESULTS: results, ACTIONS: _actions, CLOSE: _thanks}
    if step in simple:
        simple[step](room)
    else:
        _question(room, step)


def _question(room: Room, step: str) -> None:
    question_text(room, step, controls=False)
    ours, theirs = st.columns([2, 3], gap="large")
    with ours:
        _group_note(room, step)
    with theirs:
        wall(room, step, controls=False)


@st.fragment
def _group_note(room: Room, step: str) -> None:
    news(room, f"present-group-{step}-news")
    st.header("Group note")
    with st.container(key="group-note-text"):
        st.text(room.group_note(step).body or "Nothing yet.")


def _questionnaire(room: Room) -> None:
    _whether_open(room)
    counts(room, "present")
    attribution(room.content)


@st.fragment
def _whether_open(room: Room) -> None:
    now = news(room, "present-scoring-news", SCORING).scoring
    said = {"open": "Answer on your own phone now.", "not open": "Scoring has not opened yet."}
    with st.container(key="question"):
        st.markdown(said.get(now, "Scoring is closed."))


@st.fragment
def _actions(room: Room) -> None:
    news(room, "present-actions-news")
    for action in room.actions():
        _action(action)
    if not room.actions():
        st.text("What will change after today?")
    proposals(room, controls=False)


def _action(action: Action) -> None:
    with st.container(border=True, key=f"card-{action.id}"):
        st.text(" · ".join(part for part in (action.what, action.who, action.by_when) if part))


def _thanks(room: Room) -> None:
    with st.container(key="question"):
        st.markdown("Thank you for today.")
    if room.actions():
        st.header("What was agreed")
    for action in room.actions():
        _action(action)

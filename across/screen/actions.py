"""The table of actions and the form that adds one."""

import re
from dataclasses import replace
from typing import Any

import streamlit as st

from across.room.room import Room
from across.screen import place
from across.screen.follow import news
from across.screen.wall import TAKEN_UP, wall
from across.workshop.dates import date_in_full
from across.workshop.steps import ACTIONS
from across.workshop.values import ACTION_STATES, ACTION_TITLES, Action, ActionState, Note

ALONE_OR_NOT = "Alone or with others"
NOT_SAID, NOBODY_ELSE, TOGETHER = "", "Alone", "With others"
# What Streamlit would take for markup in the name of a choice.
_MARKS = re.compile(r"[^\w\s]")
PROPOSED = "Proposed by participants"
LONGEST_WHAT = 1000
WIDTHS = [5, 3, 2, 3, 2, 2, 3]
_ADDED = "actions added on this screen"
_SAVED = "the last action was saved"


def add_action(room: Room) -> None:
    """Fields for a new action. What is typed stays while other steps are looked at, until it is added."""
    number = st.session_state.setdefault(_ADDED, 0)
    with st.container(border=True):
        new = _fields(room, None, f"new-{number}")
        added = st.button("Add action", type="primary", icon=":material/add:", key="add-action")
        if added and place.did(lambda: room.add_action(new)):
            # Other keys, so that the fields are empty again.
            st.session_state[_ADDED] += 1
            st.session_state[_SAVED] = 1
            st.rerun()
    if st.session_state.pop(_SAVED, 0) and not added:
        st.success("Saved", icon=":material/check:")


@st.fragment
def action_table(room: Room) -> None:
    """The actions so far, a row each, with a way to change or remove it."""
    news(room, "actions-news")
    actions = room.actions()
    if not actions:
        st.text("No actions yet.")
    else:
        titles = {**ACTION_TITLES, "way": room.content.choices.ways.label, "with_others": ALONE_OR_NOT}
        for column, title in zip(st.columns(WIDTHS), titles.values(), strict=False):
            column.markdown(f"**{title}**")
    for action in actions:
        _row(room, action)


def _row(room: Room, action: Action) -> None:
    cells = st.columns(WIDTHS, vertical_alignment="center")
    way = room.content.way_name(action.way)
    texts = (action.what, action.who, action.by_when, way, action.with_others, ACTION_STATES[action.state])
    for cell, text in zip(cells, texts, strict=False):
        cell.text(text or "-")
    if action.last_time:
        cells[0].badge(f"From {date_in_full(action.last_time)}", icon=":material/history:", color="gray")
    with cells[-1], st.container(horizontal=True, gap="small"):
        if st.button("Change", key=f"change-{action.id}", type="tertiary"):
            change(room, action)
        if st.button("Remove", key=f"remove-{action.id}", type="tertiary"):
            remove(room, action)


@st.dialog("Change action")
def change(room: Room, action: Action) -> None:
    """Change one action."""
    changed = _fields(room, action, f"{action.id}-{action.version}")
    if st.button("Save", type="primary") and place.did(lambda: room.change_action(changed)):
        st.rerun()


@st.dialog("Remove this action?")
def remove(room: Room, action: Action) -> None:
    """Ask once more, then remove one action."""
    st.text(action.what)
    if st.button("Remove it", type="primary"):
        room.remove_action(action.id)
        st.rerun()


def proposals(room: Room, *, controls: bool = True) -> None:
    """What participants propose from their phones; each can be made an action."""

    def take_up(note: Note) -> None:
        if note.heading != TAKEN_UP and st.button("Make it an action", key=f"take-up-{note.id}", type="tertiary"):
            _take_up(room, note)

    wall(room, ACTIONS, title=PROPOSED, controls=controls, deed=take_up)


@st.dialog("Make it an action")
def _take_up(room: Room, note: Note) -> None:
    what = " ".join(note.body.split())
    what = what if len(what) <= LONGEST_WHAT else f"{what[: LONGEST_WHAT - 1]}\N{HORIZONTAL ELLIPSIS}"
    proposed = Action("", what, "", "", note.way, NOT_SAID, 0)
    new = _fields(room, proposed, f"proposal-{note.id}")
    if st.button("Add action", type="primary") and place.did(lambda: room.add_action(new)):
        room.gather_note(note.id, TAKEN_UP)
        st.rerun()


def _fields(room: Room, action: Action | None, key: str) -> Action:
    ways: dict[str, str] = {"": "None", **{way.id: way.name for way in room.content.choices.ways.list}}
    kept = action or Action("", "", "", "", None, NOT_SAID, 0)
    what = st.text_input(
        ACTION_TITLES["what"], kept.what, key=f"{key}-what", max_chars=LONGEST_WHAT, persist_state="session"
    )
    first, second = st.columns(2)
    who = first.text_input(ACTION_TITLES["who"], kept.who, key=f"{key}-who", max_chars=200, persist_state="session")
    when = ACTION_TITLES["by_when"]
    by_when = second.text_input(when, kept.by_when, key=f"{key}-by_when", max_chars=200, persist_state="session")
    label = room.content.choices.ways.label
    way = first.selectbox(
        label, list(ways), list(ways).index(kept.way or ""), format_func=ways.__getitem__, key=f"{key}-way"
    )
    options = [NOT_SAID, NOBODY_ELSE, TOGETHER]
    if kept.with_others not in options:
        options.append(kept.with_others)
    chosen = options.index(kept.with_others)
    look: dict[str, Any] = {
        "format_func": lambda one: _MARKS.sub(r"\\\g<0>", one) or "Not said",
        "horizontal": True,
        "key": f"{key}-with_others",
    }
    with_others = second.radio(ALONE_OR_NOT, options, chosen, **look)
    fields: dict[str, Any] = {"what": what, "who": who, "by_when": by_when, "way": way or None}
    return replace(kept, **fields, with_others=with_others, state=_state(kept, key) if kept.id else kept.state)


def _state(action: Action, key: str) -> ActionState:
    look: dict[str, Any] = {"format_func": ACTION_STATES.get, "key": f"{key}-state", "horizontal": True}
    return st.radio(ACTION_TITLES["state"], list(ACTION_STATES), list(ACTION_STATES).index(action.state), **look)

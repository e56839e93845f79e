"""The actions as cards and the form that adds one."""

import re
from dataclasses import replace
from typing import Any

import streamlit as st

from across.screen.deeds import attempt_here
from across.screen.follow import news
from across.screen.proposals import cards_of_proposals
from across.screen.session import FacilitatorView
from across.workshop.dates import date_in_full
from across.workshop.values import ACTION_STATES, ACTION_TITLES, LONGEST_WHAT, Action, ActionState, Note, proposed

ALONE_OR_NOT = "Alone or with others"
NOT_SAID, NOBODY_ELSE, TOGETHER = "", "Alone", "With others"
# What Streamlit would take for markup in the name of a choice.
_MARKS = re.compile(r"[^\w\s]")
PROPOSED = "Proposed by participants"
NARROWEST_CARD = 300
_ADDED = "actions added on this screen"
_SAVED = "the last action was saved"


def open_action(view: FacilitatorView) -> None:
    """Open over the picture the action that was asked for there, to change or remove it; nothing where it is gone."""
    deed, _, action_id = view.opened.partition(":")
    opens = {"change-action": change, "remove-action": remove}.get(deed)
    found = next((action for action in view.now().actions if action.id == action_id), None)
    if opens and found:
        opens(view, found)


def beside_the_actions(view: FacilitatorView) -> None:
    """In the facilitator's own view: a form for a new action, a card for each that is agreed, the proposals."""
    st.header("Actions")
    add_action(view)
    action_cards(view)
    proposals(view)
    st.markdown(view.content.choices.ways.note)


def add_action(view: FacilitatorView) -> None:
    """Fields for a new action. What is typed stays while other steps are looked at, until it is added."""
    number = st.session_state.setdefault(_ADDED, 0)
    with st.container(border=True):
        new = _fields(view, None, f"new-{number}")
        added = st.button("Add action", type="primary", icon=":material/add:", key="add-action")
        if added and attempt_here(lambda: view.facilitator.add_action(new)):
            # Other keys, so that the fields are empty again.
            st.session_state[_ADDED] += 1
            st.session_state[_SAVED] = 1
            st.rerun()
    if st.session_state.pop(_SAVED, 0) and not added:
        st.success("Saved", icon=":material/check:")


@st.fragment
def action_cards(view: FacilitatorView) -> None:
    """The actions so far, a card each, with a way to change or remove it."""
    actions = news(view, "actions-news").actions
    if not actions:
        st.text("No actions yet.")
        return
    with st.grid(columns=3, min_column_width=NARROWEST_CARD, key="agreed-actions"):
        for action in actions:
            with st.container(border=True, key=f"agreed-{action.id}", gap="xsmall"):
                _agreed(view, action)


def _agreed(view: FacilitatorView, action: Action) -> None:
    with st.container(key=f"agreed-what-{action.id}"):
        st.text(action.what)
    if action.last_time:
        st.badge(f"From {date_in_full(action.last_time)}", icon=":material/history:", color="gray")
    said = {
        ACTION_TITLES["who"]: action.who,
        ACTION_TITLES["by_when"]: action.by_when,
        view.content.choices.ways.label: view.content.way_name(action.way),
        ALONE_OR_NOT: action.with_others,
        ACTION_TITLES["state"]: ACTION_STATES[action.state],
    }
    st.text("\n".join(f"{title}: {text}" for title, text in said.items() if text))
    with st.container(horizontal=True, gap="small"):
        if st.button("Change", key=f"change-{action.id}", type="tertiary"):
            change(view, action)
        if st.button("Remove", key=f"remove-{action.id}", type="tertiary"):
            remove(view, action)


@st.dialog("Change action")
def change(view: FacilitatorView, action: Action) -> None:
    """Change one action."""
    changed = _fields(view, action, f"{action.id}-{action.version}")
    if st.button("Save", type="primary") and attempt_here(lambda: view.facilitator.change_action(changed)):
        st.rerun()


@st.dialog("Remove this action?")
def remove(view: FacilitatorView, action: Action) -> None:
    """Ask once more, then remove one action."""
    st.text(action.what)
    if st.button("Remove it", key=f"danger-{action.id}"):
        view.facilitator.remove_action(action.id)
        st.rerun()


def proposals(view: FacilitatorView) -> None:
    """What participants propose from their phones; each can be made an action."""

    def take_up(note: Note) -> None:
        if not note.taken_up and st.button("Make it an action", key=f"take-up-{note.id}", type="tertiary"):
            _take_up(view, note)

    cards_of_proposals(view, title=PROPOSED, deed=take_up)


@st.dialog("Make it an action")
def _take_up(view: FacilitatorView, note: Note) -> None:
    new = _fields(view, proposed(note), f"proposal-{note.id}")
    if st.button("Add action", type="primary") and attempt_here(lambda: view.facilitator.take_up(note.id, new)):
        st.rerun()


def _fields(view: FacilitatorView, action: Action | None, key: str) -> Action:
    ways: dict[str, str] = {"": "None", **{way.id: way.name for way in view.content.choices.ways.list}}
    kept = action or Action("", "", "", "", None, NOT_SAID, 0)
    what = st.text_input(
        ACTION_TITLES["what"], kept.what, key=f"{key}-what", max_chars=LONGEST_WHAT, persist_state="session"
    )
    first, second = st.columns(2)
    who = first.text_input(ACTION_TITLES["who"], kept.who, key=f"{key}-who", max_chars=200, persist_state="session")
    when = ACTION_TITLES["by_when"]
    by_when = second.text_input(when, kept.by_when, key=f"{key}-by_when", max_chars=200, persist_state="session")
    label = view.content.choices.ways.label
    way = first.selectbox(
        label, list(ways), list(ways).index(kept.way or ""), format_func=ways.__getitem__, key=f"{key}-way"
    )
    options = [NOT_SAID, NOBODY_ELSE, TOGETHER]
    if kept.with_others not in options:
        options.append(kept.with_others)
    chosen = options.index(kept.with_others)
    look: dict[str, Any] = {
        "format_func": lambda text: _MARKS.sub(r"\\\g<0>", text) or "Not said",
        "horizontal": True,
        "key": f"{key}-with_others",
    }
    with_others = second.radio(ALONE_OR_NOT, options, chosen, **look)
    fields: dict[str, Any] = {"what": what, "who": who, "by_when": by_when, "way": way or None}
    return replace(kept, **fields, with_others=with_others, state=_state(kept, key) if kept.id else kept.state)


def _state(action: Action, key: str) -> ActionState:
    look: dict[str, Any] = {"format_func": ACTION_STATES.get, "key": f"{key}-state", "horizontal": True}
    return st.radio(ACTION_TITLES["state"], list(ACTION_STATES), list(ACTION_STATES).index(action.state), **look)

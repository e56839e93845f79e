"""The actions as cards and the form that adds one."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import streamlit as st

from across.screen import opened
from across.screen.deeds import attempt_here, dialog, part
from across.screen.follow import news
from across.screen.naming import as_text, named
from across.screen.proposals import cards_of_proposals
from across.screen.session import FacilitatorView
from across.workshop.dates import date_in_full
from across.workshop.errors import TextChanged
from across.workshop.values import ACTION_STATES, ACTION_TITLES, LONGEST_WHAT, Action, ActionState, Note, proposed

ALONE_OR_NOT = "Alone or with others"
NOT_SAID, NOBODY_ELSE, TOGETHER = "", "Alone", "With others"
PROPOSED = "Proposed by participants"
NARROWEST_CARD = 300
_ADDED = "actions added on this screen"
_SAVED = "the last action was saved"
_CHANGE, _REMOVE, _TAKE_UP = "change-action", "remove-action", "take-up"
_DIFFERS = "the id of the action that somebody else has changed meanwhile"
CHANGED_MEANWHILE = "Somebody else has changed this action meanwhile, so yours was not saved."
REMOVED_MEANWHILE = "Somebody else has taken this action off the list meanwhile, so yours was not saved."
STILL_ABOVE = "What you typed still stands above."


def open_action(view: FacilitatorView) -> None:
    """Open over the picture the action that was asked for there, to change or remove it; nothing where it is gone."""
    deed, _, action_id = view.opened.partition(":")
    opens = _OPENS.get(deed)
    found = next((action for action in view.now().actions if action.id == action_id), None)
    if opens and found:
        opens(view, found)


def beside_the_actions(view: FacilitatorView) -> None:
    """In the facilitator's own view: a form for a new action, a card for each that is agreed, the proposals."""
    st.header("Actions", anchor=False)
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


@part
def action_cards(view: FacilitatorView) -> None:
    """The actions so far, a card each, with a way to change or remove it."""
    actions = news(view, "actions-news").actions
    if not actions:
        st.text("No actions yet.")
        _open_again(view)
        return
    with st.grid(columns=3, min_column_width=NARROWEST_CARD, key="agreed-actions"):
        for place, action in enumerate(actions, 1):
            with st.container(border=True, key=f"agreed-{action.id}", gap="xsmall"):
                _agreed(view, action, f"action {place}")
    _open_again(view)


def _agreed(view: FacilitatorView, action: Action, name: str) -> None:
    with st.container(key=f"agreed-what-{action.id}"):
        st.text(action.what)
    if action.last_time:
        st.badge(f"From {date_in_full(action.last_time)}", icon=":material/history:", color="gray")
    _as_written(view, action)
    with st.container(horizontal=True, gap="small"):
        for label, deed in (("Change", _CHANGE), ("Remove", _REMOVE)):
            if st.button(named(label, name), key=f"{label.lower()}-{action.id}", type="tertiary"):
                opened.remember(deed, _as_kept(action))


def _as_written(view: FacilitatorView, action: Action) -> None:
    """All that stands in an action but what will be done."""
    said = {
        ACTION_TITLES["who"]: action.who,
        ACTION_TITLES["by_when"]: action.by_when,
        view.content.choices.ways.label: view.content.way_name(action.way),
        ALONE_OR_NOT: action.with_others,
        ACTION_TITLES["state"]: ACTION_STATES[action.state],
    }
    st.text("\n".join(f"{title}: {text}" for title, text in said.items() if text))


def _open_again(view: FacilitatorView) -> None:
    """Open what was asked for on a card, and keep it open: as it was when it was opened, whatever came since."""
    if found := opened.remembered(_CHANGE, _REMOVE):
        deed, about = found
        last_time = about["last_time"] and date.fromisoformat(about["last_time"])
        _OPENS[deed](view, Action(**{**about, "last_time": last_time}))


def _as_kept(action: Action) -> dict[str, Any]:
    return {**asdict(action), "last_time": action.last_time and action.last_time.isoformat()}


def _done() -> None:
    """Close what is open, and draw the page as it is now."""
    opened.forget()
    _forget_differing()
    st.rerun()


def _closed() -> None:
    opened.forget()
    _forget_differing()


def _forget_differing() -> None:
    st.session_state.pop(_DIFFERS, None)


@dialog("Change action", on_dismiss=_closed)
def change(view: FacilitatorView, action: Action) -> None:
    """Change one action. What somebody else has made of it meanwhile is shown below, to choose."""
    changed = _fields(view, action, f"{action.id}-{action.version}")
    if st.session_state.get(_DIFFERS) == action.id:
        _choose(view, changed)
    elif st.button("Save", type="primary"):
        _save(view, changed)


def _save(view: FacilitatorView, changed: Action) -> None:
    """Save what was changed; where somebody else was first, both are shown."""
    try:
        if attempt_here(lambda: view.facilitator.change_action(changed), but=(TextChanged,)):
            _done()
    except TextChanged:
        st.session_state[_DIFFERS] = changed.id
        st.rerun(scope="fragment")


def _choose(view: FacilitatorView, mine: Action) -> None:
    """What somebody else has made of the action that is being changed, and what can be done about it."""
    theirs = next((action for action in view.now().actions if action.id == mine.id), None)
    if theirs is None:
        st.warning(f"{REMOVED_MEANWHILE} {STILL_ABOVE}")
        again = replace(mine, id="", version=0)
        if st.button("Add mine again", type="primary") and attempt_here(lambda: view.facilitator.add_action(again)):
            _done()
        return
    st.warning(f"{CHANGED_MEANWHILE} {STILL_ABOVE} This is what they wrote:")
    with st.container(border=True, key=f"theirs-{theirs.id}", gap="xsmall"):
        st.text(theirs.what)
        _as_written(view, theirs)
    with st.container(horizontal=True):
        if st.button("Save mine in its place", type="primary"):
            _save(view, replace(mine, version=theirs.version))
        if st.button("Keep theirs"):
            _done()


@dialog("Remove this action?", on_dismiss=_closed)
def remove(view: FacilitatorView, action: Action) -> None:
    """Ask once more, then remove one action."""
    st.text(action.what)
    removes = st.button("Remove it", key=f"danger-{action.id}")
    if removes and attempt_here(lambda: view.facilitator.remove_action(action.id)):
        _done()


_OPENS = {_CHANGE: change, _REMOVE: remove}


def proposals(view: FacilitatorView) -> None:
    """What participants propose from their phones; each can be made an action."""

    def take_up(note: Note, name: str) -> None:
        label = named("Make it an action", name)
        if not note.taken_up and st.button(label, key=f"take-up-{note.id}", type="tertiary"):
            opened.remember(_TAKE_UP, asdict(note))

    def open_again() -> None:
        if found := opened.remembered(_TAKE_UP):
            _take_up(view, Note(**found[1]))

    cards_of_proposals(view, title=PROPOSED, deed=take_up, then=open_again)


@dialog("Make it an action", on_dismiss=_closed)
def _take_up(view: FacilitatorView, note: Note) -> None:
    new = _fields(view, proposed(note), f"proposal-{note.id}")
    if st.button("Add action", type="primary") and attempt_here(lambda: view.facilitator.take_up(note.id, new)):
        _done()


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
        "format_func": lambda text: as_text(text) or "Not said",
        "horizontal": True,
        "key": f"{key}-with_others",
    }
    with_others = second.radio(ALONE_OR_NOT, options, chosen, **look)
    fields: dict[str, Any] = {"what": what, "who": who, "by_when": by_when, "way": way or None}
    return replace(kept, **fields, with_others=with_others, state=_state(kept, key) if kept.id else kept.state)


def _state(action: Action, key: str) -> ActionState:
    look: dict[str, Any] = {"format_func": ACTION_STATES.get, "key": f"{key}-state", "horizontal": True}
    return st.radio(ACTION_TITLES["state"], list(ACTION_STATES), list(ACTION_STATES).index(action.state), **look)

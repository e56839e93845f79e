"""What participants propose, as cards of plain text beneath the actions in the facilitator's own view."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

import streamlit as st

from across.screen import opened
from across.screen.deeds import attempt, attempt_here, dialog, part, show_why_not
from across.screen.follow import news
from across.screen.naming import named
from across.screen.session import FacilitatorView
from across.workshop.values import TAKEN_UP, Note

MOST_CARDS = 60
NEWEST, OLDEST, SHARED = "Newest first", "Oldest first", "Most shared first"
NO_GROUP = "No group"
_GROUP = "group"


@part
def cards_of_proposals(
    view: FacilitatorView, *, title: str, deed: Callable[[Note, str], None], then: Callable[[], None]
) -> None:
    """The visible proposals: pinned ones first, then group by group; hidden ones behind a lid.

    Each can be pinned, put in a group or hidden, and all be sorted and filtered; `deed` draws one more control, and
    is told what the proposal is called; `then` opens what that has asked for.
    """
    notes = news(view, "proposals-news").notes
    visible = [note for note in notes if not note.hidden]
    st.header(title, anchor=False)
    show_why_not()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(_how_many(len(visible)))
        if len(visible) > 1:
            visible = _chosen(view, visible)
    every = st.toggle("Show all notes", key="all-proposals") if len(visible) > MOST_CARDS else False
    card = partial(_card, view, {note.id: f"proposal {place}" for place, note in enumerate(notes, 1)}, deed)
    _groups(visible if every else _first(visible), card)
    _hidden([note for note in notes if note.hidden], card)
    if found := opened.remembered(_GROUP):
        _gather(view, Note(**found[1]))
    then()


def _chosen(view: FacilitatorView, notes: list[Note]) -> list[Note]:
    look: dict[str, Any] = {"label_visibility": "collapsed"}
    order = st.selectbox(
        "Order", [NEWEST, OLDEST, SHARED], key="order-of-proposals", persist_state="session", width=200, **look
    )
    ways = {way.id: way.name for way in view.content.choices.ways.list}
    used = [way for way in ways if way in {note.way for note in notes}]
    choices = ["", *used]
    way = st.selectbox(
        "Way",
        choices,
        format_func=lambda chosen: ways.get(chosen, "All ways"),
        key="way-of-proposals",
        width=240,
        **look,
    )
    chosen = [note for note in notes if not way or note.way == way]
    if order == SHARED:
        return sorted(chosen, key=lambda note: -note.marks)
    return chosen if order == OLDEST else chosen[::-1]


def _first(notes: list[Note]) -> list[Note]:
    pinned = [note for note in notes if note.pinned]
    return (pinned + [note for note in notes if not note.pinned])[:MOST_CARDS]


def _groups(notes: list[Note], card: Callable[[Note], None]) -> None:
    headings = list(dict.fromkeys(note.heading for note in notes))
    for heading in sorted(headings, key=_place_of_group):
        gathered = sorted((note for note in notes if note.heading == heading), key=lambda note: not note.pinned)
        if heading:
            with st.container(key=f"heading-{headings.index(heading)}"):
                st.text(heading)
        with st.grid(columns=2, key=f"wall-{headings.index(heading)}"):
            for note in gathered:
                card(note)


def _place_of_group(heading: str) -> tuple[bool, bool, str]:
    """Groups by their headings, then the notes in none, then those that were made actions."""
    return heading == TAKEN_UP, not heading, heading.casefold()


def _card(view: FacilitatorView, names: dict[str, str], deed: Callable[[Note, str], None], note: Note) -> None:
    with st.container(border=True, key=f"card-{note.id}"):
        st.text(note.body)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if note.pinned:
                st.badge("Pinned", icon=":material/keep:", color="orange")
            if note.way:
                st.badge(view.content.way_name(note.way), color="blue")
            if note.marks:
                st.badge(f"Backed by {note.marks} more", icon=":material/group:", color="green")
        _deeds(view, note, names[note.id], deed)


def _deeds(view: FacilitatorView, note: Note, name: str, deed: Callable[[Note, str], None]) -> None:
    with st.container(horizontal=True, gap="small"):
        if not note.hidden:
            deed(note, name)
            pin = named("Unpin" if note.pinned else "Pin", name)
            _deed(
                pin, f"pin-{note.id}-{note.pinned}", lambda: view.facilitator.pin_note(note.id, pinned=not note.pinned)
            )
            if st.button(named("Group", name), key=f"group-{note.id}", type="tertiary"):
                opened.remember(_GROUP, asdict(note))
        _deed(
            named("Show again" if note.hidden else "Hide", name),
            f"hide-{note.id}-{note.hidden}",
            lambda: view.facilitator.hide_note(note.id, hidden=not note.hidden),
        )


def _deed(label: str, key: str, work: Callable[[], None]) -> None:
    """A button whose key says what it would do: pressed twice before it is drawn anew, it does that and no other."""
    st.button(label, key=key, type="tertiary", on_click=attempt, args=(work,))


@dialog("Put this note in a group", on_dismiss=opened.forget)
def _gather(view: FacilitatorView, note: Note) -> None:
    st.text(note.body)
    known = sorted({gathered.heading for gathered in view.now().notes if gathered.heading}, key=str.casefold)
    chosen = st.selectbox("Group", [NO_GROUP, *known], index=known.index(note.heading) + 1 if note.heading else 0)
    new = st.text_input("Or a new group", max_chars=200)
    heading = new.strip() or ("" if chosen == NO_GROUP else chosen)
    if st.button("Save", type="primary") and attempt_here(lambda: view.facilitator.gather_note(note.id, heading)):
        opened.forget()
        st.rerun()


def _hidden(notes: list[Note], card: Callable[[Note], None]) -> None:
    if not notes:
        return
    lid = st.expander(f"Hidden notes ({len(notes)})", on_change="rerun", key="hidden-proposals")
    if lid.open:
        with lid:
            for note in notes:
                card(note)


def _how_many(number: int) -> str:
    if number == 0:
        return "No proposals yet. They appear here as they are sent."
    return "1 proposal" if number == 1 else f"{number} proposals"

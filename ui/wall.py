"""The wall: participants' notes as cards of plain text, arriving while the group talks."""

import streamlit as st

from live.room import Room
from ui.follow import news
from workshop.values import Note

MOST_CARDS = 60


@st.fragment
def wall(room: Room, question: str) -> None:
    """The visible notes on a question, newest first, with a way to hide each; hidden ones behind a lid."""
    news(room, f"wall-news-{question}")
    notes = room.notes(question)
    visible = [note for note in reversed(notes) if not note.hidden]
    st.subheader("Notes from participants")
    st.text(_how_many(len(visible)))
    every = st.toggle("Show all notes", key=f"all-{question}") if len(visible) > MOST_CARDS else True
    with st.grid(columns=2, key="wall") if visible else st.container():
        for note in visible if every else visible[:MOST_CARDS]:
            _card(room, note)
    _hidden(room, [note for note in notes if note.hidden], question)


def _card(room: Room, note: Note) -> None:
    with st.container(border=True, key=f"card-{note.id}"):
        st.text(note.body)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            if note.way:
                st.badge(room.content.way_name(note.way), color="blue")
            _switch(room, note, "Show again" if note.hidden else "Hide")


def _switch(room: Room, note: Note, label: str) -> None:
    st.button(
        label,
        key=f"switch-{note.id}",
        type="tertiary",
        on_click=lambda: room.hide_note(note.id, hidden=not note.hidden),
    )


def _hidden(room: Room, notes: list[Note], question: str) -> None:
    if not notes:
        return
    lid = st.expander(f"Hidden notes ({len(notes)})", on_change="rerun", key=f"hidden-{question}")
    if lid.open:
        with lid:
            for note in notes:
                _card(room, note)


def _how_many(number: int) -> str:
    if number == 0:
        return "No notes yet. They appear here as they are sent."
    return "1 note" if number == 1 else f"{number} notes"

"""Results, on the projected screen: hidden, then revealed to all at once; the radar, the items, where to talk."""

import streamlit as st

from across.screen import place
from across.screen.group_note import group_note
from across.screen.results import results, reveal
from across.workshop.dates import date_in_full

room = place.here()

st.title("Results")
results(room)
if room.shows_saved_results():
    st.text(f"Saved results of {date_in_full(room.workshop().held_on)}, shown as they were.")
if room.workshop().revealed:
    group_note(room, "results")

place.back_and_next(room, "results", lambda: reveal(room))

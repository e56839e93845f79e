"""Results, on the projected screen: hidden, then revealed to all at once; the radar, the items, where to talk."""

import streamlit as st

from ui import place
from ui.dates import in_words
from ui.scores import results, reveal
from ui.writing import group_note

room = place.here()

st.title("Results")
results(room)
if room.shows_saved_results():
    st.text(f"Saved results of {in_words(room.workshop().held_on)}, shown as they were.")
if room.workshop().revealed:
    group_note(room, "results")

place.back_and_next(room, "results", lambda: reveal(room))

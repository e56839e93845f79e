"""Results, on the projected screen: hidden, then revealed to all at once; the radar, the items, where to talk."""

import streamlit as st

from across.screen import session
from across.screen.results import results, reveal
from across.workshop.dates import date_in_full

view = session.here()

reveal(view)
results(view)
now = view.now()
if now.shows_saved_results:
    st.text(f"Saved results of {date_in_full(now.workshop.held_on)}, shown as they were.")

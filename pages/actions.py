"""Actions, on the projected screen: what, who, by when, by which way, alone or with others; and what is proposed."""

import streamlit as st

from across.screen import session
from across.screen.actions import action_table, add_action, proposals

view = session.here()

st.text("What will change after today?")
add_action(view)
action_table(view)
proposals(view)
st.markdown(view.content.choices.ways.note)

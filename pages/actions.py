"""Actions, on the projected screen: what, who, by when, by which way, alone or with others; and what is proposed."""

import streamlit as st

from across.screen import place
from across.screen.actions import action_table, add_action, proposals

room = place.here()

st.title("Actions")
st.text("What will change after today?")
add_action(room)
action_table(room)
proposals(room)
st.markdown(room.content.choices.ways.note)

place.back_and_next(room, "actions")

"""The facilitator's own view, for a second screen or a phone: the picture small, with what never belongs on it."""

import streamlit as st

from across.screen import session
from across.screen.beside import beneath, beside
from across.screen.kept_focus import kept_focus
from across.screen.set_up import new_link_was_made
from across.screen.stage import small_picture

view = session.here()

st.title("Facilitator's view", anchor=False)
new_link_was_made(view)
kept_focus()
picture, controls = st.columns([3, 2], gap="large")
with picture:
    small_picture(view)
with controls:
    beside(view)
beneath(view)

"""How latecomers join, beside every step."""

import streamlit as st

from live.room import Room
from ui import place


def how_to_join(room: Room) -> None:
    """The join code and the address, small, in the sidebar."""
    address = place.join_address(room.workshop())
    with st.container(key="late", gap="small"):
        st.text("Join code")
        st.text(room.code)
        if address:
            st.text(f"{address.split('://', 1)[1]}/join")

"""Welcome, on the projected screen: how to join, how many have, and the ground rules."""

import streamlit as st

from across.screen import place
from across.screen.joining import join_large
from across.workshop.values import Wifi

room = place.here()
workshop = room.workshop()

st.title("Welcome")
join_large(room)

with st.expander("For the facilitator"):
    st.text_input(
        "Correct the join address",
        value=workshop.join_address or "",
        placeholder=place.join_address(workshop) or "http://192.168.1.20:8501",
        key="correct-address",
        on_change=lambda: place.try_to(lambda: room.correct_address(st.session_state["correct-address"])),
    )
    with st.form("wifi", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the Wi-Fi here", value=workshop.wifi.name if workshop.wifi else "", width=380)
        password = st.text_input("Its password", value=workshop.wifi.password if workshop.wifi else "", width=380)
        if st.form_submit_button("Show a QR code for the Wi-Fi") and place.did(
            lambda: room.show_wifi(Wifi(name, password))
        ):
            st.rerun()
    place.what_went_wrong()
    st.text("To open this workshop on another device, your phone for instance, keep your facilitator link.")
    place.save_facilitator_link(workshop)
    st.text("Whoever has the link can run the workshop. It is never shown on this screen.")

place.back_and_next(room, "welcome")

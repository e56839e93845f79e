"""Welcome, on the projected screen: how to join, how many have, and the ground rules."""

import streamlit as st

from across.screen import session
from across.screen.addresses import join_address, save_facilitator_link
from across.screen.deeds import attempt_here, attempted, show_why_not
from across.screen.joining import join_large
from across.screen.navigation import back_and_next
from across.workshop.values import Wifi

view = session.here()
workshop = view.now().workshop

st.title("Welcome")
join_large(view)

with st.expander("For the facilitator"):
    st.text_input(
        "Correct the join address",
        value=workshop.join_address or "",
        placeholder=join_address(workshop) or "http://192.168.1.20:8501",
        key="correct-address",
        on_change=lambda: attempted(lambda: view.facilitator.correct_address(st.session_state["correct-address"])),
    )
    with st.form("wifi", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the Wi-Fi here", value=workshop.wifi.name if workshop.wifi else "", width=380)
        password = st.text_input("Its password", value=workshop.wifi.password if workshop.wifi else "", width=380)
        if st.form_submit_button("Show a QR code for the Wi-Fi") and attempt_here(
            lambda: view.facilitator.show_wifi(Wifi(name, password))
        ):
            st.rerun()
    show_why_not()
    st.text("To open this workshop on another device, your phone for instance, keep your facilitator link.")
    save_facilitator_link(workshop)
    st.text("Whoever has the link can run the workshop. It is never shown on this screen.")

back_and_next(view)

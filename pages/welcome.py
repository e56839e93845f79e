"""Welcome, on the projected screen: how to join, how many have, and the ground rules."""

import streamlit as st

from ui import place
from ui.follow import news
from ui.qr import qr_code

room = place.here()
workshop = room.workshop()
address = place.join_address(workshop)

st.title("Welcome")
with st.container(key="workshop-name"):
    st.text(" · ".join(part for part in (workshop.name, workshop.partnership) if part))


@st.fragment
def joined() -> None:
    """How many have joined, as they do."""
    news(room, "joined-news")
    with st.container(key="joined"):
        st.text(f"{room.counts().joined} joined")


picture, words = st.columns([2, 3], gap="large", vertical_alignment="center")
with picture:
    if address:
        qr_code(f"{address}/join/{workshop.code}", "QR code to join")
    else:
        st.warning("Phones cannot reach this machine yet. Connect it to a network, or correct the address.")
with words:
    st.text("Scan the QR code, or open this address and type the code:")
    with st.container(key="address"):
        st.text(f"{address.split('://', 1)[1]}/join" if address else "no address yet")
    with st.container(key="code"):
        st.text(workshop.code)
    joined()

with st.container(border=True):
    st.subheader("Ground rules")
    st.markdown(
        "- Nobody is asked for a name. Your phone is one voice, counted once.\n"
        "- Notes appear on this screen as you wrote them, without saying whose they are.\n"
        f"- Scores are shown only once at least {workshop.smallest_group} people have answered, to everyone together.\n"
        "- You can change your answers until scoring closes.\n"
        f"- Everything in this workshop is deleted on {workshop.delete_on.day} {workshop.delete_on:%B %Y}."
    )

with st.expander("For the facilitator"):
    corrected = st.text_input(
        "Correct the join address", value=workshop.join_address or "", placeholder=address or "http://192.168.1.20:8501"
    )
    if corrected != (workshop.join_address or "") and place.did(lambda: room.correct_address(corrected)):
        st.rerun()
    st.text("To open this workshop on another device, your phone for instance, keep your facilitator link.")
    link = place.facilitator_link(workshop)
    st.download_button(
        "Save facilitator link",
        lambda: link,
        file_name="facilitator-link.txt",
        mime="text/plain",
        on_click="ignore",
        icon=":material/key:",
    )
    st.text("Whoever has the link can run the workshop. It is never shown on this screen.")

place.back_and_next(room, "welcome")

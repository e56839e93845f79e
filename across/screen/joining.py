"""How people join: large on the Welcome page, small beside every other step."""

import streamlit as st

from across.screen.addresses import join_address
from across.screen.follow import news
from across.screen.qr_code import qr_code, wifi_code
from across.screen.session import FacilitatorView
from across.workshop.values import Wifi


def how_to_join(view: FacilitatorView) -> None:
    """The join code and the address, small, in the sidebar."""
    address = join_address(view.now().workshop)
    with st.container(key="late", gap="small"):
        st.text("Join code")
        st.text(view.code)
        if address:
            st.text(f"{address.split('://', 1)[1]}/join")


def join_in_a_line(view: FacilitatorView) -> str:
    """The address and the join code, for whoever comes late."""
    address = join_address(view.now().workshop)
    return " · ".join(part for part in (address and f"{address.split('://', 1)[1]}/join", view.code) if part)


def join_large(view: FacilitatorView) -> None:
    """QR code, address and code in large type, how many have joined, and the ground rules."""
    workshop = view.now().workshop
    address = join_address(workshop)
    with st.container(key="workshop-name"):
        st.text(" · ".join(part for part in (workshop.name, workshop.partnership) if part))
    picture, words = st.columns([2, 3], gap="large", vertical_alignment="center")
    with picture:
        if address:
            qr_code(f"{address}/join/{workshop.code}", "QR code to join")
        else:
            st.warning("Phones cannot reach this machine yet. Connect it to a network, or correct the address below.")
    with words:
        st.text("Scan the QR code, or open this address and type the code:")
        with st.container(key="address"):
            st.text(f"{address.split('://', 1)[1]}/join" if address else "no address yet")
        with st.container(key="code"):
            st.text(workshop.code)
        joined(view)
        if workshop.wifi:
            _wifi(workshop.wifi)
    _ground_rules(view)


@st.fragment
def joined(view: FacilitatorView) -> None:
    """How many have joined, as they do."""
    counts = news(view, "joined-news", ("joined",)).counts
    with st.container(key="joined"):
        st.text(f"{counts.joined} joined")


def _wifi(wifi: Wifi) -> None:
    code, words = st.columns([1, 2], vertical_alignment="center")
    with code:
        wifi_code(wifi.name, wifi.password, "QR code to join the Wi-Fi")
    words.text(f"No signal? First join the Wi-Fi {wifi.name} with this code.")


def _ground_rules(view: FacilitatorView) -> None:
    workshop = view.now().workshop
    shown = (
        "Scores stay hidden until the facilitator reveals them to everyone at once"
        if workshop.results_mode == "reveal"
        else "Scores are shown on this screen while people answer"
    )
    with st.container(border=True):
        st.header("Ground rules")
        st.markdown(
            "- Nobody is asked for a name. Your phone is one voice, counted once.\n"
            "- Notes appear on this screen as you wrote them, without saying whose they are.\n"
            f"- {shown}, and not before {workshop.smallest_group} people have answered.\n"
            "- You can change your answers until scoring closes.\n"
            f"- Everything in this workshop is deleted on {workshop.delete_on.day} {workshop.delete_on:%B %Y}."
        )

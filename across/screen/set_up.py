"""What a facilitator sets up seldom, over the picture in a dialog or beside it in their own view."""

from functools import partial

import streamlit as st

from across.results.outlook import what_closing_ends
from across.screen import leave
from across.screen.addresses import join_address, join_choices, own_port, save_facilitator_link, where_to_sign_in
from across.screen.attribution import about_questionnaire
from across.screen.deeds import attempt, attempt_here, dialog, part, show_why_not
from across.screen.deleted import say_what_became_of_answers
from across.screen.follow import news
from across.screen.guidance import guide
from across.screen.printouts import printouts
from across.screen.scoring import when_results_are_shown
from across.screen.session import FacilitatorView, application, facilitator_key
from across.workshop.facilitators import is_by_sign_in
from across.workshop.values import Theme, Wifi, Workshop

SET_UP = "set-up"
THEMES: dict[Theme, str] = {
    "device": "As each device is set",
    "light": "Light",
    "dark": "Dark",
    "bright": "Bright room",
}
_STATES = {
    "not open": "Scoring is not open yet.",
    "open": "Scoring is open. Answers can be changed until it closes.",
    "closed": "Scoring is closed. It can be opened again.",
    "finished": "Scoring is closed for good.",
}


@dialog("Joining", width="large")
def set_up_joining(view: FacilitatorView) -> None:
    """The address phones open, the Wi-Fi of the venue, the facilitator's own link."""
    joining(view)
    guide()


@dialog("Scoring", width="large")
def set_up_scoring(view: FacilitatorView) -> None:
    """When results are shown, closing for good, what the questionnaire is, paper to print."""
    scoring(view)
    guide()


def joining(view: FacilitatorView) -> None:
    """Correct the join address, show a QR code for the Wi-Fi, keep the facilitator link."""
    workshop = view.now().workshop
    port = own_port()
    _choose_address(view, workshop)
    st.text_input(
        "Correct the join address",
        value=workshop.join_address or "",
        placeholder=join_address(workshop) or "http://192.168.1.20:8501",
        key="correct-address",
        on_change=lambda: attempt(lambda: view.facilitator.correct_address(st.session_state["correct-address"], port)),
    )
    with st.form("wifi", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the Wi-Fi here", value=workshop.wifi.name if workshop.wifi else "", width=280)
        password = st.text_input("Its password", value=workshop.wifi.password if workshop.wifi else "", width=280)
        if st.form_submit_button("Show a QR code for the Wi-Fi") and attempt_here(
            lambda: view.facilitator.show_wifi(Wifi(name, password))
        ):
            st.rerun()
    show_why_not()
    if address := join_address(workshop):
        st.text(
            f"One tablet for several people: open {address}/join/{workshop.code}?shared on it. "
            "Each page then ends with Next person."
        )
    _own_devices(workshop)


def _own_devices(workshop: Workshop) -> None:
    """How the facilitator opens the workshop on another device: by signing in, or by the link."""
    if is_by_sign_in(facilitator_key()):
        st.text(
            f"To open this workshop on another device, your phone for instance, sign in there at {where_to_sign_in()}: "
            "it is under “Your workshops”."
        )
        save_facilitator_link(workshop)
        return
    st.text("To open this workshop on another device, your phone for instance, keep your facilitator link.")
    save_facilitator_link(workshop)
    if st.button("Show it for my phone", icon=":material/qr_code:"):
        leave.post("/facilitate/link", {"code": workshop.code})
    st.text(
        "Whoever has the link can run the workshop. It is shown on no picture; the page for your phone says first to "
        "switch the projector off."
    )


def _choose_address(view: FacilitatorView, workshop: Workshop) -> None:
    """The addresses of this machine with their adapters, to send phones to one of them."""
    if not (offered := join_choices(workshop)):
        return
    st.text("Phones are sent to one of this computer's addresses. If they cannot open it, try the next.")
    for choice in offered:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Chosen" if choice.chosen else "Choose",
                key=f"address-{choice.address}",
                disabled=choice.chosen,
                on_click=attempt,
                args=(partial(view.facilitator.correct_address, choice.address),),
            )
            st.text(f"{choice.address}  ({choice.adapter})")


@part
def colours(view: FacilitatorView) -> None:
    """The colours of the picture, on every screen that shows it."""
    now = news(view, "colours-news", ("picture",)).workshop.theme
    key = f"theme-{now}"

    def choose() -> None:
        attempt(lambda: view.facilitator.choose_theme(st.session_state[key]))

    st.radio(
        "Colours of the picture",
        list(THEMES),
        list(THEMES).index(now),
        format_func=THEMES.get,
        horizontal=True,
        label_visibility="collapsed",
        key=key,
        on_change=choose,
    )
    show_why_not()
    st.text("On every screen of this workshop. Bright room: for daylight on the screen, where pale tints are lost.")


def new_link(view: FacilitatorView) -> None:
    """Make the facilitator link anew, in a page of its own that asks once more.

    Who opened the workshop by signing in makes it beside how to open it elsewhere.
    """
    if is_by_sign_in(facilitator_key()):
        return
    st.text("Is the link lost, or in the wrong hands? A new one takes its place.")
    if st.button("Make a new link", icon=":material/key:"):
        leave.post("/facilitate/new-link", {"code": view.code})


def new_link_was_made(view: FacilitatorView) -> None:
    """Once a link was made anew: say so, and have it saved."""
    if st.query_params.get("link") == "new":
        st.success("The new link is made, and the old one opens this workshop no longer. Save the new one now.")
        save_facilitator_link(view.now().workshop)


def scoring(view: FacilitatorView) -> None:
    """The state of scoring, how results will be shown, closing for good, and what the questionnaire is."""
    workshop = view.now().workshop
    now = workshop.scoring
    shown = " Results that have been shown stay as they were." if now == "open" and workshop.revealed else ""
    st.text(_STATES[now] + shown)
    if now == "not open":
        when_results_are_shown(view)
    if now != "finished":
        finishing = st.popover("Finish scoring", icon=":material/delete_history:", key="finishing", on_change="rerun")
        if finishing.open:
            with finishing:
                st.text(what_closing_ends(view.facilitator.what_closing_ends()))
                end = view.facilitator.finish_scoring
                st.button("Close scoring for good", key="danger-finish", on_click=attempt, args=(end,))
    elif workshop.counted:
        say_what_became_of_answers(view.facilitator, application().store.kind)
    show_why_not()
    about_questionnaire(view.content)
    printouts(view)

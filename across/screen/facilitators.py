"""Who else facilitates a workshop: sharing it, handing it over, and what others ask of somebody who has signed in."""

from functools import partial

import streamlit as st

from across.screen import session, signed_in
from across.screen.addresses import save_facilitator_link
from across.screen.deeds import attempt, dialog, show_why_not
from across.workshop.dates import date_in_full
from across.workshop.facilitators import Request, Sharing
from across.workshop.values import Workshop

_ADDRESS = "facilitator-address"


@dialog("Facilitators")
def facilitators(workshop: Workshop, key: str) -> None:
    """Everybody who facilitates a workshop; its owner adds and removes them, or hands it over."""
    here = signed_in.who()
    found = session.application().facilitators.sharing(here, workshop.code)
    st.text(workshop.name)
    owns = any(sharing.is_you and sharing.owns for sharing in found)
    for sharing in found:
        _row(workshop.code, sharing, removable=owns and not sharing.is_you)
    if owns:
        _ask(workshop.code)
    else:
        st.text("If you leave this workshop, you cannot open it any more, and its facilitator link opens nothing.")
        st.button("Leave this workshop", key="danger-leave", on_click=_leave, args=(workshop.code,))
    show_why_not()
    if key:
        save_facilitator_link(workshop, key)


def _row(code: str, sharing: Sharing, *, removable: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(f"{sharing.address}\n{_is(sharing)}")
        if removable:
            label = "Take back" if sharing.asked else "Remove"
            deed = partial(_remove, code, sharing.id)
            st.button(label, key=f"danger-remove-{sharing.id}", on_click=attempt, args=(deed,))


def _is(sharing: Sharing) -> str:
    if sharing.asked:
        return "Asked to take it over" if sharing.owns else "Asked to facilitate"
    what = "Owns this workshop" if sharing.owns else "Facilitates"
    return f"{what} (you)" if sharing.is_you else what


def _ask(code: str) -> None:
    with st.form("ask-facilitator", border=False):
        st.text_input(
            "Their e-mail address",
            max_chars=254,
            placeholder="The one they sign in with",
            autocomplete="off",
            key=_ADDRESS,
        )
        with st.container(horizontal=True):
            st.form_submit_button("Add as facilitator", on_click=attempt, args=(partial(_send, code, owns=False),))
            st.form_submit_button("Hand it over", on_click=attempt, args=(partial(_send, code, owns=True),))
    st.text(
        "Tell them: they find it on the start page here once they sign in, and nothing changes before they accept. Who "
        "is added can do all that you can, but for this page. Who takes it over has it in your place: you cannot open "
        "it any more, and its facilitator link opens nothing. Removing somebody ends the link, too."
    )


def _send(code: str, *, owns: bool) -> None:
    session.application().facilitators.ask(signed_in.who(), code, st.session_state.get(_ADDRESS, ""), owns=owns)
    st.session_state[_ADDRESS] = ""


def _remove(code: str, facilitator_id: str) -> None:
    session.application().facilitators.remove(signed_in.who(), code, facilitator_id)


def _leave(code: str) -> None:
    attempt(lambda: session.application().facilitators.leave(signed_in.who(), code))


def asked_of_you(requests: list[Request]) -> None:
    """What others ask of this person, behind a button: it names people, and this screen may be projected."""
    if not requests:
        return
    with st.popover(f"Asked of you: {len(requests)}", key="asked-of-you", type="primary"):
        for request in requests:
            _request(request)


def _request(request: Request) -> None:
    who, what = request.by or "Somebody", f"“{request.name}”, {date_in_full(request.held_on)}"
    if request.owns:
        st.text(f"{who} hands over to you: {what}. If you accept, it is yours and theirs no longer.")
    else:
        st.text(f"{who} asks you to facilitate, too: {what}.")
    with st.container(horizontal=True):
        for label, deed in (("Accept", _accept), ("Decline", _decline)):
            st.button(label, key=f"{label}-{request.id}", on_click=attempt, args=(partial(deed, request.id),))


def _accept(request: str) -> None:
    session.application().facilitators.accept(signed_in.who(), request)


def _decline(request: str) -> None:
    session.application().facilitators.decline(signed_in.who(), request)

"""Who has signed in at this screen, signing in and out; or the passphrase that starting a workshop needs here."""

import time
from functools import partial

import streamlit as st

from across.room.signing_in import person_of
from across.room.starting import Starter
from across.screen import session
from across.screen.deeds import attempt, attempted
from across.workshop.facilitators import NotLetIn, Person, SignInFirst

START, SAVED = "start-passphrase", "saved-passphrase"


def is_needed() -> bool:
    """Whether people sign in on this server before they start a workshop."""
    return session.application().settings.sign_in is not None


def person() -> Person | None:
    """Who has signed in at this screen and is let in; None for anybody else, and where nobody signs in."""
    try:
        return _person()
    except (SignInFirst, NotLetIn):
        return None


def who() -> Person:
    """Who does something at this screen. Raises SignInFirst where nobody has signed in, or their time is over."""
    here = person()
    if here is None:
        raise SignInFirst
    return here


def starter(field: str = START) -> Starter:
    """As whom this visitor starts a workshop, with the passphrase that stands in this field: asked anew for each."""
    return Starter(person(), st.session_state.get(field, ""))


def sign_in_first() -> None:
    """In the place of what only people who have signed in may do: why, and the button; or why they are not let in."""
    try:
        _person()
    except NotLetIn as why:
        st.error(str(why))
        st.button("Sign out", on_click=_sign_out)
    except SignInFirst:
        st.text(
            "Whoever leads a workshop signs in first: it is then yours on every device. Whoever takes part never signs "
            "in, and joins with the code."
        )
        st.button("Sign in", type="primary", on_click=attempt, args=(st.login,))


def who_is_signed_in(here: Person) -> None:
    """Behind a button, for this screen may be projected: as whom somebody has signed in, and signing out."""
    with st.popover("Signed in", icon=":material/person:", key="signed-in"):
        st.text(f"You have signed in as {here.address}.")
        st.text(
            "Signing out closes your workshops in this browser. Nothing is deleted, and they go on on other devices."
        )
        st.button("Sign out", on_click=_sign_out)


def passphrase_field(field: str = START) -> None:
    """Where starting a workshop needs a passphrase on this server, a field for it; else nothing."""
    if session.application().settings.start_passphrase:
        st.text_input(
            "Passphrase for starting workshops",
            type="password",
            max_chars=200,
            autocomplete="off",
            help="Whoever runs this server gives it to those who lead workshops. Participants need none.",
            key=field,
        )


def _person() -> Person | None:
    rules = session.application().settings.sign_in
    return person_of(st.user.to_dict(), rules, time.time()) if rules else None


def _sign_out() -> None:
    # Where the store cannot do it, the keys still open workshops: then nobody is told that they have signed out.
    if attempted(partial(session.application().facilitators.sign_out, session.keys().every)):
        st.logout()

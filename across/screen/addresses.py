"""Addresses to hand out: the one that phones join by, and the link that opens the workshop for its facilitator."""

from urllib.parse import urlsplit

import streamlit as st

from across.room.join_address import Choice, choices, for_phones
from across.screen.session import application, facilitator_key
from across.workshop.facilitators import is_by_sign_in
from across.workshop.values import Workshop


def join_address(workshop: Workshop) -> str | None:
    """The address phones can open, None where nobody else can reach this machine."""
    return for_phones(application().settings, st.context.url, workshop.join_address)


def join_choices(workshop: Workshop) -> list[Choice]:
    """Every address of this machine that phones may reach, best guess first."""
    return choices(application().settings, st.context.url, workshop.join_address)


def own_port() -> int:
    """The port of the page's own server, as this browser sees it, else the one it listens on."""
    return urlsplit(st.context.url or "").port or application().settings.port


def save_facilitator_link(workshop: Workshop, key: str = "") -> None:
    """A button that saves the link as a file; it is never shown. Of the workshop that is open, or of this key.

    Whoever opened it by signing in has a key for themselves alone: the link is then made, in the place of an older one.
    """
    held = key or facilitator_key()
    by_sign_in = is_by_sign_in(held)
    link = "" if by_sign_in else _facilitator_link(workshop, held)
    st.download_button(
        "Make a facilitator link" if by_sign_in else "Save facilitator link",
        lambda: link or _facilitator_link(workshop, application().facilitator(held).make_link()),
        file_name="facilitator-link.txt",
        mime="text/plain",
        on_click="ignore",
        icon=":material/key:",
        key=f"save-link-{workshop.code}",
        help="For who cannot sign in: whoever has it can run the workshop. A link made before opens it no longer."
        if by_sign_in
        else None,
    )


def where_to_sign_in() -> str:
    """The address at which people sign in, for another device."""
    return application().settings.public_url or _own_address()


def _facilitator_link(workshop: Workshop, key: str) -> str:
    """A text that holds the link. The key stands behind the #: browsers keep that part to themselves."""
    address = join_address(workshop) or _own_address()
    return (
        f"Across Boundaries: {workshop.name}\n\nFacilitator link: {address}/facilitate#{key}\n\n"
        "Whoever has this link can run the workshop. Keep it to yourself, and keep it safe: without it, or a browser\n"
        'that has this workshop under "Your workshops", nobody can get in.\n'
    )


def _own_address() -> str:
    """The address of the page's own server, as this browser sees it."""
    seen = urlsplit(st.context.url or "")
    return f"{seen.scheme}://{seen.netloc}"

"""Addresses to hand out: the one that phones join by, and the link that opens the workshop for its facilitator."""

from urllib.parse import urlsplit

import streamlit as st

from across.room.join_address import Choice, choices, for_phones
from across.screen.session import application, facilitator_key
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
    """A button that saves the link as a file; it is never shown. Of the workshop that is open, or of this key."""
    link = _facilitator_link(workshop, key or facilitator_key())
    st.download_button(
        "Save facilitator link",
        lambda: link,
        file_name="facilitator-link.txt",
        mime="text/plain",
        on_click="ignore",
        icon=":material/key:",
        key=f"save-link-{workshop.code}",
    )


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

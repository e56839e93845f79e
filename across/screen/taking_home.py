"""What to take home, resources to go on with, and deleting the workshop: over the picture at Close, and beside it."""

import streamlit as st

from across.screen import deleted
from across.screen.attribution import attribution
from across.screen.deeds import dialog, why_not
from across.screen.downloads import files, report_downloads
from across.screen.ending import end
from across.screen.resources import resources
from across.screen.scripts import HOME
from across.screen.session import FacilitatorView
from across.workshop.dates import date_in_full


def open_what_was_asked(view: FacilitatorView) -> None:
    """Open over the picture what was asked for on it, if anything."""
    opens = {"downloads": _downloads, "resources": _resources, "end": end, "delete": _delete}.get(view.opened)
    if opens:
        opens(view)


def downloads(view: FacilitatorView) -> None:
    """The report, the scores and the whole workshop, as files."""
    if not view.now().workshop.revealed:
        st.text("The results have not been revealed, so they are not in the report.")
    report_downloads(view)
    st.text(
        "“Download workshop” keeps everything in one file (JSON), for this app alone: open it again on the start page, "
        "or lay its results under the next workshop's. CSV and Excel hold the scores, for a spreadsheet."
    )
    files(view)


def deleting(view: FacilitatorView) -> None:
    """When everything is deleted by itself, and the button that does it now."""
    st.text(f"Everything in this workshop is deleted on {date_in_full(view.now().workshop.delete_on)}.")
    if st.button("Delete workshop", icon=":material/delete:"):
        _delete(view)


@dialog("Take the workshop home", width="large")
def _downloads(view: FacilitatorView) -> None:
    downloads(view)


@dialog("Websites and videos", width="large")
def _resources(view: FacilitatorView) -> None:
    resources(view.content)
    attribution(view.content)


@dialog("Delete this workshop?")
def _delete(view: FacilitatorView) -> None:
    """Ask once more, then delete."""
    by_itself = date_in_full(view.now().workshop.delete_on)
    st.text("Every note, answer and action is deleted at once and for good. Download what you want to keep first.")
    st.text(f"There is no need to: everything is deleted by itself on {by_itself}.")
    with st.container(horizontal=True):
        if st.button("Keep it"):
            st.rerun()
        gone = view.facilitator.delete
        pressed = st.button("Delete for good", key="danger-delete", on_click=deleted.delete, args=(gone,))
    if why := why_not():
        st.error(why)
    elif pressed:
        st.switch_page(HOME)

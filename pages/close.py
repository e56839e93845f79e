"""Close, on the projected screen: what to take home, resources to go on with, and deleting the workshop."""

import streamlit as st

from across.screen import session
from across.screen.attribution import attribution
from across.screen.downloads import files, report_downloads
from across.screen.resources import resources
from across.screen.scripts import HOME
from across.workshop.dates import date_in_full

view = session.here()
workshop = view.now().workshop

st.header("Take the workshop home")
if not workshop.revealed:
    st.text("The results have not been revealed, so they are not in the report.")
report_downloads(view)

st.header("Scores and files")
st.text("The JSON file holds the whole workshop: open it again on the start page, or beside the next one.")
files(view)

resources(view.content)
attribution(view.content)

st.header("Delete")
st.text(f"Everything in this workshop is deleted on {date_in_full(workshop.delete_on)}.")


@st.dialog("Delete this workshop?")
def delete() -> None:
    """Ask once more, then delete."""
    st.text("Every note, answer and action is deleted at once and for good. Download what you want to keep first.")
    if st.button("Delete for good", type="primary", on_click=view.facilitator.delete):
        st.switch_page(HOME)


if st.button("Delete workshop", icon=":material/delete:"):
    delete()

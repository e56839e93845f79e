"""Close, on the projected screen: resources to go on with, what to take home, and deleting the workshop."""

from datetime import UTC, datetime

import streamlit as st

from report.archive import json_file
from report.pdf import pdf
from report.scores import csv, excel
from ui import place
from ui.resources import resources
from ui.words import attribution

room = place.here()
workshop = room.workshop()
name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in workshop.name).strip("-")
file_name = f"{name[:60] or 'workshop'}-{workshop.held_on.isoformat()}"

st.title("Close")
st.subheader("Take the workshop home")
with st.container(horizontal=True):
    st.download_button(
        "Download report (PDF)",
        lambda: pdf(room.report(), datetime.now(UTC)),
        file_name=f"{file_name}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        type="primary",
        on_click="ignore",
    )
    st.download_button(
        "Download scores (CSV)",
        lambda: csv(room.report()),
        file_name=f"{file_name}-scores.csv",
        mime="text/csv",
        icon=":material/table:",
        on_click="ignore",
    )
    st.download_button(
        "Download scores (Excel)",
        lambda: excel(room.report()),
        file_name=f"{file_name}-scores.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/table_view:",
        on_click="ignore",
    )
    st.download_button(
        "Download workshop (JSON)",
        lambda: json_file(room.report()),
        file_name=f"{file_name}.json",
        mime="application/json",
        icon=":material/data_object:",
        on_click="ignore",
    )
if not workshop.revealed:
    st.text("The results have not been revealed, so they are not in the report.")

resources(room.content)
attribution(room.content)

st.subheader("Delete")
st.text(f"Everything in this workshop is deleted on {workshop.delete_on.day} {workshop.delete_on:%B %Y}.")


@st.dialog("Delete this workshop?")
def delete() -> None:
    """Ask once more, then delete."""
    st.text("Every note, answer and action is deleted at once and for good. Download what you want to keep first.")
    if st.button("Delete for good", type="primary", on_click=room.delete):
        st.switch_page(place.HOME)


if st.button("Delete workshop", icon=":material/delete:"):
    delete()

place.back_and_next(room, "close")

"""Paper for the room: a blank questionnaire and a sheet with the questions, to print before people come."""

from datetime import UTC, datetime

import streamlit as st

from across.documents.blank_forms import FormDetails, discussion_sheet_pdf, questionnaire_pdf
from across.documents.edition import PAPERS
from across.screen.addresses import join_address
from across.screen.deeds import part
from across.screen.session import FacilitatorView


@part
def printouts(view: FacilitatorView) -> None:
    """Two downloads and the paper they are for."""
    workshop = view.now().workshop
    address = join_address(workshop)
    join = f"{address}/join/{workshop.code}" if address else ""
    with st.expander("On paper, for those without a phone"):
        st.text("Print these before the workshop. Filled-in forms are typed in under \u201cEnter paper forms\u201d.")
        paper = st.radio("Paper", list(PAPERS), format_func=PAPERS.get, horizontal=True, key="print-paper")
        form = FormDetails(workshop.name, workshop.asks_sector, workshop.smallest_group, paper)
        with st.container(horizontal=True):
            st.download_button(
                "Print a blank questionnaire (PDF)",
                lambda: questionnaire_pdf(view.content, join, datetime.now(UTC), form),
                file_name="questionnaire.pdf",
                mime="application/pdf",
                icon=":material/print:",
                on_click="ignore",
            )
            st.download_button(
                "Print a discussion sheet (PDF)",
                lambda: discussion_sheet_pdf(view.content, join, datetime.now(UTC), form),
                file_name="questions-to-discuss.pdf",
                mime="application/pdf",
                icon=":material/print:",
                on_click="ignore",
            )

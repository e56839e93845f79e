"""What people take home: the report with the parts that were chosen, its preview, the notes, scores and files."""

from datetime import UTC, datetime

import streamlit as st

from across.archive.writing import json_file
from across.documents.edition import NOTES, PAPERS, PARTS, Edition, Part
from across.documents.file_names import file_name
from across.documents.report_pdf import report_pdf, report_preview
from across.documents.spreadsheets import scores_csv, scores_excel
from across.documents.word_document import word_document
from across.screen.deeds import attempt, attempt_here, part, show_why_not
from across.screen.follow import news
from across.screen.session import FacilitatorView
from across.workshop.values import Workshop

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_WIDTH = 280


@part
def report_downloads(view: FacilitatorView) -> None:
    """The report and the notes as files, what goes into them, and how the pages look."""
    workshop = news(view, "report-news", ("report_shared",)).workshop
    buttons = st.container(horizontal=True)
    edition = _edition()
    with buttons:
        st.download_button(
            "Download report (PDF)",
            lambda: report_pdf(view.facilitator.report(), datetime.now(UTC), edition),
            file_name=file_name(workshop, ".pdf"),
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "Download notes (Word)",
            lambda: word_document(view.facilitator.report(), datetime.now(UTC), edition),
            file_name=file_name(workshop, "-notes.docx"),
            mime=WORD,
            icon=":material/description:",
            on_click="ignore",
        )
    _share(view, workshop, edition)
    if st.button("Preview the report", icon=":material/preview:", type="tertiary"):
        attempt_here(lambda: _show(view, edition))


def _edition() -> Edition:
    """What was chosen; everything on A4 until something is."""
    with st.expander("What goes into the report"), st.container(key="edition"):
        st.text(
            "The PDF and the Word document follow these choices; the answers to each item are in the PDF alone. A copy "
            "that leaves something out says so."
        )
        chosen: set[Part] = set()
        for part, name in PARTS.items():
            without = part == "items" and "results" not in chosen
            if st.checkbox(name, value=True, key=f"part-{part}", disabled=without) and not without:
                chosen.add(part)
        notes = st.checkbox(
            NOTES, value=True, key="part-notes", help="Without them, only what the group agreed stands."
        )
        paper = st.radio("Paper", list(PAPERS), format_func=PAPERS.get, horizontal=True, key="paper")
    return Edition(frozenset(chosen), individual_notes=notes, paper=paper)


def _show(view: FacilitatorView, edition: Edition) -> None:
    """The pages as pictures, side by side. Raises ReportError, FontsMissing."""
    with st.spinner("Setting the pages …"):
        pages, number = report_preview(view.facilitator.report(), datetime.now(UTC), edition)
    with st.container(horizontal=True):
        for count, page in enumerate(pages, start=1):
            name = f"Page {count} of {number}"
            st.image(page, caption=name, width=PAGE_WIDTH, alt=f"{name} of the report")
    if number > len(pages):
        st.text(f"The first {len(pages)} pages. The report has {number}.")


def files(view: FacilitatorView) -> None:
    """The scores for a spreadsheet, and the whole workshop to be opened again."""
    workshop = view.now().workshop
    with st.container(horizontal=True):
        st.download_button(
            "Download scores (CSV)",
            lambda: scores_csv(view.facilitator.report()),
            file_name=file_name(workshop, "-scores.csv"),
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Download scores (Excel)",
            lambda: scores_excel(view.facilitator.report()),
            file_name=file_name(workshop, "-scores.xlsx"),
            mime=EXCEL,
            icon=":material/table_view:",
            on_click="ignore",
        )
        st.download_button(
            "Download workshop (JSON)",
            lambda: json_file(view.facilitator.report()),
            file_name=file_name(workshop, ".json"),
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
        )


def _share(view: FacilitatorView, workshop: Workshop, edition: Edition) -> None:
    """Whether participants may download this copy of the report on their phones."""
    shared, same = workshop.report_shared, workshop.report_edition == edition
    key = f"share-report-{shared}"

    def switch() -> None:
        attempt(lambda: view.facilitator.share_report(edition if st.session_state[key] else None))

    st.toggle("Share the report with participants", shared, key=key, on_change=switch)
    if shared and not same:
        st.text("Participants still get the report with the choices you made before.")
        st.button(
            "Share it with these choices", on_click=attempt, args=(lambda: view.facilitator.share_report(edition),)
        )
    elif shared:
        st.text("Participants can download this report on their phones now.")
    show_why_not()

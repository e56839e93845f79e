"""What people take home: the report with the parts that were chosen, its preview, the notes, scores and files."""

from datetime import UTC, datetime

import streamlit as st

from across.archive.writing import json_file
from across.documents.edition import NOTES, PAPERS, PARTS, Edition, Part
from across.documents.file_names import file_name
from across.documents.report_pdf import report_pdf, report_preview
from across.documents.spreadsheets import scores_csv, scores_excel
from across.documents.word_document import word_document
from across.room.room import Room
from across.screen import place
from across.screen.follow import news

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_WIDTH = 280


@st.fragment
def report_downloads(room: Room) -> None:
    """The report and the notes as files, what goes into them, and how the pages look."""
    news(room, "report-news", ("report_shared",))
    workshop = room.workshop()
    buttons = st.container(horizontal=True)
    edition = _edition()
    with buttons:
        st.download_button(
            "Download report (PDF)",
            lambda: report_pdf(room.report(), datetime.now(UTC), edition),
            file_name=file_name(workshop, ".pdf"),
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "Download notes (Word)",
            lambda: word_document(room.report(), datetime.now(UTC), edition),
            file_name=file_name(workshop, "-notes.docx"),
            mime=WORD,
            icon=":material/description:",
            on_click="ignore",
        )
    _share(room, edition)
    if st.button("Preview the report", icon=":material/preview:", type="tertiary"):
        place.did(lambda: _show(room, edition))


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


def _show(room: Room, edition: Edition) -> None:
    """The pages as pictures, side by side. Raises ReportError, FontsMissing."""
    with st.spinner("Setting the pages …"):
        pages, number = report_preview(room.report(), datetime.now(UTC), edition)
    with st.container(horizontal=True):
        for count, page in enumerate(pages, start=1):
            name = f"Page {count} of {number}"
            st.image(page, caption=name, width=PAGE_WIDTH, alt=f"{name} of the report")
    if number > len(pages):
        st.text(f"The first {len(pages)} pages. The report has {number}.")


def files(room: Room) -> None:
    """The scores for a spreadsheet, and the whole workshop to be opened again."""
    workshop = room.workshop()
    with st.container(horizontal=True):
        st.download_button(
            "Download scores (CSV)",
            lambda: scores_csv(room.report()),
            file_name=file_name(workshop, "-scores.csv"),
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        st.download_button(
            "Download scores (Excel)",
            lambda: scores_excel(room.report()),
            file_name=file_name(workshop, "-scores.xlsx"),
            mime=EXCEL,
            icon=":material/table_view:",
            on_click="ignore",
        )
        st.download_button(
            "Download workshop (JSON)",
            lambda: json_file(room.report()),
            file_name=file_name(workshop, ".json"),
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
        )


def _share(room: Room, edition: Edition) -> None:
    """Whether participants may download this copy of the report on their phones."""
    workshop = room.workshop()
    shared, same = workshop.report_shared, workshop.report_edition == edition
    key = f"share-report-{shared}"

    def switch() -> None:
        place.try_to(lambda: room.share_report(edition if st.session_state[key] else None))

    st.toggle("Share the report with participants", shared, key=key, on_change=switch)
    if shared and not same:
        st.text("Participants still get the report with the choices you made before.")
        st.button("Share it with these choices", on_click=place.press, args=(lambda: room.share_report(edition),))
    elif shared:
        st.text("Participants can download this report on their phones now.")
    place.what_went_wrong()

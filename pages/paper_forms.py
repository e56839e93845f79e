"""Enter paper forms: a grid for the keyboard, or a file. All forms are saved together, or none."""

import streamlit as st

from across.screen import session
from across.screen.attribution import attribution
from across.screen.deeds import show_why_not
from across.screen.file_of_forms import file_of_forms, read_table, what_was_understood
from across.screen.navigation import go_to
from across.screen.paper_forms import empty_sheet, grid, saved_forms
from across.screen.pasted_table import pasted_table

view = session.here()

st.text(
    "One row for each form, one column for each item. Type the number that was ticked; d stands for "
    f"“{view.content.choices.scale.dont_know}”, and an item that was not answered stays empty. "
    "A dimension counts a form once all of its items are answered."
)
st.warning(
    "What people ticked is on this screen while you type it. Turn the projector off, or let it show the presenting "
    "window.",
    icon=":material/visibility_off:",
)
show_why_not()
saved_forms(view)
what_was_understood(view)
grid(view, read_table)
with st.expander("Take the forms from a spreadsheet"):
    st.text(
        "Upload the file, from Excel, Google Forms, Microsoft Forms, LimeSurvey or the like, or paste the table. You "
        "see which column was taken for which item, and the forms, before they are saved. Cells that are copied "
        "without names can be pasted into the grid itself."
    )
    file_of_forms(view)
    pasted_table(view, read_table)
    empty_sheet(view)
attribution(view.content)

with st.bottom:
    if st.button("Back to the questionnaire", icon=":material/arrow_back:"):
        go_to("questionnaire")

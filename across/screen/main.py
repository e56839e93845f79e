"""The facilitator's screens: who is here, the picture over the window, and the page that stands under it."""

from contextlib import ExitStack
from pathlib import Path

import streamlit as st

from across.screen import navigation, sent_files, session
from across.screen.deeds import attempt_here
from across.screen.stage import stage
from across.screen.waiting import page_is_drawn, until_the_store_answers

st.set_page_config(page_icon=str(Path(__file__).parent / "icon.png"), layout="wide")

with ExitStack() as transaction:
    found = until_the_store_answers(lambda: session.enter_workshop(transaction))
    page = navigation.choose_page(found and found[1])
    view = None
    if found:
        facilitator, reading = found
        drawing = facilitator.draw(reading, navigation.step_drawn(page.url_path, reading))
        view = session.FacilitatorView(facilitator, drawing, follows=page.url_path == navigation.OWN_ADDRESS)

st.set_page_config(page_title=f"{page.title} - Across Boundaries" if page.url_path else "Across Boundaries")
with session.drawing_page(view):
    if view and navigation.has_picture(page.url_path):
        role = "present" if navigation.presenting() else "stage"
        asked = stage(view, page.url_path, role, page.title)
        navigation.go_where_asked(view, asked)
    attempt_here(page.run)
sent_files.page_is_drawn()
page_is_drawn()

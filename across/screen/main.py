"""The projected screen: who is here, which steps are theirs, and the page of the step they are at."""

from contextlib import ExitStack
from pathlib import Path

import streamlit as st

from across.screen import navigation, session
from across.screen.joining import how_to_join

HERE = Path(__file__).parent
REHEARSAL = "Rehearsal: the participants are made up. Nothing here comes from real people."

st.set_page_config(page_icon=str(HERE / "icon.png"), layout="wide")
st.html(HERE / "screen.css")

with ExitStack() as transaction:
    found = session.enter_workshop(transaction)
    page = navigation.choose_page(found and found[1])
    view = None
    if found:
        facilitator, reading = found
        view = session.FacilitatorView(
            facilitator, facilitator.draw(reading, navigation.step_drawn(page.url_path, reading))
        )

st.set_page_config(page_title=f"{page.title} - Across Boundaries" if page.url_path else "Across Boundaries")
with session.drawing_page(view):
    if view and not navigation.presenting():
        navigation.follow(view)
        with st.sidebar:
            navigation.watch(view)
            how_to_join(view)
            st.link_button("Open presenting window", "/present", icon=":material/open_in_new:", type="tertiary")
    if view and view.now().workshop.rehearsal:
        st.warning(REHEARSAL, icon=":material/theater_comedy:")
    page.run()

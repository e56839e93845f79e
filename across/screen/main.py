"""The projected screen: who is here, which steps are theirs, and the page of the step they are at."""

from pathlib import Path

import streamlit as st

from across.screen import place
from across.screen.joining import how_to_join

HERE = Path(__file__).parent

st.set_page_config(page_icon=str(HERE / "icon.png"), layout="wide")
st.html(HERE / "screen.css")

room = place.facilitated()
steps = {step.id for step in room.workshop().agenda} if room else set()

pages = [st.Page(place.HOME, title="Start", default=True, visibility="hidden")]
for step_id, title in place.step_titles(room).items():
    visibility = "visible" if step_id in steps else "hidden"
    pages.append(st.Page(place.page_of(step_id), title=title, url_path=step_id, visibility=visibility))
pages.append(st.Page(place.TOGETHER, title="Score together", url_path="score-together", visibility="hidden"))
pages.append(st.Page(place.PAPER, title="Enter paper forms", url_path="paper-forms", visibility="hidden"))
pages.append(st.Page(place.PRESENT, title="Presenting window", url_path="present", visibility="hidden"))

controls = room is not None and not place.presenting()
page = st.navigation(pages, position="sidebar" if controls else "hidden", expanded=True)
st.set_page_config(page_title=f"{page.title} - Across Boundaries" if page.url_path else "Across Boundaries")
place.came_in(page.url_path)
if controls:
    place.follow(room, page.url_path)
    with st.sidebar:
        place.watch(room)
        how_to_join(room)
        st.link_button("Open presenting window", "/present", icon=":material/open_in_new:", type="tertiary")
if room and room.workshop().rehearsal:
    st.warning(place.REHEARSAL, icon=":material/theater_comedy:")
page.run()

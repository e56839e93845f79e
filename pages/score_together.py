"""Score together: a group without phones settles each item aloud on one screen. Saved at each choice."""

import streamlit as st

from across.screen import session
from across.screen.attribution import attribution
from across.screen.deeds import attempted, show_why_not
from across.screen.navigation import go_to

view = session.here()
scale = view.content.choices.scale
agreed = view.now().agreed
choices = [*range(1, len(scale.points) + 1), 0]


def words_of(point: int) -> str:
    """The words of a point, or of "Don't know"."""
    return scale.points[point - 1] if point else scale.dont_know


def keep(item: str) -> None:
    """Save what was chosen for an item; what could not be saved is not shown as chosen."""
    point = st.session_state[f"agreed-{item}"]
    st.session_state["kept"] = int(attempted(lambda: view.facilitator.settle(item, point or None)))
    if not st.session_state["kept"]:
        del st.session_state[f"agreed-{item}"]


st.text("Read each item aloud, settle on one answer as a group, and choose it here.")
show_why_not()

for dimension in view.content.questionnaire.dimensions:
    with st.container(border=True, key=f"together-{dimension.id}"):
        st.header(dimension.name, anchor=False)
        for item in dimension.items:
            if item.id in agreed.points:
                st.session_state.setdefault(f"agreed-{item.id}", agreed.points[item.id] or 0)
            st.radio(
                item.text,
                choices,
                index=None,
                format_func=words_of,
                horizontal=True,
                key=f"agreed-{item.id}",
                on_change=keep,
                args=(item.id,),
            )

attribution(view.content)
with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    if st.button("Back to the questionnaire", icon=":material/arrow_back:"):
        go_to("questionnaire")
    st.text(f"{len(agreed.points)} of {len(view.content.questionnaire.items)} answered")
    st.text("Saved" if st.session_state.pop("kept", 0) else "Each choice is saved at once")

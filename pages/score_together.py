"""Score together: a group without phones settles each item aloud on one screen. Saved at each choice."""

import streamlit as st

from ui import place
from ui.words import attribution

room = place.here()
scale = room.content.choices.scale
agreed, tap = room.agreed()
choices = [*range(1, len(scale.points) + 1), 0]


def words_of(point: int) -> str:
    """The words of a point, or of "Don't know"."""
    return scale.points[point - 1] if point else scale.dont_know


def keep(item: str) -> None:
    """Save what was chosen for an item."""
    point = st.session_state[f"agreed-{item}"]
    place.try_to(lambda: room.agree(item, point or None, tap + 1))


st.title("Score together")
st.text("Read each item aloud, settle on one answer as a group, and choose it here.")
st.text(f"{len(agreed.points)} of {len(room.content.questionnaire.items)} answered")
place.what_went_wrong()
if agreed.points:
    st.success("Saved", icon=":material/check:")

for dimension in room.content.questionnaire.dimensions:
    with st.container(border=True, key=f"together-{dimension.id}"):
        st.subheader(dimension.name)
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

attribution(room.content)
if st.button("Back to the questionnaire", icon=":material/arrow_back:"):
    place.go_to("questionnaire")

"""The questionnaire, on the projected screen: what it is, scoring open or closed, how many have finished."""

import streamlit as st

from ui import place
from ui.follow import news
from ui.words import attribution

room = place.here()
workshop = room.workshop()
questionnaire = room.content.questionnaire

st.title("Questionnaire")


@st.fragment
def scoring() -> None:
    """Who has joined, started and finished; never what anybody answered."""
    news(room, "scoring-news")
    now, counts = room.workshop().scoring, room.counts()
    with st.container(key="counts"):
        st.text(f"{counts.finished} of {counts.joined} finished")
    st.progress(min(counts.finished / counts.joined, 1.0) if counts.joined else 0.0)
    st.text(f"{counts.joined} joined · {counts.started} started · {counts.finished} finished")
    with st.container(horizontal=True):
        if now in ("not open", "closed"):
            st.button(
                "Open scoring",
                type="primary",
                icon=":material/lock_open:",
                on_click=place.try_to,
                args=(room.open_scoring,),
            )
        if now == "open":
            st.button("Close scoring", icon=":material/lock:", on_click=place.try_to, args=(room.close_scoring,))
        if st.button("Score together", icon=":material/groups:", disabled=now == "finished"):
            st.switch_page(place.TOGETHER)
        if now != "finished":
            with st.popover("Close for good", icon=":material/delete_history:"):
                st.text(
                    "This closes scoring and forgets for good which phone gave which answers. There is no way back."
                )
                st.button("Close scoring for good", on_click=place.try_to, args=(room.finish_scoring,))
    st.text(
        {
            "not open": "Scoring is not open yet.",
            "open": "Scoring is open. Answers can be changed until it closes.",
            "closed": "Scoring is closed. It can be opened again.",
            "finished": "Scoring is closed for good.",
        }[now]
    )
    place.what_went_wrong()


scoring()

with st.container(border=True):
    st.markdown(questionnaire.introduction)
    with st.grid(columns=3, gap="small"):
        for dimension in questionnaire.dimensions:
            st.markdown(f"**{dimension.name}**")
    attribution(room.content)
    st.markdown(
        f"**The scale:** {', '.join(room.content.choices.scale.points)}; or {room.content.choices.scale.dont_know}. "
        f"{room.content.choices.scale.note}"
    )

place.back_and_next(room, "questionnaire")

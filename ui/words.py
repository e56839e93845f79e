"""Words that must stand beside items and scores."""

import streamlit as st

from content.shape import Content


def attribution(content: Content) -> None:
    """The copyright line, the link and the guidance of the questionnaire, word for word."""
    questionnaire = content.questionnaire
    st.markdown(
        f"{questionnaire.copyright} {questionnaire.information} <{questionnaire.link}>. {questionnaire.guidance} "
        "Appendix 1 is not part of this app."
    )


def how_to_read(content: Content) -> None:
    """What scores are and are not."""
    st.markdown(
        "Two items for each dimension are examples from a longer questionnaire. "
        f"Scores open a discussion; they are not a diagnosis. {content.choices.scale.note}"
    )


def about_questionnaire(content: Content) -> None:
    """What the questionnaire is, its dimensions, whose it is, and the scale."""
    scale = content.choices.scale
    with st.container(border=True):
        st.markdown(content.questionnaire.introduction)
        with st.grid(columns=3, gap="small"):
            for dimension in content.questionnaire.dimensions:
                st.markdown(f"**{dimension.name}**")
        attribution(content)
        st.markdown(f"**The scale:** {', '.join(scale.points)}; or {scale.dont_know}. {scale.note}")

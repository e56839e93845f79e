"""Words that must stand beside items and scores."""

import streamlit as st

from content.shape import Content


def attribution(content: Content) -> None:
    """The copyright line, the link and the guidance of the questionnaire, word for word."""
    questionnaire = content.questionnaire
    guidance = " ".join(text for text in (questionnaire.guidance, content.choices.guidance) if text)
    st.markdown(f"{questionnaire.copyright} {questionnaire.information} <{questionnaire.link}>. {guidance}")


NUMBERS = (
    "The mean of a dimension is the mean of its items. Spread is the standard deviation of people's own scores: the "
    "larger it is, the more they differ. Agreement is how far people agree, in a word and from eight people on: close, "
    "mixed, or split into two camps. Differences under half a point say little."
)


def how_to_read(content: Content) -> None:
    """What scores are and are not, and what the numbers of a dimension say."""
    st.markdown(f"{content.choices.scores} {content.choices.scale.note}")
    st.text(NUMBERS)


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

"""Websites and videos to go on with, word for word."""

import streamlit as st

from content.shape import Content


def resources(content: Content) -> None:
    """The websites with their descriptions and the videos with their durations."""
    if content.resources.websites:
        st.header("Websites")
    for website in content.resources.websites:
        points = "".join(f"\n- {point}" for point in website.points)
        description = f"\n\n{website.description}" if website.description else ""
        st.markdown(f"**{website.title}**{description}\n{points}\n\n<{website.link}>")
    if content.resources.videos:
        st.header("Videos")
    for video in content.resources.videos:
        st.markdown(f"**{video.speaker}** ({video.duration})\n\n{video.description}\n\n<{video.link}>")

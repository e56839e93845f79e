"""Websites and videos to go on with, word for word, each with a QR code to open it on a phone."""

import streamlit as st

from across.screen.naming import named
from across.screen.qr_code import qr_code
from content.shape import Content


def resources(content: Content) -> None:
    """The websites with their descriptions and the videos with their durations."""
    if content.resources.websites:
        st.header("Websites", anchor=False)
    for website in content.resources.websites:
        points = "".join(f"\n- {point}" for point in website.points)
        description = f"\n\n{website.description}" if website.description else ""
        st.markdown(f"**{website.title}**{description}\n{points}")
        _open_it(website.id, website.title, website.link)
    if content.resources.videos:
        st.header("Videos", anchor=False)
    for video in content.resources.videos:
        st.markdown(f"**{video.speaker}** ({video.duration})\n\n{video.description}")
        _open_it(video.id, video.speaker, video.link)


def _open_it(name: str, title: str, link: str) -> None:
    """The address, to open here or, by its QR code, on a phone."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"open-{name}"):
        st.markdown(f"<{link}>", width="content")
        label = named("QR code", f"for {title}")
        with st.popover(label, key=f"qr-{name}", icon=":material/qr_code_2:", help=f"For {title}"):
            st.text("Open it on your phone")
            qr_code(link, f"QR code for {title}")
            st.text(title)

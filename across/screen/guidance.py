"""Ways to the facilitator's guide and the accessibility statement, each in a window of its own."""

import streamlit as st


def guidance() -> None:
    """Both, beside each other; what is on the screen stays as it is."""
    with st.container(horizontal=True):
        guide()
        st.link_button("Accessibility", "/accessibility", type="tertiary")


def guide() -> None:
    """The facilitator's guide: what to do before, during and after a workshop."""
    st.link_button("Facilitator's guide", "/facilitator-guide", type="tertiary")

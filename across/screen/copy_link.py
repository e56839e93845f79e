"""A button that copies the join link, to paste into the chat of a call: people there join as those in the room do."""

import streamlit as st

from across.screen.addresses import join_address
from across.workshop.values import Workshop

_COPY = st.components.v2.component(
    "across_boundaries_copy_link",
    html='<button type="button" disabled>Copy join link</button><span role="status"></span>',
    css="""
button {
  font: inherit; font-size: 0.875rem; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
span { margin-left: 0.75rem; overflow-wrap: anywhere; }
""",
    js="""
export default function (component) {
  const { data, parentElement } = component;
  const said = parentElement.querySelector("span");
  const button = parentElement.querySelector("button");
  button.disabled = false;
  button.onclick = async () => {
    const { copy } = await import(new URL("/stage/stage.js", window.location.origin).href);
    said.textContent = (await copy(data.link)) ? "Copied. Paste it into the chat of the call." : data.link;
  };
}
""",
)


def copy_join_link(workshop: Workshop) -> None:
    """The button, where phones can reach this machine; without an address there is nothing to copy."""
    if address := join_address(workshop):
        st.text("People in a call join with the same link as those in the room, and take part in the same way.")
        _COPY(key="copy-join-link", data={"link": f"{address}/join/{workshop.code}"})

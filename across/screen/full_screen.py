"""A button that fills the whole screen with the window, and goes away once it does."""

import streamlit as st

_FULL_SCREEN = st.components.v2.component(
    "across_boundaries_full_screen",
    html="""<button type="button">Full screen</button>
""",
    css="""
button { font: 600 1rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 2px solid var(--st-border-color); border-radius: 0.6rem; padding: 0.5rem 1rem; min-height: 44px;
  position: fixed; left: 50%; top: 0.6rem; translate: -50% 0; z-index: 10; cursor: pointer; }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
button[hidden] { display: none; }
""",
    js="""
export default function (component) {
  const button = component.parentElement.querySelector("button");
  const look = () => {
    button.hidden = Boolean(document.fullscreenElement) || !document.fullscreenEnabled;
  };
  button.onclick = () => document.documentElement.requestFullscreen().catch(() => {});
  document.onfullscreenchange = look;
  look();
}
""",
)


def full_screen() -> None:
    """The button; Escape brings the window back."""
    _FULL_SCREEN(key="full-screen", height=1)

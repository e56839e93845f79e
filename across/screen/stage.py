"""The projected picture: one component, mounted by the entry script; it draws itself in the browser (docs/stage.md)."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from across.screen.session import FacilitatorView

Role = Literal["stage", "present", "small"]

# The modules are the server's own; what is here loads them once and tells them what Streamlit's page shows.
_STAGE = st.components.v2.component(
    "across_boundaries_stage",
    js="""
const pictures = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let picture = pictures.get(parentElement);
  if (!picture || picture.code !== data.code || picture.role !== data.role) {
    if (picture) picture.drawn.then((drawn) => drawn.stop());
    const tell = (name, value) => setTriggerValue(name, value);
    const address = new URL("/stage/stage.js", window.location.origin).href;
    picture = { code: data.code, role: data.role };
    picture.drawn = import(address).then((stage) => stage.mount(parentElement, data, tell));
    pictures.set(parentElement, picture);
  } else {
    picture.drawn.then((drawn) => drawn.update(data));
  }
  return () => {
    picture.drawn.then((drawn) => drawn.stop());
    pictures.delete(parentElement);
  };
}
""",
)


@dataclass(frozen=True)
class Asked:
    """What the picture asks of the page under it: to go where the room is, or to open something; empty for nothing."""

    follow: bool
    opened: str


def stage(view: FacilitatorView, page: str, role: Role, title: str = "") -> Asked:
    """Mount the picture over the whole window. `page` is the address of the page that Streamlit draws."""
    data = {"code": view.code, "page": page, "drawn": view.step, "title": title, "role": role}
    with st.container(key="picture"):
        asked = _STAGE(key=f"stage-{role}", data=data, on_follow_change=_nothing, on_open_change=_nothing)
    return Asked(bool(asked.follow), asked.open if isinstance(asked.open, str) else "")


def small_picture(view: FacilitatorView) -> None:
    """The picture as the room sees it, in a page: nothing on it can be pressed."""
    data = {"code": view.code, "page": view.step, "drawn": view.step, "title": "", "role": "small"}
    with st.container(key="small-picture"):
        _STAGE(key="stage-small", data=data, on_follow_change=_nothing, on_open_change=_nothing)


def _nothing() -> None:
    """Nothing to keep: what is asked for is in the component's value."""

"""Send this browser to one of the server's own pages outside Streamlit, such as a join link."""

import streamlit as st

_LEAVE = st.components.v2.component(
    "across_boundaries_leave",
    js="""
export default function (component) {
  const { data } = component;
  if (window.acrossBoundariesLeaving) return;
  window.acrossBoundariesLeaving = true;
  const form = document.createElement("form");
  form.method = data.method;
  form.action = data.path;
  for (const [name, value] of Object.entries(data.fields)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
""",
)


def come_in(key: str) -> None:
    """Open the workshop of this facilitator key: the key goes in the body of a POST, never in an address."""
    post("/facilitate", {"key": key})


def post(path: str, fields: dict[str, str]) -> None:
    """Send a form to one of the server's own addresses, and go where it leads."""
    _LEAVE(key="leave", data={"method": "post", "path": path, "fields": fields}, height=1)


def to(path: str) -> None:
    """Open one of the server's own addresses."""
    _LEAVE(key="leave", data={"method": "get", "path": path, "fields": {}}, height=1)

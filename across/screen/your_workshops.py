"""The workshops that this browser holds, on the start page: open one, save its link, forget it here."""

import streamlit as st

from across.screen import leave, session
from across.screen.addresses import save_facilitator_link
from across.screen.navigation import go_to
from across.workshop.dates import date_in_full
from across.workshop.values import Workshop

SHOWN_AT_ONCE = 4
NARROWEST = 400


def your_workshops(held: dict[str, Workshop]) -> None:
    """Each workshop in a frame of its own, the open one first; where there is none, how to have one here."""
    st.header("Your workshops", anchor=False)
    if not held:
        st.text("None in this browser yet. Start one here, or open one that you have the facilitator link of.")
        if st.button("Open with a facilitator link", icon=":material/key:"):
            leave.to("/facilitate")
        return
    rows = list(held.items())
    _frames(rows[:SHOWN_AT_ONCE])
    if len(rows) > SHOWN_AT_ONCE:
        with st.expander(f"{len(rows) - SHOWN_AT_ONCE} more"):
            _frames(rows[SHOWN_AT_ONCE:])


def _frames(rows: list[tuple[str, Workshop]]) -> None:
    with st.grid(columns=min(len(rows), SHOWN_AT_ONCE), min_column_width=NARROWEST, key=f"yours-{rows[0][1].code}"):
        for key, workshop in rows:
            _frame(key, workshop, is_open=key == session.facilitator_key(), alone=len(rows) == 1)


def _frame(key: str, workshop: Workshop, *, is_open: bool, alone: bool) -> None:
    with st.container(
        border=True,
        key=f"your-{workshop.code}",
        height="stretch",
        horizontal=alone,
        vertical_alignment="center" if alone else "distribute",
    ):
        with st.container(gap="xsmall", width="stretch"):
            _facts(workshop)
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", width="content" if alone else "stretch"
        ):
            _controls(key, workshop, is_open=is_open)


def _facts(workshop: Workshop) -> None:
    with st.container(key=f"your-name-{workshop.code}"):
        st.text(workshop.name)
    whose = " · ".join(part for part in ("Rehearsal" if workshop.rehearsal else "", workshop.partnership) if part)
    if whose:
        st.text(whose)
    st.text(f"{date_in_full(workshop.held_on)}, deleted on {date_in_full(workshop.delete_on)}")


def _controls(key: str, workshop: Workshop, *, is_open: bool) -> None:
    if st.button(
        "Back to it" if is_open else "Open", key=f"open-{workshop.code}", type="primary" if is_open else "secondary"
    ):
        if is_open and session.facilitated():
            go_to(workshop.step)
        leave.post("/facilitate/open", {"code": workshop.code})
    with st.popover("Link", icon=":material/key:", key=f"link-{workshop.code}"):
        st.text(
            "Save it before you need it: it opens this workshop in any browser. Without the link, and without a "
            "browser that holds the workshop, nobody can get in."
        )
        save_facilitator_link(workshop, key)
    with st.popover("Forget", type="tertiary", key=f"forgets-{workshop.code}"):
        st.text(
            "This takes the workshop from this browser only. It is not deleted, and other browsers keep it. Without "
            "its facilitator link it cannot be opened here again, and where no other browser holds it, nobody can get "
            "in: save the link first."
        )
        if st.button("Forget it in this browser", key=f"danger-{workshop.code}"):
            leave.post("/facilitate/forget", {"code": workshop.code})

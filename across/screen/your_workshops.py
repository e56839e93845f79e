"""The workshops of this browser and of who has signed in, on the start page: open one, save its link, forget it."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from across.screen import leave, session, signed_in
from across.screen.addresses import save_facilitator_link
from across.screen.deeds import attempt, attempt_here
from across.screen.facilitators import asked_of_you, facilitators
from across.screen.navigation import go_to
from across.screen.signed_in import who_is_signed_in
from across.workshop.dates import date_in_full
from across.workshop.facilitators import Person, is_by_sign_in
from across.workshop.values import Workshop

SHOWN_AT_ONCE = 4
NARROWEST = 400


@dataclass(frozen=True)
class Yours:
    """A workshop on the start page: the key to it in this browser, empty for none, and whether it is by signing in.

    `unowned` where who has signed in can make it theirs.
    """

    key: str
    workshop: Workshop
    by_sign_in: bool
    unowned: bool = False


def yours(held: dict[str, Workshop], here: Person | None) -> list[Yours]:
    """The workshops of this browser and of who has signed in, each once: the open one first.

    Keys of somebody else who had signed in here before, or from whom a workshop was taken, open nothing any more.
    """
    found = session.application().facilitators.held_by(here) if here else []
    theirs = {kept.workshop.code: kept.workshop for kept in found}
    left = [key for key, kept in held.items() if here and is_by_sign_in(key) and kept.code not in theirs]
    if left:
        attempt_here(partial(session.application().facilitators.sign_out, left))
    by_link = [kept.code for key, kept in held.items() if not is_by_sign_in(key)] if here else []
    unowned = session.application().facilitators.unowned(by_link)
    rows: dict[str, Yours] = {}
    for key, kept in held.items():
        if key not in left:
            rows.setdefault(kept.code, Yours(key, kept, by_sign_in=kept.code in theirs, unowned=kept.code in unowned))
    for code, workshop in theirs.items():
        rows.setdefault(code, Yours("", workshop, by_sign_in=True))
    return list(rows.values())


def your_workshops(rows: list[Yours], here: Person | None = None) -> None:
    """Each workshop in a frame of its own, the open one first; where there is none, how to have one here."""
    _heading(here)
    if not rows:
        where = "None yet." if here else "None in this browser yet."
        st.text(f"{where} Start one here, or open one that you have the facilitator link of.")
        if st.button("Open with a facilitator link", icon=":material/key:"):
            leave.to("/facilitate")
        return
    _frames(rows[:SHOWN_AT_ONCE])
    if len(rows) > SHOWN_AT_ONCE:
        with st.expander(f"{len(rows) - SHOWN_AT_ONCE} more"):
            _frames(rows[SHOWN_AT_ONCE:])


def _heading(here: Person | None) -> None:
    if here is None:
        st.header("Your workshops", anchor=False)
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header("Your workshops", anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            asked_of_you(session.application().facilitators.asked_of(here))
            who_is_signed_in(here)


def _frames(rows: list[Yours]) -> None:
    first = rows[0].workshop.code
    with st.grid(columns=min(len(rows), SHOWN_AT_ONCE), min_column_width=NARROWEST, key=f"yours-{first}"):
        for row in rows:
            _frame(row, is_open=row.key != "" and row.key == session.facilitator_key(), alone=len(rows) == 1)


def _frame(row: Yours, *, is_open: bool, alone: bool) -> None:
    workshop = row.workshop
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
            _controls(row, is_open=is_open)


def _facts(workshop: Workshop) -> None:
    with st.container(key=f"your-name-{workshop.code}"):
        st.text(workshop.name)
    whose = " · ".join(part for part in ("Rehearsal" if workshop.rehearsal else "", workshop.partnership) if part)
    if whose:
        st.text(whose)
    st.text(f"{date_in_full(workshop.held_on)}, deleted on {date_in_full(workshop.delete_on)}")


def _controls(row: Yours, *, is_open: bool) -> None:
    workshop = row.workshop
    if st.button(
        "Back to it" if is_open else "Open", key=f"open-{workshop.code}", type="primary" if is_open else "secondary"
    ):
        if is_open and session.facilitated():
            go_to(workshop.step)
        if row.key:
            leave.post("/facilitate/open", {"code": workshop.code})
        else:
            attempt_here(partial(_open, workshop.code))
    if row.by_sign_in:
        if st.button("Facilitators", icon=":material/group:", key=f"facilitators-{workshop.code}"):
            facilitators(workshop, row.key)
    else:
        _by_link(row)


def _by_link(row: Yours) -> None:
    """Of a workshop that its facilitator link opens in this browser: making it one's own, the link, forgetting it."""
    workshop = row.workshop
    if row.unowned:
        with st.popover("Make it yours", key=f"claims-{workshop.code}"):
            st.text(
                "It was started before people signed in here, and nobody owns it. Make it yours, and you find it "
                "wherever you sign in, and can share it or hand it over. Its facilitator link opens it no longer then, "
                "for others who have the link neither: make a new one, or add them, under “Facilitators”."
            )
            st.button("It is mine", key=f"claim-{workshop.code}", on_click=attempt, args=(partial(_claim, row.key),))
    with st.popover("Link", icon=":material/key:", key=f"link-{workshop.code}"):
        st.text(
            "Save it before you need it: it opens this workshop in any browser. Without the link, and without a "
            "browser that holds the workshop, nobody can get in."
        )
        save_facilitator_link(workshop, row.key)
    with st.popover("Forget", type="tertiary", key=f"forgets-{workshop.code}"):
        st.text(
            "This takes the workshop from this browser only. It is not deleted, and other browsers keep it. Without "
            "its facilitator link it cannot be opened here again, and where no other browser holds it, nobody can get "
            "in: save the link first."
        )
        if st.button("Forget it in this browser", key=f"danger-{workshop.code}"):
            leave.post("/facilitate/forget", {"code": workshop.code})


def _open(code: str) -> None:
    leave.come_in(session.application().facilitators.open(signed_in.who(), code))


def _claim(key: str) -> None:
    session.application().facilitators.claim(signed_in.who(), key)

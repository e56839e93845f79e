"""What stands beside and beneath the small picture in the facilitator's own view: what the room is not shown."""

import streamlit as st

from across.screen import opened
from across.screen.actions import beside_the_actions
from across.screen.copy_link import copy_join_link
from across.screen.deeds import attempt, part, show_why_not
from across.screen.door import phones, who_has_joined
from across.screen.follow import news
from across.screen.guidance import guidance
from across.screen.naming import named
from across.screen.own_notes import own_notes
from across.screen.resources import resources
from across.screen.results import explored
from across.screen.scripts import PAPER, TOGETHER
from across.screen.session import FacilitatorView
from across.screen.set_up import colours, joining, new_link, scoring
from across.screen.taking_home import deleting, downloads
from across.workshop.steps import ACTIONS, RESULTS, neighbours
from across.workshop.values import Note
from content.shape import COMMENTS

NARROWEST_NOTE = 300


def beside(view: FacilitatorView) -> None:
    """Moving on, who has joined, and the facilitator's notes to themselves."""
    moving(view)
    who_has_joined(view)
    own_notes(view)


def beneath(view: FacilitatorView) -> None:
    """Over the whole width: what belongs to the step, then paper forms, joining, scoring and downloads."""
    notes(view)
    agreeing(view)
    explored(view)
    with st.expander("Scoring and paper forms"):
        st.page_link(PAPER, label="Enter paper forms", icon=":material/keyboard:")
        st.page_link(TOGETHER, label="Score together", icon=":material/groups:")
        scoring(view)
    with st.expander("Joining and the facilitator link"):
        copy_join_link(view.now().workshop)
        joining(view)
        new_link(view)
    joined = st.expander("Phones", key="phones", on_change="rerun")
    if joined.open:
        with joined:
            phones(view)
    dressing = st.expander("Colours of the picture", key="dressing", on_change="rerun")
    if dressing.open:
        with dressing:
            colours(view)
    with st.expander("Downloads"):
        downloads(view)
    with st.expander("Websites and videos"):
        resources(view.content)
    with st.expander("Delete"):
        deleting(view)
    guidance()


@part
def moving(view: FacilitatorView) -> None:
    """Back and Next for everyone, from wherever the room is."""
    workshop = news(view, "own-moving-news", ("step",)).workshop
    before, after = neighbours(workshop.agenda, workshop.step)
    here = next(step.title for step in workshop.agenda if step.id == workshop.step)
    st.header(f"Everyone is at {here}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, step in (("Back", before), ("Next", after)):
            # Named by where it leads: pressed twice before it is drawn anew, it leads there twice, and no further.
            st.button(
                f"{name}: {step.title}" if step else name,
                disabled=step is None,
                on_click=attempt,
                args=(lambda step=step: view.facilitator.move_to(step.id),),
                type="primary" if name == "Next" else "secondary",
                key=f"own-{name}-{step.id if step else ''}",
            )
    show_why_not()


@part
def notes(view: FacilitatorView) -> None:
    """Every note of the question everyone is at, or every comment; hiding one here is not seen on the picture."""
    now = news(view, "own-notes-news", ("step", "picture"))
    if not now.notes or now.step == ACTIONS:
        return
    st.header("Comments on dimensions" if now.step == RESULTS else "Notes", anchor=False)
    show_why_not()
    with st.grid(columns=3, min_column_width=NARROWEST_NOTE, key="own-wall"):
        for place, note in enumerate(now.notes, 1):
            _note(view, note, f"note {place}")


@part
def agreeing(view: FacilitatorView) -> None:
    """While the room is at Actions: those that were agreed, with all their fields, and what is proposed."""
    if news(view, "own-step-news", ("step",)).step == ACTIONS:
        beside_the_actions(view)
    else:
        opened.forget()


def _note(view: FacilitatorView, note: Note, name: str) -> None:
    with st.container(border=True, key=f"own-{note.id}"):
        if note.question.startswith(COMMENTS):
            st.caption(view.content.dimension_name(note.question.removeprefix(COMMENTS)))
        st.text(note.body)
        hides = named("Show again" if note.hidden else "Hide", name)
        st.button(
            hides,
            key=f"own-hide-{note.id}-{note.hidden}",
            type="tertiary",
            on_click=attempt,
            args=(lambda: view.facilitator.hide_note(note.id, hidden=not note.hidden),),
        )

"""The pages of the projected screen: which script draws which step, and going from one to another."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from across.room.application import the_application
from across.room.reading import FacilitatorReading
from across.screen.follow import PAGE, STEP, news
from across.screen.scripts import HOME, PAPER, PRESENT, TOGETHER, script_of
from across.screen.session import FacilitatorView
from across.workshop.steps import full_agenda, neighbours
from across.workshop.values import Workshop

PRESENT_ADDRESS = "present"
_STEP = "step on this screen"


def choose_page(reading: FacilitatorReading | None) -> Any:  # noqa: ANN401 (Streamlit's page has no public type)
    """Tell Streamlit which pages there are for this visitor; returns the one that the address asks for."""
    steps = {step.id for step in reading.workshop.agenda} if reading else set()
    pages = [st.Page(HOME, title="Start", default=True, visibility="hidden")]
    for step_id, title in step_titles(reading).items():
        visibility: Any = "visible" if step_id in steps else "hidden"
        pages.append(st.Page(script_of(step_id), title=title, url_path=step_id, visibility=visibility))
    pages.append(st.Page(TOGETHER, title="Score together", url_path="score-together", visibility="hidden"))
    pages.append(st.Page(PAPER, title="Enter paper forms", url_path="paper-forms", visibility="hidden"))
    pages.append(st.Page(PRESENT, title="Presenting window", url_path=PRESENT_ADDRESS, visibility="hidden"))
    shown = reading is not None and not presenting()
    page = st.navigation(pages, position="sidebar" if shown else "hidden", expanded=True)
    st.session_state[PAGE] = page.url_path
    return page


def step_drawn(page: str, reading: FacilitatorReading) -> str:
    """The step that a page draws: its own, or in the presenting window the one everyone is at."""
    return reading.workshop.step if page == PRESENT_ADDRESS else page


def step_titles(reading: FacilitatorReading | None) -> dict[str, str]:
    """The title of every step there is in a workshop; for a stranger, of every step of every content."""
    contents = [reading.content] if reading else the_application().contents.values()
    return {step.id: step.title for content in contents for step in full_agenda(content)}


def title_of(view: FacilitatorView) -> str:
    """The title of the step that is drawn."""
    return {step.id: step.title for step in full_agenda(view.content)}[view.step]


def follow(view: FacilitatorView) -> None:
    """Keep this screen and the room at the same step.

    A step that was chosen on this screen moves the room; a room that was moved elsewhere, by the
    facilitator's phone say, takes this screen along.
    """
    workshop, shown = view.now().workshop, view.step
    last = st.session_state.get(_STEP)
    if shown not in {step.id for step in workshop.agenda}:
        return
    if shown != last:
        st.session_state[_STEP] = shown
        if shown != workshop.step:
            view.facilitator.move_to(shown)
            view.renew()
    elif workshop.step != shown:
        st.session_state[_STEP] = workshop.step
        go_to(workshop.step)


def watch(view: FacilitatorView) -> None:
    """Draw the whole screen anew when the room is moved elsewhere or is gone; `follow` then takes it along."""
    news(view, "watch-news", STEP)


def presenting() -> bool:
    """Whether this is the presenting window, which shows no controls."""
    return urlsplit(st.context.url or "").path.rstrip("/").endswith(f"/{PRESENT_ADDRESS}")


def go_to(step_id: str) -> None:
    """Show another step on this screen."""
    st.switch_page(st.Page(script_of(step_id), url_path=step_id))


def back_and_next(view: FacilitatorView, between: Callable[[], object] | None = None) -> None:
    """The foot of every facilitator page, in thumb reach on a phone: Back, what the step needs most, Next."""
    workshop = view.now().workshop
    before, after = neighbours(workshop.agenda, view.step)
    alignment: dict[str, Any] = {
        "horizontal": True,
        "horizontal_alignment": "distribute",
        "vertical_alignment": "center",
    }
    with st.bottom, st.container(key="back-and-next", **alignment):
        if st.button("Back", icon=":material/arrow_back:", disabled=before is None, key="back") and before:
            go_to(before.id)
        with st.container(key="between", width="content"):
            if between:
                between()
            else:
                st.text(_position(workshop, view.step))
        if _next(disabled=after is None) and after:
            go_to(after.id)


def _next(*, disabled: bool) -> bool:
    look: dict[str, Any] = {"icon": ":material/arrow_forward:", "icon_position": "right", "type": "primary"}
    return st.button("Next", key="next", disabled=disabled, **look)


def _position(workshop: Workshop, shown: str) -> str:
    ids = [step.id for step in workshop.agenda]
    return f"Step {ids.index(shown) + 1} of {len(ids)}"

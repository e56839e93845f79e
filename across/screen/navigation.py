"""The pages of the projected screen: which script draws which step, and going from one to another."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from across.room.application import the_application
from across.room.reading import FacilitatorReading
from across.screen.scripts import HOME, OWN_VIEW, PAPER, PRESENT, TOGETHER, script_of
from across.screen.session import FacilitatorView
from across.screen.stage import Asked
from across.workshop.steps import full_agenda

PRESENT_ADDRESS, OWN_ADDRESS = "present", "facilitator"
_BESIDE = {"score-together": TOGETHER, "paper-forms": PAPER}


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
    pages.append(st.Page(OWN_VIEW, title="Facilitator's view", url_path=OWN_ADDRESS, visibility="hidden"))
    return st.navigation(pages, position="hidden")


def step_drawn(page: str, reading: FacilitatorReading) -> str:
    """The step that a page draws: its own; in the presenting window and the facilitator's view everyone's."""
    return reading.workshop.step if page in (PRESENT_ADDRESS, OWN_ADDRESS) else page


def step_titles(reading: FacilitatorReading | None) -> dict[str, str]:
    """The title of every step there is in a workshop; for a stranger, of every step of every content."""
    contents = [reading.content] if reading else the_application().contents.values()
    return {step.id: step.title for content in contents for step in full_agenda(content)}


def has_picture(page: str) -> bool:
    """Whether the picture stands over this page: not over the start page, nor the facilitator's own view."""
    return page not in ("", OWN_ADDRESS)


def go_where_asked(view: FacilitatorView, asked: Asked) -> None:
    """Show the step that everyone is at, or another page, where the picture asks this screen to."""
    step = view.now().workshop.step
    if asked.follow and view.step != step:
        go_to(step)
    if asked.opened in _BESIDE:
        st.switch_page(_BESIDE[asked.opened])
    view.opened = asked.opened


def presenting() -> bool:
    """Whether this is the presenting window, which shows no controls."""
    return urlsplit(st.context.url or "").path.rstrip("/").endswith(f"/{PRESENT_ADDRESS}")


def go_to(step_id: str) -> None:
    """Show another step on this screen."""
    st.switch_page(st.Page(script_of(step_id), url_path=step_id))

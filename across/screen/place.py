"""Who is here, which workshop, which step, and may they: every page begins by asking."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from across.room.application import Application, the_application
from across.room.join_address import for_phones
from across.room.room import Room
from across.screen.follow import PAGE, STEP, news
from across.workshop.errors import ContentNotHere, WorkshopError
from across.workshop.steps import full_agenda, neighbours
from across.workshop.values import Workshop

COOKIE = "across_facilitator"
PAGES = Path(__file__).parents[2] / "pages"
HOME = PAGES / "home.py"
TOGETHER = PAGES / "score_together.py"
PAPER = PAGES / "paper_forms.py"
PRESENT = PAGES / "present.py"
ANY_QUESTION = PAGES / "question.py"
REHEARSAL = "Rehearsal: the participants are made up. Nothing here comes from real people."
_KEY = "facilitator key"
_STEP = "step on this screen"
_ENTERED = "came in by the entry script"
_WRONG = "what went wrong"


def application() -> Application:
    """The application of this process."""
    return the_application()


def facilitated() -> Room | None:
    """The room this browser facilitates, by the key in its cookie; None for anybody else."""
    key = facilitator_key()
    if not key:
        return None
    try:
        return application().facilitated_room(key)
    except WorkshopError:
        return None


def content_is_gone() -> str:
    """Why the workshop of this browser's facilitator cannot be shown, empty where that is not the reason."""
    try:
        application().facilitated_room(facilitator_key())
    except ContentNotHere as error:
        return str(error)
    except WorkshopError:
        return ""
    return ""


def facilitator_key() -> str:
    """The key in this browser's cookie, or the one it was given a moment ago; empty for anybody else."""
    cookie = st.context.cookies.get(COOKIE)
    return cookie if cookie and isinstance(cookie, str) else st.session_state.get(_KEY, "")


def keep_key(key: str) -> None:
    """Hold the key of the workshop just started until the cookie has it."""
    st.session_state[_KEY] = key


def came_in(page: str) -> None:
    """Note that the entry script runs and which page it draws: a page refuses to be drawn without it."""
    st.session_state[_ENTERED] = 1
    st.session_state[PAGE] = page


def here() -> Room:
    """The room of the facilitator who looks at this page. Anybody else is sent to the start page."""
    room = facilitated() if st.session_state.pop(_ENTERED, 0) else None
    if room is None:
        st.session_state["sent away"] = 1
        st.switch_page(HOME)
    return room


def visitor_address() -> str:
    """The network address this browser comes from, for slowing down guesses."""
    return st.context.ip_address or "unknown"


def join_address(workshop: Workshop) -> str | None:
    """The address phones can open, None where nobody else can reach this machine."""
    return for_phones(application().settings, st.context.url, workshop.join_address)


def own_address() -> str:
    """The address of the page's own server, as this browser sees it."""
    seen = urlsplit(st.context.url or "")
    return f"{seen.scheme}://{seen.netloc}"


def page_of(step_id: str) -> Path:
    """The script that draws a step; questions beyond those with a script of their own share one."""
    own = PAGES / f"{step_id.replace('-', '_')}.py"
    return own if own.exists() else ANY_QUESTION


def step_here() -> str:
    """The step whose page is drawn; empty for a page that is drawn without the entry script."""
    return st.session_state.get(PAGE, "")


def follow(room: Room, shown: str) -> None:
    """Keep this screen and the room at the same step.

    A step that was chosen on this screen moves the room; a room that was moved elsewhere, by the
    facilitator's phone say, takes this screen along.
    """
    workshop = room.workshop()
    last = st.session_state.get(_STEP)
    if shown not in {step.id for step in workshop.agenda}:
        return
    if shown != last:
        st.session_state[_STEP] = shown
        room.move_to(shown)
    elif workshop.step != shown:
        st.session_state[_STEP] = workshop.step
        go_to(workshop.step)


def watch(room: Room) -> None:
    """Draw the whole screen anew when the room is moved elsewhere or is gone; `follow` then takes it along."""
    news(room, "watch-news", STEP)


def presenting() -> bool:
    """Whether this is the presenting window, which shows no controls."""
    return urlsplit(st.context.url or "").path.rstrip("/").endswith("/present")


def go_to(step_id: str) -> None:
    """Show another step on this screen."""
    st.switch_page(st.Page(page_of(step_id), url_path=step_id))


def step_titles(room: Room | None) -> dict[str, str]:
    """The title of every step there is in a workshop; for a stranger, of every step of every content."""
    contents = [room.content] if room else application().contents.values()
    return {step.id: step.title for content in contents for step in full_agenda(content)}


def back_and_next(room: Room, shown: str, between: Callable[[], object] | None = None) -> None:
    """The foot of every facilitator page, in thumb reach on a phone: Back, what the step needs most, Next."""
    before, after = neighbours(room.workshop().agenda, shown)
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
                st.text(_position(room.workshop(), shown))
        if _next(disabled=after is None) and after:
            go_to(after.id)


def _next(*, disabled: bool) -> bool:
    look: dict[str, Any] = {"icon": ":material/arrow_forward:", "icon_position": "right", "type": "primary"}
    return st.button("Next", key="next", disabled=disabled, **look)


def _position(workshop: Workshop, shown: str) -> str:
    ids = [step.id for step in workshop.agenda]
    return f"Step {ids.index(shown) + 1} of {len(ids)}"


def facilitator_link(workshop: Workshop) -> str:
    """A text that holds the link by which the facilitator opens this workshop elsewhere.

    The key stands behind the #: browsers keep that part to themselves.
    """
    address = join_address(workshop) or own_address()
    return (
        f"Across Boundaries: {workshop.name}\n\nFacilitator link: {address}/facilitate#{facilitator_key()}\n\n"
        "Whoever has this link can run the workshop. Keep it to yourself.\n"
    )


def save_facilitator_link(workshop: Workshop) -> None:
    """A button that saves the link as a file; it is never shown."""
    link = facilitator_link(workshop)
    st.download_button(
        "Save facilitator link",
        lambda: link,
        file_name="facilitator-link.txt",
        mime="text/plain",
        on_click="ignore",
        icon=":material/key:",
    )


def did(work: Callable[[], object]) -> bool:
    """Do something in the room; False, with the reason on the screen, if it could not be done."""
    try:
        work()
    except WorkshopError as error:
        st.error(str(error))
        return False
    return True


def try_to(work: Callable[[], object]) -> bool:
    """Do something in the room from a button; if not, False, and `what_went_wrong` shows why."""
    try:
        work()
    except WorkshopError as error:
        st.session_state[_WRONG] = str(error)
        return False
    return True


def press(work: Callable[[], object]) -> None:
    """`try_to` for a button that has nothing else to do."""
    try_to(work)


def reason() -> str:
    """Why the last thing tried here could not be done, told once; empty where it was."""
    return st.session_state.pop(_WRONG, "")


def what_went_wrong() -> None:
    """Say why the last thing tried here could not be done."""
    if why := reason():
        st.error(why)

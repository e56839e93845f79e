"""Who looks at this screen, and the one moment of their workshop that its page is drawn from."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime

import streamlit as st

from across.room.application import Application, the_application
from across.room.cookies import FACILITATOR, Keys
from across.room.drawing import Drawing
from across.room.facilitator import Facilitator
from across.room.reading import FacilitatorReading
from across.screen.scripts import HOME
from across.workshop.dates import zone_of
from across.workshop.errors import ContentNotHere, StoreFault, WorkshopError
from across.workshop.values import Workshop
from content.shape import Content

SENT_AWAY = "sent away"
_KEY = "facilitator key"


class FacilitatorView:
    """What a facilitator's page is drawn from, and through which it acts.

    While the store does not answer, what was known last stays on the page; `fault` then says why in our words.
    The drawing is read once for the whole page; a fragment that is drawn alone later reads one of its own: of the step
    of this page or, where it `follows`, of the one that everyone is at by then. `opened` names what the picture asked
    this page to open, empty for nothing.
    """

    def __init__(self, facilitator: Facilitator, drawing: Drawing, *, follows: bool = False) -> None:
        self.facilitator = facilitator
        self._drawing: Drawing | None = drawing
        self._last = drawing
        self.fault = ""
        self.step = drawing.step
        self._follows = follows
        self.opened = ""

    @property
    def content(self) -> Content:
        """What the workshop asks."""
        return self.facilitator.content

    @property
    def code(self) -> str:
        """The join code."""
        return self.facilitator.code

    def now(self) -> Drawing:
        """The workshop as the page shows it; as it is now, once the page is drawn."""
        return self._drawing or self._known()

    def renew(self) -> None:
        """Draw what follows on the page from the workshop as it is now."""
        if self._drawing:
            self._drawing = self._read()

    def is_drawn(self) -> None:
        """The page is drawn: what was read for it is old from now on."""
        self._drawing = None

    def _known(self) -> Drawing:
        try:
            self._last, self.fault = self._read(), ""
        except StoreFault as fault:
            self.fault = str(fault)
        return self._last

    def _read(self) -> Drawing:
        return self.facilitator.drawing(None if self._follows else self.step)


class _Page(threading.local):
    """The view whose page this thread draws: Streamlit draws each page in one thread, its entry script first."""

    view: FacilitatorView | None = None


_page = _Page()


def application() -> Application:
    """The application of this process."""
    return the_application()


def enter_workshop(transaction: ExitStack) -> tuple[Facilitator, FacilitatorReading] | None:
    """The workshop this browser facilitates, by the key in its cookie; None for anybody else.

    The reading is good until `transaction` is closed.
    """
    key = facilitator_key()
    if not key:
        return None
    try:
        return transaction.enter_context(application().facilitator_reading(key))
    except WorkshopError:
        return None


@contextmanager
def drawing_page(view: FacilitatorView | None) -> Iterator[None]:
    """While this is open, the entry script draws a page: of this view, or for a stranger."""
    _page.view = view
    try:
        yield
    finally:
        _page.view = None
        if view:
            view.is_drawn()


def facilitated() -> FacilitatorView | None:
    """The view of the facilitator who looks at this page; None for anybody else."""
    return _page.view


def here() -> FacilitatorView:
    """The view of the facilitator who looks at this page. Anybody else is sent to the start page.

    So is whoever opens a page of its own that Streamlit draws without the entry script.
    """
    if _page.view is None:
        st.session_state[SENT_AWAY] = 1
        st.switch_page(HOME)
    return _page.view


def content_is_gone() -> str:
    """Why the workshop of this browser's facilitator cannot be shown, empty where that is not the reason."""
    try:
        application().facilitator(facilitator_key())
    except ContentNotHere as error:
        return str(error)
    except WorkshopError:
        return ""
    return ""


def keys() -> Keys:
    """The keys in this browser's cookie, or the one it was given a moment ago; none for anybody else."""
    cookie = st.context.cookies.get(FACILITATOR)
    return Keys.read(cookie if cookie and isinstance(cookie, str) else st.session_state.get(_KEY, ""))


def facilitator_key() -> str:
    """The key of the workshop that is open in this browser; empty for none."""
    return keys().open


def held() -> dict[str, Workshop]:
    """The workshops that this browser holds, each under its key: the open one first, then the latest."""
    here, every = _page.view, keys().every
    if here and every == (facilitator_key(),):
        return {every[0]: here.now().workshop}
    found = application().held(every)
    return {key: found[key] for key in every if key in found}


def keep_key(key: str) -> None:
    """Hold the key of the workshop just started until the cookie has it."""
    st.session_state[_KEY] = key


def visitor_address() -> str:
    """The network address this browser comes from, for slowing down guesses."""
    return st.context.ip_address or "unknown"


def visitor_zone() -> str:
    """The time zone this browser is in, such as Europe/London; empty where it does not say."""
    return st.context.timezone or ""


def today() -> date:
    """The day it is where this browser stands: the workshop's own, wherever the server is."""
    return datetime.now(zone_of(visitor_zone())).date()

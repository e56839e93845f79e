"""Welcome: the picture shows how to join; the facilitator's set-up opens over it."""

from across.screen import session
from across.screen.actions import open_action
from across.screen.set_up import SET_UP, set_up_joining

view = session.here()
if view.opened == SET_UP:
    set_up_joining(view)
open_action(view)

"""Results: the picture shows them to all at once; every number, and what is set up seldom, opens over it."""

from across.screen import session
from across.screen.results import NUMBERS, show_numbers
from across.screen.set_up import SET_UP, set_up_scoring

view = session.here()
if view.opened == SET_UP:
    set_up_scoring(view)
if view.opened == NUMBERS:
    show_numbers(view)

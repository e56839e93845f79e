"""The questionnaire: the picture shows how many have finished; what is needed seldom opens over it."""

from across.screen import session
from across.screen.set_up import SET_UP, set_up_scoring

view = session.here()
if view.opened == SET_UP:
    set_up_scoring(view)

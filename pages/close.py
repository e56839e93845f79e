"""Close: the picture shows what was agreed; what to take home, resources and deleting open over it."""

from across.screen import session
from across.screen.taking_home import open_what_was_asked

view = session.here()
open_what_was_asked(view)

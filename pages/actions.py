"""Actions: the picture shows what was agreed; changing and removing one opens over it."""

from across.screen import session
from across.screen.actions import open_action

view = session.here()
open_action(view)

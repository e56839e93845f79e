"""The presenting window: what the group looks at, for a second screen. No controls; it follows the room."""

from across.screen import session
from across.screen.presenting import present

present(session.here())

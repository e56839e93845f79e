"""The presenting window: what the group looks at, for a second screen. No controls; it follows the room."""

from across.screen import place
from across.screen.presenting import present

room = place.here()
present(room)

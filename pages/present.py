"""The presenting window: what the group looks at, for a second screen. No controls; it follows the room."""

from ui import place
from ui.present import present

room = place.here()
present(room)

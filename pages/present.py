"""The presenting window: what the group looks at, for a second screen. The picture draws all of it."""

from across.screen import session

session.here()

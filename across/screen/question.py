"""A reflection question: the picture shows it, its wall and the group note; the five pages differ in the step alone."""

from across.screen import session


def question() -> None:
    """Nothing stands under the picture."""
    session.here()

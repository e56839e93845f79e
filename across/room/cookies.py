"""The cookies by which a browser is known again: their names, their flags and how long they last."""

from datetime import date
from typing import Final

from across.workshop.values import Workshop

FACILITATOR = "across_facilitator"
# The workshop that a phone is at, and, with a join code behind it, the participant that it is there.
AT = "across_at"
PARTICIPANT = "across_participant_"
PATH: Final = "/"
SAME_SITE: Final = "lax"
DAY_SECONDS = 24 * 60 * 60


def seconds_kept(here: Workshop, today: date) -> int:
    """How long a workshop's cookies last: to the end of the day on which it is deleted, a day at least."""
    return max((here.delete_on - today).days + 1, 1) * DAY_SECONDS

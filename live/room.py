"""The room: everything people do in one workshop. Each change is one transaction, told to all after it is kept."""

from live.facilitating import Facilitating
from live.taking_part import TakingPart


class Room(TakingPart, Facilitating):
    """One workshop, for its facilitator or for its participants, who act with their token."""

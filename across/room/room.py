"""The room: everything people do in one workshop. Each change is one transaction, told to all after it is kept."""

from across.room.facilitating import Facilitating
from across.room.taking_part import TakingPart


class Room(TakingPart, Facilitating):
    """One workshop, for its facilitator or for its participants, who act with their token."""

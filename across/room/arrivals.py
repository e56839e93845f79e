"""How many phones come to a workshop from one address: so many within a minute, and no more; and which came from where.

In memory alone, and addresses as nothing but keyed hashes: the store knows nobody's address. What was counted is
forgotten when the process ends.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from across.room.attempts import MOST_ADDRESSES, network_of
from across.workshop.errors import TooManyPhones

# A room of thirty behind one address comes in at once, each phone twice if need be.
MOST_A_MINUTE, MINUTE = 60, 60.0
# So many from one address are no reason for a warning, while nobody has said how many are in the room.
MANY = 30
MOST_WORKSHOPS = 1000


@dataclass
class _Door:
    """Who came to one workshop: by network, when phones asked to come in of late, and which of them were let in."""

    asked: OrderedDict[str, dict[str, float]] = field(default_factory=OrderedDict)
    brought: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def largest(self) -> frozenset[str]:
        """The participants whom that network brought which brought the most."""
        by_size = sorted(self.brought.values(), key=len)
        return frozenset(by_size[-1]) if by_size else frozenset()


class Arrivals:
    """Counts the phones that each address brings to each workshop. Forgets what is oldest when too much is kept."""

    def __init__(self) -> None:
        self._doors: OrderedDict[str, _Door] = OrderedDict()
        self._salt = secrets.token_bytes(16)
        self._lock = threading.Lock()

    def ask(self, code: str, address: str, token: str, most: int = MOST_A_MINUTE) -> None:
        """Count a phone that asks to come in; one that asks again counts no further.

        Raises TooManyPhones where its address has brought so many within a minute.
        """
        network, now = self._network(address), time.monotonic()
        with self._lock:
            asked = self._door(code).asked
            recent = {whose: moment for whose, moment in asked.get(network, {}).items() if now - moment < MINUTE}
            if token not in recent and len(recent) >= most:
                raise TooManyPhones
            asked[network] = recent | {token: recent.get(token, now)}
            asked.move_to_end(network)
            while len(asked) > MOST_ADDRESSES:
                asked.popitem(last=False)

    def is_about_to_bring_many(self, code: str, address: str) -> bool:
        """Whether, with one more, this address will have brought more than a room is likely to."""
        network = self._network(address)
        with self._lock:
            return len(self._door(code).brought.get(network, ())) == MANY

    def came(self, code: str, address: str, participant_id: str) -> None:
        """Remember that this address brought a participant."""
        network = self._network(address)
        with self._lock:
            self._door(code).brought[network].add(participant_id)

    def went(self, code: str, participant_ids: Collection[str]) -> None:
        """Forget participants who were taken out."""
        with self._lock:
            for brought in self._door(code).brought.values():
                brought.difference_update(participant_ids)

    def many(self, code: str) -> frozenset[str]:
        """The participants whom one address brought, where those are more than a room is likely to bring."""
        with self._lock:
            largest = self._door(code).largest()
        return largest if len(largest) > MANY else frozenset()

    def _door(self, code: str) -> _Door:
        door = self._doors.setdefault(code, _Door())
        self._doors.move_to_end(code)
        while len(self._doors) > MOST_WORKSHOPS:
            self._doors.popitem(last=False)
        return door

    def _network(self, address: str) -> str:
        return hashlib.blake2b(network_of(address).encode("utf-8", "replace"), key=self._salt).hexdigest()

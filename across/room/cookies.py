"""The cookies by which a browser is known again: their names, their flags, what they carry, how long they last."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from across.workshop.values import Workshop

FACILITATOR = "across_facilitator"
# The join code of the workshop that a facilitator's browser has open. It opens nothing: where several processes serve,
# a proxy sends those who lead a workshop where it sends those who take part, by this and the next.
ROOM = "across_room"
# The workshop that a phone is at, and, with a join code behind it, the participant that it is there.
AT = "across_at"
PARTICIPANT = "across_participant_"
# With a join code behind it: several people share this device there, one after the other.
SHARED = "across_shared_"
PATH: Final = "/"
SAME_SITE: Final = "lax"
DAY_SECONDS = 24 * 60 * 60
# Twenty-four keys take a quarter of what a browser keeps in one cookie.
MOST_HELD = 24
_BETWEEN, _COMING = ".", "+"


def seconds_kept(here: Workshop, today: date) -> int:
    """How long a workshop's cookies last: to the end of the day on which it is deleted, a day at least."""
    return max((here.delete_on - today).days + 1, 1) * DAY_SECONDS


@dataclass(frozen=True)
class Keys:
    """The facilitator keys that a browser holds: one cookie carries all, so that they change together or not at all.

    `open` is of the workshop that is open, empty where none is; `others` are of those beside it, the latest first;
    `coming` is one that opens nothing yet: the browser has it before it becomes the key of a new link.
    """

    open: str = ""
    others: tuple[str, ...] = ()
    coming: str = ""

    @classmethod
    def read(cls, cookie: str) -> "Keys":
        """The keys in the cookie; whatever else it may hold opens nothing."""
        first, *rest = cookie.split(_BETWEEN)[: MOST_HELD + 2]
        coming = "".join(key.removeprefix(_COMING) for key in rest[-1:] if key.startswith(_COMING))
        return cls(first, tuple(key for key in rest if key and not key.startswith(_COMING)), coming)

    @property
    def every(self) -> tuple[str, ...]:
        """All of them, that of the open workshop first."""
        return tuple(dict.fromkeys(key for key in (self.open, *self.others, self.coming) if key))

    def as_cookie(self) -> str:
        """What the cookie carries; empty for no key at all."""
        coming = [_COMING + self.coming] if self.coming else []
        return _BETWEEN.join([self.open, *self.others, *coming])

    def only(self, known: Collection[str]) -> "Keys":
        """Those of them that are known; one that was coming and is known has come."""
        others = [key for key in (*self.others, self.coming) if key in known and key != self.open]
        return Keys(self.open if self.open in known else "", tuple(dict.fromkeys(others)))

    def opening(self, key: str) -> "Keys":
        """With this key's workshop open; the one that was open stays beside it."""
        return Keys(key, tuple(other for other in self.every if other not in (key, self.coming)))

    def without(self, key: str) -> "Keys":
        """Without this key. Where its workshop was open, none is: no other takes its place unasked."""
        kept = self.open if self.open != key else ""
        return Keys(kept, tuple(other for other in self.others if other != key), self.coming)

    def expecting(self, key: str) -> "Keys":
        """With a key that is to come."""
        return replace(self, coming=key)


def open_key(cookie: str | None) -> str:
    """The key of the workshop that is open in a browser with this cookie, empty for none."""
    return Keys.read(cookie or "").open

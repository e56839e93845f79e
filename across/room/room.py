"""One workshop, and how a change is made in it: one transaction, told to every device once it is kept."""

import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from across.live.feed import Feed
from across.room.arrivals import Arrivals
from across.room.comments import Allowed
from across.room.writing import Writing
from across.store import workshops
from across.store.database import Connection, Store
from across.workshop.errors import NotAllowedHere, ScoringNotOpen, TextTooLong
from across.workshop.values import MOST_LINES
from content.shape import Content

# Letters and signs by their kind, of which nothing is seen: the fillers of Hangul, the blank of Braille.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


@dataclass(frozen=True)
class Shared:
    """What every room of this process shares. `clock` gives seconds since 1970; `writing` who writes a note now.

    `comments` counts those of each phone, in memory alone: the store does not know whose they are. `calendar` gives
    seconds since 1970 as well, by the clock of the machine: by it a workshop's time is over. `moved` is when results
    shown live last moved, by join code and `clock`; `arrivals` which addresses bring how many phones.
    """

    store: Store
    feed: Feed
    clock: Callable[[], float] = time.time
    writing: Writing = field(default_factory=Writing)
    comments: Allowed = field(default_factory=Allowed)
    calendar: Callable[[], float] = time.time
    moved: dict[str, float] = field(default_factory=dict)
    arrivals: Arrivals = field(default_factory=Arrivals)

    def now(self) -> int:
        """The present moment, in whole seconds since 1970."""
        return int(self.clock())


class Room:
    """One workshop with the content it was started with. What somebody may do there, its subclasses say."""

    # The hash of the facilitator key that was shown; None for those who need none.
    _key: str | None = None

    def __init__(self, shared: Shared, workshop_id: str, code: str, content: Content) -> None:
        self.code = code
        self.content = content
        self._shared = shared
        self._id = workshop_id

    @contextmanager
    def _change(
        self,
        *,
        if_scoring: tuple[str, ...] = (),
        refusal: type[Exception] = ScoringNotOpen,
        only_counts: bool = False,
        **values: object,
    ) -> Iterator[Connection]:
        """A change of the workshop, and of its state row to these values; raises `refusal` in another scoring state.

        One that `only_counts` notice leaves what the stage shows besides as it is.
        """
        now = self._shared.calendar()
        with self._shared.store.write() as connection:
            new = workshops.change(
                connection,
                self._id,
                if_scoring=if_scoring,
                if_key=self._key,
                only_counts=only_counts,
                now=now,
                **values,
            )
            if new is None:
                # Says so if the workshop or the key is gone.
                workshops.read(connection, self._id, now, if_key=self._key)
                raise refusal
            yield connection
        self._shared.feed.tell(self.code)

    @cached_property
    def _items(self) -> frozenset[str]:
        """What may be answered, by id."""
        return frozenset(item.id for item in self.content.questionnaire.items)

    def _must_be_an_answer(self, item: str, point: int | None, tap: int) -> None:
        known = item in self._items
        in_range = point is None or 1 <= point <= len(self.content.choices.scale.points)
        if not (known and in_range and 0 < tap < 2**31):
            raise NotAllowedHere

    def _must_be_a_way(self, way: str | None) -> str | None:
        if way and all(known.id != way for known in self.content.choices.ways.list):
            raise NotAllowedHere
        return way or None


def tidy_text(text: str, longest: int, *, strip: bool = True) -> str:
    """The text as it can be kept anywhere. Raises TextTooLong over `longest` characters or MOST_LINES lines."""
    # PostgreSQL keeps no NUL, and no store keeps half of a surrogate pair.
    kept = text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    kept = kept.strip() if strip else kept
    if len(kept) > longest:
        raise TextTooLong(f"This text is too long. Shorten it to {longest:,} characters or fewer and save it again.")
    if len(kept.splitlines()) > MOST_LINES:
        raise TextTooLong(f"This text has too many lines. Shorten it to {MOST_LINES} lines or fewer and save it again.")
    return kept


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen: spaces, control characters and other invisible ones alone."""
    return all(unicodedata.category(char)[0] in "CZ" or char in _BLANK for char in text)

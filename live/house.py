"""The house: the one store, content and feed of this process, and the doors to its rooms."""

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime

from content import reader
from content.shape import Content
from live.feed import Feed
from live.room import Room
from live.taps import Outcomes, Taps
from live.tries import Tries
from scoring.shown import FLOOR
from settings import Settings, read
from store import workshops
from store.database import Store, StoreUnreachable, open_store
from workshop.agenda import agenda
from workshop.errors import NoSuchWorkshop, NotAllowedHere, TextMissing, TextTooLong, WorkshopError
from workshop.values import LONGEST_LINE, Bulletin, Plan, Tap

LARGEST_GROUP = 50
TRIES, TRIES_SECONDS = 20, 60.0


class CannotOpen(Exception):
    """The house cannot be opened: the message says why and what to do."""


@dataclass(frozen=True)
class House:
    """What every room of this process shares."""

    settings: Settings
    store: Store
    content: Content
    feed: Feed
    tries: Tries
    taps: Taps

    def start(self, plan: Plan) -> tuple[str, str]:
        """Start a workshop; return its join code and its facilitator key, which is not kept readable anywhere.

        Raises TextMissing without a name, TextTooLong, NotAllowedHere for steps or a group size that cannot be.
        """
        _check(plan)
        steps = agenda(self.content, plan.minutes)
        with self.store.write() as connection:
            return workshops.start(connection, plan, steps, self.content.version, self.settings.retention_days)

    def room(self, code: str) -> Room:
        """The room of this join code, as participants see it. Raises NoSuchWorkshop."""
        return Room(self.store, self.content, self.feed, tidy(code))

    def facilitated_room(self, key: str) -> Room:
        """The room that this facilitator key opens. Raises NotYourWorkshop."""
        with self.store.read() as connection:
            code = workshops.code_of_key(connection, key)
        return Room(self.store, self.content, self.feed, code, facilitates=True)

    def room_for_visitor(self, code: str, address: str) -> Room:
        """As `room`, for a visitor who may be guessing. Raises TooManyTries, NoSuchWorkshop."""
        self.tries.check(address)
        try:
            room = self.room(code)
        except NoSuchWorkshop:
            self.tries.failed(address)
            raise
        self.tries.succeeded(address)
        return room

    def facilitated_room_for_visitor(self, key: str, address: str) -> Room:
        """As `facilitated_room`, for a visitor who may be guessing. Raises TooManyTries, NotYourWorkshop."""
        self.tries.check(address)
        try:
            return self.facilitated_room(key)
        except WorkshopError:
            self.tries.failed(address)
            raise

    def delete_what_is_due(self, today: date | None = None) -> int:
        """Delete the workshops whose retention time is over; return how many."""
        with self.store.write() as connection:
            codes = workshops.remove_due(connection, today or datetime.now(UTC).date())
        for code in codes:
            self.feed.tell(code)
        return len(codes)


def tidy(code: str) -> str:
    """A join code as it is kept: capitals, without spaces and dashes."""
    return "".join(code.split()).replace("-", "").upper()


def open_house(settings: Settings) -> House:
    """Read the content, open the store, bring its tables up to date.

    Raises CannotOpen.
    """
    try:
        content = reader.read()
        store = open_store(settings.database_url)
    except reader.ContentError as error:
        raise CannotOpen(str(error)) from error
    except StoreUnreachable as error:
        raise CannotOpen(
            f"The store cannot be opened ({error}). Check ACROSS_DATABASE_URL or the data folder."
        ) from error

    def bulletin(code: str) -> Bulletin:
        return house.room(code).bulletin()

    def write(code: str, taps: list[Tap]) -> Outcomes:
        return house.room(code).respond_all(taps)

    house = House(settings, store, content, Feed(bulletin), Tries(TRIES, TRIES_SECONDS), Taps(write))
    return house


_houses: dict[Settings, House] = {}
_opening = threading.Lock()


def the_house() -> House:
    """The house of this process, opened when first asked for."""
    settings = read()
    with _opening:
        if settings not in _houses:
            _houses[settings] = open_house(settings)
        return _houses[settings]


def _check(plan: Plan) -> None:
    if not plan.name.strip():
        raise TextMissing("Give the workshop a name, then start it.")
    if max(len(plan.name), len(plan.partnership)) > LONGEST_LINE:
        raise TextTooLong(f"Keep the name and the partnership to {LONGEST_LINE} characters each.")
    if not FLOOR <= plan.smallest_group <= LARGEST_GROUP:
        raise NotAllowedHere(f"The smallest group shown must be from {FLOOR} to {LARGEST_GROUP}.")

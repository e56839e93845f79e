"""The application: the one store, content and feed of this process, and the doors to its rooms."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from across.live.feed import Feed
from across.live.taps import Outcomes, Taps
from across.room.attempts import Tries
from across.room.room import Room
from across.room.shared import is_blank
from across.settings import Settings, read
from across.store import restored as saved
from across.store import workshops
from across.store.database import Connection, Store, StoreUnreachable, open_store
from across.workshop.errors import (
    ContentNotHere,
    NoSuchWorkshop,
    NotAllowedHere,
    NotYourWorkshop,
    TextMissing,
    TextTooLong,
)
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import agenda, full_agenda
from across.workshop.values import LARGEST_GROUP, LONGEST_LINE, Bulletin, Plan, Tap
from content import reader
from content.shape import Content
from scoring.shown import FLOOR

TRIES, TRIES_SECONDS = 20, 60.0
MOST_ROOMS = 200


class CannotOpen(Exception):
    """The application cannot be opened: the message says why and what to do."""


@dataclass(frozen=True)
class Application:
    """What every room of this process shares. `contents` are by version, our own first."""

    settings: Settings
    store: Store
    contents: Mapping[str, Content]
    feed: Feed
    tries: Tries
    taps: Taps

    @property
    def content(self) -> Content:
        """Our own content."""
        return next(iter(self.contents.values()))

    def start(self, plan: Plan) -> tuple[str, str]:
        """Start a workshop; return its join code and its facilitator key, which is not kept readable anywhere.

        Raises TextMissing without a name, TextTooLong, NotAllowedHere for steps or a group size that cannot be,
        ContentNotHere.
        """
        with self.store.write() as connection:
            code, key = self._start(connection, plan)
        return code, key

    def open_saved(self, kept: SavedWorkshop) -> str:
        """Go on with a saved workshop in a new one; return its facilitator key.

        It has another join code, another key and its own time until it is deleted. Raises ContentNotHere.
        """
        shown = kept.results is not None
        plan = _again(kept, held_on=kept.held_on, name=kept.name)
        with self.store.write() as connection:
            code, key = self._start(connection, plan)
            here = workshops.id_of_code(connection, code)
            saved.restore(connection, here, kept)
            if shown:
                workshops.change(connection, here, scoring="finished", revealed=True)
        return key

    def begin_again(self, kept: SavedWorkshop, name: str, held_on: date) -> str:
        """Start the next workshop of the same partnership; return its facilitator key.

        It begins with the last one's actions, and its results will be held against the last ones' where both have
        the same content. With other content, it has our own steps. Raises ContentNotHere, TextMissing, TextTooLong.
        """
        same = kept.content_version in self.contents
        plan = _again(kept, held_on=held_on, name=name)
        if not same:
            plan = replace(plan, content_version="", minutes={one.id: one.minutes for one in full_agenda(self.content)})
        carried = tuple(replace(one, last_time=one.last_time or kept.held_on) for one in kept.actions)
        with self.store.write() as connection:
            code, key = self._start(connection, plan)
            here = workshops.id_of_code(connection, code)
            saved.add_actions(connection, here, carried if same else tuple(replace(one, way=None) for one in carried))
            if same:
                saved.keep(connection, here, saved.Kept(None, None, kept.to_compare))
        return key

    def _start(self, connection: Connection, plan: Plan) -> tuple[str, str]:
        _check(plan)
        if plan.content_version and plan.content_version not in self.contents:
            raise ContentNotHere
        content = self.contents[plan.content_version] if plan.content_version else self.content
        steps = agenda(content, plan.minutes)
        return workshops.start(connection, plan, steps, content.version, self.settings.retention_days)

    def room(self, code: str) -> Room:
        """The room of this join code, as participants see it. Raises NoSuchWorkshop, ContentNotHere."""
        return Room(self.store, self.contents, self.feed, tidy(code))

    def facilitated_room(self, key: str) -> Room:
        """The room that this facilitator key opens. Raises NotYourWorkshop, ContentNotHere."""
        with self.store.read() as connection:
            code = workshops.code_of_key(connection, key)
        return Room(self.store, self.contents, self.feed, code, facilitates=True)

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
        """As `facilitated_room`, for a visitor who may be guessing. Raises TooManyTries, NotYourWorkshop.

        A right key opens at any time: whoever shares the address may have used up its tries, and no key is guessed.
        """
        try:
            return self.facilitated_room(key)
        except NotYourWorkshop:
            self.tries.check(address)
            self.tries.failed(address)
            raise

    def delete_by_key(self, key: str) -> None:
        """Delete the workshop of this facilitator key, even one whose content is not here. Raises NotYourWorkshop."""
        with self.store.write() as connection:
            code = workshops.code_of_key(connection, key)
            workshops.remove(connection, workshops.id_of_code(connection, code))
        self.store.forget()
        self.feed.tell(code)

    def delete_what_is_due(self, today: date | None = None) -> int:
        """Delete the workshops whose retention time is over; return how many."""
        with self.store.write() as connection:
            codes = workshops.remove_due(connection, today or datetime.now(UTC).date())
        if codes:
            self.store.forget()
        for code in codes:
            self.feed.tell(code)
        return len(codes)


def tidy(code: str) -> str:
    """A join code as it is kept: capitals, without spaces and dashes."""
    return "".join(code.split()).replace("-", "").upper()


def open_application(settings: Settings) -> Application:
    """Read the content, open the store, bring its tables up to date.

    Raises CannotOpen.
    """
    try:
        contents = {content.version: content for content in reader.read_all(settings.content_folder)}
        store = open_store(settings.database_url)
    except reader.ContentError as error:
        raise CannotOpen(str(error)) from error
    except StoreUnreachable as error:
        raise CannotOpen(
            f"The store cannot be opened ({error}). Check ACROSS_DATABASE_URL or the data folder."
        ) from error

    def bulletin(code: str) -> Bulletin:
        return application.room(code).bulletin()

    rooms: dict[str, Room] = {}

    def write(code: str, taps: list[Tap]) -> Outcomes:
        # The room of the taps before is good for these too, unless its workshop was deleted meanwhile.
        room = rooms.pop(code, None) or application.room(code)
        outcomes: Outcomes = [*room.respond_all(taps)]
        if len(rooms) < MOST_ROOMS:
            rooms[code] = room
        return outcomes

    application = Application(settings, store, contents, Feed(bulletin), Tries(TRIES, TRIES_SECONDS), Taps(write))
    return application


_applications: dict[Settings, Application] = {}
_opening = threading.Lock()


def the_application() -> Application:
    """The application of this process, opened when first asked for."""
    settings = read()
    with _opening:
        if settings not in _applications:
            _applications[settings] = open_application(settings)
        return _applications[settings]


def _again(kept: SavedWorkshop, *, held_on: date, name: str) -> Plan:
    """The plan of a workshop that follows a saved one. A rehearsal stays one."""
    return Plan(
        name=name,
        partnership=kept.partnership,
        held_on=held_on,
        minutes=kept.minutes,
        smallest_group=kept.smallest_group,
        asks_sector=kept.asks_sector,
        rehearsal=kept.rehearsal,
        content_version=kept.content_version,
    )


def _check(plan: Plan) -> None:
    if is_blank(plan.name):
        raise TextMissing("Give the workshop a name, then start it.")
    if max(len(plan.name), len(plan.partnership)) > LONGEST_LINE:
        raise TextTooLong(f"Keep the name and the partnership to {LONGEST_LINE} characters each.")
    if not FLOOR <= plan.smallest_group <= LARGEST_GROUP:
        raise NotAllowedHere(f"The smallest group shown must be from {FLOOR} to {LARGEST_GROUP}.")

"""The application: the one store, content and feed of this process, and the way into each workshop."""

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from across.live.feed import OLD_SECONDS, Feed
from across.live.taps import Taps
from across.room import tokens
from across.room.allowance import Allowance
from across.room.answering import Answering, AnsweringTogether
from across.room.arrivals import Arrivals
from across.room.asked_files import AskedFiles
from across.room.attempts import FailedAttempts
from across.room.closing import forget_answers
from across.room.comments import Allowed
from across.room.facilitator import Facilitator
from across.room.facilitators import Facilitators
from across.room.health import Health, NotWell
from across.room.participant import Participant
from across.room.reading import FacilitatorReading, ParticipantReading, Reading
from across.room.room import Shared, is_blank
from across.room.signing_in import SIGNED_IN_SECONDS
from across.room.stage import Stages
from across.room.starting import ANYBODY, Starter, must_know_passphrase
from across.room.unchanged import LetIn, Unchanged
from across.room.writing import Writing
from across.settings import Settings, read
from across.store import clock, erasures, facilitators, participants, restored, wiping, workshops
from across.store.database import RECORD_LOCK, Connection, Store, StoreUnreachable, open_store, take_turn
from across.store.erased import Record
from across.workshop.clock import Belief, looked_at, steady
from across.workshop.errors import (
    ContentNotHere,
    InOurWords,
    NoSuchWorkshop,
    NotAllowedHere,
    NotYourWorkshop,
    TextMissing,
    TextTooLong,
)
from across.workshop.facilitators import SignInFirst
from across.workshop.saved_workshop import SavedWorkshop
from across.workshop.steps import agenda, full_agenda
from across.workshop.values import LARGEST_GROUP, LONGEST_LINE, Bulletin, Plan, Workshop, as_phones_see, phones_see_in
from content import reader
from content.shape import Content
from scoring.shown import FLOOR

log = logging.getLogger("across_boundaries")

MOST_FAILED_ATTEMPTS, FAILED_WITHIN_SECONDS = 20, 60.0
# Thirty facilitators in training under one roof start and rehearse twice each; made-up people are busy for hours.
MOST_STARTS, MOST_REHEARSALS, STARTED_WITHIN_SECONDS = 60, 40, 3600.0
RECORDED_EVERY_SECONDS = 600


class CannotOpen(Exception):
    """The application cannot be opened: the message says why and what to do."""


@dataclass(frozen=True)
class Application:
    """What every room of this process shares: `contents` by version, our own first; `clock` in seconds since 1970.

    `clock` only goes on. `calendar` gives these seconds by the clock of the machine, which may be set: by it a
    workshop's time is over. `moved` is when results shown live last moved, by join code and `clock`.
    """

    settings: Settings
    store: Store
    contents: Mapping[str, Content]
    feed: Feed
    attempts: FailedAttempts
    taps: Taps
    clock: Callable[[], float] = time.time
    starts: Allowance = field(default_factory=lambda: Allowance(MOST_STARTS, STARTED_WITHIN_SECONDS))
    rehearsals: Allowance = field(default_factory=lambda: Allowance(MOST_REHEARSALS, STARTED_WITHIN_SECONDS))
    asked_files: AskedFiles = field(default_factory=AskedFiles)
    stages: Stages = field(default_factory=Stages)
    unchanged: Unchanged = field(default_factory=Unchanged)
    let_in: LetIn = field(default_factory=LetIn)
    writing: Writing = field(default_factory=Writing)
    comments: Allowed = field(default_factory=Allowed)
    calendar: Callable[[], float] = time.time
    moved: dict[str, float] = field(default_factory=dict)
    arrivals: Arrivals = field(default_factory=Arrivals)
    passphrases: FailedAttempts = field(
        default_factory=lambda: FailedAttempts(MOST_FAILED_ATTEMPTS, FAILED_WITHIN_SECONDS)
    )

    @property
    def shared(self) -> Shared:
        """What its rooms share."""
        return Shared(
            self.store,
            self.feed,
            self.clock,
            self.writing,
            self.comments,
            calendar=self.calendar,
            moved=self.moved,
            arrivals=self.arrivals,
        )

    @property
    def content(self) -> Content:
        """Our own content."""
        return next(iter(self.contents.values()))

    def start(self, plan: Plan, address: str | None = None, by: Starter = ANYBODY) -> tuple[str, str]:
        """Start a workshop; return its join code and a key to it, which is not kept readable anywhere.

        It is the facilitator key or, for somebody who has signed in and owns it from now on, one of theirs. Raises
        TextMissing without a name, TextTooLong, NotAllowedHere for steps or a group size that cannot be,
        ContentNotHere, TooManyWorkshops from one network address; SignInFirst, WrongPassphrase or TooManyTries where
        not everybody may start one.
        """
        self._count(plan, address, by)
        with self.store.write() as connection:
            code, key = self._start(connection, plan, by)
        return code, key

    def open_saved(self, kept: SavedWorkshop, address: str | None = None, zone: str = "", by: Starter = ANYBODY) -> str:
        """Go on with a saved workshop in a new one; return a key to it, as `start` does.

        It has another join code, another key and its own time until it is deleted. Raises ContentNotHere,
        TooManyWorkshops from one network address, and what `start` raises for who may not.
        """
        shown = kept.results is not None
        plan = _again(kept, held_on=kept.held_on, name=kept.name, zone=zone)
        self._count(plan, address, by)
        with self.store.write() as connection:
            code, key = self._start(connection, plan, by)
            workshop_id, _ = workshops.by_code(connection, code)
            restored.restore(connection, workshop_id, kept)
            if shown:
                workshops.change(connection, workshop_id, scoring="finished", revealed=True)
        return key

    def begin_again(
        self,
        kept: SavedWorkshop,
        name: str,
        held_on: date,
        address: str | None = None,
        zone: str = "",
        by: Starter = ANYBODY,
    ) -> str:
        """Start the next workshop of the same partnership; return a key to it, as `start` does.

        It begins with the last one's actions, and its results will be held against the last ones' where both have
        the same content. With other content, it has our own steps. Raises ContentNotHere, TextMissing, TextTooLong,
        TooManyWorkshops from one network address, and what `start` raises for who may not.
        """
        same = kept.content_version in self.contents
        plan = _again(kept, held_on=held_on, name=name, zone=zone)
        carried = [replace(action, last_time=action.last_time or kept.held_on) for action in kept.actions]
        if not same:
            minutes = {step.id: step.minutes for step in full_agenda(self.content)}
            plan = replace(plan, content_version="", minutes=minutes)
            carried = [replace(action, way=None) for action in carried]
        self._count(plan, address, by)
        with self.store.write() as connection:
            code, key = self._start(connection, plan, by)
            workshop_id, _ = workshops.by_code(connection, code)
            restored.add_actions(connection, workshop_id, tuple(carried))
            if same and kept.to_follow:
                latest, *before = kept.to_follow
                restored.keep(connection, workshop_id, restored.Kept(None, None, latest, tuple(before)))
        return key

    def _count(self, plan: Plan, address: str | None, by: Starter) -> None:
        """Count a workshop that is about to be started from a network address; what cannot start is not counted."""
        if self.settings.sign_in and by.person is None:
            raise SignInFirst
        must_know_passphrase(self.settings.start_passphrase, by.passphrase, address, self.passphrases)
        _check(plan)
        if address:
            (self.rehearsals if plan.rehearsal else self.starts).use(address)

    def _start(self, connection: Connection, plan: Plan, by: Starter) -> tuple[str, str]:
        if plan.content_version and plan.content_version not in self.contents:
            raise ContentNotHere
        content = self.contents[plan.content_version] if plan.content_version else self.content
        steps = agenda(content, plan.minutes)
        code, key = workshops.start(connection, plan, steps, content.version, self.settings.retention_days)
        if by.person:
            workshop_id, _ = workshops.by_code(connection, code)
            facilitators.add_owner(connection, workshop_id, by.person)
            ends_at = int(self.calendar()) + SIGNED_IN_SECONDS
            key = facilitators.give_key(connection, workshop_id, by.person, ends_at)
        return code, key

    @cached_property
    def facilitators(self) -> Facilitators:
        """The workshops of people who sign in."""
        return Facilitators(self.store, self.calendar, self.feed.tell)

    def workshop(self, code: str) -> Workshop:
        """The facts and the state of the workshop with this join code. Raises NoSuchWorkshop."""
        with self.store.read() as connection:
            return workshops.by_code(connection, tidy(code), self.calendar())[1]

    def corrected_addresses(self) -> set[str]:
        """The addresses that facilitators have told their phones to open, in the place of the one detected."""
        with self.store.read() as connection:
            return workshops.corrected_addresses(connection)

    def participant(self, code: str, token: str) -> Participant:
        """The workshop of this join code, for the holder of a token. Raises NoSuchWorkshop, ContentNotHere."""
        with self.store.read() as connection:
            workshop_id, workshop = workshops.by_code(connection, tidy(code), self.calendar())
        return Participant(self.shared, workshop_id, workshop.code, self._content_of(workshop), token)

    def token(self, code: str, known: str | None = None) -> str:
        """The token of a phone at this workshop: the one it is `known` by, if we made it, else a new one.

        Raises NoSuchWorkshop.
        """
        with self.store.read() as connection:
            workshop_id, _ = workshops.by_code(connection, tidy(code), self.calendar())
            secret = workshops.token_secret(connection, workshop_id)
            # Those who joined before tokens were signed are known by the one they have.
            ours = known and (tokens.is_ours(known, secret) or participants.find(connection, workshop_id, known))
        return known if known and ours else tokens.made(secret)

    def answering(self, code: str) -> Answering:
        """The workshop of this join code, for everybody's answers. Raises NoSuchWorkshop, ContentNotHere."""
        with self.store.read() as connection:
            workshop_id, workshop = workshops.by_code(connection, tidy(code), self.calendar())
        return Answering(self.shared, workshop_id, workshop.code, self._content_of(workshop))

    def facilitator(self, key: str) -> Facilitator:
        """The workshop that this facilitator key opens. Raises NotYourWorkshop, ContentNotHere."""
        with self.facilitator_reading(key) as (facilitator, _):
            return facilitator

    def facilitates(self, key: str) -> bool:
        """Whether this facilitator key opens a workshop that can be shown now."""
        try:
            self.facilitator(key)
        except InOurWords:
            return False
        return True

    def key_to_come(self) -> str:
        """A key that opens nothing yet: a browser is given it before it becomes that of a new link."""
        return workshops.new_key()

    def held(self, keys: Collection[str]) -> dict[str, Workshop]:
        """The workshops that these facilitator keys open, each under its key, even where their content is not here."""
        if not keys:
            return {}
        with self.store.read() as connection:
            return workshops.by_keys(connection, keys, self.calendar())

    @contextmanager
    def facilitator_reading(self, key: str) -> Iterator[tuple[Facilitator, FacilitatorReading]]:
        """As `facilitator`, and one moment of the workshop, in one transaction."""
        with self.store.read() as connection:
            workshop_id, workshop = workshops.by_key(connection, key, self.calendar())
            content = self._content_of(workshop)
            reading = FacilitatorReading(connection, workshop_id, workshop, content)
            yield Facilitator(self.shared, workshop_id, workshop.code, content, key), reading

    @contextmanager
    def participant_reading(self, code: str, token: str) -> Iterator[ParticipantReading]:
        """One moment of a workshop as a participant may see it, in one transaction.

        Raises NoSuchWorkshop, ContentNotHere, NotTakingPart.
        """
        with self.store.read() as connection:
            workshop_id, workshop = workshops.by_code(connection, tidy(code), self.calendar())
            seen = as_phones_see(workshop, self.clock())
            yield ParticipantReading(connection, workshop_id, seen, self._content_of(workshop), token)

    def bulletin(self, code: str) -> Bulletin:
        """What every device is told of a workshop. Raises NoSuchWorkshop, ContentNotHere."""
        with self.store.read() as connection:
            workshop_id, workshop = workshops.by_code(connection, tidy(code), self.calendar())
            now = self.clock()
            seen = as_phones_see(workshop, now)
            told = Reading(connection, workshop_id, seen, self._content_of(workshop)).bulletin
        if counts_down := phones_see_in(workshop, now):
            # Whichever process has counted the reveal down: each tells its own devices when it is over.
            self.feed.tell_after(workshop.code, counts_down)
        return replace(told, writing=self.writing_on(workshop.code, workshop.step))

    def bulletin_for(self, code: str, token: str) -> Bulletin | None:
        """What devices are told of a workshop, for a phone that was let in lately; None where it must be read."""
        latest = self.feed.latest(code)
        return latest if latest and self.let_in.is_still(token, code, latest, self.calendar()) else None

    def writing_on(self, code: str, step: str) -> int:
        """On how many phones somebody is writing a note on this step."""
        return self.writing.count(code, step, self.clock())

    def begins_to_write(self, code: str, token: str, step: str) -> None:
        """A participant is writing a note on the step that everyone is at; screens are told where that is new."""
        if self.writing.begin(code, token, step, self.clock()):
            self.feed.tell(code)

    def workshop_for_visitor(self, code: str, address: str) -> Workshop:
        """As `workshop`, for a visitor who may be guessing. Raises TooManyTries, NoSuchWorkshop, ContentNotHere.

        A right code opens at any time, whoever shares the address. With 148 million codes, wrong ones lead to one in
        a day or so of asking as fast as we answer, and then to no more than a seat in the room.
        """
        try:
            found = self.workshop(code)
        except NoSuchWorkshop:
            self.attempts.failed(address, tidy(code))
            raise
        self._content_of(found)
        self.attempts.succeeded(address)
        return found

    def facilitator_for_visitor(self, key: str, address: str) -> Facilitator:
        """As `facilitator`, for a visitor who may be guessing. Raises TooManyTries, NotYourWorkshop.

        A right key opens at any time: whoever shares the address may have used up its tries, and no key is guessed.
        """
        try:
            return self.facilitator(key)
        except NotYourWorkshop:
            self.attempts.failed(address)
            raise

    def _content_of(self, workshop: Workshop) -> Content:
        if workshop.content_version not in self.contents:
            raise ContentNotHere
        return self.contents[workshop.content_version]

    def delete_by_key(self, key: str) -> str:
        """Delete the workshop of this facilitator key, even one whose content is not here. Raises NotYourWorkshop.

        Returns the id of the erasure that takes it off the disk.
        """
        with self.store.write() as connection:
            workshop_id, workshop = workshops.by_key(connection, key)
            erasure = workshops.remove(connection, workshop_id)
        self.feed.tell(workshop.code)
        return erasure

    def delete_what_is_due(self) -> int:
        """Delete the workshops whose time is over; return how many. None by a clock that is in doubt."""
        now = int(self.calendar())
        with self.store.read() as connection:
            before, belief = _believed(connection, now)
            due = workshops.any_is_due(connection, min(now, belief.believed))
            ended = facilitators.any_has_ended(connection, now)
        if ended:
            with self.store.write() as connection:
                facilitators.remove_ended(connection, now)
        if not due and before and belief.doubted == before.doubted and abs(now - before.seen) < RECORDED_EVERY_SECONDS:
            return 0
        with self.store.write() as connection:
            take_turn(connection)
            _, belief = _believed(connection, now)  # another process may have looked meanwhile
            clock.keep(connection, belief)
            codes = workshops.remove_due(connection, min(now, belief.believed))
        for code in codes:
            self.feed.tell(code)
        return len(codes)

    def waits_for_the_clock(self) -> bool:
        """Whether there are workshops whose time is over, and that are not deleted because the clock is in doubt."""
        with self.store.read() as connection:
            belief = clock.read(connection)
            doubted = belief is not None and belief.doubted is not None
            return doubted and workshops.any_is_due(connection, int(self.calendar()))

    def forget_what_was_kept(self) -> None:
        """Delete the answers of workshops whose scoring was closed for good before answers were deleted with that."""
        with self.store.read() as connection:
            finished = workshops.finished_with_answers(connection)
        for workshop_id in finished:
            with self.store.write() as connection:
                take_turn(connection)
                if workshop_id not in workshops.finished_with_answers(connection):
                    continue  # another process that began at the same moment has done it
                here = workshops.read(connection, workshop_id)
                if content := self.contents.get(here.content_version):
                    forget_answers(connection, FacilitatorReading(connection, workshop_id, here, content))

    def erase(self) -> bool:
        """Take what was deleted off the disk, if anything was; False where that must be tried again.

        Before, it is recorded for backups, outside the store. Where nothing was deleted, the log of the store is cut
        off if it has grown.
        """
        with self.store.read() as connection:
            asked, deleted = erasures.waiting(connection), erasures.deletions(connection)
        self._record_for_backups(deleted)
        if not asked:
            return wiping.shorten_log(self.store)
        if not wiping.wipe(self.store):
            return False
        with self.store.write() as connection:
            erasures.done(connection, asked)
        return True

    def _record_for_backups(self, deleted: Collection[erasures.Deletion]) -> None:
        """Record what was deleted. By PostgreSQL it goes even where the data folder takes no record.

        One process at a time writes to it, for a file in the folder of a network may lose what two append at once.
        """
        if not self._record.lacks(deleted):
            return
        try:
            with self._alone_on_postgresql():
                self._record.add(deleted)
        except OSError as error:
            if self.store.kind == "sqlite":
                raise
            why = os.strerror(error.errno or 0)
            log.error("What is deleted is not recorded, so a backup will bring it back: the data folder: %s", why)  # noqa: TRY400 (its kind alone)

    @contextmanager
    def _alone_on_postgresql(self) -> Iterator[None]:
        if self.store.kind == "sqlite":  # which has one process
            yield
            return
        with self.store.read() as connection:
            take_turn(connection, RECORD_LOCK)
            yield

    @cached_property
    def _record(self) -> Record:
        return Record(self.settings.erased_file)

    def look_at_the_store(self) -> None:
        """Raise StoreUnreachable where the file of the store is not what and where it was."""
        self.store.look()

    @cached_property
    def health(self) -> Health:
        """Whether each part of this application is well."""

        def tell() -> None:
            if self.feed.is_behind():
                raise NotWell("Devices are not told of changes, for the store does not answer.")
            if self.store.deaf_seconds() > OLD_SECONDS:
                raise NotWell("What other processes change is told late, for the store lets nobody listen.")

        return Health(
            {"reading": _well(self.store.try_reading), "saving": _well(self.store.try_saving), "telling": tell}
        )

    def is_erased(self, erasure: str) -> bool:
        """Whether what was deleted then is off the disk."""
        with self.store.read() as connection:
            return not erasures.is_waiting(connection, erasure)


def _believed(connection: Connection, now: int) -> tuple[Belief | None, Belief]:
    """What was known of the clock, and what is after a look at it now."""
    before = clock.read(connection)
    return before, looked_at(before, now, nothing_to_lose=not workshops.there_are_any(connection))


def _well(part: Callable[[], None]) -> Callable[[], None]:
    def look() -> None:
        try:
            part()
        except StoreUnreachable as error:
            raise NotWell(str(error)) from None

    return look


def tidy(code: str) -> str:
    """A join code as it is kept: capitals, without spaces and dashes."""
    return "".join(code.split()).replace("-", "").upper()


def open_application(
    settings: Settings, calendar: Callable[[], float] = time.time, *, serves: bool = False
) -> Application:
    """Read the content, open the store, bring its tables up to date; `calendar` is the clock of the machine.

    One that `serves` has an SQLite file for itself, and waits for a PostgreSQL that is coming up. Raises CannotOpen.
    """
    try:
        contents = {content.version: content for content in reader.read_all(settings.content_folder)}
        patience = settings.wait_seconds if serves else 0
        store = open_store(settings.database_url, serves=serves, patience_seconds=patience)
    except reader.ContentError as error:
        raise CannotOpen(str(error)) from error
    except StoreUnreachable as error:
        raise CannotOpen(f"The store cannot be opened. {error}") from error

    def bulletin(code: str) -> Bulletin:
        return application.bulletin(code)

    def answering(code: str) -> Answering:
        return application.answering(code)

    attempts = FailedAttempts(MOST_FAILED_ATTEMPTS, FAILED_WITHIN_SECONDS)
    taps = Taps(AnsweringTogether(store, answering).keep)
    application = Application(
        settings, store, contents, Feed(bulletin), attempts, taps, clock=steady(calendar), calendar=calendar
    )
    application.forget_what_was_kept()
    if serves:
        store.listen(application.feed.heard, application.feed.missed)
    return application


_applications: dict[Settings, Application] = {}
_served: list[Application] = []
_opening = threading.Lock()


@contextmanager
def serving(application: Application) -> Iterator[None]:
    """Meanwhile this is the application of this process: the settings of a server that runs are not read again."""
    _served.append(application)
    try:
        yield
    finally:
        _served.remove(application)


def the_application() -> Application:
    """The application of this process, opened when first asked for."""
    if _served:
        return _served[-1]
    settings = read()
    with _opening:
        if settings not in _applications:
            _applications[settings] = open_application(settings, serves=True)
        return _applications[settings]


def _again(kept: SavedWorkshop, *, held_on: date, name: str, zone: str) -> Plan:
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
        zone=zone,
    )


def _check(plan: Plan) -> None:
    if is_blank(plan.name):
        raise TextMissing("Give the workshop a name, then start it.")
    if max(len(plan.name), len(plan.partnership)) > LONGEST_LINE:
        raise TextTooLong(f"Keep the name and the partnership to {LONGEST_LINE} characters each.")
    if not FLOOR <= plan.smallest_group <= LARGEST_GROUP:
        raise NotAllowedHere(f"The smallest group shown must be from {FLOOR} to {LARGEST_GROUP}.")

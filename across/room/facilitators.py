"""The workshops of people who sign in: opening them anywhere, sharing one, handing one over.

Each deed is given the person who does it, made of what their provider has signed, and asks in its own transaction
what they are to the workshop.
"""

from collections.abc import Callable, Collection
from typing import Any

from across.room.signing_in import SIGNED_IN_SECONDS, tidy_address
from across.store import facilitators, workshops
from across.store.database import Connection, Store
from across.workshop.errors import NotAllowedHere, NotYourWorkshop, TextMissing
from across.workshop.facilitators import Held, Person, Request, Sharing, is_by_sign_in

MOST_SHARING = 20
OWNED = "Somebody has made this workshop theirs. Ask whoever that is to add you, then try again."
ONLY_BY_LINK = (
    "Only who has a workshop open by its facilitator link can make it theirs. Open it with the link, then try again."
)
NOT_YOURS = "You do not facilitate this workshop, or not any more. Ask whoever owns it to add you, then try again."
NOT_ITS_OWNER = "Only who owns this workshop can do this. It may have been handed over meanwhile: reload the page."
NOT_ASKED = "This is asked of you no longer, so nothing was done. Ask whoever sent it to send it again."


class Facilitators:
    """What people who have signed in can do with workshops; `calendar` gives seconds since 1970.

    `tell` says to every device of the workshop of a join code that something has changed.
    """

    def __init__(self, store: Store, calendar: Callable[[], float], tell: Callable[[str], None]) -> None:
        self._store = store
        self._calendar = calendar
        self._tell = tell

    def held_by(self, person: Person) -> list[Held]:
        """The workshops that this person facilitates, the latest first."""
        with self._store.read() as connection:
            return facilitators.held_by(connection, person, self._calendar())

    def asked_of(self, person: Person) -> list[Request]:
        """What others ask of this person: to take a workshop over, or to facilitate it."""
        with self._store.read() as connection:
            return facilitators.asked_of(connection, person, self._calendar())

    def open(self, person: Person, code: str) -> str:
        """A new key to a workshop that this person facilitates. Raises NotYourWorkshop."""
        with self._store.write() as connection:
            place = self._place(connection, person, code)
            facilitators.renew_address(connection, place, person)
            ends_at = int(self._calendar()) + SIGNED_IN_SECONDS
            return facilitators.give_key(connection, place.workshop_id, person, ends_at)

    def unowned(self, codes: Collection[str]) -> set[str]:
        """Those of these join codes whose workshop nobody owns, such as one from before people signed in here."""
        if not codes:
            return set()
        with self._store.read() as connection:
            return facilitators.unowned(connection, codes)

    def claim(self, person: Person, key: str) -> None:
        """Let this person own a workshop that nobody owns, of which they have the facilitator link.

        Then no link opens it any more. Raises NotYourWorkshop where the key opens none, NotAllowedHere for one that
        somebody owns and for a key by signing in.
        """
        if is_by_sign_in(key):
            raise NotAllowedHere(ONLY_BY_LINK)
        with self._store.write() as connection:
            workshop_id, here = workshops.by_key(connection, key, self._calendar())
            # Of two who do this at once, one alone has the key still.
            if workshops.change(connection, workshop_id, if_key=workshops.hashed(key)) is None:
                raise NotYourWorkshop
            if facilitators.is_owned(connection, workshop_id):
                raise NotAllowedHere(OWNED)
            facilitators.add_owner(connection, workshop_id, person)
            facilitators.take_every_key(connection, workshop_id)
        self._tell(here.code)

    def sharing(self, person: Person, code: str) -> list[Sharing]:
        """Everybody who facilitates a workshop of this person, or is asked to. Raises NotYourWorkshop."""
        with self._store.read() as connection:
            place = self._place(connection, person, code)
            return facilitators.shared_by(connection, place.workshop_id, person)

    def ask(self, person: Person, code: str, address: str, *, owns: bool = False) -> None:
        """Ask whoever has this e-mail address to facilitate the workshop or, where they would own it, to take it over.

        Nothing changes before they have signed in and accepted. Raises NotYourWorkshop but for the owner, TextMissing
        for what is no address, NotAllowedHere.
        """
        whose = tidy_address(address)
        if not whose:
            raise TextMissing("Write the whole e-mail address that they sign in with, then try again.")
        if whose == person.address:
            raise NotAllowedHere("This is your own address. Write that of somebody else.")
        with self._store.write() as connection:
            place = self._place(connection, person, code, only_owner=True)
            facilitators.renew_address(connection, place, person)
            if not owns and facilitators.facilitates(connection, place.workshop_id, whose):
                raise NotAllowedHere("They facilitate this workshop already.")
            if facilitators.how_many(connection, place.workshop_id) >= MOST_SHARING:
                raise NotAllowedHere(f"A workshop has up to {MOST_SHARING} facilitators. Remove one, then ask.")
            facilitators.ask(connection, place.workshop_id, whose, owns=owns)

    def accept(self, person: Person, request: str) -> None:
        """Do what was asked of this person. Where they take a workshop over, who had it has it no longer.

        Then no facilitator link opens it any more: who facilitates it by signing in goes on. Raises NotAllowedHere for
        what is not asked of them.
        """
        with self._store.write() as connection:
            row = self._request(connection, person, request)
            facilitators.accept(connection, row, person)
            if row.owns:
                facilitators.take_every_key(connection, row.workshop_id)
        if row.owns:
            self._tell(row.code)

    def decline(self, person: Person, request: str) -> None:
        """Do not do what was asked of this person. Raises NotAllowedHere for what is not asked of them."""
        with self._store.write() as connection:
            row = self._request(connection, person, request)
            facilitators.remove(connection, row.workshop_id, row.id)

    def remove(self, person: Person, code: str, facilitator_id: str) -> None:
        """Take somebody from the workshop, or what is asked of them back; what they have open ends at once.

        Who facilitated it may have a facilitator link: no link opens it from then on. Raises NotYourWorkshop but for
        the owner, NotAllowedHere for somebody who is not there, and for the owner.
        """
        with self._store.write() as connection:
            place = self._place(connection, person, code, only_owner=True)
            [*facilitated] = [
                sharing.asked
                for sharing in facilitators.shared_by(connection, place.workshop_id, person)
                if sharing.id == facilitator_id
            ]
            if not facilitators.remove(connection, place.workshop_id, facilitator_id):
                raise NotAllowedHere("They do not facilitate this workshop any more.")
            if facilitated == [False]:
                facilitators.take_every_key(connection, place.workshop_id)
        self._tell(code)

    def leave(self, person: Person, code: str) -> None:
        """Facilitate this workshop no longer; as after `remove`, no link opens it.

        Raises NotYourWorkshop, NotAllowedHere for its owner.
        """
        with self._store.write() as connection:
            place = self._place(connection, person, code)
            if not facilitators.remove(connection, place.workshop_id, place.id):
                raise NotAllowedHere("You own this workshop. Hand it over, or delete it at its Close.")
            facilitators.take_every_key(connection, place.workshop_id)
        self._tell(code)

    def sign_out(self, keys: Collection[str]) -> None:
        """Let what a browser holds by signing in open nothing any more."""
        if theirs := [key for key in keys if is_by_sign_in(key)]:
            with self._store.write() as connection:
                opened = facilitators.take_keys(connection, theirs)
            for code in opened:
                self._tell(code)

    def _place(self, connection: Connection, person: Person, code: str, *, only_owner: bool = False) -> Any:  # noqa: ANN401 (a row of the table)
        place = facilitators.place_of(connection, person, code, self._calendar())
        if place is None:
            raise NotYourWorkshop(NOT_YOURS)
        if only_owner and not place.owns:
            raise NotYourWorkshop(NOT_ITS_OWNER)
        return place

    def _request(self, connection: Connection, person: Person, request: str) -> Any:  # noqa: ANN401 (a row of the table)
        row = facilitators.asked(connection, person, request, self._calendar())
        if row is None:
            raise NotAllowedHere(NOT_ASKED)
        return row

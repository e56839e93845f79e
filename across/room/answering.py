"""Answers of participants as they come in from many phones at once: kept in one transaction, each for itself."""

from collections.abc import Callable, Sequence

from across.live.taps import Outcomes, Sent
from across.room.room import Room
from across.store import responses, workshops
from across.store.database import Connection, Store
from across.workshop.errors import NotAllowedHere, NotTakingPart, ScoringNotOpen, WorkshopError
from across.workshop.values import Tap

MOST_ROOMS = 200


class Answering(Room):
    """One workshop, for the answers of everybody who takes part in it."""

    def keep(self, taps: Sequence[Tap]) -> Outcomes:
        """Keep many answers in one transaction; for each, why it was not kept, or None."""
        with self._shared.store.write() as connection:
            outcomes = self.keep_in(connection, taps)
        self.tell(outcomes)
        return outcomes

    def keep_in(self, connection: Connection, taps: Sequence[Tap]) -> Outcomes:
        """As `keep`, in a transaction that others share. Devices are told by `tell`, once it has ended."""
        outcomes: Outcomes = [self._why_no_answer(tap) for tap in taps]
        if None not in outcomes:
            return outcomes
        if not workshops.count_up(connection, self._id, scoring="open", now=self._shared.calendar()):
            refusal = self._why_closed(connection)
            return [outcome or refusal for outcome in outcomes]
        for place, tap in enumerate(taps):
            if outcomes[place] is None and not responses.keep(connection, self._id, tap):
                outcomes[place] = NotTakingPart()
        if None not in outcomes:  # a stranger moves nothing, and nobody is told
            workshops.count_down(connection, self._id)
        return outcomes

    def tell(self, outcomes: Outcomes) -> None:
        """Tell every device of what was kept."""
        if None in outcomes:
            self._shared.feed.tell_counts(self.code)

    def _why_no_answer(self, tap: Tap) -> WorkshopError | None:
        try:
            self._must_be_an_answer(tap.item, tap.point, tap.number)
        except NotAllowedHere as error:
            return error
        return None

    def _why_closed(self, connection: Connection) -> WorkshopError:
        try:
            workshops.read(connection, self._id, self._shared.calendar())
        except WorkshopError as gone:
            return gone
        return ScoringNotOpen()


class AnsweringTogether:
    """Keeps the taps of many workshops in one transaction. `find` looks a workshop up by its join code.

    What was found is good until a tap there is refused: the workshop may have been deleted meanwhile.
    """

    def __init__(self, store: Store, find: Callable[[str], Answering]) -> None:
        self._store = store
        self._find = find
        self._found: dict[str, Answering] = {}

    def keep(self, sent: Sequence[Sent]) -> Outcomes:
        """Keep these taps; for each, why it was not kept, or None."""
        # In one order, so that no two processes wait for each other's workshop.
        rooms = {code: self._room(code) for code in sorted({code for code, _ in sent})}
        kept: dict[str, Outcomes] = {}
        with self._store.write_in_line() as connection:
            for code, room in rooms.items():
                taps = [tap for there, tap in sent if there == code]
                kept[code] = room.keep_in(connection, taps) if isinstance(room, Answering) else [room] * len(taps)
        for code, room in rooms.items():
            if isinstance(room, Answering) and None in kept[code]:
                room.tell(kept[code])
                self._remember(code, room)
        each = {code: iter(outcomes) for code, outcomes in kept.items()}
        return [next(each[code]) for code, _ in sent]

    def _room(self, code: str) -> Answering | WorkshopError:
        try:
            return self._found.pop(code, None) or self._find(code)
        except WorkshopError as error:
            return error

    def _remember(self, code: str, room: Answering) -> None:
        if len(self._found) < MOST_ROOMS:
            self._found[code] = room

"""Answers of participants as they come in from many phones at once: kept in one transaction, each for itself."""

from collections.abc import Sequence
from contextlib import suppress

from across.room.room import Room
from across.store import responses
from across.workshop.errors import NotAllowedHere, NotTakingPart, WorkshopError
from across.workshop.values import Tap


class Answering(Room):
    """One workshop, for the answers of everybody who takes part in it."""

    def keep(self, taps: Sequence[Tap]) -> list[WorkshopError | None]:
        """Keep many answers in one transaction; for each, why it was not kept, or None.

        Raises ScoringNotOpen, with nothing kept.
        """
        refusals = [self._why_no_answer(tap) for tap in taps]
        if all(refusals):
            return refusals
        # Where nobody of them takes part, the change is undone: a stranger moves nothing and nobody is told.
        with suppress(NotTakingPart), self._change(if_scoring=("open",), only_counts=True) as connection:
            theirs = responses.respondents_of(connection, self._id, {tap.token for tap in taps})
            refusals = [
                why or (None if tap.token in theirs else NotTakingPart())
                for tap, why in zip(taps, refusals, strict=True)
            ]
            kept = [(theirs[tap.token], tap) for tap, why in zip(taps, refusals, strict=True) if not why]
            if not kept:
                raise NotTakingPart
            responses.save_all(connection, self._id, kept)
        return refusals

    def _why_no_answer(self, tap: Tap) -> WorkshopError | None:
        try:
            self._must_be_an_answer(tap.item, tap.point, tap.number)
        except NotAllowedHere as error:
            return error
        return None

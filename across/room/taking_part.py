"""What participants do. Each acts with the token of their phone."""

import re
from collections.abc import Sequence
from contextlib import suppress

from across.room.shared import Shared, is_blank, tidy_text
from across.store import participants as people
from across.store import responses as answers
from across.store import texts as words
from across.store import workshops
from across.store.database import Connection
from across.workshop.errors import NotAllowedHere, NotTakingPart, ReportNotShared, TextMissing, WorkshopError
from across.workshop.report import Report
from across.workshop.steps import steps_of_notes
from across.workshop.values import LONGEST_TEXT, Action, Answers, Note, Tap, Workshop

MOST_NOTES_EACH = 200
_NOTE_ID = re.compile(r"[0-9a-f]{32}")


class TakingPart(Shared):
    """The deeds of a participant. Each raises NotTakingPart for a stranger."""

    def join(self, token: str) -> None:
        """Take part, and be counted once however often this is called. Raises WorkshopFull."""
        with self._store.read() as connection:
            if people.find(connection, self._id, token):
                return
        with self._change() as connection:
            people.join(connection, self._id, token)

    def answers(self, token: str) -> tuple[Answers, int]:
        """The participant's own answers and the number of their latest tap. Raises NotTakingPart."""
        with self._store.read() as connection:
            return answers.of_participant(connection, people.known(connection, self._id, token))

    def respond(self, token: str, item: str, point: int | None, tap: int) -> None:
        """Keep an answer, None for "Don't know"; an older tap than the one kept changes nothing.

        Raises ScoringNotOpen, NotTakingPart, or NotAllowedHere for an unknown item or point.
        """
        (refusal,) = self.respond_all([Tap(token, item, point, tap)])
        if refusal:
            raise refusal

    def respond_all(self, taps: Sequence[Tap]) -> list[WorkshopError | None]:
        """Keep many answers in one transaction; for each, why it was not kept, or None.

        Raises ScoringNotOpen, with nothing kept.
        """
        refusals = [self._why_no_answer(tap) for tap in taps]
        if all(refusals):
            return refusals
        # Where nobody of them takes part, the change is undone: a stranger moves nothing and nobody is told.
        with suppress(NotTakingPart), self._change(if_scoring=("open",)) as connection:
            theirs = answers.respondents_of(connection, self._id, {tap.token for tap in taps})
            refusals = [
                why or (None if tap.token in theirs else NotTakingPart())
                for tap, why in zip(taps, refusals, strict=True)
            ]
            kept = [(theirs[tap.token], tap) for tap, why in zip(taps, refusals, strict=True) if not why]
            if not kept:
                raise NotTakingPart
            answers.save_all(connection, self._id, kept)
        return refusals

    def _why_no_answer(self, tap: Tap) -> WorkshopError | None:
        try:
            self._must_be_an_answer(tap.item, tap.point, tap.number)
        except NotAllowedHere as error:
            return error
        return None

    def choose_sector(self, token: str, sector: str) -> None:
        """Keep the participant's sector. Raises ScoringNotOpen, NotTakingPart or NotAllowedHere."""
        if sector not in {known.id for known in self.content.choices.sectors} or not self.workshop().asks_sector:
            raise NotAllowedHere
        with self._change(if_scoring=("open",)) as connection:
            theirs = answers.respondents_of(connection, self._id, [token])
            if token not in theirs:
                raise NotTakingPart
            answers.choose_sector(connection, theirs[token], sector)

    def send_note(self, token: str, note_id: str, question: str, body: str, way: str | None) -> None:
        """Keep a participant's note on a question, or an action they propose: a note on the step of the actions.

        One sent twice under the same id (32 hex digits) is kept once.

        Raises TextMissing, TextTooLong, NotTakingPart or NotAllowedHere.
        """
        kept = tidy_text(body, LONGEST_TEXT)
        if is_blank(kept):
            raise TextMissing
        if not _NOTE_ID.fullmatch(note_id) or question not in steps_of_notes(self.content):
            raise NotAllowedHere
        with self._change() as connection:
            who = people.known(connection, self._id, token)
            if not words.is_kept(connection, who, note_id, kept):
                self._must_take_notes(connection, who, question)
                words.add_note(connection, self._id, who, note_id, question, kept, self._way(way))

    def _must_take_notes(self, connection: Connection, who: str, question: str) -> None:
        """Raise NotAllowedHere where this participant can send no more notes to this step."""
        here = workshops.read(connection, self._id)
        if question not in {step.id for step in here.agenda}:
            raise NotAllowedHere("This workshop leaves that step out, so nothing can be sent to it.")
        if here.report_shared:
            raise NotAllowedHere(
                "The report has been shared, so nothing can be added to it. Copy your text, and tell the facilitator: "
                "they can stop sharing the report for a moment."
            )
        if words.number_of_notes(connection, self._id, who) >= MOST_NOTES_EACH:
            raise NotAllowedHere(f"One phone can send up to {MOST_NOTES_EACH} notes, and this one has sent them.")

    def notes_to_mark(self, token: str, question: str) -> tuple[Note, ...]:
        """The visible notes of others on a question, which the participant may mark as true for them too."""
        with self._store.read() as connection:
            who = people.known(connection, self._id, token)
            every = words.notes(connection, self._id, participant_id=who)
        return tuple(note for note in every if note.question == question and not (note.hidden or note.mine))

    def mark_note(self, token: str, note_id: str, *, marked: bool) -> None:
        """Say that somebody else's note is true for this participant too, or take that back.

        Raises NotAllowedHere for a note that is hidden, their own or not there.
        """
        with self._change() as connection:
            who = people.known(connection, self._id, token)
            words.mark_note(connection, self._id, who, note_id, marked=marked)

    def takes_part(self, token: str) -> bool:
        """Whether this token belongs to somebody who has joined."""
        with self._store.read() as connection:
            return people.find(connection, self._id, token) is not None

    def shared_report(self, token: str) -> Report:
        """The report, for a participant. Raises NotTakingPart, ReportNotShared unless the facilitator shares it."""
        with self._store.read() as connection:
            self._report_is_shared(connection, token)
            return self._report(connection)

    def revision_of_shared_report(self, token: str) -> int:
        """The revision of the workshop whose report a participant may have. Raises as `shared_report`."""
        with self._store.read() as connection:
            return self._report_is_shared(connection, token).revision

    def _report_is_shared(self, connection: Connection, token: str) -> Workshop:
        people.known(connection, self._id, token)
        here = workshops.read(connection, self._id)
        if not here.report_shared:
            raise ReportNotShared
        return here

    def agreed_actions(self, token: str) -> tuple[Action, ...]:
        """The actions that the group agreed, for a participant. Raises NotTakingPart."""
        with self._store.read() as connection:
            people.known(connection, self._id, token)
            return words.actions(connection, self._id)

    def own_notes(self, token: str, question: str) -> tuple[Note, ...]:
        """The participant's own notes on a question, in the order they were sent. Raises NotTakingPart."""
        with self._store.read() as connection:
            who = people.known(connection, self._id, token)
            every = words.notes(connection, self._id, participant_id=who)
        return tuple(note for note in every if note.mine and note.question == question)

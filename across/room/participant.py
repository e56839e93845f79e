"""What a participant does, with the token of their phone."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from across.room import tokens
from across.room.answering import Answering
from across.room.arrivals import MOST_A_MINUTE
from across.room.choosing import TOO_LATE, must_be_a_choice, without
from across.room.reading import ParticipantReading
from across.room.room import Room, Shared, is_blank, tidy_text
from across.store import notes, participants, responses, votes, workshops
from across.store.database import Connection
from across.workshop.errors import DoorClosed, NotAllowedHere, NotTakingPart, TextMissing
from across.workshop.steps import comments_on, steps_of_notes
from across.workshop.values import LONGEST_TEXT, Note, Tap, as_phones_see
from content.shape import Content

MOST_NOTES_EACH = 200
MOST_COMMENTS = 2000
SHARED = (
    "The report has been shared, so nothing can be added to it. Your text is still here. Tell the facilitator: "
    "they can stop sharing the report for a moment."
)
SHARED_AS_IT_IS = (
    "The report has been shared, so your notes can no longer be changed or taken back. Tell the facilitator: "
    "they can stop sharing the report for a moment."
)
NO_LONGER_THERE = "This note is no longer there, so nothing was changed. Copy your text to send it as a new note."
AN_ACTION_NOW = (
    "The group has made this an action, so its words can no longer be changed. You can take it back; the action stays."
)
_NOTE_ID = re.compile(r"[0-9a-f]{32}")


class Participant(Room):
    """One workshop for the holder of a phone's token. All but joining raises NotTakingPart for who has not joined."""

    def __init__(self, shared: Shared, workshop_id: str, code: str, content: Content, token: str) -> None:
        super().__init__(shared, workshop_id, code, content)
        self.token = token

    @contextmanager
    def reading(self) -> Iterator[ParticipantReading]:
        """One moment of the workshop as this participant may see it, in one transaction."""
        with self._shared.store.read() as connection:
            here = workshops.read(connection, self._id, self._shared.calendar())
            workshop = as_phones_see(here, self._shared.clock())
            yield ParticipantReading(connection, self._id, workshop, self.content, self.token)

    def join(self, address: str | None = None) -> None:
        """Take part, and be counted once however often this is called; from a network address, where there is one.

        Raises NotTakingPart for a token that we have not made, DoorClosed, TooManyPhones, WorkshopFull. Who takes part
        already is never refused.
        """
        with self._shared.store.read() as connection:
            if participants.find(connection, self._id, self.token):
                return
            self._must_be_let_in(connection, address)
        arrivals = self._shared.arrivals
        tells = bool(address) and arrivals.is_about_to_bring_many(self.code, address or "")
        with self._change(only_counts=not tells) as connection:
            if not workshops.read(connection, self._id).door_open:
                raise DoorClosed
            new = participants.join(connection, self._id, self.token)
            if new and address:
                arrivals.came(self.code, address, new)

    def _must_be_let_in(self, connection: Connection, address: str | None) -> None:
        """Raise where a phone cannot join, before it waits in line with those who write."""
        here = workshops.read(connection, self._id, self._shared.calendar())
        if not tokens.is_ours(self.token, workshops.token_secret(connection, self._id)):
            raise NotTakingPart
        if not here.door_open:
            raise DoorClosed
        if address:
            self._shared.arrivals.ask(self.code, address, self.token, max(MOST_A_MINUTE, here.in_room or 0))

    def respond(self, item: str, point: int | None, tap: int) -> None:
        """Keep an answer, None for "Don't know"; an older tap than the one kept changes nothing.

        Raises ScoringNotOpen, or NotAllowedHere for an unknown item or point.
        """
        answering = Answering(self._shared, self._id, self.code, self.content)
        (refusal,) = answering.keep([Tap(self.token, item, point, tap)])
        if refusal:
            raise refusal

    def choose_sector(self, sector: str) -> None:
        """Keep the participant's sector. Raises ScoringNotOpen or NotAllowedHere."""
        if all(known.id != sector for known in self.content.choices.sectors):
            raise NotAllowedHere
        with self._change(if_scoring=("open",), only_counts=True) as connection:
            if not workshops.read(connection, self._id).asks_sector:
                raise NotAllowedHere
            theirs = responses.respondent_of(connection, self._id, self.token)
            if theirs is None:
                raise NotTakingPart
            responses.choose_sector(connection, theirs, sector)

    def send_note(self, note_id: str, step: str, body: str, way: str | None) -> None:
        """Keep a participant's note on a question, or an action they propose: a note on the step of the actions.

        One sent twice under the same id (32 hex digits) is kept once.

        Raises TextMissing, TextTooLong or NotAllowedHere.
        """
        kept = tidy_text(body, LONGEST_TEXT)
        if is_blank(kept):
            raise TextMissing
        if not _NOTE_ID.fullmatch(note_id) or step not in steps_of_notes(self.content):
            raise NotAllowedHere
        with self._change() as connection:
            sender = participants.known(connection, self._id, self.token)
            if not notes.is_kept(connection, sender, note_id, kept):
                self._must_take_notes(connection, sender, step)
                notes.add(connection, self._id, sender, note_id, step, kept, self._must_be_a_way(way))
            self._shared.writing.end(self.code, self.token, self._shared.clock())

    def change_note(self, note_id: str, body: str, way: str | None) -> str:
        """Give a note of one's own other words or another way, in its place; return its step.

        Marks on other words are forgotten, and choices of them: people gave them to what they had read. The same
        sent twice changes nothing more. Raises TextMissing, TextTooLong, or NotAllowedHere for a note that is not
        theirs or not there, that the group has made an action, or once the report is shared.
        """
        kept = tidy_text(body, LONGEST_TEXT)
        if is_blank(kept):
            raise TextMissing
        with self._change() as connection:
            found = self._own_note(connection, note_id)
            if found is None:
                raise NotAllowedHere(NO_LONGER_THERE)
            if found.taken_up:
                raise NotAllowedHere(AN_ACTION_NOW)
            notes.change(connection, self._id, [note_id], body=kept, way=self._must_be_a_way(way))
            if found.body != kept:
                notes.forget_marks(connection, self._id, note_id)
                votes.forget_topic(connection, self._id, note_id)
        return found.question

    def take_back_note(self, note_id: str) -> str:
        """Delete a note of one's own, everywhere; return its step, empty where it was taken back before.

        An action that the group has made of it stays. Raises NotAllowedHere for a note of somebody else, or once the
        report is shared.
        """
        with self._change() as connection:
            found = self._own_note(connection, note_id)
            if found is None:
                return ""
            notes.remove(connection, self._id, note_id)
            votes.forget_topic(connection, self._id, note_id)
            workshops.take_from_spotlight(connection, self._id, [note_id])
            if not found.taken_up:
                shown = workshops.read(connection, self._id).chosen
                workshops.keep_chosen(connection, self._id, without(shown, note_id))
        return found.question

    def _own_note(self, connection: Connection, note_id: str) -> Note | None:
        """The participant's own note while it may be changed. Raises NotAllowedHere."""
        sender = participants.known(connection, self._id, self.token)
        if workshops.read(connection, self._id).report_shared:
            raise NotAllowedHere(SHARED_AS_IT_IS)
        return notes.find_own(connection, self._id, sender, note_id)

    def comment(self, note_id: str, dimension: str, body: str) -> None:
        """Keep what somebody says to a dimension: apart from their answers, and nobody's as soon as it is sent.

        One sent twice under the same id (32 hex digits) is kept once. Raises TextMissing, TextTooLong, NotAllowedHere
        before scoring opens, once the report is shared, and after as many comments as one phone may send.
        """
        kept = tidy_text(body, LONGEST_TEXT)
        if is_blank(kept):
            raise TextMissing
        dimensions = [known.id for known in self.content.questionnaire.dimensions]
        if not _NOTE_ID.fullmatch(note_id) or dimension not in dimensions:
            raise NotAllowedHere
        with self._change() as connection:
            participants.known(connection, self._id, self.token)
            workshop = workshops.read(connection, self._id)
            if workshop.report_shared:
                raise NotAllowedHere(SHARED)
            if workshop.scoring == "not open" and not workshop.revealed:
                raise NotAllowedHere("Comments can be sent once the questionnaire has begun.")
            self._shared.comments.use(self.code, self.token)
            if notes.count_on(connection, self._id, [comments_on(one) for one in dimensions]) >= MOST_COMMENTS:
                raise NotAllowedHere("This workshop has as many comments as it can take.")
            notes.add_comment(connection, self._id, note_id, comments_on(dimension), kept)

    def choose(self, step: str, topics: Collection[str]) -> None:
        """Keep what this participant wants to talk about, or to do first, in place of what they chose before.

        Raises NotAllowedHere for more than three, for what cannot be chosen, and once what the group chose is shown.
        """
        wanted = set(topics)
        with self._change() as connection:
            workshop = as_phones_see(workshops.read(connection, self._id), self._shared.clock())
            reading = ParticipantReading(connection, self._id, workshop, self.content, self.token)
            if workshop.chosen_on(step):
                raise NotAllowedHere(TOO_LATE)
            must_be_a_choice(wanted, reading.topics(step))
            votes.put(connection, self._id, participants.known(connection, self._id, self.token), step, wanted)

    def finish(self, step: str, *, finished: bool) -> None:
        """Say that this participant has finished a step on which people write, or not yet. Raises NotAllowedHere."""
        if step not in steps_of_notes(self.content):
            raise NotAllowedHere
        with self._change() as connection:
            whose = participants.known(connection, self._id, self.token)
            participants.set_done(connection, self._id, whose, step if finished else None)

    def _must_take_notes(self, connection: Connection, sender: str, step: str) -> None:
        """Raise NotAllowedHere where this participant can send no more notes to this step."""
        workshop = workshops.read(connection, self._id)
        if all(planned.id != step for planned in workshop.agenda):
            raise NotAllowedHere("This workshop leaves that step out, so nothing can be sent to it.")
        if workshop.report_shared:
            raise NotAllowedHere(SHARED)
        if notes.count(connection, self._id, sender) >= MOST_NOTES_EACH:
            raise NotAllowedHere(f"One phone can send up to {MOST_NOTES_EACH} notes, and this one has sent them.")

    def mark_note(self, note_id: str, *, marked: bool) -> None:
        """Say that somebody else's note is true for this participant too, or take that back.

        Raises NotAllowedHere for a note that is hidden, their own or not there.
        """
        with self._change() as connection:
            whose = participants.known(connection, self._id, self.token)
            notes.set_mark(connection, self._id, whose, note_id, marked=marked)

"""The room: everything people do in one workshop. Each change is one transaction, told to all after it is kept."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from content.shape import Content
from live.feed import Feed
from scoring.profile import Profile, frame_of, profile
from scoring.shown import shown
from store import answers, people, words, workshops
from store.database import Connection, Store
from workshop.agenda import MOST_MINUTES
from workshop.errors import (
    NotAllowedHere,
    NotYourWorkshop,
    ScoringFinished,
    ScoringNotOpen,
    TextMissing,
    TextTooLong,
    TooFewChanges,
)
from workshop.report import Report
from workshop.values import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Action,
    Answers,
    Bulletin,
    Counts,
    GroupNote,
    Note,
    Results,
    Workshop,
)

FEWEST_CHANGED = 3
_NOTE_ID = re.compile(r"[0-9a-f]{32}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,200}(/[A-Za-z0-9._~/\-]{0,100})?")


class Room:
    """One workshop, for its facilitator (`facilitates`) or for its participants, who act with their token."""

    def __init__(self, store: Store, content: Content, feed: Feed, code: str, *, facilitates: bool = False) -> None:
        self.code = code
        self.content = content
        self.facilitates = facilitates
        self._store = store
        self._feed = feed
        with store.read() as connection:
            self._id = workshops.id_of_code(connection, code)

    # What everyone may see

    def workshop(self) -> Workshop:
        """The facts and the state of the workshop."""
        with self._store.read() as connection:
            return workshops.read(connection, self._id)

    def counts(self) -> Counts:
        """How many have joined, started and finished."""
        with self._store.read() as connection:
            return self._counts(connection)

    def bulletin(self) -> Bulletin:
        """What every device is told after a change."""
        with self._store.read() as connection:
            here, count = workshops.read(connection, self._id), self._counts(connection)
        return Bulletin(
            revision=here.revision,
            step=here.step,
            scoring=here.scoring,
            revealed=here.revealed,
            timer_ends_at=here.timer_ends_at,
            joined=count.joined,
            started=count.started,
            finished=count.finished,
        )

    # What a participant does

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
        self._must_be_an_answer(item, point, tap)
        with self._change(if_scoring=("open",)) as connection:
            who = people.known(connection, self._id, token)
            respondent = answers.respondent_of(connection, self._id, who)
            answers.save(connection, self._id, respondent, item, point, tap)

    def choose_sector(self, token: str, sector: str) -> None:
        """Keep the participant's sector. Raises ScoringNotOpen, NotTakingPart or NotAllowedHere."""
        if sector not in {known.id for known in self.content.choices.sectors} or not self.workshop().asks_sector:
            raise NotAllowedHere
        with self._change(if_scoring=("open",)) as connection:
            who = people.known(connection, self._id, token)
            answers.choose_sector(connection, answers.respondent_of(connection, self._id, who), sector)

    def send_note(self, token: str, note_id: str, question: str, body: str, way: str | None) -> None:
        """Keep a participant's note; one sent twice under the same id (32 hex digits) is kept once.

        Raises TextMissing, TextTooLong, NotTakingPart or NotAllowedHere.
        """
        kept = _text(body, LONGEST_TEXT)
        if not kept:
            raise TextMissing
        if not _NOTE_ID.fullmatch(note_id) or question not in {one.id for one in self.content.questions.questions}:
            raise NotAllowedHere
        with self._change() as connection:
            who = people.known(connection, self._id, token)
            words.add_note(connection, self._id, who, note_id, question, kept, self._way(way))

    def own_notes(self, token: str, question: str) -> tuple[Note, ...]:
        """The participant's own notes on a question, in the order they were sent. Raises NotTakingPart."""
        with self._store.read() as connection:
            who = people.known(connection, self._id, token)
            every = words.notes(connection, self._id, participant_id=who)
        return tuple(note for note in every if note.mine and note.question == question)

    # What the facilitator does

    def move_to(self, step: str) -> None:
        """Take everyone to a step of the agenda; a timer that runs is stopped. Raises NotAllowedHere."""
        here = self._facilitated()
        if step not in {one.id for one in here.agenda}:
            raise NotAllowedHere
        if step != here.step:
            with self._change(step=step, timer_ends_at=None):
                pass

    def start_timer(self, minutes: int) -> None:
        """Start a timer of so many minutes for the step everyone is at."""
        self._facilitated()
        if not 1 <= minutes <= MOST_MINUTES:
            raise NotAllowedHere(f"A timer runs for 1 to {MOST_MINUTES} minutes.")
        with self._change(timer_ends_at=int(time.time()) + 60 * minutes):
            pass

    def stop_timer(self) -> None:
        """Take the timer away."""
        self._facilitated()
        with self._change(timer_ends_at=None):
            pass

    def correct_address(self, address: str) -> None:
        """Show another join address than the one detected; an empty one goes back to that. Raises NotAllowedHere."""
        self._facilitated()
        tidy = address.strip().rstrip("/")
        if tidy and not _ADDRESS.fullmatch(tidy):
            raise NotAllowedHere("Write the address as people type it, such as http://192.168.1.20:8501.")
        with self._change(join_address=tidy or None):
            pass

    def open_scoring(self) -> None:
        """Let participants answer. Raises ScoringFinished once it was closed for good."""
        self._move_scoring("open", "not open", "open", "closed")

    def close_scoring(self) -> None:
        """Take no more answers; what is saved is kept, and scoring can be opened again."""
        self._move_scoring("closed", "open", "closed")

    def finish_scoring(self) -> None:
        """Close scoring for good and forget which participant gave which answers. There is no way back."""
        self._facilitated()
        with self._change(scoring="finished") as connection:
            answers.cut_links(connection, self._id)

    def reveal(self) -> None:
        """Show the results as they are now to everyone.

        Raises TooFewChanges where results are shown already and fewer than three people have answered or
        changed an answer since.
        """
        self._facilitated()
        with self._change(revealed=True) as connection:
            now, before = answers.rows(connection, self._id), answers.frozen(connection, self._id)
            if before is not None and 0 < answers.people_who_differ(before, now) < FEWEST_CHANGED:
                raise TooFewChanges
            answers.freeze(connection, self._id, now)

    def results(self) -> Results | None:
        """What may be shown of the scores; None until they are revealed."""
        with self._store.read() as connection:
            return self._results(connection)

    def agree(self, item: str, point: int | None, tap: int) -> None:
        """Keep the point the group settled aloud for an item. Raises NotAllowedHere or ScoringFinished."""
        self._facilitated()
        self._must_be_an_answer(item, point, tap)
        with self._change(if_scoring=("not open", "open", "closed"), refusal=ScoringFinished) as connection:
            answers.save(connection, self._id, answers.together(connection, self._id), item, point, tap)

    def agreed(self) -> tuple[Answers, int]:
        """The answers the group settled aloud, and the number of the latest tap."""
        self._facilitated()
        with self._store.read() as connection:
            return answers.of_group(connection, self._id)

    def notes(self, question: str) -> tuple[Note, ...]:
        """Every note on a question, hidden ones too, in the order in which they came."""
        self._facilitated()
        with self._store.read() as connection:
            return tuple(note for note in words.notes(connection, self._id) if note.question == question)

    def hide_note(self, note_id: str, *, hidden: bool) -> None:
        """Hide a note everywhere, the report included, or show it again."""
        self._facilitated()
        with self._change() as connection:
            words.hide_note(connection, self._id, note_id, hidden=hidden)

    def group_note(self, step: str) -> GroupNote:
        """The group's own text on a step; empty with version 0 before the first."""
        self._facilitated()
        with self._store.read() as connection:
            saved = {note.step: note for note in words.group_notes(connection, self._id)}
        return saved.get(step, GroupNote(step, "", 0))

    def write_group_note(self, step: str, body: str, version: int) -> int:
        """Keep the group's text on a step, written on top of `version`; return its new version.

        Raises TextChanged if another version was saved meanwhile, TextTooLong, NotAllowedHere.
        """
        here = self._facilitated()
        if step not in {one.id for one in here.agenda}:
            raise NotAllowedHere
        kept = _text(body, LONGEST_TEXT, strip=False)
        with self._change() as connection:
            return words.write_group_note(connection, self._id, step, kept, version)

    def actions(self) -> tuple[Action, ...]:
        """The actions, in the order in which they were added."""
        self._facilitated()
        with self._store.read() as connection:
            return words.actions(connection, self._id)

    def add_action(self, action: Action) -> None:
        """Keep a new action. Raises TextMissing without a "what"."""
        self._facilitated()
        new = self._clean(action)
        with self._change() as connection:
            words.add_action(connection, self._id, new)

    def change_action(self, action: Action) -> None:
        """Keep a changed action. Raises TextChanged if somebody has changed it meanwhile."""
        self._facilitated()
        changed = self._clean(action)
        with self._change() as connection:
            words.change_action(connection, self._id, changed)

    def remove_action(self, action_id: str) -> None:
        """Take an action off the list."""
        self._facilitated()
        with self._change() as connection:
            words.remove_action(connection, self._id, action_id)

    def report(self) -> Report:
        """All that may leave the house, read in one transaction."""
        self._facilitated()
        with self._store.read() as connection:
            return Report(
                workshop=workshops.read(connection, self._id),
                content=self.content,
                counts=self._counts(connection),
                group_notes=words.group_notes(connection, self._id),
                notes=tuple(note for note in words.notes(connection, self._id) if not note.hidden),
                actions=words.actions(connection, self._id),
                results=self._results(connection),
            )

    def delete(self) -> None:
        """Delete the workshop and everything in it, at once and for good."""
        self._facilitated()
        with self._store.write() as connection:
            workshops.remove(connection, self._id)
        self._feed.tell(self.code)

    # How

    @contextmanager
    def _change(
        self,
        *,
        if_scoring: tuple[str, ...] = (),
        refusal: type[Exception] = ScoringNotOpen,
        **values: object,
    ) -> Iterator[Connection]:
        with self._store.write() as connection:
            if workshops.change(connection, self._id, if_scoring=if_scoring, **values) is None:
                workshops.read(connection, self._id)  # says so if the workshop is gone
                raise refusal
            yield connection
        self._feed.tell(self.code)

    def _facilitated(self) -> Workshop:
        if not self.facilitates:
            raise NotYourWorkshop
        return self.workshop()

    def _move_scoring(self, to: str, *allowed: str) -> None:
        self._facilitated()
        refusal = ScoringFinished if "not open" in allowed or self.workshop().scoring == "finished" else ScoringNotOpen
        with self._change(if_scoring=allowed, refusal=refusal, scoring=to):
            pass

    def _counts(self, connection: Connection) -> Counts:
        return people.counts(connection, self._id, len(self.content.questionnaire.items))

    def _results(self, connection: Connection) -> Results | None:
        here = workshops.read(connection, self._id)
        if not here.revealed:
            return None
        given = [(who, item, point) for who, _, item, point in answers.frozen(connection, self._id) or []]
        agreed, _ = answers.of_group(connection, self._id)
        together = [("together", item, point) for item, point in agreed.points.items()]
        return Results(
            profile=shown(self._profile(given), here.smallest_group) if given else None,
            agreed=self._profile(together) if together else None,
            smallest_group=here.smallest_group,
        )

    def _profile(self, rows: list[tuple[str, str, int | None]]) -> Profile:
        return profile(frame_of(rows), self.content.questionnaire, len(self.content.choices.scale.points))

    def _must_be_an_answer(self, item: str, point: int | None, tap: int) -> None:
        known = item in {one.id for one in self.content.questionnaire.items}
        in_range = point is None or 1 <= point <= len(self.content.choices.scale.points)
        if not (known and in_range and 0 < tap < 2**31):
            raise NotAllowedHere

    def _way(self, way: str | None) -> str | None:
        if way and way not in {one.id for one in self.content.choices.ways.list}:
            raise NotAllowedHere
        return way or None

    def _clean(self, action: Action) -> Action:
        what = _text(action.what, LONGEST_TEXT)
        if not what:
            raise TextMissing("Say what will be done, then add the action.")
        who, by_when = _text(action.who, LONGEST_LINE), _text(action.by_when, LONGEST_LINE)
        with_others = _text(action.with_others, LONGEST_LINE)
        return Action(action.id, what, who, by_when, self._way(action.way), with_others, action.version)


def _text(text: str, longest: int, *, strip: bool = True) -> str:
    # PostgreSQL keeps no NUL, and no store keeps half of a surrogate pair.
    kept = text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    kept = kept.strip() if strip else kept
    if len(kept) > longest:
        raise TextTooLong(f"This text is too long. Shorten it to {longest:,} characters or fewer and save it again.")
    return kept

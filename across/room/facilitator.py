"""What the facilitator does in their workshop. Whoever holds one of these has shown the facilitator's key."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any, get_args

from across.room.choosing import STEPS, chosen, without
from across.room.closing import closing_ends, forget_answers
from across.room.drawing import Drawing, drawing
from across.room.join_address import understood
from across.room.newer_answers import LIVE_SECONDS, live_answers, revealed_answers
from across.room.reading import FacilitatorReading
from across.room.room import Room, Shared, is_blank, tidy_text
from across.store import actions, erasures, group_notes, notes, responses, taken_out, votes, workshops
from across.store.database import Connection
from across.workshop.errors import ModeIsSettled, NotAllowedHere, ScoringFinished, TextMissing
from across.workshop.paper_forms import MOST_FORMS
from across.workshop.report import Report
from across.workshop.steps import ACTIONS, MOST_MINUTES, RESULTS
from across.workshop.values import (
    EVERY_PART,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_PARTICIPANTS,
    TAKEN_UP,
    Action,
    ActionState,
    Answers,
    Asking,
    ClosingEnds,
    Edition,
    Look,
    Paper,
    Phase,
    Phones,
    ResultsMode,
    Spread,
    Theme,
    View,
    Wifi,
    Workshop,
    proposed,
)
from content.shape import Content

MOST_SENTENCES = 50
MOST_PAGES = 1000
MOST_AT_ONCE = 1000
LONGEST_WIFI = 100
_NO_TIMER = {"timer_phase": None, "timer_ends_at": None, "timer_left": None}
# How a step begins on the stage.
_AS_ASKED = {"asking": "auto", "sentence": 0, "covered": False, "spotlight": None, "wall_page": 0}


class Facilitator(Room):
    """One workshop in its facilitator's hands.

    Each deed raises NoSuchWorkshop once the workshop is deleted, NotYourWorkshop once a new link was made elsewhere.
    """

    def __init__(self, shared: Shared, workshop_id: str, code: str, content: Content, key: str) -> None:
        super().__init__(shared, workshop_id, code, content)
        self._key = workshops.hashed(key)

    @contextmanager
    def reading(self) -> Iterator[FacilitatorReading]:
        """One moment of the workshop, in one transaction."""
        with self._shared.store.read() as connection:
            yield self._reading(connection)

    def drawing(self, step: str | None) -> Drawing:
        """What the page of a step is drawn from; with None, of the step that everyone is at."""
        with self.reading() as reading:
            return self.draw(reading, step or reading.workshop.step)

    def draw(self, reading: FacilitatorReading, step: str) -> Drawing:
        """As `drawing`, from a reading that is open already."""
        return drawing(reading, step)

    def workshop(self) -> Workshop:
        """The facts and the state of the workshop."""
        with self.reading() as reading:
            return reading.workshop

    def report(self) -> Report:
        """All that may leave the server."""
        with self.reading() as reading:
            return reading.report()

    def _reading(self, connection: Connection) -> FacilitatorReading:
        here = workshops.read(connection, self._id, self._shared.calendar(), if_key=self._key)
        return FacilitatorReading(connection, self._id, here, self.content)

    def move_to(self, step: str) -> None:
        """Take everyone to a step of the agenda; a timer that runs is stopped. Raises NotAllowedHere."""
        here = self.workshop()
        if step not in {planned.id for planned in here.agenda}:
            raise NotAllowedHere
        if step != here.step:
            self._set(step=step, **_AS_ASKED, **_NO_TIMER)

    def start_timer(self, minutes: int, phase: Phase = "all") -> None:
        """Start a timer of so many minutes for the step everyone is at: to think alone, in pairs or all together."""
        if not 1 <= minutes <= MOST_MINUTES or phase not in get_args(Phase):
            raise NotAllowedHere(f"A timer runs for 1 to {MOST_MINUTES} minutes.")
        self._set(timer_phase=phase, timer_ends_at=self._shared.now() + 60 * minutes, timer_left=None)

    def pause_timer(self) -> None:
        """Hold the timer. Does nothing if none runs."""
        timer = self.workshop().timer
        if timer and timer.ends_at:
            self._set(timer_ends_at=None, timer_left=max(0, timer.ends_at - self._shared.now()))

    def resume_timer(self) -> None:
        """Let a held timer run on. Does nothing if none is held."""
        timer = self.workshop().timer
        if timer and timer.left is not None:
            self._set(timer_ends_at=self._shared.now() + timer.left, timer_left=None)

    def add_minute(self) -> None:
        """Give one more minute, counted from now if the time is up. Does nothing without a timer."""
        timer = self.workshop().timer
        if timer and timer.ends_at:
            self._set(timer_ends_at=max(timer.ends_at, self._shared.now()) + 60)
        elif timer:
            self._set(timer_left=(timer.left or 0) + 60)

    def stop_timer(self) -> None:
        """Take the timer away."""
        self._set(**_NO_TIMER)

    def ask(self, how: Asking, sentence: int = 0) -> None:
        """Show the question large, the wall, or whichever fits, and one sentence of it or the whole (0).

        Raises NotAllowedHere.
        """
        if how not in get_args(Asking) or not 0 <= sentence <= MOST_SENTENCES:
            raise NotAllowedHere
        self._set(asking=how, sentence=sentence)

    def cover_notes(self, *, covered: bool) -> None:
        """Collect the notes of this step without showing any, or show those that are in."""
        self._set(covered=covered, spotlight=None)

    def spotlight(self, note_id: str | None) -> None:
        """Show one visible note of this step large, None for none. Raises NotAllowedHere."""
        with self._change(spotlight=note_id) as connection:
            if note_id is not None:
                here, found = workshops.read(connection, self._id), notes.find(connection, self._id, note_id)
                if found.hidden or found.question != here.step or here.covered:
                    raise NotAllowedHere

    def turn_wall(self, page: int) -> None:
        """Show this page of the wall, counted from 0. Raises NotAllowedHere."""
        if not 0 <= page < MOST_PAGES:
            raise NotAllowedHere
        self._set(wall_page=page)

    def choose_theme(self, theme: Theme) -> None:
        """Show the picture in these colours on every screen. Raises NotAllowedHere."""
        if theme not in get_args(Theme):
            raise NotAllowedHere
        self._set(theme=theme)

    def show_wifi(self, wifi: Wifi | None) -> None:
        """Show a QR code that joins this Wi-Fi, or none. Raises TextTooLong."""
        kept = wifi and {"name": tidy_text(wifi.name, LONGEST_WIFI), "password": tidy_text(wifi.password, LONGEST_WIFI)}
        self._set(wifi=kept if kept and kept["name"] else None)

    def correct_address(self, address: str, port: int | None = None) -> None:
        """Show another join address than the one detected; an empty one goes back to that.

        What was typed is understood without a scheme and, given this server's `port`, without that. Raises
        NotAllowedHere where phones could not open it.
        """
        self._set(join_address=understood(address, port) or None)

    def open_scoring(self) -> None:
        """Let participants answer. Raises ScoringFinished once it was closed for good."""
        here = self.workshop()
        allowed = ("not open", "open", "closed")
        shown_live = here.revealed or here.results_mode == "live"
        with self._change(if_scoring=allowed, refusal=ScoringFinished, scoring="open", revealed=shown_live):
            pass

    def close_scoring(self) -> None:
        """Take no more answers; what is saved is kept, and scoring can be opened again."""
        with self._change(if_scoring=("open", "closed"), scoring="closed"):
            pass

    def finish_scoring(self) -> None:
        """Close scoring for good and delete what each person answered: what may be shown of it is kept, and no more.

        There is no way back. Results that were not revealed yet are kept as they could be at this moment, and can be
        revealed later. Raises ScoringFinished the second time.
        """
        allowed = ("not open", "open", "closed")
        with self._change(if_scoring=allowed, refusal=ScoringFinished, scoring="finished") as connection:
            forget_answers(connection, self._reading(connection))

    def what_closing_ends(self) -> ClosingEnds:
        """What closing scoring for good would end, at this moment."""
        with self.reading() as reading:
            return closing_ends(reading)

    def is_being_erased(self) -> bool:
        """Whether something that was deleted here is not off the disk yet."""
        with self._shared.store.read() as connection:
            return erasures.is_waiting_of(connection, self._id)

    def choose_results_mode(self, mode: ResultsMode) -> None:
        """Show results when revealed, or live as they come. Raises NotAllowedHere once scoring has been opened."""
        if mode not in get_args(ResultsMode):
            raise NotAllowedHere
        refusal = ModeIsSettled
        with self._change(if_scoring=("not open",), refusal=refusal, results_mode=mode):
            pass

    def reveal(self, *, counted: bool = False) -> None:
        """Show the results as they are now to everyone; `counted` down on every screen the first time.

        Where results are shown already, people enter a dimension only if at least three more have answered all
        of its items, and what has entered stays as it was. Raises TooFewAnswers where nothing could be shown: no
        dimension has been answered by as many as the smallest group, and no score was agreed together; TooFewChanges
        if there is something newer and none of it can enter.
        """
        first = counted and not self.workshop().revealed
        moment: dict[str, Any] = {"revealed_at": round(self._shared.clock() * 1000)} if first else {}
        with self._change(revealed=True, **moment) as connection:
            after = revealed_answers(self._reading(connection))
            if after is not None:
                responses.freeze(connection, self._id, after, self._shared.now())

    def show_chosen(self, step: str) -> None:
        """Show what the group chose at a step, and take no more: who chose what is forgotten.

        Results then show where to talk. A second time does nothing. Raises NotAllowedHere while fewer than the
        smallest group have chosen.
        """
        if step not in STEPS:
            raise NotAllowedHere
        with self._change() as connection:
            reading = self._reading(connection)
            here, people = reading.workshop, reading.choosers(step)
            if here.chosen_on(step):
                return
            if people < here.smallest_group:
                raise NotAllowedHere(f"{people} of us have chosen. It can be shown from {here.smallest_group} on.")
            found = chosen(step, people, reading.votes(step), reading.topics(step))
            workshops.keep_chosen(connection, self._id, (*here.chosen, found))
            votes.forget(connection, self._id, step)
            if step == RESULTS:
                look = asdict(replace(here.look, view="talk", dimension=None))
                workshops.change(connection, self._id, look=look)

    def show_results_as(self, look: Look) -> None:
        """Show the results in this way on every screen. Raises NotAllowedHere for one that cannot be."""
        dimensions = {None, *(dimension.id for dimension in self.content.questionnaire.dimensions)}
        known = look.view in get_args(View) and look.spread in get_args(Spread) and look.dimension in dimensions
        if not known:
            raise NotAllowedHere
        self._set(look=asdict(look))

    def look_at(self, view: View, dimension: str | None = None) -> None:
        """Show this view of the results on every screen; sectors have lines on phones while they are looked at.

        Raises NotAllowedHere.
        """
        look = self.workshop().look
        sectors = look.sectors if view in ("items", "talk", "more") else view == "sectors"
        self.show_results_as(replace(look, view=view, dimension=dimension, sectors=sectors))

    def draw_spread(self, how: Spread) -> None:
        """Draw how far answers lie apart in this way on every screen. Raises NotAllowedHere."""
        self.show_results_as(replace(self.workshop().look, spread=how))

    def refresh(self) -> bool:
        """In a workshop that shows results live, let newer answers in; True if there were any to let in.

        Not more often than every few seconds, by a clock that nobody sets.
        """
        now = self._shared.clock()
        if now - self._shared.moved.get(self.code, -math.inf) < LIVE_SECONDS:
            return False
        with self.reading() as reading:
            if live_answers(reading) is None:
                return False
        with self._change() as connection:
            after = live_answers(self._reading(connection))
            if after is not None:
                responses.freeze(connection, self._id, after, self._shared.now())
                self._shared.moved[self.code] = now
        return after is not None

    def agree(self, item: str, point: int | None, tap: int) -> None:
        """Keep the point the group settled aloud for an item. Raises NotAllowedHere or ScoringFinished."""
        self._must_be_an_answer(item, point, tap)
        with self._change(if_scoring=("not open", "open", "closed"), refusal=ScoringFinished) as connection:
            whose = responses.together(connection, self._id)
            responses.save(connection, self._id, whose, item, point, tap)

    def settle(self, item: str, point: int | None) -> None:
        """As `agree`, after all that was settled before. Raises NotAllowedHere or ScoringFinished."""
        with self.reading() as reading:
            latest = reading.latest_agreed
        self.agree(item, point, latest + 1)

    def enter_forms(
        self, forms: Sequence[Answers], instead_of: Sequence[str] = (), *, sent: str = ""
    ) -> tuple[str, ...]:
        """Keep paper forms, all of them or none; each counts as a person who answered for themselves.

        `instead_of` are the ids of forms entered before, which these correct. What is `sent` under the same name again,
        because no answer came, changes nothing. Returns the ids of the new ones.
        Raises TextMissing without a form, NotAllowedHere for an answer that cannot be and for a correction once
        results were revealed, ScoringFinished.
        """
        if not forms:
            raise TextMissing("There is no form to save yet. Fill in at least one answer.")
        sectors = {None, *(sector.id for sector in self.content.choices.sectors)}
        for form in forms[: MOST_FORMS + 1]:
            for item, point in form.points.items():
                self._must_be_an_answer(item, point, 1)
        if len(forms) > MOST_FORMS or not {form.sector for form in forms} <= sectors:
            raise NotAllowedHere
        names = responses.names_of_forms(self._id, sent, len(forms))
        with self._change(if_scoring=("not open", "open", "closed"), refusal=ScoringFinished) as connection:
            if sent and responses.has_forms(connection, self._id, names):
                return names
            if instead_of:
                self._take_forms_back(connection, instead_of)
            responses.add_forms(connection, self._id, forms, names)
        return names

    def remove_forms(self) -> None:
        """Take every paper form back. Raises NotAllowedHere once results were revealed, ScoringFinished."""
        with self._change(if_scoring=("not open", "open", "closed"), refusal=ScoringFinished) as connection:
            self._take_forms_back(connection)

    def _take_forms_back(self, connection: Connection, ids: Sequence[str] | None = None) -> None:
        # What has been shown stays as it was: asked within the change, so that no reveal comes in between.
        if responses.frozen_at(connection, self._id):
            raise NotAllowedHere("The results have been shown, so forms can be added but no longer removed or changed.")
        responses.remove_forms(connection, self._id, ids)

    def hide_note(self, note_id: str, *, hidden: bool) -> None:
        """Hide a note everywhere, the report included, or show it again."""
        self.hide_notes([note_id], hidden=hidden)

    def pin_note(self, note_id: str, *, pinned: bool) -> None:
        """Keep a note at the head of the wall, or no longer."""
        self.pin_notes([note_id], pinned=pinned)

    def gather_note(self, note_id: str, heading: str) -> None:
        """Put a note in the group of this heading; an empty one takes it out. Raises TextTooLong."""
        self.gather_notes([note_id], heading)

    def hide_notes(self, note_ids: Sequence[str], *, hidden: bool) -> None:
        """Hide notes everywhere, or show them again: all of them or none. Raises NotAllowedHere."""
        with self._change_notes(note_ids, hidden=hidden) as connection:
            if hidden:
                workshops.take_from_spotlight(connection, self._id, note_ids)

    def pin_notes(self, note_ids: Sequence[str], *, pinned: bool) -> None:
        """Keep notes at the head of the wall, or no longer: all of them or none. Raises NotAllowedHere."""
        with self._change_notes(note_ids, pinned=pinned):
            pass

    def gather_notes(self, note_ids: Sequence[str], heading: str) -> None:
        """Put notes in the group of this heading; an empty one takes them out. Raises TextTooLong, NotAllowedHere."""
        with self._change_notes(note_ids, heading=tidy_text(heading, LONGEST_LINE)):
            pass

    @contextmanager
    def _change_notes(self, note_ids: Sequence[str], **values: object) -> Iterator[Connection]:
        if not 0 < len(note_ids) <= MOST_AT_ONCE:
            raise NotAllowedHere
        with self._change() as connection:
            notes.change(connection, self._id, note_ids, **values)
            yield connection

    def take_up(self, note_id: str, action: Action | None = None, said: Mapping[str, str] | None = None) -> None:
        """Make a visible note an action, with the words of this one or its own. One that is an action already stays so.

        What is `said` of it (`what`, `who`, `by_when`) takes the place of its own words.

        Raises NotAllowedHere for a note that is hidden or not there, TextMissing, TextTooLong.
        """
        with self._change() as connection:
            found = notes.find(connection, self._id, note_id)
            if found.hidden:
                raise NotAllowedHere
            if found.taken_up:
                return
            actions.add(
                connection, self._id, self._clean(action or replace(proposed(found), **dict[str, Any](said or {})))
            )
            # Proposals stand together once they are actions; a note on a question stays in its group.
            heading = {"heading": TAKEN_UP} if found.question == ACTIONS else {}
            notes.change(connection, self._id, [note_id], taken_up=True, **heading)

    def _set(self, **values: Any) -> None:  # noqa: ANN401 (whatever the state row holds)
        with self._change(**values):
            pass

    def write_group_note(self, step: str, body: str, version: int) -> int:
        """Keep the group's text on a step, written on top of `version`; return its new version.

        Raises TextChanged if another version was saved meanwhile, TextTooLong, NotAllowedHere.
        """
        here = self.workshop()
        if step not in {planned.id for planned in here.agenda}:
            raise NotAllowedHere
        kept = tidy_text(body, LONGEST_TEXT, strip=False)
        with self._change() as connection:
            return group_notes.write(connection, self._id, step, kept, version)

    def add_action(self, action: Action, *, sent_as: str = "") -> None:
        """Keep a new action. One sent twice as the same id (32 hex digits) is kept once.

        Raises TextMissing without a "what".
        """
        new = self._clean(action)
        with self._change() as connection:
            actions.add(connection, self._id, new, sent_as)

    def change_action(self, action: Action) -> None:
        """Keep a changed action. Raises TextChanged if somebody has changed it meanwhile."""
        changed = self._clean(action)
        with self._change() as connection:
            actions.change(connection, self._id, changed)

    def remove_action(self, action_id: str) -> None:
        """Take an action off the list."""
        with self._change() as connection:
            actions.remove(connection, self._id, action_id)

    def share_report(self, edition: Edition | None) -> None:
        """Let participants download this copy of the report from their phones, or no longer."""
        if edition is None:
            self._set(report_shared=False)
        elif not edition.parts <= set(EVERY_PART) or edition.paper not in get_args(Paper):
            raise NotAllowedHere
        else:
            kept = {**asdict(edition), "parts": sorted(edition.parts)}
            self._set(report_shared=True, report_edition=kept)

    def share_as_before(self, *, on: bool) -> None:
        """Let participants download the copy that was chosen last, or everything; or no longer."""
        self._set(report_shared=on)

    def open_door(self, *, opened: bool) -> None:
        """Let other phones join, or nobody else: who takes part already goes on."""
        self._set(door_open=opened)

    def say_in_room(self, number: int | None) -> None:
        """Keep how many people are in the room, None where that is not known. Raises NotAllowedHere.

        Phones beyond that number are taken for nobody: so many more must answer before anything is shown.
        """
        if number is not None and not 1 <= number <= MOST_PARTICIPANTS:
            raise NotAllowedHere(f"The number in the room can be from 1 to {MOST_PARTICIPANTS:,}.")
        self._set(in_room=number)

    def phones(self) -> Phones:
        """The phones that have joined and those that were taken out, in no order that says anything of them."""
        with self.reading() as reading:
            return reading.phones(self._shared.arrivals.many(self.code))

    def take_out(self, phones: Collection[str]) -> None:
        """Take phones out: nothing that they sent is kept, but for what was shown of their answers.

        Their notes go, too, unless the report has been shared: it stays as people have it. Nobody else's are touched.
        """
        with self._change() as connection:
            people = taken_out.take_out(connection, self._id, phones)
            if not workshops.read(connection, self._id).report_shared:
                self._forget_notes(connection, people)
            workshops.note_taken_out(connection, self._id)
        self._shared.arrivals.went(self.code, people)

    def _forget_notes(self, connection: Connection, people: Sequence[str]) -> None:
        gone = taken_out.forget_notes(connection, self._id, people)
        workshops.take_from_spotlight(connection, self._id, gone)
        shown = workshops.read(connection, self._id).chosen
        for note_id, is_an_action in gone.items():
            shown = shown if is_an_action else without(shown, note_id)
        workshops.keep_chosen(connection, self._id, shown)

    def let_in_again(self, phones: Collection[str]) -> None:
        """Let phones that were taken out take part again, with nothing of what they had sent."""
        with self._change() as connection:
            taken_out.let_in_again(connection, self._id, phones)

    def replace_key(self, key: str) -> None:
        """Let this key open the workshop, and the one that was shown no longer: the link made before is dead.

        Of two that replace the same key at once, one alone does; the other raises NotYourWorkshop.
        """
        # The browser that does this has the new key a moment later: nobody is told to look at the picture anew.
        with self._change(only_counts=True, key_hash=workshops.hashed(key)):
            pass

    def make_link(self) -> str:
        """A new facilitator key; the one made before opens nothing any more. Who opened it by signing in goes on."""
        key = workshops.new_key()
        self.replace_key(key)
        return key

    def delete(self) -> str:
        """Delete the workshop and everything in it, at once and for good.

        Returns the id of the erasure that takes it off the disk, by which it can be asked when that is done. Raises
        NoSuchWorkshop where it is gone already, NotYourWorkshop where another key opens it by now.
        """
        with self._shared.store.write() as connection:
            workshops.read(connection, self._id, if_key=self._key)
            erasure = workshops.remove(connection, self._id)
        self._shared.feed.tell(self.code)
        return erasure

    def _clean(self, action: Action) -> Action:
        what = tidy_text(action.what, LONGEST_TEXT)
        if is_blank(what):
            raise TextMissing("Say what will be done, then add the action.")
        who, by_when = tidy_text(action.who, LONGEST_LINE), tidy_text(action.by_when, LONGEST_LINE)
        with_others = tidy_text(action.with_others, LONGEST_LINE)
        if action.state not in get_args(ActionState):
            raise NotAllowedHere
        way = self._must_be_a_way(action.way)
        return replace(action, what=what, who=who, by_when=by_when, way=way, with_others=with_others)

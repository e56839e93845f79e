"""What the stage is drawn from: one reading of the workshop at each revision, however many screens ask for it."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from across.room.choosing import STEPS
from across.room.reading import FacilitatorReading
from across.room.stage_results import StageResults, at_results
from across.workshop.steps import ACTIONS, CLOSE, QUESTIONNAIRE, RESULTS, WELCOME, steps_of_notes
from across.workshop.values import Action, Answers, Chosen, Counts, GroupNote, Note, Workshop

MOST_WORKSHOPS = 200
_LONGEST_VERSION = 12


@dataclass(frozen=True)
class Choosing:
    """How many people have chosen at this step, and what the group chose once that is shown."""

    people: int
    shown: Chosen | None


@dataclass(frozen=True)
class Picture:
    """One moment of a workshop at the step that everyone is at.

    `sent` and `finished` count the people who have sent a note on the step, and those who said they have finished it.
    `notes` are all of the step, hidden and covered ones, too. `results` are there at Results alone,
    `together`, the answers that were settled aloud, at the questionnaire; `choosing` where there is something to
    choose, or was; `actions`, and the group's own notes on all steps, `agreed`, where they are shown: at Actions and at
    Close, actions at Welcome, too.
    """

    workshop: Workshop
    counts: Counts
    sent: int
    finished: int
    notes: tuple[Note, ...]
    group_note: GroupNote
    results: StageResults | None = None
    together: Answers | None = None
    choosing: Choosing | None = None
    actions: tuple[Action, ...] = ()
    agreed: tuple[GroupNote, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a screen is told that knows the picture up to an earlier version.

    `notes` are those it does not know as they are, with their places, counted from 1; every one if it is the `whole`.
    `results` says whether it does not know the results as they are.
    """

    version: str
    whole: bool
    picture: Picture
    notes: tuple[tuple[int, Note], ...]
    results: bool


class Stages:
    """The pictures of all workshops as they were last read in this process, which `boot` names.

    A version is that name and the revision at which the picture last changed: that of another process is none of ours.
    """

    def __init__(self) -> None:
        self.boot = secrets.token_hex(3)
        self._stages: OrderedDict[str, _Stage] = OrderedDict()
        self._lock = threading.Lock()

    def told(self, reading: FacilitatorReading, since: str = "") -> Told | None:
        """What is new since a version, everything where that is none of ours; None where nothing is.

        Reads the state of the workshop alone while that says that nothing else has changed.
        """
        boot, _, number = since.partition("-")
        ours = boot == self.boot and number.isascii() and number.isdecimal() and len(number) <= _LONGEST_VERSION
        stage = self._stage(reading.workshop_id)
        with stage.lock:
            stage.renew(reading)
            return stage.told(self.boot, int(number) if ours else 0)

    def _stage(self, workshop_id: str) -> "_Stage":
        with self._lock:
            stage = self._stages.setdefault(workshop_id, _Stage())
            self._stages.move_to_end(workshop_id)
            while len(self._stages) > MOST_WORKSHOPS:
                self._stages.popitem(last=False)
        return stage


@dataclass
class _Stage:
    """The picture of one workshop, and the revision at which it last changed.

    `changed` is that at which each note did, `results` that at which the results did, `whole` that from which on it is
    told in parts.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    picture: Picture | None = None
    version: int = 0
    whole: int = 0
    results: int = 0
    changed: dict[str, int] = field(default_factory=dict)

    def renew(self, reading: FacilitatorReading) -> None:
        """Read what has changed since the last reading, if anything has."""
        known, now = self.picture, reading.workshop
        if known is None or now.picture > known.workshop.picture:
            self._take(_read(reading))
        elif now.revision > known.workshop.revision:
            shown = at_results(reading, known.results) if now.step == RESULTS else None
            self._take(replace(known, workshop=now, counts=reading.counts, results=shown))

    def _take(self, fresh: Picture) -> None:
        known, self.picture = self.picture, fresh
        if known and _but_revision(known) == _but_revision(fresh):
            return
        self.version = fresh.workshop.revision
        if known is None or _is_another(known, fresh):
            self.whole, self.changed = self.version, {}
        if known is None or known.results != fresh.results:
            self.results = self.version
        before = dict(enumerate(known.notes)) if known else {}
        for place, note in enumerate(fresh.notes):
            if note.id not in self.changed or before.get(place) != note:
                self.changed[note.id] = self.version

    def told(self, boot: str, since: int) -> Told | None:
        """What is new since a version; None where nothing is."""
        if self.picture is None or since == self.version:
            return None
        whole = not self.whole <= since < self.version  # a later one is from before the store was set back
        numbered = enumerate(self.picture.notes, start=1)
        notes = tuple((place, note) for place, note in numbered if whole or self.changed[note.id] > since)
        return Told(f"{boot}-{self.version}", whole, self.picture, notes, whole or self.results > since)


def _read(reading: FacilitatorReading) -> Picture:
    step = reading.workshop.step
    writes = step in steps_of_notes(reading.content)
    return Picture(
        workshop=reading.workshop,
        counts=reading.counts,
        sent=reading.senders(step) if writes else 0,
        finished=reading.finished(step) if writes else 0,
        notes=reading.notes(step) if writes else (),
        group_note=reading.group_note(step),
        results=at_results(reading) if step == RESULTS else None,
        choosing=_choosing(reading, step),
        together=reading.agreed if step == QUESTIONNAIRE else None,
        actions=reading.actions if step in (WELCOME, ACTIONS, CLOSE) else (),
        agreed=tuple(reading.group_notes.values()) if step in (ACTIONS, CLOSE) else (),
    )


def _choosing(reading: FacilitatorReading, step: str) -> Choosing | None:
    shown = reading.chosen_on(step)
    if shown is None and not (step in STEPS and reading.topics(step)):
        return None
    return Choosing(shown.people if shown else reading.choosers(step), shown)


def _but_revision(picture: Picture) -> Picture:
    # With the revision of the picture: a screen that hears of a new one shall have a version that is as new.
    return replace(picture, workshop=replace(picture.workshop, revision=0))


def _is_another(before: Picture, after: Picture) -> bool:
    """Whether a screen must forget what it has: another step, notes covered or shown, notes that are gone."""
    was, now = before.workshop, after.workshop
    gone = {note.id for note in before.notes} - {note.id for note in after.notes}
    return (was.step, was.covered) != (now.step, now.covered) or bool(gone)

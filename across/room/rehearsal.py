"""Made-up participants for a rehearsal: they join, write, answer and choose, so that one person can practise."""

import logging
import random
import secrets
import threading
import time
from contextlib import suppress

from across.room.application import Application
from across.room.choosing import STEPS
from across.room.participant import Participant
from across.workshop.errors import DoorClosed, NotAllowedHere, NotTakingPart, TakenOut, WorkshopError
from across.workshop.steps import QUESTIONNAIRE
from across.workshop.values import MOST_VOTES, Workshop
from content.shape import Content

log = logging.getLogger("across_boundaries")

PEOPLE = 12
SPREAD_SECONDS = 60
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 3 * 60 * 60
# How long they look at the results, or at what is proposed, before all of them have chosen.
PAUSE = SPREAD_SECONDS / 2
DONT_KNOW_SHARE = 0.05
# How the made-up partnership is doing, dimension by dimension in order; repeated for longer questionnaires.
LEANINGS = (4.1, 3.8, 2.9, 3.6, 2.2, 3.7, 3.9, 2.7, 4.3)
# They work in the first two sectors, half of them in each; the second sees every third dimension less well.
SECTORS, APART, EVERY_THIRD = 2, 1.5, 3


class Pace:
    """The time that made-up participants take; a test gives them one that passes faster."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        time.sleep(seconds)


def send_in(application: Application, code: str, pace: Pace | None = None) -> None:
    """Send made-up participants into a rehearsal; they follow it until it is closed or three hours are over.

    Raises NotAllowedHere for a workshop with real people in it.
    """
    if not application.workshop(code).rehearsal:
        raise NotAllowedHere("Made-up participants can join a rehearsal only.")
    threading.Thread(target=_take_part, args=(application, code, pace or Pace()), daemon=True).start()


def _take_part(application: Application, code: str, pace: Pace) -> None:
    began = pace.now()
    tokens = [application.token(code) for _ in range(PEOPLE)]
    everyone = [_Person(application.participant(code, token), number, pace) for number, token in enumerate(tokens)]
    while pace.now() - began < LONGEST_SECONDS:
        try:
            here = application.workshop(code)
            for person in everyone:
                person.follow(here)
        except WorkshopError:
            return  # the rehearsal was deleted
        except Exception as error:  # noqa: BLE001 (a rehearsal must never harm a workshop)
            log.warning("A rehearsal stopped: %s", type(error).__name__)
            return
        pace.wait(LOOK_SECONDS)


class _Person:
    """One made-up participant, with their own pace and their own view of the partnership."""

    def __init__(self, participant: Participant, number: int, pace: Pace) -> None:
        self.participant = participant
        self.pace = pace
        self.number = number
        self.chance = random.Random(f"{participant.code}-{number}")  # noqa: S311 (a play, not a secret)
        self.answered = 0
        self.joins_at = pace.now() + self.chance.uniform(0, SPREAD_SECONDS / 4)
        self.joined = False
        self.sector = 0
        self.has_sector = False
        self.writes = self._what_to_write(participant.content, number)
        self.due: dict[str, float] = {}
        self.chosen: set[str] = set()

    def _what_to_write(self, content: Content, number: int) -> dict[str, str]:
        by_question: dict[str, list[str]] = {}
        for note in content.rehearsal.notes:
            by_question.setdefault(note.question, []).append(note.text)
        return {question: texts[number] for question, texts in by_question.items() if number < len(texts)}

    def follow(self, here: Workshop) -> None:
        """Do what is due where the room is. Who is not in waits for the door; who was taken out does nothing more."""
        if self.joined or here.door_open:
            with suppress(DoorClosed, TakenOut, NotTakingPart):
                self.act(here.step, scoring_open=here.scoring == "open")
                self.choose(here)

    def act(self, step: str, *, scoring_open: bool) -> None:
        """Do what is due now: join, write on the question, answer the next item."""
        if not self.joined:
            if self.pace.now() >= self.joins_at:
                self.participant.join()
                self.joined = True
        elif step in self.writes and self._is_due(step, SPREAD_SECONDS / 2):
            way = self.chance.choice([None, *(way.id for way in self.participant.content.choices.ways.list)])
            with suppress(NotAllowedHere):  # the report has been shared
                self.participant.send_note(secrets.token_hex(16), step, self.writes.pop(step), way)
        elif step == QUESTIONNAIRE and scoring_open:
            self._answer()

    def choose(self, here: Workshop) -> None:
        """Once the results are shown, say what to talk about; at the actions, what to do first."""
        step = here.step
        if not self.joined or step not in STEPS or step in self.chosen or not self._is_due(f"chosen {step}", PAUSE):
            return
        with self.participant.reading() as reading:
            topics = sorted(reading.topics(step))
        if topics:
            with suppress(NotAllowedHere):  # what the group chose is shown already
                self.participant.choose(step, self.chance.sample(topics, min(MOST_VOTES, len(topics))))
            self.chosen.add(step)

    def _is_due(self, what: str, within: float) -> bool:
        moment = self.due.setdefault(what, self.pace.now() + self.chance.uniform(1, within))
        return self.pace.now() >= moment

    def _answer(self) -> None:
        items = self.participant.content.questionnaire.items
        pace = SPREAD_SECONDS * 0.75 / len(items)
        if not self.has_sector:
            self._choose_sector()
        if self.answered < len(items) and self._is_due(f"item {self.answered}", 2 * pace):
            item = items[self.answered].id
            self.answered += 1
            self.participant.respond(item, self._point(item), self.answered)

    def _choose_sector(self) -> None:
        sectors = self.participant.content.choices.sectors[:SECTORS]
        self.sector, self.has_sector = self.number % len(sectors), True
        with suppress(NotAllowedHere):  # this rehearsal does not ask for it
            self.participant.choose_sector(sectors[self.sector].id)

    def _point(self, item: str) -> int | None:
        if self.chance.random() < DONT_KNOW_SHARE:
            return None
        dimensions = self.participant.content.questionnaire.dimensions
        place = next(
            number for number, dimension in enumerate(dimensions) if item in {asked.id for asked in dimension.items}
        )
        points = len(self.participant.content.choices.scale.points)
        lean = LEANINGS[place % len(LEANINGS)] - (APART if self.sector and place % EVERY_THIRD == 0 else 0)
        leaning = 1 + (lean - 1) * (points - 1) / 4
        return min(points, max(1, round(self.chance.gauss(leaning, 0.8))))

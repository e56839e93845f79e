"""Take a picture of every step in its states, as the room sees it: to be looked at, beside the mock-ups.

    python benchmarks/pictures.py FOLDER [--theme light|dark|bright] [PART OF A NAME …]

Names are step, state and size, such as question-1-wall-24-1280x720.png; with a theme, its name comes last.
"""

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import numpy as np
import screens
from playwright.sync_api import Browser, Page
from sample_notes import NOTES, Sample
from servers import Server, served_by_script, settings

from made_up import People  # isort: skip (`servers` says where the packages are)

from across.archive.writing import json_file
from across.room.application import Application, open_application
from across.room.facilitator import Facilitator
from across.uploads.saved import open_whole
from across.workshop.steps import full_agenda
from across.workshop.values import Action, Plan, Theme, View, Wifi
from content.reader import own

SIZES = ((1920, 1080), (1280, 720), (1024, 768))
PEOPLE = 12
ITEMS = [item.id for item in own().questionnaire.items]
WAYS = [way.id for way in own().choices.ways.list]
DRAWN = "document.fonts.status === 'loaded'"


@dataclass
class Room:
    """A workshop to take pictures of: its store, its facilitator and the phones in it."""

    application: Application
    key: str
    facilitator: Facilitator

    def people(self, number: int = PEOPLE) -> list[str]:
        """So many phones that have joined; their tokens."""
        tokens = [self.application.token(self.facilitator.code) for _ in range(number)]
        for token in tokens:
            self.application.participant(self.facilitator.code, token).join()
        return tokens

    def note(self, place: int) -> str:
        """The id of the note at a place of the sample."""
        return hashlib.sha256(f"{self.facilitator.code}-{place}".encode()).hexdigest()[:32]

    def write(self, step: str, number: int, sample: Sequence[Sample] = NOTES) -> None:
        """So many notes on a step, of mixed length, a few pinned and marked."""
        tokens = self.people()
        self.facilitator.move_to(step)
        for place in range(number):
            note = sample[place % len(sample)]
            sender = self.application.participant(self.facilitator.code, tokens[place % PEOPLE])
            sender.send_note(self.note(place), step, note.body, WAYS[note.way] if note.way is not None else None)
            if place < len(sample):
                for marker in [token for token in tokens if token != tokens[place % PEOPLE]][: note.marks]:
                    self.application.participant(self.facilitator.code, marker).mark_note(self.note(place), marked=True)
                if note.pinned:
                    self.facilitator.pin_notes([self.note(place)], pinned=True)

    def group(self) -> None:
        """Put the notes that have a heading in the sample under it."""
        for place, note in enumerate(NOTES[:24]):
            if note.heading:
                self.facilitator.gather_notes([self.note(place)], note.heading)

    def answer(self, finished: int, started: int = 0) -> None:
        """So many people answer everything, and some a few items."""
        tokens = self.people()
        self.facilitator.open_scoring()
        for person, token in enumerate(tokens[: finished + started]):
            phone = self.application.participant(self.facilitator.code, token)
            for place, item in enumerate(ITEMS if person < finished else ITEMS[:5]):
                phone.respond(item, 1 + (person * 7 + place * 3 + person * place) % 5, 1)


def _question(step: str, notes: int, work: Callable[[Room], object] | None = None) -> Callable[[Room], None]:
    def make(room: Room) -> None:
        room.people()
        room.facilitator.move_to(step)
        room.write(step, notes)
        if work:
            work(room)

    return make


def _at(step: str, work: Callable[[Room], object] | None = None) -> Callable[[Room], None]:
    def make(room: Room) -> None:
        room.people()
        room.facilitator.move_to(step)
        if work:
            work(room)

    return make


# What the made-up partnership thinks of each dimension, in the order of the content; two camps on the seventh.
VIEWS = (3.6, 4.0, 3.2, 3.4, 2.2, 3.4, 3.3, 2.8, 4.4)
CAMPS = 6


def _results(
    people: int = PEOPLE, *, sectors: int = 0, view: View = "radar", dimension: str | None = None
) -> Callable[[Room], None]:
    """So many people answer, in so many sectors; the results are revealed and looked at in one view."""

    def make(room: Room) -> None:
        chance = np.random.default_rng(people)
        views = np.array(VIEWS)
        answers = People(chance, people, len(VIEWS)).answers(views)
        facilitator, sector_ids = room.facilitator, [sector.id for sector in room.facilitator.content.choices.sectors]
        tokens = room.people(people)
        facilitator.open_scoring()
        for person, token in enumerate(tokens):
            phone = room.application.participant(facilitator.code, token)
            if sectors:
                phone.choose_sector(sector_ids[person % sectors])
            for place, item in enumerate(ITEMS):
                camp = place == 2 * CAMPS + 1
                point = (1 + person % 2 * 4 if camp else int(answers[person, place])) or None
                phone.respond(item, point, 1)
        facilitator.move_to("results")
        facilitator.reveal()
        facilitator.look_at(view, dimension)

    return make


def _agreed(room: Room) -> None:
    for what, who, by_when in (
        ("Invite the voluntary sector to the Monday meeting", "Amina and Joe", "1 December"),
        ("One handover form, written with families", "Discharge team", "end of January"),
        ("Ring before writing", "all of us", "from today"),
    ):
        room.facilitator.add_action(Action("", what, who, by_when, WAYS[0], "with others", 0))


def _last_time(room: Room) -> None:
    """Actions of a workshop half a year ago, and how far they are."""
    _agreed(room)
    saved = open_whole(json_file(room.facilitator.report()), room.application.contents)
    key = room.application.begin_again(saved, "Half a year on", datetime.now(UTC).date())
    room.key, room.facilitator = key, room.application.facilitator(key)
    with room.facilitator.reading() as reading:
        first, second, _ = reading.actions
    room.facilitator.change_action(replace(first, state="done"))
    room.facilitator.change_action(replace(second, state="under way"))
    room.facilitator.ask("wall", 0)


COMMENTS = (
    "We decide together, but only when nothing is at stake.",
    "Since the spring people ring each other before they escalate, and that has changed how it feels to disagree.",
    "Information is shared once it no longer matters.",
    "I had a good year with the discharge team.",
)


def _chosen(view: View, dimension: str | None = None) -> Callable[[Room], None]:
    """Results of twelve people who have commented, and then chosen what to talk about."""

    def make(room: Room) -> None:
        _results(PEOPLE, view=view, dimension=dimension)(room)
        facilitator, dimensions = room.facilitator, room.facilitator.content.questionnaire.dimensions
        for person, token in enumerate(room.people()):
            phone = room.application.participant(facilitator.code, token)
            phone.choose("results", [dimensions[6].id, dimensions[person % len(dimensions)].id])
            if person < len(COMMENTS):
                phone.comment(room.note(100 + person), dimensions[7].id, COMMENTS[person])
        facilitator.show_chosen("results")
        facilitator.look_at(view, dimension)

    return make


def _again(times: int) -> Callable[[Room], None]:
    """So many earlier workshops of the same partnership, each held against the one before."""

    def make(room: Room) -> None:
        for time in range(times):
            _results(12 + time)(room)
            saved = open_whole(json_file(room.facilitator.report()), room.application.contents)
            saved = replace(saved, held_on=date(2024 + time // 2, 2 + 6 * (time % 2), 14))
            key = room.application.begin_again(saved, "Half a year on", datetime.now(UTC).date())
            room.key, room.facilitator = key, room.application.facilitator(key)
        _results(18, view="earlier")(room)

    return make


def _settling(room: Room) -> None:
    for place, point in enumerate((4, 3, 2)):
        room.facilitator.settle(ITEMS[place], point)
    room.facilitator.ask("wall", 0)
    room.facilitator.turn_wall(1)


def _taken(room: Room) -> None:
    _agreed(room)
    for step, body in (
        ("question-2", "Kindness thins out at every handover; we will start with the handover."),
        ("question-5", "We say \N{LEFT DOUBLE QUOTATION MARK}partners\N{RIGHT DOUBLE QUOTATION MARK} and will act it."),
        ("results", "We raise disagreement early, with the person, kindly."),
    ):
        room.facilitator.write_group_note(step, body, 0)
    room.facilitator.share_as_before(on=True)


# Each state: the address it is looked at, and what makes it.
STATES: dict[str, tuple[str, Callable[[Room], None]]] = {
    "welcome-empty": ("welcome", _at("welcome")),
    "welcome-wifi": ("welcome", _at("welcome", lambda room: room.facilitator.show_wifi(Wifi("Riverside Guest", "x")))),
    "welcome-last-time": ("welcome", _at("welcome", _last_time)),
    "question-4-asking": ("question-4", _at("question-4")),
    "question-4-sentence": ("question-4", _at("question-4", lambda room: room.facilitator.ask("large", 4))),
    "question-1-asking": ("question-1", _at("question-1")),
    "question-2-timer": ("question-2", _at("question-2", lambda room: room.facilitator.start_timer(8, "think"))),
    "question-2-empty-wall": ("question-2", _at("question-2", lambda room: room.facilitator.ask("wall", 0))),
    **{f"question-2-wall-{n}": ("question-2", _question("question-2", n)) for n in (6, 24, 60, 300)},
    "question-4-wall-24": ("question-4", _question("question-4", 24)),
    "question-2-groups": ("question-2", _question("question-2", 24, lambda room: room.group())),
    "question-2-covered": (
        "question-2",
        _question("question-2", 12, lambda room: room.facilitator.cover_notes(covered=True)),
    ),
    "question-2-spotlight": (
        "question-2",
        _question("question-2", 24, lambda room: room.facilitator.spotlight(room.note(13))),
    ),
    "question-2-group-note": (
        "question-2",
        _question(
            "question-2",
            24,
            lambda room: room.facilitator.write_group_note(
                "question-2", "Kindness is strong inside our teams and thins out at every handover.", 0
            ),
        ),
    ),
    "questionnaire-not-open": ("questionnaire", _at("questionnaire")),
    "questionnaire-open": ("questionnaire", _at("questionnaire", lambda room: room.answer(7, 3))),
    "questionnaire-together": ("questionnaire", _at("questionnaire", _settling)),
    "present-together": ("present", _at("questionnaire", _settling)),
    "results-hidden": ("results", _at("results", lambda room: room.answer(10, 1))),
    **{f"results-radar-{n}": ("results", _results(n)) for n in (5, 6, 8, 12, 30)},
    "results-earlier-1": ("results", _again(1)),
    "results-earlier-4": ("results", _again(4)),
    "results-sectors-1": ("results", _results(12, sectors=1, view="sectors")),
    "results-sectors-3": ("results", _results(30, sectors=3, view="sectors")),
    "results-trust": ("results", _results(18, view="items", dimension="trust")),
    "results-conflict": ("results", _results(6, view="items", dimension="conflict-management")),
    **{f"results-talk-{n}": ("results", _results(n, sectors=3, view="talk")) for n in (5, 12, 30)},
    "results-chosen": ("results", _chosen("talk")),
    "results-comments": ("results", _chosen("items", "innovation")),
    "actions-empty": ("actions", _at("actions")),
    "actions": ("actions", _at("actions", _agreed)),
    "actions-many": ("actions", _at("actions", lambda room: [_agreed(room) for _ in range(5)])),
    "actions-proposals": ("actions", _question("actions", 12, lambda room: room.facilitator.ask("wall", 0))),
    "close-empty": ("close", _at("close")),
    "close": ("close", _at("close", _taken)),
    "paper-forms": ("paper-forms", _at("questionnaire")),
    "score-together": ("score-together", _at("questionnaire")),
    "present-wall-24": ("present", _question("question-2", 24)),
    "present-results": ("present", _results()),
    "facilitator-wall-24": ("facilitator", _question("question-2", 24)),
}


def new_room(application: Application) -> Room:
    """A new workshop with every step, and its facilitator."""
    minutes = {step.id: step.minutes for step in full_agenda(application.content)}
    name = "Compassionate leadership across our place"
    plan = Plan(name, "Riverside Neighbourhood Partnership", datetime.now(UTC).date(), minutes, 5, asks_sector=True)
    _, key = application.start(plan)
    facilitator = application.facilitator(key)
    facilitator.correct_address("https://riverside.example")
    return Room(application, key, facilitator)


def _windows(browser: Browser, server: Server, room: Room) -> Iterator[tuple[str, Page]]:
    for width, height in SIZES:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.add_cookies([{"name": "across_facilitator", "value": room.key, "url": server.address}])
        yield f"{width}x{height}", context.new_page()
        context.close()


def _settled(page: Page) -> None:
    """Wait until the picture is drawn and its controls have gone to sleep."""
    page.wait_for_selector(".stage:not(.awake) .rail li", state="attached")
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(500)


def main() -> None:
    """Take the pictures whose names hold one of the words given, or all."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("words", nargs="*")
    asked.add_argument("--theme", default="device", choices=get_args(Theme))
    wanted = asked.parse_intermixed_args()
    folder, words, theme = wanted.folder, wanted.words, wanted.theme
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {name: state for name, state in STATES.items() if not words or any(word in name for word in words)}
    ending = "" if theme == "device" else f"-{theme}"
    with tempfile.TemporaryDirectory() as data, served_by_script(Path(data)) as server, screens.chromium() as browser:
        application = open_application(settings.read({"ACROSS_DATA_FOLDER": data}))
        for name, (address, make) in chosen.items():
            room = new_room(application)
            make(room)
            room.facilitator.choose_theme(theme)
            for size, page in _windows(browser, server, room):
                page.goto(f"{server.address}/{address}")
                _settled(page)
                page.screenshot(path=folder / f"{name}-{size}{ending}.png")
                print(f"{name}-{size}{ending}")
        application.store.close()


if __name__ == "__main__":
    main()

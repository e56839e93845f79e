"""What is done on the stage: each deed by its name, with the values that it is given."""

import re
from collections.abc import Callable
from typing import Any

from across.room.facilitator import MOST_AT_ONCE, Facilitator
from across.web.guard import Json, NotReadable
from across.workshop.values import Action

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


class Given:
    """The values that a deed is given. Each is asked for by its name and kind; raises NotReadable for another kind."""

    def __init__(self, sent: Json) -> None:
        self._sent = sent

    def text(self, name: str) -> str:
        """A text."""
        return self._one_of(name, str)

    def number(self, name: str) -> int:
        """A whole number."""
        return self._one_of(name, int)

    def number_or_none(self, name: str) -> int | None:
        """A whole number, or null."""
        return None if self._sent.get(name, "") is None else self.number(name)

    def yes(self, name: str) -> bool:
        """True or false."""
        return self._one_of(name, bool)

    def note(self, name: str) -> str:
        """The id of a note."""
        return _id(self._sent.get(name))

    def sent_as(self) -> str:
        """The id by which what is sent again is known; empty where none was given."""
        return _id(self._sent["id"]) if "id" in self._sent else ""

    def text_or_none(self, name: str) -> str | None:
        """A text, or null."""
        return None if self._sent.get(name, "") is None else self.text(name)

    def texts(self, *names: str) -> dict[str, str]:
        """Those of these texts that were given."""
        return {name: self.text(name) for name in names if name in self._sent}

    def note_or_none(self, name: str) -> str | None:
        """The id of a note, or null."""
        return None if self._sent.get(name, "") is None else self.note(name)

    def notes(self, name: str) -> list[str]:
        """The ids of notes."""
        found = self._one_of(name, list)
        if len(found) > MOST_AT_ONCE:
            raise NotReadable
        return [_id(note) for note in found]

    def _one_of(self, name: str, kind: type) -> Any:  # noqa: ANN401 (a value of this type)
        found = self._sent.get(name)
        if type(found) is not kind:
            raise NotReadable
        return found


def _id(found: object) -> str:
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise NotReadable
    return found


def _action(given: Given) -> Action:
    return Action("", given.text("what"), given.text("who"), given.text("by_when"), None, "", 0)


# What each deed of the stage does. Closing for good and deleting are none of them.
DEEDS: dict[str, Callable[[Facilitator, Given], object]] = {
    "move": lambda here, given: here.move_to(given.text("step")),
    "ask": lambda here, given: here.ask(given.text("how"), given.number("sentence")),  # type: ignore[arg-type] # it checks
    "cover": lambda here, given: here.cover_notes(covered=given.yes("covered")),
    "spotlight": lambda here, given: here.spotlight(given.note_or_none("note")),
    "turn": lambda here, given: here.turn_wall(given.number("page")),
    "pin": lambda here, given: here.pin_notes(given.notes("notes"), pinned=given.yes("on")),
    "hide": lambda here, given: here.hide_notes(given.notes("notes"), hidden=given.yes("on")),
    "gather": lambda here, given: here.gather_notes(given.notes("notes"), given.text("heading")),
    "take_up": lambda here, given: here.take_up(given.note("note"), said=given.texts("what", "who", "by_when")),
    "start_timer": lambda here, given: here.start_timer(given.number("minutes"), given.text("phase")),  # type: ignore[arg-type] # it checks
    "pause_timer": lambda here, _given: here.pause_timer(),
    "resume_timer": lambda here, _given: here.resume_timer(),
    "add_minute": lambda here, _given: here.add_minute(),
    "stop_timer": lambda here, _given: here.stop_timer(),
    "open_scoring": lambda here, _given: here.open_scoring(),
    "close_scoring": lambda here, _given: here.close_scoring(),
    "reveal": lambda here, _given: here.reveal(counted=True),
    "show_chosen": lambda here, given: here.show_chosen(given.text("step")),
    "agree": lambda here, given: here.settle(given.text("item"), given.number_or_none("point")),
    "look": lambda here, given: here.look_at(given.text("view"), given.text_or_none("dimension")),  # type: ignore[arg-type] # it checks
    "spread": lambda here, given: here.draw_spread(given.text("how")),  # type: ignore[arg-type] # it checks
    "theme": lambda here, given: here.choose_theme(given.text("theme")),  # type: ignore[arg-type] # it checks
    "address": lambda here, given: here.correct_address(given.text("address")),
    "door": lambda here, given: here.open_door(opened=given.yes("open")),
    "in_room": lambda here, given: here.say_in_room(given.number_or_none("number")),
    "share": lambda here, given: here.share_as_before(on=given.yes("on")),
    "add_action": lambda here, given: here.add_action(_action(given), sent_as=given.sent_as()),
}


def do(facilitator: Facilitator, sent: Json) -> None:
    """Do what was sent, in one transaction. Raises NotReadable, and what the deed raises."""
    name = sent.get("deed")
    if not isinstance(name, str) or name not in DEEDS:
        raise NotReadable
    DEEDS[name](facilitator, Given(sent))

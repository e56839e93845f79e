"""What a report says: one value, read in one transaction, from which every export is made."""

from collections.abc import Iterable
from dataclasses import dataclass

from across.workshop.steps import comments_on
from across.workshop.values import Action, Chosen, Counts, Earlier, GroupNote, Note, Results, Workshop
from content.shape import Content


@dataclass(frozen=True)
class Report:
    """A whole workshop as it may leave the server.

    `notes` holds no hidden note; `results` is None until they are revealed. `earlier` is the workshop it is compared
    with, revealed or not, `before` are those before that one; `chosen` is what the group chose. No key, token, order
    or time of an answer is ever in it.
    """

    workshop: Workshop
    content: Content
    counts: Counts
    group_notes: tuple[GroupNote, ...]
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    results: Results | None
    earlier: Earlier | None = None
    before: tuple[Earlier, ...] = ()
    chosen: tuple[Chosen, ...] = ()

    @property
    def name(self) -> str:
        """The workshop's name; a rehearsal says that it is one, in every export."""
        return (
            f"Rehearsal with made-up participants: {self.workshop.name}"
            if self.workshop.rehearsal
            else self.workshop.name
        )

    def group_note(self, step: str) -> str:
        """The group's agreed text on a step, or an empty text."""
        return {note.step: note.body for note in self.group_notes}.get(step, "")

    def chosen_on(self, step: str) -> Chosen | None:
        """What the group chose at a step; None where that was not shown."""
        return next((chosen for chosen in self.chosen if chosen.step == step), None)

    def comments_on(self, dimension: str) -> tuple[Note, ...]:
        """The visible comments on a dimension."""
        return self.notes_on(comments_on(dimension))

    def notes_on(self, question: str) -> tuple[Note, ...]:
        """The participants' visible notes on a question."""
        return tuple(note for note in self.notes if note.question == question)


def in_reading_order(notes: Iterable[Note]) -> list[Note]:
    """Notes as they are read: those under a heading first, within it the pinned and then those more people share.

    Otherwise they stand by the alphabet: the order in which they came stays in the room.
    """
    return sorted(
        notes,
        key=lambda note: (
            not note.heading,
            note.heading.casefold(),
            note.heading,
            not note.pinned,
            -note.marks,
            note.body.casefold(),
            note.body,
            note.way or "",
        ),
    )

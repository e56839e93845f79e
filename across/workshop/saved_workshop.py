"""A saved workshop as a value: what its file holds, before it becomes a workshop again."""

from dataclasses import dataclass
from datetime import date

from across.workshop.steps import Step
from across.workshop.values import MOST_BEFORE, Action, Chosen, Counts, Earlier, GroupNote, Note, Results


@dataclass(frozen=True)
class SavedWorkshop:
    """What the file of a saved workshop holds, checked.

    Notes have no author; notes and actions have no id. `results` are the shown aggregates, never single answers: what
    was withheld is not in them. `earlier` is the workshop that this one was itself compared with, `before`
    are those before that one, the latest first.
    """

    content_version: str
    name: str
    partnership: str
    held_on: date
    rehearsal: bool
    agenda: tuple[Step, ...]
    smallest_group: int
    asks_sector: bool
    took_part: Counts
    group_notes: tuple[GroupNote, ...]
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    results: Results | None
    earlier: Earlier | None
    before: tuple[Earlier, ...] = ()
    chosen: tuple[Chosen, ...] = ()

    @property
    def minutes(self) -> dict[str, int]:
        """The minutes planned for each step of its agenda."""
        return {step.id: step.minutes for step in self.agenda}

    @property
    def to_compare(self) -> Earlier | None:
        """Its results as the next workshop is held against them: of individual answers, or else those agreed."""
        if self.results is None:
            return None
        if self.results.profile:
            return Earlier(self.name, self.held_on, self.results.profile)
        return Earlier(self.name, self.held_on, self.results.agreed) if self.results.agreed else None

    @property
    def to_follow(self) -> tuple[Earlier, ...]:
        """The workshops that the next one follows, the latest first: this one if it has results, and those before."""
        known = (self.to_compare, self.earlier, *self.before)
        return tuple(one for one in known if one)[: MOST_BEFORE + 1]

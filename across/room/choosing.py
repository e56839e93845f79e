"""What people may choose at a step: dimensions to talk about after the reveal, proposals and actions to do first."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from across.workshop.errors import NotAllowedHere
from across.workshop.steps import ACTIONS, RESULTS
from across.workshop.values import MOST_VOTES, Action, Chosen, Note, Topic, proposed
from content.shape import Content

STEPS = (RESULTS, ACTIONS)
TOO_LATE = "What the group chose is shown already, so nothing can be changed. Tell the group what matters to you."


def dimensions_to_choose(content: Content) -> dict[str, str]:
    """The dimensions by their ids."""
    return {dimension.id: dimension.name for dimension in content.questionnaire.dimensions}


def actions_to_choose(proposals: Iterable[Note], actions: Iterable[Action]) -> dict[str, str]:
    """Each visible proposal in one line, by its id, then the actions that were none: one taken up is there once."""
    visible = [note for note in proposals if not note.hidden]
    taken_up = {proposed(note).what for note in visible if note.taken_up}
    theirs = {note.id: proposed(note).what for note in visible}
    return theirs | {action.id: action.what for action in actions if action.what not in taken_up}


def must_be_a_choice(topics: Collection[str], known: Collection[str]) -> None:
    """Raise NotAllowedHere for more than MOST_VOTES topics, and for one that is not among those known."""
    if len(topics) > MOST_VOTES:
        raise NotAllowedHere(f"Choose up to {MOST_VOTES}. You have chosen {len(topics)}, so nothing was saved.")
    if not set(topics) <= set(known):
        raise NotAllowedHere(
            "One of those is no longer there, so nothing was saved. Go back to the workshop and choose again."
        )


def without(chosen: Iterable[Chosen], note_id: str) -> tuple[Chosen, ...]:
    """What the group chose at each step, without a proposal that was taken back."""
    return tuple(
        replace(found, topics=tuple(topic for topic in found.topics if topic.of != note_id)) for found in chosen
    )


def chosen(step: str, people: int, counts: dict[str, int], known: dict[str, str]) -> Chosen:
    """What the group chose, most chosen first, equals in the order of what is `known`; what is gone is left out."""
    found = [(topic, counts[topic]) for topic in known if counts.get(topic)]
    by_id = step == RESULTS
    topics = (Topic(topic if by_id else known[topic], number, "" if by_id else topic) for topic, number in found)
    return Chosen(step, people, tuple(sorted(topics, key=lambda topic: -topic.people)))

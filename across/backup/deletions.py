"""What was deleted after a copy was made is deleted in the copy, too."""

from collections.abc import Iterable, Mapping

from across.room.choosing import without
from across.room.reading import FacilitatorReading
from across.store import erasures, facilitators, notes, responses, restored, votes, workshops
from across.store.database import Connection
from across.store.erasures import Deletion
from across.workshop.errors import NoSuchWorkshop
from across.workshop.values import Workshop
from content.shape import Content


def delete_again(connection: Connection, deletions: Iterable[Deletion], contents: Mapping[str, Content]) -> int:
    """Delete what these name, as far as it is in this store; return how many whole workshops that were."""
    gone = 0
    for deletion in sorted(set(deletions)):
        try:
            here = workshops.read(connection, deletion.workshop_id)
        except NoSuchWorkshop:
            continue
        gone += deletion.kind == erasures.WORKSHOP
        _delete(connection, deletion, here, contents)
    return gone


def _delete(connection: Connection, deletion: Deletion, here: Workshop, contents: Mapping[str, Content]) -> None:
    workshop_id, which = deletion.workshop_id, deletion.which
    match deletion.kind:
        case erasures.WORKSHOP:
            workshops.remove(connection, workshop_id)
        case erasures.ANSWERS:
            _close_for_good(connection, workshop_id, here, contents.get(here.content_version))
        case erasures.VOTES:
            votes.forget(connection, workshop_id, which)
        case erasures.RESPONDENT:
            responses.forget_respondent(connection, workshop_id, which)
        case erasures.NOTE:
            _take_note_back(connection, workshop_id, which, here)
        case erasures.FACILITATOR:
            facilitators.forget(connection, workshop_id, which)


def _take_note_back(connection: Connection, workshop_id: str, note_id: str, here: Workshop) -> None:
    is_an_action = any(note.id == note_id and note.taken_up for note in notes.read(connection, workshop_id))
    notes.remove(connection, workshop_id, note_id)
    votes.forget_topic(connection, workshop_id, note_id)
    workshops.take_from_spotlight(connection, workshop_id, [note_id])
    if not is_an_action:
        workshops.keep_chosen(connection, workshop_id, without(here.chosen, note_id))


def _close_for_good(connection: Connection, workshop_id: str, here: Workshop, content: Content | None) -> None:
    """Close scoring without anybody's answers, with the results that were shown when the copy was made and no others.

    Others would be of fewer people than those that were kept in the end: the difference would tell somebody's answers.
    """
    if here.scoring == "finished":
        responses.forget_people(connection, workshop_id)
        return
    results, counted = None, None
    if content:
        reading = FacilitatorReading(connection, workshop_id, here, content)
        shown = here.revealed and here.results_mode == "reveal"
        results, counted = (reading.results if shown else reading.kept_results), reading.counts
    responses.forget_people(connection, workshop_id)
    if counted:
        workshops.count_once_more(connection, workshop_id, counted)
    if results:
        restored.keep_results(connection, workshop_id, results)
    workshops.change(connection, workshop_id, scoring="finished", revealed=here.revealed and results is not None)

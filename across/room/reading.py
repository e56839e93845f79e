"""One moment of a workshop, read in one transaction: each fact at most once, and only what is asked for."""

from dataclasses import astuple, replace
from functools import cached_property

from across.room.choosing import actions_to_choose, dimensions_to_choose
from across.store import actions, group_notes, notes, participants, responses, restored, taken_out, votes
from across.store.database import Connection
from across.workshop.errors import ReportNotShared
from across.workshop.report import Report
from across.workshop.steps import ACTIONS, RESULTS, comments_on
from across.workshop.values import (
    Action,
    Answers,
    Bulletin,
    Chosen,
    Counts,
    GroupNote,
    Note,
    Phones,
    Results,
    Workshop,
    called,
)
from content.shape import Content
from scoring.profile import Profile, frame_of, profile
from scoring.shown import Answer, Entered, NoLines, reveal
from scoring.talk import talking_points


class Reading:
    """What anybody in a workshop may be told of it. Good for as long as its transaction is open."""

    def __init__(self, connection: Connection, workshop_id: str, workshop: Workshop, content: Content) -> None:
        self.workshop = workshop
        self.content = content
        self.workshop_id = workshop_id
        self._connection = connection
        self._id = workshop_id

    @cached_property
    def counts(self) -> Counts:
        """How many have joined, started and finished."""
        found = participants.counts(self._connection, self._id, len(self.content.questionnaire.items))
        counted = self.workshop.counted
        return replace(counted, joined=found.joined) if counted else found

    @cached_property
    def results_name(self) -> str:
        """Another text after each change of what is shown of the results; empty until they are revealed."""
        if not self.workshop.revealed:
            return ""
        look = self.workshop.look
        frozen_at = responses.frozen_at(self._connection, self._id)
        agreed = responses.latest_agreed(self._connection, self._id)
        return f"{frozen_at}-{agreed}-{look.spread}-{int(look.sectors)}"

    @cached_property
    def bulletin(self) -> Bulletin:
        """What every device is told after a change."""
        now, counts = self.workshop, self.counts
        return Bulletin(
            revision=now.revision,
            step=now.step,
            scoring=now.scoring,
            revealed=now.revealed,
            timer=now.timer,
            sentence=now.sentence,
            joined=counts.joined,
            started=counts.started,
            finished=counts.finished,
            on_paper=counts.on_paper,
            results_mode=now.results_mode,
            results=self.results_name,
            report_shared=now.report_shared,
            look=now.look,
            picture=now.picture,
            chosen_at=now.chosen_at,
            taken_out=now.taken_out,
        )

    @cached_property
    def results(self) -> Results | None:
        """What may be shown of the scores; None until they are revealed."""
        if not self.workshop.revealed:
            return None
        return self._restored.results or self.results_of(self._frozen[0] or [])

    def results_of(self, entered: list[Entered]) -> Results:
        """What may be shown of these answers, and of what the group settled aloud."""
        seen = reveal(
            entered,
            self.content.questionnaire,
            len(self.content.choices.scale.points),
            self.workshop.smallest_group,
            _no_lines(self.workshop),
        )
        agreed = self._agreed_profile()
        return Results(
            profile=seen.profile if entered else None,
            agreed=agreed,
            smallest_group=self.workshop.smallest_group,
            sectors=seen.sectors,
            sectors_reason=seen.no_lines,
            talk=talking_points(seen.profile, seen.sectors, agreed),
            earlier=self._restored.earlier,
            before=self._restored.before,
        )

    def topics(self, step: str) -> dict[str, str]:
        """What may be chosen at a step, in words by its id; empty where nothing is to be chosen."""
        if step == RESULTS and self.workshop.revealed:
            return dimensions_to_choose(self.content)
        if step == ACTIONS:
            return actions_to_choose(self._on(ACTIONS), self._actions)
        return {}

    def chosen_on(self, step: str) -> Chosen | None:
        """What the group chose at a step, without what has been hidden since; None until it is shown."""
        found = self.workshop.chosen_on(step)
        if found is None or not any(topic.of for topic in found.topics):
            return found
        hidden = {note.id for note in self._on(step) if note.hidden}
        return replace(found, topics=tuple(topic for topic in found.topics if topic.of not in hidden))

    def _on(self, step: str) -> tuple[Note, ...]:
        return notes.on(self._connection, self._id, [step])

    def _report(self) -> Report:
        shown = (self.chosen_on(chosen.step) for chosen in self.workshop.chosen)
        return Report(
            workshop=self.workshop,
            content=self.content,
            counts=_took_part(self.counts, self._restored.took_part),
            group_notes=group_notes.read(self._connection, self._id),
            notes=tuple(note for note in notes.read(self._connection, self._id) if not note.hidden),
            actions=self._actions,
            results=self.results,
            earlier=self._restored.earlier,
            before=self._restored.before,
            chosen=tuple(chosen for chosen in shown if chosen and chosen.topics),
        )

    @cached_property
    def _actions(self) -> tuple[Action, ...]:
        return actions.read(self._connection, self._id)

    @cached_property
    def _restored(self) -> restored.Kept:
        return restored.read(self._connection, self._id)

    @cached_property
    def _frozen(self) -> tuple[list[Entered] | None, int]:
        return responses.frozen(self._connection, self._id)

    @cached_property
    def _agreed(self) -> tuple[Answers, int]:
        return responses.agreed(self._connection, self._id)

    def _agreed_profile(self) -> Profile | None:
        rows = [("together", item, point) for item, point in self._agreed[0].points.items()]
        if not rows:
            return None
        return profile(frame_of(rows), self.content.questionnaire, len(self.content.choices.scale.points))


class FacilitatorReading(Reading):
    """What the facilitator may be told besides: every note, what the group agreed, what newer answers there are."""

    def report(self) -> Report:
        """All that may leave the server."""
        return self._report()

    def notes(self, step: str) -> tuple[Note, ...]:
        """Every note on a step, hidden ones too, in the order in which they came."""
        return notes.read(self._connection, self._id, question=step)

    def comments(self) -> tuple[Note, ...]:
        """Every comment on a dimension, hidden ones too, in no order that tells when it came."""
        dimensions = self.content.questionnaire.dimensions
        return notes.on(self._connection, self._id, [comments_on(dimension.id) for dimension in dimensions])

    def choosers(self, step: str) -> int:
        """How many people have chosen at a step and were not shown yet."""
        return votes.people(self._connection, self._id, step)

    def votes(self, step: str) -> dict[str, int]:
        """By topic, how many people have chosen it: for what is shown from the smallest group on alone."""
        return votes.count(self._connection, self._id, step)

    def phones(self, many: frozenset[str]) -> Phones:
        """The phones that have joined and those taken out; `many` came from one address."""
        joined = taken_out.ids(self._connection, self._id, out=False)
        return Phones(tuple(joined), self.out, many & frozenset(joined))

    @cached_property
    def out(self) -> tuple[str, ...]:
        """The phones that were taken out."""
        return tuple(taken_out.ids(self._connection, self._id, out=True))

    def senders(self, step: str) -> int:
        """How many people have sent a note on a step."""
        return notes.senders(self._connection, self._id, step)

    def finished(self, step: str) -> int:
        """How many people have said that they have finished a step."""
        return participants.count_done(self._connection, self._id, step)

    @cached_property
    def group_notes(self) -> dict[str, GroupNote]:
        """The group's own texts, by step; a step without one is not in it."""
        return {note.step: note for note in group_notes.read(self._connection, self._id)}

    def group_note(self, step: str) -> GroupNote:
        """The group's own text on a step; empty with version 0 before the first."""
        return self.group_notes.get(step, GroupNote(step, "", 0))

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions, in the order in which they were added."""
        return self._actions

    @property
    def agreed(self) -> Answers:
        """The answers the group settled aloud."""
        return self._agreed[0]

    @property
    def latest_agreed(self) -> int:
        """The number of the latest tap of the answers the group settled aloud; 0 before the first."""
        return self._agreed[1]

    @property
    def beyond(self) -> int:
        """How many phones have joined beyond the number in the room; 0 where nobody has said it."""
        return self.workshop.beyond(self.counts.joined)

    @property
    def entered(self) -> list[Entered] | None:
        """The answers the results rest on; None before results were revealed."""
        return self._frozen[0]

    @cached_property
    def answers(self) -> list[Answer]:
        """Every answer people gave for themselves, as it is now."""
        return responses.rows(self._connection, self._id)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The respondents whose answers somebody typed in from paper, and so knows."""
        return responses.on_paper(self._connection, self._id)

    @property
    def kept_results(self) -> Results | None:
        """Results that are kept as they are, revealed or not: of a saved workshop, or once scoring is finished."""
        return self._restored.results

    @property
    def shows_saved_results(self) -> bool:
        """Whether the results are those of a saved workshop, shown as they were."""
        return self._restored.results is not None and self.workshop.counted is None


class ParticipantReading(Reading):
    """What a participant may be told besides: what is their own, and the visible notes of others.

    Raises NotTakingPart for the token of somebody who has not joined.
    """

    def __init__(
        self, connection: Connection, workshop_id: str, workshop: Workshop, content: Content, token: str
    ) -> None:
        super().__init__(connection, workshop_id, workshop, content)
        self._participant = participants.known(connection, workshop_id, token)

    @property
    def phone(self) -> str:
        """What this phone is called."""
        return called(self._participant)

    def own_notes(self, step: str) -> tuple[Note, ...]:
        """The participant's own notes on a step, in the order they were sent."""
        return tuple(note for note in self._notes(step) if note.mine)

    def own_note(self, note_id: str) -> Note | None:
        """The participant's own note of this id, with its marks; None if it is not there.

        Raises NotAllowedHere for the note of somebody else.
        """
        found = notes.find_own(self._connection, self._id, self._participant, note_id)
        return found and next(note for note in self.own_notes(found.question) if note.id == note_id)

    def notes_of_others(self, step: str) -> tuple[Note, ...]:
        """The visible notes of others on a step, which the participant may mark as true for them too.

        There are none while the facilitator keeps them covered.
        """
        if self.covers(step):
            return ()
        return tuple(note for note in self._notes(step) if not (note.hidden or note.mine))

    @cached_property
    def answers(self) -> tuple[Answers, int]:
        """The participant's own answers and the number of their latest tap."""
        return responses.of_participant(self._connection, self._participant)

    @property
    def agreed_actions(self) -> tuple[Action, ...]:
        """The actions that the group agreed."""
        return self._actions

    def shared_report(self) -> Report:
        """The report. Raises ReportNotShared unless the facilitator shares it."""
        self.report_must_be_shared()
        report = self._report()
        return replace(report, notes=tuple(note for note in report.notes if not self.covers(note.question)))

    def topics(self, step: str) -> dict[str, str]:
        """As for all; none ahead of the group, nor where notes are covered: what nobody sees cannot be chosen."""
        return {} if self._is_ahead(step) or self.covers(step) else super().topics(step)

    def own_votes(self, step: str) -> frozenset[str]:
        """What the participant has chosen at a step."""
        return votes.of(self._connection, self._participant, step)

    def has_finished(self, step: str) -> bool:
        """Whether the participant has said that they have finished a step."""
        return participants.done_with(self._connection, self._id, self._participant) == step

    def covers(self, step: str) -> bool:
        """Whether the notes on a step are collected, but not shown to anybody yet."""
        return self.workshop.covered and step == self.workshop.step

    def _is_ahead(self, step: str) -> bool:
        """Whether the group has not come to a step yet, or never does."""
        ids = [planned.id for planned in self.workshop.agenda]
        here = self.workshop.step
        return step not in (ids[: ids.index(here) + 1] if here in ids else ())

    def report_must_be_shared(self) -> None:
        """Raise ReportNotShared unless the facilitator shares the report."""
        if not self.workshop.report_shared:
            raise ReportNotShared

    def _notes(self, step: str) -> tuple[Note, ...]:
        if step not in self._notes_read:
            self._notes_read[step] = notes.read(
                self._connection, self._id, question=step, participant_id=self._participant
            )
        return self._notes_read[step]

    @cached_property
    def _notes_read(self) -> dict[str, tuple[Note, ...]]:
        return {}


def _took_part(now: Counts, then: Counts | None) -> Counts:
    """Who took part in a workshop that goes on from a saved one: then or since, whichever were more."""
    if then is None:
        return now
    pairs = zip(astuple(now), astuple(then), strict=True)
    return Counts(*(max(pair) for pair in pairs))


def _no_lines(workshop: Workshop) -> NoLines | None:
    if not workshop.asks_sector:
        return "not asked"
    # Shown live, the first people in each sector would be drawn as soon as they are enough, and never the rest.
    return "live" if workshop.results_mode == "live" else None

"""What everyone in a workshop shares: its state, its results, and how a change is made."""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple

from across.live.feed import Feed
from across.store import participants as people
from across.store import responses as answers
from across.store import restored as saved
from across.store import texts as words
from across.store import workshops
from across.store.database import Connection, Store
from across.workshop.errors import ContentNotHere, NotAllowedHere, NotYourWorkshop, ScoringNotOpen, TextTooLong
from across.workshop.report import Report
from across.workshop.values import MOST_LINES, Bulletin, Counts, Results, Workshop
from content.shape import Content
from scoring.profile import Profile, frame_of, profile
from scoring.shown import NoLines, reveal
from scoring.talk import talking_points

# Letters and signs by their kind, of which nothing is seen: the fillers of Hangul, the blank of Braille.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


class Shared:
    """One workshop. `facilitates` says whether it is in its facilitator's hands.

    Its content is the one of `contents`, by version, that it was started with. Raises NoSuchWorkshop, ContentNotHere.
    """

    def __init__(
        self, store: Store, contents: Mapping[str, Content], feed: Feed, code: str, *, facilitates: bool = False
    ) -> None:
        self.code = code
        self.facilitates = facilitates
        self._store = store
        self._feed = feed
        with store.read() as connection:
            self._id, version = workshops.id_and_content(connection, code)
        if version not in contents:
            raise ContentNotHere
        self.content = contents[version]

    def workshop(self) -> Workshop:
        """The facts and the state of the workshop."""
        with self._store.read() as connection:
            return workshops.read(connection, self._id)

    def counts(self) -> Counts:
        """How many have joined, started and finished."""
        with self._store.read() as connection:
            return self._counts(connection)

    def bulletin(self) -> Bulletin:
        """What every device is told after a change."""
        with self._store.read() as connection:
            here, count = workshops.read(connection, self._id), self._counts(connection)
            results = self._name_of_results(connection, here)
        return Bulletin(
            revision=here.revision,
            step=here.step,
            scoring=here.scoring,
            revealed=here.revealed,
            timer=here.timer,
            sentence=here.sentence,
            joined=count.joined,
            started=count.started,
            finished=count.finished,
            on_paper=count.on_paper,
            results_mode=here.results_mode,
            results=results,
            report_shared=here.report_shared,
            look=here.look,
        )

    def results(self) -> Results | None:
        """What may be shown of the scores; None until they are revealed."""
        with self._store.read() as connection:
            return self._results(connection)

    def results_named(self) -> str:
        """Another text after each change of what is shown of the results; empty until they are revealed."""
        with self._store.read() as connection:
            return self._name_of_results(connection, workshops.read(connection, self._id))

    def _name_of_results(self, connection: Connection, here: Workshop) -> str:
        if not here.revealed:
            return ""
        agreed = answers.latest_agreed(connection, self._id)
        return f"{answers.frozen_at(connection, self._id)}-{agreed}-{here.look.spread}-{int(here.look.sectors)}"

    @contextmanager
    def _change(
        self,
        *,
        if_scoring: tuple[str, ...] = (),
        refusal: type[Exception] = ScoringNotOpen,
        **values: object,
    ) -> Iterator[Connection]:
        with self._store.write() as connection:
            if workshops.change(connection, self._id, if_scoring=if_scoring, **values) is None:
                workshops.read(connection, self._id)  # says so if the workshop is gone
                raise refusal
            yield connection
        self._feed.tell(self.code)

    def _facilitated(self) -> Workshop:
        if not self.facilitates:
            raise NotYourWorkshop
        return self.workshop()

    def _counts(self, connection: Connection) -> Counts:
        return people.counts(connection, self._id, len(self.content.questionnaire.items))

    def _results(self, connection: Connection) -> Results | None:
        here = workshops.read(connection, self._id)
        if not here.revealed:
            return None
        kept = saved.read(connection, self._id)
        if kept.results:
            return kept.results
        entered = answers.frozen(connection, self._id) or []
        scale = len(self.content.choices.scale.points)
        seen = reveal(entered, self.content.questionnaire, scale, here.smallest_group, _no_lines(here))
        agreed, _ = answers.of_group(connection, self._id)
        together = [("together", item, point) for item, point in agreed.points.items()]
        settled = self._profile(together) if together else None
        return Results(
            profile=seen.profile if entered else None,
            agreed=settled,
            smallest_group=here.smallest_group,
            sectors=seen.sectors,
            sectors_reason=seen.no_lines,
            talk=talking_points(seen.profile, seen.sectors, settled),
            earlier=kept.earlier,
        )

    def _report(self, connection: Connection) -> Report:
        kept = saved.read(connection, self._id)
        return Report(
            workshop=workshops.read(connection, self._id),
            content=self.content,
            counts=_took_part(self._counts(connection), kept.took_part),
            group_notes=words.group_notes(connection, self._id),
            notes=tuple(note for note in words.notes(connection, self._id) if not note.hidden),
            actions=words.actions(connection, self._id),
            results=self._results(connection),
            earlier=kept.earlier,
        )

    def _profile(self, rows: list[tuple[str, str, int | None]]) -> Profile:
        return profile(frame_of(rows), self.content.questionnaire, len(self.content.choices.scale.points))

    def _must_be_an_answer(self, item: str, point: int | None, tap: int) -> None:
        known = item in {one.id for one in self.content.questionnaire.items}
        in_range = point is None or 1 <= point <= len(self.content.choices.scale.points)
        if not (known and in_range and 0 < tap < 2**31):
            raise NotAllowedHere

    def _way(self, way: str | None) -> str | None:
        if way and way not in {one.id for one in self.content.choices.ways.list}:
            raise NotAllowedHere
        return way or None


def _took_part(now: Counts, then: Counts | None) -> Counts:
    """Who took part in a workshop that goes on from a saved one: then or since, whichever were more."""
    if then is None:
        return now
    pairs = zip(astuple(now), astuple(then), strict=True)
    return Counts(*(max(pair) for pair in pairs))


def _no_lines(here: Workshop) -> NoLines | None:
    if not here.asks_sector:
        return "not asked"
    # Shown live, the first people in each sector would be drawn as soon as they are enough, and never the rest.
    return "live" if here.results_mode == "live" else None


def tidy_text(text: str, longest: int, *, strip: bool = True) -> str:
    """The text as it can be kept anywhere. Raises TextTooLong over `longest` characters or MOST_LINES lines."""
    # PostgreSQL keeps no NUL, and no store keeps half of a surrogate pair.
    kept = text.replace("\x00", "").replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")
    kept = kept.strip() if strip else kept
    if len(kept) > longest:
        raise TextTooLong(f"This text is too long. Shorten it to {longest:,} characters or fewer and save it again.")
    if len(kept.splitlines()) > MOST_LINES:
        raise TextTooLong(f"This text has too many lines. Shorten it to {MOST_LINES} lines or fewer and save it again.")
    return kept


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen: spaces, control characters and other invisible ones alone."""
    return all(unicodedata.category(char)[0] in "CZ" or char in _BLANK for char in text)

"""Workshops: start, find, change, delete. The revision rises with every change."""

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from across.store import erasures
from across.store.prepared import Prepared
from across.store.tables import respondent, signed_in_key, workshop
from across.workshop.dates import date_in_full, end_of_day, zone_of
from across.workshop.errors import NoSuchWorkshop, NotYourWorkshop, WorkshopError
from across.workshop.facilitators import is_by_sign_in
from across.workshop.steps import WELCOME, Step
from across.workshop.values import PLAIN_LETTERS, Chosen, Counts, Edition, Look, Plan, Timer, Topic, Wifi, Workshop

CODE_ALPHABET = PLAIN_LETTERS
CODE_LENGTH = 6
_TRIES = 20
ANOTHER_LINK = (
    "A new facilitator link has been made for this workshop, or you do not facilitate it any more, so nothing was "
    "done. Open the workshop with the new link or, where you sign in, from the start page, and try again."
)
NOT_ANY_MORE = (
    "This workshop is not open to you here any more: you have signed out, or it is 12 hours since you opened it, or "
    "its owner has removed you. What is yours is on the start page once you sign in."
)
# A workshop is kept from its day on; a date that is mistyped, or made up in a saved file, must not keep it for ever.
FURTHEST = timedelta(days=366)


def new_id() -> str:
    """A random id: 128 bits, no order, no time in it."""
    return secrets.token_hex(16)


def id_of(said: str) -> str:
    """An id as `new_id` makes them, the same each time for the same words: what is sent again is known by it."""
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def hashed(secret: str) -> str:
    """What is stored of a key or a token. Both are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def new_key() -> str:
    """A facilitator key drawn at random: 256 bits."""
    return secrets.token_urlsafe(32)


def draw_code() -> str:
    """A join code drawn at random."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def start(
    connection: Connection,
    plan: Plan,
    agenda: tuple[Step, ...],
    content_version: str,
    days: int,
    draw: Callable[[], str] = draw_code,
) -> tuple[str, str]:
    """Start a workshop; return its join code and facilitator key.

    It is kept for so many days after it is held, or after today, to the end of that day where it is held. A code that
    is taken is drawn again.
    """
    zone = zone_of(plan.zone)
    key, today = new_key(), datetime.now(zone).date()
    delete_on = min(max(plan.held_on, today), today + FURTHEST) + timedelta(days=days)
    values = {
        "key_hash": hashed(key),
        "name": plan.name,
        "partnership": plan.partnership,
        "held_on": plan.held_on,
        "delete_on": delete_on,
        "ends_at": end_of_day(delete_on, zone),
        "content_version": content_version,
        "agenda": [[step.id, step.title, step.minutes] for step in agenda],
        "smallest_group": plan.smallest_group,
        "asks_sector": plan.asks_sector,
        "step": WELCOME,
        "scoring": "not open",
        "revealed": False,
        "results_mode": plan.results_mode,
        "rehearsal": plan.rehearsal,
        "token_secret": secrets.token_urlsafe(32),
        "picture": 1,
        "revision": 1,
    }
    return _insert_with_free_code(connection, values, draw), key


def _insert_with_free_code(connection: Connection, values: dict[str, Any], draw: Callable[[], str]) -> str:
    for _ in range(_TRIES):
        code = draw()
        try:
            with connection.begin_nested():
                connection.execute(insert(workshop).values(id=new_id(), code=code, **values))
        except IntegrityError:
            continue
        return code
    raise RuntimeError("no free join code was found")


# Made once: to make them takes SQLAlchemy as long as the database takes to answer.
_OF_CODE = select(workshop).where(workshop.c.code == bindparam("of"))
_OF_ID = select(workshop).where(workshop.c.id == bindparam("of"))


def by_code(connection: Connection, code: str, now: float | None = None) -> tuple[str, Workshop]:
    """The id and the state of the workshop with this join code.

    Raises NoSuchWorkshop; where `now` is given, in seconds since 1970, also for one whose time is over then.
    """
    row = connection.execute(_OF_CODE, {"of": code}).first()
    if row is None:
        raise NoSuchWorkshop
    _must_not_be_over(row, now, NoSuchWorkshop)
    return row.id, value(row)


def corrected_addresses(connection: Connection) -> set[str]:
    """The join addresses that facilitators have corrected."""
    corrected = select(workshop.c.join_address).where(workshop.c.join_address.is_not(None)).distinct()
    return {str(address) for address in connection.scalars(corrected)}


def by_key(connection: Connection, key: str, now: float | None = None) -> tuple[str, Workshop]:
    """The id and the state of the workshop that this facilitator key opens.

    Raises NotYourWorkshop; where `now` is given, in seconds since 1970, also for one whose time is over then.
    """
    row = connection.execute(select(workshop).where(_is_opened_by(hashed(key), now))).first()
    if row is None:
        raise NotYourWorkshop(NOT_ANY_MORE) if is_by_sign_in(key) else NotYourWorkshop
    _must_not_be_over(row, now, NotYourWorkshop)
    return row.id, value(row)


def by_keys(connection: Connection, keys: Collection[str], now: float) -> dict[str, Workshop]:
    """The workshops that these facilitator keys open, each under its key; keys that open none are left out.

    So are workshops whose time is over at `now`, in seconds since 1970.
    """
    by_hash = {hashed(key): key for key in keys}
    kept = workshop.c.ends_at > now
    rows = connection.execute(select(workshop).where(workshop.c.key_hash.in_(by_hash), kept))
    found = {by_hash[row.key_hash]: value(row) for row in rows}
    if len(found) < len(by_hash):
        signed_in = select(workshop, signed_in_key.c.key_hash.label("by")).join(
            signed_in_key, signed_in_key.c.workshop_id == workshop.c.id
        )
        theirs = signed_in.where(signed_in_key.c.key_hash.in_(by_hash), signed_in_key.c.ends_at > now, kept)
        found |= {by_hash[row.by]: value(row) for row in connection.execute(theirs)}
    return found


def read(connection: Connection, workshop_id: str, now: float | None = None, *, if_key: str | None = None) -> Workshop:
    """The facts and the state of a workshop.

    Raises NoSuchWorkshop once it is deleted; where `now` is given, in seconds since 1970, also once its time is over.
    With the hash of a facilitator key in `if_key`, raises NotYourWorkshop where another key opens it by now.
    """
    row = connection.execute(_OF_ID, {"of": workshop_id}).first()
    if row is None:
        raise NoSuchWorkshop
    _must_not_be_over(row, now, NoSuchWorkshop)
    if if_key is not None and row.key_hash != if_key and not _is_signed_in(connection, workshop_id, if_key):
        raise NotYourWorkshop(ANOTHER_LINK)
    return value(row)


def _is_opened_by(key_hash: str, now: float | None = None) -> ColumnElement[bool]:
    """Whether a workshop is opened by the key of this hash: the facilitator's, or one of somebody who signed in."""
    theirs = select(signed_in_key.c.workshop_id).where(signed_in_key.c.key_hash == key_hash)
    if now is not None:
        theirs = theirs.where(signed_in_key.c.ends_at > now)
    return or_(workshop.c.key_hash == key_hash, workshop.c.id.in_(theirs))


def _is_signed_in(connection: Connection, workshop_id: str, key_hash: str) -> bool:
    theirs = select(signed_in_key.c.key_hash).where(
        signed_in_key.c.key_hash == key_hash, signed_in_key.c.workshop_id == workshop_id
    )
    return connection.execute(theirs).first() is not None


def _must_not_be_over(row: Row[Any], now: float | None, refusal: type[WorkshopError]) -> None:
    if now is not None and row.ends_at <= now:
        raise refusal(f"The time of this workshop is over: it was kept until {date_in_full(row.delete_on)}.")


def value(row: Row[Any]) -> Workshop:
    """The facts and the state in a row of the table."""
    return Workshop(
        code=row.code,
        name=row.name,
        partnership=row.partnership,
        held_on=row.held_on,
        delete_on=row.delete_on,
        content_version=row.content_version,
        agenda=tuple(Step(*step) for step in row.agenda),
        smallest_group=row.smallest_group,
        asks_sector=row.asks_sector,
        step=row.step,
        scoring=row.scoring,
        revealed=row.revealed,
        timer=Timer(row.timer_phase, row.timer_ends_at, row.timer_left) if row.timer_phase else None,
        sentence=row.sentence,
        results_mode=row.results_mode,
        rehearsal=row.rehearsal,
        wifi=Wifi(**row.wifi) if row.wifi else None,
        join_address=row.join_address,
        report_shared=row.report_shared,
        report_edition=_edition(row.report_edition),
        look=Look(**row.look) if row.look else Look(),
        asking=row.asking,
        covered=row.covered,
        spotlight=row.spotlight,
        wall_page=row.wall_page,
        theme=row.theme,
        door_open=row.door_open,
        in_room=row.in_room,
        taken_out=row.taken_out,
        picture=row.picture,
        revision=row.revision,
        revealed_at=row.revealed_at,
        chosen=tuple(_chosen(kept) for kept in row.chosen or ()),
        counted=Counts(**row.counted) if row.counted else None,
    )


def _chosen(kept: dict[str, Any]) -> Chosen:
    return Chosen(kept["step"], kept["people"], tuple(Topic(**topic) for topic in kept["topics"]))


def keep_chosen(connection: Connection, workshop_id: str, chosen: Sequence[Chosen]) -> None:
    """Keep what the group chose, at every step where it is shown."""
    kept = [asdict(one) for one in chosen] or None
    connection.execute(update(workshop).where(workshop.c.id == workshop_id).values(chosen=kept))


def _edition(kept: dict[str, Any] | None) -> Edition:
    return Edition(**{**kept, "parts": frozenset(kept["parts"])}) if kept else Edition()


def change(
    connection: Connection,
    workshop_id: str,
    *,
    if_scoring: tuple[str, ...] = (),
    if_key: str | None = None,
    only_counts: bool = False,
    now: float | None = None,
    **values: object,
) -> int | None:
    """Raise the revision and set the values, in one statement; return the new revision.

    The picture of the stage is of the new revision, too, unless `only_counts` change. With `if_scoring`, only where
    scoring is in one of those states, with `if_key` only while the key of this hash opens the workshop, and with
    `now` (in seconds since 1970) only before its time is over: else nothing changes and None is returned. Taking this
    row first also puts the writers of one workshop in line.
    """
    new = workshop.c.revision + 1
    picture = {} if only_counts else {"picture": new}
    statement = (
        update(workshop)
        .where(workshop.c.id == workshop_id)
        .values(revision=new, **picture, **values)
        .returning(workshop.c.revision)
    )
    if if_scoring:
        statement = statement.where(workshop.c.scoring.in_(if_scoring))
    if if_key is not None:
        statement = statement.where(_is_opened_by(if_key))
    if now is not None:
        statement = statement.where(workshop.c.ends_at > now)
    return connection.execute(statement).scalar()


def count_up(connection: Connection, workshop_id: str, *, scoring: str, now: float) -> bool:
    """As `change` for what counts alone notice: whether scoring is in this state, and the time not over at `now`."""
    return bool(_COUNT_UP.run(connection, here=workshop_id, scoring=scoring, now=int(now)))


def count_down(connection: Connection, workshop_id: str) -> None:
    """Take back what `count_up` did in this transaction."""
    here = workshop.c.id == workshop_id
    connection.execute(update(workshop).where(here).values(revision=workshop.c.revision - 1))


_COUNT_UP = Prepared(
    lambda _: (
        update(workshop)
        .where(
            workshop.c.id == bindparam("here"),
            workshop.c.scoring == bindparam("scoring"),
            workshop.c.ends_at > bindparam("now"),
        )
        .values(revision=workshop.c.revision + 1)
    )
)


def token_secret(connection: Connection, workshop_id: str) -> str:
    """What signs the tokens of phones at this workshop; empty where it is deleted."""
    return connection.execute(select(workshop.c.token_secret).where(workshop.c.id == workshop_id)).scalar() or ""


def note_taken_out(connection: Connection, workshop_id: str) -> None:
    """Keep that phones were taken out at the revision that the workshop is at."""
    connection.execute(update(workshop).where(workshop.c.id == workshop_id).values(taken_out=workshop.c.revision))


def take_from_spotlight(connection: Connection, workshop_id: str, note_ids: Collection[str]) -> None:
    """Show no note large any more if it is one of these."""
    shown = (workshop.c.id == workshop_id) & workshop.c.spotlight.in_(note_ids)
    connection.execute(update(workshop).where(shown).values(spotlight=None))


def remove(connection: Connection, workshop_id: str) -> str:
    """Delete a workshop and everything in it; returns the id of the erasure that takes it off the disk."""
    connection.execute(delete(workshop).where(workshop.c.id == workshop_id))
    return erasures.ask(connection, workshop_id, erasures.WORKSHOP)


def remove_due(connection: Connection, moment: int) -> list[str]:
    """Delete every workshop whose time was over at this moment, in seconds since 1970; return their join codes."""
    due = delete(workshop).where(workshop.c.ends_at <= moment).returning(workshop.c.id, workshop.c.code)
    gone = connection.execute(due).all()
    for row in gone:
        erasures.ask(connection, row.id, erasures.WORKSHOP)
    return [row.code for row in gone]


def count_once_more(connection: Connection, workshop_id: str, counted: Counts) -> None:
    """Keep who took part in scoring, once nobody's answers are kept from which it could be counted."""
    connection.execute(update(workshop).where(workshop.c.id == workshop_id).values(counted=asdict(counted)))


def finished_with_answers(connection: Connection) -> list[str]:
    """The ids of workshops whose scoring was closed for good when answers were still kept after that."""
    theirs = (respondent.c.workshop_id == workshop.c.id) & (respondent.c.source != "together")
    found = select(workshop.c.id).where(workshop.c.scoring == "finished", exists().where(theirs))
    return [*connection.execute(found).scalars()]


def any_is_due(connection: Connection, moment: int) -> bool:
    """Whether the time of any workshop was over at this moment, in seconds since 1970."""
    return connection.execute(select(workshop.c.id).where(workshop.c.ends_at <= moment).limit(1)).first() is not None


def there_are_any(connection: Connection) -> bool:
    """Whether there is any workshop."""
    return connection.execute(select(workshop.c.id).limit(1)).first() is not None

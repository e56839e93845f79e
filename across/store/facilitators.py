"""Who signs in to facilitate a workshop, who is asked to, and the keys that they are given by signing in."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from across.store import erasures, workshops
from across.store.tables import facilitator, signed_in_key, workshop
from across.store.workshops import hashed, new_id, new_key, value
from across.workshop.facilitators import BY_SIGN_IN, Held, Person, Request, Sharing

_IS_OWNER = facilitator.c.owns & facilitator.c.person.is_not(None)


def add_owner(connection: Connection, workshop_id: str, person: Person) -> None:
    """Let this person own a workshop that nobody owns."""
    _insert(connection, workshop_id, person.address, person=person.id, owns=True)


def give_key(connection: Connection, workshop_id: str, person: Person, ends_at: int) -> str:
    """A new key that opens the workshop for one of its facilitators, until this moment in seconds since 1970."""
    key = f"{BY_SIGN_IN}{new_key()}"
    values = {"key_hash": hashed(key), "workshop_id": workshop_id, "person": person.id, "ends_at": ends_at}
    connection.execute(insert(signed_in_key).values(values))
    return key


def take_keys(connection: Connection, keys: Collection[str]) -> list[str]:
    """Let these keys, given by signing in, open nothing any more; return the join codes of what they opened.

    Screens that are open hear of it, for the picture is a new one.
    """
    theirs = signed_in_key.c.key_hash.in_([hashed(key) for key in keys])
    opened = select(workshop.c.id, workshop.c.code).join(signed_in_key, signed_in_key.c.workshop_id == workshop.c.id)
    found = connection.execute(opened.where(theirs).distinct().order_by(workshop.c.code)).all()
    for row in found:
        workshops.change(connection, row.id)
    connection.execute(delete(signed_in_key).where(theirs))
    return [row.code for row in found]


def take_every_key(connection: Connection, workshop_id: str) -> None:
    """Let no key open this workshop any more but those of people who sign in: of links, nobody has the new one.

    Screens that are open hear of it, for the picture is a new one.
    """
    workshops.change(connection, workshop_id, key_hash=hashed(new_key()))


def remove_ended(connection: Connection, moment: int) -> None:
    """Delete the keys that have ended at this moment, in seconds since 1970."""
    connection.execute(delete(signed_in_key).where(signed_in_key.c.ends_at <= moment))


def any_has_ended(connection: Connection, moment: int) -> bool:
    """Whether there are keys that have ended at this moment, in seconds since 1970."""
    ended = select(signed_in_key.c.key_hash).where(signed_in_key.c.ends_at <= moment).limit(1)
    return connection.execute(ended).first() is not None


def held_by(connection: Connection, person: Person, now: float) -> list[Held]:
    """The workshops that this person facilitates and whose time is not over, the latest first."""
    theirs = select(workshop, facilitator.c.owns).join(facilitator, facilitator.c.workshop_id == workshop.c.id)
    kept = theirs.where(facilitator.c.person == person.id, workshop.c.ends_at > now)
    rows = connection.execute(kept.order_by(workshop.c.held_on.desc(), workshop.c.code))
    return [Held(value(row), row.owns) for row in rows]


def place_of(connection: Connection, person: Person, code: str, now: float) -> Row[Any] | None:
    """The row of this person at the workshop of this join code, None where they do not facilitate it."""
    theirs = select(facilitator).join(workshop, facilitator.c.workshop_id == workshop.c.id)
    here = theirs.where(workshop.c.code == code, workshop.c.ends_at > now, facilitator.c.person == person.id)
    return connection.execute(here.with_for_update(of=facilitator)).first()


def is_owned(connection: Connection, workshop_id: str) -> bool:
    """Whether somebody owns this workshop."""
    owner = select(facilitator.c.id).where(facilitator.c.workshop_id == workshop_id, _IS_OWNER)
    return connection.execute(owner).first() is not None


def unowned(connection: Connection, codes: Collection[str]) -> set[str]:
    """Those of these join codes whose workshop nobody owns."""
    owned = select(facilitator.c.id).where(facilitator.c.workshop_id == workshop.c.id, _IS_OWNER).exists()
    found = connection.execute(select(workshop.c.code).where(workshop.c.code.in_(codes), ~owned))
    return set(found.scalars())


def renew_address(connection: Connection, place: Row[Any], person: Person) -> None:
    """Keep the address of a facilitator as it is now: the one before may be somebody else's meanwhile."""
    if place.address == person.address:
        return
    # What was asked of this person under the new address is what they are already.
    same = facilitator.c.person.is_(None) & (facilitator.c.address == person.address)
    _delete(connection, place.workshop_id, same & (facilitator.c.workshop_id == place.workshop_id))
    connection.execute(update(facilitator).where(facilitator.c.id == place.id).values(address=person.address))


def shared_by(connection: Connection, workshop_id: str, person: Person) -> list[Sharing]:
    """Everybody who facilitates this workshop or is asked to, as this person sees it: the owner first."""
    rows = connection.execute(select(facilitator).where(facilitator.c.workshop_id == workshop_id))
    found = [
        Sharing(row.id, row.address, row.owns, asked=row.person is None, is_you=row.person == person.id) for row in rows
    ]
    return sorted(found, key=lambda sharing: (sharing.asked, not sharing.owns, sharing.address))


def how_many(connection: Connection, workshop_id: str) -> int:
    """How many facilitate this workshop or are asked to."""
    here = select(func.count()).select_from(facilitator).where(facilitator.c.workshop_id == workshop_id)
    return int(connection.execute(here).scalar_one())


def ask(connection: Connection, workshop_id: str, address: str, *, owns: bool) -> None:
    """Ask whoever has this address to facilitate the workshop, or to own it: then nobody else is asked that."""
    asked = (facilitator.c.workshop_id == workshop_id) & facilitator.c.person.is_(None) & (facilitator.c.owns == owns)
    _delete(connection, workshop_id, asked if owns else asked & (facilitator.c.address == address))
    _insert(connection, workshop_id, address, person=None, owns=owns)


def facilitates(connection: Connection, workshop_id: str, address: str) -> bool:
    """Whether somebody of this address facilitates the workshop already."""
    here = (facilitator.c.workshop_id == workshop_id) & facilitator.c.person.is_not(None)
    found = select(facilitator.c.id).where(here, facilitator.c.address == address)
    return connection.execute(found).first() is not None


def asked_of(connection: Connection, person: Person, now: float) -> list[Request]:
    """What this person is asked, by their address: where they would own a workshop, first."""
    owner = facilitator.alias("owner")
    rows = connection.execute(
        _asked(person)
        .add_columns(workshop.c.name, workshop.c.held_on, owner.c.address.label("by"))
        .outerjoin(owner, (owner.c.workshop_id == workshop.c.id) & owner.c.owns & owner.c.person.is_not(None))
        .where(workshop.c.ends_at > now)
        .order_by(facilitator.c.owns.desc(), workshop.c.name)
    )
    return [Request(row.id, row.name, row.held_on, row.owns, row.by or "") for row in rows]


def asked(connection: Connection, person: Person, request: str, now: float) -> Row[Any] | None:
    """The row of this request, where it is asked of this person; None for any other."""
    return connection.execute(
        _asked(person).where(facilitator.c.id == request, workshop.c.ends_at > now).with_for_update(of=facilitator)
    ).first()


def accept(connection: Connection, row: Row[Any], person: Person) -> None:
    """Let the person who was asked be what they were asked to; a new owner takes the place of the one before."""
    here = facilitator.c.workshop_id == row.workshop_id
    before = facilitator.c.person == person.id
    if row.owns:
        # What the owner before has asked of others, and perhaps of themselves under another address, ends as well.
        before |= _IS_OWNER | (facilitator.c.person.is_(None) & (facilitator.c.id != row.id))
    _delete(connection, row.workshop_id, here & before)
    connection.execute(update(facilitator).where(facilitator.c.id == row.id).values(person=person.id))


def remove(connection: Connection, workshop_id: str, facilitator_id: str) -> bool:
    """Take a facilitator or a request from the workshop, never its owner; whether there was one."""
    there = (facilitator.c.id == facilitator_id) & (facilitator.c.workshop_id == workshop_id)
    return _delete(connection, workshop_id, there & ~_IS_OWNER)


def forget(connection: Connection, workshop_id: str, facilitator_id: str) -> None:
    """Delete a row again that was deleted after a copy was made."""
    connection.execute(delete(facilitator).where(facilitator.c.id == facilitator_id))
    erasures.ask(connection, workshop_id, erasures.FACILITATOR, facilitator_id)


def _delete(connection: Connection, workshop_id: str, which: ColumnElement[bool]) -> bool:
    """Delete these rows, with what the disk and backups keep of them; whether there were any."""
    gone = connection.execute(delete(facilitator).where(which).returning(facilitator.c.id)).scalars().all()
    for facilitator_id in gone:
        erasures.ask(connection, workshop_id, erasures.FACILITATOR, facilitator_id)
    return bool(gone)


def _asked(person: Person) -> Select[Any]:
    rows = select(facilitator, workshop.c.code).join(workshop, facilitator.c.workshop_id == workshop.c.id)
    return rows.where(facilitator.c.person.is_(None), facilitator.c.address == person.address)


def _insert(connection: Connection, workshop_id: str, address: str, *, person: str | None, owns: bool) -> None:
    values = {"id": new_id(), "workshop_id": workshop_id, "address": address, "person": person, "owns": owns}
    connection.execute(insert(facilitator).values(values))

"""Responses: one set of answers per respondent, each item answered once and changed as often as they like."""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Connection,
    Integer,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from across.store import erasures, participants
from across.store.database import Upsert, upsert
from across.store.prepared import Prepared
from across.store.tables import participant, respondent, response, snapshot
from across.store.workshops import hashed, id_of, new_id
from across.workshop.values import Answers, Tap
from scoring.shown import Answer, Entered

_of_respondent = and_(response.c.workshop_id == respondent.c.workshop_id, response.c.respondent_id == respondent.c.id)


def respondent_of(connection: Connection, workshop_id: str, token: str) -> str | None:
    """The respondent of the holder of this token, made at their first answer; None for a stranger, or taken out."""
    whose = participant.c.token_hash == hashed(token)
    here = (participant.c.workshop_id == workshop_id) & whose & ~participant.c.is_out
    holder = connection.execute(select(participant.c.id, participant.c.respondent_id).where(here)).first()
    if holder is None or holder.respondent_id:
        return holder and holder.respondent_id
    new = _new_respondent(connection, workshop_id, participants.PHONE)
    connection.execute(update(participant).where(participant.c.id == holder.id).values(respondent_id=new))
    return new


def together(connection: Connection, workshop_id: str) -> str:
    """The respondent that holds the answers the group settled aloud, made when first needed."""
    theirs = (respondent.c.workshop_id == workshop_id) & (respondent.c.source == participants.TOGETHER)
    found = connection.execute(select(respondent.c.id).where(theirs)).scalar()
    return found or _new_respondent(connection, workshop_id, participants.TOGETHER)


def _new_respondent(connection: Connection, workshop_id: str, source: str) -> str:
    new = new_id()
    connection.execute(insert(respondent).values(id=new, workshop_id=workshop_id, source=source))
    return new


def keep(connection: Connection, workshop_id: str, tap: Tap) -> bool:
    """Keep an answer of whoever holds the token of the tap; False for a stranger, of whom nothing is kept.

    One that was tapped earlier than the answer already kept changes nothing.
    """
    values = {"here": workshop_id, "token": hashed(tap.token), "item": tap.item, "point": tap.point, "tap": tap.number}
    if _KEEP.run(connection, **values):
        return True
    if not respondent_of(connection, workshop_id, tap.token):
        return False
    _KEEP.run(connection, **values)  # the first answer of a respondent just made, or else an earlier tap
    return True


def _keep_of_holder(connection: Connection) -> ClauseElement:
    """One statement that finds the respondent of a token and keeps the answer, if it is newer."""
    given = [bindparam("item", type_=String), bindparam("point", type_=Integer), bindparam("tap", type_=Integer)]
    holder = select(participant.c.workshop_id, participant.c.respondent_id, *given).where(
        participant.c.workshop_id == bindparam("here"),
        participant.c.token_hash == bindparam("token"),
        participant.c.respondent_id.is_not(None),
    )
    new = upsert(connection, response)
    return _if_newer(new.from_select(["workshop_id", "respondent_id", "item", "point", "tap"], holder))


_KEEP = Prepared(_keep_of_holder)


def save(connection: Connection, workshop_id: str, respondent_id: str, item: str, point: int | None, tap: int) -> None:
    """Keep an answer. One that was tapped earlier than the answer already kept changes nothing."""
    save_all(connection, workshop_id, [(respondent_id, Tap("", item, point, tap))])


def save_all(connection: Connection, workshop_id: str, taps: Sequence[tuple[str, Tap]]) -> None:
    """Keep the answers of these respondents; an earlier tap than the answer already kept changes nothing."""
    rows = [
        {"workshop_id": workshop_id, "respondent_id": who, "item": tap.item, "point": tap.point, "tap": tap.number}
        for who, tap in taps
    ]
    if rows:
        connection.execute(_if_newer(upsert(connection, response)), rows)


def _if_newer(new: Upsert) -> Upsert:
    """The same, in the place of an answer that was tapped earlier and of no other."""
    return new.on_conflict_do_update(
        index_elements=["workshop_id", "respondent_id", "item"],
        set_={"point": new.excluded.point, "tap": new.excluded.tap},
        where=new.excluded.tap > response.c.tap,
    )


def names_of_forms(workshop_id: str, sent: str, number: int) -> tuple[str, ...]:
    """The ids of so many forms that were sent under a name, the same each time; new ones where there is no name."""
    if not sent:
        return tuple(new_id() for _ in range(number))
    return tuple(id_of(f"{workshop_id} {sent} {place}") for place in range(number))


def has_forms(connection: Connection, workshop_id: str, names: Collection[str]) -> bool:
    """Whether any form of these ids has been kept."""
    here = (respondent.c.workshop_id == workshop_id) & respondent.c.id.in_(names)
    return connection.execute(select(respondent.c.id).where(here).limit(1)).first() is not None


def add_forms(connection: Connection, workshop_id: str, forms: Sequence[Answers], names: Sequence[str]) -> None:
    """Keep paper forms, each as a respondent of its own of this id."""
    named = list(zip(names, forms, strict=True))
    rows = [
        {"id": form_id, "workshop_id": workshop_id, "source": participants.PAPER, "sector": form.sector}
        for form_id, form in named
    ]
    connection.execute(insert(respondent), rows)
    taps = [(form_id, Tap("", item, point, 1)) for form_id, form in named for item, point in form.points.items()]
    save_all(connection, workshop_id, taps)


def remove_forms(connection: Connection, workshop_id: str, ids: Collection[str] | None = None) -> None:
    """Take back the paper forms of these ids, or every one, with their answers."""
    theirs = (respondent.c.workshop_id == workshop_id) & (respondent.c.source == participants.PAPER)
    named = theirs if ids is None else theirs & respondent.c.id.in_(ids)
    gone = connection.scalars(delete(respondent).where(named).returning(respondent.c.id)).all()
    for form_id in gone:
        erasures.ask(connection, workshop_id, erasures.RESPONDENT, form_id)


def choose_sector(connection: Connection, respondent_id: str, sector: str) -> None:
    """Keep the sector a respondent works in."""
    connection.execute(update(respondent).where(respondent.c.id == respondent_id).values(sector=sector))


def of_participant(connection: Connection, participant_id: str) -> tuple[Answers, int]:
    """A participant's own answers, and the number of their latest tap (0 before the first)."""
    mine = select(participant.c.respondent_id).where(participant.c.id == participant_id).scalar_subquery()
    return _answers(connection, respondent.c.id == mine)


def agreed(connection: Connection, workshop_id: str) -> tuple[Answers, int]:
    """The answers the group settled aloud, and the number of the latest tap (0 before the first)."""
    theirs = (respondent.c.workshop_id == workshop_id) & (respondent.c.source == participants.TOGETHER)
    return _answers(connection, theirs)


def _answers(connection: Connection, whose: ColumnElement[bool]) -> tuple[Answers, int]:
    """The answers of the one respondent that is asked for, without any where there is none."""
    given = (
        select(respondent.c.sector, response.c.item, response.c.point, response.c.tap)
        .select_from(respondent.outerjoin(response, _of_respondent))
        .where(whose)
    )
    found = connection.execute(given).all()
    points = {row.item: row.point for row in found if row.item is not None}
    latest = max((row.tap for row in found if row.item is not None), default=0)
    return Answers(found[0].sector if found else None, points), latest


def rows(connection: Connection, workshop_id: str) -> list[Answer]:
    """Every answer people gave for themselves, as (respondent, sector, item, point), in no telling order."""
    given = (
        select(response.c.respondent_id, respondent.c.sector, response.c.item, response.c.point)
        .select_from(response.join(respondent, _of_respondent))
        .where(response.c.workshop_id == workshop_id, respondent.c.source != participants.TOGETHER)
        .order_by(response.c.respondent_id, response.c.item)
    )
    return [tuple(row) for row in connection.execute(given)]


def on_paper(connection: Connection, workshop_id: str) -> frozenset[str]:
    """The respondents whose answers somebody typed in from paper."""
    theirs = (respondent.c.workshop_id == workshop_id) & (respondent.c.source == participants.PAPER)
    return frozenset(connection.execute(select(respondent.c.id).where(theirs)).scalars())


def frozen(connection: Connection, workshop_id: str) -> tuple[list[Entered] | None, int]:
    """The answers that the results rest on, as they were when they entered, and when they were last kept.

    None and 0 before results were revealed; the moment is in seconds since 1970.
    """
    found = select(snapshot.c.responses, snapshot.c.taken_at).where(snapshot.c.workshop_id == workshop_id)
    kept = connection.execute(found).first()
    return (None, 0) if kept is None else ([Entered(*row) for row in kept.responses], kept.taken_at)


def freeze(connection: Connection, workshop_id: str, answers: list[Entered], now: int) -> None:
    """Keep these answers as what the results show, in place of any kept before, at a moment of their own.

    `now` is in seconds since 1970.
    """
    moment = max(now, frozen_at(connection, workshop_id) + 1)
    kept = {"responses": [list(row) for row in answers], "taken_at": moment}
    new = upsert(connection, snapshot).values(workshop_id=workshop_id, **kept)
    replace = {name: new.excluded[name] for name in kept}
    connection.execute(new.on_conflict_do_update(index_elements=["workshop_id"], set_=replace))


def frozen_at(connection: Connection, workshop_id: str) -> int:
    """When the answers that the results show were kept, in seconds since 1970; 0 before the first time."""
    found = select(snapshot.c.taken_at).where(snapshot.c.workshop_id == workshop_id)
    return connection.execute(found).scalar() or 0


def forget_respondent(connection: Connection, workshop_id: str, respondent_id: str) -> None:
    """Delete what one respondent answered, but for what was shown of it."""
    theirs = (respondent.c.workshop_id == workshop_id) & (respondent.c.id == respondent_id)
    connection.execute(delete(respondent).where(theirs))
    forget_not_shown(connection, workshop_id, [respondent_id])


def forget_not_shown(connection: Connection, workshop_id: str, respondents: Collection[str]) -> None:
    """Drop these respondents from what results rest on, where nothing of theirs has entered yet."""
    entered, _ = frozen(connection, workshop_id)
    left = [row for row in entered or [] if row.batch or row.respondent not in respondents]
    if entered and len(left) < len(entered):
        here = snapshot.c.workshop_id == workshop_id
        connection.execute(update(snapshot).where(here).values(responses=[list(row) for row in left]))


def latest_agreed(connection: Connection, workshop_id: str) -> int:
    """The number of the latest tap of the answers the group settled aloud; 0 before the first."""
    theirs = (response.c.workshop_id == workshop_id) & (respondent.c.source == participants.TOGETHER)
    joined = response.join(respondent, _of_respondent)
    return connection.execute(select(func.max(response.c.tap)).select_from(joined).where(theirs)).scalar() or 0


def forget_people(connection: Connection, workshop_id: str) -> None:
    """Delete for good what anybody answered for themselves, and the answers that results rest on.

    What the group settled aloud stays, for it is nobody's. No row per person is left, of a phone or of a paper form.
    """
    people = (respondent.c.workshop_id == workshop_id) & (respondent.c.source != participants.TOGETHER)
    connection.execute(delete(respondent).where(people))
    connection.execute(delete(snapshot).where(snapshot.c.workshop_id == workshop_id))
    erasures.ask(connection, workshop_id, erasures.ANSWERS)

"""The tables, by workshop but for the clock and the pulse. Times of answers and the order of joining are not stored.

Tables that hold people are kept by random id, without the row numbers that SQLite would count up.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = String(32)


def _workshop_id(*, primary_key: bool = False, index: bool = False) -> Column[str]:
    there = ForeignKey("workshop.id", ondelete="CASCADE")
    return Column("workshop_id", _ID, there, nullable=False, primary_key=primary_key, index=index)


workshop = Table(
    "workshop",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("partnership", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("delete_on", Date, nullable=False),
    # The end of that day where the workshop is held, in seconds since 1970: from then on nobody gets in.
    Column("ends_at", BigInteger, nullable=False, server_default="0"),
    Column("content_version", Text, nullable=False),
    Column("agenda", JSON, nullable=False),
    Column("smallest_group", Integer, nullable=False),
    Column("asks_sector", Boolean, nullable=False),
    Column("step", String(80), nullable=False),
    Column("scoring", String(12), nullable=False),
    Column("revealed", Boolean, nullable=False),
    # In milliseconds since 1970, for the moment that all screens share.
    Column("revealed_at", BigInteger),
    Column("timer_ends_at", BigInteger),
    Column("timer_left", Integer),
    Column("timer_phase", String(20)),
    Column("join_address", Text),
    Column("results_mode", String(12), nullable=False, server_default="reveal"),
    Column("rehearsal", Boolean, nullable=False, server_default=false()),
    Column("sentence", Integer, nullable=False, server_default="0"),
    Column("wifi", JSON(none_as_null=True)),
    Column("report_shared", Boolean, nullable=False, server_default=false()),
    Column("report_edition", JSON(none_as_null=True)),
    Column("look", JSON(none_as_null=True)),
    Column("asking", String(12), nullable=False, server_default="auto"),
    Column("covered", Boolean, nullable=False, server_default=false()),
    Column("spotlight", _ID),
    Column("wall_page", Integer, nullable=False, server_default="0"),
    Column("theme", String(12), nullable=False, server_default="device"),
    # What signs the tokens of phones. It never leaves the store.
    Column("token_secret", String(64), nullable=False, server_default=""),
    Column("door_open", Boolean, nullable=False, server_default=true()),
    # How many people the facilitator has said are in the room, None where they have not.
    Column("in_room", Integer),
    # The revision at which phones were last taken out.
    Column("taken_out", Integer, nullable=False, server_default="0"),
    # What the group chose at a step, from when it is shown.
    Column("chosen", JSON(none_as_null=True)),
    # Who took part in scoring, from when it is closed for good and nobody's answers are kept.
    Column("counted", JSON(none_as_null=True)),
    # The revision at which something that the stage shows last changed, other than counts.
    Column("picture", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False),
)

respondent = Table(
    "respondent",
    metadata,
    Column("id", _ID, primary_key=True),
    _workshop_id(),
    Column("source", String(12), nullable=False),
    Column("sector", String(80)),
    UniqueConstraint("workshop_id", "id"),
    sqlite_with_rowid=False,
)

participant = Table(
    "participant",
    metadata,
    Column("id", _ID, primary_key=True),
    _workshop_id(),
    Column("token_hash", String(64), nullable=False),
    Column("respondent_id", _ID, ForeignKey("respondent.id", ondelete="SET NULL"), unique=True),
    # The step of which this person has said that they have finished, None for none.
    Column("done_with", String(80)),
    # Taken out by the facilitator: nothing of theirs is kept but this, so that their phone can be told.
    Column("is_out", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workshop_id", "token_hash"),
    sqlite_with_rowid=False,
)

response = Table(
    "response",
    metadata,
    # First in the key: an answer is then kept in one tree, with the others of its workshop.
    _workshop_id(primary_key=True),
    Column("respondent_id", _ID, primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("point", Integer),
    Column("tap", Integer, nullable=False),
    ForeignKeyConstraint(
        ["workshop_id", "respondent_id"], ["respondent.workshop_id", "respondent.id"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,
)

snapshot = Table(
    "snapshot",
    metadata,
    _workshop_id(primary_key=True),
    Column("responses", JSON, nullable=False),
    Column("taken_at", BigInteger, nullable=False, server_default="0"),
)

note = Table(
    "note",
    metadata,
    Column("id", _ID, primary_key=True),
    _workshop_id(),
    # Without one, the note came in a saved workshop, which says of nobody who wrote what.
    Column("participant_id", _ID, ForeignKey("participant.id", ondelete="CASCADE")),
    Column("question", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("way", String(80)),
    Column("hidden", Boolean, nullable=False),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("heading", Text, nullable=False, server_default=""),
    Column("taken_up", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False),
    Index("ix_note_workshop_id", "workshop_id"),
    sqlite_with_rowid=False,
)

mark = Table(
    "mark",
    metadata,
    _workshop_id(),
    Column("note_id", _ID, ForeignKey("note.id", ondelete="CASCADE"), primary_key=True),
    Column("participant_id", _ID, ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_mark_workshop_id", "workshop_id"),
    sqlite_with_rowid=False,
)

vote = Table(
    "vote",
    metadata,
    _workshop_id(),
    Column("participant_id", _ID, ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    Column("step", String(80), primary_key=True),
    # A dimension, or the id of a proposal or an action.
    Column("topic", String(80), primary_key=True),
    Index("ix_vote_workshop_id", "workshop_id"),
    sqlite_with_rowid=False,
)

group_note = Table(
    "group_note",
    metadata,
    _workshop_id(primary_key=True),
    Column("step", String(80), primary_key=True),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

action = Table(
    "action",
    metadata,
    Column("id", _ID, primary_key=True),
    _workshop_id(),
    Column("what", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("by_when", Text, nullable=False),
    Column("way", String(80)),
    Column("with_others", String(20), nullable=False),
    Column("state", String(20), nullable=False, server_default="not started"),
    Column("last_time", Date),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_action_workshop_id", "workshop_id"),
)

saved = Table(
    "saved",
    metadata,
    _workshop_id(primary_key=True),
    Column("took_part", JSON(none_as_null=True)),
    Column("results", JSON(none_as_null=True)),
    Column("earlier", JSON(none_as_null=True)),
    Column("before", JSON(none_as_null=True)),
)

# Who signs in to facilitate a workshop, or is asked to: then without a person, until they accept.
facilitator = Table(
    "facilitator",
    metadata,
    Column("id", _ID, primary_key=True),
    _workshop_id(),
    # A hash of what the provider of the sign-in knows this person by.
    Column("person", String(64)),
    Column("address", String(254), nullable=False),
    Column("owns", Boolean, nullable=False),
    UniqueConstraint("workshop_id", "person"),
    UniqueConstraint("workshop_id", "address", "owns"),
    Index("ix_facilitator_person", "person"),
    Index("ix_facilitator_address", "address"),
    sqlite_with_rowid=False,
)

# A key that somebody was given by signing in: it opens the workshop as the facilitator's key does, until it ends.
signed_in_key = Table(
    "signed_in_key",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    _workshop_id(index=True),
    Column("person", String(64), nullable=False),
    # In seconds since 1970.
    Column("ends_at", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["workshop_id", "person"], ["facilitator.workshop_id", "facilitator.person"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,
)

# What was deleted and is not off the disk yet. It outlives the workshop it was of.
erasure = Table(
    "erasure",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("workshop_id", _ID, nullable=False),
    # What of it, so that it is deleted in a backup that is restored, too: see across/store/erased.py.
    Column("what", String(120), nullable=False, server_default=""),
)

# One row that is written to see whether anything can be saved.
pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("beats", Integer, nullable=False),
)

# What is known of the clock of the machine: one row, in seconds since 1970.
clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("believed", BigInteger, nullable=False),
    Column("doubted", BigInteger),
    Column("seen", BigInteger, nullable=False),
)

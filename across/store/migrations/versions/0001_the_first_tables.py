"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("content_version", sa.Text(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("smallest_group", sa.Integer(), nullable=False),
        sa.Column("asks_sector", sa.Boolean(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("scoring", sa.String(length=12), nullable=False),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("timer_ends_at", sa.BigInteger(), nullable=True),
        sa.Column("timer_left", sa.Integer(), nullable=True),
        sa.Column("timer_phase", sa.String(length=20), nullable=True),
        sa.Column("join_address", sa.Text(), nullable=True),
        sa.Column("results_mode", sa.String(length=12), server_default="reveal", nullable=False),
        sa.Column("rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sentence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wifi", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_workshop_key_hash")),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=80), nullable=True),
        sa.Column("with_others", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_action_workshop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_workshop_id", ["workshop_id"], unique=False)

    op.create_table(
        "group_note",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_group_note_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "step", name=op.f("pk_group_note")),
    )
    op.create_table(
        "respondent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("sector", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_respondent_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint("workshop_id", "id", name=op.f("uq_respondent_workshop_id_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("responses", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_snapshot_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("respondent_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_participant_respondent"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_participant_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("respondent_id", name=op.f("uq_participant_respondent_id")),
        sa.UniqueConstraint("workshop_id", "token_hash", name=op.f("uq_participant_workshop_id_token_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("respondent_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("tap", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id", "respondent_id"],
            ["respondent.workshop_id", "respondent.id"],
            name=op.f("fk_response_respondent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_response_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("respondent_id", "item", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index("ix_response_workshop_id", ["workshop_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=80), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_note_participant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_note_workshop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_workshop_id", ["workshop_id"], unique=False)

    op.create_table(
        "mark",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_mark_note"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_mark_participant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_mark_workshop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("note_id", "participant_id", name=op.f("pk_mark")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index("ix_mark_workshop_id", ["workshop_id"], unique=False)

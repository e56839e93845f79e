"""Timer phases, results shown live, rehearsals, the wall and marks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
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
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index("ix_mark_workshop_id", ["workshop_id"], unique=False)

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("heading", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", sa.BigInteger(), server_default="0", nullable=False))

    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.add_column(sa.Column("timer_left", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("timer_phase", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("results_mode", sa.String(length=12), server_default="reveal", nullable=False))
        batch_op.add_column(sa.Column("rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("sentence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("wifi", sa.JSON(none_as_null=True), nullable=True))

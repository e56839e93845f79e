"""What participants choose to talk about and to do first, and what the group chose once that is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("chosen", sa.JSON(none_as_null=True), nullable=True))
    workshop = sa.ForeignKeyConstraint(
        ["workshop_id"], ["workshop.id"], "fk_vote_workshop_id_workshop", ondelete="CASCADE"
    )
    participant = sa.ForeignKeyConstraint(
        ["participant_id"], ["participant.id"], "fk_vote_participant_id_participant", ondelete="CASCADE"
    )
    op.create_table(
        "vote",
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("participant_id", sa.String(32), nullable=False),
        sa.Column("step", sa.String(80), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        workshop,
        participant,
        sa.PrimaryKeyConstraint("participant_id", "step", "topic", name="pk_vote"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_vote_workshop_id", "vote", ["workshop_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("vote")
    op.drop_column("workshop", "chosen")

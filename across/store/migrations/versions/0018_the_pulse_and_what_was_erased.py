"""A row to try saving with; what of a workshop was deleted, for backups that are restored."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
    )
    op.add_column("erasure", sa.Column("what", sa.String(120), server_default="", nullable=False))


def downgrade() -> None:
    """Go back."""
    op.drop_column("erasure", "what")
    op.drop_table("pulse")

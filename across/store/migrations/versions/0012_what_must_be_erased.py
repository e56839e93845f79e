"""What was deleted and must still be taken off the disk; who took part in scoring that is closed for good."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


# What people wrote. PostgreSQL would keep samples of it in its statistics, where nothing that we delete reaches.
WRITTEN = {
    "workshop": ("name", "partnership", "join_address"),
    "note": ("body", "heading"),
    "group_note": ("body",),
    "action": ("what", "who", "by_when"),
}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.add_column("workshop", sa.Column("counted", sa.JSON(none_as_null=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _keep_no_statistics()


def _keep_no_statistics() -> None:
    for table, columns in WRITTEN.items():
        for column in columns:
            # Naming its type anew, which stays the same, drops what was collected so far.
            op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE TEXT')
            op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0')


def downgrade() -> None:
    """Go back."""
    op.drop_table("erasure")
    op.drop_column("workshop", "counted")

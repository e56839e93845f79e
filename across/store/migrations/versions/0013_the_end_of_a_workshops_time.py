"""The moment at which a workshop's time is over, and what is known of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Nobody had said where a workshop is held.
ZONE = "Europe/London"
WORKSHOP = sa.table("workshop", sa.column("id", sa.String), sa.column("delete_on", sa.Date), sa.column("ends_at"))


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("ends_at", sa.BigInteger(), server_default="0", nullable=False))
    connection = op.get_bind()
    for row in connection.execute(sa.select(WORKSHOP.c.id, WORKSHOP.c.delete_on)).all():
        here = WORKSHOP.c.id == row.id
        connection.execute(sa.update(WORKSHOP).where(here).values(ends_at=_end_of(row.delete_on)))
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("believed", sa.BigInteger(), nullable=False),
        sa.Column("doubted", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )


def _end_of(day: date) -> int:
    try:
        zone = ZoneInfo(ZONE)
    except (KeyError, OSError):
        zone = UTC
    return int(datetime.combine(day + timedelta(days=1), time(0), zone).timestamp())


def downgrade() -> None:
    """Go back."""
    op.drop_table("clock")
    op.drop_column("workshop", "ends_at")

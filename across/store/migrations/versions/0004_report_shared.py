"""The report, shared with participants or not."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("report_shared", sa.Boolean(), server_default=sa.false(), nullable=False))

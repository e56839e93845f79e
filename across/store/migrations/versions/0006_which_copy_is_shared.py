"""Which copy of the report participants get."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("report_edition", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("workshop", "report_edition")

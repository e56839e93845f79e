"""The colours of the picture, chosen in the room."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("theme", sa.String(12), server_default="device", nullable=False))


def downgrade() -> None:
    """Go back."""
    op.drop_column("workshop", "theme")

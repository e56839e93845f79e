"""How every screen shows the results."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("look", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("workshop", "look")

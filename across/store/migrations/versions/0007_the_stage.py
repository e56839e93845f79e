"""What the stage shows: how a question is asked, what is covered or spotlit, and who has finished a step."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("picture", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("workshop", sa.Column("asking", sa.String(12), nullable=False, server_default="auto"))
    op.add_column("workshop", sa.Column("covered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("workshop", sa.Column("spotlight", sa.String(32), nullable=True))
    op.add_column("workshop", sa.Column("wall_page", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("participant", sa.Column("done_with", sa.String(80), nullable=True))
    op.add_column("note", sa.Column("taken_up", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE workshop SET picture = revision")


def downgrade() -> None:
    """Go back."""
    op.drop_column("note", "taken_up")
    op.drop_column("participant", "done_with")
    for name in ("wall_page", "spotlight", "covered", "asking", "picture"):
        op.drop_column("workshop", name)

"""Who may come in: the secret that signs tokens, the door, the number in the room, phones that were taken out."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WORKSHOP = sa.table("workshop", sa.column("id", sa.String), sa.column("token_secret", sa.String))
NEW = ("token_secret", "door_open", "in_room", "taken_out")


def upgrade() -> None:
    """Go forward."""
    op.add_column("workshop", sa.Column("token_secret", sa.String(64), server_default="", nullable=False))
    op.add_column("workshop", sa.Column("door_open", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("workshop", sa.Column("in_room", sa.Integer(), nullable=True))
    op.add_column("workshop", sa.Column("taken_out", sa.Integer(), server_default="0", nullable=False))
    op.add_column("participant", sa.Column("is_out", sa.Boolean(), server_default=sa.false(), nullable=False))
    connection = op.get_bind()
    for workshop_id in connection.scalars(sa.select(WORKSHOP.c.id)).all():
        here = WORKSHOP.c.id == workshop_id
        connection.execute(sa.update(WORKSHOP).where(here).values(token_secret=secrets.token_urlsafe(32)))


def downgrade() -> None:
    """Go back."""
    op.drop_column("participant", "is_out")
    for name in NEW:
        op.drop_column("workshop", name)

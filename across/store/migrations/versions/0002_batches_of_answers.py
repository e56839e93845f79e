"""The answers that results rest on say in which batch they came: those kept so far came in the first."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    snapshot = sa.table("snapshot", sa.column("workshop_id", sa.String()), sa.column("responses", sa.JSON()))
    connection = op.get_bind()
    for workshop_id, responses in connection.execute(sa.select(snapshot)).all():
        batched = [[*row, 1] for row in responses]
        here = snapshot.c.workshop_id == workshop_id
        connection.execute(sa.update(snapshot).where(here).values(responses=batched))

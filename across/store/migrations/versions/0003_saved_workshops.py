"""Saved workshops: notes without an author, how far an action is, earlier results as they were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MARK = sa.table("mark", sa.column("workshop_id"), sa.column("note_id"), sa.column("participant_id"))


def upgrade() -> None:
    """Go forward."""
    op.add_column("action", sa.Column("state", sa.String(length=20), server_default="not started", nullable=False))
    op.add_column("action", sa.Column("last_time", sa.Date(), nullable=True))
    op.create_table(
        "saved",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("took_part", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("results", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("earlier", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_saved_workshop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_saved")),
    )
    # SQLite makes the table anew, and with the old one the marks on its notes go: they are kept and put back.
    connection = op.get_bind()
    marks = [row._asdict() for row in connection.execute(sa.select(MARK))]
    with op.batch_alter_table("note", table_kwargs={"sqlite_with_rowid": False}) as note:
        note.alter_column("participant_id", existing_type=sa.String(length=32), nullable=True)
    kept = set(connection.execute(sa.select(MARK.c.note_id)).scalars())
    lost = [mark for mark in marks if mark["note_id"] not in kept]
    if lost:
        connection.execute(sa.insert(MARK), lost)

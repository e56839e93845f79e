"""Answers lie together by workshop: each is in one tree, where it was in two."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE, NOW = ("respondent_id", "item"), ("workshop_id", "respondent_id", "item")


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_response_workshop_id", "response")
    _make_key(NOW)


def downgrade() -> None:
    """Go back."""
    _make_key(BEFORE)
    op.create_index("ix_response_workshop_id", "response", ["workshop_id"])


def _make_key(columns: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_response", "response")
        op.create_primary_key("pk_response", "response", list(columns))
        return
    # SQLite keeps the rows in the order of the key, so that another key is another table.
    op.create_table(
        "response_by_another_key",
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("respondent_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(80), nullable=False),
        sa.Column("point", sa.Integer(), nullable=True),
        sa.Column("tap", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_response_workshop"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "respondent_id"],
            ["respondent.workshop_id", "respondent.id"],
            name=op.f("fk_response_respondent"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(*columns, name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO response_by_another_key SELECT workshop_id, respondent_id, item, point, tap FROM response")
    op.drop_table("response")
    op.rename_table("response_by_another_key", "response")

"""Who signs in to facilitate a workshop, and the keys they were given by it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "facilitator",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=True),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("owns", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_facilitator_workshop"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitator")),
        sa.UniqueConstraint("workshop_id", "person", name=op.f("uq_facilitator_workshop_id_person")),
        sa.UniqueConstraint("workshop_id", "address", "owns", name=op.f("uq_facilitator_workshop_id_address_owns")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facilitator_person", "facilitator", ["person"])
    op.create_index("ix_facilitator_address", "facilitator", ["address"])
    op.create_table(
        "signed_in_key",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_signed_in_key_workshop"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "person"],
            ["facilitator.workshop_id", "facilitator.person"],
            name=op.f("fk_signed_in_key_facilitator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_signed_in_key")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_signed_in_key_workshop_id"), "signed_in_key", ["workshop_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("signed_in_key")
    op.drop_table("facilitator")

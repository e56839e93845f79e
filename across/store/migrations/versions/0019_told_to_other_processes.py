"""PostgreSQL tells every process that listens of each change of a workshop, in the transaction of the change."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TELL = """
CREATE FUNCTION across_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM pg_notify('across_changes', OLD.code || ' ' || OLD.revision + 1);
    ELSIF NEW.picture = OLD.picture THEN
        PERFORM pg_notify('across_counts', NEW.code || ' ' || NEW.revision);
    ELSE
        PERFORM pg_notify('across_changes', NEW.code || ' ' || NEW.revision);
    END IF;
    RETURN NULL;
END $$
"""
AFTER_EACH_CHANGE = """
CREATE TRIGGER across_tell AFTER UPDATE OF revision OR DELETE ON workshop
FOR EACH ROW EXECUTE FUNCTION across_tell()
"""


def upgrade() -> None:
    """Go forward."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(TELL)
        op.execute(AFTER_EACH_CHANGE)


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER across_tell ON workshop")
        op.execute("DROP FUNCTION across_tell()")

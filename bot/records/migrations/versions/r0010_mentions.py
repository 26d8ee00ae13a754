"""Where pupils are named with their families' consent: found again when it is withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "mentions",
        sa.Column("pupil", sa.LargeBinary, primary_key=True),
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("pictured", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("mentions_ref", "mentions", ["platform", "chat", "message"])
    op.create_index("mentions_at", "mentions", ["at"])

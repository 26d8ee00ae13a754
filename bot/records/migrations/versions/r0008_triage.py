"""Duties, reminders, the same post again, and orders about another message than their case's."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables, and give orders an address of their own."""
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=True),
        sa.Column("by", sa.LargeBinary, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("duties_group", "duties", ["platform", "group"])
    op.create_table(
        "reminders",
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
    )
    op.create_table(
        "likenesses",
        sa.Column("evidence", sa.Integer, sa.ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("likenesses_hash", "likenesses", ["hash", "at"])
    for name in ("at_chat", "at_message", "at_thread"):
        op.add_column("orders", sa.Column(name, sa.Text, nullable=True))

"""Held posts and lockdowns."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "held",
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("proposed", sa.LargeBinary),
        sa.Column("proposals", sa.Integer, nullable=False),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("published", sa.Text, nullable=False),
    )
    op.create_table(
        "lockdowns",
        sa.Column("order", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("before", sa.LargeBinary, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("ended_by", sa.LargeBinary),
    )

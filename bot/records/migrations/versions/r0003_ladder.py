"""The ladder."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
DAY = 24 * 60 * 60 * 1_000_000  # microseconds


def upgrade() -> None:
    """Make the tables, and give every restriction without an end one: a day, as the machine may order."""
    op.create_table(
        "climbs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("order", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), nullable=True),
        sa.Column("rung", sa.Text, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        sa.Column("by", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("why_by", sa.LargeBinary, nullable=True),
        sa.Column("why", sa.LargeBinary, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("reminded_at", sa.BigInteger, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("climbs_case", "climbs", ["case"])
    op.create_index("climbs_order", "climbs", ["order"])
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("wishes_case", "wishes", ["case"])
    orders = sa.table("orders", sa.column("kind"), sa.column("until"), sa.column("created_at"))
    endless = orders.update().where(orders.c.kind == "restrict", orders.c.until.is_(None))
    op.execute(endless.values(until=orders.c.created_at + DAY))

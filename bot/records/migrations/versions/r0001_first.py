"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _judging()
    _casebook()
    _ledger()
    _watch()


def _judging() -> None:
    op.create_table(
        "book",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("check", sa.LargeBinary, nullable=False),
        sa.Column("begun", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "judged",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, primary_key=True),
        sa.Column("edit", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("judged_at", "judged", ["at"])
    op.create_table(
        "counters",
        sa.Column("hour", sa.BigInteger, primary_key=True),
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("group", sa.Text, primary_key=True),
        sa.Column("judged", sa.Integer, nullable=False),
        sa.Column("troubled", sa.Integer, nullable=False),
    )
    op.create_table(
        "cursors",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, nullable=False),
    )


def _casebook() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("group", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("cases_member", "cases", ["platform", "group", "user"])
    op.create_index("cases_opened", "cases", ["opened_at"])
    op.create_index("cases_ref", "cases", ["platform", "chat", "message"])
    op.create_index("cases_state", "cases", ["state", "opened_at"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("edit", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("incomplete", sa.Boolean, nullable=False),
    )
    op.create_index("evidence_case", "evidence", ["case"])
    op.create_index("evidence_incomplete", "evidence", ["incomplete"])
    op.create_index("evidence_once", "evidence", ["platform", "chat", "message", "edit"], unique=True)
    op.create_table(
        "files",
        sa.Column("evidence", sa.Integer, sa.ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("by", sa.LargeBinary, nullable=True),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=True),
        sa.Column("deciding", sa.Boolean, nullable=False),
    )
    op.create_index("reviews_case", "reviews", ["case"])
    op.create_table(
        "cards",
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("message", sa.Text, primary_key=True),
    )


def _ledger() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case", sa.Integer, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=True),
        sa.Column("until", sa.BigInteger, nullable=True),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("by", sa.LargeBinary, nullable=True),
        sa.Column("words", sa.LargeBinary, nullable=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger, nullable=True),
        sa.Column("ended_at", sa.BigInteger, nullable=True),
        sa.Column("ended_by", sa.LargeBinary, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("orders_case", "orders", ["case"])
    op.create_index("orders_kind", "orders", ["kind", "created_at"])
    op.create_index("orders_status", "orders", ["status", "kind"])
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("steps_order", "steps", ["order"])


def _watch() -> None:
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("case", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("readings_at", "readings", ["at"])
    op.create_table(
        "refusals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("refusals_at", "refusals", ["at"])
    op.create_table(
        "heartbeats",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
    )
    op.create_index("gaps_end", "gaps", ["end"])
    op.create_table(
        "digests",
        sa.Column("week", sa.Text, primary_key=True),
        sa.Column("claimed_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=True),
    )

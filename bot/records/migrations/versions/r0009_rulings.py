"""What staff decided themselves keeps the words of the clauses they named."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Give each case room for the clauses that staff named."""
    op.add_column("cases", sa.Column("ruling", sa.Text, nullable=True))

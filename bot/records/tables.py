"""The tables of the records: one definition for SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST = 2**31 - 1  # the number of a row: what people type may be more than a column of numbers can be compared with


class Time(TypeDecorator[datetime]):
    """An aware instant, kept as whole microseconds since 1970 UTC: exact and in the right order in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """To the database; a naive time is an error."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database, in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


metadata = MetaData()


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _time(name: str, *, key: bool = False) -> Column[datetime]:
    return Column(name, Time, primary_key=key, nullable=False)


def _maybe(name: str) -> Column[datetime | None]:
    return Column(name, Time, nullable=True)


def _sealed(name: str, *, nullable: bool = True) -> Column[bytes | None]:
    return Column(name, LargeBinary, nullable=nullable)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _of(parent: str, *, key: bool = False, nullable: bool = False) -> Column[int]:
    where = ForeignKey(f"{parent}.id", ondelete="CASCADE")
    name = {"cases": "case", "evidence": "evidence", "orders": "order", "letters": "letter"}[parent]
    return Column(name, Integer, where, primary_key=key, nullable=nullable)


# One row: a value sealed with the master key, to know it again, and when the records began.
book = Table("book", metadata, _number(), _sealed("check", nullable=False), _time("begun"))

judged = Table(
    "judged",
    metadata,
    _text("platform", key=True),
    _text("chat", key=True),
    _text("message", key=True),
    Column("edit", BigInteger, primary_key=True, autoincrement=False),
    _time("at"),
    Index("judged_at", "at"),
    sqlite_with_rowid=False,
)

# By the hour, so that a week in Europe/London can be added up exactly.
counters = Table(
    "counters",
    metadata,
    _time("hour", key=True),
    _text("platform", key=True),
    _text("group", key=True),
    Column("judged", Integer, nullable=False),
    Column("troubled", Integer, nullable=False),
)

cursors = Table("cursors", metadata, _text("platform", key=True), _text("chat", key=True), _text("message"))

# `wrapped` is the case's own random key, sealed with the master key; without it nothing of the case can be read.
cases = Table(
    "cases",
    metadata,
    _number(),
    _sealed("wrapped", nullable=False),
    _text("platform"),
    _text("group"),
    _text("user"),
    _text("chat"),
    _text("message"),
    _text("thread"),
    _text("clause"),
    Column("ruling", Text, nullable=True),
    _text("state"),
    _time("opened_at"),
    _maybe("decided_at"),
    Index("cases_ref", "platform", "chat", "message"),
    Index("cases_member", "platform", "group", "user"),
    Index("cases_state", "state", "opened_at"),
    Index("cases_opened", "opened_at"),
    sqlite_autoincrement=True,
)

# `sealed` is the whole message, by the key `wrapped` (the case's, unless it was judged before there was a case);
# `decision` holds findings, scores and actions, never text.
evidence = Table(
    "evidence",
    metadata,
    _number(),
    _sealed("wrapped", nullable=False),
    _of("cases", nullable=True),
    _text("platform"),
    _text("chat"),
    _text("message"),
    Column("edit", BigInteger, nullable=False),
    _time("at"),
    _sealed("sealed", nullable=False),
    _text("decision"),
    Column("incomplete", Boolean, nullable=False),
    Index("evidence_once", "platform", "chat", "message", "edit", unique=True),
    Index("evidence_case", "case"),
    Index("evidence_incomplete", "incomplete"),
)

files = Table(
    "files",
    metadata,
    _of("evidence", key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _sealed("sealed", nullable=False),
)

# The action ledger: where each order stands; `steps` is how it got there.
orders = Table(
    "orders",
    metadata,
    _number(),
    _of("cases"),
    _text("kind"),
    _text("clause"),
    Column("seconds", Integer),
    _maybe("until"),
    Column("parts", JSON, nullable=False),
    _sealed("by"),
    _sealed("words"),
    _text("status"),
    Column("attempts", Integer, nullable=False),
    _text("detail"),
    _time("created_at"),
    _time("changed_at"),
    _maybe("done_at"),
    _maybe("ended_at"),
    _sealed("ended_by"),
    Column("at_chat", Text),  # where it is about another message than its case's: the same post again
    Column("at_message", Text),
    Column("at_thread", Text),
    Index("orders_case", "case"),
    Index("orders_status", "status", "kind"),
    Index("orders_kind", "kind", "created_at"),
    sqlite_autoincrement=True,
)

steps = Table(
    "steps",
    metadata,
    _number(),
    _of("orders"),
    _text("status"),
    _time("at"),
    _text("detail"),
    Index("steps_order", "order"),
)

reviews = Table(
    "reviews",
    metadata,
    _number(),
    _of("cases"),
    _sealed("by"),
    _text("verdict"),
    _time("at"),
    _sealed("note"),
    Column("deciding", Boolean, nullable=False),
    Index("reviews_case", "case"),
)

cards = Table(
    "cards",
    metadata,
    _of("cases", key=True),
    _text("platform", key=True),
    _text("place", key=True),
    _text("message", key=True),
)

# Letters as they were made, and (with `signed`) as a named person signed them off; nothing here is ever updated.
letters = Table(
    "letters",
    metadata,
    _number(),
    _of("cases"),
    _text("kind"),
    _sealed("by"),
    _time("at"),
    _sealed("content", nullable=False),
    Index("letters_case", "case"),
    sqlite_autoincrement=True,
)
signatures = Table("signatures", metadata, _of("letters", key=True), _sealed("by"), _time("at"))
letter_files = Table(
    "letter_files",
    metadata,
    _of("letters", key=True),
    Column("signed", Boolean, primary_key=True),
    _text("format", key=True),
    _sealed("sealed", nullable=False),
)

# Who read which evidence, and who tried what without the right; both outlive the case they name.
readings = Table(
    "readings",
    metadata,
    _number(),
    _text("reader"),
    Column("case", Integer, nullable=False),
    _time("at"),
    Index("readings_at", "at"),
)
refusals = Table(
    "refusals", metadata, _number(), _text("actor"), _text("command"), _time("at"), Index("refusals_at", "at")
)

heartbeats = Table("heartbeats", metadata, _text("platform", key=True), _time("at"))
gaps = Table("gaps", metadata, _number(), _text("platform"), _time("start"), _time("end"), Index("gaps_end", "end"))
digests = Table("digests", metadata, _text("week", key=True), _time("claimed_at"), _maybe("sent_at"))

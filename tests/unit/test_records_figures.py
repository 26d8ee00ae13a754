"""The digest's figures over a seeded year, against counts in plain SQL that were written independently."""

import asyncio
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.ports import Evidence
from bot.records.store import open_records
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import KEY, decision, judged, message

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2025, 11, 3, tzinfo=LONDON)
WEEKS = 54  # over both clock changes and the year's end
CLAUSES = ("4.2.1", "4.2.2", "4.2.5", "4.2.7", "5.1")
KINDS = (Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.NOTIFY_STAFF, Kind.ALERT_DSL)


def some_time(chance):
    """Any instant of the year; every tenth is exactly on a Monday's midnight or a microsecond before it."""
    if chance.random() < 0.1:
        midnight = (FIRST + timedelta(weeks=chance.randrange(WEEKS))).astimezone(UTC)
        return midnight - timedelta(microseconds=chance.choice((0, 1)))
    return FIRST.astimezone(UTC) + timedelta(seconds=chance.randrange(WEEKS * 7 * 86400))


async def one_message(records, chance, number):
    at = some_time(chance)
    clause = chance.choice(CLAUSES)
    actions = [Action(kind=kind, clause=clause) for kind in KINDS if chance.random() < 0.4]
    failed = ("names",) if chance.random() < 0.1 else ()
    chosen = () if chance.random() < 0.5 else tuple(actions)
    seen = Evidence(message=message(number), decision=decision(*chosen, clause=clause, failed=failed), at=at)
    orders = await records.settle(seen)
    for order in orders:
        for status in chance.choice(([], [Status.DONE], [Status.DONE, Status.VERIFIED], [Status.FAILED])):
            at += timedelta(minutes=chance.randrange(1, 600))
            await records.outcome(order.id, status, at=at)
        if order.action.kind is Kind.RESTRICT and chance.random() < 0.5:
            await records.ended(order.id, at=at + timedelta(days=chance.randrange(1, 30)))
    if orders and chance.random() < 0.6:
        review = Review(by="x", verdict="x", at=at + timedelta(hours=chance.randrange(1, 400)))
        await records.decide(orders[0].case, review, chance.choice((State.UPHELD, State.RESTORED, State.CLOSED)))


async def some_gaps(records, chance):
    for _ in range(120):
        start = some_time(chance)
        length = timedelta(seconds=chance.choice((30, 90, 4000, 700_000)))
        await records.gap(chance.choice(("discord", "telegram")), start, start + length)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A file with a year of records, and its address."""
    path = tmp_path_factory.mktemp("year") / "records.db"
    asyncio.run(_fill(path))
    return path


async def _fill(path):
    records = await open_records(f"sqlite+aiosqlite:///{path}", KEY)
    async with asyncio.TaskGroup() as tasks:
        for number in range(1, 501):
            tasks.create_task(one_message(records, random.Random(number), number))
    await some_gaps(records, random.Random(46))
    await records.close()


def micro(moment):
    return round(moment.timestamp() * 1_000_000)


def counted(path, start, end, now):
    """The same figures in plain SQL."""
    a, b, n = micro(start), micro(end), micro(now)
    with closing(sqlite3.connect(path)) as db:

        def one(sql, *values):
            return db.execute(sql, values).fetchone()[0]

        def numbers(sql, *values):
            return tuple(row[0] for row in db.execute(f"{sql} ORDER BY 1", values))

        was_open = "SELECT id FROM cases WHERE opened_at <= ? AND (decided_at IS NULL OR decided_at > ?)"
        return {
            "judged": one("SELECT count(*) FROM judged WHERE at >= ? AND at < ?", a, b),
            "hidden": one(
                """SELECT count(*) FROM cases WHERE id IN (SELECT "case" FROM orders WHERE kind = 'hide'
                AND status IN ('done', 'verified') AND created_at BETWEEN ? AND ? - 1)""",
                a,
                b,
            ),
            "by_clause": {
                clause: one(
                    "SELECT count(*) FROM cases WHERE clause = ? AND opened_at >= ? AND opened_at < ?", clause, a, b
                )
                for clause in numbers("SELECT DISTINCT clause FROM cases WHERE opened_at >= ? AND opened_at < ?", a, b)
            },
            "new": numbers("SELECT id FROM cases WHERE opened_at >= ? AND opened_at < ?", a, b),
            "open": numbers(was_open, n, n),
            "overdue": numbers(f"{was_open} AND opened_at < ?", n, n, n - 72 * 3600 * 1_000_000),
            "restored": numbers(
                "SELECT id FROM cases WHERE state = 'restored' AND decided_at BETWEEN ? AND ? - 1", a, b
            ),
            "restrictions": one(
                """SELECT count(*) FROM orders WHERE kind = 'restrict' AND status IN ('done', 'verified')
                AND done_at <= ? AND coalesce(ended_at, 9e18) > ? AND coalesce(until, 9e18) > ?""",
                n,
                n,
                n,
            ),
            "alerts": one(
                "SELECT count(*) FROM orders WHERE kind = 'alert_dsl' AND created_at BETWEEN ? AND ? - 1", a, b
            ),
            "failed_actions": one(
                """SELECT count(*) FROM steps WHERE status = 'failed' AND at BETWEEN ? AND ? - 1""", a, b
            ),
            "model_trouble": one("SELECT count(*) FROM evidence WHERE incomplete AND at BETWEEN ? AND ? - 1", a, b),
            "gap_minutes": minutes(db.execute("SELECT platform, start, end FROM gaps").fetchall(), a, b),
        }


def minutes(gaps, a, b):
    """Second by second would be too slow: cut the week at every edge and add up the pieces that some gap covers."""
    result = {}
    for platform in {row[0] for row in gaps}:
        held = [(max(s, a), min(e, b)) for name, s, e in gaps if name == platform and s < b and e > a]
        edges = sorted({edge for pair in held for edge in pair})
        covered = sum(right - left for left, right in pairwise(edges) if any(s <= left and right <= e for s, e in held))
        if covered:
            result[platform] = -(-covered // 60_000_000)
    return result


@pytest.mark.parametrize("week", range(0, WEEKS, 3))
async def test_every_figure_equals_an_independent_count(year, week):
    start, end = FIRST + timedelta(weeks=week), FIRST + timedelta(weeks=week + 1)
    now = end + timedelta(hours=7, minutes=30)
    records = await open_records(f"sqlite+aiosqlite:///{year}", KEY)
    figures = await records.figures(start, end, now=now)
    await records.close()
    expected = counted(year, start, end, now)
    assert {name: getattr(figures, name) for name in expected} == expected
    assert figures.judged > 0


async def test_the_trend_is_the_count_of_each_of_eight_weeks(year):
    records = await open_records(f"sqlite+aiosqlite:///{year}", KEY)
    for week in (0, 5, 22, 23, 24, 29, 50, 51, 53):  # about both clock changes too
        end = FIRST + timedelta(weeks=week + 1)
        figures = await records.figures(end - timedelta(weeks=1), end, now=end)
        bounds = [end - timedelta(weeks=back) for back in range(8, -1, -1)]
        expected = [counted(year, left, right, right)["new"] for left, right in pairwise(bounds)]
        assert figures.trend == tuple(len(numbers) for numbers in expected)
        assert figures.trend[-1] == len(figures.new) == sum(figures.by_clause.values())
    await records.close()


async def test_what_staff_do_later_does_not_change_a_week_that_is_made_again(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    restrict = Action(kind=Kind.RESTRICT, clause="4.2.1")
    at = datetime(2026, 11, 11, 12, tzinfo=UTC)
    (order,) = await records.settle(judged(1, restrict, at=at))
    await records.outcome(order.id, Status.DONE, at=at)
    week = (datetime(2026, 11, 9, tzinfo=LONDON), datetime(2026, 11, 16, tzinfo=LONDON))
    now = datetime(2026, 11, 16, 7, 30, tzinfo=LONDON)
    before = await records.figures(*week, now=now)
    assert (before.open, before.overdue, before.restrictions) == ((order.case,), (order.case,), 1)
    later = now + timedelta(hours=1)
    lift = await records.order(order.case, Action(kind=Kind.LIFT, clause="4.2.1"), by="x")
    await records.outcome(lift.id, Status.DONE, at=later)
    await records.decide(order.case, Review(by="x", verdict="x", at=later), State.RESTORED)
    assert await records.figures(*week, now=now) == before
    after = await records.figures(*week, now=later)
    assert (after.open, after.restrictions) == ((), 0)
    await records.close()


async def test_an_empty_week_is_all_noughts(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    figures = await records.figures(FIRST, FIRST + timedelta(weeks=1), now=FIRST + timedelta(weeks=1))
    assert (figures.judged, figures.new, figures.trend, figures.gap_minutes) == (0, (), (0,) * 8, {})
    await records.close()

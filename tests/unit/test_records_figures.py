"""A week's figures stay what they were, and a week without anything has noughts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.records.store import open_records
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import KEY, judged

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2025, 11, 3, tzinfo=LONDON)


async def test_what_staff_do_later_does_not_change_a_week_that_is_made_again(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    restrict = Action(kind=Kind.RESTRICT, clause="4.2.1")
    at = datetime(2026, 11, 15, 12, tzinfo=UTC)
    (old,) = await records.settle(judged(2, Action(kind=Kind.NOTIFY_STAFF, clause="4.2.1"), at=at - timedelta(days=4)))
    (order,) = await records.settle(judged(1, restrict, at=at))
    await records.outcome(order.id, Status.DONE, at=at)
    week = (datetime(2026, 11, 9, tzinfo=LONDON), datetime(2026, 11, 16, tzinfo=LONDON))
    now = datetime(2026, 11, 16, 7, 30, tzinfo=LONDON)
    before = await records.figures(*week, now=now)
    assert (before.open, before.overdue, before.restrictions) == ((old.case, order.case), (old.case,), 1)
    assert (await records.figures(*week, now=now, overdue=timedelta(hours=12))).overdue == before.open
    assert (await records.figures(*week, now=now, overdue=timedelta(days=6))).overdue == ()
    later = now + timedelta(hours=1)
    lift = await records.order(order.case, Action(kind=Kind.LIFT, clause="4.2.1"), by="x")
    await records.outcome(lift.id, Status.DONE, at=later)
    await records.decide(order.case, Review(by="x", verdict="x", at=later), State.RESTORED)
    assert await records.figures(*week, now=now) == before
    after = await records.figures(*week, now=later)
    assert (after.open, after.restrictions) == ((old.case,), 0)
    await records.close()


async def test_an_empty_week_is_all_noughts(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    figures = await records.figures(FIRST, FIRST + timedelta(weeks=1), now=FIRST + timedelta(weeks=1))
    assert (figures.judged, figures.new, figures.trend, figures.gap_minutes) == (0, (), (0,) * 8, {})
    await records.close()

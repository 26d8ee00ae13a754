"""A week's figures stay what they were, and a week without anything has noughts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest import Digest
from bot.records.store import open_records
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import KEY, PARENT, RULING, judged, ref

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2025, 11, 3, tzinfo=LONDON)
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
WEEK, DUE = datetime(2026, 11, 9, tzinfo=LONDON), datetime(2026, 11, 16, 7, 30, tzinfo=LONDON)


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


async def test_an_action_that_fails_again_later_counts_in_the_week_it_first_failed_only(tmp_path):
    clock = [datetime(2026, 11, 12, 12, tzinfo=UTC)]
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY, clock=lambda: clock[0])
    (order,) = await records.settle(judged(1, Action(kind=Kind.HIDE, clause="4.2.1"), at=clock[0]))
    for _ in range(2):
        await records.outcome(order.id, Status.FAILED, at=clock[0], detail="forbidden")
        clock[0] += timedelta(weeks=1)
        assert len(await records.again(PARENT, "forbidden")) == 1
    await records.outcome(order.id, Status.FAILED, at=clock[0], detail="forbidden")
    weeks = [WEEK + timedelta(weeks=by) for by in range(3)]
    told = [await records.figures(week, week + timedelta(weeks=1), now=DUE + timedelta(weeks=3)) for week in weeks]
    assert [one.failed_actions for one in told] == [1, 0, 0]
    assert [one.troubles for one in told] == [{"forbidden": 1}, {}, {}]
    await records.close()


async def test_clauses_of_different_packs_are_counted_and_told_apart(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY, clock=lambda: BEGUN)
    at = datetime(2026, 11, 12, 12, tzinfo=UTC)
    for number, pack in enumerate(("trust", "trust", "stokes_wood"), 1):
        seen = judged(number, Action(kind=Kind.HIDE, clause="4.2.1"), at=at)
        await records.settle(replace(seen, decision=replace(seen.decision, pack=pack)))
    by_staff = replace(RULING, pack="stokes_wood")
    await records.open_case(PARENT, ref(9), by_staff, by="Office", at=at, reason="seen")
    figures = await records.figures(WEEK, WEEK + timedelta(weeks=1), now=DUE)
    assert figures.by_clause == {"trust/4.2.1": 2, "stokes_wood/4.2.1": 2}
    assert figures.clause_trend["trust/4.2.1"] == (0,) * 7 + (2,)
    packs = {"trust": {"4.2.1": "Threats"}, "stokes_wood": {"4.2.1": "Photos"}}
    said = await Digest(records=records, platforms={}, places=(), packs=packs).text("2026-W46", DUE)
    assert "  trust 4.2.1 Threats: 2 (8 weeks" in said
    assert "  stokes wood 4.2.1 Photos: 2 (8 weeks" in said
    await records.close()


async def test_an_empty_week_is_all_noughts(tmp_path):
    records = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY)
    figures = await records.figures(FIRST, FIRST + timedelta(weeks=1), now=FIRST + timedelta(weeks=1))
    assert (figures.judged, figures.new, figures.trend, figures.gap_minutes) == (0, (), (0,) * 8, {})
    await records.close()

"""What every database behind ports.Records must do about the ladder."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import RecordsError
from bot.ports.ladder import Climb
from bot.records.store import open_records
from moderation.domain import Action, Kind, Review, State, Status
from moderation.policy.ladder import Rung, Standing
from tests.platforms.evidence import CLAUSE, HIDE, KEY, NOW, PARENT, RULING, judged, message, ref
from tests.platforms.steps import RULES, STAFF, restricted, step

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RESTRICT = Action(kind=Kind.RESTRICT, clause=CLAUSE, duration=DAY)
LIFT = Action(kind=Kind.LIFT, clause=CLAUSE)


class Clock:
    """A clock that the test turns."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


async def done(records, *orders, at=NOW):
    for order in orders:
        await records.outcome(order.id, Status.DONE, at=at)


async def seen(records):
    """A case that staff opened themselves."""
    return await records.open_case(PARENT, ref(0), RULING, by=STAFF, at=NOW, reason="at the gate")


async def test_somebody_about_whom_nothing_is_known_stands_clear(records):
    assert await records.standing(PARENT, RULES) == Standing()


async def test_a_message_that_was_taken_down_has_points_and_putting_it_back_takes_them_away(records):
    orders = await records.settle(judged(1, *HIDE))
    assert (await records.standing(PARENT, RULES)).points == 0
    await done(records, *orders)
    standing = await records.standing(PARENT, RULES)
    assert (standing.points, standing.asks, standing.expires) == (1, Rung.TALK, NOW + 90 * DAY)
    assert await records.standing(replace(PARENT, user="502"), RULES) == Standing()
    await records.decide(orders[0].case, Review(by=STAFF, verdict="restored", at=NOW), State.RESTORED)
    assert await records.standing(PARENT, RULES) == Standing()


@pytest.mark.parametrize(("kind", "points"), [(Kind.NOTIFY_STAFF, 0), (Kind.SIGNPOST, 0), (Kind.WARN, 1)])
async def test_a_message_that_staff_uphold_counts_only_where_something_was_done_about_it(records, kind, points):
    (order,) = await records.settle(judged(1, Action(kind=kind, clause=CLAUSE)))
    await done(records, order)
    assert (await records.standing(PARENT, RULES)).points == 0
    await records.decide(order.case, Review(by=STAFF, verdict="upheld", at=NOW), State.UPHELD)
    assert (await records.standing(PARENT, RULES)).points == points


async def test_the_steps_are_taken_one_after_the_other_without_a_word(records):
    case = await seen(records)
    talk = await records.climb(case, step(Rung.TALK), RULES)
    assert (talk.wish, talk.orders) == (0, ())
    warning = await records.climb(case, step(Rung.WARNING), RULES)
    assert [order.action.kind for order in warning.orders] == [Kind.WARN]
    await done(records, *warning.orders)
    short = await records.climb(case, step(Rung.RESTRICTION, NOW + DAY), RULES)
    assert (short.wish, short.climb.rung) == (0, Rung.PROVISIONAL)
    await done(records, *short.orders)
    long = await records.climb(case, step(Rung.RESTRICTION, NOW + 9 * DAY), RULES)
    assert (long.wish, long.orders[0].until, long.orders[0].by) == (0, NOW + 9 * DAY, STAFF)
    await done(records, *long.orders)
    standing = await records.standing(PARENT, RULES)
    assert (standing.rung, standing.until) == (Rung.RESTRICTION, NOW + 9 * DAY)
    assert [taken.rung for taken in standing.taken] == [
        Rung.TALK,
        Rung.WARNING,
        Rung.PROVISIONAL,
        Rung.RESTRICTION,
    ]


async def test_a_step_that_leaves_others_out_waits_and_is_taken_once_with_the_reason(records):
    case = await seen(records)
    wished = await records.climb(case, step(Rung.RESTRICTION, NOW + 9 * DAY), RULES)
    assert (wished.orders, wished.leaves_out) == ((), (Rung.TALK, Rung.WARNING, Rung.PROVISIONAL))
    assert await records.orders(case) == []
    assert await records.wish(wished.wish) == replace(wished, leaves_out=())
    granted = await asyncio.gather(
        *(records.grant(wished.wish, by="Mr Boateng", why="threats", rules=RULES) for _ in range(2))
    )
    assert [one is None for one in granted].count(True) == 1
    assert len(await records.orders(case)) == 1
    for number in (wished.wish, 2**31, 2**63):
        assert await records.wish(number) is None
    assert await records.grant(wished.wish, by="Mr Boateng", why="threats", rules=RULES) is None


async def test_a_step_once_left_out_needs_no_second_reason(records):
    case = await seen(records)
    await done(records, await restricted(records, case, NOW + 9 * DAY))
    renewed = await records.climb(case, step(Rung.RESTRICTION, NOW + 20 * DAY), RULES)
    assert renewed.wish == 0


async def test_a_warning_that_never_arrived_is_no_step(records):
    case = await seen(records)
    await records.climb(case, step(Rung.TALK), RULES)
    warning = await records.climb(case, step(Rung.WARNING), RULES)
    await records.outcome(warning.orders[0].id, Status.FAILED, at=NOW, detail="no_member")
    short = await records.climb(case, step(Rung.RESTRICTION, NOW + HOUR), RULES)
    assert short.leaves_out == (Rung.WARNING,)


async def test_steps_are_forgotten_with_time_and_count_again_as_missing(records, clock):
    case = await seen(records)
    await records.climb(case, step(Rung.TALK), RULES)
    clock.now = NOW + 91 * DAY
    assert (await records.climb(case, step(Rung.WARNING), RULES)).leaves_out == (Rung.TALK,)


NOT_STEPS = [
    (step(Rung.WARNING, by=""), "needs a name and a reason"),
    (step(Rung.WARNING, reason=" "), "needs a name and a reason"),
    (step(Rung.RESTRICTION), "needs an end"),
    (step(Rung.RESTRICTION, NOW), "needs an end"),
    (step(Rung.RESTRICTION, NOW + 367 * DAY), "needs an end"),
]


@pytest.mark.parametrize(("wrong", "why"), NOT_STEPS)
async def test_nothing_happens_without_a_name_a_reason_and_an_end(records, wrong: Climb, why):
    case = await seen(records)
    with pytest.raises(RecordsError, match=why):
        await records.climb(case, wrong, RULES)
    assert await records.orders(case) == []


@pytest.mark.parametrize(("by", "why"), [("", "threats"), (STAFF, " ")])
async def test_nothing_is_left_out_without_a_name_and_a_reason(records, by, why):
    case = await seen(records)
    wished = await records.climb(case, step(Rung.WARNING), RULES)
    with pytest.raises(RecordsError, match="only for a reason"):
        await records.grant(wished.wish, by=by, why=why, rules=RULES)
    assert await records.wish(wished.wish) is not None


async def test_nothing_follows_from_a_case_that_was_put_back(records):
    case = await seen(records)
    wished = await records.climb(case, step(Rung.WARNING), RULES)
    await records.decide(case, Review(by=STAFF, verdict="restored", at=NOW), State.RESTORED)
    with pytest.raises(RecordsError, match="put back"):
        await records.climb(case, step(Rung.TALK), RULES)
    with pytest.raises(RecordsError, match="put back"):
        await records.grant(wished.wish, by=STAFF, why="threats", rules=RULES)


async def test_the_machine_stops_nobody_for_longer_than_a_day_whatever_the_pack_says(records):
    for number, duration in ((1, None), (2, 40 * DAY)):
        author = replace(message(1).author, user=f"50{number}")
        (order,) = await records.settle(judged(number, replace(RESTRICT, duration=duration), author=author))
        assert order.until == NOW + DAY


async def test_more_messages_do_not_make_a_restriction_by_the_machine_longer(records):
    (first,) = await records.settle(judged(1, RESTRICT))
    await done(records, first)
    (second,) = await records.settle(judged(2, RESTRICT, at=NOW + 20 * HOUR))
    assert second.until == NOW + DAY
    (later,) = await records.settle(judged(3, RESTRICT, at=NOW + 25 * HOUR))
    assert later.until == NOW + 49 * HOUR


async def test_a_restriction_that_staff_lifted_does_not_shorten_the_next(records):
    (first,) = await records.settle(judged(1, RESTRICT))
    await done(records, first)
    lift = await records.order(first.case, LIFT, by=STAFF)
    await done(records, lift)
    (second,) = await records.settle(judged(2, RESTRICT, at=NOW + 20 * HOUR))
    assert second.until == NOW + 44 * HOUR


async def test_a_member_is_told_once_of_a_restriction_that_holds(records):
    case = await seen(records)
    order = await restricted(records, case, NOW + 9 * DAY, "third time")
    assert await records.announce(order.id) is None
    await done(records, order)
    first, second = await asyncio.gather(records.announce(order.id), records.announce(order.id))
    told = first or second
    assert (first is None) != (second is None)
    assert (told.action.kind, told.until, told.by, told.words) == (Kind.WARN, NOW + 9 * DAY, STAFF, "third time")
    assert told in await records.pending(case)


async def test_a_restriction_by_the_machine_is_told_by_its_own_notice(records):
    (order,) = await records.settle(judged(1, RESTRICT))
    await done(records, order)
    assert await records.announce(order.id) is None


async def test_staff_are_asked_once_about_a_restriction(records):
    order = await restricted(records, await seen(records), NOW + 9 * DAY)
    assert not await records.is_reminded(order.id)
    await records.reminded(order.id, at=NOW)
    assert await records.is_reminded(order.id)


async def test_a_group_that_moved_takes_its_ladder_along(records):
    await records.climb(await seen(records), step(Rung.TALK), RULES)
    await records.moved("discord", PARENT.group, "88")
    assert (await records.standing(replace(PARENT, group="88"), RULES)).rung is Rung.TALK
    assert (await records.standing(PARENT, RULES)).rung is Rung.CLEAR


async def test_the_ladder_is_as_it_was_after_a_restart(records, address, clock):
    case = await seen(records)
    await records.climb(case, step(Rung.TALK), RULES)
    wished = await records.climb(case, step(Rung.RESTRICTION, NOW + 9 * DAY), RULES)
    before = await records.standing(PARENT, RULES)
    again = await open_records(address, KEY, clock=clock)
    try:
        assert await again.standing(PARENT, RULES) == before
        granted = await again.grant(wished.wish, by=STAFF, why="threats", rules=RULES)
        assert granted.leaves_out == (Rung.WARNING, Rung.PROVISIONAL)
    finally:
        await again.close()


async def test_what_a_later_order_overtook_or_the_clock_ended_is_not_proved_any_more(records):
    """It would be done again: somebody let in again would be shut out a second time, or the other way about."""
    (restriction,) = await records.settle(judged(1, RESTRICT))
    await done(records, restriction)
    assert [order.id for order in await records.pending()] == [restriction.id]
    lift = await records.order(restriction.case, LIFT, by=STAFF)
    assert [order.id for order in await records.pending()] == [restriction.id, lift.id]
    await done(records, lift)
    assert [order.id for order in await records.pending()] == [lift.id]
    (again,) = await records.settle(judged(2, RESTRICT))
    await done(records, again)
    assert [order.id for order in await records.pending()] == [again.id]
    await records.ended(again.id, at=NOW + DAY)
    assert await records.pending() == []

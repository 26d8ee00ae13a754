"""What every database behind ports.Records must do with held posts and lockdowns."""

import json
from dataclasses import replace
from datetime import timedelta

from bot.ports.holding import Area, Conclusion, Lockdown, Stage
from bot.records.store import open_records
from moderation.domain import Action, Kind, Member, Ref, Review, State, Status
from tests.platforms.evidence import CLAUSE, KEY, NOW, PARENT, RULING, SECRET, judged
from tests.platforms.tables import everything

HOLD = Action(kind=Kind.HOLD, clause=CLAUSE)
TELL = Action(kind=Kind.SIGNPOST, clause=CLAUSE)
LOCK = Action(kind=Kind.LOCKDOWN, clause=CLAUSE)
HOUR = timedelta(hours=1)
STAFF = Review(by="Ms Ahlberg", verdict="approved", at=NOW + HOUR)
APPROVED = Conclusion(stage=Stage.APPROVED, review=STAFF, state=State.CLOSED, orders=((TELL, Stage.APPROVED),))
DECLINED = replace(APPROVED, stage=Stage.DECLINED, state=State.UPHELD, review=replace(STAFF, by="Mr Okoro"))
OTHER = "Helpers wanted at the cake stall."


async def held(records, message=1):
    orders = await records.settle(judged(message, HOLD))
    return orders[0].case


async def group_case(records):
    group = Member(platform=PARENT.platform, group=PARENT.group, user="")
    ref = Ref(platform=PARENT.platform, chat="", message="")
    return await records.open_case(group, ref, RULING, by="Ms Ahlberg", at=NOW, reason="a raid")


async def locked(records, before, *, chat="", hours=2):
    order = await records.order(await group_case(records), LOCK, by="Ms Ahlberg", until=NOW + hours * HOUR)
    return await records.secured(
        Lockdown(
            id=order.id,
            case=order.case,
            platform=PARENT.platform,
            area=Area(group=PARENT.group, chat=chat),
            before=json.dumps(before),
            since=NOW,
            until=NOW + hours * HOUR,
        )
    )


async def test_a_held_post_waits_with_its_text_until_somebody_ends_the_wait_and_the_first_one_stands(records):
    case = await held(records)
    waiting = await records.held(case)
    assert (waiting.stage, waiting.text, waiting.proposal) == (Stage.WAITING, SECRET, 0)
    assert [one.case for one in await records.queue(PARENT.platform, PARENT.group)] == [case]
    assert await records.conclude(case, APPROVED) is None
    assert await records.conclude(case, DECLINED) == STAFF
    assert (await records.held(case)).stage is Stage.APPROVED
    assert await records.queue(PARENT.platform, PARENT.group) == []
    told = [order for order in await records.orders(case) if order.action == TELL]
    assert [(order.words, order.by, order.status) for order in told] == [("approved", "Ms Ahlberg", Status.INTENDED)]


async def test_a_suggested_text_is_sealed_and_counted_and_cannot_come_after_the_end(records, address):
    case = await held(records)
    assert await records.propose(case, "one", action=TELL, review=STAFF)
    assert await records.propose(case, OTHER, action=TELL, review=STAFF)
    proposed = await records.held(case)
    assert (proposed.stage, proposed.text, proposed.proposal) == (Stage.PROPOSED, OTHER, 2)
    await records.conclude(case, APPROVED)
    assert not await records.propose(case, "late", action=TELL, review=STAFF)
    assert (await records.held(case)).text == OTHER
    data = await everything(address)
    assert OTHER.encode() not in data
    assert SECRET.encode() not in data


async def test_reminders_come_once_for_each_wait_and_only_for_what_still_waits(records):
    case, done = await held(records, 1), await held(records, 2)
    await records.conclude(done, APPROVED)
    after = (24 * HOUR, 72 * HOUR)
    assert await records.remind(NOW + 23 * HOUR, after) == ()
    assert await records.remind(NOW + 25 * HOUR, after) == (case,)
    assert await records.remind(NOW + 26 * HOUR, after) == ()
    assert await records.remind(NOW + 73 * HOUR, after) == (case,)
    words = [order.words for order in await records.orders(case) if order.action.kind is Kind.SIGNPOST]
    assert words == ["late", "late"]


async def test_a_declined_post_whose_author_appeals_is_not_said_to_wait(records):
    case = await held(records)
    await records.conclude(case, DECLINED)
    assert await records.appeal(case, Review(by="the author", verdict="appealed", at=NOW + 2 * HOUR))
    assert await records.remind(NOW + 73 * HOUR, (24 * HOUR, 72 * HOUR)) == ()


async def test_a_post_that_still_waits_outlives_every_retention_and_goes_with_its_case(records):
    case = await held(records)
    assert await records.purge(NOW + timedelta(days=900)) == 0
    await records.conclude(case, replace(APPROVED, orders=()))
    for order in await records.orders(case):
        if order.status is Status.INTENDED:
            await records.outcome(order.id, Status.DONE, at=NOW)
    assert await records.purge(NOW + timedelta(days=900)) == 1
    assert await records.held(case) is None


async def test_other_cases_hold_no_post(records):
    orders = await records.settle(judged(1))
    assert orders is not None
    assert await records.held(999) is None
    assert await records.held(await group_case(records)) is None


async def test_a_lockdown_over_a_lockdown_keeps_the_first_state_of_what_both_touch(records):
    first = await locked(records, {"a": "open", "b": "open"})
    second = await locked(records, {"a": "shut", "c": "open"})
    assert json.loads(second.before) == {"a": "open", "c": "open"}
    assert [one.id for one in await records.lockdowns()] == [first.id, second.id]
    await records.released(first.id, at=NOW)
    third = await locked(records, {"a": "shut"})
    assert json.loads(third.before) == {"a": "open"}
    assert (await records.lockdown(first.id)).over


async def test_recording_a_lockdown_again_changes_nothing_and_its_end_can_be_moved(records, address):
    lock = await locked(records, {"a": 1})
    assert await records.secured(replace(lock, before='{"a": 2}')) == lock
    await records.keep_before(lock.id, '{"a": 1, "link:x": true}')
    await records.shorten(lock.id, at=NOW, by="Mr Okoro")
    again = await open_records(address, KEY, clock=lambda: NOW)
    kept = await again.lockdown(lock.id)
    await again.close()
    assert (kept.until, kept.links, kept.over) == (NOW, ("x",), False)


async def test_a_lockdown_follows_its_group_to_a_new_id(records):
    lock = await locked(records, {})
    await records.moved(PARENT.platform, PARENT.group, "new")
    assert [one.area.group for one in await records.lockdowns(PARENT.platform, "new")] == ["new"]
    assert (await records.lockdown(lock.id)).area.group == "new"


async def test_breaches_are_the_cases_whose_message_came_down_and_those_about_the_group(records):
    await held(records)
    [order] = await records.settle(judged(2, Action(kind=Kind.HIDE, clause=CLAUSE)))
    case, group = order.case, await group_case(records)
    found = await records.breaches(PARENT, NOW - HOUR)
    assert {(number, user) for number, user, _ in found} == {(case, PARENT.user), (group, "")}
    assert await records.breaches(PARENT, NOW + HOUR) == []
    assert await records.breaches(replace(PARENT, group="another"), NOW - HOUR) == []

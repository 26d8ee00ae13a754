"""What every database behind ports.Records must do with appeals, and with the rules that members were shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports.holding import Conclusion, Stage
from bot.ports.welcomes import Welcome
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import FULL, HIDE, NOW, PARENT, judged

HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
APPEAL = Review(by="the author", verdict="appealed", at=NOW, note="I was joking")
WELCOME = Welcome(member=PARENT, pack="trust", version="3.0", at=NOW, shown=False)


def decision(state):
    return Review(by="Ms Ahlberg", verdict=state.value, at=NOW)


@pytest.fixture
async def case(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    return hide.case


async def told(records, case):
    return [order.words for order in await records.orders(case) if order.action.kind is Kind.SIGNPOST]


@pytest.mark.parametrize("state", [State.UPHELD, State.RESTORED, State.CLOSED])
async def test_who_appealed_is_told_once_and_who_did_not_is_not(records, case, state):
    assert await records.appeal(case, APPEAL)
    assert await records.decide(case, decision(state), state) is None
    assert await records.decide(case, decision(state), state) is not None
    assert await told(records, case) == [state.value]
    (other,) = await records.settle(judged(2, *HIDE))
    await records.decide(other.case, decision(state), state)
    assert await told(records, other.case) == []


@pytest.mark.parametrize("state", [State.UPHELD, State.CLOSED])
async def test_an_appeal_opens_a_case_again_that_staff_left_as_it_was_and_only_once(records, case, state):
    await records.decide(case, decision(state), state)
    assert await records.appeal(case, APPEAL)
    assert (await records.case(case, reader="x")).state is State.OPEN
    assert await records.decide(case, decision(state), state) is None
    assert not await records.appeal(case, APPEAL)
    assert (await records.case(case, reader="x")).state is state
    assert await told(records, case) == [state.value]


async def test_a_held_post_that_is_done_with_cannot_be_appealed(records):
    (hold,) = await records.settle(judged(1, Action(kind=Kind.HOLD, clause="4.2.1")))
    review = Review(by="the author", verdict="withdrawn", at=NOW)
    await records.conclude(hold.case, Conclusion(stage=Stage.WITHDRAWN, review=review, state=State.CLOSED))
    assert not await records.appeal(hold.case, APPEAL)


@pytest.mark.parametrize("state", [State.UPHELD, State.CLOSED])
async def test_a_case_that_an_appeal_opened_again_was_decided_until_then(records, case, state):
    await records.decide(case, decision(state), state)
    await records.appeal(case, replace(APPEAL, at=NOW + 2 * HOUR))
    for hours, waits in ((1, ()), (3, (case,))):
        figures = await records.figures(NOW - WEEK, NOW + WEEK, now=NOW + hours * HOUR)
        assert figures.open == waits


async def test_what_was_put_back_cannot_be_appealed(records, case):
    await records.decide(case, decision(State.RESTORED), State.RESTORED)
    assert not await records.appeal(case, APPEAL)


async def test_what_a_decision_undoes_is_ordered_with_it_and_its_author_told(records, case):
    undo = [Action(kind=Kind.RESTORE, clause="4.2.1")]
    await records.decide(case, decision(State.RESTORED), State.RESTORED, undo)
    await records.decide(case, decision(State.RESTORED), State.RESTORED, undo)
    assert [order.action.kind for order in await records.orders(case)] == [Kind.HIDE, Kind.RESTORE, Kind.SIGNPOST]
    assert await told(records, case) == ["restored"]


async def test_who_is_put_right_is_spared_what_the_machine_still_had_to_do(records):
    case = (await records.settle(judged(1, *FULL)))[0].case
    mine = await records.order(case, Action(kind=Kind.WARN, clause="4.2.1"), by="Ms Ahlberg")
    await records.decide(case, decision(State.RESTORED), State.RESTORED)
    punished = {Kind.HIDE, Kind.RESTRICT, Kind.WARN, Kind.SIGNPOST}
    spared = [one for one in await records.orders(case) if one.action.kind in punished and one.id != mine.id]
    assert [(one.status, one.attempts) for one in spared] == [(Status.FAILED, 0)] * 4
    waiting = [Kind.NOTIFY_STAFF, Kind.ALERT_DSL, Kind.LOCKDOWN, Kind.HOLD, Kind.WARN]
    assert {one.action.kind for one in await records.pending(case)} == set(waiting)
    figures = await records.figures(NOW - WEEK, NOW + WEEK, now=NOW)
    assert (figures.failed_actions, figures.troubles) == (0, {})


@pytest.mark.parametrize("state", [State.UPHELD, State.CLOSED])
async def test_any_other_decision_leaves_the_machine_s_orders_to_be_done(records, state):
    ordered = await records.settle(judged(1, *FULL))
    await records.decide(ordered[0].case, decision(state), state)
    assert len(await records.pending(ordered[0].case)) == len(FULL)


async def test_the_newest_rules_that_a_member_was_shown_are_kept_and_follow_the_group(records):
    assert await records.welcome_of(PARENT) is None
    for shown in (False, True):
        await records.welcomed(Welcome(member=PARENT, pack="trust", version="3.0", at=NOW, shown=shown))
    kept = await records.welcome_of(PARENT)
    assert (kept.shown, kept.goes) == (True, NOW + timedelta(days=365))
    await records.moved(PARENT.platform, PARENT.group, "-100")
    assert await records.welcome_of(PARENT) is None


async def test_a_group_is_greeted_once_an_hour(records):
    asked = [await records.may_greet("telegram", "-1", at=NOW + timedelta(minutes=by)) for by in (0, 30, 59, 61, 62)]
    assert asked == [True, False, False, True, False]
    assert await records.may_greet("telegram", "-2", at=NOW)


async def test_what_a_member_was_shown_is_deleted_with_the_logs(records):
    await records.welcomed(WELCOME)
    await records.purge(NOW + timedelta(days=364))
    assert await records.welcome_of(PARENT)
    await records.purge(NOW + timedelta(days=366))
    assert await records.welcome_of(PARENT) is None

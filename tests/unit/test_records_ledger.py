"""The law of the action ledger, under any interleaving of what enforcement reports."""

import asyncio
import sqlite3
from contextlib import closing
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ports import RecordsError
from bot.records.store import open_records
from moderation.domain import Action, Kind, Status
from tests.platforms.evidence import CLAUSE, KEY, NOW, judged

# The law again, in the words of the design: intended -> done -> verified | failed; the rest is final.
STEPS = {
    (Status.INTENDED, Status.INTENDED),
    (Status.INTENDED, Status.DONE),
    (Status.INTENDED, Status.FAILED),
    (Status.INTENDED, Status.UNSUPPORTED),
    (Status.INTENDED, Status.DRY_RUN),
    (Status.DONE, Status.DONE),
    (Status.DONE, Status.VERIFIED),
    (Status.DONE, Status.FAILED),
}
VERIFIABLE = {Kind.HIDE, Kind.RESTRICT, Kind.LIFT, Kind.LOCKDOWN}
ACTIONS = tuple(Action(kind=kind, clause=CLAUSE) for kind in (Kind.HIDE, Kind.RESTRICT, Kind.WARN))
NUMBERS = count(1)


@pytest.fixture(scope="module")
def runner():
    with asyncio.Runner() as loop:
        yield loop


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("ledger") / "records.db"


@pytest.fixture(scope="module")
def records(runner, path):
    store = runner.run(open_records(f"sqlite+aiosqlite:///{path}", KEY))
    yield store
    runner.run(store.close())


async def report(records, order, status):
    """Whether the ledger took the step."""
    try:
        await records.outcome(order.id, status, at=NOW, detail="x")
    except RecordsError:
        return False
    return True


async def all_at_once(records, orders, reports):
    return await asyncio.gather(*(report(records, orders[index], status) for index, status in reports))


def trail(path, order):
    with closing(sqlite3.connect(path)) as other:
        rows = other.execute('SELECT status FROM steps WHERE "order" = ? ORDER BY id', [order.id])
        return [Status(status) for (status,) in rows]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Status)), max_size=14))
def test_any_interleaving_of_outcomes_keeps_the_law_and_loses_nothing(runner, records, path, reports):
    orders = runner.run(records.settle(judged(next(NUMBERS), *ACTIONS)))
    taken = runner.run(all_at_once(records, orders, reports))
    now = {order.id: order for order in runner.run(records.orders(orders[0].case))}
    pending = {order.id for order in runner.run(records.pending())}
    for index, order in enumerate(orders):
        steps = trail(path, order)
        accepted = [status for (which, status), ok in zip(reports, taken, strict=True) if which == index and ok]
        assert sorted(steps) == sorted(accepted)
        walk = [Status.INTENDED, *steps]
        assert set(pairwise(walk)) <= STEPS
        assert now[order.id].status is walk[-1]
        assert now[order.id].attempts == sum(status is not Status.VERIFIED for status in steps)
        unproven = walk[-1] is Status.DONE and order.action.kind in VERIFIABLE
        assert (order.id in pending) == (walk[-1] is Status.INTENDED or unproven)


def test_a_refused_step_says_where_the_order_stands(runner, records):
    (order,) = runner.run(records.settle(judged(next(NUMBERS), ACTIONS[0])))
    with pytest.raises(
        RecordsError, match=f"^order {order.id} is intended and cannot become verified: nothing was rec"
    ):
        runner.run(records.outcome(order.id, Status.VERIFIED, at=NOW))


@pytest.mark.parametrize("start", list(Status))
@pytest.mark.parametrize("end", list(Status))
def test_every_single_step_is_allowed_or_refused_by_the_law(runner, records, start, end):
    way = {Status.INTENDED: [], Status.VERIFIED: [Status.DONE, Status.VERIFIED]}.get(start, [start])
    (order,) = runner.run(records.settle(judged(next(NUMBERS), ACTIONS[0])))
    for status in way:
        assert runner.run(report(records, order, status))
    assert runner.run(report(records, order, end)) == ((start, end) in STEPS)

"""When the list of cases says that retention deletes one is when retention deletes it."""

from datetime import timedelta

import pytest

from bot.records.store import open_records
from moderation.domain import Action, Author, Kind, Review, State, Status
from tests.platforms.evidence import CLAUSE, HIDE, KEY, NOW, PARENT, judged

DAYS = {"case": 90, "restriction": 365}
RESTRICT = Action(kind=Kind.RESTRICT, clause=CLAUSE, duration=timedelta(hours=20))
SECOND = timedelta(seconds=1)


@pytest.fixture
async def records(tmp_path):
    store = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'r.db'}", KEY, DAYS, clock=lambda: NOW)
    yield store
    await store.close()


async def test_an_open_case_is_overdue_after_the_time_asked_about(records):
    await records.settle(judged(1, *HIDE))
    (listed,) = await records.docket(PARENT.platform, PARENT.group)
    day = timedelta(days=1)
    assert listed.is_overdue(listed.opened_at + day + SECOND, day)
    assert not listed.is_overdue(listed.opened_at + day, day)


async def goes_when_it_says(records):
    """The moment the list names, once retention has deleted nothing a second before it and the case a second after."""
    (listed,) = await records.docket(PARENT.platform, PARENT.group)
    assert await records.purge(listed.goes - SECOND) == 0
    assert await records.purge(listed.goes + SECOND) == 1
    return listed.goes


async def decided(records, *actions, status=Status.DONE):
    """A case that was decided at once; the order of its restriction, if it has one."""
    ordered = await records.settle(judged(1, *actions))
    for order in ordered:
        await records.outcome(order.id, status, at=NOW)
    await records.decide(ordered[0].case, Review(by="x", verdict="upheld", at=NOW), State.UPHELD)
    return ordered[0]


async def lifted(records, case, at, status=Status.DONE):
    order = await records.order(case, Action(kind=Kind.LIFT, clause=CLAUSE), by="x")
    await records.outcome(order.id, status, at=at)


async def test_without_a_restriction_it_counts_from_the_decision(records):
    await decided(records, *HIDE)
    assert await goes_when_it_says(records) == NOW + timedelta(days=90)


async def test_with_a_restriction_it_counts_from_its_end(records):
    await decided(records, RESTRICT)
    assert await goes_when_it_says(records) == NOW + timedelta(days=365, hours=20)


async def test_a_lift_is_the_end_of_a_restriction(records):
    order = await decided(records, RESTRICT)
    await lifted(records, order.case, NOW + timedelta(hours=3))
    await lifted(records, order.case, NOW + timedelta(hours=5))
    assert await goes_when_it_says(records) == NOW + timedelta(days=365, hours=3)


async def test_a_lift_that_failed_is_not(records):
    order = await decided(records, RESTRICT)
    await lifted(records, order.case, NOW + timedelta(hours=3), Status.FAILED)
    assert await goes_when_it_says(records) == NOW + timedelta(days=365, hours=20)


async def test_a_restriction_that_is_noted_as_ended_late_ended_when_it_was_to(records):
    order = await decided(records, RESTRICT)
    await records.ended(order.id, at=NOW + timedelta(days=2))
    assert await goes_when_it_says(records) == NOW + timedelta(days=365, hours=20)


async def test_a_restriction_that_was_never_carried_out_binds_nobody(records):
    await decided(records, RESTRICT, status=Status.FAILED)
    assert await goes_when_it_says(records) == NOW + timedelta(days=365)


async def test_an_open_case_does_not_go(records):
    await records.settle(judged(1, RESTRICT))
    (listed,) = await records.docket(PARENT.platform, PARENT.group)
    assert listed.goes is None


async def test_somebody_elses_lift_ends_nothing(records):
    await decided(records, RESTRICT)
    other = await records.settle(judged(2, RESTRICT, author=Author(user="502")))
    await records.outcome(other[0].id, Status.DONE, at=NOW)
    await lifted(records, other[0].case, NOW + timedelta(hours=3))
    listed = await records.docket(PARENT.platform, PARENT.group, user=PARENT.user)
    assert [one.goes for one in listed] == [NOW + timedelta(days=365, hours=20)]

"""What is deleted when, and what is never deleted."""

import sqlite3
from contextlib import closing
from datetime import timedelta

from bot.ports import Evidence
from bot.ports.holding import Area, Lockdown
from bot.records.store import open_records
from moderation.domain import Action, Kind, Member, Ref, Review, State, Status
from tests.platforms.evidence import CLAUSE, HIDE, KEY, NOW, PARENT, RULING, decision, judged, message
from tests.platforms.steps import restricted

LIFT = Action(kind=Kind.LIFT, clause=CLAUSE)
UPHOLD = Review(by="Ms Ahlberg", verdict="uphold", at=NOW)


def days(number):
    return NOW + timedelta(days=number, seconds=1)


async def closed(records, number, *actions):
    """A case whose orders are carried out and that staff decided at NOW."""
    orders = await records.settle(judged(number, *actions))
    for order in orders:
        await records.outcome(order.id, Status.DONE, at=NOW)
    await records.decide(orders[0].case, UPHOLD, State.UPHELD)
    return orders[-1]


async def stopped_by_staff(records, until):
    """A closed case with a restriction by staff that is carried out."""
    hide = await closed(records, 1, *HIDE)
    restrict = await restricted(records, hide.case, until)
    await records.outcome(restrict.id, Status.DONE, at=NOW)
    return restrict


def rows(path):
    with closing(sqlite3.connect(path)) as other:
        names = ("cases", "evidence", "orders", "steps", "reviews", "judged")
        return {name: other.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


async def test_a_closed_case_goes_after_ninety_days_with_all_that_hangs_on_it(records, path):
    await closed(records, 1, *HIDE)
    assert await records.purge(days(89)) == 0
    assert rows(path)["orders"] == 1
    assert await records.purge(days(90)) == 1
    assert set(rows(path).values()) == {0}


async def test_an_open_case_is_never_purged(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    await records.outcome(hide.id, Status.DONE, at=NOW)
    assert await records.purge(days(5000)) == 0
    assert (await records.case(hide.case, reader="u1")) is not None
    assert await records.settle(judged(1, *HIDE)) is None


async def test_a_closed_case_with_something_left_to_do_is_kept(records):
    (hide,) = await records.settle(judged(1, *HIDE))
    await records.decide(hide.case, UPHOLD, State.UPHELD)
    assert await records.purge(days(5000)) == 0
    await records.outcome(hide.id, Status.FAILED, at=NOW)
    assert await records.purge(days(5000)) == 1


async def test_a_case_with_a_restriction_is_kept_for_a_year_after_it_ended(records):
    restrict = await stopped_by_staff(records, days(200))
    await records.ended(restrict.id, at=days(100))
    assert await records.purge(days(366)) == 0
    assert await records.purge(days(466)) == 1


async def test_a_restriction_that_was_lifted_counts_as_ended(records):
    restrict = await stopped_by_staff(records, days(200))
    lift = await records.order(restrict.case, LIFT, by="Ms Ahlberg")
    await records.outcome(lift.id, Status.DONE, at=days(10))
    assert await records.purge(days(374)) == 0
    assert await records.purge(days(376)) == 1


async def test_clean_messages_and_unfinished_ones_go_after_thirty_days(records, path):
    await records.settle(judged(1))
    await records.settle(Evidence(message=message(2), decision=decision(failed=("names",)), at=NOW))
    assert await records.purge(days(29)) == 0
    assert (rows(path)["judged"], len(await records.incomplete())) == (2, 1)
    await records.purge(days(30))
    assert (rows(path)["judged"], await records.incomplete()) == (0, [])
    assert (await records.figures(NOW - timedelta(days=1), days(1), now=NOW)).judged == 2


async def test_logs_go_after_a_year(records, path):
    (hide,) = await records.settle(judged(1, *HIDE))
    await records.case(hide.case, reader="user:31")
    await records.refused("user:66", "restrict", NOW)
    await records.gap("discord", NOW, days(0))
    for until, left in ((364, 3), (366, 0)):
        await records.purge(days(until))
        with closing(sqlite3.connect(path)) as other:
            names = ("readings", "refusals", "gaps")
            assert sum(other.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names) == left


async def test_the_settings_can_keep_things_shorter(path):
    store = await open_records(f"sqlite+aiosqlite:///{path}", KEY, {"clean": 1, "case": 7, "restriction": 30})
    await closed(store, 1, *HIDE)
    assert await store.purge(days(6)) == 0
    assert await store.purge(days(7)) == 1
    await store.close()


async def test_case_numbers_are_never_used_again(records):
    gone = await closed(records, 1, *HIDE)
    await records.purge(days(400))
    (hide,) = await records.settle(judged(2, *HIDE))
    assert hide.case > gone.case


async def test_what_a_lockdown_has_to_put_back_is_kept_until_the_group_is_open_again(records):
    group = Member(platform=PARENT.platform, group=PARENT.group, user="")
    ref = Ref(platform=PARENT.platform, chat=PARENT.group, message="")
    case = await records.open_case(group, ref, RULING, by="Ms Ahlberg", at=NOW, reason="a raid")
    order = await records.order(case, Action(kind=Kind.LOCKDOWN, clause=CLAUSE), by="Ms Ahlberg", until=days(7))
    area = Area(group=PARENT.group)
    lock = Lockdown(id=order.id, case=case, platform="discord", area=area, before="{}", since=NOW, until=days(7))
    await records.secured(lock)
    await records.outcome(order.id, Status.DONE, at=NOW)
    await records.decide(case, UPHOLD, State.CLOSED)
    assert await records.purge(days(400)) == 0
    await records.released(order.id, at=days(400))
    assert await records.purge(days(400)) == 1


async def test_what_was_pretended_goes_whole_and_the_rest_stays(records, path):
    pretended = {"ref": Ref(platform="sandbox", chat="parents", message="7"), "group": "hollybank"}
    real, (hide,) = await closed(records, 1, *HIDE), await records.settle(judged(7, *HIDE, **pretended))
    await records.alive("sandbox", NOW)
    assert await records.forget("sandbox") == 1
    assert (await records.case(hide.case, reader="u1"), await records.last_alive("sandbox")) == (None, None)
    assert (await records.case(real.case, reader="u1")) is not None
    assert (await records.check_chain()).faults == ()
    assert await records.forget("sandbox") == 0

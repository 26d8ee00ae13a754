"""The chain of the evidence log: what is changed or deleted out of turn shows; what retention deletes does not."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.ports import Evidence
from bot.records import chain
from bot.records.store import open_records
from moderation.domain import Action, Kind, Review, State, Status
from tests.platforms.evidence import FULL, HIDE, KEY, NOW, decision, judged, message


async def some_cases(records, *numbers):
    """Closed cases with evidence, carried-out orders and a review each."""
    for number in numbers:
        orders = await records.settle(judged(number, *FULL))
        for order in orders:
            await records.outcome(order.id, Status.DONE, at=NOW)
        await records.decide(orders[0].case, Review(by="Ms Ahlberg", verdict="x", at=NOW, note="said so"), State.UPHELD)


def tamper(path, *statements):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA foreign_keys=ON")
        for statement in statements:
            assert other.execute(statement).rowcount > 0


def read(path, statement):
    with closing(sqlite3.connect(path)) as other:
        return other.execute(statement).fetchall()


async def test_an_untouched_log_has_no_faults_and_its_head_moves_on(records):
    await some_cases(records, 1, 2)
    first = await records.extend_chain()
    assert await records.extend_chain() == first
    await some_cases(records, 3)
    second = await records.extend_chain()
    report = await records.check_chain(first)
    assert (report.head, report.faults, report.links) == (second, (), 3 * (1 + len(FULL) + 1))
    assert first != second


async def test_an_empty_log_is_whole(records):
    assert (await records.check_chain()).faults == ()
    assert (await records.extend_chain()) == "0" * 64


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE evidence SET sealed = zeroblob(40) WHERE id = 1", "evidence 1 was changed"),
        ("UPDATE evidence SET decision = '{}' WHERE id = 2", "evidence 2 was changed"),
        ("UPDATE evidence SET at = at + 1 WHERE id = 1", "evidence 1 was changed"),
        ("UPDATE orders SET created_at = created_at - 1 WHERE id = 3", "order 3 was changed"),
        ("UPDATE orders SET kind = 'warn' WHERE id = 1", "order 1 was changed"),
        ("UPDATE reviews SET verdict = 'restored' WHERE id = 2", "review 2 was changed"),
        ("UPDATE reviews SET note = NULL WHERE id = 2", "review 2 was changed"),
        ("DELETE FROM reviews WHERE id = 1", "review 1 is missing"),
        ("DELETE FROM evidence WHERE id = 2", "evidence 2 is missing"),
        ("DELETE FROM cases WHERE id = 1", "order 1 is missing"),
        ("UPDATE chain SET digest = zeroblob(32) WHERE id = 2", "link 2 does not follow from the one before"),
        ("UPDATE chain SET at = at + 1 WHERE id = 4", "link 4 does not follow from the one before"),
        ("DELETE FROM chain WHERE id = 3", "link 4 does not follow from the one before"),
    ],
)
async def test_every_change_and_every_deletion_shows(records, path, statement, fault):
    await some_cases(records, 1, 2)
    await records.extend_chain()
    tamper(path, statement)
    assert fault in (await records.check_chain()).faults


async def test_a_log_that_was_cut_lacks_the_head_that_a_digest_named(records, path):
    await some_cases(records, 1, 2)
    named = await records.extend_chain()
    tamper(path, "DELETE FROM cases WHERE id = 2", "DELETE FROM chain WHERE id > 3")
    report = await records.check_chain(named)
    assert [fault for fault in report.faults if named[:12] in fault]


async def test_what_retention_deletes_leaves_the_chain_whole(records, path):
    await some_cases(records, 1, 2)
    named = await records.extend_chain()
    (open_one,) = await records.settle(judged(3, *HIDE))
    assert await records.purge(NOW + timedelta(days=400)) == 2
    report = await records.check_chain(named)
    assert report.faults == ()
    await some_cases(records, 4)  # SQLite gives numbers of evidence again
    await records.extend_chain()
    assert (await records.check_chain(named)).faults == ()
    tamper(path, f"DELETE FROM orders WHERE id = {open_one.id}")
    assert (await records.check_chain()).faults == (f"order {open_one.id} is missing",)


async def test_retention_does_not_cover_up_what_was_deleted_before_it(records, path):
    await some_cases(records, 1, 2)
    await records.extend_chain()
    tamper(path, "DELETE FROM reviews WHERE id = 1")
    await records.purge(NOW + timedelta(days=400))
    assert (await records.check_chain()).faults == ("review 1 is missing",)


async def test_a_message_that_is_judged_again_is_chained_as_it_ends(records):
    await records.settle(Evidence(message=message(1), decision=decision(failed=("names",)), at=NOW))
    await records.settle(Evidence(message=message(2), decision=decision(failed=("names",)), at=NOW))
    await records.extend_chain()
    await records.rejudged(Evidence(message=message(1), decision=decision(*HIDE), at=NOW))
    await records.rejudged(Evidence(message=message(2), decision=decision(), at=NOW))
    await records.extend_chain()
    report = await records.check_chain()
    assert (report.links, report.faults) == (2, ())


async def test_only_rows_without_a_link_are_read_again(records, monkeypatch):
    await some_cases(records, 1, 2)
    first = await records.extend_chain()
    hashed, digest = [], chain._digest
    monkeypatch.setattr(chain, "_digest", lambda row: hashed.append(row) or digest(row))
    assert await records.extend_chain() == first
    assert hashed == []
    await some_cases(records, 3)
    await records.extend_chain()
    assert len(hashed) == 1 + len(FULL) + 1
    assert (await records.check_chain(first)).faults == ()


async def test_a_row_with_the_number_of_one_that_retention_deleted_gets_a_link_of_its_own(records, path):
    await some_cases(records, 1)
    await records.extend_chain()
    await records.purge(NOW + timedelta(days=5000))
    await some_cases(records, 2)
    assert list(read(path, "SELECT id FROM reviews")) == [(1,)]  # SQLite gives the number again
    await records.extend_chain()
    tamper(path, "UPDATE reviews SET verdict = 'restored' WHERE id = 1")
    assert (await records.check_chain()).faults == ("review 1 was changed",)


async def test_an_appeal_and_a_lift_leave_the_chain_whole(records):
    await some_cases(records, 1)
    named = await records.extend_chain()
    assert await records.appeal(1, Review(by="the author", verdict="appealed", at=NOW, note="it was not me"))
    order = await records.order(1, Action(kind=Kind.LIFT, clause="4.2.1"), by="Ms Ahlberg")
    await records.outcome(order.id, Status.DONE, at=NOW)
    await records.decide(1, Review(by="the head", verdict="restored", at=NOW), State.RESTORED)
    await records.extend_chain()
    assert (await records.check_chain(named)).faults == ()


async def test_two_at_once_make_one_chain(path):
    stores = [await open_records(f"sqlite+aiosqlite:///{path}", KEY, clock=lambda: NOW) for _ in range(2)]
    for number in range(1, 9):
        await some_cases(stores[number % 2], number)
        await stores[0].extend_chain()
        await stores[1].extend_chain()
    assert (await stores[0].check_chain()).faults == ()
    for store in stores:
        await store.close()

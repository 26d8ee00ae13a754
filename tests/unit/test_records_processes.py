"""Several processes on the same records, and one that is killed: nothing is done twice, nothing is half there."""

import asyncio
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.records.store import open_records
from moderation.domain import Review, State
from tests.platforms.evidence import FULL, HIDE, KEY, NOW, judged, ref
from tests.platforms.tables import asked

ROOT = Path(__file__).parents[2]
START = """
import asyncio, sys
from datetime import timedelta
from bot.records.store import open_records
from moderation.domain import Review, State
from tests.platforms.evidence import *

async def main(address, *rest):
    records = await open_records(address, KEY, clock=lambda: NOW)
    print("ready", flush=True)
    sys.stdin.readline()
    await work(records, *rest)
    await records.close()
"""
SETTLE = """
async def work(records, first):
    number = int(first)
    while True:
        await records.settle(judged(number, *FULL))
        number += 1
"""
DECIDE = """
async def work(records, name, cases):
    for case in range(1, int(cases) + 1):
        first = await records.decide(case, Review(by=name, verdict="uphold", at=NOW), State.UPHELD)
        print(name if first is None else first.by, flush=True)
"""
CLAIM = """
async def work(records, weeks):
    for week in range(1, int(weeks) + 1):
        print(await records.claim_digest(f"2026-W{week:02}", at=NOW), flush=True)
"""
REMIND = """
async def work(records, days):
    for day in range(1, int(days) + 1):
        due = await records.claim_overdue(NOW + timedelta(days=9), f"2026-12-{day:02}")
        print(*[f"{day}:{one.case}" for one in due], flush=True)
"""
SETTLE_SAME = """
async def work(records, count):
    for number in range(1, int(count) + 1):
        print(await records.settle(judged(number, *HIDE)) is not None, flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """Which database the processes share."""
    return request.param


def start(work, *arguments):
    code = f"{START}{work}\nasyncio.run(main(*sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def together(work, *many):
    """What processes that begin at the same moment print, line by line."""
    running = [start(work, *arguments) for arguments in many]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return answers


async def filled(address, count):
    store = await open_records(address, KEY)
    for number in range(1, count + 1):
        await store.settle(judged(number, *HIDE))
    await store.close()


async def test_of_two_processes_exactly_one_decides_each_case_and_both_know_who(address):
    await filled(address, 30)
    first, second = together(DECIDE, (address, "Ahlberg", "30"), (address, "Boateng", "30"))
    assert len(first) == 30
    assert first == second
    store = await open_records(address, KEY)
    for number, name in enumerate(first, 1):
        assert (await store.case(number, reader="u1")).reviews == (Review(by=name, verdict="uphold", at=NOW),)
    assert len(await store.cases([State.UPHELD], limit=100)) == 30
    await store.close()


async def test_of_three_processes_exactly_one_claims_each_digest(address):
    answers = together(CLAIM, *[(address, "20")] * 3)
    assert [sorted(row) for row in zip(*answers, strict=True)] == [["False", "False", "True"]] * 20


async def test_of_three_processes_exactly_one_reminds_of_each_case_each_day(address):
    await filled(address, 5)
    answers = together(REMIND, *[(address, "10")] * 3)
    reminded = sorted(one for said in answers for one in said)
    assert reminded == sorted(f"{day}:{case}" for day in range(1, 11) for case in range(1, 6))


async def test_three_processes_that_see_the_same_messages_settle_each_once(address):
    answers = together(SETTLE_SAME, *[(address, "40")] * 3)
    assert [sorted(row) for row in zip(*answers, strict=True)] == [["False", "False", "True"]] * 40
    store = await open_records(address, KEY)
    assert len(await store.pending()) == 40
    await store.close()


async def test_a_process_that_is_killed_leaves_every_case_whole(address):
    settled = 0
    chance = random.Random(20261118)
    for turn in range(1, 5):
        process = start(SETTLE, address, str(turn * 1_000_000))
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        await _begun(address, settled)
        await asyncio.sleep(chance.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        settled = await _whole(address, settled)
    store = await open_records(address, KEY)
    assert len(await store.pending()) == settled * len(FULL)
    newest = max(number for number, *_ in await store.cases([State.OPEN]))
    case = await store.case(newest, reader="u1")
    assert await store.cursor("discord", "900") == case.ref.message
    assert await store.case_at(ref(int(case.ref.message))) == newest
    await store.close()


async def _begun(address, before):
    """However busy the machine is: the process has settled something by now."""
    async with asyncio.timeout(60):
        while (await asked(address, "SELECT count(*) FROM cases"))[0][0] <= before:  # noqa: ASYNC110 (its, not ours)
            await asyncio.sleep(0.02)


async def _whole(address, before):
    """How many cases there are; every one must have its evidence, all its orders, its key and its count."""
    if address.startswith("sqlite"):
        assert await asked(address, "PRAGMA integrity_check") == [("ok",)]
        assert await asked(address, "PRAGMA foreign_key_check") == []
    ((cases,),) = await asked(address, "SELECT count(*) FROM cases")
    ((whole,),) = await asked(
        address,
        """SELECT count(*) FROM cases c WHERE (SELECT count(*) FROM orders o WHERE o."case" = c.id) = :orders
        AND (SELECT count(*) FROM evidence e WHERE e."case" = c.id) = 1
        AND EXISTS (SELECT 1 FROM judged j WHERE j.message = c.message)""",
        orders=len(FULL),
    )
    ((counted,),) = await asked(address, "SELECT sum(judged) FROM counters")
    ((keys,),) = await asked(address, "SELECT count(*) FROM judged")
    assert (whole, counted, keys) == (cases, cases, cases)
    assert cases > before
    return cases

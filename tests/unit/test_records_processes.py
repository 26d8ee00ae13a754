"""Several processes on one file, and one that is killed: nothing is done twice, nothing is half there."""

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.records.store import open_records
from moderation.domain import Review, State
from tests.platforms.evidence import FULL, HIDE, KEY, NOW, judged, ref

ROOT = Path(__file__).parents[2]
START = """
import asyncio, sys
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
SETTLE_SAME = """
async def work(records, count):
    for number in range(1, int(count) + 1):
        print(await records.settle(judged(number, *HIDE)) is not None, flush=True)
"""


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


async def test_three_processes_that_see_the_same_messages_settle_each_once(address):
    answers = together(SETTLE_SAME, *[(address, "40")] * 3)
    assert [sorted(row) for row in zip(*answers, strict=True)] == [["False", "False", "True"]] * 40
    store = await open_records(address, KEY)
    assert len(await store.pending()) == 40
    await store.close()


async def test_a_process_that_is_killed_leaves_every_case_whole(address, tmp_path):
    settled = 0
    chance = random.Random(20261118)
    for turn in range(1, 5):
        process = start(SETTLE, address, str(turn * 1_000_000))
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        await _begun(tmp_path / "records.db", settled)
        await asyncio.sleep(chance.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        settled = _whole(tmp_path / "records.db", settled)
    store = await open_records(address, KEY)
    assert len(await store.pending()) == settled * len(FULL)
    newest = max(number for number, *_ in await store.cases([State.OPEN]))
    case = await store.case(newest, reader="u1")
    assert await store.cursor("discord", "900") == case.ref.message
    assert await store.case_at(ref(int(case.ref.message))) == newest
    await store.close()


async def _begun(path, before):
    """However busy the machine is: the process has settled something by now."""
    async with asyncio.timeout(60):
        with closing(sqlite3.connect(path)) as other:
            while other.execute("SELECT count(*) FROM cases").fetchone()[0] <= before:  # noqa: ASYNC110 (its, not ours)
                await asyncio.sleep(0.02)


def _whole(path, before):
    """How many cases there are; every one must have its evidence, all its orders, its key and its count."""
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert other.execute("PRAGMA foreign_key_check").fetchall() == []
        cases = other.execute("SELECT count(*) FROM cases").fetchone()[0]
        whole = other.execute(
            """SELECT count(*) FROM cases c WHERE (SELECT count(*) FROM orders o WHERE o."case" = c.id) = ?
            AND (SELECT count(*) FROM evidence e WHERE e."case" = c.id) = 1
            AND EXISTS (SELECT 1 FROM judged j WHERE j.message = c.message)""",
            [len(FULL)],
        ).fetchone()[0]
        counted = other.execute("SELECT sum(judged) FROM counters").fetchone()[0]
        keys = other.execute("SELECT count(*) FROM judged").fetchone()[0]
    assert (whole, counted, keys) == (cases, cases, cases)
    assert cases > before
    return cases

"""The weekly digest against real records: the right week, once to each place, whatever restarts or fails."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.digest import Digest
from bot.ports import PlatformError, Trouble
from bot.records.store import open_records
from bot.staff.locale import load
from moderation.digest import When
from moderation.domain import Status
from tests.platforms.evidence import CLAUSE, FULL, HIDE, KEY, NAME, SECRET, judged

ROOT = Path(__file__).parents[2]
LONDON = ZoneInfo("Europe/London")
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
DUE = datetime(2026, 11, 16, 7, 30, tzinfo=LONDON)  # Monday of 2026-W47: the digest of W46
PLACES = (("noticeboard", "dsl"),)
QUIET = load("en").text("digest-quiet")


class Noticeboard:
    """A platform that writes down what is posted, in memory or in a file that several processes share."""

    def __init__(self, path=None, troubles=()):
        self.posts = []
        self.path = path
        self.troubles = list(troubles)

    async def post(self, place, card, file=None):
        await asyncio.sleep(0.05)  # long enough for others to come
        if self.troubles:
            raise PlatformError(self.troubles.pop(0))
        self.posts.append((place, card, file))
        if self.path:
            await asyncio.to_thread(self._write, f"{place} {card.title}\n")
        return str(len(self.posts))

    def _write(self, line):
        with self.path.open("a") as board:
            board.write(line)


def digest_of(records, board, **more):
    return Digest(records=records, platforms={"noticeboard": board}, places=PLACES, school="Hollybank", **more)


@pytest.fixture
def address(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"


async def opened(address, begun=BEGUN):
    return await open_records(address, KEY, clock=lambda: begun)


@pytest.fixture
async def records(address):
    store = await opened(address)
    yield store
    await store.close()


async def test_a_quiet_week_says_so(records):
    board = Noticeboard()
    assert await digest_of(records, board).send_due(DUE)
    ((place, card, (name, png)),) = board.posts
    assert (place, name, png[:8]) == ("dsl", "digest-2026-W46.png", b"\x89PNG\r\n\x1a\n")
    assert card.title == "Hollybank: weekly digest 2026-W46 (09 Nov 2026 to 15 Nov 2026)"
    assert dict(card.fields)["In short"] == QUIET


async def test_a_week_is_told_in_numbers_without_names_or_text(records):
    orders = await records.settle(judged(1, *FULL, at=DUE - timedelta(days=5)))
    for order in orders:
        await records.outcome(order.id, Status.DONE, at=DUE - timedelta(days=5))
    await records.settle(judged(2, at=DUE - timedelta(days=5)))
    await records.settle(judged(3, *HIDE, at=DUE - timedelta(hours=7)))  # after midnight: next week's
    await records.gap("telegram", DUE - timedelta(days=6), DUE - timedelta(days=6) + timedelta(minutes=42))
    board = Noticeboard()
    digest = digest_of(records, board, packs={"trust": {CLAUSE: "Threats"}}, overdue=timedelta(hours=24))
    assert await digest.send_due(DUE)
    ((_, card, _),) = board.posts
    words = dict(card.fields)
    case = orders[0].case
    assert (words["Messages"], words["New cases by clause"]) == (
        "2 checked, 1 hidden",
        f"{CLAUSE} Threats: 1 (8 weeks: 0 0 0 0 0 0 0 1)",
    )
    assert (words["New cases"], words["Open cases"]) == (f"1: #{case}", f"2: #{case}, #{case + 1}")
    assert words["Overdue (open for more than 24 hours)"] == f"1: #{case}"
    assert words["Of what was hidden this week, put back since"] == "threats: 0 of 1 (0%)"
    assert (words["Not watched"], words["Alerts to the safeguarding lead"]) == ("telegram: 42 min", "1")
    text = await digest.text("2026-W46", DUE)
    assert all(part in text for part in (f"#{case}", "42 min", "2 checked, 1 hidden"))
    assert not any(word in str(card) + text for word in (*NAME.split(), *SECRET.split()[-3:]) if len(word) > 4)


async def test_a_week_in_which_nobody_watched_is_not_called_quiet(records):
    await records.gap("telegram", DUE - timedelta(days=20), DUE)
    text = await digest_of(records, Noticeboard()).text("2026-W46", DUE)
    assert QUIET not in text
    assert 'not everything was checked: see "Not watched".\nNot watched: telegram: 10080 min\n' in text


async def test_it_is_sent_once_however_often_it_is_asked_for(records):
    board = Noticeboard()
    digest = digest_of(records, board)
    minutes = [DUE + timedelta(minutes=minute) for minute in (-1, 0, 0, 1, 15, 60 * 24 * 6)]
    assert [await digest.send_due(now) for now in minutes] == [True, True, False, False, False, False]
    assert [post[1].title.split()[3] for post in board.posts] == ["2026-W45", "2026-W46"]


async def test_five_restarts_about_the_minute_send_one(address):
    board = Noticeboard()
    for second in (-2, 0, 1, 2, 90):
        store = await opened(address)
        await digest_of(store, board).send_due(DUE + timedelta(seconds=second))
        await store.close()
    assert [post[1].title.split()[3] for post in board.posts] == ["2026-W45", "2026-W46"]


async def test_a_missed_hour_is_caught_up_days_later_as_it_stood_when_it_was_due(records):
    await records.settle(judged(1, *HIDE, at=DUE - timedelta(days=2)))
    board = Noticeboard()
    assert await digest_of(records, board).send_due(DUE + timedelta(days=6))
    words = dict(board.posts[0][1].fields)
    assert words["As at"] == "Monday 16 November 2026, 07:30"
    assert words["Overdue (open for more than 72 hours)"] == "none"


async def test_where_posting_fails_it_is_sent_later_and_once(records):
    board = Noticeboard(troubles=[Trouble.UNREACHABLE, Trouble.FORBIDDEN])
    digest = digest_of(records, board)
    asked = [DUE + timedelta(minutes=minutes) for minutes in (0, 5, 10, 15, 20, 25, 30)]
    assert [await digest.send_due(now) for now in asked] == [False, False, False, False, True, False, False]
    assert len(board.posts) == 1


async def test_one_place_that_fails_does_not_make_the_other_get_two(records):
    good, bad = Noticeboard(), Noticeboard(troubles=[Trouble.UNREACHABLE])
    digest = replace(
        digest_of(records, good), platforms={"a": good, "b": bad}, places=(("b", "dsl"), ("a", "dsl"), ("a", "head"))
    )
    for minutes in (0, 15, 30):
        await digest.send_due(DUE + timedelta(minutes=minutes))
    assert [post[0] for post in good.posts] == ["dsl", "head"]
    assert [post[0] for post in bad.posts] == ["dsl"]


async def test_a_week_before_the_records_began_is_not_sent(address):
    store = await opened(address, begun=DUE.astimezone(UTC) + timedelta(hours=1))
    board = Noticeboard()
    digest = digest_of(store, board)
    assert not await digest.send_due(DUE + timedelta(hours=2))
    assert await digest.send_due(DUE + timedelta(weeks=1))
    await store.close()
    assert [post[1].title.split()[3] for post in board.posts] == ["2026-W47"]


@pytest.mark.parametrize(
    ("first", "last"),
    [((2026, 3, 16), (2026, 4, 13)), ((2026, 10, 12), (2026, 11, 9)), ((2026, 12, 14), (2027, 1, 18))],
)
async def test_over_clock_changes_and_the_years_end_every_week_is_sent_once_and_in_order(records, first, last):
    board = Noticeboard()
    board.post = _quick(board)
    digest = digest_of(records, board, when=When(day="sun", time="01:30"))
    now, end = datetime(*first, tzinfo=LONDON).astimezone(UTC), datetime(*last, tzinfo=LONDON).astimezone(UTC)
    await digest.send_due(now)
    while now < end:
        await digest.send_due(now)
        now += timedelta(hours=12)
    mondays = [date.fromisocalendar(int(label[:4]), int(label[6:]), 1) for label in board.posts]
    assert len(mondays) >= 5
    assert {later - earlier for earlier, later in pairwise(mondays)} == {timedelta(weeks=1)}


def _quick(board):
    async def post(place, card, file=None):
        board.posts.append(card.title.split()[3])
        return "1"

    return post


PROCESS = """
import asyncio, importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("board", sys.argv[1])
board = importlib.util.module_from_spec(spec)
spec.loader.exec_module(board)

async def main():
    records = await board.opened(sys.argv[2])
    digest = board.digest_of(records, board.Noticeboard(Path(sys.argv[3])))
    print("ready", flush=True)
    sys.stdin.readline()
    for week in range(2):
        for second in (0, 1, 2):
            await digest.send_due(board.DUE + board.timedelta(weeks=week, seconds=second))
    await records.close()

asyncio.run(main())
"""


def test_three_processes_send_each_week_once(address, tmp_path):
    path = tmp_path / "board.txt"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, __file__, address, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate(timeout=120)
        assert process.returncode == 0
    weeks = [line.split()[4] for line in path.read_text().splitlines()]
    assert sorted(weeks) == ["2026-W46", "2026-W47"]

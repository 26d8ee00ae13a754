"""A digest that does not get through, or late: staff hear of it, nobody is told too soon, no week is lost."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.digest import Digest
from bot.mail import Mailer
from bot.ports import PlatformError, Trouble
from bot.records.store import open_records
from bot.staff.locale import load
from moderation.digest import When
from tests.platforms.evidence import HIDE, KEY, judged

DUE = When().last_due(datetime(2026, 11, 17, tzinfo=UTC)).at  # the digest of 2026-W46
MAILER = Mailer(host="127.0.0.1", port=1, sender="schoolgate@hollybank.example", security="none")
ADDRESS = ("email", "dsl@hollybank.example")
STAFF = {("board", "staff"): load("en"), ("board", "staff-cy"): load("cy")}


class Board:
    """A platform that writes down what is posted; places in `shut` take nothing."""

    def __init__(self):
        self.posts = []
        self.shut = {}
        self.slow = 0.0  # seconds that each takes

    async def post(self, place, card, file=None):
        await asyncio.sleep(self.slow)
        if place in self.shut:
            raise PlatformError(self.shut[place])
        self.posts.append((place, card.title, " ".join(words for _, words in card.fields)))
        return str(len(self.posts))

    def told(self, place):
        return [one for one in self.posts if one[0] == place]

    def weeks(self, place="dsl"):
        return [title.split()[3] for _, title, _ in self.told(place)]


@pytest.fixture
async def records(tmp_path):
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    store = await open_records(f"sqlite+aiosqlite:///{tmp_path / 'records.db'}", KEY, clock=lambda: begun)
    yield store
    await store.close()


@pytest.fixture
def board():
    return Board()


def digest_of(records, board, *places, **more):
    platforms = {"board": board, "email": MAILER}
    return Digest(
        records=records, platforms=platforms, places=places or (("board", "dsl"),), school="Hollybank", **more
    )


async def test_staff_are_told_once_in_their_language_what_to_do_when_the_mail_stays_out(records, board):
    digest = digest_of(records, board, ADDRESS, ("board", "dsl"), staff=STAFF)
    for minutes in (0, 15, 45):
        await digest.send_due(DUE + timedelta(minutes=minutes))
    assert board.weeks() == ["2026-W46"]
    assert board.told("staff") == []  # a server may be away for a while
    for minutes in (60, 75, 60 * 24):
        await digest.send_due(DUE + timedelta(minutes=minutes))
    ((_, title, words),) = board.told("staff")
    assert title == "The weekly digest 2026-W46 could not be sent to everybody by email"
    assert words.startswith("the mail server does not answer: check host and port ([mail]). It is tried again")
    ((_, welsh, _),) = board.told("staff-cy")
    assert welsh.startswith("Nid oedd modd anfon y crynodeb wythnosol 2026-W46")
    assert ADDRESS[1] not in str(board.posts)


async def test_what_trying_again_does_not_mend_is_told_at_once(records, board):
    board.shut["dsl"] = Trouble.FORBIDDEN
    digest = digest_of(records, board, staff=STAFF)
    assert not await digest.send_due(DUE)
    ((_, title, words),) = board.told("staff")
    assert (title.endswith("by board"), "schoolgate doctor" in words) == (True, True)
    board.shut.clear()
    assert await digest.send_due(DUE + timedelta(minutes=15))
    assert len(board.told("staff")) == 1


async def test_a_staff_place_that_takes_nothing_is_told_when_it_does(records, board):
    board.shut = {"dsl": Trouble.FORBIDDEN, "staff": Trouble.UNREACHABLE}
    digest = digest_of(records, board, staff=STAFF)
    await digest.send_due(DUE)
    board.shut.pop("staff")
    await digest.send_due(DUE + timedelta(minutes=15))
    assert len(board.told("staff")) == 1


async def test_a_digest_that_came_late_may_be_read_as_long_as_any_other_before_somebody_else_is_asked(records, board):
    digest = digest_of(records, board, second=("board", "head"))
    late = DUE + timedelta(days=3, hours=1)
    assert await digest.send_due(late)
    await digest.send_due(late + timedelta(days=3) - timedelta(minutes=1))
    assert board.told("head") == []
    await digest.send_due(late + timedelta(days=3))
    ((_, _, words),) = board.told("head")
    assert "Nobody has pressed Read" in words


async def test_weeks_that_fell_due_while_nothing_ran_are_sent_in_order_once_where_there_was_something(records, board):
    digest = digest_of(records, board)
    await digest.send_due(DUE)
    await records.settle(judged(1, *HIDE, at=DUE + timedelta(days=2)))  # 2026-W47; then all is off for three weeks
    for minutes in (0, 15, 30):
        await digest.send_due(DUE + timedelta(weeks=4, minutes=minutes))
    assert board.weeks() == ["2026-W46", "2026-W47", "2026-W50"]
    assert "1: #1" in board.told("dsl")[1][2]


async def test_each_week_is_claimed_when_its_turn_comes_however_long_the_one_before_took(records, board):
    digest = digest_of(records, board)
    await digest.send_due(DUE)
    await records.settle(judged(1, *HIDE, at=DUE + timedelta(days=2)))
    back, board.slow = DUE + timedelta(weeks=2), 0.2
    assert await digest.send_due(back)
    first, second = [await records.digest_sent_at(f"2026-W{week} board:dsl") for week in (47, 48)]
    assert (first, second - first >= timedelta(seconds=0.2)) == (back, True)


async def test_a_missed_week_that_fails_keeps_its_turn_and_staff_hear_of_it(records, board):
    digest = digest_of(records, board, staff=STAFF)
    await digest.send_due(DUE)
    await records.settle(judged(1, *HIDE, at=DUE + timedelta(days=2)))
    board.shut["dsl"] = Trouble.FORBIDDEN
    back = DUE + timedelta(weeks=2)
    assert not await digest.send_due(back)
    assert len(board.told("staff")) == 1
    board.shut.clear()
    assert await digest.send_due(back + timedelta(minutes=15))
    assert board.weeks() == ["2026-W46", "2026-W47", "2026-W48"]


async def test_a_place_that_is_new_gets_the_last_week_alone(records, board):
    await records.settle(judged(1, *HIDE, at=DUE - timedelta(days=20)))
    await digest_of(records, board).send_due(DUE)
    assert board.weeks() == ["2026-W46"]
    more = replace(digest_of(records, board), places=(("board", "dsl"), ("board", "new")))
    await more.send_due(DUE + timedelta(minutes=15))
    assert (board.weeks(), board.weeks("new")) == (["2026-W46"], ["2026-W46"])

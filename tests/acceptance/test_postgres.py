"""A school whose records are on a PostgreSQL server: a message's whole way, and two programs on the same records."""

import asyncio
import base64
from datetime import timedelta

import pytest

from bot.records.store import open_records
from moderation.domain import State
from tests.acceptance.telegram_school import THREAT, card_with, told
from tests.acceptance.test_digest import DUE, Noticeboard, digest_of
from tests.platforms.evidence import HIDE, KEY, NOW, judged
from tests.platforms.running import running, until
from tests.platforms.tables import asked


@pytest.fixture
def kept(postgres, monkeypatch):
    """Where the records are, named as a host names it."""
    address = postgres.fresh()
    monkeypatch.setenv("DATABASE_URL", address.replace("postgresql+asyncpg", "postgres"))
    monkeypatch.setenv("SCHOOLGATE_KEY", base64.b64encode(KEY).decode())
    return address


async def statuses(address):
    return dict(await asked(address, "SELECT kind, status FROM orders WHERE EXISTS (SELECT 1 FROM evidence)"))


async def test_a_threat_is_recorded_hidden_explained_shown_put_back_and_counted(school, kept):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: THREAT not in school.shown())
        await until(lambda: school.status("parent") == "restricted")
        await until(lambda: told(school, "parent"))
        await until(lambda: card_with(school, "restore"))

        async def is_proved():
            found = await statuses(kept)
            return (found["hide"], found["restrict"]) == ("verified", "verified")

        await until(is_proved)
        await school.click("office", *card_with(school, "restore"))
        await until(lambda: any("walk again" in text for text in school.shown()))
        await until(lambda: school.status("parent") == "member")
        assert "1" in await school.command("office", "case", "1")
        await school.ask("office", school.staff, "/digest")
        await until(lambda: any("4.2.6" in text and "week" in text for text in school.shown(school.staff)[-2:]))
    assert await asked(kept, "SELECT state FROM cases") == [("restored",)]
    assert not (school.folder / "var" / "schoolgate.db").exists()
    async with running() as app:
        assert [number for number, *_ in await app.records.cases([State.RESTORED])] == [1]
    school.server.assert_conformant()


async def test_of_two_programs_one_sends_the_digest_and_one_reminds_of_a_case(kept):
    stores = [await open_records(kept, KEY, clock=lambda: NOW) for _ in range(2)]
    board = Noticeboard()
    await asked(kept, "UPDATE book SET begun = 0")
    await asyncio.gather(*(digest_of(store, board).send_due(DUE) for store in stores))
    assert len(board.posts) == 1
    (hide,) = await stores[0].settle(judged(1, *HIDE))
    later = NOW + timedelta(days=9)
    due = await asyncio.gather(*(store.claim_overdue(later, f"{later:%Y-%m-%d}") for store in stores))
    assert [one.case for found in due for one in found] == [hide.case]
    for store in stores:
        await store.close()

"""Whatever goes wrong on the way, nothing recorded is lost, nobody is punished twice, and staff see it."""

import asyncio
import base64
import os
import signal
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moderation.models.engine import Engine
from tests.acceptance.telegram_school import THREAT, card_with, told
from tests.platforms.running import recorded, running, until

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ROOT = Path(__file__).parents[2]
INSULT = "Mrs Marsden is a lying useless cow and everybody knows it"


@pytest.mark.parametrize("status", [429, 500])
async def test_a_platform_that_cannot_now_is_asked_again(school, status):
    school.server.fail("deleteMessage", times=2, status=status, retry_after=1)
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: THREAT not in school.shown())
        await until(lambda: recorded(school.folder)["hide"] == "verified")
    school.server.assert_conformant()


async def test_a_lost_right_leaves_the_message_and_tells_staff(school):
    school.server.set_bot_rights(school.parents, can_delete_messages=False)
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("notify_staff") == "done")
        assert "FAILED" in card_with(school, "uphold")[0].text
        assert THREAT in school.shown()
        assert recorded(school.folder)["hide"] == "failed"


async def test_an_owner_cannot_be_restricted_and_staff_read_so(school):
    owner = school.server.owner(school.parents)
    async with running():
        await school.server.post(school.parents, owner, THREAT)
        await until(lambda: card_with(school, "uphold"))
        await until(lambda: THREAT not in school.shown())
        assert "Author may not post: FAILED" in card_with(school, "uphold")[0].text


async def test_a_broken_model_is_told_to_staff_once_and_what_it_missed_is_judged_later(school, monkeypatch):
    def broken(*_):
        raise MemoryError

    async with running() as app:
        with monkeypatch.context() as patch:
            patch.setattr(Engine, "scores", broken)
            for text in (INSULT, "Is the fair on Saturday?"):
                await school.post("parent", text)
            await until(lambda: judged(app, 2))
            await app.intake.idle()
            told = [text for text in school.shown(school.staff) if "Less protection" in text]
            assert sorted("wording: MemoryError" in text for text in told) == [False, True]  # and toxicity
            assert INSULT in school.shown()
        await until(lambda: INSULT not in school.shown(), within=60)
    school.server.assert_conformant()


async def test_what_a_broken_detector_missed_is_on_record_before_staff_are_told_of_the_detector(school, monkeypatch):
    def broken(*_):
        raise MemoryError

    kept = []

    def look(asked):
        if asked["chat_id"] == school.staff.id:
            kept.append(settled(school.folder))

    monkeypatch.setattr(Engine, "scores", broken)
    async with running() as app:
        school.server.before("sendMessage", look)
        await school.post("parent", INSULT)
        await until(lambda: judged(app, 1))
        await app.intake.idle()
    assert kept
    assert set(kept) == {1}
    school.server.assert_conformant()


def settled(folder):
    with sqlite3.connect(folder / "var" / "schoolgate.db") as database:
        return database.execute("select count(*) from evidence").fetchone()[0]


async def test_a_repeated_update_is_acted_on_once(school):
    async with running() as app:
        await school.post("parent", THREAT)
        await until(lambda: told(school, "parent"))
        school.server.repeat(2)
        await school.post("other", "Is the fair on Saturday?")
        await until(lambda: judged(app, 2))
        await app.intake.idle()
        assert len(told(school, "parent")) == 1
    school.server.assert_conformant()


async def judged(app, count):
    now = datetime.now(UTC)
    return (await app.records.figures(now - timedelta(days=1), now + timedelta(days=1), now=now)).judged >= count


async def test_an_attachment_that_cannot_be_read_does_not_hold_up_the_rest(school):
    school.server.fail("getFile", times=20, status=500)
    async with running():
        await school.post("parent", THREAT, photo=PNG)
        await until(lambda: school.shown() == [])
        await until(lambda: recorded(school.folder).get("notify_staff") == "done")
    school.server.assert_conformant()


async def test_records_that_are_locked_lose_nothing(school, monkeypatch):
    path = school.folder / "var" / "schoolgate.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}?timeout=0.5")
    async with running() as app:
        await until(lambda: app.records.last_alive("telegram"), within=60)  # locked while it starts, it would stop
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(other.execute, "begin exclusive")
        await school.post("parent", THREAT)
        await asyncio.sleep(2)
        assert THREAT in school.shown()
        other.execute("rollback")
        other.close()
        await until(lambda: THREAT not in school.shown())
        await until(lambda: recorded(school.folder).get("hide") == "verified")


async def test_records_that_are_locked_while_the_program_starts_do_not_stop_it(school, monkeypatch):
    path = school.folder / "var" / "schoolgate.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{path}?timeout=0.5")
    locks = []

    def lock(_):
        if not locks:
            locks.append(sqlite3.connect(path, isolation_level=None))
            locks[0].execute("begin exclusive")

    school.server.before("setMyCommands", lock)
    async with running() as app:
        await asyncio.sleep(2)
        locks[0].execute("rollback")
        locks[0].close()
        await school.post("parent", THREAT)
        await until(lambda: recorded(school.folder).get("hide") == "verified", within=60)
        assert await app.records.last_alive("telegram")


async def test_an_edit_into_a_threat_is_hidden(school):
    async with running() as app:
        post = await school.post("parent", "See you all at the gate tomorrow")
        await until(lambda: judged(app, 1))
        await school.server.edit(post, THREAT)
        await until(lambda: THREAT not in school.shown())


async def test_a_button_works_after_a_restart_and_only_the_first_of_two_decides(school):
    async with running():
        await school.post("parent", THREAT)
        await until(lambda: card_with(school, "restore"))
    async with running():
        card, data = card_with(school, "restore")
        first, second = await asyncio.gather(
            school.server.click(school.people["office"], card, data),
            school.server.click(school.people["head"], card, data),
        )
        assert sorted("already decided" in seen.text for seen in (first, second)) == [False, True]
        await until(lambda: sum("walk again" in text for text in school.shown()) == 1)


async def test_a_kill_between_evidence_and_action_loses_nothing(school):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
    )
    killed = asyncio.Event()

    def kill(_):
        if not killed.is_set():
            process.send_signal(signal.SIGKILL)
            killed.set()

    for method in ("deleteMessage", "deleteMessages"):
        school.server.before(method, kill)
    await school.server.until(lambda: school.server.polling, seconds=60)
    await school.post("parent", THREAT)
    await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == -signal.SIGKILL
    assert recorded(school.folder)["hide"] == "intended"
    async with running():
        await until(lambda: THREAT not in school.shown())
        await until(lambda: told(school, "parent"))
        await until(lambda: recorded(school.folder)["hide"] == "verified")
        assert len(told(school, "parent")) == 1
    assert os.environ["SCHOOLGATE_DATA"].startswith(str(school.folder))

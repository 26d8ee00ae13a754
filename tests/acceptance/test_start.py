"""Starting, looking and stopping where one platform does not answer, or does not let itself be stopped."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot import app as composition
from bot.adapters.sandbox import Sandbox
from bot.app import build
from bot.sandbox_parts.world import World
from bot.settings import load
from tests.acceptance.telegram_school import THREAT
from tests.acceptance.test_cli import SANDBOX, add_to_configuration
from tests.platforms.running import configure, until

NOWHERE = "127.0.0.1:9"
DISCORD = """
[[groups]]
name = "Year 4 parents"
platform = "discord"
id = "1"
staff = ["user:1"]
dsl = ["user:1"]
staff_place = "2"
"""


@pytest.fixture
def half(school, monkeypatch):
    """A school on Telegram whose Discord cannot be reached."""
    add_to_configuration(DISCORD)
    monkeypatch.setenv("DISCORD_TOKEN", "x")
    monkeypatch.setenv("SCHOOLGATE_DISCORD_API", f"http://{NOWHERE}/api/v10")
    monkeypatch.setenv("SCHOOLGATE_DISCORD_GATEWAY", f"ws://{NOWHERE}")
    monkeypatch.setattr(composition, "ARRIVING", 2.0)
    return school


def read(folder, question):
    with closing(sqlite3.connect(folder / "var" / "schoolgate.db")) as database:
        return [row[0] for row in database.execute(question)]


async def test_what_is_done_by_the_clock_goes_on_while_one_platform_cannot_be_reached(half):
    """Restrictions end, digests go out and records are deleted; the time away still counts as a gap."""
    async with build(load()) as app:
        task = asyncio.create_task(app.run())
        await until(lambda: read(half.folder, "select platform from heartbeats"), within=30)
        await half.post("parent", THREAT)
        await until(lambda: read(half.folder, "select 1 from chain"), within=30)
        assert read(half.folder, "select platform from heartbeats") == ["telegram"]
        task.cancel()
        await asyncio.wait({task}, timeout=20)
        assert task.cancelled()


async def test_doctor_says_what_one_platform_lacks_and_that_the_other_does_not_answer(half):
    half.server.set_bot_rights(half.parents, can_restrict_members=True, can_delete_messages=False)
    async with build(load()) as app:
        lines = await app.missing()
    assert "discord does not answer: check the network, and the addresses that are set" in lines
    assert any("Delete messages" in line for line in lines)


class Deaf(Sandbox):
    """As a library that loses the first cancelling."""

    async def run(self, inbound):
        try:
            await super().run(inbound)
        except asyncio.CancelledError:
            await self._stop.wait()


@pytest.mark.parametrize("how", ["run", "missing"])
async def test_a_platform_that_loses_the_cancelling_is_closed(tmp_path, monkeypatch, how):
    configure(tmp_path, monkeypatch, SANDBOX)
    monkeypatch.setattr(composition, "STOPPING", 0.1)
    async with build(load()) as app:
        deaf = Deaf(World(app.platforms["sandbox"].world.group), 0, None)
        task = asyncio.create_task(getattr(replace(app, platforms={"sandbox": deaf}), how)())
        await deaf.ready()
        if how == "run":
            task.cancel()
        await asyncio.wait({task}, timeout=10)
        assert task.done()

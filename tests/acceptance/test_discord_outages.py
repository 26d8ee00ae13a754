"""A Discord server that is away for a while, at the start or later: the bot goes on and loses nothing of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.ports import Group, PlatformError, Trouble
from moderation.domain import Ref
from tests.acceptance.discord_hall import hall
from tests.platforms.discord_school import NOTICE, School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Guild
from tests.platforms.running import running, until

THREAT = "I am going to break Callum Whitaker's dad's legs at the gate tomorrow, he won't walk again"


async def test_a_server_that_is_away_at_the_start_is_named_and_may_be_tried_again(school: School) -> None:
    school.server.outage(school.guild)
    who = school.member(school.parent)
    async with school.running() as platform:
        (line,) = await platform.missing()
        assert f"Hollybank: server {school.guild.id} cannot be reached now" in line
        for act in (platform.who(who), platform.restrict(who, None), platform.lift(who), platform.is_restricted(who)):
            with pytest.raises(PlatformError) as refused:
                await act
            assert refused.value.trouble is Trouble.UNREACHABLE
        school.server.outage_over(school.guild)
        await school.until(lambda: _offered(school.server, school.guild))
        assert await platform.missing() == []


async def test_it_is_said_whenever_a_server_is_watched_anew_since_people_may_have_come_back_unseen(
    school: School,
) -> None:
    server, said = school.server, school.inbound.abilities
    async with school.running():
        await school.until(lambda: len(said) == 1)
        server.refuse_resume()
        await server.drop_gateway()
        await school.server.until(lambda: len(said) == 2, 60)
        server.outage(school.guild)
        server.outage_over(school.guild)
        await school.until(lambda: len(said) == 3)


async def test_a_notice_about_no_message_waits_for_a_server_that_is_away(school: School) -> None:
    closed = school.server.member(school.guild, "Closed", dms_open=False)
    about_nothing = Ref(platform="discord", chat=str(school.guild.id), message="")
    school.server.outage(school.guild)
    async with school.running() as platform:
        with pytest.raises(PlatformError) as refused:
            await platform.tell(school.member(closed), about_nothing, NOTICE)
    assert refused.value.trouble is Trouble.UNREACHABLE


async def test_what_was_missed_is_read_back_when_a_server_comes_after_the_start(school: School) -> None:
    server, now = school.server, datetime.now(UTC)
    seen = await server.post(school.general, school.parent, "seen", at=now - timedelta(hours=2))
    await server.post(school.general, school.parent, "missed", at=now - timedelta(hours=1))
    thread = server.thread(school.general, "trip", school.parent)
    school.inbound.cursors[str(school.general.id)] = str(seen.id)
    school.inbound.settles = True
    server.outage(school.guild)
    async with school.running():
        server.outage_over(school.guild)
        await server.post(school.general, school.parent, "live")
        await school.until(lambda: {"missed", "live"} <= set(school.inbound.texts))
        await school.until(lambda: server.bot.id in thread.thread_members)
        assert _offered(server, school.guild)


async def test_an_outage_is_a_gap_and_what_was_posted_in_it_is_read_back(school: School) -> None:
    server = school.server
    school.inbound.settles = True
    async with school.running():
        await server.post(school.general, school.parent, "first")
        await school.heard(1)
        server.outage(school.guild)
        await server.post(school.general, school.parent, "during the outage")
        thread = server.thread(school.general, "made meanwhile", school.parent)
        server.outage_over(school.guild)
        await server.post(school.general, school.parent, "live")
        await school.until(lambda: {"during the outage", "live"} <= set(school.inbound.texts))
        await school.until(lambda: server.bot.id in thread.thread_members)
    ((name, start, end),) = school.inbound.gaps
    assert name == "discord"
    assert timedelta(0) < end - start < timedelta(seconds=20)


async def test_the_cursor_stays_before_what_is_still_to_be_read_back(school: School) -> None:
    """A stop in the middle of reading back would otherwise lose the rest of it."""
    server, now = school.server, datetime.now(UTC)
    seen = await server.post(school.general, school.parent, "seen", at=now - timedelta(hours=2))
    await server.post(school.general, school.parent, "missed", at=now - timedelta(hours=1))
    place = str(school.general.id)
    school.inbound.cursors[place], school.inbound.settles = str(seen.id), True
    server.fail("GET", rf"/channels/{place}/messages", status=503, times=2)
    async with school.running():
        live = await server.post(school.general, school.parent, "live")
        await school.until(lambda: "live" in school.inbound.texts)
        assert school.inbound.cursors[place] == str(seen.id)
        await server.until(lambda: school.inbound.cursors[place] == str(live.id), 30)
        assert "missed" in school.inbound.texts
        last = live
        async with asyncio.timeout(30):  # the archived threads may still be looked through
            while last is live or school.inbound.cursors[place] != str(last.id):
                last = await server.post(school.general, school.parent, "later")
                await asyncio.sleep(0.5)


@pytest.mark.parametrize("trouble", [503, "drop"])
async def test_what_discord_cannot_tell_at_first_is_read_back_later(school: School, trouble: int | str) -> None:
    server, now = school.server, datetime.now(UTC)
    seen = await server.post(school.general, school.parent, "seen", at=now - timedelta(hours=2))
    await server.post(school.general, school.parent, "missed", at=now - timedelta(hours=1))
    school.inbound.cursors[str(school.general.id)] = str(seen.id)
    server.fail("GET", rf"/channels/{school.general.id}/(messages|threads)", status=trouble, times=1)
    async with school.running():
        await school.until(lambda: "missed" in school.inbound.texts)


async def test_a_server_that_the_bot_joins_later_is_watched(school: School) -> None:
    server, guild = school.server, school.guild
    await server.leave(guild.members[server.bot.id])
    async with school.running():
        server.invite_bot(guild)
        await school.until(lambda: _offered(server, guild))
        await server.post(school.general, school.parent, "hello")
        await school.heard(1)


async def test_another_server_goes_on_while_one_is_away(school: School) -> None:
    other = school.server.guild("Another")
    channel, member = school.server.channel(other, "general"), school.server.member(other, "Bea")
    school.more = (Group(name="Other", platform="discord", id=str(other.id)),)
    school.server.outage(other)
    async with school.running():
        await school.server.post(school.general, school.parent, "here")
        await school.heard(1)
        school.server.outage_over(other)
        await school.server.post(channel, member, "there")
        await school.heard(2)
    assert school.inbound.texts == ["here", "there"]


async def test_the_whole_program_starts_while_its_server_is_away_and_moderates_it_afterwards(tmp_path, monkeypatch):
    async with hall(tmp_path, monkeypatch) as ready:
        ready.server.outage(ready.guild)
        async with running():
            ready.server.outage_over(ready.guild)
            await ready.server.post(ready.places["parents"], ready.people["parent"], THREAT)
            await until(lambda: THREAT not in ready.texts("parents"))
        ready.server.assert_conformant()


def _offered(server: DiscordServer, guild: Guild) -> bool:
    """Whether the bot has set its commands in a server."""
    return bool(server.world.commands.get(guild.id))

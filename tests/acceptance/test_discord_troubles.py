"""What goes wrong on Discord, and what the adapter makes of it: real discord.py, a Discord on this computer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from bot.adapters.discord import build
from bot.ports import Group, Platform, PlatformError, RecordsError, Trouble
from moderation.domain import Ref
from tests.platforms.discord_school import CARD, School
from tests.platforms.discord_school import a_school as a_school
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer


async def test_a_wrong_token_stops_the_run_and_says_what_to_do(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    platform = school.platform(token="not-the-token")
    with pytest.raises(PlatformError) as refused:
        await platform.run(school.inbound)
    assert refused.value.trouble is Trouble.FORBIDDEN
    with pytest.raises(PlatformError):
        await platform.ready()
    (line,) = await platform.missing()
    assert "DISCORD_TOKEN" in line
    assert "not-the-token" not in caplog.text + line


async def test_an_intent_that_is_off_stops_the_run_and_is_named(school: School) -> None:
    school.server.portal_intents &= ~(1 << 15)
    platform = school.platform()
    with pytest.raises(PlatformError) as refused:
        await platform.run(school.inbound)
    assert refused.value.trouble is Trouble.FORBIDDEN
    (line,) = await platform.missing()
    assert "Message Content" in line


async def test_nothing_is_missing_in_a_server_set_up_well_and_each_lack_is_named(school: School) -> None:
    server = school.server
    hidden = server.channel(school.guild, "year-3")
    async with school.running() as platform:
        assert await platform.missing() == []
        server.overwrite(hidden, school.guild.roles[school.guild.id], deny=Perm.VIEW_CHANNEL)
        server.overwrite(school.general, server.me(school.guild), deny=Perm.READ_MESSAGE_HISTORY)
        server.revoke(school.guild, Perm.MODERATE_MEMBERS)
        server.role(school.guild, "Parents", position=70)
        lines = await _missing(platform, "cannot be restricted")
    assert all(line.startswith("discord: Hollybank: ") for line in lines)
    found = "\n".join(lines)
    assert "lacks Moderate Members" in found
    assert f"channel {hidden.id} the bot lacks View Channel" in found
    assert f"channel {school.general.id} the bot lacks Read Message History" in found
    assert "cannot be restricted" in found
    assert len(lines) == 4


async def test_a_staff_channel_that_parents_can_read_is_named(school: School) -> None:
    async with school.running() as platform:
        school.server.overwrite(school.staff_channel, school.guild.roles[school.guild.id])
        lines = await _missing(platform, "everyone in the server can read the staff channel")
    assert str(school.staff_channel.id) in str(lines)


async def _missing(platform: Platform, last: str) -> Sequence[str]:
    """What is missing once the client has heard of the last change, which this is about."""
    async with asyncio.timeout(30):
        while last not in str(lines := await platform.missing()):  # noqa: ASYNC110 (a test looks at the state of others)
            await asyncio.sleep(0.02)
    return lines


async def test_what_members_could_still_do_in_a_secured_server_is_named(school: School) -> None:
    server = school.server
    async with school.running() as platform:
        server.revoke(school.guild, Perm.CREATE_PUBLIC_THREADS | Perm.CREATE_PRIVATE_THREADS)
        server.role(school.guild, "Helpers", permissions=Perm.CREATE_PRIVATE_THREADS)
        server.overwrite(school.general, server.bot_role(school.guild), deny=Perm.MANAGE_ROLES)
        first, second = await _missing(platform, "Manage Roles")
    assert "members could still Create Private Threads" in first
    assert f"channel {school.general.id} the bot lacks Manage Roles" in second


async def test_a_server_and_places_and_roles_that_are_not_there_are_named(school: School) -> None:
    groups = [
        replace(school.group, staff_place="42", dsl=frozenset({"role:43"}), restricted_role="44"),
        Group(name="Other", platform="discord", id="45"),
    ]
    given = {
        "token": school.server.token,
        "api": school.server.base_url,
        "gateway": school.server.gateway_url,
        "settle": "0.1",
    }
    platform = build(groups, given)
    assert "not connected" in (await platform.missing())[0]
    task = asyncio.create_task(platform.run(school.inbound))
    await platform.ready()
    lines = await platform.missing()
    await platform.close()
    await task
    for id_ in ("42", "43", "44", "45"):
        assert any(f" {id_}" in line for line in lines)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        ({"status": 503}, Trouble.UNREACHABLE),
        ({"status": "drop"}, Trouble.UNREACHABLE),
        ({"status": "timeout"}, Trouble.UNREACHABLE),
        ({"status": 429, "retry_after": 100.0}, Trouble.LIMITED),
        ({"status": 403}, Trouble.FORBIDDEN),
        ({"status": 403, "code": 50001}, Trouble.FORBIDDEN),
        ({"status": 400, "code": 50035}, Trouble.INVALID),
    ],
)
async def test_every_trouble_of_the_platform_has_its_name(
    school: School, fault: dict[str, Any], trouble: Trouble
) -> None:
    async with school.running(patience="0.5") as platform:
        school.server.fail("POST", rf"/channels/{school.staff_channel.id}/messages", **fault)
        with pytest.raises(PlatformError) as refused:
            await platform.post(school.group.staff_place, CARD)
        assert refused.value.trouble is trouble
        assert refused.value.passing is (trouble in (Trouble.LIMITED, Trouble.UNREACHABLE))
        assert refused.value.retry_after == fault.get("retry_after", 0.0)
        assert await platform.post(school.group.staff_place, CARD)


async def test_a_short_rate_limit_is_waited_for(school: School) -> None:
    async with school.running() as platform:
        sent = await school.server.post(school.general, school.parent, "x")
        school.server.fail("DELETE", r"/messages/", status=429, retry_after=0.2)
        await platform.hide(school.ref(sent), ())
    assert school.server.visible(school.general) == []


async def test_a_platform_that_is_not_there_yet_is_tried_again(school: School) -> None:
    school.server.fail("GET", r"/users/@me$", status=503)
    platform = school.platform()
    with pytest.raises(PlatformError) as refused:
        await platform.hide(Ref(platform="discord", chat="1", message="2"), ())
    assert refused.value.trouble is Trouble.UNREACHABLE
    async with school.running():
        await school.server.post(school.general, school.parent, "x")
        await school.heard(1)


async def test_a_handler_that_breaks_is_logged_without_a_word_of_the_message(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with school.running():
        school.inbound.failure = RuntimeError("a very private thing")
        await school.server.post(school.general, school.parent, "a very private thing")
        await school.until(lambda: "on_message" in caplog.text)
    assert "RuntimeError" in caplog.text
    assert "private thing" not in caplog.text
    assert school.server.token not in caplog.text


async def test_a_message_the_records_cannot_take_is_offered_again(school: School) -> None:
    async with school.running():
        school.inbound.failure = RecordsError("the database is locked")
        await school.server.post(school.general, school.parent, "x")
        await school.heard(1)
    assert school.inbound.texts == ["x"]


async def test_an_event_the_library_cannot_read_does_not_end_the_connection(school: School) -> None:
    async with school.running():
        sent = await school.server.post(school.general, school.parent, "x")
        await school.heard(1)
        sent.content, sent.edited_at = "changed", datetime.now(UTC)
        part = {"id": str(sent.id), "channel_id": str(school.general.id), "guild_id": str(school.guild.id)}
        school.server.dispatch("MESSAGE_UPDATE", part | {"embeds": []}, school.guild)
        school.server.dispatch("MESSAGE_UPDATE", part | {"edited_timestamp": sent.edited_at.isoformat()}, school.guild)
        fetched = await school.heard(2)
        await school.server.post(school.general, school.parent, "y")
        await school.heard(3)
    assert (fetched.text, fetched.ref, fetched.edit > 0) == ("changed", school.ref(sent), True)
    assert school.server.gateway.opened == 1


async def test_two_bots_at_two_addresses_do_not_meet(school: School) -> None:
    base = discord.http.Route.BASE
    async with DiscordServer() as other:
        guild = other.guild("Other")
        channel, member = other.channel(guild, "general"), other.member(guild, "Bea")
        group = Group(name="Other", platform="discord", id=str(guild.id))
        second = School(other, guild, school.staff_role, channel, channel, member, member, group)
        async with school.running(), second.running():
            await school.server.post(school.general, school.parent, "here")
            await other.post(channel, member, "there")
            await school.heard(1)
            await second.heard(1)
        assert (school.inbound.texts, second.inbound.texts) == (["here"], ["there"])
        other.assert_conformant()
    assert base == discord.http.Route.BASE

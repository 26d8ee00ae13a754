"""The loopback Discord refuses, fails and reports as Discord does: rights, hierarchy, limits, troubles, conformance."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.stage import Stage, opened

HOUR = timedelta(hours=1)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with opened(monkeypatch) as made:
        yield made


# ---- rights and hierarchy


async def test_a_timed_out_parent_cannot_post_until_it_ends(stage: Stage) -> None:
    async with stage.bot() as bot:
        await stage.person(bot).timeout(HOUR, reason="clause 4.2")
        assert stage.server.is_timed_out(stage.parent)
        await stage.server.until(lambda: bot.told("member_update"))
        with pytest.raises(Refused) as refused:
            await stage.server.post(stage.channel, stage.parent, "still here")
        assert refused.value.code == 50013
        stage.server.clock.advance(HOUR)
        await stage.server.post(stage.channel, stage.parent, "back")
        entry = await anext(stage.home(bot).audit_logs(limit=1))
        assert (entry.action, entry.reason) == (discord.AuditLogAction.member_update, "clause 4.2")
    stage.server.assert_conformant()


async def test_owner_administrators_and_higher_roles_cannot_be_timed_out(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    admin = server.member(
        guild, "Head", roles=[server.role(guild, "Admin", permissions=Perm.ADMINISTRATOR, position=3)]
    )
    higher = server.member(guild, "Chair", roles=[server.role(guild, "Chair", position=60)])
    async with stage.bot() as bot:
        for member in (server.owner(guild), admin, higher):
            with pytest.raises(discord.Forbidden) as refused:
                await stage.person(bot, member).timeout(HOUR)
            assert refused.value.code == 50013


async def test_a_timeout_longer_than_28_days_is_an_invalid_form(stage: Stage) -> None:
    async with stage.bot() as bot:
        with pytest.raises(discord.HTTPException) as refused:
            await stage.person(bot).timeout(timedelta(days=28, minutes=5))
        assert (refused.value.status, refused.value.code) == (400, 50035)
        await stage.person(bot).timeout(timedelta(days=28) - timedelta(minutes=1))


async def test_closed_direct_messages_show_only_when_something_is_sent(stage: Stage) -> None:
    closed = stage.server.member(stage.guild, "Closed", dms_open=False)
    async with stage.bot() as bot:
        await stage.person(bot).send("a word in private")
        assert len(stage.server.direct_messages(stage.parent)) == 1
        channel = await stage.person(bot, closed).create_dm()
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("a word in private")
        assert refused.value.code == 50007
    stage.server.assert_conformant()


async def test_a_right_that_is_revoked_while_running_is_missed_at_once(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "text")
    async with stage.bot() as bot:
        stage.server.revoke(stage.guild, Perm.MANAGE_MESSAGES)
        await stage.server.until(lambda: bot.told("guild_role_update"))
        assert not stage.there(bot).permissions_for(stage.home(bot).me).manage_messages
        with pytest.raises(discord.Forbidden) as refused:
            await stage.there(bot).get_partial_message(message.id).delete()
        assert refused.value.code == 50013
        stage.server.overwrite(stage.channel, stage.server.bot_role(stage.guild), deny=Perm.VIEW_CHANNEL)
        with pytest.raises(discord.Forbidden) as refused:
            await stage.there(bot).fetch_message(message.id)
        assert refused.value.code == 50001
        await stage.server.post(stage.channel, stage.parent, "unseen")
        await stage.server.write_to_bot(stage.parent, "seen")
        await stage.server.until(lambda: bot.seen)
        assert bot.seen[0].guild is None


async def test_deleting_twice_and_looking_for_strangers_names_what_is_unknown(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "text")
    async with stage.bot() as bot:
        part = stage.there(bot).get_partial_message(message.id)
        await part.delete()
        for call, code in (
            (part.delete(), 10008),
            (bot.fetch_channel(1), 10003),
            (stage.home(bot).fetch_member(stage.guild.id), 10013),
            (bot.fetch_guild(1), 10004),
        ):
            with pytest.raises(discord.NotFound) as refused:
                await call
            assert refused.value.code == code
        await stage.server.leave(stage.parent)
        with pytest.raises(discord.NotFound) as refused:
            await stage.home(bot).fetch_member(stage.parent.id)
        assert refused.value.code == 10007


async def test_bulk_deletion_takes_two_to_a_hundred_and_nothing_older_than_two_weeks(stage: Stage) -> None:
    old = datetime.now(UTC) - timedelta(days=15)
    ancient = await stage.server.post(stage.channel, stage.parent, "old", at=old)
    fresh = [await stage.server.post(stage.channel, stage.parent, str(n)) for n in range(3)]
    async with stage.bot() as bot:
        channel = stage.there(bot)
        with pytest.raises(discord.HTTPException) as refused:
            await channel.delete_messages([discord.Object(ancient.id), discord.Object(fresh[0].id)])
        assert refused.value.code == 50034
        assert len(stage.server.visible(stage.channel)) == 4
        await channel.delete_messages([discord.Object(one.id) for one in fresh])
        await stage.server.until(lambda: bot.told("raw_bulk_message_delete"))
        assert stage.server.visible(stage.channel) == [ancient]
    stage.server.assert_conformant()


async def test_roles_are_given_below_the_bots_own_and_a_ban_takes_recent_messages_along(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    low, high = server.role(guild, "Restricted", position=5), server.role(guild, "Above", position=70)
    await server.post(stage.channel, stage.parent, "recent")
    async with stage.bot() as bot:
        person = stage.person(bot)
        await person.add_roles(discord.Object(low.id))
        assert stage.parent.roles == [low.id]
        await person.edit(roles=[])
        assert stage.parent.roles == []
        with pytest.raises(discord.Forbidden):
            await person.add_roles(discord.Object(high.id))
        await person.ban(delete_message_seconds=3600, reason="clause")
        assert server.visible(stage.channel) == []
        with pytest.raises(Refused):
            await server.join(stage.parent)
        assert [entry.user.id async for entry in stage.home(bot).bans()] == [stage.parent.id]
        await stage.home(bot).unban(discord.Object(stage.parent.id))
    stage.server.assert_conformant()


async def test_slow_mode_overwrites_threads_and_invites_can_be_managed(stage: Stage) -> None:
    server = stage.server
    first = await server.post(stage.channel, stage.parent, "first")
    async with stage.bot() as bot:
        channel, everyone = stage.there(bot), stage.home(bot).default_role
        await channel.edit(slowmode_delay=60)
        with pytest.raises(Refused) as refused:
            await server.post(stage.channel, stage.parent, "second")
        assert refused.value.code == 20016
        await channel.set_permissions(everyone, send_messages=False)
        server.clock.advance(HOUR)
        with pytest.raises(Refused) as refused:
            await server.post(stage.channel, stage.parent, "third")
        assert refused.value.code == 50013
        await channel.set_permissions(everyone, overwrite=None)
        thread = await channel.get_partial_message(first.id).create_thread(name="talk")
        await thread.send("inside")
        await thread.edit(locked=True, archived=True)
        invite = await channel.create_invite(max_age=0)
        assert [one.code for one in await channel.guild.invites()] == [invite.code]
        await invite.delete()
        role = await channel.guild.create_role(name="Restricted", permissions=discord.Permissions.none())
        assert role.id in stage.guild.roles
    stage.server.assert_conformant()


async def test_a_private_thread_is_seen_by_its_members_and_those_who_manage_threads(stage: Stage) -> None:
    server = stage.server
    other = server.member(stage.guild, "Another Parent")
    thread = server.thread(stage.channel, "aside", stage.parent, private=True)
    with pytest.raises(Refused):
        await server.post(thread, other, "may I?")
    async with stage.bot() as bot:
        await server.post(thread, stage.parent, "managed")
        await server.until(lambda: bot.seen)
        server.revoke(stage.guild, Perm.MANAGE_THREADS)
        await server.post(thread, stage.parent, "no longer")
        await server.post(stage.channel, stage.parent, "open")
        await server.until(lambda: len(bot.seen) == 2)
    assert [message.content for message in bot.seen] == ["managed", "open"]


async def test_a_muted_parent_can_still_edit_but_a_timed_out_one_cannot(stage: Stage) -> None:
    server, message = stage.server, await stage.server.post(stage.channel, stage.parent, "harmless")
    server.overwrite(stage.channel, stage.parent, deny=Perm.SEND_MESSAGES)
    await server.edit(message, "changed")
    server.time_out(stage.parent, datetime.now(UTC) + HOUR)
    with pytest.raises(Refused):
        await server.edit(message, "again")


async def test_an_auto_moderation_rule_blocks_what_it_names(stage: Stage) -> None:
    async with stage.bot() as bot:
        await stage.home(bot).create_automod_rule(
            name="words",
            event_type=discord.AutoModRuleEventType.message_send,
            trigger=discord.AutoModTrigger(keyword_filter=["blocked*"]),
            actions=[discord.AutoModRuleAction(custom_message="no")],
            enabled=True,
        )
        with pytest.raises(Refused) as refused:
            await stage.server.post(stage.channel, stage.parent, "this is BLOCKEDWORD")
        assert refused.value.code == 200000
        assert len(await stage.home(bot).fetch_automod_rules()) == 1
    stage.server.assert_conformant()


async def test_a_timed_out_member_cannot_press_buttons(stage: Stage) -> None:
    async with stage.bot() as bot:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Why?", custom_id="why:1"))
        await stage.there(bot).send("a notice", view=view)
    notice = stage.server.visible(stage.channel)[0]
    stage.server.time_out(stage.parent, datetime.now(UTC) + HOUR)
    with pytest.raises(Refused) as refused:
        await stage.server.click(stage.parent, notice, "why:1")
    assert refused.value.code == 50013


# ---- troubles


async def test_a_429_is_waited_for_and_the_request_then_succeeds(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "text")
    async with stage.bot() as bot:
        stage.server.fail("DELETE", rf"/messages/{message.id}$", status=429, times=2, retry_after=0.15)
        await stage.there(bot).get_partial_message(message.id).delete()
    tried = [one for one in stage.server.requests if one.method == "DELETE"]
    assert [one.status for one in tried] == [429, 429, 204]
    assert (tried[1].at - tried[0].at).total_seconds() >= 0.15


async def test_a_kept_rate_limit_shows_in_the_headers_so_that_the_client_paces_itself(stage: Stage) -> None:
    stage.server.limit("POST", r"/messages$", count=2, seconds=0.2)
    async with stage.bot() as bot:
        await asyncio.gather(*(stage.there(bot).send(str(n)) for n in range(4)))
    sent = [one for one in stage.server.requests if one.path.endswith("/messages")]
    assert (sent[-1].at - sent[0].at).total_seconds() >= 0.18
    assert sum(one.status == 200 for one in sent) == 4


async def test_failures_come_as_ordered_and_an_answer_can_be_lost_after_the_deed(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "text")
    async with stage.bot() as bot:
        part = stage.there(bot).get_partial_message(message.id)
        stage.server.fail("DELETE", "/messages/", status=403)
        with pytest.raises(discord.Forbidden):
            await part.delete()
        stage.server.fail("DELETE", "/messages/", status=503)
        with pytest.raises(discord.DiscordServerError):
            await part.delete()
        stage.server.fail("DELETE", "/messages/", status="drop", times=2)  # aiohttp itself tries a DELETE once more
        with pytest.raises(aiohttp.ClientError):
            await part.delete()
        stage.server.fail("DELETE", "/messages/", status="timeout")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(part.delete(), 0.2)
        assert stage.server.visible(stage.channel) == [message]
        stage.server.fail("DELETE", "/messages/", status="drop", after=True)
        with pytest.raises((aiohttp.ClientError, discord.NotFound)):
            await part.delete()
        assert stage.server.visible(stage.channel) == []


# ---- conformance


async def ask(stage: Stage, method: str, path: str, body: object = None) -> int:
    headers = {"Authorization": f"Bot {stage.server.token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, stage.server.base_url + path, json=body, headers=headers) as response,
    ):
        return response.status


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("POST", "/channels/{channel}/messages", {"content": 5}, "content: type"),
        ("POST", "/channels/{channel}/messages", {"content": "x", "sound": 1}, "sound: unknown"),
        ("POST", "/channels/{channel}/messages", {"content": "x" * 4001}, "content: maxLength"),
        ("POST", "/channels/{channel}/messages/bulk-delete", {}, "messages: required"),
        ("PATCH", "/guilds/{guild}/members/{member}", {"communication_disabled_until": "soon"}, "date-time"),
        ("GET", "/channels/{channel}/messages?limit=101", None, "limit: type"),
        ("GET", "/channels/{channel}/posts", None, "path: unknown"),
        ("PUT", "/channels/{channel}/messages", {}, "path: unknown"),
        (
            "POST",
            "/channels/{channel}/messages",
            {"components": [{"type": 1, "components": [{"type": 2, "style": 9, "label": "b", "custom_id": "c"}]}]},
            "components.0.components.0.style: enum",
        ),
    ],
)
async def test_a_request_that_departs_from_the_description_is_named_without_its_content(
    stage: Stage, method: str, path: str, body: object, named: str
) -> None:
    ids = {"channel": stage.channel.id, "guild": stage.guild.id, "member": stage.parent.id}
    await ask(stage, method, path.format(**ids), body)
    with pytest.raises(AssertionError, match=named) as found:
        stage.server.assert_conformant()
    assert "xxx" not in str(found.value)
    assert "soon" not in str(found.value)


async def test_a_request_that_conforms_is_not_named(stage: Stage) -> None:
    assert await ask(stage, "POST", f"/channels/{stage.channel.id}/messages", {"content": "x", "flags": None}) == 200
    stage.server.assert_conformant()

"""The loopback Discord answers and tells moderation bots written by others what Discord does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.stage import Stage, opened
from tests.platforms.discord_server.state import NEWS


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with opened(monkeypatch) as made:
        yield made


async def ask(stage: Stage, method: str, path: str, **how: Any) -> tuple[int, Any]:
    """A request of a bot with no library of its own: the status, and the answer or the error code."""
    headers = {"Authorization": f"Bot {stage.server.token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, stage.server.base_url + path, headers=headers, **how) as response,
    ):
        body = await response.json() if response.content_type == "application/json" else None
        return response.status, body if response.ok else body["code"]


def _rule(**known: Any) -> dict[str, Any]:
    asked = {"name": "words", "event_type": 1, "trigger_type": 1, "enabled": True, "actions": [{"type": 1}]}
    return asked | {"trigger_metadata": {"keyword_filter": ["blocked*"], "allow_list": ["blockedout"]}} | known


async def test_an_auto_moderation_rule_tells_alerts_times_out_and_is_noted(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    staff = server.channel(guild, "staff")
    acts = [{"type": 1}, {"type": 2, "metadata": {"channel_id": str(staff.id)}}]
    acts += [{"type": 3, "metadata": {"duration_seconds": 60}}]
    async with stage.bot() as bot:
        status, _ = await ask(stage, "POST", f"/guilds/{guild.id}/auto-moderation/rules", json=_rule(actions=acts))
        assert status == 200
        with pytest.raises(Refused) as refused:
            await server.post(stage.channel, stage.parent, "this is BLOCKEDWORD")
        assert refused.value.code == 200000
        await server.until(lambda: len(bot.told("automod_action")) == 3)
        told = bot.told("automod_action")[0]
        assert (told.user_id, told.matched_keyword, told.matched_content) == (stage.parent.id, "blocked*", "blocked")
        assert [one.type for one in bot.told("message")] == [discord.MessageType.auto_moderation_action]
        assert server.is_timed_out(stage.parent)
        noted = [line.action async for line in stage.home(bot).audit_logs(limit=3, oldest_first=False)]
        assert set(noted) == {
            discord.AuditLogAction.automod_block_message,
            discord.AuditLogAction.automod_flag_message,
            discord.AuditLogAction.automod_timeout_member,
        }
    server.assert_conformant()


async def test_auto_moderation_spares_whom_it_exempts_and_what_it_allows_and_watches_edits(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    spared = server.role(guild, "Staff")
    head = server.member(guild, "Head", roles=[spared])
    path = f"/guilds/{guild.id}/auto-moderation/rules"
    await ask(stage, "POST", path, json=_rule(exempt_roles=[str(spared.id)]))
    await ask(stage, "POST", path, json=_rule(trigger_metadata={"regex_patterns": ["b[a4]d+"]}))
    many = {"trigger_type": 5, "trigger_metadata": {"mention_total_limit": 1}}
    await ask(stage, "POST", path, json=_rule(**many))
    await server.post(stage.channel, head, "blockedword")
    post = await server.post(stage.channel, stage.parent, "blockedout")
    for text in ("B4DD", f"<@{head.id}> <@{stage.server.bot.id}>"):
        with pytest.raises(Refused):
            await server.post(stage.channel, stage.parent, text)
    with pytest.raises(Refused):
        await server.edit(post, "blockedword")
    assert post.content == "blockedout"
    server.assert_conformant()


async def test_the_bot_hears_who_comes_into_a_thread_and_who_goes(stage: Stage) -> None:
    server = stage.server
    other = server.member(stage.guild, "B Parent")
    async with stage.bot() as bot:
        thread = await stage.there(bot).create_thread(name="aside", type=discord.ChannelType.private_thread)
        await thread.add_user(stage.person(bot))
        await server.until(lambda: bot.told("thread_member_join"))
        await thread.remove_user(stage.person(bot))
        await server.until(lambda: bot.told("thread_member_remove"))
        opened_here = server.thread(stage.channel, "homework", by=stage.parent)
        await server.post(opened_here, other, "me too")
        await server.until(lambda: len(bot.told("thread_member_join")) == 2)
        assert other.id in opened_here.thread_members
    server.assert_conformant()


async def test_without_the_members_intent_only_the_bots_own_place_in_threads_is_told(stage: Stage) -> None:
    intents = discord.Intents.default()
    async with stage.bot(intents) as bot:
        thread = stage.server.thread(stage.channel, "homework", by=stage.parent)
        await stage.server.until(lambda: thread.id in {one.id for one in stage.home(bot).threads})
        found = stage.home(bot).get_thread(thread.id)
        assert found
        await found.join()
        await stage.server.until(lambda: found.me)
        other = stage.server.member(stage.guild, "B Parent")
        await stage.server.post(thread, other, "me too")
        await stage.server.until(lambda: bot.seen)
        assert bot.told("thread_member_join") == []
    stage.server.assert_conformant()


async def test_threads_of_a_channel_come_when_it_comes_into_sight(stage: Stage) -> None:
    server, everyone = stage.server, stage.guild.roles[stage.guild.id]
    hidden = server.channel(stage.guild, "hidden", overwrites={everyone: (0, Perm.VIEW_CHANNEL)})
    server.thread(hidden, "old business", by=server.owner(stage.guild))
    async with stage.bot() as bot:
        assert [one.name for one in stage.home(bot).threads] == []
        server.overwrite(hidden, everyone, allow=Perm.VIEW_CHANNEL)
        await server.until(lambda: bot.told("thread_join"))
        assert [one.name for one in stage.home(bot).threads] == ["old business"]


async def test_the_audit_log_says_what_changed(stage: Stage) -> None:
    role = stage.server.role(stage.guild, "Class rep")
    stage.server.grant(stage.guild, Perm.MANAGE_NICKNAMES)
    async with stage.bot() as bot:
        person, home = stage.person(bot), stage.home(bot)
        given = home.get_role(role.id)
        assert given
        await person.add_roles(given)
        await person.edit(nick="Ana", roles=[])
        await given.edit(name="Rep")
        await stage.there(bot).edit(slowmode_delay=5)
        lines = [line async for line in home.audit_logs(limit=5, oldest_first=False)][::-1]
        assert [one.id for one in lines[0].after.roles] == [role.id]
        assert (lines[1].action, lines[1].after.nick) == (discord.AuditLogAction.member_update, "Ana")
        assert [one.id for one in lines[2].before.roles] == [role.id]
        assert (lines[3].before.name, lines[3].after.name) == ("Class rep", "Rep")
        assert (lines[4].before.slowmode_delay, lines[4].after.slowmode_delay) == (0, 5)
        await person.edit(nick="Ana")
        assert len(stage.guild.audit) == len(lines)
    stage.server.assert_conformant()


async def test_an_announcement_is_published_once(stage: Stage) -> None:
    news = stage.server.channel(stage.guild, "news", kind=NEWS)
    async with stage.bot() as bot:
        place = bot.get_channel(news.id)
        assert isinstance(place, discord.TextChannel)
        message = await place.send("School is closed on Friday.")
        await message.publish()
        assert news.messages[message.id].flags & 2
        path = f"/channels/{{}}/messages/{message.id}/crosspost"
        assert await ask(stage, "POST", path.format(news.id)) == (400, 40033)
        other = await stage.there(bot).send("hello")
        assert await ask(stage, "POST", f"/channels/{stage.channel.id}/messages/{other.id}/crosspost") == (400, 50024)
    stage.server.assert_conformant()


async def test_messages_are_searched_where_the_bot_may_read(stage: Stage) -> None:
    server, everyone = stage.server, stage.guild.roles[stage.guild.id]
    hidden = server.channel(stage.guild, "hidden", overwrites={everyone: (0, Perm.VIEW_CHANNEL)})
    first = await server.post(stage.channel, stage.parent, "see https://a.school/trip")
    second = await server.post(stage.channel, server.owner(stage.guild), "the trip is off")
    await server.post(hidden, server.owner(stage.guild), "trip money")
    path = f"/guilds/{stage.guild.id}/messages/search"
    _, all_of_it = await ask(stage, "GET", f"{path}?content=trip")
    assert [each[0]["id"] for each in all_of_it["messages"]] == [str(second.id), str(first.id)]
    _, linked = await ask(stage, "GET", f"{path}?has=link&author_id={stage.parent.id}")
    assert (linked["total_results"], linked["messages"][0][0]["hit"]) == (1, True)
    assert await ask(stage, "GET", f"{path}?limit=26") == (400, 50035)
    _, counts = await ask(stage, "GET", f"/guilds/{stage.guild.id}/roles/member-counts")
    assert counts == {str(server.bot_role(stage.guild).id): 1}
    thread = server.thread(stage.channel, "School trip", by=stage.parent)
    _, threads = await ask(stage, "GET", f"/channels/{stage.channel.id}/threads/search?name=trip")
    assert [each["id"] for each in threads["threads"]] == [str(thread.id)]


async def test_an_invite_counts_its_uses_and_ends(stage: Stage) -> None:
    server = stage.server
    async with stage.bot() as bot:
        twice = await stage.there(bot).create_invite(max_uses=2, max_age=3600)
        assert twice.expires_at is not None
        stage.parent.guild.members.pop(stage.parent.id)
        await server.join(stage.parent, twice.code)
        assert [each.uses for each in await stage.home(bot).invites()] == [1]
        server.clock.advance(timedelta(hours=2))
        assert await stage.home(bot).invites() == []
        with pytest.raises(Refused) as refused:
            await server.join(stage.parent, twice.code)
        assert refused.value.code == 10006
    server.assert_conformant()


async def test_what_cannot_be_read_is_refused_and_not_half_done(stage: Stage) -> None:
    member = f"/guilds/{stage.guild.id}/members/{stage.parent.id}"
    assert await ask(stage, "PATCH", member, json={"communication_disabled_until": "tomorrow"}) == (400, 50035)
    soon = (stage.server.clock.now() + timedelta(hours=1)).replace(tzinfo=None).isoformat()
    status, body = await ask(stage, "PATCH", member, json={"communication_disabled_until": soon})
    assert (status, body["communication_disabled_until"][-6:]) == (200, "+00:00")
    post = await stage.server.post(stage.channel, stage.server.owner(stage.guild), "hello")
    reactions = f"/channels/{stage.channel.id}/messages/{post.id}/reactions"
    assert await ask(stage, "PUT", f"{reactions}/thumbsup/@me") == (400, 10014)
    for emoji in ("👍", "1️⃣", "school:123456789012345678"):
        assert (await ask(stage, "PUT", f"{reactions}/{emoji}/@me"))[0] == 204
    _, shown = await ask(stage, "GET", f"/channels/{stage.channel.id}/messages/{post.id}")
    assert shown["reactions"][2]["emoji"] == {"id": "123456789012345678", "name": "school"}
    command = {"name": "Not A Name", "description": "x"}
    path = f"/applications/{stage.server.application_id}/commands"
    assert (await ask(stage, "POST", path, json=command))[0] in (201, 400)


async def test_a_message_becomes_one_of_the_newer_components_by_an_edit(stage: Stage) -> None:
    async with stage.bot() as bot:
        message = await stage.there(bot).send("old")
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.TextDisplay("new"))
        edited = await message.edit(content=None, view=view)
        assert edited.flags.components_v2
        assert await ask(
            stage, "PATCH", f"/channels/{stage.channel.id}/messages/{message.id}", json={"content": "no"}
        ) == (400, 50035)
    stage.server.assert_conformant()


async def test_what_a_school_has_not_set_up_is_answered_as_empty_or_unknown(stage: Stage) -> None:
    guild = f"/guilds/{stage.guild.id}"
    for name in ("templates", "scheduled-events", "emojis"):
        assert await ask(stage, "GET", f"{guild}/{name}") == (200, [])
    assert (await ask(stage, "GET", f"{guild}/onboarding"))[1]["enabled"] is False
    assert await ask(stage, "GET", f"{guild}/welcome-screen") == (404, 10069)
    assert await ask(stage, "GET", f"{guild}/voice-states/@me") == (404, 10065)
    assert stage.server.unserved == set()

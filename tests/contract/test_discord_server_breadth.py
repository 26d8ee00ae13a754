"""The loopback Discord takes what moderation bots of other makers ask, in the forms other clients use."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import discord
import pytest

from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.stage import Bot, Stage, opened
from tests.platforms.discord_server.state import CATEGORY, FORUM

WEEK = timedelta(days=7)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with opened(monkeypatch) as made:
        yield made


async def ask(stage: Stage, method: str, path: str, **how: Any) -> tuple[int, Any]:
    headers = {"Authorization": f"Bot {stage.server.token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, stage.server.base_url + path, headers=headers, **how) as response,
    ):
        return response.status, await response.json() if response.content_type == "application/json" else None


async def refused(asked: Any) -> int:
    with pytest.raises(discord.HTTPException) as found:
        await asked
    return found.value.code


# ---- what other clients need to start


async def test_what_other_clients_ask_at_their_start_is_there(stage: Stage) -> None:
    _, application = await ask(stage, "GET", "/oauth2/applications/@me")
    assert application["summary"] == ""
    for path in ("/soundboard-default-sounds", "/voice/regions", f"/guilds/{stage.guild.id}/emojis"):
        assert await ask(stage, "GET", path) == (200, [])
    _, mine = await ask(stage, "GET", "/users/@me/guilds?with_counts=true")
    assert (mine[0]["approximate_member_count"], mine[0]["owner"]) == (len(stage.guild.members), False)
    assert int(mine[0]["permissions"]) & Perm.BAN_MEMBERS
    stage.server.assert_conformant()


async def test_the_gateway_speaks_zstandard_as_newer_pythons_ask_it_to(stage: Stage) -> None:
    """discord.py asks for it by itself where Python has compression.zstd."""
    address = f"{stage.server.gateway_url}?v=10&encoding=json&compress=zstd-stream"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        hello = await socket.receive_bytes()
        assert hello[:4] == b"\x28\xb5\x2f\xfd"
        assert _raw_block(hello[6:])["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert _raw_block(await socket.receive_bytes())["op"] == 11


def _raw_block(data: bytes) -> Any:
    """What one raw block of Zstandard holds (RFC 8878, 3.1.1.2)."""
    header = int.from_bytes(data[:3], "little")
    assert header & 0b111 == 0
    assert header >> 3 == len(data) - 3
    return json.loads(data[3:])


async def test_an_answer_to_an_interaction_may_come_as_a_form(stage: Stage) -> None:
    answered = asyncio.Event()

    def setup(bot: Bot) -> None:
        @bot.tree.command(name="plain", description="Answers by a form", guild=discord.Object(stage.guild.id))
        async def plain(interaction: discord.Interaction) -> None:
            path = f"/interactions/{interaction.id}/{interaction.token}/callback"
            body = {"type": 4, "data": {"content": "by a form"}}
            status, _ = await ask(stage, "POST", path, data={"payload_json": json.dumps(body)})
            assert status == 204
            answered.set()

    async with stage.bot(setup=setup):
        assert (await stage.server.slash(stage.parent, stage.channel, "plain")).text == "by a form"
        await answered.wait()
    stage.server.assert_conformant()


# ---- using the bot


async def test_menus_of_people_say_who_was_chosen_and_messages_have_commands_of_their_own(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "look at this")

    def setup(bot: Bot) -> None:
        here = discord.Object(stage.guild.id)

        class Choice(discord.ui.View):
            def __init__(self) -> None:
                super().__init__(timeout=None)

            @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
            async def who(self, interaction: discord.Interaction, chosen: discord.ui.UserSelect[Any]) -> None:
                await interaction.response.send_message(f"chose {chosen.values[0].id}", ephemeral=True)

        @bot.tree.context_menu(name="Report", guild=here)
        async def report(interaction: discord.Interaction, about: discord.Message) -> None:
            await interaction.response.send_message(f"{about.id} {about.content}", ephemeral=True, view=Choice())

        @bot.tree.context_menu(name="Warn", guild=here)
        async def warn(interaction: discord.Interaction, about: discord.Member) -> None:
            await interaction.response.send_message(f"warned {about.id}", ephemeral=True)

    owner = stage.server.owner(stage.guild)
    async with stage.bot(setup=setup):
        seen = await stage.server.menu(owner, stage.channel, "Report", message)
        assert seen.text == f"{message.id} look at this"
        chosen = await stage.server.click(owner, seen.messages[0], "who", values=[stage.parent])
        assert chosen.text == f"chose {stage.parent.id}"
        assert (await stage.server.menu(owner, stage.channel, "Warn", stage.parent)).text == f"warned {stage.parent.id}"
        with pytest.raises(Refused):
            await stage.server.menu(owner, stage.channel, "Warn", message)
    stage.server.assert_conformant()


# ---- messages


async def test_who_reacted_is_read_in_pages_and_one_emoji_can_be_cleared(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "vote")
    for number in range(103):
        await stage.server.react(stage.server.member(stage.guild, f"Voter {number}"), message, "👍")
    await stage.server.react(stage.parent, message, "👎")
    async with stage.bot() as bot:
        found = await stage.there(bot).fetch_message(message.id)
        assert len({user.id async for user in found.reactions[0].users()}) == 103
        await found.clear_reaction("👍")
        await stage.server.until(lambda: bot.told("raw_reaction_clear_emoji"))
    assert list(message.reactions) == ["👎"]
    stage.server.assert_conformant()


async def test_a_pin_is_announced_noted_and_listed_by_when_it_was_made(stage: Stage) -> None:
    server = stage.server
    server.grant(stage.guild, Perm.PIN_MESSAGES)
    made = [await server.post(stage.channel, stage.parent, str(number)) for number in range(3)]
    async with stage.bot() as bot:
        channel = stage.there(bot)
        for message in (made[2], made[0], made[1], made[1]):
            server.clock.advance(timedelta(seconds=1))
            await channel.get_partial_message(message.id).pin(reason="important")
        assert [one.id async for one in channel.pins()] == [made[1].id, made[0].id, made[2].id]
        _, page = await ask(stage, "GET", f"/channels/{stage.channel.id}/messages/pins?limit=2")
        assert page["has_more"]
        until = {"before": page["items"][-1]["pinned_at"]}
        _, rest = await ask(stage, "GET", f"/channels/{stage.channel.id}/messages/pins", params=until)
        assert ([one["message"]["id"] for one in rest["items"]], rest["has_more"]) == ([str(made[2].id)], False)
        await server.until(lambda: len(bot.seen) == 3)
        assert {one.type for one in bot.seen} == {discord.MessageType.pins_add}
        line = await anext(stage.home(bot).audit_logs(action=discord.AuditLogAction.message_pin))
        assert line.reason == "important"
    stage.server.assert_conformant()


async def test_a_preview_card_needs_its_own_right_and_an_archived_thread_no_edits(stage: Stage) -> None:
    server = stage.server
    async with stage.bot() as bot:
        thread = await stage.there(bot).create_thread(name="talk", type=discord.ChannelType.public_thread)
        sent = await thread.send("inside")
        await thread.edit(archived=True)
        assert await refused(sent.edit(content="late")) == 50083
        assert await refused(thread.add_user(stage.person(bot))) == 50083
        server.revoke(stage.guild, Perm.EMBED_LINKS)
        assert await refused(stage.there(bot).send(embed=discord.Embed(title="card"))) == 50013
        await stage.there(bot).send("words alone")


# ---- people and their places


async def test_a_modlog_reads_who_of_the_staff_did_what_from_where_it_stopped(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    head = server.member(guild, "Head")
    gone = [server.member(guild, f"Person {number}") for number in range(3)]
    async with stage.bot() as bot:
        server.kick(gone[0], by=head, reason="spam")
        server.ban(gone[1], by=head, reason="raid")
        server.time_out(gone[2], server.clock.now() + WEEK, by=head)
        server.unban(guild, gone[1].user)
        await server.until(lambda: len(bot.told("audit_log_entry_create")) == 4)
        home = stage.home(bot)
        first = [line async for line in home.audit_logs(limit=1, oldest_first=True, after=discord.Object(1))]
        rest = [line async for line in home.audit_logs(oldest_first=True, after=first[0])]
        action = discord.AuditLogAction
        assert [line.action for line in first + rest] == [action.kick, action.ban, action.member_update, action.unban]
        assert [line.user.id for line in first + rest if line.user] == [head.id] * 3 + [guild.owner_id]
        assert first[0].target is not None
        assert (first[0].target.id, first[0].reason, rest[0].reason) == (gone[0].id, "spam", "raid")
        _, raw = await ask(stage, "GET", f"/guilds/{guild.id}/audit-logs?action_type=20")
        assert {one["id"] for one in raw["users"]} == {str(head.id), str(gone[0].id)}
    stage.server.assert_conformant()


async def test_a_prune_counts_then_removes_who_was_long_idle_and_has_no_role(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    role = server.role(guild, "Staff")
    server.member(guild, "Head", roles=[role])
    quiet = server.member(guild, "Quiet")
    server.clock.advance(WEEK + timedelta(days=1))
    await server.post(stage.channel, stage.parent, "still here")
    async with stage.bot() as bot:
        home = stage.home(bot)
        assert await home.estimate_pruned_members(days=7) == 1
        assert await home.estimate_pruned_members(days=7, roles=[discord.Object(role.id)]) == 2
        assert await home.prune_members(days=7, reason="idle") == 1
        await server.until(lambda: bot.told("raw_member_remove"))
    assert quiet.id not in guild.members
    stage.server.assert_conformant()


async def test_nobody_is_muted_in_voice_and_a_name_is_changed_only_below_the_bot(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    higher = server.member(guild, "Chair", roles=[server.role(guild, "Chair", position=60)])
    server.grant(guild, Perm.MANAGE_NICKNAMES | Perm.MUTE_MEMBERS)
    other = server.user("Other Bot", bot=True)
    async with stage.bot() as bot:
        assert await refused(stage.person(bot).edit(mute=True)) == 40032
        await stage.person(bot).edit(nick="A. Parent")
        assert await refused(stage.person(bot, higher).edit(nick="Cushion", roles=[])) == 50013
        assert higher.nick is None
        with pytest.raises(discord.HTTPException) as private:
            await (await bot.fetch_user(other.id)).send("hello")
        assert (private.value.status, private.value.code) == (400, 50007)


async def test_roles_and_channels_are_put_in_order_below_the_bot(stage: Stage) -> None:
    server, guild = stage.server, stage.guild
    low, high = server.role(guild, "Muted", position=1), server.role(guild, "Chair", position=60)
    category = server.channel(guild, "Office", kind=CATEGORY)
    async with stage.bot() as bot:
        home = stage.home(bot)
        first, second = (home.get_role(role.id) for role in (low, high))
        assert first is not None
        assert second is not None
        await home.edit_role_positions({first: 7})
        assert low.position == 7
        assert await refused(home.edit_role_positions({second: 3})) == 50013
        assert (await home.fetch_role(low.id)).position == 7
        office = home.get_channel(category.id)
        assert isinstance(office, discord.CategoryChannel)
        await stage.there(bot).edit(category=office)
        assert stage.channel.parent is category
        await stage.there(bot).move(end=True)
    stage.server.assert_conformant()


async def test_webhooks_are_listed_changed_and_removed_by_who_manages_them(stage: Stage) -> None:
    async with stage.bot() as bot:
        hook = await stage.there(bot).create_webhook(name="log")
        await hook.send("hello")
        assert [one.id for one in await stage.home(bot).webhooks()] == [hook.id]
        assert (await hook.edit(name="mod log")).name == "mod log"
        await stage.server.until(lambda: len(bot.told("webhooks_update")) == 2)
        await hook.delete()
        assert await refused(bot.fetch_webhook(hook.id)) == 10015
        stage.server.revoke(stage.guild, Perm.MANAGE_WEBHOOKS)
        assert await refused(stage.home(bot).webhooks()) == 50013
    stage.server.assert_conformant()


async def test_threads_say_who_is_in_them_and_let_people_go(stage: Stage) -> None:
    async with stage.bot() as bot:
        thread = await stage.there(bot).create_thread(name="aside", type=discord.ChannelType.private_thread)
        await thread.add_user(stage.person(bot))
        assert {one.id for one in await thread.fetch_members()} == {stage.server.bot.id, stage.parent.id}
        await thread.remove_user(stage.person(bot))
        assert [one.id for one in await thread.fetch_members()] == [stage.server.bot.id]
        await thread.edit(archived=True)
        channel = stage.there(bot)
        assert [one.id async for one in channel.archived_threads(private=True)] == [thread.id]
        assert [one.id async for one in channel.archived_threads(private=True, joined=True)] == [thread.id]
        assert [one.id async for one in channel.archived_threads()] == []
        await thread.edit(archived=False)
        await thread.leave()
    stage.server.assert_conformant()


async def test_an_invite_can_be_looked_at_and_a_guild_left(stage: Stage) -> None:
    async with stage.bot() as bot:
        invite = await stage.there(bot).create_invite(max_uses=1)
        found = await bot.fetch_invite(invite.code)
        assert found.approximate_member_count == len(stage.guild.members)
        assert await refused(bot.fetch_invite("nosuch")) == 10006
        await stage.home(bot).leave()
        await stage.server.until(lambda: bot.told("guild_remove"))
    assert stage.server.bot.id not in stage.guild.members
    stage.server.assert_conformant()


async def test_a_poll_and_a_post_in_a_forum_conform_as_a_client_writes_them(stage: Stage) -> None:
    forum = stage.server.channel(stage.guild, "questions", kind=FORUM)
    async with stage.bot() as bot:
        question = discord.Poll("Which day?", timedelta(hours=1)).add_answer(text="Monday")
        shown = (await stage.there(bot).send(poll=question)).poll
        assert shown is not None
        assert [answer.text for answer in shown.answers] == ["Monday"]
        place = stage.home(bot).get_channel(forum.id)
        assert isinstance(place, discord.ForumChannel)
        made = await place.create_thread(name="Trip", content="When do we leave?")
        assert made.message.content == "When do we leave?"
        assert await stage.home(bot).vanity_invite() is None
        assert await bot.fetch_application_emojis() == []
    stage.server.assert_conformant()


async def test_a_value_out_of_bounds_is_refused_as_the_platform_names_it(stage: Stage) -> None:
    path = f"/channels/{stage.channel.id}"
    status, body = await ask(stage, "PATCH", path, json={"rate_limit_per_user": 30000})
    assert (status, body["code"]) == (400, 50035)
    assert body["errors"]["rate_limit_per_user"]["_errors"][0]["code"] == "NUMBER_TYPE_MAX"
    _, body = await ask(stage, "POST", path + "/messages", json={"content": "x" * 4001})
    assert body["errors"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert stage.channel.slowmode == 0

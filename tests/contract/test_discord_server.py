"""The loopback Discord keeps to Discord's rules, as the unmodified discord.py sees them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.people import poll
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.stage import Bot, Stage, opened

FAR = timedelta(days=27)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with opened(monkeypatch) as made:
        yield made


# ---- connecting


async def test_a_client_connects_and_knows_guild_channels_and_members(stage: Stage) -> None:
    async with stage.bot() as bot:
        guild = stage.home(bot)
        assert {member.id for member in guild.members} == set(stage.guild.members)
        assert stage.person(bot).guild_permissions.send_messages
        assert stage.there(bot).permissions_for(guild.me).moderate_members
    stage.server.assert_conformant()


async def test_a_wrong_token_is_refused_by_rest_and_by_the_gateway(stage: Stage) -> None:
    with pytest.raises(discord.LoginFailure):
        async with Bot() as bot:
            await bot.login("wrong")
    stage.server.token, right = "changed", stage.server.token
    bot = Bot()
    stage.server.token = right
    await bot.login(right)
    stage.server.token = "changed"
    with pytest.raises(discord.ConnectionClosed) as closed:
        await bot.connect(reconnect=False)
    assert closed.value.code == 4004
    await bot.close()


async def test_an_intent_the_portal_did_not_grant_ends_the_connection(stage: Stage) -> None:
    stage.server.portal_intents = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with stage.bot():
            pass


async def test_without_the_members_intent_the_member_list_stays_unknown(stage: Stage) -> None:
    intents = discord.Intents.all()
    intents.members = intents.presences = False
    async with stage.bot(intents) as bot:
        guild = stage.home(bot)
        assert [member.id for member in guild.members] == [stage.server.bot.id]
        stage.server.member(stage.guild, "Another")
        stage.server.time_out(stage.parent, datetime.now(UTC) + FAR)
        await stage.server.post(stage.channel, stage.server.owner(stage.guild), "x")
        await stage.server.until(lambda: bot.seen)
        assert not bot.told("member_join")
        assert not bot.told("raw_member_update")


async def test_without_the_content_intent_text_arrives_only_when_the_bot_is_meant(stage: Stage) -> None:
    intents = discord.Intents.all()
    intents.message_content = False
    async with stage.bot(intents) as bot:
        await stage.server.post(stage.channel, stage.parent, "plain", attachments=[("a.txt", b"x")])
        await stage.server.post(stage.channel, stage.parent, f"<@{stage.server.bot.id}> hello")
        await stage.server.write_to_bot(stage.parent, "private")
        await stage.server.until(lambda: len(bot.seen) == 3)
        assert [message.content == "" for message in bot.seen] == [True, False, False]
        assert bot.seen[0].attachments == []


# ---- messages


async def test_people_write_edit_and_delete_and_the_bot_hears_of_each(stage: Stage) -> None:
    async with stage.bot() as bot:
        first = await stage.server.post(stage.channel, stage.parent, "one")
        answer = await stage.server.post(stage.channel, stage.parent, "two", reference=first)
        await stage.server.edit(first, "changed")
        await stage.server.delete(first)
        await stage.server.bulk_delete([answer])
        await stage.server.until(lambda: bot.told("raw_bulk_message_delete") and len(bot.seen) == 2)
        reference = bot.seen[1].reference
        assert reference is not None
        assert reference.message_id == first.id
        assert isinstance(reference.resolved, discord.Message)
        assert bot.told("raw_message_edit")[0].message.edited_at is not None
        assert bot.told("raw_message_delete")[0].message_id == first.id
        assert bot.told("raw_bulk_message_delete")[0].message_ids == {answer.id}


async def test_history_is_read_in_pages_before_after_and_around(stage: Stage) -> None:
    made = [await stage.server.post(stage.channel, stage.parent, str(n)) for n in range(130)]
    async with stage.bot() as bot:
        channel = stage.there(bot)
        ids = [message.id for message in made]
        assert [one.id async for one in channel.history(limit=None, oldest_first=True)] == ids
        after = discord.Object(ids[99])
        assert [one.id async for one in channel.history(limit=None, after=after)] == ids[100:]
        before = discord.Object(ids[10])
        assert [one.id async for one in channel.history(limit=3, before=before)] == ids[7:10][::-1]
        around = discord.Object(ids[50])
        assert ids[50] in [one.id async for one in channel.history(limit=5, around=around)]
        stage.server.revoke(stage.guild, Perm.READ_MESSAGE_HISTORY)
        assert [one async for one in channel.history(limit=5)] == []


async def test_the_bot_sends_replies_edits_and_attaches_files(stage: Stage) -> None:
    message = await stage.server.post(stage.channel, stage.parent, "question")
    async with stage.bot() as bot:
        channel = stage.there(bot)
        sent = await channel.send(
            "answer", reference=channel.get_partial_message(message.id), file=_file(b"bytes"), nonce=7
        )
        assert await sent.attachments[0].read() == b"bytes"
        assert sent.type is discord.MessageType.reply
        again = await channel.send("answer", nonce=7)
        assert again.id == sent.id
        await sent.edit(content="better", embed=discord.Embed(title="t", description="d"))
        assert stage.server.visible(stage.channel)[-1].content == "better"
        stage.server.expire_attachments(stage.server.visible(stage.channel)[-1])
        with pytest.raises(discord.NotFound):
            await sent.attachments[0].read()
    stage.server.assert_conformant()


def _file(data: bytes) -> discord.File:
    return discord.File(io.BytesIO(data), "a.bin")


# ---- interactions


def with_commands(bot: Bot, guild_id: int) -> None:
    """A command with suggestions and a member, a button, a form, and answers that come late."""
    here = discord.Object(guild_id)

    class Form(discord.ui.Modal, title="Reason"):
        reason: discord.ui.TextInput[Any] = discord.ui.TextInput(label="Why", custom_id="why", min_length=3)

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"noted {self.reason.value}", ephemeral=True)

    class Buttons(discord.ui.View):
        def __init__(self) -> None:
            super().__init__(timeout=None)

        @discord.ui.button(label="Restore", custom_id="restore:1")
        async def restore(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
            await interaction.response.edit_message(content="restored", view=None)

        @discord.ui.button(label="Ask", custom_id="ask:1")
        async def ask(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
            await interaction.response.send_modal(Form())

    @bot.tree.command(name="restrict", description="Stop a member", guild=here)
    async def restrict(interaction: discord.Interaction, member: discord.Member, clause: str) -> None:
        await interaction.response.send_message(f"{member.id} {clause}", ephemeral=True, view=Buttons())

    @restrict.autocomplete("clause")
    async def clauses(_: discord.Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=f"clause {typed}{n}", value=f"{typed}{n}") for n in range(3)]

    @bot.tree.command(name="slow", description="Thinks first", guild=here)
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("done")
        await interaction.followup.send("and more", ephemeral=True)
        await interaction.edit_original_response(content="really done")

    @bot.tree.command(name="twice", description="Answers twice", guild=here)
    @discord.app_commands.default_permissions(manage_messages=True)
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("public")
        with pytest.raises(discord.HTTPException) as refused:
            await interaction.client.http.request(
                discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback"),
                json={"type": 4, "data": {"content": "again"}},
            )
        await interaction.followup.send(str(refused.value.code), ephemeral=True)


def commanding(stage: Stage) -> AbstractAsyncContextManager[Bot]:
    return stage.bot(setup=lambda bot: with_commands(bot, stage.guild.id))


async def test_a_slash_command_answers_only_the_person_who_gave_it(stage: Stage) -> None:
    owner = stage.server.owner(stage.guild)
    async with commanding(stage):
        seen = await stage.server.slash(owner, stage.channel, "restrict", {"member": stage.parent, "clause": "4.2"})
        assert (seen.text, seen.ephemeral) == (f"{stage.parent.id} 4.2", True)
        assert stage.server.visible(stage.channel) == []
        assert stage.server.visible(stage.channel, to=stage.parent) == []
        assert stage.server.visible(stage.channel, to=owner) == seen.messages
    stage.server.assert_conformant()


async def test_suggestions_follow_what_is_typed(stage: Stage) -> None:
    async with commanding(stage):
        choices = await stage.server.autocomplete(stage.parent, stage.channel, "restrict", {"clause": "5."}, "clause")
        assert [choice["value"] for choice in choices] == ["5.0", "5.1", "5.2"]
    stage.server.assert_conformant()


async def test_a_button_redraws_its_message_and_a_form_comes_back_filled_in(stage: Stage) -> None:
    async with commanding(stage):
        card = await stage.server.slash(
            stage.parent, stage.channel, "restrict", {"member": stage.parent, "clause": "4"}
        )
        form = await stage.server.click(stage.parent, card.messages[0], "ask:1")
        with pytest.raises(Refused):
            await stage.server.submit_modal(form, {"why": "no"})
        assert (await stage.server.submit_modal(form, {"why": "rude"})).text == "noted rude"
        pressed = await stage.server.click(stage.parent, card.messages[0], "restore:1")
        assert pressed.updated is card.messages[0]
        assert pressed.updated.custom_ids == []
        with pytest.raises(Refused):
            await stage.server.click(stage.parent, card.messages[0], "restore:1")
    stage.server.assert_conformant()


async def test_a_deferred_answer_takes_the_place_of_the_thinking_mark(stage: Stage) -> None:
    async with commanding(stage):
        seen = await stage.server.slash(stage.parent, stage.channel, "slow")
        await stage.server.until(lambda: seen.text == "really done" and len(seen.messages) == 2)
        assert seen.ephemeral
    stage.server.assert_conformant()


async def test_an_interaction_is_answered_once_and_within_three_seconds(stage: Stage) -> None:
    async with commanding(stage) as bot:
        seen = await stage.server.slash(stage.server.owner(stage.guild), stage.channel, "twice")
        await stage.server.until(lambda: len(seen.messages) == 2)
        assert [message.content for message in seen.messages] == ["public", "40060"]
        assert not seen.messages[0].ephemeral
        late: list[int] = []

        @bot.tree.command(name="late", description="Too late", guild=discord.Object(stage.guild.id))
        async def command(interaction: discord.Interaction) -> None:
            stage.server.clock.advance(timedelta(seconds=4))
            with pytest.raises(discord.NotFound) as refused:
                await interaction.response.send_message("too late")
            late.append(refused.value.code)

        await bot.tree.sync(guild=discord.Object(stage.guild.id))
        missed = asyncio.create_task(stage.server.slash(stage.parent, stage.channel, "late"))
        await stage.server.until(lambda: late)
        missed.cancel()
        assert late == [10062]


async def test_a_command_refuses_who_may_not_use_it_and_what_it_does_not_take(stage: Stage) -> None:
    async with commanding(stage):
        ask = stage.server.slash
        for command, options in (("twice", {}), ("nothing", {}), ("restrict", {"clause": "4"}), ("slow", {"x": 1})):
            with pytest.raises(Refused):
                await ask(stage.parent, stage.channel, command, options)


async def test_an_ephemeral_answer_reaches_the_bot_as_a_direct_message_event(stage: Stage) -> None:
    async with commanding(stage) as bot:
        await stage.server.slash(stage.parent, stage.channel, "restrict", {"member": stage.parent, "clause": "4"})
        await stage.server.until(lambda: bot.seen)
        assert bot.seen[0].flags.ephemeral
        assert bot.seen[0].guild is None


async def test_polls_forwards_link_previews_and_system_messages_come_as_the_platform_writes_them(stage: Stage) -> None:
    server = stage.server
    async with stage.bot() as bot:
        first = await server.post(stage.channel, stage.parent, "see https://example.org")
        server.unfurl(first, {"type": "link", "url": "https://example.org"})
        await server.post(stage.channel, stage.parent, extra=poll("Who?", ["a", "b"]))
        await server.forward(stage.channel, stage.parent, first)
        server.system_message(stage.channel, stage.parent, 7)
        await server.until(lambda: len(bot.seen) == 4)
        assert bot.told("raw_message_edit")[0].message.edited_at is None
        assert getattr(bot.seen[1].poll, "question", "") == "Who?"
        assert bot.seen[2].message_snapshots[0].content == "see https://example.org"
        assert bot.seen[3].type is discord.MessageType.new_member


async def test_a_thread_is_announced_where_it_is_opened_unless_it_is_on_a_message_of_now(stage: Stage) -> None:
    server = stage.server
    async with stage.bot() as bot:
        first = await server.post(stage.channel, stage.parent, "first")
        server.thread(stage.channel, "on a message", stage.parent, on=first)
        server.thread(stage.channel, "private", stage.parent, private=True)
        made = server.thread(stage.channel, "alone", stage.parent)
        second = await server.post(stage.channel, stage.parent, "second")
        old = server.thread(stage.channel, "on an old one", stage.parent, on=second, announced=True)
        await server.until(lambda: len(bot.seen) == 4)
        assert len(bot.told("thread_create")) == 4
    lines = [one for one in bot.seen if one.type is discord.MessageType.thread_created]
    assert [one.content for one in lines] == ["alone", "on an old one"]
    assert [one.reference.channel_id for one in lines if one.reference] == [made.id, old.id]
    assert [one.reference.message_id for one in lines if one.reference] == [None, None]


async def test_an_interactions_token_ends_after_a_quarter_of_an_hour(stage: Stage) -> None:
    owner = stage.server.owner(stage.guild)
    codes: list[int] = []

    def setup(bot: Bot) -> None:
        @bot.tree.command(name="later", description="Follows up late", guild=discord.Object(stage.guild.id))
        async def later(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("first")
            stage.server.clock.advance(timedelta(minutes=15, seconds=1))
            with pytest.raises(discord.HTTPException) as refused:
                await interaction.followup.send("too late")
            codes.append(refused.value.code)

    async with stage.bot(setup=setup):
        assert (await stage.server.slash(owner, stage.channel, "later")).text == "first"
        await stage.server.until(lambda: codes)
    assert codes == [50027]

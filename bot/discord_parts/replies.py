"""Answers commands, buttons and forms within Discord's three seconds, for the person who asked alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import discord

from bot.discord_parts import catchup, commands, messages, views
from bot.discord_parts.setup import NAME, Setup
from bot.ports import Call, Inbound, Press
from bot.staff.cards import Button, Card, Form, Reply
from moderation.domain import Ref

log = logging.getLogger(__name__)
QUICK = 2.0  # seconds; Discord waits three for the first answer
WAITING_FORMS = 100
DONE = "OK"

Interaction = discord.Interaction[Any]


class Answers:
    """What happens when somebody uses a command, a button or a form. Nothing but forms that came late is kept."""

    def __init__(self, inbound: Inbound, setup: Setup) -> None:
        self._inbound = inbound
        self._setup = setup
        self._late: dict[str, Form] = {}

    async def __call__(self, interaction: Interaction) -> None:
        """Answer one interaction; one that expired meanwhile is given up."""
        try:
            await self._answer(interaction)
        except discord.HTTPException as error:
            log.warning("interaction %s not answered: code %s", interaction.id, error.code)

    async def _answer(self, interaction: Interaction) -> None:
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._suggest(interaction)
            case discord.InteractionType.application_command | discord.InteractionType.modal_submit:
                await self._deliver(interaction, self._command(interaction))
            case discord.InteractionType.component:
                await self._pressed(interaction)

    async def _command(self, interaction: Interaction) -> Reply:
        call = commands.call(interaction)
        if call.target:
            call = await self._aimed(interaction, call, call.target)
        return await self._inbound.command(call)

    async def _aimed(self, interaction: Interaction, call: Call, target: Ref) -> Call:
        """The call with its message as it stands now; without one of another server or not for the giver's eyes.

        The server in a link is only what somebody typed: where the channel is counts. Staff channels are not read.
        """
        group, channel = self._setup.groups.get(call.group), await messages.channel_of(interaction.client, target)
        if group is None or channel is None or not _is_shown(channel, interaction.user, call.group):
            return replace(call, target=None)
        if catchup.is_barred(channel, self._setup.places):
            return call if target.chat in self._setup.places else replace(call, target=None)
        seen = await messages.read(channel, target, group)
        return replace(call, seen=seen, target=seen.ref if seen else target)

    async def _suggest(self, interaction: Interaction) -> None:
        wanted, typed = commands.focused(interaction)
        try:
            async with asyncio.timeout(QUICK):
                found = await self._inbound.suggest(commands.call(interaction), wanted, typed)
        except TimeoutError:
            found = ()
        await interaction.response.autocomplete(commands.choices(found))

    async def _pressed(self, interaction: Interaction) -> None:
        custom_id = commands.custom_id(interaction)
        if form := self._late.get(custom_id):
            await interaction.response.send_modal(views.modal(form))
            return
        press = Press(
            id=custom_id,
            actor=commands.actor(interaction),
            platform=NAME,
            group=str(interaction.guild_id or ""),
            place=str(interaction.channel_id or ""),
            message=str(interaction.message.id) if interaction.message else "",
        )
        await self._deliver(interaction, self._inbound.press(press))

    async def _deliver(self, interaction: Interaction, work: Coroutine[Any, Any, Reply]) -> None:
        """A quick answer is given at once (only then a form can open); for a slow one Discord is asked to wait."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=QUICK)
        try:
            if not done:
                await _defer(interaction)
            await self._reply(interaction, await task, is_quick=bool(done))
        except discord.NotFound:
            log.warning("interaction %s expired before its answer", interaction.id)
            await _redraw_expired(interaction, await task)

    async def _reply(self, interaction: Interaction, reply: Reply, *, is_quick: bool) -> None:
        if reply.ask and is_quick:
            await interaction.response.send_modal(views.modal(reply.ask))
            return
        if reply.ask:
            reply = self._later(reply, reply.ask)
        if reply.update and interaction.message:
            await _redraw(interaction, reply.update)
        await _say(interaction, reply)

    def _later(self, reply: Reply, form: Form) -> Reply:
        """After a wait Discord opens no form: a button is shown that does."""
        opener = views.modal(form).custom_id
        while len(self._late) >= WAITING_FORMS:
            del self._late[next(iter(self._late))]
        self._late[opener] = form
        return replace(reply, text=reply.text or form.title, buttons=(Button(id=opener, label=form.title),))


def _is_shown(channel: catchup.Readable, person: discord.User | discord.Member, guild: str) -> bool:
    """Whether a channel is in the server with this id, and somebody there can look into it."""
    if not isinstance(person, discord.Member) or str(channel.guild.id) != guild:
        return False
    return channel.permissions_for(person).view_channel


async def _defer(interaction: Interaction) -> None:
    """A press keeps its card as it is meanwhile; a command shows that the bot is at work."""
    if interaction.message:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _redraw(interaction: Interaction, card: Card) -> None:
    drawn, buttons = views.embed(card), views.view(card.buttons)
    if interaction.response.is_done():
        await interaction.edit_original_response(embed=drawn, view=buttons, allowed_mentions=views.SILENT)
    else:
        await interaction.response.edit_message(embed=drawn, view=buttons, allowed_mentions=views.SILENT)


async def _redraw_expired(interaction: Interaction, reply: Reply) -> None:
    """Nobody can be answered any more, but what was done is done: the card shows it."""
    if reply.update and interaction.message:
        drawn, buttons = views.embed(reply.update), views.view(reply.update.buttons)
        await interaction.message.edit(embed=drawn, view=buttons, allowed_mentions=views.SILENT)


async def _say(interaction: Interaction, reply: Reply) -> None:
    """Every page for the asker's eyes; nothing to say is still an answer, unless a card was drawn again."""
    texts = views.pages(reply.text)
    if not (texts or reply.card or reply.files or reply.buttons):
        if interaction.response.type is discord.InteractionResponseType.message_update:
            return
        texts = [] if interaction.message and interaction.response.is_done() else [DONE]
    for index, extras in enumerate(_extras(reply, max(1, len(texts)))):
        content = texts[index] if index < len(texts) else None
        if content or extras:
            await _send(interaction, content, extras)


def _extras(reply: Reply, count: int) -> list[dict[str, Any]]:
    """What goes with each page: the card, its buttons and the files with the last."""
    last: dict[str, Any] = {}
    if reply.card:
        last["embed"] = views.embed(reply.card)
    if buttons := views.view((*reply.buttons, *(reply.card.buttons if reply.card else ()))):
        last["view"] = buttons
    if reply.files:
        last["files"] = [views.file(one) for one in reply.files]
    return [{} for _ in range(count - 1)] + [last]


async def _send(interaction: Interaction, content: str | None, extras: dict[str, Any]) -> None:
    options: dict[str, Any] = {"ephemeral": True, "allowed_mentions": views.SILENT} | extras
    if content is not None:
        options["content"] = content
    if interaction.response.is_done():
        await interaction.followup.send(**options)
    else:
        await interaction.response.send_message(**options)

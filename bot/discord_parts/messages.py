"""Messages the bot takes down, looks for, posts again, or tells one member alone."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_parts import errors, views
from bot.discord_parts.client import Client
from bot.discord_parts.setup import BLANK
from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card, Notice
from moderation.domain import Attachment, Member, Ref

MOST_BYTES = 20 * 1024 * 1024
RESTORED = {"en": "Restored message from {author}:", "cy": "Neges wedi'i hadfer gan {author}:"}


async def erase(client: Client, chat: int, message: int) -> None:
    """Delete a message and blank the title of the thread that hangs on it; already gone is success."""
    client.expect_erased(message)
    try:
        await _delete(client, chat, message)
    except discord.NotFound:
        pass
    except discord.HTTPException:
        client.erased.pop(message, None)
        raise
    thread = client.get_channel(message)  # a thread has the id of the message it began with
    if isinstance(thread, discord.Thread) and thread.name != BLANK:
        await thread.edit(name=BLANK)


async def _delete(client: Client, chat: int, message: int) -> None:
    found = client.get_partial_messageable(chat).get_partial_message(message)
    try:
        await found.delete()
    except discord.HTTPException as error:
        if error.code != errors.THREAD_ARCHIVED:
            raise
        thread = await client.fetch_channel(chat)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=False)
            await found.delete()
            await thread.edit(archived=True)


async def is_gone(client: Client, chat: int, message: int) -> bool:
    """Whether Discord no longer has the message, nor the title of a post that began with it."""
    try:
        await client.get_partial_messageable(chat).get_partial_message(message).fetch()
    except discord.NotFound:
        thread = client.get_channel(message)
        return not isinstance(thread, discord.Thread) or thread.name == BLANK
    return False


async def repost(client: Client, ref: Ref, author: str, text: str) -> str:
    """Post a text again under its author's name; the new message's id. One too long for a message goes in an embed."""
    chat = errors.number(ref.chat)
    head = _restored(client, chat).format(author=f"**{views.escaped(author)}**")
    place = client.get_partial_messageable(chat)
    if len(whole := f"{head}\n{text}") <= views.CONTENT:
        posted = await place.send(whole, allowed_mentions=views.SILENT)
    else:
        posted = await place.send(head, embed=discord.Embed(description=text[:4096]), allowed_mentions=views.SILENT)
    return str(posted.id)


def _restored(client: Client, chat: int) -> str:
    channel = client.get_channel(chat)
    guild = getattr(channel, "guild", None)
    group = client.setup.groups.get(str(guild.id)) if guild else None
    return RESTORED.get(group.locale if group else "", RESTORED["en"])


async def tell(client: Client, member: Member, ref: Ref, notice: Notice) -> str:
    """Write to a member; where that is closed, ask them in the channel to press a button. `private` or `fallback`."""
    user = errors.number(member.user, Trouble.NO_MEMBER)
    try:
        person = client.get_user(user) or await client.fetch_user(user)
        await _write(person, notice)
    except discord.HTTPException as error:
        if errors.platform_error(error).trouble is not Trouble.CLOSED:
            raise
    else:
        return "private"
    guild = client.get_guild(errors.number(member.group))
    if guild:
        await guild.fetch_member(user)  # one who left cannot read it either
    await _call(client, ref, user, notice)
    return "fallback"


async def _write(person: discord.User, notice: Notice) -> None:
    *before, last = views.pages(notice.text) or [BLANK]
    for page in before:
        await person.send(page, allowed_mentions=views.SILENT)
    await person.send(last, allowed_mentions=views.SILENT, **_buttons(notice.buttons))


async def _call(client: Client, ref: Ref, user: int, notice: Notice) -> None:
    """The only message that mentions anybody: the one member it is for."""
    place = client.get_partial_messageable(errors.number(ref.chat))
    only = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[discord.Object(user)])
    text = f"<@{user}> {views.fitted(notice.fallback, views.CONTENT - 30)}"
    await place.send(text, allowed_mentions=only, **_buttons((notice.button,)))


async def show(client: Client, place: str, card: Card, file: tuple[str, bytes] | None) -> str:
    """Post a card; its message id."""
    extras: dict[str, Any] = {"file": views.file(file)} if file else {}
    channel = client.get_partial_messageable(errors.number(place))
    drawn = views.embed(card)
    posted = await channel.send(embed=drawn, allowed_mentions=views.SILENT, **_buttons(card.buttons), **extras)
    return str(posted.id)


async def redraw(client: Client, place: str, message: str, card: Card) -> None:
    """Draw a card again; its file stays."""
    channel = client.get_partial_messageable(errors.number(place))
    found = channel.get_partial_message(errors.number(message))
    await found.edit(embed=views.embed(card), view=views.view(card.buttons), allowed_mentions=views.SILENT)


def _buttons(buttons: tuple[Button, ...]) -> dict[str, Any]:
    drawn = views.view(buttons)
    return {"view": drawn} if drawn else {}


async def download(client: Client, attachment: Attachment) -> bytes:
    """An attachment's bytes. Its address is signed and ends after a day: then Discord answers as if it were gone."""
    if not attachment.handle or attachment.size > MOST_BYTES:
        raise PlatformError(Trouble.UNSUPPORTED)
    try:
        return await client.http.get_from_cdn(attachment.handle)
    except discord.Forbidden:
        raise PlatformError(Trouble.GONE) from None

"""Messages the bot takes down, looks for, posts again, or tells one member alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.discord_parts import catchup, errors, events, views
from bot.discord_parts.catchup import Readable
from bot.discord_parts.client import Client
from bot.discord_parts.setup import BLANK
from bot.ports import Group, PlatformError, Trouble
from bot.ports.platform import File
from bot.staff.cards import Button, Card, Notice
from bot.staff.locale import FIRST, speaking
from moderation.domain import Attachment, Member, Message, Ref

NEAR = 100
MOST_BYTES = 20 * 1024 * 1024


async def erase(client: Client, chat: int, message: int) -> None:
    """Delete a message, and blank the title of the thread that hangs on it or is meant; already gone is success."""
    client.expect_erased(message)
    try:
        await _delete(client, chat, message)
    except discord.NotFound:
        pass
    except discord.HTTPException:
        client.erased.pop(message, None)
        raise
    if thread := await _thread(client, chat, message):
        await _untitle(client, thread)


async def _delete(client: Client, chat: int, message: int) -> None:
    found = client.get_partial_messageable(chat).get_partial_message(message)
    try:
        await found.delete()
    except discord.HTTPException as error:
        if error.code != errors.THREAD_ARCHIVED:
            raise
        thread = await client.fetch_channel(chat)
        if isinstance(thread, discord.Thread):
            async with _unarchived(thread):
                await found.delete()


@asynccontextmanager
async def _unarchived(thread: discord.Thread) -> AsyncIterator[None]:
    """While nothing can be changed in an archived thread, it is none."""
    if thread.archived:
        await thread.edit(archived=False)
    yield
    if thread.archived:
        await thread.edit(archived=True)


async def _thread(client: Client, chat: int, message: int) -> discord.Thread | None:
    """The thread that a message stands for, or began: it has the same id."""
    if chat != message and not isinstance(client.get_channel(message), discord.Thread):
        return None
    try:
        found = await client.fetch_channel(message)
    except discord.NotFound:
        return None
    return found if isinstance(found, discord.Thread) else None


async def _untitle(client: Client, thread: discord.Thread) -> None:
    """Blank a title, and delete the line that announced it."""
    if thread.name != BLANK:
        async with _unarchived(thread):
            await thread.edit(name=BLANK)
    for line in await _announcements(thread):
        client.expect_erased(line.id)
        await line.delete()


async def _announcements(thread: discord.Thread) -> Sequence[discord.Message]:
    """What Discord wrote into the channel when a thread was opened; the title in it never changes."""
    if not isinstance(thread.parent, discord.TextChannel):
        return ()
    then = discord.utils.time_snowflake(thread.created_at) if thread.created_at else thread.id
    near = thread.parent.history(limit=NEAR, around=discord.Object(then))
    return [one async for one in near if events.announced(one) == thread.id]


async def is_gone(client: Client, chat: int, message: int) -> bool:
    """Whether Discord no longer has the message, nor the title of the thread that it began or stands for."""
    try:
        await client.get_partial_messageable(chat).get_partial_message(message).fetch()
    except discord.NotFound:
        thread = await _thread(client, chat, message)
        return thread is None or (thread.name == BLANK and not await _announcements(thread))
    return False


async def channel_of(client: discord.Client, ref: Ref) -> Readable | None:
    """The channel or thread a message is in; None where there is none that the bot sees."""
    try:
        found = client.get_channel(int(ref.chat)) or await client.fetch_channel(int(ref.chat))
    except (discord.HTTPException, discord.InvalidData):
        return None
    return found if isinstance(found, Readable) else None


async def read(channel: Readable, ref: Ref, group: Group) -> Message | None:
    """A message as it stands now; None where there is none (any more) or a bot wrote it."""
    try:
        found = await channel.fetch_message(int(ref.message))
    except discord.HTTPException:
        return None
    return events.to_message(found, group) if events.is_judged(found) else None


async def repost(client: Client, ref: Ref, author: str, what: tuple[str, Sequence[File]]) -> str:
    """Post a text, and its files, again under its author's name; the new message's id."""
    return await _say(client, ref, _headed(client, ref, "restored-mark", author), what)


async def publish(client: Client, ref: Ref, author: str, what: tuple[str, Sequence[File]]) -> str:
    """Post an approved text, and its files, under its author's name; the new message's id."""
    return await _say(client, ref, _headed(client, ref, "posted-mark", author), what)


async def _say(client: Client, ref: Ref, head: str, what: tuple[str, Sequence[File]]) -> str:
    """One too long for a message goes in an embed."""
    text, files = what
    extras: dict[str, Any] = {"files": [views.file(one) for one in files]} if files else {}
    place = client.get_partial_messageable(errors.number(ref.chat))
    if len(whole := f"{head}\n{text}") <= views.CONTENT:
        posted = await place.send(whole, allowed_mentions=views.SILENT, **extras)
    else:
        long = discord.Embed(description=text[:4096])
        posted = await place.send(head, embed=long, allowed_mentions=views.SILENT, **extras)
    return str(posted.id)


def _headed(client: Client, ref: Ref, mark: str, author: str) -> str:
    """The line that says whose text it is, in the languages of the group."""
    channel = client.get_channel(errors.number(ref.chat))
    guild = getattr(channel, "guild", None)
    group = client.setup.groups.get(str(guild.id)) if guild else None
    said = speaking(group.locales if group else [FIRST])
    return said.text(mark, author=f"**{views.escaped(author)}**")


async def tell(client: Client, member: Member, ref: Ref, notice: Notice) -> str:
    """Write to a member; where that is closed, ask them in the channel to press a button. `private` or `fallback`."""
    if await greet(client, member, notice):
        return "private"
    user = errors.number(member.user, Trouble.NO_MEMBER)
    guild = client.get_guild(errors.number(member.group))
    chat = errors.number(ref.chat)
    if guild:
        person = await guild.fetch_member(user)  # one who left cannot read it either
        chat = _seen_by(client, person) if chat == guild.id else chat
    await _call(client, chat, user, notice)
    return "fallback"


def _seen_by(client: Client, person: discord.Member) -> int:
    """Where to ask somebody when it is about no message: the first channel that they read and the bot may write in."""
    guild = person.guild
    if not catchup.is_here(guild):
        raise PlatformError(Trouble.UNREACHABLE)
    for channel in filter(None, (guild.system_channel, *guild.text_channels)):
        is_theirs = str(channel.id) not in client.setup.places and channel.permissions_for(person).view_channel
        may = channel.permissions_for(guild.me)
        if is_theirs and may.view_channel and may.send_messages:
            return channel.id
    raise PlatformError(Trouble.CLOSED)


async def greet(client: Client, member: Member, notice: Notice) -> bool:
    """Write to a member; False when they take no private messages."""
    user = errors.number(member.user, Trouble.NO_MEMBER)
    try:
        person = client.get_user(user) or await client.fetch_user(user)
        await _write(person, notice)
    except discord.HTTPException as error:
        if errors.platform_error(error).trouble is not Trouble.CLOSED:
            raise
        return False
    return True


async def _write(person: discord.User, notice: Notice) -> None:
    *before, last = views.pages(notice.text) or [BLANK]
    for page in before:
        await person.send(page, allowed_mentions=views.SILENT)
    await person.send(last, allowed_mentions=views.SILENT, **_buttons(notice.buttons))


async def _call(client: Client, chat: int, user: int, notice: Notice) -> None:
    """Mention the one member it is for."""
    place = client.get_partial_messageable(chat)
    text = f"<@{user}> {views.fitted(notice.fallback, views.CONTENT - 30)}"
    await place.send(text, allowed_mentions=_only(user), **_buttons((notice.button,)))


def _only(user: int) -> discord.AllowedMentions:
    """Nobody is mentioned but this person."""
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[discord.Object(user)])


async def show(client: Client, place: str, card: Card, file: tuple[str, bytes] | None) -> str:
    """Post a card; its message id."""
    extras: dict[str, Any] = {"file": views.file(file)} if file else {}
    channel = client.get_partial_messageable(errors.number(place))
    drawn = views.embed(card)
    if card.mention.isdecimal():
        extras |= {"content": f"<@{card.mention}>", "allowed_mentions": _only(int(card.mention))}
    else:
        extras["allowed_mentions"] = views.SILENT
    posted = await channel.send(embed=drawn, **_buttons(card.buttons), **extras)
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

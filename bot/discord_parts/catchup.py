"""Reads back what was posted while nobody watched: from each channel's cursor, oldest first."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Mapping

import discord

from bot.discord_parts.setup import NAME
from bot.discord_parts.unread import UNREADABLE
from bot.ports import Inbound

log = logging.getLogger(__name__)
Readable = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread

# Messages are judged side by side, so one that came shortly before the cursor may not have been settled when the
# bot stopped. Those are delivered again; intake knows which it has settled.
OVERLAP_MS = 120_000
TIME_SHIFT = 22  # https://docs.discord.com/developers/reference#snowflakes


def is_here(guild: discord.Guild) -> bool:
    """Whether Discord lets the bot at a server now: not in an outage, nor still to be announced.

    https://docs.discord.com/developers/resources/guild#unavailable-guild-object
    """
    return not guild.unavailable and guild.me is not None


def readable(guild: discord.Guild, places: Iterable[str]) -> list[Readable]:
    """The channels and active threads that the bot can read back, without those for staff."""
    barred = frozenset(places)
    channels: list[Readable] = [*guild.text_channels, *guild.voice_channels, *guild.stage_channels, *guild.threads]
    return [one for one in channels if not is_barred(one, barred) and _may_read(one)]


def is_barred(channel: object, places: frozenset[str]) -> bool:
    """Whether a channel is one for staff, or a thread below one."""
    return str(getattr(channel, "id", "")) in places or str(getattr(channel, "parent_id", "")) in places


def is_opened_after(thread: discord.Thread, after: int) -> bool:
    """Whether a thread was opened outside a forum, so that its title came with no message, after an id was made."""
    opened = thread.created_at or discord.utils.snowflake_time(thread.id)
    return isinstance(thread.parent, discord.TextChannel) and opened > discord.utils.snowflake_time(after)


def _may_read(channel: Readable) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.read_message_history


async def marks(inbound: Inbound, channels: Iterable[Readable]) -> Mapping[int, int]:
    """From which message id on each channel is to be read back; a channel that is to begin now is not named.

    A channel without a cursor, such as a thread made during the stop, is read from the server's newest one.
    """
    found = {channel.id: await inbound.cursor(NAME, str(channel.id)) for channel in channels}
    newest = max((int(cursor) for cursor in found.values() if cursor), default=0)
    since = {channel: int(cursor) if cursor else newest for channel, cursor in found.items()}
    return {channel: max(0, id_ - (OVERLAP_MS << TIME_SHIFT)) for channel, id_ in since.items() if id_}


async def archived(guild: discord.Guild, places: frozenset[str], after: int) -> AsyncIterator[discord.Thread]:
    """The threads that were archived after an id was made: messages may have come before that."""
    since = discord.utils.snowflake_time(after)
    parents: list[discord.TextChannel | discord.ForumChannel] = [*guild.text_channels, *guild.forums]
    for parent in parents:
        may = parent.permissions_for(guild.me)
        if is_barred(parent, places) or not (may.view_channel and may.read_message_history):
            continue
        try:
            async for thread in parent.archived_threads(limit=None):
                if thread.archive_timestamp < since:
                    break
                yield thread
        except discord.HTTPException as error:
            log.warning("archived threads of channel %s not read back: code %s", parent.id, error.code)


async def missed(channel: Readable, after: int) -> AsyncIterator[discord.Message]:
    """A channel's messages after an id, oldest first; a channel that cannot be read after all ends there."""
    try:
        async for message in channel.history(limit=None, after=discord.Object(after), oldest_first=True):
            yield message
    except (discord.HTTPException, *UNREADABLE) as error:
        log.warning("channel %s not read back to the end: %s", channel.id, type(error).__name__)

"""Reads back what was posted while nobody watched: from each channel's cursor, oldest first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from functools import partial
from itertools import chain, repeat
from typing import TypeVar

import discord

from bot.discord_parts import errors
from bot.discord_parts.setup import NAME
from bot.discord_parts.unread import UNREADABLE
from bot.ports import Inbound

log = logging.getLogger(__name__)
T = TypeVar("T")
PAUSES = (1.0, 5.0, 30.0, 120.0)  # seconds; while Discord does not answer
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
        async for thread in _patiently(parent.id, partial(_archived, parent)):
            if thread.archive_timestamp < since:
                break
            yield thread


async def missed(channel: Readable, after: int) -> AsyncIterator[discord.Message]:
    """A channel's messages after an id, oldest first; a channel that cannot be read after all ends there."""
    start = discord.Object(after)
    read = partial(channel.history, limit=None, oldest_first=True)
    async for message in _patiently(channel.id, lambda last: read(after=last or start)):
        yield message


def _archived(
    parent: discord.TextChannel | discord.ForumChannel, last: discord.Thread | None
) -> AsyncIterator[discord.Thread]:
    return parent.archived_threads(limit=None, before=last and last.archive_timestamp)


async def _patiently(channel: int, read: Callable[[T | None], AsyncIterator[T]]) -> AsyncIterator[T]:
    """What can be read of a channel. While Discord does not answer it is asked again for what comes after the last."""
    last = None
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            async for one in read(last):
                yield one
                last = one
        except (*errors.RAISED, *UNREADABLE) as error:
            if isinstance(error, UNREADABLE) or not errors.platform_error(error).passing:
                log.warning("channel %s not read back to the end: %s", channel, type(error).__name__)
                return
            log.warning("channel %s cannot be read back yet: %s", channel, type(error).__name__)
            await asyncio.sleep(pause)
        else:
            return

"""One connection to Discord: what happens there is handed to the bot, what it missed is read back."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import discord

from bot.discord_parts import catchup, commands, events
from bot.discord_parts.address import AddressedHTTP
from bot.discord_parts.replies import Answers
from bot.discord_parts.setup import BLANK, NAME, Setup
from bot.discord_parts.unread import guarded
from bot.ports import Group, Inbound, RecordsError
from moderation.domain import Member, Message, Ref

log = logging.getLogger(__name__)
REMEMBERED = 1000
PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)  # seconds; while the records cannot be written


def intents() -> discord.Intents:
    """What the bot is told about; members and message content have to be switched on in the developer portal."""
    return discord.Intents(guilds=True, members=True, messages=True, message_content=True)


class Client(discord.Client):
    """Delivers events of the configured servers. `up` is set while connected and able to act."""

    def __init__(self, setup: Setup, inbound: Inbound, up: asyncio.Event) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=setup.settle,
        )
        self.http = self._connection.http = AddressedHTTP(self, setup)
        self._connection.parsers = guarded(self._connection.parsers, self._unread)
        self.setup = setup
        self.up = up
        self.erased: OrderedDict[int, None] = OrderedDict()
        self._inbound = inbound
        self._answers = Answers(inbound, setup)
        self._marked = asyncio.Event()
        self.lost: datetime | None = None
        self._arriving: asyncio.Task[Any] | None = None
        self._offered = False

    def expect_erased(self, message: int) -> None:
        """The bot is about to delete a message itself: that it is gone then is no news."""
        self.erased[message] = None
        while len(self.erased) > REMEMBERED:
            self.erased.popitem(last=False)

    # ---- the connection

    async def on_ready(self) -> None:
        """A new session: whatever was posted before it has to be read back."""
        if self._arriving:
            self._arriving.cancel()
        self._arriving = asyncio.current_task()
        watched = [(guild, group) for guild in self.guilds if (group := self._group(guild.id))]
        channels = [one for guild, _ in watched for one in catchup.readable(guild, self.setup.places)]
        since = await self._mark(channels)
        if not self._offered:
            await self._offer(guild for guild, _ in watched)
            self._offered = True
        self.up.set()
        await self._read_back(channels, since)
        for guild, _ in watched:
            await self._read_archived(guild, max(since.values(), default=0))
        await self._join(channels)

    async def on_resumed(self) -> None:
        """The same session goes on; Discord sends what was missed by itself."""
        self.lost = None
        self._marked.set()
        self.up.set()

    async def on_disconnect(self) -> None:
        """Nobody watches now. What comes next waits until the cursors are read, lest it moves them."""
        self.up.clear()
        self._marked.clear()
        self.lost = self.lost or datetime.now(UTC)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A configured server the bot was added to while running."""
        if self._group(guild.id):
            await self._offer([guild])

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:  # noqa: ARG002 (the library's)
        """One event could not be handled. Only its kind and the error's are logged: more could quote."""
        error = sys.exc_info()[0]
        log.error("%s failed: %s", event_method, error.__name__ if error else "")

    # ---- what happens

    async def on_message(self, message: discord.Message) -> None:
        """Somebody posted."""
        await self._marked.wait()
        await self._judge(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Somebody changed a message, however old. A change without an edit time is Discord adding a link's preview."""
        await self._marked.wait()
        if payload.message.edited_at:
            await self._judge(payload.message)
        elif events.has_preview(payload.message):
            await self._judge(payload.message, datetime.now(UTC))

    async def on_unread(self, event: str, data: Mapping[str, Any]) -> None:
        """A message event the library could not read, such as part of an edited message: the whole is asked for."""
        await self._marked.wait()
        if self._group(int(data["guild_id"])) and (event == "MESSAGE_CREATE" or data.get("edited_timestamp")):
            chat, guild = int(data["channel_id"]), int(data["guild_id"])
            known = self.get_channel(chat)
            elsewhere = self.get_partial_messageable(chat, guild_id=guild)
            place = known if isinstance(known, discord.abc.Messageable) else elsewhere
            await self._judge(await place.fetch_message(int(data["id"])))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Somebody deleted a message."""
        await self._gone(payload.guild_id, payload.channel_id, [payload.message_id])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Somebody deleted several messages at once."""
        await self._gone(payload.guild_id, payload.channel_id, sorted(payload.message_ids))

    async def on_member_join(self, member: discord.Member) -> None:
        """Somebody came into a server."""
        if self._group(member.guild.id) and not member.bot:
            await self._inbound.joined(Member(platform=NAME, group=str(member.guild.id), user=str(member.id)))

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """A new thread is joined, so that it stays in view."""
        if self._group(thread.guild.id) and not catchup.is_barred(thread, self.setup.places):
            await self._join([thread])

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """Somebody changed the title of a forum post (or the bot hid it)."""
        await self._marked.wait()
        group = self._group(after.guild.id)
        is_post = isinstance(after.parent, discord.ForumChannel) and not catchup.is_barred(after, self.setup.places)
        if group and is_post and after.name not in (before.name, BLANK):
            await self._deliver(events.to_title(after, group, datetime.now(UTC)))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody used a command, a button or a form, in a configured server or in private."""
        if interaction.guild_id is None or self._group(interaction.guild_id):
            await self._answers(interaction)

    # ---- how it is handed on

    def _unread(self, event: str, data: Mapping[str, Any]) -> None:
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and "guild_id" in data:
            self.dispatch("unread", event, data)

    def _group(self, guild: int | None) -> Group | None:
        return self.setup.groups.get(str(guild))

    async def _judge(self, message: discord.Message, at: datetime | None = None) -> None:
        group = self._group(message.guild.id if message.guild else None)
        if group and events.is_judged(message) and not catchup.is_barred(message.channel, self.setup.places):
            await self._deliver(events.to_message(message, group, at))

    async def _gone(self, guild: int | None, channel: int, messages: Iterable[int]) -> None:
        others = [one for one in messages if one not in self.erased]
        if self._group(guild) and others and str(channel) not in self.setup.places:
            refs = [Ref(platform=NAME, chat=str(channel), message=str(one)) for one in others]
            await self._inbound.deleted(refs)

    async def _mark(self, channels: Sequence[catchup.Readable]) -> Mapping[int, int]:
        """Note from where each channel is to be read back, and the gap; only then let new messages pass."""
        while True:
            try:
                since = await catchup.marks(self._inbound, channels)
                if self.lost:
                    await self._inbound.gap(NAME, self.lost, datetime.now(UTC))
            except RecordsError:
                log.error("the cursors cannot be read: trying again")  # noqa: TRY400 (the records log why)
                await asyncio.sleep(PAUSES[1])
            else:
                self.lost = None
                self._marked.set()
                return since

    async def _deliver(self, message: Message) -> None:
        """Hand a message on; while the records cannot take it, it is kept and offered again."""
        for pause in PAUSES:
            try:
                await self._inbound.message(message)
            except RecordsError:
                log.error("message %s not recorded: trying again", message.ref.message)  # noqa: TRY400 (see above)
                await asyncio.sleep(pause)
            else:
                return
        await self._inbound.message(message)

    async def _offer(self, guilds: Iterable[discord.Guild]) -> None:
        """Set the commands; where an app may not, the rest still works and `missing` says so."""
        app = self.application_id or 0
        try:
            await self.http.bulk_upsert_global_commands(app, commands.direct_commands(self._inbound.menus))
            for guild in guilds:
                payload = commands.guild_commands(self._inbound.menus)
                await self.http.bulk_upsert_guild_commands(app, guild.id, payload)
        except discord.DiscordException as error:
            log.error("commands not set: %s", type(error).__name__)  # noqa: TRY400 (no traceback: it could quote)

    async def _read_back(self, channels: Iterable[catchup.Readable], since: Mapping[int, int]) -> None:
        for channel in channels:
            if channel.id in since:
                async for message in catchup.missed(channel, since[channel.id]):
                    await self._judge(message)

    async def _read_archived(self, guild: discord.Guild, after: int) -> None:
        if after:
            async for thread in catchup.archived(guild, self.setup.places, after):
                await self._read_back([thread], {thread.id: after})

    async def _join(self, channels: Iterable[catchup.Readable]) -> None:
        for thread in channels:
            if isinstance(thread, discord.Thread) and thread.me is None and not thread.archived:
                try:
                    await thread.join()
                except discord.HTTPException as error:
                    log.info("thread %s not joined: code %s", thread.id, error.code)

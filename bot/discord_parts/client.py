"""One connection to Discord: what happens there is handed to the bot, what it missed is read back."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import discord

from bot.discord_parts import catchup, commands, errors, events, rights, unread
from bot.discord_parts.address import AddressedHTTP
from bot.discord_parts.replies import Answers
from bot.discord_parts.setup import BLANK, NAME, Setup
from bot.ports import Group, Inbound, PlatformError, RecordsError, Trouble
from moderation.domain import Member, Message, Ref

log = logging.getLogger(__name__)
REMEMBERED = 1000
WORDS = frozenset({"on_message", "on_raw_message_edit", "on_unread", "on_thread_create", "on_thread_update"})
T = TypeVar("T")
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
        self._connection.parsers = unread.guarded(self._connection.parsers, self._unread)
        self._connection.create_message = partial(unread.message, self._connection)  # type: ignore[method-assign]
        self.setup = setup
        self.up = up
        self.erased: OrderedDict[int, None] = OrderedDict()
        self._inbound = inbound
        self._answers = Answers(inbound, setup)
        self._marked: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)  # by server
        self._started = False
        self.lost: datetime | None = None
        self._away: dict[int, datetime] = {}
        self._behind: set[int] = set()  # servers of which something is still to be read back
        self._arriving: set[asyncio.Task[Any]] = set()
        self._offered: set[int] = set()
        self._lacking: dict[int, frozenset[str]] = {}  # by server: lines about what the bot lacks there

    def expect_erased(self, message: int) -> None:
        """The bot is about to delete a message itself: that it is gone then is no news."""
        self.erased[message] = None
        while len(self.erased) > REMEMBERED:
            self.erased.popitem(last=False)

    def server(self, id_: int) -> discord.Guild:
        """A server as the library has it. Raises FORBIDDEN where the bot is not in it, UNREACHABLE while it is away."""
        guild = self.get_guild(id_)
        if guild is None and self.up.is_set():
            raise PlatformError(Trouble.FORBIDDEN)
        if guild is None or not catchup.is_here(guild):
            raise PlatformError(Trouble.UNREACHABLE)
        return guild

    # ---- the connection

    async def on_connect(self) -> None:
        """A new session. What comes in it waits until its server's cursors are read, lest it moves them."""
        self._started = False
        self._lacking.clear()
        for task in self._arriving:
            task.cancel()
        for mark in self._marked.values():
            mark.clear()

    async def on_ready(self) -> None:
        """The servers of a new session are there: whatever was posted before it has to be read back."""
        self._started = True
        self._arrive()
        watched = [guild for guild in self.guilds if self._group(guild.id)]
        here = [guild for guild in watched if catchup.is_here(guild)]
        for guild in watched:
            if guild not in here:
                await self.on_guild_unavailable(guild)
        since = {guild: await self._mark(guild) for guild in here}
        if self.lost:
            await self._note_gap(self.lost)
            self.lost = None
        for place in (0, *(guild.id for guild in here)):
            await self._offer(place)
        self.up.set()
        for guild in here:
            await self._catch_up(guild, since[guild])

    async def on_resumed(self) -> None:
        """The same session goes on; Discord sends what was missed by itself."""
        self.lost = None
        self.up.set()

    async def on_disconnect(self) -> None:
        """Nobody watches now."""
        self.up.clear()
        self.lost = self.lost or datetime.now(UTC)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server came later than the others of its session, or is back: what was posted there is read back.

        One that comes with the others is left to `on_ready`.
        """
        if self._started and self._group(guild.id):
            self._arrive()
            since = await self._mark(guild)
            await self._offer(guild.id)
            await self._catch_up(guild, since)

    on_guild_join = on_guild_available  # one that the bot was added to while running

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """A server is away. What comes from it when it is back waits until its cursors are read."""
        self._lacking.pop(guild.id, None)
        self._marked[guild.id].clear()
        if self._group(guild.id) and guild.id not in self._away:
            self._away[guild.id] = datetime.now(UTC)
            log.warning("server %s cannot be reached now", guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was taken out of a server; it may be invited again."""
        self._lacking.pop(guild.id, None)
        self._marked[guild.id].clear()

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:  # noqa: ARG002 (the library's)
        """One event could not be handled. Only its kind and the error's are logged: more could quote.

        Where it was somebody's words, nobody has looked at them: that is a gap.
        """
        error = sys.exc_info()[0]
        log.error("%s failed: %s", event_method, error.__name__ if error else "")
        if event_method in WORDS:
            await self._note_gap(datetime.now(UTC))

    # ---- what happens

    async def on_message(self, message: discord.Message) -> None:
        """Somebody posted."""
        await self._judge(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Somebody changed a message, however old, or Discord added a link's preview, which leaves the edit's time."""
        if events.has_preview(payload.message):
            await self._judge(payload.message, datetime.now(UTC))
        elif payload.message.edited_at:
            await self._judge(payload.message)

    async def on_unread(self, event: str, data: Mapping[str, Any]) -> None:
        """A message event the library could not read. Of part of an edited message the whole is asked for."""
        if self._group(int(data["guild_id"])) and (event == "MESSAGE_CREATE" or data.get("edited_timestamp")):
            chat, guild = int(data["channel_id"]), int(data["guild_id"])
            known = self.get_channel(chat)
            elsewhere = self.get_partial_messageable(chat, guild_id=guild)
            place = known if isinstance(known, discord.abc.Messageable) else elsewhere
            if event == "MESSAGE_CREATE":
                await self._judge(unread.message(self._connection, place, data))
            else:
                with suppress(discord.NotFound):  # it was deleted meanwhile
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
        """A new thread is joined, so that it stays in view. A forum post's title comes with its first message."""
        if self._group(thread.guild.id) and not catchup.is_barred(thread, self.setup.places):
            await self._join([thread])
            if isinstance(thread.parent, discord.TextChannel):
                await self._entitled(thread)

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """Somebody changed the title of a thread or forum post (or the bot hid it)."""
        if after.name != before.name:
            await self._entitled(after, datetime.now(UTC))

    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """A role may do more or less now, or stands elsewhere."""
        await self._look_at_rights(after.guild)

    async def on_guild_channel_update(self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """A channel may have other rules now."""
        await self._look_at_rights(after.guild)

    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """The bot itself may have other roles now."""
        if after == after.guild.me:
            await self._look_at_rights(after.guild)

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

    async def _watched(self, guild: int | None) -> Group | None:
        """The configured group of a server, once what comes from it may pass."""
        group = self._group(guild)
        if group:
            await self._marked[int(group.id)].wait()
        return group

    async def _judge(self, message: discord.Message, at: datetime | None = None, *, is_missed: bool = False) -> None:
        """Hand on a message; `is_missed`: it was read back, in its turn."""
        group = await self._watched(message.guild.id if message.guild else None)
        if group and events.is_judged(message) and not catchup.is_barred(message.channel, self.setup.places):
            is_next = is_missed or int(group.id) not in self._behind
            await self._deliver(events.to_message(message, group, at), is_next=is_next)

    async def _entitled(self, thread: discord.Thread, at: datetime | None = None) -> None:
        """A thread has a title, since `at` if it is not its first."""
        group = await self._watched(thread.guild.id)
        is_ours = thread.name == BLANK or bool(thread.owner and thread.owner.bot)
        if group and not is_ours and not catchup.is_barred(thread, self.setup.places):
            await self._deliver(events.to_title(thread, group, at), is_next=int(group.id) not in self._behind)

    async def _gone(self, guild: int | None, channel: int, messages: Iterable[int]) -> None:
        others = [one for one in messages if one not in self.erased]
        if self._group(guild) and others and str(channel) not in self.setup.places:
            refs = [Ref(platform=NAME, chat=str(channel), message=str(one)) for one in others]
            await self._inbound.deleted(refs)

    async def _deliver(self, message: Message, *, is_next: bool = True) -> None:
        """Hand a message on; while the records cannot take it, it is kept and offered again."""
        for pause in PAUSES:
            try:
                await self._inbound.message(message, is_next=is_next)
            except RecordsError:
                log.error("message %s not recorded: trying again", message.ref.message)  # noqa: TRY400 (see above)
                await asyncio.sleep(pause)
            else:
                return
        await self._inbound.message(message, is_next=is_next)

    # ---- how a server is taken up: its commands, and what was missed there

    def _arrive(self) -> None:
        """Let the task that calls it be cancelled when a new session begins: that one reads back itself."""
        if task := asyncio.current_task():
            self._arriving.add(task)
            task.add_done_callback(self._arriving.discard)

    async def _mark(self, guild: discord.Guild) -> Mapping[int, int]:
        """Note from where each channel is to be read back, and the gap; only then let new messages pass."""
        channels = catchup.readable(guild, self.setup.places)
        since = await _insisting(lambda: catchup.marks(self._inbound, channels))
        if start := self._away.pop(guild.id, None):
            await self._note_gap(start)
        self._behind.add(guild.id)
        self._marked[guild.id].set()
        return since

    async def _look_at_rights(self, guild: discord.Guild) -> None:
        """Say that the bot may do more than before, where something it lacked is there; at first that is not known."""
        group = self._group(guild.id)
        if group is None or not catchup.is_here(guild):
            return
        before, now = self._lacking.get(guild.id), frozenset(rights.of_server(guild, group, self.setup.places))
        self._lacking[guild.id] = now
        if before is None or before - now:
            await _insisting(lambda: self._inbound.able(NAME, group.id))

    async def _note_gap(self, start: datetime) -> None:
        await _insisting(lambda: self._inbound.gap(NAME, start, datetime.now(UTC)))

    async def _offer(self, place: int) -> None:
        """Set the commands of a server (0: of private chats) once; where an app may not, the rest still works."""
        app, menus = self.application_id or 0, self._inbound.menus
        if place in self._offered:
            return
        try:
            if place:
                await self.http.bulk_upsert_guild_commands(app, place, commands.guild_commands(menus))
            else:
                await self.http.bulk_upsert_global_commands(app, commands.direct_commands(menus))
        except errors.RAISED as error:
            log.error("commands not set: %s", type(error).__name__)  # noqa: TRY400 (no traceback: it could quote)
        else:
            self._offered.add(place)

    async def _catch_up(self, guild: discord.Guild, since: Mapping[int, int]) -> None:
        """Hand on what was posted in a server since its marks were made, and watch its threads."""
        await self._look_at_rights(guild)
        channels = catchup.readable(guild, self.setup.places)
        await self._read_back(channels, since)
        await self._read_archived(guild, max(since.values(), default=0))
        self._behind.discard(guild.id)
        await self._join(channels)

    async def _read_back(self, channels: Iterable[catchup.Readable], since: Mapping[int, int]) -> None:
        for channel in channels:
            if channel.id in since:
                if isinstance(channel, discord.Thread) and catchup.is_opened_after(channel, since[channel.id]):
                    await self._entitled(channel)
                async for message in catchup.missed(channel, since[channel.id]):
                    await self._judge(message, is_missed=True)

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


async def _insisting(work: Callable[[], Awaitable[T]]) -> T:
    """What the records say, however long they cannot be read or written."""
    while True:
        try:
            return await work()
        except RecordsError:
            log.error("the cursors cannot be read: trying again")  # noqa: TRY400 (the records log why)
            await asyncio.sleep(PAUSES[1])

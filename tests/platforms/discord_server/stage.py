"""A school's guild on the loopback server and an ordinary discord.py client that lives there, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands

from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Channel, Guild, Member


def addresses(server: DiscordServer) -> list[tuple[type, str, object]]:
    """What to set, as (owner, attribute, value), so that discord.py speaks to a server; for monkeypatch.setattr."""
    return [
        (discord.http.Route, "BASE", server.base_url),
        (discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url)),
    ]


class Bot(discord.Client):
    """An ordinary discord.py client that keeps what it is told."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(intents=intents or discord.Intents.all(), guild_ready_timeout=0.05, max_messages=None)
        self.tree = app_commands.CommandTree(self)
        self.seen: list[discord.Message] = []
        self.events: list[tuple[str, Any]] = []
        self.up = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again at once; discord.py waits five seconds."""

    async def on_ready(self) -> None:
        self.up.set()

    async def on_message(self, message: discord.Message) -> None:
        self.seen.append(message)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.events.append((event, args[0] if args else None))
        super().dispatch(event, *args, **kwargs)

    def told(self, event: str) -> list[Any]:
        return [value for name, value in self.events if name == event]


class Stage:
    """A school's guild with one parent, and the server it is on."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self.guild: Guild = server.guild("School")
        self.channel: Channel = server.channel(self.guild, "general")
        self.parent: Member = server.member(self.guild, "A Parent")

    @asynccontextmanager
    async def bot(
        self, intents: discord.Intents | None = None, setup: Callable[[Bot], None] | None = None
    ) -> AsyncIterator[Bot]:
        bot = Bot(intents)
        if setup:
            setup(bot)
        running = asyncio.create_task(bot.start(self.server.token))
        up = asyncio.create_task(bot.up.wait())
        try:
            await asyncio.wait({running, up}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            if setup:
                await bot.tree.sync(guild=discord.Object(self.guild.id))
            yield bot
        finally:
            up.cancel()
            await bot.close()
            await asyncio.gather(running, return_exceptions=True)

    def home(self, bot: Bot) -> discord.Guild:
        """The guild as the bot knows it."""
        found = bot.get_guild(self.guild.id)
        assert found is not None
        return found

    def there(self, bot: Bot) -> discord.TextChannel:
        found = bot.get_channel(self.channel.id)
        assert isinstance(found, discord.TextChannel)
        return found

    def person(self, bot: Bot, member: Member | None = None) -> discord.Member:
        found = self.home(bot).get_member((member or self.parent).id)
        assert found is not None
        return found


@asynccontextmanager
async def opened(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage on a running server, with discord.py pointed at it for the length of a test."""
    async with DiscordServer() as server:
        for owner, name, value in addresses(server):
            monkeypatch.setattr(owner, name, value)
        yield Stage(server)

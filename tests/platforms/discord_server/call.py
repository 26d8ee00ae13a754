"""One REST call: its values looked up and its rights checked, or refused as the platform refuses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.errors import Refused, invalid
from tests.platforms.discord_server.permissions import Perm, base
from tests.platforms.discord_server.state import Channel, Guild, Json, Member, Message, Role, User

Answer = tuple[int, Any]
Handler = Callable[["Call"], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Upload:
    """One file part of a multipart request."""

    index: int
    name: str
    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Call:
    """A request with its decoded body and files."""

    core: Core
    request: web.Request
    body: Any
    files: tuple[Upload, ...] = ()

    @property
    def json(self) -> Json:
        """The body as an object ({} if there was none)."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def reason(self) -> str | None:
        """The audit log reason, if given."""
        found = self.request.headers.get("X-Audit-Log-Reason")
        return unquote(found) if found else None

    def id(self, name: str) -> int:
        """A snowflake in the path."""
        value = self.request.match_info[name]
        if not value.isdecimal():
            raise invalid(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number in the query, within its limits."""
        value = self.request.query.get(name)
        if value is None:
            return default
        if not value.isdecimal():
            raise invalid(name, "NUMBER_TYPE_COERCE", "Value is not int.")
        if not low <= int(value) <= high:
            raise invalid(name, "NUMBER_TYPE_MAX", f"int value should be between {low} and {high}.")
        return int(value)

    def asks(self, name: str) -> bool:
        """Whether a truth in the query is given as true."""
        return self.request.query.get(name, "").lower() in ("1", "true")

    def guild(self, need: int = 0) -> Guild:
        """The guild of the path, where the bot is a member with the needed permissions."""
        guild = self.core.world.guilds.get(self.id("guild_id"))
        if guild is None:
            raise Refused(10004)
        me = self.core.me(guild)
        if me is None:
            raise Refused(50001)
        if need & ~base(me):
            raise Refused(50013)
        return guild

    def me(self, guild: Guild) -> Member:
        """The bot in a guild it is in."""
        return guild.members[self.core.bot.id]

    def channel(self, need: int = 0, name: str = "channel_id") -> Channel:
        """The channel of the path, which the bot sees, with the needed permissions."""
        channel = self.core.world.channels.get(self.id(name))
        if channel is None:
            raise Refused(10003)
        bits = self.core.bot_bits(channel)
        if not bits & Perm.VIEW_CHANNEL:
            raise Refused(50001)
        if channel.guild and need & ~bits:
            raise Refused(50013)
        return channel

    def message(self, channel: Channel) -> Message:
        """The message of the path."""
        message = channel.messages.get(self.id("message_id"))
        if message is None:
            raise Refused(10008)
        return message

    def member(self, guild: Guild) -> Member:
        """The member of the path."""
        member = guild.members.get(self.id("user_id"))
        if member is None:
            raise Refused(10007 if self.id("user_id") in self.core.world.users else 10013)
        return member

    def user(self) -> User:
        """The user of the path."""
        user = self.core.world.users.get(self.id("user_id"))
        if user is None:
            raise Refused(10013)
        return user

    def role(self, guild: Guild) -> Role:
        """The role of the path."""
        role = guild.roles.get(self.id("role_id"))
        if role is None:
            raise Refused(10011)
        return role


class Routes:
    """The paths one file answers, as a table."""

    def __init__(self) -> None:
        self.table: list[tuple[str, str, Handler]] = []

    def __call__(self, method: str, path: str) -> Callable[[Handler], Handler]:
        """Register a handler for a method and an official path."""

        def register(handler: Handler) -> Handler:
            self.table.append((method, path, handler))
            return handler

        return register

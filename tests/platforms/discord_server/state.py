"""What the pretend platform remembers: users, guilds, roles, members, channels, messages. Plain mutable values."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
TEXT, DM, VOICE, CATEGORY, NEWS, NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 2, 4, 5, 10, 11, 12, 15
THREADS = (NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)
PINNED, THREAD_CREATED, REPLY, THREAD_STARTER = 6, 18, 19, 21
EPHEMERAL, LOADING, SUPPRESS_EMBEDS = 1 << 6, 1 << 7, 1 << 2


class Clock:
    """The platform's time; tests move it forward instead of waiting."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._counter = itertools.count()
        self._last = 0

    def now(self) -> datetime:
        """The time on the platform, aware, UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let time pass at once."""
        self._ahead += by

    def snowflake(self, at: datetime | None = None) -> int:
        """A new id that carries its time (documentation: Reference, snowflakes); ids of now always grow."""
        ms = (at or self.now()) - EPOCH
        made = (ms // timedelta(milliseconds=1) << 22) | (next(self._counter) & 0xFFF)
        if at is None:
            made = self._last = max(made, self._last + 1)
        return made


def made_at(snowflake: int) -> datetime:
    """When an id was made."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


class Thing:
    """Something with an id; only that shows in a test's output, never a name or a text."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', 0)}>"


@dataclass(eq=False, repr=False)
class User(Thing):
    """An account. `dms_open`: whether the bot may write to it."""

    id: int
    name: str
    bot: bool = False
    dms_open: bool = True


@dataclass(eq=False, repr=False)
class Role(Thing):
    """A role of a guild; @everyone has the guild's id."""

    id: int
    name: str
    permissions: int = 0
    position: int = 1
    managed_by: int = 0
    color: int = 0
    hoist: bool = False
    mentionable: bool = False


@dataclass(eq=False, repr=False)
class Overwrite(Thing):
    """A channel's exception for a role (kind 0) or a member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False, repr=False)
class Member(Thing):
    """A user in a guild."""

    guild: Guild
    user: User
    joined_at: datetime
    roles: list[int] = field(default_factory=list)
    nick: str | None = None
    timeout_until: datetime | None = None

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id


@dataclass(eq=False, repr=False)
class File(Thing):
    """An attachment; `signed` ends when the platform is told to expire its address."""

    id: int
    name: str
    data: bytes
    content_type: str
    description: str | None = None
    expired: bool = False


@dataclass(eq=False, repr=False)
class Message(Thing):
    """A message; `seen_by` is the one user who sees an ephemeral one; `extra` holds rarer fields (a poll, stickers)."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    reference: Json | None = None
    referenced: Message | None = None
    kind: int = 0
    flags: int = 0
    tts: bool = False
    pinned_at: datetime | None = None
    edited_at: datetime | None = None
    webhook_id: int = 0
    interaction: Json | None = None
    seen_by: int = 0
    nonce: str | int | None = None
    extra: Json = field(default_factory=dict)
    reactions: dict[str, list[int]] = field(default_factory=dict)
    snapshots: list[Json] = field(default_factory=list)
    thread: Channel | None = None
    deleted: bool = False

    @property
    def pinned(self) -> bool:
        """Whether it is pinned."""
        return self.pinned_at is not None

    @property
    def ephemeral(self) -> bool:
        """Whether only `seen_by` sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def custom_ids(self) -> list[str]:
        """The custom ids of its buttons and menus, in order."""
        return [part["custom_id"] for part in walk(self.components) if "custom_id" in part]


@dataclass(eq=False, repr=False)
class Channel(Thing):
    """A channel, a thread or a direct message channel (then `recipient` is set and `guild` is not)."""

    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    recipient: User | None = None
    parent: Channel | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slowmode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    owner_id: int = 0
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    thread_members: list[int] = field(default_factory=list)
    last_message_id: int | None = None
    opened_at: datetime | None = None  # of a thread: it has the id, and so the time, of the message it is on

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread."""
        return self.kind in THREADS


@dataclass(eq=False, repr=False)
class Guild(Thing):
    """A server; `away`: in an outage, so that nothing of it is sent."""

    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    bans: dict[int, str | None] = field(default_factory=dict)
    invites: dict[str, Json] = field(default_factory=dict)
    rules: dict[int, Json] = field(default_factory=dict)
    audit: list[Json] = field(default_factory=list)
    settings: Json = field(default_factory=dict)
    away: bool = False


@dataclass(eq=False, repr=False)
class Webhook(Thing):
    """An incoming webhook of a channel."""

    id: int
    token: str
    name: str
    channel: Channel


def walk(components: list[Json]) -> list[Json]:
    """Every component in a tree, parents first."""
    out: list[Json] = []
    for part in components:
        children = [*part.get("components", ()), *(part[key] for key in ("accessory", "component") if part.get(key))]
        out += [part, *walk(children)]
    return out


class World:
    """All of it, with look-ups."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.ephemeral: dict[int, Message] = {}
        self.files: dict[int, File] = {}
        self.webhooks: dict[int, Webhook] = {}
        self.commands: dict[int, list[Json]] = {0: []}

    def direct(self, user: User) -> Channel | None:
        """The bot's direct message channel with a user, if one was opened."""
        return next((channel for channel in self.channels.values() if channel.recipient is user), None)

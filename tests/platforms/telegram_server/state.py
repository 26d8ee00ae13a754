"""What the platform keeps: accounts, chats, members, messages. Handles that tests hold, with the obvious fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram_server.rights import DEFAULT_PERMISSIONS, FOREVER

Json = dict[str, Any]
PRESENT = ("creator", "administrator", "member")


@dataclass(eq=False)
class Account:
    """A person or a bot. `started`: they opened the bot's private chat; `blocked`: they closed it to the bot."""

    id: int
    first_name: str = field(repr=False)
    last_name: str = field(default="", repr=False)
    username: str = field(default="", repr=False)
    is_bot: bool = False
    language_code: str = "en"
    bio: str = field(default="", repr=False)
    started: bool = False
    blocked: bool = False


@dataclass(eq=False)
class Membership:
    """Where one account stands in one chat. `until` in Unix seconds, 0 for ever; `permissions` only if restricted."""

    account: Account
    status: str = "left"
    rights: dict[str, bool] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    until: int = FOREVER
    is_member: bool = True
    custom_title: str = ""
    tag: str = ""
    promoted_by_bot: bool = False

    @property
    def present(self) -> bool:
        """Whether the account is in the chat now."""
        return self.status in PRESENT or (self.status == "restricted" and self.is_member)

    @property
    def is_admin(self) -> bool:
        """Creator or administrator."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether they hold an administrator right; the creator holds all."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(eq=False)
class Post:
    """One message as the platform keeps it. `content` holds the message's own fields (text, photo, entities, ...)."""

    chat: Chat
    message_id: int
    date: int
    sender: Account
    content: Json = field(repr=False)
    sender_chat: Chat | None = None
    reply_to: Post | None = field(default=None, repr=False)
    thread: int = 0
    markup: Json | None = field(default=None, repr=False)
    reactions: dict[int, str] = field(default_factory=dict, repr=False)
    votes: dict[int, list[int]] = field(default_factory=dict, repr=False)
    edit_date: int = 0
    deleted: bool = False
    service: bool = False

    @property
    def text(self) -> str:
        """What is written in it: text or caption."""
        written: str = self.content.get("text") or self.content.get("caption") or ""
        return written

    @property
    def entities(self) -> list[Json]:
        """Formatting of `text`."""
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def buttons(self) -> list[Json]:
        """All inline buttons in reading order, as InlineKeyboardButton objects."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def link(self) -> str:
        """What a member sees when they copy the message's link; empty where the platform offers none."""
        place = self.chat.username or f"c/{str(self.chat.id).removeprefix('-100')}"
        return f"https://t.me/{place}/{self.message_id}" if self.chat.type in ("supergroup", "channel") else ""


@dataclass(eq=False)
class InviteLink:
    """An invite link and who made it."""

    url: str
    creator: Account
    is_primary: bool = False
    creates_join_request: bool = False
    is_revoked: bool = False
    name: str = ""
    expire_date: int = 0
    member_limit: int = 0
    used: int = 0

    def open(self, now: float) -> bool:
        """Whether somebody may still come in by it."""
        over = bool(self.expire_date) and self.expire_date <= now
        return not (self.is_revoked or over or (self.member_limit and self.used >= self.member_limit))


@dataclass(eq=False)
class JoinRequest:
    """Somebody who asked to come in, when (Unix seconds), and by which link."""

    account: Account
    at: float
    link: InviteLink | None = None


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup or channel. `migrated_to` is set when a group has become a supergroup."""

    id: int
    type: str
    title: str = field(default="", repr=False)
    username: str = ""
    is_forum: bool = False
    partner: Account | None = None
    members: dict[int, Membership] = field(default_factory=dict, repr=False)
    posts: dict[int, Post] = field(default_factory=dict, repr=False)
    permissions: dict[str, bool] = field(default_factory=lambda: dict(DEFAULT_PERMISSIONS), repr=False)
    topics: dict[int, Json] = field(default_factory=dict, repr=False)
    pinned: list[int] = field(default_factory=list)
    links: list[InviteLink] = field(default_factory=list, repr=False)
    join_requests: dict[int, JoinRequest] = field(default_factory=dict, repr=False)
    join_by_request: bool = False
    banned_senders: set[int] = field(default_factory=set)
    linked: Chat | None = field(default=None, repr=False)
    slow_mode: int = 0
    description: str = field(default="", repr=False)
    photo: Json | None = field(default=None, repr=False)
    general: Json = field(default_factory=lambda: {"name": "General", "closed": False, "hidden": False}, repr=False)
    migrated_to: Chat | None = None
    last_id: int = 0

    @property
    def is_group(self) -> bool:
        """Group or supergroup."""
        return self.type in ("group", "supergroup")

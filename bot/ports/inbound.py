"""What a platform delivers, and to whom: groups, people, commands and presses. No logic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, Self

from bot.staff.cards import Choice, Menu, Reply
from moderation.domain import Attachment, Member, Message, Ref, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One school-managed community, as the configuration describes it.

    `id`: Discord server id or Telegram chat id. `staff`, `dsl`, `governors`, `pupils` hold tokens that adapters
    derive for a person: `user:<id>`, `role:<id>` (Discord), `staff_place` or `dsl_place` (in this group's staff or
    DSL chat, Telegram; the token a person holds names the chat: `staff_place:<id>`).
    `staff_place` and `dsl_place` are the channels or chats for cards ("" for none: the DSL's falls back to staff's).
    `locale` is the staff's language ("": English) and the first of the parents'; `locales` are the parents', in order.
    `premoderate`: what members write waits until staff approve it.
    """

    name: str
    platform: str
    id: str
    pack: str = "trust"
    staff: frozenset[str] = frozenset()
    dsl: frozenset[str] = frozenset()
    governors: frozenset[str] = frozenset()
    pupils: frozenset[str] = frozenset()
    staff_place: str = ""
    dsl_place: str = ""
    digest_place: str = ""
    restricted_role: str = ""
    locale: str = ""
    locales: tuple[str, ...] = ("en",)
    premoderate: bool = False

    def role(self, tokens: Collection[str]) -> Role:
        """Who somebody with these tokens is to the school."""
        held = set(tokens)
        for role, wanted in (
            (Role.STAFF, self.staff | self.dsl),
            (Role.GOVERNOR, self.governors),
            (Role.PUPIL, self.pupils),
        ):
            if held & {self.token(name) for name in wanted}:
                return role
        return Role.PARENT

    def token(self, name: str) -> str:
        """A configured token as a person would hold it: a place of this group, not of another school's."""
        return f"{name}:{getattr(self, name)}" if name in ("staff_place", "dsl_place") else name

    @property
    def places(self) -> tuple[str, str, str]:
        """Where cards and digests go; "" for nowhere."""
        return self.staff_place, self.dsl_place, self.digest_place

    def serves(self, chat: str) -> bool:
        """Whether a chat is one of its places for cards and digests."""
        return bool(chat) and chat in self.places

    def moved(self, old: str, new: str) -> Self:
        """The same group where the chat `old`, whatever it is to the group, is now called `new`."""
        identity, staff, dsl, digest = (new if chat == old else chat for chat in (self.id, *self.places))
        return replace(self, id=identity, staff_place=staff, dsl_place=dsl, digest_place=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who gives a command or presses a button: id, name (for records staff read), and tokens (see Group)."""

    user: str
    name: str
    tokens: frozenset[str]

    @property
    def called(self) -> str:
        """How records name whoever orders something."""
        return self.name or self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command as somebody gave it. `target` is the message it answers (Telegram reply) or names, if any.

    `seen` is that message as it stands in the group now, where the platform shows it to the bot.
    `member` values arrive as platform user ids. `group` is "" in a private chat with the bot, unless the person is a
    member of just one group whose posts are held. `id` is the platform's own for the call, the same when it is
    delivered again; `attachments` came with it.
    """

    command: str
    actor: Actor
    platform: str
    group: str
    chat: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    target: Ref | None = None
    seen: Message | None = None
    id: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button somebody pressed. `place` and `message` say where the card with the button is."""

    id: str
    actor: Actor
    platform: str
    group: str
    place: str = ""
    message: str = ""


class Inbound(Protocol):
    """What an adapter calls when something happens. Every method returns only when it is recorded."""

    menus: Sequence[Menu]

    async def message(self, message: Message, *, is_next: bool = True) -> None:
        """A new message or an edit; judged once for each (platform, chat, message, edit).

        `is_next`: False while older ones are still to be read back: the chat's cursor stays before them.
        """

    async def joined(self, member: Member) -> None:
        """Somebody came into a group."""

    async def able(self, platform: str, group: str) -> None:
        """The bot may have a right in a group, or in a place for its cards, that it lacked.

        Also said whenever it begins to watch a group, where people may have come back unseen.
        """

    async def deleted(self, refs: Sequence[Ref]) -> None:
        """Messages that somebody else deleted."""

    async def command(self, call: Call) -> Reply:
        """A slash command or a filled-in form."""

    async def press(self, press: Press) -> Reply:
        """A button."""

    async def suggest(self, call: Call, wanted: str, typed: str) -> Sequence[Choice]:
        """At most 25 suggestions for the field named `wanted` of a command."""

    async def cursor(self, platform: str, chat: str) -> str:
        """The last message id of a chat that was settled, "" if none: read back from here after a stop."""

    async def gap(self, platform: str, start: datetime, end: datetime) -> None:
        """A time in which messages may have gone unseen (the digest counts the minutes)."""

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group, or a chat of its staff, has a new id (Telegram group -> supergroup)."""

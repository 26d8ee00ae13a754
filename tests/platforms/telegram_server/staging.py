"""The test's side: makes accounts, groups, channels and topics, and changes who may do what."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import rights
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.methods_topics import TOPIC_COLOUR, open_topic
from tests.platforms.telegram_server.state import Account, Chat, Membership, Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
ALL_RIGHTS = dict.fromkeys(rights.RIGHTS, True) | {"is_anonymous": False}


class Staging:
    """Everything there is before anybody speaks."""

    world: World

    def user(self, first_name: str, **known: Any) -> Account:
        """A new account, known to nobody yet; further fields of Account: `id`, `last_name`, `username`, `is_bot`."""
        number = known.pop("id", 0) or 700_000_000 + next(self.world.numbers)
        account = Account(number, first_name, **known)
        self.world.accounts[number] = account
        return account

    def supergroup(self, title: str, *members: Account, owner: Account | None = None, **known: Any) -> Chat:
        """A supergroup with these people, an owner, and the bot as administrator with all rights.

        `bot="administrator" | "member" | None`; further fields of Chat: `username`, `is_forum`, `join_by_request`.
        """
        return self._place("supergroup", title, (owner or self.user("Owner"), *members), known)

    def group(self, title: str, *members: Account, owner: Account | None = None, **known: Any) -> Chat:
        """A basic group."""
        return self._place("group", title, (owner or self.user("Owner"), *members), known)

    def channel(self, title: str, *members: Account, owner: Account | None = None, **known: Any) -> Chat:
        """A channel; `bot=None` keeps the bot out of it."""
        return self._place("channel", title, (owner or self.user("Owner"), *members), known)

    def _place(self, kind: str, title: str, people: tuple[Account, ...], known: Json) -> Chat:
        role = known.pop("bot", "administrator")
        base = 0 if kind == "group" else 1_000_000_000_000
        chat = Chat(-(base + 1_400_000_000 + next(self.world.numbers)), kind, title, **known)
        self.world.chats[chat.id] = chat
        for account in people:
            chat.members[account.id] = Membership(account, "creator" if account is people[0] else "member")
        if role:
            granted = dict(ALL_RIGHTS) if role == "administrator" else {}
            if role == "administrator" and kind == "channel":
                granted |= dict.fromkeys(rights.CHANNEL_RIGHTS, True)
            self.world.set_member(chat, self.world.bot, people[0], status=role, rights=granted)
        return chat

    def owner(self, chat: Chat) -> Account:
        """Who created a chat."""
        return next(held.account for held in chat.members.values() if held.status == "creator")

    def promote(self, chat: Chat, account: Account, **granted: bool) -> None:
        """The owner makes somebody an administrator; without names, with all rights."""
        wanted = granted or dict(ALL_RIGHTS)
        self.world.set_member(chat, account, self.owner(chat), status="administrator", rights=wanted, permissions={})

    def demote(self, chat: Chat, account: Account) -> None:
        """The owner makes an administrator a member again."""
        self.world.set_member(chat, account, self.owner(chat), status="member", rights={})

    def set_bot_rights(self, chat: Chat, **granted: bool) -> None:
        """The owner changes what the bot may do: the rights named are given or taken, the others stay."""
        kept = self.world.me(chat).rights | granted
        self.world.set_member(chat, self.world.bot, self.owner(chat), status="administrator", rights=kept)

    def demote_bot(self, chat: Chat) -> None:
        """The owner makes the bot a plain member."""
        self.world.set_member(chat, self.world.bot, self.owner(chat), status="member", rights={})

    def kick_bot(self, chat: Chat) -> None:
        """The owner puts the bot out."""
        self.world.set_member(chat, self.world.bot, self.owner(chat), status="kicked", rights={})

    def topic(self, chat: Chat, name: str, by: Account | None = None) -> int:
        """The owner, or a member, opens a topic; its thread number. Raises RefusedError."""
        account = self._manager(chat, by)
        return open_topic(self.world, chat, account, {"name": name, "icon_color": TOPIC_COLOUR})

    def rename_topic(self, chat: Chat, thread: int, name: str, by: Account | None = None) -> Post:
        """The owner, or a member, gives a topic another name; the service message. Raises RefusedError."""
        account = self._manager(chat, by)
        chat.topics[thread]["name"] = name
        return self.world.service(chat, account, {"forum_topic_edited": {"name": name}}, thread=thread)

    def _manager(self, chat: Chat, by: Account | None) -> Account:
        """Who opens or names a topic."""
        account = by or self.owner(chat)
        if not self.world.allows(chat, account, "can_manage_topics"):
            raise RefusedError("not allowed: can_manage_topics")
        return account

    def migrate(self, chat: Chat) -> Chat:
        """A group becomes a supergroup; the new one."""
        return self.world.migrate(chat)

"""The platform itself: its chats, its clock, its rules, and what it tells the bot."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.delivery import Delivery
from tests.platforms.telegram_server.errors import ApiError, bad_request, forbidden
from tests.platforms.telegram_server.state import Account, Chat, InviteLink, Membership, Post

Json = dict[str, Any]
CHANNEL_BOT = 136817688
ANONYMOUS = 1087968824
TELEGRAM = 777000
FIRST_SUPERGROUP = 1_000_000_000_000
REQUEST_SECONDS = 5 * 60
# Service messages the bot hears of though it caused them (telegram-bot-api, Client.cpp, need_skip_update_message).
OWN_NEWS = {"new_chat_title", "new_chat_photo", "delete_chat_photo", "left_chat_member", "pinned_message"}


class World:
    """Everything the platform keeps. `now` gives Unix seconds and may be set by a test."""

    def __init__(self, bot: Account, now: Callable[[], float]) -> None:
        self.bot = bot
        self.now = now
        self.privacy = True
        self.flood_limit = 0
        self.chats: dict[int, Chat] = {}
        self.accounts: dict[int, Account] = {bot.id: bot}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: dict[str, Any] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.default_rights: dict[bool, Json] = {}
        self.actions: list[tuple[int, str]] = []
        self.delivery = Delivery(now)
        self.numbers = itertools.count(1)
        self._private_ids = itertools.count(101)
        self.channel_bot = self._special(CHANNEL_BOT, "Channel", "Channel_Bot")
        self.anonymous = self._special(ANONYMOUS, "Group", "GroupAnonymousBot")
        self.telegram = Account(TELEGRAM, "Telegram")

    def _special(self, number: int, name: str, username: str) -> Account:
        return Account(number, name, username=username, is_bot=True)

    # looking things up

    def chat(self, chat_id: int | str) -> Chat:
        """A chat by number or @username. Raises 400 when there is none the bot could know of."""
        if chat_id == "":
            raise bad_request("chat_id is empty")
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@").lower()
            found = next((c for c in self.chats.values() if c.username and c.username.lower() == name), None)
        else:
            person = self.accounts.get(chat_id)
            found = self.private(person) if person else self.chats.get(chat_id)
        if found is None or (found.partner and not self.acquainted(found.partner)):
            raise bad_request("chat not found")
        return found

    def acquainted(self, account: Account) -> bool:
        """Whether the bot has met the account: it wrote to the bot or shares a chat with it."""
        shared = (c for c in self.chats.values() if account.id in c.members and self.bot.id in c.members)
        return account.started or next(shared, None) is not None or self.asks_to_join(account)

    def asks_to_join(self, account: Account) -> bool:
        """Whether the bot may write to somebody for their request: https://core.telegram.org/bots/api#chatjoinrequest."""
        asked = (
            chat.join_requests[account.id]
            for chat in self.chats.values()
            if account.id in chat.join_requests and self.me(chat).may("can_invite_users")
        )
        return any(self.now() - request.at < REQUEST_SECONDS for request in asked)

    def member(self, chat: Chat, account: Account) -> Membership:
        """Where an account stands now: what has run out is lifted first."""
        held = chat.members.get(account.id) or Membership(account)
        if held.until and held.until <= self.now():
            over = "member" if held.status == "restricted" and held.is_member else "left"
            held.status, held.until, held.permissions = over, rights.FOREVER, {}
        return held

    def me(self, chat: Chat) -> Membership:
        """Where the bot stands."""
        return self.member(chat, self.bot)

    def open_chat(self, chat_id: int | str, *, write: bool = True) -> Chat:
        """A chat the bot may use now. Raises the platform's 400 and 403 (Client.cpp, check_chat_access)."""
        chat = self.chat(chat_id)
        if chat.migrated_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, migrate_to_chat_id=chat.migrated_to.id)
        if chat.partner:
            return chat
        held = self.me(chat)
        if held.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if not held.present and (write or not chat.username):
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def account(self, user_id: int) -> Account:
        """An account by number. Raises 400 when the platform has no such one."""
        if user_id <= 0:
            raise bad_request("invalid user_id specified")
        if user_id not in self.accounts:
            raise bad_request("member not found")
        return self.accounts[user_id]

    # rules

    def allows(self, chat: Chat, account: Account, permission: str) -> bool:
        """Whether an account may do this in a chat, by its own and by the chat's permissions."""
        held = self.member(chat, account)
        if chat.type in ("private",) or held.is_admin:
            return True
        if chat.type == "channel" or not held.present:
            return False
        own = held.permissions.get(permission, False) if held.status == "restricted" else True
        return own and chat.permissions.get(permission, False)

    def sees(self, post: Post) -> bool:
        """Whether the bot gets a message: https://core.telegram.org/bots/features#privacy-mode."""
        if post.chat.type == "private":
            return True
        held = self.me(post.chat)
        another_bot = post.sender.is_bot and post.sender not in (self.bot, self.channel_bot, self.anonymous)
        if another_bot or not held.present:
            return False
        free = post.service or held.is_admin or not self.privacy or post.chat.type == "channel"
        return free or self._addressed(post)

    def _addressed(self, post: Post) -> bool:
        if post.reply_to and post.reply_to.sender is self.bot:
            return True
        first = post.text.split()[0] if post.text.startswith("/") else ""
        _, _, name = first.partition("@")
        return bool(first) and name.lower() in ("", self.bot.username.lower())

    # changing things

    def next_message_id(self, chat: Chat) -> int:
        """Numbers count per supergroup and channel, and over all other chats of the bot together."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        return next(self._private_ids)

    def add_post(self, chat: Chat, sender: Account, content: Json, **known: Any) -> Post:
        """Keep a message and give it its number; tells nobody."""
        post = Post(chat, self.next_message_id(chat), int(self.now()), sender, content, **known)
        chat.posts[post.message_id] = post
        return post

    def announce(self, post: Post, *, edited: bool = False) -> None:
        """Tell the bot about a message it did not write (or a change it made in the chat), if it may see it."""
        own = post.sender is self.bot and not OWN_NEWS & post.content.keys()
        if own or not self.sees(post):
            return
        kind = "channel_post" if post.chat.type == "channel" else "message"
        self.delivery.put(f"edited_{kind}" if edited else kind, render.message(post))

    def service(self, chat: Chat, actor: Account, content: Json, **known: Any) -> Post:
        """A service message (somebody joined, a topic was made)."""
        post = self.add_post(chat, actor, content, service=True, **known)
        self.announce(post)
        return post

    def set_member(
        self, chat: Chat, account: Account, actor: Account, *, how: Json | None = None, **changed: Any
    ) -> None:
        """Change where an account stands and tell the bot, as far as it may know; `how`: by which link they came."""
        held = chat.members.setdefault(account.id, Membership(account))
        self.member(chat, account)
        before = render.member(held, chat)
        for name, value in changed.items():
            setattr(held, name, value)
        after = render.member(held, chat)
        if before != after:
            change = {"old_chat_member": before, "new_chat_member": after} | (how or {})
            self._tell_member(chat, account, actor, change)

    def _tell_member(self, chat: Chat, account: Account, actor: Account, change: Json) -> None:
        if account is not self.bot and not self.me(chat).is_admin:
            return
        news = {"chat": render.chat(chat), "from": render.user(actor), "date": int(self.now())}
        self.delivery.put("my_chat_member" if account is self.bot else "chat_member", news | change)

    def admit(
        self, chat: Chat, account: Account, actor: Account, *, link: InviteLink | None = None, asked: bool = False
    ) -> None:
        """Somebody comes in: by a link, after they asked, or as anybody may."""
        how: Json = {"via_join_request": True} if asked and not link else {}
        if link:
            link.used += 1
            how = {"invite_link": render.invite_link(link)}
        restricted = self.member(chat, account).status == "restricted"
        changed: Json = {"is_member": True} if restricted else {"status": "member"}
        self.set_member(chat, account, actor, how=how, **changed)
        self.service(chat, account, {"new_chat_members": [render.user(account)]})

    def private(self, account: Account) -> Chat:
        """The bot's private chat with a person."""
        if account.id not in self.chats:
            self.chats[account.id] = Chat(account.id, "private", partner=account)
        return self.chats[account.id]

    def primary_link(self, chat: Chat, creator: Account) -> InviteLink:
        """A new primary link; the former one stops working."""
        for link in chat.links:
            if link.is_primary and link.creator is creator:
                link.is_revoked = True
        return self.new_link(chat, creator, is_primary=True)

    def new_link(self, chat: Chat, creator: Account, **known: Any) -> InviteLink:
        """A new invite link."""
        link = InviteLink(f"https://t.me/+{next(self.numbers):016d}", creator, **known)
        chat.links.append(link)
        return link

    def migrate(self, chat: Chat) -> Chat:
        """A group becomes a supergroup with a new number; both ends get a service message."""
        new = Chat(-FIRST_SUPERGROUP - abs(chat.id), "supergroup", chat.title, members=dict(chat.members))
        new.permissions = dict(chat.permissions)
        self.chats[new.id] = new
        owner = next((m.account for m in chat.members.values() if m.status == "creator"), self.bot)
        self.service(chat, owner, {"migrate_to_chat_id": new.id})
        self.service(new, owner, {"migrate_from_chat_id": chat.id}, sender_chat=new)
        chat.migrated_to = new
        return new

    def keep_file(self, name: str, data: bytes) -> Json:
        """Store bytes; the fields every file object has."""
        number = next(self.numbers)
        file_id = f"BQACAgQAAx{number:06d}"
        self.files[file_id] = (f"files/file_{number}_{name}", data)
        return {"file_id": file_id, "file_unique_id": f"AgAD{number:06d}", "file_size": len(data)}

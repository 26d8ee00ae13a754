"""The test's side: people who write, edit, join, press buttons, and look at what the bot did."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.formatting import detected
from tests.platforms.telegram_server.methods_chat import TOPIC_COLOUR
from tests.platforms.telegram_server.methods_send import origin_of
from tests.platforms.telegram_server.state import Account, Chat, Membership, Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
ALL_RIGHTS = dict.fromkeys(rights.RIGHTS, True) | {"is_anonymous": False}
QUERY_SECONDS = 15 * 60


@dataclass(eq=False)
class Press:
    """A button that was pressed and what the person saw. `answered` turns True when the bot answers."""

    id: str
    at: float
    text: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    alert: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def answered(self) -> bool:
        """Whether the bot has answered."""
        return self.done.is_set()

    def open(self, now: float) -> bool:
        """Whether the bot may still answer."""
        return not self.answered and now - self.at < QUERY_SECONDS

    def answer(self, text: str, url: str, *, alert: bool) -> None:
        """What the person sees from now on."""
        self.text, self.url, self.alert = text, url, alert
        self.done.set()


class People:
    """Scripted people; TelegramServer inherits it."""

    world: World

    # making a world

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

    def topic(self, chat: Chat, name: str) -> int:
        """The owner opens a topic; its thread number."""
        content = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        post = self.world.add_post(chat, self.owner(chat), content, service=True)
        post.thread = post.message_id
        chat.topics[post.message_id] = {"name": name, "closed": False}
        self.world.announce(post)
        return post.message_id

    def migrate(self, chat: Chat) -> Chat:
        """A group becomes a supergroup; the new one."""
        return self.world.migrate(chat)

    # writing

    async def post(self, chat: Chat, sender: Account | Chat, text: str = "", **known: Any) -> Post:
        """Somebody writes. `sender` may be a Chat: a channel, or the group itself for an anonymous administrator.

        `reply_to` (Post), `thread` (int), `entities`, and one of `photo`, `document`, `video`, `audio`, `voice`
        (bytes), `sticker` (emoji), `contact` (phone, name), `location` (latitude, longitude), `poll` (question,
        options), `forwarded` (Account, str for a hidden one, Chat or Post), `file_name`. Raises RefusedError.
        """
        content = self._content(text, known)
        account, sender_chat = self._author(chat, sender)
        self._may(chat, account, sender_chat, content)
        thread = known.get("thread", 0) or (known["reply_to"].thread if known.get("reply_to") and chat.is_forum else 0)
        post = self.world.add_post(
            chat, account, content, sender_chat=sender_chat, reply_to=known.get("reply_to"), thread=thread
        )
        self.world.announce(post)
        await asyncio.sleep(0)
        return post

    async def album(self, chat: Chat, sender: Account, photos: list[bytes], text: str = "") -> list[Post]:
        """Somebody posts several photos as one album; the caption is on the first."""
        group = {"media_group_id": str(13_000_000_000_000_000 + next(self.world.numbers))}
        captions = [text] + [""] * (len(photos) - 1)
        return [
            await self.post(chat, sender, caption, photo=photo, extra=group)
            for photo, caption in zip(photos, captions, strict=True)
        ]

    async def edit(self, post: Post, text: str, entities: list[Json] | None = None) -> Post:
        """The author changes a text or caption."""
        if post.deleted:
            raise RefusedError("the message is gone")
        names = ("text", "entities") if "text" in post.content else ("caption", "caption_entities")
        found = detected(text, entities or [])
        kept = {k: v for k, v in post.content.items() if k not in names}
        post.content = kept | {names[0]: text} | ({names[1]: found} if found else {})
        post.edit_date = int(self.world.now())
        self.world.announce(post, edited=True)
        await asyncio.sleep(0)
        return post

    def delete(self, post: Post) -> None:
        """The author takes a message away; bots are not told."""
        post.deleted = True

    def _author(self, chat: Chat, sender: Account | Chat) -> tuple[Account, Chat | None]:
        if isinstance(sender, Account):
            return sender, None
        if chat.linked is sender:
            return self.world.telegram, sender
        return (self.world.anonymous if sender is chat else self.world.channel_bot), sender

    def _may(self, chat: Chat, account: Account, sender_chat: Chat | None, content: Json) -> None:
        if chat.migrated_to:
            raise RefusedError("the group has become a supergroup")
        if sender_chat:
            if sender_chat.id in chat.banned_senders:
                raise RefusedError("the channel may not write here")
            return
        if chat.partner:
            if not chat.partner.started or chat.partner.blocked:
                raise RefusedError("the private chat is not open")
            return
        permission = rights.NEEDED[rights.kind_of(content)]
        if not self.world.allows(chat, account, permission):
            raise RefusedError(f"not allowed: {permission}")

    def _content(self, text: str, known: Json) -> Json:
        content: Json = dict(known.get("extra", {}))
        content |= self._attached(known)
        if isinstance(source := known.get("forwarded"), Post):
            content |= {k: v for k, v in source.content.items() if k != "media_group_id"}
        if "forwarded" in known:
            content["forward_origin"] = self._origin(known["forwarded"])
        if text:
            plain = not any(kind in content for kind in rights.NEEDED if kind != "text")
            names = ("text", "entities") if plain else ("caption", "caption_entities")
            found = detected(text, list(known.get("entities", [])))
            content |= {names[0]: text} | ({names[1]: found} if found else {})
        return content

    def _origin(self, source: Account | Chat | Post | str) -> Json:
        when = int(self.world.now())
        if isinstance(source, Post):
            return origin_of(source)
        if isinstance(source, str):
            return {"type": "hidden_user", "date": when, "sender_user_name": source}
        if isinstance(source, Account):
            return {"type": "user", "date": when, "sender_user": render.user(source)}
        kind = {"type": "channel", "chat": render.chat(source), "message_id": 1}
        group = {"type": "chat", "sender_chat": render.chat(source)}
        return {"date": when} | (kind if source.type == "channel" else group)

    def _attached(self, known: Json) -> Json:
        for kind in ("document", "video", "audio", "voice", "photo"):
            if kind in known:
                return self._file(kind, known[kind], known.get("file_name", f"{kind}.bin"))
        if "sticker" in known:
            stored = self.world.keep_file("sticker.webp", b"sticker")
            size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": stored | size | {"type": "regular", "emoji": known["sticker"]}}
        if "contact" in known:
            return {"contact": dict(zip(("phone_number", "first_name"), known["contact"], strict=True))}
        if "location" in known:
            return {"location": dict(zip(("latitude", "longitude"), known["location"], strict=True))}
        return {"poll": self._poll(*known["poll"])} if "poll" in known else {}

    def _file(self, kind: str, data: bytes, name: str) -> Json:
        stored = self.world.keep_file(name, data)
        if kind == "photo":
            small = self.world.keep_file(name, data) | {"width": 90, "height": 68}
            return {"photo": [small, stored | {"width": 800, "height": 600}]}
        extra = {"document": {}, "video": {"width": 640, "height": 480}}.get(kind, {})
        timed = {} if kind == "document" else {"duration": 1}
        named = {} if kind == "voice" else {"file_name": name}
        return {kind: stored | extra | timed | named}

    def _poll(self, question: str, options: list[str]) -> Json:
        number = next(self.world.numbers)
        shown = [{"persistent_id": str(i), "text": text, "voter_count": 0} for i, text in enumerate(options)]
        poll: Json = {"id": str(number), "question": question, "options": shown, "total_voter_count": 0}
        flags = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
        return poll | dict.fromkeys(flags, False) | {"is_anonymous": True, "type": "regular"}

    # coming and going

    async def join(self, chat: Chat, account: Account) -> None:
        """Somebody comes in, or asks to where that is needed. Raises RefusedError when banned."""
        held = self.world.member(chat, account)
        if held.status == "kicked":
            raise RefusedError("banned")
        if chat.join_by_request:
            return self._ask(chat, account)
        if held.status == "restricted":
            self.world.set_member(chat, account, account, is_member=True)
        else:
            self.world.set_member(chat, account, account, status="member")
        self.world.service(chat, account, {"new_chat_members": [render.user(account)]})
        await asyncio.sleep(0)
        return None

    def _ask(self, chat: Chat, account: Account) -> None:
        chat.join_requests[account.id] = account
        if self.world.me(chat).may("can_invite_users"):
            news = {"chat": render.chat(chat), "from": render.user(account), "user_chat_id": account.id}
            self.world.delivery.put("chat_join_request", news | {"date": int(self.world.now())})

    async def leave(self, chat: Chat, account: Account) -> None:
        """Somebody goes; one who is restricted stays restricted."""
        if self.world.member(chat, account).status == "restricted":
            self.world.set_member(chat, account, account, is_member=False)
        else:
            self.world.set_member(chat, account, account, status="left", rights={})
        self.world.service(chat, account, {"left_chat_member": render.user(account)})
        await asyncio.sleep(0)

    # the bot's private chat

    async def start(self, account: Account, payload: str = "") -> Post:
        """Somebody opens the bot, by a deep link when there is a payload; unblocks it if it was blocked."""
        if account.blocked:
            self._private_status(account, "kicked", "member")
        account.started, account.blocked = True, False
        return await self.post(self.world.private(account), account, f"/start {payload}".strip())

    async def write(self, account: Account, text: str, **known: Any) -> Post:
        """Somebody writes to the bot in private."""
        return await self.post(self.world.private(account), account, text, **known)

    def block_bot(self, account: Account) -> None:
        """Somebody blocks the bot."""
        account.blocked = True
        self._private_status(account, "member", "kicked")

    def _private_status(self, account: Account, old: str, new: str) -> None:
        chat, bot = self.world.private(account), self.world.bot
        change = [render.member(Membership(bot, status), chat) for status in (old, new)]
        news = {"chat": render.chat(chat), "from": render.user(account), "date": int(self.world.now())}
        news |= {"old_chat_member": change[0], "new_chat_member": change[1]}
        self.world.delivery.put("my_chat_member", news)

    async def click(self, account: Account, post: Post, data: str, *, seconds: float = 5) -> Press:
        """Somebody presses the button with this data; what they saw, after the bot answered or the time is over."""
        if post.deleted or data not in [button.get("callback_data") for button in post.buttons]:
            raise RefusedError("no such button")
        if post.chat.is_group and not self.world.member(post.chat, account).present:
            raise RefusedError("not a member")
        press = Press(str(4_000_000_000_000_000 + next(self.world.numbers)), self.world.now())
        self.world.queries[press.id] = press
        query = {"id": press.id, "from": render.user(account), "message": render.reachable(post)}
        self.world.delivery.put("callback_query", query | {"chat_instance": str(post.chat.id), "data": data})
        try:
            await asyncio.wait_for(press.done.wait(), seconds)
        except TimeoutError:
            return press
        return press

    # looking

    def visible(self, chat: Chat) -> list[Post]:
        """Messages members can see, oldest first; service messages are left out."""
        return [post for post in chat.posts.values() if not post.deleted and not post.service]

    def private_messages(self, account: Account) -> list[Post]:
        """What the bot has written to somebody in private and not taken back."""
        return [p for p in self.visible(self.world.private(account)) if p.sender is self.world.bot]

    def from_bot(self, chat: Chat) -> list[Post]:
        """The bot's own messages in a chat."""
        return [post for post in self.visible(chat) if post.sender is self.world.bot]

    def member(self, chat: Chat, account: Account) -> Membership:
        """Where somebody stands now."""
        return self.world.member(chat, account)

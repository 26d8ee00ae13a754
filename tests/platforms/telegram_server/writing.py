"""The test's side: people who write, post pictures and other things, edit and take back."""

from __future__ import annotations

import asyncio
import mimetypes
from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import RefusedError
from tests.platforms.telegram_server.formatting import detected
from tests.platforms.telegram_server.methods_forward import origin_of
from tests.platforms.telegram_server.methods_polls import new_poll
from tests.platforms.telegram_server.methods_send import ALBUMS
from tests.platforms.telegram_server.state import Account, Chat, Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]


class Writing:
    """What people put into chats; a person's own client refuses what they may not do."""

    world: World

    async def post(self, chat: Chat, sender: Account | Chat, text: str = "", **known: Any) -> Post:
        """Somebody writes. `sender` may be a Chat: a channel, or the group itself for an anonymous administrator.

        `reply_to` (Post), `thread` (int), `entities`, and one of `photo`, `document`, `video`, `audio`, `voice`
        (bytes), `sticker` (emoji), `contact` (phone, name), `location` (latitude, longitude; `live` seconds), `poll`
        (question, options), `forwarded` (Account, str for a hidden one, Chat or Post); `file_name`; `extra` (further
        fields of the Message as they are). Raises RefusedError.
        """
        content = self._content(text, known)
        account, sender_chat = self._author(chat, sender)
        if sender_chat and sender_chat is chat.linked:
            content = {"is_automatic_forward": True, "forward_origin": self._origin(sender_chat)} | content
        self._may(chat, account, sender_chat, content)
        thread = known.get("thread", 0) or (known["reply_to"].thread if known.get("reply_to") and chat.is_forum else 0)
        self._may_in_topic(chat, account, thread)
        post = self.world.add_post(
            chat, account, content, sender_chat=sender_chat, reply_to=known.get("reply_to"), thread=thread
        )
        self.world.announce(post)
        await asyncio.sleep(0)
        return post

    async def album(self, chat: Chat, sender: Account, photos: list[bytes], text: str = "") -> list[Post]:
        """Somebody posts several photos as one album; the caption is on the first."""
        group = {"media_group_id": str(ALBUMS + next(self.world.numbers))}
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

    async def move(self, post: Post, latitude: float, longitude: float) -> None:
        """A live location moves on; bots see an edit."""
        place = post.content["location"] | {"latitude": latitude, "longitude": longitude}
        post.content, post.edit_date = post.content | {"location": place}, int(self.world.now())
        self.world.announce(post, edited=True)
        await asyncio.sleep(0)

    async def settle(self, post: Post) -> None:
        """A live location stops; bots see an edit."""
        place = {name: post.content["location"][name] for name in ("latitude", "longitude")}
        post.content, post.edit_date = post.content | {"location": place}, int(self.world.now())
        self.world.announce(post, edited=True)
        await asyncio.sleep(0)

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

    def _may_in_topic(self, chat: Chat, account: Account, thread: int) -> None:
        """A closed topic takes only what those write who manage topics."""
        closed = chat.is_forum and chat.topics.get(thread, chat.general)["closed"]
        manages = account is self.world.anonymous or self.world.member(chat, account).may("can_manage_topics")
        if closed and not manages:
            raise RefusedError("the topic is closed")

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
            live = {"live_period": known["live"]} if "live" in known else {}
            return {"location": dict(zip(("latitude", "longitude"), known["location"], strict=True)) | live}
        return {"poll": new_poll(str(next(self.world.numbers)), *known["poll"])} if "poll" in known else {}

    def _file(self, kind: str, data: bytes, name: str) -> Json:
        stored = self.world.keep_file(name, data)
        if kind == "photo":
            small = self.world.keep_file(name, data) | {"width": 90, "height": 68}
            return {"photo": [small, stored | {"width": 800, "height": 600}]}
        extra = {"document": {}, "video": {"width": 640, "height": 480}}.get(kind, {})
        timed = {} if kind == "document" else {"duration": 1}
        named = {} if kind == "voice" else {"file_name": name}
        media = mimetypes.guess_type(name)[0]
        return {kind: stored | extra | timed | named | ({"mime_type": media} if media else {})}

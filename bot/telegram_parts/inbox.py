"""Sorts what Telegram delivers: messages to be judged, commands, buttons, and news about the bot itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from weakref import WeakValueDictionary

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Update
from telegram import Message as Post

from bot.ports import Group, Inbound, PlatformError, RecordsError
from bot.telegram_parts import sparse
from bot.telegram_parts.albums import Album
from bot.telegram_parts.people import People, present
from bot.telegram_parts.places import PLATFORM, Places
from bot.telegram_parts.reading import read, read_album
from bot.telegram_parts.rights import lacking
from bot.telegram_parts.talk import Talk
from bot.telegram_parts.wire import Client, Json
from moderation.domain import Member

log = logging.getLogger(__name__)

FIRST_RETRY, LONGEST_RETRY = 0.5, 30.0


class Inbox:
    """One update at a time in each chat, chats side by side; `handle` returns when the update is settled.

    A post with files has a turn of its own: they have to be fetched, and the next threat must not wait for that.
    """

    def __init__(self, inbound: Inbound, talk: Talk, people: People, places: Places) -> None:
        self._inbound = inbound
        self._talk = talk
        self._people = people
        self._places = places
        self._albums = talk.albums
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    async def handle(self, raw: Json, client: Client) -> None:
        """Settle one update as Telegram sent it. What cannot be read is counted as a gap and settled."""
        try:
            update = sparse.update(raw, client)
        except sparse.UNREADABLE:
            log.warning("telegram: update %s cannot be read; look into the group", raw.get("update_id"))
            now = datetime.now(UTC)
            await self._record(partial(self._inbound.gap, PLATFORM, now, now))
            return
        try:
            await self._sort(update, client)
        except PlatformError as error:
            log.warning("telegram: an answer to update %d was not delivered (%s)", update.update_id, error.trouble)

    async def _sort(self, update: Update, client: Client) -> None:
        post = update.effective_message
        news = update.my_chat_member or update.chat_member
        if update.callback_query:
            await self._pressed(update.callback_query)
        elif news:
            await self._standing(news, client)
        elif post and not (post.from_user and post.from_user.id == client.id):
            await self._post(post, client)

    async def _pressed(self, query: CallbackQuery) -> None:
        await self._talk.pressed(query)

    async def _post(self, post: Post, client: Client) -> None:
        # Nothing may be awaited before the turn is taken: tasks start in the order of arrival.
        joined = self._albums.join(post) if self._places.group(str(post.chat.id)) else None
        if joined and joined[0].open and not joined[1]:
            await joined[0].settled.wait()
            return
        turn = self._turns.setdefault(_turn(post), asyncio.Lock())
        async with turn:
            await self._in_turn(post, joined[0] if joined else None, client)

    async def _in_turn(self, post: Post, album: Album | None, client: Client) -> None:
        chat = str(post.chat.id)
        if post.migrate_to_chat_id or post.migrate_from_chat_id:
            await self.moved(str(post.migrate_from_chat_id or chat), str(post.migrate_to_chat_id or chat))
        elif post.chat.type == post.chat.PRIVATE:
            await self._talk.in_private(post, client)
        elif group := self._places.group(chat):
            await self._watched(post, album, group, client)
        elif groups := self._places.served_by(chat):
            self._people.saw(post.from_user)
            await self._talk.in_place(post, groups, client)

    async def _watched(self, post: Post, album: Album | None, group: Group, client: Client) -> None:
        if album:
            await self._album(post, album, group)
            return
        message = read(post, group, await self._people.author(post, group))
        is_live_update = bool(post.edit_date and post.location)
        if is_live_update or not (message.text or message.attachments):
            return
        if not post.edit_date and await self._asked(post, group, client):
            return
        await self._record(partial(self._inbound.message, message))

    async def _asked(self, post: Post, group: Group, client: Client) -> bool:
        """Whether it was a command that staff gave: anybody else's is judged like all they write."""
        try:
            return await self._talk.in_group(post, group, client)
        except PlatformError as error:
            log.info("telegram: a command in a group was not answered (%s)", error.trouble)
            return False

    async def _album(self, post: Post, album: Album, group: Group) -> None:
        if album.open:
            await self._albums.collected(album)
        is_late = album.settled.is_set() and not post.edit_date
        at = post if is_late else album.first
        author = await self._people.author(at, group)
        message = read_album(album.ordered, at, group, author)
        await self._record(partial(self._inbound.message, message))
        album.settled.set()

    async def _record(self, request: Callable[[], Awaitable[None]]) -> None:
        """Until it is recorded: the offset does not move before, so a stop meanwhile loses nothing."""
        wait = FIRST_RETRY
        while True:
            try:
                await request()
            except RecordsError:
                log.warning("telegram: an update could not be recorded; trying again in %.1f s", wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_RETRY)
            else:
                return

    async def moved(self, old: str, new: str) -> None:
        """A chat has a new id from now on."""
        if self._places.knows(old) and self._places.move(old, new):
            log.info("telegram: chat %s is now %s", old, new)
            await self._record(partial(self._inbound.moved, PLATFORM, old, new))

    async def _standing(self, news: ChatMemberUpdated, client: Client) -> None:
        chat, user = str(news.chat.id), news.new_chat_member.user
        self._people.forget(chat, str(user.id))
        if self._places.group(chat) and not user.is_bot and _came_in(news):
            member = Member(platform=PLATFORM, group=self._places.current(chat), user=str(user.id))
            await self._record(partial(self._inbound.joined, member))
        if user.id == client.id:
            await self._own_standing(chat, news.new_chat_member)

    async def _own_standing(self, chat: str, standing: ChatMember) -> None:
        group = self._places.group(chat)
        if group and lacking(standing):
            log.warning("telegram: the bot lacks rights in chat %s now; the check command says which", chat)
        if present(standing):
            await self.able(filter(None, (group, *self._places.served_by(chat))))

    async def able(self, groups: Iterable[Group]) -> None:
        """The bot may have rights for these groups that it lacked."""
        for group in groups:
            await self._record(partial(self._inbound.able, PLATFORM, group.id))


def _came_in(news: ChatMemberUpdated) -> bool:
    return present(news.new_chat_member) and not present(news.old_chat_member)


def _turn(post: Post) -> tuple[int, str]:
    """What has to be settled one after the other: the words of a chat; the versions of a post or album with files."""
    return post.chat.id, post.media_group_id or (str(post.message_id) if post.effective_attachment else "")

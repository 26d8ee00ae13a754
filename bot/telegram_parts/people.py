"""Who somebody is to the school: the tokens the configuration speaks in."""

from __future__ import annotations

import time
from collections.abc import Sequence

from telegram import ChatMember, ChatMemberRestricted, User
from telegram import Message as Post

from bot.ports import Actor, Group, PlatformError, Trouble
from bot.telegram_parts.wire import Wire
from moderation.domain import Author

CACHE_SECONDS = 300.0
CACHE_SIZE = 10_000
PRESENT = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)
PLACES = ("staff_place", "dsl_place")  # tokens that stand for the members of a chat the group names so


def present(member: ChatMember) -> bool:
    """Whether somebody with this standing is in the chat."""
    return member.status in PRESENT or (isinstance(member, ChatMemberRestricted) and member.is_member)


def sender(post: Post) -> tuple[str, str]:
    """(id, name) of who wrote: a person's number, or `chat:<id>` for a channel or an anonymous administrator."""
    if post.sender_chat:
        return f"chat:{post.sender_chat.id}", post.sender_chat.effective_name or ""
    return (str(post.from_user.id), post.from_user.full_name) if post.from_user else ("", "")


def _uses(group: Group, token: str) -> bool:
    return any(token in held for held in (group.staff, group.dsl, group.governors, group.pupils))


class People:
    """Derives tokens; remembers for five minutes who is in a staff chat, and which number a @username has."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._inside: dict[tuple[str, str], tuple[float, bool]] = {}
        self._usernames: dict[str, str] = {}

    async def tokens(self, user: str, groups: Sequence[Group]) -> frozenset[str]:
        """What a person holds: themselves, and each staff chat of these groups that they are a member of."""
        if not user.isdigit():
            return frozenset({user})
        wanted = {group.token(name): getattr(group, name) for group in groups for name in PLACES if _uses(group, name)}
        inside = [token for token, place in sorted(wanted.items()) if await self._is_inside(str(place), user)]
        return frozenset({f"user:{user}", *inside})

    async def author(self, post: Post, group: Group) -> Author:
        """Who wrote a message in a watched group."""
        user, name = sender(post)
        self.saw(post.from_user)
        return Author(user=user, name=name, role=group.role(await self.tokens(user, (group,))))

    async def actor(self, who: User | Post, groups: Sequence[Group]) -> Actor:
        """Who gives a command or presses a button."""
        user, name = sender(who) if isinstance(who, Post) else (str(who.id), who.full_name)
        return Actor(user=user, name=name, tokens=await self.tokens(user, groups))

    async def who(self, user: str, group: Group) -> Actor:
        """Somebody who is in a group or in one of its staff chats. Raises NO_MEMBER."""
        for place in filter(None, (group.id, group.staff_place, group.dsl_place) if user.isdigit() else ()):
            try:
                found = await self._wire.ask(place, lambda chat: self._wire.client.standing(chat, int(user)))
            except PlatformError as error:
                if error.trouble is not Trouble.NO_MEMBER:
                    raise
            else:
                if present(found):
                    return await self.actor(found.user, (group,))
        raise PlatformError(Trouble.NO_MEMBER)

    async def held(self, user: str, groups: Sequence[Group]) -> tuple[Group, ...]:
        """The groups whose posts are held that somebody is a member of now."""
        return tuple([group for group in groups if group.premoderate and await self._is_inside(group.id, user)])

    def saw(self, user: User | None) -> None:
        """Remember the number behind a @username: the platform does not look people up by it."""
        if user and user.username:
            if len(self._usernames) >= CACHE_SIZE:
                self._usernames.clear()
            self._usernames[user.username.lower()] = str(user.id)

    def number(self, username: str) -> str:
        """The number of a @username that was seen writing, else ""."""
        return self._usernames.get(username.removeprefix("@").lower(), "")

    def forget(self, place: str, user: str) -> None:
        """Ask again next time: somebody joined or left."""
        self._inside.pop((place, user), None)

    async def _is_inside(self, place: str, user: str) -> bool:
        until, inside = self._inside.get((place, user), (0.0, False))
        if until > time.monotonic():
            return inside
        try:
            found = await self._wire.ask(place, lambda chat: self._wire.client.standing(chat, int(user)))
        except PlatformError as error:
            if error.passing or error.trouble is not Trouble.NO_MEMBER:
                return False
            inside = False
        else:
            inside = present(found)
        if len(self._inside) >= CACHE_SIZE:
            self._inside.clear()
        self._inside[place, user] = (time.monotonic() + CACHE_SECONDS, inside)
        return inside

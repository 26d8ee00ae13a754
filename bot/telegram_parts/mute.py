"""Stopping somebody from posting and letting them post again, by Telegram's rules.

An end less than 30 seconds or more than 366 days ahead means for ever, and a channel is banned without an end
(https://core.telegram.org/bots/api#restrictchatmember, #banchatsenderchat): there the bot keeps the time itself.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from telegram import ChatMember, ChatMemberRestricted, ChatPermissions

from bot.ports import PlatformError, Trouble
from bot.telegram_parts.wire import Wire
from moderation.domain import Member

log = logging.getLogger(__name__)

SHORTEST, LONGEST = timedelta(seconds=35), timedelta(days=365)
ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class Mute:
    """Restrictions of people and bans of sender chats; ends the ones Telegram cannot end on time."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._client = wire.client
        self._ends: dict[Member, asyncio.Task[None]] = {}
        self._banned: set[Member] = set()

    async def on(self, member: Member, until: datetime | None) -> None:
        """Stop a member from posting. An end that has passed changes nothing."""
        now = datetime.now(UTC)
        if until and until <= now:
            return
        self._forget(member)
        if _sender_chat(member):
            await self._ban(member)
        else:
            await self._restrict(member, _platform_end(until, now))
        if until and (_sender_chat(member) or _platform_end(until, now) != until):
            self._ends[member] = asyncio.create_task(self._end(member, (until - now).total_seconds()))

    async def off(self, member: Member) -> None:
        """Let a member post again; whoever is not restricted is left as they are (also somebody banned by a person)."""
        self._forget(member)
        if number := _sender_chat(member):
            await self._wire.ask(member.group, lambda chat: self._client.unban_chat_sender_chat(chat, number))
            self._banned.discard(member)
        elif isinstance(await self._standing(member), ChatMemberRestricted):
            # All permissions end the restriction; the chat's own limits go on applying to everybody.
            await self._permit(member, ChatPermissions.all_permissions(), None)

    async def is_on(self, member: Member) -> bool:
        """Whether a member cannot post now. Telegram tells nothing of sender chats: what was done counts."""
        if _sender_chat(member):
            return member in self._banned
        standing = await self._standing(member)
        if isinstance(standing, ChatMemberRestricted):
            return not standing.can_send_messages
        return standing.status == ChatMember.BANNED

    def close(self) -> None:
        """Stop keeping the time."""
        for task in self._ends.values():
            task.cancel()
        self._ends.clear()

    async def _restrict(self, member: Member, until: datetime | None) -> None:
        try:
            await self._permit(member, ChatPermissions.no_permissions(), until)
        except PlatformError as error:
            if not error.passing and await self._is_administrator(member):
                raise PlatformError(Trouble.PROTECTED) from None
            raise

    async def _permit(self, member: Member, allowed: ChatPermissions, until: datetime | None) -> None:
        user = _number(member)
        await self._wire.ask(
            member.group,
            lambda chat: self._client.restrict_chat_member(
                chat, user, allowed, until_date=until, use_independent_chat_permissions=True
            ),
        )

    async def _ban(self, member: Member) -> None:
        number = _sender_chat(member)
        if str(number) == self._wire.places.current(member.group):
            raise PlatformError(Trouble.PROTECTED)  # an anonymous administrator writes as the group itself
        await self._wire.ask(member.group, lambda chat: self._client.ban_chat_sender_chat(chat, number))
        self._banned.add(member)

    async def _standing(self, member: Member) -> ChatMember:
        user = _number(member)
        return await self._wire.ask(member.group, lambda chat: self._client.standing(chat, user))

    async def _is_administrator(self, member: Member) -> bool:
        try:
            return (await self._standing(member)).status in ADMINISTRATORS
        except PlatformError:
            return False

    async def _end(self, member: Member, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._ends.pop(member, None)
        try:
            await self.off(member)
        except PlatformError as error:
            log.warning(
                "telegram: a restriction in chat %s could not be ended on time (%s)", member.group, error.trouble
            )

    def _forget(self, member: Member) -> None:
        if task := self._ends.pop(member, None):
            task.cancel()


def _platform_end(until: datetime | None, now: datetime) -> datetime | None:
    if until is None or until - now > LONGEST:
        return None
    return max(until, now + SHORTEST)


def _sender_chat(member: Member) -> int:
    """The number of a channel that writes in the group, 0 for a person."""
    return _integer(member.user.removeprefix("chat:")) if member.user.startswith("chat:") else 0


def _number(member: Member) -> int:
    return _integer(member.user)


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise PlatformError(Trouble.NO_MEMBER) from None

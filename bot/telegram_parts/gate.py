"""Securing a whole group and opening it again, exactly as it was, by Telegram's rules.

Bots can set what members may do (https://core.telegram.org/bots/api#setchatpermissions) and manage the links they made
themselves (#createchatinvitelink). Slow mode and "approve new members" can be read (#chatfullinfo) and not set.
"""

from __future__ import annotations

import json

from telegram import ChatFullInfo, ChatPermissions

from bot.ports import PlatformError, Trouble
from bot.ports.holding import LINK, Area, How
from bot.telegram_parts.wire import Wire

PERMISSIONS = "permissions"
LINK_NAME = "While the group is secured"  # at most 32 characters


class Gate:
    """What members of a group may do."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._client = wire.client

    async def standing(self, area: Area) -> str:
        """The members' permissions, by the platform's own names."""
        self._check(area)
        now = (await self._chat(area)).permissions
        return json.dumps({PERMISSIONS: now.to_dict() if now else {}})

    async def shut(self, area: Area, before: str) -> str:
        """Take the members' permissions, replace the bot's own link, make one by which people ask to join."""
        self._check(area)
        chat = await self._chat(area)
        if not _is_shut(chat):
            await self._permit(area, ChatPermissions.no_permissions())
        state = json.loads(before)
        if any(key.startswith(LINK) for key in state):
            return before
        if chat.invite_link:
            await self._wire.ask(area.group, self._client.export_chat_invite_link)
        made = await self._wire.ask(
            area.group,
            lambda number: self._client.create_chat_invite_link(number, name=LINK_NAME, creates_join_request=True),
        )
        return json.dumps(state | {f"{LINK}{made.invite_link}": True})

    async def is_shut(self, area: Area) -> bool:
        """Whether members may post nothing."""
        return _is_shut(await self._chat(area))

    async def open(self, area: Area, before: str) -> None:
        """Give the permissions back, and end the link."""
        state = json.loads(before)
        if PERMISSIONS in state:
            await self._restore(area, ChatPermissions.de_json(state[PERMISSIONS], self._client))
        for url in [key.removeprefix(LINK) for key in state if key.startswith(LINK)]:
            await self._revoke(area, url)

    async def _restore(self, area: Area, wanted: ChatPermissions) -> None:
        """Only a change is asked for: Telegram refuses what changes nothing."""
        if (await self._chat(area)).permissions != wanted:
            await self._permit(area, wanted)

    async def _permit(self, area: Area, allowed: ChatPermissions) -> None:
        await self._wire.ask(
            area.group,
            lambda number: self._client.set_chat_permissions(number, allowed, use_independent_chat_permissions=True),
        )

    async def _revoke(self, area: Area, url: str) -> None:
        try:
            await self._wire.ask(area.group, lambda number: self._client.revoke_chat_invite_link(number, url))
        except PlatformError as error:
            if error.passing or error.trouble is Trouble.FORBIDDEN:
                raise  # a link that is not there any more needs no end

    async def _chat(self, area: Area) -> ChatFullInfo:
        return await self._wire.ask(area.group, self._client.chat)

    def _check(self, area: Area) -> None:
        if area.how is How.SLOW or area.chat:
            raise PlatformError(Trouble.UNSUPPORTED)


def _is_shut(chat: ChatFullInfo) -> bool:
    allowed = chat.permissions
    return allowed is not None and not any(allowed.to_dict().values())

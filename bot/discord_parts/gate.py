"""Securing channels or a whole server and opening them again, exactly as they were, by Discord's rules.

Only the bits named here are changed and put back, so what an administrator changes meanwhile stays; of them only those
that the bot has itself (https://docs.discord.com/developers/resources/channel#edit-channel-permissions). What it may
not change keeps nothing else as it is, and is named at the end. Channels that it cannot see are left out.

Invites are paused for at most 24 hours at a time
(https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import discord

from bot.discord_parts import errors
from bot.discord_parts.client import Client
from bot.ports import Group, PlatformError, Trouble
from bot.ports.holding import Area, How

WRITING = discord.Permissions(
    send_messages=True, send_messages_in_threads=True, create_public_threads=True, create_private_threads=True
).value
SEND = discord.Permissions(send_messages=True).value
ANNOUNCEMENTS = 5  # have no slow mode: https://docs.discord.com/developers/resources/channel#modify-channel
WRITABLE = frozenset({0, 2, ANNOUNCEMENTS, 13, 15, 16})  # text, voice, stage, forum, media
SLOW_SECONDS = 60
PAUSE, RENEW = timedelta(hours=24) - timedelta(minutes=1), timedelta(hours=12)
RULES, SLOW, INVITES = "rules:", "slow:", "invites"
PAUSED, DIRECT = "invites_disabled_until", "dms_disabled_until"
REASON = "Schoolgate"
UNKNOWN_ROLE = 10011

Json = dict[str, Any]
Rule = tuple[int, int, int]  # 0 for a role or 1 for a member; what it allows; what it denies


class Gate:
    """One server, as Discord has it now. `barred` are the staff's own channels, which stay as they are."""

    def __init__(self, client: Client, group: Group) -> None:
        self._client = client
        self._http = client.http
        self._server = client.server(errors.number(group.id))
        self._guild = self._server.id
        self._writing = self._server.me.guild_permissions.value & WRITING | SEND
        self._barred = client.setup.places
        self._kept = _kept(group, client)

    async def standing(self, area: Area) -> str:
        """What `shut` would touch, as it is."""
        channels = await self._channels(area)
        if area.how is How.SLOW:
            state: Json = {f"{SLOW}{one['id']}": int(one.get("rate_limit_per_user") or 0) for one in channels}
        else:
            state = {f"{RULES}{one['id']}": self._touched(_rules(one)) for one in channels}
        if not area.chat:
            state[INVITES] = (await self._incidents()).get(PAUSED)
        return json.dumps(state)

    async def shut(self, area: Area, before: str) -> None:
        """The invites first; then in each channel staff and the bot, so that they are never locked out, then all.

        Raises FORBIDDEN, with what stayed open as the hint, when all else is shut.
        """
        state, channels = json.loads(before), await self._channels(area)
        left = [] if area.chat else await _refused("Invites", self._pause(datetime.now(UTC) + PAUSE))
        for channel in channels:
            if area.how is How.SLOW:
                work = self._slow(channel, max(SLOW_SECONDS, int(channel.get("rate_limit_per_user") or 0)))
            else:
                work = self._close(channel, state.get(f"{RULES}{channel['id']}") or self._touched(_rules(channel)))
            left += await _refused(_shown(channel), work)
        _check(left)

    async def is_shut(self, area: Area) -> bool:
        """Whether nobody but staff can write (or everybody slowly), and the invites are paused."""
        channels = await self._channels(area)
        if area.how is How.SLOW:
            shut = all(int(one.get("rate_limit_per_user") or 0) >= SLOW_SECONDS for one in channels)
        else:
            shut = all(self._is_closed(_rules(one)) for one in channels)
        return shut and (bool(area.chat) or await self._paused_for() > timedelta())

    async def renew(self, area: Area) -> None:
        """Pause the invites again before Discord lets them work."""
        if not area.chat and await self._paused_for() < RENEW:
            await self._pause(datetime.now(UTC) + PAUSE)

    async def open(self, before: str) -> None:
        """Put everything back; channels and roles that are gone are passed over. Raises FORBIDDEN as `shut` does."""
        state, left = json.loads(before), []
        for channel in await self._http.get_all_guild_channels(self._guild):
            left += await _refused(_shown(channel), self._put_back(channel, state))
        if INVITES in state:
            until = datetime.fromisoformat(state[INVITES]) if state[INVITES] else None
            left += await _refused("Invites", self._pause(until if until and until > datetime.now(UTC) else None))
        _check(left)

    # ---- channels

    async def _channels(self, area: Area) -> list[Json]:
        """The channels of an area in which members write and that can be secured so; a thread's is its parent."""
        found: Sequence[Any] = await self._http.get_all_guild_channels(self._guild)
        wanted = self._parent(area.chat)
        fit = [one for one in found if one["type"] in WRITABLE and wanted in ("", one["id"])]
        chosen = _some([one for one in fit if one["id"] not in self._barred], Trouble.GONE)
        seen = _some([one for one in chosen if self._sees(one)], Trouble.FORBIDDEN)
        return _some(
            [one for one in seen if area.how is How.CLOSED or one["type"] != ANNOUNCEMENTS], Trouble.UNSUPPORTED
        )

    def _sees(self, channel: Json) -> bool:
        known = self._server.get_channel(int(channel["id"]))
        return known is None or known.permissions_for(self._server.me).view_channel

    def _parent(self, chat: str) -> str:
        thread = self._client.get_channel(int(chat)) if chat.isdecimal() else None
        return str(thread.parent_id) if isinstance(thread, discord.Thread) else chat

    async def _slow(self, channel: Json, seconds: int) -> None:
        if int(channel.get("rate_limit_per_user") or 0) != seconds:
            await self._http.edit_channel(channel["id"], reason=REASON, rate_limit_per_user=seconds)

    def _touched(self, rules: Mapping[str, Rule]) -> dict[str, Rule | None]:
        """The rules that closing changes: everybody's, those by which others may write, and staff's to go on writing.

        Staff who could not write in a channel before cannot write in it then.
        """
        everyone = str(self._guild)
        openers = [key for key, rule in rules.items() if rule[1] & self._writing and key not in self._kept]
        is_open = not rules.get(everyone, (0, 0, 0))[2] & SEND
        staff = [key for key in self._kept if is_open and not rules.get(key, (0, 0, 0))[2] & SEND]
        return {key: rules.get(key) for key in dict.fromkeys((*staff, *openers, everyone))}

    def _is_closed(self, rules: Mapping[str, Rule]) -> bool:
        closed = bool(rules.get(str(self._guild), (0, 0, 0))[2] & SEND)
        return closed and not any(rule[1] & SEND for key, rule in rules.items() if key not in self._kept)

    async def _close(self, channel: Json, touched: Mapping[str, Rule | None]) -> None:
        now, bits = _rules(channel), self._writing
        for key in sorted(touched, key=lambda key: (key not in self._kept, key == str(self._guild))):
            kind, allow, deny = now.get(key, (self._kept.get(key, 0), 0, 0))
            wanted = (allow | bits, deny & ~bits) if key in self._kept else (allow & ~bits, deny | bits)
            await self._put(channel, key, (kind, *wanted), now)

    async def _put_back(self, channel: Json, state: Json) -> None:
        if (seconds := state.get(f"{SLOW}{channel['id']}")) is not None:
            await self._slow(channel, seconds)
        await self._reopen(channel, state.get(f"{RULES}{channel['id']}") or {})

    async def _reopen(self, channel: Json, touched: Mapping[str, Sequence[int] | None]) -> None:
        now, bits = _rules(channel), self._writing
        for key in sorted(touched, key=lambda key: (key in self._kept, key != str(self._guild))):
            kind, allowed, denied = touched[key] or (self._kept.get(key, 0), 0, 0)
            _, allow, deny = now.get(key, (kind, 0, 0))
            back = (kind, allow & ~bits | allowed & bits, deny & ~bits | denied & bits)
            if touched[key] is None and back[1:] == (0, 0):
                await self._drop(channel, key, now)
            else:
                await self._put(channel, key, back, now)

    async def _put(self, channel: Json, key: str, rule: Rule, now: Mapping[str, Rule]) -> None:
        kind, allow, deny = rule
        if now.get(key) == rule or (key not in now and not allow | deny):
            return
        try:
            await self._http.edit_channel_permissions(
                channel["id"], key, str(allow), str(deny), 1 if kind else 0, reason=REASON
            )
        except discord.HTTPException as error:
            if error.code not in (UNKNOWN_ROLE, errors.UNKNOWN_MEMBER):
                raise

    async def _drop(self, channel: Json, key: str, now: Mapping[str, Rule]) -> None:
        if key in now:
            await self._http.delete_channel_permissions(channel["id"], key, reason=REASON)

    # ---- invites

    async def _incidents(self) -> Json:
        guild: Any = await self._http.get_guild(self._guild, with_counts=False)
        return dict(guild.get("incidents_data") or {})

    async def _paused_for(self) -> timedelta:
        until = (await self._incidents()).get(PAUSED)
        return datetime.fromisoformat(until) - datetime.now(UTC) if until else timedelta()

    async def _pause(self, until: datetime | None) -> None:
        """Until then (None: not at all); a pause of private messages, which is not ours, is kept."""
        now = await self._incidents()
        wanted: Any = {PAUSED: until.isoformat() if until else None, DIRECT: now.get(DIRECT)}
        if wanted[PAUSED] != now.get(PAUSED):
            await self._http.edit_incident_actions(self._guild, wanted)


def _kept(group: Group, client: Client) -> dict[str, int]:
    """Who goes on writing, 0 for a role and 1 for a member: the school's staff and the bot."""
    named = [token.partition(":") for token in sorted(group.staff | group.dsl)]
    kept = {id_: int(kind == "user") for kind, _, id_ in named if kind in ("role", "user") and id_.isdecimal()}
    return kept | ({str(client.user.id): 1} if client.user else {})


async def _refused(what: str, work: Awaitable[None]) -> list[str]:
    """What could not be done because the bot lacks a right; a channel that is gone meanwhile needs nothing."""
    try:
        await work
    except discord.Forbidden:
        return [what]
    except discord.NotFound as error:
        if error.code != errors.UNKNOWN_CHANNEL:
            raise
    return []


def _check(left: Sequence[str]) -> None:
    if left:
        raise PlatformError(Trouble.FORBIDDEN, hint=", ".join(left))


def _some(channels: list[Json], otherwise: Trouble) -> list[Json]:
    if not channels:
        raise PlatformError(otherwise)
    return channels


def _shown(channel: Json) -> str:
    """A channel as its name appears to those who may see it."""
    return f"<#{channel['id']}>"


def _rules(channel: Json) -> dict[str, Rule]:
    overwrites = channel.get("permission_overwrites") or ()
    return {str(one["id"]): (int(one["type"]), int(one["allow"]), int(one["deny"])) for one in overwrites}

"""Channels, overwrites and invites (documentation: Resources, Channel; Invite)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm, base
from tests.platforms.discord_server.state import NEWS, Channel, Guild, Json, Overwrite

routes = Routes()

CHANNEL_CREATE, CHANNEL_UPDATE, CHANNEL_DELETE = 10, 11, 12
OVERWRITE_CREATE, OVERWRITE_UPDATE, OVERWRITE_DELETE = 13, 14, 15
INVITE_CREATE, INVITE_DELETE = 40, 42
THREAD_UPDATE, THREAD_DELETE = 111, 112
DAY = 24 * 3600
INVITE_GUILD_FIELDS = (
    *("id", "name", "icon", "splash", "banner", "description", "features", "verification_level"),
    *("vanity_url_code", "nsfw_level", "nsfw", "premium_subscription_count"),
)
PLAIN = {"name": "name", "topic": "topic", "nsfw": "nsfw", "position": "position", "rate_limit_per_user": "slowmode"}
THREAD_FIELDS = {
    "name": "name",
    "archived": "archived",
    "locked": "locked",
    "auto_archive_duration": "auto_archive",
    "rate_limit_per_user": "slowmode",
}


def note(call: Call, guild: Guild, action: int, target: int, **details: object) -> None:
    """A line in the audit log for what the bot did; `details`: options and changes as the log writes them."""
    acts.audit(call.core, guild, action, by=call.core.bot, target=target, reason=call.reason, **details)


def _about(guild: Guild, overwrite: Overwrite) -> Json:
    """What the audit log says of an overwrite."""
    out = {"id": str(overwrite.id), "type": str(overwrite.kind)}
    return out | {"role_name": guild.roles[overwrite.id].name} if overwrite.id in guild.roles else out


def guild_of(channel: Channel) -> Guild:
    """The guild of a channel; refused for direct messages."""
    if channel.guild is None:
        raise Refused(50003)
    return channel.guild


@routes("GET", "/channels/{channel_id}")
async def get_channel(call: Call) -> Answer:
    """One channel or thread."""
    return 200, payloads.channel(call.channel())


@routes("PATCH", "/channels/{channel_id}")
async def edit_channel(call: Call) -> Answer:
    """Change a channel or thread: name, topic, slow mode, overwrites, archive, lock."""
    channel = call.channel()
    guild = guild_of(channel)
    if not (channel.is_thread and channel.owner_id == call.core.bot.id):
        call.channel(Perm.MANAGE_THREADS if channel.is_thread else Perm.MANAGE_CHANNELS)
    if channel.archived and call.json.get("archived") is not False and "name" in call.json:
        raise Refused(50083)
    before = _noted(channel)
    for field, name in _fields(channel).items():
        if call.json.get(field) is not None or (field == "topic" and field in call.json):
            setattr(channel, name, call.json[field])
    if "parent_id" in call.json and not channel.is_thread:
        channel.parent = guild.channels.get(int(call.json["parent_id"] or 0))
    if call.json.get("permission_overwrites") is not None:
        call.channel(Perm.MANAGE_ROLES)
        channel.overwrites = overwrites(call.json["permission_overwrites"])
    changes = acts.differences(before, _noted(channel))
    note(call, guild, THREAD_UPDATE if channel.is_thread else CHANNEL_UPDATE, channel.id, changes=changes)
    acts.channel_event(call.core, "UPDATE", channel)
    return 200, payloads.channel(channel)


def _noted(channel: Channel) -> Json:
    """What the audit log compares of a channel; overwrites have lines of their own."""
    shown = payloads.channel(channel)
    return {
        key: shown[key] for key in ("name", "topic", "nsfw", "rate_limit_per_user", "parent_id") if key in shown
    } | {key: value for key, value in shown.get("thread_metadata", {}).items() if key in THREAD_FIELDS}


def _fields(channel: Channel) -> dict[str, str]:
    """What of a channel can be changed, by the attribute here; announcements have no slow mode."""
    fields = THREAD_FIELDS if channel.is_thread else PLAIN
    return {field: name for field, name in fields.items() if channel.kind != NEWS or name != "slowmode"}


def overwrites(items: list[Json]) -> dict[int, Overwrite]:
    """Overwrites as sent, by the id they are for."""
    made = [
        Overwrite(int(one["id"]), int(one.get("type") or 0), int(one.get("allow") or 0), int(one.get("deny") or 0))
        for one in items
    ]
    return {one.id: one for one in made}


@routes("DELETE", "/channels/{channel_id}")
async def delete_channel(call: Call) -> Answer:
    """Delete a channel or thread (a direct message channel is only closed)."""
    channel = call.channel()
    if channel.guild is None:
        return 200, payloads.channel(channel)
    call.channel(Perm.MANAGE_THREADS if channel.is_thread else Perm.MANAGE_CHANNELS)
    acts.channel_event(call.core, "DELETE", channel)
    del call.core.world.channels[channel.id], channel.guild.channels[channel.id]
    note(call, channel.guild, THREAD_DELETE if channel.is_thread else CHANNEL_DELETE, channel.id)
    return 200, payloads.channel(channel)


@routes("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
async def put_overwrite(call: Call) -> Answer:
    """Set an overwrite; only with permissions the bot itself has."""
    channel = call.channel(Perm.MANAGE_ROLES)
    guild, target = guild_of(channel), call.id("overwrite_id")
    kind = int(call.json.get("type") or 0)
    if kind == 0 and target not in guild.roles:
        raise Refused(10011)
    if kind == 1 and target not in guild.members:
        raise Refused(10007)
    made = Overwrite(target, kind, int(call.json.get("allow") or 0), int(call.json.get("deny") or 0))
    if (made.allow | made.deny) & ~base(call.me(guild)):
        raise Refused(50013)
    action = OVERWRITE_UPDATE if target in channel.overwrites else OVERWRITE_CREATE
    note(call, guild, action, channel.id, options=_about(guild, made))
    channel.overwrites[target] = made
    acts.channel_event(call.core, "UPDATE", channel)
    return 204, None


@routes("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
async def delete_overwrite(call: Call) -> Answer:
    """Remove an overwrite."""
    channel = call.channel(Perm.MANAGE_ROLES)
    guild, gone = guild_of(channel), channel.overwrites.pop(call.id("overwrite_id"), None)
    if gone is None:
        raise Refused(10009)
    note(call, guild, OVERWRITE_DELETE, channel.id, options=_about(guild, gone))
    acts.channel_event(call.core, "UPDATE", channel)
    return 204, None


@routes("GET", "/guilds/{guild_id}/channels")
async def list_channels(call: Call) -> Answer:
    """Every channel of a guild, threads apart."""
    return 200, [payloads.channel(one) for one in call.guild().channels.values() if not one.is_thread]


@routes("POST", "/guilds/{guild_id}/channels")
async def create_channel(call: Call) -> Answer:
    """A new channel."""
    guild = call.guild(Perm.MANAGE_CHANNELS)
    body, core = call.json, call.core
    parent = core.world.channels.get(int(body.get("parent_id") or 0))
    channel = Channel(core.clock.snowflake(), int(body.get("type") or 0), body["name"], guild, parent=parent)
    channel.topic, channel.slowmode = body.get("topic"), int(body.get("rate_limit_per_user") or 0)
    channel.position = max((one.position for one in guild.channels.values()), default=0) + 1
    channel.overwrites = overwrites(body.get("permission_overwrites") or [])
    add(call, channel)
    note(call, guild, CHANNEL_CREATE, channel.id)
    return 201, payloads.channel(channel)


@routes("PATCH", "/guilds/{guild_id}/channels")
async def move_channels(call: Call) -> Answer:
    """Put channels in another order, or under another category."""
    guild = call.guild(Perm.MANAGE_CHANNELS)
    for item in call.body:
        channel = guild.channels.get(int(item["id"]))
        if channel is None:
            raise Refused(10003)
        if item.get("position") is not None:
            channel.position = item["position"]
        if "parent_id" in item:
            channel.parent = guild.channels.get(int(item["parent_id"] or 0))
        if item.get("lock_permissions") and channel.parent:
            channel.overwrites = dict(channel.parent.overwrites)
        acts.channel_event(call.core, "UPDATE", channel)
    return 204, None


def add(call: Call, channel: Channel) -> None:
    """Let a new channel or thread exist."""
    guild_of(channel).channels[channel.id] = channel
    call.core.world.channels[channel.id] = channel
    acts.channel_event(call.core, "CREATE", channel)


# ---- invites


def _invite(code: str, item: Json, guild: Guild, channel: Channel) -> Json:
    return item | {
        "code": code,
        "type": 0,
        "flags": 0,
        "guild_id": str(guild.id),
        "guild": {key: payloads.guild(guild)[key] for key in INVITE_GUILD_FIELDS},
        "channel": {"id": str(channel.id), "name": channel.name, "type": channel.kind},
    }


@routes("POST", "/channels/{channel_id}/invites")
async def create_invite(call: Call) -> Answer:
    """A new invite."""
    channel = call.channel(Perm.CREATE_INSTANT_INVITE)
    guild, code = guild_of(channel), secrets.token_urlsafe(6)
    now, age = call.core.clock.now(), int(call.json.get("max_age", DAY))
    item: Json = {
        "inviter": payloads.user(call.core.bot),
        "uses": 0,
        "max_uses": int(call.json.get("max_uses") or 0),
        "max_age": age,
        "temporary": bool(call.json.get("temporary")),
        "created_at": payloads.stamp(now),
        "expires_at": payloads.stamp(now + timedelta(seconds=age)) if age else None,
    }
    guild.invites[code] = item | {"channel_id": channel.id}
    note(call, guild, INVITE_CREATE, 0)
    place = {"channel_id": str(channel.id), "guild_id": str(guild.id), "code": code}
    call.core.dispatch("INVITE_CREATE", item | place, guild)
    return 200, _invite(code, item, guild, channel)


def _listed(call: Call, guild: Guild, only: int = 0) -> list[Json]:
    """The invites that still lead in."""
    out, now = [], payloads.stamp(call.core.clock.now()) or ""
    for code, item in guild.invites.items():
        if item["expires_at"] and item["expires_at"] <= now:
            continue
        channel = guild.channels.get(item["channel_id"])
        if channel and only in (0, channel.id):
            out.append(_invite(code, {key: item[key] for key in item if key != "channel_id"}, guild, channel))
    return out


@routes("GET", "/guilds/{guild_id}/invites")
async def guild_invites(call: Call) -> Answer:
    """A guild's invites."""
    return 200, _listed(call, call.guild(Perm.MANAGE_GUILD))


@routes("GET", "/channels/{channel_id}/invites")
async def channel_invites(call: Call) -> Answer:
    """A channel's invites."""
    channel = call.channel(Perm.MANAGE_CHANNELS)
    return 200, _listed(call, guild_of(channel), channel.id)


def _invited_to(call: Call) -> tuple[Guild, Json]:
    """The guild of the invite in the path, and the invite."""
    code = call.request.match_info["code"]
    for guild in call.core.world.guilds.values():
        for item in _listed(call, guild):
            if item["code"] == code:
                return guild, item
    raise Refused(10006)


@routes("GET", "/invites/{code}")
async def get_invite(call: Call) -> Answer:
    """What anybody may know of an invite."""
    guild, found = _invited_to(call)
    people = len(guild.members)
    counts = {"approximate_member_count": people, "approximate_presence_count": people}
    return 200, found | (counts if call.asks("with_counts") else {})


@routes("DELETE", "/invites/{code}")
async def delete_invite(call: Call) -> Answer:
    """Revoke an invite."""
    guild, found = _invited_to(call)
    if not base(call.me(guild)) & (Perm.MANAGE_GUILD | Perm.MANAGE_CHANNELS):
        raise Refused(50013)
    del guild.invites[found["code"]]
    note(call, guild, INVITE_DELETE, 0)
    place = {"channel_id": found["channel"]["id"], "guild_id": str(guild.id), "code": found["code"]}
    call.core.dispatch("INVITE_DELETE", place, guild)
    return 200, found

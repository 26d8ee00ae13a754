"""State as the platform writes it on the wire (documentation: Resources)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import quote

from tests.platforms.discord_server.state import (
    CATEGORY,
    DM,
    FORUM,
    PRIVATE_THREAD,
    REPLY,
    THREAD_STARTER,
    VOICE,
    Channel,
    File,
    Guild,
    Json,
    Member,
    Message,
    Role,
    User,
    Webhook,
    made_at,
)

MENTION, ROLE_MENTION = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
CONTENT_FIELDS: Json = {"content": "", "embeds": [], "attachments": [], "components": []}
CONTENT_EXTRAS = ("poll",)
ADDRESS_LIFE = timedelta(days=1)
ABSENT_GUILD_FIELDS = (
    *("icon", "splash", "banner", "description", "discovery_splash", "home_header", "hub_type", "vanity_url_code"),
    *("afk_channel_id", "application_id", "system_channel_id", "rules_channel_id", "public_updates_channel_id"),
    *("safety_alerts_channel_id", "widget_channel_id", "max_presences", "incidents_data"),
)


def stamp(at: datetime | None) -> str | None:
    """A time as the platform writes it: ISO 8601 with microseconds and offset."""
    return at.isoformat(timespec="microseconds") if at else None


def user(of: User) -> Json:
    """A user object."""
    out: Json = {
        "id": str(of.id),
        "username": of.name.lower().replace(" ", "_"),
        "global_name": None if of.bot else of.name,
        "discriminator": "0001" if of.bot else "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
    }
    return out | {"bot": True} if of.bot else out


def member(of: Member, *, with_user: bool = True) -> Json:
    """A guild member object."""
    out: Json = {
        "roles": [str(role) for role in of.roles],
        "nick": of.nick,
        "avatar": None,
        "banner": None,
        "joined_at": stamp(of.joined_at),
        "premium_since": None,
        "pending": False,
        "flags": 0,
        "deaf": False,
        "mute": False,
        "communication_disabled_until": stamp(of.timeout_until),
    }
    return out | {"user": user(of.user)} if with_user else out


def role(of: Role) -> Json:
    """A role object."""
    out: Json = {
        "id": str(of.id),
        "name": of.name,
        "description": None,
        "color": of.color,
        "colors": {"primary_color": of.color, "secondary_color": None, "tertiary_color": None},
        "hoist": of.hoist,
        "icon": None,
        "unicode_emoji": None,
        "position": of.position,
        "permissions": str(int(of.permissions)),
        "managed": bool(of.managed_by),
        "mentionable": of.mentionable,
        "flags": 0,
    }
    return out | {"tags": {"bot_id": str(of.managed_by)}} if of.managed_by else out


def _thread(of: Channel) -> Json:
    """What a thread has beyond a channel."""
    return {
        "parent_id": str(of.parent.id) if of.parent else None,
        "owner_id": str(of.owner_id),
        "message_count": len(of.messages),
        "total_message_sent": len(of.messages),
        "member_count": len(of.thread_members),
        "rate_limit_per_user": of.slowmode,
        "applied_tags": [],
        "thread_metadata": {
            "archived": of.archived,
            "locked": of.locked,
            "auto_archive_duration": of.auto_archive,
            "archive_timestamp": stamp(of.opened_at or made_at(of.id)),
            "create_timestamp": stamp(of.opened_at or made_at(of.id)),
            **({"invitable": True} if of.kind == PRIVATE_THREAD else {}),
        },
    }


def channel(of: Channel) -> Json:
    """A channel, thread or direct message channel object."""
    out: Json = {"id": str(of.id), "type": of.kind, "flags": 0}
    last = str(of.last_message_id) if of.last_message_id else None
    if of.kind == DM:
        return out | {"last_message_id": last, "recipients": [user(of.recipient)] if of.recipient else []}
    out |= {"guild_id": str(of.guild.id) if of.guild else None, "name": of.name}
    if of.is_thread:
        return out | {"last_message_id": last} | _thread(of)
    out |= {
        "position": of.position,
        "parent_id": str(of.parent.id) if of.parent else None,
        "permission_overwrites": [
            {"id": str(item.id), "type": item.kind, "allow": str(int(item.allow)), "deny": str(int(item.deny))}
            for item in of.overwrites.values()
        ],
    }
    if of.kind != CATEGORY:
        out |= {"last_message_id": last, "topic": of.topic, "nsfw": of.nsfw, "rate_limit_per_user": of.slowmode}
    if of.kind == VOICE:
        out |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if of.kind == FORUM:
        out |= {"available_tags": [], "default_reaction_emoji": None, "default_sort_order": None}
    return out


def thread_member(of: Channel, user_id: int) -> Json:
    """A thread member object."""
    joined = stamp(of.opened_at or made_at(of.id))
    return {"id": str(of.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 0}


def emoji(of: str) -> Json:
    """A partial emoji object from what a reaction's address names: a sign, or a custom emoji as name:id."""
    name, _, number = of.rpartition(":")
    return {"id": number, "name": name} if name and number.isdecimal() else {"id": None, "name": of}


def attachment(of: File, at: Message, cdn: str) -> Json:
    """An attachment object; its address is signed and ends."""
    ends = made_at(of.id) + ADDRESS_LIFE
    url = f"{cdn}/attachments/{at.channel.id}/{of.id}/{quote(of.name)}?ex={int(ends.timestamp()):x}&is=0&hm=0"
    out: Json = {
        "id": str(of.id),
        "filename": of.name,
        "size": len(of.data),
        "url": url,
        "proxy_url": url,
        "content_type": of.content_type,
    }
    if of.content_type.startswith("image/"):
        out |= {"width": 16, "height": 16}
    return out | ({"description": of.description} if of.description else {})


def _mentioned(of: Message) -> list[User]:
    """The users a message mentions by their id in its text, and the author of what it answers."""
    guild = of.channel.guild
    known = {found.id: found.user for found in guild.members.values()} if guild else {}
    ids = dict.fromkeys(int(found) for found in MENTION.findall(of.content))
    answered = [of.referenced.author] if of.referenced and of.kind == 19 else []
    return list(dict.fromkeys([known[each] for each in ids if each in known] + answered))


def _reactions(of: Message, bot_id: int) -> list[Json]:
    """The reactions of a message, counted."""
    return [
        {
            "emoji": emoji(sign),
            "count": len(who),
            "count_details": {"burst": 0, "normal": len(who)},
            "burst_colors": [],
            "me": bot_id in who,
            "me_burst": False,
        }
        for sign, who in of.reactions.items()
    ]


def _extras(of: Message, cdn: str, bot_id: int) -> Json:
    """The fields only some messages have."""
    out: Json = {}
    if of.reference:
        out["message_reference"] = of.reference
    if of.snapshots:
        out["message_snapshots"] = of.snapshots
    elif of.reference and of.kind in (REPLY, THREAD_STARTER):
        gone = of.referenced is None or of.referenced.deleted
        out["referenced_message"] = None if gone or not of.referenced else message(of.referenced, cdn, bot_id)
    if of.webhook_id:
        out["webhook_id"] = str(of.webhook_id)
    if of.interaction:
        out |= {"interaction_metadata": of.interaction, "application_id": str(bot_id)}
    if of.nonce is not None:
        out["nonce"] = of.nonce
    if of.reactions:
        out["reactions"] = _reactions(of, bot_id)
    if of.thread:
        out["thread"] = channel(of.thread)
    return out


def message(of: Message, cdn: str, bot_id: int) -> Json:
    """A message object as REST returns it."""
    out: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel.id),
        "type": of.kind,
        "author": user(of.author),
        "content": of.content,
        "timestamp": stamp(made_at(of.id)),
        "edited_timestamp": stamp(of.edited_at),
        "tts": of.tts,
        "mention_everyone": "@everyone" in of.content or "@here" in of.content,
        "mentions": [user(found) for found in _mentioned(of)],
        "mention_roles": ROLE_MENTION.findall(of.content),
        "attachments": [attachment(found, of, cdn) for found in of.files],
        "embeds": of.embeds,
        "components": of.components,
        "pinned": of.pinned,
        "flags": of.flags,
    }
    return out | _extras(of, cdn, bot_id) | of.extra


def message_event(of: Message, cdn: str, bot_id: int) -> Json:
    """A message object as the gateway sends it: with the guild and the author's membership.

    An ephemeral one has neither (documentation: Gateway Events, Message Create).
    """
    out = message(of, cdn, bot_id)
    guild = of.channel.guild
    out["channel_type"] = of.channel.kind
    if guild is None or of.ephemeral:
        return out
    out["guild_id"] = str(guild.id)
    if not of.webhook_id and of.author.id in guild.members:
        out["member"] = member(guild.members[of.author.id], with_user=False)
    for each in out["mentions"]:
        each["member"] = (
            member(guild.members[int(each["id"])], with_user=False) if int(each["id"]) in guild.members else {}
        )
    return out


def without_content(data: Json, bot_id: int) -> Json:
    """A message of a guild as an app without the message content privilege sees it (documentation: Gateway).

    The app's own messages and those that mention it keep their content.
    """
    mentioned = any(each["id"] == str(bot_id) for each in data.get("mentions", ()))
    out = dict(data)
    if data.get("author", {}).get("id") != str(bot_id) and not mentioned:
        out = {key: value for key, value in out.items() if key not in CONTENT_EXTRAS} | CONTENT_FIELDS
        if "message_snapshots" in out:
            out["message_snapshots"] = [
                {"message": each["message"] | CONTENT_FIELDS} for each in out["message_snapshots"]
            ]
    if out.get("referenced_message"):
        out["referenced_message"] = without_content(out["referenced_message"], bot_id)
    return out


def guild(of: Guild) -> Json:
    """A guild object."""
    out: Json = {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(of.owner_id),
        "roles": [role(found) for found in of.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": ["COMMUNITY"],
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "verification_level": 1,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-GB",
        "max_members": 500000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "widget_enabled": False,
    }
    return out | dict.fromkeys(ABSENT_GUILD_FIELDS) | of.settings


def guild_create(of: Guild, members: list[Member], threads: list[Channel]) -> Json:
    """The guild as the gateway sends it at the start."""
    me = members[0]
    return guild(of) | {
        "joined_at": stamp(me.joined_at),
        "large": len(of.members) > 250,
        "unavailable": False,
        "member_count": len(of.members),
        "members": [member(found) for found in members],
        "channels": [channel(found) for found in of.channels.values() if not found.is_thread],
        "threads": [channel(found) for found in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def webhook(of: Webhook, application_id: int, maker: User) -> Json:
    """An incoming webhook object."""
    return {
        "id": str(of.id),
        "type": 1,
        "guild_id": str(of.channel.guild.id) if of.channel.guild else None,
        "channel_id": str(of.channel.id),
        "name": of.name,
        "avatar": None,
        "token": of.token,
        "application_id": str(application_id),
        "user": user(maker),
    }

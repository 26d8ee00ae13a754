"""Which events an intent brings (documentation: Gateway, list of intents)."""

from __future__ import annotations

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = sum(1 << bit for bit in (*range(18), 20, 21, 24, 25))  # 17 is undocumented; interactions.py asks it

_BY_PREFIX: tuple[tuple[str, int, int], ...] = (  # event prefix, guild intent, direct message intent
    ("GUILD_MEMBER_", GUILD_MEMBERS, 0),
    ("GUILD_BAN_", 1 << 2, 0),
    ("GUILD_AUDIT_LOG_", 1 << 2, 0),
    ("GUILD_SCHEDULED_EVENT_", 1 << 16, 0),
    ("GUILD_EMOJIS_", 1 << 3, 0),
    ("GUILD_STICKERS_", 1 << 3, 0),
    ("GUILD_", GUILDS, 0),
    ("CHANNEL_PINS_", GUILDS, 1 << 12),
    ("CHANNEL_", GUILDS, 0),
    ("THREAD_MEMBERS_", GUILD_MEMBERS, 0),
    ("THREAD_", GUILDS, 0),
    ("WEBHOOKS_", 1 << 5, 0),
    ("INVITE_", 1 << 6, 0),
    ("MESSAGE_REACTION_", 1 << 10, 1 << 13),
    ("MESSAGE_POLL_VOTE_", 1 << 24, 1 << 25),
    ("MESSAGE_", 1 << 9, 1 << 12),
    ("TYPING_", 1 << 11, 1 << 14),
    ("AUTO_MODERATION_ACTION_", 1 << 21, 0),
    ("AUTO_MODERATION_RULE_", 1 << 20, 0),
)


def wanted(event: str, intents: int, *, direct: bool) -> bool:
    """Whether a session with these intents gets an event; events without an intent always come."""
    for prefix, in_guild, in_direct in _BY_PREFIX:
        if event.startswith(prefix):
            return bool(intents & (in_direct if direct else in_guild))
    return True

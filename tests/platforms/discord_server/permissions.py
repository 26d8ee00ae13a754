"""Permission bits and how the platform computes them (documentation: Permissions, permission hierarchy, timeouts)."""

from __future__ import annotations

from datetime import datetime
from enum import IntFlag

from tests.platforms.discord_server.state import PRIVATE_THREAD, Channel, Member, Overwrite


class Perm(IntFlag):
    """The permission bits by their official names."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 53) - 1
EVERYONE = (
    Perm.VIEW_CHANNEL
    | Perm.SEND_MESSAGES
    | Perm.SEND_MESSAGES_IN_THREADS
    | Perm.CREATE_PUBLIC_THREADS
    | Perm.CREATE_PRIVATE_THREADS
    | Perm.CREATE_INSTANT_INVITE
    | Perm.READ_MESSAGE_HISTORY
    | Perm.ADD_REACTIONS
    | Perm.EMBED_LINKS
    | Perm.ATTACH_FILES
    | Perm.CHANGE_NICKNAME
    | Perm.USE_APPLICATION_COMMANDS
    | Perm.USE_EXTERNAL_EMOJIS
    | Perm.CONNECT
    | Perm.SPEAK
)
DIRECT = (
    Perm.VIEW_CHANNEL
    | Perm.SEND_MESSAGES
    | Perm.READ_MESSAGE_HISTORY
    | Perm.ADD_REACTIONS
    | Perm.EMBED_LINKS
    | Perm.ATTACH_FILES
    | Perm.MENTION_EVERYONE
    | Perm.USE_EXTERNAL_EMOJIS
)
WHILE_TIMED_OUT = Perm.VIEW_CHANNEL | Perm.READ_MESSAGE_HISTORY
TEXT_ONLY_IF_SENDING = Perm.MENTION_EVERYONE | Perm.ATTACH_FILES | Perm.EMBED_LINKS


def base(member: Member) -> int:
    """What a member may do in the guild at large; the owner and administrators everything."""
    guild = member.guild
    if guild.owner_id == member.id:
        return EVERYTHING
    bits = guild.roles[guild.id].permissions
    for role in member.roles:
        bits |= guild.roles[role].permissions
    return EVERYTHING if bits & Perm.ADMINISTRATOR else bits


def _applied(bits: int, overwrites: list[Overwrite]) -> int:
    """Bits after overwrites of one rank: every denial first, then every allowance."""
    for overwrite in overwrites:
        bits &= ~overwrite.deny
    for overwrite in overwrites:
        bits |= overwrite.allow
    return bits


def overwritten(member: Member, channel: Channel) -> int:
    """Base permissions after a channel's overwrites: everyone's, then the roles' together, then the member's own."""
    bits = base(member)
    if bits == EVERYTHING:
        return bits
    table = (channel.parent if channel.is_thread and channel.parent else channel).overwrites
    everyone = [table[member.guild.id]] if member.guild.id in table else []
    roles = [table[role] for role in member.roles if role in table]
    own = [table[member.id]] if member.id in table else []
    for rank in (everyone, roles, own):
        bits = _applied(bits, rank)
    return bits


def in_channel(member: Member, channel: Channel, now: datetime) -> int:
    """What a member may do in a channel or thread at this moment, timeouts and implied denials included."""
    bits = overwritten(member, channel)
    if bits == EVERYTHING:
        return bits
    private = channel.kind == PRIVATE_THREAD and member.id not in channel.thread_members
    if not bits & Perm.VIEW_CHANNEL or (private and not bits & Perm.MANAGE_THREADS):
        return 0
    if not bits & Perm.SEND_MESSAGES and not channel.is_thread:
        bits &= ~TEXT_ONLY_IF_SENDING
    if member.timeout_until and member.timeout_until > now:
        bits &= WHILE_TIMED_OUT
    return bits


def rank(member: Member) -> int:
    """The position of a member's highest role; the owner stands above all."""
    if member.guild.owner_id == member.id:
        return 1 << 30
    return max((member.guild.roles[role].position for role in member.roles), default=0)


def outranks(actor: Member, target: Member) -> bool:
    """Whether one member's highest role is above another's."""
    return rank(actor) > rank(target)


def is_protected(member: Member) -> bool:
    """Whether a member can be timed out by nobody: the owner and administrators."""
    return base(member) == EVERYTHING

"""What can happen in the world, whoever does it: the state changes and the bot is told as the platform tells it."""

from __future__ import annotations

from datetime import datetime

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.permissions import Perm, base
from tests.platforms.discord_server.state import (
    PINNED,
    THREAD_CREATED,
    Channel,
    Guild,
    Json,
    Member,
    Message,
    Role,
    User,
)

MEMBER_KICK, MEMBER_BAN, MEMBER_UNBAN, MEMBER_UPDATE = 20, 22, 23, 24


def publish(core: Core, message: Message) -> None:
    """A message appears in its channel (an ephemeral one only in its reader's view)."""
    channel = message.channel
    if message.ephemeral:
        core.world.ephemeral[message.id] = message
    else:
        channel.messages[message.id] = message
        channel.last_message_id = message.id
    _tell(core, "MESSAGE_CREATE", message)


def _tell(core: Core, event: str, message: Message) -> None:
    """Send a message event; an ephemeral message goes the way of direct messages."""
    core.world.files |= {file.id: file for file in message.files}
    if message.ephemeral or core.sees(message.channel):
        guild = None if message.ephemeral else message.channel.guild
        core.dispatch(event, payloads.message_event(message, core.cdn, core.bot.id), guild)


def revise(core: Core, message: Message) -> None:
    """A message changed."""
    _tell(core, "MESSAGE_UPDATE", message)


def erase(core: Core, message: Message) -> None:
    """A message is deleted."""
    channel = message.channel
    message.deleted = True
    core.world.ephemeral.pop(message.id, None)
    if channel.messages.pop(message.id, None) and core.sees(channel):
        core.dispatch("MESSAGE_DELETE", {"id": str(message.id)} | place(channel), channel.guild)


def erase_many(core: Core, channel: Channel, messages: list[Message]) -> None:
    """Several messages of a channel are deleted at once."""
    for message in messages:
        message.deleted = True
        channel.messages.pop(message.id, None)
    if messages and core.sees(channel):
        ids = [str(message.id) for message in messages]
        core.dispatch("MESSAGE_DELETE_BULK", {"ids": ids} | place(channel), channel.guild)


def place(channel: Channel) -> Json:
    """Where an event about a message is."""
    out: Json = {"channel_id": str(channel.id)}
    return out | {"guild_id": str(channel.guild.id)} if channel.guild else out


def react(core: Core, message: Message, user: User, emoji: str, *, add: bool) -> None:
    """Somebody adds or takes back a reaction."""
    who = message.reactions.setdefault(emoji, [])
    if add == (user.id in who):
        return
    if add:
        who.append(user.id)
    else:
        who.remove(user.id)
    if not who:
        del message.reactions[emoji]
    data: Json = {
        "user_id": str(user.id),
        "message_id": str(message.id),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    } | place(message.channel)
    guild = message.channel.guild
    if guild and add and user.id in guild.members:
        data |= {"member": payloads.member(guild.members[user.id]), "message_author_id": str(message.author.id)}
    if core.sees(message.channel):
        core.dispatch(f"MESSAGE_REACTION_{'ADD' if add else 'REMOVE'}", data, guild)


def member_changed(core: Core, member: Member) -> None:
    """A member's roles, nickname or timeout changed."""
    core.dispatch("GUILD_MEMBER_UPDATE", {"guild_id": str(member.guild.id)} | payloads.member(member), member.guild)


def member_joined(core: Core, member: Member) -> None:
    """Somebody joins."""
    guild = member.guild
    guild.members[member.id] = member
    core.dispatch("GUILD_MEMBER_ADD", {"guild_id": str(guild.id)} | payloads.member(member), guild)


def member_left(core: Core, member: Member) -> None:
    """Somebody leaves, is kicked or banned."""
    guild = member.guild
    if guild.members.get(member.id) is not member:
        return
    if member.user is core.bot:
        core.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild)
        del guild.members[member.id]
        return
    del guild.members[member.id]
    core.dispatch("GUILD_MEMBER_REMOVE", {"guild_id": str(guild.id), "user": payloads.user(member.user)}, guild)


def banned(core: Core, guild: Guild, user: User, reason: str | None) -> None:
    """Somebody is banned, and so leaves."""
    guild.bans[user.id] = reason
    if user.id in guild.members:
        member_left(core, guild.members[user.id])
    core.dispatch("GUILD_BAN_ADD", {"guild_id": str(guild.id), "user": payloads.user(user)}, guild)


def unbanned(core: Core, guild: Guild, user: User) -> None:
    """A ban ends."""
    del guild.bans[user.id]
    core.dispatch("GUILD_BAN_REMOVE", {"guild_id": str(guild.id), "user": payloads.user(user)}, guild)


def channel_event(core: Core, event: str, channel: Channel) -> None:
    """A channel or thread is created, changed or deleted: `event` is CREATE, UPDATE or DELETE."""
    kind = "THREAD" if channel.is_thread else "CHANNEL"
    if channel.is_thread and not core.sees(channel):
        return
    data = payloads.channel(channel)
    if kind == "THREAD" and event == "CREATE":
        data["newly_created"] = True
    if kind == "THREAD" and event == "DELETE":
        data = {key: data[key] for key in ("id", "guild_id", "parent_id", "type")}
    core.dispatch(f"{kind}_{event}", data, channel.guild)


def announce(core: Core, thread: Channel, by: User) -> None:
    """The platform says in a channel that a thread was opened there, by its title.

    It does so for a public thread without a message or on an old one; the reference names the thread, and no message
    (documentation: Message Types, Message Reference).
    """
    if thread.parent is None or thread.guild is None:
        return
    line = Message(core.clock.snowflake(), thread.parent, by, thread.name, kind=THREAD_CREATED)
    line.reference = {"type": 0, "channel_id": str(thread.id), "guild_id": str(thread.guild.id)}
    publish(core, line)


def say_pinned(core: Core, message: Message, by: User) -> None:
    """The platform says in the channel that somebody pinned a message (documentation: Message Types, Reference)."""
    line = Message(core.clock.snowflake(), message.channel, by, kind=PINNED)
    line.reference = {"type": 0, "message_id": str(message.id)} | place(message.channel)
    publish(core, line)


def role_event(core: Core, event: str, guild: Guild, role: Role) -> None:
    """A role is created, changed or deleted."""
    data: Json = {"guild_id": str(guild.id)}
    data |= {"role_id": str(role.id)} if event == "DELETE" else {"role": payloads.role(role)}
    core.dispatch(f"GUILD_ROLE_{event}", data, guild)


def audit(core: Core, guild: Guild, action: int, *, by: User, target: int, **details: object) -> None:
    """A line in the audit log; the bot hears of it if it may view the log."""
    entry: Json = {
        "id": str(core.clock.snowflake()),
        "action_type": action,
        "user_id": str(by.id),
        "target_id": str(target) if target else None,
        **{key: value for key, value in details.items() if value},
    }
    guild.audit.append(entry)
    me = core.me(guild)
    if me and base(me) & Perm.VIEW_AUDIT_LOG:
        core.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE", entry | {"guild_id": str(guild.id)}, guild)


def timeout_changes(before: datetime | None, after: datetime | None) -> list[Json]:
    """What the audit log says of a timeout that is set, changed or lifted."""
    values = {"old_value": payloads.stamp(before), "new_value": payloads.stamp(after)}
    known = {name: value for name, value in values.items() if value}
    return [{"key": "communication_disabled_until"} | known] if before != after else []

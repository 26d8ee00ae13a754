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
WRITTEN = (0, 19)


def publish(core: Core, message: Message) -> None:
    """A message appears in its channel (an ephemeral one only in its reader's view)."""
    channel = message.channel
    if channel.is_thread and message.kind in WRITTEN and not message.webhook_id:
        thread_joined(core, channel, message.author.id)
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
        "emoji": payloads.emoji(emoji),
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
    if member.user is core.bot:
        look_around(core, member.guild)


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
    if channel.guild and not channel.is_thread:
        look_around(core, channel.guild, new=channel if event == "CREATE" else None)


def look_around(core: Core, guild: Guild, new: Channel | None = None) -> None:
    """Tell the bot of the open threads in channels it sees from now on (documentation: Thread List Sync)."""
    seen = core.in_sight(guild)
    gained = seen - core.sights.get(guild.id, seen) - ({new.id} if new else set())
    core.sights[guild.id] = seen
    if not gained:
        return
    threads = [
        one
        for one in guild.channels.values()
        if one.is_thread and not one.archived and one.parent and one.parent.id in gained and core.sees(one)
    ]
    mine = [payloads.thread_member(one, core.bot.id) for one in threads if core.bot.id in one.thread_members]
    data: Json = {"guild_id": str(guild.id), "channel_ids": [str(each) for each in sorted(gained)], "members": mine}
    core.dispatch("THREAD_LIST_SYNC", data | {"threads": [payloads.channel(one) for one in threads]}, guild)


def thread_joined(core: Core, thread: Channel, user_id: int) -> None:
    """Somebody is in a thread from now on; the bot is shown a private one it did not see before."""
    if user_id in thread.thread_members or thread.guild is None:
        return
    saw = core.sees(thread)
    thread.thread_members.append(user_id)
    if not saw and core.sees(thread):
        mine = {"member": payloads.thread_member(thread, core.bot.id)}
        core.dispatch("THREAD_CREATE", payloads.channel(thread) | mine, thread.guild)
    _tell_thread(core, thread, added=[user_id])


def thread_left(core: Core, thread: Channel, user_id: int) -> None:
    """Somebody is in a thread no longer."""
    if user_id in thread.thread_members:
        saw = core.sees(thread)
        thread.thread_members.remove(user_id)
        _tell_thread(core, thread, removed=[user_id], saw=saw)


def _tell_thread(
    core: Core, thread: Channel, *, added: list[int] | None = None, removed: list[int] | None = None, saw: bool = False
) -> None:
    guild = thread.guild
    if guild is None or not (saw or core.sees(thread)):
        return
    came = [
        payloads.thread_member(thread, each) | {"member": payloads.member(guild.members[each]), "presence": None}
        for each in added or []
        if each in guild.members
    ]
    data: Json = {"id": str(thread.id), "guild_id": str(guild.id), "member_count": min(50, len(thread.thread_members))}
    data |= {"added_members": came, "removed_member_ids": [str(each) for each in removed or []]}
    core.dispatch("THREAD_MEMBERS_UPDATE", data, guild)


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
    look_around(core, guild)


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


def differences(before: Json, after: Json) -> list[Json]:
    """What the audit log says changed between two states of a thing."""
    out = []
    for key in after:
        values = {"old_value": before.get(key), "new_value": after[key]}
        if values["old_value"] != values["new_value"]:
            out.append({"key": key} | {name: value for name, value in values.items() if value is not None})
    return out


def role_changes(guild: Guild, before: list[int], after: list[int]) -> list[Json]:
    """What the audit log says of roles given and taken."""
    out = []
    for key, ids in (("$add", set(after) - set(before)), ("$remove", set(before) - set(after))):
        named = [{"id": str(each), "name": guild.roles[each].name} for each in ids]
        out += [{"key": key, "new_value": named}] if named else []
    return out


def timeout_changes(before: datetime | None, after: datetime | None) -> list[Json]:
    """What the audit log says of a timeout that is set, changed or lifted."""
    values = {"old_value": payloads.stamp(before), "new_value": payloads.stamp(after)}
    known = {name: value for name, value in values.items() if value}
    return [{"key": "communication_disabled_until"} | known] if before != after else []

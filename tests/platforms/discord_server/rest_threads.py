"""Threads and who is in them (documentation: Resources, Channel; Topics, Threads)."""

from __future__ import annotations

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.compose import Draft, compose
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.intents import GUILD_MEMBERS
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.rest_channels import add, guild_of, note
from tests.platforms.discord_server.rest_messages import shown
from tests.platforms.discord_server.state import (
    FORUM,
    NEWS,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Json,
)

routes = Routes()

THREAD_CREATE = 110


@routes("POST", "/channels/{channel_id}/messages/{message_id}/threads")
async def thread_from_message(call: Call) -> Answer:
    """A public thread under a message; it has the message's id."""
    parent = call.channel(Perm.CREATE_PUBLIC_THREADS | Perm.READ_MESSAGE_HISTORY)
    if parent.kind not in (TEXT, NEWS):
        raise Refused(50024)
    message = call.message(parent)
    if message.thread:
        raise Refused(160004)
    message.thread = _thread(call, parent, message.id, PUBLIC_THREAD)
    acts.revise(call.core, message)
    return 201, payloads.channel(message.thread)


@routes("POST", "/channels/{channel_id}/threads")
async def thread(call: Call) -> Answer:
    """A thread of its own, private by default, or a post in a forum."""
    parent = call.channel()
    if parent.kind == FORUM:
        call.channel(Perm.SEND_MESSAGES)
        made = _thread(call, parent, call.core.clock.snowflake(), PUBLIC_THREAD)
        first = compose(call.core, made, call.core.bot, Draft(call.json.get("message") or {}, call.files))
        acts.publish(call.core, first)
        return 201, payloads.channel(made) | {"message": shown(call, first)}
    kind = int(call.json.get("type") or PRIVATE_THREAD)
    call.channel(Perm.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else Perm.CREATE_PUBLIC_THREADS)
    opened = _thread(call, parent, call.core.clock.snowflake(), kind)
    if kind != PRIVATE_THREAD:
        acts.announce(call.core, opened, call.core.bot)
    return 201, payloads.channel(opened)


def _thread(call: Call, parent: Channel, thread_id: int, kind: int) -> Channel:
    made = Channel(thread_id, kind, call.json["name"], parent.guild, parent=parent, owner_id=call.core.bot.id)
    made.opened_at = call.core.clock.now()
    made.thread_members.append(call.core.bot.id)
    made.auto_archive = int(call.json.get("auto_archive_duration") or made.auto_archive)
    add(call, made)
    note(call, guild_of(parent), THREAD_CREATE, made.id)
    return made


@routes("GET", "/guilds/{guild_id}/threads/active")
async def active_threads(call: Call) -> Answer:
    """The open threads the bot sees."""
    guild = call.guild()
    open_ones = [one for one in guild.channels.values() if one.is_thread and not one.archived and call.core.sees(one)]
    return 200, {"threads": [payloads.channel(one) for one in open_ones], "members": []}


@routes("GET", "/channels/{channel_id}/threads/archived/public")
async def archived_threads(call: Call) -> Answer:
    """The archived public threads of a channel."""
    parent = call.channel(Perm.READ_MESSAGE_HISTORY)
    return 200, _archived(parent, PUBLIC_THREAD)


@routes("GET", "/channels/{channel_id}/threads/archived/private")
async def archived_private_threads(call: Call) -> Answer:
    """The archived private threads of a channel."""
    return 200, _archived(call.channel(Perm.READ_MESSAGE_HISTORY | Perm.MANAGE_THREADS), PRIVATE_THREAD)


@routes("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
async def own_archived_threads(call: Call) -> Answer:
    """The archived private threads the bot is in."""
    return 200, _archived(call.channel(Perm.READ_MESSAGE_HISTORY), PRIVATE_THREAD, having=call.core.bot.id)


def _archived(parent: Channel, kind: int, *, having: int = 0) -> Json:
    found = [
        one
        for one in guild_of(parent).channels.values()
        if one.parent is parent and one.archived and one.kind == kind and (not having or having in one.thread_members)
    ]
    return {"threads": [payloads.channel(one) for one in found], "members": [], "has_more": False}


# ---- who is in a thread

MEMBERS = "/channels/{channel_id}/thread-members"


def _open_thread(call: Call, need: int = 0) -> Channel:
    channel = call.channel(need)
    if not channel.is_thread:
        raise Refused(50024)
    if channel.archived:
        raise Refused(50083)
    return channel


def _in_thread(call: Call, thread: Channel, user_id: int) -> Json:
    """A thread member object, with the member where that is asked for."""
    out = payloads.thread_member(thread, user_id)
    member = guild_of(thread).members.get(user_id)
    return out | ({"member": payloads.member(member)} if member and call.asks("with_member") else {})


@routes("GET", MEMBERS)
async def thread_members(call: Call) -> Answer:
    """Who is in a thread; needs the members privilege."""
    thread = call.channel()
    if not call.core.portal_intents & GUILD_MEMBERS:
        raise Refused(50001)
    after = call.number("after", 0, 0, 1 << 63)
    ids = [each for each in sorted(thread.thread_members) if each > after][: call.number("limit", 100, 1, 100)]
    return 200, [_in_thread(call, thread, each) for each in ids]


@routes("GET", MEMBERS + "/{user_id}")
async def thread_member(call: Call) -> Answer:
    """Whether somebody is in a thread."""
    thread, user_id = call.channel(), call.id("user_id")
    if user_id not in thread.thread_members:
        raise Refused(10007)
    return 200, _in_thread(call, thread, user_id)


@routes("PUT", MEMBERS + "/@me")
async def join_thread(call: Call) -> Answer:
    """Join a thread."""
    acts.thread_joined(call.core, _open_thread(call), call.core.bot.id)
    return 204, None


@routes("PUT", MEMBERS + "/{user_id}")
async def add_to_thread(call: Call) -> Answer:
    """Add somebody to a thread."""
    thread, who = _open_thread(call, Perm.SEND_MESSAGES_IN_THREADS), call.user().id
    if who not in guild_of(thread).members:
        raise Refused(10007)
    acts.thread_joined(call.core, thread, who)
    return 204, None


@routes("DELETE", MEMBERS + "/@me")
async def leave_thread(call: Call) -> Answer:
    """Leave a thread."""
    acts.thread_left(call.core, _open_thread(call), call.core.bot.id)
    return 204, None


@routes("DELETE", MEMBERS + "/{user_id}")
async def remove_from_thread(call: Call) -> Answer:
    """Remove somebody from a thread; from a private one also by who opened it."""
    thread = _open_thread(call)
    if not (thread.kind == PRIVATE_THREAD and thread.owner_id == call.core.bot.id):
        call.channel(Perm.MANAGE_THREADS)
    acts.thread_left(call.core, thread, call.id("user_id"))
    return 204, None

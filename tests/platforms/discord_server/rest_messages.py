"""Messages, reactions and pins (documentation: Resources, Message)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.compose import COMPONENTS_V2, Draft, compose, fill
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.state import CATEGORY, FORUM, NEWS, SUPPRESS_EMBEDS, Channel, Json, Message, made_at

routes = Routes()

KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3")
CROSSPOSTED = 1 << 1

BULK_AGE, NONCE_LIFE = timedelta(days=14), timedelta(minutes=5)
MAX_PINS, PINS_A_PAGE = 250, 50
MESSAGE_DELETE, MESSAGE_BULK_DELETE, MESSAGE_PIN, MESSAGE_UNPIN = 72, 73, 74, 75
SYSTEM_KINDS_KEPT = {1, 2, 3, 4, 5, 14, 15, 16, 17, 21, 22, 24}


def shown(call: Call, message: Message) -> Json:
    """A message as REST returns it to this app, which may lack the content privilege."""
    core = call.core
    data = payloads.message(message, core.cdn, core.bot.id)
    hidden = message.channel.guild and not core.portal_intents & (1 << 15)
    return payloads.without_content(data, core.bot.id) if hidden else data


@routes("GET", "/channels/{channel_id}/messages")
async def history(call: Call) -> Answer:
    """At most 100 messages, newest first; none where the history may not be read."""
    channel = call.channel()
    limit = call.number("limit", 50, 1, 100)
    query = {name: int(value) for name, value in call.request.query.items() if name != "limit" and value.isdecimal()}
    if not call.core.bot_bits(channel) & Perm.READ_MESSAGE_HISTORY:
        return 200, []
    return 200, [shown(call, message) for message in _window(sorted(channel.messages.values(), key=_id), query, limit)]


def _id(message: Message) -> int:
    return message.id


def _window(messages: list[Message], query: dict[str, int], limit: int) -> list[Message]:
    """The part of a history that was asked for, newest first."""
    if "around" in query:
        older = [one for one in messages if one.id <= query["around"]][-(limit // 2 + 1) :]
        newer = [one for one in messages if one.id > query["around"]][: limit - len(older)]
        return (older + newer)[::-1]
    if "after" in query:
        return [one for one in messages if one.id > query["after"]][:limit][::-1]
    until = query.get("before", 1 << 63)
    return [one for one in messages if one.id < until][-limit:][::-1]


@routes("GET", "/channels/{channel_id}/messages/{message_id}")
async def get_message(call: Call) -> Answer:
    """One message."""
    return 200, shown(call, call.message(call.channel(Perm.READ_MESSAGE_HISTORY)))


@routes("POST", "/channels/{channel_id}/messages")
async def create_message(call: Call) -> Answer:
    """Write into a channel, a thread or a direct message channel."""
    channel = call.channel()
    _may_write(call, channel)
    before = _same_nonce(call, channel)
    if before:
        return 200, shown(call, before)
    message = compose(call.core, channel, call.core.bot, Draft(call.json, call.files))
    channel.archived = False
    acts.publish(call.core, message)
    return 200, shown(call, message)


def _may_write(call: Call, channel: Channel) -> None:
    if channel.kind in (CATEGORY, FORUM):
        raise Refused(50008)
    if channel.recipient:
        if not channel.recipient.dms_open or not _shares_a_guild(call, channel.recipient.id):
            raise Refused(50007)
        return
    need = Perm.SEND_MESSAGES_IN_THREADS if channel.is_thread else Perm.SEND_MESSAGES
    need |= Perm.ATTACH_FILES if call.files else Perm(0)
    need |= Perm.EMBED_LINKS if call.json.get("embeds") else Perm(0)
    need |= Perm.READ_MESSAGE_HISTORY if call.json.get("message_reference") else Perm(0)
    if need & ~call.core.bot_bits(channel):
        raise Refused(50013)
    if channel.is_thread and channel.locked and not call.core.bot_bits(channel) & Perm.MANAGE_THREADS:
        raise Refused(50083)


def _shares_a_guild(call: Call, user_id: int) -> bool:
    return any(user_id in guild.members for guild in call.core.world.guilds.values() if call.core.me(guild))


def _same_nonce(call: Call, channel: Channel) -> Message | None:
    """The message already made with this nonce, if the bot asked for that to be looked at."""
    nonce = call.json.get("nonce")
    if nonce is None or not call.json.get("enforce_nonce"):
        return None
    since = call.core.clock.now() - NONCE_LIFE
    mine = (one for one in channel.messages.values() if one.author is call.core.bot and made_at(one.id) > since)
    return next((one for one in mine if one.nonce == nonce), None)


@routes("PATCH", "/channels/{channel_id}/messages/{message_id}")
async def edit_message(call: Call) -> Answer:
    """Change an own message, or only the embed suppression of another's."""
    channel = call.channel()
    message = call.message(channel)
    if channel.archived:
        raise Refused(50083)
    if message.author is not call.core.bot or message.webhook_id:
        if set(call.json) - {"flags"}:
            raise Refused(50005)
        call.channel(Perm.MANAGE_MESSAGES)
    if "flags" in call.json:
        wanted = int(call.json["flags"] or 0)
        message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (wanted & (SUPPRESS_EMBEDS | COMPONENTS_V2))
    fill(call.core, message, Draft(call.json, call.files))
    if not any((message.content, message.embeds, message.files, message.components)):
        raise Refused(50006)
    message.edited_at = call.core.clock.now()
    acts.revise(call.core, message)
    return 200, shown(call, message)


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}")
async def delete_message(call: Call) -> Answer:
    """Delete a message; another's needs the right to manage messages."""
    channel = call.channel()
    message = call.message(channel)
    own = message.author is call.core.bot and not message.webhook_id
    if not own:
        if channel.guild is None:
            raise Refused(50003)
        call.channel(Perm.MANAGE_MESSAGES)
    if message.kind in SYSTEM_KINDS_KEPT:
        raise Refused(50021)
    acts.erase(call.core, message)
    if channel.guild and not own:
        options = {"channel_id": str(channel.id), "count": "1"}
        acts.audit(
            call.core,
            channel.guild,
            MESSAGE_DELETE,
            by=call.core.bot,
            target=message.author.id,
            reason=call.reason,
            options=options,
        )
    return 204, None


@routes("POST", "/channels/{channel_id}/messages/{message_id}/crosspost")
async def crosspost(call: Call) -> Answer:
    """Publish a message of an announcement channel to those who follow it; once."""
    channel = call.channel(Perm.SEND_MESSAGES)
    message = call.message(channel)
    if channel.kind != NEWS:
        raise Refused(50024)
    if message.author is not call.core.bot:
        call.channel(Perm.MANAGE_MESSAGES)
    if message.flags & CROSSPOSTED:
        raise Refused(40033)
    message.flags |= CROSSPOSTED
    acts.revise(call.core, message)
    return 200, shown(call, message)


@routes("POST", "/channels/{channel_id}/messages/bulk-delete")
async def bulk_delete(call: Call) -> Answer:
    """Delete 2 to 100 messages, none older than two weeks."""
    channel = call.channel()
    if channel.guild is None:
        raise Refused(50003)
    call.channel(Perm.MANAGE_MESSAGES)
    ids = [int(each) for each in call.json["messages"]]
    if not 2 <= len(ids) <= 100:
        raise Refused(50016)
    oldest = call.core.clock.now() - BULK_AGE
    if any(made_at(each) < oldest for each in ids):
        raise Refused(50034)
    acts.erase_many(
        call.core, channel, [channel.messages[each] for each in dict.fromkeys(ids) if each in channel.messages]
    )
    acts.audit(
        call.core,
        channel.guild,
        MESSAGE_BULK_DELETE,
        by=call.core.bot,
        target=channel.id,
        reason=call.reason,
        options={"count": str(len(ids))},
    )
    return 204, None


# ---- reactions


@routes("PUT", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me")
async def add_reaction(call: Call) -> Answer:
    """React."""
    channel = call.channel(Perm.READ_MESSAGE_HISTORY)
    message = call.message(channel)
    emoji = call.request.match_info["emoji_name"]
    if payloads.emoji(emoji)["id"] is None and emoji.isascii() and not KEYCAP.match(emoji):
        raise Refused(10014, status=400)
    if emoji not in message.reactions:
        call.channel(Perm.ADD_REACTIONS)
    acts.react(call.core, message, call.core.bot, emoji, add=True)
    return 204, None


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me")
async def remove_reaction(call: Call) -> Answer:
    """Take the own reaction back."""
    message = call.message(call.channel())
    acts.react(call.core, message, call.core.bot, call.request.match_info["emoji_name"], add=False)
    return 204, None


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}")
async def remove_reaction_of(call: Call) -> Answer:
    """Remove somebody's reaction."""
    message = call.message(call.channel(Perm.MANAGE_MESSAGES))
    acts.react(call.core, message, call.user(), call.request.match_info["emoji_name"], add=False)
    return 204, None


@routes("GET", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}")
async def reactions(call: Call) -> Answer:
    """Who reacted with an emoji."""
    message = call.message(call.channel(Perm.READ_MESSAGE_HISTORY))
    after = call.number("after", 0, 0, 1 << 63)
    who = [each for each in sorted(message.reactions.get(call.request.match_info["emoji_name"], [])) if each > after]
    return 200, [payloads.user(call.core.world.users[each]) for each in who[: call.number("limit", 25, 1, 100)]]


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}")
async def clear_emoji(call: Call) -> Answer:
    """Remove every reaction with one emoji."""
    channel = call.channel(Perm.MANAGE_MESSAGES)
    message, emoji = call.message(channel), call.request.match_info["emoji_name"]
    if message.reactions.pop(emoji, None):
        place = acts.place(channel) | {"message_id": str(message.id), "emoji": payloads.emoji(emoji)}
        call.core.dispatch("MESSAGE_REACTION_REMOVE_EMOJI", place, channel.guild)
    return 204, None


@routes("DELETE", "/channels/{channel_id}/messages/{message_id}/reactions")
async def clear_reactions(call: Call) -> Answer:
    """Remove every reaction."""
    channel = call.channel(Perm.MANAGE_MESSAGES)
    message = call.message(channel)
    message.reactions.clear()
    place = acts.place(channel) | {"message_id": str(message.id)}
    call.core.dispatch("MESSAGE_REACTION_REMOVE_ALL", place, channel.guild)
    return 204, None


# ---- pins


def _pin(call: Call, *, pinned: bool) -> Answer:
    channel = call.channel(Perm.PIN_MESSAGES)
    message, core = call.message(channel), call.core
    if pinned == message.pinned:
        return 204, None
    if pinned and len(_pinned(channel)) >= MAX_PINS:
        raise Refused(30003)
    message.pinned_at = core.clock.now() if pinned else None
    acts.revise(core, message)
    last = {"last_pin_timestamp": payloads.stamp(core.clock.now())}
    core.dispatch("CHANNEL_PINS_UPDATE", acts.place(channel) | last, channel.guild)
    if channel.guild:
        options = {"channel_id": str(channel.id), "message_id": str(message.id)}
        details: Json = {"target": message.author.id, "reason": call.reason, "options": options}
        acts.audit(core, channel.guild, MESSAGE_PIN if pinned else MESSAGE_UNPIN, by=core.bot, **details)
    if pinned:
        acts.say_pinned(core, message, core.bot)
    return 204, None


def _pinned(channel: Channel) -> list[Message]:
    """The pinned messages of a channel, last pinned first."""
    found = [one for one in channel.messages.values() if one.pinned_at]
    return sorted(found, key=lambda one: str(one.pinned_at), reverse=True)


@routes("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
@routes("PUT", "/channels/{channel_id}/pins/{message_id}")
async def pin(call: Call) -> Answer:
    """Pin a message."""
    return _pin(call, pinned=True)


@routes("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
@routes("DELETE", "/channels/{channel_id}/pins/{message_id}")
async def unpin(call: Call) -> Answer:
    """Unpin a message."""
    return _pin(call, pinned=False)


@routes("GET", "/channels/{channel_id}/pins")
async def old_pins(call: Call) -> Answer:
    """The pinned messages, last pinned first; the older address gives at most 50."""
    return 200, [shown(call, one) for one in _pinned(call.channel())[:PINS_A_PAGE]]


@routes("GET", "/channels/{channel_id}/messages/pins")
async def pins(call: Call) -> Answer:
    """A page of the pinned messages with the time of their pin."""
    found = _pinned(call.channel(Perm.READ_MESSAGE_HISTORY))
    if before := call.request.query.get("before"):
        until = datetime.fromisoformat(before)
        found = [one for one in found if one.pinned_at and one.pinned_at < until]
    page = found[: call.number("limit", PINS_A_PAGE, 1, PINS_A_PAGE)]
    items = [{"pinned_at": payloads.stamp(one.pinned_at), "message": shown(call, one)} for one in page]
    return 200, {"items": items, "has_more": len(found) > len(page)}


@routes("POST", "/channels/{channel_id}/typing")
async def typing(call: Call) -> Answer:
    """Show the typing mark."""
    call.channel(Perm.SEND_MESSAGES)
    return 204, None

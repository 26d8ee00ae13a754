"""Looking for messages and threads, and counting who has which role (documentation: Resources, Guild; Message)."""

from __future__ import annotations

from collections.abc import Callable

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.intents import MESSAGE_CONTENT
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.rest_channels import guild_of
from tests.platforms.discord_server.rest_messages import shown
from tests.platforms.discord_server.state import Channel, Guild, Message

routes = Routes()

PAGE, FARTHEST = 25, 9975
HAS: dict[str, Callable[[Message], object]] = {
    "link": lambda one: "http://" in one.content or "https://" in one.content,
    "embed": lambda one: one.embeds,
    "file": lambda one: one.files,
    "image": lambda one: any(file.content_type.startswith("image/") for file in one.files),
    "video": lambda one: any(file.content_type.startswith("video/") for file in one.files),
    "poll": lambda one: "poll" in one.extra,
    "forward": lambda one: one.snapshots,
}


@routes("GET", "/guilds/{guild_id}/messages/search")
async def search(call: Call) -> Answer:
    """Messages of the channels the bot may read, newest first unless asked otherwise; each in a list of its own."""
    guild = call.guild(Perm.READ_MESSAGE_HISTORY)
    if not call.core.portal_intents & MESSAGE_CONTENT:
        raise Refused(50001)
    found = [one for one in _readable(call, guild) if _fits(call, one)]
    found.sort(key=lambda one: one.id, reverse=call.request.query.get("sort_order") != "asc")
    start, limit = call.number("offset", 0, 0, FARTHEST), call.number("limit", PAGE, 1, PAGE)
    page = found[start : start + limit]
    threads = {one.channel.id: one.channel for one in page if one.channel.is_thread}
    return 200, {
        "doing_deep_historical_index": False,
        "documents_indexed": None,
        "total_results": len(found),
        "messages": [[shown(call, one) | {"hit": True}] for one in page],
        "threads": [payloads.channel(one) for one in threads.values()],
        "members": [],
    }


def _readable(call: Call, guild: Guild) -> list[Message]:
    need = Perm.VIEW_CHANNEL | Perm.READ_MESSAGE_HISTORY
    places = [one for one in guild.channels.values() if not need & ~call.core.bot_bits(one)]
    return [message for one in places for message in one.messages.values()]


def _fits(call: Call, message: Message) -> bool:
    """Whether a message is what was asked for; several values of one name are alternatives."""
    query = call.request.query
    listed = {
        "channel_id": str(message.channel.id),
        "author_id": str(message.author.id),
        "author_type": "webhook" if message.webhook_id else "bot" if message.author.bot else "user",
        "replied_to_message_id": str(message.referenced.id) if message.referenced else "",
    }
    if any(name in query and value not in query.getall(name) for name, value in listed.items()):
        return False
    if "mentions" in query and not set(payloads.MENTION.findall(message.content)) & set(query.getall("mentions")):
        return False
    if not all(_has(message, what) for what in query.getall("has", [])):
        return False
    if "pinned" in query and message.pinned != call.asks("pinned"):
        return False
    words = query.get("content", "").lower().split()
    inside = int(query.get("min_id", 0)) < message.id < int(query.get("max_id", 1 << 63))
    return inside and all(word in message.content.lower() for word in words)


def _has(message: Message, what: str) -> bool:
    wanted = HAS.get(what.removeprefix("-"), lambda _: False)
    return bool(wanted(message)) != what.startswith("-")


@routes("GET", "/channels/{channel_id}/threads/search")
async def search_threads(call: Call) -> Answer:
    """Threads of a channel by their name."""
    parent = call.channel(Perm.READ_MESSAGE_HISTORY)
    found = [one for one in guild_of(parent).channels.values() if one.parent is parent and _named(call, one)]
    found.sort(key=lambda one: one.id, reverse=call.request.query.get("sort_order") != "asc")
    start, limit = call.number("offset", 0, 0, FARTHEST), call.number("limit", PAGE, 1, PAGE)
    page = found[start : start + limit]
    listed = {"threads": [payloads.channel(one) for one in page], "members": []}
    return 200, listed | {"has_more": len(found) > start + limit, "total_results": len(found)}


def _named(call: Call, thread: Channel) -> bool:
    query = call.request.query
    fits = "archived" not in query or thread.archived == call.asks("archived")
    return fits and thread.is_thread and call.core.sees(thread) and query.get("name", "").lower() in thread.name.lower()


@routes("GET", "/guilds/{guild_id}/roles/member-counts")
async def count_by_role(call: Call) -> Answer:
    """How many members have each role; everyone's is left out."""
    guild = call.guild()
    people = guild.members.values()
    return 200, {str(each): sum(each in one.roles for one in people) for each in guild.roles if each != guild.id}

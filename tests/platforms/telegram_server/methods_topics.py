"""Topics of a forum: https://core.telegram.org/bots/api#createforumtopic and what follows."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Account, Chat
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
TOPIC_COLOUR = 0x6FB9F0


def open_topic(world: World, chat: Chat, creator: Account, topic: Json) -> int:
    """Make a topic; its number is that of the service message which opens it."""
    post = world.add_post(chat, creator, {"forum_topic_created": topic}, service=True)
    post.thread = post.message_id
    chat.topics[post.message_id] = {"name": topic["name"], "closed": False}
    world.announce(post)
    return post.message_id


def _forum(world: World, call: Call, right: str = "can_manage_topics") -> Chat:
    chat = world.open_chat(call.chat_id)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not world.me(chat).may(right):
        raise bad_request("not enough rights to manage topics")
    return chat


def _topic(chat: Chat, call: Call) -> Json:
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None:
        raise bad_request("message thread not found")
    return topic


@method("createForumTopic")
async def create_forum_topic(world: World, call: Call) -> Json:
    """A new topic."""
    chat = _forum(world, call)
    topic = {"name": call.text("name"), "icon_color": call.number("icon_color", TOPIC_COLOUR)}
    return {"message_thread_id": open_topic(world, chat, world.bot, topic)} | topic


@method("editForumTopic")
async def edit_forum_topic(world: World, call: Call) -> bool:
    """A new name."""
    chat = _forum(world, call)
    topic = _topic(chat, call)
    topic["name"] = call.text("name") or topic["name"]
    world.service(
        chat, world.bot, {"forum_topic_edited": {"name": topic["name"]}}, thread=call.number("message_thread_id")
    )
    return True


@method("closeForumTopic", "reopenForumTopic")
async def close_forum_topic(world: World, call: Call) -> bool:
    """Close a topic or open it again."""
    chat = _forum(world, call)
    topic = _topic(chat, call)
    closing = call.method == "closeForumTopic"
    if topic["closed"] == closing:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic["closed"] = closing
    news = "forum_topic_closed" if closing else "forum_topic_reopened"
    world.service(chat, world.bot, {news: {}}, thread=call.number("message_thread_id"))
    return True


@method("unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
async def unpin_all_in_topic(world: World, call: Call) -> bool:
    """Unpin everything in one topic; what is in none is in General."""
    chat = _forum(world, call, "can_pin_messages")
    thread = call.number("message_thread_id")
    chat.pinned = [number for number in chat.pinned if chat.posts[number].thread != thread]
    return True


@method("editGeneralForumTopic")
async def edit_general_topic(world: World, call: Call) -> bool:
    """A new name for General."""
    chat = _forum(world, call)
    chat.general["name"] = call.text("name")
    world.service(chat, world.bot, {"forum_topic_edited": {"name": chat.general["name"]}})
    return True


GENERAL = {
    "closeGeneralForumTopic": ("closed", True, "forum_topic_closed"),
    "reopenGeneralForumTopic": ("closed", False, "forum_topic_reopened"),
    "hideGeneralForumTopic": ("hidden", True, "general_forum_topic_hidden"),
    "unhideGeneralForumTopic": ("hidden", False, "general_forum_topic_unhidden"),
}


@method(*GENERAL)
async def change_general_topic(world: World, call: Call) -> bool:
    """Close General or hide it, and back; it is closed when it is hidden."""
    chat = _forum(world, call)
    name, wanted, news = GENERAL[call.method]
    if chat.general[name] == wanted:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.general[name] = wanted
    if news == "general_forum_topic_hidden":
        chat.general["closed"] = True
    world.service(chat, world.bot, {news: {}})
    return True


@method("deleteForumTopic")
async def delete_forum_topic(world: World, call: Call) -> bool:
    """A topic goes with all its messages."""
    chat = _forum(world, call, "can_delete_messages")
    _topic(chat, call)
    thread = call.number("message_thread_id")
    del chat.topics[thread]
    for post in chat.posts.values():
        post.deleted = post.deleted or post.thread == thread
    return True

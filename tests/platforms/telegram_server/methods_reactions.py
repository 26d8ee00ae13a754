"""Reactions: the bot's own, and those of others that it takes away."""

from __future__ import annotations

from tests.platforms.telegram_server.conformance import check
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Chat, Post
from tests.platforms.telegram_server.world import World


def _post(chat: Chat, call: Call) -> Post:
    post = chat.posts.get(call.number("message_id"))
    if post is None or post.deleted:
        raise bad_request("message to react not found")
    return post


@method("setMessageReaction")
async def set_message_reaction(world: World, call: Call) -> bool:
    """The bot's reaction; bots may set one."""
    post = _post(world.open_chat(call.chat_id), call)
    wanted = call.list("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(check("ReactionType", each, "") for each in wanted):
        raise bad_request("REACTION_INVALID")
    post.reactions[world.bot.id] = wanted[0].get("emoji", "") if wanted else ""
    return True


def _tended(world: World, call: Call) -> tuple[Chat, int]:
    """The group, and who reacted."""
    chat = world.open_chat(call.chat_id)
    if not chat.is_group:
        raise bad_request("method is available only for groups and supergroups")
    if not world.me(chat).may("can_delete_messages"):
        raise bad_request("not enough rights to delete reactions")
    actor = call.number("user_id") or call.number("actor_chat_id")
    if not actor:
        raise bad_request("user identifier is not specified")
    return chat, actor


@method("deleteMessageReaction")
async def delete_message_reaction(world: World, call: Call) -> bool:
    """Somebody's reaction goes from one message."""
    chat, actor = _tended(world, call)
    _post(chat, call).reactions.pop(actor, None)
    return True


@method("deleteAllMessageReactions")
async def delete_all_message_reactions(world: World, call: Call) -> bool:
    """Somebody's reactions go from the whole chat."""
    chat, actor = _tended(world, call)
    for post in chat.posts.values():
        post.reactions.pop(actor, None)
    return True

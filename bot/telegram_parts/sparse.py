"""Reads what leaves out fields that the library insists on: an older Bot API, another server, a kind not yet known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from telegram import (
    Bot,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberOwner,
    ChatMemberRestricted,
    Update,
)

Json = dict[str, Any]

# What the library raises on a field that it expects and does not find, or finds otherwise.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
PARTLY = "schoolgate_read_partly"  # a field of our own, on a message of which only the words could be read
WORDS = ("message_id", "message_thread_id", "is_topic_message", "date", "edit_date", "chat", "text", "caption")
WHOSE = ("from", "sender_chat")
POSTS = ("message", "edited_message", "channel_post", "edited_channel_post")
OF_POLL: Json = {"allows_revoting": False, "members_only": False}
OF_CHAT: Json = {"accent_color_id": 0, "max_reaction_count": 0}
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
STANDINGS: Mapping[str, type[ChatMember]] = {
    ChatMember.OWNER: ChatMemberOwner,
    ChatMember.ADMINISTRATOR: ChatMemberAdministrator,
    ChatMember.RESTRICTED: ChatMemberRestricted,
    ChatMember.BANNED: ChatMemberBanned,
}


def update(raw: Json, bot: Bot) -> Update:
    """An update as the library reads it; else with a poll's gaps filled; else a message's words. Raises UNREADABLE."""
    for change in (_as_it_is, _polled):
        try:
            return _read(_each_post(raw, change), bot)
        except UNREADABLE:
            continue
    return _read(_each_post(raw, _worded), bot)


def chat(raw: Json, bot: Bot) -> ChatFullInfo:
    """A chat; what it looks like and which gifts it takes is nothing to us."""
    return ChatFullInfo.de_json(OF_CHAT | {"accepted_gift_types": dict.fromkeys(GIFTS, False)} | raw, bot)


def standing(raw: Json, bot: Bot) -> ChatMember:
    """Somebody's standing in a chat; a right that is not named is not given."""
    kind = STANDINGS.get(raw["status"])
    wanted = signature(kind).parameters.values() if kind else ()
    rights = [one.name for one in wanted if one.default is Parameter.empty or one.name.startswith("can_")]
    return ChatMember.de_json(dict.fromkeys(rights, False) | raw, bot)


def _read(raw: Json, bot: Bot) -> Update:
    """The library lets pass what says neither where it is nor whose it is."""
    update = Update.de_json(raw, bot)
    post, query, news = update.effective_message, update.callback_query, update.my_chat_member or update.chat_member
    if (
        (post and not post.chat)
        or (query and not query.from_user)
        or (news and not (news.chat and news.new_chat_member))
    ):
        raise ValueError("it does not say where, or whose it is")
    return update


def _each_post(raw: Json, change: Callable[[Json], Json]) -> Json:
    return {key: change(value) if key in POSTS else value for key, value in raw.items()}


def _as_it_is(post: Json) -> Json:
    return post


def _polled(post: Json) -> Json:
    if "poll" not in post:
        return post
    options = [{"persistent_id": str(at)} | option for at, option in enumerate(post["poll"]["options"])]
    return post | {"poll": OF_POLL | post["poll"] | {"options": options}}


def _worded(post: Json) -> Json:
    return {key: post[key] for key in (*WORDS, *WHOSE) if key in post} | {PARTLY: True}

"""Changing what is there: edit, delete, pin, answer a button."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.methods_send import caption_of, markup_of, media, text_of
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Chat, Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
DELETABLE_SECONDS = 48 * 3600
KEPT = {"supergroup_chat_created", "channel_chat_created", "migrate_from_chat_id", "forum_topic_created"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def _found(chat: Chat, number: int, verb: str) -> Post:
    post = chat.posts.get(number)
    if post is None or post.deleted:
        raise bad_request(f"message to {verb} not found")
    return post


def editable(world: World, call: Call) -> Post:
    """The message of the bot a request is about. Raises 400."""
    if not call.has("chat_id"):
        raise bad_request("message identifier is not specified")
    post = _found(world.open_chat(call.chat_id), call.number("message_id"), "edit")
    if post.sender is not world.bot or post.service or "forward_origin" in post.content:
        raise bad_request("message can't be edited")
    return post


def edit(world: World, call: Call, part: Json, names: tuple[str, ...]) -> Json:
    """Put other fields in the place of those named. Raises 400 when nothing changes."""
    post = editable(world, call)
    if names == ("text", "entities") and "text" not in post.content:
        raise bad_request("there is no text in the message to edit")
    content = {k: v for k, v in post.content.items() if k not in names} | part
    markup = markup_of(call)
    if content == post.content and (markup or None) == (post.markup or None):
        raise bad_request(NOT_MODIFIED)
    post.content, post.markup, post.edit_date = content, markup, int(world.now())
    return render.message(post)


@method("editMessageText")
async def edit_message_text(world: World, call: Call) -> Json:
    """New text; buttons that are not given again vanish."""
    part = text_of(call.text("text"), call.text("parse_mode"), call.list("entities"))
    if preview := call.object("link_preview_options"):
        part["link_preview_options"] = preview
    return edit(world, call, part, ("text", "entities", "link_preview_options"))


@method("editMessageCaption")
async def edit_message_caption(world: World, call: Call) -> Json:
    """New caption."""
    part = caption_of(call.text("caption"), call.text("parse_mode"), call.list("caption_entities"))
    return edit(world, call, part, ("caption", "caption_entities"))


@method("editMessageMedia")
async def edit_message_media(world: World, call: Call) -> Json:
    """Another picture or file, or one in the place of a text."""
    item = call.object("media") or {}
    part = media(world, call, item["type"], item["media"])
    part |= caption_of(item.get("caption", ""), item.get("parse_mode", ""), item.get("caption_entities"))
    return edit(world, call, part, (*rights.NEEDED, "entities", "caption", "caption_entities"))


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(world: World, call: Call) -> Json:
    """New buttons, or none."""
    return edit(world, call, {}, ())


def _deletable(world: World, post: Post) -> bool:
    if world.now() - post.date > DELETABLE_SECONDS:
        return False
    if KEPT & set(post.content):
        return False
    held = world.me(post.chat)
    if post.chat.type == "group":
        return post.sender is world.bot or held.is_admin
    return post.chat.type == "private" or post.sender is world.bot or held.may("can_delete_messages")


def _delete(post: Post) -> None:
    post.deleted = True
    post.chat.pinned = [number for number in post.chat.pinned if number != post.message_id]


@method("deleteMessage")
async def delete_message(world: World, call: Call) -> bool:
    """Remove one message: https://core.telegram.org/bots/api#deletemessage."""
    post = _found(world.open_chat(call.chat_id), call.number("message_id"), "delete")
    if not _deletable(world, post):
        raise bad_request("message can't be deleted")
    _delete(post)
    return True


@method("deleteMessages")
async def delete_messages(world: World, call: Call) -> bool:
    """Remove up to 100; those that are gone are skipped."""
    numbers = call.list("message_ids") or []
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    chat = world.open_chat(call.chat_id)
    posts = [chat.posts[n] for n in numbers if n in chat.posts and not chat.posts[n].deleted]
    if not all(_deletable(world, post) for post in posts):
        raise bad_request("message can't be deleted")
    for post in posts:
        _delete(post)
    return True


def _pinnable(world: World, call: Call) -> Chat:
    chat = world.open_chat(call.chat_id)
    held = world.me(chat)
    if not chat.partner and not (held.may("can_pin_messages") or held.may("can_edit_messages")):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
async def pin_chat_message(world: World, call: Call) -> bool:
    """Pin one message; a group sees a service message."""
    chat = _pinnable(world, call)
    post = _found(chat, call.number("message_id"), "pin")
    chat.pinned = [n for n in chat.pinned if n != post.message_id] + [post.message_id]
    world.service(chat, world.bot, {"pinned_message": render.message(post, nested=True)})
    return True


@method("unpinChatMessage")
async def unpin_chat_message(world: World, call: Call) -> bool:
    """Unpin one message, or the newest pinned."""
    chat = _pinnable(world, call)
    number = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


@method("unpinAllChatMessages")
async def unpin_all_chat_messages(world: World, call: Call) -> bool:
    """Unpin everything."""
    _pinnable(world, call).pinned.clear()
    return True


@method("answerCallbackQuery")
async def answer_callback_query(world: World, call: Call) -> bool:
    """What the person who pressed sees."""
    press = world.queries.get(call.text("callback_query_id"))
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if press is None or not press.open(world.now()):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if not _may_open(world, call.text("url")):
        raise bad_request("URL_INVALID")
    press.answer(call.text("text"), call.text("url"), alert=call.flag("show_alert"))
    return True


def _may_open(world: World, url: str) -> bool:
    """Only links that open this bot: https://core.telegram.org/bots/api#answercallbackquery."""
    name = world.bot.username
    links = (f"https://t.me/{name}?start=", f"t.me/{name}?start=", f"https://telegram.me/{name}?start=")
    return not url or url.startswith((*links, f"tg://resolve?domain={name}&start="))

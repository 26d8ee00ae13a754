"""Sending: text, pictures, files, albums, and copies of messages."""

from __future__ import annotations

import re
from typing import Any

from tests.platforms.telegram_server import render, rights
from tests.platforms.telegram_server.conformance import Upload
from tests.platforms.telegram_server.errors import ApiError, bad_request, forbidden
from tests.platforms.telegram_server.formatting import formatted
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Chat, Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
DECORATION = {"text", "icon_custom_emoji_id", "style"}
ADDRESS = re.compile(r"(https?|tg|ton)://[^\s/]|[\w-]+\.\w")
PERSON = re.compile(r"tg://user\?id=(\d+)")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
FLOOD_SECONDS = 60
ALBUMS = 13_000_000_000_000_000
LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def target(world: World, call: Call, content: Json) -> Chat:
    """The chat to send to. Raises what the platform says when the bot may not."""
    chat = world.open_chat(call.chat_id)
    if chat.partner:
        if chat.partner.is_bot:
            raise forbidden("bot can't send messages to bots")
        if chat.partner.blocked:
            raise forbidden("bot was blocked by the user")
        if not (chat.partner.started or world.asks_to_join(chat.partner)):
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    kind = rights.kind_of(content)
    held = world.me(chat)
    if chat.type == "channel" and not held.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if chat.is_group and not world.allows(chat, world.bot, rights.NEEDED[kind]):
        raise bad_request(f"not enough rights to send {rights.KIND_WORDS[kind]} to the chat")
    return chat


def markup_of(call: Call) -> Json | None:
    """The keyboard. Raises 400 for a button the platform would not show."""
    markup = call.object("reply_markup")
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            _check_button(button)
    return markup


def _check_button(button: Json) -> None:
    data, url = button.get("callback_data"), button.get("url")
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if not set(button) - DECORATION:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and not ADDRESS.match(url):
        raise bad_request("BUTTON_URL_INVALID")


def _answered(chat: Chat, call: Call) -> Post | None:
    wanted = call.object("reply_parameters") or {"message_id": call.number("reply_to_message_id")}
    number = wanted.get("message_id")
    if not number:
        return None
    post = chat.posts.get(number)
    if post and not post.deleted:
        return post
    if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _thread(chat: Chat, call: Call, answered: Post | None) -> int:
    thread = call.number("message_thread_id")
    if not thread:
        return answered.thread if answered and chat.is_forum else 0
    if thread not in chat.topics and thread not in chat.posts:
        raise bad_request("message thread not found")
    if chat.topics.get(thread, {}).get("closed"):
        raise bad_request("TOPIC_CLOSED")
    return thread


def _flood(world: World, chat: Chat) -> None:
    """A group takes so many messages a minute, if the test says so: https://core.telegram.org/bots/faq (limits)."""
    since = world.now() - FLOOD_SECONDS
    recent = [post.date for post in chat.posts.values() if post.sender is world.bot and post.date > since]
    if world.flood_limit and chat.is_group and len(recent) >= world.flood_limit:
        seconds = int(recent[0] - since) + 1
        raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def send(world: World, call: Call, content: Json) -> Post:
    """Put a message of the bot into a chat."""
    chat = target(world, call, content)
    _flood(world, chat)
    answered = _answered(chat, call)
    markup = markup_of(call)
    marks: Json = {"has_protected_content": True} if call.flag("protect_content") else {}
    if call.has("message_effect_id"):
        if not chat.partner:
            raise bad_request("can't use message effects in the chat")
        marks["effect_id"] = call.text("message_effect_id")
    thread = _thread(chat, call, answered)
    content = _mentions(world, content) | marks
    return world.add_post(chat, world.bot, content, reply_to=answered, thread=thread, markup=markup)


def _mentions(world: World, content: Json) -> Json:
    """Links to tg://user?id=... mention people the bot has met, and are dropped for others."""
    name = "entities" if "text" in content else "caption_entities"
    kept = [_mention(world, entity) for entity in content.get(name, [])]
    found = [entity for entity in kept if entity]
    return {k: v for k, v in content.items() if k != name} | ({name: found} if found else {})


def _mention(world: World, entity: Json) -> Json | None:
    linked = PERSON.fullmatch(entity.get("url", ""))
    if not linked:
        return entity
    account = world.accounts.get(int(linked[1]))
    if account is None or not world.acquainted(account):
        return None
    place = {name: entity[name] for name in ("offset", "length")}
    return place | {"type": "text_mention", "user": render.user(account)}


def text_of(text: str, mode: str, entities: list[Json] | None) -> Json:
    """`text` and `entities`. Raises 400 for nothing and for too much."""
    kept, found = formatted(text, mode, entities)
    if not kept:
        raise bad_request("message text is empty")
    if len(kept) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": kept} | ({"entities": found} if found else {})


def caption_of(text: str, mode: str, entities: list[Json] | None) -> Json:
    """`caption` and `caption_entities`. Raises 400 for too much."""
    if not text:
        return {}
    kept, found = formatted(text, mode, entities)
    if len(kept) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": kept} | ({"caption_entities": found} if found else {})


@method("sendMessage")
async def send_message(world: World, call: Call) -> Json:
    """A text."""
    content = text_of(call.text("text"), call.text("parse_mode"), call.list("entities"))
    if preview := call.object("link_preview_options"):
        content["link_preview_options"] = preview
    return render.message(send(world, call, content))


def file_fields(world: World, call: Call, given: Any) -> Json:
    """The fields of a file that was uploaded, attached, named by id or by URL. Raises 400."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = call.uploads.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        if not given.data:
            raise bad_request("file must be non-empty")
        return world.keep_file(given.filename, given.data) | {"file_name": given.filename, "mime_type": given.mime}
    if given in world.files:
        _, data = world.files[given]
        return {"file_id": given, "file_unique_id": f"AgAD{given[-6:]}", "file_size": len(data)}
    if isinstance(given, str) and given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    raise bad_request("wrong file identifier/HTTP URL specified" if given else "there is no file to send")


def media(world: World, call: Call, kind: str, given: Any) -> Json:
    """A message field of this kind (photo, video, document, ...)."""
    stored = file_fields(world, call, given)
    if kind == "photo" and not world.files[stored["file_id"]][1].startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    plain = {k: v for k, v in stored.items() if k not in ("file_name", "mime_type")}
    named = {k: v for k, v in stored.items() if k != "mime_type" or v}
    match kind:
        case "photo":
            return {"photo": [plain | {"width": 90, "height": 68}, plain | {"width": 800, "height": 600}]}
        case "video" | "animation":
            return {kind: named | {"width": 640, "height": 480, "duration": 1}}
        case "voice":
            return {"voice": plain | {"duration": 1}}
        case "video_note":
            return {"video_note": plain | {"length": 240, "duration": 1}}
        case "audio":
            return {"audio": named | {"duration": 1}}
        case "sticker":
            size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
            return {"sticker": plain | size | {"type": "regular"}}
        case _:
            return {"document": named}


KINDS = ("Photo", "Document", "Video", "Audio", "Animation", "Voice", "VideoNote", "Sticker")


@method(*(f"send{kind}" for kind in KINDS))
async def send_media(world: World, call: Call) -> Json:
    """One file with a caption."""
    kind = {"VideoNote": "video_note"}.get(call.method[4:], call.method[4:].lower())
    target(world, call, {kind: True})
    content = media(world, call, kind, call.uploads.get(kind) or call.text(kind))
    content |= caption_of(call.text("caption"), call.text("parse_mode"), call.list("caption_entities"))
    if call.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return render.message(send(world, call, content))


@method("sendMediaGroup")
async def send_media_group(world: World, call: Call) -> list[Json]:
    """An album of 2 to 10."""
    items = call.list("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("group send failed" if not items else "wrong number of messages in the album")
    album = str(ALBUMS + next(world.numbers))
    contents = []
    for item in items:
        content = media(world, call, item["type"], item["media"])
        content |= caption_of(item.get("caption", ""), item.get("parse_mode", ""), item.get("caption_entities"))
        contents.append(content | {"media_group_id": album})
    return [render.message(send(world, call, content)) for content in contents]


@method("sendContact")
async def send_contact(world: World, call: Call) -> Json:
    """A contact card."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return render.message(send(world, call, {"contact": {name: call.given[name] for name in names if call.has(name)}}))


@method("sendDice")
async def send_dice(world: World, call: Call) -> Json:
    """A throw whose outcome the platform draws."""
    emoji = call.text("emoji") or "🎲"
    return render.message(send(world, call, {"dice": {"emoji": emoji, "value": next(world.numbers) % 6 + 1}}))


@method("sendChatAction")
async def send_chat_action(world: World, call: Call) -> bool:
    """What the bot seems to be doing."""
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = target(world, call, {})
    world.actions.append((chat.id, call.text("action")))
    return True

"""Passing messages on: forwards say where they come from, copies do not."""

from __future__ import annotations

from typing import Any

from tests.platforms.telegram_server import render
from tests.platforms.telegram_server.errors import bad_request
from tests.platforms.telegram_server.methods import method
from tests.platforms.telegram_server.methods_send import ALBUMS, caption_of, send
from tests.platforms.telegram_server.reading import Call
from tests.platforms.telegram_server.state import Post
from tests.platforms.telegram_server.world import World

Json = dict[str, Any]
MOST = 100


def origin_of(post: Post) -> Json:
    """A MessageOrigin."""
    known: Json = post.content.get("forward_origin", {})
    if known:
        return known
    if post.chat.type == "channel":
        place = {"chat": render.chat(post.chat), "message_id": post.message_id}
        return {"type": "channel", "date": post.date} | place
    if post.sender_chat:
        return {"type": "chat", "date": post.date, "sender_chat": render.chat(post.sender_chat)}
    return {"type": "user", "date": post.date, "sender_user": render.user(post.sender)}


def _movable(post: Post) -> bool:
    return not (post.deleted or post.service or post.content.get("has_protected_content"))


def _source(world: World, call: Call, verb: str) -> Post:
    origin = world.open_chat(call.given.get("from_chat_id", ""), write=False)
    post = origin.posts.get(call.number("message_id"))
    if post is None or post.deleted:
        raise bad_request(f"message to {verb} not found")
    if not _movable(post):
        raise bad_request(f"the message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return post


def _sources(world: World, call: Call) -> list[Post]:
    numbers = call.list("message_ids") or []
    if not numbers:
        raise bad_request("there are no messages to forward")
    if len(numbers) > MOST:
        raise bad_request("too many messages to forward")
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    origin = world.open_chat(call.given.get("from_chat_id", ""), write=False)
    return [origin.posts[n] for n in numbers if n in origin.posts and _movable(origin.posts[n])]


def _without(content: Json, *names: str) -> Json:
    return {k: v for k, v in content.items() if k not in names}


@method("forwardMessage")
async def forward_message(world: World, call: Call) -> Json:
    """A message with where it came from."""
    post = _source(world, call, "forward")
    content = _without(post.content, "media_group_id") | {"forward_origin": origin_of(post)}
    return render.message(send(world, call, content))


@method("copyMessage")
async def copy_message(world: World, call: Call) -> Json:
    """A message without where it came from; a new caption replaces the old one."""
    post = _source(world, call, "copy")
    content = _without(post.content, "forward_origin", "media_group_id")
    if call.has("caption"):
        content = _without(content, "caption", "caption_entities")
        content |= caption_of(call.text("caption"), call.text("parse_mode"), call.list("caption_entities"))
    return {"message_id": send(world, call, content).message_id}


@method("forwardMessages", "copyMessages")
async def forward_messages(world: World, call: Call) -> list[Json]:
    """Several at once; what cannot be passed on is skipped, albums stay albums."""
    sent = []
    albums: dict[str, str] = {}
    for post in _sources(world, call):
        content = _without(post.content, "forward_origin")
        if album := content.get("media_group_id"):
            content["media_group_id"] = albums.setdefault(album, str(ALBUMS + next(world.numbers)))
        if call.method == "forwardMessages":
            content["forward_origin"] = origin_of(post)
        elif call.flag("remove_caption"):
            content = _without(content, "caption", "caption_entities")
        sent.append({"message_id": send(world, call, content).message_id})
    return sent

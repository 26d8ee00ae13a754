"""Builds a message from what the bot sent, with the checks the platform makes on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.call import Upload
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.errors import Refused, invalid
from tests.platforms.discord_server.state import Channel, File, Json, Message, User, walk

MAX_CONTENT, MAX_EMBED_TEXT, COMPONENTS_V2 = 2000, 6000, 1 << 15
SETTABLE_FLAGS = (1 << 2) | (1 << 6) | (1 << 12) | (1 << 13) | COMPONENTS_V2
REPLY, FORWARD = 0, 1
SNAPSHOT_FIELDS = (
    *("type", "content", "embeds", "attachments", "timestamp", "edited_timestamp"),
    *("flags", "mentions", "mention_roles", "components"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was sent: the JSON and the files that came with it."""

    body: Json
    files: tuple[Upload, ...] = ()


def compose(core: Core, channel: Channel, author: User, draft: Draft) -> Message:
    """A new message, not yet published."""
    body = draft.body
    message = Message(core.clock.snowflake(), channel, author, nonce=body.get("nonce"), tts=bool(body.get("tts")))
    message.flags = int(body.get("flags") or 0) & SETTABLE_FLAGS
    fill(core, message, draft)
    if body.get("poll"):
        message.extra["poll"] = _poll(core, body["poll"])
    if body.get("message_reference"):
        _refer(core, message, body["message_reference"])
    if not any((message.content, message.embeds, message.files, message.components, message.snapshots, message.extra)):
        raise Refused(50006)
    return message


def _poll(core: Core, sent: Json) -> Json:
    """A poll as it is shown, from what was asked for (documentation: Poll Create Request Object)."""
    answers = [{"answer_id": number} | each for number, each in enumerate(sent["answers"], start=1)]
    ends = core.clock.now() + timedelta(hours=sent.get("duration") or 24)
    known: Json = {"allow_multiselect": False, "layout_type": 1, "question": sent["question"], "answers": answers}
    known |= {key: sent[key] for key in ("allow_multiselect", "layout_type") if sent.get(key) is not None}
    return known | {"expiry": payloads.stamp(ends), "results": {"is_finalized": False, "answer_counts": []}}


def fill(core: Core, message: Message, draft: Draft) -> None:
    """Put what was sent into a message, new or being edited; what is not named stays."""
    body = draft.body
    check(body, message.flags)
    if "content" in body:
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = [{"type": "rich"} | embed for embed in body["embeds"] or []]
    if "components" in body:
        message.components = _numbered(body["components"] or [])
    if "attachments" in body or draft.files:
        message.files = _files(core, message, draft)


def check(body: Json, flags: int) -> None:
    """The limits the platform enforces beyond its description."""
    if len((body.get("content") or "").strip()) > MAX_CONTENT:
        raise invalid("content", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_CONTENT} or fewer in length.")
    if flags & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with these components.")
    if sum(_embed_length(embed) for embed in body.get("embeds") or []) > MAX_EMBED_TEXT:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}")
    ids = [part["custom_id"] for part in walk(body.get("components") or []) if "custom_id" in part]
    if len(ids) != len(set(ids)):
        raise invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def _embed_length(embed: Json) -> int:
    """What counts towards the limit of an embed's text."""
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    texts += [(embed.get("author") or {}).get("name")]
    texts += [part for field in embed.get("fields") or [] for part in (field.get("name"), field.get("value"))]
    return sum(len(text) for text in texts if text)


def _numbered(components: list[Json]) -> list[Json]:
    """Components with the ids the platform gives those that have none, in order."""
    for number, part in enumerate(walk(components), start=1):
        part.setdefault("id", number)
    return components


def _files(core: Core, message: Message, draft: Draft) -> list[File]:
    """The attachments a message has now: those it keeps, and the new ones with what is said about them."""
    said = {str(item.get("id")): item for item in draft.body.get("attachments") or []}
    kept = [file for file in message.files if "attachments" not in draft.body or str(file.id) in said]
    new = []
    for upload in draft.files:
        about = said.get(str(upload.index), {})
        name = about.get("filename") or upload.name
        new.append(
            File(core.clock.snowflake(), name, upload.data, upload.content_type, description=about.get("description"))
        )
    return kept + new


def _refer(core: Core, message: Message, reference: Json) -> None:
    """Make a message an answer to another, or a forward of it."""
    place = core.world.channels.get(int(reference.get("channel_id") or message.channel.id))
    found = place.messages.get(int(reference["message_id"])) if place else None
    if found is None:
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return
    message.referenced = found
    message.reference = {"type": reference.get("type") or REPLY, "message_id": str(found.id)}
    message.reference["channel_id"] = str(found.channel.id)
    if found.channel.guild:
        message.reference["guild_id"] = str(found.channel.guild.id)
    if message.reference["type"] == FORWARD:
        message.flags |= 1 << 14
        message.snapshots = [snapshot(core, found)]
    else:
        message.kind = 19


def snapshot(core: Core, of: Message) -> Json:
    """What a forward shows of the message it forwards."""
    whole = payloads.message(of, core.cdn, core.bot.id)
    return {"message": {key: whole[key] for key in SNAPSHOT_FIELDS}}

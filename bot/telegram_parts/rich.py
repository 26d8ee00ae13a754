"""Rich messages as Telegram sends them; the client library has no field for them yet.

See https://core.telegram.org/bots/api#richmessage: blocks that hold texts, and texts that hold texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from moderation.domain import Attachment

DEEPEST, LONGEST = 64, 16_384  # what is beyond is not read
WORDS = frozenset({"text", "caption", "credit", "summary", "label", "expression", "alternative_text"})
APART = frozenset({"blocks", "items", "cells"})
ADDRESSES = ("url", "email_address", "phone_number")
NAMES = ("title", "performer", "file_name")
MEDIA = {
    "photo": "photo",
    "video": "video",
    "animation": "video",
    "audio": "audio",
    "voice_note": "voice",
    "map": "location",
}
KNOWN = re.compile(
    # blocks: https://core.telegram.org/bots/api#richblock
    "paragraph|heading|pre|footer|divider|mathematical_expression|anchor|list|blockquote|pullquote|collage|slideshow"
    "|table|details|thinking|photo|video|animation|audio|voice_note|map"
    # texts: https://core.telegram.org/bots/api#richtext
    "|bold|italic|underline|strikethrough|spoiler|date_time|text_mention|subscript|superscript|marked|code|custom_emoji"
    "|url|email_address|phone_number|bank_card_number|mention|hashtag|cashtag|bot_command|anchor_link|reference"
    "|reference_link"
)


def words(message: object) -> str:
    """Everything written in a rich message, a line for each block; "" for none."""
    return _said(message, DEEPEST)[:LONGEST]


def attachments(message: object) -> Iterator[Attachment]:
    """What it shows and where it leads; one of an unknown kind where something in it cannot be read."""
    objects = list(_objects(message, DEEPEST))
    said = _said(message, DEEPEST)
    yield from (_shown(one) for one in objects if str(one.get("type")) in MEDIA)
    leads = (one[name] for one in objects for name in ADDRESSES if isinstance(one.get(name), str))
    yield from (Attachment(kind="link", text=address) for address in dict.fromkeys(leads) if address not in said)
    if len(said) > LONGEST or not all(map(_is_known, objects)):
        yield Attachment(kind="unknown")


def _said(node: object, left: int) -> str:
    """The words of a text or a block, `left` levels deep; parts of a text stand together, blocks apart."""
    if isinstance(node, str):
        return node
    if isinstance(node, list) and left:
        return "".join(_said(one, left - 1) for one in node)
    parts = node.items() if isinstance(node, dict) and left else ()
    said = [
        _each(value, left - 1) if name in APART else _said(value, left - 1)
        for name, value in parts
        if name in WORDS | APART
    ]
    return "\n".join(filter(None, said))


def _each(blocks: object, left: int) -> str:
    """The words of blocks, or of the cells of a row."""
    if not isinstance(blocks, list):
        return _said(blocks, left)
    return "\n".join(filter(None, (_each(one, left - 1) for one in blocks if left)))


def _objects(node: object, left: int) -> Iterator[dict[str, Any]]:
    """Every object in it; in place of what is too deep an empty one of no type."""
    if not left:
        yield {"type": ""}
    elif isinstance(node, list):
        for one in node:
            yield from _objects(one, left - 1)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value, left - 1)


def _is_known(one: dict[str, Any]) -> bool:
    """Whether it has no type, or one of those above; the `type` of a list's item is how that is numbered."""
    return "type" not in one or "label" in one or bool(KNOWN.fullmatch(str(one["type"])))


def _shown(block: dict[str, Any]) -> Attachment:
    """A picture (its largest size comes last), a film, a sound, or a place."""
    media = block.get(block["type"])
    file = media[-1] if isinstance(media, list) and media else media
    known: dict[str, Any] = file if isinstance(file, dict) else {}
    text = " ".join(str(known[name]) for name in NAMES if known.get(name))
    handle, size = known.get("file_id", ""), known.get("file_size", 0)
    return Attachment(kind=MEDIA[block["type"]], text=text, handle=handle, size=size)

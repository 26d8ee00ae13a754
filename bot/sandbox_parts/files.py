"""The files of the package, and the pretend things a person can attach to a message."""

from __future__ import annotations

from importlib.resources import files
from mimetypes import guess_type

from bot.ports import PlatformError, Trouble
from bot.sandbox_parts.world import RefusedError, World
from moderation.domain import Attachment

_FILES = {"photo": "playground.png", "video": "sports-day.webm", "document": "trip-letter.txt"}
_WORDS = {
    "photo": "The playground on a sunny morning",
    "video": "sports-day.webm",
    "document": "trip-letter.txt",
    "contact": "Jo Bloggs, 07700 900456",
    "location": "51.5007, -0.1246",
}


def static(name: str) -> bytes:
    """The bytes of a file in the package's `static` folder; KeyError when there is no such file."""
    found = files("bot.sandbox_parts").joinpath("static", name)
    if "/" in name or "\\" in name or not found.is_file():
        raise KeyError(name)
    return found.read_bytes()


def attach(world: World, kind: str, caption: str = "") -> Attachment:
    """A pretend photo, video, document, contact or location; the caption replaces what it says by itself."""
    if kind not in _WORDS:
        raise RefusedError("The sandbox has no such attachment.")
    text = caption or _WORDS[kind]
    if kind not in _FILES:
        return Attachment(kind=kind, text=text)
    data = static(_FILES[kind])
    return Attachment(kind=kind, text=text, handle=world.keep((_FILES[kind], data)), size=len(data))


def kept(world: World, name: str, data: bytes) -> Attachment:
    """A file that the bot posts: shown as a picture or a video when its name says so, else as a document."""
    kind = {"image": "photo", "video": "video"}.get((guess_type(name)[0] or "").partition("/")[0], "document")
    return Attachment(kind=kind, text=name, handle=world.keep((name, data)), size=len(data))


def fetch(world: World, attachment: Attachment) -> bytes:
    """The bytes of an attachment; PlatformError(UNSUPPORTED) when it has none, GONE when they are not kept any more."""
    if not attachment.handle:
        raise PlatformError(Trouble.UNSUPPORTED)
    if attachment.handle not in world.files:
        raise PlatformError(Trouble.GONE)
    return world.files[attachment.handle][1]

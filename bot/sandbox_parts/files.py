"""The files of the package, and the pretend things a person can attach to a message."""

from __future__ import annotations

from importlib.resources import files

from bot.ports import PlatformError, Trouble
from bot.sandbox_parts.world import RefusedError
from moderation.domain import Attachment

_HANDLES = {"photo": "playground.png", "video": "sports-day.webm", "document": "trip-letter.txt"}
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


def attach(kind: str, caption: str = "") -> Attachment:
    """A pretend photo, video, document, contact or location; the caption replaces what it says by itself."""
    if kind not in _WORDS:
        raise RefusedError("The sandbox has no such attachment.")
    handle = _HANDLES.get(kind, "")
    return Attachment(kind=kind, text=caption or _WORDS[kind], handle=handle, size=len(static(handle)) if handle else 0)


def fetch(attachment: Attachment) -> bytes:
    """The bytes of a pretend attachment; PlatformError(GONE) when it has none."""
    if attachment.handle not in _HANDLES.values():
        raise PlatformError(Trouble.GONE)
    return static(attachment.handle)

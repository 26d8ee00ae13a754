"""What the pretend platform remembers, as values: posts, private letters, cards and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.staff.cards import Button, Card
from moderation.domain import Attachment

BOT = "schoolgate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message in a channel; its id is its key. `author` is a person's id, or BOT.

    `restored_for` and `posted_for` (approved by staff) are display names. `button` and `only_for` (a person's id) make
    it a note with a private answer.
    """

    id: str
    chat: str
    author: str
    text: str
    at: datetime
    edited: datetime | None = None
    reply_to: str = ""
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[str, ...] = ()
    restored_for: str = ""
    posted_for: str = ""
    button: Button | None = None
    only_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is left of a post that was taken down: where it was and whose it was, never what it said."""

    id: str
    chat: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One private message to one person; `about` is the message it is about, "" for none."""

    id: str
    text: str
    about: str
    at: datetime
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One card in a staff place, with the id of the file beside it ("" for none)."""

    id: str
    card: Card
    at: datetime
    file: str = ""
    file_name: str = ""

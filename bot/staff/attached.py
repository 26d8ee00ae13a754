"""What was sent with a message and could be kept, as files by names that say their kind."""

from __future__ import annotations

from collections.abc import Mapping

from bot.staff.cards import Button
from bot.staff.locale import Locale
from moderation.domain import Attachment, Case

PICTURES = {"photo": "jpg", "video": "mp4"}
PNG = b"\x89PNG"
IN_THE_WORDS = frozenset({"link", "forward", "screenshot"})  # nothing is lost without them


def files(case: Case, kept: Mapping[int, bytes]) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of everything that is kept, in the order it was sent. A name that a person gave is not used."""
    return tuple((_name(case.attachments[index], data), data) for index, data in sorted(kept.items()))


def button(case: Case, locale: Locale) -> tuple[Button, ...]:
    """The button by which staff look at it, where there is something to see."""
    return (Button(id=f"look:{case.id}", label=locale.text("press-look")),) if case.kept else ()


def lost(case: Case, locale: Locale) -> str:
    """What was sent with it and is not kept, such as a contact card or too large a film; "" where nothing is."""
    sent = {each.kind for index, each in enumerate(case.attachments) if index not in case.kept} - IN_THE_WORDS
    keys = (f"sent-{kind}" if locale.has(f"sent-{kind}") else "sent-unknown" for kind in sorted(sent))
    things = ", ".join(dict.fromkeys(locale.text(key) for key in keys))
    return locale.text("card-lost-things", things=things) if things else ""


def _name(attachment: Attachment, data: bytes) -> str:
    suffix = attachment.text.rpartition(".")[2].lower()
    if attachment.kind in PICTURES:
        return f"{attachment.kind}.{PICTURES[attachment.kind]}" if not data.startswith(PNG) else "photo.png"
    return f"{attachment.kind}.{suffix}" if suffix.isalnum() and len(suffix) < 6 else attachment.kind

"""Cards, buttons and long texts in Telegram's form: escaped HTML, inline keyboards, 4096 characters."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card

TEXT_LIMIT = 4096
TITLE_LIMIT = 200
DATA_LIMIT = 64
LEAST_EVIDENCE, LEAST_VALUE = 400, 80
CUT = " … [cut]"
ON_DUTY = "🔔"  # the person on duty is called by it, in every language
STYLES = {"good": "success", "danger": "danger"}
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
ROW = 2


def size(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """At most `limit` units; says so when something was cut."""
    if size(text) <= limit:
        return text
    return _head(text, max(0, limit - size(CUT))) + CUT


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Pieces of at most `limit` units, cut at a line or a word where there is one."""
    pieces = []
    while size(text) > limit:
        head = _head(text, limit)
        at = max(head.rfind("\n"), head.rfind(" "))
        head = head[: at + 1] if at > len(head) // 2 else head
        pieces.append(head)
        text = text[len(head) :]
    return [piece for piece in (*pieces, text) if piece.strip()]


def _head(text: str, limit: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")


def card_html(card: Card) -> str:
    """A card as HTML with everything escaped; what does not fit is cut, the evidence first."""
    called = f"{ON_DUTY}\n" if card.mention.isdigit() else ""
    title, fields, evidence = _fitted(card, TEXT_LIMIT - size(called))
    lines = [mention(card.mention, ON_DUTY)] if called else []
    lines += [f"<b>{_escape(title)}</b>"]
    lines += [f"<b>{_escape(name)}</b>: {_escape(value)}" for name, value in fields]
    if evidence:
        lines += ["", f"<tg-spoiler>{_escape(evidence)}</tg-spoiler>"]
    return "\n".join(lines)


def _fitted(card: Card, limit: int) -> tuple[str, list[tuple[str, str]], str]:
    title = clip(f"Urgent: {card.title}" if card.urgent else card.title, TITLE_LIMIT)
    names = sum(size(name) + 3 for name, _ in card.fields)
    room = limit - size(title) - names - 2
    values = sum(size(value) for _, value in card.fields)
    evidence = clip(card.evidence, max(min(LEAST_EVIDENCE, room), room - values))
    left = room - size(evidence)
    if values <= left:
        return title, list(card.fields), evidence
    each = max(LEAST_VALUE, left // len(card.fields))
    return title, [(name, clip(value, each)) for name, value in card.fields], evidence


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Buttons, two in a row. Raises PlatformError(INVALID) when an id is over 64 bytes."""
    if not buttons:
        return None
    if any(len(button.id.encode()) > DATA_LIMIT for button in buttons):
        raise PlatformError(Trouble.INVALID)
    drawn = [_button(button) for button in buttons]
    return InlineKeyboardMarkup([drawn[at : at + ROW] for at in range(0, len(drawn), ROW)])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, callback_data=button.id, style=STYLES.get(button.style))


def deep_link(bot: str, button: Button) -> InlineKeyboardMarkup:
    """One button that opens the private chat and presses `button` there (core.telegram.org/bots/features)."""
    payload = base64.urlsafe_b64encode(button.id.encode()).decode().rstrip("=")
    if not PAYLOAD.fullmatch(payload):
        raise PlatformError(Trouble.INVALID)
    return InlineKeyboardMarkup([[InlineKeyboardButton(button.label, url=f"https://t.me/{bot}?start={payload}")]])


def pressed(payload: str) -> str:
    """The button id in a deep link's payload, "" when it holds none."""
    if not PAYLOAD.fullmatch(payload):
        return ""
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def mention(user: str, text: str) -> str:
    """Text as HTML whose first word is a link to a person, so that they are notified; no name is shown."""
    first, space, rest = text.partition(" ")
    if not user.isdigit():
        return _escape(text)
    return f'<a href="tg://user?id={user}">{_escape(first)}</a>{space}{_escape(rest)}'

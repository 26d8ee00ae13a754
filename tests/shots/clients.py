"""How a message that a platform was sent looks in that platform's own client: its JSON drawn as a page."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Any

Json = dict[str, Any]
HERE = Path(__file__).parent
PAGE = Template((HERE / "clients.html").read_text("utf-8"))
FACE = (HERE.parents[1] / "bot" / "sandbox_parts" / "static" / "icon.svg").read_text("utf-8")
ESCAPED = re.compile(r"\\([^\w\s])")
# https://docs.discord.com/developers/components/reference#button-button-styles
DISCORD_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger"}
TAGS = {"bold": "b", "italic": "i", "underline": "u", "code": "code", "spoiler": "mark"}


def discord(message: Json, place: str) -> str:
    """A bot's message in a channel of Discord's dark theme. `message`: its embeds and components."""
    embeds = "".join(_embed(embed) for embed in message["embeds"])
    rows = "".join(_row(row) for row in message["components"])
    return PAGE.substitute(client="discord", face=FACE, place=f"# {escape(place)}", body=embeds + rows)


def _embed(embed: Json) -> str:
    fields = "".join(
        f'<div class="inline-{field["inline"]}"><b>{_said(field["name"])}</b>{_said(field["value"])}</div>'
        for field in embed.get("fields", ())
    )
    return (
        f'<article style="border-color: #{embed.get("color", 0):06x}"><h2>{_said(embed["title"])}</h2>'
        f"<p>{_said(embed.get('description', ''))}</p><section>{fields}</section></article>"
    )


def _said(text: str) -> str:
    """Discord's markdown, as far as cards use it: spoilers, and everything else escaped."""
    parts = re.split(r"\|\|(.+?)\|\|", text, flags=re.DOTALL)
    plain = [escape(ESCAPED.sub(r"\1", part)) for part in parts]
    return "".join(f"<mark>{part}</mark>" if at % 2 else part for at, part in enumerate(plain))


def _row(row: Json) -> str:
    buttons = (
        f'<button class="{DISCORD_STYLES[part["style"]]}">{escape(part["label"])}</button>'
        for part in row["components"]
    )
    return f"<nav>{''.join(buttons)}</nav>"


def telegram(message: Json, place: str) -> str:
    """A bot's message in a group of Telegram's light theme. `message`: its text, entities and reply_markup."""
    rows = "".join(_keys(row) for row in message["reply_markup"].get("inline_keyboard", ()))
    body = f"<article>{_marked(message['text'], message['entities'])}</article>{rows}"
    return PAGE.substitute(client="telegram", face=FACE, place=escape(place), body=body)


def _marked(text: str, entities: list[Json]) -> str:
    """Text with its entities, which do not overlap in cards; offsets count UTF-16 units."""
    units, out, at = text.encode("utf-16-le"), "", 0
    for entity in sorted(entities, key=lambda one: one["offset"]):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        tag = TAGS.get(entity["type"], "span")
        out += f"{_units(units, at, start)}<{tag}>{_units(units, start, end)}</{tag}>"
        at = end
    return out + _units(units, at, len(units) // 2)


def _units(units: bytes, start: int, end: int) -> str:
    return escape(units[start * 2 : end * 2].decode("utf-16-le"))


def _keys(row: list[Json]) -> str:
    buttons = (f'<button class="{key.get("style", "")}">{escape(key["text"])}</button>' for key in row)
    return f"<nav>{''.join(buttons)}</nav>"

"""Cards, notices and forms as Discord draws them: embeds, buttons, modals. User text is escaped and never pings."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from urllib.parse import parse_qsl, urlencode

import discord

from bot.ports import PlatformError, Trouble
from bot.staff.cards import Button, Card, Field, Form

# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
TITLE, DESCRIPTION, FIELDS, FIELD_NAME, FIELD_VALUE, EMBED = 256, 4096, 25, 256, 1024, 6000
CONTENT, LABEL, CUSTOM_ID, FORM_TITLE, FORM_LABEL, FORM_HELP = 2000, 80, 100, 45, 45, 100
LEAST_EVIDENCE = 1000
FORM = "form:"
STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "good": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}
SILENT = discord.AllowedMentions.none()


def escaped(text: str, *, links: bool = True) -> str:
    """Text that shows as it was typed: no markdown, no mention. `links=False` also undoes addresses."""
    return discord.utils.escape_mentions(discord.utils.escape_markdown(text, ignore_links=links))


def fitted(text: str, limit: int, *, links: bool = True) -> str:
    """Escaped text of at most `limit` characters; what is cut off is marked."""
    whole = escaped(text, links=links)
    if len(whole) <= limit:
        return whole
    kept = text[:limit]
    while len(short := escaped(kept, links=links)) > limit - 1:
        kept = kept[: len(kept) - max(1, (len(short) - limit) // 2)]
    return short + "…"


def pages(text: str, limit: int = CONTENT) -> list[str]:
    """Plain text as messages of at most `limit` characters, parted at line ends where there are any."""
    out: list[str] = []
    rest = text
    while len(escaped(rest)) > limit:
        part = rest[: limit // 2]
        cut = part.rfind("\n") + 1 or len(part)
        out.append(escaped(rest[:cut].rstrip()))
        rest = rest[cut:]
    return [page for page in [*out, escaped(rest)] if page.strip()]


def embed(card: Card) -> discord.Embed:
    """A card. The evidence is behind a spoiler, and nothing in it, not even an address, can end the spoiler."""
    drawn = discord.Embed(
        title=fitted(card.title, TITLE),
        colour=discord.Colour.red() if card.urgent else discord.Colour.blurple(),
    )
    least = LEAST_EVIDENCE if card.evidence.strip() else 0
    _add_fields(drawn, card.fields[:FIELDS], EMBED - least - len(drawn))
    if least:
        room = min(DESCRIPTION, EMBED - len(drawn)) - len("|| ||")
        hidden = fitted(card.evidence, room, links=False)
        # A spoiler ends at the first two bars, escaped or not: a last bar of the evidence is kept apart.
        drawn.description = f"||{hidden} ||" if hidden.endswith("|") else f"||{hidden}||"
    return drawn


def _add_fields(drawn: discord.Embed, fields: Sequence[tuple[str, str]], room: int) -> None:
    """Every field gets the part of the room that it needs, the long ones an equal part of what the short ones leave."""
    most = room // (2 * max(1, len(fields)))
    names = [fitted(name, min(FIELD_NAME, most)) for name, _ in fields]
    values = [fitted(value, FIELD_VALUE) for _, value in fields]
    rooms = _shared([len(value) for value in values], room - sum(map(len, names)))
    for name, (_, value), limit in zip(names, fields, rooms, strict=True):
        if name.strip() and (said := fitted(value, limit)).strip():
            drawn.add_field(name=name, value=said)


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """What each gets of a room: what it wants, or an equal part of what those that want less leave."""
    given = [0] * len(wanted)
    by_size = sorted(range(len(wanted)), key=wanted.__getitem__)
    for waiting, at in zip(range(len(wanted), 0, -1), by_size, strict=True):
        given[at] = min(wanted[at], room // waiting)
        room -= given[at]
    return given


def view(buttons: Sequence[Button]) -> discord.ui.View | None:
    """The buttons under a message, None for none."""
    if not buttons:
        return None
    drawn = discord.ui.View(timeout=None)
    for button in buttons[:25]:
        style = STYLES.get(button.style, discord.ButtonStyle.secondary)
        drawn.add_item(discord.ui.Button(style=style, label=button.label[:LABEL], custom_id=button.id))
    # Presses are recognised by their id alone, weeks and restarts later; stopped, the library does not keep the view.
    drawn.stop()
    return drawn


def file(named: tuple[str, bytes]) -> discord.File:
    """A file to attach."""
    name, data = named
    return discord.File(BytesIO(data), filename=name)


def modal(form: Form) -> discord.ui.Modal:
    """A form; what it already knows travels in its id, so that it can be sent off after a restart."""
    asked = {field.name for field in form.fields}
    known = urlencode([(name, value) for name, value in form.values if name not in asked])
    custom_id = f"{FORM}{form.command}?{known}"
    if len(custom_id) > CUSTOM_ID:
        raise PlatformError(Trouble.INVALID)
    drawn = discord.ui.Modal(title=form.title[:FORM_TITLE], custom_id=custom_id)
    for field in form.fields[:5]:
        drawn.add_item(_question(field, dict(form.values).get(field.name)))
    drawn.stop()
    return drawn


def filled(custom_id: str) -> tuple[str, dict[str, str]]:
    """The command a form belongs to and what it already knew."""
    command, _, known = custom_id.removeprefix(FORM).partition("?")
    return command, dict(parse_qsl(known, keep_blank_values=True))


def _question(field: Field, value: str | None) -> discord.ui.Label[discord.ui.Modal]:
    short = field.help if len(field.help) <= FORM_LABEL else field.name.capitalize()
    more = None if short == field.help else field.help[:FORM_HELP]
    return discord.ui.Label(text=short[:FORM_LABEL], description=more, component=_input(field, value))


def _input(field: Field, value: str | None) -> discord.ui.Item[discord.ui.Modal]:
    if field.kind == "member":
        chosen = [discord.Object(int(value))] if value and value.isdecimal() else []
        return discord.ui.UserSelect(custom_id=field.name, required=field.required, default_values=chosen)
    style = discord.TextStyle.paragraph if field.kind == "text" else discord.TextStyle.short
    return discord.ui.TextInput(custom_id=field.name, style=style, required=field.required, default=value)

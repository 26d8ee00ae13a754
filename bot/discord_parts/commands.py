"""Menus -> slash commands, and what people enter -> calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord

from bot.discord_parts.events import tokens
from bot.discord_parts.setup import NAME
from bot.discord_parts.views import filled
from bot.ports import Actor, Call
from bot.staff.cards import Choice, Field, Menu
from moderation.domain import Ref

HELP, SUGGESTIONS, CHOICE = 100, 25, 100
SUGGESTED = frozenset({"clause", "case", "duration"})
LINK = re.compile(r"<?https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d+)/(\d+)/(\d+)>?")
ANYONE = "anyone"

Json = dict[str, Any]


def guild_commands(menus: Iterable[Menu]) -> list[Json]:
    """What a server's members are offered. Staff menus are hidden from those who may not manage messages."""
    return [_command(menu) for menu in menus]


def direct_commands(menus: Iterable[Menu]) -> list[Json]:
    """What is offered in a private chat with the bot, and only there (context 1): servers have their own list."""
    return [_command(menu) | {"contexts": [1], "integration_types": [0]} for menu in menus if menu.needs == ANYONE]


def _command(menu: Menu) -> Json:
    required_first = sorted(menu.fields, key=lambda field: not field.required)
    hidden = None if menu.needs == ANYONE else discord.Permissions(manage_messages=True).value
    return {
        "type": discord.AppCommandType.chat_input.value,
        "name": menu.name,
        "description": menu.help[:HELP],
        "options": [_option(field) for field in required_first],
        "default_member_permissions": hidden,
    }


def _option(field: Field) -> Json:
    kind = discord.AppCommandOptionType.user if field.kind == "member" else discord.AppCommandOptionType.string
    option: Json = {
        "type": kind.value,
        "name": field.name,
        "description": field.help[:HELP],
        "required": field.required,
    }
    return option | {"autocomplete": True} if field.kind in SUGGESTED else option


def call(interaction: discord.Interaction[Any]) -> Call:
    """A slash command, a suggestion asked for, or a filled-in form."""
    data = _data(interaction)
    if interaction.type is discord.InteractionType.modal_submit:
        command, values = filled(data["custom_id"])
        values |= _answers(data["components"])
    else:
        command = data["name"]
        values = {option["name"]: str(option["value"]) for option in data.get("options", ()) if "value" in option}
    group = str(interaction.guild_id or "")
    return Call(
        command=command,
        actor=actor(interaction),
        platform=NAME,
        group=group,
        chat=str(interaction.channel_id or ""),
        values=values,
        target=_target(values, group),
        id=str(interaction.id),
    )


def actor(interaction: discord.Interaction[Any]) -> Actor:
    """Who used a command or a button."""
    user = interaction.user
    return Actor(user=str(user.id), name=user.display_name, tokens=tokens(user))


def focused(interaction: discord.Interaction[Any]) -> tuple[str, str]:
    """The option somebody is typing in and what it holds so far."""
    options: Sequence[Json] = _data(interaction).get("options", ())
    return next(((option["name"], str(option["value"])) for option in options if option.get("focused")), ("", ""))


def choices(found: Sequence[Choice]) -> list[discord.app_commands.Choice[str]]:
    """Suggestions as Discord shows them."""
    fitting = [choice for choice in found if 0 < len(choice.value) <= CHOICE]
    return [discord.app_commands.Choice(name=one.label[:CHOICE], value=one.value) for one in fitting[:SUGGESTIONS]]


def custom_id(interaction: discord.Interaction[Any]) -> str:
    """The id of the button that was pressed."""
    return str(_data(interaction).get("custom_id", ""))


def _data(interaction: discord.Interaction[Any]) -> Json:
    return dict(interaction.data or {})


def _answers(components: Iterable[Json]) -> dict[str, str]:
    """What was entered; each input sits in a label, or in a row as older forms have it."""
    inputs = [one for part in components for one in part.get("components", [part.get("component", {})])]
    return {one["custom_id"]: one["value"] if "value" in one else "".join(one.get("values", [])[:1]) for one in inputs}


def _target(values: Mapping[str, str], group: str) -> Ref | None:
    """The message a link names, if it is in the same server: nobody reaches into another school's."""
    for value in values.values():
        found = LINK.fullmatch(value.strip())
        if found and found[1] == group:
            return Ref(platform=NAME, chat=found[2], message=found[3])
    return None

"""One message on each platform through the whole program, and the cards that the loopback servers were then sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Message
from tests.platforms.running import configure, running, until
from tests.platforms.telegram_server.server import TelegramServer
from tests.platforms.telegram_server.state import Post

Json = dict[str, Any]
PATIENCE_S = 120.0
THREAT = "Qureshi kept my lad in again. I'll be waiting at the gate tonight and I'll break his legs."
NAMED = "It was Callum Whitaker who bit my son again, somebody needs to sort that child out."
GROUPS = """
[[groups]]
name = "Hollybank Primary parents"
platform = "discord"
id = "{guild}"
roster = "{folder}/roster.csv"
staff = ["role:{staff}"]
dsl = ["role:{staff}"]
staff_place = "{discord_cards}"
[[groups]]
name = "Hollybank Primary parents on Telegram"
platform = "telegram"
id = {parents}
roster = "{folder}/roster.csv"
staff = ["staff_place"]
dsl = ["staff_place"]
staff_place = {telegram_cards}
"""


@dataclass(frozen=True, kw_only=True)
class Cards:
    """What the platforms hold of the two cards, in their own JSON: a message of each."""

    discord: Json
    telegram: Json


async def cards(folder: Path) -> Cards:
    """Play the journey with the program's files in `folder`."""
    async with DiscordServer() as discord, TelegramServer() as telegram:
        guild = discord.guild("Hollybank Primary")
        staff = discord.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        room, desk = discord.channel(guild, "parents-chat"), discord.channel(guild, "staff")
        tom, samina = discord.member(guild, "Tom Whitlock"), telegram.user("Samina", last_name="Rahman")
        parents = telegram.supergroup("Hollybank parents", samina)
        office = telegram.supergroup("Hollybank staff")
        groups = GROUPS.format(
            guild=guild.id,
            staff=staff.id,
            discord_cards=desk.id,
            parents=parents.id,
            telegram_cards=office.id,
            folder=folder,
        )
        known = {
            "DISCORD_TOKEN": discord.token,
            "SCHOOLGATE_DISCORD_API": discord.base_url,
            "SCHOOLGATE_DISCORD_GATEWAY": discord.gateway_url,
            "TELEGRAM_TOKEN": telegram.token,
            "SCHOOLGATE_TELEGRAM_API": telegram.base_url,
            "SCHOOLGATE_TELEGRAM_FILES": telegram.base_file_url,
        }
        with pytest.MonkeyPatch.context() as patch:
            configure(folder, patch, groups, **known)
            async with running() as app:
                await telegram.start(samina)
                await discord.post(room, tom, THREAT)
                await telegram.post(parents, samina, NAMED)
                await until(lambda: _checked([_discord(one) for one in discord.visible(desk)]), PATIENCE_S)
                await until(lambda: _checked([_telegram(one) for one in telegram.visible(office)]), PATIENCE_S)
                await app.intake.idle()
                return Cards(
                    discord=_discord(discord.visible(desk)[-1]), telegram=_telegram(telegram.visible(office)[-1])
                )


def _checked(messages: list[Json]) -> bool:
    """Whether the newest card says that all of it was done and looked at."""
    newest = str(messages[-1:])
    return "done and checked" in newest and "not yet done" not in newest


def _discord(message: Message) -> Json:
    return {"embeds": message.embeds, "components": message.components}


def _telegram(post: Post) -> Json:
    return {"text": post.text, "entities": post.entities, "reply_markup": post.markup or {}}

"""A parents' server with staff channels on the loopback Discord server, for the acceptance tests about whole groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.interactions import PATIENT, Interaction
from tests.platforms.discord_server.permissions import Perm
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Channel, Guild, Member, Message
from tests.platforms.running import configure, until

CLOSED = Perm.SEND_MESSAGES | Perm.SEND_MESSAGES_IN_THREADS


@dataclass(kw_only=True)
class Hall:
    """The server, its channels by name and its people; `quiet` takes no private messages."""

    server: DiscordServer
    guild: Guild
    places: dict[str, Channel]
    people: dict[str, Member]
    folder: Path

    def texts(self, place: str) -> list[str]:
        """What can be read in a channel."""
        return [message.content for message in self.server.visible(self.places[place])]

    def told(self, who: str, part: str) -> list[Message]:
        """What the bot told somebody privately, where it holds these words."""
        return [one for one in self.server.direct_messages(self.people[who]) if part in one.content]

    def card(self, verb: str, place: str = "staff") -> tuple[Message, str] | None:
        """The newest card in a channel with this button, and the button's id."""
        for message in reversed(self.server.visible(self.places[place])):
            for custom_id in message.custom_ids:
                if custom_id.startswith(f"{verb}:"):
                    return message, custom_id
        return None

    def cards(self, place: str = "staff") -> str:
        """All that the cards in a channel say."""
        return str([message.embeds for message in self.server.visible(self.places[place])])

    async def command(self, who: str, name: str, /, place: str = "staff", **values: object) -> Interaction:
        """Somebody gives a command; what they see once they are answered."""
        return await answered(await self.server.slash(self.people[who], self.places[place], name, values))

    async def press(
        self, who: str, verb: str, /, on: str | Interaction = "staff", answers: Mapping[str, str] | None = None
    ) -> Interaction:
        """Somebody presses a button and fills in the form it opens; what they then see.

        `verb`: how the button's id begins. `on`: a channel, "private", or the answer that it is under.
        """
        for _ in range(3):  # a form that a busy machine could not open in time opens at the next press
            await until(lambda: self._button(who, verb, on), within=60)
            seen = await answered(await self.server.click(self.people[who], *self._button(who, verb, on)[-1]))
            if answers is None:
                return seen
            if seen.modal:
                break
        assert seen.modal
        assert seen.modal["custom_id"].startswith(f"form:{verb.partition(':')[0]}?")
        return await answered(await self.server.submit_modal(seen, answers))

    def _button(self, who: str, verb: str, on: str | Interaction) -> list[tuple[Message, str]]:
        """Every such button that somebody sees there, oldest first."""
        if isinstance(on, Interaction):
            messages = on.messages
        else:
            person = self.people[who]
            private = on == "private"
            messages = self.server.direct_messages(person) if private else self.server.visible(self.places[on])
        return [(one, id_) for one in messages for id_ in one.custom_ids if f"{id_}:".startswith(f"{verb}:")]

    async def may_post(self, who: str, place: str) -> bool:
        """Whether the platform lets somebody write in a channel; what they write is then there."""
        try:
            await self.server.post(self.places[place], self.people[who], "testing, testing")
        except Refused:
            return False
        return True

    def rules(self) -> dict[str, object]:
        """Every channel's overwrites and slow mode, and the pause of invites."""
        found: dict[str, object] = {
            name: ({key: (one.allow, one.deny) for key, one in place.overwrites.items()}, place.slowmode)
            for name, place in self.places.items()
        }
        return found | {"invites": (self.guild.settings.get("incidents_data") or {}).get("invites_disabled_until")}


async def answered(seen: Interaction) -> Interaction:
    """An interaction once its person sees what came of it: an answer or a form."""
    await until(lambda: seen.messages or seen.modal or seen.failed, within=60)
    assert not seen.failed, "Discord's three seconds were over before the bot answered"
    return seen


@asynccontextmanager
async def hall(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> AsyncIterator[Hall]:
    """Configured and ready to be run; `more`: further keys of the group."""
    async with DiscordServer() as server:
        server.first_answer_within = PATIENT
        guild = server.guild("Hollybank")
        staff = server.role(guild, "Staff", permissions=Perm.MANAGE_MESSAGES, position=10)
        parents = server.role(guild, "Parents", position=2)
        everyone = guild.roles[guild.id]
        places = {name: server.channel(guild, name) for name in ("parents", "staff", "dsl")}
        shut = {everyone: (0, CLOSED), server.bot_role(guild): (CLOSED, 0)}
        places["news"] = server.channel(guild, "news", overwrites=shut | {staff: (CLOSED, 0)})
        places["pta"] = server.channel(guild, "pta", overwrites=shut | {parents: (CLOSED, 0)})
        people = {
            "parent": server.member(guild, "A Parent", roles=[parents]),
            "quiet": server.member(guild, "A Quiet Parent", roles=[parents], dms_open=False),
            "office": server.member(guild, "Office", roles=[staff]),
            "head": server.member(guild, "Head", roles=[staff]),
        }
        people |= {f"angry{n}": server.member(guild, f"Angry {n}", roles=[parents]) for n in range(5)}
        configure(
            folder,
            monkeypatch,
            f"""
reconcile_minutes = 0.01
[[groups]]
name = "Hollybank parents"
platform = "discord"
id = "{guild.id}"
roster = "{folder}/roster.csv"
staff = ["role:{staff.id}"]
staff_place = "{places["staff"].id}"
dsl_place = "{places["dsl"].id}"
{more}
""",
            DISCORD_TOKEN=server.token,
            SCHOOLGATE_DISCORD_API=server.base_url,
            SCHOOLGATE_DISCORD_GATEWAY=server.gateway_url,
        )
        yield Hall(server=server, guild=guild, places=places, people=people, folder=folder)

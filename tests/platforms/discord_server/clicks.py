"""People using the bot: commands, suggestions, buttons, menus and forms, and what they then see."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Mapping, Sequence

from tests.platforms.discord_server import payloads
from tests.platforms.discord_server.errors import Refused
from tests.platforms.discord_server.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    Interaction,
)
from tests.platforms.discord_server.options import Resolver, fill_in, leaf
from tests.platforms.discord_server.people import People
from tests.platforms.discord_server.permissions import DIRECT, Perm, is_protected
from tests.platforms.discord_server.state import Channel, Json, Member, Message, User, walk

WORKING_FOR = 5.0
USER_MENU, MESSAGE_MENU = 2, 3


class Clicks(People):
    """Interactions, from the person's side."""

    timed_out_may_click = False

    async def slash(
        self, member: Member, channel: Channel, command: str, options: Mapping[str, object] | None = None
    ) -> Interaction:
        """A member gives a slash command ("restrict", or "case show" for a subcommand).

        `options`: name -> value; members, users, roles, channels are given as such. Returns once there is an answer.
        Raises Refused as the client or the platform would: no such command, no right to it, a wrong or missing option.
        """
        found = self._usable(member, channel, command)
        resolver = Resolver()
        values = fill_in(found, command.split()[1:], options or {}, resolver)
        data = self._named(found) | {"options": values}
        return await self._ask(self._new(COMMAND, member, channel, data | resolver.payload()))

    async def menu(self, member: Member, channel: Channel, command: str, target: Member | Message) -> Interaction:
        """A member gives a command from the menu of a member or of a message they see; returns once it is answered."""
        found = self._usable(member, channel, command, (USER_MENU if isinstance(target, Member) else MESSAGE_MENU,))
        resolver = Resolver()
        if isinstance(target, Message):
            resolver.messages[str(target.id)] = payloads.message(target, self.cdn, self.bot.id)
        else:
            resolver.member(target)
        data = self._named(found) | {"target_id": str(target.id)} | resolver.payload()
        return await self._ask(self._new(COMMAND, member, channel, data))

    async def autocomplete(
        self, member: Member, channel: Channel, command: str, typed: Mapping[str, object], focused: str
    ) -> list[Json]:
        """The suggestions a member gets while typing the option `focused`: [{name, value}, ...]."""
        found = self._usable(member, channel, command)
        option = next(one for one in leaf(found, command.split()[1:])["options"] if one["name"] == focused)
        if not option.get("autocomplete"):
            raise Refused(50035, message=f"option {focused} has no autocomplete")
        resolver = Resolver()
        values = fill_in(found, command.split()[1:], typed, resolver, focused=focused)
        data = self._named(found) | {"options": values} | resolver.payload()
        return (await self._ask(self._new(AUTOCOMPLETE, member, channel, data))).choices

    async def click(
        self, who: Member | User, message: Message, custom_id: str, values: Sequence[object] | None = None
    ) -> Interaction:
        """Somebody presses a button or chooses from a menu (`values`) of a message they see.

        What is chosen: texts, or members, users, roles and channels where the menu offers those.

        Raises Refused 50013 in a guild where they are timed out (github.com/nextcord/previous/pull/86: timed out users
        cannot use buttons), unless `timed_out_may_click` says otherwise.
        """
        if message.deleted or (message.ephemeral and message.seen_by != who.id):
            raise Refused(10008)
        part = next((one for one in walk(message.components) if one.get("custom_id") == custom_id), None)
        if part is None or part.get("disabled"):
            raise Refused(50035, message="no such component, or it is disabled")
        if isinstance(who, Member) and message.channel.guild:
            self._need(who, message.channel, 0)
            if self.is_timed_out(who) and not is_protected(who) and not self.timed_out_may_click:
                raise Refused(50013)
        data: Json = {"custom_id": custom_id, "component_type": part["type"], "id": part.get("id", 1)}
        if values is not None:
            resolver = Resolver()
            data |= {"values": [resolver.value(each) for each in values]} | resolver.payload()
        return await self._ask(self._new(COMPONENT, who, message.channel, data, source=message))

    async def submit_modal(self, form: Interaction, answers: Mapping[str, str]) -> Interaction:
        """The person fills in the form an interaction opened: custom id -> text."""
        if form.modal is None:
            raise Refused(50035, message="no form is open")
        data = {
            "custom_id": form.modal["custom_id"],
            "components": [_answered(part, answers) for part in form.modal["components"]],
        }
        who = form.member or form.user
        made = self._new(MODAL, who, form.channel, data, source=form.source)
        made.opened_by = form
        return await self._ask(made)

    # ---- how it is done

    def _usable(self, member: Member, channel: Channel, words: str, kinds: Sequence[int] = (1,)) -> Json:
        """The command a member may use here; a slash command's name is one word, the rest are subcommands."""
        name = words.split()[0] if kinds == (1,) else words
        places = (member.guild.id, 0)
        every = [one for place in places for one in self.world.commands.get(place, [])]
        found = next((one for one in every if one["name"] == name and one["type"] in kinds), None)
        if found is None:
            raise Refused(10063)
        self._need(member, channel, Perm.USE_APPLICATION_COMMANDS)
        needed = int(found["default_member_permissions"] or 0)
        bits = self.bits(member, channel)
        if not bits & Perm.ADMINISTRATOR and (needed & ~bits or found["default_member_permissions"] == "0"):
            raise Refused(50013)
        return found

    def _named(self, command: Json) -> Json:
        """What identifies a command in an interaction."""
        out = {key: command[key] for key in ("id", "name", "type")}
        return out | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})

    def _new(
        self, kind: int, who: Member | User, channel: Channel, data: Json, *, source: Message | None = None
    ) -> Interaction:
        made = Interaction(
            id=self.clock.snowflake(),
            token=secrets.token_urlsafe(48),
            kind=kind,
            user=who.user if isinstance(who, Member) else who,
            channel=channel,
            made_at=self.clock.now(),
            data=data,
            guild=channel.guild,
            member=who if isinstance(who, Member) and channel.guild else None,
            source=source,
        )
        self.interactions[made.token] = made
        return made

    def _payload(self, of: Interaction) -> Json:
        """The interaction as the gateway sends it."""
        bits = self.bot_bits(of.channel) if of.guild else int(DIRECT)
        out: Json = {
            "id": str(of.id),
            "application_id": str(self.application_id),
            "type": of.kind,
            "data": of.data,
            "token": of.token,
            "version": 1,
            "channel_id": str(of.channel.id),
            "channel": payloads.channel(of.channel),
            "locale": "en-GB",
            "entitlements": [],
            "app_permissions": str(bits),
            "authorizing_integration_owners": {"0": str(of.guild.id) if of.guild else "0"},
            "context": 0 if of.guild else 1,
            "attachment_size_limit": 10485760,
        }
        if of.member and of.guild:
            member = payloads.member(of.member) | {"permissions": str(self.bits(of.member, of.channel))}
            guild = {"id": str(of.guild.id), "locale": "en-GB", "features": []}
            out |= {"member": member, "guild_id": str(of.guild.id), "guild": guild, "guild_locale": "en-GB"}
        else:
            out["user"] = payloads.user(of.user)
        if of.source:
            out["message"] = payloads.message(of.source, self.cdn, self.bot.id)
        return out

    async def _ask(self, made: Interaction) -> Interaction:
        """Send an interaction and wait until the person sees something: `first_answer_within`, thinking at most 5 s."""
        self.dispatch("INTERACTION_CREATE", self._payload(made), made.guild)
        try:
            async with asyncio.timeout(self.first_answer_within.total_seconds()):
                await made.answered.wait()
        except TimeoutError:
            made.failed = True
            return made
        with contextlib.suppress(TimeoutError):
            await self.until(lambda: not made.thinking, WORKING_FOR)
        return made


def _answered(part: Json, answers: Mapping[str, str]) -> Json:
    """One part of a form with the person's answer in it, in the shape it was asked (rows, or labels)."""
    if "component" in part:
        return {"type": part["type"], "id": part.get("id", 1), "component": _answered(part["component"], answers)}
    if "components" in part:
        return {
            "type": part["type"],
            "id": part.get("id", 1),
            "components": [_answered(one, answers) for one in part["components"]],
        }
    if "custom_id" not in part:
        return {"type": part["type"], "id": part.get("id", 1)}
    value = answers.get(part["custom_id"], part.get("value") or "")
    long_enough = len(value) >= (part.get("min_length") or 0) and len(value) <= (part.get("max_length") or 4000)
    if (part.get("required", True) and not value) or (value and not long_enough):
        raise Refused(50035, message=f"the form does not accept the answer to {part['custom_id']}")
    kept = {"type": part["type"], "id": part.get("id", 1), "custom_id": part["custom_id"]}
    return kept | ({"value": value} if part["type"] == 4 else {"values": [value] if value else []})

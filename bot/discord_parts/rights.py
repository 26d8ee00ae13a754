"""What the bot lacks to do its work in a server, in lines that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.discord_parts import catchup
from bot.ports import Group

WATCH = ("view_channel", "read_message_history", "send_messages", "manage_messages", "send_messages_in_threads")
CARDS = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
DOORS = ("manage_roles", "manage_channels", "manage_guild")
THREADS = ("create_public_threads", "create_private_threads")
RANKS = discord.Permissions(
    manage_guild=True, kick_members=True, ban_members=True, manage_messages=True, administrator=True
)
PORTAL = "switch it on in the developer portal (Bot, Privileged Gateway Intents)"


def intents(flags: discord.ApplicationFlags) -> list[str]:
    """The privileged intents that are switched off in the developer portal."""
    wanted = {
        "Message Content": flags.gateway_message_content or flags.gateway_message_content_limited,
        "Server Members": flags.gateway_guild_members or flags.gateway_guild_members_limited,
    }
    return [f"discord: the {name} intent is off: {PORTAL}" for name, on in wanted.items() if not on]


def _absent(group: Group) -> str:
    """The bot is not in a configured server."""
    return f"discord: {group.name}: the bot is not in server {group.id}: invite it, or correct the id"


def _away(group: Group) -> str:
    """Discord does not let the bot at a configured server now."""
    return f"discord: {group.name}: server {group.id} cannot be reached now: what is posted there is read back later"


def of_server(guild: discord.Guild | None, group: Group, places: frozenset[str]) -> Sequence[str]:
    """Every line about one server; None: the bot is not in it."""
    if guild is None:
        return [_absent(group)]
    if not catchup.is_here(guild):
        return [_away(group)]
    found = [*_in_general(guild, group), *_of_roles(guild, group), *_of_places(guild, group)]
    for channel in _watched(guild):
        if not catchup.is_barred(channel, places):
            found += _of_channel(channel)
            found += _of_held(channel, group) if group.premoderate else ()
    return [f"discord: {group.name}: {line}" for line in found]


def _needed(group: Group) -> tuple[str, ...]:
    return (*WATCH, "manage_threads", "manage_roles" if group.restricted_role else "moderate_members")


def _in_general(guild: discord.Guild, group: Group) -> Iterator[str]:
    lacking = _lacking(guild.me.guild_permissions, _needed(group))
    if lacking:
        yield f"the bot's role lacks {lacking}: allow it in Server Settings, Roles"
    if doors := _lacking(guild.me.guild_permissions, DOORS):
        yield f"the server cannot be secured in an emergency: the bot's role lacks {doors}: allow it there too"
    if threads := _lacking(guild.me.guild_permissions, [name for name in THREADS if _is_given(guild, name, group)]):
        yield f"in a secured server members could still {threads}: the bot takes only what its role has: allow it there"


def _of_roles(guild: discord.Guild, group: Group) -> Iterator[str]:
    named = sorted(token.removeprefix("role:") for token in _tokens(group) if token.startswith("role:"))
    for id_ in filter(None, (*named, group.restricted_role)):
        if _role(guild, id_) is None:
            yield f"role {id_} is not there: correct the id"
    restricted = _role(guild, group.restricted_role)
    top = guild.me.top_role
    if restricted and restricted >= top:
        yield f"the bot's role is below role {restricted.id}: move it above"
    if not group.restricted_role:
        above = [
            role for role in guild.roles if role >= top and _is_ordinary(role, group) and role not in guild.me.roles
        ]
        yield from (f"members with role {role.id} cannot be restricted: move the bot's role above it" for role in above)


def _tokens(group: Group) -> frozenset[str]:
    return group.staff | group.dsl | group.governors | group.pupils


def _role(guild: discord.Guild, id_: str) -> discord.Role | None:
    return guild.get_role(int(id_)) if id_.isdecimal() else None


def _is_ordinary(role: discord.Role, group: Group) -> bool:
    """Whether it is a role parents have: not an integration's, not one that moderates, not the school's staff."""
    is_staff = f"role:{role.id}" in group.staff | group.dsl
    return not (role.managed or role.is_default() or is_staff or role.permissions.value & RANKS.value)


def _is_given(guild: discord.Guild, right: str, group: Group) -> bool:
    return any(getattr(role.permissions, right) for role in guild.roles if _is_ordinary(role, group))


def _of_places(guild: discord.Guild, group: Group) -> Iterator[str]:
    for key, id_ in (("staff", group.staff_place), ("DSL", group.dsl_place), ("digest", group.digest_place)):
        channel = guild.get_channel_or_thread(int(id_)) if id_.isdecimal() else None
        if id_ and channel is None:
            yield f"the {key} channel {id_} is not there or hidden from the bot: correct the id, or let the bot see it"
        elif channel and (lacking := _lacking(channel.permissions_for(guild.me), CARDS)):
            yield f"in the {key} channel {id_} the bot lacks {lacking}: allow it in the channel's permissions"
        if channel and channel.permissions_for(guild.default_role).view_channel:
            yield f"everyone in the server can read the {key} channel {id_}: deny View Channel to @everyone there"


def _watched(guild: discord.Guild) -> list[discord.abc.GuildChannel]:
    return [*guild.text_channels, *guild.voice_channels, *guild.stage_channels, *guild.forums]


def _of_channel(channel: discord.abc.GuildChannel) -> Iterator[str]:
    """Only what a channel takes away: what the role lacks everywhere is said once."""
    me = channel.guild.me
    general = me.guild_permissions
    here = channel.permissions_for(me)
    taken = [name for name in (*WATCH, "manage_roles") if getattr(general, name) and not getattr(here, name)]
    if "view_channel" in taken:
        taken = ["view_channel"]
    if taken:
        yield f"in channel {channel.id} the bot lacks {_words(taken)}: allow it in the channel's permissions"


def _of_held(channel: discord.abc.GuildChannel, group: Group) -> Iterator[str]:
    """Where members can write although their posts are held."""
    staff = {token.removeprefix("role:") for token in group.staff | group.dsl}
    ordinary = [role for role in channel.guild.roles if not (role.managed or str(role.id) in staff)]
    open_to = [role for role in ordinary if not role.permissions.value & RANKS.value and _writes(channel, role)]
    if open_to:
        who = "everyone" if any(role.is_default() for role in open_to) else f"role {open_to[0].id}"
        yield (
            f"posts are held, but in channel {channel.id} {who} may send messages: deny it in the channel's permissions"
            " (what is written there is taken down and held); members use the command post"
        )


def _writes(channel: discord.abc.GuildChannel, role: discord.Role) -> bool:
    return channel.permissions_for(role).send_messages


def _lacking(may: discord.Permissions, needed: Sequence[str]) -> str:
    return _words([name for name in needed if not getattr(may, name)])


def _words(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ").title() for name in names)

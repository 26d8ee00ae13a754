"""Stops members from posting and lets them again, by timeout or by a role the school set up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord

from bot.discord_parts import errors
from bot.ports import Group, PlatformError, Trouble

# https://docs.discord.com/developers/resources/guild#modify-guild-member: up to 28 days; the minute is for clocks.
LONGEST_TIMEOUT = timedelta(days=28) - timedelta(minutes=1)
REASON = "Schoolgate"


async def restrict(member: discord.Member, group: Group, until: datetime | None) -> None:
    """Give the restricted role, or else time the member out (until lifted: for as long as Discord lets)."""
    role = _role(member.guild, group)
    _check(member, role)
    now = datetime.now(UTC)
    if until and until <= now:
        return
    try:
        if role:
            await member.add_roles(role, reason=REASON)
        else:
            end = min(until or now + LONGEST_TIMEOUT, now + LONGEST_TIMEOUT)
            await member.timeout(end, reason=REASON)
    except discord.Forbidden as error:
        raise _refused(member, error) from None


async def lift(member: discord.Member, group: Group) -> None:
    """Take the restricted role and any timeout away."""
    role = _role(member.guild, group)
    try:
        if role and role in member.roles:
            await member.remove_roles(role, reason=REASON)
        if member.is_timed_out():
            await member.timeout(None, reason=REASON)
    except discord.Forbidden as error:
        raise _refused(member, error) from None


def is_restricted(member: discord.Member, group: Group) -> bool:
    """Whether the member holds the restricted role or is timed out now."""
    role = _role(member.guild, group)
    return member.is_timed_out() or bool(role and role in member.roles)


def _role(guild: discord.Guild, group: Group) -> discord.Role | None:
    if not group.restricted_role:
        return None
    role = guild.get_role(errors.number(group.restricted_role))
    if role is None:
        raise PlatformError(Trouble.INVALID)
    return role


def _check(member: discord.Member, role: discord.Role | None) -> None:
    """Say beforehand who cannot be restricted, and what the bot may not do at all.

    A role binds neither the owner nor an administrator; a timeout also needs the bot's role to be the higher one.
    """
    me = member.guild.me
    may = me.guild_permissions.manage_roles if role else me.guild_permissions.moderate_members
    if not may or (role and role >= me.top_role):
        raise PlatformError(Trouble.FORBIDDEN)
    if _is_protected(member) or (role is None and member.top_role >= me.top_role):
        raise PlatformError(Trouble.PROTECTED)


def _is_protected(member: discord.Member) -> bool:
    return member.guild.owner_id == member.id or member.guild_permissions.administrator


def _refused(member: discord.Member, error: discord.Forbidden) -> PlatformError:
    """What a refusal means that was not foreseen: the member's rank, or a right of the bot's."""
    me = member.guild.me
    ranks = _is_protected(member) or member.top_role >= me.top_role
    if error.code == errors.MISSING_PERMISSIONS and ranks:
        return PlatformError(Trouble.PROTECTED)
    return errors.platform_error(error)

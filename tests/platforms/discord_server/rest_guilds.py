"""Guilds, members, roles, bans, audit log and auto moderation rules (documentation: Resources, Guild)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.platforms.discord_server import acts, payloads
from tests.platforms.discord_server.acts import MEMBER_BAN, MEMBER_KICK, MEMBER_UNBAN, MEMBER_UPDATE
from tests.platforms.discord_server.call import Answer, Call, Routes
from tests.platforms.discord_server.errors import Refused, invalid
from tests.platforms.discord_server.permissions import EVERYTHING, Perm, base, is_protected, outranks, rank
from tests.platforms.discord_server.rest_channels import note
from tests.platforms.discord_server.state import Guild, Json, Member, Role, made_at

routes = Routes()

LONGEST_TIMEOUT = timedelta(days=28)
GUILD_UPDATE, MEMBER_PRUNE, MEMBER_ROLES = 1, 21, 25
NEED_VOICE = {"mute", "deaf", "channel_id"}
ROLE_CREATE, ROLE_UPDATE, ROLE_DELETE = 30, 31, 32


@routes("GET", "/guilds/{guild_id}")
async def get_guild(call: Call) -> Answer:
    """One guild."""
    guild = call.guild()
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": len(guild.members)}
    return 200, payloads.guild(guild) | (counts if call.asks("with_counts") else {})


@routes("PATCH", "/guilds/{guild_id}")
async def edit_guild(call: Call) -> Answer:
    """Change a guild's settings."""
    guild = call.guild(Perm.MANAGE_GUILD)
    known = payloads.guild(guild)
    guild.name = call.json.get("name") or guild.name
    guild.settings |= {key: value for key, value in call.json.items() if key in known and key != "name"}
    note(call, guild, GUILD_UPDATE, guild.id, changes=acts.differences(known, payloads.guild(guild)))
    call.core.dispatch("GUILD_UPDATE", payloads.guild(guild), guild)
    return 200, payloads.guild(guild)


@routes("PUT", "/guilds/{guild_id}/incident-actions")
async def incident_actions(call: Call) -> Answer:
    """Pause invites or direct messages for a while."""
    guild = call.guild(Perm.MANAGE_GUILD)
    data = {key: call.json.get(key) for key in ("invites_disabled_until", "dms_disabled_until")}
    guild.settings["incidents_data"] = data
    call.core.dispatch("GUILD_UPDATE", payloads.guild(guild), guild)
    return 200, data


# ---- members


@routes("GET", "/guilds/{guild_id}/members")
async def list_members(call: Call) -> Answer:
    """Members by id; needs the members privilege."""
    guild = call.guild()
    if not call.core.portal_intents & (1 << 1):
        raise Refused(50001)
    limit = call.number("limit", 1, 1, 1000)
    after = call.number("after", 0, 0, 1 << 63)
    found = sorted((one for one in guild.members.values() if one.id > after), key=lambda one: one.id)
    return 200, [payloads.member(one) for one in found[:limit]]


@routes("GET", "/guilds/{guild_id}/members/search")
async def search_members(call: Call) -> Answer:
    """Members whose name starts so."""
    wanted = call.request.query["query"].lower()
    named = [(one, (one.nick or "", one.user.name)) for one in call.guild().members.values()]
    found = [one for one, names in named if any(name.lower().startswith(wanted) for name in names)]
    return 200, [payloads.member(one) for one in found[: call.number("limit", 1, 1, 1000)]]


@routes("GET", "/guilds/{guild_id}/members/{user_id}")
async def get_member(call: Call) -> Answer:
    """One member."""
    return 200, payloads.member(call.member(call.guild()))


@routes("PATCH", "/guilds/{guild_id}/members/@me")
async def edit_own_member(call: Call) -> Answer:
    """The bot's own nickname."""
    guild = call.guild(Perm.CHANGE_NICKNAME)
    me = call.me(guild)
    me.nick = call.json.get("nick") or None
    acts.member_changed(call.core, me)
    return 200, payloads.member(me)


@routes("PATCH", "/guilds/{guild_id}/members/{user_id}")
async def edit_member(call: Call) -> Answer:
    """Change a member's nickname, roles or timeout; never of somebody as high as the bot or higher."""
    guild = call.guild()
    member = call.member(guild)
    if not call.json:
        return 200, payloads.member(member)
    until = _timeout(call, member) if "communication_disabled_until" in call.json else member.timeout_until
    roles = _roles(call, member) if call.json.get("roles") is not None else member.roles
    if NEED_VOICE & call.json.keys():
        raise Refused(40032)  # nobody here is ever in a voice channel
    changes: list[Json] = []
    if "nick" in call.json:
        call.guild(Perm.MANAGE_NICKNAMES)
        if member is not call.me(guild) and not outranks(call.me(guild), member):
            raise Refused(50013)
        wanted = call.json["nick"] or None
        changes = acts.differences({"nick": member.nick}, {"nick": wanted})
        member.nick = wanted
    given = acts.role_changes(guild, member.roles, roles)
    changes += acts.timeout_changes(member.timeout_until, until)
    for action, what in ((MEMBER_UPDATE, changes), (MEMBER_ROLES, given)):
        if what:
            note(call, guild, action, member.id, changes=what)
    member.roles, member.timeout_until = roles, until
    acts.member_changed(call.core, member)
    return 200, payloads.member(member)


def _timeout(call: Call, member: Member) -> datetime | None:
    """When a timeout is to end; refused for the owner, administrators, and for more than 28 days."""
    call.guild(Perm.MODERATE_MEMBERS)
    wanted = call.json["communication_disabled_until"]
    until = datetime.fromisoformat(wanted) if wanted else None
    until = until.replace(tzinfo=UTC) if until and until.tzinfo is None else until
    if is_protected(member) or not outranks(call.me(member.guild), member):
        raise Refused(50013)
    if until and until > call.core.clock.now() + LONGEST_TIMEOUT:
        raise invalid("communication_disabled_until", "GUILD_TIMEOUT_TOO_LONG", "Must be at most 28 days from now.")
    return until


def _roles(call: Call, member: Member) -> list[int]:
    """The roles a member is to have; every one that changes must be below the bot's highest."""
    guild = call.guild(Perm.MANAGE_ROLES)
    wanted = [int(each) for each in call.json["roles"] if each]
    for each in set(wanted) ^ set(member.roles):
        if each not in guild.roles:
            raise Refused(10011)
        _can_hand_out(call, guild, guild.roles[each])
    return wanted


def _can_hand_out(call: Call, guild: Guild, role: Role) -> None:
    if role.id == guild.id:
        raise Refused(50028)
    if role.managed_by or role.position >= rank(call.me(guild)):
        raise Refused(50013)


@routes("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def add_role(call: Call) -> Answer:
    """Give a member a role below the bot's highest."""
    guild = call.guild(Perm.MANAGE_ROLES)
    member, role = call.member(guild), call.role(guild)
    _can_hand_out(call, guild, role)
    if role.id not in member.roles:
        note(call, guild, MEMBER_ROLES, member.id, changes=acts.role_changes(guild, [], [role.id]))
        member.roles.append(role.id)
        acts.member_changed(call.core, member)
    return 204, None


@routes("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
async def remove_role(call: Call) -> Answer:
    """Take a role below the bot's highest from a member."""
    guild = call.guild(Perm.MANAGE_ROLES)
    member, role = call.member(guild), call.role(guild)
    _can_hand_out(call, guild, role)
    if role.id in member.roles:
        note(call, guild, MEMBER_ROLES, member.id, changes=acts.role_changes(guild, [role.id], []))
        member.roles.remove(role.id)
        acts.member_changed(call.core, member)
    return 204, None


@routes("DELETE", "/guilds/{guild_id}/members/{user_id}")
async def kick(call: Call) -> Answer:
    """Remove a member lower than the bot."""
    guild = call.guild(Perm.KICK_MEMBERS)
    member = call.member(guild)
    if not outranks(call.me(guild), member):
        raise Refused(50013)
    note(call, guild, MEMBER_KICK, member.id)
    acts.member_left(call.core, member)
    return 204, None


def _idle(call: Call, guild: Guild, days: int, with_roles: set[int]) -> list[Member]:
    """Who came and wrote nothing for so many days, and has no role but those named."""
    since = call.core.clock.now() - timedelta(days=days)
    wrote = {one.author.id for at in guild.channels.values() for one in at.messages.values() if made_at(one.id) > since}
    wrote |= {guild.owner_id, call.core.bot.id}
    quiet = [one for one in guild.members.values() if one.id not in wrote and one.joined_at <= since]
    return [one for one in quiet if set(one.roles) <= with_roles]


@routes("GET", "/guilds/{guild_id}/prune")
async def count_idle(call: Call) -> Answer:
    """How many a prune would remove."""
    guild = call.guild(Perm.MANAGE_GUILD | Perm.KICK_MEMBERS)
    roles = {int(each) for each in call.request.query.get("include_roles", "").split(",") if each}
    return 200, {"pruned": len(_idle(call, guild, call.number("days", 7, 1, 30), roles))}


@routes("POST", "/guilds/{guild_id}/prune")
async def prune(call: Call) -> Answer:
    """Remove who has long been idle."""
    guild = call.guild(Perm.MANAGE_GUILD | Perm.KICK_MEMBERS)
    days, roles = int(call.json.get("days") or 7), {int(each) for each in call.json.get("include_roles") or []}
    gone = _idle(call, guild, days, roles)
    options = {"delete_member_days": str(days), "members_removed": str(len(gone))}
    note(call, guild, MEMBER_PRUNE, 0, options=options)
    for member in gone:
        acts.member_left(call.core, member)
    return 200, {"pruned": len(gone) if call.json.get("compute_prune_count") not in (False, "false") else None}


# ---- bans


def _ban(call: Call, guild: Guild, user_id: int) -> None:
    user = call.core.world.users.get(user_id)
    if user is None:
        raise Refused(10013)
    if user_id in guild.members and not outranks(call.me(guild), guild.members[user_id]):
        raise Refused(50013)
    query = call.request.query
    seconds = int(call.json.get("delete_message_seconds") or query.get("delete_message_seconds") or 0)
    since = call.core.clock.now() - timedelta(seconds=seconds)
    for channel in guild.channels.values() if seconds else ():
        recent = [one for one in channel.messages.values() if one.author is user and made_at(one.id) >= since]
        acts.erase_many(call.core, channel, recent)
    note(call, guild, MEMBER_BAN, user_id)
    acts.banned(call.core, guild, user, call.reason)


@routes("PUT", "/guilds/{guild_id}/bans/{user_id}")
async def ban(call: Call) -> Answer:
    """Ban a user, member or not, and delete what they wrote lately if asked."""
    _ban(call, call.guild(Perm.BAN_MEMBERS), call.id("user_id"))
    return 204, None


@routes("POST", "/guilds/{guild_id}/bulk-ban")
async def bulk_ban(call: Call) -> Answer:
    """Ban up to 200 users."""
    guild = call.guild(Perm.BAN_MEMBERS | Perm.MANAGE_GUILD)
    done: list[str] = []
    failed: list[str] = []
    for each in call.json["user_ids"]:
        try:
            _ban(call, guild, int(each))
            done.append(str(each))
        except Refused:
            failed.append(str(each))
    if not done:
        raise Refused(500000, status=400, message="Failed to ban users")
    return 200, {"banned_users": done, "failed_users": failed}


@routes("DELETE", "/guilds/{guild_id}/bans/{user_id}")
async def unban(call: Call) -> Answer:
    """End a ban."""
    guild = call.guild(Perm.BAN_MEMBERS)
    if call.id("user_id") not in guild.bans:
        raise Refused(10026)
    note(call, guild, MEMBER_UNBAN, call.id("user_id"))
    acts.unbanned(call.core, guild, call.user())
    return 204, None


def _ban_entry(call: Call, guild: Guild, user_id: int) -> Json:
    return {"reason": guild.bans[user_id], "user": payloads.user(call.core.world.users[user_id])}


@routes("GET", "/guilds/{guild_id}/bans")
async def bans(call: Call) -> Answer:
    """Who is banned."""
    guild = call.guild(Perm.BAN_MEMBERS)
    after = call.number("after", 0, 0, 1 << 63)
    found = [each for each in sorted(guild.bans) if each > after][: call.number("limit", 1000, 1, 1000)]
    return 200, [_ban_entry(call, guild, each) for each in found]


@routes("GET", "/guilds/{guild_id}/bans/{user_id}")
async def get_ban(call: Call) -> Answer:
    """One ban."""
    guild = call.guild(Perm.BAN_MEMBERS)
    if call.id("user_id") not in guild.bans:
        raise Refused(10026)
    return 200, _ban_entry(call, guild, call.id("user_id"))


# ---- roles


@routes("GET", "/guilds/{guild_id}/roles")
async def roles(call: Call) -> Answer:
    """A guild's roles."""
    return 200, [payloads.role(one) for one in call.guild().roles.values()]


@routes("GET", "/guilds/{guild_id}/roles/{role_id}")
async def get_role(call: Call) -> Answer:
    """One role."""
    return 200, payloads.role(call.role(call.guild()))


@routes("PATCH", "/guilds/{guild_id}/roles")
async def move_roles(call: Call) -> Answer:
    """Put roles in another order, all of it below the bot's highest."""
    guild = call.guild(Perm.MANAGE_ROLES)
    top = rank(call.me(guild))
    for item in call.body:
        role = guild.roles.get(int(item["id"]))
        if role is None:
            raise Refused(10011)
        if max(role.position, item.get("position") or 0) >= top:
            raise Refused(50013)
        if item.get("position") not in (None, role.position):
            role.position = item["position"]
            acts.role_event(call.core, "UPDATE", guild, role)
    return 200, [payloads.role(one) for one in guild.roles.values()]


@routes("POST", "/guilds/{guild_id}/roles")
async def create_role(call: Call) -> Answer:
    """A new role, at the bottom, with no permission the bot lacks."""
    guild = call.guild(Perm.MANAGE_ROLES)
    default = guild.roles[guild.id].permissions
    role = Role(call.core.clock.snowflake(), call.json.get("name") or "new role", default, position=1)
    for other in guild.roles.values():
        other.position += 1 if other.id != guild.id else 0
    guild.roles[role.id] = role
    _change_role(call, guild, role)
    note(call, guild, ROLE_CREATE, role.id)
    acts.role_event(call.core, "CREATE", guild, role)
    return 200, payloads.role(role)


def _change_role(call: Call, guild: Guild, role: Role) -> None:
    wanted = call.json.get("permissions")
    if wanted is not None:
        bits = int(wanted)
        if (bits ^ role.permissions) & ~base(call.me(guild)) & EVERYTHING:
            raise Refused(50013)
        role.permissions = bits
    for name in ("name", "hoist", "mentionable", "color"):
        if call.json.get(name) is not None:
            setattr(role, name, call.json[name])


@routes("PATCH", "/guilds/{guild_id}/roles/{role_id}")
async def edit_role(call: Call) -> Answer:
    """Change a role below the bot's highest."""
    guild = call.guild(Perm.MANAGE_ROLES)
    role = call.role(guild)
    if role.position >= rank(call.me(guild)):
        raise Refused(50013)
    before = payloads.role(role)
    _change_role(call, guild, role)
    note(call, guild, ROLE_UPDATE, role.id, changes=acts.differences(before, payloads.role(role)))
    acts.role_event(call.core, "UPDATE", guild, role)
    return 200, payloads.role(role)


@routes("DELETE", "/guilds/{guild_id}/roles/{role_id}")
async def delete_role(call: Call) -> Answer:
    """Delete a role below the bot's highest."""
    guild = call.guild(Perm.MANAGE_ROLES)
    role = call.role(guild)
    _can_hand_out(call, guild, role)
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    del guild.roles[role.id]
    note(call, guild, ROLE_DELETE, role.id)
    acts.role_event(call.core, "DELETE", guild, role)
    return 204, None
